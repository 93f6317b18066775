"""Strategies that build syntax trees of every kind, all of which can be written down.

``expressions(depth)``, ``approvals(depth)``, ``norms(depth)``, ``clauses(depth)``,
``declarations(depth)`` and ``files()`` are meant for other tests too.
"""

from __future__ import annotations

import keyword
import re
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from checker.syntax import nodes as n
from checker.syntax.tokens import RESERVED

Trees = st.SearchStrategy[Any]

PLAIN_NAMES = ("fund", "plan_year", "payment", "p", "distributor", "schedule_b", "x1", "_a", "company")
TRICKY_NAMES = (
    "plan",
    "agreement",
    "start",
    "end",
    "one",
    "none",
    "row",
    "period",
    "year",
    "month",
    "days",
    "approved",
    "force",
    "clauses",
    "business",
    "per",
    "written",
    "person",
    "hold",
    "half",
    "about",
    "complete",
    "termination",
    "exactly",
    "consent",
    "starting",
)
FIELD_NAMES = (*PLAIN_NAMES, "from", "where", "amount", "in", "of", "yes", "basis")
INSTRUMENTS = (("plan",), ("agreement",), ("plan", "agreement"))


@cache
def names(*, tricky: bool = True) -> Trees:
    pool = PLAIN_NAMES + TRICKY_NAMES if tricky else PLAIN_NAMES
    return st.sampled_from(pool).map(n.Name)


def fields() -> Trees:
    return st.sampled_from(FIELD_NAMES).map(n.Name)


_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\n")
_WORDS = st.sampled_from(["the", "plan", "a" * 30, "日本語", "#", "|", '"', "\\", "  ", "\t", "(", "é"])


def text_values() -> st.SearchStrategy[str]:
    """Texts of any characters but line ends, and longer ones made of words."""
    return st.text(_CHARACTERS, max_size=12) | st.lists(_WORDS, max_size=40).map(" ".join)


def texts() -> Trees:
    return text_values().map(n.Text)


# --- constants -------------------------------------------------------------------------------


def decimals(places: int = 4) -> st.SearchStrategy[Fraction]:
    return st.builds(
        lambda whole, digits: Fraction(whole, 10**digits),
        st.integers(0, 10**9),
        st.integers(0, places),
    )


_UNITS = st.sampled_from(["days", "business days", "months", "years"])
_PER = st.sampled_from(["", "day", "month", "quarter", "year"])


def durations() -> Trees:
    counts = st.integers(0, 400)
    return st.builds(lambda count, u: n.Literal("duration", Fraction(count), unit=u), counts, _UNITS)


def dates() -> Trees:
    days = st.dates(date(1900, 1, 1), date(2200, 1, 1)).map(lambda d: n.Literal("date", d))
    return days | st.just(n.Literal("date", "2004-02-30"))


def literals() -> Trees:
    return st.one_of(
        st.builds(lambda v, per: n.Literal("money", v, per), decimals(), _PER),
        st.builds(lambda v, per: n.Literal("percent", v, per), decimals(6), _PER),
        decimals().map(lambda v: n.Literal("number", v)),
        dates(),
        durations(),
        text_values().map(lambda v: n.Literal("text", v)),
        st.booleans().map(lambda v: n.Literal("yes_no", v)),
    )


# --- expressions -----------------------------------------------------------------------------

_RULES = st.sampled_from(["half_up", "half_even", "half_down", "down", "up"])
_MODES = st.sampled_from(["on", "throughout", "at some time in"])
_BINARY = st.sampled_from(["+", "-", "*", "/", "of", "and", "or"])


@cache
def leaves() -> Trees:
    return literals() | names().map(lambda name: n.Ref(name.text))


@cache
def expressions(depth: int = 3) -> Trees:
    """Expressions with up to ``depth`` nodes within one another below the first."""
    if depth == 0:
        return leaves()
    inner = expressions(depth - 1)
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    kinds = (leaves(), _operations(inner, some), _days(inner, some), queries(depth - 1), _approved(depth - 1))
    return st.one_of(kinds)


def _operations(inner: Trees, some: Trees) -> Trees:
    return st.one_of(
        st.builds(n.Binary, _BINARY, inner, inner),
        st.builds(n.Not, inner),
        st.builds(n.Negative, inner),
        st.builds(n.Compare, st.sampled_from(n.COMPARISONS), inner, inner),
        st.builds(n.Between, inner, inner, inner),
        st.builds(n.AmongThese, inner, some, st.booleans()),
        st.builds(n.Given, inner, st.booleans()),
        st.builds(n.If, inner, inner, inner),
        st.builds(n.Extreme, st.sampled_from(["lesser", "greater"]), some),
        st.builds(n.Member, inner, fields()),
        st.builds(n.Call, inner, st.lists(inner, max_size=3).map(tuple)),
        st.builds(lambda a, b: n.Call(n.Ref("period"), (a, b)), inner, inner),
        st.builds(lambda f, a: n.Call(n.Ref(f), (a,)), st.sampled_from(["year", "quarter", "month"]), inner),
    )


