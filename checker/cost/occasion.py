"""Whether a clause says anything of an instance: its conditions, but for those that only wait for a payment.

`when any payment ...` keeps a clause quiet until there is something to judge. It is no term of what
may be paid: it holds where such a payment of the fund is on file, of whatever month, or where the
fund has none at all in the period, whose months are then replayed on their net assets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.cost.counted import Atom, kinds_of
from checker.cost.spots import Spot
from checker.cost.terms import Term
from checker.evaluate.case import Case
from checker.evaluate.expressions import truth
from checker.evaluate.queries import complete
from checker.typed import nodes as t
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, every


@dataclass(frozen=True, slots=True)
class Paid:
    """What is on file of a fund's payments: whether any in the period, of which kinds ever, the months."""

    any: bool
    ever: frozenset[Atom]
    months: tuple[Period, ...]


def applies(case: Case, term: Term, spot: Spot, paid: Paid) -> Truth:
    """Return whether a clause says anything of an instance."""
    if term.rule.when is None:
        return spot.certain
    return every([spot.certain, *(_part(case, p, spot, paid) for p in _conjuncts(term.rule.when))])


def _part(case: Case, part: t.Expr, spot: Spot, paid: Paid) -> Truth:
    value = truth(case, part, spot.whole)
    if value is True or not (isinstance(part, t.Query) and part.fn == "any" and part.over.name == "payment"):
        return value
    if not paid.any or kinds_of(case, part.over, spot.whole) & paid.ever:
        return True
    if isinstance(value, Unknown) and _all_on_file(case, spot, paid):
        return False
    return value


def _all_on_file(case: Case, spot: Spot, paid: Paid) -> bool:
    """Tell whether no payment is missing in the months of the instance that were observed."""
    time = spot.whole.time
    inside = [m for m in paid.months if isinstance(time, Period) and m.end in time]
    if not inside:
        return False
    return complete(case, "payment", spot.place.fund or None, inside[0].start, inside[-1].end)


def _conjuncts(e: t.Expr) -> Iterator[t.Expr]:
    if isinstance(e, t.Logic) and e.op == "and":
        for part in e.parts:
            yield from _conjuncts(part)
    else:
        yield e
