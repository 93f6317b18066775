"""What is wrong with an amendment itself: its order, its text, its base; the rest is known all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checker.evaluate.case import Case
from checker.findings.amended import Trouble
from checker.findings.model import TextSpan
from checker.source import Span
from checker.typed import nodes as t

Place = Callable[[Span], TextSpan | None]


def troubles(
    case: Case, drafts: Sequence[str], place: Place, doubts: Sequence[str] = ()
) -> tuple[Trouble, ...]:
    """Return what is wrong with these amendments, or with all when none is named."""
    return tuple(
        x
        for a in case.agreement.document.amendments
        if not drafts or a.name in drafts
        for x in _absent(a, place)
    )


def _absent(a: t.Amendment, place: Place) -> Iterator[Trouble]:
    for message, span in a.absent:
        yield Trouble(
            key="absent-text",
            amendment=a.name,
            message=f"{message[0].upper()}{message[1:]}: this edit does nothing.",
            verdict="violated",
            cure="Say which text is meant, or take the edit out.",
            span=place(span),
        )
