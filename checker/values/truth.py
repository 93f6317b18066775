"""What is not known, and how it spreads: strong Kleene logic over yes, no and unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Settled = Literal["fact", "judgement"]


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why something is not known: a fact not on file, or a question only a person can answer.

    ``text`` names the fact or the question; ``settle`` says what entry would settle it. Where
    records are not known to be complete, ``records`` says of which kind, and on which days.
    """

    kind: Settled
    text: str
    settle: str = ""
    records: tuple[str, date, date] | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known. ``at_least`` bounds a sum some of whose rows are on file."""

    reasons: frozenset[Reason]
    at_least: Fraction | None = None


Truth = bool | Unknown


def missing(text: str, settle: str = "") -> Unknown:
    """Return the unknown that one missing fact makes."""
    return Unknown(frozenset({Reason("fact", text, settle)}))


def question(text: str, settle: str = "") -> Unknown:
    """Return the unknown that one open question for counsel makes."""
    return Unknown(frozenset({Reason("judgement", text, settle)}))


def unknown_from(values: Iterable[object]) -> Unknown | None:
    """Return one unknown with the reasons of all unknowns among ``values``, or None."""
    found = [v for v in values if isinstance(v, Unknown)]
    return Unknown(frozenset().union(*(v.reasons for v in found))) if found else None


def every(parts: Iterable[Truth | Callable[[], Truth]]) -> Truth:
    """Return the conjunction: no if any part is no, else unknown if any is, else yes."""
    return _fold(parts, stop=False)


def some(parts: Iterable[Truth | Callable[[], Truth]]) -> Truth:
    """Return the disjunction: yes if any part is yes, else unknown if any is, else no."""
    return _fold(parts, stop=True)


def opposite(value: Truth) -> Truth:
    """Return the negation; the negation of unknown is unknown."""
    return value if isinstance(value, Unknown) else not value


def _fold(parts: Iterable[Truth | Callable[[], Truth]], *, stop: bool) -> Truth:
    pending: list[Unknown] = []
    for part in parts:
        value = part() if callable(part) else part
        if isinstance(value, Unknown):
            pending.append(value)
        elif value is stop:
            return stop
    if not pending:
        return not stop
    return Unknown(frozenset().union(*(u.reasons for u in pending)))
