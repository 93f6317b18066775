"""The models and the JSON Schema come from the declared kinds, and agree with the reader."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from checker.facts.models import ledger_schema, model_for, models_for, register_schema
from checker.source import Span
from checker.typed.types import ERROR, TEXT, FactKind, Field, list_of, record_of

HERE = Span("rules/facts.clause", 0, 4)
GOOD = Path(__file__).parent / "good"


def test_a_model_takes_texts_and_gives_exact_values(kinds) -> None:
    meeting = model_for(kinds["meeting"], kinds)
    made = meeting.model_validate({"id": "m", "held": "2004-02-29", "in_person": "no", "present": "1,000"})
    assert (made.field_held, made.field_in_person, made.field_present) == (
        date(2004, 2, 29),
        False,
        Fraction(1000),
    )
    with pytest.raises(ValidationError, match="frozen"):
        made.field_held = date(2004, 1, 1)


@pytest.mark.parametrize("value", [7.0, 1.5, True, None, b"7"])
def test_a_model_takes_no_floats_and_nothing_like_them(value: object, kinds) -> None:
    meeting = model_for(kinds["meeting"], kinds)
    with pytest.raises(ValidationError):
        meeting.model_validate({"id": "m", "held": "2004-02-29", "in_person": "no", "present": value})


def test_fields_may_be_named_like_anything_and_kinds_may_nest_one_another() -> None:
    names = ("copy", "json", "schema", "register", "model_validate", "_x", "class", "field_copy")
    fields = tuple(Field(name, TEXT, "optional", "", HERE) for name in names)
    tree = Field("branches", list_of("tree"), "optional", "", HERE)
    up = Field("up", record_of("nowhere"), "optional", "", HERE)
    bad = Field("bad", ERROR, "optional", "", HERE)
    kinds = {"tree": FactKind("tree", "Tree", "register", "trees", (*fields, tree, up, bad), HERE)}
    made = models_for(kinds)["tree"].model_validate({"copy": "x", "branches": ({"json": "y"},), "bad": "z"})
    assert made.field_branches[0].field_json == "y"
    assert json.dumps(register_schema(kinds))


def test_the_schema_names_sections_fields_and_their_meaning(kinds) -> None:
    register, ledger = register_schema(kinds), ledger_schema(kinds)
    assert register["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert sorted(register["properties"]) == ["funds", "meetings", "notices", "votes"]
    assert sorted(ledger["properties"]) == ["lots", "payments"]
    meeting = register["$defs"]["meeting"]
    assert meeting["required"] == ["id", "held", "in_person", "present"]
    assert meeting["properties"]["held"]["description"] == "what held means"
    assert meeting["additionalProperties"] is False
    assert register_schema(kinds) == register


def loaded(text: str) -> Any:
    """Return YAML as an editor's checker sees it: numbers and booleans resolved, dates as text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda maker, node: node.value)
    return yaml.load(text)


ENTRIES = {
    "meetings: [{id: 7, held: 2004-02-01, in_person: true, present: 7}]": True,
    "meetings: [{id: no, held: 2004-02-01, in_person: no, present: '1,000', adjourned_from: }]": True,
    "meetings: [{id: a, held: 2004-02-01, in_person: no, present: -1}]": False,
    "meetings: [{id: a, held: 2004-02-01, in_person: no, present: '-1'}]": False,
    "meetings: [{id: a, held: 2004-2-1, in_person: no, present: 1}]": False,
    "meetings: [{id: a, held: 2004-02-01, in_person: maybe, present: 1}]": False,
    "meetings: [{id: a, held: 2004-02-01, in_person: no}]": False,
    "meetings: [{id: a, held: 2004-02-01, in_person: no, present: 1, colour: red}]": False,
    "notices: [{sent: 2004-02-01, text: 0.10, cap: 0.25%, share: 0.5, amount: 5.00, ahead: 10}]": True,
    "notices: [{sent: 2004-02-01, text: x, cap: 0, share: 50%, amount: $5, ahead: 1 business day}]": True,
    "notices: [{sent: 2004-02-01, text: x, cap: 0.0025}]": False,
    "notices: [{sent: 2004-02-01, text: x, amount: 5%}]": False,
    "notices: [{sent: 2004-02-01, text: x, ahead: 10 days}]": False,
    "notices: [{sent: 2004-02-01, text: ''}]": False,
    "nothing: []": False,
    "meetings: 7": False,
}


@pytest.mark.parametrize(("text", "right"), ENTRIES.items())
def test_an_editor_and_the_reader_say_the_same(text: str, right: bool, kinds, read) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert (read({"a.yaml": text})[1] == ()) is right
    checker = jsonschema.Draft202012Validator(register_schema(kinds))
    assert checker.is_valid(loaded(text)) is right


def test_the_good_register_fits_the_schema(kinds) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for schema in (register_schema(kinds), ledger_schema(kinds)):
        jsonschema.Draft202012Validator.check_schema(schema)
    text = (GOOD / "board.yaml").read_text("utf-8")
    jsonschema.Draft202012Validator(register_schema(kinds)).validate(loaded(text))
