"""Queries over facts, rows, periods and days; approvals asked for."""

from __future__ import annotations

from collections.abc import Mapping

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import (
    ORDERED,
    Handler,
    a,
    bad,
    condition,
    expr,
)
from checker.typed.scope import (
    Context,
    Scope,
)
from checker.typed.types import (
    NUMBER,
    YES_NO,
    Type,
)


def query(ctx: Context, e: s.Query, scope: Scope) -> t.Expr:
    """Type a query over what ``e.over`` runs over."""
    from checker.typed.origins import origin

    over_, inner = origin(ctx, e.over, scope)
    if over_ is None:
        return bad(e.span)
    item = number_like_or_date(ctx, e.item, inner) if e.item is not None else None
    holds = condition(ctx, e.satisfies, inner) if e.satisfies is not None else None
    if (item and item.type.kind == "error") or (holds and holds.type.kind == "error"):
        return bad(e.span)
    return t.Query(e.fn, over_, item, holds, _query_type(e.fn, over_, item), e.span)


def number_like_or_date(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Type what is summed, averaged or ranked."""
    typed = expr(ctx, e, scope)
    if typed.type.kind not in (*ORDERED, "error"):
        ctx.report("T004", f"this is {a(typed.type)}, not an amount or a number", e.span)
        return bad(e.span)
    return typed


def _query_type(fn: str, over_: t.Origin, item: t.Expr | None) -> Type:
    if fn in ("any", "no", "every"):
        return YES_NO
    if fn == "count":
        return NUMBER
    if fn in ("latest", "earliest", "the"):
        return over_.type
    assert item is not None
    return item.type


def approved(ctx: Context, e: s.Approved, scope: Scope) -> t.Expr:
    """Type ``approved by ...``."""
    from checker.typed.approvals import request

    made = request(ctx, e.approval, e.matter, e.about, e.since, e.limit, e.day, scope, e.span)
    return t.ApprovedBy(made, YES_NO, e.span)


# --- what handles which ----------------------------------------------------------------------

HANDLERS: Mapping[type, Handler] = {
    s.Query: lambda ctx, e, scope, want: query(ctx, e, scope),
    s.Approved: lambda ctx, e, scope, want: approved(ctx, e, scope),
}
