"""Effects as they are shown: by element, and what is the same for several funds said once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.findings.amended import Effect
from checker.findings.model import Severity, Step, TextSpan
from checker.report.drafts.words import DECIDED_WORDS, DIRECTION_WORDS, Sign, sign

_HEADS = ("Fund", "Class", "Old", "New", "Change")
_PER = re.compile(r"(?<=%) per \w+$")
FEW = 3
"""Funds with the same change that are named each; more are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One change, and the funds it is made for; no fund where it does not differ by them."""

    old: str
    new: str
    change: str
    share_class: str
    funds: tuple[str, ...]

    @property
    def values(self) -> str:
        """Return old and new with an arrow between, their unit once; or the one there is.

        >>> Line("0.20% per year", "0.25% per year", "", "", ()).values, Line("", "0.25%", "", "", ()).values
        ('0.20% → 0.25% per year', '0.25%')
        """
        if not (self.old and self.new):
            return self.old or self.new
        unit = _PER.search(self.new)
        old = self.old.removesuffix(unit[0]) if unit else self.old
        return f"{old} → {self.new}"

    @property
    def whom(self) -> str:
        """Return the funds, all of them, and how many where there are several."""
        names = ", ".join(self.funds)
        return f"{len(self.funds):,} funds: {names}" if len(self.funds) > 1 else names


@dataclass(frozen=True, slots=True)
class Block:
    """Effects on one element that are alike in everything but the funds and the values."""

    number: int
    sign: Sign
    key: str
    severity: Severity
    element: str
    decided: str
    """Which way, and how that was decided."""
    case: tuple[Step, ...]
    worse_off: str
    which: str
    reaches: tuple[str, ...]
    clause: str
    """The clause and its paragraph."""
    question: str
    note: str
    lines: tuple[Line, ...]
    places: tuple[str, ...]

    @property
    def funds(self) -> tuple[str, ...]:
        """Return every fund that it is about, once each."""
        return tuple(dict.fromkeys(fund for line in self.lines for fund in line.funds))

    @property
    def table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return heads and rows of a table of the lines, without columns that hold nothing."""
        rows = [(line.whom, line.share_class, line.old, line.new, line.change) for line in self.lines]
        kept = [place for place in range(len(_HEADS)) if any(row[place] for row in rows)]
        return tuple(_HEADS[p] for p in kept), tuple(tuple(row[p] for p in kept) for row in rows)


def blocks(effects: Sequence[Effect]) -> tuple[Block, ...]:
    """Return effects by element, in the order that the elements come first."""
    elements: dict[str, dict[object, list[Effect]]] = {}
    for effect in effects:
        elements.setdefault(effect.element, {}).setdefault(_alike(effect), []).append(effect)
    groups = [group for some in elements.values() for group in some.values()]
    return tuple(_block(number, group) for number, group in enumerate(groups, start=1))


def _alike(effect: Effect) -> object:
    """Return what effects must share to be said together."""
    return (
        effect.key, effect.severity, effect.direction, effect.decided_by, effect.case, effect.worse_off,
        effect.which, effect.reaches, effect.clause, effect.paragraph, effect.question, effect.note,
    )  # fmt: skip


def _block(number: int, group: Sequence[Effect]) -> Block:
    first = group[0]
    return Block(
        number=number,
        sign=sign(first),
        key=first.key,
        severity=first.severity,
        element=first.element,
        decided=_decided(first),
        case=first.case,
        worse_off=", ".join(first.worse_off),
        which=first.which,
        reaches=first.reaches,
        clause=cited(first.clause, first.paragraph),
        question=first.question,
        note=first.note,
        lines=_lines(group),
        places=places(e.span for e in group),
    )


def _decided(effect: Effect) -> str:
    said = (DIRECTION_WORDS[effect.direction], DECIDED_WORDS[effect.decided_by])
    return ", ".join(part for part in said if part)


def _lines(group: Iterable[Effect]) -> tuple[Line, ...]:
    funds: dict[tuple[str, str, str, str], list[str]] = {}
    for e in group:
        found = funds.setdefault((e.old, e.new, e.change, e.share_class), [])
        found += [e.fund] if e.fund else []
    return tuple(Line(*values, tuple(dict.fromkeys(named))) for values, named in funds.items())


def cited(clause: str, paragraph: str) -> str:
    """Return a clause with its paragraph, as far as they are given.

    >>> cited("term", "ELEVENTH"), cited("", "ELEVENTH"), cited("term", "")
    ('term, ELEVENTH', 'ELEVENTH', 'term')
    """
    return ", ".join(part for part in (clause, paragraph) if part)


def places(spans: Iterable[TextSpan | None]) -> tuple[str, ...]:
    """Return files with lines, each once, in the order given; lines that follow each other as a stretch."""
    lines: dict[str, set[int]] = {}
    for span in spans:
        if span is not None:
            lines.setdefault(span.path, set()).add(span.line)
    return tuple(f"{path}:{one}" for path, some in lines.items() for one in _stretches(sorted(some)))


def _stretches(lines: Sequence[int]) -> list[str]:
    """Return numbers, those that follow each other as first and last.

    >>> _stretches([3, 4, 5, 9])
    ['3-5', '9']
    """
    ends: list[list[int]] = []
    for line in lines:
        if ends and line == ends[-1][1] + 1:
            ends[-1][1] = line
        else:
            ends.append([line, line])
    return [str(first) if first == last else f"{first}-{last}" for first, last in ends]
