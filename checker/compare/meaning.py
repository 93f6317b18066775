"""What the columns of the schedules mean, found by how the rules look them up, never by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from checker.ir import nodes as ir
from checker.ir.walk import children, everything
from checker.typed import nodes as t

Column = tuple[str, str]
"""A schedule and a column of it."""

Kind = Literal["cdsc", "cap", "minimum", "fixed"]
_FIRST: tuple[Kind, ...] = ("cdsc", "cap", "minimum", "fixed")
"""Where a column is several things, it is named by the first of them."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column bounds, in which clause; ``sign`` is -1 where more of it makes the bound less.

    ``also`` are its other uses. ``money`` tells whether an amount of money is bounded.
    """

    kind: Kind
    sign: int
    rule: ir.Rule
    money: bool
    also: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bounded:
    kind: Kind
    subject: t.Expr
    bound: t.Expr


def meanings(a: ir.Agreement) -> dict[Column, Meaning]:
    """Return what each column means that bounds something in a rule."""
    columns = _Columns(a)
    found: dict[Column, list[Meaning]] = {}
    for rule in a.rules:
        for b in bounds(rule, a):
            money = b.subject.type.kind == "money"
            for column, sign in columns.of(b.bound):
                if sign:
                    found.setdefault(column, []).append(Meaning(b.kind, sign, rule, money))
    return {column: _chief(uses) for column, uses in found.items()}


def _chief(uses: list[Meaning]) -> Meaning:
    chief = min(uses, key=lambda m: _FIRST.index(m.kind))
    also = tuple(k for k in _FIRST if k != chief.kind and any(m.kind == k for m in uses))
    return Meaning(chief.kind, chief.sign, chief.rule, chief.money, also)


def grouped(a: ir.Agreement) -> frozenset[Column]:
    """Return the columns that a rule or definition compares with something, or runs over the values of."""
    found: set[Column] = set()
    for node in (*a.rules, *a.definitions.values()):
        for inner in everything(node):
            match inner:
                case t.Cell():
                    found.add((inner.schedule, inner.column))
                case t.Get() if inner.target.type.name in a.schedules:
                    found.add((inner.target.type.name, inner.field))
                case t.Origin(kind="values", within=t.Get() as within) if inner.name:
                    found.add((inner.name, within.field))
                case _:
                    pass
    return frozenset(found)


# --- what a rule bounds ----------------------------------------------------------------------


def bounds(rule: ir.Rule, a: ir.Agreement) -> Iterator[_Bounded]:
    """Yield what a rule bounds: by a limit, or by a comparison that must hold."""
    match rule.check:
        case ir.Bound(subject, "between", low, high):
            yield _named("at least", subject, low, a)
            if high is not None:
                yield _named("at most", subject, high, a)
        case ir.Bound(subject, relation, bound, _):
            yield _named(relation, subject, bound, a)
        case ir.Holds(condition):
            yield from _compared(condition, a)
        case _:
            return


def _compared(condition: t.Expr, a: ir.Agreement) -> Iterator[_Bounded]:
    match condition:
        case t.Logic(op="and", parts=parts):
            for part in parts:
                yield from _compared(part, a)
        case t.Compare(op="<=" | "<", left=left, right=right):
            yield _named("at most", left, right, a)
        case t.Compare(op=">=" | ">", left=left, right=right):
            yield _named("at least", left, right, a)
        case _:
            return


def _named(relation: str, subject: t.Expr, bound: t.Expr, a: ir.Agreement) -> _Bounded:
    kinds: dict[str, Kind] = {"at most": "cap", "at least": "minimum", "exactly": "fixed"}
    kind: Kind = "cdsc" if is_charge(subject, a) else kinds[relation]
    return _Bounded(kind, subject, bound)


def is_charge(subject: t.Expr, a: ir.Agreement) -> bool:
    """Tell whether an amount is the charge on a redemption, itself or through definitions."""
    return any(_charged(n) for n in _through(subject, a))


def _charged(node: object) -> bool:
    return isinstance(node, t.Get) and node.field == "cdsc" and node.target.type.name == "redemption"


def _through(node: t.Expr, a: ir.Agreement) -> Iterator[object]:
    seen: set[str] = set()
    todo: list[object] = [node]
    while todo:
        for inner in everything(todo.pop()):
            yield inner
            if isinstance(inner, t.Apply) and inner.definition not in seen:
                seen.add(inner.definition)
                if inner.definition in a.definitions:
                    todo.append(a.definitions[inner.definition].expression)


# --- the columns in an amount, and whether more of them makes it more ---------------------------


class _Columns:
    def __init__(self, a: ir.Agreement) -> None:
        self.a = a
        self.known: dict[str, dict[Column, int]] = {}

    def of(self, node: t.Expr) -> Iterator[tuple[Column, int]]:
        """Yield each column an amount is made of, and its sign; 0 where it only decides something."""
        yield from self._signed(node, 1)

    def _signed(self, node: object, sign: int) -> Iterator[tuple[Column, int]]:
        match node:
            case t.Cell():
                if not node.side:  # a version without or with an amendment is compared, not paid by
                    yield (node.schedule, node.column), sign
                for _, key in node.keys:
                    yield from self._signed(key, 0)
            case t.Get() if node.target.type.name in self.a.schedules:
                yield (node.target.type.name, node.field), sign
            case t.Apply():
                for column, inner in self._defined(node.definition).items():
                    yield column, inner * sign
                for argument in node.arguments:
                    yield from self._signed(argument, 0)
            case _:
                for part, factor in _parts(node):
                    yield from self._signed(part, sign * factor)

    def _defined(self, name: str) -> dict[Column, int]:
        if name not in self.known:
            self.known[name] = {}  # a carried value is made of itself
            definition = self.a.definitions.get(name)
            if definition is not None:
                self.known[name] = _summed(self._signed(definition.expression, 1))
        return self.known[name]


def _summed(found: Iterator[tuple[Column, int]]) -> dict[Column, int]:
    signs: dict[Column, set[int]] = {}
    for column, sign in found:
        signs.setdefault(column, set()).add(sign)
    return {c: next(iter(s - {0})) if len(s - {0}) == 1 else 0 for c, s in signs.items()}


def _parts(node: object) -> Iterator[tuple[object, int]]:
    """Yield the parts of a node, with 1 or -1 where they add to or take from it, and else 0."""
    match node:
        case t.Arith(op=op, left=left, right=right):
            yield from ((left, 1), (right, -1 if op in "-/" else 1))
        case t.Choose(condition=condition, then=then, otherwise=otherwise):
            yield from ((condition, 0), (then, 1), (otherwise, 1))
        case t.Extreme(items=items):
            yield from ((item, 1) for item in items)
        case t.Query(item=item) if item is not None:
            yield item, 1
            yield from ((part, 0) for part in (node.over, node.satisfies) if part is not None)
        case t.Rounded(amount=amount) | t.Over(amount=amount):
            yield amount, 1
        case t.Shift(length=length, base=base):
            yield from ((base, 1), (length, -1 if node.direction == "before" else 1))
        case t.Edge(period=period):
            yield period, 1
        case _:
            yield from ((child, 0) for child in children(node))
