"""What an amendment says of itself: its number and days, what it waits for and for whom it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import condition
from checker.typed.scope import Context, Scope
from checker.typed.types import DATE, FUND, record_of
from checker.typed.walk import everything, mapped


class Head:
    """What an amendment says of itself: its number and days, what it waits for and for whom it is."""

    def __init__(self, ctx: Context, d: s.Amendment) -> None:
        self.declared = d
        entries = {e.keyword: e for e in d.entries}
        self.dated = _day(ctx, entries.get("dated"))
        self.effective = self._effective(ctx, entries.get("effective"))
        number = entries.get("number")
        self.numbered = number.values[0].span if number else None
        self.number = _number(ctx, number)
        funds = entries.get("for funds")
        self.named = tuple(v for v in funds.values if isinstance(v, s.Text)) if funds else ()
        self.funds = tuple(dict.fromkeys(v.value for v in self.named))
        self.remaining = "all other terms remain" in entries
        self.once: t.Expr | None = None

    def check_funds(self, ctx: Context, known: set[str]) -> None:
        """Report the funds it is for that are named twice, or stand in no schedule before it or with it."""
        seen: dict[str, s.Text] = {}
        for text in self.named:
            first = seen.setdefault(text.value, text)
            if first is not text:
                message = f"the fund `{text.value}` is named twice"
                ctx.report("N002", message, text.span, related=((first.span, "the first time"),))
            elif text.value not in known and not ctx.names.has_lost("schedule", "row", "column"):
                ctx.unknown("N008", "no schedule names the fund", text.value, sorted(known), text.span)

    def _effective(self, ctx: Context, entry: s.Entry | None) -> date | None:
        d = self.declared
        at_once = entry is not None and isinstance(entry.values[0], s.Name)
        if entry is not None and not at_once:
            return _day(ctx, entry)
        if at_once or d.once is not None:
            if self.dated is None and not any(e.keyword == "dated" for e in d.entries):
                what = "takes effect at once, and does not say when it is dated"
                what = what if at_once else "waits for something, and does not say from when on"
                ctx.report("P007", f"`{d.name.text}` {what}", d.name.span, help="write `dated` and a date")
            return self.dated
        message = f"`{d.name.text}` does not say when it is effective"
        ctx.report("P007", message, d.name.span, help="write `effective` and a date")
        return None


def _number(ctx: Context, entry: s.Entry | None) -> int | None:
    value = entry.values[0] if entry else None
    if not isinstance(value, s.Literal) or not isinstance(value.value, Fraction):
        return None
    if value.value.denominator == 1 and value.value >= 1:
        return int(value.value)
    ctx.report("A013", "amendments are numbered 1, 2, 3 and so on", value.span)
    return None


def _day(ctx: Context, entry: s.Entry | None) -> date | None:
    value = entry.values[0] if entry else None
    if not isinstance(value, s.Literal):
        return None
    if isinstance(value.value, date):
        return value.value
    ctx.report("P005", f"the date `{value.written}` does not exist", value.span)
    return None


def waiting_for(ctx: Context, e: s.Expr) -> t.Expr:
    """Return the condition; an approval in it that names no day is one that is there by the day asked of."""
    scope = Scope().bind("amendment", record_of("amendment")).bind("fund", FUND).bind("date", DATE)
    by_then = t.Var("date", DATE, e.span)

    def dated(node: Any) -> Any:
        if isinstance(node, t.ApprovedBy) and node.request.day is None:
            return replace(node, request=replace(node.request, day=by_then))
        return node

    made = mapped(condition(ctx, e, scope), dated)
    if made.type.kind != "error" and not any(map(_turns_on_the_day, everything(made))):
        help_ = "compare with `date`, as in `notice.on is on or before date`"
        ctx.report("A013", "this does not turn on the day that is asked of", e.span, help=help_)
    return made


def _turns_on_the_day(node: Any) -> bool:
    """Tell whether what a node says may be otherwise on another day; of a term that is not known here."""
    match node:
        case t.Var(name="date") | t.Apply() | t.Ask() | t.Cell(day=None) | t.InForce():
            return True
        case _:
            return False
