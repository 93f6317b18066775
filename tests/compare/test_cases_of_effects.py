"""Edits of one small agreement, and all that the comparison says of each, there and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from compare_states import BASE, compared, edited, keys, state
from ruamel.yaml import YAML

from checker.compare.catalogue import OPPOSITES

CASES: list[dict[str, Any]] = YAML(typ="safe").load(
    Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_every_effect_of_an_edit_is_said_and_no_other(case: Mapping[str, Any]) -> None:
    found = compared(state(BASE), state(edited(BASE, case["edits"])), case.get("renames", ()))
    assert keys(found) == [wanted["key"] for wanted in case["effects"]]
    pairs = zip(found, case["effects"], strict=True)
    said = [{field: _plain(getattr(effect, field)) for field in wanted} for effect, wanted in pairs]
    assert said == case["effects"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_going_back_has_the_opposite_effects(case: Mapping[str, Any]) -> None:
    there, back = state(BASE), state(edited(BASE, case["edits"]))
    renames = case.get("renames", ())
    undone = [(kind, *_back(kind, old, new)) for kind, old, new in renames]
    forth = compared(there, back, renames)
    returned = compared(back, there, undone)
    assert sorted(OPPOSITES[k] for k in keys(forth)) == sorted(keys(returned))
    if not renames:
        olds = {(OPPOSITES[e.key], e.element, e.fund, e.which, e.old, e.new) for e in forth if _both(e.key)}
        assert olds == {(e.key, e.element, e.fund, e.which, e.new, e.old) for e in returned if _both(e.key)}


def _both(key: str) -> bool:
    return key.startswith(("rate", "cap", "minimum", "fund", "class", "party", "cdsc-raised", "cdsc-lowered"))


def _back(kind: str, old: str, new: str) -> tuple[str, str]:
    if kind != "column":
        return new, old
    schedule, _, column = old.partition(".")
    return f"{schedule}.{new}", column


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_going_from_a_state_to_itself_has_no_effect() -> None:
    texts = {BASE, *(edited(BASE, case["edits"]) for case in CASES)}
    assert [text for text in texts if compared(state(text), state(text + "\n# The end.\n"))] == []


def test_effects_of_independent_edits_are_those_of_each() -> None:
    edits = [
        ["| Bay Fund   | 0.75% ", "| Bay Fund   | 0.80% "],
        ["to at most $10,000.00", "to at most $12,000.00"],
        ["on 60 days written notice", "on 30 days written notice"],
        ["requires two_thirds of board by", "requires majority of board by"],
    ]
    apart = [e for edit in edits for e in compared(state(BASE), state(edited(BASE, [edit])))]
    together = compared(state(BASE), state(edited(BASE, edits)))
    backwards = compared(state(BASE), state(edited(BASE, edits[::-1])))
    assert _told(apart) == _told(together) == _told(backwards)


def test_the_order_of_declarations_makes_no_difference() -> None:
    head, *rest = BASE.split("\n\n")
    turned = "\n\n".join([head, *(part.rstrip("\n") for part in rest[::-1])]) + "\n"
    assert compared(state(BASE), state(turned)) == ()
    edit = [["| Bay Fund   | 0.75% ", "| Bay Fund   | 0.80% "], ["to at most $900.00", "to at most $950.00"]]
    straight = compared(state(BASE), state(edited(BASE, edit)))
    assert _told(straight) == _told(compared(state(turned), state(edited(turned, edit))))


def _told(found: Any) -> list[tuple[str, ...]]:
    return sorted((e.key, e.element, e.fund, e.old, e.new, e.change, *e.worse_off) for e in found)
