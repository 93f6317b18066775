"""Periods and the series that time is divided into."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.periods import MONTH, QUARTER, YEAR, Period, Series, days_in_month

dates = st.dates(date(1950, 1, 1), date(2100, 12, 31))
series = st.builds(
    Series,
    st.just("plan year"),
    st.sampled_from([1, 2, 3, 4, 6, 12, 24]),
    st.integers(1, 12),
    st.one_of(st.integers(1, 31), st.integers(29, 31)),
)


@pytest.mark.parametrize(
    ("of", "day", "label", "count"),
    [
        (MONTH, "2004-02-29", "2004-02", 29),
        (QUARTER, "2004-02-29", "2004-Q1", 91),
        (YEAR, "2004-02-29", "2004", 366),
        (Series("plan year", 12, 7, 1), "2004-02-29", "2003-07-01 to 2004-06-30", 366),
        (Series("plan year", 12, 2, 29), "2004-02-28", "2003-02-28 to 2004-02-28", 366),
        (Series("month", 1, 1, 31), "2004-02-28", "2004-01-31 to 2004-02-28", 29),
        (Series("month", 1, 1, 31), "2004-02-29", "2004-02-29 to 2004-03-30", 31),
        (Series("quarter", 3, 2, 1), "2004-01-31", "2003-11-01 to 2004-01-31", 92),
    ],
)
def test_the_period_a_day_lies_in(of: Series, day: str, label: str, count: int) -> None:
    found = of.containing(date.fromisoformat(day))
    assert (found.label, found.days) == (label, count)


def test_periods_are_the_same_when_their_days_are() -> None:
    written = Period(date(2004, 1, 1), date(2004, 3, 31), "2004-01-01 to 2004-03-31")
    assert written == QUARTER.containing(date(2004, 2, 1))
    assert len({written, QUARTER.containing(date(2004, 2, 1))}) == 1
    assert str(written) == "2004-01-01 to 2004-03-31"


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="cannot end on 2004-01-01, before it starts on 2004-01-02"):
        Period(date(2004, 1, 2), date(2004, 1, 1), "")


def test_days_in_the_last_month_there_is() -> None:
    assert days_in_month(9999, 12) == 31


def test_nothing_lies_within_a_stretch_that_ends_before_it_begins() -> None:
    assert list(MONTH.within(date(2004, 2, 1), date(2004, 1, 31))) == []


@given(series, dates)
def test_every_day_lies_in_its_period_and_in_no_neighbour(of: Series, day: date) -> None:
    found = of.containing(day)
    assert day in found
    assert day not in of.after(found)
    assert day not in of.after(found, -1)


@given(series, dates)
def test_periods_follow_one_another_without_gap_or_overlap(of: Series, day: date) -> None:
    found = of.containing(day)
    assert of.after(found).start == found.end + timedelta(days=1)
    assert of.after(found, -1).end == found.start - timedelta(days=1)
    assert of.containing(found.start) == of.containing(found.end) == found


@given(series, dates, st.integers(-50, 50))
def test_steps_forward_and_back(of: Series, day: date, steps: int) -> None:
    found = of.containing(day)
    assert of.after(of.after(found, steps), -steps) == found
    assert of.after(found, steps) == of.containing(of.after(found, steps).start)


@given(series, dates, st.integers(0, 1500))
def test_the_periods_within_a_stretch_cover_each_of_its_days_once(of: Series, first: date, n: int) -> None:
    last = first + timedelta(days=n)
    found = list(of.within(first, last))
    assert first in found[0]
    assert last in found[-1]
    assert all(b.start == a.end + timedelta(days=1) for a, b in pairwise(found))
    assert sum(p.days for p in found) == sum(1 for p in found for _ in p.each_day())


@given(series, dates)
def test_one_period_begins_on_the_day_the_series_is_named_by(of: Series, day: date) -> None:
    starts = {p.start for p in of.within(date(day.year, 1, 1), date(day.year + 2, 12, 31))}
    years = (day.year, day.year + 1)
    assert any(date(y, of.month, min(of.day, days_in_month(y, of.month))) in starts for y in years)
