"""What a query or a clause runs over: facts, schedule rows, periods, days, values, funds."""

from __future__ import annotations

from dataclasses import replace

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import a, condition, expr, period
from checker.typed.moments import need_calendar, series_named
from checker.typed.names import schedule_at
from checker.typed.scope import SERIES_MONTHS, Context, Scope
from checker.typed.types import DATE, ERROR, FUND, SERIES, FactKind, Type, record_of

BUILT_IN = ("fund", "amendment", "day", "business_day", *SERIES_MONTHS)
"""What a clause may run over that no fact declares."""


def origin(ctx: Context, g: s.Generator, scope: Scope) -> tuple[t.Origin | None, Scope]:
    """Return what ``g`` runs over, and the scope with its variable; None after a mistake.

    After one, the variable is of no known type, so that nothing said of it is reported too.
    """
    made = _origin(ctx, g, scope)
    if made is None:
        return None, scope.bind(g.variable, ERROR)
    inner = scope.bind(made.variable, made.type)
    if g.where is None:
        return made, inner
    where = condition(ctx, g.where, inner)
    if where.type.kind == "error":
        return None, inner
    return _with(made, where), inner


def _with(o: t.Origin, where: t.Expr) -> t.Origin:
    return t.Origin(o.variable, o.kind, o.name, o.type, o.series, o.within, where, o.span)


def _origin(ctx: Context, g: s.Generator, scope: Scope) -> t.Origin | None:
    name, variable = g.source.text, g.variable
    if g.rows:
        return _rows(ctx, g)
    if name in ("day", "business_day"):
        return _days(ctx, g, scope)
    series = _series(ctx, name, scope, g.source.span)
    if series is not None:
        within = period(ctx, g.within, scope) if g.within else None
        return t.Origin(variable, "periods", name, Type("period", name=name), series, within, None, g.span)
    if g.within is not None:
        return _values(ctx, g, scope)
    if name == "fund":
        _need_funds(ctx, g)
        return t.Origin(variable, "funds", name, FUND, span=g.span)
    if name == "amendment":
        return t.Origin(variable, "amendments", name, record_of("amendment"), span=g.span)
    kind = ctx.names.kinds.get(name)
    if kind is None or kind.store == "part" or name in ctx.names.schedules:
        known = [*BUILT_IN, *(k for k, v in ctx.names.kinds.items() if v.store != "part")]
        ctx.unknown("N001", "no fact or period is called", name, known, g.source.span)
        return None
    ctx.used.add(name)
    return t.Origin(variable, "fact", name, record_of(name), span=g.span)


def _series(ctx: Context, name: str, scope: Scope, span: Span) -> t.Expr | None:
    if name in SERIES_MONTHS:
        return t.SeriesFrom(name, SERIES_MONTHS[name], None, SERIES, span)
    declared = ctx.names.find(name)
    if isinstance(declared, s.Assumption) or (isinstance(declared, s.Define) and _names_years(declared)):
        return series_named(ctx, name, scope, span)
    return None


def _names_years(d: s.Define) -> bool:
    """Tell whether a definition is written as ``year from ...``, or without parameters may be one."""
    e = d.expression
    written = isinstance(e, s.Call) and isinstance(e.target, s.Ref) and e.target.name in SERIES_MONTHS
    return written or not d.params


def _rows(ctx: Context, g: s.Generator) -> t.Origin | None:
    name = g.source.text
    if ctx.names.schedule(name) is None:
        ctx.unknown("N001", "no schedule is called", name, list(ctx.names.schedules), g.source.span)
        return None
    ctx.used.add(name)
    return t.Origin(g.variable, "rows", name, record_of(name), span=g.span)


def _days(ctx: Context, g: s.Generator, scope: Scope) -> t.Origin | None:
    if g.within is None:
        ctx.report("T007", "which days? a period is needed", g.source.span, help="write `day in month`")
        return None
    within = period(ctx, g.within, scope)
    if within.type.kind == "error":
        return None
    business = g.source.text == "business_day"
    if business:
        need_calendar(ctx, "business days", g.span)
    variable = g.alias.text if g.alias else "day"
    return t.Origin(
        variable, "business days" if business else "days", "day", DATE, None, within, None, g.span
    )


def _values(ctx: Context, g: s.Generator, scope: Scope) -> t.Origin | None:
    """``name in x.y``: entries of a list of a record, or distinct values of a field or column."""
    w = g.within
    kind = _listed(ctx, w.target, scope) if isinstance(w, s.Member) else None
    if isinstance(w, s.Member) and kind is not None:
        field = kind.field(w.name.text)
        if field is None:
            known = [f.name for f in kind.fields]
            what = f"{a(record_of(kind.name))} has no field"
            ctx.unknown("N003", what, w.name.text, known, w.name.span)
            return None
        ctx.used.add(kind.name)
        inner = t.Var(kind.name, record_of(kind.name), w.target.span)
        values = t.Get(inner, field.name, field.type, w.span)
        return t.Origin(g.variable, "values", kind.name, field.type, None, values, None, g.span)
    assert w is not None
    within = expr(ctx, w, scope)
    if within.type.kind == "error":
        return None
    if within.type.kind != "list":
        ctx.report("T006", f"this is {a(within.type)}, not a list to go through", w.span)
        return None
    made = record_of(within.type.name)
    return t.Origin(g.variable, "nested", within.type.name, made, None, within, None, g.span)


def _listed(ctx: Context, e: s.Expr, scope: Scope) -> FactKind | None:
    """Return the kind of fact, or the schedule as one, whose values a name stands for."""
    if isinstance(e, s.Ref) and scope.get(e.name) is None and e.name in ctx.names.kinds:
        return ctx.names.kinds[e.name]
    schedule = schedule_at(ctx, e, scope)
    return replace(schedule.kind, name=schedule.name) if schedule is not None else None


def _need_funds(ctx: Context, g: s.Generator) -> None:
    """Report N006 when an agreement runs over its funds and does not say where they are listed."""
    document = ctx.names.document
    if document is not None and not any(e.keyword == "funds in" for e in document.entries):
        with_funds = [
            name
            for name, x in ctx.names.schedules.items()
            if any(c.type.kind == "fund" for c in x.kind.fields)
        ]
        ctx.report(
            "N006",
            f"there are no funds: the head of `{document.name.text}` does not say which schedule lists them",
            g.source.span,
            related=((document.name.span, "the head begins here"),),
            help=f"add a line to the head: `funds in {with_funds[0] if with_funds else 'schedule_a'}`",
        )
