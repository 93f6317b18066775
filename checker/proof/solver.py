"""The only door to z3: terms are made, questions put and models read here.

It is imported when the first question is put, so that nothing pays for it that proves nothing. Effort is
counted in z3's own steps, never in seconds: the same question has the same answer on every machine, and
what is not answered within them is `unknown`, which is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Literal

Answer = Literal["yes", "no", "unknown"]

STEPS = 400_000
"""How much effort one question is worth."""
STEPS_FOR_A_WISH = 40_000
"""How much effort it is worth to have a case read better."""

FIRST_WORD = 10_000_000
"""Numbers from here on stand for words: none is named by a case that leaves a name open."""


class Space:
    """Where terms are made: numbers exact, words as whole numbers.

    The questions of one comparison share a ``context``, and no others do: what is asked in a process before
    changes no answer.
    """

    def __init__(self, context: Any = None) -> None:
        import z3

        self.z3: Any = z3
        self.context: Any = z3.Context() if context is None else context
        self.yes: Any = z3.BoolVal(True, self.context)
        self.no: Any = z3.BoolVal(False, self.context)
        self._yes_id, self._no_id = self.yes.get_id(), self.no.get_id()
        self.words: dict[str, int] = {}
        self._sorts: dict[str, Any] = {
            "number": z3.RealSort(self.context),
            "whole": z3.IntSort(self.context),
            "truth": z3.BoolSort(self.context),
        }

    # --- terms ---------------------------------------------------------------------------

    def number(self, value: Fraction | int) -> Any:
        """Return an exact number."""
        exact = Fraction(value)
        return self.z3.RealVal(f"{exact.numerator}/{exact.denominator}", self.context)

    def whole(self, value: int) -> Any:
        """Return a whole number: a day by its number, or what stands for a word."""
        return self.z3.IntVal(value, self.context)

    def word(self, text: str) -> Any:
        """Return what stands for a text, name or record key; each has its own."""
        return self.whole(self.words.setdefault(text, FIRST_WORD + len(self.words)))

    def text_of(self, number: int) -> str | None:
        """Return the text that a number stands for, None for one that nothing here names."""
        return next((text for text, n in self.words.items() if n == number), None)

    def symbol(self, name: str, sort: str, arguments: Sequence[Any] = ()) -> Any:
        """Return what may have any value: a constant, or a function of the arguments."""
        if not arguments:
            return self.z3.Const(name, self._sorts[sort])
        taken = [a.sort() for a in arguments]
        return self.z3.Function(name, *taken, self._sorts[sort])(*arguments)

    def real(self, whole: Any) -> Any:
        """Return a whole number as a number."""
        return self.z3.ToReal(whole)

    def floor(self, number: Any) -> Any:
        """Return the greatest whole number that is not above a number."""
        return self.z3.ToInt(number)

    # --- truths --------------------------------------------------------------------------

    def all(self, parts: Iterable[Any]) -> Any:
        """Return that all of the parts hold."""
        return self._joined(parts, self.yes, self.no, self.z3.And)

    def any(self, parts: Iterable[Any]) -> Any:
        """Return that one of the parts holds."""
        return self._joined(parts, self.no, self.yes, self.z3.Or)

    @staticmethod
    def _joined(parts: Iterable[Any], nothing: Any, everything: Any, join: Any) -> Any:
        kept: dict[int, Any] = {p.get_id(): p for p in parts}
        if everything.get_id() in kept:
            return everything
        kept.pop(nothing.get_id(), None)
        found = list(kept.values())
        if len(found) < 2:
            return found[0] if found else nothing
        return join(*found)

    def opposite(self, part: Any) -> Any:
        """Return that a part does not hold."""
        if self.is_yes(part):
            return self.no
        if self.is_no(part):
            return self.yes
        return part.arg(0) if self.z3.is_not(part) else self.z3.Not(part)

    def implies(self, one: Any, other: Any) -> Any:
        """Return that the other holds where the one does."""
        return self.any([self.opposite(one), other])

    def choose(self, test: Any, then: Any, otherwise: Any) -> Any:
        """Return one of two by a condition."""
        if self.is_yes(test) or then.eq(otherwise):
            return then
        return otherwise if self.is_no(test) else self.z3.If(test, then, otherwise)

    def is_yes(self, part: Any) -> bool:
        """Tell whether a truth is the constant yes."""
        return bool(part.get_id() == self._yes_id)

    def is_no(self, part: Any) -> bool:
        """Tell whether a truth is the constant no."""
        return bool(part.get_id() == self._no_id)

    def inside(self, parts: Iterable[Any]) -> set[int]:
        """Return the numbers of all terms that some are made of."""
        found: set[int] = set()
        todo = list(parts)
        while todo:
            term = todo.pop()
            if term.get_id() not in found:
                found.add(term.get_id())
                todo += term.children()
        return found

    # --- questions -----------------------------------------------------------------------

    def always(self, axioms: Iterable[Any], goal: Any) -> Answer:
        """Return whether a goal holds in every case that the axioms leave."""
        if self.is_yes(goal):
            return "yes"
        found = self._solver([*axioms, self.opposite(goal)]).check()
        return {"unsat": "yes", "sat": "no"}.get(str(found), "unknown")  # type: ignore[return-value]

    def case(self, wanted: Sequence[Any], preferred: Sequence[Any] = ()) -> Case | None:
        """Return a case in which all that is wanted holds, and as much as may be of what is preferred.

        Preferences are tried one by one, in their order. None where no case is found.
        """
        solver = self._solver(wanted)
        if str(solver.check()) != "sat":
            return None
        model = solver.model()
        solver.set("rlimit", STEPS_FOR_A_WISH)
        for wish in preferred:
            if self.z3.is_true(model.eval(wish, model_completion=True)):
                solver.add(wish)
                continue
            solver.push()
            solver.add(wish)
            if str(solver.check()) == "sat":
                model = solver.model()
            else:
                solver.pop()
        return Case(self, model)

    def _solver(self, wanted: Iterable[Any]) -> Any:
        solver = self.z3.Solver(ctx=self.context)
        solver.set("rlimit", STEPS)
        solver.set("random_seed", 0)
        solver.add(*wanted)
        return solver


class Case:
    """One case that was found: what each term is in it."""

    def __init__(self, space: Space, model: Any) -> None:
        self.space = space
        self.model = model

    def truth(self, term: Any) -> bool:
        """Return whether a truth holds in this case."""
        return bool(self.space.z3.is_true(self.model.eval(term, model_completion=True)))

    def whole(self, term: Any) -> int:
        """Return a whole number as it is in this case."""
        return int(self.model.eval(term, model_completion=True).as_long())

    def number(self, term: Any) -> Fraction | None:
        """Return a number as it is in this case, None where it is no fraction."""
        value = self.model.eval(term, model_completion=True)
        if not self.space.z3.is_rational_value(value):
            return None
        return Fraction(value.numerator_as_long(), value.denominator_as_long())


