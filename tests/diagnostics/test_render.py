"""Diagnostics as text and as JSON values."""

from __future__ import annotations

import doctest
import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.diagnostics import render as module
from checker.diagnostics.export import to_json
from checker.diagnostics.render import WIDEST, render
from checker.source import Source, Span

PATH = "a.clause"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def shown(text: str, marked: str, **options: object) -> str:
    """Return the rendered diagnostic about the first ``marked`` in ``text``, without the count."""
    start = text.index(marked)
    found = diagnostic("P001", "wrong", Span(PATH, start, start + len(marked)), **options)
    return render([found], {PATH: Source(PATH, text)}).removesuffix("\n\n1 error")


def marker(text: str, marked: str) -> str:
    """Return the line with the marker, from the first column of the source on."""
    return shown(text, marked).splitlines()[4].removeprefix("  | ")


def test_a_diagnostic_with_a_second_label_and_help() -> None:
    clause = Source("agreements/x/agreement.clause", "\n" * 11 + "  limit a to b\n")
    facts = Source("rules/facts.clause", "\n\ndefine a as b\n")
    found = diagnostic(
        "T002",
        "`a` is per year and `b` is not",
        Span(clause.path, 19, 20),
        label="per year",
        related=[(Span(facts.path, 2, 10), "expected per year because of this")],
        help="write `over month`",
    )
    assert render([found], {s.path: s for s in (clause, facts)}) == (
        "error[T002 unit-mismatch]: `a` is per year and `b` is not\n"
        "  --> agreements/x/agreement.clause:12:9\n"
        "   |\n"
        "12 |   limit a to b\n"
        "   |         ^ per year\n"
        "  ::: rules/facts.clause:3:1\n"
        "   |\n"
        " 3 | define a as b\n"
        "   | -------- expected per year because of this\n"
        "   = help: write `over month`\n"
        "\n"
        "1 error"
    )


def test_a_place_in_a_table() -> None:
    found = diagnostic(
        "F010",
        "not a sum of money",
        Place("ledger/x.csv", 7, "amount"),
        related=[(Place("ledger/x.csv", 1), "the header"), (Place("rules/facts.clause"), "")],
        help="write 1000.00\nwithout commas",
    )
    assert render([found], {}) == (
        "error[F010 wrong-cell]: not a sum of money\n"
        " --> ledger/x.csv row 7, column `amount`\n"
        " ::: ledger/x.csv row 1: the header\n"
        " ::: rules/facts.clause\n"
        "  = help: write 1000.00\n"
        "          without commas\n"
        "\n"
        "1 error"
    )


def test_sorted_and_counted() -> None:
    source = Source(PATH, "a b\n")
    found = [
        diagnostic("A002", "unused", Span(PATH, 2, 3)),
        diagnostic("N001", "unknown", Span(PATH, 0, 1)),
        diagnostic("W002", "none", Place("")),
    ]
    text = render(found, {PATH: source})
    assert re.findall(r"^\w+\[(\w+)", text, re.M) == ["W002", "N001", "A002"]
    assert text.splitlines()[-1] == "2 errors, 1 warning"
    assert render(found[::-1], {PATH: source}) == text


def test_nothing_wrong_is_no_text() -> None:
    assert render([], {}) == ""


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("one two", "two", "    ^^^"),
        ("\tone\ttwo", "two", "\t   \t^^^"),
        ("one\ttwo", "one\ttwo", "^^^\t^^^"),
        ("one\ttwo", "\t", "   ^"),
        ("基金 fee", "fee", "     ^^^"),
        ("the 基金", "基", "    ^^"),
        ("ｆｅｅ x", "x", "       ^"),
        ("cafe\u0301 x", "x", "     ^"),
        ("cafe\u0301 x", "e\u0301", "   ^"),
        ("cafe\u0301 x", "\u0301", "    ^"),
        ("a\x1bb x", "x", "       ^"),
        ("a\x1bb x", "\x1b", " ^^^^"),
        ("\u202ea x", "x", "        ^"),
        ("one two  \r\nthree", "two  \r\nthree", "    ^^^"),
        ("one\r\ntwo", "\n", "   ^"),
        ("one\r\ntwo", "\r\n", "   ^"),
        ("one  ", "  ", "   ^"),
        ("", "", "^"),
        ("one", "", "^"),
    ],
)
def test_the_marker_is_below_what_it_marks(text: str, marked: str, expected: str) -> None:
    assert marker(text, marked) == expected


def test_the_end_of_the_text() -> None:
    found = diagnostic("P001", "wrong", Span(PATH, 4, 4), label="expected a clause")
    assert render([found], {PATH: Source(PATH, "one\n")}).splitlines()[1:5] == [
        " --> a.clause:2:1",
        "  |",
        "2 |",
        "  | ^ expected a clause",
    ]


def test_control_characters_of_a_file_or_a_message_are_shown_and_not_sent() -> None:
    found = diagnostic(
        "N001",
        "no `\x1b[2J\n`",
        Span("a\x07", 0, 3),
        label="\u2066",
        help="\u202e",
        related=[(Place("\x00"), "")],
    )
    text = render([found], {"a\x07": Source("a\x07", "\x1b]0;x\x9b\u2028")})
    assert r"no `\x1b[2J\n`" in text
    assert r"\x1b]0;x\x9b\u2028" in text
    assert not any(unicodedata.category(ch) in ("Cc", "Cf", "Zl") for ch in text.replace("\n", ""))


