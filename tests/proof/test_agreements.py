"""The encoded agreements: every clause is translated, and a figure or vote that is changed is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from encoded import agreements

from checker.proof import decide, solver
from checker.proof.clauses import Terms, compare
from checker.proof.decide import Pair
from checker.proof.formulas import Two, violated
from checker.proof.terms import Sameness
from checker.typed import nodes as t
from checker.typed.types import NUMBER, YES_NO, duration

NAMES = sorted(agreements())


def clauses(name: str) -> Iterator[tuple[t.Clause, Terms]]:
    document, terms = agreements()[name]
    for clause in document.clauses.values():
        yield clause, terms


def test_there_are_agreements() -> None:
    assert len(NAMES) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_the_same_clause_is_never_asked_about(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError("z3 was asked")

    monkeypatch.setattr(solver.Space, "__init__", refused)
    for clause, terms in clauses(name):
        assert compare(clause, replace(clause, says="Other words.", severity="note"), terms, terms) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_proved_the_same_as_itself(name: str) -> None:
    """Nothing is lost on the way: what a clause says is one term, on both sides."""
    for clause, terms in clauses(name):
        two = Two(clause, clause, Sameness(terms, terms))

        def make(tr: Any, two: Two = two) -> Pair:
            one, other = two.scopes(tr)
            found = violated(tr, two, two.old, one), violated(tr, two, two.new, other)
            nothing = tr.certain(tr.space.no)
            return Pair(found[0] or nothing, found[1] or nothing)

        assert decide.order(two.sameness, make).way == "same", clause.name


def more(e: t.Expr) -> t.Expr | None:
    """Return a little more than an amount, or a day later."""
    if e.type.kind == "date":
        return t.Shift(t.Const(Fraction(1), duration("days")), "days", "after", e, False, e.type)
    if e.type.kind in ("money", "number", "duration"):
        return t.Arith("+", e, t.Const(Fraction(1), e.type), e.type)
    return None


@pytest.mark.parametrize("name", NAMES)
def test_a_bound_that_is_raised_is_found(name: str) -> None:
    found = 0
    for clause, terms in clauses(name):
        norm = clause.norm
        if not isinstance(norm, t.Limit) or norm.relation == "between":
            continue
        bound = more(norm.bound)
        if bound is None:
            continue
        found += 1
        changed = replace(clause, norm=replace(norm, bound=bound))
        up, down = compare(clause, changed, terms, terms), compare(changed, clause, terms, terms)
        assert up[0].direction == "raised", clause.name
        assert down[0].direction == "lowered", clause.name
        wrong = {"at most": "tighter", "at least": "looser"}.get(norm.relation)
        assert wrong not in {c.direction for c in up}, clause.name
    assert found or name in ("investor_class_amendment_2", "investor_class_2003")


def asked(clause: t.Clause) -> t.Approval | None:
    match clause.norm:
        case t.Requires(request=request):
            return request.approval
        case t.Continues(approval=approval):
            return approval
        case _:
            return None


def asking(clause: t.Clause, approval: t.Approval) -> t.Clause:
    norm = clause.norm
    if isinstance(norm, t.Requires):
        return replace(clause, norm=replace(norm, request=replace(norm.request, approval=approval)))
    assert isinstance(norm, t.Continues)
    return replace(clause, norm=replace(norm, approval=approval))


@pytest.mark.parametrize("name", NAMES)
def test_a_vote_more_is_tighter_and_a_vote_fewer_looser(name: str) -> None:
    for clause, terms in clauses(name):
        approval = asked(clause)
        if approval is None:
            continue
        harder = asking(clause, t.AllOf((approval, t.VoteOf("majority", "disinterested", False, False))))
        with_body = replace(
            terms,
            bodies={**terms.bodies, "disinterested": replace(terms.bodies["board"], name="disinterested")},
        )
        there = compare(clause, harder, with_body, with_body)
        back = compare(harder, clause, with_body, with_body)
        assert {c.direction for c in there} == {"tighter"}, clause.name
        assert {c.direction for c in back} == {"looser"}, clause.name


@pytest.mark.parametrize("name", NAMES)
def test_an_exception_that_never_applies_changes_nothing(name: str) -> None:
    never = t.Compare("<", t.Const(Fraction(2), NUMBER), t.Const(Fraction(1), NUMBER), YES_NO)
    for clause, terms in clauses(name):
        if not isinstance(clause.norm, t.Means):
            changed = replace(clause, unless=(*clause.unless, t.Unless("never", never)))
            assert compare(clause, changed, terms, terms) == (), clause.name
