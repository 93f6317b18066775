"""The terminal report: widths, colour that carries nothing alone, and bounded length."""

from __future__ import annotations

import re

import pytest

from checker.findings.model import Result
from checker.report.explain import render_explain
from checker.report.layout import cells, page, wrap
from checker.report.terminal import MOST, render_terminal

ANSI = re.compile("\x1b\\[[0-9;]*m")


@pytest.mark.parametrize("width", [40, 72, 80, 120, 200])
def test_fits_its_width(case: tuple[str, Result], width: int) -> None:
    text = render_terminal(case[1], color=False, width=width, all_verdicts=True)
    # INVARIANT: only the table of counts may be wider than a very narrow terminal.
    wide = [line for line in text.splitlines() if cells(line) > max(width, 74)]
    assert wide == []


@pytest.mark.parametrize("width", [80, 120])
def test_explain_fits_its_width(case: tuple[str, Result], width: int) -> None:
    for finding in case[1].findings:
        text = render_explain(finding, case[1], color=False, width=width)
        assert [line for line in text.splitlines() if cells(line) > width] == []
        assert finding.fingerprint[:12] in text


def test_colour_only_adds_codes(case: tuple[str, Result]) -> None:
    plain = render_terminal(case[1], color=False, width=80, all_verdicts=True)
    colored = render_terminal(case[1], color=True, width=80, all_verdicts=True)
    assert "\x1b" not in plain
    assert "\x1b[" in colored
    assert ANSI.sub("", colored) == plain


def test_explain_in_colour_only_adds_codes(results: dict[str, Result]) -> None:
    result = results["scenarios"]
    for finding in result.findings:
        plain = render_explain(finding, result, color=False, width=80)
        assert ANSI.sub("", render_explain(finding, result, color=True, width=80)) == plain


def test_no_line_ends_in_a_space(case: tuple[str, Result]) -> None:
    text = render_terminal(case[1], color=False, width=80)
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_compliant_only_on_request(results: dict[str, Result]) -> None:
    result = results["scenarios"]
    assert "COMPLIANT" not in render_terminal(result, color=False, width=80)
    shown = render_terminal(result, color=False, width=80, all_verdicts=True)
    assert "COMPLIANT  class_b_2003" in shown
    assert "NOT APPLICABLE  class_b_2003" in shown


def test_many_stay_bounded(many: Result) -> None:
    text = render_terminal(many, color=False, width=80, all_verdicts=True)
    assert text.count("\n") < 2000
    assert f"... and {30_000 - MOST:,} more violated; to see all: --format json" in text
    assert "300 instances of 1 clause" in text
    assert "... and 295 more instances" in text


def test_nothing_checked_is_said_first_and_last(results: dict[str, Result]) -> None:
    lines = render_terminal(results["nothing"], color=False, width=80).splitlines()
    assert "Nothing was checked. That is a failure, not a pass." in lines[3]
    assert lines[-1] == "Exit 4: nothing was checked."


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        (
            "agreements/class_b/ledger/payments.csv:41",
            20,
            ["agreements/class_b/", "ledger/", "payments.csv:41"],
        ),
        ("\u57fa\u91d1\u57fa\u91d1", 4, ["\u57fa\u91d1", "\u57fa\u91d1"]),
        ("abcdef", 4, ["abcd", "ef"]),
        ("", 10, []),
    ],
)
def test_wrap(text: str, width: int, expected: list[str]) -> None:
    assert wrap(text, width) == expected


def test_wide_characters_in_columns() -> None:
    first, second = (
        page(80, color=False).pair("\u57fa\u91d1", "1", 0, 10),
        page(80, color=False).pair("ab", "1", 0, 10),
    )
    assert cells(first[0]) == cells(second[0])
