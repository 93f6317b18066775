"""What a rule or a definition turns on: the declarations it uses, and the facts it looks at.

Takes lowered rules and typed nodes, gives names; goes through definitions, readings, bodies and
thresholds, and cannot fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.ir import nodes as ir
from checker.ir.walk import assumptions_of, everything
from checker.typed import nodes as t

Look = tuple[str, str]
"""A kind of fact and a field of it, or "" where the record itself is enough."""


@dataclass(frozen=True, slots=True)
class Uses:
    """Names of declarations and of kinds of fact; each kind's fields that are looked at, in its order.

    ``time_line`` tells whether it asks when plan or agreement is in force. That a clause binds
    only while it is does not count as asking.
    """

    names: frozenset[str]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    time_line: bool


def uses(node: Any, a: ir.Agreement, approvals: Mapping[str, t.Approval]) -> Uses:
    """Return what ``node`` turns on, itself or through what it uses.

    ``approvals`` are the named ones in sight: where one was written, its votes stand now.
    """
    named: dict[t.Approval, list[str]] = {}
    for name, approval in approvals.items():
        named.setdefault(approval, []).append(name)
    names: set[str] = set(assumptions_of(node, a.definitions))
    looks: set[Look] = set()
    time_line = False
    seen: set[str] = set()
    todo = [node]
    while todo:
        for inner in everything(todo.pop()):
            found = set(_names(inner, a))
            if isinstance(inner, t.VoteOf | t.ConsentOf | t.AllOf | t.AnyOf):
                found.update(named.get(inner, ()))
            time_line |= isinstance(inner, t.InForce) or bool(isinstance(inner, t.Over) and inner.instrument)
            looks.update(_looks(inner, a))
            names |= found
            new = sorted(found - seen)
            seen.update(new)
            todo += [each for name in new for each in _inside(name, a)]
    if time_line and a.document.funds_in:
        names.add(a.document.funds_in)
    names |= {kind for kind, _ in looks}
    return Uses(frozenset(names), _ordered(looks, a), time_line)


def _inside(name: str, a: ir.Agreement) -> Iterator[Any]:
    """Yield what stands behind a name and may use others."""
    if name in a.definitions:
        yield a.definitions[name]
    if name in a.bodies:
        yield a.bodies[name]
    if name in a.assumptions:
        yield a.assumptions[name]


def _names(node: Any, a: ir.Agreement) -> Iterator[str]:
    match node:
        case t.Apply():
            yield node.definition
        case t.Cell():
            yield node.schedule
        case t.Reading():
            yield node.assumption
        case t.Ask():
            yield node.question
        case t.VoteOf():
            yield from (node.threshold, node.body)
        case t.Right() | t.ConsentOf() if node.party:
            yield node.party
        case ir.Surviving():
            yield from node.clauses
        case ir.Happens() | ir.Never() | ir.Permitted() if node.actor:
            yield node.actor
        case t.Const(value=str(name)) if node.type.kind in ("party", "body", "record"):
            yield name
        case t.Origin():
            yield from _run_over(node, a)


def _run_over(origin: t.Origin, a: ir.Agreement) -> Iterator[str]:
    if origin.kind == "funds" and a.document.funds_in:
        yield a.document.funds_in
    elif origin.name in a.schedules:
        yield origin.name


def _looks(node: Any, a: ir.Agreement) -> Iterator[Look]:
    match node:
        case t.Get() if node.target.type.name in a.kinds:
            yield node.target.type.name, node.field
        case t.Origin():
            yield from _records(node, a)
        case t.VoteOf():
            yield from _votes(node)
        case t.ConsentOf():
            yield "consent", ""
        case t.Ask():
            yield "determination", ""
        case ir.Entitled():
            yield from (("termination", ""), ("notice", ""))


def _records(origin: t.Origin, a: ir.Agreement) -> Iterator[Look]:
    if origin.kind in ("fact", "values") and origin.name in a.kinds:
        yield origin.name, ""
    elif origin.kind == "nested" and origin.type.name in a.kinds:
        yield origin.type.name, ""
    elif origin.kind == "amendments":
        yield "amendment", ""


def _votes(vote: t.VoteOf) -> Iterator[Look]:
    yield from (("vote", ""), ("tally", ""))
    if vote.in_person:
        yield "ballot", "mode"
    if vote.called_for:
        yield "meeting", "called_for"


def _ordered(looks: Iterable[Look], a: ir.Agreement) -> tuple[tuple[str, tuple[str, ...]], ...]:
    fields: dict[str, set[str]] = {}
    for kind, field in looks:
        fields.setdefault(kind, set()).add(field)
    made = []
    for name in sorted(fields):
        declared = a.kinds.get(name)
        order = [f.name for f in declared.fields] if declared else []
        known = sorted(fields[name] - {""}, key=lambda f: (order.index(f) if f in order else len(order), f))
        made.append((name, tuple(known)))
    return tuple(made)
