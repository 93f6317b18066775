"""The grammar of a rename: what goes by another name, and by which."""

from __future__ import annotations

import pyparsing as pp

from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import around, node
from checker.syntax.tokens import regex, word

NAMED = ("clause", "define", "schedule")
"""What is renamed by the names that clause files use; a column with its schedule before it."""

_column = regex(
    r"[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*", "schedule.column", lambda t: n.Name(t.text, t.span)
)


def _rename(t: pp.ParseResults) -> n.Rename:
    return n.Rename(t[0].text, t[1], t[3], around(t))


_to = word("to")
_KINDS = ("fund", "class", "party", "column", *NAMED)
_kind = pp.FollowedBy(pp.Regex(rf"(?:{'|'.join(_KINDS)})(?![A-Za-z0-9_])"))
_kind.set_name("one of " + ", ".join(f"`{k}`" for k in _KINDS))
rename = _kind + (
    node((word("fund") | word("class")) - k.TEXT + _to + k.TEXT, _rename)
    | node(word("party") - k.NAME + _to + k.TEXT, _rename)
    | node(word("column") - _column + _to + k.NAME, _rename)
    | node((word("clause") | word("define") | word("schedule")) - k.NAME + _to + k.NAME, _rename)
)
