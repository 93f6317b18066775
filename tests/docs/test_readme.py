"""The commands of the README print what stands there; the finding it shows is one of this repository's."""

from __future__ import annotations

import re
from pathlib import Path

from doc_blocks import ROOT
from doc_sessions import agrees, session

from checker.cli import COMMANDS

PAGE = ROOT / "README.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_command_shown(tmp_path: Path) -> None:
    ran = list(session(PAGE, tmp_path))
    wrong = [f"$ {x.command} prints\n{x.printed}" for x in ran if not agrees(x.shown, x.printed)]
    assert not wrong, "\n".join(wrong)
    used = {x.command.split()[1] for x in ran if x.command.startswith("redline ")}
    assert used == COMMANDS.keys() - {"init"}


def test_every_command_is_listed() -> None:
    assert sorted(re.findall(r"^\| `redline (\w+)", TEXT, re.MULTILINE)) == sorted(COMMANDS)


def test_the_finding_is_in_the_expected_report() -> None:
    shown = TEXT[TEXT.index("    VIOLATED") :].partition("              clause ")[0]
    report = (ROOT / "tests" / "golden" / "worked_example.txt").read_text(encoding="utf-8")
    assert "".join(line.removeprefix("    ") for line in shown.splitlines(keepends=True)) in report


def test_what_it_says_of_docs_is_there() -> None:
    listed = re.findall(r"^    (docs/[\w./]+) ", TEXT, re.MULTILINE)
    assert sorted(listed) == sorted(
        x.relative_to(ROOT).as_posix() + ("/" if x.is_dir() else "")
        for x in (ROOT / "docs").iterdir()
        if x.name not in ("tutorial", "grammar.html")
    )