def _days(inner: Trees, some: Trees) -> Trees:
    member: Trees = st.builds(n.Member, inner, fields())
    column = member | st.builds(n.Call, member, some)
    instrument = names().map(lambda name: name.text)
    return st.one_of(
        st.builds(n.Shift, inner, st.sampled_from(["after", "before"]), inner, st.booleans()),
        st.builds(n.AsOf, inner, inner),
        st.builds(n.Version, inner, st.just("under"), inner),
        st.builds(n.Version, column, st.just("before"), inner),
        st.builds(n.Traced, inner, fields()),
        st.builds(n.Edge, st.sampled_from(["start", "end"]), inner),
        st.builds(n.Neighbour, st.sampled_from(["previous", "next"]), inner),
        st.builds(n.Elapsed, _UNITS, inner, inner, st.booleans()),
        st.builds(n.Over, inner, inner, st.sampled_from(["", "plan", "agreement"])),
        st.builds(n.Rounded, inner, _RULES, inner),
        st.builds(n.InForce, instrument, _MODES, inner, st.none() | inner, st.booleans()),
    )


@cache
def generators(depth: int = 2) -> Trees:
    maybe = st.none() | expressions(depth)
    return st.builds(n.Generator, names(), st.none() | names(), maybe, maybe, st.booleans())


@cache
def queries(depth: int = 2) -> Trees:
    over, inner = generators(depth), expressions(depth)
    bare = st.sampled_from(["count", "any", "no", "latest", "earliest", "the"])
    folds = st.sampled_from(["sum", "average", "least", "greatest"])
    return st.one_of(
        st.builds(n.Query, bare, over),
        st.builds(n.Query, folds, over, inner),
        st.builds(n.Query, st.just("every"), over, st.none(), inner),
    )


# --- approvals -------------------------------------------------------------------------------


@cache
def approvals(depth: int = 2) -> Trees:
    flag = st.booleans()
    threshold = st.sampled_from(["majority", "two_thirds", "all"]).map(n.Name)
    leaf = st.one_of(
        st.builds(n.Vote, threshold, names(), flag, flag),
        st.builds(n.ApprovalName, names(), flag, flag),
        st.builds(lambda party, w: n.Consent(party, written=w), names(), flag),
    )
    if depth == 0:
        return leaf
    parts = st.lists(approvals(depth - 1), min_size=2, max_size=3).map(tuple)
    each = st.builds(
        lambda every, holder, w: n.Consent(None, every, holder, w),
        generators(depth - 1), expressions(depth - 1), flag,
    )  # fmt: skip
    return st.one_of(leaf, each, st.builds(n.AllOf, parts, flag, flag), st.builds(n.AnyOf, parts, flag, flag))


@cache
def _terms(depth: int) -> Trees:
    maybe = st.none() | expressions(depth)
    limit = st.sampled_from([("", False), ("by", True), ("before", True)])
    matter = st.just("") | names().map(lambda name: name.text)
    return st.tuples(approvals(depth), matter, maybe, maybe, limit, expressions(depth))


def _termed(kind: Any, depth: int) -> Trees:
    def build(t: Any) -> Any:
        approval, matter, about, since, (word, has), day = t
        return kind(approval, matter, about, since, word, day if has else None)

    return _terms(depth).map(build)


def _approved(depth: int) -> Trees:
    return _termed(n.Approved, depth)


# --- norms and clauses -----------------------------------------------------------------------


