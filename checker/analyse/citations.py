"""S001 to S004: paragraphs that are not there, passages that changed under their clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Source
from checker.typed import nodes as t


def citations(d: t.Document, documents: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the citations of an agreement against its source document."""
    if not d.source:
        return
    source = documents.get(d.source)
    if source is None:
        yield diagnostic(
            "S001",
            f"the source document `{d.source}` is not at hand; pins were not verified and nothing is quoted",
            d.span,
            help='say in redline.toml where documents are kept: `sources = "..."`',
        )
        return
    from checker.sources.passages import read_passages
    from checker.sources.verify import verify

    yield from verify(read_passages(source), [(c.paragraph, c.pin, c.span) for c in _cited(d)])


def _cited(d: t.Document) -> Iterator[t.Citation]:
    for clause in d.clauses.values():
        yield clause.citation
    for schedule in d.schedules.values():
        if schedule.citation.paragraph:
            yield schedule.citation
    for definition in d.definitions.values():
        if definition.citation is not None and definition.name not in d.clauses:
            yield definition.citation
    for passage in d.passages:
        yield passage.citation
