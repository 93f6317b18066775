"""Expressions evaluated: exact, three-valued, each step that matters written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env, Value, first_day, last_day
from checker.evaluate.shown import shown
from checker.facts.store import Record
from checker.typed import nodes as t
from checker.values.calendars import OutsideCalendar
from checker.values.dates import complete_months, complete_years, shift_months
from checker.values.day_count import period_fraction, year_fraction
from checker.values.periods import Period, Series
from checker.values.rounding import round_to
from checker.values.truth import (
    Truth,
    Unknown,
    every,
    missing,
    opposite,
    question,
    some,
    unknown_from,
)


def evaluate(case: Case, e: t.Expr, env: Env) -> Value:
    """Return the value of ``e``; ``Unknown`` with its reasons when it cannot be known."""
    match e:
        case t.Const():
            return _const(case, e)
        case t.Var():
            unbound = missing(f"which {e.name} it is about is not known")
            return env.variables.get(e.name, unbound)
        case t.Get():
            return _get(case, e, env)
        case t.Cell():
            from checker.evaluate.schedules import cell

            return cell(case, e, env)
        case t.Apply():
            return _apply(case, e, env)
        case t.Reading():
            return _reading(case, e, env)
        case t.Ask():
            return _ask(case, e, env)
        case t.Logic() | t.Negate() | t.Compare() | t.IsGiven() | t.InForce() | t.ApprovedBy():
            return truth(case, e, env)
        case t.Choose():
            return _choose(case, e, env)
        case t.Arith():
            return _arith(case, e, env)
        case t.Query():
            from checker.evaluate.queries import query

            return query(case, e, env)
        case t.Extreme():
            return _extreme(case, e, env)
        case _:
            return _timed(case, e, env)


def truth(case: Case, e: t.Expr, env: Env) -> Truth:
    """Return the truth of a condition: yes, no or unknown."""
    match e:
        case t.Logic():
            parts: list[Callable[[], Truth]] = [_later(case, p, env) for p in e.parts]
            return every(parts) if e.op == "and" else some(parts)
        case t.Negate():
            return opposite(truth(case, e.operand, env))
        case t.Compare():
            return _compare(case, e, env)
        case t.IsGiven():
            if isinstance(e.target, t.Cell):
                from checker.evaluate.schedules import cell_given

                return cell_given(case, e.target, env)
            record = evaluate(case, e.target.target, env)
            if isinstance(record, Unknown):
                return record
            return isinstance(record, Record) and e.target.field in record.values
        case t.InForce():
            return _in_force(case, e, env)
        case t.ApprovedBy():
            from checker.evaluate.approvals import on_file

            return on_file(case, e.request, env).met
        case _:
            value = evaluate(case, e, env)
            assert isinstance(value, (bool, Unknown)), e
            return value


def _later(case: Case, e: t.Expr, env: Env) -> Callable[[], Truth]:
    return lambda: truth(case, e, env)


def _const(case: Case, e: t.Const) -> Value:
    if e.type.kind == "record" and e.type.name == "amendment":
        from checker.evaluate.queries import amendment_records

        return next(r for r in amendment_records(case) if r.key == e.value)
    return e.value


# --- records, definitions, readings, questions -----------------------------------------------


def _get(case: Case, e: t.Get, env: Env) -> Value:
    record = evaluate(case, e.target, env)
    if isinstance(record, Unknown):
        return record
    assert isinstance(record, Record), e
    case.trace.use(record)
    value = record.values.get(e.field)
    if value is None:
        return missing(
            f"{record.kind} `{record.key}` does not say its {e.field}",
            f"`{e.field}` of {record.kind} `{record.key}` ({record.where})",
        )
    if e.type.kind == "record" and isinstance(value, str):
        return referred(case, e.type.name, value)
    return value


def referred(case: Case, kind: str, key: str) -> Value:
    """Return the record that a reference names."""
    found = case.index.by_key(kind, key)
    return found if found is not None else missing(f"no {kind} `{key}` is on file", f"{kind} `{key}`")


def _apply(case: Case, e: t.Apply, env: Env) -> Value:
    definition = case.agreement.definitions[e.definition]
    values = [evaluate(case, a, env) for a in e.arguments]
    inner = env.inside({name: v for (name, _), v in zip(definition.params, values, strict=True)})
    case.trace.depth += 1
    if definition.carry is not None:
        value = _carry(case, definition, inner)
    else:
        value = evaluate(case, definition.expression, inner)
    case.trace.depth -= 1
    about = ", ".join(shown(v) for v in values)
    case.trace.step(e.definition + (f" of {about}" if about else ""), shown(value, definition.type))
    return value


def _carry(case: Case, d: t.Definition, env: Env) -> Value:
    """Return a value carried from period to period, up to the one asked for."""
    carry = d.carry
    assert carry is not None
    name = next(n for n, ty in d.params if ty.kind == "period")
    wanted = env.variables[name]
    since = evaluate(case, carry.since, env)
    series = evaluate_series(case, carry.series, env)
    if isinstance(wanted, Unknown) or isinstance(since, Unknown) or isinstance(series, Unknown):
        return unknown_from([wanted, since, series]) or missing(d.name)
    assert isinstance(wanted, Period) and isinstance(since, date)
    others = tuple(_hashed(env.variables[n]) for n, _ in d.params if n != name)
    value: Value = evaluate(case, carry.first, env)
    for step in series.within(since, wanted.end):
        key = (d.name, (*others, step))
        if key not in case.carried:
            inner = env.bind(name, step).bind(f"previous {d.name}", value).at(step)
            case.carried[key] = evaluate(case, d.expression, inner)
        value = case.carried[key]
    return value


def _hashed(value: Value) -> object:
    if isinstance(value, Record):
        return value.kind, value.key, value.path, value.line
    return tuple(map(_hashed, value)) if isinstance(value, tuple) else value


def _reading(case: Case, e: t.Reading, env: Env) -> Value:
    reading = case.world[e.assumption]
    if reading.type.kind == "series":
        return e.assumption
    return evaluate(case, reading, env)


def _ask(case: Case, e: t.Ask, env: Env) -> Value:
    from checker.evaluate.determinations import answer

    asked = case.agreement.questions[e.question]
    about = tuple((name, evaluate(case, x, env)) for name, x in e.arguments)
    unknown = unknown_from([v for _, v in about])
    if unknown:
        return unknown
    said = tuple((name, shown(v)) for name, v in about)
    found = answer(case, asked.name, said)
    if isinstance(found, Unknown):
        return found
    possible = asked.answers or ("yes", "no")
    if found is not None and found.values["answer"] not in possible:
        text = f"`{found.values['answer']}` ({found.where}) is no answer to: {asked.text}"
        return question(text, "one of " + ", ".join(f"`{p}`" for p in possible))
    if found is not None:
        case.trace.use(found)
        case.trace.step(asked.text, f"{found.values['answer']} (determined by {found.values['by']})")
        given = str(found.values["answer"])
        return given == "yes" if e.type.kind == "yes_no" else given
    detail = ", ".join(f"{n} {v}" for n, v in said)
    text = asked.text + (f" ({detail})" if detail else "")
    case.trace.step(asked.text, "not answered")
    return question(text, f"a determination of `{asked.name}`" + (f" about {detail}" if detail else ""))


# --- arithmetic and comparison ---------------------------------------------------------------


def _choose(case: Case, e: t.Choose, env: Env) -> Value:
    test = truth(case, e.condition, env)
    if not isinstance(test, Unknown):
        return evaluate(case, e.then if test else e.otherwise, env)
    case.trace.quiet += 1
    then, otherwise = evaluate(case, e.then, env), evaluate(case, e.otherwise, env)
    case.trace.quiet -= 1
    same = not isinstance(then, Unknown) and then == otherwise
    return then if same else test


def _arith(case: Case, e: t.Arith, env: Env) -> Value:
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _unknown_arith(e.op, left, right)
    assert isinstance(left, Fraction) and isinstance(right, Fraction)
    if e.op == "/" and right == 0:
        return missing("a number is divided by zero", case.wording(e.span))
    value = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[e.op]()
    if e.op in "*/":
        sign = {"*": "×", "/": "÷"}[e.op]
        made = f"{shown(left, e.left.type)} {sign} {shown(right, e.right.type)}"
        case.trace.step(f"{case.wording(e.span)}: {made}", shown(value, e.type))
    return value


def _unknown_arith(op: str, left: Value, right: Value) -> Unknown:
    found = unknown_from([left, right])
    assert found is not None
    if op == "+":
        floors = [v.at_least if isinstance(v, Unknown) else v for v in (left, right)]
        known = [f for f in floors if isinstance(f, Fraction)]
        if len(known) == len(floors):
            return replace(found, at_least=sum(known, Fraction(0)))
    return found


def _compare(case: Case, e: t.Compare, env: Env) -> Truth:
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    if "party" in (e.left.type.kind, e.right.type.kind):
        value = compared(e.op, _party(case, left), _party(case, right))
    else:
        value = compared(e.op, left, right)
    words = {"=": "is", "!=": "is not", "<=": "at most", ">=": "at least", "<": "less than",
             ">": "more than", "in": "in"}
    sides = f"{shown(left, e.left.type)} {words[e.op]} {shown(right, e.right.type)}"
    case.trace.step(f"{case.wording(e.span)}: {sides}", shown(value))
    return value


def _party(case: Case, value: Value) -> Value:
    """Return the party's name in the agreement for any name that it goes by."""
    return next((p.name for p in case.agreement.parties.values() if value in p.names), value)


