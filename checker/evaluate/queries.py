"""What queries and clauses run over, and what they find; an absence needs complete records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env, Rows, Value, dated, first_day, last_day
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.moments import evaluate_series
from checker.evaluate.shown import shown
from checker.evaluate.windows import window
from checker.facts.store import Record
from checker.findings.records import Wanting
from checker.typed import nodes as t
from checker.values.calendars import OutsideCalendar
from checker.values.periods import Period
from checker.values.truth import Reason, Truth, Unknown, missing, unknown_from

MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One thing a query runs over, and whether it meets the ``where``."""

    value: Value
    holds: Truth


def amendment_records(case: Case) -> tuple[Record, ...]:
    """Return the amendments to the agreement, as records."""
    return tuple(
        Record(
            "amendment",
            a.name,
            {"name": a.name, "effective": _start(case, a), **({"title": a.title} if a.title else {})},
            a.span.path,
            1,
        )
        for a in case.agreement.document.amendments
    )


def _start(case: Case, a: t.Amendment) -> date:
    """Return the day from which it has effect; of one that still waits, the first on which it could."""
    if a.once is None:
        return a.effective
    if a.name in case.waiting:  # asked for by what it waits for
        return a.effective
    from checker.evaluate.waiting import start_days

    case.waiting.add(a.name)
    found = [start_days(case, a, fund) for fund in funds(case) or [None]]  # type: ignore[list-item]
    case.waiting.discard(a.name)
    days = [days[-1] for days in found if days]
    return max(days) if days else max(a.effective, case.as_of + timedelta(days=1))


# --- what there is ---------------------------------------------------------------------------


def items(case: Case, o: t.Origin, env: Env) -> Iterator[Found] | Unknown:
    """Return everything that ``o`` runs over, with the truth of its ``where``."""
    values = candidates(case, o, env)
    if isinstance(values, Unknown):
        return values
    return _judged(case, o, env, values)


def _judged(case: Case, o: t.Origin, env: Env, values: list[Value]) -> Iterator[Found]:
    for value in values:
        inner = env.bind(o.variable, value)
        yield Found(value, True if o.where is None else truth(case, o.where, inner))


def candidates(case: Case, o: t.Origin, env: Env) -> list[Value] | Unknown:
    """Return the values before ``where``; facts are narrowed by an equality, for speed."""
    match o.kind:
        case "fact":
            return list(_narrowed(case, o, env))
        case "amendments":
            return list(amendment_records(case))
        case "funds":
            return list(funds(case))
        case "rows":
            return _schedule_rows(case, o, env)
        case "values":
            return _distinct(case, o, env)
        case "nested":
            return _nested(case, o, env)
        case _:
            return _times(case, o, env)


def funds(case: Case) -> list[str]:
    """Return the funds of the agreement in all versions of its schedule, in its order."""
    document = case.agreement.document
    name = document.funds_in
    versions = [document.schedules.get(name), *(a.schedules.get(name) for a in document.amendments)]
    found: dict[str, None] = {}
    for schedule in versions:
        column = (
            next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), None) if schedule else None
        )
        if schedule is None or column is None:
            continue
        for row in schedule.rows:
            if column in row.values:
                found.setdefault(str(row.values[column]))
    return list(found)


def _narrowed(case: Case, o: t.Origin, env: Env) -> list[Record]:
    """Return the records of a kind; fewer when ``where`` wants a field equal to something."""
    best: list[Record] | None = None
    for field, other in _equalities(o):
        case.trace.quiet += 1
        value = evaluate(case, other, env)
        case.trace.quiet -= 1
        if isinstance(value, (Unknown, tuple)):
            continue
        found = case.index.where(o.name, field, value.key if isinstance(value, Record) else value)
        if best is None or len(found) < len(best):
            best = found
    return list(case.index.of(o.name)) if best is None else best


