"""An agreement with some of its amendments alone: what the others changed is not carried along.

An amendment holds what the text is with all those before it. So where one of them is left out, what it
made is taken out of those after it too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from checker.compare.states import with_amendments
from checker.typed import nodes as t

GROUPS = ("definitions", "parties", "bodies", "approvals", "assumptions", "questions")


def with_only(document: t.Document, names: Collection[str]) -> t.Document:
    """Return a document with these amendments of it applied, and nothing of any other."""
    told = made = replace(document, amendments=())
    for a in document.amendments:
        whole = with_amendments(replace(told, amendments=(a,)))
        if a.name in names:
            made = whole if made is told else _applied(made, told, whole, a)
        told = whole
    return made


def _applied(made: t.Document, told: t.Document, whole: t.Document, a: t.Amendment) -> t.Document:
    """Return what an amendment makes of ``made``: its change is that from ``told`` to ``whole``."""
    groups: dict[str, Any] = {g: _changed(getattr(made, g), getattr(told, g), getattr(a, g)) for g in GROUPS}
    clauses = {
        n: None if c is None else _clause(made.clauses.get(n), told.clauses.get(n), c)
        for n, c in a.clauses.items()
    }
    before, mine = told.schedules, made.schedules
    schedules = {n: _schedule(mine.get(n), before.get(n), s) for n, s in a.schedules.items()}
    shares = whole.shares if made.shares == told.shares else made.shares
    return replace(
        made,
        clauses=_changed(made.clauses, told.clauses, clauses),
        schedules={**made.schedules, **schedules},
        shares=shares,
        **groups,
    )


def _changed(made: Mapping[str, Any], told: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return declarations with changes made to them; one that is struck already stays so."""
    kept = {n: changes.get(n, x) for n, x in made.items()}
    kept |= {n: x for n, x in changes.items() if n not in made and n not in told}
    return {n: x for n, x in kept.items() if x is not None}


def _clause(made: t.Clause | None, told: t.Clause | None, after: t.Clause) -> t.Clause:
    if made is None or told is None or made is told:
        return after
    parts = {f.name: getattr(after, f.name) for f in fields(after)}
    return replace(made, **{n: x for n, x in parts.items() if getattr(told, n) != x})


def _schedule(made: t.Schedule | None, told: t.Schedule | None, after: t.Schedule) -> t.Schedule:
    """Return a schedule with the change of its rows made, key by key; without keys it is whole."""
    if made is None or told is None or made is told or not after.keys:
        return after
    mine, before, now = (_by_key(s, after.keys) for s in (made, told, after))
    rows: list[t.Row] = []
    for key in dict.fromkeys([*now, *mine]):
        kept, was, is_now = (x.get(key, ()) for x in (mine, before, now))
        rows += kept if _values(was) == _values(is_now) else _rows(kept, was, is_now)
    return replace(after, rows=tuple(rows), on_file=made.on_file and after.on_file)


Rows = tuple[t.Row, ...]


def _by_key(s: t.Schedule, keys: tuple[str, ...]) -> dict[tuple[Any, ...], Rows]:
    found: dict[tuple[Any, ...], Rows] = {}
    for row in s.rows:
        key = tuple(row.values.get(k) for k in keys)
        found[key] = (*found.get(key, ()), row)
    return found


def _values(rows: Rows) -> list[Any]:
    return [r.values for r in rows]


def _rows(kept: Rows, was: Rows, now: Rows) -> Rows:
    """Return the rows of one key with a change made to them: cell by cell where it is one row."""
    if not len(kept) == len(was) == len(now) == 1:
        return now
    changed = {c: v for c, v in now[0].values.items() if was[0].values.get(c) != v}
    return (replace(now[0], values={**kept[0].values, **changed}),)
