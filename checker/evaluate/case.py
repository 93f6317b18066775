"""One agreement with its facts, on one day, under one reading of what it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.facts.store import Facts, Record
from checker.ir import nodes as ir
from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import FactKind
from checker.values.calendars import Calendar, calendar
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, missing

Value = Fraction | date | str | bool | Period | Record | tuple[Record, ...] | Unknown
Wording = Callable[[Span], str]
"""Gives the text that a span was written with, on one line."""

MOST_EVIDENCE = 5


@dataclass(frozen=True, slots=True)
class Env:
    """The variables of an instance, and the day or period it is about."""

    variables: Mapping[str, Value] = field(default_factory=dict)
    time: date | Period | None = None
    due: date | None = None
    """The day by which it must be so: until then, what is not on file may still have come."""

    def bind(self, name: str, value: Value) -> Env:
        """Return the environment with one more variable."""
        return Env({**self.variables, name: value}, self.time, self.due)

    def at(self, time: date | Period | None) -> Env:
        """Return the environment for another day or period."""
        return Env(self.variables, time, self.due)

    def inside(self, variables: Mapping[str, Value]) -> Env:
        """Return the environment of a definition: its own variables, at the same time."""
        return Env(variables, self.time, self.due)


@dataclass(frozen=True, slots=True)
class Rows:
    """The records behind a sum, count or look-up."""

    kind: str
    records: tuple[Record, ...]


@dataclass(slots=True)
class Trace:
    """What was computed on the way to a verdict: steps, and the records used."""

    steps: list[tuple[int, str, str]] = field(default_factory=list)
    used: dict[tuple[str, str, str, int], Record] = field(default_factory=dict)
    rows: list[Rows] = field(default_factory=list)
    depth: int = 0
    quiet: int = 0

    def step(self, text: str, value: str) -> None:
        """Add a step, unless within the rows of a query."""
        if not self.quiet and (self.depth, text, value) not in self.steps:
            self.steps.append((self.depth, text, value))

    def use(self, record: Record) -> None:
        """Note that a record was looked at."""
        if not self.quiet:
            self.used.setdefault((record.kind, record.key, record.path, record.line), record)

    def evidence(self, kind: str, records: Iterable[Record]) -> None:
        """Note the rows behind a query."""
        if not self.quiet:
            found = Rows(kind, tuple(records))
            if found.records and found not in self.rows:
                self.rows.append(found)


class Index:
    """Records by kind, and by the value of a field where one is asked for again and again."""

    def __init__(self, facts: Facts, everything: Facts | None = None) -> None:
        self.facts = facts
        self._everything = everything or facts
        self._fields: dict[tuple[str, str], tuple[dict[object, list[Record]], list[Record]]] = {}
        self._keys: dict[str, dict[str, Record]] = {}

    def of(self, kind: str) -> tuple[Record, ...]:
        """Return all records of a kind."""
        return self.facts.of(kind)

    def by_key(self, kind: str, key: str) -> Record | None:
        """Return the record of that key, also one that happened later: a reference names it."""
        if kind not in self._keys:
            self._keys[kind] = {r.key: r for r in self._everything.of(kind)}
        return self._keys[kind].get(key)

    def where(self, kind: str, name: str, value: object) -> list[Record]:
        """Return the records whose field is ``value``, and those that lack the field."""
        if (kind, name) not in self._fields:
            buckets: dict[object, list[Record]] = {}
            lacking: list[Record] = []
            for r in self.facts.of(kind):
                if name in r.values:
                    buckets.setdefault(r.values[name], []).append(r)
                else:
                    lacking.append(r)
            self._fields[kind, name] = (buckets, lacking)
        buckets, lacking = self._fields[kind, name]
        found = buckets.get(value, [])
        return found if not lacking else found + lacking


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that nobody has answered, about these things, and the answers it can have."""

    question: str
    about: tuple[tuple[str, str], ...]
    answers: tuple[str, ...] = field(compare=False)


