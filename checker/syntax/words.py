"""The grammar of what an agreement defines, assumes, asks and calls an approval."""

from __future__ import annotations

import pyparsing as pp

from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import approval, arithmetic, around, expression, node, one, several
from checker.syntax.parts import names, opt_citation, opt_given, opt_says, params
from checker.syntax.tokens import mark, word

define = node(
    word("define") - k.NAME + opt_citation + opt_says + opt_given + word("means") - expression,
    lambda t: n.Define(t[1], params(t), t[-1], one(t, "citation"), one(t, "says"), around(t)),
)


def _carry(t: pp.ParseResults) -> n.Carry:
    since, first, then = one(t, "since"), one(t, "first"), one(t, "then")
    return n.Carry(t[1], params(t), since, first, then, one(t, "citation"), one(t, "says"), around(t))


carry = node(
    word("carry")
    - k.NAME
    + opt_citation
    + opt_says
    + opt_given
    + word("from")
    - arithmetic("since")
    + word("starting at")
    - arithmetic("first")
    + mark(",")
    + word("then")
    - expression("then"),
    _carry,
)


def _assumption(t: pp.ParseResults) -> n.Assumption:
    return n.Assumption(t[1], t[2], several(t, "readings"), one(t, "citation"), around(t))


assumption = node(
    word("assumption")
    - k.NAME
    + k.TEXT
    + opt_citation
    + word("is")
    - pp.Group(pp.DelimitedList(arithmetic, delim=word("or").suppress()))("readings"),
    _assumption,
)


def _question(t: pp.ParseResults) -> n.QuestionDecl:
    answers = several(t, "answers")
    return n.QuestionDecl(t[1], params(t), one(t, "text"), answers, one(t, "citation"), around(t))


question = node(
    word("question")
    - k.NAME
    + k.TEXT("text")
    + opt_citation
    + opt_given
    + pp.Opt(word("answers") - pp.Group(names)("answers")),
    _question,
)
approval_decl = node(
    word("approval") - k.NAME + opt_citation + approval("approval"),
    lambda t: n.ApprovalDecl(t[1], one(t, "approval"), one(t, "citation"), around(t)),
)
