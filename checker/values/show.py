"""Values as text, exactly: no digit is rounded, and what is cut off is marked by an ellipsis."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import assert_never

from checker.values.periods import Period
from checker.values.truth import Unknown

Shown = Fraction | int | str | date | Period | Unknown

ELLIPSIS = "…"
_NUMBER_PLACES = 10
_PERCENT_PLACES = 7


def show_number(value: Fraction | int) -> str:
    """Return ``value`` with thousands commas and all its decimals.

    A number whose decimals do not end is cut (not rounded) after ten, followed by an ellipsis.

    >>> show_number(Fraction("1030864.19725")), show_number(Fraction(-1, 3)), show_number(5)
    ('1,030,864.19725', '-0.3333333333…', '5')
    """
    return _decimal(Fraction(value), least=0, cut=_NUMBER_PLACES)


def show_money(value: Fraction | int) -> str:
    """Return a sum of money with at least two decimals, and all of them when it has more.

    The unit (US dollars) is left to the reader; nothing is rounded to cents.

    >>> show_money(Fraction("1030864.2")), show_money(-31), show_money(Fraction("1030864.19725"))
    ('1,030,864.20', '-31.00', '1,030,864.19725')
    """
    return _decimal(Fraction(value), least=2, cut=_NUMBER_PLACES)


def with_unit(text: str, unit: str) -> str:
    """Return a sum of money with its unit, where it has none yet.

    >>> with_unit("at least 6,500.00", "USD"), with_unit("8.00 per month", "USD"), with_unit("unknown", "USD")
    ('at least 6,500.00 USD', '8.00 USD per month', 'unknown')
    """
    return re.sub(r"(?<=[0-9…])(?= per |$)", f" {unit}", text) if unit == "USD" else text


def show_percent(value: Fraction | int) -> str:
    """Return a fraction of one in per cent, cut after seven decimals if they do not end.

    >>> show_percent(Fraction(9, 2000)), show_percent(Fraction(2, 3))
    ('0.45%', '66.6666666…%')
    """
    return _decimal(100 * Fraction(value), least=0, cut=_PERCENT_PLACES) + "%"


def show_rate(value: Fraction | int, per: str | None) -> str:
    """Return a rate in per cent and the time it is for; a flat one when ``per`` is None.

    >>> show_rate(Fraction(9, 2000), "year")
    '0.45% per year'
    """
    return show_percent(value) if per is None else f"{show_percent(value)} per {per}"


def show_date(day: date) -> str:
    """Return ``day`` as yyyy-mm-dd.

    >>> show_date(date(2004, 5, 31))
    '2004-05-31'
    """
    return day.isoformat()


def show_value(value: Shown) -> str:
    """Return any single value as text; numbers as numbers, so money and rates go elsewhere.

    >>> [show_value(v) for v in (True, False, date(2004, 5, 31), Unknown(frozenset()), "x", Fraction(1, 4))]
    ['yes', 'no', '2004-05-31', 'unknown', 'x', '0.25']
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction() | int():
            return show_number(value)
        case str():
            return value
        case date():
            return show_date(value)
        case Period():
            return value.label
        case Unknown():
            return "unknown"
        case _:
            assert_never(value)


def _decimal(value: Fraction, *, least: int, cut: int) -> str:
    """Return all decimals but at least ``least``, or ``cut`` of them when they do not end."""
    places = _places(value.denominator)
    shown = cut if places is None else max(places, least)
    whole, rest = divmod(abs(value.numerator), value.denominator)
    text = f"{'-' if value < 0 else ''}{whole:,}"
    if shown:
        text += f".{rest * 10**shown // value.denominator:0{shown}}"
    return text + (ELLIPSIS if places is None else "")


def _places(denominator: int) -> int | None:
    """Return how many decimals end a fraction in lowest terms, or None if they do not end.

    >>> _places(8), _places(3)
    (3, None)
    """
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
