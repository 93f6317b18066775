"""Amounts as the reports show them: in cents by a named rule, and exactly."""

from __future__ import annotations

from fractions import Fraction

from checker.values.rounding import CENT, round_to
from checker.values.show import ELLIPSIS, show_money

AT_PAYMENT = "half up to $0.01 at payment"
"""The rule for amounts that no clause rounds."""


def cents(value: Fraction) -> Fraction:
    """Return an amount rounded half up to the cent, as it is when paid.

    >>> str(cents(Fraction("0.005"))), str(cents(Fraction("-0.005")))
    ('1/100', '-1/100')
    """
    return round_to(value, CENT, "half_up")


def exactly(value: Fraction) -> str:
    """Return an amount in full: its decimals where they end, else the fraction.

    >>> exactly(Fraction(2500000, 61)), exactly(Fraction("34875")), exactly(Fraction("-0.125"))
    ('2500000/61', '34875.00', '-0.125')
    """
    text = show_money(value).replace(",", "")
    return str(value) if text.endswith(ELLIPSIS) else text


def from_text(text: str) -> Fraction:
    """Return the amount that ``exactly`` wrote.

    >>> str(from_text("2500000/61")), str(from_text("-1,234.50"))
    ('2500000/61', '-2469/2')
    """
    return Fraction(text.replace(",", ""))
