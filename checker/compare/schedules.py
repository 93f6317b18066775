"""Schedules compared: those that come or go, their columns, and row by row what else is different."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checker.compare.cells import row_effects
from checker.compare.charges import charge_effects
from checker.compare.funds import listed_funds
from checker.compare.making import Pair
from checker.compare.rows import beside
from checker.compare.sides import union
from checker.compare.table import Meant, Table
from checker.findings.amended import Effect
from checker.typed import nodes as t
from checker.typed.types import Field

UNKNOWN = "Something in it is different that has no known effect. What is it?"


def schedule_effects(pair: Pair, meant: Meant, since: date) -> Iterator[Effect]:
    """Yield the effects of what is different in the schedules; days before ``since`` do not count."""
    old, new = pair.before.document.schedules, pair.after.document.schedules
    listed = listed_funds(pair.before, pair.after)
    for name in union(old, new):
        one, other = old.get(name), new.get(name)
        if one is None or other is None or not _same(one, other):
            yield from _schedule(Table(pair, meant, listed, one, other), since)


def _same(one: t.Schedule, other: t.Schedule) -> bool:
    if one is other:
        return True
    return (
        (one.title, one.keys, one.on_file) == (other.title, other.keys, other.on_file)
        and one.citation.basis == other.citation.basis
        and [(f.name, _shape(f)) for f in one.kind.fields] == [(f.name, _shape(f)) for f in other.kind.fields]
        and [r.values for r in one.rows] == [r.values for r in other.rows]
    )


def _shape(f: Field) -> object:
    return f.type, f.at_least, f.whole, f.period


def _schedule(table: Table, since: date) -> Iterator[Effect]:
    missing = [s is not None and not s.on_file for s in (table.one, table.other)]
    found = list(_whole(table))
    if any(missing):
        yield from found if all(missing) else [_not_comparable(table, "before" if missing[0] else "after")]
        return
    done = {e.element.partition(".")[2] for e in found} - {""}
    old, new = (s.rows if s else () for s in (table.one, table.other))
    rows = beside(old, new, table.schedule.keys, since)
    for each in rows:
        if not each.identical:
            found += row_effects(table, each, done)
    found += charge_effects(table, rows)
    yield from found
    if not found and not (table.one and table.other and _moved_only(table.one, table.other)):
        yield table.make("schedule-changed", table.name, question=UNKNOWN)


def _moved_only(one: t.Schedule, other: t.Schedule) -> bool:
    """Tell whether the rows and columns are the same in another order."""
    shapes = [sorted((f.name, repr(_shape(f))) for f in s.kind.fields) for s in (one, other)]
    rows = [sorted(repr(sorted(r.values.items())) for r in s.rows) for s in (one, other)]
    return shapes[0] == shapes[1] and rows[0] == rows[1] and one.citation.basis == other.citation.basis


def _not_comparable(table: Table, when: str) -> Effect:
    there = table.other if when == "before" else table.one
    count = f"{len(there.rows)} rows" if there is not None else ""
    return table.make(
        "not-comparable",
        table.name,
        question=f"Which rows did {table.name} have {when} the change? Without them it is not known what "
        "is added, dropped, moved or renamed.",
        note=f"The list on file names {_named(there)}." if there is not None and there.rows else "",
        **{"new" if when == "before" else "old": count},
    )


def _named(schedule: t.Schedule) -> str:
    """Return what stands in the columns of text and funds of a list, each once: names are all it tells."""
    said = []
    for column in schedule.kind.fields:
        found = [r.values.get(column.name) for r in schedule.rows]
        names = dict.fromkeys(x for x in found if isinstance(x, str))
        if names:
            said.append(f"under {column.name} {len(names)}: {'; '.join(names)}")
    return " and ".join(said)


# --- the schedule as a whole -------------------------------------------------------------------


def _whole(table: Table) -> Iterator[Effect]:
    one, other = table.one, table.other
    if one is None or other is None:
        key, side = ("schedule-added", "new") if one is None else ("schedule-removed", "old")
        yield table.make(key, table.name, **{side: f"{len(table.schedule.rows)} rows"})
        return
    if table.rekeyed:
        yield table.make(
            "schedule-changed",
            table.name,
            old="for each " + ", ".join(one.keys),
            new="for each " + ", ".join(other.keys),
            question="The rows are looked up by other columns than before. Is a figure for others now?",
        )
    if one.title != other.title:
        yield table.make("schedule-changed", table.name, old=one.title, new=other.title)
    if one.citation.basis != other.citation.basis:
        yield table.make("basis-changed", table.name, old=one.citation.basis, new=other.citation.basis)
    yield from _columns(table, one, other)


def _columns(table: Table, one: t.Schedule, other: t.Schedule) -> Iterator[Effect]:
    before, after = ({f.name: f for f in s.kind.fields} for s in (one, other))
    for column in union(before, after):
        old, new = before.get(column), after.get(column)
        element = f"{table.name}.{column}"
        if old is not None and new is not None:
            if _shape(old) != _shape(new):
                yield table.make(
                    "column-changed",
                    element,
                    old=str(old.type),
                    new=str(new.type),
                    direction="undecided",
                    question="Its figures are of another type than before. Which of them is more?",
                )
        elif column in table.schedule.keys or not table.bounding(column):
            key, side = ("column-added", "new") if old is None else ("column-removed", "old")
            count = sum(column in r.values for r in (other if old is None else one).rows)
            yield table.make(key, element, **{side: f"{count} cells of {table.type(column)}"})
