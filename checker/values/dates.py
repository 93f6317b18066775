"""Dates moved and counted by whole months and years, where a month may lack the day."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date

from checker.values.periods import days_in_month

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def shift_months(day: date, months: int, *, clamp: bool) -> date | None:
    """Return the same day of the month ``months`` later (earlier when negative).

    Where that month lacks the day, its last day if ``clamp``, else None.

    >>> shift_months(date(2004, 5, 31), 1, clamp=True), shift_months(date(2004, 5, 31), 1, clamp=False)
    (datetime.date(2004, 6, 30), None)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    last = days_in_month(year, month + 1)
    if day.day > last and not clamp:
        return None
    return date(year, month + 1, min(day.day, last))


def complete_months(a: date, b: date, *, clamp: bool) -> int | None:
    """Return how many monthly anniversaries of ``a`` are on or before ``b``; 0 if ``b`` is before ``a``.

    Where a month lacks the day, the anniversary is its last day if ``clamp``. Otherwise it may
    be that day or the first of the next month: None if the answer depends on which.

    >>> complete_months(date(2004, 1, 31), date(2004, 2, 29), clamp=True)
    1
    >>> complete_months(date(2004, 1, 31), date(2004, 2, 29), clamp=False)  # None
    >>> complete_months(date(2004, 1, 31), date(2004, 3, 1), clamp=False)
    1
    """
    return _complete(a, b, 1, clamp)


def complete_years(a: date, b: date, *, clamp: bool) -> int | None:
    """Return how many anniversaries of ``a`` are on or before ``b``; 0 if ``b`` is before ``a``.

    The anniversary of 29 February in a common year is 28 February if ``clamp``. Otherwise it
    may be 28 February or 1 March: None if the answer depends on which.

    >>> complete_years(date(2004, 2, 29), date(2005, 2, 28), clamp=True)
    1
    >>> complete_years(date(2004, 2, 29), date(2005, 2, 28), clamp=False)  # None
    >>> complete_years(date(2004, 2, 29), date(2005, 3, 1), clamp=False)
    1
    """
    return _complete(a, b, 12, clamp)


def parse_date(text: str) -> date | None:
    """Return the date that ``text`` writes as yyyy-mm-dd, from 1900 to 2200, or None.

    >>> parse_date("2004-02-29")
    datetime.date(2004, 2, 29)
    >>> parse_date("2003-02-29"), parse_date("2004-2-29"), parse_date(" 2004-02-29")
    (None, None, None)
    """
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        return None
    return date(year, month, day)


def _complete(a: date, b: date, months: int, clamp: bool) -> int | None:
    """Return how often ``months`` whole months fit, if both readings of a missing day agree."""
    calendar_months = 12 * (b.year - a.year) + b.month - a.month
    on_last_day = calendar_months - (b.day < min(a.day, days_in_month(b.year, b.month)))
    on_first_of_next = calendar_months - (b.day < a.day)
    early, late = (max(0, n // months) for n in (on_last_day, on_first_of_next))
    return early if clamp or early == late else None
