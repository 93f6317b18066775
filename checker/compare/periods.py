"""Reports for other periods: a report each quarter is more than one each year, all else being the same."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from checker.compare.norms import is_report
from checker.typed import nodes as t
from checker.typed.types import Type


def other_period(old: t.Clause, new: t.Clause) -> tuple[t.SeriesFrom, t.SeriesFrom] | None:
    """Return the periods for which reports are due, where a clause about reports differs in them alone."""
    if not (is_report(old) and is_report(new)):
        return None
    one, other = _series(old), _series(new)
    if one is None or other is None or one[1].months == other[1].months:
        return None
    moved = _Moved(one, other)
    same = all(moved(getattr(old, f)) == getattr(new, f) for f in ("each", "when", "norm", "by", "unless"))
    rest = (old.since, old.until, old.binds) == (new.since, new.until, new.binds)
    return (one[1], other[1]) if same and rest else None


Period = tuple[str, t.SeriesFrom]


def _series(clause: t.Clause) -> Period | None:
    found = [(o.variable, o.series) for o in clause.each if o.kind == "periods"]
    if len(found) != 1 or not isinstance(found[0][1], t.SeriesFrom):
        return None
    return found[0][0], found[0][1]


class _Moved:
    """Rebuilds a part of the old clause for the new periods."""

    def __init__(self, old: Period, new: Period) -> None:
        self.old, self.new = old, new

    def __call__(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(self, value))
        if isinstance(value, t.SeriesFrom) and value == self.old[1]:
            return self.new[1]
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {f.name: self(getattr(value, f.name)) for f in fields(value) if f.name != "span"}
        if isinstance(value, t.Var) and value.name == self.old[0]:
            changed["name"] = self.new[0]
        if isinstance(value, t.Origin) and value.variable == self.old[0]:
            changed |= {"variable": self.new[0], "name": self._name(value.name)}
        if isinstance(value, Type) and value.kind == "period":
            changed["name"] = self._name(value.name)
        return replace(value, **changed)

    def _name(self, name: str) -> str:
        return self.new[1].name if name == self.old[1].name else name