@cache
def norms(depth: int = 2) -> Trees:
    inner, over = expressions(depth), generators(depth)
    maybe = st.none() | inner
    instruments = st.sampled_from(INSTRUMENTS)
    relation = st.sampled_from(["to at most", "to at least", "to exactly"])
    word = st.sampled_from(["plan", "agreement"])
    right = st.builds(
        lambda by, notice, written: n.Right(by, notice, written and notice is not None),
        approvals(depth), st.none() | durations(), st.booleans(),
    )  # fmt: skip
    verbs = fields().filter(lambda f: f.text != "not")
    return st.one_of(
        st.builds(lambda s, r, b, by: n.Limit(s, r, b, None, by), inner, relation, inner, maybe),
        st.builds(lambda s, lo, hi, by: n.Limit(s, "between", lo, hi, by), inner, inner, inner, maybe),
        st.builds(n.MustHold, inner, maybe),
        st.builds(n.Duty, names(), st.sampled_from(["must", "must not", "may"]), verbs, over, maybe),
        _termed(n.Requires, depth),
        st.builds(n.Continues, instruments, inner, approvals(depth)),
        st.builds(
            n.TerminableBy, instruments, st.lists(right, min_size=1, max_size=3).map(tuple), st.booleans()
        ),
        st.builds(n.TerminatesWhen, instruments, over, maybe),
        st.builds(n.EndsWith, word, word),
        st.builds(n.Survives, st.lists(names(), min_size=1, max_size=3).map(tuple), maybe),
        st.builds(n.Means, inner),
    )


def citations(bases: tuple[str, ...] = ("", "memory", "inference", "source")) -> Trees:
    pins = st.just("") | st.text("0123456789abcdef", min_size=8, max_size=64)
    return st.builds(n.Citation, texts(), pins, st.sampled_from(bases))


def params() -> Trees:
    return st.lists(st.builds(n.Param, names(), st.none() | names()), max_size=3).map(tuple)


@cache
def clauses(depth: int = 2) -> Trees:
    maybe = st.none() | expressions(depth)
    some_names = st.lists(names(), max_size=3).map(tuple)
    unless = st.builds(n.Unless, expressions(depth), st.none() | texts())
    return st.builds(
        n.Clause,
        name=names(),
        citation=st.none() | citations(("",)),
        norm=norms(depth),
        says=st.none() | texts(),
        each=st.lists(generators(depth), max_size=2).map(tuple),
        params=params(),
        since=maybe,
        until=maybe,
        when=maybe,
        binds=st.sampled_from(["", "always", "plan", "agreement"]),
        unless=st.lists(unless, max_size=2).map(tuple),
        despite=some_names,
        subject_to=some_names,
        assuming=st.lists(texts(), max_size=2).map(tuple),
        cure=st.none() | texts(),
        basis=st.sampled_from(["", "memory", "inference", "source"]),
        severity=st.sampled_from(["", "error", "warning", "note"]),
        span=st.just(n.NOWHERE),
    )


# --- tables ----------------------------------------------------------------------------------


def _as_cell(text: str) -> str:
    return re.sub(r"[|\r\n]", "", text).strip().lstrip("# \t").strip()


def cells() -> Trees:
    words = st.sampled_from(["fund", "0.75%", "日本", "a # b", '"', "AIM Bond Funds, Inc.", ""])
    return (words | st.text(_CHARACTERS, max_size=6).map(_as_cell)).map(n.Cell)


@st.composite
def tables(draw: st.DrawFn) -> n.Table:
    columns = draw(st.integers(1, 4))
    row = st.lists(cells(), min_size=columns, max_size=columns).map(tuple)
    return n.Table(draw(row), tuple(draw(st.lists(row, max_size=4))))


# --- declarations ----------------------------------------------------------------------------


def _entry(key: str, *values: Trees) -> Trees:
    return st.tuples(*values).map(lambda v: n.Entry(key, v))


def _entries(often: list[Trees], once: list[Trees]) -> Trees:
    """Entries in any order; those of ``once`` at most one time each."""
    picked = st.tuples(*(st.none() | entry for entry in once)).map(lambda t: [e for e in t if e is not None])
    many = st.lists(st.one_of(often), max_size=3) if often else st.just([])
    joined = st.tuples(picked, many).map(lambda t: t[0] + t[1])
    return joined.flatmap(st.permutations).map(tuple)


def _lists(key: str, items: Trees) -> Trees:
    return st.lists(items, min_size=1, max_size=3).map(lambda v: n.Entry(key, tuple(v)))


def documents() -> Trees:
    often = [
        _entry("source", texts()), _entry("address", texts()), _lists("shares", texts()),
        _lists("under", names()), _entry("plan under", names()), _entry("agreement with", names()),
    ]  # fmt: skip
    once = [
        _entry("dated", dates()), _entry("effective", dates()), _entry("until", dates()),
        _entry("funds in", names()), _entry("restates", names()), _entry("citation", texts()),
    ]  # fmt: skip
    kind = st.sampled_from(["agreement", "regulation"])
    renamed = st.lists(renames(), max_size=2).map(tuple)
    return st.builds(n.Document, kind, names(), texts(), _entries(often, once), renamed)


