"""Both sides replayed for the funds whose terms differ: the bounds of every clause, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from checker.cost.amounts import Amount, bound_of
from checker.cost.counted import Atom, Counted, atom_of, counted, same
from checker.cost.months import Months
from checker.cost.occasion import Paid, applies
from checker.cost.spots import Place, Spot, Wanted, identity, spots
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
    bounds: dict[str, Amount | Unknown]
    """Shared by both sides where the clause says the same on them."""

    def low(self) -> Amount | Unknown:
        """Return the bound, of ``between`` the lower one."""
        return self._bound("low")

    def cap(self) -> Amount | Unknown:
        """Return the bound, of ``between`` the upper one."""
        return self._bound("high" if self.term.check.upper is not None else "low")

    def _bound(self, which: str) -> Amount | Unknown:
        if which not in self.bounds:
            e = self.term.check.bound if which == "low" else self.term.check.upper
            assert e is not None
            self.bounds[which] = bound_of(self.side, self.term, self.spot, e)
        return self.bounds[which]


@dataclass(slots=True)
class Here:
    """What two sides say at one place."""

    place: Place
    old: list[Found] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)


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
        self.labels: dict[tuple[object, ...], str] = {}
        """What streams are called, by what they count and the clauses on them."""
        self._same_facts = before.case.index.facts.by_kind is after.case.index.facts.by_kind
        self._standing: dict[tuple[object, ...], Truth] = {}
        self._bounds: dict[tuple[object, ...], dict[str, Amount | Unknown]] = {}
        self._counted: dict[Counted, Counted] = {}
        self._rows: dict[tuple[str, str, str], bool] = {}
        self._classes: dict[tuple[str, str], bool] = {}
        self._several = len(after.case.agreement.document.shares) > 1
        self._pays: dict[tuple[str, Period], bool] = {}
        self.changed = frozenset(f for f in self._funds() if self.differs(f))
        self.places = self._places()

    def _funds(self) -> frozenset[str]:
        """Return the funds of both states; where one does not list its own, those that were paid for too."""
        listed = self.before.funds | self.after.funds
        if self.before.lists and self.after.lists:
            return listed
        found = (r.values.get("fund") for r in self.after.case.index.of("payment"))
        return listed | {fund for fund in found if isinstance(fund, str)}

    def differs(self, fund: str) -> bool:
        """Tell whether some clause on money says another thing of a fund, or only one side has it."""
        if self.before.has(fund) != self.after.has(fund):
            return True
        names = {**self.before.terms, **self.after.terms}
        return any(not self.term_alike(name, fund) for name in names)

    def term_alike(self, name: str, fund: str, share_class: str = "") -> bool:
        """Tell whether a clause says the same of a fund, or of a class of it, on both sides."""
        if not self._alike.get(name, False):
            return False
        key = (name, fund, share_class)
        if key not in self._rows:
            reads = self.before.terms[name].reads
            about = {"fund": fund, "share_class": share_class}
            self._rows[key] = rows_alike(reads, about, self.before.case, self.after.case)
        return self._rows[key]

    def place_alike(self, name: str, place: Place) -> bool:
        """Tell whether a clause says the same of a place's fund and class."""
        return self.term_alike(name, place.fund, self._class_of(place))

    def class_differs(self, fund: str, share_class: str) -> bool:
        """Tell whether some clause says another thing of a class of a fund, where there are several."""
        if not share_class or not self._several or self.before.has(fund) != self.after.has(fund):
            return True
        key = (fund, share_class)
        if key not in self._classes:
            names = {**self.before.terms, **self.after.terms}
            self._classes[key] = any(not self.term_alike(name, *key) for name in names)
        return self._classes[key]

    def _class_of(self, place: Place) -> str:
        """Return the class of a place where the agreement has several."""
        return place.share_class if self._several else ""

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
        for side in (self.before, self.after):
            for term in side.terms.values():
                for found in self._of_term(side, term):
                    here = made.setdefault(found.spot.place, Here(found.spot.place))
                    (here.old if side is self.before else here.new).append(found)
        return made

    def _of_term(self, side: Side, term: Term) -> Iterator[Found]:
        known: Counted | None = None
        standing: dict[int, tuple[Spot, Truth]] = {}
        for spot in spots(side, term, Wanted(self.changed, self.class_differs), self.months):
            fund, name = spot.place.fund, term.rule.name
            if (not fund and self.term_alike(name, "")) or not side.has(fund, spot.period):
                continue
            if fund and not self.class_differs(fund, spot.place.share_class):
                continue
            found = known or counted(side.case, term.check.subject, spot.env, spot.period)
            if found is None or not (found.flow or over_time(term)):
                return
            known = found if not found.others and not found.record else None
            if id(spot.whole) not in standing:  # the months of one instance apply together
                standing[id(spot.whole)] = spot, self._applies(side, term, spot)
            holds = standing[id(spot.whole)][1]
            if holds is not False:
                yield Found(side, term, spot, self._one(found), holds, self._shared(term, spot))

    def _applies(self, side: Side, term: Term, spot: Spot) -> Truth:
        key = (term.rule.name, identity(spot.whole))
        if self._meet(term.rule.name, spot.place) and key in self._standing:
            return self._standing[key]
        case = side.case
        case.trace.quiet += 1
        fund = spot.place.fund
        pays = self.pays(fund, _period(spot))
        paid = Paid(pays, self.atoms(fund) or frozenset(), self.months.of(term.facts, fund))
        self._standing[key] = applies(case, term, spot, paid)
        case.trace.quiet -= 1
        return self._standing[key]

    def _shared(self, term: Term, spot: Spot) -> dict[str, Amount | Unknown]:
        """Return where the bounds of a clause are kept: for both sides where they are the same."""
        if not self._meet(term.rule.name, spot.place):
            return {}
        return self._bounds.setdefault((term.rule.name, spot.place, identity(spot.env)), {})

    def _meet(self, name: str, place: Place) -> bool:
        return self._same_facts and self.place_alike(name, place)

    def _one(self, c: Counted) -> Counted:
        """Return the first of equal ones, so that they are compared by what they are."""
        return self._counted.setdefault(c, c)

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
