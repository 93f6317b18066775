"""The parts that declarations share: citations, tables, parameters, entries of a head; each once."""

from __future__ import annotations

from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import around, node, one, several
from checker.syntax.tokens import word


def _citation(t: pp.ParseResults) -> n.Citation:
    pin, basis = one(t, "pin"), one(t, "basis")
    return n.Citation(one(t, "paragraph"), pin.text if pin else "", basis.text if basis else "", around(t))


_place = word("at") - k.TEXT("paragraph") + pp.Opt(word("pin") - k.PIN("pin"))
_basis = word("basis") - (word("memory") | word("inference") | word("source"))("basis")
citation = node(_place + pp.Opt(_basis), _citation).set_name("citation")
clause_citation = node(_place.copy(), _citation).set_name("citation")
"""A clause has its basis among its parts."""
names = pp.DelimitedList(k.NAME)
table = node(k.ROW[1, ...], lambda t: k.table_from(list(t))).set_name("table")
param = node(
    k.NAME("type") + pp.Opt(word("called").suppress() - k.NAME("alias")),
    lambda t: n.Param(one(t, "type"), one(t, "alias"), around(t)),
)
given = word("given") - pp.DelimitedList(param)
says = word("says") - k.TEXT


class Part:
    """A part as parsed: its keyword and what it holds; consumed by the declaration's action."""

    __slots__ = ("key", "span", "value")

    def __init__(self, key: str, value: Any, span: Span) -> None:
        self.key, self.value, self.span = key, value, span


def part(key: str, element: pp.ParserElement, *, many: bool = False) -> pp.ParserElement:
    """Return a part led by a keyword; its value is what follows (a tuple when ``many``)."""
    return node(element, lambda t: Part(key, tuple(t[1:]) if many else t[1], around(t)))


class Parts:
    """The parts of one declaration, checked for repetition when taken."""

    def __init__(self, parts: Any) -> None:
        self.parts: list[Part] = list(parts)

    def one(self, key: str) -> Any:
        """Return the value of the part, None when absent; the first when repeated."""
        return next((p.value for p in self.parts if p.key == key), None)

    def all(self, key: str) -> tuple[Any, ...]:
        """Return the values of every part of that key."""
        return tuple(p.value for p in self.parts if p.key == key)

    def joined(self, key: str) -> tuple[Any, ...]:
        """Return the values of parts that hold several, joined."""
        return tuple(v for values in self.all(key) for v in values)


class RepeatedPart(Exception):
    """A part that may stand once stands twice; carries both places."""

    def __init__(self, key: str, first: Span, second: Span) -> None:
        super().__init__(key)
        self.key, self.first, self.second = key, first, second


class MissingPart(Exception):
    """A declaration lacks a part; carries what and the place of the head."""

    def __init__(self, what: str, where: Span) -> None:
        super().__init__(what)
        self.what, self.where = what, where


def take(parts: Any, repeatable: frozenset[str] = frozenset()) -> Parts:
    """Return the parts of a declaration; none but ``repeatable`` may stand twice."""
    seen: dict[str, Span] = {}
    for p in parts:
        if p.key in seen and p.key not in repeatable:
            raise RepeatedPart(p.key, seen[p.key], p.span)
        seen.setdefault(p.key, p.span)
    return Parts(parts)


def body(t: pp.ParseResults) -> list[Part]:
    """Return the parts among tokens."""
    return [item for item in t if isinstance(item, Part)]


def entry(key: str, *values: pp.ParserElement) -> pp.ParserElement:
    """Return an entry of a head, led by its words."""
    element = word(key)
    for value in values:
        element = element - value
    return node(element, lambda t: n.Entry(key, tuple(t[1:]), around(t)))


_OFTEN = frozenset({"source", "address", "shares", "under", "plan under", "agreement with", "also"})
"""Entries that may stand more than once."""


def entries(t: pp.ParseResults) -> tuple[n.Entry, ...]:
    """Return the entries among tokens; none but ``_OFTEN`` may repeat."""
    found = tuple(e for e in t if isinstance(e, n.Entry))
    seen: dict[str, Span] = {}
    for e in found:
        if e.keyword in seen and e.keyword not in _OFTEN:
            raise RepeatedPart(e.keyword, seen[e.keyword], e.span)
        seen.setdefault(e.keyword, e.span)
    return found


def params(t: pp.ParseResults) -> tuple[n.Param, ...]:
    """Return the parameters after ``given``."""
    return several(t, "params")


opt_given = pp.Opt(word("given") - pp.Group(pp.DelimitedList(param))("params"))
opt_says = pp.Opt(word("says") - k.TEXT("says"))
opt_citation = pp.Opt(citation)("citation")
opt_clause_citation = pp.Opt(clause_citation)("citation")
