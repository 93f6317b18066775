"""What a proved difference between two clauses is called."""

from __future__ import annotations

from collections.abc import Callable

from checker.compare.losers import losers
from checker.compare.norms import (
    REPORTING,
    WAIVER,
    approval_of,
    charge_limit,
    is_conversion,
    is_report,
    is_waiver,
)
from checker.compare.two import LOOSER, TIGHTER, Two, consents, right_of
from checker.compare.worse_off import Who
from checker.ir.walk import everything
from checker.proof.change import Change
from checker.typed import nodes as t

Called = tuple[str, Who]
"""The key of a difference, and who is worse off."""


def called(change: Change, two: Two) -> Called:
    """Return what a difference is called, and who is worse off by it."""
    facet = _ending if _ends(two) and change.facet in _OF_ENDINGS else _FACETS.get(change.facet, _whole)
    key = facet(change, two)
    return key, losers(change, two, key)


def _pick(way: str, looser: str, tighter: str, other: str) -> str:
    return {LOOSER: looser, TIGHTER: tighter}.get(way, other)


def _whole(change: Change, two: Two) -> str:
    if is_conversion(two.new):
        return "conversion-changed"
    if is_report(two.new) and change.direction in (LOOSER, TIGHTER):
        return REPORTING[change.direction == LOOSER]
    return _pick(change.direction, "clause-loosened", "clause-tightened", "clause-changed")


_OF_ENDINGS = ("applies", "when", "condition", "whole")


def _ends(two: Two) -> bool:
    return isinstance(two.new.norm, t.TerminatesWhen) and isinstance(two.old.norm, t.TerminatesWhen)


def _ending(change: Change, two: Two) -> str:
    """An agreement that ends in more cases asks nobody for more: its ending is widened."""
    return _pick(change.direction, "ending-narrowed", "ending-widened", "clause-changed")


# --- amounts and days --------------------------------------------------------------------------


def _limit(change: Change, two: Two) -> str:
    if is_waiver(two.new, two.after) != is_waiver(two.old, two.before):
        return WAIVER[is_waiver(two.old, two.before)]
    if change.direction not in ("raised", "lowered"):
        return _whole(change, two)
    if is_conversion(two.new):
        return _conversion(change)
    if charge_limit(two.new, two.after):
        return f"cdsc-{change.direction}"
    relation = two.new.norm.relation if isinstance(two.new.norm, t.Limit) else ""
    stem = {"at most": "cap", "at least": "minimum"}.get(relation, "")
    if stem:
        return f"{stem}-{change.direction}"
    return "fixed-amount-changed" if relation == "exactly" else "clause-changed"


def _conversion(change: Change) -> str:
    ways = {"raised": "conversion-lengthened", "lowered": "conversion-shortened"}
    return ways.get(change.direction, "conversion-changed")


def _base(change: Change, two: Two) -> str:
    ways = {"raised": "fee-base-widened", "lowered": "fee-base-narrowed"}
    return ways.get(change.direction, "fee-base-changed")


def _deadline(change: Change, two: Two) -> str:
    if is_conversion(two.new):
        return _conversion(change)
    later = change.direction in ("raised", LOOSER)
    if change.direction not in ("raised", "lowered", LOOSER, TIGHTER):
        return "clause-changed"
    if two.not_before and change.direction in ("raised", "lowered"):
        return "clause-tightened" if later else "clause-loosened"
    if not (change.old and change.new):
        return "deadline-removed" if change.old else "deadline-added"
    return "deadline-extended" if later else "deadline-shortened"


def _term(change: Change, two: Two) -> str:
    return {"raised": "term-lengthened", "lowered": "term-shortened"}.get(change.direction, "term-changed")


def _notice(change: Change, two: Two) -> str:
    ways = {"raised": "notice-lengthened", "lowered": "notice-shortened"}
    return ways.get(change.direction, _whole(change, two))


# --- conditions --------------------------------------------------------------------------------


def _applies(change: Change, two: Two) -> str:
    if is_conversion(two.new):
        return "conversion-changed"
    wider = {TIGHTER: True, LOOSER: False}.get(change.direction)
    if wider is None:
        return "condition-changed"
    if is_waiver(two.new, two.after):
        return WAIVER[not wider]
    return "condition-widened" if wider else "condition-narrowed"


def _unless(change: Change, two: Two) -> str:
    consents = _consents_of(change, two)
    if consents:
        return consents
    if charge_limit(two.new, two.after) == "at least" and change.direction in (LOOSER, TIGHTER):
        return WAIVER[change.direction == TIGHTER]
    return f"exception-{change.how}"


def _consents_of(change: Change, two: Two) -> str:
    """Return what an exception is called that asks for other consents than it did."""
    if change.how in ("added", "removed") or not (_asks(two.old) and _asks(two.new)):
        return ""
    old, new = set(consents(two.old, two.before)), set(consents(two.new, two.after))
    return "consent-removed" if new < old else "consent-added" if old < new else ""


def _asks(clause: t.Clause) -> bool:
    return any(isinstance(n, t.ApprovedBy) for u in clause.unless for n in everything(u.condition))


def _condition(change: Change, two: Two) -> str:
    if is_waiver(two.new, two.after) != is_waiver(two.old, two.before):
        return WAIVER[is_waiver(two.old, two.before)]
    old, new = approval_of(two.old), approval_of(two.new)
    same_words = change.old == change.new
    if isinstance(two.new.norm, t.Holds) and old and new and (old != new or same_words):
        return _approval(change, two)
    return _whole(change, two)


def _duty(change: Change, two: Two) -> str:
    if is_report(two.new) or is_conversion(two.new):
        return _whole(change, two)
    return _pick(change.direction, "duty-loosened", "duty-tightened", "clause-changed")


# --- approvals and rights ------------------------------------------------------------------------


def _approval(change: Change, two: Two) -> str:
    if change.how in ("added", "removed"):
        return f"approval-{change.how}"
    return _pick(change.direction, "approval-loosened", "approval-tightened", "approval-changed")


def _consent(change: Change, two: Two) -> str:
    if change.how in ("added", "removed"):
        return f"consent-{change.how}"
    return _pick(change.direction, "consent-removed", "consent-added", "approval-changed")


def _rights(change: Change, two: Two) -> str:
    if change.how in ("added", "removed") and right_of(change, two) is not None:
        return f"termination-right-{change.how}"
    return _whole(change, two)


_FACETS: dict[str, Callable[[Change, Two], str]] = {
    "applies": _applies,
    "when": _applies,
    "unless": _unless,
    "limit": _limit,
    "base": _base,
    "deadline": _deadline,
    "approval": _approval,
    "consent": _consent,
    "condition": _condition,
    "duty": _duty,
    "term": _term,
    "notice": _notice,
    "rights": _rights,
    "survival": lambda change, two: "survival-changed",
    "order": lambda change, two: "order-changed",
}
