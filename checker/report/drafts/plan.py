"""What every report on a draft or a difference says, in order, worded once. The renderers only lay it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from checker.findings.amended import Amended, Compared
from checker.findings.model import InputDigest
from checker.report.drafts.effects import Block, blocks
from checker.report.drafts.figures import CostTable, HeadroomGroup, cost_tables, headroom_groups
from checker.report.drafts.needs import (
    Actor,
    ResolutionView,
    TroubleView,
    actors,
    needs_tally,
    resolution_view,
    trouble_view,
)
from checker.report.drafts.words import AMEND_EXIT_WORDS, tally
from checker.report.wording import as_of_words, sentence

NO_EFFECT = "No effect: nothing that the text says is different."


@dataclass(frozen=True, slots=True)
class Headings:
    """What each section is called, with how many entries it holds."""

    troubles: str
    effects: str
    needs: str
    costs: str
    headroom: str
    resolutions: str
    not_known: str
    files: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft or a difference, section by section. ``drafted`` tells a draft, which has needs."""

    drafted: bool
    kicker: str
    title: str
    facts: tuple[tuple[str, str], ...]
    """Labels and what they say, for the head of the report."""
    outcome: str
    headings: Headings
    troubles: tuple[TroubleView, ...]
    blocks: tuple[Block, ...]
    needs: tuple[Actor, ...]
    costs: tuple[CostTable, ...]
    headroom: tuple[HeadroomGroup, ...]
    resolutions: tuple[ResolutionView, ...]
    not_known: tuple[str, ...]
    summary: str
    """The last line: how many effects do what."""
    needed: str
    """How many needs stand how."""
    exit: str
    inputs: tuple[InputDigest, ...]
    tool_version: str
    format_version: str

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every short value of the effects, as it stands in a column."""
        return tuple(line.values for block in self.blocks for line in block.lines)


def plan_of(found: Amended | Compared) -> Plan:
    """Return a draft or a difference as it is shown."""
    return _amended(found) if isinstance(found, Amended) else _compared(found)


def _amended(a: Amended) -> Plan:
    name = f"{a.agreement}: {a.title}" if a.title else a.agreement
    facts = (
        ("agreement", name),
        ("effective", a.effective),
        ("as of", f"{a.as_of} ({as_of_words(a.as_of_from)})"),
        ("rules", f"revision {a.rules_revision or 'not given'}"),
    )
    shared = _shared(a)
    return replace(
        shared,
        drafted=True,
        kicker="Redline: what a draft would do",
        title=f"Draft {', '.join(a.draft)}",
        facts=tuple((label, text) for label, text in facts if text),
        outcome=_outcome(a, shared.summary),
        headings=_headings(a, len(a.needs), len(a.resolutions), len(a.troubles), 0),
        troubles=tuple(map(trouble_view, a.troubles)),
        needs=actors(a.needs),
        resolutions=tuple(map(resolution_view, a.resolutions)),
        needed=needs_tally(a.needs),
        exit=f"Exit {a.exit_code}: {AMEND_EXIT_WORDS.get(a.exit_code, 'not a documented exit code')}.",
    )


def _compared(c: Compared) -> Plan:
    return replace(
        _shared(c),
        title=f"{c.before} → {c.after}",
        facts=(("before", c.before), ("after", c.after)),
        headings=_headings(c, 0, 0, 0, len(c.not_known)),
        not_known=c.not_known,
    )


def _shared(found: Amended | Compared) -> Plan:
    """Return the parts that a draft and a difference have in common."""
    summary = tally(found.effects)
    return Plan(
        drafted=False,
        kicker="Redline: what is different",
        title="",
        facts=(),
        outcome=summary,
        headings=_headings(found, 0, 0, 0, 0),
        troubles=(),
        blocks=blocks(found.effects),
        needs=(),
        costs=cost_tables(found.costs),
        headroom=headroom_groups(found.headroom),
        resolutions=(),
        not_known=(),
        summary=summary,
        needed="",
        exit="",
        inputs=found.inputs,
        tool_version=found.tool_version,
        format_version=found.format_version,
    )


def _headings(
    found: Amended | Compared, needs: int, resolutions: int, troubles: int, not_known: int
) -> Headings:
    def titled(title: str, number: int) -> str:
        return f"{title} ({number:,})"

    return Headings(
        troubles=titled("Wrong with the draft", troubles),
        effects=titled("Effects", len(found.effects)),
        needs=titled("Needs", needs),
        costs="Cost of the observed periods, under old and new terms",
        headroom="Headroom under each cap",
        resolutions=titled("Resolutions", resolutions),
        not_known=titled("Not compared", not_known),
        files=titled("Files read", len(found.inputs)),
    )


def _outcome(a: Amended, summary: str) -> str:
    """Return in a few words what there is: effects, needs, and what is wrong with the draft itself."""
    needed = needs_tally(a.needs)
    counts = Counter(t.verdict for t in a.troubles)
    wrong = ", ".join(f"{counts[v]} {v}" for v in ("violated", "undetermined") if counts[v])
    parts = [
        summary,
        f"Needs: {needed}." if needed else "Needs: none found.",
        f"The draft itself: {wrong}." if wrong else "",
    ]
    return " ".join(sentence(part) for part in parts if part)
