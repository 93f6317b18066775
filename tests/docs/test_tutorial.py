"""The tutorial is carried out step by step; every command prints what the page shows."""

from __future__ import annotations

from pathlib import Path

from doc_blocks import DOCS, blocks
from doc_sessions import agrees, session

PAGE = DOCS / "tutorial.md"
TEXT = DOCS / "tutorial" / "source.txt"


def test_every_step(tmp_path: Path) -> None:
    wrong = [
        f"line {ran.block.line}: $ {ran.command} prints\n{ran.printed}"
        for ran in session(PAGE, tmp_path)
        if not agrees(ran.shown, ran.printed)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_text_is_the_one_that_is_kept() -> None:
    shown = next(b.text for b in blocks(PAGE) if b.told("file").endswith("source.txt"))
    assert shown == TEXT.read_text(encoding="utf-8")


def test_the_text_has_twelve_paragraphs() -> None:
    words = (
        "FIRST",
        "SECOND",
        "THIRD",
        "FOURTH",
        "FIFTH",
        "SIXTH",
        "SEVENTH",
        "EIGHTH",
        "NINTH",
        "TENTH",
        "ELEVENTH",
        "TWELFTH",
    )
    text = TEXT.read_text(encoding="utf-8")
    assert all(f"{word}: " in text for word in words)
