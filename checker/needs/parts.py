"""What requirements are made of: conditions, approvals and who gives them, records looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.findings.amended import NeedKind
from checker.ir.walk import everything
from checker.needs.law import RECORDS, TO_HOLDERS
from checker.typed import nodes as t

Definitions = Mapping[str, t.Definition]


def conjuncts(e: t.Expr) -> Iterator[t.Expr]:
    """Yield the parts all of which must be so."""
    if isinstance(e, t.Logic) and e.op == "and":
        for part in e.parts:
            yield from conjuncts(part)
    else:
        yield e


def disjuncts(e: t.Expr) -> Iterator[t.Expr]:
    """Yield the parts any of which is enough."""
    if isinstance(e, t.Logic) and e.op == "or":
        for part in e.parts:
            yield from disjuncts(part)
    else:
        yield e


def has_approval(e: Any, definitions: Definitions) -> bool:
    """Tell whether an approval is asked for anywhere in a condition."""
    return any(isinstance(x, t.ApprovedBy) for x in through(e, definitions))


def requests(e: t.Expr) -> tuple[t.ApprovalRequest, ...]:
    """Return the approvals asked for anywhere in a condition."""
    return tuple(x.request for x in everything(e) if isinstance(x, t.ApprovedBy))


def through(e: Any, definitions: Definitions) -> Iterator[Any]:
    """Yield every node of an expression, and of the definitions it applies."""
    seen: set[str] = set()
    todo = [e]
    while todo:
        for node in everything(todo.pop()):
            yield node
            name = node.definition if isinstance(node, t.Apply) else ""
            if name and name not in seen and name in definitions:
                seen.add(name)
                todo.append(definitions[name].expression)


def units(a: t.Approval) -> Iterator[t.Approval]:
    """Yield the parts of an approval all of which are wanted; alternatives stay together."""
    if isinstance(a, t.AllOf):
        for part in a.parts:
            yield from units(part)
    else:
        yield a


def first_of(a: t.Approval) -> t.VoteOf | t.ConsentOf:
    """Return the first elementary part of an approval."""
    while isinstance(a, (t.AllOf, t.AnyOf)):
        a = a.parts[0]
    return a


def elementary(a: t.Approval) -> Iterator[t.VoteOf | t.ConsentOf]:
    """Yield every vote and consent in an approval."""
    if isinstance(a, (t.AllOf, t.AnyOf)):
        for part in a.parts:
            yield from elementary(part)
    else:
        yield a


def kind_of(a: t.Approval, bodies: Mapping[str, t.Body]) -> NeedKind:
    """Return whose approval it is: of holders, directors without an interest, the board, or a party."""
    first = first_of(a)
    if isinstance(first, t.ConsentOf):
        return "consent"
    return kind_of_body(bodies[first.body])


def kind_of_body(body: t.Body) -> NeedKind:
    """Return what a body is, by what its declaration says of its members."""
    if body.holders:
        return "holders"
    return "independent_directors" if _keeps_out_interested(body) else "board"


def _keeps_out_interested(body: t.Body) -> bool:
    if body.members is None or body.members.where is None:
        return False
    return any(
        isinstance(x, t.Negate) and isinstance(x.operand, t.Get) and x.operand.field.startswith("interest")
        for x in everything(body.members.where)
    )


def facts_sought(e: Any, definitions: Definitions) -> tuple[str, ...]:
    """Return the kinds of fact that a condition looks for on file, in its order."""
    found = {
        x.over.name: None
        for x in through(e, definitions)
        if isinstance(x, t.Query) and x.over.kind == "fact" and x.fn in ("any", "the", "latest", "earliest")
    }
    return tuple(found)


def kind_of_records(e: Any, definitions: Definitions) -> NeedKind:
    """Return what a condition that looks for records wants to have on file."""
    sought = facts_sought(e, definitions)
    if "vote" in sought and threshold_in(e, definitions):
        return "holders"
    if any(isinstance(x, t.Const) and x.value == TO_HOLDERS for x in through(e, definitions)):
        return "notice"
    return next((RECORDS[name] for name in sought if name in RECORDS), "other")


def threshold_in(e: Any, definitions: Definitions) -> str:
    """Return the test of holders' votes that a condition applies to a count, empty if there is none."""
    for x in through(e, definitions):
        if isinstance(x, t.Apply) and x.definition in definitions:
            params = definitions[x.definition].params
            if len(params) == 1 and params[0][1].name == "tally":
                return x.definition
    return ""


def matter_sought(e: Any, definitions: Definitions) -> str:
    """Return the matter that a search for votes names."""
    for x in through(e, definitions):
        match x:
            case t.Compare(left=t.Get(field="matter"), right=t.Const(value=value)):
                return str(value)
    return "amendment"


def schedules_looked_at(*parts: Any) -> frozenset[str]:
    """Return the schedules that are looked at before or under an amendment."""
    return frozenset(
        x.schedule
        for part in parts
        if part is not None
        for x in everything(part)
        if isinstance(x, t.Cell) and x.side
    )
