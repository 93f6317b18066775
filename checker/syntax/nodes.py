"""The syntax tree: what was written, before any name is looked up.

Spans and the text a literal was written with do not take part in equality, so two trees are
equal exactly when they say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal as OneOfWords

from checker.source import Span

NOWHERE = Span("", 0, 0)


def _span() -> Span:
    return field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text, without its quotes."""

    value: str
    span: Span = _span()


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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Ref:
    """A name used in an expression."""

    name: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Member:
    """``target.name``: a field of a record, or a column of a schedule."""

    target: Expr
    name: Name
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Call:
    """``target(argument, ...)``: a definition or schedule column with its arguments given."""

    target: Expr
    arguments: tuple[Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AsOf:
    """``target as of day``: a schedule column on a day."""

    target: Expr
    day: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Version:
    """``target before amendment`` or ``target under amendment``: a schedule column's version."""

    target: Expr
    side: str
    amendment: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``."""

    operand: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Negative:
    """``- operand``."""

    operand: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Binary:
    """``left op right``; op is ``+ - * / of and or``."""

    op: str
    left: Expr
    right: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Compare:
    """``left is ... right``; op is a key of ``COMPARISONS``."""

    op: str
    left: Expr
    right: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Between:
    """``operand is between low and high`` (both included)."""

    operand: Expr
    low: Expr
    high: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AmongThese:
    """``operand is one of (item, ...)``, or ``is none of (...)`` when negated."""

    operand: Expr
    items: tuple[Expr, ...]
    negated: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Given:
    """``operand is given`` or ``is not given``: whether an optional field was filled."""

    operand: Expr
    negated: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class If:
    """``if condition then one else other``."""

    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span = _span()


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
    span: Span = _span()

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
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Extreme:
    """``lesser of (a, b)`` or ``greater of (a, b)``."""

    fn: str
    items: tuple[Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Shift:
    """``10 business days after base``; ``clamped`` takes a month's last day where need be."""

    length: Expr
    direction: str
    base: Expr
    clamped: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Edge:
    """``start of period`` or ``end of period``."""

    side: str
    period: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Neighbour:
    """``previous period`` or ``next period``: the one before or after in its series."""

    side: str
    period: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Elapsed:
    """``days from a to b`` in days, business days, complete months or complete years."""

    unit: str
    start: Expr
    end: Expr
    clamped: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Over:
    """``amount over period``: an amount per year (month, ...) taken for a period.

    ``instrument`` (plan or agreement) counts only the days on which it is in force.
    """

    amount: Expr
    period: Expr
    instrument: str = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rounded:
    """``amount rounded half up to step``."""

    amount: Expr
    rule: str
    step: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InForce:
    """``plan is in force for fund on day``; ``mode`` is on, throughout or ``at some time in``."""

    instrument: str
    mode: str
    when: Expr
    fund: Expr | None = None
    negated: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Approved:
    """``approved by approval on matter about thing from a by b``."""

    approval: Approval
    matter: str = ""
    about: Expr | None = None
    since: Expr | None = None
    limit: str = ""
    day: Expr | None = None
    span: Span = _span()


Expr = (
    Literal | Ref | Member | Call | AsOf | Version | Not | Negative | Binary | Compare | Between
    | AmongThese | Given | If | Query | Extreme | Shift | Edge | Neighbour | Elapsed | Over
    | Rounded | InForce | Approved
)

COMPARISONS = (
    "is not", "is at most", "is at least", "is more than", "is less than", "is on or before",
    "is on or after", "is before", "is after", "is in", "is not in", "is",
)


# --- approvals -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vote:
    """``threshold of body``, with what the vote must also be."""

    threshold: Name
    body: Name
    in_person: bool = False
    called_for: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Consent:
    """``written consent of party`` or ``written consent of every transfer where ...``.

    With ``every``, each record of that fact must have a consent by the text of ``holder``.
    """

    party: Name | None
    every: Generator | None = None
    holder: Expr | None = None
    written: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ApprovalName:
    """A declared approval, by name."""

    name: Name
    in_person: bool = False
    called_for: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts are needed (``and``)."""

    parts: tuple[Approval, ...]
    in_person: bool = False
    called_for: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough (``or``)."""

    parts: tuple[Approval, ...]
    in_person: bool = False
    called_for: bool = False
    span: Span = _span()


Approval = Vote | Consent | ApprovalName | AllOf | AnyOf


# --- tables ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, stripped of surrounding blanks."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table: its header cells and its rows."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span = _span()


# --- norms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """``limit subject to at most bound`` (at least, exactly; or between bound and upper)."""

    subject: Expr
    relation: str
    bound: Expr
    upper: Expr | None = None
    by: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class MustHold:
    """``must hold condition``."""

    condition: Expr
    by: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Duty:
    """``actor must verb fact where ... by day``; modality is must, must not or may."""

    actor: Name
    modality: str
    verb: Name
    event: Generator
    by: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Requires:
    """``requires approval on matter about thing by day`` (or ``before`` day)."""

    approval: Approval
    matter: str = ""
    about: Expr | None = None
    since: Expr | None = None
    limit: str = ""
    day: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Continues:
    """``plan continues until day, then year to year while approved each year by approval``."""

    instruments: tuple[str, ...]
    until: Expr
    approval: Approval
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Right:
    """One who may terminate: by a vote, or a party; with the notice it must give."""

    by: Approval | Name
    notice: Literal | None = None
    written: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TerminableBy:
    """``plan terminable by right or right, without penalty``."""

    instruments: tuple[str, ...]
    rights: tuple[Right, ...]
    without_penalty: bool = False
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class TerminatesWhen:
    """``agreement terminates when assignment where ...``; ``on`` is the day, else the event's."""

    instruments: tuple[str, ...]
    event: Generator
    on: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class EndsWith:
    """``agreement ends with plan``: the end of one instrument is the end of another."""

    instrument: str
    other: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Survives:
    """``clauses a, b survive termination until condition``."""

    clauses: tuple[Name, ...]
    until: Expr | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Means:
    """``means expression``: the clause defines a term."""

    expression: Expr
    span: Span = _span()


Norm = (
    Limit | MustHold | Duty | Requires | Continues | TerminableBy | TerminatesWhen | EndsWith
    | Survives | Means
)


# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """``at "paragraph" pin fingerprint``."""

    paragraph: Text
    pin: str = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Param:
    """What a definition is about: a type word or fact, and the name it has inside."""

    type: Name
    alias: Name | None = None
    span: Span = _span()

    @property
    def variable(self) -> str:
        """Return the name it has inside."""
        return self.alias.text if self.alias else self.type.text


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a document's head: ``keyword value, value``; values are texts, names, dates."""

    keyword: str
    values: tuple[Text | Name | Literal | Expr, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Document:
    """``agreement`` or ``regulation``."""

    kind: str
    name: Name
    title: Text
    entries: tuple[Entry, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class PartyDecl:
    """``party`` or ``body``. ``members`` says which directors a body consists of."""

    kind: str
    name: Name
    title: Text
    citation: Citation | None = None
    entries: tuple[Entry, ...] = ()
    members: Generator | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class FactDecl:
    """``fact``: a kind of register entry or ledger table."""

    name: Name
    title: Text
    entries: tuple[Entry, ...]
    table: Table
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ScheduleDecl:
    """``schedule``: a table of the document; ``keys`` are what a row is looked up by."""

    name: Name
    citation: Citation | None
    keys: tuple[Name, ...]
    table: Table
    title: Text | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Define:
    """``define name given params means expression``."""

    name: Name
    params: tuple[Param, ...]
    expression: Expr
    citation: Citation | None = None
    says: Text | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Carry:
    """``carry name given params, period from start is first, then step``: period to period.

    Inside ``then``, the name itself stands for its value in the period before.
    """

    name: Name
    params: tuple[Param, ...]
    since: Expr
    first: Expr
    then: Expr
    citation: Citation | None = None
    says: Text | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Assumption:
    """``assumption name "text" is reading or reading``."""

    name: Name
    text: Text
    readings: tuple[Expr, ...]
    citation: Citation | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class QuestionDecl:
    """``question name given params "text"``, with possible answers (yes and no by default)."""

    name: Name
    params: tuple[Param, ...]
    text: Text
    answers: tuple[Name, ...] = ()
    citation: Citation | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ApprovalDecl:
    """``approval name``."""

    name: Name
    approval: Approval
    citation: Citation | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Unless:
    """``unless "label": condition``."""

    condition: Expr
    label: Text | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Clause:
    """``clause``: one norm with everything that belongs to it.

    ``binds`` is ``""`` (while in force), ``always``, or plan / agreement.
    """

    name: Name
    citation: Citation | None
    norm: Norm
    says: Text | None = None
    each: tuple[Generator, ...] = ()
    params: tuple[Param, ...] = ()
    since: Expr | None = None
    until: Expr | None = None
    when: Expr | None = None
    binds: str = ""
    unless: tuple[Unless, ...] = ()
    despite: tuple[Name, ...] = ()
    subject_to: tuple[Name, ...] = ()
    assuming: tuple[Text, ...] = ()
    cure: Text | None = None
    basis: str = ""
    severity: str = ""
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Passage:
    """``passage``: a part of the text that is not encoded, and why."""

    citation: Citation
    reason: Text
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ReplaceSchedule:
    """``replace schedule_a`` and its new table."""

    schedule: Name
    table: Table
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class AddRows:
    """``add to schedule_a`` and the rows to add."""

    schedule: Name
    table: Table
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RemoveRows:
    """``remove from schedule_a where ...``."""

    schedule: Name
    where: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class SetCells:
    """``in schedule_b where ... set column to value, ...`` (every row without ``where``)."""

    schedule: Name
    where: Expr | None
    changes: tuple[tuple[Name, Expr], ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class StrikeClause:
    """``strike clause name``."""

    clause: Name
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ReplaceClause:
    """``replace clause name with`` and the parts of the new clause."""

    clause: Clause
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InsertClause:
    """``insert clause name`` and its parts."""

    clause: Clause
    span: Span = _span()


Edit = (
    ReplaceSchedule | AddRows | RemoveRows | SetCells | StrikeClause | ReplaceClause | InsertClause
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """``amendment name to agreement``."""

    name: Name
    to: Name
    title: Text | None
    entries: tuple[Entry, ...]
    edits: tuple[Edit, ...]
    span: Span = _span()


Declaration = (
    Document | PartyDecl | FactDecl | ScheduleDecl | Define | Carry | Assumption | QuestionDecl
    | ApprovalDecl | Clause | Passage | Amendment
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A ``#`` comment; ``trailing`` when something stands before it on its line."""

    text: str
    trailing: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Lost:
    """What could not be read of a file, so that nothing more is said of what lacks it.

    A declaration: its first word (empty when that begins none) and its name (empty when it has
    none). Rows of a table that do not fit their header: ``row``.
    """

    keyword: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """One clause file: its declarations in order, its comments, and what could not be read."""

    path: str
    declarations: tuple[Declaration, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    lost: tuple[Lost, ...] = field(default=(), compare=False)


InstrumentWord = OneOfWords["plan", "agreement"]
