"""Go through typed expressions without naming every node: children, and what they rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.typed import nodes as t
from checker.typed.walk import children as children
from checker.typed.walk import everything as everything


def assumptions_of(node: Any, definitions: Mapping[str, t.Definition]) -> frozenset[str]:
    """Return the assumptions that ``node`` can depend on, also through definitions."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [node]
    while todo:
        for inner in everything(todo.pop()):
            found |= _direct(inner)
            name = inner.definition if isinstance(inner, t.Apply) else ""
            threshold = inner.threshold if isinstance(inner, t.VoteOf) else ""
            for used in (name, threshold):
                if used and used not in seen and used in definitions:
                    seen.add(used)
                    todo.append(definitions[used])
    return frozenset(found)


def _direct(node: Any) -> set[str]:
    if isinstance(node, t.Reading):
        return {node.assumption}
    if isinstance(node, t.Over):
        return {"day_count"} if node.per == "year" else set()
    if isinstance(node, (t.Shift, t.Elapsed)) and node.unit == "business days":
        return {"business_day_calendar"}
    if isinstance(node, t.Origin) and node.kind == "business days":
        return {"business_day_calendar"}
    return set()


def timeline_used(node: Any, definitions: Mapping[str, t.Definition]) -> bool:
    """Tell whether ``node`` asks if an instrument is in force."""
    seen: set[str] = set()
    todo = [node]
    while todo:
        for inner in everything(todo.pop()):
            if isinstance(inner, t.InForce) or (isinstance(inner, t.Over) and inner.instrument):
                return True
            if isinstance(inner, t.Apply) and inner.definition not in seen:
                seen.add(inner.definition)
                if inner.definition in definitions:
                    todo.append(definitions[inner.definition])
    return False


def marked(
    node: Any, definitions: Mapping[str, t.Definition], schedules: Mapping[str, t.Schedule]
) -> tuple[tuple[str, str], ...]:
    """Return the definitions and schedules under ``node`` that say what they are known from, and what."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    todo = [node]
    while todo:
        for inner in everything(todo.pop()):
            name = _declared(inner)
            if not name or name in seen:
                continue
            seen.add(name)
            if name in definitions:
                todo.append(definitions[name])
            cited = definitions[name].citation if name in definitions else None
            cited = schedules[name].citation if name in schedules else cited
            if cited is not None and cited.basis:
                found[name] = cited.basis
    return tuple(sorted(found.items()))


def _declared(node: Any) -> str:
    match node:
        case (
            t.Apply(definition=name) | t.Cell(schedule=name) | t.VoteOf(threshold=name) | t.Origin(name=name)
        ):
            return name
        case _:
            return ""
