"""Terms as if in force throughout: what is replayed is what they say, not whether they held."""

from __future__ import annotations

from typing import Any, TypeVar

from checker.typed import nodes as t
from checker.typed.walk import mapped

T = TypeVar("T")


def as_in_force(node: T) -> T:
    """Return a typed node with plan and agreement taken to be in force always."""
    return mapped(node, _in_force)


def _in_force(node: Any) -> Any:
    if isinstance(node, t.InForce):
        return t.Const(True, node.type, node.span)
    if isinstance(node, t.Over) and node.instrument:
        whole = node.period
        amount = mapped(node.amount, lambda x: whole if _days_in_force(x) else x)
        return t.Over(amount, node.per, whole, "", None, node.type, node.span)
    return node


def _days_in_force(node: Any) -> bool:
    return isinstance(node, t.Var) and node.name == t.IN_FORCE
