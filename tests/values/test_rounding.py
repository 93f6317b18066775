"""Rounding to a step."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.rounding import CENT, RULES, round_to

AS_IN_DECIMAL = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "down": decimal.ROUND_DOWN,
    "up": decimal.ROUND_UP,
    "half_down": decimal.ROUND_HALF_DOWN,
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("157.575", ("157.58", "157.58", "157.57", "157.58", "157.57")),
        ("157.565", ("157.57", "157.56", "157.56", "157.57", "157.56")),
        ("-157.575", ("-157.58", "-157.58", "-157.57", "-157.58", "-157.57")),
        ("1030864.19725", ("1030864.20", "1030864.20", "1030864.19", "1030864.20", "1030864.20")),
        ("5.00", ("5.00", "5.00", "5.00", "5.00", "5.00")),
        ("-0.001", ("0", "0", "0", "-0.01", "0")),
    ],
)
def test_to_the_cent(value: str, expected: tuple[str, ...]) -> None:
    for rule, want in zip(("half_up", "half_even", "down", "up", "half_down"), expected, strict=True):
        assert round_to(Fraction(value), CENT, rule) == Fraction(want), rule


def test_a_product_that_binary_fractions_get_wrong() -> None:
    # 191 shares at USD 15, 5.5%: 157.575 exactly
    assert round_to(191 * 15 * Fraction("0.055"), CENT, "half_up") == Fraction("157.58")


@pytest.mark.parametrize(("step", "expected"), [("0.05", "0.15"), ("1", "0"), ("100", "0"), ("1/3", "0")])
def test_other_steps(step: str, expected: str) -> None:
    assert round_to(Fraction("0.125"), Fraction(step), "half_up") == Fraction(expected)


@pytest.mark.parametrize("step", [Fraction(0), Fraction(-1, 100)])
def test_a_step_that_is_not_above_zero_is_refused(step: Fraction) -> None:
    with pytest.raises(ValueError, match="above zero"):
        round_to(Fraction(1), step, "half_up")


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no rounding rule is called 'nearest'"):
        round_to(Fraction(1), CENT, "nearest")


@given(st.integers(-(10**18), 10**18), st.integers(0, 9), st.integers(0, 6), st.sampled_from(RULES))
def test_agrees_with_decimal(digits: int, scale: int, places: int, rule: str) -> None:
    value = Decimal(digits).scaleb(-scale)
    expected = value.quantize(Decimal(1).scaleb(-places), AS_IN_DECIMAL[rule])
    assert round_to(Fraction(value), Fraction(1, 10**places), rule) == Fraction(expected)


@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000), max_value=1000), st.sampled_from(RULES))
def test_laws(value: Fraction, step: Fraction, rule: str) -> None:
    rounded = round_to(value, step, rule)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert round_to(rounded, step, rule) == rounded
    assert round_to(-value, step, rule) == -rounded
    assert round_to(value, step, "down") in (rounded, rounded - step, rounded + step)
