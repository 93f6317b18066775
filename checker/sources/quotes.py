"""Passages as they are quoted: on one line, cut in the middle when they are long."""

from __future__ import annotations

import re

from checker.sources.fingerprint import unset
from checker.sources.passages import Document

LONGEST = 400
"""How many characters of a passage are quoted."""

_CUT = "…"
_DIVIDED = re.compile(r"(?<!\w)(\w+)-[^\S\n]*\n\s*(\w+)")


def quote(document: Document, label: str, most: int = LONGEST) -> str:
    """Return a passage on one line of at most ``most`` characters; "" if there is no such passage."""
    passage = document.find(label)
    return "" if passage is None else shortened(readable(passage.text, document.source.text), most)


def readable(text: str, whole: str = "") -> str:
    """Return a text on one line, without what the page added; words divided at a line end are whole.

    A hyphen at a line end belongs to the word unless ``whole`` has the word without it.
    """
    joined = _DIVIDED.sub(lambda m: _word(m[1], m[2], whole), unset(text))
    return " ".join(joined.split())


def shortened(text: str, most: int = LONGEST) -> str:
    """Return a text of at most ``most`` characters, with words left out in the middle.

    >>> shortened("one two three four five six", 18)
    'one two … five six'
    """
    if len(text) <= most:
        return text
    room = most - len(_CUT) - 2
    words = text.split()
    head = _fitting(words, (room + 1) // 2)
    tail = _fitting(words[::-1], room - len(" ".join(head)))
    if not head or not tail:
        return text[: max(0, most - 1)] + _CUT
    return " ".join([*head, _CUT, *tail[::-1]])


def _fitting(words: list[str], room: int) -> list[str]:
    """Return as many of the first words as fit into ``room`` characters."""
    used = -1
    for n, word in enumerate(words):
        used += len(word) + 1
        if used > room:
            return words[:n]
    return words


def _word(one: str, other: str, whole: str) -> str:
    divided = one[-1].isalpha() and other[0].islower() and f"{one}{other}".casefold() in whole.casefold()
    return f"{one}{other}" if divided else f"{one}-{other}"
