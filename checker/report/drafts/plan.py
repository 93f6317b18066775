"""What every report on a draft or a difference says, in order, worded once. The renderers only lay it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from checker.findings.amended import Amended, Compared
from checker.findings.model import InputDigest
from checker.report.drafts.caps import HeadroomGroup, Payments, by_payments, headroom_groups
from checker.report.drafts.costs import CostTable, cost_tables
from checker.report.drafts.effects import Block, blocks
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
NO_EFFECT_FOUND = "No effect was found; what could not be known stands apart."
NO_NEED = "No approval, consent, notice or filing is asked for by what was read."
NOT_KNOWN = "Not known: what it amends is not on file."


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
    no_effect: str
    """What an empty section on effects says: no entry is no comfort where something is not known."""
    needs: tuple[Actor, ...]
    no_need: str
    costs: tuple[CostTable, ...]
    headroom: tuple[HeadroomGroup, ...]
    payments: tuple[Payments, ...]
    """The same, the periods of each fund's payments together."""
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


def plan_of(found: Amended | Compared) -> Plan:
    """Return a draft or a difference as it is shown."""
    return _amended(found) if isinstance(found, Amended) else _compared(found)


def _amended(a: Amended) -> Plan:
    name = f"{a.agreement}: {a.title}" if a.title else a.agreement
    facts = (
        ("agreement", name),
        ("effective", a.effective),
        ("as of", f"{a.as_of} ({as_of_words(a.as_of_from)})" if a.as_of else ""),
        ("rules", f"revision {a.rules_revision or 'not given'}"),
    )
    shared = _known(a, _shared(a))
    return replace(
        shared,
        drafted=True,
        kicker="Redline: what a draft would do",
        title=f"Draft {', '.join(a.draft)}",
        facts=tuple((label, text) for label, text in facts if text),
        outcome=_outcome(a, shared),
        headings=_headings(
            a, troubles=len(a.troubles), needs=len(a.needs), resolutions=len(a.resolutions)
        ),
        troubles=tuple(map(trouble_view, a.troubles)),
        needs=actors(a.needs),
        resolutions=tuple(map(resolution_view, a.resolutions)),
        needed=needs_tally(a.needs),
        exit=f"Exit {a.exit_code}: {AMEND_EXIT_WORDS.get(a.exit_code, 'not a documented exit code')}.",
    )


def _known(a: Amended, shared: Plan) -> Plan:
    """Return the shared parts, with what an empty section may say of a draft in which something is wrong."""
    if any(t.key == "base-not-on-file" for t in a.troubles) and not a.effects:
        summary = "What it would do is not known."
        return replace(shared, no_effect=NOT_KNOWN, no_need=NOT_KNOWN, summary=summary)
    return replace(shared, no_effect=NO_EFFECT_FOUND) if a.troubles else shared


def _compared(c: Compared) -> Plan:
    return replace(
        _shared(c),
        title=f"{c.before} → {c.after}",
        facts=(("before", c.before), ("after", c.after)),
        headings=_headings(c, not_known=len(c.not_known)),
        no_effect=NO_EFFECT_FOUND if c.not_known else NO_EFFECT,
        not_known=c.not_known,
    )


def _shared(found: Amended | Compared) -> Plan:
    """Return the parts that a draft and a difference have in common."""
    summary, groups = tally(found.effects), headroom_groups(found.headroom)
    return Plan(
        drafted=False,
        kicker="Redline: what is different",
        title="",
        facts=(),
        outcome=summary,
        headings=_headings(found),
        troubles=(),
        blocks=blocks(found.effects),
        no_effect=NO_EFFECT,
        needs=(),
        no_need=NO_NEED,
        costs=cost_tables(found.costs),
        headroom=groups,
        payments=by_payments(groups),
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
    found: Amended | Compared, *, troubles: int = 0, needs: int = 0, resolutions: int = 0, not_known: int = 0
) -> Headings:
    return Headings(
        troubles=f"Wrong with the draft ({troubles:,})",
        effects=f"Effects ({len(found.effects):,})",
        needs=f"Needs ({needs:,})",
        costs="Cost of the observed periods, under old and new terms",
        headroom="Headroom under each cap",
        resolutions=f"Resolutions ({resolutions:,})",
        not_known=f"Not compared ({not_known:,})",
        files=f"Files read ({len(found.inputs):,})",
    )


def _outcome(a: Amended, shared: Plan) -> str:
    """Return in a few words what there is: effects, needs, and what is wrong with the draft itself."""
    needed = needs_tally(a.needs)
    counts = Counter(t.verdict for t in a.troubles)
    wrong = ", ".join(f"{counts[v]} {v}" for v in ("violated", "undetermined") if counts[v])
    nothing = "none found" if shared.no_need == NO_NEED else "not known"
    parts = [
        shared.summary,
        f"Needs: {needed or nothing}.",
        f"The draft itself: {wrong}." if wrong else "",
    ]
    return " ".join(sentence(part) for part in parts if part)
