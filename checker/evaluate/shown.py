"""Values of the language as text, by their type and unit."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from checker.evaluate.case import Value
from checker.facts.store import Record
from checker.typed.types import Type
from checker.values.periods import Period
from checker.values.show import show_date, show_money, show_number, show_rate, with_unit
from checker.values.truth import Unknown


def shown(value: Value, type_: Type | None = None) -> str:
    """Return ``value`` as readers see it: money without its unit, rates with theirs."""
    if isinstance(value, Unknown):
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return _number(value, type_)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Record):
        return value.key
    if isinstance(value, tuple):
        return ", ".join(r.key for r in value)
    return value


def _number(value: Fraction, type_: Type | None) -> str:
    if type_ is None:
        return show_number(value)
    if type_.kind == "money":
        return show_money(value) + (f" per {type_.per}" if type_.per else "")
    if type_.kind == "number" and type_.per:
        return show_rate(value, type_.per)
    if type_.kind == "duration":
        return f"{show_number(value)} {unit_of(value, type_)}"
    return show_number(value)


def unit_of(value: Fraction, type_: Type) -> str:
    """Return the unit of an amount, in the singular for exactly one."""
    if type_.kind == "money":
        return "USD"
    if type_.kind == "duration":
        return type_.name[:-1] if abs(value) == 1 else type_.name
    return ""


def amount(value: Value, type_: Type) -> str:
    """Return a value as a sentence has it: money with its unit, a partial sum as what it is at least."""
    if isinstance(value, Unknown):
        return "unknown" if value.at_least is None else f"at least {amount(value.at_least, type_)}"
    return (
        with_unit(shown(value, type_), unit_of(value, type_)) if isinstance(value, Fraction) else shown(value)
    )


def signed(value: Fraction, type_: Type) -> tuple[str, str]:
    """Return a difference with its sign, and its unit."""
    plain = Type("number") if type_.kind == "duration" else type_
    text = shown(value, plain)
    return (f"+{text}" if value > 0 else text), unit_of(value, type_)
