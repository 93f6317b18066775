"""Expressions: names looked up, types and units found, every mistake reported once.

An expression with a mistake gets the type ``error``, which absorbs later complaints. Each kind
of expression is typed in ``names``, ``operators``, ``queries`` or ``moments``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.scope import Context, Scope
from checker.typed.types import DATE, ERROR, PERIOD, YES_NO, Type

ORDERED = ("money", "number", "date", "duration", "period")

Handler = Callable[[Context, Any, Scope, Type | None], t.Expr]


def expr(ctx: Context, e: s.Expr, scope: Scope, want: Type | None = None) -> t.Expr:
    """Return ``e`` typed. ``want`` helps a bare word to be read as a member or a text as a fund."""
    return handlers()[type(e)](ctx, e, scope, want)


@cache
def handlers() -> Mapping[type, Handler]:
    """Return what types each kind of expression; every kind of the tree is here."""
    from checker.typed import moments, names, operators, queries

    return {**names.HANDLERS, **operators.HANDLERS, **queries.HANDLERS, **moments.HANDLERS}


# --- wants -----------------------------------------------------------------------------------


def bad(span: Span) -> t.Expr:
    """Return the expression that stands for one already reported."""
    return t.Const("", ERROR, span)


def condition(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Return ``e`` typed; report T003 unless it is a yes/no condition."""
    typed = expr(ctx, e, scope, YES_NO)
    if typed.type.kind not in ("yes_no", "error"):
        ctx.report("T003", f"this is {a(typed.type)}, not a yes/no condition", e.span)
        return bad(e.span)
    return typed


def day(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Return ``e`` typed; report T008 unless it is a date."""
    typed = expr(ctx, e, scope, DATE)
    if typed.type.kind not in ("date", "error"):
        help_ = "write `start of ...` or `end of ...`" if typed.type.kind == "period" else None
        ctx.report("T008", f"this is {a(typed.type)}, not a date", e.span, help=help_)
        return bad(e.span)
    return typed


def period(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Return ``e`` typed; report T007 unless it is a period."""
    typed = expr(ctx, e, scope, PERIOD)
    if typed.type.kind not in ("period", "error"):
        help_ = "write `month of ...`" if typed.type.kind == "date" else None
        near = next((n for n, ty in reversed(scope.variables) if ty.kind == "period"), None)
        if typed.type.kind == "series" and near is not None:
            help_ = f"the period that the clause is about here is `{near}`"
        ctx.report("T007", f"this is {a(typed.type)}, not a period", e.span, help=help_)
        return bad(e.span)
    return typed


def day_or_period(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Return ``e`` typed; report T008 unless it is a date or a period."""
    typed = expr(ctx, e, scope, DATE)
    if typed.type.kind not in ("date", "period", "error"):
        ctx.report("T008", f"this is {a(typed.type)}, neither a date nor a period", e.span)
        return bad(e.span)
    return typed


def number_like(ctx: Context, e: s.Expr, scope: Scope, want: Type | None = None) -> t.Expr:
    """Return ``e`` typed; report T004 unless it is money, a number or a length of time."""
    typed = expr(ctx, e, scope, want)
    if typed.type.kind not in ("money", "number", "duration", "error"):
        help_ = "a date is moved with `... days after`" if typed.type.kind == "date" else None
        ctx.report("T004", f"this is {a(typed.type)}, not an amount or a number", e.span, help=help_)
        return bad(e.span)
    return typed


def a(type_: Type) -> str:
    """Return the type with its article."""
    text = str(type_)
    if type_.kind == "duration":
        return f"a number of {text}"
    if type_.kind in ("money", "text", "yes_no", "one_of"):
        return text
    return ("an " if text[0] in "aeiou" else "a ") + text
