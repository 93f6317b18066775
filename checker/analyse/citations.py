"""S001 to S004: paragraphs that are not there, passages that changed under their clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Source
from checker.sources.citing import Instrument, instruments
from checker.syntax.nodes import File
from checker.typed import nodes as t


def citations(d: t.Document, files: Sequence[File], documents: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the citations of an agreement and of its amendments, by document."""
    folder = d.span.path.rsplit("/", 1)[0]
    own = [f for f in files if f.path.startswith(f"{folder}/")]
    for one in instruments(folder, own):
        source = documents.get(one.source)
        if source is None:
            yield _not_at_hand(one)
        else:
            yield from _against(one, source)


def _not_at_hand(one: Instrument) -> Diagnostic:
    return diagnostic(
        "S001",
        f"the source document `{one.source}` is not at hand; pins were not verified and nothing is quoted",
        one.span,
        help='say in redline.toml where documents are kept: `sources = "..."`',
    )


def _against(one: Instrument, source: Source) -> Iterator[Diagnostic]:
    from checker.sources.passages import read_passages
    from checker.sources.verify import verify

    yield from verify(read_passages(source), [(c.label, c.pin, c.span) for c in one.citations])
