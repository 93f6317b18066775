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
        "minimum-raised",
        "minimum-added",
        "fee-base-narrowed",
        "consent-added",
        "approval-added",
        "approval-tightened",
        "reporting-increased",
        "exception-removed",
        "exception-narrowed",
        "deadline-shortened",
        "duty-added",
        "duty-tightened",
        "prohibition-added",
        "permission-removed",
        "clause-added",
        "clause-tightened",
    }
)
"""After these nobody may do more, and nobody must do less, than before."""

NAMES_ONLY = frozenset({"clause-renumbered", "clause-renamed"})
"""After these the same is agreed, under another name."""

BY_DIRECTION = frozenset(
    {"condition-widened", "condition-narrowed", "condition-changed", "definition-changed", "order-changed"}
)
"""These may go either way; what was proved of them decides."""

NOT_KNOWN = frozenset({"text-changed", "not-comparable"})
"""What these change is not known."""


def decision(effect: Effect, not_encoded: frozenset[str] = frozenset()) -> Decision:
    """Return what the effect of an edit counts for; what is in no table is a violation.

    ``not_encoded`` are the paragraphs that nothing encoded before: what is added for one of them was
    agreed all along.
    """
    if effect.key.endswith("-added") and effect.paragraph in not_encoded:
        return "review"
    if effect.key in NOT_KNOWN or effect.direction == "undecided":
        return "undetermined"
    if effect.direction in ("looser", "both ways"):
        return "violated"
    if effect.key in TIGHTENS | NAMES_ONLY:
        return "review"
    return "review" if effect.key in BY_DIRECTION and effect.direction == "tighter" else "violated"
