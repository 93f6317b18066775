"""S014: terms that are used as if they were defined, and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.sources.defects.definitions import definitions
from checker.sources.defects.reading import Paragraph, Reading
from checker.values.spelling import listed, shown

NOUNS = frozenset(
    {
        "act", "agreement", "amount", "asset", "charge", "date", "fee", "formula", "notice", "payment",
        "percentage", "period", "portion", "price", "proceeds", "rate", "service", "share", "stock",
        "termination", "transfer", "value", "year",
    }
)  # fmt: skip
"""What a capitalised term that agreements define is a kind of."""

OWN_NAME = frozenset({"plan", "agreement", "amendment", "schedule"})
"""How a document calls itself, by its title."""

MEASURES = ("business day", "banking day", "trading day", "plan year", "contract year")
"""Words in small letters that say nothing exact unless they are defined."""

_TOKEN = re.compile(r"[A-Za-z0-9](?:[\w'\u2019&-]|\.(?=\w))*")
_NOT_A_TERM = re.compile(r"\s+of\s+\d{4}|:")
_NEXT = re.compile(r" {1,3}|[^\S\n]*\n\s*")
"""What stands between words side by side; a wider gap is one of a table."""

_RUN_IN = re.compile(
    r"\s*(?:[A-Z]+\s+\d+\.\s+)?(?:\(?\w{1,4}[.)]\)?\s+)*(?P<words>[A-Z][\w,&'\u2019-]*(?:\s+[\w,&'\u2019-]+){0,5})"
    r"[.:]\s+(?=[A-Z\"\u201c(])"
)
"""A heading in the line of its paragraph: ``(b) Form of Notices. A notice ...``."""

_POSSESSIVE = re.compile(r"['\u2019]s?$")
_BEFORE_A_TERM = frozenset(
    {
        "the", "this", "that", "these", "those", "such", "each", "every", "any", "all", "no", "an", "a", "in",
        "on", "of", "upon", "under", "if", "when", "where", "as", "for", "to", "by", "neither", "either",
        "both", "and", "or", "not", "its", "their", "our",
    }
)  # fmt: skip
_WIDEST_GAP = 3


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Capitalised words side by side, as they stand in a paragraph."""

    words: tuple[str, ...]
    paragraph: Paragraph
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.paragraph.span(self.start, self.end)


