"""Laws of the printer: what it prints reads as the tree it was made of."""

from __future__ import annotations

import strategies as some
from hypothesis import HealthCheck, given, settings

from checker.source import Source
from checker.syntax import nodes as n
from checker.syntax.parse import parse
from checker.syntax.printer import print_declaration, print_file

LAW = settings(deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str) -> tuple[n.Declaration, ...]:
    file, problems = parse(Source("made.clause", text))
    assert not problems, (problems, text)
    return file.declarations


@LAW
@given(some.expressions(3))
def test_expressions(tree: n.Expr) -> None:
    node = n.Define(n.Name("it"), (), tree)
    assert read(print_declaration(node)) == (node,)


@LAW
@given(some.approvals(3))
def test_approvals(tree: n.Approval) -> None:
    node = n.ApprovalDecl(n.Name("it"), tree)
    assert read(print_declaration(node)) == (node,)


@LAW
@given(some.norms(2))
def test_norms(tree: n.Norm) -> None:
    node = n.Clause(n.Name("it"), None, tree)
    assert read(print_declaration(node)) == (node,)


@LAW
@given(some.declarations(2))
def test_declarations(tree: n.Declaration) -> None:
    assert read(print_declaration(tree)) == (tree,)


@settings(LAW, max_examples=50)
@given(some.files(1))
def test_files(tree: n.File) -> None:
    assert read(print_file(tree)) == tree.declarations
