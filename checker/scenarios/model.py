"""What a scenario is, as it is written, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from checker.facts import days
from checker.facts.wrong import Wrong
from checker.findings.model import Finding, Subject
from checker.values.spelling import shown

FORMAT_VERSION = "1.0"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


# --- as it is written ------------------------------------------------------------------------

Wanted = Literal[
    "compliant", "violated", "undetermined", "needs_judgement", "excused", "not_applicable", "met", "nothing"
]
"""A verdict; ``met`` is compliant or excused, ``nothing`` no instance that the clause applies to."""

FIGURES = ("expected", "observed", "difference", "unit")
FRAGMENTS = ("missing", "excuse")


def _day(text: object) -> object:
    if not isinstance(text, str):
        raise Wrong(f"{shown(str(text))} is not a date", "write year, month and day, like 2004-02-29")
    return days.day(text)


def _name(text: str) -> str:
    if not re.fullmatch(r"\w[\w.-]*", text):
        raise Wrong(f"{shown(text)} is no id: it is letters, digits, `_`, `-` and `.`, without spaces")
    return text


Text = Annotated[str, Field(min_length=1)]
Scalar = Annotated[Text, WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1})]
"""A text that may be written without quotation marks where it looks like a number: ``year: 2004``."""
Name = Annotated[str, AfterValidator(_name)]
Day = Annotated[date, BeforeValidator(_day)]


class ExpectationEntry(_Model):
    """The verdict on what a clause says of one subject, and what else is to be found there."""

    clause: Text
    """Name of the clause, alone or after ``agreement/``."""
    subject: dict[str, Scalar] = {}
    """As much of the subject as tells it from others."""
    verdict: Wanted
    expected: Scalar | None = None
    observed: Scalar | None = None
    difference: Scalar | None = None
    unit: Text | None = None
    missing: Scalar | None = None
    """A part of what the finding says is missing: a fact, or an answer."""
    excuse: Scalar | None = None
    """A part of what the finding says excuses it."""
    note: Scalar | None = None
    """Why: for readers only."""

    @model_validator(mode="after")
    def _figures_of_something(self) -> ExpectationEntry:
        given = [name for name in (*FIGURES, *FRAGMENTS) if getattr(self, name) is not None]
        if given and self.verdict in ("nothing", "not_applicable"):
            raise ValueError(f"where the clause does not apply there is no {shown(given[0])}")
        return self


class ScenarioEntry(_Model):
    """One scenario: facts, and what is expected of them or why nothing is yet."""

    id: Name
    title: Text
    source: Text | None = None
    """Where it comes from: a number in a list of worked scenarios, a case, a memorandum."""
    as_of: Day
    settings: dict[str, Scalar] = {}
    """Readings chosen for what the agreement leaves open."""
    uses: tuple[Text, ...] = ()
    """Register, ledger and amendment files to take over; without any, a scenario stands alone."""
    facts: Annotated[dict[str, Any], Field(alias="register")] = {}  # pydantic keeps `register` for itself
    ledgers: dict[str, Any] = {}
    amendments: Text | None = None
    """Clause text: amendments to the agreement as it was made, and as the files used amend it."""
    expect: tuple[ExpectationEntry, ...] = ()
    todo: Text | None = None
    """What it waits for. Expectations beside it are tested all the same."""

    @model_validator(mode="after")
    def _something_expected(self) -> ScenarioEntry:
        if not self.expect and self.todo is None:
            raise ValueError("nothing is expected: list it under `expect`, or say under `todo` why not yet")
        return self


class ScenarioFile(_Model):
    """A file of several scenarios; a file of one is that scenario itself."""

    scenarios: tuple[ScenarioEntry, ...]


# --- what came of it -------------------------------------------------------------------------

Status = Literal["passed", "failed", "error"]


class Tested(_Model):
    """One expectation and what came of it; ``differs`` says in words what is not as expected."""

    clause: str
    subject: tuple[Subject, ...]
    verdict: Wanted
    found: tuple[str, ...]
    """The verdicts that were found."""
    status: Status
    differs: tuple[str, ...]
    messages: tuple[str, ...]
    """What the findings themselves say, where something differs."""
    path: str
    line: int


class Ran(_Model):
    """One scenario and what came of it."""

    agreement: str
    id: str
    title: str
    source: str
    as_of: str
    path: str
    line: int
    todo: str
    tested: tuple[Tested, ...]


class Counts(_Model):
    """How many expectations passed, failed or could not be evaluated; how many scenarios are to do."""

    scenarios: int
    passed: int
    failed: int
    errors: int
    todo: int


ItemKind = Literal["reached", "compliant", "violated", "exception", "prevails", "boundary"]


class Item(_Model):
    """One thing that a scenario should reach, and those that do."""

    kind: ItemKind
    what: str
    """The exception or prevailing clause; empty for the others."""
    by: tuple[str, ...]


class ClauseCoverage(_Model):
    """What is reached of one clause."""

    clause: str
    items: tuple[Item, ...]


class DocumentCoverage(_Model):
    """What is reached of one agreement or regulation."""

    document: str
    covered: int
    total: int
    percent: str
    clauses: tuple[ClauseCoverage, ...]


class Coverage(_Model):
    """What the scenarios reach, and what they should at least."""

    covered: int
    total: int
    percent: str
    fail_under: str
    enough: bool
    documents: tuple[DocumentCoverage, ...]


class TestResult(_Model):
    """Everything one run of ``redline test`` says."""

    __test__ = False  # for pytest: this holds tests and is none

    format_version: str
    tool_version: str
    strict: bool
    counts: Counts
    scenarios: tuple[Ran, ...]
    coverage: Coverage | None
    exit_code: int


def subject_of(entry: ExpectationEntry) -> tuple[Subject, ...]:
    """Return the subject that an expectation names."""
    return tuple(Subject(name=name, value=value) for name, value in entry.subject.items())


def subject_text(subject: tuple[Subject, ...]) -> str:
    """Return a subject as one text."""
    return ", ".join(f"{s.name} {s.value}" for s in subject)


def said(finding: Finding) -> Mapping[str, str]:
    """Return the subject of a finding by name."""
    return {s.name: s.value for s in finding.subject}
