"""What scenarios reach, and what is said of what they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from scenario_texts import payment, scenario

from checker.scenarios.coverage import percent

Add = Callable[..., Path]
Run = Callable[..., Result]


def reached(run: Run, clause: str) -> dict[str, list[str]]:
    said: dict[str, Any] = json.loads(run("--coverage", "--format", "json").stdout)
    (document,) = [d for d in said["coverage"]["documents"] if d["document"] == "plan"]
    (found,) = [c for c in document["clauses"] if c["clause"] == clause]
    return {" ".join(filter(None, (i["kind"], i["what"]))): i["by"] for i in found["items"]}


def test_what_there_is_to_reach(add: Add, run: Run) -> None:
    add(scenario(expect="  - {clause: small_payments, subject: {payment: P-1}, verdict: compliant}"))
    assert reached(run, "small_payments") == {
        "reached": ["S1"],
        "compliant": ["S1"],
        "violated": [],
        "exception counsel excuses it": [],
        "exception payment.kind is other": [],
        "prevails large_allowed": [],
        "boundary": ["S1"],
    }
    assert reached(run, "paid_to_the_right_one") == {"reached": [], "compliant": [], "violated": []}


@pytest.mark.parametrize(
    ("kind", "amount", "verdict", "what"),
    [
        ("cdsc", "200.00", "excused", ["reached", "prevails large_allowed"]),
        ("other", "200.00", "excused", ["reached", "exception payment.kind is other"]),
        ("other", "100.01", "excused", ["reached", "exception payment.kind is other", "boundary"]),
        ("service_fee", "99.99", "compliant", ["reached", "compliant", "boundary"]),
        ("service_fee", "99.98", "compliant", ["reached", "compliant"]),
        ("service_fee", "100.01", "needs_judgement", ["reached"]),
    ],
)
def test_what_is_reached(kind: str, amount: str, verdict: str, what: list[str], add: Add, run: Run) -> None:
    given = payment(amount=amount, kind=kind)
    add(scenario(payments=given, expect=f"  - {{clause: small_payments, verdict: {verdict}}}"))
    assert [name for name, by in reached(run, "small_payments").items() if by] == what


@pytest.mark.parametrize(("day", "near"), [("2024-02-14", True), ("2024-02-13", True), ("2024-02-12", False)])
def test_a_day_is_near_by_a_day(day: str, near: bool, add: Add, run: Run) -> None:
    given = payment().replace("2024-02-14", day)
    add(scenario(payments=given, expect="  - {clause: in_time, verdict: compliant}"))
    assert bool(reached(run, "in_time")["boundary"]) is near


def test_what_is_not_expected_is_not_covered(add: Add, run: Run) -> None:
    add(scenario(expect="  - {clause: small_payments, verdict: compliant}"))
    assert not any(reached(run, "in_time").values())


def test_what_does_not_apply_reaches_nothing(add: Add, run: Run) -> None:
    text = scenario(expect="  - {clause: small_payments, verdict: not_applicable}")
    add(text.replace("2024-01,", "2023-06,").replace("2024-02-14", "2023-07-14"))
    assert run().exit_code == 0
    assert not any(reached(run, "small_payments").values())


def test_terminal(add: Add, run: Run) -> None:
    add(scenario(expect="  - {clause: small_payments, subject: {payment: P-1}, verdict: compliant}"))
    done = run("--coverage")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert "plan       3 of    18   16.6%" in lines
    assert "total      3 of    18   16.6%" in lines
    assert "Reached by no scenario of plan" in lines
    at = next(n for n, line in enumerate(lines) if line.startswith("small_payments "))
    assert lines[at].split(maxsplit=1)[1].startswith("violated; excused: counsel excuses it; excused:")
    assert "paid_to_the_right_one  the clause" in lines


@pytest.mark.parametrize(
    ("wanted", "code"), [("0", 0), ("16", 0), ("16.66", 0), ("16.67", 1), ("80%", 1), ("100", 1)]
)
def test_threshold(wanted: str, code: int, add: Add, run: Run) -> None:
    add(scenario(expect="  - {clause: small_payments, subject: {payment: P-1}, verdict: compliant}"))
    done = run("--fail-under", wanted)
    assert done.exit_code == code
    assert ("is less than the" in done.output) is bool(code)


@pytest.mark.parametrize("wanted", ["a", "-1", "101", "1e1", ""])
def test_no_threshold(wanted: str, workspace: Path, run: Run) -> None:
    assert run("--fail-under", wanted).exit_code == 2


def test_percentages_are_cut_not_rounded() -> None:
    assert [percent(1999, 2000), percent(2000, 2000), percent(0, 3)] == ["99.9%", "100.0%", "0.0%"]
    assert Fraction(1999, 2000) < 1
