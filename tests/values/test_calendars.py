"""Business days, against published closings and deadlines worked by hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.calendars import CALENDARS, OutsideCalendar, calendar
from checker.values.periods import MONTH, Period

NYSE, BANK, WEEKDAYS = (calendar(name) for name in CALENDARS)
calendars = st.sampled_from([NYSE, BANK, WEEKDAYS, calendar("nyse", frozenset({date(2004, 3, 1)}))])
days = st.dates(date(2000, 1, 1), date(2050, 12, 31))

# Month end, tenth business day on the exchange's and on the banks' calendar: counted by hand.
TENTH_BUSINESS_DAYS = [
    ("2003-07-31", "2003-08-14", "2003-08-14"),
    ("2003-08-31", "2003-09-15", "2003-09-15"),
    ("2003-09-30", "2003-10-14", "2003-10-15"),  # Columbus Day
    ("2003-10-31", "2003-11-14", "2003-11-17"),  # Veterans Day
    ("2003-12-31", "2004-01-15", "2004-01-15"),
    ("2004-03-31", "2004-04-15", "2004-04-14"),  # Good Friday
    ("2004-05-31", "2004-06-15", "2004-06-14"),  # the day of mourning on 11 June 2004
]

# The attacks of 2001, the days of mourning for four presidents, and Hurricane Sandy.
UNSCHEDULED_CLOSINGS = [
    "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14", "2004-06-11", "2007-01-02",
    "2012-10-29", "2012-10-30", "2018-12-05", "2025-01-09",
]  # fmt: skip


@pytest.mark.parametrize(("month_end", "nyse", "bank"), TENTH_BUSINESS_DAYS)
def test_the_tenth_business_day_after_a_month_end(month_end: str, nyse: str, bank: str) -> None:
    end = date.fromisoformat(month_end)
    assert NYSE.add(10, end).isoformat() == nyse
    assert BANK.add(10, end).isoformat() == bank


def test_a_payment_for_december_2003_on_16_january_is_one_business_day_late() -> None:
    deadline = date(2004, 1, 15)
    counted = [d.day for d in NYSE.days(Period(date(2004, 1, 1), deadline, ""))]
    assert counted == [2, 5, 6, 7, 8, 9, 12, 13, 14, 15]
    for each in (NYSE, BANK):
        assert each.add(10, date(2003, 12, 31)) == deadline
        assert each.between(deadline, date(2004, 1, 16)) == 1


def test_veterans_day_decides_whether_17_november_2003_is_late() -> None:
    end, paid = date(2003, 10, 31), date(2003, 11, 17)
    assert NYSE.is_business_day(date(2003, 11, 11))
    assert not BANK.is_business_day(date(2003, 11, 11))
    assert NYSE.between(NYSE.add(10, end), paid) == 1
    assert BANK.between(BANK.add(10, end), paid) == 0


@pytest.mark.parametrize("closed", UNSCHEDULED_CLOSINGS)
def test_the_exchange_was_closed_without_a_holiday_and_the_banks_were_open(closed: str) -> None:
    day = date.fromisoformat(closed)
    assert not NYSE.is_business_day(day)
    assert BANK.is_business_day(day)


@pytest.mark.parametrize(
    ("day", "nyse", "bank"),
    [
        ("2004-04-09", False, True),  # Good Friday
        ("2004-12-24", False, True),  # Christmas on a Saturday: the exchange moves it, the banks do not
        ("2020-07-03", False, True),  # 4 July on a Saturday
        ("2010-12-31", True, True),  # New Year's Day on a Saturday: neither moves it
        ("2021-12-31", True, True),
        ("2023-01-02", False, False),  # New Year's Day on a Sunday: both move it
        ("2021-06-18", True, True),  # Juneteenth on a Saturday, its first year with the banks
        ("2022-06-20", False, False),  # Juneteenth on a Sunday
    ],
)
def test_holidays_on_a_weekend(day: str, nyse: bool, bank: bool) -> None:
    assert NYSE.is_business_day(date.fromisoformat(day)) is nyse
    assert BANK.is_business_day(date.fromisoformat(day)) is bank


def test_weekdays_are_monday_to_friday_whatever_the_holiday() -> None:
    christmas_week = Period(date(2003, 12, 22), date(2003, 12, 28), "")
    assert [d.day for d in WEEKDAYS.days(christmas_week)] == [22, 23, 24, 25, 26]


def test_extra_closings_are_no_business_days() -> None:
    storm = calendar("nyse", frozenset({date(2004, 1, 2)}))
    assert storm.add(10, date(2003, 12, 31)) == date(2004, 1, 16)


def test_no_business_days_from_a_day_is_that_day_even_on_a_weekend() -> None:
    assert NYSE.add(0, date(2004, 1, 3)) == date(2004, 1, 3)


@pytest.mark.parametrize(
    ("name", "day"), [("federal_reserve", "1998-12-31"), ("nyse", "1952-12-31"), ("nyse", "2101-01-03")]
)
def test_a_year_without_a_list_of_closings_is_refused_rather_than_taken_to_have_none(
    name: str, day: str
) -> None:
    outside = date.fromisoformat(day)
    assert not calendar(name).covers(outside)
    with pytest.raises(OutsideCalendar, match=f"{name} covers .* not {day}"):
        calendar(name).is_business_day(outside)


def test_an_unknown_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="no calendar is called 'lse'"):
        calendar("lse")


def test_the_list_of_holidays_is_loaded_only_when_a_day_is_asked_for() -> None:
    code = (
        "import sys, checker.values.calendars as c; c.calendar('nyse'); sys.exit('holidays' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(calendars, days, st.integers(-60, 60).filter(bool))
def test_between_counts_what_add_added(cal, day, n) -> None:
    there = cal.add(n, day)
    assert cal.is_business_day(there)
    assert cal.between(day, there) == n


@given(calendars, days, st.integers(1, 60))
def test_going_there_and_back_from_a_business_day(cal, day, n) -> None:
    start = cal.add(1, day)
    assert cal.add(-n, cal.add(n, start)) == start


@given(calendars, days, st.integers(0, 100), st.integers(0, 100))
def test_business_days_between_add_up(cal, day, m, n) -> None:
    middle, last = day + timedelta(days=m), day + timedelta(days=m + n)
    assert cal.between(day, middle) + cal.between(middle, last) == cal.between(day, last)


@given(calendars, days)
def test_business_days_of_a_month_are_those_after_the_month_before(cal, day) -> None:
    month = MONTH.containing(day)
    assert len(cal.days(month)) == cal.between(month.start - timedelta(days=1), month.end)
