"""What a translated expression is: a value with when it is known, or a truth with its two sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from checker.proof.terms import Terms
from checker.typed.types import Type
from checker.values.periods import Period, Series


@dataclass(frozen=True, slots=True)
class Term:
    """A value, and the condition under which it is known. A period has a first day and a last one.

    ``label`` is how a case names it. ``swaps`` puts one field of a record in the place of another.
    """

    value: Any
    known: Any
    end: Any = None
    label: str = ""
    swaps: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Return what it is made of: one term, two for a period."""
        return (self.value,) if self.end is None else (self.value, self.end)


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: when it is known to hold, and when it is known not to."""

    yes: Any
    no: Any


Value = Term | Truth


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: on which side, with which variables, and by which day facts count.

    ``bound`` are the variables of the queries around it: what is said of them is said for each.
    """

    terms: Terms
    side: str
    variables: Mapping[str, Value]
    as_of: Any = None
    bound: tuple[Any, ...] = ()
    amendment: Term | None = None
    """The amendment that the clause runs over, where it does."""

    def bind(self, name: str, value: Value, *, bound: bool = False) -> Scope:
        """Return the scope with one more variable."""
        more = value.parts if bound and isinstance(value, Term) else ()
        return replace(self, variables={**self.variables, name: value}, bound=(*self.bound, *more))

    def inside(self, variables: Mapping[str, Value]) -> Scope:
        """Return the scope within a definition, which knows nothing but what it is given."""
        known = any(v is self.amendment for v in variables.values())
        return replace(self, variables=variables, amendment=self.amendment if known else None)


@dataclass(frozen=True, slots=True)
class Domain:
    """What a query runs over: ``group`` is the same for what runs over the same things.

    ``within`` says which of the values it may be (a day within a period); None where all are.
    """

    group: tuple[Any, ...]
    type: Type
    kind: str
    label: str
    within: Callable[[Term], Truth] | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Something a case may show: what it is called, its type, its value, and when it is there."""

    label: str
    type: Type
    value: Value
    there: Any


Body = Callable[[Term], Truth]
Item = Callable[[Term], Term]


class Worlds(Protocol):
    """The cases that are looked at: all of them, or small ones that are counted out."""

    exact: bool
    asked_of: list[Any]
    """The queries that were translated, in order, each as often as it was asked."""

    def opaque(self, name: str, type_: Type, arguments: tuple[Value, ...], scope: Scope) -> Value:
        """Return what is not translated."""

    def exists(self, over: Domain, where: Body, scope: Scope) -> Truth:
        """Return whether something of a kind is so."""

    def total(self, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return the sum of an item for all that is so."""

    def statistic(self, fn: str, over: Domain, where: Body, item: Item, scope: Scope) -> Term:
        """Return the least, greatest or average of an item for all that is so."""

    def placed(self, value: Term, type_: Type, series: str) -> None:
        """Take note of a day or period of a record: a small world has only some."""

    def one_of(self, value: Term, series: Series | None) -> None:
        """Let a period be one of those of a series that a case is about."""

    def instance(self, kind: str, label: str) -> Term:
        """Return a record that a clause is about."""

    def days(self) -> tuple[date, ...]:
        """Return the days from which a case counts months and business days."""

    def periods(self, series: Series | None) -> tuple[Period, ...]:
        """Return the periods of a series that a case is about."""

    def part(self, per: str, taken: Term, scope: Scope) -> Term:
        """Return which part of a year, quarter or month a period of a case is."""

    def in_force(self, instrument: str) -> Any:
        """Return whether an instrument is in force in a case."""

    def pick(self, fn: str, over: Domain, where: Body, rank: Item, scope: Scope) -> Term:
        """Return the one that is so, or the latest or earliest of them."""
