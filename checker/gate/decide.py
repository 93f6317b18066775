"""What an effect of an edit that no amendment makes counts for. Documented in docs/ci.md."""

from __future__ import annotations

from typing import Literal

from checker.findings.amended import Effect

Decision = Literal["violated", "undetermined", "review"]

TIGHTENS = frozenset(
    {
        "rate-lowered",
        "cap-lowered",
        "cap-added",
        "fee-base-narrowed",
        "consent-added",
        "approval-added",
        "approval-tightened",
        "reporting-increased",
        "exception-removed",
        "exception-narrowed",
        "deadline-shortened",
        "deadline-added",
        "duty-added",
        "duty-tightened",
        "prohibition-added",
        "permission-removed",
        "clause-added",
        "clause-tightened",
    }
)
"""After these nobody may do more, and nobody must do less, than before."""

ENCODES = frozenset(
    {
        "clause-renumbered",
        "definition-added",
        "definition-removed",
        "body-added",
        "schedule-added",
        "schedule-removed",
        "column-added",
        "column-removed",
        "row-changed",
        "regulation-added",
    }
)
"""These bind nobody by themselves: what the clauses make of them is an effect of its own."""

BY_DIRECTION = frozenset(
    {"condition-widened", "condition-narrowed", "condition-changed", "definition-changed"}
)
"""These may go either way; what was proved of them decides."""

NOT_KNOWN = frozenset({"text-changed", "not-comparable", "reading-changed", "question-changed"})
"""What these change is a question for counsel."""

LISTED = frozenset({"severity-changed", "basis-changed", "fact-changed"})
"""These are listed with the other changes of the encoding, old and new, and are no findings."""


def decision(effect: Effect, not_encoded: frozenset[str] = frozenset()) -> Decision:
    """Return what the effect of an edit counts for; what is in no table is a violation.

    ``not_encoded`` are the paragraphs that nothing encoded before: what is added for one of them was
    agreed all along.
    """
    if effect.key.endswith("-added") and effect.paragraph in not_encoded:
        return "review"
    if effect.key == "question-changed" and not (effect.old or effect.direction):
        return "review"  # nobody is bound by what is asked: the clause that asks it has an effect of its own
    if effect.key in NOT_KNOWN or effect.direction == "undecided":
        return "undetermined"
    if effect.direction in ("looser", "both ways"):
        return "violated"
    if effect.key in TIGHTENS | ENCODES:
        return "review"
    return "review" if effect.key in BY_DIRECTION and effect.direction == "tighter" else "violated"
