"""Which effects of an edit are violations; the table in docs/ci.md is the one that is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.compare.catalogue import CATALOGUE
from checker.findings.amended import Effect
from checker.gate import decide
from checker.gate.decide import decision

DOCS = Path(__file__).resolve().parents[2] / "docs" / "ci.md"


def effect(key: str, direction: str = "", paragraph: str = "FIRST") -> Effect:
    return Effect(
        key=key, severity="error", element="clause x", fund="", share_class="", old="", new="", change="",
        direction=direction, decided_by="", case=(), worse_off=(), which="", reaches=(), clause="x",
        paragraph=paragraph, question="", note="", span=None,
    )  # fmt: skip


def test_the_table_in_the_docs_is_the_one_that_is_used() -> None:
    table = DOCS.read_text(encoding="utf-8").partition("<!-- decisions -->")[2].partition("\n## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| ")][1:]
    written = [frozenset(re.findall(r"`([\w-]+)`", keys)) for _, keys in rows]
    used = [decide.TIGHTENS, decide.ENCODES, decide.BY_DIRECTION, decide.NOT_KNOWN, decide.LISTED, frozenset()]
    assert written == used


def test_every_effect_in_the_table_is_in_the_catalogue_and_in_one_row() -> None:
    tables = [decide.TIGHTENS, decide.ENCODES, decide.BY_DIRECTION, decide.NOT_KNOWN, decide.LISTED]
    keys = [key for table in tables for key in table]
    assert len(keys) == len(set(keys))
    assert set(keys) <= CATALOGUE.keys()


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_what_loosens_is_a_violation_by_whatever_name(key: str) -> None:
    expected = "undetermined" if key in decide.NOT_KNOWN else "violated"
    assert decision(effect(key, "looser")) == expected
    assert decision(effect(key, "both ways")) == expected
    assert decision(effect(key, "undecided")) == "undetermined"


@pytest.mark.parametrize(
    ("key", "direction", "expected"),
    [
        ("rate-raised", "raised", "violated"),
        ("rate-lowered", "lowered", "review"),
        ("cap-added", "tighter", "review"),
        ("cap-removed", "", "violated"),
        ("fund-dropped", "", "violated"),
        ("party-substituted", "", "violated"),
        ("definition-changed", "tighter", "review"),
        ("definition-changed", "", "violated"),
        ("condition-narrowed", "tighter", "review"),
        ("clause-changed", "tighter", "violated"),
        ("not-in-the-catalogue", "", "violated"),
    ],
)
def test_decisions(key: str, direction: str, expected: str) -> None:
    assert decision(effect(key, direction)) == expected


def test_a_new_question_binds_nobody_and_another_wording_is_a_question_itself() -> None:
    new = effect("question-changed")
    assert decision(new) == "review"
    assert decision(new.model_copy(update={"old": "Is it material?"})) == "undetermined"


def test_what_was_not_encoded_was_agreed_all_along() -> None:
    assert decision(effect("permission-added"), frozenset({"FIRST"})) == "review"
    assert decision(effect("permission-added", paragraph="SECOND"), frozenset({"FIRST"})) == "violated"
    assert decision(effect("permission-removed", "looser"), frozenset({"FIRST"})) == "violated"
