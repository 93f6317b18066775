"""Labels of passages as people write them, brought to one key."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from checker.sources import ordinals
from checker.values.spelling import listed, nearest, shown

_ONES = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_TOKEN = re.compile(rf"[a-z0-9]+(?:-(?:{_ONES})\b)?|[*†‡]+|[¹²³]")
_ORDINAL = r"(?P<nth>\d{1,2}(?:st|nd|rd|th)|[a-z]{5,}(?:[- ][a-z]{5,})?)"
_PARAGRAPH_AFTER = re.compile(rf"(?P<rest>.+?)[\s,;:(\[]+(?:the\s+)?{_ORDINAL}\s+para(?:graph|\.)?[)\]]?$")
_PARAGRAPH_BEFORE = re.compile(rf"(?:the\s+)?{_ORDINAL}\s+para(?:graph|\.)?\s+of\s+(?P<rest>.+)$")
_PARAGRAPH_IN_BRACKETS = re.compile(r"(?P<rest>.+?)\s*[,(\[]\s*para(?:graph|\.)?\s*(?P<n>\d{1,3})\s*[)\]]?$")
_PARAGRAPH_SHORT = re.compile(r"(?P<rest>.+?)\s+para\.?\s*(?P<n>\d{1,3})$")
_RECITAL = re.compile(rf"(?:the\s+)?{_ORDINAL}\s+recital(?:\s+paragraph)?$")
_DEEPEST = re.compile(r" (?:(?:para|note) )?\S+$")
_LEFT_OUT = {
    "the", "of", "paragraph", "paragraphs", "para", "section", "sections", "subsection", "subparagraph",
    "article", "clause", "hereof", "hereto",
}  # fmt: skip
_ALIKE = {"footnote": "note", "footnotes": "note", "notes": "note", "recitals": "recital"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The canonical label that a label means.

    ``printed`` is the ordinal as the document prints it, where the label spells it rightly and
    the document does not; else None.
    """

    label: str
    printed: str | None = None


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """Return what labels that mean the same have in common.

    Case, white space, punctuation and words such as "paragraph" do not matter; an ordinal is the
    same in words and figures if it is spelled rightly.

    >>> key("paragraph EIGHTH: (A)") == key("Section eighth(a)") == key("8th (A)")
    True
    >>> key("FOURTEENTH, 2nd paragraph") == key("second paragraph of the Fourteenth paragraph")
    True
    >>> key("Exhibit A, 2(b)") == key("EXHIBIT A 2.b"), key("TWELVETH") == key("TWELFTH")
    (True, False)
    """
    rest, paragraph = _paragraph(" ".join(label.casefold().split()))
    words = [_ALIKE.get(word, word) for word in _TOKEN.findall(_recital(rest))]
    kept = [word for word in words if word not in _LEFT_OUT] or words
    numbered = [_ordinal(word) for word in kept]
    return " ".join([*numbered, f"para {paragraph}"] if paragraph else numbered)


def resolve(label: str, known: Collection[str]) -> Resolved | None:
    """Return the one of the ``known`` labels that ``label`` means, or None.

    A label as printed is found first. One with the right spelling is found where the document
    has a misspelt ordinal. The first paragraph of a passage that has only one is the passage.
    """
    if label in known:
        return Resolved(label)
    wanted = key(label)
    whole = wanted.removesuffix(" para 1")
    found = _matching(wanted, known)
    if found is None and whole != wanted and not any(key(each).startswith(f"{whole} ") for each in known):
        return _matching(whole, known)
    return found


def hint(label: str, known: Collection[str]) -> str | None:
    """Return what may have been meant by a label that is not there: near ones, or its neighbours."""
    by_plain = {_plain(each): each for each in known if not _other_ordinal(label, each)}
    near = nearest(_plain(label), by_plain)
    if 0 < len(near) <= 3:
        return f"did you mean {listed((by_plain[n] for n in near), 'or')}?"
    return _inside(label, known) or _beside(label, known)


def _matching(wanted: str, known: Iterable[str]) -> Resolved | None:
    rightly: Resolved | None = None
    for each in known:
        if key(each) == wanted:
            return Resolved(each)
        word, corrected = _corrected(each)
        if rightly is None and corrected and key(corrected) == wanted:
            rightly = Resolved(each, word)
    return rightly


def _paragraph(text: str) -> tuple[str, int | None]:
    """Return a label without its ``[para 2]`` in whatever form, and that number."""
    for shape in (_PARAGRAPH_IN_BRACKETS, _PARAGRAPH_SHORT):
        if found := shape.match(text):
            return found["rest"], int(found["n"])
    for shape in (_PARAGRAPH_BEFORE, _PARAGRAPH_AFTER):
        found = shape.match(text)
        nth = ordinals.spelled(found["nth"]) if found else None
        if found and nth and set(_TOKEN.findall(found["rest"])) - _LEFT_OUT:
            return found["rest"], nth
    return text, None


def _recital(text: str) -> str:
    found = _RECITAL.match(text)
    nth = ordinals.spelled(found["nth"]) if found else None
    return f"recital {nth}" if nth else text


def _ordinal(word: str) -> str:
    value = ordinals.spelled(word)
    return f"#{value}" if value else word


@lru_cache(maxsize=8192)
def _corrected(label: str) -> tuple[str, str]:
    """Return the misspelt ordinal in a canonical label and the label with the right spelling."""
    for word in label.split():
        value = ordinals.printed(word) if len(word) > 3 and word.isalpha() else None
        if value and ordinals.spelled(word) is None:
            return word, label.replace(word, ordinals.name(value), 1)
    return "", ""


def _plain(label: str) -> str:
    """Return a label in letters that distances can be measured on."""
    rest, paragraph = _paragraph(" ".join(label.casefold().split()))
    words = [word for word in _TOKEN.findall(rest) if word not in _LEFT_OUT] or [rest]
    return " ".join([*words, f"para {paragraph}"] if paragraph else words)


def _other_ordinal(label: str, each: str) -> bool:
    """Return whether both begin with ordinals that are spelled rightly, and not with the same."""
    one, other = (key(text).split(" ")[0] for text in (label, each))
    return one != other and one.startswith("#") and other.startswith("#")


def _inside(label: str, known: Collection[str]) -> str | None:
    """Return what the deepest passage that the label could lie in has."""
    words = key(label).split()
    for n in range(len(words) - 1, 0, -1):
        above = " ".join(words[:n])
        whole = next((each for each in known if key(each) == above), None)
        inside = [each for each in known if _DEEPEST.sub("", key(each)) == above != key(each)]
        if whole and inside:
            return f"{shown(whole)} has {listed(inside)}"
    return None


def _beside(label: str, known: Collection[str]) -> str | None:
    """Return the paragraphs before and after one with an ordinal that the document leaves out."""
    wanted = _value(key(label).split(" ")[0])
    if not wanted:
        return None
    there = {value: each for each in known if " " not in each and (value := ordinals.printed(each))}
    before = max((value for value in there if value < wanted), default=0)
    after = min((value for value in there if value > wanted), default=0)
    near = [there[value] for value in (before, after) if value]
    return f"the document has {listed(near)}" if near else None


def _value(word: str) -> int:
    return int(word[1:]) if word.startswith("#") else 0
