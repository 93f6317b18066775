"""What of a declaration binds: the tree without places, wording for readers, and names of variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import FactKind, Field

UNBINDING = {
    t.Clause: {"says", "cure", "citation", "severity", "basis"},
    t.Definition: {"says", "citation"},
    t.Schedule: {"title", "citation"},
    t.Assumption: {"text", "paragraph"},
    t.Question: {"paragraph"},
    FactKind: {"title"},
    Field: {"meaning"},
}
"""Fields that say something to readers and decide nothing; those that do are compared beside them."""

GROUPS = (
    "parties",
    "bodies",
    "schedules",
    "definitions",
    "assumptions",
    "questions",
    "approvals",
    "clauses",
)
HEAD = (
    "kind",
    "dated",
    "effective",
    "until",
    "shares",
    "plan_under",
    "agreement_with",
    "under",
    "funds_in",
    "restates",
)
_ONE = {
    "parties": "party",
    "bodies": "body",
    "schedules": "schedule",
    "definitions": "definition",
    "assumptions": "assumption",
    "questions": "question",
    "approvals": "approval",
    "clauses": "clause",
}


Names = Mapping[str, str]
"""What each variable in sight is called here: by how many were bound before it."""


def skeleton(node: Any) -> Any:
    """Return what binds of a declaration, comparable."""
    return _skeleton(node, {}, 0)


def _skeleton(node: Any, names: Names, depth: int) -> Any:
    match node:
        case t.Var():
            return ("Var", names.get(node.name, node.name))
        case t.Row():
            return tuple(sorted((k, repr(v)) for k, v in node.values.items()))
        case tuple():
            return tuple(_skeleton(each, names, depth) for each in node)
        case dict():
            return tuple(sorted((str(k), repr(_skeleton(v, names, depth))) for k, v in node.items()))
        case _ if is_dataclass(node):
            return _fields(node, names, depth)
        case _:
            return node


def _fields(node: Any, names: Names, depth: int) -> tuple[Any, ...]:
    """Return the fields of a node; what it binds is in sight in all of them."""
    bound = () if isinstance(node, t.Origin) else tuple(_bound(node))
    names = {**names, **{name: f"variable {depth + n}" for n, name in enumerate(bound)}}
    made: list[Any] = [type(node).__name__]
    left_out = UNBINDING.get(type(node), ())
    for f in fields(node):
        value = getattr(node, f.name)
        if f.name in left_out or isinstance(value, Span):
            continue
        if isinstance(node, t.Origin) and f.name == "variable":
            value = names.get(value, value)
        elif isinstance(node, t.Definition | t.Question) and f.name == "params":
            value = tuple((names[name], type_) for name, type_ in value)
        found = _skeleton(value, names, depth + len(bound))
        unordered = isinstance(node, t.Schedule) and f.name == "rows"
        made.append((f.name, tuple(sorted(found)) if unordered else found))
    return tuple(made)


def _bound(node: Any) -> Iterator[str]:
    """Yield the variables that a node binds itself, in order."""
    if isinstance(node, t.Definition | t.Question):
        yield from (name for name, _ in node.params)
    for f in fields(node):
        value = getattr(node, f.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, t.Origin):
                yield each.variable


def parts(document: t.Document) -> dict[str, tuple[Any, Any]]:
    """Return each declaration of a document by what it is called, with what binds of it."""
    found: dict[str, tuple[Any, Any]] = {}
    for name in HEAD:
        value = getattr(document, name)
        found[f"head {name.replace('_', ' ')}"] = (document, value)
    for group in GROUPS:
        for name, declared in getattr(document, group).items():
            found[f"{_ONE[group]} {name}"] = (declared, skeleton(declared))
    return found


def changed(old: t.Document, new: t.Document) -> list[str]:
    """Return the declarations that do not bind as they did."""
    before, after = parts(old), parts(new)
    names = dict.fromkeys([*before, *after])
    return [n for n in names if before.get(n, _NONE)[1] != after.get(n, _NONE)[1]]


_NONE = (None, "not there")


def by_name(
    old: t.Document, new: t.Document, of: Callable[[t.Clause], str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the clauses on both sides of which something differs, with both values of it."""
    for name, clause in old.clauses.items():
        if name in new.clauses and of(clause) != of(new.clauses[name]):
            yield name, of(clause), of(new.clauses[name])
