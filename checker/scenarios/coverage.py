"""What the scenarios reach of each agreement, and what none of them does.

Only findings that an expectation is about count: what merely happens to be evaluated is not
tested. The rules of a regulation are counted once, whichever agreement reaches them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from checker.findings.model import Finding
from checker.ir import nodes as ir
from checker.scenarios.bench import Rules
from checker.scenarios.model import ClauseCoverage, Coverage, DocumentCoverage, Item, ItemKind
from checker.source import Span
from checker.typed.types import Type
from checker.values.show import show_number

JUDGED = ("compliant", "violated", "undetermined", "needs_judgement", "excused")
CENT, POINT = Fraction(1, 100), Fraction(1, 10_000)
_FIRST_NUMBER = re.compile(r"([+-]?)([0-9][0-9,]*(?:\.[0-9]+)?)…?(%?)")

Wording = Callable[[Span], str]
Key = tuple[str, str, ItemKind, str]
"""Document, clause, what kind of thing, and which exception or prevailing clause."""


@dataclass(slots=True)
class Seen:
    """Which scenarios reach what, in the order in which they were run."""

    by: dict[Key, list[str]] = field(default_factory=dict)

    def add(self, key: Key, scenario: str) -> None:
        """Note that a scenario reaches something."""
        found = self.by.setdefault(key, [])
        if scenario not in found:
            found.append(scenario)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule, and what scenarios should reach of it."""

    rule: ir.Rule
    items: tuple[tuple[ItemKind, str], ...]


def coverage(
    rules: Mapping[str, Rules],
    relied_on: Iterable[tuple[str, Sequence[Finding]]],
    fail_under: Fraction | None,
) -> Coverage:
    """Return what is reached; ``relied_on`` gives each scenario's name and findings."""
    by_document = _by_document(rules)
    seen = Seen()
    for scenario, findings in relied_on:
        for finding in findings:
            found = by_document.get(finding.authority, {}).get(finding.clause)
            if found is not None and finding.verdict in JUDGED:
                _note(seen, found, finding, scenario)
    documents = [_document(name, found, seen) for name, found in by_document.items()]
    covered, total = sum(d.covered for d in documents), sum(d.total for d in documents)
    enough = fail_under is None or 100 * covered >= fail_under * total
    return Coverage(
        covered=covered,
        total=total,
        percent=percent(covered, total),
        fail_under="" if fail_under is None else f"{show_number(fail_under)}%",
        enough=enough,
        documents=tuple(documents),
    )


def percent(covered: int, total: int) -> str:
    """Return the share in per cent, cut after one decimal.

    >>> percent(2, 3), percent(0, 0)
    ('66.6%', '100.0%')
    """
    tenths = 1000 if total == 0 else 1000 * covered // total
    return f"{tenths // 10}.{tenths % 10}%"


def _by_document(rules: Mapping[str, Rules]) -> dict[str, dict[str, Wanted]]:
    """Return the rules of each document: the agreements in their order, then the regulations."""
    found: dict[str, dict[str, Wanted]] = {each.agreement.name: {} for each in rules.values()}
    for each in rules.values():
        for rule in each.agreement.rules:
            made = Wanted(rule, tuple(wanted(rule, each.agreement, each.wording)))
            found.setdefault(rule.document, {}).setdefault(rule.name, made)
    return found


# --- what there is to reach ------------------------------------------------------------------


def wanted(rule: ir.Rule, agreement: ir.Agreement, wording: Wording) -> Iterator[tuple[ItemKind, str]]:
    """Yield what scenarios should reach of a rule."""
    if isinstance(rule.check, ir.Permitted):
        return
    yield "reached", ""
    if not isinstance(rule.check, ir.Never):
        yield "compliant", ""
    if not isinstance(rule.check, ir.Ended):  # an end is noted, never a breach
        yield "violated", ""
    for unless in rule.unless:
        yield "exception", unless.label or wording(unless.condition.span)
    for other in agreement.prevailing(rule):
        yield "prevails", other
    if isinstance(rule.check, ir.Bound):
        yield "boundary", ""


def _document(name: str, rules: Mapping[str, Wanted], seen: Seen) -> DocumentCoverage:
    clauses = []
    for clause, each in rules.items():
        items = tuple(
            Item(kind=kind, what=what, by=tuple(seen.by.get((name, clause, kind, what), ())))
            for kind, what in each.items
        )
        if items:
            clauses.append(ClauseCoverage(clause=clause, items=items))
    flat = [item for c in clauses for item in c.items]
    covered = sum(bool(item.by) for item in flat)
    return DocumentCoverage(
        document=name,
        covered=covered,
        total=len(flat),
        percent=percent(covered, len(flat)),
        clauses=tuple(clauses),
    )


# --- what is reached -------------------------------------------------------------------------


def _note(seen: Seen, each: Wanted, finding: Finding, scenario: str) -> None:
    for kind, what in each.items:
        if _reaches(each.rule, finding, kind, what):
            seen.add((each.rule.document, each.rule.name, kind, what), scenario)


def _reaches(rule: ir.Rule, finding: Finding, kind: ItemKind, what: str) -> bool:
    match kind:
        case "reached":
            return True
        case "compliant" | "violated":
            return finding.verdict == kind
        case "exception":
            return finding.verdict == "excused" and finding.excuse == what
        case "prevails":
            return finding.verdict == "excused" and finding.excuse.startswith(f"{what} prevails (")
        case "boundary":
            return isinstance(rule.check, ir.Bound) and at_boundary(finding, rule.check.subject.type)


def at_boundary(finding: Finding, type_: Type) -> bool:
    """Return whether the figure lies on the bound, or within a cent, a day, a share or a basis point."""
    found = _FIRST_NUMBER.match(finding.difference)
    if found is None or finding.verdict not in ("compliant", "violated", "excused"):
        return False
    away = Fraction(found[2].replace(",", "")) / (100 if found[3] else 1)
    return away <= _step(type_)


def _step(type_: Type) -> Fraction:
    if type_.kind == "money":
        return CENT
    return POINT if type_.per else Fraction(1)
