"""Constants, names, definitions applied, fields of records and columns of schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.arguments import implicit
from checker.typed.expressions import (
    Handler,
    a,
    bad,
    day,
    day_or_period,
    expr,
)
from checker.typed.scope import (
    SERIES_MONTHS,
    Context,
    Scope,
    compatible,
    param_type,
)
from checker.typed.types import (
    DATE,
    FUND,
    PERIOD,
    SERIES,
    TEXT,
    YES_NO,
    Field,
    Type,
    duration,
    record_of,
)
from checker.values.spelling import did_you_mean

# --- constants and names ---------------------------------------------------------------------


def literal(ctx: Context, e: s.Literal, want: Type | None) -> t.Expr:
    """Type a constant; a date that does not exist is P005."""
    match e.kind:
        case "date":
            if not isinstance(e.value, date):
                ctx.report("P005", f"the date `{e.value}` does not exist", e.span)
                return bad(e.span)
            return t.Const(e.value, DATE, e.span)
        case "money":
            return t.Const(e.value, Type("money", per=e.per or None), e.span)  # type: ignore[arg-type]
        case "percent" | "number":
            return t.Const(e.value, Type("number", per=e.per or None), e.span)  # type: ignore[arg-type]
        case "duration":
            return t.Const(e.value, duration(e.unit), e.span)
        case "yes_no":
            return t.Const(e.value, YES_NO, e.span)
        case _:
            return text_literal(ctx, e, want)


def text_literal(ctx: Context, e: s.Literal, want: Type | None) -> t.Expr:
    """Type a quoted text; where a fund is wanted it must be one that a schedule names."""
    assert isinstance(e.value, str)
    if want is not None and want.kind == "fund":
        known = funds_named(ctx)
        if known and e.value not in known:
            ctx.unknown("N008", "no schedule names the fund", e.value, sorted(known), e.span)
            return bad(e.span)
        return t.Const(e.value, FUND, e.span)
    if want is not None and want.kind in ("share_class", "party", "body"):
        return t.Const(e.value, want, e.span)
    return t.Const(e.value, TEXT, e.span)


def funds_named(ctx: Context) -> set[str]:
    """Return every fund that stands in a schedule of the document."""
    found: set[str] = set()
    for schedule in ctx.names.schedules.values():
        columns = [f.name for f in schedule.kind.fields if f.type.kind == "fund"]
        for row in schedule.rows:
            found.update(str(row.values[c]) for c in columns if c in row.values)
    return found


def reference(ctx: Context, e: s.Ref, scope: Scope, want: Type | None) -> t.Expr:
    """Type a bare name: a member of ``want``, a variable, or something declared."""
    if want is not None and want.kind == "one_of" and e.name in want.members:
        return t.Const(e.name, want, e.span)
    if e.name == scope.carried and scope.carried_type is not None:
        return t.Var(f"previous {e.name}", scope.carried_type, e.span)
    bound = scope.get(e.name)
    if bound is not None:
        return t.Var(e.name, bound, e.span)
    if e.name in SERIES_MONTHS and scope.has_unknown:
        return bad(e.span)
    if e.name in SERIES_MONTHS:
        return t.SeriesFrom(e.name, SERIES_MONTHS[e.name], None, SERIES, e.span)
    declared = ctx.names.find(e.name)
    if declared is not None:
        return declared_name(ctx, e, declared, scope)
    if want is not None and want.kind == "one_of":
        ctx.report(
            "N007",
            f"`{e.name}` is not one of " + ", ".join(f"`{m}`" for m in want.members),
            e.span,
            help=did_you_mean(e.name, want.members),
        )
        return bad(e.span)
    if (want is not None and want.kind == "error") or scope.has_unknown:
        return bad(e.span)  # reported already: the other side, or what the clause runs over
    known = [n for n, _ in scope.variables] + list(ctx.names.all_names())
    ctx.unknown("N001", "nothing here is called", e.name, known, e.span)
    return bad(e.span)


def declared_name(ctx: Context, e: s.Ref, declared: s.Declaration, scope: Scope) -> t.Expr:
    """Type a name that a declaration stands for; its arguments are found in scope."""
    ctx.used.add(e.name)
    match declared:
        case s.Define() | s.Carry():
            return apply(ctx, e.name, None, scope, e.span)
        case s.Clause() if isinstance(declared.norm, s.Means):
            return apply(ctx, e.name, None, scope, e.span)
        case s.Assumption():
            return t.Reading(e.name, assumption_type(ctx, declared), e.span)
        case s.QuestionDecl():
            return ask(ctx, declared, None, scope, e.span)
        case s.PartyDecl():
            kind = Type("party") if declared.kind == "party" else Type("body")
            return t.Const(e.name, kind, e.span)
        case s.Amendment():
            return t.Const(e.name, record_of("amendment"), e.span)
        case s.FactDecl():
            if not scope.has_unknown:
                ctx.report(
                    "N010",
                    f"`{e.name}` is a kind of fact, and nothing here says which one is meant",
                    e.span,
                    related=((declared.span, "declared here"),),
                    help=f"write `for each {e.name}`, or ask for `any {e.name} where ...`",
                )
            return bad(e.span)
        case _:
            ctx.report(
                "N010",
                f"`{e.name}` is {_what(declared)}, which has no value of its own",
                e.span,
                related=((declared.span, "declared here"),),
            )
            return bad(e.span)


def _what(declared: s.Declaration) -> str:
    match declared:
        case s.ScheduleDecl():
            return "a schedule"
        case s.ApprovalDecl():
            return "an approval"
        case s.Document():
            return f"the {declared.kind}"
        case s.Clause():
            return "a clause"
        case _:
            return "something else"


# --- definitions, questions, assumptions -----------------------------------------------------


def apply(ctx: Context, name: str, given_: tuple[s.Expr, ...] | None, scope: Scope, span: Span) -> t.Expr:
    """Apply a definition to the arguments given, or to those found in scope."""
    from checker.typed.definitions import definition

    found = definition(ctx, name, span)
    if found is None:
        return bad(span)
    arguments = arguments_of(ctx, name, found.params, given_, scope, span)
    if any(x.type.kind == "error" for x in arguments):
        return bad(span)
    return t.Apply(name, arguments, found.type, span)


def arguments_of(
    ctx: Context,
    name: str,
    params: tuple[tuple[str, Type], ...],
    given_: tuple[s.Expr, ...] | None,
    scope: Scope,
    span: Span,
) -> tuple[t.Expr, ...]:
    """Return the arguments, checked against the parameters."""
    if given_ is None:
        return tuple(implicit(ctx, scope, p, ty, span, name) for p, ty in params)
    if len(given_) != len(params):
        wanted = ", ".join(p for p, _ in params) or "nothing"
        ctx.report("T005", f"`{name}` is about {wanted}; {len(given_)} given", span)
        return tuple(bad(span) for _ in params)
    return tuple(argument(ctx, name, e, p, ty, scope) for e, (p, ty) in zip(given_, params, strict=True))


def argument(ctx: Context, name: str, e: s.Expr, param: str, want: Type, scope: Scope) -> t.Expr:
    """Return one argument typed; report T005 when it does not fit."""
    typed = expr(ctx, e, scope, want)
    if not compatible(typed.type, want):
        ctx.report("T005", f"`{name}` wants {a(want)} for {param}; this is {a(typed.type)}", e.span)
        return bad(e.span)
    return typed


def ask(
    ctx: Context, q: s.QuestionDecl, given_: tuple[s.Expr, ...] | None, scope: Scope, span: Span
) -> t.Expr:
    """Type a question about the arguments given or found."""
    params = tuple((p.variable, param_type(ctx, p.type)) for p in q.params)
    arguments = arguments_of(ctx, q.name.text, params, given_, scope, span)
    named = tuple(zip((p for p, _ in params), arguments, strict=True))
    return t.Ask(q.name.text, named, question_type(q), span)


def question_type(q: s.QuestionDecl) -> Type:
    """Return yes/no, or one of the answers."""
    return Type("one_of", members=tuple(x.text for x in q.answers)) if q.answers else YES_NO


def assumption_type(ctx: Context, declared: s.Assumption) -> Type:
    """Return the type of an assumption's readings."""
    from checker.typed.definitions import assumption

    return assumption(ctx, declared).type


