"""What the agreement lets be paid at one place: what its least limit allows, or else what is due.

Clauses on the same payments are one stream. What may be paid of it over a period is the least of
the limits on it (`to at most`), those on more payments counted: what limits the whole limits its
parts. Where nothing limits it as such, it is what is due (`to exactly`, `to at least`), the
greatest of several. A single charge, as at a redemption, is what is due; only where nothing is, the
least limit. Regulations limit, but let nothing be paid; limits on one provider are none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.cost.amounts import Amount, excused, why
from checker.cost.counted import Counted, limits, same
from checker.cost.money import AT_PAYMENT
from checker.cost.replayed import Found
from checker.values.rounding import CENT
from checker.values.truth import Unknown

DUE = ("exactly", "at least", "between")

NOTHING = Amount(Fraction(0), Fraction(0), AT_PAYMENT, "half_up", CENT, (), None)


@dataclass(frozen=True, slots=True)
class Payable:
    """What may be paid: an amount; none where the fund is not under these terms; or not known."""

    amount: Amount | None = None
    not_known: str = ""
    parts: tuple[tuple[str, Fraction], ...] = ()
    """What each of several clauses makes due, by its name."""


def payable(stream: Counted, here: Sequence[Found], there: bool) -> Payable:
    """Return what a side lets be paid of a stream; ``there`` tells whether the fund is in it."""
    if not there:
        return Payable()
    own = [f for f in here if f.term.own]
    on_it = [f for f in own if same(f.counted, stream)]
    dues = [f for f in on_it if f.term.check.relation in DUE]
    limited = any(f.term.check.relation == "at most" for f in on_it)
    if dues and (stream.record or not limited):
        return due(dues)
    return _least([f for f in own if f.term.check.relation == "at most" and limits((f.counted,), stream)])


def due(dues: Sequence[Found]) -> Payable:
    """Return the greatest amount due. An exception frees a single charge; a sum stays what it is."""
    found: list[tuple[str, Amount]] = []
    for f in dues:
        free = excused(f.side, f.term, f.spot) if f.counted.record else False
        if free is True:
            found.append((f.term.rule.name, NOTHING))
            continue
        amount = f.low()
        for doubt in (amount, free, f.applies):
            if isinstance(doubt, Unknown):
                return Payable(not_known=why(doubt))
        assert isinstance(amount, Amount)
        found.append((f.term.rule.name, amount))
    greatest = max((a for _, a in found), key=lambda a: (a.exact, a is not NOTHING))
    return Payable(greatest, parts=tuple(sorted((name, a.exact) for name, a in found)))


def _least(caps: Sequence[Found]) -> Payable:
    """Return the least limit; one that may not apply, or is not known, leaves it open."""
    known: list[Amount] = []
    doubts: list[tuple[Amount | None, str]] = []
    for f in caps:
        amount = f.cap()
        if isinstance(amount, Unknown):
            doubts.append((None, why(amount)))
        elif isinstance(f.applies, Unknown):
            doubts.append((amount, why(f.applies)))
        else:
            known.append(amount)
    least = min(known, key=lambda a: a.exact, default=None)
    open_ = [text for a, text in doubts if least is None or a is None or a.exact < least.exact]
    if open_:
        return Payable(not_known="; ".join(dict.fromkeys(open_)))
    if least is None:
        return Payable(not_known="no limit on these payments")
    return Payable(least)
