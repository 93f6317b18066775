"""Definitions and assumptions, typed when first used; circles are reported once."""

from __future__ import annotations

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import a, bad, expr
from checker.typed.moments import series_named
from checker.typed.scope import SERIES_MONTHS, Context, Scope, compatible, param_type
from checker.typed.types import ERROR, SERIES, Type
from checker.values.calendars import CALENDARS
from checker.values.day_count import DAY_COUNTS

KNOWN_READINGS = {"business_day_calendar": CALENDARS, "day_count": DAY_COUNTS}


def definition(ctx: Context, name: str, span: Span) -> t.Definition | None:
    """Return the definition of that name, typed; None after a mistake in it."""
    owner = _owner(ctx, name)
    if name in owner.definitions:
        return owner.definitions[name]
    declared = owner.names.own.get(name)
    if name in owner.in_progress:
        _report_circle(owner, ctx, name)
        owner.definitions[name] = None
        return None
    owner.in_progress.append(name)
    made = _typed(owner, declared)
    owner.in_progress.pop()
    return owner.definitions.setdefault(name, made)


def _owner(ctx: Context, name: str) -> Context:
    while name not in ctx.names.own and ctx.parent is not None:
        ctx = ctx.parent
    return ctx


def _report_circle(owner: Context, ctx: Context, name: str) -> None:
    circle = owner.in_progress[owner.in_progress.index(name) :]
    first = owner.names.own[name]
    others = tuple((owner.names.own[n].span, f"`{n}` is used here on the way") for n in circle[1:])
    path = " -> ".join(f"`{n}`" for n in [*circle, name])
    owner.report("A001", f"this definition depends on itself: {path}", first.span, related=others)


def _typed(ctx: Context, declared: s.Declaration | None) -> t.Definition | None:
    match declared:
        case s.Define():
            return _define(ctx, declared.name, declared.params, declared.expression, declared)
        case s.Clause(norm=s.Means() as norm):
            return _define(ctx, declared.name, declared.params, norm.expression, declared)
        case s.Carry():
            return _carry(ctx, declared)
        case _:
            return None


def _scope(ctx: Context, params: tuple[s.Param, ...]) -> tuple[Scope, tuple[tuple[str, Type], ...]]:
    scope = Scope()
    found: list[tuple[str, Type]] = []
    for p in params:
        made = param_type(ctx, p.type)
        scope = scope.bind(p.variable, made)
        found.append((p.variable, made))
    return scope, tuple(found)


def cited(c: s.Citation | None) -> t.Citation | None:
    """Return a citation as the typed tree has it."""
    return t.Citation(c.paragraph.value, c.pin, c.span, c.basis) if c else None


def _define(
    ctx: Context, name: s.Name, params: tuple[s.Param, ...], body: s.Expr, declared: s.Define | s.Clause
) -> t.Definition | None:
    before = len(ctx.problems)
    scope, typed_params = _scope(ctx, params)
    made = expr(ctx, body, scope)
    ctx.tell_once(before)
    if made.type.kind == "error" or any(ty.kind == "error" for _, ty in typed_params):
        return None
    says = declared.says.value if declared.says else ""
    return t.Definition(
        name.text, typed_params, made, cited(declared.citation), says, made.type, declared.span
    )


def _carry(ctx: Context, d: s.Carry) -> t.Definition | None:
    scope, params = _scope(ctx, d.params)
    stepped = [ty for _, ty in params if ty.kind in ("period", "date")]
    if len(stepped) != 1 or (stepped[0].kind == "period" and not stepped[0].name):
        ctx.report(
            "T007",
            "what is carried runs over exactly one day, month, quarter, year or named period",
            d.name.span,
            help="write `given fund, month`",
        )
        return None
    daily = stepped[0].kind == "date"
    series = None if daily else series_named(ctx, stepped[0].name, Scope(), d.name.span)
    since, first = expr(ctx, d.since, scope), expr(ctx, d.first, scope)
    if (series is None and not daily) or "error" in (since.type.kind, first.type.kind):
        return None
    inner = Scope(scope.variables, d.name.text, first.type)
    then = expr(ctx, d.then, inner, first.type)
    if then.type.kind == "error":
        return None
    if then.type != first.type:
        ctx.report(
            "T001",
            f"what is carried begins as {a(first.type)} and goes on as {a(then.type)}",
            d.then.span,
            related=((d.first.span, f"this is {a(first.type)}"),),
        )
        return None
    says = d.says.value if d.says else ""
    carry = t.CarryFrom(since, first, series)
    return t.Definition(d.name.text, params, then, cited(d.citation), says, first.type, d.span, carry)


def assumption(ctx: Context, d: s.Assumption) -> t.Assumption:
    """Return an assumption with its readings typed."""
    name = d.name.text
    known = KNOWN_READINGS.get(name)
    readings: list[tuple[str, t.Expr]] = []
    if known is not None or all(isinstance(r, s.Ref) and not _is_value(ctx, r) for r in d.readings):
        members = tuple(r.name if isinstance(r, s.Ref) else "?" for r in d.readings)
        type_ = Type("one_of", members=tuple(known) if known else members)
        for r in d.readings:
            readings.append(_word(ctx, name, r, type_))
    else:
        type_ = ERROR
        for r in d.readings:
            made = expr(ctx, r, Scope())
            type_ = made.type if type_ is ERROR else type_
            if not compatible(made.type, type_):
                ctx.report("T011", f"this reading is {a(made.type)}, another is {a(type_)}", r.span)
                made = bad(r.span)
            readings.append((shown(r), made))
    if type_.kind == "number" and any(x.type.kind == "error" for _, x in readings):
        type_ = ERROR
    paragraph = d.citation.paragraph.value if d.citation else ""
    return t.Assumption(name, d.text.value, paragraph, tuple(readings), type_, d.span)


def _is_value(ctx: Context, r: s.Expr) -> bool:
    return isinstance(r, s.Ref) and (r.name in SERIES_MONTHS or ctx.names.find(r.name) is not None)


def _word(ctx: Context, name: str, r: s.Expr, type_: Type) -> tuple[str, t.Expr]:
    if isinstance(r, s.Ref) and r.name in type_.members:
        return r.name, t.Const(r.name, type_, r.span)
    text = shown(r)
    ctx.report(
        "T011", f"`{text}` is no reading of `{name}`: it is one of " + ", ".join(type_.members), r.span
    )
    return text, bad(r.span)


def shown(e: s.Expr) -> str:
    """Return a reading as it is written in settings and reports."""
    match e:
        case s.Ref():
            return e.name
        case s.Literal():
            return e.written or str(e.value)
        case s.Call(target=s.Ref(name=name), arguments=(s.Literal() as anchor,)):
            return f"{name} from {anchor.written}"
        case _:
            return "expression"


__all__ = ["SERIES", "assumption", "cited", "definition", "shown"]
