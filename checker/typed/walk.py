"""Go through typed nodes without naming every one: what is below, what is mentioned, what is put instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from checker.typed import nodes as t

T = TypeVar("T")


_FIELDS: dict[type[Any], tuple[str, ...] | None] = {}


def _field_names(kind: type[Any]) -> tuple[str, ...] | None:
    """Return the fields of a kind of node that may hold others, None for what is no node."""
    if kind not in _FIELDS:
        named = fields(kind) if is_dataclass(kind) else None
        found = tuple(f.name for f in named if f.name not in ("span", "type")) if named is not None else None
        _FIELDS[kind] = found
    return _FIELDS[kind]


def children(node: Any) -> Iterator[Any]:
    """Yield the nodes directly inside ``node`` (through tuples), types and spans left out."""
    for name in _field_names(type(node)) or ():
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from _nodes(value)
        elif _field_names(type(value)) is not None:
            yield value


def _nodes(values: tuple[Any, ...]) -> Iterator[Any]:
    for item in values:
        if isinstance(item, tuple):
            yield from _nodes(item)
        elif _field_names(type(item)) is not None:
            yield item


def everything(node: Any) -> Iterator[Any]:
    """Yield ``node`` and all nodes below it, depth first, without recursion."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        below = list(children(found))
        below.reverse()
        stack += below


def mapped(node: T, change: Callable[[Any], Any]) -> T:
    """Return ``node`` with ``change`` made to every node in it, from the inside out.

    What is unchanged is the same object, so that comparing by identity tells whether anything is.
    """
    return _mapped(node, change)  # type: ignore[no-any-return]


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, tuple):
        made = tuple(_mapped(item, change) for item in value)
        return value if all(a is b for a, b in zip(made, value, strict=True)) else made
    names = _field_names(type(value))
    if names is None:
        return value
    changed = {}
    for name in names:
        before = getattr(value, name)
        after = _mapped(before, change)
        if after is not before:
            changed[name] = after
    return change(replace(value, **changed) if changed else value)


def mentioned(node: Any) -> frozenset[str]:
    """Return the definitions, assumptions, parties and bodies that ``node`` names itself."""
    return frozenset(name for inner in everything(node) for name in _names(inner) if name)


def _names(node: Any) -> tuple[str, ...]:
    match node:
        case t.Apply(definition=name) | t.Reading(assumption=name):
            return (name,)
        case t.VoteOf():
            return (node.threshold, node.body)
        case t.ConsentOf() | t.Right():
            return (node.party,)
        case _ if hasattr(node, "actor"):  # a duty, typed or lowered
            return (node.actor,)
        case t.Const(value=str(name)) if node.type.kind in ("party", "body"):
            return (name,)
        case _:
            return ()


def with_names(node: T, names: Callable[[str], str]) -> T:
    """Return ``node`` with other names for the definitions, assumptions, parties and bodies in it."""

    def change(inner: Any) -> Any:
        match inner:
            case t.Apply():
                return _put(inner, definition=names(inner.definition))
            case t.Reading():
                return _put(inner, assumption=names(inner.assumption))
            case t.VoteOf():
                return _put(inner, threshold=names(inner.threshold), body=names(inner.body))
            case t.ConsentOf() | t.Right():
                return _put(inner, party=names(inner.party))
            case _ if hasattr(inner, "actor"):  # a duty, typed or lowered
                return _put(inner, actor=names(inner.actor))
            case t.Const(value=str(name)) if inner.type.kind in ("party", "body"):
                return _put(inner, value=names(name))
            case _:
                return inner

    return mapped(node, change)


def _put(node: Any, **values: Any) -> Any:
    """Return a node with these values; the same object where it has them."""
    return node if all(getattr(node, n) == v for n, v in values.items()) else replace(node, **values)


def called(node: T, kind: str, old: str, new: str) -> T:
    """Return ``node`` with a fund or share class by another name: in constants, rows and bodies."""

    def change(inner: Any) -> Any:
        match inner:
            case t.Const(value=str(name)) if inner.type.kind == kind and name == old:
                return replace(inner, value=new)
            case t.Schedule():
                columns = [f.name for f in inner.kind.fields if f.type.kind == kind]
                rows = tuple(_row(r, columns, old, new) for r in inner.rows)
                return _put_rows(inner, rows)
            case t.Body() if kind == "share_class" and inner.holders == old:
                return replace(inner, holders=new)
            case _:
                return inner

    return mapped(node, change)


def _row(row: t.Row, columns: list[str], old: str, new: str) -> t.Row:
    changed = {c: new for c in columns if row.values.get(c) == old}
    return replace(row, values={**row.values, **changed}) if changed else row


def _put_rows(schedule: t.Schedule, rows: tuple[t.Row, ...]) -> t.Schedule:
    same = all(a is b for a, b in zip(rows, schedule.rows, strict=True))
    return schedule if same else replace(schedule, rows=rows)
