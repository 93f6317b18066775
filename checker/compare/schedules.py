"""Schedules compared row by row and cell by cell: what each difference is called, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.compare import charges, worse_off
from checker.compare.making import Pair, difference, raised, value_shown
from checker.compare.meaning import Column, Meaning
from checker.compare.rows import DAYS, Beside, Changed, beside
from checker.compare.sides import Side, union
from checker.evaluate.phrases import plain
from checker.findings.amended import Effect
from checker.typed import nodes as t
from checker.typed.types import Field, Type


@dataclass(frozen=True)
class Listed:
    """The funds of each side, in order, and those known to be new or gone; None where a list is not on file."""

    before: dict[str, None] | None
    after: dict[str, None] | None

    @property
    def added(self) -> tuple[str, ...]:
        """Return the funds that only the later side has."""
        return _less(self.after, self.before)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Return the funds that only the earlier side has."""
        return _less(self.before, self.after)


def _less(one: dict[str, None] | None, other: dict[str, None] | None) -> tuple[str, ...]:
    return () if one is None or other is None else tuple(f for f in one if f not in other)


@dataclass(frozen=True)
class Meant:
    """What the columns mean on either side, and which of them a rule looks up at all."""

    bounds: dict[Column, Meaning]
    used: frozenset[Column]


def schedule_effects(pair: Pair, meant: Meant, since: date) -> Iterator[Effect]:
    """Yield the effects of what is different in the schedules."""
    old, new = pair.before.document.schedules, pair.after.document.schedules
    listed = listed_funds(pair)
    for name in union(old, new):
        one, other = old.get(name), new.get(name)
        if one is not None and other is not None and _same(one, other):
            continue
        yield from _Comparison(pair, meant, listed, since, name, one, other).effects()


def _same(one: t.Schedule, other: t.Schedule) -> bool:
    if one is other:
        return True
    return (
        (one.title, one.keys, one.on_file) == (other.title, other.keys, other.on_file)
        and _columns(one) == _columns(other)
        and [r.values for r in one.rows] == [r.values for r in other.rows]
    )


def _columns(s: t.Schedule) -> list[tuple[object, ...]]:
    return [(f.name, *_shape(f)) for f in s.kind.fields]


def _shape(f: Field) -> tuple[object, ...]:
    return f.type, f.at_least, f.whole, f.period


# --- the list of funds -----------------------------------------------------------------------


def fund_list(side: Side) -> t.Schedule | None:
    """Return the schedule that lists the funds: the one the head names, or the first by fund."""
    schedules = side.document.schedules
    named = schedules.get(side.document.funds_in)
    return named or next((s for s in schedules.values() if _key_of(s, "fund")), None)


def listed_funds(pair: Pair) -> Listed:
    """Return the funds that each side lists."""
    return Listed(_funds(fund_list(pair.before)), _funds(fund_list(pair.after)))


def _funds(schedule: t.Schedule | None) -> dict[str, None] | None:
    if schedule is None or not schedule.on_file:
        return None
    column = next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "fund")
    return {str(r.values[column]): None for r in schedule.rows if column in r.values}


def _key_of(schedule: t.Schedule, kind: str) -> str:
    found = (f.name for f in schedule.kind.fields if f.name in schedule.keys and f.type.kind == kind)
    return next(found, "")


