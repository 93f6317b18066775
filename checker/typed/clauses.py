"""Clauses: what they run over, when they bind, their norm, exceptions and order."""

from __future__ import annotations

from dataclasses import replace

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.approvals import approval, request
from checker.typed.definitions import cited, definition
from checker.typed.expressions import a as article
from checker.typed.expressions import condition, day, expr
from checker.typed.operators import comparable
from checker.typed.origins import origin
from checker.typed.scope import Context, Scope
from checker.typed.types import BODY, DATE, FUND, PARTY, YES_NO, record_of

RELATIONS = {
    "to at most": "at most",
    "to at least": "at least",
    "to exactly": "exactly",
    "between": "between",
}


def clause(ctx: Context, d: s.Clause, document: str) -> t.Clause | None:
    """Return a clause typed; None when something in it was reported."""
    before = len(ctx.problems)
    if d.citation is None:
        ctx.report(
            "A006",
            f"`{d.name.text}` cites no paragraph",
            d.name.span,
            help='write `at "PARAGRAPH"` after the name',
        )
    _check_parts(ctx, d)
    each, scope = _each(ctx, d.each, Scope())
    norm, inner = _norm(ctx, d, scope)
    made = None
    if norm is not None:
        made = _assembled(ctx, d, document, each, scope, norm, inner)
    ctx.tell_once(before)
    return made if len(ctx.problems) == before or _only_warnings(ctx, before) else None


INSTRUMENT_NORMS = (s.Continues, s.TerminableBy, s.TerminatesWhen, s.EndsWith, s.Survives)


def _check_parts(ctx: Context, d: s.Clause) -> None:
    """Report P012 for what would be ignored: plan and agreement end or go on for everybody alike."""
    if not isinstance(d.norm, INSTRUMENT_NORMS):
        return
    parts = {"when": d.when, "unless": d.unless, "subject to": d.subject_to, "despite": d.despite}
    for name, given in parts.items():
        if given:
            ctx.report(
                "P012",
                f"a clause about plan or agreement takes no `{name}`",
                d.name.span,
                help="write the condition into the norm itself, or into a clause of its own",
            )


def _only_warnings(ctx: Context, before: int) -> bool:
    return all(p.severity != "error" for p in ctx.problems[before:])


def _each(
    ctx: Context, generators: tuple[s.Generator, ...], scope: Scope
) -> tuple[tuple[t.Origin, ...], Scope]:
    found = []
    for g in generators:
        made, scope = origin(ctx, g, scope)
        if made is not None:
            found.append(made)
    return tuple(found), scope


def _assembled(
    ctx: Context,
    d: s.Clause,
    document: str,
    each: tuple[t.Origin, ...],
    scope: Scope,
    norm: t.Norm,
    inner: Scope,
) -> t.Clause:
    by = getattr(d.norm, "by", None)
    return t.Clause(
        document=document,
        name=d.name.text,
        citation=cited(d.citation) or t.Citation("", "", d.name.span),
        says=d.says.value if d.says else "",
        each=each,
        since=day(ctx, d.since, Scope()) if d.since else None,
        until=day(ctx, d.until, Scope()) if d.until else None,
        when=condition(ctx, d.when, scope) if d.when else None,
        binds=d.binds,
        norm=norm,
        by=day(ctx, by, scope) if by is not None else None,
        unless=tuple(_unless(ctx, u, inner) for u in d.unless),
        despite=_ordered(ctx, d.despite, d.name.text),
        subject_to=_ordered(ctx, d.subject_to, d.name.text),
        assuming=tuple(x.value for x in d.assuming),
        cure=d.cure.value if d.cure else "",
        basis=d.basis or (d.citation.basis if d.citation else ""),
        severity=d.severity or "error",
        span=d.span,
    )


def _unless(ctx: Context, u: s.Unless, scope: Scope) -> t.Unless:
    return t.Unless(u.label.value if u.label else "", condition(ctx, u.condition, scope))


def _ordered(ctx: Context, names: tuple[s.Name, ...], itself: str) -> tuple[str, ...]:
    clauses = [n for n, decl in ctx.names.own.items() if isinstance(decl, s.Clause) and n != itself]
    for name in names:
        if name.text == itself:
            ctx.report("A007", f"`{itself}` prevails over itself", name.span)
            continue
        if name.text not in clauses:
            ctx.unknown("N001", "no clause is called", name.text, clauses, name.span)
    return tuple(n.text for n in names)


def _norm(ctx: Context, d: s.Clause, scope: Scope) -> tuple[t.Norm | None, Scope]:
    """Return the norm, and the scope that exceptions see (with the event of ``must not``)."""
    match d.norm:
        case s.Limit():
            return _limit(ctx, d.norm, scope), scope
        case s.MustHold():
            return t.Holds(condition(ctx, d.norm.condition, scope)), scope
        case s.Duty():
            return _duty(ctx, d.norm, scope)
        case s.Requires():
            r = d.norm
            made = request(ctx, r.approval, r.matter, r.about, r.since, r.limit, r.day, scope, r.span)
            return t.Requires(made), scope
        case s.Means():
            found = definition(ctx, d.name.text, d.span)
            return (t.Means(found.name) if found else None), scope
        case _:
            return _instrument_norm(ctx, d.norm, scope)


