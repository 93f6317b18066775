"""S018: words that stand twice where once was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources.defects.reading import Reading, spaced
from checker.values.spelling import shown

_DOUBLED = re.compile(r"\b(?P<word>[A-Za-z]{2,})\s+(?P=word)\b", re.IGNORECASE)
_DEFINED_AND_SAID = re.compile(
    r"\([\"\u201c](?P<word>[^\"\u201d()]+)[\"\u201d]\)\s+(?P<joint>[a-z]+)\s+(?P=word)\b"
)
_RIGHTLY = {"that", "had"}


def repeats(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each doubled word, and each term that is said again right after its definition."""
    for paragraph in reading.prose:
        for found in _DOUBLED.finditer(paragraph.text):
            if found["word"].lower() not in _RIGHTLY and found[0][-1].islower():
                message = f"the word {shown(found['word'].lower())} stands twice"
                yield diagnostic("S018", message, paragraph.span(found.start(), found.end()))
        for found in _DEFINED_AND_SAID.finditer(paragraph.text):
            message = f"the term {shown(spaced(found['word']))} stands again right after it is defined"
            yield diagnostic("S018", message, paragraph.span(found.start(), found.end()))