def _equalities(o: t.Origin) -> Iterator[tuple[str, t.Expr]]:
    where = o.where
    parts = where.parts if isinstance(where, t.Logic) and where.op == "and" else (where,)
    for part in parts:
        if not isinstance(part, t.Compare) or part.op != "=":
            continue
        for one, other in ((part.left, part.right), (part.right, part.left)):
            if (
                isinstance(one, t.Get)
                and isinstance(one.target, t.Var)
                and one.target.name == o.variable
                and not _mentions(other, o.variable)
                and "party" not in (one.type.kind, other.type.kind)  # a party has several names
            ):
                yield one.field, other


def _mentions(e: t.Expr, variable: str) -> bool:
    from checker.ir.walk import everything

    return any(isinstance(x, t.Var) and x.name == variable for x in everything(e))


def _schedule_rows(case: Case, o: t.Origin, env: Env) -> list[Value] | Unknown:
    from checker.evaluate.schedules import rows_over

    rows = rows_over(case, o.name, env.time if env.time is not None else case.as_of)
    if isinstance(rows, Unknown):
        return rows
    schedule = case.agreement.schedules[o.name]
    found: list[Value] = []
    for i, row in enumerate(rows):
        key = " ".join(str(row.values.get(k, "")) for k in schedule.keys) or str(i + 1)
        found.append(Record(o.name, key, row.values, row.span.path, 1))
    return found


def _distinct(case: Case, o: t.Origin, env: Env) -> list[Value] | Unknown:
    assert isinstance(o.within, t.Get)
    found: dict[object, Value] = {}
    if o.name in case.agreement.schedules:
        rows = _schedule_rows(case, o, env)
        records = [r for r in rows if isinstance(r, Record)] if not isinstance(rows, Unknown) else []
    else:
        records = list(case.index.of(o.name))
    for r in records:
        value = r.values.get(o.within.field)
        if value is not None and not isinstance(value, tuple):
            found.setdefault(value, value)
    return sorted(found.values(), key=str)


def _nested(case: Case, o: t.Origin, env: Env) -> list[Value] | Unknown:
    assert o.within is not None
    value = evaluate(case, o.within, env)
    if isinstance(value, Unknown):
        return value
    assert isinstance(value, tuple)
    return list(value)


def _times(case: Case, o: t.Origin, env: Env) -> list[Value] | Unknown:
    within = evaluate(case, o.within, env) if o.within is not None else _whole_time(case)
    if isinstance(within, Unknown):
        return within
    assert isinstance(within, Period)
    if o.kind == "days":
        return list(within.each_day())
    if o.kind == "business days":
        days = case.calendar()
        if isinstance(days, Unknown):
            return days
        try:
            return list(days.days(within))
        except OutsideCalendar as outside:
            return missing(str(outside), "a calendar that covers the days")
    assert o.series is not None
    series = evaluate_series(case, o.series, env)
    if isinstance(series, Unknown):
        return series
    found = series.within(within.start, within.end)
    inside = o.within is None
    return [p for p in found if inside or (within.start <= p.start and p.end <= within.end)]


def _whole_time(case: Case) -> Period:
    start = case.agreement.document.effective or case.as_of
    return Period(min(start, case.as_of), case.as_of, "the agreement's time")


# --- completeness ----------------------------------------------------------------------------


def complete(case: Case, kind: str, fund: str | None, first: date, last: date) -> bool:
    """Tell whether statements on file say that no ``kind`` entry is missing in these days.

    Several statements may cover the days between them; one for another fund does not count.
    """
    stretches = sorted(
        (r.values["from"], r.values["until"])
        for r in case.index.where("complete_records", "facts", kind)
        if r.values.get("facts") == kind and r.values.get("fund") in (None, fund)
    )
    reached: date | None = None
    for start, end in stretches:
        assert isinstance(start, date) and isinstance(end, date)
        if start <= first or (reached is not None and (start - reached).days <= 1):
            reached = end if reached is None else max(reached, end)
    return reached is not None and reached >= last


