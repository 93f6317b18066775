"""What the agreement lets be paid at one place: what is due, or else what its least limit allows.

Clauses on the same payments are one stream. Where one says what is due (`to exactly`, `to at
least`), that is what is payable; the greatest of them if there are several. Where all of them only
limit, the least limit is, that of a clause on more payments counted: what limits the whole limits
its parts. Regulations limit, but let nothing be paid. Limits on one provider are none of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.cost.amounts import Amount, excused, why
from checker.cost.counted import Counted, limits, same
from checker.cost.money import AT_PAYMENT
from checker.cost.replayed import Found
from fractions import Fraction

from checker.values.truth import Unknown

DUE = ("exactly", "at least", "between")

NOTHING = Amount(Fraction(0), Fraction(0), AT_PAYMENT, (), None)


@dataclass(frozen=True, slots=True)
class Payable:
    """What may be paid: an amount; none where the fund is not under these terms; or not known."""

    amount: Amount | None = None
    not_known: str = ""


def payable(stream: Counted, here: Sequence[Found], there: bool) -> Payable:
    """Return what a side lets be paid of a stream; ``there`` tells whether the fund is in it."""
    if not there:
        return Payable()
    own = [f for f in here if f.term.own]
    on_it = [f for f in own if same(f.counted, stream)]
    dues = [f for f in on_it if f.term.check.relation in DUE]
    if dues:
        return _due(dues)
    caps = [f for f in own if f.term.check.relation == "at most" and limits((f.counted,), stream)]
    return _least(caps)


def _due(dues: Sequence[Found]) -> Payable:
    """Return the greatest amount due. An exception frees a single charge; a sum stays what it is."""
    found: list[Amount] = []
    for f in dues:
        free = excused(f.side, f.term, f.spot) if f.counted.record else False
        if free is True:
            found.append(NOTHING)
            continue
        amount = f.low()
        for doubt in (amount, free, f.applies):
            if isinstance(doubt, Unknown):
                return Payable(not_known=why(doubt))
        assert isinstance(amount, Amount)
        found.append(amount)
    return Payable(max(found, key=lambda a: (a.exact, a is not NOTHING)))


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
