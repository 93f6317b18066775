"""What fees are taken of: the definitions that rates are multiplied with, and what a change of one does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.compare import worse_off
from checker.compare.making import Pair
from checker.compare.sides import Side
from checker.findings.amended import Direction, Effect
from checker.ir import nodes as ir
from checker.ir.walk import everything
from checker.typed import nodes as t

LARGER = "Is the amount that fees are taken of larger than before, or smaller?"
ALIKE = "It is written otherwise and was found to mean the same. Is that right?"


def fee_bases(side: Side) -> frozenset[str]:
    """Return the definitions that a rate is taken of, directly or through others."""
    a = side.agreement
    todo: list[str] = []
    for rule in a.rules:
        if isinstance(rule.check, ir.Bound):
            todo += _taken_of(rule.check.bound)
    for definition in a.definitions.values():
        todo += _taken_of(definition.expression)
    found: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in found and name in a.definitions:
            found.add(name)
            todo += [n.definition for n in everything(a.definitions[name]) if isinstance(n, t.Apply)]
    return frozenset(found)


def _taken_of(e: t.Expr) -> Iterator[str]:
    for node in everything(e):
        if isinstance(node, t.Arith) and node.op == "*":
            for rate, base in ((node.left, node.right), (node.right, node.left)):
                if rate.type.kind == "number" and rate.type.per and base.type.kind == "money":
                    yield from (n.definition for n in everything(base) if isinstance(n, t.Apply))


def fee_base(pair: Pair, element: str, old: t.Definition, new: t.Definition, given: dict[str, Any]) -> Effect:
    """Return the effect of a changed base: whether it is as much or more for all facts, or less."""
    from checker.proof.clauses import compare_definitions

    found = compare_definitions(old, new, pair.before.terms, pair.after.terms)
    direction: Direction = found[0].direction if found else ""
    key = {"raised": "fee-base-widened", "lowered": "fee-base-narrowed"}.get(direction, "fee-base-changed")
    undecided = direction == "undecided"
    return pair.make(
        key if found else "text-changed",
        element,
        direction=direction,
        decided_by="" if undecided or not found else "proof",
        case=found[0].case if found else (),
        worse_off=worse_off.of_amount(pair.after, direction) if found else (),
        question=LARGER if undecided else "" if found else ALIKE,
        **given,
    )
