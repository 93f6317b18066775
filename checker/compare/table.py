"""One schedule on both sides, with what its columns mean: what every look at it asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from checker.compare import worse_off
from checker.compare.funds import Listed, fund_list, key_of
from checker.compare.making import Pair, value_shown
from checker.compare.meaning import Column, Meaning
from checker.compare.rows import DAYS, Beside
from checker.compare.sides import Side, union
from checker.compare.worse_off import Who
from checker.evaluate.phrases import plain
from checker.findings.amended import Direction, Effect
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.types import TEXT, Type

REGISTRANTS = ("company", "registrant", "trust")
"""Names of the column that says whose series a fund is, where no rule looks it up."""


@dataclass(frozen=True)
class Meant:
    """What the columns mean on either side, and which of them a rule looks up at all."""

    bounds: dict[Column, Meaning]
    look_up: Callable[[], frozenset[Column]]

    @cached_property
    def used(self) -> frozenset[Column]:
        """Return the columns that a rule looks up, found when it is asked for the first time."""
        return self.look_up()


@dataclass(frozen=True)
class Table:
    """A schedule by its name, as it is on each side; None on the side that has none."""

    pair: Pair
    meant: Meant
    listed: Listed
    one: t.Schedule | None
    other: t.Schedule | None

    @cached_property
    def schedule(self) -> t.Schedule:
        """Return the later one, or the one there is."""
        found = self.other or self.one
        assert found is not None
        return found

    @property
    def name(self) -> str:
        """Return its name."""
        return self.schedule.name

    def make(self, key: str, element: str, **given: object) -> Effect:
        """Return an effect at the schedule, or at the row that is given."""
        given.setdefault("span", self.schedule.span)
        if not given.get("paragraph"):
            given["paragraph"] = self.schedule.citation.paragraph
        return self.pair.make(key, element, **given)

    # --- columns

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of either side but keys and days."""
        sides = [[f.name for f in s.kind.fields] if s else [] for s in (self.one, self.other)]
        skip = {*self.schedule.keys, *DAYS}
        return tuple(c for c in union(*sides) if c not in skip)

    @cached_property
    def charged(self) -> tuple[str, ...]:
        """Return the columns that hold the charge on redemptions."""
        return tuple(c for c in self.columns if self._is_charge(c))

    def _is_charge(self, column: str) -> bool:
        found = self.meaning(column)
        return found is not None and found.kind == "cdsc"

    def meaning(self, column: str) -> Meaning | None:
        """Return what a column bounds; None where it bounds nothing."""
        return self.meant.bounds.get((self.name, column))

    @cached_property
    def _types(self) -> dict[str, Type]:
        """Return the types of all columns: the later side's, or the earlier's."""
        return {f.name: f.type for s in (self.one, self.other) if s is not None for f in s.kind.fields}

    def type(self, column: str) -> Type:
        """Return the type of a column's cells."""
        return self._types.get(column, TEXT)

    def is_rate(self, column: str) -> bool:
        """Tell whether the cells are a part of something per year or other time."""
        type_ = self.type(column)
        return type_.kind == "number" and type_.per is not None

    def bounding(self, column: str) -> bool:
        """Tell whether the cells are rates, or limits in some rule."""
        return self.is_rate(column) or self.meaning(column) is not None

    def registrant(self, column: str) -> bool:
        """Tell whether a column of the list of funds says whose series a fund is."""
        if self.type(column).kind not in ("text", "party") or not self.is_list:
            return False
        return (self.name, column) in self.meant.used or column in REGISTRANTS

    def used(self, column: str) -> dict[str, object]:
        """Return the first clause that looks a column up, as a part of an effect."""
        if (self.name, column) not in self.meant.used:
            return {}
        clauses = self.pair.after.reached(self.name) or self.pair.before.reached(self.name)
        return {"clause": clauses[0]} if clauses else {}

    def worse(self, side: Side, direction: Direction, share_class: str, rule: ir.Rule | None) -> Who:
        """Return who is worse off by an amount that rises or falls; found once for all rows."""
        asked = (side is self.pair.after, direction, share_class, rule.name if rule else "")
        if asked not in self._known:
            self._known[asked] = worse_off.of_amount(side, direction, share_class, rule)
        return self._known[asked]

    @cached_property
    def _known(self) -> dict[tuple[bool, Direction, str, str], Who]:
        return {}

    # --- rows

    @cached_property
    def is_list(self) -> bool:
        """Tell whether it is the list of funds."""
        lists = (fund_list(self.pair.before), fund_list(self.pair.after))
        return any(s is not None and s.name == self.name for s in lists)

    @cached_property
    def rekeyed(self) -> bool:
        """Tell whether its rows are looked up by other columns than before."""
        return self.one is not None and self.other is not None and self.one.keys != self.other.keys

    @cached_property
    def _keys(self) -> tuple[str, str]:
        return key_of(self.schedule, "fund"), key_of(self.schedule, "share_class")

    def fund(self, each: Beside) -> str:
        """Return the fund that a row is for; empty where it is for none."""
        return str(each.row.values.get(self._keys[0], ""))

    def share_class(self, each: Beside) -> str:
        """Return the class that a row is for; empty where it is for none."""
        return str(each.row.values.get(self._keys[1], ""))

    @cached_property
    def first_rows(self) -> dict[str, t.Row]:
        """Return the first row of each fund."""
        found: dict[str, t.Row] = {}
        for s in (self.other, self.one):
            for row in s.rows if s else ():
                found.setdefault(str(row.values.get(self._keys[0], "")), row)
        return found

    def which(self, each: Beside) -> str:
        """Return what a row is for besides fund and class, in words."""
        said = [] if self.schedule.keys else [str(k) for k in each.key]
        for key in self.schedule.keys:
            type_ = self.type(key)
            if type_.kind not in ("fund", "share_class"):
                said.append(f"{plain(key)} {value_shown(each.row.values.get(key), type_)}")
        return ", ".join(said)

    def cells(self, row: t.Row) -> str:
        """Return what a row says, without its keys."""
        keys = self.schedule.keys
        return ", ".join(value_shown(v, self.type(c)) for c, v in row.values.items() if c not in keys)


def sole_class(side: Side) -> str:
    """Return the class that an agreement is about, where it is one."""
    shares = side.document.shares
    return shares[0] if len(shares) == 1 else ""
