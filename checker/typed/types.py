"""The types of the language, with their units, and the kinds of fact built from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.source import Span

Kind = Literal[
    "money",
    "number",
    "date",
    "text",
    "yes_no",
    "period",
    "duration",
    "fund",
    "share_class",
    "party",
    "body",
    "one_of",
    "record",
    "list",
    "series",
    "error",
]
Per = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Type:
    """A type. ``per`` is the time unit of money and number (``rate`` is a number per year).

    ``name`` is the fact's name for records and lists, the unit for durations (``days``,
    ``business days``, ``months``, ``years``), the series of a period where it is known (month,
    quarter, year, plan_year); ``members`` are the values of a ``one_of``.
    """

    kind: Kind
    per: Per | None = None
    name: str = ""
    members: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "number" and self.per:
            return f"rate per {self.per}"
        if self.kind == "money" and self.per:
            return f"money per {self.per}"
        if self.kind == "one_of":
            return "one of " + ", ".join(self.members)
        if self.kind == "list":
            return f"list of {self.name}"
        if self.kind in ("record", "duration") or (self.kind == "period" and self.name):
            return self.name
        words = {"yes_no": "yes/no", "share_class": "share class", "series": "kind of period"}
        return words.get(self.kind, self.kind)


MONEY = Type("money")
NUMBER = Type("number")
RATE = Type("number", per="year")
DATE = Type("date")
TEXT = Type("text")
YES_NO = Type("yes_no")
PERIOD = Type("period")
SERIES = Type("series")
FUND = Type("fund")
SHARE_CLASS = Type("share_class")
PARTY = Type("party")
BODY = Type("body")
ERROR = Type("error")
"""Type of an expression already reported: it absorbs every later complaint."""


def record_of(kind: str) -> Type:
    """Return the type of a record of the fact ``kind``."""
    return Type("record", name=kind)


def list_of(kind: str) -> Type:
    """Return the type of a nested list of ``kind`` records."""
    return Type("list", name=kind)


def duration(unit: str) -> Type:
    """Return the type of a length of time in ``unit``."""
    return Type("duration", name=unit)


Presence = Literal["key", "required", "optional"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact: a register key or a ledger column of the same name.

    ``at_least`` is the least number allowed (None: no bound); ``whole`` wants an integer;
    ``period`` names the series of a period field: ``month``, ``quarter``, ``year`` (written
    2004-02, 2004-Q1, 2004), or ``days`` for a period written ``2003-07-01 to 2004-05-31``.
    A ``record`` type refers by key to an entry of that kind; a ``list`` nests entries.
    """

    name: str
    type: Type
    presence: Presence
    meaning: str
    span: Span
    at_least: int | None = None
    whole: bool = False
    period: str = ""


Store = Literal["register", "ledger", "part"]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact: where its entries are kept, and their fields.

    ``section`` is the key in register files or the stem of ledger files; kinds that are
    ``part`` of others are only nested. ``dated`` is the field (a date or a period) that says
    when an entry happened; ``actor`` the field that says who did it.
    """

    name: str
    title: str
    store: Store
    section: str
    fields: tuple[Field, ...]
    span: Span
    dated: str | None = None
    actor: str | None = None

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def key(self) -> Field | None:
        """Return the field that identifies an entry, or None."""
        return next((f for f in self.fields if f.presence == "key"), None)
