"""``redline validate`` looks up what an amendment's own clauses cite, in the amendment's document."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from checker.cli import main

AMENDMENT = """amendment number_one to sample "Amendment No. 1"
  source "amendment.txt"
  dated 2024-05-01
  effective 2024-06-01
  insert clause no_large_payment at "{paragraph}" pin {pin}
    for each payment
    limit payment.amount to at most $90,000.00
"""
TEXT = "AMENDMENT NO. 1\n\nFIRST: No payment exceeds $90,000.\n\nSECOND: Nothing else changes.\n"


def said(folder: Path, paragraph: str, pin: str) -> str:
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    home = folder / "agreements" / "sample"
    (home / "amendment.txt").write_text(TEXT, encoding="utf-8")
    (home / "amendment.clause").write_text(AMENDMENT.format(paragraph=paragraph, pin=pin), encoding="utf-8")
    return CliRunner().invoke(main, ["validate", "--workspace", str(folder)]).output


def test_a_passage_that_is_another_than_was_pinned(tmp_path: Path) -> None:
    found = said(tmp_path, "FIRST", "0123456789ab")
    assert "S003" in found
    assert "agreements/sample/amendment.clause:5:" in found


def test_a_paragraph_that_the_amendment_does_not_have(tmp_path: Path) -> None:
    found = said(tmp_path, "THIRD", "0123456789ab")
    assert "S002" in found
    assert "THIRD" in found
