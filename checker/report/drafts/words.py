"""The words and signs of the reports on drafts: what an effect does, how a need stands, how a run ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from checker.findings.amended import Direction, Effect, NeedKind, NeedStanding
from checker.findings.model import Step
from checker.report.wording import count
from checker.values.show import show_number

Sign = Literal["+", "-", "~", ">", "?"]

SIGN_WORDS: Mapping[Sign, str] = MappingProxyType(
    {"+": "added", "-": "removed", "~": "changed", ">": "renamed or moved", "?": "for counsel"}
)

SIGN_CLASSES: Mapping[Sign, str] = MappingProxyType(
    {"+": "added", "-": "removed", "~": "changed", ">": "moved", "?": "counsel"}
)
"""How a page of HTML names them for its style."""

STANDINGS: tuple[NeedStanding, ...] = ("forbidden", "missing", "question", "not known", "kept", "on file")
"""Worst first."""

MARKS: Mapping[NeedStanding, str] = MappingProxyType(
    {"forbidden": "⊘", "missing": "✗", "question": "?", "not known": "?", "kept": "✓", "on file": "✓"}
)

STANDING_MEANINGS: Mapping[NeedStanding, str] = MappingProxyType(
    {
        "forbidden": "no approval would do",
        "missing": "none is on file",
        "question": "only a person can say whether it is needed or given",
        "not known": "what is on file does not decide it",
        "kept": "a limit on amendments that this one keeps",
        "on file": "a record shows it",
    }
)

KIND_WORDS: Mapping[NeedKind, str] = MappingProxyType(
    {
        "board": "vote of the board",
        "independent_directors": "vote of the independent directors",
        "holders": "vote of the holders",
        "consent": "consent",
        "notice": "notice",
        "prospectus": "filing of a prospectus",
        "determination": "determination",
        "limit": "limit on amendments",
        "never": "may never be done",
        "other": "other",
    }
)

DIRECTION_WORDS: Mapping[Direction, str] = MappingProxyType(
    {
        "raised": "raised",
        "lowered": "lowered",
        "looser": "looser",
        "tighter": "tighter",
        "both ways": "both ways: looser in one case, tighter in another",
        "undecided": "undecided: neither looser nor tighter is proved",
        "": "",
    }
)

DECIDED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "figures": "by comparing the two figures",
        "proof": "proved for all votes, amounts and days",
        "declaration": "as the text declares",
        "": "",
    }
)

AMEND_EXIT_WORDS: Mapping[int, str] = MappingProxyType(
    {
        0: "nothing stands in the way",
        1: "it may not be made like this: something is forbidden or wrong, or missing after its day",
        3: "something is missing and not yet due, not known, or for counsel",
    }
)

_FRACTION = re.compile(r"-?\d+/[1-9]\d*")
_ASKS = frozenset({"text-changed", "not-comparable"})
_MOVED = ("renamed", "moved", "renumbered")
_WHOLE = MappingProxyType({"not-comparable": "not comparable", "text-changed": "changed in words alone"})


def sign(effect: Effect) -> Sign:
    """Return the sign of an effect's line: what happened, or that it is not known."""
    ending = _ending(effect.key)
    if effect.key in _ASKS or effect.direction == "undecided":
        return "?"
    open_ = effect.question and effect.direction in ("", "both ways")
    if ending == "added":
        return "+"
    if ending in ("removed", "dropped"):
        return "-"
    if ending in _MOVED:
        return ">"
    return "?" if open_ else "~"


def did(key: str) -> str:
    """Return in a word or two what an effect of this key does.

    >>> did("rate-raised"), did("party-substituted"), did("not-comparable")
    ('raised', 'substituted', 'not comparable')
    """
    return _WHOLE.get(key, _ending(key))


def _ending(key: str) -> str:
    return key.rpartition("-")[2]


def tally(effects: Iterable[Effect]) -> str:
    """Return how many effects do what, in the order given, and how many of them ask counsel something."""
    found = tuple(effects)
    if not found:
        return "No effect."
    counts = Counter(did(e.key) for e in found)
    asked = sum(1 for e in found if e.question)
    said = ", ".join(f"{number:,} {word}" for word, number in counts.items())
    return f"{said}; {asked:,} for counsel." if asked else f"{said}."


def standings(found: Iterable[NeedStanding]) -> str:
    """Return how many needs stand how, worst first.

    >>> standings(["on file", "missing", "on file", "question", "question"])
    '1 missing, 2 questions, 2 on file'
    """
    counts = Counter(found)
    plural = {"question": "questions"}
    return ", ".join(count(counts[one], one, plural.get(one, one)) for one in STANDINGS if counts[one])


def step(one: Step) -> str:
    """Return a step on one line.

    >>> step(Step(depth=1, text="in office", value="9")), step(Step(depth=0, text="a third", value="1/3"))
    ('in office: 9', 'a third: 0.3333333333…')
    """
    value = show_number(Fraction(one.value)) if _FRACTION.fullmatch(one.value) else one.value
    return ": ".join(part for part in (one.text, value) if part)
