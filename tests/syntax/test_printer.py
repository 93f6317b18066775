"""Laws of the printer: what it prints reads as the tree it was made of."""

from __future__ import annotations

import strategies as some
from hypothesis import given, settings

from checker.source import Source
from checker.syntax import nodes as n
from checker.syntax.parse import parse
from checker.syntax.printer import print_declaration, print_file


def read(text: str) -> tuple[n.Declaration, ...]:
    file, problems = parse(Source("made.clause", text))
    assert not problems, (problems, text)
    return file.declarations


@given(some.expressions(3))
def test_expressions(tree: n.Expr) -> None:
    node = n.Define(n.Name("it"), (), tree)
    assert read(print_declaration(node)) == (node,)


@given(some.approvals(3))
def test_approvals(tree: n.Approval) -> None:
    node = n.ApprovalDecl(n.Name("it"), tree)
    assert read(print_declaration(node)) == (node,)


@given(some.norms(2))
def test_norms(tree: n.Norm) -> None:
    node = n.Clause(n.Name("it"), None, tree)
    assert read(print_declaration(node)) == (node,)


@given(some.declarations(2))
def test_declarations(tree: n.Declaration) -> None:
    assert read(print_declaration(tree)) == (tree,)


@given(some.files(1))
@settings(max_examples=50)
def test_files(tree: n.File) -> None:
    assert read(print_file(tree)) == tree.declarations
