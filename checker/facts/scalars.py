"""One value of one field: from its text, or a typed cell, to the value that facts hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from checker.facts import days, numbers
from checker.facts.store import Value
from checker.facts.wrong import Wrong
from checker.typed.types import FactKind, Field, Type
from checker.values.periods import Period
from checker.values.spelling import did_you_mean, listed, shown


class Nothing(Enum):
    """What stands for no value: ``null`` or ``~`` written without quotes in a register."""

    NULL = "null"


_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WANTED = {
    "money": "an amount of money",
    "date": "a date",
    "text": "text",
    "yes_no": "yes or no",
    "period": "a period",
    "fund": "the name of a fund",
    "share_class": "the name of a share class",
    "party": "the name of a party",
    "body": "the name of a body",
}


def wanted(field: Field) -> str:
    """Return in words what ``field`` holds, with its article."""
    match field.type.kind:
        case "number" if field.type.per:
            return f"a percentage per {field.type.per}"
        case "number":
            return "a whole number" if field.whole else "a number or a percentage"
        case "one_of":
            return "one of " + listed(field.type.members, "or")
        case "duration":
            return f"a number of {field.type.name}"
        case "record":
            return f"the key of a {field.type.name}"
        case "list":
            return f"a list of {field.type.name} entries"
        case kind:
            return _WANTED.get(kind, "a value")


def read(field: Field, raw: object, kinds: Mapping[str, FactKind]) -> Value | None:
    """Return the value of ``field`` that ``raw`` stands for.

    ``raw`` is text from a register or a CSV cell, or a typed Parquet cell (integer, decimal,
    date, boolean). Whether a fund or another fact of that name exists is not looked at here.
    None is returned only for a field whose declaration was itself wrong.

    Raises:
        Wrong: ``raw`` is no such value, or outside the field's bounds.
    """
    if raw is Nothing.NULL:
        raise Wrong("`null` stands for no value", "leave the key out, or put the word in quotes")
    if isinstance(raw, tuple | dict):
        shape = "a list" if isinstance(raw, tuple) else "an entry with keys of its own"
        raise Wrong(f"{shape} stands where {wanted(field)} is wanted")
    match field.type.kind:
        case "money" | "number" | "duration":
            return _bounded(field, raw, _number(field, raw))
        case "date":
            return _date(raw)
        case "period":
            return _period(field, raw)
        case "yes_no":
            return _yes_no(raw)
        case "one_of":
            return _member(field.type, raw)
        case "record":
            return _reference(field.type, raw, kinds)
        case "error":
            return None
        case _:
            return _text(field, raw)


def key_text(value: Value) -> str:
    """Return a key as other facts write it when they refer to it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return numbers.plain(value)
        case _:
            return str(value)


def _number(field: Field, raw: object) -> Fraction:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise _typed(field, raw)
    if isinstance(raw, Decimal) and not raw.is_finite():
        raise Wrong(f"{shown(str(raw))} is not {wanted(field)}")
    match field.type.kind:
        case "money":
            return numbers.money(raw)
        case "duration":
            return numbers.count(raw, field.type.name)
        case _:
            if isinstance(raw, str) and field.whole and raw.endswith("%"):
                raise Wrong(f"{shown(raw)} is not a whole number: it is a percentage")
            return numbers.rate(raw) if field.type.per else numbers.number(raw)


def _bounded(field: Field, raw: object, value: Fraction) -> Fraction:
    if (field.whole or field.type.kind == "duration") and value.denominator != 1:
        raise Wrong(f"{shown(str(raw))} is not a whole number")
    if field.at_least is not None and value < field.at_least:
        raise Wrong(f"{shown(str(raw))} is less than {field.at_least}, the least it can be")
    return value


def _date(raw: object) -> date:
    if isinstance(raw, str):
        return days.day(raw)
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return days.day(raw.isoformat())
    raise Wrong(f"{shown(str(raw))} is not a date", "store it as a date without time, or as text")


def _period(field: Field, raw: object) -> Period:
    if isinstance(raw, bool | datetime) or not isinstance(raw, str | int | date):
        raise _typed(field, raw)
    return days.period(str(raw), field.period)


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    value = _YES_NO.get(raw) if isinstance(raw, str) else None
    if value is None:
        meant = raw.lower() if isinstance(raw, str) else ""
        help = f"did you mean {shown(meant)}?" if meant in _YES_NO else "write yes or no"
        raise Wrong(f"{shown(str(raw))} is neither yes nor no", help)
    return value


def _member(type: Type, raw: object) -> str:
    if isinstance(raw, str) and raw in type.members:
        return raw
    help = did_you_mean(raw, type.members) if isinstance(raw, str) else None
    raise Wrong(f"{shown(str(raw))} is not one of {listed(type.members, 'or')}", help)


def _reference(type: Type, raw: object, kinds: Mapping[str, FactKind]) -> str:
    target = kinds.get(type.name)
    # A key may be written in several ways (`7`, `7.0`): both sides are brought to one.
    if target and target.key and target.key.type.kind not in ("record", "error"):
        value = read(target.key, raw, kinds)
        return "" if value is None else key_text(value)
    if not isinstance(raw, str):
        raise Wrong(f"{shown(str(raw))} is not the key of a {type.name}", "store it as text")
    return raw


def _text(field: Field, raw: object) -> str:
    if not isinstance(raw, str):
        raise _typed(field, raw)
    if found := _UNPRINTABLE.search(raw):
        raise Wrong(f"the text holds a character that cannot be printed, U+{ord(found[0]):04X}")
    return raw


def _typed(field: Field, raw: object) -> Wrong:
    return Wrong(f"{shown(str(raw))} is not {wanted(field)}", "store it as text")
