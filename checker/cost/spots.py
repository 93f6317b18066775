"""Where a clause is replayed: its instances, by fund and month or other period, one key on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from checker.cost.months import Months, own
from checker.cost.terms import Named, Side, Term
from checker.evaluate.case import Case, Env, dated
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.moments import evaluate_series
from checker.evaluate.queries import Found, items
from checker.evaluate.shown import shown
from checker.facts.store import Record
from checker.typed import nodes as t
from checker.values.periods import MONTH, Period, Series
from checker.values.truth import Truth, Unknown, every


@dataclass(frozen=True, slots=True)
class Place:
    """What a line is about, in words: the same on both sides."""

    fund: str
    share_class: str
    period: str
    rest: tuple[tuple[str, str], ...]
    """What else the clause runs over: a provider, a transfer."""
    record: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One instance of a term, for its own period or for a month of it."""

    place: Place
    env: Env
    whole: Env
    """The environment of the instance as the clause has it, with its own period."""
    period: Period | None
    certain: Truth


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is replayed: some funds, and of a fund the classes whose terms differ."""

    funds: frozenset[str]
    differs: Callable[[str, str], bool]

    def has(self, fund: object, share_class: object) -> bool:
        """Tell whether a record of this fund and class is wanted; one of no fund may be."""
        if not isinstance(fund, str):
            return True
        classed = not isinstance(share_class, str) or self.differs(fund, share_class)
        return fund in self.funds and classed


def spots(side: Side, term: Term, wanted: Wanted, months: Months) -> Iterator[Spot]:
    """Yield where a term is replayed."""
    case = side.case
    case.trace.quiet += 1
    for env, certain in _instances(case, term, term.rule.sources, Env({}, None), True, wanted, months):
        fund = fund_of(case, env)
        if fund and fund not in wanted.funds:
            continue
        if within_dates(case, term, env):
            yield from _by_period(case, term, env, certain, fund, months)
    case.trace.quiet -= 1


def _instances(
    case: Case,
    term: Term,
    sources: tuple[t.Origin, ...],
    env: Env,
    certain: Truth,
    wanted: Wanted,
    months: Months,
) -> Iterator[tuple[Env, Truth]]:
    if not sources:
        yield env, certain
        return
    source = sources[0]
    for value, holds in _candidates(case, term, source, env, wanted, months):
        inner = env.bind(source.variable, value)  # type: ignore[arg-type]
        if isinstance(value, Period):
            inner = inner.at(value)
        elif isinstance(value, Record):
            when = dated(case.kinds, value)
            inner = inner if when is None else inner.at(when)
        yield from _instances(case, term, sources[1:], inner, every([certain, holds]), wanted, months)


def _candidates(
    case: Case, term: Term, source: t.Origin, env: Env, wanted: Wanted, months: Months
) -> Iterator[tuple[object, Truth]]:
    """Yield what a generator runs over: wanted funds, and periods with an observed month, alone."""
    if source.kind == "funds" or source.type.kind == "fund":
        for fund in sorted(wanted.funds):
            inner = env.bind(source.variable, fund)
            holds = True if source.where is None else truth(case, source.where, inner)
            if holds is not False:
                yield fund, holds
        return
    if source.kind == "periods" and source.within is None:
        for period in _periods(case, term, source, env, months):
            inner = env.bind(source.variable, period)
            holds = True if source.where is None else truth(case, source.where, inner)
            if holds is not False:
                yield period, holds
        return
    for f in _found(months, case, source, env):
        values = f.value.values if isinstance(f.value, Record) else {}
        if f.holds is not False and wanted.has(values.get("fund"), values.get("share_class")):
            yield f.value, f.holds


def _found(months: Months, case: Case, source: t.Origin, env: Env) -> list[Found]:
    """Return what a generator runs over; what turns on nothing but the time is found once for each."""
    alone = source.where is None and source.kind in ("fact", "values", "rows")
    key = (id(case), id(source), env.time)
    if alone and key in months.found:
        return months.found[key]
    values = items(case, source, env)
    found = [] if isinstance(values, Unknown) else list(values)
    if alone:
        months.found[key] = found
    return found


def _periods(case: Case, term: Term, source: t.Origin, env: Env, months: Months) -> list[Period]:
    fund = env.variables.get("fund")
    observed = months.of(term.facts, fund if isinstance(fund, str) else "")
    assert source.series is not None
    series = evaluate_series(case, source.series, env)
    if not isinstance(series, Series):
        return []
    if series.months == 1 and series.day == 1:
        return list(observed)
    return list(dict.fromkeys(series.containing(m.end) for m in observed))


def _by_period(
    case: Case, term: Term, env: Env, certain: Truth, fund: str, months: Months
) -> Iterator[Spot]:
    """Yield the months of an instance's period, and the period itself where it may be known as such."""
    period = _value(term.period, env)
    if period is None or term.period is None:
        yield _spot(case, term, env, env, None, certain, fund)
        return
    if period.end > case.as_of and not term.monthly:
        return
    parts = own(period, months.of(term.facts, fund))
    if term.monthly and period != MONTH.containing(period.start):
        for month in parts:
            inner = rebound(term.period, env, month)
            yield _spot(case, term, inner, env, month, certain, fund)
        observed = parts == own(period, MONTH.within(period.start, period.end))
        if not (observed and term.by_months) and not months.stated(term.facts, fund, period):
            return
    if period.end <= case.as_of:
        yield _spot(case, term, env, env, period, certain, fund)