def incomplete(kind: str, first: date, last: date) -> Unknown:
    """Return the unknown made by records that nobody says are complete."""
    wanting = Wanting(kind, first, last)
    reason = Reason("fact", wanting.text, wanting.settle, (kind, first, last))
    return Unknown(frozenset({reason}))


def fund_of(case: Case, env: Env) -> str | None:
    """Return the one fund that an instance is about, None when there is none."""
    value = env.variables.get("fund")
    if isinstance(value, str):
        return value
    found = {r.values["fund"] for r in env.variables.values() if isinstance(r, Record) and "fund" in r.values}
    one = found.pop() if len(found) == 1 else None
    return one if isinstance(one, str) else None


def gap(case: Case, o: t.Origin, env: Env, due: date | None = None) -> Unknown | None:
    """Return why more of what ``o`` runs over may exist than is on file, or None."""
    if o.kind != "fact" and not (o.kind == "values" and o.name in case.kinds):
        return None
    if o.name in case.agreement.schedules:
        return None
    first, last = _searched(case, o, env, *window(case, env, due))
    if complete(case, o.name, fund_of(case, env), first, last):
        return None
    return incomplete(o.name, first, last)


def _searched(case: Case, o: t.Origin, env: Env, first: date, last: date) -> tuple[date, date]:
    """Return the days on which what ``where`` looks for may lie.

    Where its day is only said to be on or before another, any earlier day of the agreement
    counts; where it is only said to be on or after one, or nothing is said of its day, any day
    until the check, or until it had to be so.
    """
    low, high = _day_bounds(case, o, env)
    if low is None and high is None and not _is_dated(case, o):
        return first, last
    until = last if env.due is not None else max(last, case.as_of)
    if high is None:
        return (first if low is None else low), until
    return (min(first, high, case.agreement.document.effective or first) if low is None else low), high


def _is_dated(case: Case, o: t.Origin) -> bool:
    kind = case.kinds.get(o.name)
    return kind is not None and bool(kind.dated)


def _day_bounds(case: Case, o: t.Origin, env: Env) -> tuple[date | None, date | None]:
    """Return the earliest and latest day that ``where`` allows, as far as it says so plainly."""
    kind = case.kinds.get(o.name)
    lows: list[date] = []
    highs: list[date] = []
    for op, other in _comparisons(o, (kind.dated if kind else None) or ""):
        case.trace.quiet += 1
        value = evaluate(case, other, env)
        case.trace.quiet -= 1
        if not isinstance(value, (date, Period)):
            continue
        if op in ("=", "in", ">=", ">"):
            lows.append(first_day(value))
        if op in ("=", "in", "<=", "<"):
            highs.append(last_day(value))
    return max(lows, default=None), min(highs, default=None)


