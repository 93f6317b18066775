"""The catalogue, its page in the documentation, and that each of its keys is reported in some test."""

from __future__ import annotations

import re

import pytest
from compare_states import BASE, ROOT, compared, edited, state
from test_cases_of_effects import CASES

from checker.compare.catalogue import CATALOGUE, OPPOSITES, document, page

CONSTRUCTED = {"not-comparable"}
"""Reported in a test that makes its states otherwise."""


def test_the_page_of_the_documentation_is_the_catalogue() -> None:
    assert (ROOT / "docs" / "effects.md").read_text(encoding="utf-8") == document()


def test_every_key_is_reported_in_a_case() -> None:
    reported = {wanted["key"] for case in CASES for wanted in case["effects"]}
    assert set(CATALOGUE) == reported | CONSTRUCTED


@pytest.mark.parametrize("key", CATALOGUE)
def test_each_entry_says_all_there_is_to_say(key: str) -> None:
    text = page(key)
    assert text.startswith(f"# {key}\n\n{CATALOGUE[key].title}. Severity: {CATALOGUE[key].severity}.\n")
    assert [w for w in ("Reported: ", "Worse off: ", "Example: ") if w not in text] == []
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", key)
    assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_an_opposite_is_the_opposite_of_its_own() -> None:
    assert all(OPPOSITES[OPPOSITES[key]] == key for key in CATALOGUE)
    assert OPPOSITES["rate-raised"] == "rate-lowered"
    assert OPPOSITES["cdsc-waived"] == "cdsc-waiver-removed"


def test_a_severity_that_is_set_goes_before_the_catalogue() -> None:
    raised = state(edited(BASE, [["| Bay Fund   | 0.75% ", "| Bay Fund   | 0.80% "]]))
    assert [e.severity for e in compared(state(BASE), raised)] == ["error"]
    assert [e.severity for e in compared(state(BASE), raised, severities={"rate-raised": "note"})] == ["note"]


def test_what_takes_away_a_right_or_raises_a_payment_is_an_error() -> None:
    assert {CATALOGUE[k].severity for k in ("rate-raised", "consent-removed", "cdsc-waived")} == {"error"}
    assert {CATALOGUE[k].severity for k in ("rate-lowered", "text-changed", "not-comparable")} == {"warning"}
    assert {CATALOGUE[k].severity for k in ("fund-renamed", "clause-renumbered")} == {"note"}
