"""The railroad diagrams of the grammar, as one HTML page: ``python -m checker.syntax.railroad PATH``.

Needs the extra ``pyparsing[diagrams]``. The page is the same, byte for byte, at every run.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pyparsing as pp

from checker.syntax import amendments, clauses, heads, norms, parts, records, words
from checker.syntax import expressions as e
from checker.syntax.declarations import DECLARATIONS

TITLE = "The grammar of clause files"
_STYLE = """
body { font-family: sans-serif; margin: 2em; max-width: 75em; }
h2 { font-size: 1.1em; margin-bottom: 0; }
svg.railroad-diagram { background: none; max-width: 100%; height: auto; }
svg.railroad-diagram g.terminal rect { rx: 10px; }
svg.railroad-diagram rect.group-box { stroke: none; fill: none; }
"""
_LEXICAL = (
    "amount of money",
    "another part of the clause",
    "another part of the clause, or the next edit",
    "date",
    "end of text",
    "field name",
    "fingerprint of 8 to 64 digits 0-9 and a-f",
    "length of time",
    "name",
    "number",
    "percentage",
    "quoted text",
    "table row",
    "yes or no",
)
"""Terminals that ``grammar.md`` describes; here they are mere boxes, as the fixed words are."""


_NAMED: dict[str, pp.ParserElement] = {
    "document": heads.document,
    "party or body": heads.party,
    "fact": records.fact,
    "schedule": records.schedule,
    "define": words.define,
    "carry": words.carry,
    "assumption": words.assumption,
    "question": words.question,
    "approval declaration": words.approval_decl,
    "clause": clauses.clause,
    "passage": heads.passage,
    "amendment": amendments.amendment,
    "part of a clause": clauses.clause_part,
    "edit": amendments.edit,
    "with and citation": amendments._with,
    "norm": norms.norm,
    "limit": norms.limit,
    "amount": norms.amount,
    "amount by a condition": norms.choice,
    "must hold": norms.must_hold,
    "duty": norms.duty,
    "requires": norms.requires,
    "continues": norms.continues,
    "terminable": norms.terminable,
    "terminates": norms.terminates,
    "ends with": norms.ends_with,
    "survives": norms.survives,
    "means": norms.means,
    "citation": parts.citation,
    "table": parts.table,
    "parameter": parts.param,
    "right to terminate": norms.right,
    "expression": e.expression,
    "value": e.arithmetic,
    "conditional": e._if,
    "disjunction": e._or,
    "conjunction": e._and,
    "negation": e._negation,
    "sum": e._sum,
    "product": e._product,
    "share": e._of,
    "operand": e.unary,
    "operand with its tail": e._tail,
    "field or call": e.postfix,
    "primary": e.primary,
    "constant": e.constant,
    "aggregate": e.aggregate,
    "count": e.count,
    "every": e.every,
    "query": e.quantified,
    "elapsed": e.elapsed,
    "comparison": e.comparison,
    "generator": e.generator,
    "approval": e.approval,
    "approval atom": e.approval_atom,
    "approval terms": e.approval_terms,
    "approved": e.approved,
}


@contextmanager
def _named() -> Iterator[None]:
    """Give the rules their names for a while; error messages keep theirs."""
    rules = {name: _rule(element) for name, element in _NAMED.items()}
    before = {name: rule.customName for name, rule in rules.items()}
    for name, rule in rules.items():
        rule.customName = name
    try:
        yield
    finally:
        for name, rule in rules.items():
            rule.customName = before[name]


@contextmanager
def _in_lines(drawing: Any) -> Iterator[None]:
    """Draw what follows one another on one line; only alternatives stand below one another."""
    stack, drawing.Stack = drawing.Stack, drawing.Sequence
    try:
        yield
    finally:
        drawing.Stack = stack


def _rule(element: pp.ParserElement) -> pp.ParserElement:
    while isinstance(element, pp.Forward) and element.expr is not None:
        element = element.expr
    return element


def page() -> str:
    """Return the diagrams of all declarations as an HTML page."""
    import railroad
    from pyparsing.diagram import to_railroad

    for element in DECLARATIONS.values():
        element.streamline()
    with _named(), _in_lines(railroad):
        every = pp.MatchFirst(list(dict.fromkeys(DECLARATIONS.values()))).set_name("declaration")
        diagrams = to_railroad(every, vertical=2)
    rules = [diagram for diagram in diagrams if _is_rule(diagram.name)]
    parts = [_section(rule.name, _drawn(rule.diagram)) for rule in rules]
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="UTF-8">\n<title>{TITLE}</title>\n'
        f"<style>{railroad.DEFAULT_STYLE}{_STYLE}</style>\n</head>\n<body>\n<h1>{TITLE}</h1>\n"
        + "".join(parts)
        + "</body>\n</html>\n"
    )


def _is_rule(name: str) -> bool:
    return not name.startswith("`") and name not in _LEXICAL


def _anchor(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


_PATHS = r"(?:\s|<path [^>]*/>|<rect [^>]*></rect>)*"
_MERE = rf'href="#(?:z[^"]*|{"|".join(map(_anchor, _LEXICAL))})"'
_TERMINAL = re.compile(rf'<g class="non-terminal ">({_PATHS})<a [^>]*{_MERE}>(.*?)</a>')


def _drawn(diagram: Any) -> str:
    """Return a drawing without the counters in its links, and without links to mere words."""
    out = StringIO()
    diagram.writeSvg(out.write)
    svg = re.sub(r'href="#[^"]*?-[0-9]+"', lambda m: m.group().rsplit("-", 1)[0] + '"', out.getvalue())
    svg = _TERMINAL.sub(r'<g class="terminal ">\1\2', svg)
    svg = re.sub(r"(<text [^>]*>[^<]*</text>)\1", r"\1", svg)
    svg = re.sub(r"<text [^>]*>\[suppress\]</text>", "", svg)
    return "".join(f"{line.rstrip()}\n" for line in svg.replace("`", "").split("\n")).rstrip("\n")


def _section(name: str, drawing: str) -> str:
    return f'<h2 id="{_anchor(name)}">{html.escape(name)}</h2>\n{drawing}\n'


def main(arguments: list[str]) -> int:
    """Write the page to the path given."""
    if len(arguments) != 1:
        print("usage: python -m checker.syntax.railroad PATH", file=sys.stderr)
        return 2
    Path(arguments[0]).write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
