"""The typed tree: every name resolved, every expression with its type and unit.

The intermediate form reuses these expressions; only clauses are lowered further.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.source import Span
from checker.typed.types import FactKind, Type

NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class Const:
    """A constant."""

    value: Fraction | date | str | bool
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Var:
    """A variable bound by a ``for each``, a query or a definition's parameter."""

    name: str
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Get:
    """A field of a record. A field that names another fact gives that fact's record."""

    target: Expr
    field: str
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


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
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """A definition applied to its arguments, in the order of its parameters."""

    definition: str
    arguments: tuple[Expr, ...]
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of an assumption."""

    assumption: str
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """The recorded answer to a question about the arguments."""

    question: str
    arguments: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """All (``and``) or any (``or``) of the parts."""

    op: str
    parts: tuple[Expr, ...]
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """``not``."""

    operand: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """``op`` is ``= != <= >= < >`` or ``in`` (a day or period within a period)."""

    op: str
    left: Expr
    right: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class IsGiven:
    """Whether an optional field of a record was filled."""

    target: Get
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Choose:
    """One of two by a condition."""

    condition: Expr
    then: Expr
    otherwise: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Arith:
    """``+ - * /`` on numbers, money and durations."""

    op: str
    left: Expr
    right: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


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
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """sum, average, least, greatest, count, any, no, every, latest, earliest or the."""

    fn: str
    over: Origin
    item: Expr | None
    satisfies: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lesser or greater of some values."""

    fn: str
    items: tuple[Expr, ...]
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Shift:
    """A day so many days, business days, months or years after or before another."""

    length: Expr
    unit: str
    direction: str
    base: Expr
    clamped: bool
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or last day of a period."""

    side: str
    period: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The period before or after, in the period's own series."""

    side: str
    period: Expr
    series: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SeriesFrom:
    """The series of periods of ``months`` months, one of which begins on ``anchor``."""

    name: str
    months: int
    anchor: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Containing:
    """The period of a series that a day lies in."""

    series: Expr
    day: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MakePeriod:
    """The period from one day to another, both included."""

    start: Expr
    end: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How many days, business days, complete months or complete years lie between two days."""

    unit: str
    start: Expr
    end: Expr
    clamped: bool
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Over:
    """An amount per ``per`` taken over a period; ``instrument`` counts in-force days only."""

    amount: Expr
    per: str
    period: Expr
    instrument: str
    fund: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rounded:
    """A value rounded by a named rule to a multiple of ``step``."""

    amount: Expr
    rule: str
    step: Expr
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether plan or agreement is in force on a day, throughout a period, or some time in it."""

    instrument: str
    mode: str
    when: Expr
    fund: Expr | None
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ApprovedBy:
    """Whether an approval is on file."""

    request: ApprovalRequest
    type: Type
    span: Span = field(default=NOWHERE, compare=False)


Expr = (
    Const | Var | Get | Cell | Apply | Reading | Ask | Logic | Negate | Compare | IsGiven | Choose
    | Arith | Query | Extreme | Shift | Edge | Neighbour | SeriesFrom | Containing | MakePeriod
    | Elapsed | Over | Rounded | InForce | ApprovedBy
)


# --- approvals -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VoteOf:
    """``threshold`` (a definition over one tally) of a body."""

    threshold: str
    body: str
    in_person: bool
    called_for: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ConsentOf:
    """Consent of a party, or of the holder of every record of ``every``."""

    party: str
    every: Origin | None
    holder: Expr | None
    written: bool
    span: Span = field(default=NOWHERE, compare=False)


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


# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """Paragraph and fingerprint of the passage."""

    paragraph: str
    pin: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Party:
    """A party, with its names and the days it is one."""

    name: str
    title: str
    names: tuple[str, ...]
    since: date | None
    until: date | None
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """A body that votes.

    ``members`` says which directors belong to it (variables: the director record and
    ``date``); ``holders`` names the share class whose holders it consists of; ``separately``
    means each fund's holders vote for themselves.
    """

    name: str
    title: str
    members: Origin | None
    holders: str
    separately: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A schedule row: typed values by column (an empty cell is absent)."""

    values: dict[str, Fraction | date | str | bool]
    span: Span

    @property
    def since(self) -> date | None:
        """Return the day from which the row holds."""
        value = self.values.get("from")
        return value if isinstance(value, date) else None

    @property
    def until(self) -> date | None:
        """Return the last day on which the row holds."""
        value = self.values.get("until")
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A table of the document; ``kind`` describes its columns as fields."""

    name: str
    title: str
    citation: Citation
    keys: tuple[str, ...]
    kind: FactKind
    rows: tuple[Row, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """A named expression over parameters; ``carry`` makes it run from period to period."""

    name: str
    params: tuple[tuple[str, Type], ...]
    expression: Expr
    citation: Citation | None
    says: str
    type: Type
    span: Span
    carry: CarryFrom | None = None


@dataclass(frozen=True, slots=True)
class CarryFrom:
    """Where a carried value begins: on ``since`` with ``first``; ``series`` steps it."""

    since: Expr
    first: Expr
    series: Expr


@dataclass(frozen=True, slots=True)
class Assumption:
    """A choice the text leaves open; more than one reading means it is open."""

    name: str
    text: str
    paragraph: str
    readings: tuple[tuple[str, Expr], ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Question:
    """A question only a person can answer."""

    name: str
    text: str
    params: tuple[tuple[str, Type], ...]
    answers: tuple[str, ...]
    paragraph: str
    type: Type
    span: Span


# --- clauses ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on an amount."""

    subject: Expr
    relation: str
    bound: Expr
    upper: Expr | None


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition that must hold."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Duty:
    """An event that must, must not or may happen."""

    actor: str
    modality: str
    verb: str
    event: Origin


@dataclass(frozen=True, slots=True)
class Requires:
    """An approval that must be on file."""

    request: ApprovalRequest


@dataclass(frozen=True, slots=True)
class Continues:
    """A term and how it is continued."""

    instruments: tuple[str, ...]
    until: Expr
    approval: Approval


@dataclass(frozen=True, slots=True)
class Right:
    """One who may terminate: by a vote, or a party, with so many days' notice."""

    approval: Approval | None
    party: str
    days: int | None
    written: bool


@dataclass(frozen=True, slots=True)
class TerminableBy:
    """Who may terminate."""

    instruments: tuple[str, ...]
    rights: tuple[Right, ...]
    without_penalty: bool


@dataclass(frozen=True, slots=True)
class TerminatesWhen:
    """An event that ends an instrument by itself."""

    instruments: tuple[str, ...]
    event: Origin
    on: Expr | None


@dataclass(frozen=True, slots=True)
class EndsWith:
    """One instrument ends when the other does."""

    instrument: str
    other: str


@dataclass(frozen=True, slots=True)
class Survives:
    """Clauses that go on binding after a termination, until a condition is met."""

    clauses: tuple[str, ...]
    until: Expr | None


@dataclass(frozen=True, slots=True)
class Means:
    """The clause defines a term; the definition has the clause's name."""

    definition: str


Norm = (
    Limit | Holds | Duty | Requires | Continues | TerminableBy | TerminatesWhen | EndsWith | Survives | Means
)


@dataclass(frozen=True, slots=True)
class Unless:
    """An exception of the clause's own."""

    label: str
    condition: Expr


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, typed."""

    document: str
    name: str
    citation: Citation
    says: str
    each: tuple[Origin, ...]
    since: Expr | None
    until: Expr | None
    when: Expr | None
    binds: str
    norm: Norm
    by: Expr | None
    unless: tuple[Unless, ...]
    despite: tuple[str, ...]
    subject_to: tuple[str, ...]
    assuming: tuple[str, ...]
    cure: str
    basis: str
    severity: str
    span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the document that is not encoded."""

    citation: Citation
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment, applied: what schedules and clauses are with it.

    ``schedules`` and ``clauses`` hold only what it changes (a struck clause is None).
    """

    name: str
    title: str
    effective: date
    schedules: dict[str, Schedule]
    clauses: dict[str, Clause | None]
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """An agreement or regulation, typed: everything it declares."""

    kind: str
    name: str
    title: str
    source: str
    dated: date | None
    effective: date | None
    until: date | None
    shares: tuple[str, ...]
    plan_under: str
    agreement_with: str
    under: tuple[str, ...]
    funds_in: str
    parties: dict[str, Party]
    bodies: dict[str, Body]
    schedules: dict[str, Schedule]
    definitions: dict[str, Definition]
    assumptions: dict[str, Assumption]
    questions: dict[str, Question]
    approvals: dict[str, Approval]
    clauses: dict[str, Clause]
    passages: tuple[Passage, ...]
    amendments: tuple[Amendment, ...]
    span: Span

    @property
    def instruments(self) -> tuple[str, ...]:
        """Return which of plan and agreement the document is."""
        found = (("plan", self.plan_under), ("agreement", self.agreement_with))
        return tuple(name for name, given in found if given) or ("agreement",)


@dataclass(frozen=True, slots=True)
class Program:
    """Everything declared: the kinds of fact, the shared documents, and each agreement."""

    kinds: dict[str, FactKind]
    shared: dict[str, Document]
    agreements: dict[str, Document]
