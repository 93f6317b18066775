"""Dates and periods: from ISO text to days that exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from checker.facts.wrong import Wrong
from checker.values.periods import Period, days_in_month
from checker.values.spelling import shown

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years outside are slips of the pen, and periods after them could run past the calendar's end."""

DATE_FORM = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MONTH_FORM = r"[0-9]{4}-[0-9]{2}"
QUARTER_FORM = r"[0-9]{4}-Q[1-4]"
YEAR_FORM = r"[0-9]{4}"
SPAN_FORM = rf"{DATE_FORM} to {DATE_FORM}"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(text: str) -> date:
    """Return the day written ``2004-02-29``.

    Raises:
        Wrong: the text has another form, or there is no such day.
    """
    if not re.fullmatch(DATE_FORM, text):
        raise _not_a_date(text)
    year, month, number = (int(part) for part in text.split("-"))
    _check_month(text, year, month)
    if not 1 <= number <= days_in_month(year, month):
        has = f"{MONTHS[month - 1]} {year} has {days_in_month(year, month)} days"
        raise Wrong(f"{shown(text)} is a date that does not exist: {has}")
    return date(year, month, number)


def period(text: str, series: str) -> Period:
    """Return the period written in the form of ``series``, labelled as it is written.

    ``month``: 2004-02, ``quarter``: 2004-Q1, ``year``: 2004. Any other series: two dates with
    ``to`` between them (both included), one date, or one of those forms.

    Raises:
        Wrong: the text has another form, a day does not exist, or the end is before the start.
    """
    names = (series,) if series in _READERS else tuple(_READERS)
    for name in names:
        form, reader, _ = _READERS[name]
        if re.fullmatch(form, text):
            return reader(text)
    wanted = _READERS[series][2] if series in _READERS else "2003-07-01 to 2004-05-31"
    article = f"a {series}" if series in ("month", "quarter", "year") else "a period"
    raise Wrong(f"{shown(text)} is not {article}", f"write it like {wanted}")


def period_form(series: str) -> str:
    """Return the regular expression of everything ``period`` may accept for ``series``."""
    names = (series,) if series in _READERS else tuple(_READERS)
    return "|".join(f"(?:{_READERS[name][0]})" for name in names)


def _month(text: str) -> Period:
    year, month = (int(part) for part in text.split("-"))
    return _months(text, year, month, 1)


def _quarter(text: str) -> Period:
    return _months(text, int(text[:4]), int(text[-1]) * 3 - 2, 3)


def _year(text: str) -> Period:
    return _months(text, int(text), 1, 12)


def _months(text: str, year: int, first: int, count: int) -> Period:
    _check_month(text, year, first)
    last = first + count - 1
    return Period(date(year, first, 1), date(year, last, days_in_month(year, last)), text)


def _one_day(text: str) -> Period:
    return Period(day(text), day(text), text)


def _two_days(text: str) -> Period:
    start, end = (day(part) for part in text.split(" to "))
    if end < start:
        raise Wrong(f"{shown(text)} ends before it begins", f"write {end} to {start} if that is meant")
    return Period(start, end, text)


_READERS: dict[str, tuple[str, Callable[[str], Period], str]] = {
    "month": (MONTH_FORM, _month, "2004-02"),
    "quarter": (QUARTER_FORM, _quarter, "2004-Q1"),
    "year": (YEAR_FORM, _year, "2004"),
    "day": (DATE_FORM, _one_day, "2004-02-29"),
    "span": (SPAN_FORM, _two_days, "2003-07-01 to 2004-05-31"),
}


def _check_month(text: str, year: int, month: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Wrong(f"{shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise Wrong(f"{shown(text)} is a date that does not exist: a year has months 01 to 12")


def _not_a_date(text: str) -> Wrong:
    if text != text.strip():
        return Wrong(f"{shown(text)} is not a date: it has spaces around it")
    if re.fullmatch(DATE_FORM + "[T ].+", text, re.DOTALL):
        return Wrong(f"{shown(text)} is not a date: it has a time of day", f"write {text[:10]}")
    return Wrong(f"{shown(text)} is not a date", "write year, month and day, like 2004-02-29")
