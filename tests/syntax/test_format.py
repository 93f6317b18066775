"""The formatter: one layout, the same meaning, every comment kept."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import strategies as some
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checker.format import diff, format_source
from checker.source import Source
from checker.syntax import layout
from checker.syntax import nodes as n
from checker.syntax.cut import comments
from checker.syntax.parse import parse
from checker.syntax.printer import blocks, print_declaration, print_file

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("rules/**/*.clause"), *ROOT.glob("agreements/**/*.clause")])
GOOD = sorted(Path(__file__).parent.glob("good/*.clause"))

LAW = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def formatted(text: str) -> str:
    result, problems = format_source(Source("made.clause", text))
    assert not problems, (problems, text)
    again, problems = format_source(Source("made.clause", result))
    assert not problems
    assert again == result, text
    return result


def remarks(text: str) -> list[str]:
    return [comment.text for comment in comments(Source("made.clause", text))]


def trees(text: str) -> tuple[n.Declaration, ...]:
    file, problems = parse(Source("made.clause", text))
    assert not problems, (problems, text)
    return file.declarations


def unbroken(text: str) -> str:
    """Take away the indentation that a readable test has."""
    lines = text.rstrip().strip("\n").split("\n")
    margin = len(lines[0]) - len(lines[0].lstrip())
    return "".join(f"{line[margin:]}\n" for line in lines)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_good_files_are_in_the_canonical_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: "/".join(path.parts[-2:]))
def test_shipped_files_keep_their_meaning_and_comments(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = formatted(text)
    assert trees(result) == trees(text)
    assert Counter(remarks(result)) == Counter(remarks(text))


# --- comments --------------------------------------------------------------------------------


def test_comments_stay_with_their_parts() -> None:
    before = """
        # About the file.

        # About the clause,
        # in two lines.
        clause x # behind the head
           # before the norm
           limit a # the subject
             to at most b # the bound
           # before says
           says "one"


           # the last word
        # between


        # at the end
    """
    after = """
        # About the file.

        # About the clause,
        # in two lines.
        clause x  # behind the head
          # before says
          says "one"
          # before the norm
          # the subject
          limit a to at most b  # the bound
          # the last word

        # between

        # at the end
    """
    assert formatted(unbroken(before)) == unbroken(after)


def test_a_comment_in_the_head_goes_above_it() -> None:
    before = """
        # above
        clause x
          # the paragraph
          at "A"
          limit a to at most b
        clause y

          # first
          limit a to at most b
    """
    after = """
        # above
        # the paragraph
        clause x at "A"
          limit a to at most b

        clause y
          # first
          limit a to at most b
    """
    assert formatted(unbroken(before)) == unbroken(after)


def test_a_comment_between_declarations_keeps_its_distance() -> None:
    before = """
        party a "A"
        # of b
        party b "B"
        # alone

        party c "C"
    """
    after = """
        party a "A"

        # of b
        party b "B"

        # alone

        party c "C"
    """
    assert formatted(unbroken(before)) == unbroken(after)


def test_comments_in_a_table_stay_at_their_row() -> None:
    before = """
        schedule s
          | fund | rate | # header
          # the first
          | A | 1% |   # low
          | B, Inc. | 10% |
          # none after
    """
    after = """
        schedule s
          | fund    | rate |  # header
          # the first
          | A       | 1%   |  # low
          | B, Inc. | 10%  |
          # none after
    """
    assert formatted(unbroken(before)) == unbroken(after)


def test_comments_of_parts_without_a_place_move_with_them() -> None:
    before = """
        clause x
          severity note # low
          # as read
          basis source
          # basis memory
          binds always # binds always
          limit a to at most b
    """
    after = """
        clause x
          # basis memory
          binds always  # binds always
          limit a to at most b
          # as read
          basis source
          severity note  # low
    """
    assert formatted(unbroken(before)) == unbroken(after)


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A printed file with comments, blank lines and other indentation put in at line ends."""
    tree = draw(some.files(1))
    lines = print_file(tree).split("\n")
    made = []
    for i, line in enumerate(lines):
        kind = draw(st.sampled_from(["", "", "", "behind", "own", "column 1", "blank"]))
        if kind == "behind":
            line = f"{line} # {i} behind"
        made.append(line)
        if kind in ("own", "column 1"):
            made.append("   # own" if kind == "own" else f"# {i} in column 1")
        if kind == "blank":
            made.append("")
    return draw(st.sampled_from(["\n", "\r\n"])).join(made)


@given(commented(), st.sampled_from([20, 60, 96]))
@LAW
def test_comments_survive(text: str, width: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "WIDEST", width)
        file, problems = parse(Source("made.clause", text))
        assume(not problems)
        result = formatted(text)
        assert trees(result) == file.declarations
        assert remarks(result) == remarks(text)
        assert "\r\n" not in result


