"""Funds and classes by the name that they had first, whatever amendments call them later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from checker.typed import nodes as t
from checker.typed.walk import called

KINDS = {"fund": "fund", "class": "share_class"}

Names = Mapping[tuple[str, str], str]
"""The first name of what a type and a later name stand for."""


def first_names(a: t.Document) -> dict[tuple[str, str], str]:
    """Return the first names of the funds and classes that amendments rename."""
    found: dict[tuple[str, str], str] = {}
    for r in (r for x in a.amendments for r in x.renames if r.kind in KINDS):
        kind = KINDS[r.kind]
        found[kind, r.new] = found.get((kind, r.old), r.old)
    return {key: first for key, first in found.items() if key[1] != first}


def by_first_names(a: t.Document) -> t.Document:
    """Return a document whose amendments call every fund and class by its first name."""
    names = first_names(a)
    return replace(a, amendments=tuple(_amendment(x, names) for x in a.amendments)) if names else a


def _amendment(x: t.Amendment, names: Names) -> t.Amendment:
    made: dict[str, Any] = {
        what: {n: _called(d, names) for n, d in getattr(x, what).items()}
        for what in ("schedules", "clauses", "definitions", "bodies")
    }
    funds = tuple(names.get(("fund", f), f) for f in x.funds)
    return replace(x, funds=funds, **made)


def _called(node: Any, names: Names) -> Any:
    if node is not None:
        for (kind, later), first in names.items():
            node = called(node, kind, later, first)
    return node
