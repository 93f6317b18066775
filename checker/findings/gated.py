"""What became of a workspace between a revision and now: what the gate says, and what facts changed."""

from __future__ import annotations

from typing import Literal

from checker.findings.amended import Effect
from checker.findings.model import Severity, Verdict, Waived, _Model

FORMAT_VERSION = "1.0"

GateVerdict = Literal["violated", "undetermined", "pending", "waived", "review"]
"""``pending``: an amendment that has time yet to get what it lacks. ``review``: for people to read."""

GateKey = Literal[
    "agreement-edited",
    "agreement-added",
    "agreement-removed",
    "amendment-added",
    "amendment-changed",
    "amendment-removed",
    "amendment-no-longer-in-effect",
    "no-known-effect",
]


class GateFinding(_Model):
    """One edit to an encoded agreement, with what it changes and what it lacks.

    ``effect`` is the key that all of ``effects`` have, empty where the edit is not told by its effects.
    A waiver of it names ``clause_hash``, which stands for these effects and no others.
    """

    key: GateKey
    effect: str
    verdict: GateVerdict
    agreement: str
    element: str
    message: str
    effects: tuple[Effect, ...]
    lacks: tuple[str, ...]
    cure: str
    path: str
    """From the root of the workspace; empty where nothing is left of it."""
    line: int
    clause_hash: str
    waiver: Waived | None


ListedKind = Literal["rule", "setting", "enforcement", "waiver", "scenario", "pin", "encoding", "text"]


class Listed(_Model):
    """One change for people to read, old and new: empty is not there."""

    kind: ListedKind
    agreement: str
    """Empty where it concerns all of them."""
    what: str
    old: str
    new: str
    path: str
    line: int


class FactsChanged(_Model):
    """What changed of one kind of fact: how many records, and the first few of them."""

    agreement: str
    """Empty for facts that concern all agreements."""
    kind: str
    added: int
    removed: int
    changed: int
    first: tuple[str, ...]


class Gated(_Model):
    """What `redline gate` says; ``findings`` are sorted, worst first."""

    format_version: str
    tool_version: str
    base: str
    base_commit: str
    head: str
    head_commit: str
    """Empty for the files as they are now."""
    prefix: str
    """The workspace's folder from the top of the repository: empty, or ended by ``/``."""
    as_of: str
    as_of_from: str
    compared: tuple[str, ...]
    findings: tuple[GateFinding, ...]
    listed: tuple[Listed, ...]
    facts: tuple[FactsChanged, ...]
    notes: tuple[str, ...]
    exit_code: int


class VerdictChange(_Model):
    """A finding whose verdict is another now; one side is empty where it is not there."""

    code: str
    subject: str
    old: tuple[Verdict, ...]
    new: tuple[Verdict, ...]
    severity: Severity
    old_message: str
    new_message: str
    path: str
    line: int


class FigureChange(_Model):
    """A finding with the verdict it had, and another figure."""

    code: str
    subject: str
    verdict: Verdict
    old: str
    new: str


class Impact(_Model):
    """What `redline impact` says: the verdicts that changed, and what changed of the facts."""

    format_version: str
    tool_version: str
    base: str
    base_commit: str
    head: str
    head_commit: str
    as_of: str
    as_of_from: str
    texts: tuple[str, ...]
    """Clauses, rules, settings and waivers that changed too: then not all is due to facts."""
    files: tuple[str, ...]
    """Fact files added, removed or changed, each with which of these."""
    facts: tuple[FactsChanged, ...]
    checked: tuple[str, ...]
    same: tuple[str, ...]
    """Agreements whose inputs are the same on both sides, which were not checked again."""
    changed: tuple[VerdictChange, ...]
    new: tuple[VerdictChange, ...]
    gone: tuple[VerdictChange, ...]
    figures: tuple[FigureChange, ...]
    unchanged: int
    notes: tuple[str, ...]
    exit_code: int
