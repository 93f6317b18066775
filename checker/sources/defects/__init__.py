"""Defects of a document itself: S007 to S018, each a note with its place.

Takes a ``Document``, gives diagnostics; never raises, whatever the text. One module a kind; no
document has rules of its own, and nothing here knows what an agreement is encoded as.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.diagnostics import Diagnostic
from checker.sources.defects.blanks import blanks
from checker.sources.defects.brackets import brackets
from checker.sources.defects.events import early_dates, two_dates
from checker.sources.defects.numbering import misprints, numbering
from checker.sources.defects.reading import Reading
from checker.sources.defects.references import references
from checker.sources.defects.repeats import repeats
from checker.sources.defects.terms import circular, twice, unused
from checker.sources.defects.undefined import undefined
from checker.sources.passages import Document

DETECTORS: tuple[Callable[[Reading], Iterator[Diagnostic]], ...] = (
    numbering,
    misprints,
    references,
    brackets,
    two_dates,
    early_dates,
    unused,
    undefined,
    twice,
    circular,
    blanks,
    repeats,
)


def defects(document: Document) -> tuple[Diagnostic, ...]:
    """Return the defects of a document in their fixed order."""
    reading = Reading(document)
    found = [d for detector in DETECTORS for d in detector(reading)]
    return tuple(sorted(dict.fromkeys(found), key=lambda d: d.sort_key))
