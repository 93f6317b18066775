"""What kind of thing a clause says: the words that an added, struck or changed one goes under."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checker.compare.meaning import is_charge
from checker.compare.sides import Side
from checker.ir.walk import everything
from checker.proof.words import approval_words, origin_words, request_words, right_words, said
from checker.typed import nodes as t

Keys = tuple[str, str]
"""The key where such a clause comes, and the one where it goes."""

_DUTIES: dict[str, Keys] = {
    "must": ("duty-added", "duty-removed"),
    "must not": ("prohibition-added", "prohibition-removed"),
    "may": ("permission-added", "permission-removed"),
}
_LIMITS: dict[str, Keys] = {
    "at most": ("cap-added", "cap-removed"),
    "between": ("cap-added", "cap-removed"),
    "at least": ("minimum-added", "minimum-removed"),
    "exactly": ("clause-added", "clause-removed"),
}
REPORTING: Keys = ("reporting-increased", "reporting-lessened")
WAIVER: Keys = ("cdsc-waived", "cdsc-waiver-removed")


def keys_of(clause: t.Clause, side: Side) -> Keys:
    """Return what the coming and the going of a clause are called."""
    if is_conversion(clause):
        return "conversion-changed", "conversion-changed"
    if is_waiver(clause, side):
        return WAIVER
    if is_report(clause):
        return REPORTING
    match clause.norm:
        case t.Limit():
            timed = clause.norm.subject.type.kind == "date"
            return ("deadline-added", "deadline-removed") if timed else _LIMITS[clause.norm.relation]
        case t.Duty(modality=modality):
            return _DUTIES[modality]
        case t.Continues():
            return "term-changed", "term-changed"
        case t.TerminableBy():
            return "termination-right-added", "termination-right-removed"
        case t.TerminatesWhen() | t.EndsWith():
            return "ending-added", "ending-removed"
        case t.Survives():
            return "survival-changed", "survival-changed"
        case _:
            approval = approval_of(clause)
            return _approved(approval) if approval else ("clause-added", "clause-removed")


def _approved(approval: t.Approval) -> Keys:
    if all(not isinstance(n, t.VoteOf) for n in everything(approval)):
        return "consent-added", "consent-removed"
    return "approval-added", "approval-removed"


def approval_of(clause: t.Clause) -> t.Approval | None:
    """Return the approval that a clause wants, in its norm or as what must hold."""
    match clause.norm:
        case t.Requires(request=request):
            return request.approval
        case t.Continues(approval=approval):
            return approval
        case t.Holds(condition=condition):
            return next((e.request.approval for e in _alternatives(condition)), None)
        case _:
            return None


def _alternatives(condition: t.Expr) -> Iterator[t.ApprovedBy]:
    match condition:
        case t.ApprovedBy():
            yield condition
        case t.Logic(parts=parts):
            for part in parts:
                yield from _alternatives(part)
        case _:
            return


def facts_of(clause: t.Clause) -> Iterator[str]:
    """Yield the kinds of fact that a clause runs over, or wants or forbids."""
    yield from (o.name for o in clause.each if o.kind == "fact")
    match clause.norm:
        case t.Duty(event=event) | t.TerminatesWhen(event=event):
            yield event.name
        case t.Holds(condition=t.Query(over=over)):
            yield over.name
        case t.Limit(subject=t.Query(over=over)):
            yield over.name
        case _:
            return


def is_report(clause: t.Clause) -> bool:
    """Tell whether a clause wants a report or a statement made, given or looked at."""
    match clause.norm:
        case t.Duty(modality="must", event=event):
            return _reports(event.name)
        case t.Holds(condition=t.Query(fn="any", over=over)):
            return _reports(over.name)
        case _:
            return False


def _reports(kind: str) -> bool:
    return any(word in ("report", "statement") for word in kind.split("_"))


def is_conversion(clause: t.Clause) -> bool:
    """Tell whether a clause is about conversions of shares."""
    return any("conversion" in kind.split("_") for kind in facts_of(clause))


def charge_limit(clause: t.Clause, side: Side) -> str:
    """Return how a clause limits the charge on a redemption; empty where it does not."""
    match clause.norm:
        case t.Limit(subject=subject, relation=relation) if is_charge(subject, side.agreement):
            return relation
        case t.Holds(condition=t.Compare(op="=", left=left, right=right)):
            charged = is_charge(left, side.agreement) or is_charge(right, side.agreement)
            return "exactly" if charged and left.type.kind == "money" else ""
        case _:
            return ""


def is_waiver(clause: t.Clause, side: Side) -> bool:
    """Tell whether a clause takes the charge away, or lets it be left out."""
    limits = charge_limit(clause, side)
    match clause.norm:
        case t.Limit(bound=bound):
            return limits in ("at most", "exactly") and _is_zero(bound)
        case t.Holds(condition=t.Compare(left=left, right=right)):
            return limits == "exactly" and (_is_zero(left) or _is_zero(right))
        case t.Duty(modality="may"):
            over = (side.document.clauses.get(name) for name in clause.despite)
            return any(c is not None and charge_limit(c, side) in ("at least", "exactly") for c in over)
        case _:
            return False


def _is_zero(e: t.Expr) -> bool:
    return isinstance(e, t.Const) and isinstance(e.value, Fraction) and e.value == 0


def which_of(clause: t.Clause) -> str:
    """Return for what a clause holds, in the words of its conditions."""
    conditions = [o.where for o in clause.each if o.where is not None]
    conditions += [e for e in (clause.when,) if e is not None]
    return " and ".join(filter(None, map(said, conditions)))


def norm_words(clause: t.Clause, side: Side) -> str:
    """Return the norm of a clause in the words of the language, or all of the clause as it is written."""
    match clause.norm:
        case t.Limit(subject=subject, relation="between", bound=bound, upper=upper):
            return f"{said(subject)} between {said(bound)} and {said(upper)}"
        case t.Limit(subject=subject, relation=relation, bound=bound):
            return f"{said(subject)} {relation} {said(bound)}"
        case t.Holds(condition=condition):
            return said(condition)
        case t.Duty(actor=actor, modality=modality, verb=verb, event=event):
            return f"{actor} {modality} {verb} {origin_words(event)}"
        case t.Requires(request=request):
            return request_words(request)
        case t.TerminableBy(rights=rights):
            return " or ".join(map(right_words, rights))
        case t.Continues(until=until, approval=approval):
            return f"until {said(until)}, then while approved by {approval_words(approval)}"
        case t.TerminatesWhen(instruments=instruments, event=event, on=on):
            day = f" on {said(on)}" if on is not None else ""
            return f"{' and '.join(instruments)} terminates when {origin_words(event)}{day}"
        case t.EndsWith(instrument=instrument, other=other):
            return f"{instrument} ends with {other}"
        case _:
            return side.words(clause.span) or clause.says
