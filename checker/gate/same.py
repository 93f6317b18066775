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


def skeleton(node: Any) -> Any:
    """Return what binds of a declaration, comparable."""
    names = {name: f"variable {n}" for n, name in enumerate(dict.fromkeys(_bound(node)))}
    return _skeleton(node, names)


def _skeleton(node: Any, names: Mapping[str, str]) -> Any:
    match node:
        case t.Var():
            return ("Var", names.get(node.name, node.name))
        case t.Row():
            return tuple(sorted((k, repr(v)) for k, v in node.values.items()))
        case t.Schedule():
            return (*_fields(node, names, but="rows"), ("rows", tuple(sorted(_each(node.rows, names)))))
        case t.Origin():
            given = names.get(node.variable, node.variable)
            return (*_fields(node, names, but="variable"), ("variable", given))
        case t.Definition() | t.Question():
            params = tuple((names.get(name, name), type_) for name, type_ in node.params)
            return (*_fields(node, names, but="params"), ("params", params))
        case tuple():
            return tuple(_each(node, names))
        case dict():
            return tuple(sorted((str(k), repr(_skeleton(v, names))) for k, v in node.items()))
        case _ if is_dataclass(node):
            return _fields(node, names)
        case _:
            return node


def _each(nodes: tuple[Any, ...], names: Mapping[str, str]) -> Iterator[Any]:
    return (_skeleton(each, names) for each in nodes)


def _fields(node: Any, names: Mapping[str, str], but: str = "") -> tuple[Any, ...]:
    left_out = {but, *UNBINDING.get(type(node), ())}
    found = [(f.name, getattr(node, f.name)) for f in fields(node) if f.name not in left_out]
    kept = [(name, _skeleton(value, names)) for name, value in found if not isinstance(value, Span)]
    return (type(node).__name__, *kept)


def _bound(node: Any) -> Iterator[str]:
    """Yield the names of variables that a declaration binds itself."""
    if isinstance(node, t.Origin):
        yield node.variable
    if isinstance(node, (t.Definition, t.Question)):
        yield from (name for name, _ in node.params)
    if isinstance(node, (tuple, list)):
        for each in node:
            yield from _bound(each)
    elif is_dataclass(node) and not isinstance(node, Span):
        for f in fields(node):
            yield from _bound(getattr(node, f.name))


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