# --- fields, columns -------------------------------------------------------------------------


def member(ctx: Context, e: s.Member, scope: Scope) -> t.Expr:
    """Type ``x.y``: a column of a schedule or a field of a record."""
    schedule = schedule_at(ctx, e.target, scope)
    if schedule is not None:
        return cell(ctx, schedule, e.name, None, scope, e.span)
    if _is_other(ctx, e.target, scope):
        return bad(e.span)
    found = _field_of(ctx, e.target, e.name, scope)
    return t.Get(found[0], found[1].name, found[1].type, e.span) if found else bad(e.span)


def _field_of(ctx: Context, e: s.Expr, name: s.Name, scope: Scope) -> tuple[t.Expr, Field] | None:
    """Return a record and its field of that name; None after a mistake (T006, N003)."""
    target = expr(ctx, e, scope)
    if target.type.kind == "error":
        return None
    kind = ctx.names.kinds.get(target.type.name) if target.type.kind == "record" else None
    if kind is None:
        ctx.report("T006", f"this is {a(target.type)}; only a record has fields", e.span)
        return None
    field = kind.field(name.text)
    if field is None:
        known = [f.name for f in kind.fields]
        ctx.unknown("N003", f"{a(target.type)} has no field", name.text, known, name.span)
        return None
    return target, field


