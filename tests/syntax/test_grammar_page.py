"""The grammar page tells what the parser does, and its diagrams are current."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.source import Source
from checker.syntax import railroad
from checker.syntax.parse import parse
from checker.syntax.tokens import RESERVED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "grammar.md").read_text(encoding="utf-8")

WRAPPED = {
    "norm": "clause it\n  {}\n",
    "expression": "define it\n  means {}\n",
    "approval": "approval it\n  {}\n",
}


def examples() -> list[tuple[str, str]]:
    found = []
    for kind, body in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        lines = [body] if kind == "clause" else body.splitlines()
        found += [(kind, line) for line in lines]
    return found


@pytest.mark.parametrize(("kind", "text"), examples())
def test_examples_parse(kind: str, text: str) -> None:
    file, problems = parse(Source("page.clause", WRAPPED.get(kind, "{}").format(text)))
    assert not problems
    assert file.declarations


def test_every_kind_of_example_is_known() -> None:
    assert {kind for kind, _ in examples()} == {"clause", *WRAPPED}


def test_reserved_words() -> None:
    listed = re.search(r"<!-- reserved -->(.*?)<!-- end -->", PAGE, re.DOTALL)
    assert listed is not None
    assert listed.group(1).split() == sorted(RESERVED)


def test_diagrams_are_current() -> None:
    """`python -m checker.syntax.railroad docs/grammar.html` draws them anew."""
    committed = (ROOT / "docs" / "grammar.html").read_text(encoding="utf-8")
    assert railroad.page() == committed
    assert railroad.page() == committed


def test_diagrams_are_the_same_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "grammar.html"
    run = [sys.executable, "-m", "checker.syntax.railroad", str(path)]
    subprocess.run(run, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7"})
    assert path.read_text(encoding="utf-8") == (ROOT / "docs" / "grammar.html").read_text(encoding="utf-8")


def test_diagrams_leave_messages_alone() -> None:
    source = Source("page.clause", "define it\n  means\n")
    before = parse(source)
    railroad.page()
    assert parse(source) == before


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert railroad.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_links_lead_somewhere() -> None:
    page = railroad.page()
    anchors = set(re.findall(r'<h2 id="([^"]*)"', page))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= anchors
    assert len(anchors) == len(re.findall(r"<h2 ", page))
