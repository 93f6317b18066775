"""Whole small agreements: the good ones are right and in their layout, the bad ones say what is wrong.

A bad one begins with what is expected, one line for each diagnostic: ``# expect: CODE line:column
some of the message``, with lines and columns as an editor counts them in that very file.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic
from checker.pipeline import Loaded, format_text, load
from checker.source import Source, Span
from checker.workspace import read_workspace

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.clause"))
BAD = sorted((HERE / "bad").glob("*.clause"))
PATH = "agreements/sample/agreement.clause"
EXPECTED = re.compile(r"^# expect: ([A-Z]\d{3}) (\d+):(\d+) (.+)$", re.MULTILINE)


def loaded(text: str, root: Path) -> Loaded:
    (root / PATH).parent.mkdir(parents=True)
    (root / PATH).write_text(text, encoding="utf-8")
    workspace, problems = read_workspace(root)
    assert workspace is not None
    assert problems == []
    return load(workspace)


def place(found: Diagnostic, source: Source) -> str:
    where = found.primary.where
    assert isinstance(where, Span)
    assert where.path == PATH
    line, column = source.line_column(where.start)
    return f"{line}:{column}"


def said(found: Diagnostic, source: Source) -> str:
    return f"{found.code} {place(found, source)} {found.message}"


@pytest.fixture(params=GOOD, ids=lambda path: path.stem)
def good(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text(encoding="utf-8")


@pytest.fixture(params=BAD, ids=lambda path: path.stem)
def bad(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text(encoding="utf-8")


def test_good_is_right_and_becomes_rules(good: str, tmp_path: Path) -> None:
    made = loaded(good, tmp_path)
    assert [said(d, made.sources[PATH]) for d in made.diagnostics] == []
    assert made.rules.agreements.keys() == {"sample"}


def test_good_loses_nothing(good: str, tmp_path: Path) -> None:
    """A declaration without a report is in the program."""
    made = loaded(good, tmp_path).program.agreements["sample"]
    clauses = {name for name, definition in made.definitions.items()} | set(made.clauses)
    declared = set(re.findall(r"^(?:clause|define|carry) (\w+)", good, re.MULTILINE))
    assert declared <= clauses
    amended = {name for amendment in made.amendments for name in amendment.clauses}
    assert set(re.findall(r"^  (?:insert|replace|strike) clause (\w+)", good, re.MULTILINE)) <= amended


def test_good_is_in_its_one_layout(good: str) -> None:
    text, problems = format_text(Source(PATH, good))
    assert not problems
    assert text == good


def test_bad_says_what_is_wrong(bad: str, tmp_path: Path) -> None:
    made = loaded(bad, tmp_path)
    source = made.sources[PATH]
    found = [said(d, source) for d in made.diagnostics]
    expected = [f"{code} {line}:{column} {text}" for code, line, column, text in EXPECTED.findall(bad)]
    assert expected, "a bad agreement says what is expected of it"
    assert len(found) == len(expected), found
    for one, want in zip(found, expected, strict=True):
        start, fragment = want.split(" ", 2)[:2], want.split(" ", 2)[2]
        assert one.split(" ", 2)[:2] == start, found
        assert fragment in one, found


def test_there_are_enough() -> None:
    assert len(GOOD) >= 25
    assert len(BAD) >= 40
