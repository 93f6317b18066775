"""Days, periods, lengths of time, amounts taken over a period, being in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from checker.source import Span
from checker.syntax import nodes as s
from checker.syntax.literals import from_value
from checker.typed import nodes as t
from checker.typed.arguments import candidates
from checker.typed.expressions import (
    Handler,
    a,
    bad,
    day,
    day_or_period,
    expr,
    number_like,
    period,
)
from checker.typed.names import reference
from checker.typed.scope import (
    INSTRUMENTS,
    SERIES_MONTHS,
    Context,
    Scope,
)
from checker.typed.types import (
    DATE,
    FUND,
    PERIOD,
    SERIES,
    YES_NO,
    Type,
    duration,
)


def elapsed(ctx: Context, e: s.Elapsed, scope: Scope) -> t.Expr:
    """Type ``days from a to b``."""
    start, end = day(ctx, e.start, scope), day(ctx, e.end, scope)
    need_calendar(ctx, e.unit, e.span)
    return t.Elapsed(e.unit, start, end, e.clamped, duration(e.unit), e.span)


def shift(ctx: Context, e: s.Shift, scope: Scope) -> t.Expr:
    """Type ``10 business days after day``."""
    length = expr(ctx, e.length, scope)
    base = day(ctx, e.base, scope) if length.type.kind != "error" else expr(ctx, e.base, scope)
    if "error" in (length.type.kind, base.type.kind):
        return bad(e.span)
    if length.type.kind != "duration":
        ctx.report("T001", f"this is {a(length.type)}, not a length of time", e.length.span)
        return bad(e.span)
    unit = length.type.name
    need_calendar(ctx, unit, e.span)
    return t.Shift(length, unit, e.direction, base, e.clamped, DATE, e.span)


def need_calendar(ctx: Context, unit: str, span: Span) -> None:
    """Report N009 when business days are counted and no assumption says which they are."""
    if unit == "business days":
        need_assumption(ctx, "business_day_calendar", "which days are business days", span)


def need_assumption(ctx: Context, name: str, what: str, span: Span) -> None:
    """Report N009 unless the document has the assumption (a rule's is the agreement's)."""
    ctx.used.add(name)
    if ctx.names.document is None or ctx.names.document.kind != "agreement":
        return
    if not isinstance(ctx.names.find(name), s.Assumption) and not ctx.names.is_lost(name):
        ctx.names.lost += (s.Lost("assumption", name),)  # said once, not at each use
        ctx.report("N009", f"nothing says {what}", span, help=f"declare `assumption {name} ... is ...`")


def neighbour(ctx: Context, e: s.Neighbour, scope: Scope) -> t.Expr:
    """Type ``previous month``: the period must come from a known series."""
    inner = period(ctx, e.period, scope)
    if inner.type.kind == "error":
        return bad(e.span)
    series = series_named(ctx, inner.type.name, scope, e.span)
    if series is None:
        ctx.report(
            "T007",
            f"what comes {e.side} is known only for a month, quarter, year or named period",
            e.period.span,
        )
        return bad(e.span)
    return t.Neighbour(e.side, inner, series, inner.type, e.span)


def series_named(ctx: Context, name: str, scope: Scope, span: Span) -> t.Expr | None:
    """Return the series of that name, or None."""
    if not name:
        return None
    if name in SERIES_MONTHS:
        return t.SeriesFrom(name, SERIES_MONTHS[name], None, SERIES, span)
    if ctx.names.find(name) is None:
        return None
    without = Scope(tuple(v for v in scope.variables if v[0] != name))
    found = reference(ctx, s.Ref(name, span), without, SERIES)
    return found if found.type.kind == "series" else None


def over(ctx: Context, e: s.Over, scope: Scope) -> t.Expr:
    """Type ``amount per year over period``."""
    amount = number_like(ctx, e.amount, scope)
    taken = period(ctx, e.period, scope)
    if "error" in (amount.type.kind, taken.type.kind):
        return bad(e.span)
    per = amount.type.per
    if per is None:
        ctx.report(
            "T002",
            f"this is {a(amount.type)}, not an amount per time",
            e.amount.span,
            help=_per_time(e.amount),
        )
        return bad(e.span)
    if per == "year":
        need_assumption(ctx, "day_count", "how days count as a part of a year", e.span)
    fund = fund_in_scope(ctx, scope, e.span) if e.instrument else None
    made = Type(amount.type.kind)
    amount = over_the_period(amount, t.Var(t.IN_FORCE, PERIOD, e.span) if e.instrument else taken)
    return t.Over(amount, per, taken, e.instrument, fund, made, e.span)


def _per_time(amount: s.Expr) -> str:
    """Return what is to be written: of a flat percentage, most often that it is per year."""
    share = amount.left if isinstance(amount, s.Binary) and amount.op == "of" else amount
    if isinstance(share, s.Literal) and share.kind == "percent":
        return f"a yearly rate is written `{from_value(share)} per year`"
    return "`over` takes an amount per year, quarter, month or day"


def over_the_period(amount: t.Expr, taken: t.Expr) -> t.Expr:
    """Look rates up for the period that they are taken over, where no day was asked for.

    Otherwise a rate that changes within the period would be that of some one day of it.
    """
    match amount:
        case t.Cell(asked=False, side=""):
            return replace(amount, day=taken)
        case t.Arith():
            left, right = over_the_period(amount.left, taken), over_the_period(amount.right, taken)
            return replace(amount, left=left, right=right)
        case t.Extreme():
            return replace(amount, items=tuple(over_the_period(x, taken) for x in amount.items))
        case t.Choose():
            then = over_the_period(amount.then, taken)
            return replace(amount, then=then, otherwise=over_the_period(amount.otherwise, taken))
        case _:
            return amount


def rounded(ctx: Context, e: s.Rounded, scope: Scope) -> t.Expr:
    """Type ``amount rounded half up to $0.01``."""
    amount = number_like(ctx, e.amount, scope)
    step = number_like(ctx, e.step, scope)
    if "error" in (amount.type.kind, step.type.kind):
        return bad(e.span)
    if amount.type.kind != step.type.kind:
        ctx.report("T001", f"{a(amount.type)} is not rounded to {a(step.type)}", e.step.span)
        return bad(e.span)
    return t.Rounded(amount, e.rule, step, amount.type, e.span)


def in_force(ctx: Context, e: s.InForce, scope: Scope) -> t.Expr:
    """Type ``plan is in force for fund on day``."""
    if e.instrument not in INSTRUMENTS:
        ctx.report("N010", "only `plan` or `agreement` is in force", e.span)
        return bad(e.span)
    when = day_or_period(ctx, e.when, scope)
    if e.fund is not None:
        fund: t.Expr | None = expr(ctx, e.fund, scope, FUND)
    else:
        fund = fund_in_scope(ctx, scope, e.span)
    if "error" in (when.type.kind, fund.type.kind if fund else ""):
        return bad(e.span)
    made = t.InForce(e.instrument, e.mode, when, fund, YES_NO, e.span)
    return t.Negate(made, YES_NO, e.span) if e.negated else made


def fund_in_scope(ctx: Context, scope: Scope, span: Span) -> t.Expr | None:
    """Return the fund in scope, None when there is none or no single one."""
    found = candidates(ctx, scope, "fund", FUND, span)
    return found[0] if len(found) == 1 else None


# --- what handles which ----------------------------------------------------------------------

HANDLERS: Mapping[type, Handler] = {
    s.Shift: lambda ctx, e, scope, want: shift(ctx, e, scope),
    s.Edge: lambda ctx, e, scope, want: t.Edge(e.side, period(ctx, e.period, scope), DATE, e.span),
    s.Neighbour: lambda ctx, e, scope, want: neighbour(ctx, e, scope),
    s.Elapsed: lambda ctx, e, scope, want: elapsed(ctx, e, scope),
    s.Over: lambda ctx, e, scope, want: over(ctx, e, scope),
    s.Rounded: lambda ctx, e, scope, want: rounded(ctx, e, scope),
    s.InForce: lambda ctx, e, scope, want: in_force(ctx, e, scope),
}
