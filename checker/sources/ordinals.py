"""Ordinals in words, and the ways they are misspelt in print."""

from __future__ import annotations

import re
from functools import cache

from checker.values.spelling import distance

_ONES = ("FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH")
_TEENS = (
    "TENTH", "ELEVENTH", "TWELFTH", "THIRTEENTH", "FOURTEENTH", "FIFTEENTH", "SIXTEENTH", "SEVENTEENTH",
    "EIGHTEENTH", "NINETEENTH",
)  # fmt: skip
_TENS = (("TWENTY", "TWENTIETH"), ("THIRTY", "THIRTIETH"), ("FORTY", "FORTIETH"), ("FIFTY", "FIFTIETH"))

WORDS: dict[str, int] = {word: i for i, word in enumerate((*_ONES, *_TEENS), 1)}
"""``FIRST`` to ``FIFTY-NINTH``."""
for _i, (_ten, _tenth) in enumerate(_TENS, 2):
    WORDS[_tenth] = 10 * _i
    WORDS.update({f"{_ten}-{one}": 10 * _i + j for j, one in enumerate(_ONES, 1)})

_SHORT = 6
"""A word shorter than this is a misspelt ordinal only if one letter is wrong."""

_FIGURES = re.compile(r"(\d{1,2})(?:ST|ND|RD|TH)")


def spelled(word: str) -> int | None:
    """Return the value of an ordinal that is spelled rightly, or in figures: ``THIRD``, ``3rd``."""
    upper = word.upper().replace(" ", "-")
    figures = _FIGURES.fullmatch(upper)
    return int(figures[1]) if figures else WORDS.get(upper)


@cache
def printed(word: str) -> int | None:
    """Return the value of an ordinal that may be misspelt; None if it is near none, or two.

    >>> printed("EIGTHTH"), printed("TWELVETH"), printed("NOTICES")
    (8, 12, None)
    """
    upper = word.upper().replace(" ", "-")
    if upper in WORDS:
        return WORDS[upper]
    limit = 1 if len(upper) < _SHORT else 2
    away = {known: distance(upper, known, limit) for known in WORDS}
    best = min(away.values())
    near = [known for known, n in away.items() if n == best]
    return WORDS[near[0]] if best <= limit and len(near) == 1 else None


def name(value: int) -> str:
    """Return the right spelling of an ordinal from 1 to 59."""
    return next(word for word, n in WORDS.items() if n == value)
