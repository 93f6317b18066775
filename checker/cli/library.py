"""What ``redline sources`` works on: documents at hand, and who cites them. Nothing is typed or checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic
    from checker.source import Source, Span
    from checker.sources.citing import Citing, Instrument
    from checker.sources.lock import Fetched
    from checker.sources.passages import Document
    from checker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shelf:
    """One document, and the agreements and amendments that name it."""

    document: Document
    instruments: tuple[Instrument, ...]

    @property
    def citations(self) -> tuple[Citing, ...]:
        """Return every citation of the document."""
        return tuple(c for each in self.instruments for c in each.citations)

    @property
    def names(self) -> tuple[str, ...]:
        """Return who names it."""
        return tuple(each.name for each in self.instruments)


@dataclass(frozen=True)
class Library:
    """The agreements that were asked for, their documents, and what is not at hand of these."""

    workspace: Workspace
    instruments: tuple[Instrument, ...]
    color: str

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """Return the documents at hand, by their file."""
        from checker.sources.passages import read_passages

        found: dict[str, tuple[Source, list[Instrument]]] = {}
        for each in self.instruments:
            source = self.source_of(each)
            if source is not None:
                found.setdefault(source.path, (source, []))[1].append(each)
        return tuple(Shelf(read_passages(s), tuple(who)) for _, (s, who) in sorted(found.items()))

    @property
    def missing(self) -> tuple[Instrument, ...]:
        """Return the agreements and amendments whose document is not at hand."""
        return tuple(each for each in self.instruments if self.source_of(each) is None)

    @property
    def texts(self) -> dict[str, Source]:
        """Return every text that a diagnostic may point into."""
        return dict(self.workspace.texts)

    def source_of(self, instrument: Instrument) -> Source | None:
        """Return the document that an agreement or amendment names, if it is at hand."""
        from checker.assemble import documents_of

        return documents_of(self.workspace, instrument.span.path).get(instrument.source)

    def place(self, span: Span) -> str:
        """Return a place as ``path:line``."""
        source = self.workspace.texts[span.path]
        return f"{span.path}:{source.line_column(span.start)[0]}"

    @cached_property
    def lock(self) -> dict[str, Fetched]:
        """Return what ``sources.lock`` says, or end the run."""
        from checker.sources.lock import FILE, read_lock
        from checker.workspace import text_file

        path = self.workspace.root / FILE
        if not os.path.lexists(path):
            return {}
        source, problems = text_file(path, FILE)
        common.stop(problems, color=self.color)
        assert source is not None  # INVARIANT: else there was an error
        lock, problems = read_lock(source)
        common.stop(problems, {FILE: source}, self.color)
        return lock


def library(start: Path, agreements: Sequence[str], color: str) -> Library:
    """Return the library of a workspace, or of some of its agreements; or end the run."""
    from checker.sources.citing import instruments
    from checker.syntax.parse import parse
    from checker.workspace import read_workspace

    workspace, problems = read_workspace(start)
    texts = {} if workspace is None else workspace.texts
    common.stop([p for p in problems if p.severity == "error"], texts, color)
    assert workspace is not None  # INVARIANT: else there was an error
    found: list[Instrument] = []
    mistakes: list[Diagnostic] = []
    for agreement in workspace.agreements:
        trees = [parse(source) for source in agreement.sources]
        mistakes += [d for _, wrong in trees for d in wrong if d.severity == "error"]
        found += instruments(agreement.name, [tree for tree, _ in trees])
    common.stop(mistakes, texts, color)
    chosen = _chosen(workspace, found, agreements, color)
    return Library(workspace, tuple(each for each in found if not agreements or each.folder in chosen), color)


def passage_text(
    books: Library, document: Document, label: str, cited: Sequence[tuple[str, Citing]], *, color: bool
) -> str:
    """Return a passage as printed, with those who cite it or, by its label, a passage around it."""
    from checker.report.documents import render_passage
    from checker.report.layout import page

    passage = document[label]
    span = document.span(passage)
    ends = (span.start, max(span.start, span.end - 1))
    first, last = (document.source.line_column(at)[0] for at in ends)
    placed = [(at, citing, books.place(citing.span)) for at, citing in cited]
    return render_passage(document.source, passage, (first, last), placed, page(common.width(), color=color))


def _chosen(
    workspace: Workspace, found: Sequence[Instrument], agreements: Sequence[str], color: str
) -> frozenset[str]:
    """Return the folders that names, folders, or files in them select."""
    folders = {a.name for a in workspace.agreements}
    by_name = {each.name: each.folder for each in found} | {name: name for name in folders}
    chosen: set[str] = set()
    wrong: list[Diagnostic] = []
    for given in agreements:
        selected = {by_name[given]} if given in by_name else set(_by_path(workspace, given))
        if not selected:
            wrong.append(common.unknown("agreement", given, "AGREEMENT", by_name))
        chosen |= selected
    common.stop(wrong, color=color)
    return frozenset(chosen)


def _by_path(workspace: Workspace, given: str) -> Iterator[str]:
    path = Path(given) if os.path.lexists(given) else workspace.root / given
    if os.path.lexists(path):
        real = Path(os.path.realpath(path))
        for agreement in workspace.agreements:
            folder = Path(os.path.realpath(workspace.root / "agreements" / agreement.name))
            if real.is_relative_to(folder) or folder.is_relative_to(real):
                yield agreement.name
