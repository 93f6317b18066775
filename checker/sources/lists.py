"""Lists inside a paragraph: ``provided that: (i) ...; (ii) ...; and (iii) ...``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.sources.markers import Marker, as_roman, markers

_OPENING = re.compile(r":\s+(?=\((?:i|a|1|A)\)\s)")
_SENTENCE_END = re.compile(r"""[.]["'\u2019\u201d)]*(?=\s+["\u201c(]?[A-Z])""")
_SHORTENED = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|No|Sec|Mr|Ms|Mrs|Dr|St|vs)|\b[A-Z])$")


LETTERS = 26
LONGEST_SHORT = 8
"""How far before a full stop is looked whether it ends a shortened word."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its number, and where it begins and ends in the paragraph's text."""

    marker: Marker
    start: int
    end: int


def list_in(text: str, at: int) -> list[Item]:
    """Return the items of the first list that a colon introduces; none if it has only one.

    The last item ends with its sentence.

    >>> [i.marker.text for i in list_in("if: (i) one; (ii) two (a) and; or (iii) three. Then", 0)]
    ['i', 'ii', 'iii']
    """
    opening = _OPENING.search(text, at)
    if opening is None:
        return []
    first = markers(text, opening.end())[-1]
    starts, numbers = [opening.end()], [first]
    while found := _next(text, numbers[-1]):
        starts.append(found[0])
        numbers.append(found[1])
    if len(starts) == 1:
        return []
    ends = [*starts[1:], _sentence_end(text, starts[-1])]
    return [Item(*item) for item in zip(numbers, starts, ends, strict=True)]


def _next(text: str, before: Marker) -> tuple[int, Marker] | None:
    """Return where the item after ``before`` begins, and its number."""
    number = re.escape(_number(before.kind[-1], before.value + 1))
    found = re.compile(rf"[;,]\s+(?:(?:and|or|and/or)\s+)?(?=\({number}\)\s)").search(text, before.end)
    if found is None:
        return None
    for marker in markers(text, found.end()):
        if marker.kind == before.kind:
            return found.end(), marker
    return None


def _number(kind: str, value: int) -> str:
    if kind == "i":
        return as_roman(value)
    if kind == "1":
        return str(value)
    return chr(ord(kind) + value - 1) if value <= LETTERS else ""


def _sentence_end(text: str, at: int) -> int:
    for end in _SENTENCE_END.finditer(text, at):
        if not _SHORTENED.search(text, max(at, end.start() - LONGEST_SHORT), end.start()):
            return end.end()
    return len(text)
