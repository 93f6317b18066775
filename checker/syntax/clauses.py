"""The grammar of a clause: its parts, with one norm among them."""

from __future__ import annotations

from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import arithmetic, around, expression, generator, node, one, several
from checker.syntax.norms import norm
from checker.syntax.parts import MissingPart, Part, body, given, names, opt_clause_citation, part, says, take
from checker.syntax.tokens import mark, word


def _unless(t: pp.ParseResults) -> Part:
    return Part("unless", n.Unless(one(t, "condition"), one(t, "label"), around(t)), around(t))


_binds = word("binds") - (
    word("always") | word("while plan is in force") | word("while agreement is in force")
)
_BINDS = {"always": "always", "while plan is in force": "plan", "while agreement is in force": "agreement"}
clause_part = (
    part("says", says)
    | node(
        word("for each") - pp.Group(pp.DelimitedList(generator))("each"),
        lambda t: Part("for each", several(t, "each"), t[0].span.to(several(t, "each")[-1].span)),
    )
    | part("given", given, many=True)
    | part("from", word("from") - arithmetic)
    | part("until", word("until") - arithmetic)
    | part("when", word("when") - expression)
    | node(_binds, lambda t: Part("binds", _BINDS[" ".join(t[1].text.split())], around(t)))
    | node(word("unless") - pp.Opt(k.TEXT("label") + mark(":")) + expression("condition"), _unless)
    | part("despite", word("despite") - names, many=True)
    | part("subject to", word("subject to") - names, many=True)
    | part("assuming", word("assuming") - k.TEXT)
    | part("cure", word("cure") - k.TEXT)
    | node(
        word("basis") - (word("memory") | word("inference") | word("source")),
        lambda t: Part("basis", t[1].text, around(t)),
    )
    | node(
        word("severity") - (word("error") | word("warning") | word("note")),
        lambda t: Part("severity", t[1].text, around(t)),
    )
    | node(norm, lambda t: Part("norm", t[0], t[0].span))
)
_REPEATABLE = frozenset({"unless", "assuming"})


def clause_from(head: k.Tok, name: n.Name, cited: Any, parts_: list[Part], span: Span) -> n.Clause:
    """Return a clause made of its parts; it must have a norm."""
    parts = take(parts_, _REPEATABLE)
    norm_ = parts.one("norm")
    if norm_ is None:
        raise MissingPart("a norm (limit, must, requires, continues, means, ...)", head.span.to(name.span))
    return n.Clause(
        name=name,
        citation=cited,
        norm=norm_,
        says=parts.one("says"),
        each=parts.joined("for each"),
        params=parts.joined("given"),
        since=parts.one("from"),
        until=parts.one("until"),
        when=parts.one("when"),
        binds=parts.one("binds") or "",
        unless=parts.all("unless"),
        despite=parts.joined("despite"),
        subject_to=parts.joined("subject to"),
        assuming=parts.all("assuming"),
        cure=parts.one("cure"),
        basis=parts.one("basis") or "",
        severity=parts.one("severity") or "",
        span=span,
    )


def _clause(t: pp.ParseResults) -> n.Clause:
    return clause_from(t[0], t[1], one(t, "citation"), body(t), around(t))


_end = pp.StringEnd().set_name("another part of the clause")
clause = node(word("clause") - k.NAME + opt_clause_citation + clause_part[...] - _end, _clause)
