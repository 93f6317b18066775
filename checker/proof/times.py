"""Days, periods, lengths of time and amounts over a period, as terms: days by their numbers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from checker.ir.walk import everything
from checker.proof import days
from checker.proof.amounts import arithmetic
from checker.proof.records import LENGTHS
from checker.proof.values import Scope, Term, Truth
from checker.proof.words import said
from checker.typed import nodes as t
from checker.typed.types import NUMBER, PERIOD, YES_NO
from checker.values.dates import shift_months
from checker.values.periods import Series

if TYPE_CHECKING:
    from checker.proof.translate import Translator


def timed(tr: Translator, e: t.Expr, scope: Scope) -> Term:
    """Return an expression about time as a term."""
    match e:
        case t.Shift():
            return days.shift(tr, e, scope)
        case t.Edge():
            taken = tr.term(e.period, scope)
            return Term(taken.value if e.side == "start" else taken.end, taken.known)
        case t.Neighbour():
            return _neighbour(tr, e, scope)
        case t.Containing():
            return _containing(tr, e, scope)
        case t.MakePeriod():
            start, end = tr.term(e.start, scope), tr.term(e.end, scope)
            known = tr.space.all([start.known, end.known, start.value <= end.value])
            return Term(start.value, known, end.value)
        case t.Elapsed():
            return _elapsed(tr, e, scope)
        case t.Over():
            return _over(tr, e, scope)
        case _:
            made = tr.worlds.opaque("series", e.type, (), scope)
            assert isinstance(made, Term)
            return made


# --- periods ---------------------------------------------------------------------------------


def series_of(tr: Translator, e: t.Expr | None, scope: Scope) -> Series | None:
    """Return the series of periods that an expression stands for, None where it is not fixed."""
    match e:
        case t.SeriesFrom(anchor=None):
            return Series(e.name, e.months)
        case t.SeriesFrom(anchor=t.Const(value=date() as anchor)):
            return Series(e.name, e.months, anchor.month, anchor.day)
        case t.Reading():
            assumption = scope.terms.assumptions.get(e.assumption)
            readings = assumption.readings if assumption is not None else ()
            return series_of(tr, readings[0][1], scope) if len(readings) == 1 else None
        case t.Apply(arguments=()):
            definition = scope.terms.definitions.get(e.definition)
            return series_of(tr, definition.expression, scope) if definition is not None else None
        case _:
            return None


def series_words(tr: Translator, e: t.Expr | None, scope: Scope) -> str:
    """Return a name for a series, the same for the same series."""
    found = series_of(tr, e, scope)
    if found is not None:
        return f"{found.months} months from {found.month}-{found.day}"
    return said(e) + tr.side_of(tr.sameness.same(e, e), scope)


def _neighbour(tr: Translator, e: t.Neighbour, scope: Scope) -> Term:
    taken = tr.term(e.period, scope)
    series = series_of(tr, e.series, scope)
    if tr.worlds.exact:
        steps = 1 if e.side == "next" else -1
        pairs = [(p, series.after(p, steps)) for p in tr.worlds.periods(series)] if series else []
        return _one_of_periods(tr, taken, pairs)
    made = tr.worlds.opaque(f"{e.side} of {series_words(tr, e.series, scope)}", PERIOD, (taken,), scope)
    assert isinstance(made, Term)
    if e.side == "next":
        tr.assume(made.value == taken.end + 1)
    else:
        tr.assume(made.end == taken.value - 1)
    lengths(tr, made, series)
    return made


def _containing(tr: Translator, e: t.Containing, scope: Scope) -> Term:
    day = tr.term(e.day, scope)
    series = series_of(tr, e.series, scope)
    s = tr.space
    if tr.worlds.exact:
        found = tr.worlds.periods(series) if series is not None else []
        made = tr.worlds.opaque("", PERIOD, (), scope)
        assert isinstance(made, Term)
        value, end = made.value, made.end
        inside = [s.all([p.start.toordinal() <= day.value, day.value <= p.end.toordinal()]) for p in found]
        for p, here in zip(found, inside, strict=True):
            value = s.choose(here, s.whole(p.start.toordinal()), value)
            end = s.choose(here, s.whole(p.end.toordinal()), end)
        return Term(value, s.all([day.known, s.any(inside)]), end)
    made = tr.worlds.opaque(f"one of {series_words(tr, e.series, scope)}", PERIOD, (day,), scope)
    assert isinstance(made, Term)
    tr.assume(made.value <= day.value, day.value <= made.end)
    lengths(tr, made, series)
    return made


def lengths(tr: Translator, made: Term, series: Series | None) -> None:
    """Note how long a month, quarter or year can be."""
    names = {1: "month", 3: "quarter", 12: "year"}
    if series is not None and series.months in names:
        low, high = LENGTHS[names[series.months]]
        tr.assume(made.end - made.value >= low, made.end - made.value <= high)


def _one_of_periods(tr: Translator, taken: Term, pairs: list[Any]) -> Term:
    s = tr.space
    value, end, here = s.whole(0), s.whole(0), []
    for one, other in pairs:
        at = _is_period(tr, taken, one)
        here.append(at)
        value = s.choose(at, s.whole(other.start.toordinal()), value)
        end = s.choose(at, s.whole(other.end.toordinal()), end)
    return Term(value, s.all([taken.known, s.any(here)]), end)


def _is_period(tr: Translator, taken: Term, p: Any) -> Any:
    return tr.space.all([taken.value == p.start.toordinal(), taken.end == p.end.toordinal()])


# --- lengths, parts of a year ----------------------------------------------------------------


def _elapsed(tr: Translator, e: t.Elapsed, scope: Scope) -> Term:
    start, end = tr.term(e.start, scope), tr.term(e.end, scope)
    s = tr.space
    if e.unit == "days":
        return Term(s.real(end.value - start.value), s.all([start.known, end.known]))
    if tr.worlds.exact and e.unit in ("months", "years"):
        return _counted(tr, e, start, end)
    side = tr.calendar(scope) if e.unit == "business days" else ""
    made = tr.worlds.opaque(f"{e.unit} between{side}", NUMBER, (start, end), scope)
    assert isinstance(made, Term)
    tr.assume(s.z3.IsInt(made.value))
    return made


MOST_COUNTED = 12


def _counted(tr: Translator, e: t.Elapsed, start: Term, end: Term) -> Term:
    """Return how many whole months or years lie between, for the few days and the short times of a case."""
    s = tr.space
    unit = 12 if e.unit == "years" else 1
    value, here = s.number(0), []
    for day in tr.worlds.days():
        marks = [shift_months(day, unit * n, clamp=e.clamped) for n in range(1, MOST_COUNTED + 1)]
        if any(m is None for m in marks):
            continue
        passed = [s.choose(end.value >= m.toordinal(), s.number(1), s.number(0)) for m in marks if m]
        at = start.value == day.toordinal()
        value = s.choose(at, s.z3.Sum(passed), value)
        here.append(s.all([at, end.value >= day.toordinal(), end.value < marks[-1].toordinal()]))  # type: ignore[union-attr]
    return Term(value, s.all([start.known, end.known, s.any(here)]))


def _over(tr: Translator, e: t.Over, scope: Scope) -> Term:
    """Return an amount over a period: the amount times the part of a year or month that it is."""
    taken = tr.term(e.period, scope)
    inside = scope.bind(t.IN_FORCE, taken) if e.instrument else scope
    amount = tr.term(e.amount, inside)
    part = _part(tr, e, taken, scope)
    if e.instrument and _by_its_day(e, scope):
        made = tr.worlds.opaque(f"over while {e.instrument} in force", e.type, (amount, part), scope)
        assert isinstance(made, Term)
        return made
    return arithmetic(tr, "*", amount, part)


def _by_its_day(e: t.Over, scope: Scope) -> bool:
    """Tell whether the rate can change within the period, so that it is no one product."""
    names = {n.schedule for n in everything(e.amount) if isinstance(n, t.Cell)}
    tables = [scope.terms.schedules.get(n) for n in names]
    return any(x is None or any("from" in r.values or "until" in r.values for r in x.rows) for x in tables)


def _part(tr: Translator, e: t.Over, taken: Term, scope: Scope) -> Term:
    """Return which part of a year, quarter or month a period is; never less than nothing."""
    same = e.per != "year" or tr.sameness.assumption("day_count")
    if tr.worlds.exact:
        made = tr.worlds.part(e.per, taken, scope)
        if not e.instrument:
            return made
        here = tr.worlds.in_force(e.instrument)
        return Term(tr.space.choose(here, made.value, tr.space.number(0)), made.known)
    name = f"part of a {e.per}{tr.side_of(same, scope)}"
    arguments = [taken]
    if e.instrument:
        name += f" while {e.instrument} is in force"
        if e.fund is not None:
            arguments.append(tr.term(e.fund, scope))
    found = tr.worlds.opaque(name, NUMBER, tuple(arguments), scope)
    assert isinstance(found, Term)
    zero = tr.space.number(0)
    tr.assume(found.value >= zero if e.instrument else found.value > zero)
    return found


def in_force(tr: Translator, e: t.InForce, scope: Scope) -> Truth:
    """Return whether plan or agreement is in force at a time."""
    when = tr.term(e.when, scope)
    fund = (tr.term(e.fund, scope),) if e.fund is not None else ()
    return in_force_at(tr, e.instrument, e.mode, when, fund, scope)


def in_force_at(
    tr: Translator, instrument: str, mode: str, when: Term, fund: tuple[Term, ...], scope: Scope
) -> Truth:
    """Return whether an instrument is in force; in a case it is so on all its days, or on none."""
    if tr.worlds.exact:
        here = tr.worlds.in_force(instrument)
        tr.show(f"{instrument} is in force", YES_NO, tr.certain(here))
        return tr.known(when.known, here)
    made = tr.worlds.opaque(f"{instrument} in force {mode}", YES_NO, (when, *fund), scope)
    assert isinstance(made, Truth)
    return made
