"""What a passage says, apart from how it is set: the text that pins are made of."""

from __future__ import annotations

import hashlib
import re

from checker.sources.furniture import without_furniture

DIGITS = 12
"""How many hexadecimal digits a fingerprint has."""

LEAST_DIGITS = 8
"""A pin may have fewer digits than a fingerprint or more, but not fewer than this."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u200b\u2060\ufeff"),
    }
)
_PAIRED = re.compile(r"``|''")
_SOFT_HYPHEN = re.compile(r"\u00ad[^\S\n]*\n?[^\S\n]*|\u00ad")
_RULE = re.compile(r"(?<!\S)[-_=]{3,}(?!\S)")
_BETWEEN_LETTERS = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_AT_A_LINE_END = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=\w)")


def normal(text: str) -> str:
    """Return a text in the one form that all settings of it share.

    White space is single spaces; page furniture, drawn lines and typographic quotation marks are
    gone. A hyphen between letters is left out wherever it stands: where a line ends nothing tells
    a word that was divided from one that has a hyphen. At a figure it stays (``12b-1``).

    >>> normal("The  asset-\\n   based\\u201cfee\\u201d of 12b-\\n1")
    'The assetbased"fee" of 12b-1'
    """
    plain = unset(text)
    plain = _BETWEEN_LETTERS.sub("", plain)
    plain = _AT_A_LINE_END.sub("-", plain)
    return " ".join(plain.split())


def unset(text: str) -> str:
    """Return a text without page furniture and drawn lines, in plain quotation marks and hyphens."""
    plain = _SOFT_HYPHEN.sub("", without_furniture(text)).translate(_SAME)
    return _RULE.sub(" ", _PAIRED.sub('"', plain))


def fingerprint(text: str) -> str:
    """Return the fingerprint of what a text says: 12 hexadecimal digits.

    >>> fingerprint("Net\\nassets") == fingerprint("Net  assets") != fingerprint("Net asset")
    True
    """
    return _digest(text)[:DIGITS]


def matches(pin: str, text: str) -> bool:
    """Return whether a pin is of what ``text`` says: the digits it has, but no fewer than 8.

    >>> matches(fingerprint("net assets")[:8], "net  assets"), matches("", "net assets")
    (True, False)
    """
    return len(pin) >= LEAST_DIGITS and _digest(text).startswith(pin.casefold())


def _digest(text: str) -> str:
    return hashlib.sha256(normal(text).encode("utf-8", "surrogatepass")).hexdigest()
