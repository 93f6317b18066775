"""The grammar of norms: limits, conditions, duties, approvals, and those about plan and agreement."""

from __future__ import annotations

from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import (
    approval,
    approval_atom,
    approval_terms,
    arithmetic,
    around,
    expression,
    generator,
    node,
    one,
    several,
)
from checker.syntax.parts import names
from checker.syntax.tokens import mark, word

_by = pp.Opt(word("by") - arithmetic("by"))


def _limit(t: pp.ParseResults) -> n.Limit:
    relation = " ".join(one(t, "relation").text.split())
    return n.Limit(one(t, "subject"), relation, one(t, "bound"), one(t, "upper"), one(t, "by"), around(t))


amount = pp.Forward()
choice = node(
    word("if") - expression + word("then") - amount + word("else") - amount,
    lambda t: n.If(t[1], t[3], t[5], around(t)),
)
amount <<= (choice | arithmetic).set_name("value")
"""What is limited, and to what: an amount, or one of two by a condition, without parentheses."""
_limit_relation = (
    (word("to at most") | word("to at least") | word("to exactly"))("relation") - amount("bound")
) | (word("between")("relation") - amount("bound") + word("and") - amount("upper"))
_limit_relation.set_name("`to at most`, `to at least`, `to exactly` or `between`")
limit = node(word("limit") - amount("subject") + _limit_relation + _by, _limit)
must_hold = node(
    word("must hold") - expression("condition") + _by,
    lambda t: n.MustHold(one(t, "condition"), one(t, "by"), around(t)),
)


def _duty(t: pp.ParseResults) -> n.Duty:
    modality = " ".join(one(t, "modality").text.split())
    return n.Duty(one(t, "actor"), modality, one(t, "verb"), one(t, "event"), one(t, "by"), around(t))


duty = node(
    k.NAME("actor")
    + (word("must not") | word("must") | word("may"))("modality")
    - k.FIELD("verb")
    + generator("event")
    + _by,
    _duty,
)


def _requires(t: pp.ParseResults) -> n.Requires:
    matter, limit_word = one(t, "matter"), one(t, "limit")
    return n.Requires(
        one(t, "approval"),
        matter.text if matter else "",
        one(t, "about"),
        one(t, "since"),
        limit_word.text if limit_word else "",
        one(t, "day"),
        around(t),
    )


requires = node(word("requires") - approval("approval") + approval_terms, _requires)

_instruments = pp.Group(word("plan and agreement") | word("plan") | word("agreement"))("instruments")


def _instrument_names(t: pp.ParseResults) -> tuple[str, ...]:
    return tuple(w for w in t["instruments"][0].text.split() if w != "and")


def _span_all(t: pp.ParseResults) -> Span:
    first = t[0][0] if isinstance(t[0], pp.ParseResults) else t[0]
    last = t[-1]
    return Span(k.PATH, first.span.start, last.span.end)


continues = node(
    _instruments
    + word("continues")
    - word("until")
    + arithmetic("until")
    + mark(",")
    + word("then year to year while approved each year by")
    - approval("approval"),
    lambda t: n.Continues(_instrument_names(t), one(t, "until"), one(t, "approval"), _span_all(t)),
)


def _right(t: pp.ParseResults) -> n.Right:
    by: Any = one(t, "by")
    return n.Right(by, one(t, "notice"), "written" in t, around(t))


_notice = word("on") - k.DURATION("notice") + pp.Opt(word("written"))("written") + word("notice")
right = node(approval_atom("by") + pp.Opt(_notice), _right)


def _terminable(t: pp.ParseResults) -> n.TerminableBy:
    rights = tuple(r for r in t if isinstance(r, n.Right))
    free = any(isinstance(x, k.Tok) and x.text.startswith("without") for x in t)
    return n.TerminableBy(_instrument_names(t), rights, free, _span_all(t))


terminable = node(
    _instruments
    + word("terminable by")
    - right
    + (word("or") - right)[...]
    + pp.Opt(word("without penalty")),
    _terminable,
)
terminates = node(
    _instruments + word("terminates when") - generator("event") + pp.Opt(word("on") - arithmetic("on")),
    lambda t: n.TerminatesWhen(_instrument_names(t), one(t, "event"), one(t, "on"), _span_all(t)),
)
ends_with = node(
    (word("agreement") | word("plan")) + word("ends with") - (word("plan") | word("agreement")),
    lambda t: n.EndsWith(t[0].text, t[2].text, around(t)),
)
survives = node(
    word("clauses")
    + pp.Group(names)("clauses")
    - word("survive termination")
    + pp.Opt(word("until") - expression("until")),
    lambda t: n.Survives(several(t, "clauses"), one(t, "until"), around(t)),
)
means = node(word("means") - expression, lambda t: n.Means(t[1], around(t)))

norm = (
    limit | must_hold | requires | means | continues | terminable | terminates | ends_with | survives | duty
).set_name("norm")
