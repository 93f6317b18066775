"""The parts of a clause compared, each for itself, and the clause as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from checker.findings.amended import Direction
from checker.proof import approvals, formulas, instances
from checker.proof.change import Change, as_amount, as_condition, each
from checker.proof.decide import Make, Order, Pair, order
from checker.proof.instances import Two
from checker.proof.translate import Translator
from checker.proof.values import Scope, Term, Truth
from checker.proof.words import origin_words, request_words, said
from checker.typed import nodes as t

OfClause = Callable[[Translator, t.Clause, Scope], Truth]
Alike = Callable[[t.Unless, t.Unless], bool]

PLAIN = (t.Limit, t.Holds, t.Requires, t.Duty)
"""Norms that ask something of each instance: any of them can take the place of another."""


def same(two: Two, old: object, new: object) -> bool:
    """Tell whether two parts say the same."""
    return two.sameness.same(old, new, two.names())


def ordered(two: Two, make: Make) -> Order:
    """Return how two parts stand; cases each way of instances that are not the same decide nothing.

    Where the figures of the schedules keep the clause from applying at all, they are left out.
    """
    found = order(two.sameness, make)
    if found.vacuous:
        two.sameness.figures = False
        found = order(two.sameness, make)
        two.sameness.figures = True
    return Order("undecided") if found.way == "both" and not two.same_each() else found


def ordered_amounts(two: Two, old: t.Expr, new: t.Expr) -> Order:
    """Return how two amounts or days stand where both clauses apply."""

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        given = both_apply(tr, two, one, other)
        return Pair(tr.term(old, one), tr.term(new, other), given, new.type)

    return ordered(two, make)


def both_apply(tr: Translator, two: Two, one: Scope, other: Scope) -> tuple[Truth, ...]:
    """Return that old and new clause apply to an instance."""
    return instances.applies(tr, two, two.old, one), instances.applies(tr, two, two.new, other)


def ordered_conditions(two: Two, old: t.Expr | None, new: t.Expr | None, missing: bool) -> Order:
    """Return how two conditions stand; one that is not there is always met, or never."""

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        s = tr.space
        none = tr.certain(s.yes if missing else s.no)
        return Pair(
            none if old is None else tr.truth(old, one), none if new is None else tr.truth(new, other)
        )

    return ordered(two, make)


# --- what it applies to ----------------------------------------------------------------------


def applies_of(two: Two) -> Iterator[Change]:
    """Yield how what a clause runs over, its days and its binding changed."""
    old, new = two.old, two.new
    if not two.same_each():
        words = each(lambda c: ", ".join(map(origin_words, c.each)), old, new)
        yield Change("applies", "undecided", (), *words)
    else:
        for a, b in zip(old.each, new.each, strict=False):
            if not same(two, a.where, b.where):
                found = ordered_conditions(two, a.where, b.where, missing=True)
                yield from _condition("applies", found, origin_words(a), origin_words(b))
    if not (same(two, old.since, new.since) and same(two, old.until, new.until)):
        yield from _condition("applies", _truths(two, instances.in_days), _days(old), _days(new))
    if old.binds != new.binds:
        yield from _condition("applies", _truths(two, instances.binds), old.binds, new.binds)


def _condition(facet: str, found: Order, old: str, new: str) -> tuple[Change, ...]:
    """Return a change of what a clause applies to, which is never added or removed: there always is some."""
    made = as_condition(facet, found, old or " ", new or " ", looser_when_met=False)
    return tuple(replace(c, old=old, new=new) for c in made)


def _days(c: t.Clause) -> str:
    parts = ((f"from {said(c.since)}", c.since), (f"until {said(c.until)}", c.until))
    return " ".join(text for text, e in parts if e is not None)


def _truths(two: Two, of: OfClause) -> Order:
    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        return Pair(of(tr, two.old, one), of(tr, two.new, other))

    return ordered(two, make)


def when_of(two: Two) -> Iterator[Change]:
    """Yield how the condition changed."""
    old, new = two.old.when, two.new.when
    if not same(two, old, new):
        found = ordered_conditions(two, old, new, missing=True)
        yield from as_condition("when", found, said(old), said(new), looser_when_met=False)


def unless_of(two: Two) -> Iterator[Change]:
    """Yield how each exception changed: matched by label, then by what it says, then by its place."""
    permits = isinstance(two.new.norm, t.Duty) and two.new.norm.modality == "may"
    for a, b in _matched(two):
        one, other = (u.condition if u is not None else None for u in (a, b))
        if same(two, one, other):
            continue
        found = ordered_conditions(two, one, other, missing=False)
        yield from as_condition("unless", found, _exception(a), _exception(b), looser_when_met=not permits)


def _exception(u: t.Unless | None) -> str:
    if u is None:
        return ""
    return f'"{u.label}": {said(u.condition)}' if u.label else said(u.condition)


def _matched(two: Two) -> list[tuple[t.Unless | None, t.Unless | None]]:
    left, right = list(two.old.unless), list(two.new.unless)
    pairs: list[tuple[t.Unless | None, t.Unless | None]] = []

    def take(alike: Alike) -> None:
        for a in list(left):
            b = next((x for x in right if alike(a, x)), None)
            if b is not None:
                pairs.append((a, b))
                left.remove(a)
                right.remove(b)

    take(lambda a, b: same(two, a.condition, b.condition))
    take(lambda a, b: bool(a.label) and a.label == b.label)
    if len(left) == len(right):
        take(lambda a, b: not (a.label and b.label) or len(left) == 1)
    return [*pairs, *((a, None) for a in left), *((None, b) for b in right)]


# --- the norm --------------------------------------------------------------------------------


def norm_of(two: Two) -> Iterator[Change]:
    """Yield how the norm changed, by its kind."""
    old, new = two.old.norm, two.new.norm
    if isinstance(old, t.Limit) and isinstance(new, t.Limit):
        yield from _limit(two, old, new)
        yield from deadline_of(two)
    elif isinstance(old, t.Holds) and isinstance(new, t.Holds):
        if not same(two, old.condition, new.condition):
            found = ordered_conditions(two, old.condition, new.condition, missing=True)
            words = said(old.condition), said(new.condition)
            yield from as_condition("condition", found, *words, looser_when_met=True)
        yield from deadline_of(two)
    elif isinstance(old, t.Duty) and isinstance(new, t.Duty):
        yield from _duty(two, old, new)
        yield from deadline_of(two)
    elif type(old) is type(new):
        yield from approvals.norm_of(two)
    elif isinstance(old, PLAIN) and isinstance(new, PLAIN) and not _one_may_be_all(old, new):
        words = norm_words(old), norm_words(new)
        yield from as_condition("condition", ordered_fulfilment(two), *words, looser_when_met=True)
    else:
        yield Change("condition", "undecided", (), norm_words(old), norm_words(new))


def _one_may_be_all(old: t.Norm, new: t.Norm) -> bool:
    """Tell whether one of two norms is a prohibition or permission, of which each event is an instance."""
    return any(isinstance(n, t.Duty) and n.modality != "must" for n in (old, new))


def norm_words(norm: t.Norm) -> str:
    """Return a norm as it could be written."""
    match norm:
        case t.Limit():
            return limit_words(norm)
        case t.Holds():
            return f"must hold {said(norm.condition)}"
        case t.Duty():
            return duty_words(norm)
        case t.Requires():
            return f"requires {request_words(norm.request)}"
        case _:
            return approvals.norm_words(norm)


def _limit(two: Two, old: t.Limit, new: t.Limit) -> Iterator[Change]:
    facet = "deadline" if new.subject.type.kind == "date" else "limit"
    if not same(two, old.subject, new.subject) or old.relation != new.relation:
        found = ordered_fulfilment(two)
        yield from as_condition(facet, found, limit_words(old), limit_words(new), looser_when_met=True)
        return
    pairs = [(old.bound, new.bound)]
    if old.upper is not None and new.upper is not None:
        pairs.append((old.upper, new.upper))
    for a, b in pairs:
        if same(two, a, b):
            continue
        yield from as_amount(facet, ordered_amounts(two, a, b), said(a), said(b))
        yield from _base(two, a, b)


def limit_words(norm: t.Limit) -> str:
    """Return a limit as it could be written."""
    if norm.upper is not None:
        return f"{said(norm.subject)} between {said(norm.bound)} and {said(norm.upper)}"
    return f"{said(norm.subject)} to {norm.relation} {said(norm.bound)}"


def ordered_fulfilment(two: Two) -> Order:
    """Return how the norms stand where both clauses apply: more where the new is fulfilled more often."""

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        pair = (
            formulas.fulfilled(tr, two, two.old, one),
            formulas.fulfilled(tr, two, two.new, other),
        )
        assert pair[0] is not None and pair[1] is not None
        return Pair(pair[0], pair[1], both_apply(tr, two, one, other))

    return ordered(two, make)


def _base(two: Two, old: t.Expr, new: t.Expr) -> Iterator[Change]:
    """Yield how what a rate is taken of changed, where both bounds are a rate of something."""
    one, other = base_of(old), base_of(new)
    if one is not None and other is not None and not same(two, one, other):
        yield from as_amount("base", ordered_amounts(two, one, other), said(one), said(other))


def base_of(bound: t.Expr) -> t.Expr | None:
    """Return what a rate or part is taken of, None where a bound is no rate of anything."""
    match bound:
        case t.Over() | t.Rounded():
            return base_of(bound.amount)
        case t.Arith(op="*"):
            if bound.left.type.kind == "number" and bound.right.type.kind == "money":
                return bound.right
            if bound.left.type.kind == "money" and bound.right.type.kind == "number":
                return bound.left
            return None
        case _:
            return None


def _duty(two: Two, old: t.Duty, new: t.Duty) -> Iterator[Change]:
    inner = {**two.names(), old.event.variable: new.event.variable}
    alike = old.event.name == new.event.name and old.modality == new.modality
    if alike and old.actor == new.actor and two.sameness.same(old.event, new.event, inner):
        return
    words = duty_words(old), duty_words(new)
    if not alike:
        yield Change("duty", by_modality(old, new), (), *words)
        return

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        event = tr.worlds.instance(new.event.name, new.event.variable)
        return Pair(formulas.event(tr, old, event, one), formulas.event(tr, new, event, other))

    found = ordered(two, make)
    yield from as_condition("duty", found, *words, looser_when_met=new.modality != "must not")


def by_modality(old: t.Duty, new: t.Duty) -> Direction:
    """Return which way a norm goes that is of another kind, or about other events."""
    if "may" not in (old.modality, new.modality) or old.modality == new.modality:
        return "undecided"
    return "looser" if new.modality == "may" else "tighter"


def duty_words(norm: t.Duty) -> str:
    """Return a duty as it could be written."""
    return f"{norm.actor} {norm.modality} {norm.verb} {origin_words(norm.event)}"


def deadline_of(two: Two) -> Iterator[Change]:
    """Yield how the day changed by which something must be done."""
    old, new = two.old.by, two.new.by
    if same(two, old, new):
        return

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        far = Term(tr.space.whole(instances.FAR), tr.space.yes)
        due = [instances.due(tr, c, x) for c, x in ((two.old, one), (two.new, other))]
        tr.assume(*(day.value < instances.FAR for day in due if day is not None))
        days = [day or far for day in due]
        shown = new.type if old is not None and new is not None else None
        return Pair(days[0], days[1], both_apply(tr, two, one, other), shown)

    yield from as_amount("deadline", ordered(two, make), said(old), said(new))
