"""Dates as documents print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:day\s+of\s+)?(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date and where it is printed in a text."""

    day: date
    start: int
    end: int


def dates_in(text: str) -> Iterator[Printed]:
    """Yield the dates of a text that exist, in order.

    >>> [d.day.isoformat() for d in dates_in("made the 1st day of  July, 2003; until May 30th, 2004")]
    ['2003-07-01', '2004-05-30']
    """
    for found in _DATE.finditer(text):
        month = _MONTHS.index((found["m1"] or found["m2"]).lower()) + 1
        try:
            day = date(int(found["y1"] or found["y2"]), month, int(found["d1"] or found["d2"]))
        except ValueError:
            continue
        yield Printed(day, found.start(), found.end())


def written(day: date) -> str:
    """Return a date as documents print it.

    >>> written(date(2003, 7, 1))
    'July 1, 2003'
    """
    return f"{_MONTHS[day.month - 1].title()} {day.day}, {day.year}"
