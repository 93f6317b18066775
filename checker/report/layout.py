"""Plain text in columns: widths as a terminal counts them, wrapping, and emphasis that may be off."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checker.report.wording import visible

Style = Literal["plain", "strong", "quiet", "bad", "open", "good"]

NARROWEST = 40
_CODES: dict[Style, str] = {"strong": "1", "quiet": "2", "bad": "1;31", "open": "1;33", "good": "32"}
_LABEL = 10


def cells(text: str) -> int:
    """Return how many columns ``text`` takes on a terminal.

    >>> cells("abc"), cells("基金"), cells("e" + chr(0x301))
    (3, 4, 1)
    """
    return len(text) if text.isascii() else sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` columns; a longer word is cut."""
    lines: list[str] = []
    line = ""
    for word in _pieces(visible(text), width):
        joined = f"{line} {word}" if line else word
        if line and cells(joined) > width:
            lines.append(line)
            line = word
        else:
            line = joined
    return [*lines, line] if line else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split(" "):
        while cells(word) > width:
            cut = _fit(word, width)
            yield word[:cut]
            word = word[cut:]
        yield word


def _fit(word: str, width: int) -> int:
    """Return where to cut ``word``: after the last slash that fits, else where the width ends."""
    used = 0
    for place, char in enumerate(word):
        used += _cell(char)
        if used > width:
            slash = word.rfind("/", 1, place)
            return slash + 1 if slash > 0 else max(place, 1)
    return len(word)


@dataclass(frozen=True, slots=True)
class Page:
    """How wide to set text, and whether emphasis may use colour (it never carries meaning alone)."""

    width: int
    color: bool

    def styled(self, text: str, style: Style) -> str:
        """Return ``text`` in ``style``, or unchanged where colour is off."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and style != "plain" and text else text

    def text(self, text: str, indent: int = 0, style: Style = "plain", *, lead: str = "") -> list[str]:
        """Return a paragraph at ``indent``; ``lead`` stands in the space before its first line."""
        room = max(self.width - indent, 20)
        lines = [" " * indent + self.styled(line, style) for line in wrap(text, room)]
        return [lead.ljust(indent) + lines[0][indent:], *lines[1:]] if lead and lines else lines

    def heading(self, text: str) -> list[str]:
        """Return a section heading with a rule under it and space before it."""
        rule = "-" * min(self.width, max(cells(line) for line in wrap(text, self.width)))
        return ["", *self.text(text, style="strong"), self.styled(rule, "quiet")]

    def field(
        self, label: str, text: str, indent: int = 0, *, style: Style = "plain", hang: int = 0
    ) -> list[str]:
        """Return ``label`` and its text, wrapped beside it. Nothing at all where there is no text."""
        if not text:
            return []
        room = max(self.width - indent - _LABEL - hang, 20)
        first, *rest = wrap(text, room) or [""]
        head = " " * indent + self.styled(label, "quiet") + " " * (_LABEL - len(label))
        tail = [" " * (indent + _LABEL + hang) + self.styled(line, style) for line in rest]
        return [head + self.styled(first, style), *tail]

    def fields(self, label: str, texts: tuple[str, ...], indent: int = 0, *, hang: int = 0) -> list[str]:
        """Return several texts under one label, each from a new line."""
        lines: list[str] = []
        for place, text in enumerate(texts):
            lines += self.field(label if place == 0 else "", text, indent, hang=hang)
        return lines

    def pair(self, left: str, right: str, indent: int, column: int) -> list[str]:
        """Return ``left``, and ``right`` from ``column`` on: beside it, or below where it must wrap."""
        lefts = wrap(left, max(column - indent - 2, 10))
        rights = wrap(right, max(self.width - column, 10))
        lines = []
        for place in range(max(len(lefts), len(rights))):
            one = lefts[place] if place < len(lefts) else ""
            other = rights[place] if place < len(rights) else ""
            gap = " " * max(column - indent - cells(one), 2)
            lines.append(" " * indent + one + (gap + other if other else ""))
        return lines


def page(width: int, *, color: bool) -> Page:
    """Return a page no narrower than can be read."""
    return Page(max(width, NARROWEST), color)


def finish(lines: list[str]) -> str:
    """Join the lines, without spaces at their ends, closed by one line break."""
    return "\n".join(line.rstrip(" ") for line in lines).strip("\n") + "\n"
