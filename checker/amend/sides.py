"""What both commands on amendments make of a state: a side to compare, a case to replay; and places."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker.compare.effects import Side
from checker.evaluate.case import Case
from checker.findings.model import InputDigest, TextSpan
from checker.ir.from_typed import lowered
from checker.pipeline import Loaded
from checker.proof.terms import Terms
from checker.source import Source, Span
from checker.typed import nodes as t
from checker.workspace import Workspace


def side_of(case: Case, loaded: Loaded, document: t.Document) -> Side:
    """Return a state as one side of a comparison."""
    made = lowered(loaded.program, document)
    return Side(document, Terms.of(made), made, case.wording)


def case_of_side(case: Case, side: Side) -> Case:
    """Return a state with the facts, the day and the readings of a case."""
    a = side.agreement
    return Case(a, a.kinds, case.index, case.as_of, case.world, case.wording)


def place_of(sources: Mapping[str, Source]) -> Callable[[Span], TextSpan | None]:
    """Return what gives the place of a span, None for one in no text at hand."""

    def place(span: Span) -> TextSpan | None:
        source = sources.get(span.path)
        if source is None:
            return None
        line, column = source.line_column(span.start)
        return TextSpan(path=span.path, start=span.start, end=span.end, line=line, column=column)

    return place


def inputs_of(workspace: Workspace) -> tuple[InputDigest, ...]:
    """Return the digest of every file that was read."""
    return tuple(InputDigest(path=p, sha256=h) for p, h in workspace.digests)
