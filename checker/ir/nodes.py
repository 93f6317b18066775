"""Rules, terms and the program made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import FactKind


@dataclass(frozen=True, slots=True)
class Bound:
    """The subject is at most, at least, exactly, or between bounds."""

    subject: t.Expr
    relation: str
    bound: t.Expr
    upper: t.Expr | None


@dataclass(frozen=True, slots=True)
class Holds:
    """The condition is true."""

    condition: t.Expr


@dataclass(frozen=True, slots=True)
class Happens:
    """An event of this description is on file, by the due day."""

    actor: str
    verb: str
    event: t.Origin


@dataclass(frozen=True, slots=True)
class Never:
    """Each instance is a forbidden event; that it happened is the breach."""

    actor: str
    verb: str
    event: t.Origin


@dataclass(frozen=True, slots=True)
class Permitted:
    """Nothing to check: what prevails over other clauses where it applies."""

    actor: str
    verb: str
    event: t.Origin


@dataclass(frozen=True, slots=True)
class OnFile:
    """The approval is on file."""

    request: t.ApprovalRequest


@dataclass(frozen=True, slots=True)
class Renewed:
    """Each term that ends is continued by an approval dated within it."""

    instruments: tuple[str, ...]
    until: t.Expr
    approval: t.Approval


@dataclass(frozen=True, slots=True)
class Ended:
    """An instrument ended by itself when the event happened."""

    instruments: tuple[str, ...]
    event: t.Origin
    on: t.Expr | None


@dataclass(frozen=True, slots=True)
class Entitled:
    """Each termination on file was by one who may, on the notice due, without penalty."""

    instruments: tuple[str, ...]
    rights: tuple[t.Right, ...]
    without_penalty: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """One instrument ends with the other."""

    instrument: str
    other: str


@dataclass(frozen=True, slots=True)
class Surviving:
    """Clauses that go on binding after a termination: until a condition is met, or without end."""

    clauses: tuple[str, ...]
    until: t.Expr | None


Check = Bound | Holds | Happens | Never | Permitted | OnFile | Renewed | Ended | Entitled | Linked | Surviving


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause, lowered.

    ``sources`` bind the instance's variables in order. ``binds`` is ``always``, ``plan`` or
    ``agreement`` (while that is in force). ``over`` names the clauses that this one says it
    prevails over, ``under`` those that it says prevail over it. ``relies_on`` names the
    assumptions its verdict can depend on, also through definitions and time lines.
    """

    agreement: str
    document: str
    name: str
    citation: t.Citation
    says: str
    sources: tuple[t.Origin, ...]
    since: t.Expr | None
    until: t.Expr | None
    when: t.Expr | None
    binds: str
    check: Check
    due: t.Expr | None
    unless: tuple[t.Unless, ...]
    over: tuple[str, ...]
    under: tuple[str, ...]
    relies_on: tuple[str, ...]
    assuming: tuple[str, ...]
    cure: str
    basis: str
    marks: tuple[tuple[str, str], ...]
    """Definitions and schedules it uses that are not from a text: their names, and what they are from."""
    severity: str
    span: Span
    version: str = ""
    from_day: date | None = None
    to_day: date | None = None
    superseded_by: str = ""
    """The amendment that strikes or replaces it after ``to_day``, if that is in effect."""
    later: tuple[str, ...] = ()
    """Every amendment that does so: where the first is not in effect, the next may be."""

    @property
    def code(self) -> str:
        """Return ``agreement/clause``."""
        return f"{self.agreement}/{self.name}"


def prevails_over(one: Rule, other: Rule) -> bool:
    """Tell whether the text puts one clause above another, in either of the two."""
    return one.name in other.under or other.name in one.over


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: its terms and rules, and those of the regulations it is under.

    ``links`` and ``survivals`` are its clauses about plan and agreement that no instance is
    checked against: which ends with which, and what outlives them.
    """

    name: str
    title: str
    document: t.Document
    rules: tuple[Rule, ...]
    links: tuple[Rule, ...]
    survivals: tuple[Rule, ...]
    schedules: dict[str, t.Schedule]
    definitions: dict[str, t.Definition]
    assumptions: dict[str, t.Assumption]
    questions: dict[str, t.Question]
    bodies: dict[str, t.Body]
    parties: dict[str, t.Party]
    kinds: dict[str, FactKind]
    first_names: dict[tuple[str, str], str] = field(default_factory=dict)
    """The first name of each fund and class that was renamed, by its type and its later name."""

    def rule(self, name: str) -> Rule | None:
        """Return the rule of that name."""
        return next((r for r in self.rules if r.name == name), None)

    def prevailing(self, rule: Rule) -> tuple[str, ...]:
        """Return the names of the clauses that prevail over one, in any version."""
        return tuple(dict.fromkeys(r.name for r in self.rules if prevails_over(r, rule)))


@dataclass(frozen=True, slots=True)
class Program:
    """All agreements, and the kinds of fact they are checked against."""

    kinds: dict[str, FactKind]
    agreements: dict[str, Agreement]