def compared(op: str, left: Value, right: Value) -> Truth:
    """Return the truth of a comparison; a partial sum can already settle it."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _by_floor(op, left, right)
    if op == "=":
        return left == right
    if op == "!=":
        return left != right
    if op == "in":
        assert isinstance(right, Period)
        if isinstance(left, Period):
            return right.start <= left.start and left.end <= right.end
        assert isinstance(left, date)
        return left in right
    if isinstance(left, Period) and isinstance(right, Period):
        left, right = left.start, right.start
    a, b = left, right
    return {"<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b}[op]  # type: ignore[operator]


def _by_floor(op: str, left: Value, right: Value) -> Truth:
    """Settle a comparison with an unknown whose least possible value is known."""
    found = unknown_from([left, right])
    assert found is not None
    if isinstance(left, Unknown) and left.at_least is not None and isinstance(right, Fraction):
        floor, other, flip = left.at_least, right, {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
    elif isinstance(right, Unknown) and right.at_least is not None and isinstance(left, Fraction):
        floor, other, flip = right.at_least, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    else:
        return found
    match flip.get(op, op):
        case "<=" | "=" if floor > other:
            return False
        case "<" if floor >= other:
            return False
        case ">" if floor > other:
            return True
        case ">=" if floor >= other:
            return True
        case "!=" if floor > other:
            return True
        case _:
            return found


def _extreme(case: Case, e: t.Extreme, env: Env) -> Value:
    values = [evaluate(case, item, env) for item in e.items]
    unknown = unknown_from(values)
    if unknown:
        return unknown
    pick = min if e.fn == "lesser" else max
    value: Value = pick(values)  # type: ignore[type-var]
    made = ", ".join(shown(v, e.items[0].type) for v in values)
    case.trace.step(f"{e.fn} of {made}", shown(value, e.type))
    return value


# --- time ------------------------------------------------------------------------------------


def _timed(case: Case, e: t.Expr, env: Env) -> Value:
    match e:
        case t.Shift():
            return _shift(case, e, env)
        case t.Edge():
            value = evaluate(case, e.period, env)
            if isinstance(value, Unknown):
                return value
            assert isinstance(value, Period)
            return value.start if e.side == "start" else value.end
        case t.Neighbour():
            return _neighbour(case, e, env)
        case t.Containing():
            return _containing(case, e, env)
        case t.MakePeriod():
            return _make_period(case, e, env)
        case t.Elapsed():
            return _elapsed(case, e, env)
        case t.Over():
            return _over(case, e, env)
        case t.Rounded():
            return _rounded(case, e, env)
        case t.SeriesFrom():
            return e.name
        case _:
            raise AssertionError(e)


def evaluate_series(case: Case, e: t.Expr, env: Env) -> Series | Unknown:
    """Return the series of periods that ``e`` stands for."""
    match e:
        case t.SeriesFrom(anchor=None):
            return Series(e.name, e.months)
        case t.SeriesFrom():
            assert e.anchor is not None
            anchor = evaluate(case, e.anchor, env)
            if isinstance(anchor, Unknown):
                return anchor
            assert isinstance(anchor, date)
            return Series(e.name, e.months, anchor.month, anchor.day)
        case t.Reading():
            return evaluate_series(case, case.world[e.assumption], env)
        case t.Apply():
            d = case.agreement.definitions[e.definition]
            values = [evaluate(case, a, env) for a in e.arguments]
            inner = env.inside({n: v for (n, _), v in zip(d.params, values, strict=True)})
            return evaluate_series(case, d.expression, inner)
        case _:
            raise AssertionError(e)


def _shift(case: Case, e: t.Shift, env: Env) -> Value:
    length, base = evaluate(case, e.length, env), evaluate(case, e.base, env)
    unknown = unknown_from([length, base])
    if unknown:
        return unknown
    assert isinstance(length, Fraction) and isinstance(base, date)
    n = int(length) if e.direction == "after" else -int(length)
    value = _moved(case, e, base, n)
    case.trace.step(f"{case.wording(e.span)}: {e.direction} {base}", shown(value))
    return value


def _moved(case: Case, e: t.Shift, base: date, n: int) -> Value:
    try:
        if e.unit == "days":
            return base + timedelta(days=n)
        if e.unit == "business days":
            days = case.calendar()
            return days if isinstance(days, Unknown) else days.add(n, base)
    except OutsideCalendar as outside:
        return missing(str(outside), "a calendar that covers the day")
    except OverflowError:
        text = f"{abs(n)} {e.unit} {e.direction} {base} is a day that does not exist"
        return missing(text, "a shorter time")
    months = n if e.unit == "months" else 12 * n
    found = shift_months(base, months, clamp=e.clamped)
    if found is None:
        return missing(f"{abs(n)} {e.unit} {e.direction} {base} is a day that does not exist",
                       "`clamped` after the date, if the month's last day is meant")
    return found


def _neighbour(case: Case, e: t.Neighbour, env: Env) -> Value:
    value = evaluate(case, e.period, env)
    series = evaluate_series(case, e.series, env)
    if isinstance(value, Unknown) or isinstance(series, Unknown):
        return value if isinstance(value, Unknown) else series  # type: ignore[return-value]
    assert isinstance(value, Period)
    return series.after(value, 1 if e.side == "next" else -1)


def _containing(case: Case, e: t.Containing, env: Env) -> Value:
    day = evaluate(case, e.day, env)
    series = evaluate_series(case, e.series, env)
    if isinstance(day, Unknown) or isinstance(series, Unknown):
        return day if isinstance(day, Unknown) else series  # type: ignore[return-value]
    assert isinstance(day, date)
    return series.containing(day)


def _make_period(case: Case, e: t.MakePeriod, env: Env) -> Value:
    start, end = evaluate(case, e.start, env), evaluate(case, e.end, env)
    unknown = unknown_from([start, end])
    if unknown:
        return unknown
    assert isinstance(start, date) and isinstance(end, date)
    if end < start:
        return missing(f"the period from {start} to {end} ends before it begins", case.wording(e.span))
    return Period(start, end, f"{start} to {end}")


def _elapsed(case: Case, e: t.Elapsed, env: Env) -> Value:
    start, end = evaluate(case, e.start, env), evaluate(case, e.end, env)
    unknown = unknown_from([start, end])
    if unknown:
        return unknown
    assert isinstance(start, date) and isinstance(end, date)
    count: int | None
    if e.unit == "days":
        count = (end - start).days
    elif e.unit == "business days":
        days = case.calendar()
        if isinstance(days, Unknown):
            return days
        try:
            count = days.between(start, end)
        except OutsideCalendar as outside:
            return missing(str(outside), "a calendar that covers the days")
    elif e.unit == "months":
        count = complete_months(start, end, clamp=e.clamped)
    else:
        count = complete_years(start, end, clamp=e.clamped)
    if count is None:
        return missing(f"how many {e.unit} lie between {start} and {end} turns on a day that does not exist",
                       "`clamped` after the dates, if the month's last day is meant")
    value = Fraction(count)
    case.trace.step(f"{case.wording(e.span)}: {start} to {end}", shown(value, e.type))
    return value


def _over(case: Case, e: t.Over, env: Env) -> Value:
    amount, taken = evaluate(case, e.amount, env), evaluate(case, e.period, env)
    unknown = unknown_from([amount, taken])
    if unknown:
        return unknown
    assert isinstance(amount, Fraction) and isinstance(taken, Period)
    days = in_force_days(case, e, taken, env) if e.instrument else None
    if isinstance(days, Unknown):
        return days
    if e.per == "year":
        convention = case.day_count()
        if isinstance(convention, Unknown):
            return convention
        years = whole_years(taken) if days is None else 0
        try:
            part = Fraction(years) if years else year_fraction(taken, convention, days)
        except ValueError as wrong:  # thirty_360 over some days of a period
            return missing(str(wrong), "a day count that can count single days")
        told = f"{shown(part)} of a year, {convention}"
        if years:
            told = f"{years} whole year" + ("s" if years > 1 else "")
    else:
        part = period_fraction(taken, e.per, "", days)
        told = f"{shown(part)} {e.per}s"
    value = amount * part
    count = f", {len(days)} of {taken.days} days in force" if days is not None else ""
    case.trace.step(
        f"{case.wording(e.span)}: {shown(amount, e.amount.type)} over {taken} ({told}{count})",
        shown(value, e.type),
    )
    return value


def whole_years(taken: Period) -> int:
    """Return how many years a period is exactly, 0 when it is no whole number of years.

    A day count says what a part of a year is; a whole year is one year, leap day or not.
    """
    after = taken.end + timedelta(days=1)
    years = after.year - taken.start.year
    same = (after.month, after.day) == (taken.start.month, taken.start.day)
    return years if years > 0 and same else 0


def in_force_days(case: Case, e: t.Over, taken: Period, env: Env) -> list[date] | Unknown:
    """Return the days of a period on which the instrument is in force."""
    from checker.evaluate.timeline import status

    fund = fund_value(case, e.fund, env)
    found = [(d, status(case, e.instrument, fund, d)) for d in taken.each_day()]
    unknown = unknown_from([s for _, s in found])
    return unknown if unknown else [d for d, s in found if s is True]


def _rounded(case: Case, e: t.Rounded, env: Env) -> Value:
    amount, step = evaluate(case, e.amount, env), evaluate(case, e.step, env)
    unknown = unknown_from([amount, step])
    if unknown:
        return unknown
    assert isinstance(amount, Fraction) and isinstance(step, Fraction)
    value = round_to(amount, step, e.rule)
    rule = e.rule.replace("_", " ")
    case.trace.step(f"{shown(amount, e.type)} rounded {rule} to {shown(step, e.type)}", shown(value, e.type))
    return value


def _in_force(case: Case, e: t.InForce, env: Env) -> Truth:
    value, why = in_force_with_reason(case, e, env)
    if why:
        case.trace.step(f"{case.wording(e.span)}: {why}", shown(value))
    return value


def in_force_with_reason(case: Case, e: t.InForce, env: Env) -> tuple[Truth, str]:
    """Return whether an instrument is in force at a time, and what its time line says."""
    from checker.evaluate.timeline import status_over

    when = evaluate(case, e.when, env)
    if isinstance(when, Unknown):
        return when, ""
    assert isinstance(when, (date, Period))
    value, why = status_over(case, e.instrument, fund_value(case, e.fund, env), when, e.mode)
    return value, f"{shown(when)}; {why}" if why else shown(when)


def fund_value(case: Case, e: t.Expr | None, env: Env) -> str | None:
    """Return the fund, or None where the record is about every fund."""
    if e is None:
        return None
    case.trace.quiet += 1
    value = evaluate(case, e, env)
    case.trace.quiet -= 1
    return value if isinstance(value, str) else None


def window(case: Case, env: Env, due: date | None = None) -> tuple[date, date]:
    """Return the days that records must be complete for, to prove that something is absent.

    They reach from the earliest to the latest day that the instance is about.
    """
    days = [d for d in (due, env.due) if d is not None]
    if env.time is not None:
        days += [first_day(env.time), last_day(env.time)]
    for value in env.variables.values():
        days += _days_of(case, value)
    if not days:
        start = case.agreement.document.effective or case.as_of
        days = [min(start, case.as_of), case.as_of]
    return min(days), max(days)


def _days_of(case: Case, value: Value) -> list[date]:
    from checker.evaluate.case import dated

    if isinstance(value, date):
        return [value]
    if isinstance(value, Period):
        return [value.start, value.end]
    if isinstance(value, Record):
        found = [dated(case.kinds, r) for r in (value, *_referred_by(case, value))]
        return [d for when in found if when is not None for d in (first_day(when), last_day(when))]
    return []


def _referred_by(case: Case, record: Record) -> list[Record]:
    kind = case.kinds.get(record.kind)
    found = []
    for f in kind.fields if kind else ():
        key = record.values.get(f.name)
        if f.type.kind == "record" and isinstance(key, str):
            other = case.index.by_key(f.type.name, key)
            if other is not None:
                found.append(other)
    return found
