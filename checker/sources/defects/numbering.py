"""S007 and S008: numbers left out, printed twice, or misprinted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.sources import ordinals
from checker.sources.defects.reading import Reading
from checker.sources.markers import Marker, markers
from checker.sources.passages import Document, Passage
from checker.values.spelling import shown

_AGAIN = re.compile(r" \[\d+\]$")
_WORD = re.compile(r"\S+")


def numbering(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each place where a series leaves numbers out, and each number that it has twice."""
    document = reading.document
    for series in _series(document):
        for before, here in pairwise(series):
            missing = _value(here) - _value(before) - 1
            if missing > 0:
                what = "a number" if missing == 1 else f"{missing} numbers"
                message = (
                    f"the numbering leaves out {what} between {shown(before.label)} and {shown(here.label)}"
                )
                related = [(_printed(document, before), "the one before")]
                yield diagnostic("S007", message, _printed(document, here), related=related)
    yield from _twice(reading)


def _twice(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each paragraph with a number in words, or of a section, that another one has before it."""
    document = reading.document
    opened = [p for p in document.values() if p.number and p.inside is None]
    starts = {_printed(document, p).start for p in opened}
    for paragraph in reading.paragraphs:
        for number in markers(paragraph.text):
            where = paragraph.span(len(paragraph.text) - len(paragraph.text.lstrip()), number.end)
            first = next((p for p in opened if _same(p.number, number) and p.start < where.start), None)
            if number.style in ("ordinal", "word") and first and where.start not in starts:
                related = [(_printed(document, first), "the first one")]
                yield diagnostic(
                    "S007", f"the number {shown(number.text)} is printed twice", where, related=related
                )


def _same(one: Marker | None, other: Marker) -> bool:
    return one is not None and (one.kind, one.value) == (other.kind, other.value)


def misprints(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each ordinal that is misspelt where it opens a paragraph."""
    for passage in reading.document.values():
        number = passage.number
        if number and number.style == "ordinal" and ordinals.spelled(number.text) is None:
            meant = shown(ordinals.name(number.value))
            message = f"the number of a paragraph is printed {shown(number.text)}"
            where = _printed(reading.document, passage)
            yield diagnostic("S008", message, where, label=f"{meant} is meant")


def _series(document: Document) -> Iterator[list[Passage]]:
    """Yield the numbered passages side by side, each kind of number on its own."""
    found: dict[tuple[str | None, str], list[Passage]] = {}
    for label, passage in document.items():
        if passage.number and not _AGAIN.search(label):
            found.setdefault((passage.inside, passage.number.kind), []).append(passage)
    yield from found.values()


def _value(passage: Passage) -> int:
    return passage.number.value if passage.number else 0


def _printed(document: Document, passage: Passage) -> Span:
    """Return where the number of a passage is printed."""
    start = document.span(passage).start
    word = _WORD.match(document.source.text, start)
    return document.source.span(start, word.end() if word else start)
