"""Business days: which days a market or a bank is open, and counting by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, get_args

from checker.values.periods import ONE_DAY, Period

CalendarName = Literal["nyse", "federal_reserve", "weekdays"]
CALENDARS: tuple[CalendarName, ...] = get_args(CalendarName)

_YEARS = {"nyse": (1953, 2100), "federal_reserve": (1999, 2100), "weekdays": (1, 9999)}
"""First and last year that each list of closings covers. The exchange traded on Saturdays
until September 1952; the banks' list begins in 1999; both end in 2100."""

_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day lies in a year that the calendar has no list of closings for."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The business days of one market or bank.

    ``extra_closings`` are days on which it was or will be closed besides those in its list:
    an unscheduled closing that the list does not have yet, or one that an agreement names.
    """

    name: CalendarName
    extra_closings: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Return whether the list of closings covers the year of ``day``."""
        first, last = _YEARS[self.name]
        return first <= day.year <= last

    def is_business_day(self, day: date) -> bool:
        """Return whether ``day`` is Monday to Friday and no closing.

        >>> calendar("nyse").is_business_day(date(2004, 6, 11))  # day of mourning
        False
        >>> calendar("federal_reserve").is_business_day(date(2004, 6, 11))
        True

        Raises:
            OutsideCalendar: the list of closings does not cover the year.
        """
        if not self.covers(day):
            first, last = _YEARS[self.name]
            raise OutsideCalendar(f"the calendar {self.name} covers {first} to {last}, not {day}")
        if day.weekday() >= _SATURDAY or day in self.extra_closings:
            return False
        return day not in _closings(self.name, day.year)

    def add(self, n: int, day: date) -> date:
        """Return the ``n``-th business day after ``day`` (before it when ``n`` is negative).

        ``day`` itself is never counted, whether or not it is a business day; ``n`` of 0
        returns ``day`` as it is, without rolling it to a business day.

        >>> calendar("nyse").add(10, date(2003, 10, 31))
        datetime.date(2003, 11, 14)
        >>> calendar("federal_reserve").add(10, date(2003, 10, 31))  # closed on Veterans Day
        datetime.date(2003, 11, 17)
        """
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day

    def between(self, a: date, b: date) -> int:
        """Return how many business days lie in ``(a, b]``: after ``a``, up to and with ``b``.

        When ``b`` is before ``a``, minus the business days in ``[b, a)``, so that in both
        directions ``between(a, add(n, a)) == n``.

        >>> calendar("weekdays").between(date(2004, 1, 15), date(2004, 1, 16))
        1
        >>> calendar("weekdays").between(date(2004, 1, 16), date(2004, 1, 15))
        -1
        """
        if b < a:
            return -sum(map(self.is_business_day, _each(b, a - ONE_DAY)))
        return sum(map(self.is_business_day, _each(a + ONE_DAY, b)))

    def days(self, period: Period) -> tuple[date, ...]:
        """Return the business days of ``period``, in order."""
        return tuple(filter(self.is_business_day, period.each_day()))


def calendar(name: str, extra_closings: frozenset[date] = frozenset()) -> Calendar:
    """Return the calendar called ``name``.

    Raises:
        ValueError: ``name`` is not among ``CALENDARS``.
    """
    if name not in CALENDARS:
        raise ValueError(f"no calendar is called {name!r}")
    return Calendar(name, extra_closings)


def _each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@cache
def _closings(name: CalendarName, year: int) -> frozenset[date]:
    """Return the closings of one year, some of which may fall on weekends.

    The exchange does not move New Year's Day from a Saturday to the Friday before, and moves
    other holidays; the banks move no holiday from a Saturday.
    """
    if name == "weekdays":
        return frozenset()
    from holidays.utils import financial_holidays  # slow to import

    listed = financial_holidays({"nyse": "NYSE", "federal_reserve": "FED"}[name], years=year)
    return frozenset(day for day in listed if day.year == year)
