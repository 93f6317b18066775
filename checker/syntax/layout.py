"""Lines made of pieces: where a line may be broken, and how tables are aligned."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.syntax import nodes as n

WIDEST = 96
"""Columns of a line; only a word that fits no line makes it wider."""
INDENT = 2
DEEPEST_INDENT = 40


@dataclass(frozen=True, slots=True)
class Break:
    """A blank where a line may end; all breaks of the least ``depth`` of a line break together."""

    depth: int


FOLD = Break(1_000_000)
"""A blank inside a quoted text: lines are filled up to it, one at a time."""
Piece = str | Break
Pieces = list[Piece]


def width(text: str) -> int:
    """Return the columns a text takes: two for wide characters, none for combining ones.

    >>> width("ab"), width("日本"), width("e" + chr(0x301))
    (2, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_columns(ch) for ch in text)


def _columns(ch: str) -> int:
    if unicodedata.category(ch) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def flat(pieces: Iterable[Piece]) -> str:
    """Return the pieces on one line."""
    return "".join(" " if isinstance(piece, Break) else piece for piece in pieces)


def laid(pieces: Sequence[Piece], indent: int, hang: int) -> list[str]:
    """Return the lines of the pieces: the first at ``indent``, the others at ``hang`` or deeper."""
    line = flat(pieces)
    if indent + width(line) <= WIDEST:
        return [" " * indent + line]
    depths = {piece.depth for piece in pieces if isinstance(piece, Break)}
    if not depths:
        return [" " * indent + line]
    if min(depths) == FOLD.depth:
        return _filled(pieces, indent, hang)
    first, *rest = _split(pieces, min(depths))
    deeper = min(hang + INDENT, DEEPEST_INDENT)
    lines = laid(first, indent, deeper)
    for segment in rest:
        lines += laid(segment, hang, deeper)
    return lines


def _split(pieces: Sequence[Piece], depth: int) -> list[Pieces]:
    """Return the pieces between the breaks of ``depth``."""
    parts: list[Pieces] = [[]]
    for piece in pieces:
        if isinstance(piece, Break) and piece.depth == depth:
            parts.append([])
        else:
            parts[-1].append(piece)
    return parts


def _filled(pieces: Sequence[Piece], indent: int, hang: int) -> list[str]:
    """Return lines that each hold as many words as fit."""
    lines: list[str] = []
    line = " " * indent
    begun = False
    for segment in _split(pieces, FOLD.depth):
        word = flat(segment)
        if begun and width(line) + 1 + width(word) > WIDEST:
            lines.append(line)
            line = " " * hang + word
        else:
            line += (" " if begun else "") + word
        begun = True
    return [*lines, line]


def quoted(value: str) -> Pieces:
    """Return a text in quotes, that may be folded at its single blanks.

    A blank beside another one stays on its line: reading would make one of them.
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    first, *others = escaped.split(" ")
    pieces: Pieces = ['"' + first]
    before = first
    for word in others:
        pieces += [FOLD if _ends_word(before) and _begins_word(word) else " ", word]
        before = word
    return [*pieces, '"']


def _ends_word(text: str) -> bool:
    return bool(text) and not text[-1].isspace()


def _begins_word(text: str) -> bool:
    return bool(text) and not text[0].isspace() and not text.startswith("#")


def rows(table: n.Table, indent: int) -> Iterator[str]:
    """Yield the lines of a table, its columns aligned."""
    every = (table.header, *table.rows)
    columns = max(len(row) for row in every)
    widths = [max((width(row[i].text) for row in every if i < len(row)), default=0) for i in range(columns)]
    for row in every:
        cells = (cell.text + " " * (widths[i] - width(cell.text)) for i, cell in enumerate(row))
        yield " " * indent + "| " + " | ".join(cells) + " |"
