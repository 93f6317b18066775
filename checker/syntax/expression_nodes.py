"""Nodes of expressions, approvals and tables: what was written, before any name is looked up.

Spans and the text a literal was written with do not take part in equality, so two trees are
equal exactly when they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.source import Span

NOWHERE = Span("", 0, 0)


def nowhere() -> Span:
    """Return a span field that takes no part in equality."""
    return field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written."""

    text: str
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, without its quotes."""

    value: str
    span: Span = nowhere()


# --- expressions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. ``kind`` is money, percent, number, date, text, yes_no or duration.

    ``per`` is the time unit written after it (``0.25% per year``); ``unit`` that of a
    duration (``days``, ``business days``, ``months``, ``years``).
    """

    kind: str
    value: Fraction | date | str | bool
    per: str = ""
    unit: str = ""
    written: str = field(default="", compare=False, repr=False)
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Ref:
    """A name used in an expression."""

    name: str
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Member:
    """``target.name``: a field of a record, or a column of a schedule."""

    target: Expr
    name: Name
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Call:
    """``target(argument, ...)``: a definition or schedule column with its arguments given."""

    target: Expr
    arguments: tuple[Expr, ...]
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AsOf:
    """``target as of day``: a schedule column on a day."""

    target: Expr
    day: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Version:
    """``target before amendment`` or ``target under amendment``: a schedule column's version."""

    target: Expr
    side: str
    amendment: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Traced:
    """``target traced through field``: from record to record of one kind, to the last that names none."""

    target: Expr
    field: Name
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``."""

    operand: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Negative:
    """``- operand``."""

    operand: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Binary:
    """``left op right``; op is ``+ - * / of and or``."""

    op: str
    left: Expr
    right: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Compare:
    """``left is ... right``; op is a key of ``COMPARISONS``."""

    op: str
    left: Expr
    right: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Between:
    """``operand is between low and high`` (both included)."""

    operand: Expr
    low: Expr
    high: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AmongThese:
    """``operand is one of (item, ...)``, or ``is none of (...)`` when negated."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Given:
    """``operand is given`` or ``is not given``: whether an optional field was filled."""

    operand: Expr
    negated: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class If:
    """``if condition then one else other``."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Generator:
    """``source alias in within where condition``: what a query or a clause runs over.

    ``rows`` is true for ``row of schedule``. The variable is ``alias``, or else ``source``.
    """

    source: Name
    alias: Name | None = None
    within: Expr | None = None
    where: Expr | None = None
    rows: bool = False
    span: Span = nowhere()

    @property
    def variable(self) -> str:
        """Return the name the thing has inside."""
        return self.alias.text if self.alias else ("row" if self.rows else self.source.text)


@dataclass(frozen=True, slots=True)
class Query:
    """``sum of item for each ...``, ``count of ...``, ``any ...``, ``the ...`` and so on.

    ``fn`` is sum, average, least, greatest (with ``item``), count, any, no, every (with
    ``satisfies``), latest, earliest, the.
    """

    fn: str
    over: Generator
    item: Expr | None = None
    satisfies: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Extreme:
    """``lesser of (a, b)`` or ``greater of (a, b)``."""

    fn: str
    items: tuple[Expr, ...]
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Shift:
    """``10 business days after base``; ``clamped`` takes a month's last day where need be."""

    length: Expr
    direction: str
    base: Expr
    clamped: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Edge:
    """``start of period`` or ``end of period``."""

    side: str
    period: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``previous period`` or ``next period``: the one before or after in its series."""

    side: str
    period: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """``days from a to b`` in days, business days, complete months or complete years."""

    unit: str
    start: Expr
    end: Expr
    clamped: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Over:
    """``amount over period``: an amount per year (month, ...) taken for a period.

    ``instrument`` (plan or agreement) counts only the days on which it is in force.
    """

    amount: Expr
    period: Expr
    instrument: str = ""
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Rounded:
    """``amount rounded half up to step``."""

    amount: Expr
    rule: str
    step: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class InForce:
    """``plan is in force for fund on day``; ``mode`` is on, throughout or ``at some time in``."""

    instrument: str
    mode: str
    when: Expr
    fund: Expr | None = None
    negated: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Approved:
    """``approved by approval on matter about thing from a by b``."""

    approval: Approval
    matter: str = ""
    about: Expr | None = None
    since: Expr | None = None
    limit: str = ""
    day: Expr | None = None
    span: Span = nowhere()


Expr = (
    Literal
    | Ref
    | Member
    | Call
    | AsOf
    | Version
    | Traced
    | Not
    | Negative
    | Binary
    | Compare
    | Between
    | AmongThese
    | Given
    | If
    | Query
    | Extreme
    | Shift
    | Edge
    | Neighbour
    | Elapsed
    | Over
    | Rounded
    | InForce
    | Approved
)

COMPARISONS = (
    "is not",
    "is at most",
    "is at least",
    "is more than",
    "is less than",
    "is on or before",
    "is on or after",
    "is before",
    "is after",
    "is in",
    "is not in",
    "is",
)


# --- approvals -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vote:
    """``threshold of body``, with what the vote must also be."""

    threshold: Name
    body: Name
    in_person: bool = False
    called_for: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Consent:
    """``written consent of party`` or ``written consent of every transfer where ...``.

    With ``every``, each record of that fact must have a consent by the text of ``holder``.
    """

    party: Name | None
    every: Generator | None = None
    holder: Expr | None = None
    written: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ApprovalName:
    """A declared approval, by name."""

    name: Name
    in_person: bool = False
    called_for: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts are needed (``and``)."""

    parts: tuple[Approval, ...]
    in_person: bool = False
    called_for: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough (``or``)."""

    parts: tuple[Approval, ...]
    in_person: bool = False
    called_for: bool = False
    span: Span = nowhere()


Approval = Vote | Consent | ApprovalName | AllOf | AnyOf


# --- tables ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, stripped of surrounding blanks."""

    text: str
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: its header cells and its rows."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span = nowhere()
