"""The grammar of declarations: a head, then parts, each led by its own words."""

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
from checker.syntax.tokens import mark, word

# --- shared parts ----------------------------------------------------------------------------


def _citation(t: pp.ParseResults) -> n.Citation:
    pin = one(t, "pin")
    return n.Citation(one(t, "paragraph"), pin.text if pin else "", around(t))


citation = node(
    word("at") - k.TEXT("paragraph") + pp.Opt(word("pin") - k.PIN("pin")), _citation
).set_name("citation")
names = pp.DelimitedList(k.NAME)
table = node(k.ROW[1, ...], lambda t: k.table_from(list(t))).set_name("table")
param = node(
    k.NAME("type") + pp.Opt(word("called").suppress() - k.NAME("alias")),
    lambda t: n.Param(one(t, "type"), one(t, "alias"), around(t)),
)
given = word("given") - pp.DelimitedList(param)
_says = word("says") - k.TEXT


class Part:
    """A part as parsed: its keyword and what it holds; consumed by the declaration's action."""

    __slots__ = ("key", "span", "value")

    def __init__(self, key: str, value: Any, span: Span) -> None:
        self.key, self.value, self.span = key, value, span


def part(key: str, element: pp.ParserElement, *, many: bool = False) -> pp.ParserElement:
    """Return a part led by a keyword; its value is what follows (a tuple when ``many``)."""
    return node(
        element, lambda t: Part(key, tuple(t[1:]) if many else t[1], around(t))
    )


class Parts:
    """The parts of one declaration, checked for repetition when taken."""

    def __init__(self, parts: Any) -> None:
        self.parts: list[Part] = list(parts)

    def one(self, key: str) -> Any:
        """Return the value of the part, None when absent; the first when repeated."""
        return next((p.value for p in self.parts if p.key == key), None)

    def all(self, key: str) -> tuple[Any, ...]:
        """Return the values of every part of that key."""
        return tuple(p.value for p in self.parts if p.key == key)

    def joined(self, key: str) -> tuple[Any, ...]:
        """Return the values of parts that hold several, joined."""
        return tuple(v for values in self.all(key) for v in values)


class RepeatedPart(Exception):
    """A part that may stand once stands twice; carries both places."""

    def __init__(self, key: str, first: Span, second: Span) -> None:
        super().__init__(key)
        self.key, self.first, self.second = key, first, second


class MissingPart(Exception):
    """A declaration lacks a part; carries what and the place of the head."""

    def __init__(self, what: str, where: Span) -> None:
        super().__init__(what)
        self.what, self.where = what, where


def _take(parts: Any, repeatable: frozenset[str] = frozenset()) -> Parts:
    seen: dict[str, Span] = {}
    for p in parts:
        if p.key in seen and p.key not in repeatable:
            raise RepeatedPart(p.key, seen[p.key], p.span)
        seen.setdefault(p.key, p.span)
    return Parts(parts)


def _body(t: pp.ParseResults) -> list[Part]:
    return [item for item in t if isinstance(item, Part)]


# --- agreement, regulation -------------------------------------------------------------------


def _entry(key: str, *values: pp.ParserElement) -> pp.ParserElement:
    element = word(key)
    for value in values:
        element = element - value
    return node(element, lambda t: n.Entry(key, tuple(t[1:]), around(t)))


_plan_under = node(
    word("plan under") - k.NAME, lambda t: n.Entry("plan under", (t[1],), around(t))
)
_agreement_with = node(
    word("agreement with") - k.NAME, lambda t: n.Entry("agreement with", (t[1],), around(t))
)
_is = word("is").suppress() - pp.DelimitedList(_plan_under | _agreement_with)
_document_entry = (
    _entry("source", k.TEXT)
    | _entry("address", k.TEXT)
    | _entry("dated", k.DATE)
    | _entry("effective", k.DATE)
    | _entry("until", k.DATE)
    | _entry("shares", pp.DelimitedList(k.TEXT))
    | _entry("funds in", k.NAME)
    | _entry("restates", k.NAME)
    | _entry("citation", k.TEXT)
    | _entry("under", names)
    | _is
)


_OFTEN = frozenset({"source", "address", "shares", "under", "plan under", "agreement with", "also"})
"""Entries that may stand more than once."""


def _entries(t: pp.ParseResults) -> tuple[n.Entry, ...]:
    """Return the entries among tokens; none but ``_OFTEN`` may repeat."""
    entries = tuple(e for e in t if isinstance(e, n.Entry))
    seen: dict[str, Span] = {}
    for e in entries:
        if e.keyword in seen and e.keyword not in _OFTEN:
            raise RepeatedPart(e.keyword, seen[e.keyword], e.span)
        seen.setdefault(e.keyword, e.span)
    return entries


def _document(t: pp.ParseResults) -> n.Document:
    return n.Document(t[0].text, t[1], t[2], _entries(t), around(t))


