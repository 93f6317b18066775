"""Literate files: good ones parse; bad ones give exactly the reports in their first lines.

A line `# expect: P001 4:9 fragment | help` says the code, the place, a part of the message and,
behind a bar, of the help.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic
from checker.source import Source, Span
from checker.syntax.parse import parse

HERE = Path(__file__).parent
GOOD = sorted(HERE.glob("good/*.clause"))
BAD = sorted(HERE.glob("bad/*.clause"))
EXPECT = "# expect: "


def source(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


def place(text: Source, problem: Diagnostic) -> str:
    assert isinstance(problem.primary.where, Span)
    line, column = text.line_column(problem.primary.where.start)
    return f"{line}:{column}"


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    file, problems = parse(source(path))
    assert not problems
    assert file.declarations


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path) -> None:
    text = source(path)
    wanted = [line.removeprefix(EXPECT) for line in text.text.split("\n") if line.startswith(EXPECT)]
    problems = sorted(parse(text)[1], key=lambda p: p.sort_key)
    found = [f"{p.code} {place(text, p)} {p.message} | {p.help or ''}" for p in problems]
    assert len(found) == len(wanted), found
    for line, report in zip(wanted, found, strict=True):
        head, _, help_ = line.partition(" | ")
        assert report.startswith(" ".join(head.split(" ")[:2]) + " ")
        assert head.split(" ", 2)[2] in report
        assert help_ in report.partition(" | ")[2]


def test_there_are_files() -> None:
    assert len(GOOD) >= 5
    assert len(BAD) >= 60


def test_places_lie_in_the_text() -> None:
    for path in BAD:
        text = source(path)
        for problem in parse(text)[1]:
            for label in (problem.primary, *problem.related):
                assert isinstance(label.where, Span)
                assert 0 <= label.where.start <= len(text.text)
                assert label.where.start <= label.where.end <= len(text.text) + 1
