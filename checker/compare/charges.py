"""Columns that hold the charge on redemptions: raised, lowered, waived, shortened, and for which shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.compare import worse_off
from checker.compare.making import difference, raised, value_shown
from checker.compare.rows import Beside, Changed
from checker.compare.table import Table, sole_class
from checker.findings.amended import Direction, Effect
from checker.typed import nodes as t

GROUPS = ("fund", "share_class")
"""Keys that say whose shares; the others say how long they were held, or which they are."""

NO_ROW = "Where there is no row the charge is not known; where it is zero there is none."


def charge_effects(table: Table, rows: Sequence[Beside]) -> Iterator[Effect]:
    """Yield what is different in the charge, row by row, in the order of the rows."""
    for column in table.charged:
        groups: dict[tuple[t.CellValue | None, ...], list[Beside]] = {}
        for each in rows:
            groups.setdefault(_group(table.schedule, each), []).append(each)
        for members in groups.values():
            charge = _Charge(table, column, members)
            for each in members:
                for change in each.changes(column):
                    yield charge.effect(each, change)


def _group(schedule: t.Schedule, each: Beside) -> tuple[t.CellValue | None, ...]:
    values = zip(schedule.keys, each.key, strict=False)
    return tuple(v for k, v in values if _kind(schedule, k) in GROUPS)


def _kind(schedule: t.Schedule, column: str) -> str:
    field = schedule.kind.field(column)
    return field.type.kind if field else ""


class _Charge:
    def __init__(self, table: Table, column: str, members: Sequence[Beside]) -> None:
        self.table, self.schedule, self.column = table, table.schedule, column
        self.type = table.type(column)
        self.old_last, self.new_last = (self._last(members, side) for side in (0, 1))

    def _last(self, members: Sequence[Beside], side: int) -> Fraction | None:
        """Return the last of the years in which there is a charge; -1 where there is none in any."""
        charged = [
            self._year(each)
            for each in members
            if any(_positive(s.has(self.column)[side]) for s in each.stretches)
        ]
        years = [y for y in charged if y is not None]
        return None if len(years) < len(charged) else max(years, default=Fraction(-1))

    def _year(self, each: Beside) -> Fraction | None:
        values = zip(self.schedule.keys, each.key, strict=False)
        years = [v for k, v in values if _kind(self.schedule, k) not in GROUPS]
        return years[0] if len(years) == 1 and isinstance(years[0], Fraction) else None

    def effect(self, each: Beside, change: Changed) -> Effect:
        key, direction = self._key(each, change)
        meaning = self.table.meaning(self.column)
        assert meaning is not None
        side = self.table.pair.after
        share_class = self.table.share_class(each) or sole_class(side)
        return self.table.make(
            key,
            f"{self.schedule.name}.{self.column}",
            fund=self.table.fund(each),
            share_class=share_class,
            old=value_shown(change.old, self.type, True),
            new=value_shown(change.new, self.type, True),
            change=difference(change.old, change.new, self.type, True),
            direction=direction,
            decided_by="figures",
            worse_off=worse_off.of_charge(side, direction, share_class) if direction else (),
            which=", ".join(p for p in (self.table.which(each), change.which) if p),
            clause=meaning.rule.name,
            paragraph=meaning.rule.citation.paragraph,
            note="" if direction else NO_ROW,
            span=change.row.span,
        )

    def _key(self, each: Beside, change: Changed) -> tuple[str, Direction]:
        year = self._year(each)
        was, is_ = _positive(change.old), _positive(change.new)
        if was and is_:
            way = raised(change.old, change.new)
            return f"cdsc-{way}", way
        if was:
            ends = year is not None and self.new_last is not None and -1 < self.new_last < year
            return ("cdsc-shortened" if ends else "cdsc-waived"), "lowered"
        if is_:
            begins = year is not None and self.old_last is not None and -1 < self.old_last < year
            return ("cdsc-lengthened" if begins else "cdsc-waiver-removed"), "raised"
        return "row-changed", ""


def _positive(value: t.CellValue | None) -> bool:
    return isinstance(value, Fraction) and value > 0
