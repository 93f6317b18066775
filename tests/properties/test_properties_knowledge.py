"""More knowledge never turns a verdict into its opposite; unknowns agree with what they could be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property_facts import any_facts, by_subject, checked, encoded, facts_of, loaded_from, of_case

from checker import pipeline
from checker.facts.store import Facts, Record
from checker.findings.model import Result
from checker.syntax.parse import parse

SETTINGS = settings(
    deadline=None, max_examples=8, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
FEW = settings(SETTINGS, max_examples=2)

OPEN_FIELDS = {
    "tally": ("in_office", "outstanding", "present", "for_in_person"), "vote": ("meeting",),
    "meeting": ("called_for",), "termination": ("notice", "penalty"),
    "redemption": ("proceeds_payable", "cdsc_paid_on"), "prospectus": ("charged_on", "cdsc"),
    "payment": ("offset",), "gift": ("listed",),
}  # fmt: skip
"""Optional fields that no clause asks to be given: leaving them out only takes knowledge away."""


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(pipeline, "parse", cache(parse))
    yield
    patch.undo()


def less(draw: Any, r: Record) -> Record:
    """Return the record without some of its open fields, also in what is nested in it."""
    kept: dict[str, Any] = {}
    for name, value in r.values.items():
        if name in OPEN_FIELDS.get(r.kind, ()) and draw(st.booleans()):
            continue
        kept[name] = tuple(less(draw, x) for x in value) if isinstance(value, tuple) else value
    return replace(r, values=kept)


def opposites(less_known: Result, more_known: Result) -> list[str]:
    """Return the findings that are one way with less known and the other way with more."""
    before, after = by_subject(less_known), by_subject(more_known)
    return [
        f"{key}: {before[key].verdict} -> {after[key].verdict}"
        for key in before.keys() & after.keys()
        if {before[key].verdict, after[key].verdict} == {"violated", "compliant"}
    ]


MONOTONE = (
    "norms/limit", "norms/must", "approvals/votes", "approvals/holders", "approvals/consents", "term/continues",
    "term/terminable", "term/ends", "queries/sums", "queries/windows", "programs/by_a_day", "schedules/not_approved",
)  # fmt: skip


@pytest.mark.parametrize("name", MONOTONE)
@SETTINGS
@given(data=st.data())
def test_a_field_or_statement_more_never_turns_a_verdict_round(name: str, data: Any) -> None:
    loaded = of_case(name)
    facts, day = data.draw(any_facts(loaded)), date(2005, 12, 31)
    some = _with_less(data.draw, facts)
    assert opposites(checked(loaded, some, day), checked(loaded, facts, day)) == []


@pytest.mark.parametrize("name", ["class_k_2003", "class_b_2003"])
@FEW
@given(data=st.data())
def test_the_encoded_agreements_are_monotone(name: str, data: Any) -> None:
    loaded = encoded(name)
    facts, day = data.draw(any_facts(loaded, 2)), date(2004, 2, 29)
    some = _with_less(data.draw, facts)
    assert opposites(checked(loaded, some, day), checked(loaded, facts, day)) == []


def _with_less(draw: Any, facts: Facts) -> Facts:
    kept = {kind: tuple(less(draw, r) for r in rs) for kind, rs in facts.by_kind.items()}
    stated = kept.get("complete_records", ())
    kept["complete_records"] = tuple(r for r in stated if draw(st.booleans()))
    answered = kept.get("determination", ())
    kept["determination"] = (
        tuple(r for r in answered if draw(st.booleans())) if _no_rivals(answered) else answered
    )
    return Facts(kept)


def _no_rivals(answers: tuple[Record, ...]) -> bool:
    """A later answer takes the place of an earlier one: only single answers are only added."""
    questions = [r.values["question"] for r in answers]
    return len(questions) == len(set(questions))


# --- unknowns and what they could be ---------------------------------------------------------

FLAGS = ("p", "q", "r")
RULES = {
    "rules/flags": 'fact flags "Answers"\n  register flags\n  dated on\n'
    "  | field | type   | presence | meaning |\n  | id    | text   | key      | name    |\n"
    "  | on    | date   | required | day     |\n"
    + "".join(f"  | {n}     | yes/no | optional | flag    |\n" for n in FLAGS)
    + "  | n     | money at least 0 | optional | amount |\n"
}
AGREEMENT = """agreement made "A made-up agreement"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is agreement with distributor

party distributor "Small Distributors, Inc."

clause formula at "1"
  for each flags
  {when}must hold {formula}
{unless}"""


def formulas() -> st.SearchStrategy[str]:
    atoms = st.sampled_from([f"flags.{n}" for n in FLAGS] + ["flags.n is at most $5.00", "flags.n is $7.00"])
    return st.recursive(
        atoms,
        lambda f: st.one_of(
            st.tuples(f, f).map("({0[0]} and {0[1]})".format), st.tuples(f, f).map("({0[0]} or {0[1]})".format),
            f.map("(not {})".format),
            st.tuples(f, f).map("((if {0[0]} then $1.00 else $2.00) is (if {0[1]} then $1.00 else $2.00))".format),
            st.tuples(f, f).map("((count of flags called o where {0[0]}) is at least 1 or {0[1]})".format),
        ),
        max_leaves=6,
    )  # fmt: skip


@settings(SETTINGS, max_examples=30)
@given(
    formula=formulas(), when=st.none() | formulas(), unless=st.none() | formulas(),
    known=st.dictionaries(st.sampled_from(FLAGS), st.booleans()), amount=st.sampled_from([None, 5, 7]),
)  # fmt: skip
def test_an_unknown_agrees_with_all_that_it_could_be(
    formula: str, when: str | None, unless: str | None, known: dict[str, bool], amount: int | None
) -> None:
    """Each verdict with something unknown is that of every completion, or none is claimed."""
    text = AGREEMENT.format(
        formula=formula,
        when=f"when {when}\n  " if when else "",
        unless=f'  unless "said": {unless}\n' if unless else "",
    )
    loaded = loaded_from([text], RULES)
    given_ = {**known, **({"n": amount} if amount is not None else {})}
    unknown = _verdict(loaded, given_)
    open_ = [n for n in FLAGS if n not in known]
    amounts = [5, 7, 9] if amount is None else [amount]
    complete = {
        _verdict(loaded, {**given_, **dict(zip(open_, values, strict=True)), "n": n})
        for values in product([True, False], repeat=len(open_))
        for n in amounts
    }
    assert complete <= {"violated", "compliant", "excused", "not_applicable"}
    if unknown == "violated":
        assert complete == {"violated"}, text
    if unknown in ("compliant", "excused"):
        assert "violated" not in complete, text
    if unknown == "not_applicable":
        assert complete == {"not_applicable"}, text
    assert unknown != "needs_judgement"


def _verdict(loaded: Any, values: dict[str, Any]) -> str:
    from property_facts import complete, record

    flags = record("flags", "F", **{"id": "F", "on": date(2004, 2, 1), **values})
    facts = facts_of([flags, complete("flags", date(2003, 1, 1), date(2005, 1, 1))])
    (found,) = checked(loaded, facts, date(2004, 12, 31)).findings
    return found.verdict
