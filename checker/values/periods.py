"""Periods of days and the series they come from (months, quarters, plan years)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """All days from ``start`` to ``end``, both included; ``label`` is how it is written.

    Periods are compared by their days alone: the first quarter is the same period whether
    written 2004-Q1 or 2004-01-01 to 2004-03-31. A period has at least one day.
    """

    start: date
    end: date
    label: str = field(compare=False)

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end on {self.end}, before it starts on {self.start}")

    @property
    def days(self) -> int:
        """Return how many calendar days the period has."""
        return (self.end - self.start).days + 1

    def each_day(self) -> Iterator[date]:
        """Yield every calendar day, in order."""
        for n in range(self.days):
            yield self.start + timedelta(days=n)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Series:
    """Consecutive periods of ``months`` whole months each, one of which begins on a given day.

    ``month`` and ``day`` say when one of the periods begins. ``name`` is the language's word
    for one period. A day that a month does not have (31, 30, 29 February) stands for the
    month's last day.

    >>> Series("quarter", 3, 1, 1).containing(date(2004, 2, 29)).label
    '2004-Q1'
    """

    name: str
    months: int
    month: int = 1
    day: int = 1

    def containing(self, day: date) -> Period:
        """Return the period that ``day`` lies in."""
        return self._period(self._index(day))

    def after(self, period: Period, steps: int = 1) -> Period:
        """Return the period ``steps`` after that in which ``period`` starts (before it when negative)."""
        return self._period(self._index(period.start) + steps)

    def within(self, first: date, last: date) -> Iterator[Period]:
        """Yield each period that has a day in ``[first, last]``, in order."""
        if last < first:
            return
        period = self.containing(first)
        while period.start <= last:
            yield period
            period = self.after(period)

    def _index(self, day: date) -> int:
        """Return the number of the period that ``day`` lies in; 0 begins in the year 0."""
        index = (day.year * 12 + day.month - self.month) // self.months
        return index - 1 if self._start(index) > day else index

    def _start(self, index: int) -> date:
        months = index * self.months + self.month - 1
        year, month = divmod(months, 12)
        return date(year, month + 1, min(self.day, days_in_month(year, month + 1)))

    def _period(self, index: int) -> Period:
        start, end = self._start(index), self._start(index + 1) - ONE_DAY
        return Period(start, end, self._label(start, end))

    def _label(self, start: date, end: date) -> str:
        whole = start.day == 1
        if self.months == 1 and whole:
            return f"{start:%Y-%m}"
        if self.months == 3 and whole and start.month in (1, 4, 7, 10):
            return f"{start.year}-Q{(start.month + 2) // 3}"
        if self.months == 12 and whole and start.month == 1:
            return f"{start.year}"
        return f"{start.isoformat()} to {end.isoformat()}"


MONTH = Series("month", 1)
QUARTER = Series("quarter", 3)
YEAR = Series("year", 12)


def days_in_month(year: int, month: int) -> int:
    """Return how many days the month has.

    >>> days_in_month(2004, 2)
    29
    """
    return monthrange(year, month)[1]
