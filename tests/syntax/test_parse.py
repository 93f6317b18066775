"""The parser: any text gives a tree or reports, quickly; every node has its place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import strategies as some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.format import format_source
from checker.source import Source, Span
from checker.syntax import nodes as n
from checker.syntax.depth import room_to_recurse
from checker.syntax.parse import parse
from checker.syntax.printer import print_declaration, print_expression, print_file

LAW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def codes(text: str) -> list[str]:
    return [p.code for p in parse(Source("t.clause", text))[1]]


def only(text: str) -> Any:
    file, problems = parse(Source("t.clause", text))
    assert not problems
    (declaration,) = file.declarations
    return declaration


def value(text: str) -> Any:
    return only(f"define it\n  means {text}").expression


# --- any text --------------------------------------------------------------------------------

_TEXT = """clause define schedule amendment agreement says limit to at most must not where any every is one of
( ) , . " | # 1,00 $5 30% 2004-02-30 10 days after called in for each and or if then else : - + * / over
approved by requires replace with set unless plan terminable x y é “ 日"""
_WORDS = st.sampled_from([*_TEXT.split(), "\\", "\t", "\r", "\n", "\n\n", "\n "])


@LAW
@given(st.text() | st.lists(_WORDS, max_size=30).map(" ".join))
def test_any_text_gives_a_tree_or_reports(text: str) -> None:
    source = Source("t.clause", text)
    file, problems = parse(source)
    assert file.declarations or problems
    result, again = format_source(source)
    assert again == problems
    if problems:
        assert result == text


@LAW
@given(some.files(1), st.data())
def test_a_broken_file_gives_reports_within_it(tree: n.File, data: st.DataObject) -> None:
    text = print_file(tree)
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(["", '"', "(", ")", "\n", "x", "# ", "|", " unles "]))
    text = text[:at] + put + text[at + 1 :]
    source = Source("t.clause", text)
    _, problems = parse(source)
    for problem in problems:
        assert isinstance(problem.primary.where, Span)
        assert 0 <= problem.primary.where.start <= len(text)
        assert problem.message == problem.message.strip() != ""
        assert "Forward" not in problem.message
        assert "Expected" not in problem.message


HEAD = "define it\n  means "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "(" * 100_000, "P004"),
        ("(" * 100_000, "P002"),
        (HEAD + "(" * 10_000_000, "P009"),
        (HEAD + "not " * 5_000 + "x", "P004"),
        (HEAD + "-" * 4_000 + "x", "P004"),
        (HEAD + "start of " * 3_000 + "x", "P004"),
        (HEAD + "if a then b else " * 1_000 + "c", ""),
        (HEAD + "any a where " * 3_000 + "c", "P004"),
        (HEAD + " + ".join(["a"] * 3_000), "P004"),
        (HEAD + " + ".join(["a"] * 400_000), "P009"),
        (HEAD + " " * 1_900_000 + "a", "P009"),
        (HEAD + "# c\n" * 400_000 + "  a", "P009"),
        (HEAD + '"\\' * 900_000, "P001"),
        ('"\\"' * 600_000, "P002"),
        (HEAD + "|" * 1_900_000, "P001"),
        (HEAD + "1" * 1_900_000, "P001"),
        (HEAD + "1 " * 900_000, "P009"),
    ],
    ids=lambda value: value if len(value) < 5 else "",
)
def test_large_nonsense_is_quick(text: str, code: str) -> None:
    start = time.process_time()
    assert codes(text) == ([code] if code else [])
    assert time.process_time() - start < 10


@pytest.mark.parametrize("joint", [" + ", " - ", " * ", " and ", " or "])
def test_chains_of_2000_terms(joint: str) -> None:
    text = HEAD + joint.join(["a"] * 2_000)
    result, problems = format_source(Source("t.clause", text))
    assert not problems
    assert result.split() == text.split()


@pytest.mark.parametrize("tail", [".b", "(b)", " over b", " rounded up to b"])
def test_long_tails(tail: str) -> None:
    text = HEAD + "a" + tail * 1_000
    result, problems = format_source(Source("t.clause", text))
    assert not problems
    with room_to_recurse():
        assert parse(Source("t.clause", text))[0] == parse(Source("t.clause", result))[0]


def test_recursion_limit_is_put_back() -> None:
    import sys

    before = sys.getrecursionlimit()
    codes(HEAD + "not " * 5_000)
    assert sys.getrecursionlimit() == before


# --- line ends, tabs, cutting ----------------------------------------------------------------


def test_line_ends_and_tabs_change_nothing() -> None:
    text = 'clause x at "A"\n  says "one\n    two"\n  limit a to at most b # why\n'
    tree = only(text)
    assert tree.says == n.Text("one two")
    assert only(text.replace("\n", "\r\n")) == tree
    assert only(text.replace("  ", "\t")) == tree


def test_columns_count_a_tab_as_one() -> None:
    source = Source("t.clause", "clause\tx\n\tlimit\ta to at moist b\n")
    (problem,) = parse(source)[1]
    assert isinstance(problem.primary.where, Span)
    assert source.line_column(problem.primary.where.start) == (2, 10)


def test_one_broken_declaration_leaves_the_others() -> None:
    text = "clause a\n  limit\n\nclause b\n  limit x to at most y\n\nclause c\n  unles\n"
    file, problems = parse(Source("t.clause", text))
    assert [d.name.text for d in file.declarations if isinstance(d, n.Clause)] == ["b"]
    assert len(problems) == 2


def test_what_could_not_be_read_is_named() -> None:
    file, _ = parse(Source("t.clause", "clause a\n  limit\n\n(\n\nclause b\n  limit x to at most y\n"))
    assert file.lost == (n.Lost("clause", "a"), n.Lost("", ""))


def test_a_new_clause_is_cited_before_or_behind_with() -> None:
    head = "amendment a to b\n  replace clause c "
    norm = "\n    company must pay fee\n"
    before = only(f'{head}at "A" with{norm}')
    assert before == only(f'{head}with at "A"{norm}')
    assert codes(f'{head}at "A" with at "B"{norm}') == ["P001"]
    assert parse(Source("t", f"{head}{norm}"))[1][0].message == "expected `with`, found `company`"


def test_rows_and_comments_may_begin_in_column_1() -> None:
    tree = only("schedule s\n| a | b |\n# of the first\n| 1 | 2 |\n")
    assert tree.table == n.Table((n.Cell("a"), n.Cell("b")), ((n.Cell("1"), n.Cell("2")),))


def test_a_hash_in_a_text_is_no_comment() -> None:
    tree = only('clause x\n  limit a to at most b\n  cure "one\n  # two"\n')
    assert tree.cure == n.Text("one # two")


def test_comments_are_told() -> None:
    text = '# a\nclause x # b "\n  limit a # | c |\n  to at most b\n  cure "# no"\n# d\n'
    file, problems = parse(Source("t.clause", text))
    assert not problems
    assert [(c.text, c.trailing) for c in file.comments] == [
        ("# a", False), ('# b "', True), ("# | c |", True), ("# d", False)
    ]  # fmt: skip
    for comment in file.comments:
        assert text[comment.span.start : comment.span.end] == comment.text


def test_bad_rows_are_all_reported_and_left_out() -> None:
    text = "schedule s\n  | a | b |\n  | 1 |\n  | 1 | 2 |\n  | 1 | 2 | 3 |\n"
    source = Source("t.clause", text)
    file, problems = parse(source)
    assert [p.code for p in problems] == ["P008", "P008"]
    for problem in problems:
        (header,) = problem.related
        assert isinstance(header.where, Span)
        assert source.line_column(header.where.start)[0] == 2
    (schedule,) = file.declarations
    assert isinstance(schedule, n.ScheduleDecl)
    assert len(schedule.table.rows) == 1


# --- places ----------------------------------------------------------------------------------


def inner(node: Any) -> Iterator[Any]:
    for f in fields(node):
        item = getattr(node, f.name)
        for part in item if isinstance(item, tuple) else (item,):
            if is_dataclass(part) and not isinstance(part, Span):
                yield part
            elif isinstance(part, tuple):
                yield from (x for x in part if is_dataclass(x))


def check_places(node: Any, outer: Span) -> None:
    if node.span != n.NOWHERE:
        assert outer.path == node.span.path
        assert outer.start <= node.span.start <= node.span.end <= outer.end, node
    for part in inner(node):
        check_places(part, node.span)


@LAW
@given(some.files(2))
def test_places_nest(tree: n.File) -> None:
    text = "# first\n\n" + print_file(tree)
    file, problems = parse(Source("t.clause", text))
    assert not problems
    for declaration in file.declarations:
        whole = declaration.span
        assert text[whole.start - 1] == "\n"
        assert print_declaration(declaration) == text[whole.start : whole.end]
        check_places(declaration, whole)


def test_places_of_parts() -> None:
    text = "define it\n  means a + (b.c over d) * 2"
    tree = value("a + (b.c over d) * 2")

    def written(node: Any) -> str:
        return text[node.span.start : node.span.end]

    assert written(tree) == "a + (b.c over d) * 2"
    assert written(tree.right) == "(b.c over d) * 2"
    assert written(tree.right.left) == "(b.c over d)"
    assert written(tree.right.left.amount) == "b.c"


# --- meaning ---------------------------------------------------------------------------------

R = n.Ref


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a - b - c", n.Binary("-", n.Binary("-", R("a"), R("b")), R("c"))),
        ("a of b of c", n.Binary("of", R("a"), n.Binary("of", R("b"), R("c")))),
        ("not a and b", n.Binary("and", n.Not(R("a")), R("b"))),
        ("a or b and c", n.Binary("or", R("a"), n.Binary("and", R("b"), R("c")))),
        ("a is not in b", n.Compare("is not in", R("a"), R("b"))),
        ("a is not b", n.Compare("is not", R("a"), R("b"))),
        ("a is on or before b", n.Compare("is on or before", R("a"), R("b"))),
        ("a is yes and b", n.Binary("and", n.Compare("is", R("a"), n.Literal("yes_no", True)), R("b"))),
        ("a is no", n.Compare("is", R("a"), n.Literal("yes_no", False))),
        ("no a", n.Query("no", n.Generator(n.Name("a")))),
        ("a over b over c", n.Over(n.Over(R("a"), R("b")), R("c"))),
        ("a after b after c", n.Shift(R("a"), "after", n.Shift(R("b"), "after", R("c")))),
        ("a.b before c", n.Version(n.Member(R("a"), n.Name("b")), "before", R("c"))),
        ("(a.b) before c", n.Shift(n.Member(R("a"), n.Name("b")), "before", R("c"))),
        ("a.b(c) under d", n.Version(n.Call(n.Member(R("a"), n.Name("b")), (R("c"),)), "under", R("d"))),
        ("a.b traced through c", n.Traced(n.Member(R("a"), n.Name("b")), n.Name("c"))),
        ("$1,030,864.20", n.Literal("money", Fraction(103086420, 100))),
        ("0.25% per year", n.Literal("percent", Fraction(1, 400), "year")),
        ("1 business day", n.Literal("duration", Fraction(1), unit="business days")),
        ("2004-02-29", n.Literal("date", date(2004, 2, 29))),
        ("2004-02-30", n.Literal("date", "2004-02-30")),
        ('"a \\"b\\" \\\\"', n.Literal("text", 'a "b" \\')),
        ("start of x", n.Edge("start", R("x"))),
        ("(start) of x", n.Binary("of", R("start"), R("x"))),
        ("period from a to b", n.Call(R("period"), (R("a"), R("b")))),
        ("a to b", None),
        ("a is b is c", None),
    ],
)
def test_expressions(text: str, tree: Any) -> None:
    if tree is None:
        assert codes(f"define it\n  means {text}") == ["P001"]
    else:
        assert value(text) == tree


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("((a))", "a"),
        ("(a + b) + c", "a + b + c"),
        ("a + (b + c)", "a + (b + c)"),
        ("(a and b) or c", "a and b or c"),
        ("(any x where y) and z", "(any x where y) and z"),
        ("z and (any x where y)", "z and any x where y"),
        ("(any x) and y", "any x and y"),
        ("(if a then b else c) + d", "(if a then b else c) + d"),
        ("(10 days after a) is b", "10 days after a is b"),
        ("(-a) * b", "-a * b"),
        ("(a over b) over c", "a over b over c"),
        ("(approved by a) and b", "(approved by a) and b"),
        ("(the x where y).z", "(the x where y).z"),
        ("(the x).z", "the x.z"),
        ("lesser of((a), (b and c))", "lesser of (a, b and c)"),
        ("sum of (a or b) for each x", "sum of (a or b) for each x"),
        ("year(x)", "year from x"),
        ("a is (no)", "a is no"),
    ],
)
def test_parentheses_stand_only_where_needed(text: str, printed: str) -> None:
    assert print_expression(value(text)) == printed


def test_an_edit_behind_an_open_duty() -> None:
    text = "amendment a to b\n  insert clause c\n    x must pay fee\n  then in s where d set e to 1\n"
    tree = only(text)
    assert [type(edit) for edit in tree.edits] == [n.InsertClause, n.SetCells]
    assert print_declaration(tree) + "\n" == text
    plain = only("amendment a to b\n  insert clause c\n    x must pay fee\n  in s set e to 1\n")
    assert [type(edit) for edit in plain.edits] == [n.InsertClause, n.SetCells]


def test_a_constant_that_cannot_be_written() -> None:
    for amount in (Fraction(1, 3), Fraction(-1)):
        with pytest.raises(ValueError, match="no constant"):
            print_expression(n.Literal("number", amount))
