"""One part of a clause that is different, and which way it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from checker.findings.amended import Direction
from checker.findings.model import Step
from checker.proof.decide import Order

T = TypeVar("T")
How = Literal["added", "removed", "widened", "narrowed", "raised", "lowered", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One part that is different.

    ``direction`` is of the clause, but of the amount or day for limits, bases, deadlines, terms and notice.
    ``case`` are the steps of a case in which old and new part. ``old`` and ``new`` are the words of the
    part, empty where there is none; where they are the same, what their words mean has changed. ``how``
    tells what happened to the part itself: a condition is ``widened`` where it is met in more cases.
    """

    facet: str
    direction: Direction
    case: tuple[Step, ...]
    old: str
    new: str
    how: How = "changed"


def each(words: Callable[[T], str], old: T, new: T) -> tuple[str, str]:
    """Return the words of the old and of the new."""
    return words(old), words(new)


def as_amount(facet: str, found: Order, old: str, new: str) -> tuple[Change, ...]:
    """Return the change of an amount or a day; none where it is the same."""
    if found.way == "same":
        return ()
    ways: dict[str, tuple[Direction, How]] = {
        "more": ("raised", "raised"),
        "less": ("lowered", "lowered"),
        "both": ("both ways", "changed"),
        "undecided": ("undecided", "changed"),
    }
    direction, how = ways[found.way]
    return (Change(facet, direction, found.case, old, new, how),)


def as_condition(
    facet: str, found: Order, old: str, new: str, *, looser_when_met: bool
) -> tuple[Change, ...]:
    """Return the change of a condition, by whether the clause is looser where it is met."""
    if found.way == "same":
        return ()
    if found.way in ("both", "undecided"):
        direction: Direction = "both ways" if found.way == "both" else "undecided"
        how: How = "changed"
    else:
        wider = found.way == "more"
        direction = "looser" if wider is looser_when_met else "tighter"
        how = "widened" if wider else "narrowed"
    if not old or not new:
        how = "added" if not old else "removed"
    return (Change(facet, direction, found.case, old, new, how),)
