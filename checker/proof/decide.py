"""Two conditions or amounts put in order for all cases, with a case where they part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from checker.findings.model import Step
from checker.proof.guard import guarded
from checker.proof.records import who
from checker.proof.small import SmallWorlds
from checker.proof.solver import Case, Space
from checker.proof.terms import Sameness
from checker.proof.translate import Translator
from checker.proof.values import Seen, Term, Truth, Value
from checker.proof.words import value_words
from checker.proof.worlds import AllWorlds
from checker.typed.types import Type
from checker.values.periods import MONTH, QUARTER, YEAR

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()

Way = Literal["same", "more", "less", "both", "undecided"]
"""How the new stands to the old: ``more`` is as much in all cases and more in some, or wider."""

MOST_SHOWN = 10
MOST_WISHES = 24
NEAR = date(2020, 12, 1)
"""Days from here on are shown where any will do."""


@dataclass(frozen=True, slots=True)
class Order:
    """How the new stands to the old, and the steps of a case in which they part."""

    way: Way
    case: tuple[Step, ...] = ()
    vacuous: bool = False
    """Whether they are the same because what is supposed of a case is never so."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The old and the new, translated; ``given`` is what is supposed of a case.

    ``type`` is that of two amounts or days, by which a case shows them; None for conditions.
    """

    old: Value
    new: Value
    given: tuple[Truth, ...] = ()
    type: Type | None = None


Make = Callable[[Translator], Pair]


def order(sameness: Sameness, make: Make, *, with_case: bool = True) -> Order:
    """Return how the new stands to the old, decided for all cases or by a case each way.

    ``with_case`` looks for a case too where the answer needs none.
    """
    more, less, vacuous = guarded(lambda: _for_all(sameness, make), (False, False, False))
    if more and less:
        return Order("same", vacuous=vacuous)
    if more != less:
        case = _cases(sameness, make, (more,))[0] if with_case else None
        return Order("more" if more else "less", case or ())
    up, down = _cases(sameness, make, (True, False))
    if up is not None and down is not None:
        return Order("both", up)
    return Order("undecided", up or ())


def _cases(sameness: Sameness, make: Make, ways: tuple[bool, ...]) -> list[tuple[Step, ...] | None]:
    """Return a case for each way, of more or of less; none is looked for after one that was not found."""
    found: list[tuple[Step, ...] | None] = []

    def look() -> None:
        finder = _Finder(sameness, make)
        for more in ways:
            found.append(finder.case(more=more) if None not in found else None)

    guarded(look, None)
    return [*found, *(None for _ in ways[len(found) :])]


def _for_all(sameness: Sameness, make: Make) -> tuple[bool, bool, bool]:
    """Return whether new is as much as old in all cases, whether old is as new, and if there is no case."""
    space = _space(sameness)
    worlds: list[AllWorlds] = []

    def all_worlds(tr: Translator) -> AllWorlds:
        worlds.append(AllWorlds(tr))
        return worlds[0]

    tr = Translator(space, sameness, all_worlds)
    sameness.alive.append(tr)
    pair = make(tr)
    tr.finished()
    worlds[0].compare()
    axioms = [*tr.axioms, *(g.yes for g in pair.given)]
    up, down = _not_less(space, pair.old, pair.new), _not_less(space, pair.new, pair.old)
    more, less = space.always(axioms, up) == "yes", space.always(axioms, down) == "yes"
    return more, less, more and less and bool(pair.given) and space.always(axioms, space.no) == "yes"


def _space(sameness: Sameness) -> Space:
    space = Space(sameness.context)
    sameness.context = space.context
    return space


def _not_less(space: Space, one: Value, other: Value) -> Any:
    if isinstance(one, Truth) and isinstance(other, Truth):
        return space.implies(one.yes, other.yes)
    assert isinstance(one, Term) and isinstance(other, Term)
    return one.value <= other.value


# --- cases -----------------------------------------------------------------------------------


class _Finder:
    """Looks for cases in small worlds, translated when the first is looked for."""

    def __init__(self, sameness: Sameness, make: Make) -> None:
        self.space = _space(sameness)
        self.worlds: list[SmallWorlds] = []

        def small(tr: Translator) -> SmallWorlds:
            self.worlds.append(SmallWorlds(tr))
            return self.worlds[0]

        self.tr = Translator(self.space, sameness, small)
        sameness.alive.append(self.tr)
        self.pair = make(self.tr)
        self.tr.finished()
        self._turns_on: set[int] | None = None

    def case(self, *, more: bool) -> tuple[Step, ...] | None:
        """Return the steps of a case in which the new is more than the old, or less; None if none is."""
        old, new = self.pair.old, self.pair.new
        one, other = (old, new) if more else (new, old)
        wanted = [*self.tr.axioms, *(g.yes for g in self.pair.given), self._less(one, other)]
        found = self.space.case(wanted, self._wishes())
        return None if found is None else tuple(self._steps(found))

    def _less(self, one: Value, other: Value) -> Any:
        if isinstance(one, Truth) and isinstance(other, Truth):
            return self.space.all([one.no, other.yes])
        assert isinstance(one, Term) and isinstance(other, Term)
        return self.space.all([one.known, other.known, one.value < other.value])

    def _wishes(self) -> list[Any]:
        """Return what makes a case easy to read: few records, few members, round figures."""
        s = self.space
        first, round_ = [], []
        for seen in self._relevant():
            assert isinstance(seen.value, (Term, Truth))
            value = seen.value.value if isinstance(seen.value, Term) else None
            if value is not None and seen.type.kind == "date":
                first.append(value >= NEAR.toordinal())
            if value is None or not s.z3.is_real(value):
                continue
            if seen.label.endswith(".outstanding"):
                first.append(value == 1000)
            elif seen.label.endswith(".in_office"):
                first.append(value <= 12)
            elif seen.label.endswith((".present", ".for")):
                round_.append(s.z3.IsInt(value * s.number(Fraction(1, 10))))
            if seen.type.kind == "money":
                round_.append(s.z3.IsInt(value * s.number(Fraction(1, 100))))
            round_.append(s.z3.IsInt(value))
        return [*self.worlds[0].absent, *first, *round_][:MOST_WISHES]

    def _relevant(self) -> list[Seen]:
        """Return what a case can show that the question turns on."""
        if self._turns_on is None:
            pair = self.pair
            parts = [
                x
                for v in (pair.old, pair.new, *pair.given)
                for x in ((v.yes, v.no) if isinstance(v, Truth) else (*v.parts, v.known))
            ]
            self._turns_on = self.space.inside(parts)
        return [x for x in self.tr.seen.values() if self._numbers(x.value) & self._turns_on]

    @staticmethod
    def _numbers(value: Value) -> set[int]:
        parts = (value.yes, value.no) if isinstance(value, Truth) else value.parts
        return {p.get_id() for p in parts}

    def _steps(self, case: Case) -> list[Step]:
        there = [x for x in self._relevant() if case.truth(x.there) and self._known(case, x.value)]
        shown = [(x.label, self._value(case, x)) for x in there]
        named = [x for x in shown if _telling(*x)]
        named += [(kind, "none on file") for kind in self._none_of(case)]
        steps = [Step(depth=0, text=label, value=value) for label, value in named[:MOST_SHOWN]]
        if self.pair.type is not None:
            for label, value in (("before", self.pair.old), ("after", self.pair.new)):
                seen = Seen(label, self.pair.type, value, self.space.yes)
                steps.append(Step(depth=0, text=label, value=self._value(case, seen)))
        return steps

    def _none_of(self, case: Case) -> list[str]:
        """Return the kinds of record that the question turns on and that a case has none of."""
        assert self._turns_on is not None
        found = []
        for kind, records in self.worlds[0].slots.items():
            turns = any(there.get_id() in self._turns_on for _, there in records)
            if turns and not any(case.truth(there) for _, there in records):
                found.append(kind.replace("_", " "))
        return found

    @staticmethod
    def _known(case: Case, value: Value) -> bool:
        if isinstance(value, Truth):
            return case.truth(value.yes) or case.truth(value.no)
        return case.truth(value.known)

    def _value(self, case: Case, seen: Seen) -> str:
        value = seen.value
        if isinstance(value, Truth):
            return "yes" if case.truth(value.yes) else "no"
        kind = seen.type.kind
        if kind in ("money", "number", "duration"):
            number = case.number(value.value)
            return "a number" if number is None else value_words(number, seen.type)
        whole = case.whole(value.value)
        if kind == "date":
            return _day(whole)
        if value.end is not None:
            return _period(whole, case.whole(value.end))
        if kind == "text" and self.tr.asks_who:
            whole = case.whole(who(self.tr, value.value))
        return self._word(whole)

    def _word(self, whole: int) -> str:
        text = self.space.text_of(whole)
        if text is not None:
            return text
        slots = [r for records in self.worlds[0].slots.values() for r, _ in records]
        found = next((r.label for r in slots if str(r.value) == str(whole)), "")
        return found or "another"


def _telling(label: str, value: str) -> bool:
    """Tell whether a line of a case says something: which key a record has does not, nor just any fund."""
    if label.endswith((".concerning", ".name", ".id")):
        return False
    return value != "another" or ("." in label and not label.endswith(".fund"))


def _day(whole: int) -> str:
    """Return a day of a case; what turns on no day may have one that is in no calendar."""
    return date.fromordinal(whole).isoformat() if _FIRST <= whole <= _LAST else "any day"


def _period(first: int, last: int) -> str:
    if not _FIRST <= first <= last <= _LAST:
        return "any period"
    start, end = date.fromordinal(first), date.fromordinal(last)
    for series in (MONTH, QUARTER, YEAR):
        found = series.containing(start)
        if (found.start, found.end) == (start, end):
            return found.label
    return f"{start.isoformat()} to {end.isoformat()}"
