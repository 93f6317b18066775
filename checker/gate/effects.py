"""The effects between two states of an agreement, each in a workspace of its own."""

from __future__ import annotations

from dataclasses import replace

from checker.compare.effects import effects
from checker.compare.sides import Side
from checker.findings.amended import Effect
from checker.findings.model import TextSpan
from checker.gate.states import State
from checker.ir.from_typed import lowered
from checker.proof.terms import Terms
from checker.source import Span
from checker.typed import nodes as t


def between(
    before: State, old: t.Document, after: State, new: t.Document, renames: tuple[t.Rename, ...] = ()
) -> tuple[Effect, ...]:
    """Return what is different in ``new``; neither document has amendments left in it."""

    def place(span: Span) -> TextSpan | None:
        return after.place(span) or before.place(span)

    severities = after.loaded.workspace.settings.effects
    return effects(_side(before, old), _side(after, new), renames, place, severities)


def _side(state: State, document: t.Document) -> Side:
    document = replace(document, passages=())  # what is left out of the encoding is listed, old and new
    agreement = lowered(state.loaded.program, document)
    return Side(document, Terms.of(agreement), agreement, state.wording)
