"""Expressions: names looked up, types and units found, every mistake reported once.

An expression with a mistake gets the type ``error``, which absorbs later complaints.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.arguments import implicit
from checker.typed.scope import (
    INSTRUMENTS,
    SERIES_MONTHS,
    Context,
    Scope,
    compatible,
    param_type,
)
from checker.values.spelling import did_you_mean
from checker.typed.types import (
    DATE,
    ERROR,
    FUND,
    MONEY,
    NUMBER,
    PARTY,
    PERIOD,
    SERIES,
    TEXT,
    YES_NO,
    Field,
    Type,
    duration,
    record_of,
)

ORDERED = ("money", "number", "date", "duration", "period")


def expr(ctx: Context, e: s.Expr, scope: Scope, want: Type | None = None) -> t.Expr:
    """Return ``e`` typed. ``want`` helps a bare word to be read as a member or a text as a fund."""
    match e:
        case s.Literal():
            return literal(ctx, e, want)
        case s.Ref():
            return reference(ctx, e, scope, want)
        case s.Member():
            return member(ctx, e, scope)
        case s.Call():
            return call(ctx, e, scope)
        case s.AsOf():
            return as_of(ctx, e, scope)
        case s.Version():
            return version(ctx, e, scope)
        case s.Not():
            return t.Negate(condition(ctx, e.operand, scope), YES_NO, e.span)
        case s.Negative():
            inner = number_like(ctx, e.operand, scope)
            return t.Arith("-", t.Const(Fraction(0), inner.type, e.span), inner, inner.type, e.span)
        case s.Binary():
            return binary(ctx, e, scope)
        case s.Compare():
            return compare(ctx, e, scope)
        case s.Between():
            return between(ctx, e, scope)
        case s.AmongThese():
            return among(ctx, e, scope)
        case s.Given():
            return given(ctx, e, scope)
        case s.If():
            return choose(ctx, e, scope, want)
        case s.Query():
            return query(ctx, e, scope)
        case s.Extreme():
            return extreme(ctx, e, scope)
        case _:
            return timed(ctx, e, scope)


def timed(ctx: Context, e: s.Expr, scope: Scope) -> t.Expr:
    """Type the expressions that are about time."""
    match e:
        case s.Shift():
            return shift(ctx, e, scope)
        case s.Edge():
            return t.Edge(e.side, period(ctx, e.period, scope), DATE, e.span)
        case s.Neighbour():
            return neighbour(ctx, e, scope)
        case s.Elapsed():
            start, end = day(ctx, e.start, scope), day(ctx, e.end, scope)
            return t.Elapsed(e.unit, start, end, e.clamped, duration(e.unit), e.span)
        case s.Over():
            return over(ctx, e, scope)
        case s.Rounded():
            return rounded(ctx, e, scope)
        case s.InForce():
            return in_force(ctx, e, scope)
        case s.Approved():
            from checker.typed.approvals import request

            made = request(ctx, e.approval, e.matter, e.about, e.since, e.limit, e.day, scope, e.span)
            return t.ApprovedBy(made, YES_NO, e.span)
        case _:
            raise AssertionError(e)


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
    if text in ("money", "text", "yes/no") or text.startswith(("one of", "money per")):
        return text
    return ("an " if text[0] in "aeiou" else "a ") + text


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
    known = [n for n, _ in scope.variables] + list(ctx.names.all_names())
    if want is not None and want.kind == "one_of":
        known += want.members
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
        case s.FactDecl():
            return "a kind of fact"
        case s.Document():
            return f"the {declared.kind}"
        case s.Clause():
            return "a clause"
        case _:
            return "something else"


# --- definitions, questions, assumptions -----------------------------------------------------


def apply(
    ctx: Context, name: str, given_: tuple[s.Expr, ...] | None, scope: Scope, span: Span
) -> t.Expr:
    """Apply a definition to the arguments given, or to those found in scope."""
    from checker.typed.definitions import definition

    found = definition(ctx, name, span)
    if found is None:
        return bad(span)
    arguments = arguments_of(ctx, name, found.params, given_, scope, span)
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
    if isinstance(e.target, s.Ref) and scope.get(e.target.name) is None:
        schedule = ctx.names.schedule(e.target.name)
        if schedule is not None:
            ctx.used.add(e.target.name)
            return cell(ctx, schedule, e.name, None, scope, e.span)
    target = expr(ctx, e.target, scope)
    if target.type.kind == "error":
        return bad(e.span)
    kind = ctx.names.kinds.get(target.type.name) if target.type.kind == "record" else None
    if kind is None:
        ctx.report("T006", f"this is {a(target.type)}; only a record has fields", e.target.span)
        return bad(e.span)
    field = kind.field(e.name.text)
    if field is None:
        known = [f.name for f in kind.fields]
        ctx.unknown("N003", f"a {kind.name} has no field", e.name.text, known, e.name.span)
        return bad(e.span)
    return t.Get(target, field.name, field.type, e.span)


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
        case s.Member(target=s.Ref(name=name)) if name in ctx.names.schedules:
            ctx.used.add(name)
            return cell(ctx, ctx.names.schedules[name], e.target.name, e.arguments, scope, e.span)
        case s.Ref(name="period") if len(e.arguments) == 2:
            start, end = (day(ctx, x, scope) for x in e.arguments)
            return t.MakePeriod(start, end, PERIOD, e.span)
        case s.Ref(name=name) if name in SERIES_MONTHS and len(e.arguments) == 1:
            anchor = day(ctx, e.arguments[0], scope)
            return t.SeriesFrom(name, SERIES_MONTHS[name], anchor, SERIES, e.span)
        case s.Ref(name=name):
            return call_named(ctx, name, e, scope)
        case _:
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
        return replace(target, day=when, span=e.span)
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


# --- arithmetic ------------------------------------------------------------------------------


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
    left = expr(ctx, e.left, scope)
    if left.type.kind == "series":
        return t.Containing(left, day(ctx, e.right, scope), _period_of(left), e.span)
    right = number_like(ctx, e.right, scope)
    if "error" in (left.type.kind, right.type.kind):
        return bad(e.span)
    if left.type.kind != "number":
        ctx.report("T004", f"this is {a(left.type)}; only a number is taken `of` something", e.left.span)
        return bad(e.span)
    return _multiplied(ctx, replace(e, op="*"), left, right)


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
    "is": "=", "is not": "!=", "is at most": "<=", "is at least": ">=", "is more than": ">",
    "is less than": "<", "is before": "<", "is after": ">", "is on or before": "<=",
    "is on or after": ">=", "is in": "in", "is not in": "in",
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
        "T010": f"{a(left)} is compared with {a(right)}: an amount per time is none until taken over a period",
    }[code]
    help_ = "write `... over month` (or another period)" if code == "T010" else None
    ctx.report(code, message, e.right.span, related=((e.left.span, f"this is {a(left)}"),), help=help_)


def _within(ctx: Context, e: s.Compare, left: t.Expr, right: t.Expr) -> t.Expr:
    if left.type.kind not in ("date", "period") or right.type.kind != "period":
        ctx.report("T007", f"{a(left.type)} does not lie in {a(right.type)}; a day or period lies in a period",
                   e.span)
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
    if not isinstance(target, t.Get):
        ctx.report("T006", "only a field of a record is given or not given", e.operand.span)
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


# --- queries ---------------------------------------------------------------------------------


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


# --- time ------------------------------------------------------------------------------------


def shift(ctx: Context, e: s.Shift, scope: Scope) -> t.Expr:
    """Type ``10 business days after day``."""
    length = expr(ctx, e.length, scope)
    base = day(ctx, e.base, scope)
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
    if not isinstance(ctx.names.find(name), s.Assumption):
        ctx.report("N009", f"nothing says {what}", span, help=f"declare `assumption {name} ... is ...`")


def neighbour(ctx: Context, e: s.Neighbour, scope: Scope) -> t.Expr:
    """Type ``previous month``: the period must come from a known series."""
    inner = period(ctx, e.period, scope)
    if inner.type.kind == "error":
        return bad(e.span)
    series = series_named(ctx, inner.type.name, scope, e.span)
    if series is None:
        ctx.report("T007", f"what comes {e.side} is known only for a month, quarter, year or named period",
                   e.period.span)
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
        ctx.report("T002", f"this is {a(amount.type)}, not an amount per time", e.amount.span,
                   help="`over` takes an amount per year, quarter, month or day")
        return bad(e.span)
    if per == "year":
        need_assumption(ctx, "day_count", "how days count as a part of a year", e.span)
    fund = fund_in_scope(ctx, scope, e.span) if e.instrument else None
    made = Type(amount.type.kind)
    return t.Over(amount, per, taken, e.instrument, fund, made, e.span)


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
    from checker.typed.arguments import candidates

    found = candidates(ctx, scope, "fund", FUND, span)
    return found[0] if len(found) == 1 else None


__all__ = ["MONEY", "PARTY", "condition", "day", "expr", "period"]
