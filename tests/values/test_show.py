"""Exact text of values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.periods import MONTH
from checker.values.show import show_date, show_money, show_number, show_percent, show_rate, show_value
from checker.values.truth import missing

terminating = st.builds(lambda n, k: Fraction(n, 10**k), st.integers(-(10**30), 10**30), st.integers(0, 25))


@pytest.mark.parametrize(
    ("value", "number", "money"),
    [
        ("1030864.19725", "1,030,864.19725", "1,030,864.19725"),
        ("1030864.2", "1,030,864.2", "1,030,864.20"),
        ("-31", "-31", "-31.00"),
        ("0", "0", "0.00"),
        ("-0.00275", "-0.00275", "-0.00275"),
        ("1/3", "0.3333333333…", "0.3333333333…"),
        ("-2/3", "-0.6666666666…", "-0.6666666666…"),
        ("1/30000000000000", "0.0000000000…", "0.0000000000…"),
        ("1/1024", "0.0009765625", "0.0009765625"),
        ("999999999.995", "999,999,999.995", "999,999,999.995"),
    ],
)
def test_numbers_and_money(value: str, number: str, money: str) -> None:
    assert show_number(Fraction(value)) == number
    assert show_money(Fraction(value)) == money


def test_percent_and_rates() -> None:
    assert show_percent(Fraction(9, 2000)) == "0.45%"
    assert show_percent(Fraction("1280864.19") / Fraction("412345678.90")) == "0.3106287…%"
    assert show_percent(Fraction("0.67")) == "67%"
    assert show_percent(Fraction("-0.0001")) == "-0.01%"
    assert show_percent(Fraction("0.00062512345678")) == "0.062512345678%"
    assert show_rate(Fraction(9, 2000), "year") == "0.45% per year"
    assert show_rate(Fraction("0.05"), None) == "5%"


def test_other_values() -> None:
    assert show_date(date(2004, 5, 31)) == "2004-05-31"
    assert show_value(True) == "yes"
    assert show_value(False) == "no"
    assert show_value(missing("receipt of the notice")) == "unknown"
    assert show_value(MONTH.containing(date(2004, 2, 29))) == "2004-02"
    assert show_value(date(2004, 2, 29)) == "2004-02-29"
    assert show_value("INVESCO Energy Fund") == "INVESCO Energy Fund"
    assert show_value(Fraction(5, 2)) == "2.5"
    assert show_value(12) == "12"


@given(terminating)
def test_a_number_whose_decimals_end_reads_back(value: Fraction) -> None:
    assert Fraction(show_number(value).replace(",", "")) == value
    assert Fraction(show_money(value).replace(",", "")) == value
    assert Fraction(show_percent(value)[:-1].replace(",", "")) == 100 * value


@given(terminating)
def test_no_digit_is_idle(value: Fraction) -> None:
    whole, _, decimals = show_number(value).partition(".")
    assert not decimals.endswith("0")
    assert len(show_money(value).partition(".")[2]) == max(2, len(decimals))
    assert whole.replace(",", "") == f"{int(abs(value))}" or value < 0


@given(st.fractions())
def test_what_is_cut_off_is_marked_and_less_than_the_last_digit(value: Fraction) -> None:
    text = show_number(value)
    shown = Fraction(text.rstrip("…").replace(",", ""))
    if text.endswith("…"):
        assert 0 < abs(value) - abs(shown) < Fraction(1, 10**10)
    else:
        assert shown == value
