"""The grammar of expressions and approvals. Loosest first: if, or, and, not, comparison,
``over``/``rounded``, plus and minus, times and divided, ``of``, ``as of``, fields, primaries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.tokens import mark, word

Action = Callable[[pp.ParseResults], Any]


def node(element: pp.ParserElement, build: Action) -> pp.ParserElement:
    """Return ``element`` with one pure action that makes one node of its tokens."""
    own = pp.And([element]) if isinstance(element, pp.Regex) else element
    return own.set_parse_action(lambda t: build(t))


def around(t: pp.ParseResults) -> Span:
    """Return the span from the first token to the last."""
    first, last = t[0], t[-1]
    return Span(k.PATH, _start(first), _end(last))


def one(t: pp.ParseResults, name: str) -> Any:
    """Return the single thing named ``name``, None when it is absent."""
    value: Any = t.get(name)  # type: ignore[no-untyped-call]
    if isinstance(value, pp.ParseResults):
        return value[0] if len(value) else None
    return value


def several(t: pp.ParseResults, name: str) -> tuple[Any, ...]:
    """Return the things in the group named ``name``, none when it is absent."""
    value: Any = t.get(name)  # type: ignore[no-untyped-call]
    if not isinstance(value, pp.ParseResults):
        return () if value is None else (value,)
    return tuple(value[0] if len(value) == 1 and isinstance(value[0], pp.ParseResults) else value)


def _start(item: Any) -> int:
    while isinstance(item, pp.ParseResults):
        item = item[0]
    return int(item.span.start)


def _end(item: Any) -> int:
    while isinstance(item, pp.ParseResults):
        item = item[-1]
    return int(item.span.end)


expression = pp.Forward()
arithmetic = pp.Forward()
unary = pp.Forward()
product_of = pp.Forward()
"""``rate of amount`` and ``month of day``; so ``end of month of day`` is the end of that month."""
postfix = pp.Forward()
generator = pp.Forward()
approval = pp.Forward()

# --- primaries -------------------------------------------------------------------------------

_per = pp.Opt(word("per") + (word("day") | word("month") | word("quarter") | word("year")))


def _constant(t: pp.ParseResults) -> n.Literal:
    literal: n.Literal = t[0]
    if len(t) == 1:
        return literal
    return n.Literal(literal.kind, literal.value, t[2].text, written=literal.written, span=around(t))


constant = (
    k.DATE
    | k.DURATION
    | node(k.PERCENT + _per, _constant)
    | node(k.MONEY + _per, _constant)
    | k.NUMBER
    | k.TEXT.copy().add_parse_action(lambda t: n.Literal("text", t[0].value, span=t[0].span))
    | k.YES_NO
)

_query_over = pp.Opt(word("each")) + generator("over")


def _query(t: pp.ParseResults) -> n.Query:
    fn = t[0].text.split()[0]
    return n.Query(fn, one(t, "over"), one(t, "item"), one(t, "satisfies"), around(t))


def _aggregate(name: str) -> pp.ParserElement:
    return word(f"{name} of") + arithmetic("item") - word("for each") + generator("over")


aggregate = node(
    _aggregate("sum") | _aggregate("average") | _aggregate("least") | _aggregate("greatest"), _query
)
count = node(word("count of") - pp.Opt(word("each")) + generator("over"), _query)
every = node(word("every") - generator("over") + word("satisfies") - expression("satisfies"), _query)
quantified = node(
    (word("any") | word("no") | word("latest") | word("earliest") | word("the")) + generator("over"),
    _query,
)

_items = mark("(").suppress() - pp.Group(pp.DelimitedList(expression))("items") + mark(")")("close")


def _extreme(t: pp.ParseResults) -> n.Extreme:
    span = Span(k.PATH, _start(t[0]), _end(one(t, "close")))
    return n.Extreme(t[0].text.split()[0], several(t, "items"), span)


extreme = node((word("lesser of") | word("greater of")) + _items, _extreme)
edge = node(
    (word("start of") | word("end of")) - product_of,
    lambda t: n.Edge(t[0].text.split()[0], t[1], around(t)),
)
neighbour = node(
    (word("previous") | word("next")) - product_of, lambda t: n.Neighbour(t[0].text, t[1], around(t))
)


def _elapsed(t: pp.ParseResults) -> n.Elapsed:
    unit = " ".join(t[0].text.split()[:-1]).removeprefix("complete ")
    return n.Elapsed(unit, one(t, "start"), one(t, "end"), t[-1] is one(t, "clamped"), around(t))


elapsed = node(
    (
        word("business days from")
        | word("days from")
        | word("complete months from")
        | word("complete years from")
    )
    - arithmetic("start")
    + word("to")
    - arithmetic("end")
    + pp.Opt(word("clamped"))("clamped"),
    _elapsed,
)
span_of_days = node(
    word("period from") - arithmetic("start") + word("to") - arithmetic("end"),
    lambda t: n.Call(n.Ref("period", t[0].span), (one(t, "start"), one(t, "end")), around(t)),
)
series = node(
    (word("year from") | word("quarter from") | word("month from")) - unary,
    lambda t: n.Call(n.Ref(t[0].text.split()[0], t[0].span), (t[1],), around(t)),
)


def _approved(t: pp.ParseResults) -> n.Approved:
    matter = one(t, "matter")
    limit = one(t, "limit")
    return n.Approved(
        one(t, "approval"),
        matter.text if matter else "",
        one(t, "about"),
        one(t, "since"),
        limit.text if limit else "",
        one(t, "day"),
        around(t),
    )


def _since_shifted(t: pp.ParseResults) -> n.Shift:
    return n.Shift(t[0], t[1].text, t[2], len(t) == 4, around(t))


_since = node(k.DURATION + (word("after") | word("before")) - unary + pp.Opt(word("clamped")), _since_shifted)
"""``60 days before x``; any other shift stands in parentheses, as ``before`` leads the next term."""
approval_terms = (
    pp.Opt(word("on") + k.NAME("matter"))
    + pp.Opt(word("about") + postfix("about"))
    + pp.Opt(word("from") + (_since | postfix)("since"))
    + pp.Opt((word("by") | word("before"))("limit") + arithmetic("day"))
)
approved = node(word("approved by") - approval("approval") + approval_terms, _approved)


def _parenthesised(t: pp.ParseResults) -> Any:
    return replace(t[1], span=around(t))


parenthesised = node(mark("(") - expression + mark(")"), _parenthesised)
reference = k.NAME.copy().add_parse_action(lambda t: n.Ref(t[0].text, t[0].span))

primary = (
    constant
    | parenthesised
    | aggregate
    | count
    | every
    | elapsed
    | span_of_days
    | series
    | edge
    | neighbour
    | extreme
    | approved
    | quantified
    | reference
).set_name("value")

# --- postfix: fields, arguments, versions ----------------------------------------------------

_field = pp.Group(mark(".") - k.FIELD)
_arguments = pp.Group(mark("(") - pp.Opt(pp.DelimitedList(expression)) + mark(")"))


def _postfix(t: pp.ParseResults) -> Any:
    result = t[0]
    for suffix in t[1:]:
        span = Span(k.PATH, _start(result), _end(suffix[-1]))
        if suffix[0].text == ".":
            result = n.Member(result, suffix[1], span)
        else:
            result = n.Call(result, tuple(suffix[1:-1]), span)
    return result


postfix <<= node(primary + (_field | _arguments)[...], _postfix)

_shift_tail = pp.Group((word("after") | word("before")) - unary + pp.Opt(word("clamped")))
_as_of_tail = pp.Group(word("as of") - unary)
_under_tail = pp.Group(word("under") - unary)
_traced_tail = pp.Group(word("traced through") - k.FIELD)


def _is_column(target: Any) -> bool:
    """Return whether ``target`` is ``a.b`` or ``a.b(...)``, not in parentheses."""
    column = target.target if isinstance(target, n.Call) else target
    return isinstance(column, n.Member) and _start(target) == _start(column.target)


def _tailed(t: pp.ParseResults) -> Any:
    result = t[0]
    if len(t) == 1:
        return result
    tail = t[1]
    span = Span(k.PATH, _start(result), _end(tail[-1]))
    side = tail[0].text.split()[0]
    if side == "traced":
        return n.Traced(result, tail[1], span)
    if side == "as":
        return n.AsOf(result, tail[1], span)
    if side == "after" or (side == "before" and not _is_column(result)):
        return n.Shift(result, side, tail[1], len(tail) == 3, span)
    if len(tail) == 3:
        raise k.Misplaced("`clamped` belongs to a day, not to a version of a column", tail[2].span)
    return n.Version(result, side, tail[1], span)


_tail = node(postfix + pp.Opt(_shift_tail | _as_of_tail | _under_tail | _traced_tail), _tailed).set_name(
    "value"
)
_negative = node(mark("-") - unary, lambda t: n.Negative(t[1], around(t)))
unary <<= (_negative | _tail).set_name("value")


def _left(t: pp.ParseResults) -> Any:
    result = t[0]
    for op, right in zip(t[1::2], t[2::2], strict=True):
        result = n.Binary(op.text, result, right, Span(k.PATH, _start(result), _end(right)))
    return result


_of = node(unary + pp.Opt(word("of") - product_of), _left)
product_of <<= _of
_product = node(_of + ((mark("*") | mark("/")) - _of)[...], _left)
_sum = node(_product + ((mark("+") | mark("-")) - _product)[...], _left)
_instrument = word("plan") | word("agreement")
_over_tail = pp.Group(word("over") - unary + pp.Opt(word("while") - _instrument + word("is in force")))
_rules = word("half up") | word("half even") | word("half down") | word("down") | word("up")
_round_tail = pp.Group(word("rounded") - _rules + word("to") - unary)


def _taken(t: pp.ParseResults) -> Any:
    result = t[0]
    for tail in t[1:]:
        span = Span(k.PATH, _start(result), _end(tail[-1]))
        if tail[0].text == "over":
            result = n.Over(result, tail[1], tail[3].text if len(tail) > 2 else "", span)
        else:
            result = n.Rounded(result, "_".join(tail[1].text.split()), tail[3], span)
    return result


arithmetic <<= node(_sum + (_over_tail | _round_tail)[...], _taken)

# --- conditions ------------------------------------------------------------------------------

_force = pp.Group(
    (word("is not in force") | word("is in force"))
    + pp.Opt(pp.Group(word("for") - unary))
    + (word("on") | word("throughout") | word("at some time in"))
    - arithmetic
)
_given = pp.Group(word("is not given") | word("is given"))
_among = pp.Group(
    (word("is one of") | word("is none of")) - mark("(") + pp.Group(pp.DelimitedList(arithmetic)) + mark(")")
)
_between = pp.Group(word("is between") - arithmetic + word("and") + arithmetic)
_operator = pp.MatchFirst([word(op) for op in sorted(n.COMPARISONS, key=len, reverse=True)])
_relation = pp.Group(_operator - arithmetic)


def _force_node(left: Any, tail: pp.ParseResults, span: Span) -> n.InForce:
    fund = tail[1][1] if isinstance(tail[1], pp.ParseResults) else None
    if not isinstance(left, n.Ref):
        raise k.Misplaced("only a plan or an agreement, by its name, is in force", left.span)
    instrument = left.name
    mode = " ".join(tail[-2].text.split())
    return n.InForce(instrument, mode, tail[-1], fund, " not " in f" {tail[0].text} ", span)


def _comparison(t: pp.ParseResults) -> Any:
    if len(t) == 1:
        return t[0]
    left, tail = t[0], t[1]
    span = Span(k.PATH, _start(left), _end(tail[-1]))
    op = " ".join(tail[0].text.split())
    if op.endswith("in force"):
        return _force_node(left, tail, span)
    if op.endswith("given"):
        return n.Given(left, op == "is not given", span)
    if op.endswith("one of"):
        return n.AmongThese(left, tuple(tail[2]), op == "is none of", span)
    if op == "is between":
        return n.Between(left, tail[1], tail[3], span)
    return n.Compare(op, left, tail[1], span)


comparison = node(arithmetic + pp.Opt(_force | _given | _among | _between | _relation), _comparison)
_negation = pp.Forward()
_not = node(word("not") - _negation, lambda t: n.Not(t[1], around(t)))
_negation <<= (_not | comparison).set_name("expression")
_and = node(_negation + (word("and") - _negation)[...], _left)
_or = node(_and + (word("or") - _and)[...], _left)
_if = node(
    word("if") - expression + word("then") - expression + word("else") - expression,
    lambda t: n.If(t[1], t[3], t[5], around(t)),
)
expression <<= (_if | _or).set_name("expression")

# --- what a query or a clause runs over ------------------------------------------------------


def _generator(t: pp.ParseResults) -> n.Generator:
    within, where = one(t, "within"), one(t, "where")
    rows = t[0] is one(t, "rows")
    return n.Generator(one(t, "source"), one(t, "alias"), within, where, rows, around(t))


_within = k.regex(r"in(?![A-Za-z0-9_])(?!\s++[A-Za-z_][A-Za-z0-9_]*\s++set(?![A-Za-z0-9_]))", "`in`")
"""``in`` before a period; ``in schedule set`` begins the next edit of an amendment."""
generator <<= node(
    pp.Opt(word("row of"))("rows")
    + k.NAME("source")
    + pp.Opt(word("called").suppress() - k.NAME("alias"))
    + pp.Opt(_within - arithmetic("within"))
    + pp.Opt(word("where") - expression("where")),
    _generator,
)

# --- approvals -------------------------------------------------------------------------------

_purpose = word("at a meeting called for the purpose")
_qualities = pp.Opt(word("in person"))("in_person") + pp.Opt(_purpose)("called_for")


def _has(t: pp.ParseResults, name: str) -> bool:
    return one(t, name) is not None


def _vote(t: pp.ParseResults) -> n.Vote:
    return n.Vote(one(t, "threshold"), one(t, "body"), _has(t, "in_person"), _has(t, "called_for"), around(t))


_vote_of = node(k.NAME("threshold") + word("of") + k.NAME("body") + _qualities, _vote)


def _consent(t: pp.ParseResults) -> n.Consent:
    return n.Consent(
        one(t, "party"), one(t, "every"), one(t, "holder"), "written" in t[0].text.split(), around(t)
    )


_consent_of = node(
    (word("written consent of") | word("consent of"))
    + ((word("every") - generator("every") + word("by") - postfix("holder")) | k.NAME("party")),
    _consent,
)


def _named_approval(t: pp.ParseResults) -> n.ApprovalName:
    return n.ApprovalName(t[0], _has(t, "in_person"), _has(t, "called_for"), around(t))


_approval_name = node(k.NAME + _qualities, _named_approval)


def _grouped(t: pp.ParseResults) -> Any:
    inner = one(t, "inner")
    person, called = _has(t, "in_person"), _has(t, "called_for")
    if isinstance(inner, n.Consent):
        if person or called:
            raise k.Misplaced("a consent is not given at a meeting", t[-1].span)
        return replace(inner, span=around(t))
    person, called = person or inner.in_person, called or inner.called_for
    return replace(inner, in_person=person, called_for=called, span=around(t))


_group = node(mark("(") - approval("inner") + mark(")") + _qualities, _grouped)
approval_atom = (_group | _consent_of | _vote_of | _approval_name).set_name("approval")


def _joined(build: Any) -> Action:
    def act(t: pp.ParseResults) -> Any:
        return t[0] if len(t) == 1 else build(tuple(t[::2]), span=around(t))

    return act


_all_of = node(approval_atom + (word("and") + approval_atom)[...], _joined(n.AllOf))
approval <<= node(_all_of + (word("or") + _all_of)[...], _joined(n.AnyOf))
