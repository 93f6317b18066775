"""What is proved for all votes and amounts agrees with counting some of them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import typed

from checker.proof.clauses import Change, compare
from checker.typed import nodes as t
from checker.typed.types import MONEY, NUMBER, YES_NO, record_of

MORE = settings(deadline=None, max_examples=60, derandomize=True)


def way(old: set[object], new: set[object]) -> str:
    """Return how what is let through changed."""
    if old == new:
        return ""
    return "looser" if old < new else "tighter" if new < old else "both ways"


def told(changes: tuple[Change, ...], facet: str) -> str:
    return next((c.direction for c in changes if c.facet == facet), "")


# --- thresholds ----------------------------------------------------------------------------------

Threshold = tuple[Fraction, bool]
"""A part of those in office, and whether it is enough or must be exceeded."""

MEMBERS = 60
thresholds = st.tuples(st.sampled_from([Fraction(p, q) for q in range(1, 7) for p in range(q + 1)]), st.booleans())


def passing(threshold: Threshold) -> set[object]:
    part, enough = threshold
    return {
        (votes, members)
        for members in range(1, MEMBERS + 1)
        for votes in range(members + 1)
        if (votes >= part * members if enough else votes > part * members)
    }


def defined(threshold: Threshold) -> t.Expr:
    part, enough = threshold
    tally = t.Var("tally", record_of("tally"))
    wanted = t.Arith("*", t.Const(part, NUMBER), t.Get(tally, "in_office", NUMBER), NUMBER)
    return t.Compare(">=" if enough else ">", t.Get(tally, "for", NUMBER), wanted, YES_NO)


@MORE
@given(old=thresholds, new=thresholds)
def test_thresholds(old: Threshold, new: Threshold) -> None:
    """Every count of up to sixty members is gone through."""
    clause = typed("  for each amendment\n  requires majority of board by amendment.effective")
    majority = clause.terms.definitions["majority"]
    before, after = (
        replace(clause.terms, definitions={**clause.terms.definitions, "majority": replace(majority, expression=defined(x))})
        for x in (old, new)
    )
    found = compare(clause.clause, clause.clause, before, after)
    assert told(found, "approval") == told(found, "whole") == way(passing(old), passing(new))


@MORE
@given(old=st.lists(thresholds, min_size=1, max_size=2), new=st.lists(thresholds, min_size=1, max_size=2), both=st.booleans())
def test_two_thresholds_joined(old: list[Threshold], new: list[Threshold], both: bool) -> None:
    """One vote must pass all of some thresholds, or one of them."""

    def joined(those: list[Threshold]) -> t.Expr:
        return t.Logic("and" if both else "or", tuple(map(defined, those)), YES_NO)

    def passed(those: list[Threshold]) -> set[object]:
        sets = [passing(x) for x in those]
        return set.intersection(*sets) if both else set.union(*sets)

    clause = typed("  for each amendment\n  requires majority of board by amendment.effective")
    majority = clause.terms.definitions["majority"]
    before, after = (
        replace(clause.terms, definitions={**clause.terms.definitions, "majority": replace(majority, expression=joined(x))})
        for x in (old, new)
    )
    found = compare(clause.clause, clause.clause, before, after)
    assert told(found, "approval") == way(passed(old), passed(new))


# --- caps ----------------------------------------------------------------------------------------

Line = tuple[Fraction, Fraction]
"""So much of what was held back, and so much besides."""

lines = st.tuples(st.fractions(0, 3, max_denominator=4), st.integers(-5, 5).map(Fraction))
several = st.lists(lines, min_size=1, max_size=2)


def bound(those: list[Line], least: bool) -> t.Expr:
    offset = t.Get(t.Var("payment", record_of("payment")), "offset", MONEY)
    items = [
        t.Arith("+", t.Arith("*", t.Const(a, NUMBER), offset, MONEY), t.Const(b, MONEY), MONEY) for a, b in those
    ]
    return t.Extreme("lesser" if least else "greater", tuple(items), MONEY)


def turning(those: list[Line]) -> list[Fraction]:
    """Return amounts on every side of where any two lines meet."""
    met = sorted({Fraction(0), *(x for (a, b), (c, d) in combinations(those, 2) if a != c and (x := (d - b) / (a - c)) > 0)})
    return [*met, *((x + y) / 2 for x, y in zip(met, met[1:], strict=False)), met[-1] + 1, met[-1] + 1000]


@MORE
@given(old=several, new=several, least=st.booleans())
def test_caps(old: list[Line], new: list[Line], least: bool) -> None:
    """Straight lines part only where they meet, so a few amounts stand for all."""
    pick: Callable[[list[Fraction]], Fraction] = min if least else max
    at = turning([*old, *new])
    pairs = [(pick([a * x + b for a, b in old]), pick([a * x + b for a, b in new])) for x in at]
    up, down = any(y > x for x, y in pairs), any(y < x for x, y in pairs)
    expected = "both ways" if up and down else "raised" if up else "lowered" if down else ""
    clause = typed("  for each payment\n  limit payment.amount to at most payment.offset")
    norm = clause.clause.norm
    assert isinstance(norm, t.Limit)
    one, other = (replace(clause.clause, norm=replace(norm, bound=bound(x, least))) for x in (old, new))
    found = compare(one, other, clause.terms, clause.terms)
    # an amount is never below zero, and so a cap is the same wherever it is below
    whole = told(found, "whole")
    capped = [(max(x, Fraction(-1)) if x < 0 else x, max(y, Fraction(-1)) if y < 0 else y) for x, y in pairs]
    looser, tighter = (any(a < b and b >= 0 for a, b in c) for c in (capped, [(b, a) for a, b in capped]))
    if not (looser or tighter):
        assert found == ()
        return
    assert told(found, "limit") == expected
    assert whole == ("both ways" if looser and tighter else "looser" if looser else "tighter")


# --- conditions ------------------------------------------------------------------------------------

PARTS = ("honest", "agreed", "payment.amount is more than $50.00", "payment.amount is more than $90.00")
CASES = [(h, a, amount) for h in (True, False) for a in (True, False) for amount in (0, 60, 100)]


def conditions() -> st.SearchStrategy[tuple[str, Callable[[bool, bool, int], bool]]]:
    plain: list[tuple[str, Callable[[bool, bool, int], bool]]] = [
        (PARTS[0], lambda h, a, n: h), (PARTS[1], lambda h, a, n: a),
        (PARTS[2], lambda h, a, n: n > 50), (PARTS[3], lambda h, a, n: n > 90),
    ]  # fmt: skip

    def joined(inner):  # type: ignore[no-untyped-def]
        two = st.tuples(inner, inner)
        return (
            inner.map(lambda x: (f"not ({x[0]})", lambda h, a, n: not x[1](h, a, n)))
            | two.map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda h, a, n: p[0][1](h, a, n) and p[1][1](h, a, n)))
            | two.map(lambda p: (f"({p[0][0]}) or ({p[1][0]})", lambda h, a, n: p[0][1](h, a, n) or p[1][1](h, a, n)))
        )

    return st.recursive(st.sampled_from(plain), joined, max_leaves=4)


@settings(MORE, max_examples=40)
@given(old=conditions(), new=conditions())
def test_conditions(old, new) -> None:  # type: ignore[no-untyped-def]
    """Every answer, and an amount on each side of the figures, is gone through."""
    met = [{c for c in CASES if holds(*c)} for _, holds in (old, new)]
    one, other = (typed(f"  for each payment\n  must hold {text}") for text, _ in (old, new))
    found = compare(one.clause, other.clause, one.terms, other.terms)
    assert told(found, "condition") == told(found, "whole") == way(*met)
