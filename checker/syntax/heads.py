"""The grammar of who and what: agreements and regulations, parties and bodies, passages not encoded."""

from __future__ import annotations

from typing import Any

import pyparsing as pp

from checker.syntax import nodes as n
from checker.syntax import tokens as k
from checker.syntax.expressions import around, generator, node, one
from checker.syntax.parts import Part, body, citation, entries, entry, names, take
from checker.syntax.renames import rename
from checker.syntax.tokens import word

_plan_under = node(word("plan under") - k.NAME, lambda t: n.Entry("plan under", (t[1],), around(t)))
_agreement_with = node(
    word("agreement with") - k.NAME, lambda t: n.Entry("agreement with", (t[1],), around(t))
)
_is = word("is").suppress() - pp.DelimitedList(_plan_under | _agreement_with)
_document_entry = (
    entry("source", k.TEXT)
    | entry("address", k.TEXT)
    | entry("dated", k.DATE)
    | entry("effective", k.DATE)
    | entry("until", k.DATE)
    | entry("shares", pp.DelimitedList(k.TEXT))
    | entry("funds in", k.NAME)
    | entry("restates", k.NAME)
    | entry("citation", k.TEXT)
    | entry("under", names)
    | node(word("renames").suppress() - rename, lambda t: t[0])
    | _is
)


def _document(t: pp.ParseResults) -> n.Document:
    renames = tuple(r for r in t if isinstance(r, n.Rename))
    return n.Document(t[0].text, t[1], t[2], entries(t), renames, around(t))


document = node((word("agreement") | word("regulation")) - k.NAME + k.TEXT + _document_entry[...], _document)

# --- party, body -----------------------------------------------------------------------------

_members = node(word("members") - generator, lambda t: Part("members", t[1], around(t)))
_party_entry = (
    entry("also", pp.DelimitedList(k.TEXT))
    | entry("from", k.DATE)
    | entry("until", k.DATE)
    | entry("holders of", k.TEXT)
    | entry("voting", word("separately") | word("together"))
    | _members
)


def _tok_names(values: Any) -> tuple[Any, ...]:
    return tuple(n.Name(v.text, v.span) if isinstance(v, k.Tok) else v for v in values)


def _party(t: pp.ParseResults) -> n.PartyDecl:
    named = tuple(n.Entry(e.keyword, _tok_names(e.values), e.span) for e in entries(t))
    members = take(body(t)).one("members")
    return n.PartyDecl(t[0].text, t[1], t[2], one(t, "citation"), named, members, around(t))


party = node(
    (word("party") | word("body")) - k.NAME + k.TEXT + pp.Opt(citation)("citation") + _party_entry[...],
    _party,
)

# --- passage ---------------------------------------------------------------------------------


def _passage(t: pp.ParseResults) -> n.Passage:
    paragraph, pin = one(t, "paragraph"), one(t, "pin")
    place = n.Citation(paragraph, pin.text if pin else "", "", paragraph.span.to((pin or paragraph).span))
    return n.Passage(place, one(t, "reason"), around(t))


passage = node(
    word("passage")
    - k.TEXT("paragraph")
    + pp.Opt(word("pin") - k.PIN("pin"))
    + word("not encoded because")
    - k.TEXT("reason"),
    _passage,
)
