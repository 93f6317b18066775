"""What is left under each cap, and which of the caps on the same payments binds.

A cap binds where no other one on the same payments, or on more than these, is less, and no two
others that count all of them between them come to less. Caps are compared for one fund, class and
period; kinds of payment of which the fund has none on file are left out. Caps that are equal bind
together. What is unknown of another cap that might be less leaves open whether this one binds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Literal

from checker.cost.amounts import Amount, observed, why
from checker.cost.counted import Atom, Counted, limits
from checker.cost.money import exactly
from checker.cost.replayed import Found, Here, Replayed, is_month
from checker.cost.spots import Place
from checker.cost.terms import counts_alike
from checker.cost.words import stream_of
from checker.evaluate.case import Value
from checker.findings.amended import Headroom
from checker.values.periods import Period
from checker.values.truth import Unknown

CAPS = ("at most", "between")
Binds = Literal["old and new", "old", "new", ""]


@dataclass(frozen=True, slots=True)
class _Cap:
    """One cap on one side: its amount, or why it is not known whether there is one."""

    found: Found
    amount: Fraction | None
    doubt: str


class Stacks:
    """Which caps limit which, asked once for each pair of what they count."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], bool] = {}

    def limits(self, caps: tuple[Counted, ...], of: Counted, among: frozenset[Atom] | None) -> bool:
        """Tell whether limits on these limit that."""
        key = (*caps, of, among)
        if key not in self._known:
            self._known[key] = limits(caps, of, among)
        return self._known[key]


def headroom(made: Replayed, funds: frozenset[str]) -> Iterator[Headroom]:
    """Yield the headroom under each cap of some funds, and under each cap that is itself changed.

    Caps on one provider are told where the agreement's own one of them is changed.
    """
    stacks = Stacks()
    groups: dict[tuple[str, Place], list[_Told]] = {}
    for here in made.places.values():
        found = [f for f in (*here.new, *here.old) if f.term.check.relation in CAPS]
        alike = all(made.place_alike(f.term.rule.name, here.place) for f in found)
        if alike and (here.place.rest or here.place.fund not in funds):
            continue
        for told in _of_place(made, here, stacks):
            key = (told.line.clause, replace(here.place, period="") if told.kind else here.place)
            groups.setdefault(key, []).append(told)
    for group in groups.values():
        yield from (x.line for x in _kept(group))


@dataclass(frozen=True, slots=True)
class _Told:
    line: Headroom
    period: Period | None
    kind: str
    known: bool


def _kept(group: Sequence[_Told]) -> Iterator[_Told]:
    """Leave out a period of which only the months are known, and months of which only that is."""
    wholes = [x for x in group if x.kind == "whole" and x.period is not None]
    for told in group:
        if told.kind == "month" and not told.known:
            assert told.period is not None
            if any(w.known and w.period and told.period.end in w.period for w in wholes):
                continue
        if told.kind == "whole" and not told.known and len(group) > len(wholes):
            continue
        yield told


def _of_place(made: Replayed, here: Here, stacks: Stacks) -> Iterator[_Told]:
    """Yield the lines of one place; caps on the whole fund limit what one provider gets, too."""
    beside = made.whole(here.place) if here.place.rest else Here(here.place)
    among = made.atoms(here.place.fund)
    own = [_caps(here.old), _caps(here.new)]
    rivals = [[*own[0], *_caps(beside.old)], [*own[1], *_caps(beside.new)]]
    for key in dict.fromkeys(_key(c) for caps in reversed(own) for c in caps):
        pair = [next((c for c in caps if _key(c) == key), None) for caps in own]
        binds = [
            _binds(cap, others, stacks, among) if cap else ("no", "")
            for cap, others in zip(pair, rivals, strict=True)
        ]
        one = pair[1] or pair[0]
        assert one is not None
        period, term = one.found.spot.period, one.found.term
        kind = "" if not term.monthly else "month" if is_month(period) else "whole"
        known = any(cap is not None and cap.amount is not None for cap in pair)
        yield _Told(_line(made, here, pair[0], pair[1], binds), period, kind, known)


def _key(cap: _Cap) -> tuple[str, str]:
    return cap.found.term.rule.name, cap.found.counted.record


def _caps(found: Sequence[Found]) -> list[_Cap]:
    return [_cap(f) for f in found if f.term.check.relation in CAPS]


