"""The two sides of a comparison, and what each is asked: clauses that use a name, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from checker.ir import nodes as ir
from checker.ir.walk import everything
from checker.source import Span
from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.clauses import Terms

K = TypeVar("K")


@dataclass(frozen=True)
class Side:
    """One state of an agreement: as typed, what its names mean, its rules, and its text by place."""

    document: t.Document
    terms: Terms
    agreement: ir.Agreement
    wording: Callable[[Span], str]

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """Return the clauses that use each declaration, themselves or through others."""
        return _users(self.agreement)

    def reached(self, *names: str) -> tuple[str, ...]:
        """Return the clauses that use one of these declarations, in the order of the document."""
        found = {c for n in names for c in self.users.get(n, ())}
        return tuple(sorted(found, key=self._places.__getitem__))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: i for i, name in enumerate(dict.fromkeys(_order(self.agreement)))}

    @cached_property
    def assigned(self) -> bool:
        """Tell whether a clause or definition of its own looks at transfers of rights to assignees."""
        own = (*self.document.clauses.values(), *self.document.definitions.values())
        return any(isinstance(n, t.Origin) and n.name == "transfer" for each in own for n in everything(each))

    def words(self, span: Span | None) -> str:
        """Return the text at a place on one line; empty where there is none."""
        return " ".join(self.wording(span).split()) if span is not None and span.path else ""


def union(before: Iterable[K], after: Iterable[K]) -> list[K]:
    """Return all of both, in the order of ``after``; what is gone stands where it stood.

    >>> union(["a", "x", "b"], ["b", "a", "c"])
    ['b', 'a', 'x', 'c']
    """
    kept = dict.fromkeys(after)
    gone: dict[K | None, list[K]] = {}
    last: K | None = None
    for each in before:
        if each in kept:
            last = each
        else:
            gone.setdefault(last, []).append(each)
    found = list(gone.get(None, ()))
    for each in kept:
        found += [each, *gone.get(each, ())]
    return found


def _order(a: ir.Agreement) -> Iterator[str]:
    yield from a.document.clauses
    yield from (r.name for r in (*a.rules, *a.links, *a.survivals))


def _users(a: ir.Agreement) -> dict[str, tuple[str, ...]]:
    inside: dict[str, frozenset[str]] = {}
    users: dict[str, dict[str, None]] = {}
    for rule in (*a.rules, *a.links, *a.survivals):
        for name in sorted(_all_names(rule, a, inside)):
            users.setdefault(name, {})[rule.name] = None
    for clause in a.document.clauses.values():
        if isinstance(clause.norm, t.Means):
            users.setdefault(clause.norm.definition, {})[clause.name] = None
    return {n: tuple(rules) for n, rules in users.items()}


def _all_names(node: Any, a: ir.Agreement, inside: dict[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    todo = list(_names(node))
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        if name not in inside:
            inside[name] = frozenset(_behind(name, a))
        todo += inside[name]
    return found


def _behind(name: str, a: ir.Agreement) -> Iterator[str]:
    for declared in (a.definitions.get(name), a.bodies.get(name), a.assumptions.get(name)):
        if declared is not None:
            yield from _names(declared)


def _names(node: Any) -> Iterator[str]:
    for inner in everything(node):
        yield from _named(inner)


def _named(node: Any) -> Iterator[str]:
    """Yield the names of declarations that stand in one node, those below it left out."""
    match node:
        case t.Apply():
            yield node.definition
        case t.Cell():
            yield node.schedule
        case t.Reading():
            yield node.assumption
        case t.Ask():
            yield node.question
        case t.VoteOf():
            yield from (node.threshold, node.body)
        case t.Right() | t.ConsentOf() if node.party:
            yield node.party
        case ir.Surviving():
            yield from node.clauses
        case ir.Happens() | ir.Never() | ir.Permitted() if node.actor:
            yield node.actor
        case t.Const(value=str(name)) if node.type.kind in ("party", "body", "record"):
            yield name
        case t.Origin():
            yield from _origin(node)
        case t.Get() if node.target.type.kind == "record":
            yield node.target.type.name
        case _:
            yield from _implied(node)


def _implied(node: Any) -> Iterator[str]:
    if isinstance(node, t.Over) and node.per == "year":
        yield "day_count"
    elif isinstance(node, t.Shift | t.Elapsed) and node.unit == "business days":
        yield "business_day_calendar"


def _origin(origin: t.Origin) -> Iterator[str]:
    if origin.name:
        yield origin.name
    if origin.kind == "business days":
        yield "business_day_calendar"
