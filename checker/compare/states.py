"""A document as it stands once amendments are applied: what is compared, replayed and voted on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from checker.typed import nodes as t

T = TypeVar("T")


def with_amendments(document: t.Document, names: Collection[str] | None = None) -> t.Document:
    """Return a document with these amendments of it applied (all when None), and none left to apply.

    Amendments apply in the order of their effective days, each to what those before it made.
    """
    made = document
    for a in document.amendments:
        if names is None or a.name in names:
            made = replace(
                made,
                schedules={**made.schedules, **a.schedules},
                clauses=_changed(made.clauses, a.clauses),
                definitions=_changed(made.definitions, a.definitions),
                parties=_changed(made.parties, a.parties),
                bodies=_changed(made.bodies, a.bodies),
                approvals=_changed(made.approvals, a.approvals),
                assumptions=_changed(made.assumptions, a.assumptions),
                questions=_changed(made.questions, a.questions),
                shares=_called(made.shares, a.renames),
            )
    return replace(made, amendments=())


def _called(shares: tuple[str, ...], renames: tuple[t.Rename, ...]) -> tuple[str, ...]:
    names = {r.old: r.new for r in renames if r.kind == "class"}
    return tuple(names.get(x, x) for x in shares)


def _changed(before: Mapping[str, T], changes: Mapping[str, T | None]) -> dict[str, T]:
    """Return declarations with changes made to them: None takes one away."""
    made = {n: changes.get(n, x) for n, x in before.items()}
    made |= {n: x for n, x in changes.items() if n not in before}
    return {n: x for n, x in made.items() if x is not None}