def _cap(f: Found) -> _Cap:
    amount = f.cap()
    if isinstance(amount, Unknown):
        return _Cap(f, None, why(amount))
    assert isinstance(amount, Amount)
    doubt = f"whether it applies: {why(f.applies)}" if isinstance(f.applies, Unknown) else ""
    return _Cap(f, amount.exact, doubt)


def _binds(
    cap: _Cap, others: Sequence[_Cap], stacks: Stacks, among: frozenset[Atom] | None
) -> tuple[str, str]:
    """Return ``yes``, ``no`` or ``open``, and the clause that leaves it open."""
    if cap.amount is None or cap.doubt:
        return "no", ""
    rivals = [o for o in others if o is not cap]
    open_: list[str] = []
    for size in (1, 2):
        for group in combinations(rivals, size):
            if not stacks.limits(tuple(o.found.counted for o in group), cap.found.counted, among):
                continue
            if size == 2 and any(stacks.limits((o.found.counted,), cap.found.counted, among) for o in group):
                continue
            known = [o.amount for o in group if o.amount is not None]
            if sum(known, Fraction(0)) >= cap.amount:
                continue
            doubtful = [o.found.term.rule.name for o in group if o.amount is None or o.doubt]
            if not doubtful:
                return "no", ""
            open_ += doubtful
    return ("open", ", ".join(dict.fromkeys(open_))) if open_ else ("yes", "")


def _line(
    made: Replayed, here: Here, old: _Cap | None, new: _Cap | None, binds: Sequence[tuple[str, str]]
) -> Headroom:
    cap = new or old
    assert cap is not None
    seen_new, seen_old = _observed(made, old, new)
    rule = cap.found.term.rule
    told = dict.fromkeys(
        [
            *(t for t in (_short(seen_new), _short(seen_old)) if t),
            *_both("the cap", old.doubt if old else "", new.doubt if new else ""),
            *_both("whether it binds turns on", binds[0][1], binds[1][1]),
        ]
    )
    if old and new and seen_old != seen_new:
        told[f"under the old terms {_amount(seen_old) or 'what is not known'} counts"] = None
    return Headroom(
        clause=rule.name,
        authority=rule.document,
        paragraph=rule.citation.paragraph,
        stream=stream_of(made, made.of_stream(cap.found)),
        fund=here.place.fund,
        share_class=here.place.share_class,
        period=here.place.period,
        observed=_amount(seen_new if new else seen_old),
        old_cap=_figure(old),
        new_cap=_figure(new),
        old_headroom=_left(old, seen_old),
        new_headroom=_left(new, seen_new),
        binds=_which(binds),
        not_known="; ".join(told),
    )


def _observed(made: Replayed, old: _Cap | None, new: _Cap | None) -> tuple[Value, Value]:
    """Return what was observed as each side counts it, worked out once where they count alike."""
    one, other = new or old, old or new
    assert one is not None and other is not None
    seen = observed(one.found.side, one.found.term, one.found.spot)
    if one is other:
        return seen, seen
    if counts_alike(other.found.term, one.found.term, made.before.case, made.after.case):
        return seen, seen
    return seen, observed(other.found.side, other.found.term, other.found.spot)


def _short(value: Value) -> str:
    return f"observed: {why(value)}" if isinstance(value, Unknown) else ""


def _both(title: str, old: str, new: str) -> list[str]:
    if old == new:
        return [f"{title}: {new}"] if new else []
    sides = (("under the old terms", old), ("under the new terms", new))
    return [f"{title}, {side}: {text}" for side, text in sides if text]


def _amount(value: Value) -> str:
    if isinstance(value, Unknown):
        return f"at least {exactly(value.at_least)}" if value.at_least is not None else ""
    assert isinstance(value, Fraction)
    return exactly(value)


def _figure(cap: _Cap | None) -> str:
    return exactly(cap.amount) if cap is not None and cap.amount is not None else ""


def _left(cap: _Cap | None, seen: Value) -> str:
    """Return cap less observed; where records may be missing, what is left at most."""
    if cap is None or cap.amount is None:
        return ""
    if isinstance(seen, Unknown):
        return f"at most {exactly(cap.amount - seen.at_least)}" if seen.at_least is not None else ""
    assert isinstance(seen, Fraction)
    return exactly(cap.amount - seen)


def _which(binds: Sequence[tuple[str, str]]) -> Binds:
    old, new = (b[0] == "yes" for b in binds)
    if old and new:
        return "old and new"
    return "old" if old else "new" if new else ""
