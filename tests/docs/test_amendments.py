"""The guide to amendments is carried out step by step; every command prints what the page shows."""

from __future__ import annotations

from pathlib import Path

from doc_blocks import DOCS, blocks
from doc_sessions import agrees, session

from checker.compare.catalogue import CATALOGUE

PAGE = DOCS / "amendments.md"


def test_every_step(tmp_path: Path) -> None:
    wrong = [
        f"line {ran.block.line}: $ {ran.command} prints\n{ran.printed}"
        for ran in session(PAGE, tmp_path)
        if not agrees(ran.shown, ran.printed)
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_put_on_file_is_what_was_tried() -> None:
    """The draft and the votes of the meeting go on file as they are."""
    files = {b.told("file"): b.text for b in blocks(PAGE) if b.told("file")}
    assert files["drafts/first.clause"] == files["agreements/osprey/amendments/first.clause"]
    assert files["drafts/meeting.yaml"] == files["agreements/osprey/register/first_amendment.yaml"]


def test_the_arithmetic_that_it_shows() -> None:
    """36,600,000.00 at 0.20% and at 0.25%, for 31 of 366 days."""
    assert [36_600_000 * rate * 31 // (10_000 * 366) for rate in (20, 25)] == [6_200, 7_750]
    assert 1_300_000 * 100 >= 67 * 1_500_000 and 1_500_000 * 2 > 2_000_000 > 600_000 * 2


def test_the_keys_that_it_names_are_in_the_catalogue() -> None:
    assert {"rate-raised", "deadline-extended", "text-changed", "not-comparable"} <= CATALOGUE.keys()
