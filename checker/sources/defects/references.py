"""S009: references to paragraphs, schedules and exhibits that the document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources import ordinals
from checker.sources.defects.reading import Paragraph, Reading, spaced
from checker.sources.labels import hint
from checker.sources.passages import Document
from checker.values.spelling import shown

_PART = r"(?:[A-Za-z]{1,2}|[ivxl]{1,5}|\d{1,3})"
_BRACKETED = rf"(?:\s*\({_PART}\))"
_ORDINAL = "(?i:" + "|".join(sorted(ordinals.WORDS, key=len, reverse=True)) + ")"
_NUMBER = r"\d{1,3}(?:\.\d{1,3})*(?:\.?[a-z]\b)?"
_NAME = rf"(?<![\w(])(?:{_ORDINAL}\b:?|{_NUMBER}|[A-Z]\b|[a-z]\.)"
_LABEL = rf"(?:{_NAME}{_BRACKETED}*|{_BRACKETED}+)"
_JOINT = r"\s*(?:,\s*(?:and\b|or\b)?|\band\b|\bor\b|\bthrough\b|\bto\b)\s*"

_INNER = re.compile(rf"\b(?i:paragraph|section|article)s?\s+(?P<labels>{_LABEL}(?:{_JOINT}{_LABEL})*)")
_NTH = re.compile(rf"\b(?P<label>{_ORDINAL})\s+(?:paragraph|section|article)\b")
_ANNEX = re.compile(
    r"\b(?P<label>(?:Schedule|Exhibit|Appendix|Annex|Attachment|Addendum)\s+(?:[A-Z]|\d{1,2}|[IVXL]{2,5}))\b(?!\()"
)
_ONE = re.compile(_LABEL)
_BRACKET = re.compile(r"\(\w+\)")
_ELSEWHERE = re.compile(
    r"[\s,]*(?:thereof|thereunder|(?:of|to|under|in)\s+(?:the\s+|that\s+|such\s+|any\s+)?"
    r"(?!(?:this|hereof|Plan\b|Agreement\b))(?:[A-Z]|\d{4}))"
)
_OWN = re.compile(r"[\s,]*(?:of|to|in)\s+(?:this|the)\s+(?:Plan|Agreement|Schedule|Exhibit|Amendment)\b")


def references(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each reference to a part of the document that is not there.

    Parts of something else are left alone: ``Section 12(b) of the Act``, ``Exhibit B to the Lease``.
    """
    for paragraph in reading.paragraphs:
        if not (paragraph.head or paragraph.signed):
            yield from _inner(reading, paragraph)
            yield from _annexes(reading, paragraph)


def _inner(reading: Reading, paragraph: Paragraph) -> Iterator[Diagnostic]:
    text = paragraph.text
    for found in _INNER.finditer(text):
        if not _is_elsewhere(text, found.end()):
            yield from _cited(reading, paragraph, found.start("labels"), found.end("labels"))
    for found in _NTH.finditer(text):
        label = found["label"]
        if label.isupper() and not (_is_elsewhere(text, found.end()) or reading.document.find(label)):
            yield _nowhere(reading, paragraph, found.start("label"), found.end("label"), label)


def _cited(reading: Reading, paragraph: Paragraph, start: int, end: int) -> Iterator[Diagnostic]:
    """Yield those of the labels in a stretch that are not there: ``THIRD (A), (B) and FIFTH``."""
    before = ""
    for one in _ONE.finditer(paragraph.text, start, end):
        label = spaced(one[0]).rstrip(":.")
        if before and label.startswith("(") and _shape(label) != _shape(before):
            return  # the next item of a list in the sentence: "in Section (B) and (ii) each notice"
        if not _there(reading.document, paragraph.label, label, before):
            yield _nowhere(reading, paragraph, one.start(), one.end(), label)
        before = label


def _annexes(reading: Reading, paragraph: Paragraph) -> Iterator[Diagnostic]:
    for found in _ANNEX.finditer(paragraph.text):
        label = spaced(found["label"])
        if not (_is_elsewhere(paragraph.text, found.end()) or _annex(reading.document, label)):
            yield _nowhere(reading, paragraph, found.start(), found.end(), label)


def _is_elsewhere(text: str, at: int) -> bool:
    return bool(_ELSEWHERE.match(text, at)) and not _OWN.match(text, at)


def _annex(document: Document, label: str) -> bool:
    """Return whether there is such an annex, or a single one without a name."""
    word = label.split()[0].upper()
    return document.find(label) is not None or word in document


def _there(document: Document, here: str, label: str, before: str) -> bool:
    """Return whether a label is there: as it is, after the one before it, or from where it is cited."""
    if label.startswith("(") and before:
        above = [before.partition("(")[0] + label, before.rpartition("(")[0] + label]
        if not before.startswith("("):
            return any(document.find(each) is not None for each in above)
    around = [*document.around(here)] if here else []
    wanted = [label, *(f"{each} {form}" for each in around for form in (label, f"({label})"))]
    return any(document.find(each) is not None for each in wanted)


def _shape(label: str) -> str:
    """Return what kind of number the last bracket of a label has: ``A``, ``a`` or ``1``."""
    brackets = _BRACKET.findall(label)
    last = brackets[-1][1:-1] if brackets else "A"
    return "1" if last.isdigit() else "A" if last.isupper() else "a"


def _nowhere(reading: Reading, paragraph: Paragraph, start: int, end: int, label: str) -> Diagnostic:
    message = f"the text refers to {shown(label)}, which it does not have"
    return diagnostic("S009", message, paragraph.span(start, end), help=hint(label, reading.document))