# --- one schedule ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Comparison:
    pair: Pair
    meant: Meant
    listed: Listed
    since: date
    name: str
    one: t.Schedule | None
    other: t.Schedule | None

    def effects(self) -> Iterator[Effect]:
        if any(s is not None and not s.on_file for s in (self.one, self.other)):
            yield from self._not_on_file()
            return
        found = list(self._of_schedule())
        changed_columns = {e.element.partition(".")[2] for e in found}
        rows = self._rows()
        for each in rows:
            if not each.identical:
                found += self._of_row(each, changed_columns)
        found += charges.charge_effects(self.pair, self.schedule, self._charged(), rows, self.meant.bounds)
        yield from found or self._unexplained()

    @property
    def schedule(self) -> t.Schedule:
        found = self.other or self.one
        assert found is not None
        return found

    def _charged(self) -> list[str]:
        return [c for c in self._all_columns() if self._kind(c) == "cdsc"]

    def _kind(self, column: str) -> str:
        found = self.meant.bounds.get((self.name, column))
        return found.kind if found else ""

    def _all_columns(self) -> list[str]:
        before = [f.name for f in self.one.kind.fields] if self.one else []
        after = [f.name for f in self.other.kind.fields] if self.other else []
        skip = {*self.schedule.keys, *DAYS}
        return [c for c in union(before, after) if c not in skip]

    def _field(self, column: str) -> Field | None:
        for s in (self.other, self.one):
            found = s.kind.field(column) if s else None
            if found is not None:
                return found
        return None

    def _type(self, column: str) -> Type:
        found = self._field(column)
        return found.type if found else Type("text")

    def _rows(self) -> list[Beside]:
        old, new = (s.rows if s else () for s in (self.one, self.other))
        return beside(old, new, self.schedule.keys, self.since)

    def _is_list(self) -> bool:
        lists = (fund_list(self.pair.before), fund_list(self.pair.after))
        return any(s is not None and s.name == self.name for s in lists)

    # --- the schedule as a whole

    def _not_on_file(self) -> Iterator[Effect]:
        if self.one is not None and self.other is not None and not (self.one.on_file or self.other.on_file):
            return
        when, there = ("before", self.other) if self.one and not self.one.on_file else ("after", self.one)
        rows = len(there.rows) if there is not None and there.on_file else 0
        yield self._make(
            "not-comparable",
            self.name,
            old=f"{rows} rows" if when == "after" and rows else "",
            new=f"{rows} rows" if when == "before" and rows else "",
            question=f"Which rows did {self.name} have {when} the change? Without them it is not known what "
            "is added, dropped, moved or renamed.",
            span=self.schedule.span,
        )

    def _of_schedule(self) -> Iterator[Effect]:
        if self.one is None or self.other is None:
            key = "schedule-added" if self.one is None else "schedule-removed"
            count = f"{len(self.schedule.rows)} rows"
            yield self._make(key, self.name, **{"new" if self.one is None else "old": count})
            return
        if self.one.keys != self.other.keys:
            yield self._make(
                "schedule-changed",
                self.name,
                old="for each " + ", ".join(self.one.keys),
                new="for each " + ", ".join(self.other.keys),
                question="The rows are looked up by other columns than before. Does a figure apply to others?",
            )
        if self.one.title != self.other.title:
            yield self._make("schedule-changed", self.name, old=self.one.title, new=self.other.title)
        yield from self._of_columns(self.one, self.other)

    def _of_columns(self, one: t.Schedule, other: t.Schedule) -> Iterator[Effect]:
        before, after = ({f.name: f for f in s.kind.fields} for s in (one, other))
        for column in union(before, after):
            old, new = before.get(column), after.get(column)
            element = f"{self.name}.{column}"
            if old is None or new is None:
                if self._bounding(column) and column not in self.schedule.keys:
                    continue  # its cells are limits that come or go, one by one
                there, rows = (new, other.rows) if old is None else (old, one.rows)
                cells = f"{sum(column in r.values for r in rows)} cells, {there.type if there else ''}"
                key = "column-added" if old is None else "column-removed"
                yield self._make(key, element, **{"new" if old is None else "old": cells})
            elif _shape(old) != _shape(new):
                yield self._make(
                    "column-changed",
                    element,
                    old=str(old.type),
                    new=str(new.type),
                    direction="undecided",
                    question="Its figures are in another unit than before. Which of them is more?",
                )

    def _bounding(self, column: str) -> bool:
        type_ = self._type(column)
        rate = type_.kind == "number" and type_.per is not None
        return rate or (self.name, column) in self.meant.bounds

    def _unexplained(self) -> Iterator[Effect]:
        yield self._make(
            "row-changed", self.name, question="The rows differ in a way that has no known effect. Which?"
        )

    # --- its rows

    def _of_row(self, each: Beside, done: set[str]) -> Iterator[Effect]:
        presence = each.presence()
        known = self._row_effects(each, presence)
        explained = bool(known) or self._fund_of(each) in (*self.listed.added, *self.listed.dropped)
        yield from known
        count = 0
        for column in self._all_columns():
            if column in done or self._kind(column) == "cdsc":
                continue
            for change in each.changes(column):
                if (change.old is None or change.new is None) and not self._bounding(column) and presence:
                    continue
                count += 1
                yield self._of_cell(each, column, change)
        if presence and not (explained or count):
            yield from (self._row_came_or_went(each, p) for p in presence)
        elif not (presence or count or self._charged()):
            yield from self._other_days(each, done)

    def _row_effects(self, each: Beside, presence: Sequence[Changed]) -> list[Effect]:
        if not (self._is_list() and self._fund_of(each)) or self._keys_changed():
            return []
        return [e for p in presence for e in self._of_listing(each, p)]

    def _keys_changed(self) -> bool:
        return self.one is not None and self.other is not None and self.one.keys != self.other.keys

    def _of_listing(self, each: Beside, p: Changed) -> Iterator[Effect]:
        """Yield what it is that a fund, or a class of it, is in the list of funds on one side only."""
        fund, share_class = self._fund_of(each), self._class_of(each)
        came = bool(p.new)
        side = self.pair.after if came else self.pair.before
        both = fund not in self.listed.added and fund not in self.listed.dropped
        given = {"fund": fund, "which": p.which, "span": p.row.span, "decided_by": "figures"}
        given["new" if came else "old"] = self._cells(p.row)
        if share_class and both:
            yield self._make(
                "class-added" if came else "class-dropped",
                self.name,
                share_class=share_class,
                worse_off=worse_off.holders(side, share_class),
                **given,
            )
        elif both or self._first_of(fund, each):
            yield self._make(
                "fund-added" if came else "fund-dropped",
                self.name,
                share_class="" if share_class else self._sole_class(side),
                worse_off=worse_off.holders(side) if came else (*worse_off.payees(side, None),),
                note=self._perhaps_renamed(fund, came),
                **given,
            )

    def _first_of(self, fund: str, each: Beside) -> bool:
        """Tell whether the row is the first one of a fund, that a fund of several classes is said once."""
        return not self._class_of(each) or next(r for r in self._fund_rows(fund)) is each.row

    def _fund_rows(self, fund: str) -> Iterator[t.Row]:
        column = _key_of(self.schedule, "fund")
        for s in (self.other, self.one):
            yield from (r for r in (s.rows if s else ()) if r.values.get(column) == fund)

    def _perhaps_renamed(self, fund: str, came: bool) -> str:
        others = self.listed.dropped if came else self.listed.added
        if not others or len(others) > 3:
            return ""
        names = " or ".join(others)
        if came:
            return f"If it is a new name of {names}, declare the renaming."
        return f"If {names} is its new name, declare the renaming."

    def _row_came_or_went(self, each: Beside, p: Changed) -> Effect:
        key = "row-added" if p.new else "row-removed"
        return self._make(
            key,
            self.name,
            fund=self._fund_of(each),
            share_class=self._class_of(each),
            which=_and(self._which(each), p.which),
            span=p.row.span,
            **{"new" if p.new else "old": self._cells(p.row)},
        )

    def _other_days(self, each: Beside, done: set[str]) -> Iterator[Effect]:
        """Yield what is said of rows that differ in days alone that no longer count, or in no cell compared."""
        if done & set(DAYS):
            return
        yield self._make(
            "row-changed",
            self.name,
            fund=self._fund_of(each),
            share_class=self._class_of(each),
            which=self._which(each),
            span=each.row.span,
            note="Only days before the agreement takes effect, or how the rows are divided, differ.",
        )

    # --- one cell

    def _of_cell(self, each: Beside, column: str, change: Changed) -> Effect:
        meaning = self.meant.bounds.get((self.name, column))
        type_ = self._type(column)
        percent = meaning is not None and meaning.money
        given = {
            "fund": self._fund_of(each),
            "share_class": self._class_of(each) or self._sole_class(self.pair.after),
            "old": value_shown(change.old, type_, percent),
            "new": value_shown(change.new, type_, percent),
            "change": difference(change.old, change.new, type_, percent),
            "which": _and(self._which(each), change.which),
            "span": change.row.span,
        }
        element = f"{self.name}.{column}"
        if self._registrant(column):
            payer = worse_off.holders(self.pair.after, self._class_of(each))
            return self._make(
                "fund-moved", element, decided_by="figures", worse_off=payer, **self._used(column), **given
            )
        if not self._bounding(column):
            return self._make("row-changed", element, decided_by="figures", **self._used(column), **given)
        return self._bound(element, column, change, meaning, given)

    def _bound(
        self, element: str, column: str, change: Changed, meaning: Meaning | None, given: dict[str, object]
    ) -> Effect:
        sign = meaning.sign if meaning else 1
        direction = raised(change.old, change.new, sign)
        stem = self._stem(column, meaning)
        key = f"{stem}-{_ending(change, direction)}"
        if stem == "fixed-amount":
            key = "fixed-amount-changed"
        side = self.pair.before if change.new is None else self.pair.after
        rule = meaning.rule if meaning else None
        more = {"added": "tighter", "removed": "looser"}.get(key.rpartition("-")[2], direction)
        if stem == "minimum" or (stem == "rate" and not direction):
            more = {"tighter": "raised", "looser": "lowered"}.get(more, more)
        share_class = str(given["share_class"])
        return self._make(
            key,
            element,
            direction=direction,
            decided_by="figures",
            worse_off=worse_off.of_amount(side, more, share_class, rule),  # type: ignore[arg-type]
            clause=rule.name if rule else "",
            paragraph=rule.citation.paragraph if rule else self.schedule.citation.paragraph,
            note=self._note(change, meaning, str(given["fund"])),
            **given,
        )

    def _stem(self, column: str, meaning: Meaning | None) -> str:
        type_ = self._type(column)
        rate = type_.kind == "number" and type_.per is not None
        if meaning is None or (rate and meaning.kind in ("cap", "fixed")):
            return "rate"
        return {"cap": "cap", "minimum": "minimum", "fixed": "fixed-amount"}[meaning.kind]

    def _note(self, change: Changed, meaning: Meaning | None, fund: str) -> str:
        said = []
        if change.old is None and fund in self.listed.added:
            said.append("It comes with the fund.")
        if change.new is None and fund in self.listed.dropped:
            said.append("It goes with the fund.")
        if meaning is None:
            said.append("No clause bounds a payment by it.")
        elif change.old is None and not said:
            said.append(f"A new limit: {meaning.rule.name}.")
        if meaning is not None and "minimum" in meaning.also:
            said.append("It is also the least that is paid.")
        return " ".join(said)

    # --- small things

    def _make(self, key: str, element: str, **given: object) -> Effect:
        given.setdefault("span", self.schedule.span)
        if not given.get("paragraph"):
            given["paragraph"] = self.schedule.citation.paragraph
        return self.pair.make(key, element, **given)

    def _used(self, column: str) -> dict[str, object]:
        clauses = self.pair.after.reached(self.name) or self.pair.before.reached(self.name)
        used = (self.name, column) in self.meant.used
        return {"clause": clauses[0]} if clauses and used else {}

    def _registrant(self, column: str) -> bool:
        """Tell whether a column of the list of funds says whose series a fund is."""
        type_ = self._type(column)
        if type_.kind not in ("text", "party") or not self._is_list():
            return False
        return (self.name, column) in self.meant.used or column in ("company", "registrant", "trust")

    def _fund_of(self, each: Beside) -> str:
        return str(each.row.values.get(_key_of(self.schedule, "fund"), ""))

    def _class_of(self, each: Beside) -> str:
        return str(each.row.values.get(_key_of(self.schedule, "share_class"), ""))

    def _sole_class(self, side: Side) -> str:
        shares = side.document.shares
        return shares[0] if len(shares) == 1 else ""

    def _which(self, each: Beside) -> str:
        said = []
        for key in self.schedule.keys:
            field = self._field(key)
            if field is not None and field.type.kind not in ("fund", "share_class"):
                said.append(f"{plain(key)} {value_shown(each.row.values.get(key), field.type)}")
        if not self.schedule.keys:
            said += [str(k) for k in each.key]
        return ", ".join(said)

    def _cells(self, row: t.Row) -> str:
        shown = (value_shown(v, self._type(c)) for c, v in row.values.items() if c not in self.schedule.keys)
        return ", ".join(shown)


def _ending(change: Changed, direction: str) -> str:
    if change.old is None:
        return "added"
    if change.new is None:
        return "removed"
    return direction or "raised"


def _and(*parts: str) -> str:
    return ", ".join(p for p in parts if p)
