"""Both sides replayed for the funds whose terms differ: the bounds of every clause, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from checker.cost.amounts import Amount, bound_of
from checker.cost.counted import Atom, Counted, atom_of, counted, same
from checker.cost.months import Months
from checker.cost.spots import Place, Spot, applies, spots
from checker.cost.terms import Side, Term, alike, over_time, rows_alike
from checker.facts.store import Record
from checker.values.periods import MONTH, Period
from checker.values.truth import Truth, Unknown


@dataclass(slots=True)
class Found:
    """One clause at one place on one side; its bounds are worked out when they are asked for."""

    side: Side
    term: Term
    spot: Spot
    counted: Counted
    applies: Truth
    _bounds: dict[str, Amount | Unknown] = field(default_factory=dict)

    def low(self) -> Amount | Unknown:
        """Return the bound, of ``between`` the lower one."""
        return self._bound("low")

    def cap(self) -> Amount | Unknown:
        """Return the bound, of ``between`` the upper one."""
        return self._bound("high" if self.term.check.upper is not None else "low")

    def _bound(self, which: str) -> Amount | Unknown:
        if which not in self._bounds:
            e = self.term.check.bound if which == "low" else self.term.check.upper
            assert e is not None
            self._bounds[which] = bound_of(self.side, self.term, self.spot, e)
        return self._bounds[which]


@dataclass(slots=True)
class Here:
    """What two sides say at one place."""

    place: Place
    old: list[Found] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)

    def of(self, *, new: bool) -> list[Found]:
        """Return the clauses of one side."""
        return self.new if new else self.old


class Replayed:
    """The clauses of both sides, place by place, for the funds whose terms differ."""

    def __init__(self, before: Side, after: Side) -> None:
        self.before, self.after = before, after
        self.months = Months(after.case)
        self._alike = {
            name: name in after.terms and alike(term, after.terms[name], before.case, after.case)
            for name, term in before.terms.items()
        }
        self._atoms: dict[str, frozenset[Atom] | None] = {}
        self._rows: dict[tuple[str, str], bool] = {}
        self._pays: dict[tuple[str, Period], bool] = {}
        self.changed = frozenset(f for f in before.funds | after.funds if self.differs(f))
        self.places = self._places()

    def differs(self, fund: str) -> bool:
        """Tell whether some clause on money says another thing of a fund, or only one side has it."""
        if self.before.has(fund) != self.after.has(fund):
            return True
        names = {**self.before.terms, **self.after.terms}
        return any(not self.term_alike(name, fund) for name in names)

    def term_alike(self, name: str, fund: str) -> bool:
        """Tell whether a clause says the same of a fund on both sides."""
        if not self._alike.get(name, False):
            return False
        if (name, fund) not in self._rows:
            reads = self.before.terms[name].reads
            self._rows[name, fund] = rows_alike(reads, fund, self.before.case, self.after.case)
        return self._rows[name, fund]

    def pays(self, fund: str, period: Period | None) -> bool:
        """Tell whether any payment of a fund is on file for a period."""
        if period is None:
            return True
        if (fund, period) not in self._pays:
            self._pays[fund, period] = any(True for _ in self.payments(fund, period))
        return self._pays[fund, period]

    def payments(self, fund: str, period: Period | None) -> Iterator[Record]:
        """Yield the payments that accrued for a fund in a period; all of them where none is given."""
        index = self.after.case.index
        records = index.where("payment", "fund", fund) if fund else index.of("payment")
        for record in records:
            accrued = record.values.get("accrued_for")
            if period is None or (isinstance(accrued, Period) and accrued.end in period):
                yield record

    def _places(self) -> dict[Place, Here]:
        made: dict[Place, Here] = {}
        for side, new in ((self.before, False), (self.after, True)):
            for term in side.terms.values():
                for found in self._of_term(side, term):
                    place = found.spot.place
                    made.setdefault(place, Here(place)).of(new=new).append(found)
        return made

    def _of_term(self, side: Side, term: Term) -> Iterator[Found]:
        known: Counted | None = None
        for spot in spots(side, term, self.changed, self.months):
            if not spot.place.fund and self.term_alike(term.rule.name, ""):
                continue
            if not side.has(spot.place.fund, spot.period):
                continue
            if known is None:
                found = counted(side.case, term.check.subject, spot.env)
                if found is None or not (found.flow or over_time(term)):
                    return
                known = found if not found.others and not found.record else None
            else:
                found = known
            case = side.case
            case.trace.quiet += 1
            holds = applies(case, term, spot, self.pays(spot.place.fund, _period(spot)))
            case.trace.quiet -= 1
            if holds is not False:
                yield Found(side, term, spot, found, holds)

    def whole(self, place: Place) -> Here:
        """Return what is said of a fund and period as such, not of one provider or payee."""
        return self.places.get(replace(place, rest=()), Here(place))

    def in_both(self, fund: str) -> bool:
        """Tell whether a fund is in both states."""
        return self.before.has(fund) and self.after.has(fund)

    def atoms(self, fund: str) -> frozenset[Atom] | None:
        """Return the kinds of payment that are on file for a fund, None where none is."""
        if fund not in self._atoms:
            self._atoms[fund] = frozenset(map(atom_of, self.payments(fund, None))) or None
        return self._atoms[fund]

    def of_stream(self, f: Found) -> list[Found]:
        """Return the clauses at the same place, on either side, that count the same payments."""
        here = self.places[f.spot.place]
        return [x for x in (*here.new, *here.old) if same(x.counted, f.counted)]


def _period(spot: Spot) -> Period | None:
    time = spot.whole.time
    return time if isinstance(time, Period) else None


def is_month(period: Period | None) -> bool:
    """Tell whether a period is one calendar month."""
    return period is not None and period == MONTH.containing(period.start)
