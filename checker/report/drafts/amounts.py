"""Amounts as text: read exactly, summed exactly, shown with commas and a sign."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from checker.values.show import show_money

_AMOUNT = re.compile(r"([+-]?)\$?(\d[\d,]*)(?:\.(\d+)|/([1-9]\d*))?(?: USD)?")
_IN_CENTS = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d")
"""An amount that is shown as it stands: most of them are, and there may be many."""

_PLACES = 4
"""Decimals of a cap; what is cut off is marked."""


def money(text: str) -> Fraction | None:
    """Return an amount that is written out in full, as a decimal or a fraction, or None.

    >>> money("1,030,864.20"), money("-31"), money("-1/3"), money("0.33…"), money("")
    (Fraction(5154321, 5), Fraction(-31, 1), Fraction(-1, 3), None, None)
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    whole, decimals, below = found[2].replace(",", ""), found[3] or "", found[4]
    value = Fraction(int(whole + decimals), int(below) if below else 10 ** len(decimals))
    return -value if found[1] == "-" else value


def bound(text: str) -> tuple[str, str]:
    """Return the words that make an amount a bound, and the amount.

    >>> bound("at most 1/3"), bound("2.50"), bound("unknown")
    (('at most ', '1/3'), ('', '2.50'), ('', 'unknown'))
    """
    for words in ("at least ", "at most "):
        if text.startswith(words):
            return words, text.removeprefix(words)
    return "", text


def amount(text: str) -> str:
    """Return an amount with its commas and decimals; any other text as it is.

    >>> amount("157595.1"), amount("127827160459/7300000"), amount("unknown")
    ('157,595.10', '17,510.5699258904…', 'unknown')
    """
    value = None if _IN_CENTS.fullmatch(text) else money(text)
    return text if value is None else show_money(value)


def cut(text: str) -> str:
    """Return an amount or a bound to four decimals, cut off and not rounded; any other text as it is.

    >>> cut("127827160459/7300000"), cut("2.5"), cut("-1/30000"), cut("at most 0.12345")
    ('17,510.5699…', '2.50', '-0.0000…', 'at most 0.1234…')
    """
    words, given = bound(text)
    value = None if _IN_CENTS.fullmatch(given) else money(given)
    if value is None or 100 * value == int(100 * value):
        return words + amount(given)
    whole, rest = divmod(abs(value.numerator), value.denominator)
    decimals, more = divmod(rest * 10**_PLACES, value.denominator)
    return f"{words}{'-' if value < 0 else ''}{whole:,}.{decimals:0{_PLACES}}{'…' if more else ''}"


def summed(texts: Iterable[str]) -> str:
    """Return the sum of amounts; empty where one of them is no amount. Empty text adds nothing.

    >>> summed(["1,000.10", "", "-0.20"]), summed(["1.00", "unknown"])
    ('999.90', '')
    """
    given = [text for text in texts if text]
    amounts = [money(text) for text in given]
    known = [one for one in amounts if one is not None]
    return show_money(sum(known, Fraction())) if given and len(known) == len(given) else ""


def signed(text: str) -> str:
    """Return a difference with its sign.

    >>> signed("12.00"), signed("+1012.00"), signed("-1.00"), signed("0.00")
    ('+12.00', '+1,012.00', '-1.00', '0.00')
    """
    value = money(text)
    return f"+{amount(text)}" if value is not None and value > 0 else amount(text)
