"""S011 and S012: two dates for one event, and dates in a schedule before the agreement's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.sources.defects.dates import Printed, dates_in, written
from checker.sources.defects.reading import Paragraph, Reading
from checker.values.spelling import shown

LEAST = 5
"""How many words besides the date tell an event from another one."""

_SENTENCE_END = re.compile(r"(?<=[a-z0-9)])[.;]\s+(?=[\"'(A-Z0-9])")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_NOTHING_SAID = {"the", "a", "an", "on", "as", "of"}
_NUMBERED = re.compile(r"^\s*(?:\(?\w{1,3}\)|\w{1,3}\.|[*\d]+|[A-Z]{4,}(?:-[A-Z]+)?:)\s+")
_MADE = re.compile(r"\b(?:made|entered|dated|executed|concluded)\b(?:\s+[a-z]+){0,6}\s*$", re.IGNORECASE)
_RESTATES = re.compile(r"\bamend(?:s|ed)?\s+and\s+restate[sd]?\b|\bis\s+hereby\s+amended\b", re.IGNORECASE)


# --- two dates for one event -----------------------------------------------------------------


def two_dates(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each sentence that says the same as an earlier one, but of another day."""
    first: dict[tuple[str, ...], tuple[date, Span]] = {}
    for paragraph in reading.paragraphs:
        for start, end in _sentences(paragraph.text):
            dates = list(dates_in(paragraph.text[start:end]))
            if len(dates) != 1:
                continue
            printed = dates[0]
            words = _told(paragraph.text[start:end], printed)
            where = paragraph.span(start + printed.start, start + printed.end)
            day, before = first.setdefault(words, (printed.day, where))
            if len(words) >= LEAST and day != printed.day:
                message = f"one event has two dates: {written(day)} and {written(printed.day)}"
                yield diagnostic("S011", message, where, related=[(before, "the other date")])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _told(sentence: str, printed: Printed) -> tuple[str, ...]:
    """Return the words of a sentence that tell the event, without its number and its date."""
    rest = _NUMBERED.sub(" ", sentence[: printed.start]) + " " + sentence[printed.end :]
    words = (w.casefold() for w in _WORD.findall(rest))
    return tuple(w for w in words if w not in _NOTHING_SAID)


# --- a schedule's dates ----------------------------------------------------------------------


def early_dates(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each schedule with dates before the day on which the agreement was made.

    An agreement that restates or amends another one has such dates rightly.
    """
    made = _made(reading)
    if made is None or any(_RESTATES.search(p.text) for p in reading.paragraphs if not p.annex):
        return
    day, where = made
    early: dict[str, list[Span]] = {}
    for paragraph in reading.paragraphs:
        if paragraph.annex and not paragraph.prose:
            early.setdefault(paragraph.root, []).extend(_before(paragraph, day))
    for root, spans in early.items():
        if spans:
            what = "a date" if len(spans) == 1 else f"{len(spans)} dates"
            message = f"{shown(root)} has {what} before the agreement's own, {written(day)}"
            yield diagnostic("S012", message, spans[0], related=[(where, "the agreement's own date")])


def _before(paragraph: Paragraph, day: date) -> Iterator[Span]:
    for printed in dates_in(paragraph.text):
        if printed.day < day:
            yield paragraph.span(printed.start, printed.end)


def _made(reading: Reading) -> tuple[date, Span] | None:
    """Return the day on which the agreement says it was made, and where."""
    for paragraph in reading.paragraphs:
        if paragraph.root not in ("TITLE", "PREAMBLE"):
            return None
        for printed in dates_in(paragraph.text):
            if _MADE.search(paragraph.text[: printed.start]):
                return printed.day, paragraph.span(printed.start, printed.end)
    return None
