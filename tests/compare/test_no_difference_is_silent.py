"""Any perturbation of any declaration of an encoded agreement has an effect, whatever is proved of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from compare_states import BASE, REAL, compared, keys, real, state

from checker.compare.sides import Side
from checker.typed import nodes as t

WORDS = {"span", "says", "cure", "citation", "type", "name", "title", "document"}
"""Fields that are places, names or our own words: of these only what is tried below is a difference."""

OTHER: Mapping[str, Mapping[str, str]] = {
    "op": {"and": "or", "or": "and", "=": "!=", "!=": "=", "<=": ">=", ">=": "<=", "<": ">", ">": "<",
           "+": "-", "-": "+", "*": "/", "/": "*", "in": "="},
    "fn": {"sum": "average", "average": "sum", "any": "no", "no": "any", "latest": "earliest",
           "earliest": "latest", "lesser": "greater", "greater": "lesser", "least": "greatest",
           "greatest": "least", "count": "sum", "every": "any", "the": "latest"},
    "relation": {"at most": "at least", "at least": "at most", "exactly": "at most", "between": "at most"},
    "modality": {"must": "may", "must not": "must", "may": "must not"},
    "direction": {"after": "before", "before": "after"},
    "side": {"start": "end", "end": "start", "before": "under", "under": "before", "previous": "next",
             "next": "previous"},
    "unit": {"days": "business days", "business days": "days", "months": "years", "years": "months"},
    "severity": {"": "note", "note": "warning", "warning": "note"},
    "binds": {"": "always", "always": "", "plan": "always", "agreement": "always"},
    "instrument": {"plan": "agreement", "agreement": "plan"},
}  # fmt: skip
FLAGS = {"in_person", "called_for", "written", "clamped", "strictly", "without_penalty", "separately"}
LISTS = {
    "parts", "items", "unless", "rights", "each", "clauses", "despite", "subject_to", "assuming", "readings",
    "instruments",
}  # fmt: skip
"""Parts of which one may be left out."""
PARTS = {"when", "where", "since", "until", "by", "day", "about", "fund", "satisfies"}
"""Parts that may be left out."""


def mutants(node: Any) -> Iterator[Any]:
    """Yield copies of a node, each with one thing in it different."""
    yield from here(node)
    for f in fields(node):
        if f.name in WORDS:
            continue
        value = getattr(node, f.name)
        if f.name in LISTS and len(value) > 1:
            yield replace(node, **{f.name: value[1:]})
        for changed in inside(value):
            yield replace(node, **{f.name: changed})


def inside(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from ((*value[:i], changed, *value[i + 1 :]) for changed in inside(item))
    elif is_dataclass(value):
        yield from mutants(value)


def here(node: Any) -> Iterator[Any]:
    if isinstance(node, t.Const):
        yield replace(node, value=other_value(node.value))
    for f in fields(node):
        value = getattr(node, f.name)
        if f.name in OTHER and value in OTHER[f.name]:
            yield replace(node, **{f.name: OTHER[f.name][value]})
        elif f.name in FLAGS:
            yield replace(node, **{f.name: not value})
        elif f.name in PARTS and value is not None and not isinstance(value, date):
            yield replace(node, **{f.name: None})
        elif f.name in ("body", "threshold", "definition", "party", "actor", "holders", "field") and value:
            yield replace(node, **{f.name: f"{value}_x"})


def other_value(value: t.CellValue) -> t.CellValue:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Fraction):
        return value + 1
    return value + timedelta(1) if isinstance(value, date) else f"{value}x"


# --- the declarations of an agreement ----------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """A document with one difference, and the declaration it is in."""

    what: str
    document: t.Document


def documents(d: t.Document) -> Iterator[Mutant]:
    for section in ("clauses", "definitions", "bodies", "approvals", "assumptions"):
        declared = getattr(d, section)
        for name, each in declared.items():
            for changed in mutants(each):
                yield Mutant(f"{section} {name}", replace(d, **{section: {**declared, name: changed}}))
            rest = {n: x for n, x in declared.items() if n != name}
            yield Mutant(f"{section} {name}", replace(d, **{section: rest}))
    for name, schedule in d.schedules.items():
        for changed in schedules(schedule):
            yield Mutant(f"schedule {name}", replace(d, schedules={**d.schedules, name: changed}))
    yield from heads(d)


def schedules(s: t.Schedule) -> Iterator[t.Schedule]:
    for i, row in enumerate(s.rows):
        yield replace(s, rows=(*s.rows[:i], *s.rows[i + 1 :]))
        for column, value in row.values.items():
            changed = replace(row, values={**row.values, column: other_value(value)})
            yield replace(s, rows=(*s.rows[:i], changed, *s.rows[i + 1 :]))
            empty = replace(row, values={c: v for c, v in row.values.items() if c != column})
            yield replace(s, rows=(*s.rows[:i], empty, *s.rows[i + 1 :]))
    if s.on_file:
        yield replace(s, on_file=False)


def heads(d: t.Document) -> Iterator[Mutant]:
    yield Mutant("shares", replace(d, shares=(*d.shares, "Class X")))
    yield Mutant("under", replace(d, under=d.under[1:]))
    yield Mutant("until", replace(d, until=date(2030, 1, 1)))
    yield Mutant("with", replace(d, agreement_with=""))
    for name, party in d.parties.items():
        for changed in (
            replace(party, title=f"{party.title} II"),
            replace(party, names=(*party.names, "Another")),
            replace(party, until=date(2031, 1, 1)),
        ):
            yield Mutant(f"party {name}", replace(d, parties={**d.parties, name: changed}))
    for name, question in d.questions.items():
        changed_question = replace(question, text=f"{question.text} Or not?")
        yield Mutant(f"question {name}", replace(d, questions={**d.questions, name: changed_question}))
    for i, passage in enumerate(d.passages):
        other = replace(passage, citation=replace(passage.citation, pin="000000000000"))
        yield Mutant("passage", replace(d, passages=(*d.passages[:i], other, *d.passages[i + 1 :])))
    for name, clause in d.clauses.items():
        for citation in (
            replace(clause.citation, pin="000000000000"),
            replace(clause.citation, paragraph="ELSEWHERE"),
        ):
            moved = replace(clause, citation=citation)
            yield Mutant(f"citation {name}", replace(d, clauses={**d.clauses, name: moved}))


def silent(before: Side, every: int) -> tuple[list[str], int]:
    """Return the declarations whose difference had no effect, and how many were tried."""
    found, tried = [], 0
    for i, mutant in enumerate(documents(before.document)):
        if i % every:
            continue
        tried += 1
        after = Side(mutant.document, before.terms, before.agreement, before.wording)
        if not compared(before, after):
            found.append(mutant.what)
    return found, tried


@pytest.fixture
def nothing_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the prover find no difference: what is said then is said for the difference in the text."""
    for name in ("compare", "compare_definitions", "compare_conditions"):
        monkeypatch.setattr(f"checker.proof.clauses.{name}", lambda *_: ())