def schedule_at(ctx: Context, e: s.Expr, scope: Scope) -> t.Schedule | None:
    """Return the schedule that an expression names: ``schedule_b``, or ``class_k_2000.schedule_b``.

    That of another agreement is taken as it was first made, and the name says whose it is. Reports
    N001 when the other agreement has no such schedule.
    """
    match e:
        case s.Ref(name=name) if scope.get(name) is None:
            found = ctx.names.schedule(name)
            if found is not None:
                ctx.used.add(name)
            return found
        case s.Member(target=s.Ref(name=name)) if _is_other(ctx, e, scope):
            others = ctx.names.others[name]
            if e.name.text in others:
                return replace(others[e.name.text], name=f"{name}.{e.name.text}")
            ctx.unknown("N001", f"`{name}` has no schedule", e.name.text, list(others), e.name.span)
    return None


def _is_other(ctx: Context, e: s.Expr, scope: Scope) -> bool:
    """Tell whether an expression names something of another agreement."""
    if not (isinstance(e, s.Member) and isinstance(e.target, s.Ref)):
        return False
    name = e.target.name
    own = scope.get(name) is not None or ctx.names.schedule(name) is not None
    return not own and name in ctx.names.others


def cell(
    ctx: Context,
    schedule: t.Schedule,
    column: s.Name,
    given_: tuple[s.Expr, ...] | None,
    scope: Scope,
    span: Span,
) -> t.Expr:
    """Type a look-up in a schedule."""
    field = schedule.kind.field(column.text)
    if field is None:
        known = [f.name for f in schedule.kind.fields]
        ctx.unknown("N004", f"`{schedule.name}` has no column", column.text, known, column.span)
        return bad(span)
    params = tuple((k, _field(schedule, k).type) for k in schedule.keys)
    arguments = arguments_of(ctx, f"{schedule.name}.{column.text}", params, given_, scope, span)
    keys = tuple(zip(schedule.keys, arguments, strict=True))
    return t.Cell(schedule.name, field.name, keys, time_of(ctx, scope, span), field.type, span=span)


def _field(schedule: t.Schedule, name: str) -> Field:
    field = schedule.kind.field(name)
    assert field is not None
    return field


def time_of(ctx: Context, scope: Scope, span: Span) -> t.Expr | None:
    """Return the innermost day or period in scope, or the date of the innermost record."""
    for name, ty in reversed(scope.variables):
        if ty.kind in ("date", "period"):
            return t.Var(name, ty, span)
        kind = ctx.names.kinds.get(ty.name) if ty.kind == "record" else None
        dated = kind.field(kind.dated) if kind and kind.dated else None
        if dated is not None:
            return t.Get(t.Var(name, ty, span), dated.name, dated.type, span)
    return None


