"""When a clause is violated, as a truth: it applies, its norm is not fulfilled, and nothing excepts it."""

from __future__ import annotations

from dataclasses import replace

from checker.proof import queries, records, votes
from checker.proof.instances import Two, applies, condition, due, excepted
from checker.proof.translate import Translator
from checker.proof.values import Scope, Term, Truth
from checker.proof.words import said
from checker.typed import nodes as t
from checker.typed.types import DATE, NUMBER, TEXT, YES_NO


def violated(tr: Translator, two: Two, c: t.Clause, scope: Scope) -> Truth | None:
    """Return whether an instance is a violation; None for a norm that is not put so.

    What a clause allows is turned round: it is looser where it allows more.
    """
    met = fulfilled(tr, two, c, scope)
    if met is None:
        return None
    applied = applies(tr, two, c, scope)
    out = excepted(tr, two, c, scope)
    if isinstance(c.norm, t.Duty) and c.norm.modality == "may":
        return tr.opposite(tr.all([applied, met, tr.opposite(out)]))
    return tr.all([applied, tr.opposite(met), tr.opposite(out)])


def fulfilled(tr: Translator, two: Two, c: t.Clause, scope: Scope) -> Truth | None:
    """Return whether the norm of a clause is fulfilled."""
    norm = c.norm
    match norm:
        case t.Limit() | t.Holds():
            seen = replace(scope, as_of=tr.term(c.by, scope).value) if c.by is not None else scope
            return within(tr, norm, seen) if isinstance(norm, t.Limit) else tr.truth(norm.condition, seen)
        case t.Duty():
            return _duty(tr, c, norm, scope)
        case t.Requires():
            return votes.on_file(tr, norm.request, scope)
        case t.Continues():
            same = two.same_instances() and same_term(two)
            return votes.approved(tr, norm.approval, continuing(tr), scope) if same else None
        case t.TerminableBy():
            return _entitled(tr, norm, scope)
        case t.TerminatesWhen():
            return _goes_on(tr, two, norm, scope)
        case t.Survives():
            return released(tr, norm, scope)
        case _:
            return None


def same_term(two: Two) -> bool:
    """Tell whether both versions of a term end on the same day, of the same instruments."""
    old, new = two.old.norm, two.new.norm
    assert isinstance(old, t.Continues) and isinstance(new, t.Continues)
    return old.instruments == new.instruments and two.sameness.same(old.until, new.until)


def within(tr: Translator, norm: t.Limit, scope: Scope) -> Truth:
    """Return whether an amount keeps its limit."""
    subject, bound = tr.term(norm.subject, scope), tr.term(norm.bound, scope)
    if not isinstance(norm.subject, (t.Get, t.Const)):
        told = f"what is limited, {'before' if scope.side == 'old' else 'after'}"
        tr.show(said(norm.subject) if isinstance(norm.subject, t.Apply) else told, norm.subject.type, subject)
    match norm.relation:
        case "at most":
            return tr.compared("<=", subject, bound)
        case "at least":
            return tr.compared(">=", subject, bound)
        case "exactly":
            return tr.compared("=", subject, bound)
        case _:
            assert norm.upper is not None
            upper = tr.term(norm.upper, scope)
            return tr.all([tr.compared(">=", subject, bound), tr.compared("<=", subject, upper)])


def event(tr: Translator, norm: t.Duty, element: Term, scope: Scope) -> Truth:
    """Return whether a record is an event of a duty: as described, and of the one whose duty it is."""
    inner = scope.bind(norm.event.variable, element)
    parts = [condition(tr, norm.event.where, inner)]
    kind = scope.terms.kinds.get(norm.event.name)
    if norm.actor and kind is not None and kind.actor:
        by = records.field_of(tr, kind.name, element, kind.actor, TEXT, scope)
        who = records.party(tr, by)
        parts.append(tr.known(who.known, who.value == tr.space.word(norm.actor)))
    return tr.all(parts)


def _duty(tr: Translator, c: t.Clause, norm: t.Duty, scope: Scope) -> Truth:
    if norm.modality != "must":
        element = scope.variables[norm.event.variable]
        assert isinstance(element, Term)
        found = event(tr, norm, element, scope)
        return found if norm.modality == "may" else tr.opposite(found)
    last = due(tr, c, scope)

    def done(element: Term) -> Truth:
        inner = scope.bind(norm.event.variable, element, bound=True)
        parts = [event(tr, norm, element, inner)]
        when = records.happened(tr, norm.event.name, element, inner) if last is not None else None
        if when is not None and last is not None:
            parts.append(tr.compared("<=", when, last))
        return tr.all(parts)

    return tr.worlds.exists(queries.domain(tr, norm.event, scope), done, scope)


