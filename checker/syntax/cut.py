"""Cut a file into declarations before any grammar runs, and find its comments.

A declaration begins with a word in column 1 and runs to the next one. So one broken
declaration gives one error and the others still parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.source import Source
from checker.syntax.nodes import Comment
from checker.syntax.tokens import COMMENT_PATTERN, OPEN_TEXT_PATTERN, ROW_PATTERN

_HEAD = re.compile(r"^[^\s#|]", re.MULTILINE)
_PIECE = re.compile(rf"{OPEN_TEXT_PATTERN}|{ROW_PATTERN}|(?P<comment>{COMMENT_PATTERN})")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The text of one declaration, and where it begins in the file."""

    start: int
    end: int


def chunks(source: Source) -> Iterator[Chunk]:
    """Yield the declarations of a file, in order; trailing blanks and comments left off."""
    for start, end in _regions(source)[1:]:
        yield Chunk(start, _end_of(source.text, start, end))


def without_comments(source: Source, chunk: Chunk) -> str:
    """Return the text of a declaration, blanks in the place of its comments."""
    text = source.text[chunk.start : chunk.end]
    pieces = []
    end = 0
    for m in _comments(text, 0, len(text)):
        pieces += [text[end : m.start()], " " * (m.end() - m.start())]
        end = m.end()
    return "".join([*pieces, text[end:]])


def comments(source: Source) -> tuple[Comment, ...]:
    """Return the comments of a file, in order; a ``#`` in a text or a table is none."""
    return tuple(
        _comment(source, m) for start, end in _regions(source) for m in _comments(source.text, start, end)
    )


def _regions(source: Source) -> list[tuple[int, int]]:
    """Return where the lead of the file is, then each declaration with all up to the next."""
    starts = [0, *(m.start() for m in _HEAD.finditer(source.text))]
    return list(zip(starts, [*starts[1:], len(source.text)], strict=True))


def _comments(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the comments of one region: a text left open ends with its declaration."""
    return (m for m in _PIECE.finditer(text, start, end) if m.group("comment") is not None)


def _end_of(text: str, start: int, end: int) -> int:
    """Return where a declaration ends that has all of a region but blanks and comments behind it."""
    behind = [m.span() for m in _comments(text, start, end)]
    end = _rstripped(text, start, end)
    while behind and behind[-1][1] >= end:
        end = _rstripped(text, start, behind.pop()[0])
    return end


def _rstripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _comment(source: Source, m: re.Match[str]) -> Comment:
    before = source.text[source.text.rfind("\n", 0, m.start()) + 1 : m.start()]
    text = m.group().rstrip()
    return Comment(text, bool(before.strip()), source.span(m.start(), m.start() + len(text)))
