"""Fractions of a year, against amounts worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.day_count import DAY_COUNTS, period_fraction, year_fraction
from checker.values.periods import MONTH, QUARTER, YEAR, Period
from checker.values.rounding import CENT, round_to


def period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), f"{first} to {last}")


def amount(net_assets: str, percent: str, when: Period, convention: str) -> Fraction:
    return Fraction(net_assets) * Fraction(percent) / 100 * year_fraction(when, convention)


def cents(value: Fraction) -> Fraction:
    return round_to(value, CENT, "half_up")


dates = st.dates(date(1996, 1, 1), date(2030, 12, 31))
periods = st.builds(lambda a, n: Period(a, a + timedelta(days=n), ""), dates, st.integers(0, 900))

# Net assets, percent a year, period, convention, the amount to the cent. Worked by hand.
WORKED = [
    ("100000000", "0.45", period("2003-06-01", "2003-06-30"), "actual_365", "36986.30"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "actual_actual", "35655.74"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "actual_366", "35655.74"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "actual_365", "35753.42"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "twelfths", "37500.00"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "thirty_360", "37500.00"),
    ("100000000", "0.45", period("2004-02-01", "2004-02-29"), "actual_360", "36250.00"),
    ("18250000", "0.45", period("2001-08-01", "2001-08-31"), "actual_actual", "6975.00"),
    ("36500000", "0.45", period("2002-03-01", "2002-03-31"), "actual_actual", "13950.00"),
    ("91500000", "0.45", period("2004-06-01", "2004-06-08"), "actual_actual", "9000.00"),
    ("73200000", "0.45", period("2004-01-15", "2004-02-29"), "actual_actual", "41400.00"),
    ("50000000", "0.25", period("2003-07-01", "2004-05-31"), "actual_365", "115068.49"),
    ("50000000", "0.25", period("2003-07-01", "2004-05-31"), "actual_366", "114754.10"),
    ("123456789.01", "0.75", period("2003-12-01", "2003-12-31"), "actual_actual", "78640.28"),
    ("219000000", "0.75", period("2003-12-01", "2003-12-31"), "actual_actual", "139500.00"),
    ("146400000", "0.75", period("2004-04-01", "2004-04-30"), "actual_actual", "90000.00"),
    ("183000000", "0.75", period("2004-01-01", "2004-01-31"), "actual_actual", "116250.00"),
    ("30000000", "0.20", period("2004-06-01", "2004-06-30"), "twelfths", "5000.00"),
]


@pytest.mark.parametrize(("assets", "percent", "when", "convention", "expected"), WORKED)
def test_amounts_worked_by_hand(assets, percent, when, convention, expected) -> None:
    assert cents(amount(assets, percent, when, convention)) == Fraction(expected)


def test_eleven_months_over_two_calendar_years() -> None:
    # 184 days of 2003 over 365 and 152 days of 2004 over 366
    when = period("2003-07-01", "2004-05-31")
    assert year_fraction(when, "actual_actual") == Fraction(184, 365) + Fraction(152, 366)
    assert year_fraction(when, "twelfths") == year_fraction(when, "thirty_360") == Fraction(11, 12)


def test_a_part_of_a_month_in_twelfths_is_its_days_over_the_days_of_the_month() -> None:
    when = period("2004-01-15", "2004-02-29")
    assert year_fraction(when, "twelfths") == (Fraction(17, 31) + 1) / 12


@pytest.mark.parametrize(
    ("first", "last", "thirtieths"),
    [
        ("2004-01-01", "2004-12-31", 360),
        ("2004-01-15", "2004-02-14", 30),
        ("2003-02-01", "2003-02-28", 30),
        ("2004-01-01", "2004-01-30", 29),  # to the 31st, which stands for the 30th
        ("2004-01-01", "2004-01-29", 29),
        ("2004-01-31", "2004-01-31", 1),
    ],
)
def test_thirty_360(first: str, last: str, thirtieths: int) -> None:
    assert year_fraction(period(first, last), "thirty_360") == Fraction(thirtieths, 360)


def test_thirty_360_of_some_days_is_refused_and_of_all_days_is_not() -> None:
    june = period("2004-06-01", "2004-06-30")
    assert year_fraction(june, "thirty_360", june.each_day()) == Fraction(1, 12)
    with pytest.raises(ValueError, match="whole periods"):
        year_fraction(june, "thirty_360", [date(2004, 6, 1)])


def test_days_outside_the_period_do_not_count_and_days_given_twice_count_once() -> None:
    june = period("2004-06-01", "2004-06-30")
    given_days = [date(2004, 5, 31), date(2004, 6, 1), date(2004, 6, 1), date(2004, 7, 1)]
    assert year_fraction(june, "actual_365", given_days) == Fraction(1, 365)
    assert year_fraction(june, "actual_365", []) == 0


@pytest.mark.parametrize("convention", ["actual", "", "ACTUAL_365"])
def test_an_unknown_convention_is_refused(convention: str) -> None:
    with pytest.raises(ValueError, match="no day count is called"):
        year_fraction(period("2004-06-01", "2004-06-30"), convention)


@pytest.mark.parametrize(
    ("first", "last", "per", "expected"),
    [
        ("2004-02-01", "2004-02-29", "month", Fraction(1)),
        ("2004-02-10", "2004-02-29", "month", Fraction(20, 29)),
        ("2004-01-15", "2004-03-31", "month", Fraction(17, 31) + 2),
        ("2004-01-01", "2004-03-31", "quarter", Fraction(1)),
        ("2004-01-01", "2004-02-29", "quarter", Fraction(2, 3)),
        ("2004-01-01", "2004-02-29", "day", Fraction(60)),
        ("2004-01-01", "2004-12-31", "year", Fraction(366, 365)),
    ],
)
def test_amounts_per_day_month_quarter_and_year(first: str, last: str, per: str, expected: Fraction) -> None:
    assert period_fraction(period(first, last), per, "actual_365") == expected


def test_some_days_of_a_month_per_month_and_per_day() -> None:
    june, two = period("2004-06-01", "2004-06-30"), [date(2004, 6, 1), date(2004, 6, 2)]
    assert period_fraction(june, "month", "actual_365", two) == Fraction(1, 15)
    assert period_fraction(june, "day", "actual_365", two) == 2


def test_an_unknown_time_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no time unit is called 'week'"):
        period_fraction(period("2004-06-01", "2004-06-30"), "week", "actual_365")


@given(dates)
def test_whole_years_months_and_quarters_in_twelfths(day: date) -> None:
    assert year_fraction(YEAR.containing(day), "twelfths") == 1
    assert year_fraction(YEAR.containing(day), "actual_actual") == 1
    assert year_fraction(MONTH.containing(day), "twelfths") == Fraction(1, 12)
    assert period_fraction(QUARTER.containing(day), "quarter", "actual_365") == 1


@given(periods, st.data(), st.sampled_from([c for c in DAY_COUNTS if c != "thirty_360"]))
def test_splitting_a_period_changes_nothing(whole: Period, data, convention: str) -> None:
    cut = data.draw(st.dates(whole.start, whole.end))
    parts = [Period(whole.start, cut, "")]
    if cut < whole.end:
        parts.append(Period(cut + timedelta(days=1), whole.end, ""))
    assert sum(year_fraction(p, convention) for p in parts) == year_fraction(whole, convention)


@given(periods, st.sampled_from(DAY_COUNTS))
def test_all_days_given_is_the_same_as_none_given(when: Period, convention: str) -> None:
    assert year_fraction(when, convention, when.each_day()) == year_fraction(when, convention)


@given(periods, st.data(), st.sampled_from([c for c in DAY_COUNTS if c != "thirty_360"]))
def test_some_days_and_the_others_make_the_whole(when: Period, data, convention: str) -> None:
    every_day = list(when.each_day())
    some = set(data.draw(st.lists(st.sampled_from(every_day), max_size=20)))
    others = [day for day in every_day if day not in some]
    both = year_fraction(when, convention, some) + year_fraction(when, convention, others)
    assert both == year_fraction(when, convention)
