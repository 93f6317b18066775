"""S002 to S005: citations compared with the document they cite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.sources import ordinals
from checker.sources.fingerprint import fingerprint, matches
from checker.sources.labels import Resolved, hint
from checker.sources.passages import Document, Passage
from checker.values.spelling import shown

Citation = tuple[str, str, Span]
"""A label, its pin ("" for none), and where the citation stands."""


def verify(document: Document, citations: Iterable[Citation]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with citations of a document, in their fixed order.

    A citation without a label is another rule's business (``A006``).
    """
    written = [citation for citation in citations if citation[0].strip()]
    found = (d for label, pin, span in written for d in _citation(document, label, pin, span))
    return tuple(sorted(found, key=lambda d: d.sort_key))


def _citation(document: Document, label: str, pin: str, span: Span) -> Iterator[Diagnostic]:
    resolved = document.resolve(label)
    if resolved is None:
        message = f"{shown(document.source.path)} has no paragraph {shown(label)}"
        yield diagnostic("S002", message, span, help=hint(label, document))
        return
    if resolved.printed:
        yield _misprint(resolved, resolved.printed, label, span)
    yield from _pin(document, document[resolved.label], pin, span)


def _pin(document: Document, passage: Passage, pin: str, span: Span) -> Iterator[Diagnostic]:
    now = fingerprint(passage.text)
    name = shown(passage.label)
    if not pin:
        yield diagnostic("S004", f"{name} is cited without a pin", span, help=f"its fingerprint is `{now}`")
    elif not matches(pin, passage.text):
        yield diagnostic(
            "S003",
            f"{name} has changed since it was pinned",
            span,
            related=[(document.span(passage), "the passage as it is now")],
            help=f"compare the clause with the passage, then write `pin {now}`",
        )


def _misprint(resolved: Resolved, printed: str, label: str, span: Span) -> Diagnostic:
    value = ordinals.printed(printed)
    rightly = f" for {shown(ordinals.name(value))}" if value else ""
    message = f"{shown(label)} is printed {shown(resolved.label)} in the document"
    help = f"the document has {shown(printed)}{rightly}; either may be cited"
    return diagnostic("S005", message, span, help=help)
