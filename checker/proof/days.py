"""Days some days, months or business days from another, as terms.

From a day that is not fixed months and business days are not counted out for all cases: they lie within
bounds, those of the calendar of 400 years or of a week of five days.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from checker.proof.amounts import constant
from checker.proof.values import Scope, Term
from checker.typed import nodes as t
from checker.typed.types import DATE
from checker.values.calendars import calendar
from checker.values.dates import shift_months

if TYPE_CHECKING:
    from checker.proof.translate import Translator


def shift(tr: Translator, e: t.Shift, scope: Scope) -> Term:
    """Return a day some days, business days, months or years from another."""
    length, base = tr.term(e.length, scope), tr.term(e.base, scope)
    s = tr.space
    known = s.all([length.known, base.known])
    if e.unit == "days":
        days = s.floor(length.value)
        if s.z3.is_rational_value(length.value):
            days = s.whole(int(constant(length.value)))
        return Term(base.value + days if e.direction == "after" else base.value - days, known)
    if not s.z3.is_rational_value(length.value):
        side = tr.calendar(scope) if e.unit == "business days" else ""
        made = tr.worlds.opaque(f"{e.unit} {e.direction}{side}", DATE, (length, base), scope)
        assert isinstance(made, Term)
        return made
    n = int(constant(length.value)) * (1 if e.direction == "after" else -1)
    if e.unit == "business days":
        return _business(tr, n, base, scope)
    return _months(tr, n if e.unit == "months" else 12 * n, base, e.clamped, scope)


def _months(tr: Translator, n: int, base: Term, clamped: bool, scope: Scope) -> Term:
    s = tr.space
    if s.z3.is_int_value(base.value):
        found = shift_months(date.fromordinal(base.value.as_long()), n, clamp=clamped)
        known = base.known if found is not None else s.no
        return Term(s.whole((found or date.min).toordinal()), known)
    if tr.worlds.exact:
        ways = [(d, shift_months(d, n, clamp=clamped)) for d in tr.worlds.days()]
        return _one_of_days(tr, base, [(d, x) for d, x in ways if x is not None])
    return _moved(tr, f"{n} months on", base, month_bounds(n), scope)


def _business(tr: Translator, n: int, base: Term, scope: Scope) -> Term:
    """Return a business day: five in a week, less the closings."""
    if n == 0:
        return base
    if tr.worlds.exact:
        found = [(d, _without_closings(d, n)) for d in tr.worlds.days()]
        return _one_of_days(tr, base, [(d, x) for d, x in found if x is not None])
    low, high = _weekday_bounds(n)
    side = tr.calendar(scope)
    made = _moved(tr, f"{n} business days on{side}", base, (low, high), scope)
    others = tr.moved.setdefault((base.value.get_id(), side), {})
    for m, other in others.items():
        apart = made.value - other.value if n > m else other.value - made.value
        tr.assume(apart >= abs(n - m))
    others[n] = made
    return made


def _moved(
    tr: Translator, name: str, base: Term, bounds: tuple[int | None, int | None], scope: Scope
) -> Term:
    made = tr.worlds.opaque(name, DATE, (base,), scope)
    assert isinstance(made, Term)
    low, high = bounds
    tr.kept.append(base.value)
    if low is not None:
        tr.assume(made.value - base.value >= low)
    if high is not None:
        tr.assume(made.value - base.value <= high)
    for other, its in tr.shifts.setdefault(name, []):
        tr.assume(tr.space.implies(other <= base.value, its <= made.value))
        tr.assume(tr.space.implies(base.value <= other, made.value <= its))
    tr.shifts[name].append((base.value, made.value))
    return made


def _one_of_days(tr: Translator, base: Term, found: list[tuple[date, date]]) -> Term:
    s = tr.space
    value = s.whole(0)
    for day, moved in reversed(found):
        value = s.choose(base.value == day.toordinal(), s.whole(moved.toordinal()), value)
    here = s.any(base.value == day.toordinal() for day, _ in found)
    return Term(value, s.all([base.known, here]))


@cache
def month_bounds(n: int) -> tuple[int, int]:
    """Return the least and most days from a day to the one ``n`` months on, over all days there are.

    >>> month_bounds(1), month_bounds(12)
    ((28, 31), (365, 366))
    """
    found: list[int] = []
    for first in range(12 * 1800, 12 * 2200):  # the calendar repeats after 400 years
        here, there = _month(first), _month(first + n)
        days = (there[0] - here[0]).days
        found += [days, days + min(0, there[1] - here[1])]
    return min(found), max(found)


@cache
def _month(number: int) -> tuple[date, int]:
    start = date(number // 12, number % 12 + 1, 1)
    after = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return start, (after - start).days


@cache
def _weekday_bounds(n: int) -> tuple[int | None, int | None]:
    """Return how near a business day can be at least: closings only move it away."""
    monday = date(2021, 3, 1)
    days = calendar("weekdays")
    apart = [(days.add(n, d) - d).days for d in (monday + timedelta(days=i) for i in range(7))]
    return (min(apart), None) if n > 0 else (None, max(apart))


_OPEN = (date(2021, 2, 16), date(2021, 4, 1))
"""Between these days no calendar has a closing but the weekends."""


def _without_closings(base: date, n: int) -> date | None:
    moved = calendar("weekdays").add(n, base)
    first, last = min(base, moved), max(base, moved)
    return moved if first >= _OPEN[0] and last <= _OPEN[1] else None
