"""The grammar of kinds of fact and of schedules."""

from __future__ import annotations

import pyparsing as pp

from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import around, node, one, several
from checker.syntax.parts import citation, entries, entry, names, table
from checker.syntax.tokens import word

_fact_entry = (
    entry("register", k.FIELD)
    | entry("ledger", k.FIELD)
    | node(word("part of others"), lambda t: n.Entry("part of others", (), around(t)))
    | entry("dated", k.FIELD)
    | entry("by", k.FIELD)
)


def _fact(t: pp.ParseResults) -> n.FactDecl:
    return n.FactDecl(t[1], t[2], entries(t), t[-1], around(t))


fact = node(word("fact") - k.NAME + k.TEXT + _fact_entry[...] + table, _fact)


def _schedule(t: pp.ParseResults) -> n.ScheduleDecl:
    keys = several(t, "keys")
    on_file = one(t, "missing") is None
    return n.ScheduleDecl(t[1], one(t, "citation"), keys, t[-1], one(t, "title"), on_file, around(t))


schedule = node(
    word("schedule")
    - k.NAME
    + pp.Opt(k.TEXT)("title")
    + pp.Opt(citation)("citation")
    + pp.Opt(word("for each") - pp.Group(names)("keys"))
    + pp.Opt(word("not on file")("missing"))
    + table,
    _schedule,
)
