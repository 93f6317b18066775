"""Supervaluation: what the readings of an assumption make of a verdict together."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from evaluate_cases import agreement, case, record
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.evaluate.checks import Outcome
from checker.evaluate.verdicts import Judgement, together
from checker.evaluate.worlds import choices, worlds
from checker.ir import nodes as ir
from checker.values.truth import Reason, Unknown

MISSING = frozenset({Reason("fact", "a fact is missing")})
ASKED = frozenset({Reason("judgement", "a question is open")})
JUDGED = {
    "compliant": Judgement("compliant", Outcome(True)),
    "violated": Judgement("violated", Outcome(False)),
    "excused": Judgement("excused", Outcome(False), excuse="said so"),
    "not_applicable": Judgement("not_applicable", Outcome(True), note="not so"),
    "undetermined": Judgement("undetermined", Outcome(Unknown(MISSING)), reasons=MISSING),
    "needs_judgement": Judgement("needs_judgement", Outcome(Unknown(ASKED)), reasons=ASKED),
}


def joined(*verdicts: str) -> Judgement:
    return together([((f"reading {i}",), JUDGED[v]) for i, v in enumerate(verdicts)])


@settings(deadline=None, max_examples=100, derandomize=True)
@given(verdicts=st.lists(st.sampled_from(sorted(JUDGED)), min_size=1, max_size=4))
def test_a_breach_is_one_only_under_every_reading(verdicts: list[str]) -> None:
    found = joined(*verdicts)
    if found.verdict == "violated":
        assert set(verdicts) == {"violated"}
    if found.verdict in ("compliant", "excused", "not_applicable"):
        assert set(verdicts) <= {"compliant", "excused", "not_applicable"}
    if found.verdict == "needs_judgement":
        assert set(verdicts) == {"needs_judgement"}
    if found.verdict == "undetermined":
        assert found.reasons


@settings(deadline=None, max_examples=60, derandomize=True)
@given(verdicts=st.permutations(["violated", "compliant", "not_applicable"]))
def test_readings_that_differ_are_each_told(verdicts: list[str]) -> None:
    found = joined(*verdicts)
    assert found.verdict == "undetermined"
    (reason,) = found.reasons
    for i, verdict in enumerate(verdicts):
        assert f"if reading {i}: {verdict.replace('_', ' ')}" in reason.text


def test_one_reading_is_left_as_it_is() -> None:
    assert together([((), JUDGED["violated"])]) is JUDGED["violated"]


def test_reasons_of_a_reading_are_kept() -> None:
    assert joined("violated", "undetermined").reasons > MISSING


def rule(name: str) -> ir.Rule:
    found = agreement().rule(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("plain", [()]),
        ("cap", [("day_count actual_365",), ("day_count actual_actual",)]),
        ("late", [("business_day_calendar nyse",), ("business_day_calendar federal_reserve",)]),
    ],
)
def test_a_rule_is_tried_under_the_readings_it_relies_on(name: str, labels: list[tuple[str, ...]]) -> None:
    found = worlds(rule(name), choices(case(), {}))
    assert [made for made, _ in found] == labels
    assert all({"day_count", "business_day_calendar"} <= set(world) for _, world in found)


def test_settings_choose_and_a_determination_goes_before_them() -> None:
    chosen = choices(case(), {"day_count": "actual_actual"})
    assert [x for x, _ in worlds(rule("cap"), chosen)] == [()]
    assert chosen["day_count"].chosen_by == "settings"
    answer = record(
        "determination", "D", question="day_count", answer="actual_365", by="x", on=date(2004, 1, 1)
    )
    determined = choices(case(answer), {"day_count": "actual_actual"})
    assert determined["day_count"].readings[0][0] == "actual_365"
    assert determined["day_count"].chosen_by.startswith("determination by x")


def test_a_reading_that_is_none_chooses_nothing() -> None:
    left = choices(case(), {"day_count": "lunar"})
    assert left["day_count"].open


def test_all_combinations_of_what_a_rule_relies_on() -> None:
    both = ir.Rule(
        **{
            **{f: getattr(rule("cap"), f) for f in rule("cap").__slots__},
            "relies_on": ("business_day_calendar", "day_count"),
        }
    )
    found = [labels for labels, _ in worlds(both, choices(case(), {}))]
    assert found == [
        (f"business_day_calendar {a}", f"day_count {b}")
        for a, b in product(("nyse", "federal_reserve"), ("actual_365", "actual_actual"))
    ]