@given(some.clauses(1), st.randoms(use_true_random=False))
@LAW
def test_parts_take_their_order_with_their_comments(tree: n.Clause, random: object) -> None:
    head, *parts = blocks(tree)
    random.shuffle(parts)  # type: ignore[attr-defined]
    lines = list(head.lines)
    for i, part in enumerate(parts):
        lines += [f"  # before {i}", *part.lines]
    file, problems = parse(Source("made.clause", "\n".join(lines)))
    assume(not problems and file.declarations == (tree,))
    result = formatted("\n".join(lines))
    assert trees(result) == (tree,)
    assert Counter(remarks(result)) == Counter(f"# before {i}" for i in range(len(parts)))
    for i, part in enumerate(parts):
        assert f"  # before {i}\n{part.lines[0]}\n" in result


# --- layout ----------------------------------------------------------------------------------


@given(some.declarations(2), st.sampled_from([1, 30, 96]))
@LAW
def test_lines_break_anywhere_without_harm(tree: n.Declaration, width: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "WIDEST", width)
        text = print_declaration(tree)
    assert trees(text) == (tree,)
    assert trees(text.replace("\n", "\r\n")) == (tree,)


@given(some.files(1))
@LAW
def test_printed_files_are_formatted(tree: n.File) -> None:
    text = print_file(tree)
    assert formatted(text) == text


def test_long_lines_break_at_their_outermost_joints() -> None:
    before = (
        "clause x\n  when any payment called p in plan_year where p.fund is fund and p.kind is service_fee"
        " and p.amount is more than $1,000,000.00\n"
        "  limit sum of p.amount for each payment called p in plan_year where p.fund is fund"
        " to at most 0.25% per year of average_daily_net_assets over plan_year\n"
    )
    after = """
        clause x
          when any payment called p in plan_year
            where p.fund is fund and p.kind is service_fee and p.amount is more than $1,000,000.00
          limit sum of p.amount for each payment called p in plan_year where p.fund is fund
            to at most 0.25% per year of average_daily_net_assets over plan_year
    """
    assert formatted(before) == unbroken(after)


def test_what_is_still_too_long_breaks_deeper() -> None:
    condition = " and ".join(f"p.field_{i} is value_{i}" for i in range(5))
    result = formatted(f"define x\n  means every payment called p where {condition} satisfies p.good\n")
    after = """
        define x
          means every payment called p
            where p.field_0 is value_0
              and p.field_1 is value_1
              and p.field_2 is value_2
              and p.field_3 is value_3
              and p.field_4 is value_4
            satisfies p.good
    """
    assert result == unbroken(after)


def test_texts_fold_and_literals_keep_their_writing() -> None:
    words = " ".join(["word"] * 40)
    result = formatted(f'clause x\n says "{words}"\n limit $1000.50 to at most 30 % by 10   days after d')
    assert result.count("\n") == 5
    assert "limit $1000.50 to at most 30 % by 10 days after d" in result
    assert max(map(len, result.split("\n"))) <= 96


def test_tables_align_by_display_width() -> None:
    result = formatted("schedule s\n | 日本 | b |\n | a | cc |\n")
    assert result == "schedule s\n  | 日本 | b  |\n  | a    | cc |\n"


# --- refusals --------------------------------------------------------------------------------


def test_a_file_with_errors_is_left_alone() -> None:
    text = "clause x\r\n   limit a to   at most\n"
    result, problems = format_source(Source("made.clause", text))
    assert result == text
    assert [p.code for p in problems] == ["P001"]


def test_a_wrong_print_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.syntax.phrases.literal", lambda node: ["1"])
    text = "define x\n  means   2\n"
    result, problems = format_source(Source("made.clause", text))
    assert result == text
    assert [p.code for p in problems] == ["I001"]


def test_a_lost_comment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checker.format.comments._trails", lambda *args: True)
    monkeypatch.setattr("checker.format.comments.Laid.lines", lambda self: ["define x", "  means 2"])
    text = "define x # a\n  means 2\n"
    result, problems = format_source(Source("made.clause", text))
    assert result == text
    assert [p.code for p in problems] == ["I001"]


def test_diff() -> None:
    source = Source("a.clause", "define x\n  means 2")
    assert diff(source, source.text) == ""
    assert diff(source, "define x\n  means 2\n") == (
        "--- a/a.clause\n+++ b/a.clause\n@@ -1,2 +1,2 @@\n define x\n"
        "-  means 2\n\\ No newline at end of file\n+  means 2\n"
    )