def _limit(ctx: Context, e: s.Limit, scope: Scope) -> t.Norm | None:
    subject = expr(ctx, e.subject, scope)
    bound = expr(ctx, e.bound, scope, subject.type)
    upper = expr(ctx, e.upper, scope, subject.type) if e.upper is not None else None
    for other, written in ((bound, e.bound), (upper, e.upper)):
        if other is None or written is None or "error" in (subject.type.kind, other.type.kind):
            continue
        code = comparable(subject.type, other.type)
        if code or subject.type.kind not in ("money", "number", "date", "duration"):
            ctx.report(
                code or "T004",
                f"{article(subject.type)} is limited by {article(other.type)}",
                written.span,
                related=((e.subject.span, f"this is {article(subject.type)}"),),
                help="write `... over month` (or another period)" if code == "T010" else None,
            )
            return None
    if "error" in (subject.type.kind, bound.type.kind):
        return None
    return t.Limit(subject, RELATIONS[e.relation], bound, upper)


def _duty(ctx: Context, e: s.Duty, scope: Scope) -> tuple[t.Norm | None, Scope]:
    declared = ctx.names.find(e.actor.text)
    if not isinstance(declared, s.PartyDecl):
        parties = [n for n in ctx.names.all_names() if isinstance(ctx.names.find(n), s.PartyDecl)]
        ctx.unknown("N001", "no party or body is called", e.actor.text, parties, e.actor.span)
    ctx.used.add(e.actor.text)
    event, inner = origin(ctx, e.event, scope)
    if event is None:
        return None, scope
    made = t.Duty(e.actor.text, e.modality, e.verb.text, _done_by(ctx, e.actor, declared, event))
    return made, inner if e.modality == "must not" else scope


def _done_by(ctx: Context, actor: s.Name, declared: s.Declaration | None, event: t.Origin) -> t.Origin:
    """Return the event as the actor's own, where its kind says who did it (``by FIELD``)."""
    kind = ctx.names.kinds.get(event.name)
    field = kind.field(kind.actor) if kind is not None and kind.actor else None
    if field is None or not isinstance(declared, s.PartyDecl):
        return event
    type_ = PARTY if declared.kind == "party" else BODY
    done = t.Get(t.Var(event.variable, event.type, actor.span), field.name, field.type, actor.span)
    own = t.Compare("=", done, t.Const(actor.text, type_, actor.span), YES_NO, actor.span)
    where = event.where
    rest = where.parts if isinstance(where, t.Logic) and where.op == "and" else (where,) if where else ()
    return replace(event, where=t.Logic("and", (own, *rest), YES_NO, event.span) if rest else own)


def _instrument_norm(ctx: Context, e: s.Norm, scope: Scope) -> tuple[t.Norm | None, Scope]:
    match e:
        case s.Continues():
            until, approved = day(ctx, e.until, scope), approval(ctx, e.approval, scope)
            return (t.Continues(e.instruments, until, approved) if approved else None), scope
        case s.TerminableBy():
            rights = [_right(ctx, r, scope) for r in e.rights]
            found = tuple(r for r in rights if r is not None)
            made = t.TerminableBy(e.instruments, found, e.without_penalty)
            inner = scope.bind("termination", record_of("termination"))
            return (made if len(found) == len(rights) else None), inner
        case s.TerminatesWhen():
            event, inner = origin(ctx, e.event, scope)
            on = day(ctx, e.on, inner) if e.on is not None else None
            return (t.TerminatesWhen(e.instruments, event, on) if event else None), inner
        case s.EndsWith():
            return t.EndsWith(e.instrument, e.other), scope
        case s.Survives():
            inner = scope.bind("fund", FUND).bind("date", DATE)
            over = condition(ctx, e.until, inner) if e.until is not None else None
            return t.Survives(_ordered(ctx, e.clauses, ""), over), scope
        case _:
            raise AssertionError(e)


def _who_may(ctx: Context) -> list[str]:
    found = ((n, ctx.names.find(n)) for n in ctx.names.all_names())
    return [n for n, d in found if isinstance(d, (s.PartyDecl, s.ApprovalDecl))]


def _right(ctx: Context, r: s.Right, scope: Scope) -> t.Right | None:
    if r.notice is not None and r.notice.unit != "days":
        message = f"notice is counted in calendar days, and this is in {r.notice.unit}"
        ctx.report("T002", message, r.notice.span)
        return None
    days = int(r.notice.value) if r.notice is not None else None  # type: ignore[arg-type]
    if isinstance(r.by, s.ApprovalName):
        name = r.by.name
        declared = ctx.names.find(name.text)
        if isinstance(declared, s.PartyDecl) and declared.kind == "party":
            ctx.used.add(name.text)
            return t.Right(None, name.text, days, r.written)
        if declared is None:
            ctx.unknown("N001", "no party or approval is called", name.text, _who_may(ctx), name.span)
            return None
    if isinstance(r.by, s.Name):
        raise AssertionError(r)
    made = approval(ctx, r.by, scope)
    return t.Right(made, "", days, r.written) if made else None
