"""Typed expressions as z3 terms, for one of two purposes that must not be mixed up.

**For all cases** (`worlds.AllWorlds`). What cannot be translated exactly (a query over any number of facts, a
part of a year, a day some months off) becomes a symbol that may have any value but for what is proved of
it: two that are made alike are one symbol, and a query is bounded by another where the one's condition is
proved to imply the other's. There are then more cases than there can be, so what holds in all of them
holds. A case found this way proves nothing: it may rest on such a symbol being free.

**For a case** (`small.SmallWorlds`). Cases are small worlds: a few records of each kind, with any
fields, over some months of one year. In them every query is counted out, and what cannot be counted is
not known; a comparison with it is neither true nor false. There are then fewer cases than there can be, so
a case that is found is one that could be on file. That none is found proves nothing.

So a direction is claimed only of what holds in all cases, and ``both ways`` only with a case each way. What
is neither is undecided.

Missing facts: a case in which a clause's verdict is known has the same verdict whatever the facts not on
file are, so that these may have any value in the first kind of world; in the second they are not known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from checker.proof import amounts, queries, records, times, votes
from checker.proof.solver import Space
from checker.proof.terms import Sameness
from checker.proof.values import Scope, Seen, Term, Truth, Value, Worlds
from checker.typed import nodes as t
from checker.typed.types import Type


class Translator:
    """Translates the expressions of both sides into one space, over one choice of worlds."""

    def __init__(self, space: Space, sameness: Sameness, worlds: Callable[[Translator], Worlds]) -> None:
        self.space = space
        self.sameness = sameness
        self.axioms: list[Any] = []
        self.seen: dict[str, Seen] = {}
        self.moved: dict[tuple[int, str], dict[int, Term]] = {}
        self.shifts: dict[str, list[tuple[Any, Any]]] = {}
        self._meant: dict[tuple[Any, ...], tuple[Value, list[Any]]] = {}
        self.not_negative: set[int] = set()
        """The terms that are never below zero, by their numbers."""
        self.asks_who = False
        self.kept: list[Any] = []
        """Terms that are told apart by their numbers: these are given anew once a term is gone."""
        self.roundings: dict[tuple[str, Fraction], list[tuple[Any, Any]]] = {}
        self.worlds = worlds(self)

    def finished(self) -> None:
        """Note what holds in every case of the names in the clauses, once all is translated."""
        if self.asks_who:
            records.note_parties(self)

    # --- values --------------------------------------------------------------------------

    def value(self, e: t.Expr, scope: Scope) -> Value:
        """Return an expression's value, or its truth."""
        match e:
            case t.Const():
                return self._const(e)
            case t.Var():
                return scope.variables.get(e.name) or self.worlds.opaque(f"var {e.name}", e.type, (), scope)
            case t.Logic() | t.Negate() | t.Compare() | t.IsGiven() | t.InForce() | t.ApprovedBy():
                return self.truth(e, scope)
            case t.Get() | t.Cell() | t.Traced():
                return records.looked_up(self, e, scope)
            case t.Apply() | t.Reading() | t.Ask():
                return self._named(e, scope)
            case t.Choose():
                return self._choose(e, scope)
            case t.Arith() | t.Extreme() | t.Rounded():
                return amounts.amount(self, e, scope)
            case t.Query():
                return queries.query(self, e, scope)
            case _:
                return times.timed(self, e, scope)

    def term(self, e: t.Expr, scope: Scope) -> Term:
        """Return the value of an expression that is no condition."""
        value = self.value(e, scope)
        assert isinstance(value, Term), e
        return value

    def truth(self, e: t.Expr, scope: Scope) -> Truth:
        """Return whether a condition holds."""
        match e:
            case t.Logic():
                parts = [self.truth(p, scope) for p in e.parts]
                return self.all(parts) if e.op == "and" else self.any(parts)
            case t.Negate():
                return self.opposite(self.truth(e.operand, scope))
            case t.Compare():
                return self._compare(e, scope)
            case t.IsGiven():
                return records.given(self, e, scope)
            case t.InForce():
                return times.in_force(self, e, scope)
            case t.ApprovedBy():
                return votes.on_file(self, e.request, scope)
            case _:
                value = self.value(e, scope)
                assert isinstance(value, Truth), e
                return value

    # --- truths put together -------------------------------------------------------------

    def certain(self, yes: Any) -> Truth:
        """Return a truth that is known either way."""
        return Truth(yes, self.space.opposite(yes))

    def known(self, condition: Any, yes: Any) -> Truth:
        """Return a truth that is known under a condition."""
        s = self.space
        return Truth(s.all([condition, yes]), s.all([condition, s.opposite(yes)]))

    def all(self, parts: list[Truth]) -> Truth:
        """Return that all parts hold."""
        return Truth(self.space.all(p.yes for p in parts), self.space.any(p.no for p in parts))

    def any(self, parts: list[Truth]) -> Truth:
        """Return that one of the parts holds."""
        return Truth(self.space.any(p.yes for p in parts), self.space.all(p.no for p in parts))

    @staticmethod
    def opposite(part: Truth) -> Truth:
        """Return that a part does not hold."""
        return Truth(part.no, part.yes)

    # --- constants, names ----------------------------------------------------------------

    def constant(self, value: Fraction | date | str | bool) -> Value:
        """Return a constant."""
        s = self.space
        if isinstance(value, bool):
            return Truth(s.yes, s.no) if value else Truth(s.no, s.yes)
        if isinstance(value, date):
            return Term(s.whole(value.toordinal()), s.yes)
        if isinstance(value, Fraction):
            return Term(s.number(value), s.yes)
        return Term(s.word(str(value)), s.yes)

    def _const(self, e: t.Const) -> Value:
        return self.constant(e.value)

    def _named(self, e: t.Apply | t.Reading | t.Ask, scope: Scope) -> Value:
        match e:
            case t.Apply():
                return self._apply(e, scope)
            case t.Ask():
                asked = tuple(self.value(x, scope) for _, x in e.arguments)
                return records.answer(self, e, asked, scope)
            case t.Reading():
                return self._reading(e, scope)

    def _apply(self, e: t.Apply, scope: Scope) -> Value:
        definition = scope.terms.definitions.get(e.definition)
        given = tuple(self.value(a, scope) for a in e.arguments)
        if definition is None or definition.carry is not None:
            name = f"carried {e.definition}" + self.side_of(self.sameness.definition(e.definition), scope)
            return self.worlds.opaque(name, e.type, given, scope)
        inner: dict[str, Value] = {n: v for (n, _), v in zip(definition.params, given, strict=True)}
        if t.IN_FORCE in scope.variables:
            inner[t.IN_FORCE] = scope.variables[t.IN_FORCE]
        return self._applied(definition, inner, scope.inside(inner))

    def _applied(self, definition: t.Definition, given: Mapping[str, Value], scope: Scope) -> Value:
        """Return what a definition means: translated once for the same arguments, for both sides."""
        parts = [p for v in given.values() for p in _parts(v)]
        parts += [*scope.bound, *([] if scope.as_of is None else [scope.as_of])]
        swapped = tuple(v.label for v in given.values() if isinstance(v, Term) and v.swaps)
        side = self.side_of(self.sameness.exactly(definition.name), scope)
        key = (definition.name, side, swapped, *(p.get_id() for p in parts))
        if key not in self._meant:
            self.kept += parts
            start = len(self.worlds.asked_of)
            made = self.value(definition.expression, scope)
            self._meant[key] = made, self.worlds.asked_of[start:]
            return made
        made, asked = self._meant[key]
        for one in asked:
            one.sides.add(scope.side)
        self.worlds.asked_of += asked
        return made

    @staticmethod
    def side_of(same: bool, scope: Scope) -> str:
        """Return what tells the sides apart, in the name of what differs between them."""
        return "" if same else f", {scope.side}"

    def _reading(self, e: t.Reading, scope: Scope) -> Value:
        """Return the reading of an assumption: which one holds is the same for both sides."""
        assumption = scope.terms.assumptions.get(e.assumption)
        if assumption is None or e.type.kind in ("series", "error"):
            return self.worlds.opaque(f"reading of {e.assumption}", e.type, (), scope)
        values = [self.value(x, scope) for _, x in assumption.readings]
        made = values[-1]
        choice = self.space.symbol(f"reading of {e.assumption}", "whole")
        for i, value in reversed(list(enumerate(values[:-1]))):
            made = self.either(self.certain(choice == self.space.whole(i)), value, made)
        return made

    # --- conditions ----------------------------------------------------------------------

    def either(self, test: Truth, then: Value, otherwise: Value) -> Value:
        """Return one of two by a condition."""
        s = self.space
        if isinstance(then, Truth) or isinstance(otherwise, Truth):
            assert isinstance(then, Truth) and isinstance(otherwise, Truth)
            return Truth(
                s.any([s.all([test.yes, then.yes]), s.all([test.no, otherwise.yes])]),
                s.any([s.all([test.yes, then.no]), s.all([test.no, otherwise.no])]),
            )
        known = s.any([s.all([test.yes, then.known]), s.all([test.no, otherwise.known])])
        end = None
        if then.end is not None and otherwise.end is not None:
            end = s.choose(test.yes, then.end, otherwise.end)
        return Term(s.choose(test.yes, then.value, otherwise.value), known, end)

    def _choose(self, e: t.Choose, scope: Scope) -> Value:
        test = self.truth(e.condition, scope)
        return self.either(test, self.value(e.then, scope), self.value(e.otherwise, scope))

    def _compare(self, e: t.Compare, scope: Scope) -> Truth:
        left, right = self.value(e.left, scope), self.value(e.right, scope)
        if isinstance(left, Truth) or isinstance(right, Truth):
            assert isinstance(left, Truth) and isinstance(right, Truth)
            same = Truth(
                self.space.any(
                    [self.space.all([left.yes, right.yes]), self.space.all([left.no, right.no])]
                ),
                self.space.any(
                    [self.space.all([left.yes, right.no]), self.space.all([left.no, right.yes])]
                ),
            )
            return same if e.op == "=" else self.opposite(same)
        if "party" in (e.left.type.kind, e.right.type.kind):
            left, right = (records.party(self, x, scope) for x in (left, right))
        return self.compared(e.op, left, right)

    def compared(self, op: str, left: Term, right: Term) -> Truth:
        """Return how two values compare; periods by their first days, and as equal by both."""
        s = self.space
        known = s.all([left.known, right.known])
        a, b = left.value, right.value
        match op:
            case "=" | "!=":
                pairs = list(zip(left.parts, right.parts, strict=False))
                same = self.known(known, s.all([x == y for x, y in pairs]))
                return same if op == "=" else self.opposite(same)
            case "in":
                last = a if left.end is None else left.end
                return self.known(known, s.all([right.value <= a, last <= right.end]))
            case "<=":
                return self.known(known, a <= b)
            case ">=":
                return self.known(known, a >= b)
            case "<":
                return self.known(known, a < b)
            case _:
                return self.known(known, a > b)

    def calendar(self, scope: Scope) -> str:
        """Return what tells business days apart where the sides read them differently."""
        return self.side_of(self.sameness.assumption("business_day_calendar"), scope)

    # --- what a case shows ---------------------------------------------------------------

    def show(self, label: str, type_: Type, value: Value, there: Any = None) -> None:
        """Note something that a case can name."""
        if label and label not in self.seen:
            self.seen[label] = Seen(label, type_, value, self.space.yes if there is None else there)

    def assume(self, *facts: Any) -> None:
        """Add what holds in every case."""
        self.axioms += [f for f in facts if not self.space.is_yes(f)]


def _parts(value: Value) -> tuple[Any, ...]:
    return (*value.parts, value.known) if isinstance(value, Term) else (value.yes, value.no)
