"""Amounts, numbers and percentages: from text to exact fractions, never through a binary float."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from checker.facts.wrong import Wrong
from checker.values.spelling import shown

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
MONEY_FORM = rf"-?(?:\$|USD )?{DIGITS}"
NUMBER_FORM = rf"-?{DIGITS}%?"
RATE_FORM = rf"-?{DIGITS}%"
LONGEST = 100
"""Characters: room for 10^30 with commas and as many decimals, and a bound on the work."""

_MONEY = re.compile(rf"(-?)(?:\$|USD )?({DIGITS})")
_NUMBER = re.compile(rf"(-?)({DIGITS})(%?)")

Raw: TypeAlias = str | int | Decimal


def money(raw: Raw) -> Fraction:
    """Return an amount in US dollars; text may carry commas, and ``$`` or ``USD `` before it.

    >>> money("$1,030,864.20")
    Fraction(5154321, 5)

    Raises:
        Wrong: the text is no amount, or not in US dollars.
    """
    if not isinstance(raw, str):
        return Fraction(raw)
    found = _MONEY.fullmatch(raw) if len(raw) <= LONGEST else None
    if found is None:
        raise _refused(raw, "an amount of money", "1,030,864.20", _MONEY_REASONS)
    return _exact(found[1], found[2])


def number(raw: Raw) -> Fraction:
    """Return a number, or a percentage as the fraction it is.

    >>> number("25%"), number("0.25")
    (Fraction(1, 4), Fraction(1, 4))

    Raises:
        Wrong: the text is neither.
    """
    if not isinstance(raw, str):
        return Fraction(raw)
    found = _NUMBER.fullmatch(raw) if len(raw) <= LONGEST else None
    if found is None:
        raise _refused(raw, "a number or a percentage", "0.25 or 25%", _REASONS)
    return _exact(found[1], found[2]) / (100 if found[3] else 1)


def rate(raw: Raw) -> Fraction:
    """Return a percentage as the fraction it is; text must carry the ``%`` unless it is 0.

    A number from a typed column is the fraction itself: 0.0025 is 0.25%.

    Raises:
        Wrong: the text is no percentage.
    """
    if not isinstance(raw, str):
        return Fraction(raw)
    found = _NUMBER.fullmatch(raw) if len(raw) <= LONGEST else None
    if found is None:
        raise _refused(raw, "a percentage", "0.25%", _REASONS)
    value = _exact(found[1], found[2])
    if not found[3] and value:
        raise Wrong(f"{shown(raw)} is a rate without its % sign", _percent_help(value))
    return value / 100


def _percent_help(value: Fraction) -> str:
    in_percent = f"{plain(value * 100)}%"
    # 0.0025 can only be the fraction; 0.25 may well have been meant in per cent.
    return (
        f"write {in_percent}" if abs(value) < Fraction(1, 100) else f"write {plain(value)}% or {in_percent}"
    )


def count(raw: Raw, unit: str) -> Fraction:
    """Return a length of time, a count of ``unit``; text may name the unit: ``10 business days``.

    Raises:
        Wrong: the text is no number, or names another unit.
    """
    if not isinstance(raw, str):
        return Fraction(raw)
    digits = raw.removesuffix(" " + unit)
    if unit.endswith("s"):
        digits = digits.removesuffix(" " + unit[:-1])
    if not re.fullmatch("[0-9]{1,9}", digits):
        raise Wrong(f"{shown(raw)} is not a number of {unit}", f"write it like 10 or 10 {unit}")
    return Fraction(digits)


def plain(value: Fraction) -> str:
    """Return a fraction in decimals if it has an end, otherwise as ``p/q``.

    >>> plain(Fraction(1, 4)), plain(Fraction(3)), plain(Fraction(1, 3))
    ('0.25', '3', '1/3')
    """
    twos, fives, rest = 0, 0, value.denominator
    while rest % 2 == 0:
        twos, rest = twos + 1, rest // 2
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _exact(sign: str, digits: str) -> Fraction:
    return Fraction(sign + digits.replace(",", ""))


def _pattern(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(text) is not None


_REASONS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (lambda text: len(text) > LONGEST, f"it has more than {LONGEST} characters"),
    (lambda text: text != text.strip(), "it has spaces around it"),
    (lambda text: any(ch.isdigit() and not ch.isascii() for ch in text), "its digits are not all 0 to 9"),
    (_pattern(r"^[-+]?(?i:nan|inf|infinity)$"), "a value must be written in digits"),
    (_pattern(r"^[-+0-9.]*[0-9.][eE][-+]?[0-9]+$"), "it has an exponent; write it out in full"),
    (_pattern(r"[0-9]_[0-9]"), "it has an underscore between its digits"),
    (_pattern(r"^\(.*\)$"), "write a minus sign instead of brackets"),
    (_pattern(r"^\+"), "leave out the plus sign"),
    (_pattern(r"^-?\$?(?:USD )?[0-9]+,[0-9]{1,2}%?$"), "a decimal point is a point, not a comma"),
    (_pattern(r"^-?\$?(?:USD )?[0-9,]+,[0-9,]*(?:\.[0-9]+)?%?$"), "its commas do not part groups of three"),
    (_pattern(r"^-?\$?(?:USD )?(?:\.[0-9]+|[0-9]+\.)%?$"), "a decimal point has digits on both sides"),
    (_pattern(r"^[0-9.,]+ +%$"), "no space stands before the % sign"),
)
_MONEY_REASONS = (
    *_REASONS,
    (_pattern(r"^-?[0-9.,]+%$"), "it is a percentage"),
    (_pattern(r"^(?:USD )?(?:\$)? *-"), "the minus sign comes first"),
    (
        _pattern(r"^(?:[A-Z]{3} ?|[€£¥])[0-9]|[0-9] ?(?:[A-Z]{3}|[€£¥])$"),
        "amounts are in US dollars, with $ or USD before them",
    ),
)


def _refused(
    text: str, wanted: str, example: str, reasons: tuple[tuple[Callable[[str], bool], str], ...]
) -> Wrong:
    why = next((reason for applies, reason in reasons if applies(text)), None)
    message = f"{shown(text)} is not {wanted}" + (f": {why}" if why else "")
    return Wrong(message, None if why else f"write it like {example}")
