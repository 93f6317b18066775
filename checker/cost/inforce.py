"""Terms as if in force throughout: what is replayed is what they say, not whether they held."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from checker.ir.walk import everything
from checker.typed import nodes as t


def as_in_force(node: Any) -> Any:
    """Return a typed node with plan and agreement taken to be in force always."""
    return _mapped(node) if any(_asks(x) for x in everything(node)) else node


def _asks(node: Any) -> bool:
    return isinstance(node, t.InForce) or (isinstance(node, t.Over) and bool(node.instrument))


def _mapped(node: Any) -> Any:
    if isinstance(node, tuple):
        return tuple(_mapped(x) for x in node)
    if isinstance(node, t.InForce):
        return t.Const(True, node.type, node.span)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    if isinstance(node, t.Over) and node.instrument:
        amount = _with(node.amount, node.period)
        return replace(node, amount=_mapped(amount), period=_mapped(node.period), instrument="", fund=None)
    changed = {
        f.name: _mapped(getattr(node, f.name)) for f in fields(node) if f.name not in ("span", "type")
    }
    return replace(node, **changed)


def _with(node: Any, period: t.Expr) -> Any:
    """Return a node with the days in force replaced by the whole period."""
    if isinstance(node, tuple):
        return tuple(_with(x, period) for x in node)
    if isinstance(node, t.Var) and node.name == t.IN_FORCE:
        return period
    if not is_dataclass(node) or isinstance(node, type):
        return node
    return replace(
        node,
        **{f.name: _with(getattr(node, f.name), period) for f in fields(node) if f.name not in ("span", "type")},
    )
