"""All the cases there can be: what is not counted out is bounded by what is proved of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from checker.proof.records import sort_of
from checker.proof.values import Domain, Scope, Term, Truth, Value
from checker.typed.types import Type
from checker.values.periods import Period, Series

if TYPE_CHECKING:
    from checker.proof.translate import Translator

Body = Callable[[Term], Truth]
Item = Callable[[Term], Term]

DEEP = 2
"""So deep within other queries nothing more is noted of what a query picks."""


@dataclass(slots=True)
class _Asked:
    """A query: for which of the things it runs over it counts what, and the symbol of what it gives.

    ``where`` and ``item`` are about one thing, any. ``sides`` are those that ask it.
    """

    fn: str
    group: tuple[Any, ...]
    where: Any
    item: Any
    symbol: Any
    not_negative: bool = False
    sides: set[str] = field(default_factory=set)


class AllWorlds:
    """Every case: symbols with any value but for what is proved of them."""

    exact = False

    def __init__(self, tr: Translator) -> None:
        self.tr = tr
        self.asked: list[_Asked] = []
        self.asked_of: list[_Asked] = []
        self._known: dict[Any, _Asked] = {}
        self._compared: set[tuple[int, int]] = set()

    # --- what is not translated ----------------------------------------------------------

    def opaque(self, name: str, type_: Type, arguments: tuple[Value, ...], scope: Scope) -> Value:
        """Return a symbol, the same for the same arguments."""
        s = self.tr.space
        parts = [p for a in arguments for p in (a.parts if isinstance(a, Term) else (a.yes,))]
        if name.startswith(("var ", "series", "reading ")):
            parts = [*parts, *scope.bound]
        if type_.kind == "yes_no":
            return self.tr.certain(s.symbol(name, "truth", parts))
        value = s.symbol(name, sort_of(type_), parts)
        if type_.kind == "one_of":
            self.tr.assume(s.any(value == s.word(m) for m in type_.members))
        if type_.kind != "period":
            return Term(value, s.yes)
        end = s.symbol(f"end of {name}", "whole", parts)
        self.tr.assume(value <= end)
        return Term(value, s.yes, end)

    def placed(self, value: Term, type_: Type, series: str) -> None:
        """Leave a day or period where it is: anywhere."""

    def one_of(self, value: Term, series: Series | None) -> None:
        """Leave a period as it is."""

    def instance(self, kind: str, label: str) -> Term:
        """Return any record of a kind."""
        return Term(self.tr.space.symbol(f"the {label}", "whole"), self.tr.space.yes, label=label)

    def days(self) -> tuple[date, ...]:
        """Return no days: none is as good as another."""
        return ()

    def periods(self, series: Series | None) -> tuple[Period, ...]:
        """Return no periods."""
        return ()

    def part(self, per: str, taken: Term, scope: Scope) -> Term:
        """Return nothing known: parts of a year are counted in a case alone."""
        return Term(self.tr.space.number(0), self.tr.space.no)

    def in_force(self, instrument: str) -> Any:
        """Return nothing known."""
        return self.tr.space.no

    # --- queries -------------------------------------------------------------------------

    def exists(self, over: Domain, where: Body, scope: Scope) -> Truth:
        """Return a symbol for whether something is so."""
        return self.tr.certain(self._exists(over, where, scope))

    def _exists(self, over: Domain, where: Body, scope: Scope) -> Any:
        element = self._element(over, scope)
        condition = self._condition(over, where, element)
        if self.tr.space.is_no(condition):
            return condition
        return self._ask("any", over, condition, None, "truth", scope).symbol

    def total(self, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return a symbol for a sum: not negative where no item is, and nothing where there is none."""
        s = self.tr.space
        element = self._element(over, scope)
        condition = self._condition(over, where, element)
        amount = item(element).value
        found = self._ask("any", over, condition, None, "truth", scope).symbol
        asked = self._ask("sum", over, condition, amount, "number", scope)
        if len(asked.sides) == 1:
            zero = s.number(0)
            self.tr.assume(s.implies(s.opposite(found), asked.symbol == zero))
            if s.z3.is_rational_value(amount):
                self.tr.assume(s.z3.IsInt(asked.symbol), s.implies(found, asked.symbol >= 1))
            if self._never_below(condition, amount):
                self.tr.assume(asked.symbol >= zero)
                self.tr.not_negative.add(asked.symbol.get_id())
        return Term(asked.symbol, s.yes)

    def statistic(self, fn: str, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return a symbol for the least, greatest or average: within the bounds of what it is taken of."""
        s = self.tr.space
        element = self._element(over, scope)
        condition = self._condition(over, where, element)
        amount = item(element)
        sort = "number" if s.z3.is_real(amount.value) else "whole"
        asked = self._ask(fn, over, condition, amount.value, sort, scope)
        if sort == "number" and self._never_below(condition, amount.value):
            # where there is nothing to take it of it is not known, and may as well be this
            self.tr.assume(asked.symbol >= s.number(0))
            self.tr.not_negative.add(asked.symbol.get_id())
            asked.not_negative = True
        return Term(asked.symbol, s.yes)

    def pick(self, fn: str, over: Domain, where: Body, rank: Item, scope: Scope) -> Term:
        """Return a symbol for the one that is picked: it is so of that one, if it is of any."""
        s = self.tr.space
        element = self._element(over, scope)
        condition = self._condition(over, where, element)
        found = self._exists(over, where, scope)
        asked = self._ask(fn, over, condition, None, sort_of(over.type), scope)
        picked = Term(asked.symbol, s.yes)
        if over.type.kind == "period":
            end = s.symbol(f"end of {asked.symbol}", "whole", scope.bound)
            self.tr.assume(asked.symbol <= end)
            picked = Term(asked.symbol, s.yes, end)
        if len(scope.bound) < DEEP:
            self.tr.assume(s.implies(found, self._condition(over, where, picked)))
        return picked

    def _never_below(self, condition: Any, amount: Any) -> bool:
        """Tell whether an amount is never below zero: by how it is made, or by proof."""
        if self._made_of_amounts(amount):
            return True
        return self._always(self.tr.space.implies(condition, amount >= self.tr.space.number(0)))

    def _made_of_amounts(self, amount: Any) -> bool:
        z3 = self.tr.space.z3
        if z3.is_rational_value(amount):
            return bool(amount.numerator_as_long() >= 0)
        if amount.get_id() in self.tr.not_negative:
            return True
        if z3.is_app_of(amount, z3.Z3_OP_ITE):
            return all(map(self._made_of_amounts, amount.children()[1:]))
        made = any(z3.is_app_of(amount, op) for op in (z3.Z3_OP_ADD, z3.Z3_OP_MUL, z3.Z3_OP_DIV))
        return made and all(map(self._made_of_amounts, amount.children()))

    def _element(self, over: Domain, scope: Scope) -> Term:
        """Return any one of the things that a query runs over."""
        s = self.tr.space
        name = f"some {over.type.kind} {over.kind} {len(scope.bound)}"
        value = s.symbol(name, sort_of(over.type))
        if over.type.kind != "period":
            return Term(value, s.yes)
        end = s.symbol(f"end of {name}", "whole")
        self.tr.assume(value <= end)
        return Term(value, s.yes, end)

    def _condition(self, over: Domain, where: Body, element: Term) -> Any:
        within = [over.within(element).yes] if over.within is not None else []
        return self.tr.space.all([*within, where(element).yes])

    def _ask(
        self, fn: str, over: Domain, where: Any, item: Any, sort: str, scope: Scope
    ) -> _Asked:
        group = tuple(x.get_id() if hasattr(x, "get_id") else x for x in over.group)
        key = (fn, group, where.get_id(), None if item is None else item.get_id(), len(scope.bound))
        made = self._known.get(key)
        if made is None:
            s = self.tr.space
            symbol = s.symbol(f"{fn} {len(self.asked)}", sort, scope.bound)
            made = _Asked(fn, group, where, item, symbol)
            self.tr.kept += [where, item, *over.group]
            self.asked.append(made)
            self._known[key] = made
        made.sides.add(scope.side)
        self.asked_of.append(made)
        return made

    # --- what is proved of queries by one another ------------------------------------------

    def compare(self) -> None:
        """Prove what can be proved of the queries of one side by those of the other."""
        for i, one in enumerate(self.asked):
            for j, other in enumerate(self.asked[:i]):
                if (i, j) in self._compared or not self._comparable(one, other):
                    continue
                self._compared.add((i, j))
                self._relate(one, other)
        self._cover()

    @staticmethod
    def _comparable(one: _Asked, other: _Asked) -> bool:
        same = one.fn == other.fn and one.group == other.group
        return same and len(one.sides | other.sides) > 1 and not (len(one.sides) > 1 and len(other.sides) > 1)

    def _relate(self, one: _Asked, other: _Asked) -> None:
        s = self.tr.space
        match one.fn:
            case "any":
                for a, b in ((one, other), (other, one)):
                    if self._always(s.implies(a.where, b.where)):
                        self.tr.assume(s.implies(a.symbol, b.symbol))
            case "sum":
                zero = s.number(0)
                first, second = (s.choose(x.where, x.item, zero) for x in (one, other))
                if self._always(first <= second):
                    self.tr.assume(one.symbol <= other.symbol)
                if self._always(second <= first):
                    self.tr.assume(other.symbol <= one.symbol)
            case "least" | "greatest" | "average":
                self._relate_statistics(one, other)
            case _:
                if self._always(one.where == other.where):
                    self.tr.assume(one.symbol == other.symbol)

    def _relate_statistics(self, one: _Asked, other: _Asked) -> None:
        """A greatest of more is no less, a least of more no greater; an average needs the same things.

        Of nothing there is none of them, and it may as well be less or more than all others.
        """
        s = self.tr.space
        for a, b in ((one, other), (other, one)):
            wider, narrower = (b, a) if a.fn == "greatest" else (a, b)
            if not self._always(s.implies(narrower.where, wider.where)):
                continue
            if a.fn == "average" and not self._always(s.implies(wider.where, narrower.where)):
                continue
            if a.fn == "greatest" and a.not_negative != b.not_negative:
                continue
            if self._always(s.implies(narrower.where, a.item <= b.item)):
                self.tr.assume(a.symbol <= b.symbol)

    def _cover(self) -> None:
        """Where something is so, one of several others is, if its condition says so."""
        s = self.tr.space
        for one in self.asked:
            others = [
                x
                for x in self.asked
                if x is not one and x.fn == one.fn == "any" and x.group == one.group and x.sides - one.sides
            ]
            if len(others) < 2:
                continue
            if self._always(s.implies(one.where, s.any(x.where for x in others))):
                self.tr.assume(s.implies(one.symbol, s.any(x.symbol for x in others)))

    def _always(self, goal: Any) -> bool:
        return self.tr.space.always(self.tr.axioms, goal) == "yes"


