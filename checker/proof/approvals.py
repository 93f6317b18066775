"""Norms about plan and agreement, and approvals, compared: votes, consents, terms, rights, notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from checker.findings.amended import Direction
from checker.proof import formulas, votes
from checker.proof.change import Change, How, as_amount, as_condition, each
from checker.proof.decide import Order, Pair, order
from checker.proof.instances import FAR, Two, condition
from checker.proof.translate import Translator
from checker.proof.values import Scope, Term, Truth
from checker.proof.words import approval_words, origin_words, request_words, right_words, said
from checker.typed import nodes as t
from checker.typed.types import DATE

Sought = Callable[[Translator], votes.Sought]


def norm_of(two: Two) -> Iterator[Change]:
    """Yield how a norm about an approval or an instrument changed."""
    old, new = two.old.norm, two.new.norm
    match old, new:
        case t.Requires(), t.Requires():
            yield from _requires(two, old.request, new.request)
        case t.Continues(), t.Continues():
            yield from _continues(two, old, new)
        case t.TerminableBy(), t.TerminableBy():
            yield from _terminable(two, old, new)
        case t.TerminatesWhen(), t.TerminatesWhen():
            yield from _terminates(two, old, new)
        case t.Survives(), t.Survives():
            yield from _survives(two, old, new)
        case t.EndsWith(), t.EndsWith() if old != new:
            words = each(lambda n: f"{n.instrument} ends with {n.other}", old, new)
            yield Change("rights", "undecided", (), *words)
        case _:
            return


def norm_words(norm: t.Norm) -> str:
    """Return a norm about an instrument as it could be written."""
    match norm:
        case t.Continues():
            return f"continues until {said(norm.until)} while approved by {approval_words(norm.approval)}"
        case t.TerminableBy():
            return f"terminable by {' or '.join(map(right_words, norm.rights))}"
        case t.TerminatesWhen():
            return f"terminates when {origin_words(norm.event)}"
        case t.EndsWith():
            return f"{norm.instrument} ends with {norm.other}"
        case t.Survives():
            return f"{_surviving_words(norm)} survive termination"
        case _:
            return ""


# --- approvals -------------------------------------------------------------------------------


def _requires(two: Two, old: t.ApprovalRequest, new: t.ApprovalRequest) -> Iterator[Change]:
    names = two.names()
    same = two.sameness.same
    if not same((old.day, old.strictly), (new.day, new.strictly), names):
        yield from _days(two, old, new)
    rest = [replace(r, day=None, strictly=False) for r in (old, new)]
    if same(rest[0], rest[1], names):
        return
    parts = apart(old.approval), apart(new.approval)
    others = [replace(r, approval=t.AllOf(())) for r in rest]
    if parts[0] is None or parts[1] is None or not same(others[0], others[1], names):
        yield from _approval(two, "approval", old, new, (request_words(rest[0]), request_words(rest[1])))
        return
    for facet, a, b in zip(("approval", "consent"), parts[0], parts[1], strict=True):
        if not same(a, b, names):
            words = _words(a), _words(b)
            yield from _approval(two, facet, replace(old, approval=a), replace(new, approval=b), words)


def _words(a: t.Approval) -> str:
    return approval_words(a) if not isinstance(a, t.AllOf) or a.parts else ""


def _approval(
    two: Two, facet: str, old: t.ApprovalRequest, new: t.ApprovalRequest, words: tuple[str, str]
) -> tuple[Change, ...]:
    """Compare what is asked for, by the same day."""

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        day = Term(tr.space.symbol("day by which", "whole"), tr.space.yes)
        tr.worlds.placed(day, DATE, "")
        found = [
            votes.on_file(tr, replace(r, day=None, strictly=False), x, until=day)
            for r, x in ((old, one), (new, other))
        ]
        return Pair(found[0], found[1])

    return as_condition(facet, order(two.sameness, make), *words, looser_when_met=True)


def _days(two: Two, old: t.ApprovalRequest, new: t.ApprovalRequest) -> tuple[Change, ...]:
    def last(tr: Translator, r: t.ApprovalRequest, scope: Scope) -> Term:
        if r.day is None:  # the day of the check, which has no end
            return Term(tr.space.whole(FAR), tr.space.yes)
        day = tr.term(r.day, scope)
        tr.assume(day.value < FAR)
        return Term(day.value - 1, day.known) if r.strictly else day

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        shown = DATE if old.day is not None and new.day is not None else None
        return Pair(last(tr, old, one), last(tr, new, other), type=shown)

    words = each(_day_words, old, new)
    return as_amount("deadline", order(two.sameness, make), *words)


def _day_words(r: t.ApprovalRequest) -> str:
    return "" if r.day is None else f"{'before' if r.strictly else 'by'} {said(r.day)}"


def apart(a: t.Approval) -> tuple[t.Approval, t.Approval] | None:
    """Return the votes and the consents that are asked for, None where one may stand for the other."""
    match a:
        case t.VoteOf():
            return a, t.AllOf(())
        case t.ConsentOf():
            return t.AllOf(()), a
        case t.AllOf():
            parts = [apart(p) for p in a.parts]
            if any(p is None for p in parts):
                return None
            pairs = [p for p in parts if p is not None]
            return _joined([v for v, _ in pairs]), _joined([c for _, c in pairs])
        case t.AnyOf():
            if _votes_only(a):
                return a, t.AllOf(())
            return (t.AllOf(()), a) if _consents_only(a) else None


def _joined(parts: list[t.Approval]) -> t.Approval:
    flat = [x for p in parts for x in (p.parts if isinstance(p, t.AllOf) else (p,))]
    return flat[0] if len(flat) == 1 else t.AllOf(tuple(flat))


def _votes_only(a: t.Approval) -> bool:
    return all(map(_votes_only, a.parts)) if isinstance(a, (t.AllOf, t.AnyOf)) else isinstance(a, t.VoteOf)


def _consents_only(a: t.Approval) -> bool:
    if isinstance(a, (t.AllOf, t.AnyOf)):
        return all(map(_consents_only, a.parts))
    return isinstance(a, t.ConsentOf)


def _sought(
    two: Two, facet: str, old: t.Approval, new: t.Approval, sought: Sought
) -> tuple[Change, ...]:
    """Compare two approvals sought for the same."""

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        wanted = sought(tr)
        return Pair(votes.approved(tr, old, wanted, one), votes.approved(tr, new, wanted, other))

    found = order(two.sameness, make)
    return as_condition(facet, found, _words(old), _words(new), looser_when_met=True)


def _both_kinds(two: Two, old: t.Approval, new: t.Approval, sought: Sought) -> Iterator[Change]:
    parts = apart(old), apart(new)
    if parts[0] is None or parts[1] is None:
        if not two.sameness.same(old, new):
            yield from _sought(two, "approval", old, new, sought)
        return
    for facet, a, b in zip(("approval", "consent"), parts[0], parts[1], strict=True):
        if not two.sameness.same(a, b):
            yield from _sought(two, facet, a, b, sought)


# --- terms -----------------------------------------------------------------------------------


def _continues(two: Two, old: t.Continues, new: t.Continues) -> Iterator[Change]:
    if not two.sameness.same(old.until, new.until):

        def make(tr: Translator) -> Pair:
            one, other = two.scopes(tr)
            return Pair(tr.term(old.until, one), tr.term(new.until, other), type=DATE)

        yield from as_amount("term", order(two.sameness, make), said(old.until), said(new.until))
    if set(old.instruments) != set(new.instruments):
        yield Change("term", "undecided", (), *each(_instruments, old, new))
    yield from _both_kinds(two, old.approval, new.approval, formulas.continuing)


# --- rights to terminate ---------------------------------------------------------------------


def _terminable(two: Two, old: t.TerminableBy, new: t.TerminableBy) -> Iterator[Change]:
    for a, b in _matched(old.rights, new.rights):
        if a is None or b is None:
            yield from _right(two, a, b)
        else:
            yield from _changed_right(two, a, b)
    if old.without_penalty != new.without_penalty:
        direction: Direction = "tighter" if new.without_penalty else "looser"
        words = each(lambda n: "without penalty" if n.without_penalty else "", old, new)
        how: How = "added" if new.without_penalty else "removed"
        yield Change("rights", direction, (), *words, how)
    if set(old.instruments) != set(new.instruments):
        yield Change("rights", "undecided", (), *each(_instruments, old, new))


def _matched(
    old: tuple[t.Right, ...], new: tuple[t.Right, ...]
) -> list[tuple[t.Right | None, t.Right | None]]:
    left = list(new)
    pairs: list[tuple[t.Right | None, t.Right | None]] = []
    for a in old:
        same = [b for b in left if formulas.names_of(b) == formulas.names_of(a)]
        b = next((x for x in same if x == a), same[0] if same else None)
        pairs.append((a, b))
        if b is not None:
            left.remove(b)
    return [*pairs, *((None, b) for b in left)]


def _right(two: Two, old: t.Right | None, new: t.Right | None) -> tuple[Change, ...]:
    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        never = tr.certain(tr.space.no)
        return Pair(
            formulas.right(tr, old, one) if old is not None else never,
            formulas.right(tr, new, other) if new is not None else never,
        )

    words = each(lambda r: right_words(r) if r is not None else "", old, new)
    return as_condition("rights", order(two.sameness, make), *words, looser_when_met=True)


def _changed_right(two: Two, old: t.Right, new: t.Right) -> Iterator[Change]:
    if (old.days, old.written) != (new.days, new.written):
        yield from _notice(old, new)
    if old.approval is not None and new.approval is not None:
        yield from _both_kinds(two, old.approval, new.approval, formulas.ending)


def _notice(old: t.Right, new: t.Right) -> Iterator[Change]:
    words = each(_notice_words, old, new)
    before, after = old.days or 0, new.days or 0
    if before != after or (old.days is None) != (new.days is None):
        way: Order = Order("more" if after > before or old.days is None else "less")
        yield from as_amount("notice", way, *words)
        return
    yield Change("notice", "tighter" if new.written else "looser", (), words[0], words[1])


def _notice_words(r: t.Right) -> str:
    return "" if r.days is None else f"{r.days} days {'written ' if r.written else ''}notice"


def _instruments(n: t.Continues | t.TerminableBy | t.TerminatesWhen) -> str:
    return " and ".join(n.instruments)


# --- ends and survival -----------------------------------------------------------------------


def _terminates(two: Two, old: t.TerminatesWhen, new: t.TerminatesWhen) -> Iterator[Change]:
    names = {**two.names(), old.event.variable: new.event.variable}
    words = origin_words(old.event), origin_words(new.event)
    if old.event.name != new.event.name or not two.same_instances():
        yield Change("condition", "undecided", (), *words)
        return
    if set(old.instruments) != set(new.instruments):
        yield Change("condition", "undecided", (), *each(_instruments, old, new))
    if not two.sameness.same(old.event.where, new.event.where, names):

        def make(tr: Translator) -> Pair:
            one, other = two.scopes(tr)
            return Pair(
                condition(tr, old.event.where, one), condition(tr, new.event.where, other)
            )

        found = order(two.sameness, make)
        yield from as_condition("condition", found, *words, looser_when_met=False)
    if not two.sameness.same(old.on, new.on, names):
        yield from _ending_day(two, old, new)


def _ending_day(two: Two, old: t.TerminatesWhen, new: t.TerminatesWhen) -> tuple[Change, ...]:
    if old.on is None or new.on is None:
        return (Change("deadline", "undecided", (), said(old.on), said(new.on)),)
    one_day, other_day = old.on, new.on

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        return Pair(tr.term(one_day, one), tr.term(other_day, other), type=DATE)

    return as_amount("deadline", order(two.sameness, make), said(old.on), said(new.on))


def _survives(two: Two, old: t.Survives, new: t.Survives) -> Iterator[Change]:
    if set(old.clauses) == set(new.clauses) and two.sameness.same(old.until, new.until):
        return

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        found: list[Truth] = [
            formulas.released(tr, old, one),
            formulas.released(tr, new, other),
        ]
        return Pair(found[0], found[1])

    words = each(_surviving_words, old, new)
    yield from as_condition("survival", order(two.sameness, make), *words, looser_when_met=True)


def _surviving_words(n: t.Survives) -> str:
    return ", ".join(n.clauses) + (f" until {said(n.until)}" if n.until is not None else "")
