"""What a proved difference between two clauses is called: its key, and who is worse off by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from checker.compare import worse_off
from checker.compare.norms import (
    REPORTING,
    WAIVER,
    approval_of,
    charge_limit,
    is_conversion,
    is_report,
    is_waiver,
)
from checker.compare.sides import Side
from checker.compare.worse_off import Who
from checker.ir.walk import everything
from checker.proof.change import Change
from checker.proof.words import right_words
from checker.typed import nodes as t

LOOSER, TIGHTER = "looser", "tighter"


@dataclass(frozen=True)
class Two:
    """A clause on both sides, and the sides."""

    old: t.Clause
    new: t.Clause
    before: Side
    after: Side

    @property
    def permits(self) -> bool:
        """Tell whether the clause is a permission: it asks for less where it applies to more."""
        return isinstance(self.new.norm, t.Duty) and self.new.norm.modality == "may"

    @property
    def not_before(self) -> bool:
        """Tell whether the clause sets the first day on which something may be."""
        norm = self.new.norm
        return isinstance(norm, t.Limit) and norm.subject.type.kind == "date" and norm.relation == "at least"


Called = tuple[str, Who]
"""The key of a difference, and who is worse off."""


def called(change: Change, two: Two) -> Called:
    """Return what a difference is called, and who is worse off by it."""
    key = _FACETS.get(change.facet, _whole)(change, two)
    return key, _who(change, two, key)


def _pick(way: str, looser: str, tighter: str, other: str) -> str:
    return {LOOSER: looser, TIGHTER: tighter}.get(way, other)


def _whole(change: Change, two: Two) -> str:
    if is_conversion(two.new):
        return "conversion-changed"
    if is_report(two.new) and change.direction in (LOOSER, TIGHTER):
        return REPORTING[change.direction == LOOSER]
    return _pick(change.direction, "clause-loosened", "clause-tightened", "clause-changed")


# --- amounts and days --------------------------------------------------------------------------


def _limit(change: Change, two: Two) -> str:
    if is_waiver(two.new, two.after) != is_waiver(two.old, two.before):
        return WAIVER[is_waiver(two.old, two.before)]
    if change.direction not in ("raised", "lowered"):
        fixed = isinstance(two.new.norm, t.Limit) and two.new.norm.relation == "exactly"
        return "fixed-amount-changed" if fixed and change.direction not in (LOOSER, TIGHTER) else _whole(change, two)
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
    if charge_limit(two.new, two.after) == "at least" and change.direction in (LOOSER, TIGHTER):
        return WAIVER[change.direction == TIGHTER]
    return f"exception-{change.how}"


def _condition(change: Change, two: Two) -> str:
    if is_waiver(two.new, two.after) != is_waiver(two.old, two.before):
        return WAIVER[is_waiver(two.old, two.before)]
    old, new = approval_of(two.old), approval_of(two.new)
    if isinstance(two.new.norm, t.Holds) and old is not None and new is not None and old != new:
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
    if change.how in ("added", "removed") and _right(change, two) is not None:
        return f"termination-right-{change.how}"
    return _whole(change, two)


def _right(change: Change, two: Two) -> t.Right | None:
    """Return the right that came or went."""
    clause, words = (two.new, change.new) if change.new else (two.old, change.old)
    rights = clause.norm.rights if isinstance(clause.norm, t.TerminableBy) else ()
    return next((r for r in rights if right_words(r) == words), None)


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


# --- who is worse off ----------------------------------------------------------------------------


def _who(change: Change, two: Two, key: str) -> Who:
    special = _OTHERS.get(key.partition("-")[0])
    if key.startswith("termination-right"):
        special = _of_right
    return special(change, two) if special else _by_way(_way(change, two), two)


def _way(change: Change, two: Two) -> str:
    """Return whether the clause asks for less or more, where the direction is that of a figure or part."""
    way = change.direction
    if change.facet in ("applies", "when") and two.permits:
        return {LOOSER: TIGHTER, TIGHTER: LOOSER}.get(way, way)
    if way not in ("raised", "lowered"):
        return way
    norm = two.new.norm
    least = isinstance(norm, t.Limit) and norm.relation == "at least"
    if change.facet == "deadline" and not two.not_before:
        least = False
    return LOOSER if (way == "raised") != least else TIGHTER


def _by_way(way: str, two: Two) -> Who:
    """Return those the clause protects, those it binds, or both."""
    lost = worse_off.protected(two.old, two.before) if way != TIGHTER else ()
    bound = worse_off.bound(two.new, two.after) if way != LOOSER else ()
    return tuple(dict.fromkeys((*lost, *bound)))


def _paid(change: Change, two: Two) -> Who:
    return worse_off.of_amount(two.after, change.direction)


def _charged(change: Change, two: Two) -> Who:
    """The charge is less where its upper limit is tighter, or its lower one looser, or it is waived."""
    if change.direction in ("raised", "lowered"):
        return worse_off.of_charge(two.after, change.direction)
    upper = charge_limit(two.new, two.after) == "at most"
    less = change.direction == (TIGHTER if upper else LOOSER)
    if is_waiver(two.new, two.after):
        less = change.direction == TIGHTER
    return worse_off.of_charge(two.after, "lowered" if less else "raised")


def _asked(change: Change, two: Two) -> Who:
    """Return the bodies whose vote counts for less; where it counts for more, those who need it."""
    if isinstance(two.new.norm, t.TerminableBy):
        return _easier_end(change, two)
    if change.direction == TIGHTER:
        return worse_off.bound(two.new, two.after)
    old = approval_of(two.old)
    return worse_off.electors(old, two.before) if old is not None else _by_way(change.direction, two)


def _consenting(change: Change, two: Two) -> Who:
    """Return those whose consent is no longer asked; where more is asked, the company, which must ask."""
    if change.direction == TIGHTER:
        return ("company",)
    old, new = _consents(two.old, two.before), _consents(two.new, two.after)
    return tuple(w for w in old if w not in new) or _by_way(change.direction, two)


def _consents(clause: t.Clause, side: Side) -> Who:
    found = (n for n in everything(clause) if isinstance(n, t.ConsentOf))
    return tuple(dict.fromkeys(w for n in found for w in worse_off.electors(n, side)))


def _noticed(change: Change, two: Two) -> Who:
    """Return those who must give longer notice, or are given shorter."""
    norms = (two.old.norm, two.new.norm)
    rights = [r for n in norms if isinstance(n, t.TerminableBy) for r in n.rights if r.days is not None]
    who = worse_off.of_right if change.direction in ("raised", TIGHTER) else worse_off.against_right
    return tuple(dict.fromkeys(w for r in rights for w in who(r, two.after)))


def _of_right(change: Change, two: Two) -> Who:
    right = _right(change, two)
    if right is None:
        return _easier_end(change, two)
    if change.how == "added":
        return worse_off.against_right(right, two.after)
    return worse_off.of_right(right, two.before)


def _easier_end(change: Change, two: Two) -> Who:
    return _by_way({LOOSER: TIGHTER, TIGHTER: LOOSER}.get(change.direction, change.direction), two)


def _both(change: Change, two: Two) -> Who:
    return _by_way("", two)


_OTHERS: dict[str, Callable[[Change, Two], Who]] = {
    "fee": _paid,
    "term": _paid,
    "cdsc": _charged,
    "approval": _asked,
    "consent": _consenting,
    "notice": _noticed,
    "survival": _both,
}
