"""How much of a document is cited."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from checker.sources.passages import Document

_WORD = re.compile(r"[^\W_]")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal:
        """Return the share in percent to one place, rounded down: 100.0 is all, and all of nothing.

        >>> Share(1999, 2000).percent, Share(0, 0).percent
        (Decimal('99.9'), Decimal('100.0'))
        """
        share = Decimal(100) if self.whole == 0 else Decimal(100 * self.part) / self.whole
        return share.quantize(_TENTH, rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which passages with text of their own are cited and which are not, in document order.

    ``words`` counts the words of these; ``unknown`` are labels that the document does not have.
    """

    cited: tuple[str, ...]
    uncited: tuple[str, ...]
    unknown: tuple[str, ...]
    words: Share

    @property
    def passages(self) -> Share:
        """Return how many of the passages are cited."""
        return Share(len(self.cited), len(self.cited) + len(self.uncited))


def coverage(document: Document, cited: Iterable[str]) -> Coverage:
    """Return how much of a document is cited, directly or by a passage around it."""
    named, unknown = _resolved(document, cited)
    words = own_words(document)
    reached = [label for label in words if named & set(document.around(label))]
    reached_words = sum(words[label] for label in reached)
    return Coverage(
        cited=tuple(reached),
        uncited=tuple(label for label in words if label not in set(reached)),
        unknown=unknown,
        words=Share(reached_words, sum(words.values())),
    )


def own_words(document: Document) -> dict[str, int]:
    """Return how many words each passage has outside the passages inside it and after its number.

    Passages that are no more than a number or heading and other passages are left out: nobody has to cite
    them. The others cover all words of the document once.
    """
    held: dict[str, list[str]] = {label: [] for label in document}
    for piece in document.pieces:
        if piece.label in held:
            start = max(piece.start, document[piece.label].body)
            held[piece.label] += document.source.text[start : piece.end].split()
    counted = {label: _counted(label, words) for label, words in held.items()}
    return {label: n for label, n in counted.items() if n}


def _counted(label: str, words: list[str]) -> int:
    """Return how many words there are; the bare heading of an annex is its number."""
    return 0 if words == label.split() else sum(1 for word in words if _WORD.search(word))


def _resolved(document: Document, cited: Iterable[str]) -> tuple[set[str], tuple[str, ...]]:
    named: set[str] = set()
    unknown: list[str] = []
    for label in cited:
        found = document.resolve(label)
        if found:
            named.add(found.label)
        elif label not in unknown:
            unknown.append(label)
    return named, tuple(unknown)