def renames() -> Trees:
    """What goes by another name, within an amendment and in the head of a restating agreement."""
    columns = st.builds(lambda a, b: n.Name(f"{a.text}.{b.text}"), names(), names())
    return st.one_of(
        st.builds(n.Rename, st.sampled_from(["fund", "class"]), texts(), texts()),
        st.builds(n.Rename, st.just("party"), names(), texts()),
        st.builds(n.Rename, st.just("column"), columns, names()),
        st.builds(n.Rename, st.sampled_from(["clause", "define", "schedule"]), names(), names()),
    )


def parties() -> Trees:
    voting = st.sampled_from(["separately", "together"]).map(n.Name)
    once = [
        _entry("from", dates()), _entry("until", dates()), _entry("holders of", texts()),
        _entry("voting", voting),
    ]  # fmt: skip
    entries = _entries([_lists("also", texts())], once)
    kind = st.sampled_from(["party", "body"])
    members = st.none() | generators(1)
    return st.builds(n.PartyDecl, kind, names(), texts(), st.none() | citations(), entries, members)


def facts() -> Trees:
    once = [_entry(key, fields()) for key in ("register", "ledger", "dated", "by")]
    once.append(_entry("part of others"))
    return st.builds(n.FactDecl, names(), texts(), _entries([], once), tables())


def schedules() -> Trees:
    keys = st.lists(names(), max_size=3).map(tuple)
    title = st.none() | texts()
    return st.builds(
        n.ScheduleDecl, names(), st.none() | citations(), keys, tables(), title, st.booleans()
    )


@cache
def edits(depth: int = 1) -> Trees:
    value = expressions(depth)
    changes = st.lists(st.tuples(names(), value), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(n.ReplaceSchedule, names(), tables()),
        st.builds(n.AddRows, names(), tables()),
        st.builds(n.RemoveRows, names(), value),
        st.builds(n.SetCells, names(), st.none() | value, changes),
        st.builds(n.Strike, st.sampled_from(["clause", "define", "party", "approval"]), names()),
        st.builds(n.Renumber, names(), citations(("",))),
        renames(),
        st.builds(n.Declare, st.sampled_from(["replace", "insert"]), _declared(depth)),
        st.builds(n.ReplaceClause, clauses(depth)),
        st.builds(n.InsertClause, clauses(depth)),
    )


def _declared(depth: int) -> Trees:
    """Declarations that an amendment replaces or inserts whole."""
    cited = st.none() | citations()
    value = expressions(depth)
    readings = st.lists(value, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        parties(),
        st.builds(n.Define, names(), params(), value, cited, st.none() | texts()),
        st.builds(n.Carry, names(), params(), value, value, value, cited, st.none() | texts()),
        st.builds(n.Assumption, names(), texts(), readings, cited),
        st.builds(n.ApprovalDecl, names(), approvals(depth), cited),
    )


def amendments(depth: int = 1) -> Trees:
    number = st.integers(1, 99).map(lambda i: n.Literal("number", Fraction(i), written=str(i)))
    once = [
        _entry("dated", dates()), _entry("effective", dates() | st.just(n.Name("at once"))),
        _entry("number", number), _entry("all other terms remain"), _lists("for funds", texts()),
    ]  # fmt: skip
    waits = st.none() | expressions(depth)
    entries = _entries([_entry("source", texts()), _entry("address", texts())], once)
    some = st.lists(edits(depth), max_size=3).map(tuple)
    return st.builds(n.Amendment, names(), names(), st.none() | texts(), entries, waits, some)


@cache
def declarations(depth: int = 2) -> Trees:
    """Declarations of every kind."""
    cited = st.none() | citations()
    says = st.none() | texts()
    value = expressions(depth)
    readings = st.lists(value, min_size=1, max_size=3).map(tuple)
    answers = st.lists(names(), max_size=3).map(tuple)
    return st.one_of(
        documents(),
        parties(),
        facts(),
        schedules(),
        st.builds(n.Define, names(), params(), value, cited, says),
        st.builds(n.Carry, names(), params(), value, value, value, cited, says),
        st.builds(n.Assumption, names(), texts(), readings, cited),
        st.builds(n.QuestionDecl, names(), params(), texts(), answers, cited),
        st.builds(n.ApprovalDecl, names(), approvals(depth), cited),
        clauses(depth),
        st.builds(n.Passage, citations(("",)), texts()),
        amendments(depth - 1 if depth else 0),
    )


def files(depth: int = 2) -> Trees:
    some = st.lists(declarations(depth), min_size=1, max_size=3).map(tuple)
    return st.builds(n.File, st.just("made.clause"), some)


assert not (set(PLAIN_NAMES + TRICKY_NAMES) & (RESERVED | set(keyword.kwlist) - {"from"}))