@dataclass(slots=True)
class Case:
    """Everything an expression can be evaluated against.

    ``assumed`` holds answers that are tried; ``asked`` collects the questions that stay open.
    """

    agreement: ir.Agreement
    kinds: Mapping[str, FactKind]
    index: Index
    as_of: date
    world: Mapping[str, t.Expr]
    wording: Wording
    trace: Trace = field(default_factory=Trace)
    timelines: dict[tuple[str, str | None], object] = field(default_factory=dict)
    in_progress: set[tuple[str, str | None]] = field(default_factory=set)
    amended: dict[tuple[str, str | None], Truth] = field(default_factory=dict)
    amended_asked: dict[tuple[str, str | None], dict[Asked, None]] = field(default_factory=dict)
    """The open questions that whether an amendment is in effect turns on."""
    starts: dict[tuple[str, str | None], object] = field(default_factory=dict)
    """When amendments begin that wait for something, fund by fund."""
    waiting: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    """The versions of terms that are just being compared with the ones before them."""
    supposed: set[str] = field(default_factory=set)
    """The amendments that are taken as approved and begun: drafts."""
    carried: dict[tuple[str, tuple[object, ...]], Value] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    known_on: dict[date, Case] = field(default_factory=dict)
    rows: dict[tuple[int, tuple[str, ...]], dict[tuple[object, ...], list[t.Row]]] = field(
        default_factory=dict
    )
    """Rows of a schedule by the values of some columns; the schedule by its identity."""
    assumed: Mapping[Asked, str] = field(default_factory=dict)
    asked: dict[Asked, None] = field(default_factory=dict)
    turns: dict[int, tuple[date, ...]] = field(default_factory=dict)
    """The days on which rows of a schedule begin, or no longer hold."""

    def on(self, day: date) -> Case:
        """Return the case as it was known on a day: only facts that had happened by then.

        Answers to questions stay, whenever they were given: they are about what was so, not facts of a day.
        """
        if day not in self.known_on:
            known = happened_by(self.index.facts, self.kinds, day)
            answers = {"determination": self.index.of("determination")}
            self.known_on[day] = Case(
                self.agreement,
                self.kinds,
                Index(Facts({**known.by_kind, **answers}, known.digests), self.index.facts),
                self.as_of,
                self.world,
                self.wording,
            )
        found = self.known_on[day]
        found.assumed, found.asked = self.assumed, self.asked
        found.trace, found.rows, found.turns = self.trace, self.rows, self.turns
        return found

    def supposing(self, answers: Mapping[Asked, str]) -> Case:
        """Return the case as it would be if open questions had these answers."""
        supposed = Case(self.agreement, self.kinds, self.index, self.as_of, self.world, self.wording)
        supposed.assumed, supposed.rows, supposed.turns = answers, self.rows, self.turns
        return supposed

    def calendar(self) -> Calendar | Unknown:
        """Return the calendar of business days that this reading uses, with extra closings."""
        reading = self.world.get("business_day_calendar")
        if reading is None:  # a rule counts business days, the agreement does not say which they are
            text = "nothing says which days are business days"
            return missing(text, "an assumption `business_day_calendar`")
        assert isinstance(reading, t.Const) and isinstance(reading.value, str)
        if reading.value not in self.calendars:
            days = frozenset(d for r in self.index.of("closing") if isinstance(d := r.values.get("on"), date))
            self.calendars[reading.value] = calendar(reading.value, days)
        return self.calendars[reading.value]

    def day_count(self) -> str | Unknown:
        """Return the day count that this reading uses."""
        reading = self.world.get("day_count")
        if reading is None:  # a rule takes an amount per year, the agreement does not say how days count
            return missing("nothing says how days count as a part of a year", "an assumption `day_count`")
        assert isinstance(reading, t.Const) and isinstance(reading.value, str)
        return reading.value


def dated(kinds: Mapping[str, FactKind], record: Record) -> date | Period | None:
    """Return the day or period that a record is about, None when its kind has none."""
    kind = kinds.get(record.kind)
    value = record.values.get(kind.dated) if kind and kind.dated else None
    return value if isinstance(value, (date, Period)) else None


def first_day(time: date | Period) -> date:
    """Return the day itself, or the first of the period."""
    return time.start if isinstance(time, Period) else time


def last_day(time: date | Period) -> date:
    """Return the day itself, or the last of the period."""
    return time.end if isinstance(time, Period) else time


def happened_by(facts: Facts, kinds: Mapping[str, FactKind], day: date) -> Facts:
    """Return the facts that had happened by a day; those without a date are there always."""

    def kept(r: Record) -> bool:
        when = dated(kinds, r)
        return when is None or first_day(when) <= day

    return Facts({k: tuple(r for r in rs if kept(r)) for k, rs in facts.by_kind.items()}, facts.digests)
