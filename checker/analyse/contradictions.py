"""A004: two clauses that contradict and of which neither prevails.

Two clauses are about the same when their events are of one kind and neither ``where`` rules
out the other by a field that must equal different things. They contradict when one forbids
what the other demands or allows, or when constant bounds on one amount exclude each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir import nodes as ir
from checker.typed import nodes as t

Key = tuple[str, str]


def contradictions(a: ir.Agreement) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each pair of clauses of the agreement in conflict."""
    own = [r for r in a.rules if r.document == a.name and r.to_day is None]
    for one, other in combinations(own, 2):
        if ir.prevails_over(one, other) or ir.prevails_over(other, one) or not _conflict(one, other):
            continue
        yield diagnostic(
            "A004",
            f"`{other.name}` contradicts `{one.name}`, and neither prevails",
            other.span,
            related=[(one.span, f"`{one.name}`")],
            help=f"say which prevails: `despite {one.name}` or `subject to {one.name}` in `{other.name}`",
        )


def _conflict(one: ir.Rule, other: ir.Rule) -> bool:
    pairs = ((one, other), (other, one))
    return any(_forbidden(x, y) or _bounds_exclude(x, y) for x, y in pairs)


def _forbidden(x: ir.Rule, y: ir.Rule) -> bool:
    """One clause forbids an event that the other demands or allows."""
    if not isinstance(x.check, ir.Never) or not isinstance(y.check, (ir.Happens, ir.Permitted)):
        return False
    return x.check.actor == y.check.actor and _may_be_the_same(x.check.event, y.check.event)


def _may_be_the_same(a: t.Origin, b: t.Origin) -> bool:
    if (a.kind, a.name) != (b.kind, b.name):
        return False
    fixed_a, fixed_b = dict(_fixed(a)), dict(_fixed(b))
    return all(fixed_b[k] == v for k, v in fixed_a.items() if k in fixed_b)


def _fixed(o: t.Origin) -> Iterator[tuple[str, object]]:
    """Yield the fields that must equal a constant."""
    where = o.where
    parts = where.parts if isinstance(where, t.Logic) and where.op == "and" else (where,)
    for part in parts:
        match part:
            case t.Compare(
                op="=", left=t.Get(target=t.Var(name=name), field=field), right=t.Const(value=value)
            ):
                if name == o.variable:
                    yield field, value
            case t.Negate(operand=t.Get(target=t.Var(name=name), field=field)) if name == o.variable:
                yield field, False
            case t.Get(target=t.Var(name=name), field=field) if name == o.variable:
                yield field, True


def _bounds_exclude(x: ir.Rule, y: ir.Rule) -> bool:
    """At most one constant and at least a greater one, of the same amount."""
    a, b = x.check, y.check
    if not (isinstance(a, ir.Bound) and isinstance(b, ir.Bound)):
        return False
    if (a.relation, b.relation) != ("at most", "at least"):
        return False
    if not (isinstance(a.bound, t.Const) and isinstance(b.bound, t.Const)):
        return False
    same = a.subject == b.subject and x.sources == y.sources and x.when == y.when
    return same and a.bound.value < b.bound.value  # type: ignore[operator]
