"""The words of the language as pyparsing terminals; each yields a token that knows its span."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as n
from checker.values.dates import parse_date

PATH = ""
"""Spans carry no path while a declaration is parsed; ``parse.py`` sees to it afterwards."""

RESERVED = frozenset(
    (
        "after",
        "and",
        "any",
        "as",
        "assuming",
        "at",
        "average",
        "basis",
        "before",
        "between",
        "binds",
        "by",
        "called",
        "clamped",
        "count",
        "cure",
        "despite",
        "each",
        "earliest",
        "else",
        "every",
        "for",
        "from",
        "given",
        "greater",
        "greatest",
        "if",
        "in",
        "is",
        "latest",
        "least",
        "lesser",
        "limit",
        "may",
        "means",
        "must",
        "next",
        "no",
        "not",
        "of",
        "on",
        "or",
        "over",
        "previous",
        "requires",
        "rounded",
        "satisfies",
        "says",
        "set",
        "severity",
        "subject",
        "sum",
        "survive",
        "survives",
        "terminable",
        "terminates",
        "the",
        "then",
        "throughout",
        "to",
        "traced",
        "under",
        "unless",
        "until",
        "when",
        "where",
        "while",
        "with",
        "yes",
    )
)


@dataclass(frozen=True, slots=True)
class Tok:
    """One terminal as written."""

    text: str
    span: Span


def _tok(text: str, loc: int, tokens: pp.ParseResults) -> Tok:
    return Tok(tokens[0], Span(PATH, loc, loc + len(tokens[0])))


def regex(pattern: str, name: str, build: Callable[[Tok], Any] | None = None) -> pp.ParserElement:
    """Return a terminal for ``pattern``; ``build`` turns its token into something else."""
    element = pp.Regex(pattern).set_name(name)

    def act(text: str, loc: int, tokens: pp.ParseResults) -> Any:
        tok = _tok(text, loc, tokens)
        return build(tok) if build else tok

    return element.set_parse_action(act)


def word(words: str) -> pp.ParserElement:
    """Return the terminal of one or more fixed words, with any blanks between them."""
    return regex(r"\s+".join(map(re.escape, words.split())) + r"(?![A-Za-z0-9_])", f"`{words}`")


def mark(text: str) -> pp.ParserElement:
    """Return the terminal of a punctuation mark."""
    return regex(re.escape(text), f"`{text}`")


def folded(tok: Tok) -> n.Text:
    """Return a quoted text with its line breaks and the blanks around them folded."""
    first, *rest = tok.text[1:-1].split("\n")
    if rest:
        between = (line.strip() for line in rest[:-1])
        first = " ".join([first.rstrip(), *filter(None, between), rest[-1].lstrip()])
    return n.Text(re.sub(r"\\(.)", r"\1", first), tok.span)


TEXT_PATTERN = r'"(?:[^"\\]++|\\.)*+"'
OPEN_TEXT_PATTERN = TEXT_PATTERN + "?"
"""A text that may lack its closing quote; so that looking for texts takes one pass."""
COMMENT_PATTERN = r"#[^\n]*"

TEXT = regex(TEXT_PATTERN, "quoted text", folded)
NAME = regex(
    r"(?!(?:" + "|".join(sorted(RESERVED)) + r")(?![A-Za-z0-9_]))[A-Za-z_][A-Za-z0-9_]*",
    "name",
    lambda t: n.Name(t.text, t.span),
)
FIELD = regex(r"[A-Za-z_][A-Za-z0-9_]*", "field name", lambda t: n.Name(t.text, t.span))
PIN = regex(r"[0-9a-f]{8,64}(?![A-Za-z0-9_])", "fingerprint of 8 to 64 digits 0-9 and a-f")

_DIGITS = r"(?>(?:[0-9]{1,3}(?:,[0-9]{3})+(?!,?[0-9])|[0-9]+)(?:\.[0-9]+)?)"
_END = r"(?![0-9A-Za-z_%])(?!,[0-9])"
"""What ends a number: so ``1,00`` and ``30%%`` are none, rather than a number and a rest."""
_DATE_LIKE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])"


class Misplaced(Exception):
    """Words that cannot stand where they stand; carries what is wrong and the place."""

    def __init__(self, what: str, where: Span) -> None:
        super().__init__(what)
        self.what, self.where = what, where


MOST_DIGITS = 40


def _number(tok: Tok) -> Fraction:
    digits = tok.text.strip("$% ").replace(",", "")
    if len(digits) > MOST_DIGITS:
        raise Misplaced(f"a number has at most {MOST_DIGITS} digits", tok.span)
    return Fraction(digits)


def _date(tok: Tok) -> n.Literal:
    day: date | None = parse_date(tok.text)
    return n.Literal("date", day if day else tok.text, written=tok.text, span=tok.span)


def _percent(tok: Tok) -> n.Literal:
    return n.Literal("percent", _number(tok) / 100, written=tok.text, span=tok.span)


def _duration(tok: Tok) -> n.Literal:
    count, unit = tok.text.split(None, 1)
    unit = " ".join(unit.split())
    unit = unit if unit.endswith("s") else unit + "s"
    return n.Literal("duration", _number(Tok(count, tok.span)), unit=unit, written=tok.text, span=tok.span)


def _named_next() -> str:
    """Return the pattern that forbids a name next: ``no fund`` is no ``no``."""
    return r"(?!\s++(?!(?:" + "|".join(sorted(RESERVED)) + r")(?![A-Za-z0-9_]))[A-Za-z_])"


DATE = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9A-Za-z_])", "date", _date)
MONEY = regex(
    r"\$" + _DIGITS + _END,
    "amount of money",
    lambda t: n.Literal("money", _number(t), written=t.text, span=t.span),
)
PERCENT = regex(_DIGITS + r" ?%(?![0-9A-Za-z_%])", "percentage", _percent)
NUMBER = regex(
    rf"(?!{_DATE_LIKE}){_DIGITS}{_END}",
    "number",
    lambda t: n.Literal("number", _number(t), written=t.text, span=t.span),
)
DURATION = regex(
    r"[0-9]+\s+(?:business\s+days?|days?|months?|years?)(?![A-Za-z0-9_])", "length of time", _duration
)
YES_NO = regex(
    r"yes(?![A-Za-z0-9_])|no(?![A-Za-z0-9_])" + _named_next(),
    "yes or no",
    lambda t: n.Literal("yes_no", t.text == "yes", written=t.text, span=t.span),
)


def _row(tok: Tok) -> tuple[n.Cell, ...]:
    cells: list[n.Cell] = []
    start = tok.span.start + 1
    for raw in tok.text[1:-1].split("|"):
        lead = len(raw) - len(raw.lstrip())
        text = raw.strip()
        begin = start + lead
        cells.append(n.Cell(text, Span(PATH, begin, begin + len(text))))
        start += len(raw) + 1
    return tuple(cells)


ROW_PATTERN = r"\|(?:(?![ \t]*+#)[^|\r\n]*+\|)++"
ROW = regex(ROW_PATTERN, "table row", lambda t: n.Cell(t.text, t.span))


def table_from(rows: list[n.Cell]) -> n.Table:
    """Return the table made of rows as written, the first being the header."""
    cells = [_row(Tok(row.text, row.span)) for row in rows]
    return n.Table(cells[0], tuple(cells[1:]), rows[0].span.to(rows[-1].span))
