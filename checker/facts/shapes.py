"""JSON Schema of one field: what an editor lets through is what the reader takes.

A register's plain scalar may look like a number or a boolean to an editor (``12``, ``true``),
so fields of text allow those too; the reader sees the text itself.
"""

from __future__ import annotations

from typing import Any

from checker.facts import days, numbers
from checker.typed.types import Field

Schema = dict[str, Any]

_AS_WRITTEN: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}


def schema_of(field: Field) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a field that is no list."""
    match field.type.kind:
        case "money":
            return _number(field, numbers.MONEY_FORM)
        case "number" if field.type.per:
            return {"anyOf": [_text(_signed(field, f"{numbers.RATE_FORM}|-?0+(?:\\.0+)?%?")), {"const": 0}]}
        case "number":
            return _number(field, f"-?{numbers.DIGITS}" if field.whole else numbers.NUMBER_FORM)
        case "duration":
            one = field.type.name.removesuffix("s")
            return {"type": ["string", "integer"], "minimum": 0, "pattern": f"^[0-9]{{1,9}}( {one}s?)?$"}
        case "date":
            return _text(days.DATE_FORM) | {"format": "date"}
        case "period":
            form = _text(days.period_form(field.period))
            # A year alone is a number to an editor.
            return form if field.period in ("month", "quarter") else form | {"type": ["string", "integer"]}
        case "yes_no":
            return {"enum": ["yes", "no", True, False, "true", "false"]}
        case "one_of":
            return {"enum": [*field.type.members]}
        case _:
            return dict(_AS_WRITTEN)


def _text(form: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{form})$"}


def _number(field: Field, form: str) -> Schema:
    schema = _text(_signed(field, form)) | {"type": ["string", "integer" if field.whole else "number"]}
    return schema if field.at_least is None else schema | {"minimum": field.at_least}


def _signed(field: Field, form: str) -> str:
    never_negative = field.at_least is not None and field.at_least >= 0
    return form.replace("-?", "") if never_negative else form
