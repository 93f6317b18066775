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


DECLARED = """amendment number_one to sample "Amendment No. 1"
  source "amendment.txt"
  dated 2024-05-01
  effective 2024-06-01
  insert define most at "{paragraph}" pin {pin}
    means $90,000.00
  insert clause no_large_payment at "FIRST"
    for each payment
    limit payment.amount to at most most
  renumber clause no_large_payment at "{paragraph}" pin {pin}
"""


def places(folder: Path, paragraph: str, pin: str, code: str) -> list[str]:
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    home = folder / "agreements" / "sample"
    (home / "amendment.txt").write_text(TEXT, encoding="utf-8")
    (home / "amendment.clause").write_text(DECLARED.format(paragraph=paragraph, pin=pin), encoding="utf-8")
    told = CliRunner().invoke(main, ["validate", "--workspace", str(folder)]).output
    lines = told.splitlines()
    return [lines[i + 1].strip().rsplit(":", 1)[0] for i, line in enumerate(lines) if code in line]


def test_what_is_declared_and_renumbered_in_an_amendment_is_looked_up(tmp_path: Path) -> None:
    place = "--> agreements/sample/amendment.clause"
    assert places(tmp_path / "a", "THIRD", "0123456789ab", "S002") == [f"{place}:5", f"{place}:10"]
    assert places(tmp_path / "b", "SECOND", "0123456789ab", "S003") == [f"{place}:5", f"{place}:10"]
