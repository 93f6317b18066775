"""Queries: what they run over, and what is so of each of the things there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.proof import records, times
from checker.proof.values import Body, Domain, Item, Scope, Term, Truth, Value
from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.translate import Translator


def query(tr: Translator, q: t.Query, scope: Scope) -> Value:
    """Return what a query gives."""
    over = domain(tr, q.over, scope)

    def met(element: Term) -> Truth:
        return where(tr, q.over, element, scope)

    def item(element: Term) -> Term:
        assert q.item is not None
        return tr.term(q.item, scope.bind(q.over.variable, element, bound=True))

    def failing(element: Term) -> Truth:
        assert q.satisfies is not None
        inner = scope.bind(q.over.variable, element, bound=True)
        return tr.all([met(element), tr.opposite(tr.truth(q.satisfies, inner))])

    match q.fn:
        case "any":
            return tr.worlds.exists(over, met, scope)
        case "no":
            return tr.opposite(tr.worlds.exists(over, met, scope))
        case "every":
            return tr.opposite(tr.worlds.exists(over, failing, scope))
        case "count":
            one = Term(tr.space.number(1), tr.space.yes)
            return tr.worlds.total(over, met, lambda _: one, scope)
        case "sum":
            return tr.worlds.total(over, met, item, scope)
        case "latest" | "earliest" | "the":
            rank = _rank(tr, q.over, scope)
            return tr.worlds.pick(q.fn, over, met, rank, scope)
        case _:
            return tr.worlds.statistic(q.fn, over, met, item, scope)


def where(tr: Translator, o: t.Origin, element: Term, scope: Scope) -> Truth:
    """Return whether a generator runs over something: its ``where``, and that it is seen by the day."""
    parts: list[Truth] = []
    if o.where is not None:
        parts.append(tr.truth(o.where, scope.bind(o.variable, element, bound=True)))
    if scope.as_of is not None and o.kind == "fact":
        happened = records.happened(tr, o.name, element, scope)
        if happened is not None:
            parts.append(tr.known(happened.known, happened.value <= scope.as_of))
    return tr.all(parts)


def _rank(tr: Translator, o: t.Origin, scope: Scope) -> Item:
    def rank(element: Term) -> Term:
        first = records.dated(tr, o.name, element, scope) if o.kind == "fact" else element
        return first or Term(tr.space.whole(0), tr.space.no)

    return rank


def domain(tr: Translator, o: t.Origin, scope: Scope) -> Domain:
    """Return what a generator runs over."""
    match o.kind:
        case "fact":
            return Domain(("fact", o.name), o.type, o.name, o.variable)
        case "nested":
            assert o.within is not None
            inside = tr.term(o.within, scope)
            return Domain(("nested", o.type.name, inside.value), o.type, o.type.name, o.variable)
        case "days" | "business days":
            assert o.within is not None
            taken = tr.term(o.within, scope)
            side = "" if o.kind == "days" else tr.calendar(scope)
            return Domain((o.kind, side), o.type, "", o.variable, _inside(tr, taken))
        case "rows" | "values":
            return _listed(tr, o, scope)
        case "periods":
            series = times.series_words(tr, o.series, scope)
            taken_in = tr.term(o.within, scope) if o.within is not None else None
            within = _inside(tr, taken_in) if taken_in is not None else None
            return Domain(("periods", series), o.type, "", o.variable, within)
        case "funds":
            same = all(map(tr.sameness.schedule, tr.sameness.before.schedules))
            return Domain((o.kind, tr.side_of(same, scope)), o.type, o.type.name, o.variable)
        case _:
            return Domain((o.kind,), o.type, o.type.name, o.variable)


def _listed(tr: Translator, o: t.Origin, scope: Scope) -> Domain:
    side = tr.side_of(not records.schedule_changed(tr, o.name), scope)
    column = o.within.field if isinstance(o.within, t.Get) else ""
    return Domain((o.kind, o.name, column, side), o.type, o.type.name, o.variable)


def _inside(tr: Translator, taken: Term) -> Body:
    return lambda time: tr.compared("in", time, taken)
