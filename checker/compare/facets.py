"""What a proved difference between two clauses is called: its key, its direction and who is worse off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.compare import worse_off
from checker.compare.norms import REPORTING, approval_of, charge_limit, is_conversion, is_report, is_waiver
from checker.compare.sides import Side
from checker.compare.worse_off import Who
from checker.findings.amended import Direction
from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.clauses import Change

_UP, _DOWN = "up", "down"
Way = str
"""``looser``, ``tighter``, or neither: both ways, or not decided."""


@dataclass(frozen=True)
class Two:
    """A clause on both sides, and the sides."""

    old: t.Clause
    new: t.Clause
    before: Side
    after: Side


@dataclass(frozen=True)
class Called:
    """What a difference is called, and who is worse off by it."""

    key: str
    worse: Who


def called(change: Change, two: Two) -> Called:
    """Return what a difference is called."""
    way = _way(change.direction, two)
    return _FACETS.get(change.facet, _other)(change, way, two)


def _way(direction: Direction, two: Two) -> Way:
    """Return whether a clause asks for less or more; what a limit's figure did is turned into that."""
    if direction not in ("raised", "lowered"):
        return direction
    norm = two.new.norm
    least = isinstance(norm, t.Limit) and norm.relation == "at least"
    return "looser" if (direction == "raised") != least else "tighter"


def _by_way(way: Way, two: Two) -> Who:
    """Return who is worse off: those the clause protects, those it binds, or both."""
    lost = worse_off.protected(two.old, two.before) if way != "tighter" else ()
    bound = worse_off.bound(two.new, two.after) if way != "looser" else ()
    return tuple(dict.fromkeys((*lost, *bound)))


def _pick(way: Way, looser: str, tighter: str, other: str) -> str:
    return {"looser": looser, "tighter": tighter}.get(way, other)


# --- each facet ------------------------------------------------------------------------------


def _limit(change: Change, way: Way, two: Two) -> Called:
    who = _by_way(way, two)
    if is_conversion(two.new):
        return Called(_conversion(way, two), who)
    norm = two.new.norm
    if way not in ("looser", "tighter"):
        exactly = isinstance(norm, t.Limit) and norm.relation == "exactly"
        return Called("fixed-amount-changed" if exactly else "clause-changed", who)
    limits = charge_limit(two.new, two.after)
    if limits in ("at most", "at least"):
        more = (way == "looser") == (limits == "at most")
        if is_waiver(two.new, two.after) and not is_waiver(two.old, two.before):
            return Called("cdsc-waived", who)
        return Called("cdsc-raised" if more else "cdsc-lowered", who)
    return Called(_figure(norm, way), who)


def _figure(norm: t.Norm, way: Way) -> str:
    if not isinstance(norm, t.Limit) or norm.relation == "between":
        return _pick(way, "clause-loosened", "clause-tightened", "clause-changed")
    if norm.subject.type.kind == "date":
        return _pick(way, "deadline-extended", "deadline-shortened", "clause-changed")
    if norm.relation == "at least":
        return _pick(way, "minimum-lowered", "minimum-raised", "clause-changed")
    if norm.relation == "exactly":
        return "fixed-amount-changed"
    return _pick(way, "cap-raised", "cap-lowered", "clause-changed")


def _conversion(way: Way, two: Two) -> str:
    norm = two.new.norm
    if not isinstance(norm, t.Limit) or way not in ("looser", "tighter"):
        return "conversion-changed"
    later = (way == "looser") == (norm.relation == "at most")
    return "conversion-lengthened" if later else "conversion-shortened"


def _base(change: Change, way: Way, two: Two) -> Called:
    return Called(
        _pick(way, "fee-base-widened", "fee-base-narrowed", "fee-base-changed"),
        worse_off.of_amount(two.after, "raised" if way == "looser" else "lowered" if way == "tighter" else ""),
    )


def _deadline(change: Change, way: Way, two: Two) -> Called:
    if is_conversion(two.new):
        return Called(_conversion(way, two), _by_way(way, two))
    key = _pick(way, "deadline-extended", "deadline-shortened", "clause-changed")
    return Called(key, _by_way(way, two))


def _applies(change: Change, way: Way, two: Two) -> Called:
    """Where a clause asks for something, it is looser where it applies to less; a permission, to more."""
    allows = isinstance(two.new.norm, t.Duty) and two.new.norm.modality == "may"
    narrower, wider = "condition-narrowed", "condition-widened"
    who = _by_way(way, two)
    if is_waiver(two.new, two.after) and way in ("looser", "tighter"):
        more = (way == "looser") == allows
        return Called("cdsc-waived" if more else "cdsc-waiver-removed", who)
    if is_conversion(two.new):
        return Called("conversion-changed", who)
    if allows:
        narrower, wider = wider, narrower
    return Called(_pick(way, narrower, wider, "condition-changed"), who)


def _unless(change: Change, way: Way, two: Two) -> Called:
    who = _by_way(way, two)
    charged = charge_limit(two.new, two.after) == "at least"
    if charged and way in ("looser", "tighter"):
        return Called(_pick(way, "cdsc-waived", "cdsc-waiver-removed", ""), who)
    if not change.old:
        return Called("exception-added", who)
    if not change.new:
        return Called("exception-removed", who)
    return Called(_pick(way, "exception-widened", "exception-narrowed", "exception-changed"), who)