def continuing(tr: Translator) -> votes.Sought:
    """Return what keeps an instrument going: an approval of its continuance within a term."""
    s = tr.space
    first, last = (Term(s.symbol(f"{x} day of the term", "whole"), s.yes) for x in ("first", "last"))
    fund = Term(s.symbol("the fund", "whole"), s.yes)
    for day in (first, last):
        tr.worlds.placed(day, DATE, "")
    return votes.Sought(s.word("continuance"), None, fund, first, last)


def ending(tr: Translator) -> votes.Sought:
    """Return what a body's right to terminate rests on: its vote, by the day on which it takes effect."""
    s = tr.space
    last = Term(s.symbol("day of the termination", "whole"), s.yes)
    tr.worlds.placed(last, DATE, "")
    return votes.Sought(s.word("termination"), None, Term(s.symbol("the fund", "whole"), s.yes), None, last)


def _entitled(tr: Translator, norm: t.TerminableBy, scope: Scope) -> Truth:
    """Return whether a clause lets a termination be: by whom, on what notice, without penalty."""
    s = tr.space
    ends = s.symbol("what is ended", "whole")
    covered = s.any(ends == s.word(x) for x in norm.instruments)
    tr.assume(s.any(ends == s.word(x) for x in ("plan", "agreement")))
    by_right = tr.any([right(tr, r, scope) for r in norm.rights])
    penalty = s.symbol("penalty paid", "truth")
    tr.show("penalty paid", YES_NO, tr.certain(penalty))
    free = tr.certain(s.opposite(penalty) if norm.without_penalty else s.yes)
    return tr.any([tr.certain(s.opposite(covered)), tr.all([by_right, free])])


def right(tr: Translator, r: t.Right, scope: Scope) -> Truth:
    """Return whether a termination is by one right: by the one that has it, approved, and on its notice."""
    s = tr.space
    by = s.symbol("by whom it is ended", "whole")
    tr.show("terminated by", TEXT, Term(by, s.yes))
    days, written = s.symbol("days of notice", "number"), s.symbol("notice in writing", "truth")
    tr.assume(days >= s.number(0), s.z3.IsInt(days))
    parts = [tr.certain(s.any(by == s.word(n) for n in names_of(r)))]
    if r.approval is not None:
        parts.append(votes.approved(tr, r.approval, ending(tr), scope))
    if r.days is not None:
        tr.show("days of notice", NUMBER, Term(days, s.yes))
        parts.append(tr.certain(days >= s.number(r.days)))
        parts.append(tr.certain(written if r.written else s.yes))
    return tr.all(parts)


def names_of(r: t.Right) -> tuple[str, ...]:
    """Return who has a right: a party, or the bodies that vote."""
    return (r.party,) if r.approval is None else tuple(sorted(_bodies(r.approval)))


def _bodies(a: t.Approval) -> set[str]:
    if isinstance(a, t.VoteOf):
        return {a.body}
    return set() if isinstance(a, t.ConsentOf) else set().union(*(_bodies(p) for p in a.parts))


def same_ending_day(two: Two) -> bool:
    """Tell whether both versions end an instrument on the same day when their event happens."""
    old, new = two.old.norm, two.new.norm
    assert isinstance(old, t.TerminatesWhen) and isinstance(new, t.TerminatesWhen)
    names = {old.event.variable: new.event.variable}
    return two.same_instances() and two.sameness.same(old.on, new.on, names)


def _goes_on(tr: Translator, two: Two, norm: t.TerminatesWhen, scope: Scope) -> Truth | None:
    """Return whether an instrument goes on although an event happened."""
    if not same_ending_day(two):
        return None
    s = tr.space
    ends = s.symbol("what is ended", "whole")
    tr.assume(s.any(ends == s.word(x) for x in ("plan", "agreement")))
    covered = tr.certain(s.any(ends == s.word(x) for x in norm.instruments))
    return tr.opposite(tr.all([covered, condition(tr, norm.event.where, scope)]))


def released(tr: Translator, norm: t.Survives, scope: Scope) -> Truth:
    """Return whether a clause has ceased to bind after a termination."""
    s = tr.space
    clause = s.symbol("the clause", "whole")
    survives = tr.certain(s.any(clause == s.word(n) for n in norm.clauses))
    over = tr.truth(norm.until, scope) if norm.until is not None else tr.certain(s.no)
    return tr.any([tr.opposite(survives), over])
