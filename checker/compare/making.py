"""One effect made: its severity, what it is about, and figures and differences as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from checker.compare.catalogue import CATALOGUE
from checker.compare.sides import Side
from checker.evaluate.shown import amount
from checker.findings.amended import Direction, Effect
from checker.findings.model import Severity, TextSpan
from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import NUMBER, Type
from checker.values.show import show_number, show_percent

Place = Callable[[Span], TextSpan | None]


BLANK: dict[str, Any] = {
    "fund": "", "share_class": "", "old": "", "new": "", "change": "", "direction": "", "decided_by": "",
    "case": (), "worse_off": (), "which": "", "reaches": (), "clause": "", "paragraph": "", "question": "",
    "note": "",
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """The two sides, the earlier one under the later's names, and how effects are made of them."""

    before: Side
    after: Side
    place: Place
    severities: Mapping[str, Severity]
    renamed: Mapping[tuple[str, str], str]
    """What each thing is called afterwards, by its kind and name, where the text declares it."""
    titles: frozenset[str] = frozenset()
    """Every title that a declared renaming gives to a party or takes from it, on the way too."""

    def make(self, key: str, element: str, **given: Any) -> Effect:
        """Return an effect; what is not given is empty. ``span`` is a place in the clause files."""
        span = given.pop("span", None)
        severity = self.severities.get(key, CATALOGUE[key].severity)
        return Effect(
            key=key,
            severity=severity,
            element=element,
            span=self.place(span) if span is not None and span.path else None,
            **BLANK | given,
        )


@lru_cache(maxsize=4096)
def value_shown(value: t.CellValue | None, type_: Type, percent: bool = False) -> str:
    """Return a figure as reports print it; ``percent`` for a flat part of something, as 5%.

    A rate has two decimals or more, as the schedules of agreements have it: 0.20% beside 0.25%.
    """
    if value is None:
        return ""
    if isinstance(value, Fraction) and type_.kind == "number" and type_.per:
        return f"{_two_decimals(show_percent(value))} per {type_.per}"
    if percent and isinstance(value, Fraction) and type_ == NUMBER:
        return show_percent(value)
    return amount(value, type_)


def _two_decimals(percent: str) -> str:
    """Return a percentage with two decimals or more.

    >>> [_two_decimals(x) for x in ("1%", "-0.2%", "0.25%", "0.333…%")]
    ['1.00%', '-0.20%', '0.25%', '0.333…%']
    """
    whole, _, decimals = percent.removesuffix("%").partition(".")
    return f"{whole}.{decimals:0<2}%"


def difference(old: t.CellValue | None, new: t.CellValue | None, type_: Type, percent: bool = False) -> str:
    """Return how much more the new figure is, signed and with its unit; empty where there is none."""
    if isinstance(old, date) and isinstance(new, date):
        days = Fraction((new - old).days)
        return _signed(days, f"{show_number(days)} {'day' if abs(days) == 1 else 'days'}")
    if not (isinstance(old, Fraction) and isinstance(new, Fraction)):
        return ""
    more = new - old
    if type_.kind == "number" and (type_.per or percent):
        return _signed(more, f"{show_number(100 * more)} percentage points")
    return _signed(more, amount(more, type_))


def _signed(value: Fraction, text: str) -> str:
    return f"+{text}" if value > 0 else text


def raised(old: t.CellValue | None, new: t.CellValue | None, sign: int = 1) -> Direction:
    """Return which way a figure went; a figure that counts the other way round has ``sign`` -1."""
    if old is None or new is None or isinstance(old, str | bool) or isinstance(new, str | bool):
        return ""
    up = new > old  # type: ignore[operator]  # both are numbers, or both days
    return "raised" if up == (sign >= 0) else "lowered"
