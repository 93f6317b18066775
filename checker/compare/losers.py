"""Who is worse off by a proved difference between two clauses."""

from __future__ import annotations

from collections.abc import Callable

from checker.compare import worse_off
from checker.compare.norms import approval_of, charge_limit, is_waiver
from checker.compare.two import LOOSER, TIGHTER, Two, consents, right_of
from checker.compare.worse_off import Who
from checker.proof.change import Change
from checker.typed import nodes as t


def losers(change: Change, two: Two, key: str) -> Who:
    """Return who is worse off by a difference that goes by this key."""
    special = _OTHERS.get(key.partition("-")[0])
    if key.startswith("termination-right"):
        special = _of_right
    return special(change, two) if special else _by_way(_way(change, two), two)


def _way(change: Change, two: Two) -> str:
    """Return whether the clause does less or more, where the direction is that of a figure or part.

    A permission does more where it asks for less.
    """
    way = change.direction
    if two.permits and change.facet not in ("applies", "when"):
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


def _converted(change: Change, two: Two) -> Who:
    """What is borne on shares that convert later is borne longer."""
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
    old, new = consents(two.old, two.before), consents(two.new, two.after)
    return tuple(w for w in old if w not in new) or _by_way(change.direction, two)


def _noticed(change: Change, two: Two) -> Who:
    """Return those who must give longer notice, or are given shorter."""
    norms = (two.old.norm, two.new.norm)
    rights = [r for n in norms if isinstance(n, t.TerminableBy) for r in n.rights if r.days is not None]
    who = worse_off.of_right if change.direction in ("raised", TIGHTER) else worse_off.against_right
    return tuple(dict.fromkeys(w for r in rights for w in who(r, two.after)))


def _of_right(change: Change, two: Two) -> Who:
    right = right_of(change, two)
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
    "conversion": _converted,
    "approval": _asked,
    "consent": _consenting,
    "notice": _noticed,
    "survival": _both,
}
