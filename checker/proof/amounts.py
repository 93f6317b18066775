"""Arithmetic, the lesser and greater of values, and rounding, as terms."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checker.proof.values import Scope, Term
from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.translate import Translator


def amount(tr: Translator, e: t.Arith | t.Extreme | t.Rounded, scope: Scope) -> Term:
    """Return an amount made of others."""
    match e:
        case t.Arith():
            return arithmetic(tr, e.op, tr.term(e.left, scope), tr.term(e.right, scope))
        case t.Extreme():
            return _extreme(tr, e, scope)
        case t.Rounded():
            return _rounded(tr, e, scope)


def arithmetic(tr: Translator, op: str, left: Term, right: Term) -> Term:
    """Return what an operation makes of two amounts; nothing is known that is divided by zero."""
    s = tr.space
    known = s.all([left.known, right.known])
    a, b = left.value, right.value
    match op:
        case "+":
            return Term(a + b, known)
        case "-":
            return Term(a - b, known)
        case "*":
            return Term(_product(tr, a, b), known)
        case _:
            if s.z3.is_rational_value(b) and constant(b) != 0:
                return Term(_product(tr, a, s.number(1 / constant(b))), known)
            return Term(a / b, s.all([known, b != s.number(0)]))


def _product(tr: Translator, a: Any, b: Any) -> Any:
    """Return a product, taken into the parts of a choice: what is left is linear in one symbol."""
    z3 = tr.space.z3
    for one, other in ((a, b), (b, a)):
        if z3.is_app_of(one, z3.Z3_OP_ITE):
            test, then, otherwise = one.children()
            return z3.If(test, _product(tr, then, other), _product(tr, otherwise, other))
    if z3.is_rational_value(a) and z3.is_rational_value(b):
        return tr.space.number(constant(a) * constant(b))
    return a * b


def constant(term: Any) -> Fraction:
    """Return the value of a constant number."""
    return Fraction(term.numerator_as_long(), term.denominator_as_long())


def _extreme(tr: Translator, e: t.Extreme, scope: Scope) -> Term:
    items = [tr.term(x, scope) for x in e.items]
    s = tr.space
    made = items[0].value
    for item in items[1:]:
        test = made <= item.value if e.fn == "lesser" else made >= item.value
        made = s.choose(test, made, item.value)
    return Term(made, s.all(x.known for x in items))


def _rounded(tr: Translator, e: t.Rounded, scope: Scope) -> Term:
    """Return a rounded amount: exactly in a case, by its bounds and its order for all cases."""
    taken, step = tr.term(e.amount, scope), tr.term(e.step, scope)
    s = tr.space
    fixed = constant(step.value) if s.z3.is_rational_value(step.value) else Fraction(0)
    if fixed <= 0:
        made = tr.worlds.opaque(f"rounded {e.rule}", e.type, (taken, step), scope)
        assert isinstance(made, Term)
        return made
    if tr.worlds.exact:
        return Term(_exactly(tr, taken.value, fixed, e.rule), taken.known)
    found = tr.worlds.opaque(f"rounded {e.rule} to {fixed}", e.type, (taken,), scope)
    assert isinstance(found, Term)
    _bounds(tr, e.rule, fixed, taken.value, found.value)
    return found


def _bounds(tr: Translator, rule: str, step: Fraction, a: Any, r: Any) -> None:
    s = tr.space
    zero, far = s.number(0), s.number(step if rule in ("down", "up") else step / 2)
    tr.assume(s.implies(a >= zero, r >= zero), s.implies(a <= zero, r <= zero))
    low, high = (a - far, a + far)
    if rule == "down":
        tr.assume(s.implies(a >= zero, r <= a), s.implies(a <= zero, r >= a))
    if rule == "up":
        tr.assume(s.implies(a >= zero, r >= a), s.implies(a <= zero, r <= a))
    tr.assume(low <= r, r <= high)
    for other, made in tr.roundings.setdefault((rule, step), []):
        tr.assume(s.implies(a <= other, r <= made), s.implies(other <= a, made <= r))
    tr.roundings[rule, step].append((a, r))


def _exactly(tr: Translator, value: Any, step: Fraction, rule: str) -> Any:
    """Return the multiple of a step, rounded by the size, whatever the sign."""
    s = tr.space
    zero, half = s.number(0), s.number(Fraction(1, 2))
    size = s.choose(value >= zero, value, -value) * s.number(1 / step)
    down = s.real(s.floor(size))
    up = -s.real(s.floor(-size))
    match rule:
        case "down":
            steps = down
        case "up":
            steps = up
        case "half_up":
            steps = s.choose(size - down >= half, up, down)
        case "half_down":
            steps = s.choose(size - down > half, up, down)
        case _:
            even = down == 2 * s.real(s.floor(down * half))
            to_up = s.any([size - down > half, s.all([size - down == half, s.opposite(even)])])
            steps = s.choose(to_up, up, down)
    return s.choose(value >= zero, steps, -steps) * s.number(step)
