"""Pins brought up to date: what is to be written where, and of which passages a person must look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from checker.source import Source
from checker.sources.citing import Citing
from checker.sources.fingerprint import fingerprint, matches
from checker.sources.passages import Document


@dataclass(frozen=True, slots=True)
class Repin:
    """A citation that gets a pin, or another one; ``label`` is the passage as printed."""

    citing: Citing
    document: Document
    label: str
    pin: str

    @property
    def changed(self) -> bool:
        """Return whether the passage changed under its pin, rather than had none."""
        return bool(self.citing.pin)


def repins(document: Document, citations: Iterable[Citing]) -> tuple[Repin, ...]:
    """Return the citations whose pin is missing or is of another text, in the order given.

    A citation of a paragraph that is not there is left alone: ``S002`` is about it.
    """
    found = []
    for citing in citations:
        resolved = document.resolve(citing.label)
        text = document[resolved.label].text if resolved else ""
        if resolved and not (citing.pin and matches(citing.pin, text)):
            found.append(Repin(citing, document, resolved.label, fingerprint(text)))
    return tuple(found)


_PIN = re.compile(r"\s+pin\s+\w+")


def repinned(source: Source, changes: Iterable[Repin]) -> str:
    """Return a clause file with the pins written; nothing else of it changes.

    A label may be quoted in several parts; the pin stands behind the last.
    """
    text = source.text
    for change in sorted(changes, key=lambda c: -c.citing.span.start):
        at, end = change.citing.paragraph.end, change.citing.span.end
        rest = _PIN.sub("", text[at : max(at, end)])
        text = f"{text[:at]} pin {change.pin}{rest}{text[max(at, end) :]}"
    return text
