"""Who is worse off by an effect: found from the clause, its payer, payee, body and actor."""

from __future__ import annotations

from typing import Any

from checker.compare.norms import approval_of, is_report
from checker.compare.sides import Side
from checker.findings.amended import Direction
from checker.ir import nodes as ir
from checker.ir.walk import children, everything
from checker.typed import nodes as t

Who = tuple[str, ...]
BOARD = "board"
EARNED = ("cdsc_paid_to", "cdsc_paid_on")
"""Fields that say what became of a charge that was taken: a clause on these is for who earned it."""
ASSIGNEES, PROVIDERS = "assignees", "service providers"


def holders(side: Side, share_class: str = "") -> Who:
    """Return the holders of a class, or of all that the agreement is about."""
    classes = (share_class,) if share_class else side.document.shares
    return tuple(f"holders of {c}" for c in classes) or ("holders",)


def payees(side: Side, rule: ir.Rule | None) -> Who:
    """Return who is paid what a rule bounds: the party of the agreement, and those it passes it on to."""
    party = side.document.agreement_with
    found = [party] if party else []
    if rule is not None and isinstance(rule.check, ir.Bound) and _to_providers(rule.check.subject, side):
        found.append(PROVIDERS)
    if side.assigned:
        found.append(ASSIGNEES)
    return tuple(found) or ("payee",)


def of_charge(side: Side, direction: Direction, share_class: str = "") -> Who:
    """Return who is worse off where the charge on a redemption rises, or falls."""
    return _by(direction, holders(side, share_class), payees(side, None))


def of_amount(
    side: Side, direction: Direction, share_class: str = "", rule: ir.Rule | None = None
) -> Who:
    """Return who is worse off where what the holders bear rises, or falls."""
    return _by(direction, holders(side, share_class), payees(side, rule))


def _by(direction: Direction, if_more: Who, if_less: Who) -> Who:
    if direction in ("raised", "looser"):
        return if_more
    if direction in ("lowered", "tighter"):
        return if_less
    return tuple(dict.fromkeys((*if_more, *if_less)))


def _to_providers(subject: t.Expr, side: Side) -> bool:
    """Tell whether payments with a provider are summed, and none without."""
    todo: list[Any] = [subject]
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        if isinstance(node, t.Negate):
            continue
        if isinstance(node, t.Arith) and node.op == "-":
            todo.append(node.left)
            continue
        if isinstance(node, t.IsGiven) and isinstance(node.target, t.Get) and node.target.field == "provider":
            return True
        if isinstance(node, t.Apply) and node.definition not in seen:
            seen.add(node.definition)
            found = side.agreement.definitions.get(node.definition)
            todo += [found.expression] if found else []
        todo += children(node)
    return False


def electors(approval: t.Approval, side: Side) -> Who:
    """Return the bodies and parties whose vote or consent an approval is."""
    found: dict[str, None] = {}
    for node in everything(approval):
        if isinstance(node, t.VoteOf):
            found.update(dict.fromkeys(of_body(node.body, side)))
        elif isinstance(node, t.ConsentOf):
            found[node.party or _holder(node)] = None
    return tuple(found)


def of_body(name: str, side: Side) -> Who:
    """Return a body: the holders it is made of, or its name."""
    body = side.agreement.bodies.get(name)
    return (f"holders of {body.holders}",) if body is not None and body.holders else (name,)


def _holder(consent: t.ConsentOf) -> str:
    if consent.every is not None and consent.every.name == "transfer":
        return ASSIGNEES
    return f"every {consent.every.name}" if consent.every is not None else "those asked"


# --- of a clause -----------------------------------------------------------------------------


def protected(clause: t.Clause, side: Side) -> Who:
    """Return for whom a clause is: who loses where it asks for less."""
    match clause.norm:
        case t.Limit(relation="at least", subject=subject) if subject.type.kind in ("money", "number"):
            return payees(side, None)
        case t.Limit(subject=subject) if subject.type.kind == "date":
            return owed(clause, side)
        case t.Duty(modality="must", actor=actor):
            return (BOARD,) if is_report(clause) else _other(actor, side)
        case t.Duty(modality="may", actor=actor):
            return (actor,)
        case t.TerminableBy(rights=rights):
            return tuple(dict.fromkeys(w for r in rights for w in of_right(r, side)))
        case _:
            pass
    approval = approval_of(clause)
    if approval is not None:
        return electors(approval, side)
    if is_report(clause):
        return (BOARD,)
    if any(isinstance(n, t.Get) and n.field in EARNED for n in everything(clause.norm)):
        return payees(side, None)
    return (*holders(side), *((ASSIGNEES,) if _mentions(clause, "transfer") else ()))


def bound(clause: t.Clause, side: Side) -> Who:
    """Return whom a clause binds: who loses where it asks for more."""
    match clause.norm:
        case t.Limit(relation="at least", subject=subject) if subject.type.kind in ("money", "number"):
            return holders(side)
        case t.Duty(modality="may", actor=actor):
            return _other(actor, side)
        case t.Duty(actor=actor):
            return (actor,)
        case t.TerminableBy(rights=rights):
            parties = [w for r in rights for w in against_right(r, side)]
            return tuple(dict.fromkeys(parties))
        case t.Limit(subject=subject) if subject.type.kind == "date":
            return ("company",)
        case _:
            return payees(side, None) if side.document.agreement_with else ("company",)


def owed(clause: t.Clause, side: Side) -> Who:
    """Return who waits for what a deadline is set for."""
    return payees(side, None) if _mentions(clause, "payment") else holders(side)


def of_right(right: t.Right, side: Side) -> Who:
    """Return whose right to end the agreement it is."""
    return (right.party,) if right.party else electors(right.approval, side) if right.approval else ()


def against_right(right: t.Right, side: Side) -> Who:
    """Return whom the agreement may be ended against."""
    return _other(right.party, side) if right.party else payees(side, None)


def _other(actor: str, side: Side) -> Who:
    return holders(side) if actor == side.document.agreement_with else payees(side, None)


def _mentions(clause: t.Clause, kind: str) -> bool:
    return any(isinstance(n, t.Origin) and n.name == kind for n in everything(clause))
