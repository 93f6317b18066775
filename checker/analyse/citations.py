"""S001 to S004: paragraphs that are not there, passages that changed under their clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Source
from checker.syntax import nodes as s
from checker.syntax.nodes import File
from checker.typed import nodes as t


def citations(d: t.Document, files: Sequence[File], documents: Mapping[str, Source]) -> Iterator[Diagnostic]:
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

    cited = [(c.paragraph.value, c.pin, c.span) for c in _cited(d, files)]
    yield from verify(read_passages(source), cited)


def _cited(d: t.Document, files: Sequence[File]) -> Iterator[s.Citation]:
    """Yield every citation in the agreement's own files, those of its amendments left out.

    An amendment cites its own document.
    """
    folder = d.span.path.rsplit("/", 1)[0] + "/"
    for f in files:
        if f.path.startswith(folder):
            for declaration in f.declarations:
                found = getattr(declaration, "citation", None)
                if found is not None:
                    yield found
