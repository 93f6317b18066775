"""Constants as text, from their value alone."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from checker.syntax import nodes as n
from checker.syntax.layout import Pieces, quoted


def literal(node: n.Literal) -> Pieces:
    """Return a constant as it was written, or else as its value is written."""
    if node.kind == "text":
        return quoted(str(node.value))
    text = " ".join(node.written.split()) or from_value(node)
    return [f"{text} per {node.per}" if node.per else text]


def from_value(node: n.Literal) -> str:
    """Return the text of a constant that is no text; raise ``ValueError`` if it has none.

    >>> from_value(n.Literal("money", Fraction(103086420, 100)))
    '$1,030,864.20'
    >>> from_value(n.Literal("percent", Fraction(1, 400)))
    '0.25%'
    >>> from_value(n.Literal("duration", Fraction(10), unit="business days"))
    '10 business days'
    """
    value = node.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if node.kind == "duration":
        return f"{decimal(value)} {node.unit.removesuffix('s') if value == 1 else node.unit}"
    if node.kind == "percent":
        return decimal(value * 100) + "%"
    if node.kind == "money":
        return "$" + decimal(value, 0 if value.denominator == 1 else 2, group=True)
    return decimal(value)


def decimal(value: Fraction, places: int = 0, *, group: bool = False) -> str:
    """Return a number exactly, with at least so many decimals; raise ``ValueError`` if none end.

    >>> decimal(Fraction(5, 4)), decimal(Fraction(1234567), 2, group=True)
    ('1.25', '1,234,567.00')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1 or value < 0:
        raise ValueError(f"no constant is written for {value}")
    places = max(places, twos, fives)
    whole, part = divmod(int(value * 10**places), 10**places)
    digits = f"{whole:,}" if group else str(whole)
    return f"{digits}.{part:0{places}}" if places else digits
