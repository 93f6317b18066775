"""A005: clauses that can never apply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir import nodes as ir
from checker.source import Span
from checker.typed import nodes as t


def never_applies(a: ir.Agreement) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each clause whose days or conditions leave nothing to apply to."""
    for rule in a.rules:
        if rule.document != a.name:
            continue
        for why, where in _reasons(a, rule):
            yield diagnostic(
                "A005",
                f"`{rule.name}` can never apply: {why}",
                where,
                related=[(rule.span, f"`{rule.name}`")],
            )
            break


def _reasons(a: ir.Agreement, rule: ir.Rule) -> Iterator[tuple[str, Span]]:
    since, until = _day(rule.since), _day(rule.until)
    if since and until and until < since:
        yield f"it ends on {until}, before it begins on {since}", rule.until.span  # type: ignore[union-attr]
    end = a.document.until
    if since and end and since > end:
        yield f"it begins on {since}, after the agreement's end on {end}", rule.since.span  # type: ignore[union-attr]
    start = a.document.effective
    if until and start and until < start:
        yield f"it ends on {until}, before the agreement is effective on {start}", rule.until.span  # type: ignore[union-attr]
    conditions = [rule.when, *(s.where for s in rule.sources)]
    for condition in conditions:
        if condition is not None and constant(condition) is False:
            yield "its condition is never true", condition.span


def _day(e: t.Expr | None) -> date | None:
    return e.value if isinstance(e, t.Const) and isinstance(e.value, date) else None


def constant(e: t.Expr) -> bool | None:
    """Return the truth of a condition that the facts cannot change, None when they can."""
    match e:
        case t.Const(value=bool() as value):
            return value
        case t.Negate():
            inner = constant(e.operand)
            return None if inner is None else not inner
        case t.Logic():
            return _joined(e)
        case t.Compare(left=t.Const() as left, right=t.Const() as right):
            return _compared(e.op, left, right)
        case _:
            return None


def _joined(e: t.Logic) -> bool | None:
    if e.op == "and" and _exclusive(e.parts):
        return False
    values = [constant(p) for p in e.parts]
    stop = e.op == "or"
    if stop in values:
        return stop
    return None if None in values else not stop


def _exclusive(parts: tuple[t.Expr, ...]) -> bool:
    """One thing is said to be two different constants."""
    said: list[tuple[t.Expr, object]] = []
    for part in parts:
        if isinstance(part, t.Compare) and part.op == "=" and isinstance(part.right, t.Const):
            if any(left == part.left and value != part.right.value for left, value in said):
                return True
            said.append((part.left, part.right.value))
    return False


def _compared(op: str, left: t.Const, right: t.Const) -> bool | None:
    a, b = left.value, right.value
    if type(a) is not type(b):
        return None
    match op:
        case "=":
            return a == b
        case "!=":
            return a != b
        case "<=":
            return a <= b  # type: ignore[operator]
        case ">=":
            return a >= b  # type: ignore[operator]
        case "<":
            return a < b  # type: ignore[operator]
        case ">":
            return a > b  # type: ignore[operator]
        case _:
            return None
