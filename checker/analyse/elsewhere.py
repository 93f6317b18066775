"""A012: a part of a query's ``where`` that says nothing of what the query looks for.

``any a where a.x is 1 and any b where ...`` reads as two conditions and is one: ``where`` takes
all that follows. Parentheses around the first query say what is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir.walk import everything
from checker.typed import nodes as t


def conditions_elsewhere(document: t.Document) -> Iterator[Diagnostic]:
    """Yield a warning for each query within a ``where`` that does not mention what is looked for."""
    roots: list[Any] = [*document.clauses.values(), *document.definitions.values()]
    seen = set()
    for root in roots:
        for node in everything(root):
            if isinstance(node, t.Query) and node.over.where is not None:
                for part in _strangers(node.over):
                    if part.span not in seen:
                        seen.add(part.span)
                        yield _warning(node, part)


def _strangers(over: t.Origin) -> Iterator[t.Expr]:
    where = over.where
    if not (isinstance(where, t.Logic) and where.op == "and"):
        return
    for part in where.parts:
        inner = list(everything(part))
        if not any(isinstance(x, t.Var) and x.name == over.variable for x in inner):
            yield part


def _warning(query: t.Query, part: t.Expr) -> Diagnostic:
    return diagnostic(
        "A012",
        f"this says nothing of `{query.over.variable}`, and is a condition of the query for it",
        part.span,
        related=[(query.over.span, "the query that it belongs to")],
        help="put the query in parentheses, so that it ends before this",
    )
