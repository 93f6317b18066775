"""The syntax tree: expressions (from ``expression_nodes``), norms, declarations, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOfWords

from checker.source import Span
from checker.syntax.expression_nodes import (
    COMPARISONS as COMPARISONS,
)
from checker.syntax.expression_nodes import (
    NOWHERE as NOWHERE,
)
from checker.syntax.expression_nodes import (
    AllOf as AllOf,
)
from checker.syntax.expression_nodes import (
    AmongThese as AmongThese,
)
from checker.syntax.expression_nodes import (
    AnyOf as AnyOf,
)
from checker.syntax.expression_nodes import (
    Approval as Approval,
)
from checker.syntax.expression_nodes import (
    ApprovalName as ApprovalName,
)
from checker.syntax.expression_nodes import (
    Approved as Approved,
)
from checker.syntax.expression_nodes import (
    AsOf as AsOf,
)
from checker.syntax.expression_nodes import (
    Between as Between,
)
from checker.syntax.expression_nodes import (
    Binary as Binary,
)
from checker.syntax.expression_nodes import (
    Call as Call,
)
from checker.syntax.expression_nodes import (
    Cell as Cell,
)
from checker.syntax.expression_nodes import (
    Compare as Compare,
)
from checker.syntax.expression_nodes import (
    Consent as Consent,
)
from checker.syntax.expression_nodes import (
    Edge as Edge,
)
from checker.syntax.expression_nodes import (
    Elapsed as Elapsed,
)
from checker.syntax.expression_nodes import (
    Expr as Expr,
)
from checker.syntax.expression_nodes import (
    Extreme as Extreme,
)
from checker.syntax.expression_nodes import (
    Generator as Generator,
)
from checker.syntax.expression_nodes import (
    Given as Given,
)
from checker.syntax.expression_nodes import (
    If as If,
)
from checker.syntax.expression_nodes import (
    InForce as InForce,
)
from checker.syntax.expression_nodes import (
    Literal as Literal,
)
from checker.syntax.expression_nodes import (
    Member as Member,
)
from checker.syntax.expression_nodes import (
    Name as Name,
)
from checker.syntax.expression_nodes import (
    Negative as Negative,
)
from checker.syntax.expression_nodes import (
    Neighbour as Neighbour,
)
from checker.syntax.expression_nodes import (
    Not as Not,
)
from checker.syntax.expression_nodes import (
    Over as Over,
)
from checker.syntax.expression_nodes import (
    Query as Query,
)
from checker.syntax.expression_nodes import (
    Ref as Ref,
)
from checker.syntax.expression_nodes import (
    Rounded as Rounded,
)
from checker.syntax.expression_nodes import (
    Shift as Shift,
)
from checker.syntax.expression_nodes import (
    Table as Table,
)
from checker.syntax.expression_nodes import (
    Text as Text,
)
from checker.syntax.expression_nodes import (
    Traced as Traced,
)
from checker.syntax.expression_nodes import (
    Version as Version,
)
from checker.syntax.expression_nodes import (
    Vote as Vote,
)
from checker.syntax.expression_nodes import (
    nowhere as nowhere,
)

# --- norms -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """``limit subject to at most bound`` (at least, exactly; or between bound and upper)."""

    subject: Expr
    relation: str
    bound: Expr
    upper: Expr | None = None
    by: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class MustHold:
    """``must hold condition``."""

    condition: Expr
    by: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Duty:
    """``actor must verb fact where ... by day``; modality is must, must not or may."""

    actor: Name
    modality: str
    verb: Name
    event: Generator
    by: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Requires:
    """``requires approval on matter about thing by day`` (or ``before`` day)."""

    approval: Approval
    matter: str = ""
    about: Expr | None = None
    since: Expr | None = None
    limit: str = ""
    day: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Continues:
    """``plan continues until day, then year to year while approved each year by approval``."""

    instruments: tuple[str, ...]
    until: Expr
    approval: Approval
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Right:
    """One who may terminate: by a vote, or a party; with the notice it must give."""

    by: Approval | Name
    notice: Literal | None = None
    written: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class TerminableBy:
    """``plan terminable by right or right, without penalty``."""

    instruments: tuple[str, ...]
    rights: tuple[Right, ...]
    without_penalty: bool = False
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class TerminatesWhen:
    """``agreement terminates when assignment where ...``; ``on`` is the day, else the event's."""

    instruments: tuple[str, ...]
    event: Generator
    on: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class EndsWith:
    """``agreement ends with plan``: the end of one instrument is the end of another."""

    instrument: str
    other: str
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Survives:
    """``clauses a, b survive termination until condition``."""

    clauses: tuple[Name, ...]
    until: Expr | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Means:
    """``means expression``: the clause defines a term."""

    expression: Expr
    span: Span = nowhere()


Norm = (
    Limit
    | MustHold
    | Duty
    | Requires
    | Continues
    | TerminableBy
    | TerminatesWhen
    | EndsWith
    | Survives
    | Means
)


# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Citation:
    """``at "paragraph" pin fingerprint basis memory``; a clause has its basis among its parts."""

    paragraph: Text
    pin: str = ""
    basis: str = ""
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Param:
    """What a definition is about: a type word or fact, and the name it has inside."""

    type: Name
    alias: Name | None = None
    span: Span = nowhere()

    @property
    def variable(self) -> str:
        """Return the name it has inside."""
        return self.alias.text if self.alias else self.type.text


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a document's head: ``keyword value, value``; values are texts, names, dates."""

    keyword: str
    values: tuple[Text | Name | Literal | Expr, ...]
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Rename:
    """``rename fund "old" to "new"``; a party is named as the document calls it, the rest as written."""

    kind: str
    old: Name | Text
    new: Name | Text
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Document:
    """``agreement`` or ``regulation``; ``renames`` says what the restated one calls otherwise."""

    kind: str
    name: Name
    title: Text
    entries: tuple[Entry, ...]
    renames: tuple[Rename, ...] = ()
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class PartyDecl:
    """``party`` or ``body``. ``members`` says which directors a body consists of."""

    kind: str
    name: Name
    title: Text
    citation: Citation | None = None
    entries: tuple[Entry, ...] = ()
    members: Generator | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class FactDecl:
    """``fact``: a kind of register entry or ledger table."""

    name: Name
    title: Text
    entries: tuple[Entry, ...]
    table: Table
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ScheduleDecl:
    """``schedule``: a table of the document; ``keys`` are what a row is looked up by.

    ``on_file`` is false where the text that has its rows is not.
    """

    name: Name
    citation: Citation | None
    keys: tuple[Name, ...]
    table: Table
    title: Text | None = None
    on_file: bool = True
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Define:
    """``define name given params means expression``."""

    name: Name
    params: tuple[Param, ...]
    expression: Expr
    citation: Citation | None = None
    says: Text | None = None
    span: Span = nowhere()


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
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Assumption:
    """``assumption name "text" is reading or reading``."""

    name: Name
    text: Text
    readings: tuple[Expr, ...]
    citation: Citation | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class QuestionDecl:
    """``question name given params "text"``, with possible answers (yes and no by default)."""

    name: Name
    params: tuple[Param, ...]
    text: Text
    answers: tuple[Name, ...] = ()
    citation: Citation | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ApprovalDecl:
    """``approval name``."""

    name: Name
    approval: Approval
    citation: Citation | None = None
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Unless:
    """``unless "label": condition``."""

    condition: Expr
    label: Text | None = None
    span: Span = nowhere()


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
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Passage:
    """``passage``: a part of the text that is not encoded, and why."""

    citation: Citation
    reason: Text
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ReplaceSchedule:
    """``replace schedule_a`` and its new table."""

    schedule: Name
    table: Table
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class AddRows:
    """``add to schedule_a`` and the rows to add."""

    schedule: Name
    table: Table
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class RemoveRows:
    """``remove from schedule_a where ...``."""

    schedule: Name
    where: Expr
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class SetCells:
    """``in schedule_b where ... set column to value, ...`` (every row without ``where``)."""

    schedule: Name
    where: Expr | None
    changes: tuple[tuple[Name, Expr], ...]
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Strike:
    """``strike clause name``, or ``define``, ``party`` and so on."""

    kind: str
    name: Name
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Renumber:
    """``renumber clause name at "paragraph"``: it stands elsewhere, and says the same."""

    clause: Name
    citation: Citation
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class Declare:
    """``replace define ...`` or ``insert define ...``: a whole declaration of what is no clause."""

    verb: str
    declaration: Define | Carry | PartyDecl | ApprovalDecl | Assumption | QuestionDecl
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class ReplaceClause:
    """``replace clause name with`` and the parts of the new clause."""

    clause: Clause
    span: Span = nowhere()


@dataclass(frozen=True, slots=True)
class InsertClause:
    """``insert clause name`` and its parts."""

    clause: Clause
    span: Span = nowhere()


Edit = (
    ReplaceSchedule
    | AddRows
    | RemoveRows
    | SetCells
    | Strike
    | ReplaceClause
    | InsertClause
    | Renumber
    | Rename
    | Declare
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """``amendment name to agreement``; ``once`` is the condition that it waits for."""

    name: Name
    to: Name
    title: Text | None
    entries: tuple[Entry, ...]
    once: Expr | None
    edits: tuple[Edit, ...]
    span: Span = nowhere()


Declaration = (
    Document
    | PartyDecl
    | FactDecl
    | ScheduleDecl
    | Define
    | Carry
    | Assumption
    | QuestionDecl
    | ApprovalDecl
    | Clause
    | Passage
    | Amendment
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A ``#`` comment; ``trailing`` when something stands before it on its line."""

    text: str
    trailing: bool
    span: Span = nowhere()


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
