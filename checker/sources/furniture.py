"""What a page break leaves in a text: marks, page numbers, running heads, repeated table headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

_LINE = re.compile(r"\f|[^\n\f]*\n|[^\n\f]+")
_MARK = re.compile(r"\s*(?:<PAGE>\s*\d*|\f)\s*", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"(\d{1,4})|[ivxl]{1,7}|[A-Z]-\d{1,3}")
_DRESSED_NUMBER = re.compile(r"[-–—]\s*(\d{1,4})\s*[-–—]|page\s+(\d{1,4})(?:\s+of\s+\d{1,4})?", re.IGNORECASE)
_AT_AN_EDGE = re.compile(r"^\d+\b|\b\d+$")
_CONTINUED = re.compile(r".{1,60}\((?:continued|cont'?d\.?)\)\.?", re.IGNORECASE)
_SIGNED = re.compile(r"\b(?:By|Name|Title|Attest)\s*:", re.IGNORECASE)
_LOWER_WORD = re.compile(r"\b[a-z]{2,}\b")

ZONE = 3
"""How many lines at the edge of a page are looked at for running heads and feet."""

HEADER = 40
"""How many lines a repeated table header may have."""

MOST_PROSE = 5
"""How many words without a capital a repeated table header may have."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it is, its text without the line end, and that text in single spaces."""

    start: int
    end: int
    text: str
    words: str

    @property
    def blank(self) -> bool:
        """Return whether nothing is printed on the line; a page mark is not blank."""
        return not self.words and "\f" not in self.text

    @property
    def indent(self) -> int:
        """Return how many columns stand before the text."""
        expanded = self.text.expandtabs()
        return len(expanded) - len(expanded.lstrip())


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text; a form feed is a line of its own."""
    return tuple(
        Line(m.start(), m.end(), m[0].rstrip("\r\n"), " ".join(m[0].split())) for m in _LINE.finditer(text)
    )


def furniture(lines: Sequence[Line], *, whole: bool) -> frozenset[int]:
    """Return the numbers of the lines that are page furniture, with the blank lines after them.

    ``whole`` says that the lines are a whole document: then the first line begins a page and
    the last one ends a page. A text without page marks has no furniture.
    """
    marks = [i for i, line in enumerate(lines) if _MARK.fullmatch(line.text)]
    if not marks:
        return frozenset()
    pages = list(_pages(lines, marks))
    found = set(marks) | _heads(pages, lines) | _feet(pages, lines, whole)
    return frozenset(found | set(_blank_after(sorted(found), lines)))


def without_furniture(text: str, *, whole: bool = False) -> str:
    """Return the text without its page furniture."""
    lines = lines_of(text)
    found = furniture(lines, whole=whole)
    return "".join(text[line.start : line.end] for i, line in enumerate(lines) if i not in found)


# --- pages -----------------------------------------------------------------------------------

_Blocks = list[list[int]]
"""The lines of one page that are not blank, in groups that blank lines separate."""


def _pages(lines: Sequence[Line], marks: Sequence[int]) -> Iterator[_Blocks]:
    start = 0
    for end in (*marks, len(lines)):
        yield list(_blocks(range(start, end), lines))
        start = end + 1


def _blocks(page: range, lines: Sequence[Line]) -> Iterator[list[int]]:
    block: list[int] = []
    for i in page:
        if not lines[i].blank:
            block.append(i)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _flat(page: _Blocks) -> list[int]:
    return [i for block in page for i in block]


def _blank_after(found: Sequence[int], lines: Sequence[Line]) -> Iterator[int]:
    """Yield the blank lines that follow lines of furniture."""
    for i in found:
        yield from takewhile(lambda j: lines[j].blank, range(i + 1, len(lines)))


# --- heads -----------------------------------------------------------------------------------


def _heads(pages: Sequence[_Blocks], lines: Sequence[Line]) -> set[int]:
    running = _running([_flat(page)[:ZONE] for page in pages[1:]], lines)
    found: set[int] = set()
    for before, page in zip(pages, pages[1:], strict=False):
        head = _running_head(page, running, lines) or _repeated(before, _flat(page), lines)
        if len(head) < len(_flat(page)):
            found |= head
    return found


def _running_head(page: _Blocks, running: frozenset[str], lines: Sequence[Line]) -> set[int]:
    found: set[int] = set()
    for block in page:
        words = [lines[i].words for i in block]
        if not all(_alike(w) in running or _DRESSED_NUMBER.fullmatch(w) for w in words):
            if not found and _CONTINUED.fullmatch(words[0]):
                found.add(block[0])
            break
        found.update(block)
    return found


def _repeated(before: _Blocks, page: Sequence[int], lines: Sequence[Line]) -> set[int]:
    """Return the lines at the head of a page that begin a paragraph on the page before too."""
    here = [lines[i].words for i in page[:HEADER]]
    there = [lines[i].words for i in _flat(before)]
    starts = accumulate((len(block) for block in before[:-1]), initial=0)
    best = max((_common(there[k : k + HEADER], here) for k in starts), default=0)
    shared = " ".join(here[:best])
    if best < 2 or _SIGNED.search(shared) or len(_LOWER_WORD.findall(shared)) > MOST_PROSE:
        return set()
    return set(page[:best])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _running(zones: Sequence[Sequence[int]], lines: Sequence[Line]) -> frozenset[str]:
    """Return the lines that stand in at least two of the zones, and in half of them."""
    counted = Counter(alike for zone in zones for alike in {_alike(lines[i].words) for i in zone})
    return frozenset(
        alike for alike, n in counted.items()
        if n >= 2 and 2 * n >= len(zones) and not _SIGNED.search(alike) and not _is_number(alike)
    )  # fmt: skip


def _alike(words: str) -> str:
    """Return a line with a number at its edge left out, as running heads carry the page's."""
    return _AT_AN_EDGE.sub("#", words) if not _is_number(words) else words


# --- feet ------------------------------------------------------------------------------------


def _feet(pages: Sequence[_Blocks], lines: Sequence[Line], whole: bool) -> set[int]:
    closed = pages if whole else pages[:-1]
    running = _running([_flat(page)[-ZONE:] for page in closed], lines)
    found: set[int] = set()
    last: int | None = None
    for n, page in enumerate(closed, 1):
        foot, number = _foot(page, running, lines)
        follows = number is not None and number == (last or 0) + 1
        if n == len(pages) and number is not None and not follows and number != n:
            foot -= {i for i in foot if _is_number(lines[i].words)}
        if len(foot) < len(_flat(page)) or follows:
            found |= foot
            last = number if number is not None else last
    return found


def _foot(page: _Blocks, running: frozenset[str], lines: Sequence[Line]) -> tuple[set[int], int | None]:
    """Return the lines of a page's foot and the page number among them."""
    found: set[int] = set()
    number: int | None = None
    numbered = False
    for block in reversed(page):
        words = [lines[i].words for i in block]
        numbers = [w for w in words if _is_number(w)]
        others = [w for w in words if not _is_number(w)]
        if len(numbers) > (0 if numbered else 1) or not all(_alike(w) in running for w in others):
            break
        found.update(block)
        if numbers:
            numbered, number = True, _value(numbers[0])
    return found, number


def _is_number(words: str) -> bool:
    return bool(_PLAIN_NUMBER.fullmatch(words) or _DRESSED_NUMBER.fullmatch(words))


def _value(words: str) -> int | None:
    digits = re.search(r"\d+", words)
    return int(digits[0]) if digits else None