@pytest.mark.parametrize("name", REAL)
@pytest.mark.usefixtures("nothing_proved")
def test_no_difference_in_an_encoded_agreement_is_silent(name: str) -> None:
    unsaid, tried = silent(real(name), every=29 if name == "class_b_2003" else 5)
    assert unsaid == []
    assert tried > 20


@pytest.mark.usefixtures("nothing_proved")
def test_no_difference_in_the_small_agreement_is_silent() -> None:
    unsaid, tried = silent(state(BASE), every=1)
    assert unsaid == []
    assert tried > 500


def test_no_difference_is_silent_where_it_is_proved_what_it_does() -> None:
    unsaid, tried = silent(state(BASE), every=7)
    assert unsaid == []
    assert tried > 50


def test_what_is_proved_to_be_the_same_is_a_question() -> None:
    before = state(BASE)
    clause = before.document.clauses["fixed_cap"]
    assert isinstance(clause.norm, t.Limit) and isinstance(clause.norm.bound, t.Const)
    half = t.Const(Fraction(5000), clause.norm.bound.type)
    twice = t.Arith("+", half, half, half.type)
    changed = replace(clause, norm=replace(clause.norm, bound=twice))
    clauses = {**before.document.clauses, "fixed_cap": changed}
    document = replace(before.document, clauses=clauses)
    (found,) = compared(before, Side(document, before.terms, before.agreement, before.wording))
    assert (found.key, found.element, found.direction) == ("text-changed", "clause fixed_cap", "")
    assert found.question == "The clause reads otherwise, and no change of meaning was found. Is there one?"
    assert keys([found]) == ["text-changed"]
