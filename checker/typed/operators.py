"""Arithmetic with units, comparison, choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import (
    ORDERED,
    Handler,
    a,
    bad,
    condition,
    day,
    expr,
    number_like,
)
from checker.typed.scope import (
    Context,
    Scope,
    compatible,
)
from checker.typed.types import (
    NUMBER,
    PERIOD,
    YES_NO,
    Type,
)

# --- arithmetic ------------------------------------------------------------------------------


def negative(ctx: Context, e: s.Negative, scope: Scope) -> t.Expr:
    """Type ``- x`` as a difference from zero."""
    inner = number_like(ctx, e.operand, scope)
    return t.Arith("-", t.Const(Fraction(0), inner.type, e.span), inner, inner.type, e.span)


def binary(ctx: Context, e: s.Binary, scope: Scope) -> t.Expr:
    """Type ``and``, ``or``, arithmetic, ``of``."""
    if e.op in ("and", "or"):
        parts = tuple(condition(ctx, p, scope) for p in _chain(e))
        return t.Logic(e.op, parts, YES_NO, e.span)
    if e.op == "of":
        return of(ctx, e, scope)
    left = number_like(ctx, e.left, scope)
    right = number_like(ctx, e.right, scope)
    if "error" in (left.type.kind, right.type.kind):
        return bad(e.span)
    if e.op in "+-":
        return _added(ctx, e, left, right)
    return _multiplied(ctx, e, left, right)


def _chain(e: s.Expr) -> list[s.Expr]:
    """Return the parts of a left-nested chain of one connective, without recursion."""
    assert isinstance(e, s.Binary)
    op, parts = e.op, []
    node: s.Expr = e
    while isinstance(node, s.Binary) and node.op == op:
        parts.append(node.right)
        node = node.left
    return [node, *reversed(parts)]


def of(ctx: Context, e: s.Binary, scope: Scope) -> t.Expr:
    """Type ``month of day`` and ``rate of amount``."""
    left = expr(ctx, e.left, _without_period(e.left, scope))
    if left.type.kind == "series":
        return t.Containing(left, day(ctx, e.right, scope), _period_of(left), e.span)
    if left.type.kind == "error":
        expr(ctx, e.right, scope)
        return bad(e.span)
    right = number_like(ctx, e.right, scope)
    if right.type.kind == "error":
        return bad(e.span)
    if left.type.kind != "number":
        ctx.report("T004", f"this is {a(left.type)}; only a number is taken `of` something", e.left.span)
        return bad(e.span)
    return _multiplied(ctx, replace(e, op="*"), left, right)


def _without_period(left: s.Expr, scope: Scope) -> Scope:
    """Return the scope in which ``month`` is the kind of period, though one month is in scope too.

    Nothing is taken of one period: in ``month of day`` the kind is meant.
    """
    if not isinstance(left, s.Ref):
        return scope
    found = scope.get(left.name)
    if found is None or found.kind != "period":
        return scope
    return replace(scope, variables=tuple(v for v in scope.variables if v[0] != left.name))


def _period_of(series: t.Expr) -> Type:
    if isinstance(series, t.SeriesFrom) and series.anchor is None:
        return Type("period", name=series.name)
    if isinstance(series, t.Reading):
        return Type("period", name=series.assumption)
    if isinstance(series, t.Apply):
        return Type("period", name=series.definition)
    return PERIOD


def _added(ctx: Context, e: s.Binary, left: t.Expr, right: t.Expr) -> t.Expr:
    if left.type.kind != right.type.kind:
        _mismatch(ctx, "T001", f"{a(left.type)} and {a(right.type)} are not added", e)
        return bad(e.span)
    if left.type != right.type:
        _mismatch(ctx, "T002", f"{a(left.type)} and {a(right.type)} differ in unit", e)
        return bad(e.span)
    return t.Arith(e.op, left, right, left.type, e.span)


def _mismatch(ctx: Context, code: str, message: str, e: s.Binary | s.Compare) -> None:
    ctx.report(code, message, e.right.span, related=((e.left.span, "the other side"),))


def _multiplied(ctx: Context, e: s.Binary, left: t.Expr, right: t.Expr) -> t.Expr:
    made = product_type(left.type, right.type) if e.op == "*" else quotient_type(left.type, right.type)
    if isinstance(made, str):
        code = "T012" if made == "money" else "T002"
        text = {
            "money": "money is not multiplied by money",
            "per": "both sides are per a time; the product would be per time squared",
            "divide": f"{a(left.type)} is not divided by {a(right.type)}",
            "kind": f"{a(left.type)} and {a(right.type)} are not multiplied",
        }[made]
        _mismatch(ctx, code if made in ("money", "per") else "T001", text, e)
        return bad(e.span)
    return t.Arith(e.op, left, right, made, e.span)


def product_type(a_: Type, b: Type) -> Type | str:
    """Return the type of a product, or why there is none: money, per, kind."""
    kinds = {a_.kind, b.kind}
    if a_.kind == b.kind == "money":
        return "money"
    if a_.per and b.per:
        return "per"
    if kinds <= {"money", "number"}:
        return Type("money" if "money" in kinds else "number", per=a_.per or b.per)
    if kinds == {"duration", "number"}:
        return a_ if a_.kind == "duration" else b
    return "kind"


def quotient_type(a_: Type, b: Type) -> Type | str:
    """Return the type of a quotient, or ``divide`` when there is none."""
    if a_.kind == b.kind and a_ == b:
        return NUMBER
    if b.kind == "number" and b.per is None and a_.kind in ("money", "number", "duration"):
        return a_
    if a_.kind == b.kind and b.per is None:
        return Type("number", per=a_.per)
    return "divide"


# --- comparison ------------------------------------------------------------------------------

_OPS = {
    "is": "=",
    "is not": "!=",
    "is at most": "<=",
    "is at least": ">=",
    "is more than": ">",
    "is less than": "<",
    "is before": "<",
    "is after": ">",
    "is on or before": "<=",
    "is on or after": ">=",
    "is in": "in",
    "is not in": "in",
}


def compare(ctx: Context, e: s.Compare, scope: Scope) -> t.Expr:
    """Type a comparison."""
    left = expr(ctx, e.left, scope)
    right = expr(ctx, e.right, scope, left.type)
    if isinstance(e.left, s.Literal) and left.type.kind == "text":
        left = expr(ctx, e.left, scope, right.type)
    if "error" in (left.type.kind, right.type.kind):
        return bad(e.span)
    op = _OPS[e.op]
    if op == "in":
        return _within(ctx, e, left, right)
    if op in ("<", ">", "<=", ">=") and left.type.kind not in ORDERED:
        ctx.report("T001", f"{a(left.type)} is not more or less than another", e.span)
        return bad(e.span)
    problem = comparable(left.type, right.type)
    if problem:
        _compare_problem(ctx, problem, e, left.type, right.type)
        return bad(e.span)
    return t.Compare(op, left, right, YES_NO, e.span)


def comparable(left: Type, right: Type) -> str:
    """Return the code of what is wrong with comparing two types, or an empty text."""
    if left.kind != right.kind:
        textual = {"text", "fund", "share_class", "party", "body", "one_of"}
        return "" if {left.kind, right.kind} <= textual and "text" in (left.kind, right.kind) else "T001"
    if left.kind in ("money", "number") and left.per != right.per:
        return "T010" if not (left.per and right.per) else "T002"
    if left.kind in ("duration", "record", "list") and left.name != right.name:
        return "T002" if left.kind == "duration" else "T001"
    if left.kind == "one_of" and set(left.members).isdisjoint(right.members):
        return "T001"
    return ""


def _compare_problem(ctx: Context, code: str, e: s.Compare, left: Type, right: Type) -> None:
    message = {
        "T001": f"{a(left)} is compared with {a(right)}",
        "T002": f"{a(left)} is compared with {a(right)}: the units differ",
        "T010": f"{a(left)} is compared with {a(right)}: take what is per time over a period",
    }[code]
    help_ = "write `... over month` (or another period)" if code == "T010" else None
    ctx.report(code, message, e.right.span, related=((e.left.span, f"this is {a(left)}"),), help=help_)


def _within(ctx: Context, e: s.Compare, left: t.Expr, right: t.Expr) -> t.Expr:
    if left.type.kind not in ("date", "period") or right.type.kind != "period":
        ctx.report(
            "T007",
            f"{a(left.type)} does not lie in {a(right.type)}; a day or period lies in a period",
            e.span,
        )
        return bad(e.span)
    made = t.Compare("in", left, right, YES_NO, e.span)
    return t.Negate(made, YES_NO, e.span) if e.op == "is not in" else made


def between(ctx: Context, e: s.Between, scope: Scope) -> t.Expr:
    """Type ``x is between a and b`` as two comparisons."""
    low = compare(ctx, s.Compare("is at least", e.operand, e.low, e.span), scope)
    high_ctx = Context(ctx.names, [], ctx.definitions, ctx.in_progress, ctx.used, ctx.parent)
    high = compare(high_ctx, s.Compare("is at most", e.operand, e.high, e.span), scope)
    if low.type.kind != "error":
        ctx.problems.extend(high_ctx.problems)
    if "error" in (low.type.kind, high.type.kind):
        return bad(e.span)
    return t.Logic("and", (low, high), YES_NO, e.span)


def among(ctx: Context, e: s.AmongThese, scope: Scope) -> t.Expr:
    """Type ``x is one of (...)`` as alternatives."""
    operand = expr(ctx, e.operand, scope)
    parts: list[t.Expr] = []
    for item in e.items:
        typed = expr(ctx, item, scope, operand.type)
        if "error" in (operand.type.kind, typed.type.kind):
            continue
        code = comparable(operand.type, typed.type)
        if code:
            _compare_problem(ctx, code, s.Compare("is", e.operand, item, e.span), operand.type, typed.type)
            continue
        parts.append(t.Compare("=", operand, typed, YES_NO, item.span))
    if len(parts) < len(e.items):
        return bad(e.span)
    made = t.Logic("or", tuple(parts), YES_NO, e.span)
    return t.Negate(made, YES_NO, e.span) if e.negated else made


def given(ctx: Context, e: s.Given, scope: Scope) -> t.Expr:
    """Type ``x.y is given``."""
    target = expr(ctx, e.operand, scope)
    if target.type.kind == "error":
        return bad(e.span)
    if not isinstance(target, (t.Get, t.Cell)):
        ctx.report(
            "T006", "only a field of a record or a column of a schedule is given or not given", e.operand.span
        )
        return bad(e.span)
    made = t.IsGiven(target, YES_NO, e.span)
    return t.Negate(made, YES_NO, e.span) if e.negated else made


def choose(ctx: Context, e: s.If, scope: Scope, want: Type | None) -> t.Expr:
    """Type ``if ... then ... else ...``; both sides must have one type."""
    test = condition(ctx, e.condition, scope)
    then = expr(ctx, e.then, scope, want)
    otherwise = expr(ctx, e.otherwise, scope, then.type)
    if "error" in (test.type.kind, then.type.kind, otherwise.type.kind):
        return bad(e.span)
    if not compatible(otherwise.type, then.type) and not compatible(then.type, otherwise.type):
        ctx.report(
            "T001",
            f"this is {a(otherwise.type)} and the other side is {a(then.type)}",
            e.otherwise.span,
            related=((e.then.span, f"this is {a(then.type)}"),),
        )
        return bad(e.span)
    return t.Choose(test, then, otherwise, then.type, e.span)


def extreme(ctx: Context, e: s.Extreme, scope: Scope) -> t.Expr:
    """Type ``lesser of (a, b)``: all of one type that has an order."""
    items = [expr(ctx, item, scope) for item in e.items]
    if any(item.type.kind == "error" for item in items):
        return bad(e.span)
    first = items[0]
    for item, written in zip(items[1:], e.items[1:], strict=True):
        code = comparable(first.type, item.type)
        if code or item.type.kind not in ORDERED:
            _compare_problem(
                ctx, code or "T001", s.Compare("is", e.items[0], written, e.span), first.type, item.type
            )
            return bad(e.span)
    return t.Extreme(e.fn, tuple(items), first.type, e.span)


# --- what handles which ----------------------------------------------------------------------

HANDLERS: Mapping[type, Handler] = {
    s.Not: lambda ctx, e, scope, want: t.Negate(condition(ctx, e.operand, scope), YES_NO, e.span),
    s.Negative: lambda ctx, e, scope, want: negative(ctx, e, scope),
    s.Binary: lambda ctx, e, scope, want: binary(ctx, e, scope),
    s.Compare: lambda ctx, e, scope, want: compare(ctx, e, scope),
    s.Between: lambda ctx, e, scope, want: between(ctx, e, scope),
    s.AmongThese: lambda ctx, e, scope, want: among(ctx, e, scope),
    s.Given: lambda ctx, e, scope, want: given(ctx, e, scope),
    s.If: choose,
    s.Extreme: lambda ctx, e, scope, want: extreme(ctx, e, scope),
}
