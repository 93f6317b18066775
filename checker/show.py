"""Any stage of the pipeline as an indented outline, for readers who would rather look than guess."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from checker.evaluate.shown import shown
from checker.ir import nodes as ir
from checker.source import Span
from checker.syntax.nodes import File
from checker.typed import nodes as t
from checker.typed.types import FactKind, Field, Type

PLAIN = (str, int, bool, Fraction, date, Type, type(None))


def show_syntax(tree: File) -> str:
    """Return the tree of a file: one declaration after the other."""
    return _text(line for d in tree.declarations for line in outline(d))


def show_typed(program: t.Program, path: str) -> str:
    """Return what a file declares, with every name resolved and every type."""
    return _text(line for thing in _declared(program, path) for line in outline(thing))


def show_ir(program: ir.Program, path: str) -> str:
    """Return the rules that a file's clauses become, by agreement."""
    return _text(
        line
        for a in program.agreements.values()
        for rule in a.rules
        if rule.span.path == path
        for line in outline(rule)
    )


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _declared(program: t.Program, path: str) -> Iterator[Any]:
    kinds = {**program.kinds, **{k: v for d in program.agreements.values() for k, v in d.kinds.items()}}
    for kind in kinds.values():
        if kind.span.path == path:
            yield kind
    for document in [*program.shared.values(), *program.agreements.values()]:
        groups = (
            document.parties,
            document.bodies,
            document.schedules,
            document.assumptions,
            document.questions,
            document.definitions,
            document.clauses,
        )
        things = [x for group in groups for x in group.values()] + list(document.amendments)
        yield from sorted((x for x in things if x.span.path == path), key=lambda x: x.span)


def outline(thing: Any, depth: int = 0, label: str = "") -> Iterator[str]:
    """Yield an indented outline of a tree of dataclasses; empty parts and spans are left out."""
    lead = "  " * depth + (f"{label}: " if label else "")
    if isinstance(thing, PLAIN):
        yield lead + _plain(thing)
        return
    if isinstance(thing, (tuple, list)):
        for i, item in enumerate(thing):
            yield from outline(item, depth, f"{label}[{i}]" if label else "")
        return
    if isinstance(thing, dict):
        for key, item in thing.items():
            yield from outline(item, depth, f"{label}.{key}" if label else str(key))
        return
    if is_dataclass(thing):
        yield from _node(thing, depth, lead)


def _node(thing: Any, depth: int, lead: str) -> Iterator[str]:
    simple: list[tuple[str, Any]] = []
    nested: list[tuple[str, Any]] = []
    for f in fields(thing):
        value = getattr(thing, f.name)
        if isinstance(value, Span) or value in ((), "", None, {}) or f.name == "written":
            continue
        (simple if isinstance(value, PLAIN) else nested).append((f.name, value))
    head = " ".join([type(thing).__name__, *(f"{name}={_plain(value)}" for name, value in simple)])
    yield lead + head
    for name, value in nested:
        if isinstance(thing, FactKind) and isinstance(value, tuple):
            for field in value:
                yield "  " * (depth + 1) + _field(field)
            continue
        yield from outline(value, depth + 1, name)


def _field(f: Field) -> str:
    extra = f" at least {f.at_least}" if f.at_least is not None else ""
    return f"{f.name}: {f.type}{extra}, {f.presence}"


def _plain(value: Any) -> str:
    if isinstance(value, Type):
        return f"<{value}>"
    if isinstance(value, str):
        return f'"{value}"' if " " in value else value
    return shown(value) if isinstance(value, (bool, Fraction, date)) else str(value)