@pytest.mark.parametrize(("before", "after"), [(0, 500), (500, 500), (500, 0), (20, 500), (500, 20)])
def test_a_long_line_is_cut_around_the_place(before: int, after: int) -> None:
    _, where, _, line, mark = shown("x" * before + "here" + "y" * after, "here").splitlines()
    assert where == f" --> a.clause:1:{before + 1}"
    assert len(line) <= len("1 | ") + WIDEST + 2
    assert line.index("here") == mark.index("^^^^")
    assert line.startswith("1 | …") == (before > 30)
    assert line.endswith("…") == (after > 100)


def test_a_long_place_in_a_long_line_is_marked_as_far_as_it_is_shown() -> None:
    *_, line, mark = shown("x" * 200 + "y" * 500, "y" * 500).splitlines()
    assert line.count("y") == mark.count("^") == 70


def test_a_short_line_is_shown_whole() -> None:
    assert "…" not in shown("x" * WIDEST, "x")


def test_a_text_that_is_not_at_hand_is_named() -> None:
    found = diagnostic("P001", "wrong", Span("gone.clause", 3, 4), label="here")
    assert render([found], {}).splitlines()[1] == " --> gone.clause: here"


def test_color_adds_codes_and_nothing_else() -> None:
    found = [
        diagnostic("P001", "wrong", Span(PATH, 0, 1), label="x", help="y", related=[(Span(PATH, 2, 3), "z")]),
        diagnostic("A002", "unused", Place(PATH)),
    ]
    sources = {PATH: Source(PATH, "a b")}
    colored = render(found, sources, color=True)
    assert "\x1b[1;31merror[P001 syntax]\x1b[0m" in colored
    assert "\x1b[1;33mwarning[A002 unused-definition]\x1b[0m" in colored
    assert ANSI.sub("", colored) == render(found, sources)


def test_examples() -> None:
    assert doctest.testmod(module).failed == 0


texts = st.text(st.sampled_from("ab \t\r\n漢\u0301\x1b\u202e…`") | st.characters(), max_size=300) | st.builds(
    str.__mul__, st.text(min_size=1, max_size=5), st.integers(1, 100)
)


@st.composite
def reports(draw) -> tuple[list[Diagnostic], dict[str, Source]]:
    sources = {path: Source(path, draw(texts)) for path in ("a.clause", "b.clause")}

    def where() -> Span | Place:
        path = draw(st.sampled_from(["a.clause", "b.clause", "c.clause"]))
        if draw(st.booleans()):
            return Place(path, draw(st.none() | st.integers(1, 99)), draw(st.none() | st.text(max_size=5)))
        length = len(sources[path].text) if path in sources else 10
        start = draw(st.integers(0, length))
        return Span(path, start, draw(st.integers(start, length)))

    def one() -> Diagnostic:
        related = [(where(), draw(st.text(max_size=5))) for _ in range(draw(st.integers(0, 2)))]
        code = draw(st.sampled_from(["P001", "A002", "T002"]))
        return diagnostic(
            code,
            draw(st.text(max_size=5)),
            where(),
            related=related,
            help=draw(st.none() | st.text(max_size=9)),
        )

    return [one() for _ in range(draw(st.integers(0, 4)))], sources


@given(reports())
def test_any_place_in_any_text_renders(report) -> None:
    found, sources = report
    text = render(found, sources)
    assert ANSI.sub("", render(found, sources, color=True)) == text
    assert all(unicodedata.category(ch) != "Cc" for ch in text if ch not in "\n\t")
    assert len(re.findall(r"^(?:error|warning)\[", text, re.M)) == len(found)


@given(reports())
def test_json_says_where_and_is_json(report) -> None:
    found, sources = report
    exported = to_json(found, sources)
    assert json.loads(json.dumps(exported)) == exported
    assert [e["message"] for e in exported] == [d.message for d in sorted(found, key=lambda d: d.sort_key)]
    for each in exported:
        if each["column"] is not None:
            assert (each["line"], each["column"]) <= (each["endLine"], each["endColumn"])


def test_json_of_a_span_and_of_a_cell() -> None:
    source = Source(PATH, "one\r\ntwo three\r\n")
    in_text = diagnostic(
        "T002",
        "wrong",
        Span(PATH, 9, 14),
        label="this",
        help="that",
        related=[(Place("x.csv", 7, "amount"), "that")],
    )
    assert to_json([in_text], {PATH: source}) == [
        {
            "code": "T002",
            "slug": "unit-mismatch",
            "severity": "error",
            "message": "wrong",
            "path": PATH,
            "line": 2,
            "column": 5,
            "endLine": 2,
            "endColumn": 10,
            "field": None,
            "label": "this",
            "help": "that",
            "related": [
                {
                    "path": "x.csv",
                    "line": 7,
                    "column": None,
                    "endLine": 7,
                    "endColumn": None,
                    "field": "amount",
                    "label": "that",
                }
            ],
        }
    ]


def test_json_of_a_text_that_is_not_at_hand() -> None:
    (found,) = to_json([diagnostic("P001", "wrong", Span("gone", 3, 4))], {})
    assert (found["path"], found["line"], found["endColumn"]) == ("gone", None, None)
