"""Both sides by the same names, where funds, classes and clauses were renamed: a name costs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from checker.evaluate.called import by_first_names
from checker.evaluate.case import Case, Index
from checker.ir import nodes as ir
from checker.ir.first_names import KINDS
from checker.typed import nodes as t
from checker.typed.walk import called

T = TypeVar("T")


def by_old_names(case: Case, renames: Sequence[t.Rename]) -> Case:
    """Return a case whose facts and terms call funds and classes as they were called before."""
    names = {(KINDS[r.kind], r.new): r.old for r in renames if r.kind in KINDS}
    if not names:
        return case
    facts = by_first_names(case.index.facts, case.kinds, names)
    return replace(case, agreement=_agreement(case.agreement, names), index=Index(facts))


def _agreement(a: ir.Agreement, names: Mapping[tuple[str, str], str]) -> ir.Agreement:
    def old(node: T) -> T:
        for (kind, new), before in names.items():
            node = called(node, kind, new, before)
        return node

    schedules = {n: old(s) for n, s in a.schedules.items()}
    own = {n: schedules.get(n, s) for n, s in a.document.schedules.items()}
    shares = tuple(names.get(("share_class", x), x) for x in a.document.shares)
    return replace(
        a,
        document=replace(a.document, schedules=own, shares=shares),
        schedules=schedules,
        definitions={n: old(d) for n, d in a.definitions.items()},
        rules=tuple(old(r) for r in a.rules),
    )


def clauses_by_new_names(case: Case, renames: Sequence[t.Rename]) -> Case:
    """Return a case whose clauses are called as they are afterwards, so that they meet."""
    names = {r.old: r.new for r in renames if r.kind == "clause"}
    if not names:
        return case
    rules = tuple(replace(r, name=names.get(r.name, r.name)) for r in case.agreement.rules)
    return replace(case, agreement=replace(case.agreement, rules=rules))
