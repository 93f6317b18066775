"""Months and years counted and added, where months lack days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.dates import complete_months, complete_years, parse_date, shift_months

dates = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("day", "months", "clamped", "exact"),
    [
        ("2004-01-31", 1, "2004-02-29", None),
        ("2003-01-31", 1, "2003-02-28", None),
        ("2004-02-29", 12, "2005-02-28", None),
        ("2004-02-29", 48, "2008-02-29", "2008-02-29"),
        ("2004-05-31", -1, "2004-04-30", None),
        ("2004-01-15", -1, "2003-12-15", "2003-12-15"),
        ("2003-12-15", 1, "2004-01-15", "2004-01-15"),
        ("2004-05-31", 0, "2004-05-31", "2004-05-31"),
    ],
)
def test_shift_months(day: str, months: int, clamped: str, exact: str | None) -> None:
    assert shift_months(d(day), months, clamp=True) == d(clamped)
    assert shift_months(d(day), months, clamp=False) == (exact and d(exact))


def test_years_that_no_date_has() -> None:
    assert shift_months(date(9999, 12, 31), 1, clamp=True) is None
    assert shift_months(date(1, 1, 1), -1, clamp=True) is None
    assert shift_months(date(9999, 11, 30), 1, clamp=True) == date(9999, 12, 30)


@pytest.mark.parametrize(
    ("a", "b", "clamped", "exact"),
    [
        ("2003-09-10", "2004-09-09", 0, 0),
        ("2003-09-10", "2004-09-10", 1, 1),
        ("2003-09-10", "2003-09-10", 0, 0),
        ("2003-09-10", "2001-01-01", 0, 0),
        ("2004-02-29", "2005-02-27", 0, 0),
        ("2004-02-29", "2005-02-28", 1, None),
        ("2004-02-29", "2005-03-01", 1, 1),
        ("2004-02-29", "2008-02-28", 3, 3),  # 2008 has the day, and it is not reached
        ("2004-02-29", "2008-02-29", 4, 4),
    ],
)
def test_complete_years(a: str, b: str, clamped: int, exact: int | None) -> None:
    assert complete_years(d(a), d(b), clamp=True) == clamped
    assert complete_years(d(a), d(b), clamp=False) == exact


@pytest.mark.parametrize(
    ("a", "b", "clamped", "exact"),
    [
        ("2004-01-31", "2004-02-28", 0, 0),
        ("2004-01-31", "2004-02-29", 1, None),
        ("2004-01-31", "2004-03-01", 1, 1),
        ("2004-01-31", "2004-03-30", 1, 1),
        ("2004-01-31", "2004-03-31", 2, 2),
        ("2004-01-31", "2004-04-30", 3, None),
        ("2004-01-15", "2004-02-14", 0, 0),
        ("2004-01-15", "2003-12-31", 0, 0),
    ],
)
def test_complete_months(a: str, b: str, clamped: int, exact: int | None) -> None:
    assert complete_months(d(a), d(b), clamp=True) == clamped
    assert complete_months(d(a), d(b), clamp=False) == exact


@pytest.mark.parametrize(
    "text",
    [
        "", "2004-2-29", "04-02-29", "20040229", "2004-02-30", "2003-02-29", "2004-00-10", "2004-13-01",
        "2004-01-00", "2004-02-29 ", " 2004-02-29", "2004-02-29\n", "2004-02-29T00:00", "1899-12-31",
        "2201-01-01", "0000-01-01", "２００４-02-29", "٢٠٠٤-02-29", "2004–02–29", "2004-W01-1", "2004-060",
        "+2004-02-29", "31 May 2004",
    ],
)  # fmt: skip
def test_other_ways_to_write_a_date_are_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_date_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.isoformat() == text


@given(dates, dates, st.integers(0, 400))
def test_complete_years_never_falls_as_time_goes_on(a: date, b: date, n: int) -> None:
    later = b + timedelta(days=n)
    assert complete_years(a, b, clamp=True) <= complete_years(a, later, clamp=True)
    sooner_open, later_open = complete_years(a, b, clamp=False), complete_years(a, later, clamp=False)
    assert sooner_open is None or later_open is None or sooner_open <= later_open


@given(dates, dates)
def test_complete_months_is_the_last_anniversary_reached(a: date, b: date) -> None:
    n = complete_months(a, b, clamp=True)
    assert n == 0 or shift_months(a, n, clamp=True) <= b
    assert shift_months(a, n + 1, clamp=True) > b


@given(dates, dates)
def test_not_clamped_is_the_clamped_answer_or_none_on_a_missing_day(a: date, b: date) -> None:
    for count in (complete_months, complete_years):
        answer = count(a, b, clamp=False)
        assert answer == count(a, b, clamp=True) or (
            answer is None and b.day < a.day and (b + timedelta(days=1)).day == 1
        )


@given(dates, st.integers(-600, 600))
def test_a_shift_that_exists_can_be_undone(day: date, months: int) -> None:
    there = shift_months(day, months, clamp=False)
    assert there is None or shift_months(there, -months, clamp=False) == day
