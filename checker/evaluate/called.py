"""Records by the first names of the funds and classes in them, where amendments have renamed some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checker.facts.store import Facts, Record, Value
from checker.typed.types import FactKind

Names = Mapping[tuple[str, str], str]
"""The first name of each fund and class, by its type and a later name."""


def by_first_names(facts: Facts, kinds: Mapping[str, FactKind], names: Names) -> Facts:
    """Return facts whose records call each fund and class by its first name."""
    made = {kind: tuple(_record(r, kinds, names) for r in records) for kind, records in facts.by_kind.items()}
    return Facts(made, facts.digests)


def _record(r: Record, kinds: Mapping[str, FactKind], names: Names) -> Record:
    kind = kinds.get(r.kind)
    if kind is None:
        return r
    changed: dict[str, Value] = {}
    for f in kind.fields:
        value = r.values.get(f.name)
        if isinstance(value, tuple):
            inner = tuple(_record(x, kinds, names) for x in value)
            if any(a is not b for a, b in zip(inner, value, strict=True)):
                changed[f.name] = inner
        elif isinstance(value, str) and (f.type.kind, value) in names:
            changed[f.name] = names[f.type.kind, value]
    return replace(r, values={**r.values, **changed}) if changed else r
