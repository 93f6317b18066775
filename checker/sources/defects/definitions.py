"""The terms that a document defines: where, and where else they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.source import Span
from checker.sources.defects.reading import Paragraph, Reading, spaced

_QUOTED = re.compile(r"[\"\u201c](?P<term>[^\"\u201c\u201d()]{1,160}?)[,.;]?[\"\u201d]")
_BRACKET = re.compile(r"[()]")
_BEFORE = re.compile(
    r"(?:\b(?:referred\s+to|known|designated)\s+as\s+(?:an?\s+|the\s+)?(?:[\"\u201c][^\"\u201d]*[\"\u201d]\s+and\s+)?"
    r"(?:an?\s+|the\s+)?|\bterms?\s+(?:an?\s+|the\s+)?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:of\s+this\s+[^\"]{0,60})?(?:shall\s+)?"
    r"(?:means?|have\s+the\s+(?:following\s+)?meaning|refers?\s+to|(?:is|are)\s+defined)\b"
)
_PLAINLY = re.compile(r"\b(?:The|the)\s+(?P<term>[A-Z]\w+(?:\s+[A-Z]\w+){0,3})\s+(?:is|are)\s+defined\s+as\b")
_SUBJECT = re.compile(r"(?:\b(?:an?|the|each|first)\s+|\A\s*|[.;:)]\s+)$", re.IGNORECASE)
_PREDICATE = re.compile(
    r"(?!\s+as\s+defined)(?:\s+[\w'-]+){0,10}?\s+(?:is|are|consists?|includes?|comprises?)\b"
)
_COMPLEMENT = re.compile(r"\b(?:is|are)\s+(?:an?\s+|the\s+)?$")
_CONDITION = re.compile(r"\s+(?:if|when|where|for)\b")
_NOT_HERE = re.compile(r"\bdefined\s+(?:in|by|under)\b|\bmeaning\s+of\b")
_CLOSED = re.compile(r"\s*\)")
_DEFINING = re.compile(
    r"^\s*(?:(?:the|an?|each|collectively|together|individually|hereinafter|herein|referred|to|as|being|its|their|"
    r"such|and|or|with|in|this|all|called|any|every|respectively|for|purposes?|of)\b[\s,]*|[A-Z][\w.&-]*[\s,]+)*$"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term where it is defined: its words, the paragraph, and the quotation in it."""

    term: str
    paragraph: Paragraph
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Return where the term is quoted."""
        return self.paragraph.span(self.start, self.end)


def definitions(reading: Reading) -> tuple[Definition, ...]:
    """Return the definitions of a document in order: ``(the "Plan")``, ``"Fee" means``, and the like.

    Words quoted for another reason, such as ``"assignment," as defined by the Act``, are left out.
    """
    return tuple(d for p in reading.paragraphs if not p.signed for d in _in(p))


def _in(paragraph: Paragraph) -> Iterator[Definition]:
    text = paragraph.text
    for found in _QUOTED.finditer(text):
        if _defines(text, found):
            yield Definition(spaced(found["term"]), paragraph, found.start(), found.end())
    for found in _PLAINLY.finditer(text):
        yield Definition(spaced(found["term"]), paragraph, found.start("term"), found.end("term"))


def _defines(text: str, found: re.Match[str]) -> bool:
    if not any(c.isalpha() for c in found["term"]):
        return False
    before, after = text[max(0, found.start() - 160) : found.start()], found.end()
    if _BEFORE.search(before) or _AFTER.match(text, after) or _is_said(before, text, after):
        return True
    opening = _opening(text, found.start())
    if opening is None or _NOT_HERE.search(text, opening, found.start()):
        return False
    alone = _CLOSED.match(text, found.end())
    return bool(alone or _DEFINING.match(_unquoted(text[opening + 1 : found.start()])))


def _is_said(before: str, text: str, after: int) -> bool:
    """Return whether a sentence says what a term is: ``The "Rate" of a fund is``, ``is a "Day" if``."""
    subject = _SUBJECT.search(before) and _PREDICATE.match(text, after)
    return bool(subject or _COMPLEMENT.search(before) and _CONDITION.match(text, after))


def _unquoted(text: str) -> str:
    """Return what stands before a term in its bracket, without terms defined there before it."""
    return _QUOTED.sub(" ", text)


def _opening(text: str, at: int) -> int | None:
    """Return where the bracket around a place opens."""
    open_at: list[int] = []
    for found in _BRACKET.finditer(text, 0, at):
        if found[0] == "(":
            open_at.append(found.start())
        elif open_at:
            open_at.pop()
    return open_at[-1] if open_at else None


# --- where a term stands ---------------------------------------------------------------------


def pattern(term: str, *, exact: bool = False) -> re.Pattern[str]:
    """Return what finds a term in a text: in singular or plural, with any spaces.

    >>> [bool(pattern("Funds").search(t)) for t in ("each Fund's", "funds", "INVESCO FUNDS, INC.")]
    [True, False, False]
    """
    *words, last = term.split()
    stem = _stem(last)
    ending = "" if exact else r"(?:s|es|ies|y)?"
    parts = [*(re.escape(word) for word in words), re.escape(last) if exact else re.escape(stem) + ending]
    return re.compile(r"(?<![\w-])" + r"\s+".join(parts) + r"(?!\w|-\w)")


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2 and not word.isupper():
        return word[:-1]
    return word[:-1] if word.endswith("y") and len(word) > 3 else word


def uses(reading: Reading, term: str, defined: Sequence[Definition]) -> Iterator[Span]:
    """Yield where a term stands other than where it is defined, in capitals or not as printed."""
    wanted = pattern(term)
    at_home = {(id(d.paragraph), d.start): d.end for d in defined}
    for paragraph in reading.paragraphs:
        for found in wanted.finditer(paragraph.text):
            inside = any(
                p == id(paragraph) and start <= found.start() < end for (p, start), end in at_home.items()
            )
            if not inside:
                yield paragraph.span(found.start(), found.end())
