"""What a check says: one model that every report renders and nothing else computes."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

FORMAT_VERSION = "1.0"

Verdict = Literal[
    "compliant", "violated", "undetermined", "needs_judgement", "excused", "waived", "not_applicable"
]
Severity = Literal["error", "warning", "note"]
Enforcement = Literal["advisory", "soft", "hard"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TextSpan(_Model):
    """Half-open range of code points in a clause file, with its 1-based start line and column."""

    path: str
    start: int
    end: int
    line: int
    column: int


class Subject(_Model):
    """One thing an instance is about, in the order of the clause's ``for each``."""

    name: str
    value: str


class Step(_Model):
    """One line of the derivation: what was computed or looked up, and what came out."""

    depth: int
    text: str
    value: str


class FactUsed(_Model):
    """A record that the verdict rests on."""

    kind: str
    key: str
    path: str
    line: int


class Evidence(_Model):
    """The rows behind a sum or count: how many, the first few, and a digest of all keys."""

    kind: str
    count: int
    first: tuple[FactUsed, ...]
    digest: str


class Missing(_Model):
    """What is not known: a fact that is not on file, or a question for counsel.

    Where records are not known to be complete, ``facts`` is their kind, and they are wanted from
    ``since`` until ``until``; else these are empty.
    """

    kind: Literal["fact", "judgement"]
    text: str
    settle: str
    facts: str = ""
    since: str = ""
    until: str = ""


class Assumption(_Model):
    """A choice made where the text is silent; ``reading`` is the one used for this verdict."""

    name: str
    text: str
    paragraph: str
    reading: str
    readings: tuple[str, ...]
    chosen_by: str
    """``agreement``, ``settings``, ``determination ...``, or ``every reading``."""


class Waived(_Model):
    """An accepted finding."""

    reason: str
    approver: str
    role: str
    approved_on: str
    expires_on: str


class Cure(_Model):
    """Who can put it right, how, and by when (empty where nothing sets a date)."""

    who: str
    what: str
    by: str


class Finding(_Model):
    """One instance of one clause and its verdict. Money, rates and dates are text.

    ``code`` is ``agreement/clause``; ``message`` is the model sentence: expected, observed,
    signed difference with unit, then the record.
    """

    code: str
    verdict: Verdict
    severity: Severity
    enforcement: Enforcement
    agreement: str
    version: str
    clause: str
    paragraph: str
    authority: str
    """Document the clause stands in: the agreement itself, or the rule it is under."""
    says: str
    quote: str
    span: TextSpan
    related: tuple[TextSpan, ...]
    subject: tuple[Subject, ...]
    message: str
    expected: str
    observed: str
    difference: str
    unit: str
    steps: tuple[Step, ...]
    facts: tuple[FactUsed, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]
    excuse: str
    cure: Cure | None
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]
    waiver: Waived | None
    fingerprint: str


class InputDigest(_Model):
    """A file that was read and its SHA-256."""

    path: str
    sha256: str


class Segment(_Model):
    """A stretch of an in-force time line, both days included; ``until`` is empty while nothing ends it."""

    since: str
    until: str
    status: Literal["in_force", "not_in_force", "unknown"]
    because: str
    paragraph: str


class TimeLine(_Model):
    """When the plan or the agreement was in force for one fund."""

    agreement: str
    instrument: Literal["plan", "agreement"]
    fund: str
    segments: tuple[Segment, ...]


class AgreementSummary(_Model):
    """Counts of verdicts for one agreement."""

    agreement: str
    title: str
    version: str
    clauses: int
    instances: int
    counts: dict[Verdict, int]


class Result(_Model):
    """Everything one run of ``redline check`` says; ``findings`` are sorted, worst first."""

    format_version: str
    tool_version: str
    rules_revision: str
    as_of: str
    as_of_from: str
    """``--as-of``, ``redline.toml``, or ``last dated fact``."""
    clauses: tuple[str, ...]
    """Clauses that the run was narrowed to; empty for all."""
    agreements: tuple[AgreementSummary, ...]
    findings: tuple[Finding, ...]
    time_lines: tuple[TimeLine, ...]
    assumptions: tuple[Assumption, ...]
    inputs: tuple[InputDigest, ...]
    exit_code: int
