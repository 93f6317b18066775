"""The typed tree: expressions (from ``expression_nodes``), declarations, clauses, documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.source import Span
from checker.typed.expression_nodes import IN_FORCE as IN_FORCE
from checker.typed.expression_nodes import NOWHERE as NOWHERE
from checker.typed.expression_nodes import (
    AllOf as AllOf,
)
from checker.typed.expression_nodes import (
    AnyOf as AnyOf,
)
from checker.typed.expression_nodes import (
    Apply as Apply,
)
from checker.typed.expression_nodes import (
    Approval as Approval,
)
from checker.typed.expression_nodes import (
    ApprovalRequest as ApprovalRequest,
)
from checker.typed.expression_nodes import (
    ApprovedBy as ApprovedBy,
)
from checker.typed.expression_nodes import (
    Arith as Arith,
)
from checker.typed.expression_nodes import (
    Ask as Ask,
)
from checker.typed.expression_nodes import (
    Cell as Cell,
)
from checker.typed.expression_nodes import (
    Choose as Choose,
)
from checker.typed.expression_nodes import (
    Compare as Compare,
)
from checker.typed.expression_nodes import (
    ConsentOf as ConsentOf,
)
from checker.typed.expression_nodes import (
    Const as Const,
)
from checker.typed.expression_nodes import (
    Containing as Containing,
)
from checker.typed.expression_nodes import (
    Edge as Edge,
)
from checker.typed.expression_nodes import (
    Elapsed as Elapsed,
)
from checker.typed.expression_nodes import (
    Expr as Expr,
)
from checker.typed.expression_nodes import (
    Extreme as Extreme,
)
from checker.typed.expression_nodes import (
    Get as Get,
)
from checker.typed.expression_nodes import (
    InForce as InForce,
)
from checker.typed.expression_nodes import (
    IsGiven as IsGiven,
)
from checker.typed.expression_nodes import (
    Logic as Logic,
)
from checker.typed.expression_nodes import (
    MakePeriod as MakePeriod,
)
from checker.typed.expression_nodes import (
    Negate as Negate,
)
from checker.typed.expression_nodes import (
    Neighbour as Neighbour,
)
from checker.typed.expression_nodes import (
    Origin as Origin,
)
from checker.typed.expression_nodes import (
    Over as Over,
)
from checker.typed.expression_nodes import (
    Query as Query,
)
from checker.typed.expression_nodes import (
    Reading as Reading,
)
from checker.typed.expression_nodes import (
    Rounded as Rounded,
)
from checker.typed.expression_nodes import (
    SeriesFrom as SeriesFrom,
)
from checker.typed.expression_nodes import (
    Shift as Shift,
)
from checker.typed.expression_nodes import (
    Traced as Traced,
)
from checker.typed.expression_nodes import (
    Var as Var,
)
from checker.typed.expression_nodes import (
    VoteOf as VoteOf,
)
from checker.typed.expression_nodes import nowhere as nowhere
from checker.typed.types import FactKind, Type

# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """Paragraph and fingerprint of the passage; ``basis`` says what the text is known from."""

    paragraph: str
    pin: str
    span: Span = nowhere()
    basis: str = ""


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


CellValue = Fraction | date | str | bool


@dataclass(frozen=True, slots=True)
class Row:
    """A schedule row: typed values by column (an empty cell is absent)."""

    values: dict[str, CellValue]
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
    on_file: bool = True
    """False where the text that has the rows is not on file: there may be any."""


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
    """Where a carried value begins: on ``since`` with ``first``; ``series`` steps it, or each day."""

    since: Expr
    first: Expr
    series: Expr | None


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
class Rename:
    """One thing under another name, as the text declares it.

    ``kind`` is ``fund``, ``class``, ``party``, ``clause``, ``definition``, ``schedule`` or ``column``
    (``old`` is then ``schedule.column``). ``old`` and ``new`` are names as written, a party's its titles.
    """

    kind: str
    old: str
    new: str
    span: Span


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment, applied: what the declarations are with it.

    The mappings hold only what it changes, and None for what it strikes. It takes effect on
    ``effective``, but where ``once`` is given (over ``amendment`` and ``fund``) not before that
    is so; ``funds`` names those it is for, all when empty. ``remaining`` tells whether it says
    that all other terms remain as they were.
    """

    name: str
    title: str
    effective: date
    schedules: dict[str, Schedule]
    clauses: dict[str, Clause | None]
    span: Span
    dated: date | None = None
    number: int | None = None
    once: Expr | None = None
    funds: tuple[str, ...] = ()
    remaining: bool = False
    definitions: dict[str, Definition | None] = field(default_factory=dict)
    parties: dict[str, Party | None] = field(default_factory=dict)
    bodies: dict[str, Body | None] = field(default_factory=dict)
    approvals: dict[str, Approval | None] = field(default_factory=dict)
    assumptions: dict[str, Assumption | None] = field(default_factory=dict)
    questions: dict[str, Question | None] = field(default_factory=dict)
    renames: tuple[Rename, ...] = ()
    absent: tuple[tuple[str, Span], ...] = ()
    """The edits of what is not there: what is said of each, and its place. They do nothing."""


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
    kinds: dict[str, FactKind]
    """Every kind of fact in sight: the shared ones and the document's own."""
    span: Span
    restates: str = ""
    """The agreement that this one puts in the place of, where it says so."""
    renames: tuple[Rename, ...] = ()
    """What goes by another name than in the agreement that it restates."""

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