def _approval(change: Change, way: Way, two: Two) -> Called:
    if not change.old or not change.new:
        return Called("approval-added" if change.new else "approval-removed", _by_way(way, two))
    old = approval_of(two.old)
    lost = worse_off.electors(old, two.before) if old is not None else ()
    who = lost if way == "looser" else _by_way(way, two)
    return Called(_pick(way, "approval-loosened", "approval-tightened", "approval-changed"), who)


def _consent(change: Change, way: Way, two: Two) -> Called:
    if way in ("looser", "tighter"):
        return Called(_pick(way, "consent-removed", "consent-added", ""), _consenting(two, way))
    if not change.old or not change.new:
        return Called("consent-added" if change.new else "consent-removed", _consenting(two, way))
    return Called("approval-changed", _consenting(two, way))


def _consenting(two: Two, way: Way) -> Who:
    """Return those whose consent is no longer asked; where more is asked, those who must ask."""
    if way == "tighter":
        return ("company",)
    old, new = _consents(two.old, two.before), _consents(two.new, two.after)
    return tuple(w for w in old if w not in new) or _by_way(way, two)


def _consents(clause: t.Clause, side: Side) -> Who:
    from checker.ir.walk import everything

    found = (n for n in everything(clause) if isinstance(n, t.ConsentOf))
    return tuple(dict.fromkeys(w for n in found for w in worse_off.electors(n, side)))


def _term(change: Change, way: Way, two: Two) -> Called:
    longer = change.direction in ("raised", "looser")
    shorter = change.direction in ("lowered", "tighter")
    key = "term-lengthened" if longer else "term-shortened" if shorter else "term-changed"
    return Called(key, worse_off.of_amount(two.after, change.direction))


def _notice(change: Change, way: Way, two: Two) -> Called:
    longer = change.direction in ("raised", "tighter")
    shorter = change.direction in ("lowered", "looser")
    rights = [r for c in (two.old, two.new) for r in _rights(c)]
    side = two.after
    givers = dict.fromkeys(w for r in rights if r.days is not None for w in worse_off.of_right(r, side))
    others = dict.fromkeys(w for r in rights if r.days is not None for w in worse_off.against_right(r, side))
    if longer:
        return Called("notice-lengthened", tuple(givers))
    if shorter:
        return Called("notice-shortened", tuple(others))
    return Called("clause-changed", (*givers, *others))


def _rights(clause: t.Clause) -> tuple[t.Right, ...]:
    return clause.norm.rights if isinstance(clause.norm, t.TerminableBy) else ()


def _right(change: Change, way: Way, two: Two) -> Called:
    old, new = ({_holder(r): r for r in _rights(c)} for c in (two.old, two.new))
    gone = [r for k, r in old.items() if k not in new]
    come = [r for k, r in new.items() if k not in old]
    if not change.old or (not change.new and not gone and come):
        return Called("termination-right-added", _each(come, worse_off.against_right, two.after))
    if not change.new:
        return Called("termination-right-removed", _each(gone, worse_off.of_right, two.before))
    key = _pick(way, "termination-right-added", "termination-right-removed", "clause-changed")
    return Called(key, _by_way(way, two))


def _holder(right: t.Right) -> object:
    return right.party or right.approval


def _each(rights: list[t.Right], who: Callable[[t.Right, Side], Who], side: Side) -> Who:
    return tuple(dict.fromkeys(w for r in rights for w in who(r, side)))


def _duty(change: Change, way: Way, two: Two) -> Called:
    who = _by_way(way, two)
    if is_report(two.new) and way in ("looser", "tighter"):
        return Called(_pick(way, REPORTING[1], REPORTING[0], ""), who)
    if is_conversion(two.new):
        return Called("conversion-changed", who)
    return Called(_pick(way, "duty-loosened", "duty-tightened", "clause-changed"), who)


def _survival(change: Change, way: Way, two: Two) -> Called:
    return Called("survival-changed", _by_way("", two))


def _order(change: Change, way: Way, two: Two) -> Called:
    return Called("order-changed", _by_way(way, two))


def _other(change: Change, way: Way, two: Two) -> Called:
    if is_conversion(two.new):
        return Called("conversion-changed", _by_way(way, two))
    if is_report(two.new) and way in ("looser", "tighter"):
        return Called(_pick(way, REPORTING[1], REPORTING[0], ""), _by_way(way, two))
    if isinstance(two.new.norm, t.Survives):
        return _survival(change, way, two)
    return Called(_pick(way, "clause-loosened", "clause-tightened", "clause-changed"), _by_way(way, two))


_FACETS: dict[str, Callable[[Change, Way, Two], Called]] = {
    "applies": _applies,
    "when": _applies,
    "unless": _unless,
    "limit": _limit,
    "base": _base,
    "deadline": _deadline,
    "approval": _approval,
    "consent": _consent,
    "term": _term,
    "notice": _notice,
    "rights": _right,
    "duty": _duty,
    "survival": _survival,
    "order": _order,
}
