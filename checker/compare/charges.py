"""Columns that hold the charge on redemptions: raised, lowered, waived, shortened, and for which shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checker.compare import worse_off
from checker.compare.making import Pair, difference, raised, value_shown
from checker.compare.meaning import Column, Meaning
from checker.compare.rows import Beside, Changed
from checker.evaluate.phrases import plain
from checker.findings.amended import Direction, Effect
from checker.typed import nodes as t
from checker.typed.types import Type

GROUPS = ("fund", "share_class")
"""Keys that say whose shares; the others say how long they were held, or which they are."""


def charge_effects(
    pair: Pair,
    schedule: t.Schedule,
    columns: Sequence[str],
    rows: Sequence[Beside],
    bounds: dict[Column, Meaning],
) -> Iterator[Effect]:
    """Yield what is different in the charge, row by row, in the order of the rows."""
    for column in columns:
        groups: dict[tuple[t.CellValue | None, ...], list[Beside]] = {}
        for each in rows:
            groups.setdefault(_group(schedule, each), []).append(each)
        for members in groups.values():
            charge = _Charge(pair, schedule, column, bounds[schedule.name, column], members)
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
    def __init__(
        self, pair: Pair, schedule: t.Schedule, column: str, meaning: Meaning, members: Sequence[Beside]
    ) -> None:
        self.pair, self.schedule, self.column, self.meaning = pair, schedule, column, meaning
        field = schedule.kind.field(column)
        self.type = field.type if field else Type("number")
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
        rule = self.meaning.rule
        share_class = str(each.row.values.get(self._of("share_class"), "")) or self._sole_class()
        worse = worse_off.of_charge(self.pair.after, direction, share_class) if direction else ()
        return self.pair.make(
            key,
            f"{self.schedule.name}.{self.column}",
            fund=str(each.row.values.get(self._of("fund"), "")),
            share_class=share_class,
            old=value_shown(change.old, self.type, True),
            new=value_shown(change.new, self.type, True),
            change=difference(change.old, change.new, self.type, True),
            direction=direction,
            decided_by="figures",
            worse_off=worse,
            which=", ".join(p for p in (self._which(each), change.which) if p),
            clause=rule.name,
            paragraph=rule.citation.paragraph,
            note="" if direction else "No row says that no charge is known; a row of zero, that there is none.",
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

    def _of(self, kind: str) -> str:
        return next((k for k in self.schedule.keys if _kind(self.schedule, k) == kind), "")

    def _sole_class(self) -> str:
        shares = self.pair.after.document.shares
        return shares[0] if len(shares) == 1 else ""

    def _which(self, each: Beside) -> str:
        said = []
        for key in self.schedule.keys:
            field = self.schedule.kind.field(key)
            if field is not None and field.type.kind not in GROUPS:
                said.append(f"{plain(key)} {value_shown(each.row.values.get(key), field.type)}")
        return ", ".join(said)


def _positive(value: t.CellValue | None) -> bool:
    return isinstance(value, Fraction) and value > 0
