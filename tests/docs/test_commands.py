"""Every command has its page; every command shown on one prints what stands below it."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc_blocks import DOCS, blocks
from doc_sessions import agrees, commands, session

from checker.cli import COMMANDS

PENDING: frozenset[str] = frozenset()
"""Commands whose page is still to be written."""
PAGES = sorted((DOCS / "commands").glob("*.md"))


def test_every_command_has_its_page() -> None:
    assert sorted(p.stem for p in PAGES) == sorted(COMMANDS.keys() - PENDING)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page(page: Path, tmp_path: Path) -> None:
    wrong = [
        f"line {ran.block.line}: $ {ran.command} prints\n{ran.printed}"
        for ran in session(page, tmp_path)
        if not agrees(ran.shown, ran.printed)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_page_has_its_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# redline {page.stem}\n")
    assert all(f"\n## {part}\n" in text for part in ("Synopsis", "Examples", "Exit codes"))
    first = next(b for b in blocks(page) if b.kind == "console")
    assert [c for c, _ in commands(first)] == [f"redline {page.stem} --help"]