_FLIPPED = {"=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def _comparisons(o: t.Origin, field: str) -> Iterator[tuple[str, t.Expr]]:
    """Yield what ``where`` compares a field of the thing with: operator and other side."""
    where = o.where
    for part in where.parts if isinstance(where, t.Logic) and where.op == "and" else (where,):
        if not isinstance(part, t.Compare):
            continue
        if _is_field(part.left, o.variable, field) and not _mentions(part.right, o.variable):
            yield part.op, part.right
        if _is_field(part.right, o.variable, field) and not _mentions(part.left, o.variable):
            yield _FLIPPED.get(part.op, ""), part.left


def _is_field(e: t.Expr, variable: str, field: str) -> bool:
    match e:
        case t.Get(target=t.Var(name=name), field=found):
            return (name, found) == (variable, field)
    return False


# --- queries ---------------------------------------------------------------------------------


def query(case: Case, q: t.Query, env: Env) -> Value:
    """Return what a query finds."""
    case.trace.quiet += 1
    found = items(case, q.over, env)
    listed = found if isinstance(found, Unknown) else list(found)
    case.trace.quiet -= 1
    if isinstance(listed, Unknown):
        return listed
    sure = [f.value for f in listed if f.holds is True]
    unsure = [f.holds for f in listed if isinstance(f.holds, Unknown)]
    case.trace.evidence(q.over.name, [v for v in sure if isinstance(v, Record)])
    value = _result(case, q, env, sure, unsure)
    if case.trace.quiet:
        return value
    detail = f" ({len(sure)} {q.over.name})" if q.over.kind == "fact" else ""
    case.trace.step(case.wording(q.span) + detail, shown(value, q.type))
    return value


def _result(case: Case, q: t.Query, env: Env, sure: list[Value], unsure: list[Unknown]) -> Value:
    match q.fn:
        case "any" | "no":
            found = _exists(case, q, env, bool(sure), unsure)
            return found if q.fn == "any" or isinstance(found, Unknown) else not found
        case "every":
            return _all(case, q, env, sure, unsure)
        case "count":
            return _open(case, q, env, unsure, Fraction(len(sure)))
        case "sum":
            return _sum(case, q, env, sure, unsure)
        case "latest" | "earliest" | "the":
            return _one(case, q, env, sure, unsure)
        case _:
            return _statistic(case, q, env, sure, unsure)


def _exists(case: Case, q: t.Query, env: Env, sure: bool, unsure: list[Unknown]) -> Truth:
    if sure:
        return True
    why = _why_open(case, q, env, unsure)
    return why if why is not None else False


def _why_open(case: Case, q: t.Query, env: Env, unsure: list[Unknown]) -> Unknown | None:
    """Return why what was found may not be all, or None."""
    missing_rows = gap(case, q.over, env)
    found = unknown_from([*unsure, *([missing_rows] if missing_rows else [])])
    return _few(found) if found else None


def _few(unknown: Unknown) -> Unknown:
    """Keep the first few reasons; the last of them says how many more there are."""
    reasons = sorted(unknown.reasons)
    if len(reasons) <= MOST_REASONS:
        return unknown
    last, more = reasons[MOST_REASONS - 1], len(reasons) - MOST_REASONS
    told = Reason(last.kind, f"{last.text}, and {more} more like it", last.settle)
    return Unknown(frozenset([*reasons[: MOST_REASONS - 1], told]))


def _open(case: Case, q: t.Query, env: Env, unsure: list[Unknown], value: Fraction) -> Value:
    why = _why_open(case, q, env, unsure)
    return value if why is None else Unknown(why.reasons, at_least=value)


def _all(case: Case, q: t.Query, env: Env, sure: list[Value], unsure: list[Unknown]) -> Truth:
    assert q.satisfies is not None
    pending: list[Unknown] = list(unsure)
    for value in sure:
        met = truth(case, q.satisfies, env.bind(q.over.variable, value))
        if met is False:
            return False
        if isinstance(met, Unknown):
            pending.append(met)
    why = _why_open(case, q, env, pending)
    return why if why is not None else True


def _values(case: Case, q: t.Query, env: Env, sure: list[Value]) -> list[Value]:
    assert q.item is not None
    case.trace.quiet += 1
    found = [evaluate(case, q.item, _timed(env.bind(q.over.variable, v), q.over, v)) for v in sure]
    case.trace.quiet -= 1
    return found


def _timed(env: Env, o: t.Origin, value: Value) -> Env:
    """Within a query over days or periods, that day or period is the time."""
    if o.kind in ("days", "business days", "periods") and isinstance(value, (date, Period)):
        return env.at(value)
    return env


def _sum(case: Case, q: t.Query, env: Env, sure: list[Value], unsure: list[Unknown]) -> Value:
    values = _values(case, q, env, sure)
    known = sum((v for v in values if isinstance(v, Fraction)), Fraction(0))
    unknown = [*unsure, *(v for v in values if isinstance(v, Unknown))]
    result = _open(case, q, env, unknown, known)
    if isinstance(result, Unknown) and not never_negative(case, q.item):
        return Unknown(result.reasons)
    return result


def grows(case: Case, e: t.Expr) -> bool:
    """Tell whether a value cannot become less as more facts come to file: a sum of what is not negative."""
    if isinstance(e, t.Apply):
        return grows(case, case.agreement.definitions[e.definition].expression)
    if isinstance(e, t.Query):
        return e.fn == "count" or (e.fn == "sum" and never_negative(case, e.item))
    return isinstance(e, t.Arith) and e.op == "+" and grows(case, e.left) and grows(case, e.right)


def never_negative(case: Case, e: t.Expr | None) -> bool:
    """Tell whether the values of ``e`` are declared to be at least zero."""
    if isinstance(e, t.Get) and e.target.type.kind == "record":
        kind = case.kinds.get(e.target.type.name)
        field = kind.field(e.field) if kind else None
        return field is not None and field.at_least is not None and field.at_least >= 0
    if isinstance(e, t.Const):
        return isinstance(e.value, Fraction) and e.value >= 0
    if isinstance(e, t.Arith) and e.op in "+*/":
        return never_negative(case, e.left) and never_negative(case, e.right)
    return isinstance(e, (t.Over, t.Rounded)) and never_negative(case, e.amount)


def _statistic(case: Case, q: t.Query, env: Env, sure: list[Value], unsure: list[Unknown]) -> Value:
    values = _values(case, q, env, sure)
    why = _why_open(case, q, env, [*unsure, *(v for v in values if isinstance(v, Unknown))])
    if why is not None:
        return why
    if not values:
        return missing(
            f"there is nothing to take the {q.fn} of: {case.wording(q.over.span)}", f"a {q.over.name} entry"
        )
    numbers = [v for v in values if isinstance(v, (Fraction, date, Period))]
    if q.fn == "average":
        amounts = [v for v in numbers if isinstance(v, Fraction)]
        return sum(amounts, Fraction(0)) / len(amounts)
    return min(numbers) if q.fn == "least" else max(numbers)


def _one(case: Case, q: t.Query, env: Env, sure: list[Value], unsure: list[Unknown]) -> Value:
    if unsure:
        return _few(unknown_from(unsure) or missing(q.over.name))
    if not sure:
        return missing(
            f"no {q.over.name} is on file for which {_condition(case, q)}{_about(env)}",
            f"the {q.over.name} entry",
        )
    if q.fn == "the":
        return _the(case, q, sure)
    more = gap(case, q.over, env)
    if more is not None:  # one that is not on file may be the one that is wanted
        return more
    ranked = sorted(((_rank(case, v), v) for v in sure), key=lambda pair: pair[0], reverse=q.fn == "latest")
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][1] != ranked[1][1]:
        return missing(
            f"two {q.over.name} entries are {q.fn}: {shown(ranked[0][1])}, {shown(ranked[1][1])}",
            f"one {q.over.name} entry for the day",
        )
    return _kept(case, ranked[0][1])


def _the(case: Case, q: t.Query, sure: list[Value]) -> Value:
    if len(sure) > 1:
        return missing(
            f"{len(sure)} {q.over.name} entries are on file where one is wanted: "
            + ", ".join(shown(v) for v in sure[:MOST_REASONS]),
            f"one {q.over.name} entry",
        )
    return _kept(case, sure[0])


def _kept(case: Case, value: Value) -> Value:
    if isinstance(value, Record):
        case.trace.use(value)
    return value


def _rank(case: Case, value: Value) -> date:
    if isinstance(value, Record):
        when = dated(case.kinds, value)
        return first_day(when) if when is not None else date.min
    return first_day(value) if isinstance(value, (date, Period)) else date.min


def _condition(case: Case, q: t.Query) -> str:
    return case.wording(q.over.where.span) if q.over.where is not None else "anything holds"


def _about(env: Env) -> str:
    said = ", ".join(f"{n} {shown(v)}" for n, v in env.variables.items() if not isinstance(v, Unknown))
    return f" ({said})" if said else ""


__all__ = ["Found", "Rows", "complete", "funds", "items", "query"]