def _value(named: Named | None, env: Env) -> Period | None:
    if isinstance(named, tuple):
        record = env.variables.get(named[0])
        found = record.values.get(named[1]) if isinstance(record, Record) else None
    else:
        found = env.variables.get(named) if named else None  # type: ignore[assignment]
    return found if isinstance(found, Period) else None


def rebound(named: Named, env: Env, period: Period) -> Env:
    """Return an environment in which the clause's period is another one."""
    if isinstance(named, str):
        return env.bind(named, period).at(period)
    record = env.variables[named[0]]
    assert isinstance(record, Record)
    return env.bind(named[0], replace(record, values={**record.values, named[1]: period})).at(period)


def _spot(
    case: Case, term: Term, env: Env, whole: Env, period: Period | None, certain: Truth, fund: str
) -> Spot:
    charged = whole.variables.get(term.charged)
    record = charged if isinstance(charged, Record) and period is None else None
    time = whole.time if record is None else dated(case.kinds, record) or whole.time
    label = str(period) if period is not None else "" if time is None else shown(time)
    if record is not None:
        label = f"{label} ({record.key})" if label else record.key
    place = Place(
        fund,
        class_of(case, whole),
        label,
        tuple(_rest(case, term, whole)),
        f"{record.kind} {record.key}" if record is not None else "",
    )
    return Spot(place, env, whole, period, certain)


def _rest(case: Case, term: Term, env: Env) -> Iterator[tuple[str, str]]:
    """Yield what else an instance is about; of the record that has its period, whose that is."""
    named = term.period[0] if isinstance(term.period, tuple) else term.period
    for name, value in env.variables.items():
        if name in ("fund", "share_class", term.charged) or isinstance(value, Period):
            continue
        if isinstance(value, Record) and name == named:
            kind = case.kinds.get(value.kind)
            texts = [f for f in kind.fields if f.type.kind == "text" and f.presence != "key"] if kind else []
            yield from ((f.name, str(value.values[f.name])) for f in texts if f.name in value.values)
        elif named is not None or not isinstance(value, Record):
            yield name, shown(value)


def identity(env: Env) -> tuple[object, ...]:
    """Return what tells one instance from another, for use as a key."""
    return tuple(
        (n, (v.kind, v.key, v.path, v.line) if isinstance(v, Record) else v)
        for n, v in env.variables.items()
        if not isinstance(v, tuple | Unknown)
    )


def fund_of(case: Case, env: Env) -> str:
    """Return the fund that an instance is about, also that of a record which its record refers to."""
    named = env.variables.get("fund")
    if isinstance(named, str):
        return named
    for record in (v for v in env.variables.values() if isinstance(v, Record)):
        for r in (record, *_referred(case, record)):
            fund = r.values.get("fund")
            if isinstance(fund, str):
                return fund
    return ""


def _referred(case: Case, record: Record) -> Iterator[Record]:
    kind = case.kinds.get(record.kind)
    for f in kind.fields if kind else ():
        key = record.values.get(f.name)
        if f.type.kind == "record" and isinstance(key, str):
            other = case.index.by_key(f.type.name, key)
            if other is not None:
                yield other


def class_of(case: Case, env: Env) -> str:
    """Return the share class of an instance, else the one class of the agreement."""
    named = env.variables.get("share_class")
    if isinstance(named, str):
        return named
    for record in (v for v in env.variables.values() if isinstance(v, Record)):
        found = record.values.get("share_class")
        if isinstance(found, str):
            return found
    shares = case.agreement.document.shares
    return shares[0] if len(shares) == 1 else ""


def within_dates(case: Case, term: Term, env: Env) -> bool:
    """Tell whether an instance lies in the clause's own days, as far as they are known."""
    time = env.time
    if time is None:
        return True
    first, last = (time.start, time.end) if isinstance(time, Period) else (time, time)
    since = evaluate(case, term.rule.since, env) if term.rule.since is not None else None
    until = evaluate(case, term.rule.until, env) if term.rule.until is not None else None
    early = since is not None and not isinstance(since, Unknown) and last < since  # type: ignore[operator]
    late = until is not None and not isinstance(until, Unknown) and first > until  # type: ignore[operator]
    return not early and not late
