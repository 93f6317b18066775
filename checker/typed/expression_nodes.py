"""Typed expressions and approvals: every name resolved, with type and unit.

The intermediate form reuses them as they are; only clauses are lowered further.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from checker.source import Span
from checker.typed.types import Type

NOWHERE = Span("", 0, 0)


def nowhere() -> Any:
    """Return a span field that takes no part in equality."""
    return field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Const:
    """A constant."""

    value: Fraction | date | str | bool
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Var:
    """A variable bound by a ``for each``, a query or a definition's parameter."""

    name: str
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Get:
    """A field of a record. A field that names another fact gives that fact's record."""

    target: Expr
    field: str
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Cell:
    """A schedule's column at the row with the given keys.

    ``day`` is the day or period it is wanted for (None: the time of the instance). ``side``
    is ``before`` or ``under`` with ``amendment``: the version without or with it.
    """

    schedule: str
    column: str
    keys: tuple[tuple[str, Expr], ...]
    day: Expr | None
    type: Type
    side: str = ""
    amendment: Expr | None = None
    asked: bool = False
    """Whether the day was written (``as of``), rather than found in scope."""
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Apply:
    """A definition applied to its arguments, in the order of its parameters."""

    definition: str
    arguments: tuple[Expr, ...]
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of an assumption."""

    assumption: str
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Ask:
    """The recorded answer to a question about the arguments."""

    question: str
    arguments: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Logic:
    """All (``and``) or any (``or``) of the parts."""

    op: str
    parts: tuple[Expr, ...]
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Negate:
    """``not``."""

    operand: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Compare:
    """``op`` is ``= != <= >= < >`` or ``in`` (a day or period within a period)."""

    op: str
    left: Expr
    right: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class IsGiven:
    """Whether an optional field of a record was filled, or a schedule has the row and cell."""

    target: Get | Cell
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Choose:
    """One of two by a condition."""

    condition: Expr
    then: Expr
    otherwise: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Arith:
    """``+ - * /`` on numbers, money and durations."""

    op: str
    left: Expr
    right: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a query or a clause runs over: one variable.

    ``kind``: ``fact`` (records of ``name``), ``rows`` (of schedule ``name``), ``periods`` (of
    ``series``), ``days``, ``business days``, ``values`` (distinct values of ``within``, a
    field of a fact or a column of a schedule named ``name``), ``nested`` (entries of the list
    ``within``), ``funds`` (those of the agreement), ``amendments`` (to the agreement).
    """

    variable: str
    kind: str
    name: str
    type: Type
    series: Expr | None = None
    within: Expr | None = None
    where: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Query:
    """sum, average, least, greatest, count, any, no, every, latest, earliest or the."""

    fn: str
    over: Origin
    item: Expr | None
    satisfies: Expr | None
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lesser or greater of some values."""

    fn: str
    items: tuple[Expr, ...]
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Shift:
    """A day so many days, business days, months or years after or before another."""

    length: Expr
    unit: str
    direction: str
    base: Expr
    clamped: bool
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or last day of a period."""

    side: str
    period: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The period before or after, in the period's own series."""

    side: str
    period: Expr
    series: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class SeriesFrom:
    """The series of periods of ``months`` months, one of which begins on ``anchor``."""

    name: str
    months: int
    anchor: Expr | None
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Containing:
    """The period of a series that a day lies in."""

    series: Expr
    day: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class MakePeriod:
    """The period from one day to another, both included."""

    start: Expr
    end: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How many days, business days, complete months or complete years lie between two days."""

    unit: str
    start: Expr
    end: Expr
    clamped: bool
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Traced:
    """The record at the end of a chain: each names the next of its own kind in ``field``."""

    target: Expr
    field: str
    type: Type
    span: Span = nowhere()


IN_FORCE = "the days in force"


@dataclass(frozen=True, slots=True)
class Over:
    """An amount per ``per`` taken over a period; ``instrument`` counts in-force days only.

    Inside ``amount`` the variable ``IN_FORCE`` then stands for the days in force: a rate is looked up
    for these.
    """

    amount: Expr
    per: str
    period: Expr
    instrument: str
    fund: Expr | None
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value rounded by a named rule to a multiple of ``step``."""

    amount: Expr
    rule: str
    step: Expr
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether plan or agreement is in force on a day, throughout a period, or some time in it."""

    instrument: str
    mode: str
    when: Expr
    fund: Expr | None
    type: Type
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ApprovedBy:
    """Whether an approval is on file."""

    request: ApprovalRequest
    type: Type
    span: Span = nowhere()


Expr = (
    Const
    | Var
    | Get
    | Cell
    | Apply
    | Reading
    | Ask
    | Logic
    | Negate
    | Compare
    | IsGiven
    | Choose
    | Arith
    | Query
    | Extreme
    | Shift
    | Edge
    | Neighbour
    | SeriesFrom
    | Containing
    | MakePeriod
    | Elapsed
    | Traced
    | Over
    | Rounded
    | InForce
    | ApprovedBy
)


# --- approvals -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoteOf:
    """``threshold`` (a definition over one tally) of a body."""

    threshold: str
    body: str
    in_person: bool
    called_for: bool
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ConsentOf:
    """Consent of a party, or of the holder of every record of ``every``."""

    party: str
    every: Origin | None
    holder: Expr | None
    written: bool
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of the parts."""

    parts: tuple[Approval, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts."""

    parts: tuple[Approval, ...]


Approval = VoteOf | ConsentOf | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """An approval, of what, about what, and when: votes dated ``since`` to ``day``.

    ``strictly`` wants it before ``day``, not on it.
    """

    approval: Approval
    matter: str
    about: Expr | None
    fund: Expr | None
    since: Expr | None
    day: Expr | None
    strictly: bool
