"""Which terms mean something else than before, and the clauses that they reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checker.compare.making import Pair
from checker.compare.same import same_assumption, same_body, same_definition, same_question
from checker.compare.sides import Side, union
from checker.ir.walk import everything
from checker.typed import nodes as t

Same = Callable[[Any, Any], bool]
WHAT: Mapping[str, tuple[str, Same]] = {
    "definitions": ("definition", same_definition),
    "bodies": ("body", same_body),
    "approvals": ("approval", lambda a, b: bool(a == b)),
    "assumptions": ("assumption", same_assumption),
    "questions": ("question", same_question),
}


def changed_names(pair: Pair) -> dict[str, str]:
    """Return the terms that mean something else than before, and what each is."""
    found: dict[str, str] = {}
    for field, (what, same) in WHAT.items():
        old, new = getattr(pair.before.document, field), getattr(pair.after.document, field)
        for name in union(old, new):
            if name not in old or name not in new or not same(old[name], new[name]):
                found[name] = what
    return found


def through(pair: Pair, changed: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return, for each clause, the changed terms that it uses, itself or through others."""
    found: dict[str, list[str]] = {}
    for name, what in changed.items():
        for clause in reached(pair, name, what):
            found.setdefault(clause, []).append(name)
    return {clause: tuple(names) for clause, names in found.items()}


def reached(pair: Pair, name: str, what: str) -> tuple[str, ...]:
    """Return the clauses that use a term on either side, in the order of the document."""
    if what != "approval":
        return tuple(union(pair.before.reached(name), pair.after.reached(name)))
    sides = (pair.before, pair.after)
    return tuple(union(*(_asking(side, side.document.approvals.get(name)) for side in sides)))


def _asking(side: Side, approval: t.Approval | None) -> list[str]:
    if approval is None:
        return []
    clauses = side.document.clauses.values()
    return [c.name for c in clauses if any(n == approval for n in everything(c))]
