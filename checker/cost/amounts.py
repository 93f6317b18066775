"""The bound of a clause on one instance: exactly, and as the clause or else the payment rounds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checker.cost.money import AT_PAYMENT, cents, exactly
from checker.cost.spots import Spot
from checker.cost.terms import Side, Term
from checker.evaluate.case import Case, Env, Trace, Value
from checker.evaluate.expressions import evaluate, truth
from checker.findings.model import Step
from checker.typed import nodes as t
from checker.values.periods import Period
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
    step: Fraction
    trace: tuple[tuple[int, str, str], ...]
    term: Term | None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return how it was worked out."""
        return tuple(Step(depth=d, text=text, value=told) for d, text, told in self.trace)


def bound_of(side: Side, term: Term, spot: Spot, e: t.Expr) -> Amount | Unknown:
    """Return what a bound comes to; how it was worked out is kept for the agreement's own clauses."""
    case = side.case
    kept, case.trace = case.trace, Trace(quiet=0 if term.own else 1)
    amount, env, rule, step = _unrounded(case, e, spot.env)
    value = evaluate(case, amount, env) if term.own else _known(side, amount, env)
    rounded = evaluate(case, e, spot.env) if rule and not isinstance(value, Unknown) else value
    lines, case.trace = tuple(case.trace.steps), kept
    if isinstance(value, Unknown):
        return value
    if isinstance(rounded, Unknown):
        return rounded
    assert isinstance(value, Fraction) and isinstance(rounded, Fraction)
    named = f"{rule.replace('_', ' ')} to ${exactly(step)}" if rule else AT_PAYMENT
    if rule and (step / CENT).denominator != 1:
        named += f", then {AT_PAYMENT}"
    return Amount(value, cents(rounded), named, rule or "half_up", step or CENT, lines, term)


def _known(side: Side, e: t.Expr, env: Env) -> Value:
    """Return a value; what a definition comes to is remembered, by its arguments and the time.

    Several caps of a regulation are parts of one base, and the days of a month are the same for
    every fund.
    """
    case = side.case
    match e:
        case t.Arith(op="*" | "+"):
            left, right = _known(side, e.left, env), _known(side, e.right, env)
            if isinstance(left, Fraction) and isinstance(right, Fraction):
                return left * right if e.op == "*" else left + right
        case t.Choose():
            test = truth(case, e.condition, env)
            if not isinstance(test, Unknown):
                return _known(side, e.then if test else e.otherwise, env)
        case t.Apply() if case.agreement.definitions[e.definition].carry is None:
            values = [evaluate(case, a, env) for a in e.arguments]
            if all(isinstance(v, str | Period | date) for v in values):
                return _applied(side, e, values, env)
    return evaluate(case, e, env)


def _applied(side: Side, e: t.Apply, values: list[Value], env: Env) -> Value:
    key = (e.definition, tuple(values), env.time, env.due)
    if key not in side.known:
        definition = side.case.agreement.definitions[e.definition]
        inner = env.inside({n: v for (n, _), v in zip(definition.params, values, strict=True)})
        side.known[key] = _known(side, definition.expression, inner)
    return side.known[key]


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