def call(ctx: Context, e: s.Call, scope: Scope) -> t.Expr:
    """Type ``f(x, ...)``: a definition, a question, a column; or one of the built-in forms."""
    match e.target:
        case s.Member() if (schedule := schedule_at(ctx, e.target.target, scope)) is not None:
            return cell(ctx, schedule, e.target.name, e.arguments, scope, e.span)
        case s.Member() if _is_other(ctx, e.target.target, scope):
            return bad(e.span)
        case s.Ref(name="period") if len(e.arguments) == 2:
            start, end = (day(ctx, x, scope) for x in e.arguments)
            return t.MakePeriod(start, end, PERIOD, e.span)
        case s.Ref(name=name) if name in SERIES_MONTHS and len(e.arguments) == 1:
            anchor = day(ctx, e.arguments[0], scope)
            return t.SeriesFrom(name, SERIES_MONTHS[name], anchor, SERIES, e.span)
        case s.Ref(name=name):
            return call_named(ctx, name, e, scope)
        case _:
            if expr(ctx, e.target, scope).type.kind != "error":
                ctx.report("N010", "only a definition, a question or a column takes arguments", e.target.span)
            return bad(e.span)


def call_named(ctx: Context, name: str, e: s.Call, scope: Scope) -> t.Expr:
    """Type a definition or question with its arguments given."""
    declared = ctx.names.find(name)
    ctx.used.add(name)
    match declared:
        case s.Define() | s.Carry():
            return apply(ctx, name, e.arguments, scope, e.span)
        case s.Clause() if isinstance(declared.norm, s.Means):
            return apply(ctx, name, e.arguments, scope, e.span)
        case s.QuestionDecl():
            return ask(ctx, declared, e.arguments, scope, e.span)
        case None:
            ctx.unknown("N001", "nothing here is called", name, list(ctx.names.all_names()), e.target.span)
        case _:
            ctx.report("N010", f"`{name}` takes no arguments", e.target.span)
    return bad(e.span)


def as_of(ctx: Context, e: s.AsOf, scope: Scope) -> t.Expr:
    """Type ``schedule.column as of day``."""
    target = expr(ctx, e.target, scope)
    when = day_or_period(ctx, e.day, scope)
    if isinstance(target, t.Cell):
        return replace(target, day=when, asked=True, span=e.span)
    if target.type.kind != "error":
        ctx.report("N010", "only a schedule's column has a value as of a day", e.target.span)
    return bad(e.span)


def version(ctx: Context, e: s.Version, scope: Scope) -> t.Expr:
    """Type ``schedule.column before amendment`` and ``... under amendment``."""
    target = expr(ctx, e.target, scope)
    amendment = expr(ctx, e.amendment, scope)
    if "error" in (target.type.kind, amendment.type.kind):
        return bad(e.span)
    if not isinstance(target, t.Cell) or amendment.type != record_of("amendment"):
        ctx.report("N010", f"only a schedule's column has a version {e.side} an amendment", e.span)
        return bad(e.span)
    return replace(target, side=e.side, amendment=amendment, day=None, span=e.span)


def traced(ctx: Context, e: s.Traced, scope: Scope) -> t.Expr:
    """Type ``record traced through field``; the field must name another record of the same kind."""
    found = _field_of(ctx, e.target, e.field, scope)
    if found is None:
        return bad(e.span)
    target, field = found
    if field.type != target.type:
        ctx.report(
            "T006",
            f"`{field.name}` is {a(field.type)}; what is traced goes from {a(target.type)} to another",
            e.field.span,
            related=((field.span, "declared here"),),
        )
        return bad(e.span)
    return t.Traced(target, field.name, target.type, e.span)


# --- what handles which ----------------------------------------------------------------------

HANDLERS: Mapping[type, Handler] = {
    s.Literal: lambda ctx, e, scope, want: literal(ctx, e, want),
    s.Ref: reference,
    s.Member: lambda ctx, e, scope, want: member(ctx, e, scope),
    s.Call: lambda ctx, e, scope, want: call(ctx, e, scope),
    s.AsOf: lambda ctx, e, scope, want: as_of(ctx, e, scope),
    s.Version: lambda ctx, e, scope, want: version(ctx, e, scope),
    s.Traced: lambda ctx, e, scope, want: traced(ctx, e, scope),
}
