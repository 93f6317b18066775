"""The passages of a document, by label."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.source import Source, Span
from checker.sources.blocks import blocks_of
from checker.sources.furniture import furniture, lines_of
from checker.sources.labels import Resolved, resolve
from checker.sources.markers import Marker
from checker.sources.outline import Node, Switch, outline

FURNITURE = ""
"""Stands for the label where a stretch of text belongs to no passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: from where to where it goes, and what it says.

    ``text`` is as printed, with the passages inside it, without the page furniture. ``inside``
    is the label of the passage around it. ``body`` is where its own text begins, after the number;
    where it ends, if all its text is in the passages inside it. ``number`` is the number it opens
    with, if it has one.
    """

    label: str
    start: int
    end: int
    text: str
    inside: str | None = None
    body: int = 0
    number: Marker | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the innermost passage it belongs to, or ``FURNITURE``."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Document(Mapping[str, Passage]):
    """A document's passages by canonical label, in document order.

    ``pieces`` cover the whole text without gap or overlap.
    """

    source: Source
    passages: Mapping[str, Passage]
    pieces: tuple[Piece, ...]

    def __getitem__(self, label: str) -> Passage:
        return self.passages[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self.passages)

    def __len__(self) -> int:
        return len(self.passages)

    def resolve(self, label: str) -> Resolved | None:
        """Return the passage's canonical label for one that somebody wrote."""
        return resolve(label, self.passages)

    def find(self, label: str) -> Passage | None:
        """Return the passage that somebody's label means."""
        found = self.resolve(label)
        return self.passages[found.label] if found else None

    def around(self, label: str) -> Iterator[str]:
        """Yield a passage's canonical label and those of the passages around it, outwards."""
        at: str | None = label
        while at is not None:
            yield at
            at = self.passages[at].inside

    def span(self, passage: Passage) -> Span:
        """Return where a passage stands, without the white space around it."""
        text = self.source.text[passage.start : passage.end]
        start = passage.start + len(text) - len(text.lstrip())
        return self.source.span(start, max(start, passage.start + len(text.rstrip())))


def read_passages(source: Source) -> Document:
    """Return the passages of a text. Every text has them; at worst all of it is one ``TITLE``."""
    lines = lines_of(source.text)
    out = furniture(lines, whole=True)
    switches = sorted(outline(blocks_of(lines, out)), key=lambda s: s.at)
    hidden = [(lines[i].start, lines[i].end) for i in sorted(out)]
    pieces = tuple(_pieces(len(source.text), switches, hidden))
    return Document(source, _passages(source.text, switches, pieces), pieces)


def _pieces(length: int, switches: Sequence[Switch], hidden: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the stretches of the text, joined where neighbours belong together."""
    last: Piece | None = None
    for piece in _cut(length, switches, hidden):
        if piece.start == piece.end:
            continue
        if last and last.label == piece.label:
            last = Piece(last.label, last.start, piece.end)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _cut(length: int, switches: Sequence[Switch], hidden: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the stretches between all places where something begins or ends; some may be empty."""
    waiting = deque(switches[1:])
    owner = switches[0].node.label if switches else FURNITURE
    at = 0
    for start, end in (*hidden, (length, length)):
        while waiting and waiting[0].at < start:
            switch = waiting.popleft()
            yield Piece(owner, at, switch.at)
            owner, at = switch.node.label, switch.at
        yield Piece(owner, at, start)
        yield Piece(FURNITURE, start, end)
        at = end


def _passages(text: str, switches: Sequence[Switch], pieces: Sequence[Piece]) -> dict[str, Passage]:
    nodes = {s.node.label: s.node for s in switches if s.opens}
    held: dict[str, list[Piece]] = {label: [] for label in nodes}
    for piece in pieces:
        node = nodes.get(piece.label)
        while node is not None:
            held[node.label].append(piece)
            node = node.parent
    return {label: _passage(text, nodes[label], own) for label, own in held.items()}


def _passage(text: str, node: Node, held: Sequence[Piece]) -> Passage:
    end = held[-1].end
    return Passage(
        label=node.label,
        start=held[0].start,
        end=end,
        text="".join(text[piece.start : piece.end] for piece in held),
        inside=node.parent.label if node.parent else None,
        body=end if node.body is None else node.body,
        number=node.marker,
    )
