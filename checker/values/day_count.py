"""How much of a year, quarter or month some days are, by the convention that is agreed."""

from __future__ import annotations

from calendar import isleap
from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from checker.values.periods import MONTH, ONE_DAY, Period, days_in_month

DayCount = Literal["actual_365", "actual_actual", "actual_366", "actual_360", "thirty_360", "twelfths"]
DAY_COUNTS: tuple[DayCount, ...] = get_args(DayCount)

_FIXED = {"actual_365": 365, "actual_366": 366, "actual_360": 360}


def year_fraction(period: Period, convention: str, days: Iterable[date] | None = None) -> Fraction:
    """Return the fraction of a year that the days of ``period`` stand for.

    When ``days`` is given, only those of them that lie in the period count, each once.

    * ``actual_365``, ``actual_366``, ``actual_360``: each day is 1/365, 1/366, 1/360.
    * ``actual_actual``: each day is 1/365 or 1/366 by its own calendar year.
    * ``twelfths``: a whole calendar month is 1/12; each day of a part of a month is 1/12 over
      the days of that month.
    * ``thirty_360``: 30E/360 from the first day to the day after the last.

    USD 100 million at 0.45% for February 2004, whole cents cut off:

    >>> february = MONTH.containing(date(2004, 2, 1))
    >>> [int(45_000_000 * year_fraction(february, c)) for c in ("actual_actual", "actual_365", "twelfths")]
    [3565573, 3575342, 3750000]

    Raises:
        ValueError: no such convention, or ``thirty_360`` over some of a period's days only.
    """
    if convention == "thirty_360":
        return _thirty_360(period, days)
    by_year = Counter[int]()
    for (year, month), count in _days_by_month(period, days).items():
        by_year[_days_per_year(convention, year, month)] += count
    return sum((Fraction(count, of) for of, count in by_year.items()), Fraction(0))


def period_fraction(
    period: Period, per: str, convention: str, days: Iterable[date] | None = None
) -> Fraction:
    """Return how many times an amount ``per`` day, month, quarter or year falls in ``period``.

    Per day, that is the number of days; per month, each whole calendar month is 1 and a part
    its days over the days of that month; a quarter is three months. Only an amount per year
    depends on the ``convention``. ``days`` is as in ``year_fraction``.

    >>> half = Period(date(2004, 2, 15), date(2004, 3, 31), "")
    >>> str(period_fraction(half, "month", "actual_365")), str(period_fraction(half, "day", "actual_365"))
    ('44/29', '46')

    Raises:
        ValueError: ``per`` is none of the four, or as ``year_fraction``.
    """
    match per:
        case "year":
            return year_fraction(period, convention, days)
        case "quarter":
            return 4 * year_fraction(period, "twelfths", days)
        case "month":
            return 12 * year_fraction(period, "twelfths", days)
        case "day":
            return Fraction(sum(_days_by_month(period, days).values()))
        case _:
            raise ValueError(f"no time unit is called {per!r}")


def _days_by_month(period: Period, days: Iterable[date] | None) -> Counter[tuple[int, int]]:
    """Return how many of the days fall in each (year, month)."""
    if days is not None:
        return Counter((day.year, day.month) for day in set(days) if day in period)
    found = Counter[tuple[int, int]]()
    for month in MONTH.within(period.start, period.end):
        first, last = max(period.start, month.start), min(period.end, month.end)
        found[first.year, first.month] = (last - first).days + 1
    return found


def _days_per_year(convention: str, year: int, month: int) -> int:
    """Return how many days like those of ``month`` make a year."""
    if convention == "actual_actual":
        return 366 if isleap(year) else 365
    if convention == "twelfths":
        return 12 * days_in_month(year, month)
    if convention not in _FIXED:
        raise ValueError(f"no day count is called {convention!r}")
    return _FIXED[convention]


def _thirty_360(period: Period, days: Iterable[date] | None) -> Fraction:
    """Return 30E/360 over whole ``period``: every month has 30 days, and 31 stands for 30.

    >>> str(_thirty_360(Period(date(2004, 2, 1), date(2004, 2, 29), ""), None))
    '1/12'
    """
    if days is not None and {day for day in days if day in period} != set(period.each_day()):
        raise ValueError("thirty_360 counts whole periods, not some of their days")
    start, end = period.start, period.end + ONE_DAY
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(30 * months + min(end.day, 30) - min(start.day, 30), 360)
