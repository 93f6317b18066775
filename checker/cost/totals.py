"""The lines of a replay added up: in cents as paid, and exactly; the two are never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from checker.cost.money import exactly, from_text
from checker.findings.amended import Cost

By = tuple[str, str, str, str]
"""Fund, share class, payee, stream."""


@dataclass(frozen=True, slots=True)
class Total:
    """Some lines added up: ``difference`` in cents as each is paid, ``exact`` without any rounding.

    ``not_known`` counts the lines without a figure: with any, the sums are of the others alone.
    """

    difference: str
    exact: str
    lines: int
    not_known: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums by fund, class, payee and stream; and all, where what is a part of another stream is in that."""

    by: Mapping[By, Total]
    grand: Total


def totals(costs: Iterable[Cost]) -> Totals:
    """Return the sums of the differences of some lines."""
    groups: dict[By, list[Cost]] = {}
    apart: list[Cost] = []
    for c in costs:
        groups.setdefault((c.fund, c.share_class, c.payee, c.stream), []).append(c)
        if not c.part_of:
            apart.append(c)
    return Totals({by: _total(groups[by]) for by in sorted(groups)}, _total(apart))


def _total(costs: Iterable[Cost]) -> Total:
    found = list(costs)
    known = [c for c in found if not c.not_known]
    return Total(
        exactly(sum((from_text(c.difference) for c in known), Fraction(0))),
        exactly(sum((from_text(c.exact) for c in known), Fraction(0))),
        len(found),
        len(found) - len(known),
    )
