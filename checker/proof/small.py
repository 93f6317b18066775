"""Small worlds, counted out: a few records of each kind, over some months of one year.

What is found in them could be on file. Everything that is not counted out exactly is not known there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checker.proof.records import sort_of
from checker.proof.values import Domain, Scope, Term, Truth, Value
from checker.typed import nodes as t
from checker.typed.types import Type
from checker.values.day_count import period_fraction, year_fraction
from checker.values.periods import MONTH, QUARTER, YEAR, Period, Series

if TYPE_CHECKING:
    from checker.proof.translate import Translator

Body = Callable[[Term], Truth]
Item = Callable[[Term], Term]
_Item = tuple[Any, Any, Term, Term]
"""Whether a record counts, whether that and its item are known, its item, and the record."""

MOST_JUDGED = 40
"""So many times a record is looked at; what would need more is not known."""
RECORDS = 2
"""So many records of a kind there can be besides those that the clause itself is about."""

FIRST, LAST = date(1990, 1, 1), date(2049, 12, 31)
"""The days that anything in a case can be on."""

_NAMED = {"month": MONTH, "quarter": QUARTER, "year": YEAR}
_MONTHS = tuple(MONTH.containing(date(2021, m, 1)) for m in (1, 2, 3, 7))
_DAYS = tuple(
    sorted(
        {date(2021, 1, 15), date(2021, 3, 1), date(2021, 3, 3), date(2021, 1, 30)}
        | {d for p in _MONTHS for d in (p.start, p.end)}
    )
)


class SmallWorlds:
    """Cases that are counted out."""

    exact = True

    def __init__(self, tr: Translator) -> None:
        self.tr = tr
        self.asked_of: list[Any] = []
        self.slots: dict[str, list[tuple[Term, Any]]] = {}
        self._judged = 0
        self.absent: list[Any] = []
        """That there is none of a record: cases with fewer are shown first."""

    # --- what is not counted out ---------------------------------------------------------

    def opaque(self, name: str, type_: Type, arguments: tuple[Value, ...], scope: Scope) -> Value:
        """Return what is not known."""
        s = self.tr.space
        if type_.kind == "yes_no":
            return Truth(s.no, s.no)
        zero = s.number(0) if sort_of(type_) == "number" else s.whole(0)
        return Term(zero, s.no, zero if type_.kind == "period" else None)

    # --- time ----------------------------------------------------------------------------

    def placed(self, value: Term, type_: Type, series: str) -> None:
        """Put a day or period into the time that a case is about, and a reference to a record on file."""
        s = self.tr.space
        if type_.kind == "date":
            first, last = (s.whole(d.toordinal()) for d in (FIRST, LAST))
            self.tr.assume(first <= value.value, value.value <= last)
        if type_.kind == "period":
            named = _NAMED.get(series or type_.name)
            self.tr.assume(s.any(self._is(value, p) for p in self.periods(named)))
        if type_.kind == "record":
            slots = self.records(type_.name)
            self.tr.assume(s.any(s.all([there, value.value == r.value]) for r, there in slots))

    def one_of(self, value: Term, series: Series | None) -> None:
        """Let a period be one of a series."""
        self.tr.assume(self.tr.space.any(self._is(value, p) for p in self.periods(series)))

    def _is(self, value: Term, p: Period) -> Any:
        return self.tr.space.all([value.value == p.start.toordinal(), value.end == p.end.toordinal()])

    def days(self) -> tuple[date, ...]:
        """Return the days from which months and business days are counted."""
        return _DAYS

    def periods(self, series: Series | None) -> tuple[Period, ...]:
        """Return the periods that a case is about: of a series, or of any."""
        if series is None:
            return (*_MONTHS, QUARTER.containing(_MONTHS[0].start), YEAR.containing(date(2021, 1, 1)))
        if series.months == 1:
            return tuple(series.containing(p.start) for p in _MONTHS)
        first = series.containing(date(2021, 3, 15))
        return (first, series.after(first)) if series.months < 12 else (first,)

    def part(self, per: str, taken: Term, scope: Scope) -> Term:
        """Return which part of a year, quarter or month a period is; days count by their first reading."""
        s = self.tr.space
        assumption = scope.terms.assumptions.get("day_count")
        reading = assumption.readings[0][1] if assumption is not None else None
        convention = str(reading.value) if isinstance(reading, t.Const) else ""
        value, here = s.number(0), []
        for p in self._all_periods(scope):
            part = _part(per, p, convention)
            if part is not None:
                at = self._is(taken, p)
                value = s.choose(at, s.number(part), value)
                here.append(at)
        return Term(value, s.all([taken.known, s.any(here)]))

    def _all_periods(self, scope: Scope) -> tuple[Period, ...]:
        named = [
            Series(r.name, r.months, r.anchor.value.month, r.anchor.value.day)
            for a in scope.terms.assumptions.values()
            for _, r in a.readings
            if isinstance(r, t.SeriesFrom)
            and isinstance(r.anchor, t.Const)
            and isinstance(r.anchor.value, date)
        ]
        series = [None, MONTH, QUARTER, YEAR, *named]
        return tuple({(p.start, p.end): p for x in series for p in self.periods(x)}.values())

    def in_force(self, instrument: str) -> Any:
        """Return whether an instrument is in force: on all days of a case, or on none."""
        return self.tr.space.symbol(f"{instrument} in force", "truth")

    # --- records -------------------------------------------------------------------------

    def instance(self, kind: str, label: str) -> Term:
        """Return a record that the clause is about: it is on file."""
        s = self.tr.space
        others = self.slots.setdefault(kind, [])
        made = Term(s.whole(self._number()), s.yes, label=label)
        others.append((made, s.yes))
        return made

    def _number(self) -> int:
        return 1_000_000 + sum(map(len, self.slots.values()))

    def records(self, kind: str) -> list[tuple[Term, Any]]:
        """Return the records of a kind, each with whether it is there."""
        key = f"all of {kind}"
        if key not in self.slots:
            found = self.slots.setdefault(kind, [])
            self.slots[key] = []
            for i in range(RECORDS):
                label = f"{kind.replace('_', ' ')} {'ABC'[i]}"
                there = self.tr.space.symbol(f"there is {label}", "truth")
                self.absent.insert(0, self.tr.space.opposite(there))
                record = self.tr.space.whole(self._number())
                found.append((Term(record, self.tr.space.yes, label=label), there))
        return self.slots[kind]

    def _candidates(self, over: Domain) -> list[tuple[Term, Any]] | None:
        s = self.tr.space
        self._judged += 1
        if self._judged > MOST_JUDGED:
            return None
        if over.group[0] == "fact":
            return self.records(over.kind)
        if over.group[0] == "nested":
            inside = over.group[2]
            found = []
            for i in range(RECORDS):
                name = f"{over.kind} {'ABC'[i]}"
                record = s.symbol(f"{name} in a list", "whole", (inside,))
                there = s.symbol(f"there is {name} in a list", "truth", (inside,))
                self.absent.insert(0, s.opposite(there))
                found.append((Term(record, s.yes, label=name), there))
            return found
        return None

    # --- queries -------------------------------------------------------------------------

    def exists(self, over: Domain, where: Body, scope: Scope) -> Truth:
        """Return whether one of the few is so."""
        s = self.tr.space
        found = self._candidates(over)
        if found is None:
            return Truth(s.no, s.no)
        judged = [(there, self._shown(record, there, where)) for record, there in found]
        return Truth(
            s.any(s.all([there, w.yes]) for there, w in judged),
            s.all(s.any([s.opposite(there), w.no]) for there, w in judged),
        )

    def _shown(self, record: Term, there: Any, where: Body) -> Truth:
        """Judge a record; what a case shows of it is shown only where it is there."""
        before = set(self.tr.seen)
        found = where(record)
        self._only_where(there, before)
        return found

    def _only_where(self, there: Any, before: set[str]) -> None:
        for label in [x for x in self.tr.seen if x not in before]:
            seen = self.tr.seen[label]
            both = self.tr.space.all([there, seen.there])
            self.tr.seen[label] = type(seen)(seen.label, seen.type, seen.value, both)

    def total(self, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return a sum over the few that are so."""
        s = self.tr.space
        found = self._items(over, where, item)
        if found is None:
            return Term(s.number(0), s.no)
        known = s.all(k for _, k, _, _ in found)
        parts = [s.choose(counts, x.value, s.number(0)) for counts, _, x, _ in found]
        return Term(s.z3.Sum(parts), known)

    def _items(self, over: Domain, where: Body, item: Item) -> list[_Item] | None:
        """Return what each of the few adds, None where they cannot be gone through."""
        s = self.tr.space
        found = self._candidates(over)
        if found is None:
            return None
        made = []
        for record, there in found:
            before = set(self.tr.seen)
            judged, amount = where(record), item(record)
            self._only_where(there, before)
            counts = s.all([there, judged.yes])
            known = s.any([s.opposite(there), judged.no, s.all([judged.yes, amount.known])])
            made.append((counts, known, amount, record))
        return made

    def statistic(self, fn: str, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return the least, greatest or average over the few that are so."""
        s = self.tr.space
        found = self._items(over, where, item)
        if found is None:
            return Term(s.number(0), s.no)
        known = s.all([*(k for _, k, _, _ in found), s.any(c for c, _, _, _ in found)])
        if fn == "average":
            return Term(self._average(found), known)
        value = found[0][2].value
        at = found[0][0]
        for counts, _, x, _ in found[1:]:
            better = x.value < value if fn == "least" else x.value > value
            value = s.choose(s.all([counts, s.any([s.opposite(at), better])]), x.value, value)
            at = s.any([at, counts])
        return Term(value, known)

    def _average(self, found: list[_Item]) -> Any:
        s = self.tr.space
        total = s.z3.Sum([s.choose(c, x.value, s.number(0)) for c, _, x, _ in found])
        count = s.z3.Sum([s.choose(c, s.number(1), s.number(0)) for c, _, _, _ in found])
        value = total
        for n in range(2, len(found) + 1):
            value = s.choose(count == n, total * s.number(Fraction(1, n)), value)
        return value

    def pick(self, fn: str, over: Domain, where: Body, rank: Item, scope: Scope) -> Term:
        """Return the only one that is so, or the one whose day is before or after that of all others."""
        s = self.tr.space
        found = self._items(over, where, rank if fn != "the" else (lambda r: Term(r.value, s.yes)))
        if found is None:
            return Term(s.whole(0), s.no)
        picked = []
        for i, (counts, _, day, _) in enumerate(found):
            apart = [
                s.any([s.opposite(c), s.no if fn == "the" else self._before(fn, x, day)])
                for j, (c, _, x, _) in enumerate(found)
                if j != i
            ]
            picked.append(s.all([counts, *apart]))
        records = [r for _, _, _, r in found]
        value = records[-1].value
        for record, here in zip(records[:-1], picked[:-1], strict=True):
            value = s.choose(here, record.value, value)
        known = s.all([*(k for _, k, _, _ in found), s.any(picked)])
        return Term(value, known, label=f"{fn} {over.kind.replace('_', ' ')}")

    def _before(self, fn: str, one: Term, other: Term) -> Any:
        return one.value < other.value if fn == "latest" else one.value > other.value


def _part(per: str, p: Period, convention: str) -> Fraction | None:
    if per != "year":
        return period_fraction(p, per, "")
    after = p.end + timedelta(days=1)
    if (after.month, after.day) == (p.start.month, p.start.day):
        return Fraction(after.year - p.start.year)
    return year_fraction(p, convention) if convention else None
