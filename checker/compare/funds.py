"""The funds that each side lists, and those known to be new or gone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from checker.compare.sides import Side
from checker.typed import nodes as t

Funds = dict[str, None]


@dataclass(frozen=True)
class Listed:
    """The funds of each side, in order; None where the list is not on file."""

    before: Funds | None
    after: Funds | None

    @cached_property
    def added(self) -> Funds:
        """Return the funds that only the later side has."""
        return _less(self.after, self.before)

    @cached_property
    def dropped(self) -> Funds:
        """Return the funds that only the earlier side has."""
        return _less(self.before, self.after)

    def came_or_went(self, fund: str) -> bool:
        """Tell whether only one side has a fund."""
        return fund in self.added or fund in self.dropped


def _less(one: Funds | None, other: Funds | None) -> Funds:
    return {} if one is None or other is None else {f: None for f in one if f not in other}


def listed_funds(before: Side, after: Side) -> Listed:
    """Return the funds that each side lists."""
    return Listed(_funds(fund_list(before)), _funds(fund_list(after)))


def fund_list(side: Side) -> t.Schedule | None:
    """Return the schedule that lists the funds: the one the head names, or the first by fund."""
    schedules = side.document.schedules
    named = schedules.get(side.document.funds_in)
    return named or next((s for s in schedules.values() if key_of(s, "fund")), None)


def key_of(schedule: t.Schedule, kind: str) -> str:
    """Return the key of a schedule that is a fund, or a class; empty where none is."""
    found = (f.name for f in schedule.kind.fields if f.name in schedule.keys and f.type.kind == kind)
    return next(found, "")


def _funds(schedule: t.Schedule | None) -> Funds | None:
    if schedule is None or not schedule.on_file:
        return None
    column = next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "fund")
    return {str(r.values[column]): None for r in schedule.rows if column in r.values}
