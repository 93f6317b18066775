"""Names stay names in GitHub's Markdown, in a line and in a table."""

from __future__ import annotations

import re

import pytest

from checker.findings.model import Result
from checker.report.markdown import FULL, code, escape, render_markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a|b", "a\\|b"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("`x`", "\\`x\\`"),
        ("*a* [b](c) ~d~", "\\*a\\* \\[b\\](c) \\~d\\~"),
        ("_a_ class_b_2003", "\\_a\\_ class_b_2003"),
        ("back\\slash", "back\\\\slash"),
        ("- 1", "\\- 1"),
        ("# one", "\\# one"),
        ("=1+1", "=1+1"),
        ("==", "\\=="),
        ("---", "\\---"),
        ("+0.00275 USD", "+0.00275 USD"),
        ("12. x", "12\\. x"),
        ("12.5 USD", "12.5 USD"),
        ("@board, #12, $x$", "<span>@</span>board, <span>#</span>12, <span>$</span>x<span>$</span>"),
        ("https://a.invalid", "https:<span>//</span>a.invalid"),
        ("one\r\ntwo", "one two"),
        ("{{ 7*7 }}", "{{ 7\\*7 }}"),
        ("", ""),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.csv:41", "`a.csv:41`"),
        ("a_b*c", "`a_b*c`"),
        ("a`b", "<code>a\\`b</code>"),
        ("a|b", "<code>a\\|b</code>"),
        (" a", "<code> a</code>"),
        ("", ""),
    ],
)
def test_code(text: str, expected: str) -> None:
    assert code(text) == expected


def rows(text: str) -> list[list[str]]:
    """Return the tables as lists of rows."""
    tables: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            tables[-1].append(line)
        elif tables[-1]:
            tables.append([])
    return [table for table in tables if table]


def cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row)) - 1


def test_tables_have_as_many_cells_in_every_row(case: tuple[str, Result]) -> None:
    tables = rows(render_markdown(case[1], all_verdicts=True))
    assert tables
    for table in tables:
        assert re.fullmatch(r"\|( -{3}:? \|| -{3}: \|)+", table[1]), table[:2]
        assert {cells(row) for row in table} == {cells(table[0])}


def test_blocks_stand_apart(case: tuple[str, Result]) -> None:
    """A heading or a table that touches the text before it would be read as part of it."""
    lines = render_markdown(case[1], all_verdicts=True).splitlines()
    for before, line in zip(lines, lines[1:], strict=False):
        if line.startswith("#") or (line.startswith("|") and not before.startswith("|")):
            assert before == "", (before, line)
        if before.startswith("#"):
            assert line == "", (before, line)
    assert not any(one == two == "" for one, two in zip(lines, lines[1:], strict=False))


def test_names_do_not_act(results: dict[str, Result]) -> None:
    text = render_markdown(results["awkward"])
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7\\*7 }}" in text
    assert "\x1b" not in text
    assert re.search(r"(?<!\\)\[c\]", text) is None


def test_no_finding_is_left_out_of_many(many: Result) -> None:
    text = render_markdown(many)
    assert text.count("### ") == FULL + 2
    assert text.count("`redline explain ") == 30_000 + 5
