"""Approvals: thresholds, bodies and parties looked up, what is said of a group pushed to its votes."""

from __future__ import annotations

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.definitions import definition
from checker.typed.expressions import day, expr
from checker.typed.moments import fund_in_scope
from checker.typed.origins import origin
from checker.typed.scope import Context, Scope
from checker.typed.types import TEXT, Type

THRESHOLD_OF = "tally"


def approval(
    ctx: Context, e: s.Approval, scope: Scope, *, in_person: bool = False, called_for: bool = False
) -> t.Approval | None:
    """Return ``e`` typed, or None after a mistake in it."""
    if isinstance(e, s.Consent):
        return _consent(ctx, e, scope)
    person, called = in_person or e.in_person, called_for or e.called_for
    match e:
        case s.Vote():
            return _vote(ctx, e, person, called)
        case s.ApprovalName():
            return _named(ctx, e, scope, person, called)
        case s.AllOf() | s.AnyOf():
            parts = [approval(ctx, p, scope, in_person=person, called_for=called) for p in e.parts]
            found = tuple(p for p in parts if p is not None)
            if len(found) < len(parts):
                return None
            return t.AllOf(found) if isinstance(e, s.AllOf) else t.AnyOf(found)


def _vote(ctx: Context, e: s.Vote, in_person: bool, called_for: bool) -> t.VoteOf | None:
    threshold = _threshold(ctx, e.threshold)
    body = ctx.names.body(e.body.text)
    ctx.used.update((e.threshold.text, e.body.text))
    if body is None:
        bodies = [n for n in ctx.names.all_names() if ctx.names.body(n)]
        ctx.unknown("N001", "no body is called", e.body.text, bodies, e.body.span)
    if body is None or threshold is None:
        return None
    return t.VoteOf(e.threshold.text, e.body.text, in_person, called_for, e.span)


def _threshold(ctx: Context, name: s.Name) -> t.Definition | None:
    declared = ctx.names.find(name.text)
    if declared is None:
        known = list(ctx.names.all_names())
        ctx.unknown("N001", "no threshold is called", name.text, known, name.span)
        return None
    found = definition(ctx, name.text, name.span)
    if found is None and _defines(declared):
        return None  # reported where it is defined
    if found is None or not _counts_votes(found):
        ctx.report(
            "N010",
            f"`{name.text}` is no threshold: a yes/no definition given one {THRESHOLD_OF}",
            name.span,
            related=((declared.span, "declared here"),),
        )
        return None
    return found


def _defines(declared: s.Declaration) -> bool:
    if isinstance(declared, s.Clause):
        return isinstance(declared.norm, s.Means)
    return isinstance(declared, (s.Define, s.Carry))


def _counts_votes(found: t.Definition) -> bool:
    given_a_tally = [ty for _, ty in found.params] == [Type("record", name=THRESHOLD_OF)]
    return given_a_tally and found.type.kind == "yes_no"


def _named(
    ctx: Context, e: s.ApprovalName, scope: Scope, in_person: bool, called_for: bool
) -> t.Approval | None:
    declared = ctx.names.find(e.name.text)
    ctx.used.add(e.name.text)
    if isinstance(declared, s.ApprovalDecl):
        return approval(ctx, declared.approval, scope, in_person=in_person, called_for=called_for)
    if declared is None:
        known = [n for n in ctx.names.all_names() if isinstance(ctx.names.find(n), s.ApprovalDecl)]
        ctx.unknown("N001", "no approval is called", e.name.text, known, e.name.span)
    else:
        ctx.report(
            "N010",
            f"`{e.name.text}` is no approval",
            e.name.span,
            related=((declared.span, "declared here"),),
        )
    return None


def _consent(ctx: Context, e: s.Consent, scope: Scope) -> t.ConsentOf | None:
    if e.party is not None:
        declared = ctx.names.find(e.party.text)
        ctx.used.add(e.party.text)
        if not isinstance(declared, s.PartyDecl):
            ctx.unknown("N001", "no party is called", e.party.text, list(ctx.names.all_names()), e.party.span)
            return None
        return t.ConsentOf(e.party.text, None, None, e.written, e.span)
    assert e.every is not None and e.holder is not None
    over, inner = origin(ctx, e.every, scope)
    if over is None:
        return None
    holder = expr(ctx, e.holder, inner, TEXT)
    if holder.type.kind == "error":
        return None
    return t.ConsentOf("", over, holder, e.written, e.span)


def request(
    ctx: Context,
    written: s.Approval,
    matter: str,
    about: s.Expr | None,
    since: s.Expr | None,
    limit: str,
    until: s.Expr | None,
    scope: Scope,
    span: Span,
) -> t.ApprovalRequest:
    """Return an approval with what it is about and when it must have been given."""
    made = approval(ctx, written, scope) or t.AllOf(())
    about_typed = expr(ctx, about, scope) if about is not None else None
    return t.ApprovalRequest(
        made,
        matter,
        about_typed,
        fund_in_scope(ctx, scope, span),
        day(ctx, since, scope) if since is not None else None,
        day(ctx, until, scope) if until is not None else None,
        limit == "before",
    )
