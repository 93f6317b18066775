"""Findings held against what is expected of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from checker.findings.model import Finding
from checker.scenarios.model import FIGURES, ExpectationEntry, Tested, said, subject_of, subject_text
from checker.scenarios.read import Scenario

MOST_NAMED = 4
_RELATION = re.compile(r"^(?:at most|at least|exactly|by|not before|on) (?=[0-9$-])")
_NUMBER = re.compile(r"([+-]?)(?:\$|USD )?([0-9][0-9,]*(?:\.[0-9]+)?)(?: USD)?((?:%| ).*)?")


def about(entry: ExpectationEntry, findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that an expectation is about.

    Instances that the clause does not apply to count only where there is no other, or where
    just that is expected.
    """
    found = [f for f in findings if entry.clause in (f.clause, f.code) and _fits(entry, f)]
    if entry.verdict == "not_applicable":
        return found
    return [f for f in found if f.verdict != "not_applicable"] or found


def _fits(entry: ExpectationEntry, finding: Finding) -> bool:
    subject = said(finding)
    return all(subject.get(name) == value for name, value in entry.subject.items())


def tested(scenario: Scenario, number: int, findings: Sequence[Finding]) -> tuple[Tested, list[Finding]]:
    """Return what came of one expectation, and the findings it is about."""
    entry = scenario.entry.expect[number]
    found = about(entry, findings)
    differs = list(dict.fromkeys(_differences(entry, found, findings)))
    made = Tested(
        clause=entry.clause.rpartition("/")[2],
        subject=subject_of(entry),
        verdict=entry.verdict,
        found=tuple(dict.fromkeys(f.verdict for f in found)),
        status="failed" if differs else "passed",
        differs=tuple(differs),
        messages=tuple(f.message for f in found[:MOST_NAMED]) if differs else (),
        path=scenario.source.path,
        line=scenario.line("expect", number),
    )
    return made, found


def _differences(entry: ExpectationEntry, found: list[Finding], findings: Sequence[Finding]) -> Iterator[str]:
    if not found and entry.verdict != "nothing":
        yield _not_there(entry, findings)
    for finding in found:
        for text in _unlike(entry, finding):
            yield text if len(found) == 1 else f"{subject_text(finding.subject)}: {text}"


def _not_there(entry: ExpectationEntry, findings: Sequence[Finding]) -> str:
    others = [subject_text(f.subject) for f in findings if entry.clause in (f.clause, f.code)]
    if not others:
        return "the clause has no instance under these facts"
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return f"no instance is about that subject; there is {'; '.join(others[:MOST_NAMED])}{more}"


def _unlike(entry: ExpectationEntry, finding: Finding) -> Iterator[str]:
    if not _is_wanted(entry.verdict, finding.verdict):
        yield f"verdict: expected {_words(entry.verdict)}, is {_words(finding.verdict)}"
    for name in FIGURES:
        wanted, there = getattr(entry, name), getattr(finding, name)
        if wanted is not None and not same_figure(wanted, there):
            yield f"{name}: expected {wanted}, is {there or 'nothing'}"
    lacking = "; ".join(m.text for m in finding.missing)
    if entry.missing is not None and not _has(lacking, entry.missing):
        yield f"missing: expected {entry.missing}, is {lacking or 'nothing'}"
    if entry.excuse is not None and not _has(finding.excuse, entry.excuse):
        yield f"excuse: expected {entry.excuse}, is {finding.excuse or 'nothing'}"


def _is_wanted(wanted: str, there: str) -> bool:
    if wanted == "met":
        return there in ("compliant", "excused")
    return there == ("not_applicable" if wanted == "nothing" else wanted)


def _words(verdict: str) -> str:
    return verdict.replace("_", " ")


def _has(text: str, part: str) -> bool:
    return part.casefold() in text.casefold()


def same_figure(wanted: str, there: str) -> bool:
    """Return whether a figure is what is expected, however either is written.

    >>> same_figure("117.30", "at most 117.3"), same_figure("1000", "+1,000.00"), same_figure("-1", "1")
    (True, True, False)
    """
    bare = _RELATION.sub("", there)
    return _figure(wanted) in (_figure(there), _figure(bare))


def _figure(text: str) -> tuple[Fraction | None, str]:
    """Return the number that a text begins with, and the rest of it."""
    text = " ".join(text.split())
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None, text
    return Fraction(found[1] + found[2].replace(",", "")), found[3] or ""


def unexpected(scenario: Scenario, finding: Finding) -> Tested:
    """Return what is said of a violation that no expectation is about."""
    return Tested(
        clause=finding.clause,
        subject=finding.subject,
        verdict="nothing",
        found=(finding.verdict,),
        status="failed",
        differs=("a violation that is not expected",),
        messages=(finding.message,),
        path=scenario.source.path,
        line=scenario.line(),
    )
