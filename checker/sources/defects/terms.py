"""S013, S015 and S016: defined terms that are never used, defined twice, or defined by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources.defects.definitions import Definition, definitions, pattern, uses
from checker.sources.defects.reading import Reading, spaced
from checker.values.spelling import shown

_SENTENCE_START = re.compile(r"(?:[.;:]\s+(?=[\"(A-Z])|\A\s*)")
_CAPITAL_BEFORE = re.compile(r"\b(?:[A-Z][\w'&.-]*|\d[\w-]*)\s+$")
_CAPITAL_AFTER = re.compile(r"(?:'s?)?\s+(?:and\s+|of\s+)?[A-Z]")


def unused(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each term that is defined and stands nowhere else."""
    defined = definitions(reading)
    seen: set[str] = set()
    for one in defined:
        if one.term in seen:
            continue
        seen.add(one.term)
        same = [d for d in defined if pattern(one.term).fullmatch(d.term)]
        if not any(True for _ in uses(reading, one.term, same)) and not _elsewhere(one, defined):
            yield diagnostic("S013", f"the term {shown(one.term)} is defined and never used", one.span)


def twice(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each definition of a term that is defined already."""
    first: dict[str, Definition] = {}
    for one in definitions(reading):
        before = first.setdefault(one.term, one)
        if before is not one:
            message = f"the term {shown(one.term)} is defined a second time"
            yield diagnostic("S015", message, one.span, related=[(before.span, "the first definition")])


def circular(reading: Reading) -> Iterator[Diagnostic]:
    """Yield each definition in brackets whose own sentence needs the term before it is defined."""
    seen: set[str] = set()
    for one in definitions(reading):
        if one.term in seen:
            continue
        seen.add(one.term)
        text = one.paragraph.text
        start = max((m.end() for m in _SENTENCE_START.finditer(text, 0, one.start)), default=0)
        for found in pattern(one.term, exact=True).finditer(text, start, one.start):
            if not _is_part(text, found):
                message = f"the term {shown(one.term)} is defined by itself"
                where = one.paragraph.span(found.start(), found.end())
                yield diagnostic("S016", message, one.span, related=[(where, "needed here already")])
                break


def _elsewhere(one: Definition, defined: tuple[Definition, ...]) -> bool:
    """Return whether a term stands within another defined one."""
    return any(d is not one and d.term != one.term and pattern(one.term).search(d.term) for d in defined)


def _is_part(text: str, found: re.Match[str]) -> bool:
    """Return whether the words are part of a longer name."""
    before = spaced(text[max(0, found.start() - 40) : found.start()]) + " "
    word = _CAPITAL_BEFORE.search(before)
    longer = word and not before.rstrip().endswith((".", ",", ";"))
    return bool(longer or _CAPITAL_AFTER.match(text, found.end()))
