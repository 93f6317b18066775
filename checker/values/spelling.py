"""Near misses in names, and how a user's own text is shown in a message."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

LIMIT = 2
SHOWN_CHARACTERS = 60
LISTED = 12


def distance(one: str, other: str, limit: int = LIMIT) -> int:
    """Return how many letters must be changed, added, dropped or swapped with their neighbour.

    Anything above ``limit`` is returned as ``limit + 1``.

    >>> distance("amuont", "amount"), distance("fund", "bond"), distance("payee", "date")
    (1, 2, 3)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = _row(i, letter, one, other, last, before)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


def _row(i: int, letter: str, one: str, other: str, last: list[int], before: list[int]) -> list[int]:
    row = [i]
    for j, there in enumerate(other, 1):
        cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there))
        if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
            cost = min(cost, before[j - 2] + 1)
        row.append(cost)
    return row


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names closest to ``word``, sorted; none if all are further than ``LIMIT``.

    A name is also too far when more than half of ``word`` would have to change.
    """
    best, found = min(LIMIT, len(word) // 2), set[str]()
    for name in known:
        away = distance(word, name, best)
        if away < best:
            best, found = away, {name}
        elif away == best:
            found.add(name)
    return tuple(sorted(found - {word}))


def did_you_mean(word: str, known: Collection[str]) -> str | None:
    """Return ``did you mean ...?``, or None when nothing is near or too many names are."""
    composed = unicodedata.normalize("NFC", word)
    alike = sorted(name for name in known if unicodedata.normalize("NFC", name) == composed)
    if alike:
        return f"did you mean {shown(alike[0])}? It looks the same, but its accents are other characters"
    names = nearest(word, known)
    if not names or len(names) > 3:
        return None
    return f"did you mean {listed(names, 'or')}?"


def shown(text: str) -> str:
    """Return ``text`` in back-ticks on one line, cut after ``SHOWN_CHARACTERS``.

    >>> shown("a\\nb")
    '`a\\\\nb`'
    """
    short = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
    return "`" + "".join(ch if ch.isprintable() else _escaped(ch) for ch in short) + "`"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def listed(names: Iterable[str], word: str = "and") -> str:
    """Return the names in back-ticks: ```a`, `b` and `c```, at most ``LISTED`` of them."""
    marked = [shown(name) for name in names]
    if len(marked) > LISTED:
        return ", ".join(marked[:LISTED]) + f" and {len(marked) - LISTED} more"
    if len(marked) < 2:
        return "".join(marked)
    return ", ".join(marked[:-1]) + f" {word} " + marked[-1]
