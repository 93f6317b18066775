"""The grammar of amendments and their edits."""

from __future__ import annotations

from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.clauses import clause_from, clause_part
from checker.syntax.expressions import arithmetic, around, expression, node, one, several
from checker.syntax.heads import party
from checker.syntax.parts import (
    Part,
    body,
    clause_citation,
    entries,
    entry,
    opt_clause_citation,
    table,
    take,
)
from checker.syntax.renames import rename
from checker.syntax.tokens import word
from checker.syntax.words import approval_decl, assumption, carry, define, question

_change = node(k.NAME + word("to") - arithmetic, lambda t: (t[0], t[2]))
_changes = pp.Group(pp.DelimitedList(_change))


def _set(t: pp.ParseResults) -> n.SetCells:
    changes = tuple((c[0], c[1]) for c in several(t, "changes"))
    last = changes[-1][1]
    return n.SetCells(t[1], one(t, "where"), changes, Span(k.PATH, t[0].span.start, last.span.end))


def _inner_clause(build: Any) -> Any:
    def act(t: pp.ParseResults) -> Any:
        inner = clause_from(t[0], t[1], one(t, "citation"), body(t), around(t))
        return build(inner, around(t))

    return act


_EDIT = r"(?:replace|insert|strike|renumber|rename|add\s+to|remove\s+from|then\s+in|in)(?![A-Za-z0-9_])"
_next_edit = pp.StringEnd() | pp.FollowedBy(pp.Regex(_EDIT))
_next_edit.set_name("another part of the clause, or the next edit")
_with = word("with").suppress() + opt_clause_citation | clause_citation("citation") + word("with").suppress()
_with.set_name("`with`")
DECLARED = ("define", "carry", "party", "body", "approval", "assumption", "question")
"""What an amendment replaces and inserts as a whole declaration."""
_declaration = define | carry | party | approval_decl | assumption | question
_is_declared = pp.FollowedBy(pp.Regex(rf"(?:{'|'.join(DECLARED)})(?![A-Za-z0-9_])"))
_STRUCK = (
    word("clause")
    | word("define")
    | word("carry")
    | word("party")
    | word("body")
    | word("approval")
    | word("assumption")
)


def _declare(t: pp.ParseResults) -> n.Declare:
    return n.Declare(t[0].text, t[1], around(t))


_edits_of_clauses = (
    node(
        word("replace clause") - k.NAME + _with + clause_part[...] - _next_edit,
        _inner_clause(n.ReplaceClause),
    )
    | node(
        word("insert clause") - k.NAME + opt_clause_citation + clause_part[...] - _next_edit,
        _inner_clause(n.InsertClause),
    )
    | node(
        word("renumber clause").suppress() - k.NAME + clause_citation,
        lambda t: n.Renumber(t[0], t[1], around(t)),
    )
)
_edits_of_words = (
    node(word("strike") - _STRUCK + k.NAME, lambda t: n.Strike(t[1].text, t[2], around(t)))
    | node(word("rename").suppress() - rename, lambda t: t[0])
    | node((word("replace") | word("insert")) + _is_declared - _declaration, _declare)
)
_edits_of_schedules = (
    node(word("replace") - k.NAME + table, lambda t: n.ReplaceSchedule(t[1], t[2], around(t)))
    | node(word("add to") - k.NAME + table, lambda t: n.AddRows(t[1], t[2], around(t)))
    | node(
        word("remove from") - k.NAME + word("where") - expression,
        lambda t: n.RemoveRows(t[1], t[3], around(t)),
    )
    | node(
        pp.Opt(word("then").suppress() + pp.FollowedBy(word("in")))
        + word("in")
        - k.NAME
        + pp.Opt(word("where") - expression("where"))
        + word("set")
        - _changes("changes"),
        _set,
    )
)
edit = _edits_of_clauses | _edits_of_words | _edits_of_schedules
_at_once = node(word("at once"), lambda t: n.Name("at once", t[0].span))
_amendment_entry = (
    entry("number", k.NUMBER)
    | entry("source", k.TEXT)
    | entry("address", k.TEXT)
    | entry("dated", k.DATE)
    | entry("effective", _at_once | k.DATE)
    | entry("for funds", pp.DelimitedList(k.TEXT))
    | node(word("all other terms remain"), lambda t: n.Entry("all other terms remain", (), around(t)))
    | node(word("once") - expression, lambda t: Part("once", t[1], around(t)))
)


def _amendment(t: pp.ParseResults) -> n.Amendment:
    edits = tuple(e for e in t if isinstance(e, n.Edit))
    return n.Amendment(
        t[1], t[3], one(t, "title"), entries(t), take(body(t)).one("once"), edits, around(t)
    )


amendment = node(
    word("amendment")
    - k.NAME
    + word("to")
    + k.NAME
    + pp.Opt(k.TEXT)("title")
    + _amendment_entry[...]
    + edit[...],
    _amendment,
)
