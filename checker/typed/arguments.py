"""What a definition, question or schedule is about when nothing is said: found in scope.

The rule, in order: a variable of the same name and a fitting type; the only variable of a
fitting type; the field of that name of the only record in scope that has one.
"""

from __future__ import annotations

from checker.source import Span
from checker.typed import nodes as t
from checker.typed.scope import Context, Scope, compatible
from checker.typed.types import ERROR, Type

FOUND_BY_TYPE = ("fund", "period", "share_class", "record", "party", "body")


def implicit(ctx: Context, scope: Scope, name: str, want: Type, where: Span, what: str) -> t.Expr:
    """Return the expression in scope that stands for the parameter ``name`` of ``what``."""
    found = candidates(ctx, scope, name, want, where)
    if len(found) == 1:
        return found[0]
    if want.kind == "error" or (not found and scope.has_unknown):
        return t.Const("", ERROR, where)
    if not found:
        ctx.report(
            "N006",
            f"nothing in scope says which {name} `{what}` is about",
            where,
            help=f"add `{want}` to the `for each`, or write `{what}(...)`",
        )
    else:
        ctx.report(
            "N005",
            f"`{what}` could be about any of " + ", ".join(f"`{_shown(f)}`" for f in found),
            where,
            help=f"write `{what}(...)` with the {name} that is meant",
        )
    return t.Const("", ERROR, where)


def candidates(ctx: Context, scope: Scope, name: str, want: Type, where: Span) -> list[t.Expr]:
    """Return every expression in scope that could stand for a parameter."""
    same = scope.get(name)
    if same is not None and compatible(same, want):
        return [t.Var(name, same, where)]
    distinct = dict(scope.variables)
    if want.kind in FOUND_BY_TYPE:
        fitting = [(n, ty) for n, ty in distinct.items() if compatible(ty, want) and ty.kind == want.kind]
        if fitting:
            return [t.Var(n, ty, where) for n, ty in fitting]
    found: list[t.Expr] = []
    for variable, ty in distinct.items():
        kind = ctx.names.kinds.get(ty.name) if ty.kind == "record" else None
        field = kind.field(name) if kind else None
        if field is not None and compatible(field.type, want):
            found.append(t.Get(t.Var(variable, ty, where), name, field.type, where))
    return found


def _shown(expr: t.Expr) -> str:
    if isinstance(expr, t.Var):
        return expr.name
    if isinstance(expr, t.Get) and isinstance(expr.target, t.Var):
        return f"{expr.target.name}.{expr.field}"
    return "?"
