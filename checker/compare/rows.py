"""The rows of a schedule on both sides, put beside each other by their keys and days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checker.compare.sides import union
from checker.typed import nodes as t

Key = tuple[t.CellValue | None, ...]
DAYS = ("from", "until")
_EVER, _ALWAYS = date.min, date.max


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which one row, or none, holds on either side."""

    first: date
    last: date
    old: t.Row | None
    new: t.Row | None

    def has(self, column: str) -> tuple[t.CellValue | None, t.CellValue | None]:
        """Return the cells of a column; None where there is none."""
        return (
            self.old.values.get(column) if self.old else None,
            self.new.values.get(column) if self.new else None,
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell, or the row itself, that is different on some days; ``which`` says on which, if not on all."""

    old: t.CellValue | None
    new: t.CellValue | None
    which: str
    row: t.Row


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of one key on both sides, in stretches of days that cover all that are compared."""

    key: Key
    stretches: tuple[Stretch, ...]
    identical: bool
    """Whether the rows are the same on both sides, cell by cell."""
    sides: tuple[tuple[t.Row, ...], tuple[t.Row, ...]]

    @property
    def row(self) -> t.Row:
        """Return a row with the key, the latest there is."""
        return next(r for s in reversed(self.stretches) for r in (s.new, s.old) if r is not None)

    def differs_but_for(self, columns: Collection[str]) -> bool:
        """Tell whether the rows differ in more than these columns."""
        old, new = ([_without(r, columns) for r in rows] for rows in self.sides)
        return old != new

    def changes(self, column: str) -> list[Changed]:
        """Return what is different in a column, where both sides have a row or one of them has the cell."""
        return self._merged([(s, *s.has(column)) for s in self.stretches])

    def presence(self) -> list[Changed]:
        """Return on which days only one side has the row."""
        return self._merged([(s, s.old is not None, s.new is not None) for s in self.stretches])

    def _merged(
        self, cells: list[tuple[Stretch, t.CellValue | None, t.CellValue | None]]
    ) -> list[Changed]:
        found: list[tuple[date, date, t.CellValue | None, t.CellValue | None, t.Row]] = []
        for s, old, new in cells:
            row = s.new or s.old
            if old == new or row is None:
                continue
            if found and found[-1][2:4] == (old, new) and found[-1][1] + timedelta(1) == s.first:
                found[-1] = (found[-1][0], s.last, old, new, row)
            else:
                found.append((s.first, s.last, old, new, row))
        return [Changed(old, new, self._which(first, last), row) for first, last, old, new, row in found]

    def _which(self, first: date, last: date) -> str:
        begins = first > self.stretches[0].first
        ends = last < self.stretches[-1].last
        if begins and ends:
            return f"{first} to {last}"
        return f"from {first}" if begins else f"until {last}" if ends else ""


def _without(row: t.Row, columns: Collection[str]) -> dict[str, t.CellValue]:
    return {c: v for c, v in row.values.items() if c not in columns}


def beside(old: Sequence[t.Row], new: Sequence[t.Row], keys: tuple[str, ...], since: date) -> list[Beside]:
    """Return the rows of each key, in the order of the later side; days before ``since`` do not count."""
    before, after = _by_key(old, keys), _by_key(new, keys)
    if not keys:
        before, after = _paired(list(before.get((), ())), list(after.get((), ())))
    return [_beside(k, before.get(k, ()), after.get(k, ()), since) for k in union(before, after)]


Rows = dict[Key, Sequence[t.Row]]


def _by_key(rows: Sequence[t.Row], keys: tuple[str, ...]) -> Rows:
    found: dict[Key, list[t.Row]] = {}
    for row in rows:
        found.setdefault(tuple(row.values.get(k) for k in keys), []).append(row)
    return dict(found)


def _paired(old: list[t.Row], new: list[t.Row]) -> tuple[Rows, Rows]:
    """Put rows without a key beside each other: those that are the same, then the others in their order."""
    if len(old) == len(new) == 1:
        return {(): old}, {(): new}
    before: Rows = {}
    after: Rows = {}
    rest = list(old)
    changed = []
    for i, row in enumerate(new):
        same = next((r for r in rest if r.values == row.values), None)
        if same is None:
            changed.append((i, row))
        else:
            rest.remove(same)
            before[(f"row {i + 1}",)], after[(f"row {i + 1}",)] = [same], [row]
    for i, row in changed:
        after[(f"row {i + 1}",)] = [row]
        if rest:
            before[(f"row {i + 1}",)] = [rest.pop(0)]
    before |= {(f"row {len(new) + i + 1}",): [row] for i, row in enumerate(rest)}
    return before, after


def _beside(key: Key, old: Sequence[t.Row], new: Sequence[t.Row], since: date) -> Beside:
    identical = [r.values for r in old] == [r.values for r in new]
    if identical or not any(d in r.values for r in (*old, *new) for d in DAYS):
        whole = Stretch(_EVER, _ALWAYS, old[-1] if old else None, new[-1] if new else None)
        return Beside(key, (whole,), identical, (tuple(old), tuple(new)))
    return Beside(key, tuple(_stretches(old, new, since)), False, (tuple(old), tuple(new)))


def _stretches(old: Sequence[t.Row], new: Sequence[t.Row], since: date) -> Iterator[Stretch]:
    firsts = {since}
    for row in (*old, *new):
        firsts.add(max(row.since or _EVER, since))
        if row.until is not None and row.until != _ALWAYS:
            firsts.add(max(row.until + timedelta(1), since))
    ordered = sorted(firsts)
    for first, following in zip(ordered, [*ordered[1:], None], strict=True):
        last = following - timedelta(1) if following else _ALWAYS
        yield Stretch(first, last, _on(old, first), _on(new, first))


def _on(rows: Sequence[t.Row], day: date) -> t.Row | None:
    held = (r for r in rows if (r.since or _EVER) <= day <= (r.until or _ALWAYS))
    return next(held, None)
