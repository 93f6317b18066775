"""S010: brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources.defects.reading import Paragraph, Reading

_BRACKET = re.compile(r"[()]")
_NUMBER_BEFORE = re.compile(r"(?:^|[\s,;(])(?:\d{1,3}|[A-Za-z]|[ivxl]{2,5})\.?$")


def brackets(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each bracket of running text that is opened and not closed, or closed and not opened.

    The half bracket of a number, as in ``a.)`` or ``1)``, is none. Where one is missing, the
    outermost of those left open is taken for it.
    """
    for paragraph in reading.prose:
        yield from _unmatched(paragraph)


def _unmatched(paragraph: Paragraph) -> Iterator[Diagnostic]:
    open_at: list[int] = []
    for found in _BRACKET.finditer(paragraph.text):
        at = found.start()
        if found[0] == "(":
            open_at.append(at)
        elif open_at:
            open_at.pop()
        elif not _NUMBER_BEFORE.search(paragraph.text[max(0, at - 8) : at]):
            yield diagnostic("S010", "a bracket is closed that was not opened", paragraph.span(at, at + 1))
    for at in open_at:
        yield diagnostic("S010", "a bracket is opened and not closed", paragraph.span(at, at + 1))