document = node(
    (word("agreement") | word("regulation")) - k.NAME + k.TEXT + _document_entry[...], _document
)

# --- party, body -----------------------------------------------------------------------------

_members = node(word("members") - generator, lambda t: Part("members", t[1], around(t)))
_party_entry = (
    _entry("also", pp.DelimitedList(k.TEXT))
    | _entry("from", k.DATE)
    | _entry("until", k.DATE)
    | _entry("holders of", k.TEXT)
    | _entry("voting", word("separately") | word("together"))
    | _members
)


def _tok_names(values: Any) -> tuple[Any, ...]:
    return tuple(n.Name(v.text, v.span) if isinstance(v, k.Tok) else v for v in values)


def _party(t: pp.ParseResults) -> n.PartyDecl:
    entries = tuple(n.Entry(e.keyword, _tok_names(e.values), e.span) for e in _entries(t))
    members = _take(_body(t)).one("members")
    return n.PartyDecl(t[0].text, t[1], t[2], one(t, "citation"), entries, members, around(t))


party = node(
    (word("party") | word("body")) - k.NAME + k.TEXT + pp.Opt(citation)("citation") + _party_entry[...],
    _party,
)

# --- fact, schedule --------------------------------------------------------------------------

_fact_entry = (
    _entry("register", k.FIELD)
    | _entry("ledger", k.FIELD)
    | node(word("part of others"), lambda t: n.Entry("part of others", (), around(t)))
    | _entry("dated", k.FIELD)
    | _entry("by", k.FIELD)
)


def _fact(t: pp.ParseResults) -> n.FactDecl:
    return n.FactDecl(t[1], t[2], _entries(t), t[-1], around(t))


fact = node(word("fact") - k.NAME + k.TEXT + _fact_entry[...] + table, _fact)


def _schedule(t: pp.ParseResults) -> n.ScheduleDecl:
    keys = several(t, "keys")
    return n.ScheduleDecl(t[1], one(t, "citation"), keys, t[-1], one(t, "title"), around(t))


schedule = node(
    word("schedule")
    - k.NAME
    + pp.Opt(k.TEXT)("title")
    + pp.Opt(citation)("citation")
    + pp.Opt(word("for each") - pp.Group(names)("keys"))
    + table,
    _schedule,
)

# --- define, carry, assumption, question, approval -------------------------------------------


def _params(t: pp.ParseResults) -> tuple[n.Param, ...]:
    return several(t, "params")


_given = pp.Opt(word("given") - pp.Group(pp.DelimitedList(param))("params"))
_opt_says = pp.Opt(word("says") - k.TEXT("says"))
_opt_citation = pp.Opt(citation)("citation")

define = node(
    word("define") - k.NAME + _opt_citation + _opt_says + _given + word("means") - expression,
    lambda t: n.Define(t[1], _params(t), t[-1], one(t, "citation"), one(t, "says"), around(t)),
)


def _carry(t: pp.ParseResults) -> n.Carry:
    since, first, then = one(t, "since"), one(t, "first"), one(t, "then")
    return n.Carry(t[1], _params(t), since, first, then, one(t, "citation"), one(t, "says"), around(t))


carry = node(
    word("carry")
    - k.NAME
    + _opt_citation
    + _opt_says
    + _given
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
    + _opt_citation
    + word("is")
    - pp.Group(pp.DelimitedList(arithmetic, delim=word("or").suppress()))("readings"),
    _assumption,
)


def _question(t: pp.ParseResults) -> n.QuestionDecl:
    answers = several(t, "answers")
    return n.QuestionDecl(t[1], _params(t), one(t, "text"), answers, one(t, "citation"), around(t))


question = node(
    word("question")
    - k.NAME
    + k.TEXT("text")
    + _opt_citation
    + _given
    + pp.Opt(word("answers") - pp.Group(names)("answers")),
    _question,
)
approval_decl = node(
    word("approval") - k.NAME + _opt_citation + approval("approval"),
    lambda t: n.ApprovalDecl(t[1], one(t, "approval"), one(t, "citation"), around(t)),
)

# --- norms -----------------------------------------------------------------------------------

_by = pp.Opt(word("by") - arithmetic("by"))


def _limit(t: pp.ParseResults) -> n.Limit:
    relation = " ".join(one(t, "relation").text.split())
    return n.Limit(one(t, "subject"), relation, one(t, "bound"), one(t, "upper"), one(t, "by"), around(t))


_limit_relation = (
    (word("to at most") | word("to at least") | word("to exactly"))("relation") - arithmetic("bound")
) | (word("between")("relation") - arithmetic("bound") + word("and") - arithmetic("upper"))
_limit_relation.set_name("`to at most`, `to at least`, `to exactly` or `between`")
limit = node(word("limit") - arithmetic("subject") + _limit_relation + _by, _limit)
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
    _instruments
    + word("terminates when")
    - generator("event")
    + pp.Opt(word("on") - arithmetic("on")),
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

