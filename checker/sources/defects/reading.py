"""A document as its defects are looked for: paragraphs without furniture, each with its passage."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from checker.source import Span
from checker.sources.blocks import Block, blocks_of
from checker.sources.furniture import furniture, lines_of
from checker.sources.outline import SIGNATURES, TITLE
from checker.sources.passages import Document

_ANNEX = re.compile(r"(?:SCHEDULE|EXHIBIT|APPENDIX|ANNEX|ATTACHMENT|ADDENDUM)\b")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document, put together over page breaks; offsets are of its own text."""

    block: Block
    path: str
    label: str
    root: str

    @property
    def text(self) -> str:
        """Return its lines, joined."""
        return self.block.text

    @property
    def prose(self) -> bool:
        """Return whether it is running text, not a title, a table or a signature."""
        return self.block.prose

    @property
    def annex(self) -> bool:
        """Return whether it stands in a schedule or exhibit."""
        return bool(_ANNEX.match(self.root))

    @property
    def head(self) -> bool:
        """Return whether it is of the title."""
        return self.root == TITLE

    @property
    def signed(self) -> bool:
        """Return whether it is of the signatures."""
        return self.root.startswith(SIGNATURES)

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of its text stands in the document."""
        return Span(self.path, self.block.place(start), self.block.place(max(start, end - 1)) + 1)


@dataclass(frozen=True)
class Reading:
    """A document with its paragraphs."""

    document: Document

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs in order."""
        lines = lines_of(self.document.source.text)
        return tuple(self._paragraph(b) for b in blocks_of(lines, furniture(lines, whole=True)))

    @property
    def prose(self) -> Iterator[Paragraph]:
        """Yield the paragraphs that are running text."""
        return (p for p in self.paragraphs if p.prose)

    def label_at(self, offset: int) -> str:
        """Return the innermost passage at a place of the text; "" in page furniture."""
        i = bisect_right(self._starts, offset) - 1
        return self.document.pieces[i].label if i >= 0 else ""

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(piece.start for piece in self.document.pieces)

    def _paragraph(self, block: Block) -> Paragraph:
        first = block.lines[0]
        offset = first.start + len(first.text) - len(first.text.lstrip())
        label = self.label_at(offset)
        *_, root = self.document.around(label) if label else [""]
        return Paragraph(block, self.document.source.path, label, root)


def spaced(text: str) -> str:
    """Return a text on one line, in single spaces."""
    return " ".join(text.split())
