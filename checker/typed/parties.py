"""Who and what an agreement speaks of: parties, bodies that vote, questions; and the dates in their heads."""

from __future__ import annotations

from datetime import date

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.names import question_type
from checker.typed.origins import origin
from checker.typed.scope import Context, Scope, param_type
from checker.typed.types import DATE

Entries = dict[str, list[s.Entry]]


def date_of(ctx: Context, entries: Entries, keyword: str) -> date | None:
    """Return the date that an entry gives; report P005 for one that does not exist."""
    found = entries.get(keyword)
    return _literal_date(ctx, found[0]) if found else None


def _literal_date(ctx: Context, e: s.Entry) -> date | None:
    value = e.values[0]
    assert isinstance(value, s.Literal)
    if isinstance(value.value, date):
        return value.value
    ctx.report("P005", f"the date `{value.value}` does not exist", value.span)
    return None


def party(ctx: Context, d: s.PartyDecl) -> t.Party:
    """Return a party with its names."""
    entries: Entries = {}
    for e in d.entries:
        entries.setdefault(e.keyword, []).append(e)
    also = tuple(v.value for e in entries.get("also", ()) for v in e.values)  # type: ignore[union-attr]
    return t.Party(
        d.name.text,
        d.title.value,
        (d.title.value, *also),  # type: ignore[arg-type]
        date_of(ctx, entries, "from"),
        date_of(ctx, entries, "until"),
        d.span,
    )


def body(ctx: Context, d: s.PartyDecl) -> t.Body:
    """Return a body; report N010 for members that are no directors."""
    holders, separately, members = "", True, None
    for e in d.entries:
        value = e.values[0]
        if e.keyword == "holders of" and isinstance(value, s.Text):
            holders = value.value
        if e.keyword == "voting" and isinstance(value, s.Name):
            separately = value.text == "separately"
    if d.members is not None:
        members, _ = origin(ctx, d.members, Scope().bind("date", DATE))
        if members is not None and members.name != "director":
            message = f"a body consists of directors, and `{members.name}` is none"
            ctx.report("N010", message, d.members.source.span)
    return t.Body(d.name.text, d.title.value, members, holders, separately, d.span)


def question(ctx: Context, d: s.QuestionDecl) -> t.Question:
    """Return a question."""
    params = tuple((p.variable, param_type(ctx, p.type)) for p in d.params)
    paragraph = d.citation.paragraph.value if d.citation else ""
    answers = tuple(a.text for a in d.answers)
    return t.Question(d.name.text, d.text.value, params, answers, paragraph, question_type(d), d.span)
