"""The bound of a clause on one instance: exactly, and as the clause or else the payment rounds it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker.cost.money import AT_PAYMENT, cents, exactly
from checker.cost.spots import Spot
from checker.cost.terms import Side, Term
from checker.evaluate.case import Case, Env, Trace, Value
from checker.evaluate.expressions import evaluate, truth
from checker.findings.model import Step
from checker.typed import nodes as t
from checker.values.rounding import CENT
from checker.values.truth import Truth, Unknown, some

MOST_REASONS = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """What a clause comes to: ``exact`` is before any rounding, ``paid`` in dollars and cents."""

    exact: Fraction
    paid: Fraction
    rounding: str
    rule: str
    steps: tuple[Step, ...]
    term: Term | None


def bound_of(side: Side, term: Term, spot: Spot, e: t.Expr) -> Amount | Unknown:
    """Return what a bound comes to, with how it was worked out."""
    case = side.case
    kept, case.trace = case.trace, Trace()
    amount, env, rule, step = _unrounded(case, e, spot.env)
    value = evaluate(case, amount, env)
    rounded = evaluate(case, e, spot.env) if rule and not isinstance(value, Unknown) else value
    steps = tuple(Step(depth=d, text=text, value=told) for d, text, told in case.trace.steps)
    case.trace = kept
    if isinstance(value, Unknown):
        return value
    if isinstance(rounded, Unknown):
        return rounded
    assert isinstance(value, Fraction) and isinstance(rounded, Fraction)
    named = f"{rule.replace('_', ' ')} to ${exactly(step)}" if rule else AT_PAYMENT
    if rule and (step / CENT).denominator != 1:
        named += f", then {AT_PAYMENT}"
    return Amount(value, cents(rounded), named, rule or "half_up", steps, term)


def _unrounded(case: Case, e: t.Expr, env: Env) -> tuple[t.Expr, Env, str, Fraction]:
    """Return the amount before the rounding that a bound ends in, also in a definition, and the rule."""
    if isinstance(e, t.Rounded):
        step = evaluate(case, e.step, env)
        if isinstance(step, Fraction):
            return e.amount, env, e.rule, step
    if isinstance(e, t.Apply):
        d = case.agreement.definitions[e.definition]
        if d.carry is None and isinstance(d.expression, t.Rounded):
            values = [evaluate(case, a, env) for a in e.arguments]
            inner = env.inside({n: v for (n, _), v in zip(d.params, values, strict=True)})
            return _unrounded(case, d.expression, inner)
    return e, env, "", Fraction(0)


def observed(side: Side, term: Term, spot: Spot) -> Value:
    """Return what was paid or charged, as the clause counts it."""
    case = side.case
    case.trace.quiet += 1
    value = evaluate(case, term.check.subject, spot.env)
    case.trace.quiet -= 1
    return value


def excused(side: Side, term: Term, spot: Spot) -> Truth:
    """Return whether an exception of the clause's own takes the instance out."""
    case = side.case
    case.trace.quiet += 1
    found = some([truth(case, u.condition, spot.env) for u in term.rule.unless])
    case.trace.quiet -= 1
    return found


def why(unknown: Unknown) -> str:
    """Return in one line what is missing: the first of it, where there is much of a kind."""
    found = list(dict.fromkeys(r.text for r in sorted(unknown.reasons)))
    told = found if len(found) <= MOST_REASONS else [found[0], "and more like it"]
    return "; ".join(told)