def undefined(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each term that is not defined, at its first use.

    A capitalised term is one that ends with a word such as Agreement, Act, Date, Fee or Shares. It
    may be a defined one, end with several words of one, or stand in a heading. The names of
    statutes with their year are left alone.
    """
    defined = [_singular(d.term) for d in definitions(reading)]
    headed = list(_headings(reading))
    found: dict[tuple[str, ...], list[_Phrase]] = {}
    for phrase in _phrases(reading):
        if not (_known(phrase.words, defined) or _in_headings(phrase.words, headed)):
            found.setdefault(phrase.words, []).append(phrase)
    for words, phrases in found.items():
        yield _report(phrases[0].span, " ".join(_printed(phrases[0])), len(phrases), _near(words, reading))
    yield from _measures(reading, defined)


def _report(where: Span, term: str, times: int, help: str | None = None) -> Diagnostic:
    again = "" if times == 1 else f", {times} times"
    return diagnostic("S014", f"the term {shown(term)} is used{again} and not defined", where, help=help)


def _measures(reading: Reading, defined: list[tuple[str, ...]]) -> Iterator[Diagnostic]:
    for measure in MEASURES:
        if tuple(measure.split()) in defined:
            continue
        wanted = re.compile(rf"\b{measure.replace(' ', chr(92) + 's+')}s?\b")
        spans = [p.span(m.start(), m.end()) for p in reading.prose for m in wanted.finditer(p.text)]
        if spans:
            yield _report(spans[0], measure, len(spans))


# --- phrases ---------------------------------------------------------------------------------


def _phrases(reading: Reading) -> Iterator[_Phrase]:
    for paragraph in reading.prose:
        if paragraph.signed or paragraph.head:
            continue
        heading = _RUN_IN.match(paragraph.text)
        for tokens in _runs(paragraph.text, heading.end("words") if heading else 0):
            phrase = _phrase(paragraph, tokens)
            if phrase is not None:
                yield phrase


def _runs(text: str, start: int) -> Iterator[list[re.Match[str]]]:
    """Yield the capitalised words and figures that nothing but spaces separates."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start):
        if run and not _NEXT.fullmatch(text, run[-1].end(), token.start()) or not _capital(token[0]):
            if run:
                yield run
            run = []
        if _capital(token[0]):
            run.append(token)
    if run:
        yield run


def _capital(token: str) -> bool:
    return token[0].isupper() or token[0].isdigit()


def _phrase(paragraph: Paragraph, tokens: list[re.Match[str]]) -> _Phrase | None:
    """Return the term that capitalised words are, if they can be one.

    A single word at the start of a sentence has its capital from there; words before a colon
    are a heading; ``this Agreement`` is how a document calls itself.
    """
    text = paragraph.text
    first = tokens[0].start()
    before = text[max(0, first - 12) : first].split()
    own = bool(before) and before[-1].lower() == "this"
    while tokens and tokens[0][0].lower() in _BEFORE_A_TERM:
        own = tokens[0][0].lower() == "this"
        tokens = tokens[1:]
    words = tuple(_word(t[0]) for t in tokens)
    if own or not words or words[-1] not in NOUNS or _NOT_A_TERM.match(text, tokens[-1].end()):
        return None
    start, end = tokens[0].start(), tokens[-1].start() + len(_POSSESSIVE.sub("", tokens[-1][0]))
    if text[start - 1 : start] == "[":  # a blank to be filled in
        return None
    if len(words) == 1 and _stands_alone(text[:start]):
        return None
    return _Phrase(words, paragraph, start, end)


def _stands_alone(before: str) -> bool:
    """Return whether a word begins a sentence, or a column of a table."""
    gap = before[len(before.rstrip()) :]
    told = before.rstrip().rstrip('"\u201c')
    return not told or told[-1] in ".:;)" or "\n" not in gap and len(gap) > _WIDEST_GAP


def _printed(phrase: _Phrase) -> list[str]:
    return phrase.paragraph.text[phrase.start : phrase.end].split()


def _word(token: str) -> str:
    """Return a word of a term without what its place in the sentence adds."""
    word = _POSSESSIVE.sub("", token.rstrip(".")).lower()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _singular(term: str) -> tuple[str, ...]:
    return tuple(_word(t) for t in _TOKEN.findall(term))


# --- what is known ---------------------------------------------------------------------------


def _known(words: tuple[str, ...], defined: list[tuple[str, ...]]) -> bool:
    """Return whether a term is defined, or ends with at least two words of a defined one."""
    ends = [words[i:] for i in range(len(words) - 1)]
    return words in defined or any(_within(end, term) for end in ends for term in defined)


def _headings(reading: Reading) -> Iterator[tuple[str, ...]]:
    for paragraph in reading.paragraphs:
        if paragraph.head or paragraph.annex and not paragraph.prose:
            yield _singular(paragraph.text)


def _in_headings(words: tuple[str, ...], headed: list[tuple[str, ...]]) -> bool:
    if len(words) == 1:
        return words[0] in OWN_NAME and any(words[0] in heading for heading in headed)
    return any(_within(words, heading) for heading in headed)


def _within(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    n = len(words)
    return any(longer[i : i + n] == words for i in range(len(longer) - n + 1))


def _near(words: tuple[str, ...], reading: Reading) -> str | None:
    """Return the terms that are defined and end or begin like one that is not."""
    terms = dict.fromkeys(d.term for d in definitions(reading))
    near = [t for t in terms if _within(_singular(t), words) or _within(words, _singular(t))]
    return f"the document defines {listed(near)}" if 0 < len(near) <= 3 else None