# --- clause, passage -------------------------------------------------------------------------


def _unless(t: pp.ParseResults) -> Part:
    return Part("unless", n.Unless(one(t, "condition"), one(t, "label"), around(t)), around(t))


_binds = word("binds") - (
    word("always") | word("while plan is in force") | word("while agreement is in force")
)
_BINDS = {"always": "always", "while plan is in force": "plan", "while agreement is in force": "agreement"}
clause_part = (
    part("says", _says)
    | node(
        word("for each") - pp.Group(pp.DelimitedList(generator))("each"),
        lambda t: Part("for each", several(t, "each"), t[0].span.to(several(t, "each")[-1].span)),
    )
    | part("given", given, many=True)
    | part("from", word("from") - arithmetic)
    | part("until", word("until") - arithmetic)
    | part("when", word("when") - expression)
    | node(_binds, lambda t: Part("binds", _BINDS[" ".join(t[1].text.split())], around(t)))
    | node(
        word("unless") - pp.Opt(k.TEXT("label") + mark(":")) + expression("condition"), _unless
    )
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


def _clause_from(head: k.Tok, name: n.Name, cited: Any, parts_: list[Part], span: Span) -> n.Clause:
    parts = _take(parts_, _REPEATABLE)
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
    return _clause_from(t[0], t[1], one(t, "citation"), _body(t), around(t))


_end = pp.StringEnd().set_name("another part of the clause")
clause = node(word("clause") - k.NAME + _opt_citation + clause_part[...] - _end, _clause)


def _passage(t: pp.ParseResults) -> n.Passage:
    paragraph, pin = one(t, "paragraph"), one(t, "pin")
    place = n.Citation(paragraph, pin.text if pin else "", paragraph.span.to((pin or paragraph).span))
    return n.Passage(place, one(t, "reason"), around(t))


passage = node(
    word("passage")
    - k.TEXT("paragraph")
    + pp.Opt(word("pin") - k.PIN("pin"))
    + word("not encoded because") - k.TEXT("reason"),
    _passage,
)

# --- amendment -------------------------------------------------------------------------------

_change = node(k.NAME + word("to") - arithmetic, lambda t: (t[0], t[2]))
_changes = pp.Group(pp.DelimitedList(_change))


def _set(t: pp.ParseResults) -> n.SetCells:
    changes = tuple((c[0], c[1]) for c in several(t, "changes"))
    last = changes[-1][1]
    return n.SetCells(t[1], one(t, "where"), changes, Span(k.PATH, t[0].span.start, last.span.end))


def _inner_clause(build: Any) -> Any:
    def act(t: pp.ParseResults) -> Any:
        inner = _clause_from(t[0], t[1], one(t, "citation"), _body(t), around(t))
        return build(inner, around(t))

    return act


_EDIT = r"(?:replace|insert|strike|add\s+to|remove\s+from|then\s+in|in)(?![A-Za-z0-9_])"
_next_edit = pp.StringEnd() | pp.FollowedBy(pp.Regex(_EDIT))
_next_edit.set_name("another part of the clause, or the next edit")
_with = word("with").suppress() + _opt_citation | citation("citation") + word("with").suppress()
_with.set_name("`with`")
edit = (
    node(
        word("replace clause")
        - k.NAME
        + _with
        + clause_part[...]
        - _next_edit,
        _inner_clause(n.ReplaceClause),
    )
    | node(
        word("insert clause") - k.NAME + _opt_citation + clause_part[...] - _next_edit,
        _inner_clause(n.InsertClause),
    )
    | node(word("strike clause") - k.NAME, lambda t: n.StrikeClause(t[1], around(t)))
    | node(word("replace") - k.NAME + table, lambda t: n.ReplaceSchedule(t[1], t[2], around(t)))
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
_amendment_entry = (
    _entry("source", k.TEXT)
    | _entry("address", k.TEXT)
    | _entry("dated", k.DATE)
    | _entry("effective", k.DATE)
)


def _amendment(t: pp.ParseResults) -> n.Amendment:
    entries = _entries(t)
    edits = tuple(e for e in t if isinstance(e, n.Edit))
    return n.Amendment(t[1], t[3], one(t, "title"), entries, edits, around(t))


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

DECLARATIONS: dict[str, pp.ParserElement] = {
    "agreement": document,
    "regulation": document,
    "amendment": amendment,
    "party": party,
    "body": party,
    "fact": fact,
    "schedule": schedule,
    "define": define,
    "carry": carry,
    "assumption": assumption,
    "question": question,
    "approval": approval_decl,
    "clause": clause,
    "passage": passage,
}
for _element in DECLARATIONS.values():
    _element.parse_with_tabs()
