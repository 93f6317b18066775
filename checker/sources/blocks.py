"""The paragraphs of a text: lines between blank lines, put together again over page breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from checker.sources.furniture import Line
from checker.sources.markers import annex_heading, markers

_LOWER_WORD = re.compile(r"(?<!\S)[a-z]{2,}\b")
_ENDED = re.compile(r"""(?:[.:;!?]|[;,]\s*(?:and|or))["'\u2019\u201d)\]]*$""")
_STOPPED = re.compile(r"""[.!?]["'\u2019\u201d)\]]*$""")
_INNER_WORD = re.compile(r"""["\u201c]?(?:a\s|[a-z]{2,}\b(?![.)]))""")

PROSE = 5
"""How many words without a capital make a paragraph prose."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: its lines without the furniture between them, and their text."""

    lines: tuple[Line, ...]
    after_page: bool = False
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        texts = [line.text for line in self.lines]
        object.__setattr__(self, "text", "\n".join(texts))
        object.__setattr__(self, "_starts", tuple(accumulate((len(t) + 1 for t in texts[:-1]), initial=0)))

    def place(self, at: int) -> int:
        """Return where in the whole text the character ``at`` of this paragraph's text stands."""
        i = bisect_right(self._starts, at) - 1
        return self.lines[i].start + at - self._starts[i]

    @property
    def start(self) -> int:
        """Return where the first line begins."""
        return self.lines[0].start

    @property
    def edge(self) -> int:
        """Return the column of the leftmost line."""
        return min(line.indent for line in self.lines)

    @property
    def prose(self) -> bool:
        """Return whether the paragraph is running text, not a title, a table or a signature."""
        return len(_LOWER_WORD.findall(self.text)) >= PROSE


def blocks_of(lines: Sequence[Line], furniture: Collection[int]) -> list[Block]:
    """Return the paragraphs of a text, in order."""
    found: list[list[Block]] = []
    for block in _pieces(lines, furniture):
        if block.after_page and found and _goes_on(found[-1][0], found[-1][-1], block):
            found[-1].append(block)
        else:
            found.append([block])
    return [Block(tuple(line for part in parts for line in part.lines)) for parts in found]


def _pieces(lines: Sequence[Line], furniture: Collection[int]) -> Iterator[Block]:
    current: list[Line] = []
    after_page = False
    for i, line in enumerate(lines):
        if not line.blank and i not in furniture:
            current.append(line)
            continue
        if current:
            yield Block(tuple(current), after_page)
            current, after_page = [], False
        after_page = after_page or i in furniture
    if current:
        yield Block(tuple(current), after_page)


def _goes_on(head: Block, before: Block, after: Block) -> bool:
    """Return whether a paragraph at the head of a page is the rest of the one before the break.

    ``head`` is the part of that one on its first page, ``before`` the part on its last.
    """
    first = after.lines[0]
    if annex_heading(first.words) or not _LOWER_WORD.search(before.text):
        return False
    if not (head.prose or before.prose) and len(before.lines) > 1:
        return bool(_INNER_WORD.match(first.words)) and after.prose
    if not _ENDED.search(before.text.rstrip()):
        return after.prose or bool(_LOWER_WORD.search(after.text)) or first.indent < head.lines[0].indent
    if _INNER_WORD.match(first.words):
        return True
    return _inside(head, before, first) and not _begins(before, first)


def _begins(before: Block, first: Line) -> bool:
    """Return whether a line begins anew after the end of ``before``, whatever its indentation.

    It does with a number, but for one in brackets that goes on with a list in mid-sentence; and
    with a capital after a colon.
    """
    numbers = markers(first.text)
    if not numbers:
        return before.text.rstrip().endswith(":")
    return numbers[0].style != "bracketed" or bool(_STOPPED.search(before.text.rstrip()))


def _inside(head: Block, before: Block, first: Line) -> bool:
    """Return whether a line is set like the inside of a paragraph, not like its beginning."""
    opening, *more = head.lines if head is before else (*head.lines, *before.lines)
    if not more:
        return first.indent < opening.indent
    body = more[0].indent
    return body != opening.indent and abs(first.indent - body) <= 1 < abs(first.indent - opening.indent)
