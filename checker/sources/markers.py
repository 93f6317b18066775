"""The numbers and words that open a passage, one at a time and without what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checker.sources import ordinals

Style = Literal["ordinal", "word", "dotted", "bracketed"]

RECITAL = re.compile(r"\s*WHEREAS\b")
NOW_THEREFORE = re.compile(r"\s*NOW,?\s+THEREFORE\b")
IN_WITNESS = re.compile(r"\s*IN\s+WITNESS\s+WHEREOF\b")
DATED = re.compile(r"\s*(?:Dated|DATED)\b")
AMENDING = re.compile(r"\b(?:is|are)\s+hereby\s+(?:\w+\s+){0,2}(?:amended|deleted|replaced|added)\b")
SAVING = re.compile(r"^\s*All\s+other\s+(?:terms|provisions)\b|\bremains?\s+in\s+full\s+force\s+and\s+effect")
SIGNED = re.compile(r"^\s*(?:By|BY)\s*:", re.MULTILINE)

_ANNEX_WORD = "SCHEDULE|EXHIBIT|APPENDIX|ANNEX|ATTACHMENT|ADDENDUM"
_NAME = r"""["\u201c]?(?P<name>[A-Z]{1,2}|\d{1,2}|[IVXL]{1,5}|[A-Z]-\d{1,2})["\u201d]?"""
_ANNEX = re.compile(rf"(?P<quote>[\"\u201c])?(?P<word>{_ANNEX_WORD})(?:\s+{_NAME})?(?:\s+TO\b[^a-z]*)?")
_ANNEX_IN_SMALL = re.compile(rf"(?P<quote>[\"\u201c])?(?P<word>{_ANNEX_WORD.title()})\s+{_NAME}")

_ORDINAL = re.compile(
    r"\s*(?P<word>[A-Z]{4,}(?:[- ][A-Z]{4,})?|[A-Z][a-z]{3,})\s*(?:[:.]|-{1,2}(?!\w)|[\u2013\u2014])(?=\s|$)"
)
_WORDED = re.compile(
    r"\s*(?P<word>SECTION|ARTICLE|PARAGRAPH|Section|Article|Paragraph)\s+"
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6})(?:[.:]?[ \t]*(?:\n|$)|[.:](?=\s))"
)
_DOTTED = re.compile(r"\s*(?P<text>\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxl]{2,7}|[IVXL]{2,7})\.\)?(?=\s|$)")
_DECIMAL = re.compile(r"\s*(?P<text>\d{1,3}(?:\.\d{1,3})+)(?=\s|$)")
_BRACKETED = re.compile(
    r"\s*(?:\((?P<text>\d{1,3}|[A-Za-z]|[ivxl]{2,7}|[IVXL]{2,7})\)|(?P<half>\d{1,3}|[a-z])\))(?=\s|\(|$)"
)
_MARK = r"\((?:\d{1,2}|[a-z]|\*{1,3})\)|\d{1,2}|[*\u2020\u2021]{1,3}|[\u00b9\u00b2\u00b3]"
_NOTE = re.compile(rf"\s*(?P<mark>{_MARK})(?:(?<!\d)\s|\s{{2}})\s*")
_REFERENCE = re.compile(rf"(?<=[^\W\d_]|%)({_MARK})(?![\w*])")

_ROMAN = (("XL", 40), ("L", 50), ("IX", 9), ("X", 10), ("IV", 4), ("V", 5), ("I", 1))


@dataclass(frozen=True, slots=True)
class Marker:
    """One reading of a number: its kind and value in that kind, as printed, and where it ends."""

    style: Style
    kind: str
    value: int
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class AnnexHeading:
    """The heading of an annex, and whether it opens a quotation."""

    label: str
    quoted: bool


def annex_heading(words: str) -> AnnexHeading | None:
    """Return what annex a line opens, if it holds that heading and nothing else.

    >>> annex_heading("SCHEDULE A TO THE PLAN")
    AnnexHeading(label='SCHEDULE A', quoted=False)
    >>> annex_heading("Schedule A to the Plan is replaced")
    """
    found = _ANNEX.fullmatch(words) or _ANNEX_IN_SMALL.fullmatch(words)
    if found is None:
        return None
    label = " ".join(part for part in (found["word"].upper(), found["name"]) if part)
    return AnnexHeading(label, bool(found["quote"]))


def markers(text: str, at: int = 0) -> tuple[Marker, ...]:
    """Return the readings of the number that ``text`` has at ``at``; ``(i)`` has two."""
    return tuple(_readings(text, at))


def note_mark(text: str) -> tuple[str, int] | None:
    """Return the mark that a line of notes begins with and where its text begins."""
    found = _NOTE.match(text)
    return (found["mark"], found.end()) if found else None


def note_references(text: str) -> frozenset[str]:
    """Return the marks of notes that stand right behind words of ``text``.

    >>> sorted(note_references("Total Fund(1) of Fee2, Rate* at 0.75%(3) under Rule 12b-1"))
    ['(1)', '(3)', '*', '2']
    """
    return frozenset(_REFERENCE.findall(text))


def _readings(text: str, at: int) -> Iterator[Marker]:
    if found := _ORDINAL.match(text, at):
        value = ordinals.printed(found["word"])
        if value is not None:
            yield Marker("ordinal", "ordinal", value, found["word"].upper(), found.end())
    if found := _WORDED.match(text, at):
        word, number = found["word"].upper(), found["number"]
        value = int(number.split(".")[-1]) if number[0].isdigit() else roman(number)
        yield Marker("word", word + "." * number.count("."), value, f"{word} {number}", found.end())
    elif found := _DOTTED.match(text, at) or _DECIMAL.match(text, at):
        yield from _kinds("dotted", found["text"], found.end())
    elif found := _BRACKETED.match(text, at):
        yield from _kinds("bracketed", found["text"] or found["half"], found.end())


def _kinds(style: Style, text: str, end: int) -> Iterator[Marker]:
    """Yield the readings of a number or letter: a letter first, then a Roman figure."""
    if text[0].isdigit():
        parts = text.split(".")
        yield Marker(style, f"{style} 1" + "." * (len(parts) - 1), int(parts[-1]), text, end)
        return
    case = "a" if text.islower() else "A"
    if len(text) == 1:
        yield Marker(style, f"{style} {case}", ord(text.lower()) - ord("a") + 1, text, end)
    if set(text.upper()) <= set("IVXL"):
        yield Marker(style, f"{style} {'i' if case == 'a' else 'I'}", roman(text), text, end)


def roman(text: str) -> int:
    """Return the value of a Roman figure up to 89.

    >>> roman("iv"), roman("XIX")
    (4, 19)
    """
    rest, value = text.upper(), 0
    while rest:
        sign, worth = next((s, n) for s, n in _ROMAN if rest.startswith(s))
        rest, value = rest[len(sign) :], value + worth
    return value


def as_roman(value: int) -> str:
    """Return a Roman figure in small letters, up to 39.

    >>> as_roman(14)
    'xiv'
    """
    ones = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    return "x" * (value // 10) + ones[value % 10]
