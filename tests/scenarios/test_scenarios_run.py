"""Scenarios run: verdicts, figures, fragments, what they stand on, and how the run ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from scenario_texts import MET, payment, scenario

Add = Callable[..., Path]
Run = Callable[..., Result]
ABOUT = "clause: small_payments, subject: {payment: P-1}"
YES = (
    "  determinations: [{question: is_excusable, about: [{name: payment, value: P-1}], "
    'answer: "yes", by: C, role: counsel, on: 2024-01-05, basis: memo}]'
)


def expected(what: str) -> str:
    return f"  - {{{ABOUT}, {what}}}"


GOOD = [
    pytest.param(scenario(expect=expected("verdict: compliant")), id="compliant"),
    pytest.param(scenario(expect=expected("verdict: met")), id="met by keeping it"),
    pytest.param(
        scenario(payments=payment(amount="101.00", kind="cdsc"), expect=expected("verdict: met")),
        id="met by an excuse",
    ),
    pytest.param(
        scenario(
            payments=payment(amount="101.00", kind="cdsc"),
            expect=expected("verdict: excused, excuse: large_allowed prevails"),
        ),
        id="prevailing clause",
    ),
    pytest.param(
        scenario(
            facts=YES,
            payments=payment(amount="101.00"),
            expect=expected("verdict: excused, excuse: counsel excuses"),
        ),
        id="exception",
    ),
    pytest.param(
        scenario(
            payments=payment(amount="101.00"),
            expect=expected("verdict: needs_judgement, missing: is it EXCUSABLE"),
        ),
        id="question",
    ),
    pytest.param(
        scenario(
            facts=YES.replace("yes", "no"),
            payments=payment(amount="1100.5"),
            expect=expected(
                'verdict: violated, expected: "100.0", observed: "1,100.50", difference: "1000.5", unit: USD'
            ),
        ),
        id="figures however written",
    ),
    pytest.param(
        scenario(expect="  - {clause: plan/small_payments, verdict: compliant}"),
        id="clause with its agreement",
    ),
    pytest.param(
        scenario(
            extra="settings: {business_day_calendar: nyse}",
            expect="  - {clause: in_time, verdict: compliant, expected: 2024-02-14, difference: '0'}",
        ),
        id="reading chosen",
    ),
    pytest.param(
        scenario(expect="  - {clause: small_payments, subject: {fund: Growth Fund}, verdict: compliant}"),
        id="part of the subject",
    ),
    pytest.param(
        scenario(payments="", expect="  - {clause: small_payments, verdict: nothing}"), id="nothing"
    ),
    pytest.param(
        scenario(
            payments=payment().replace("2024-02-14", "2024-02-14").replace("2024-01", "2023-11"),
            extra="settings: {business_day_calendar: nyse}",
            expect="  - {clause: in_time, verdict: violated}",
        ),
        id="violated",
    ),
]


@pytest.mark.parametrize("text", GOOD)
def test_as_expected(text: str, add: Add, run: Run) -> None:
    add(text)
    done = run()
    assert (done.exit_code, done.output) == (0, "1 passed, 0 failed, 0 todo\n")


OTHERWISE = [
    pytest.param(expected("verdict: violated"), "verdict: expected violated, is compliant", id="verdict"),
    pytest.param(
        expected("verdict: met, observed: '99.99'"), "observed: expected 99.99, is 100.00", id="figure"
    ),
    pytest.param(
        expected("verdict: met, difference: '-0.01'"), "difference: expected -0.01, is 0.00", id="sign"
    ),
    pytest.param(
        expected("verdict: met, excuse: counsel"), "excuse: expected counsel, is nothing", id="excuse"
    ),
    pytest.param(
        expected("verdict: met, missing: a vote"), "missing: expected a vote, is nothing", id="missing"
    ),
    pytest.param(
        "  - {clause: small_payments, subject: {payment: P-2}, verdict: met}",
        "no instance is about that subject; there is payment P-1, fund Growth Fund",
        id="subject",
    ),
    pytest.param(
        "  - {clause: rate_never_falls, verdict: met}", "the clause has no instance", id="no instance"
    ),
    pytest.param(expected("verdict: nothing"), "verdict: expected nothing, is compliant", id="something"),
]


@pytest.mark.parametrize(("expect", "said"), OTHERWISE)
def test_otherwise_than_expected(expect: str, said: str, add: Add, run: Run) -> None:
    add(scenario(expect=expect))
    done = run()
    assert done.exit_code == 1
    first, _, last = done.output.splitlines()
    assert first.startswith("FAILED  agreements/plan/scenarios/s1.yaml:7 S1 ")
    assert said in first
    assert last == "0 passed, 1 failed, 0 todo"


def test_every_instance_that_is_meant_must_be_as_expected(add: Add, run: Run) -> None:
    two = payment() + ", " + payment("P-2", "150.00")
    add(
        scenario(
            payments=two,
            facts=YES.replace('"yes"', '"no"').replace("P-1", "P-2"),
            expect="  - {clause: small_payments, verdict: compliant}",
        )
    )
    done = run()
    assert done.exit_code == 1
    assert "payment P-2, fund Growth Fund: verdict: expected compliant, is violated" in done.output


def test_later_facts_are_not_known(add: Add, run: Run) -> None:
    text = scenario(expect="  - {clause: small_payments, verdict: nothing}")
    add(text.replace("as_of: 2024-03-31", "as_of: 2024-02-13"))
    assert run().exit_code == 0


# --- standing alone --------------------------------------------------------------------------


@pytest.fixture
def facts(workspace: Path) -> Path:
    folder = workspace / "agreements" / "plan"
    for name in ("register", "ledger", "amendments"):
        (folder / name).mkdir()
    columns = "id,fund,kind,payee,amount,accrued_for,paid_on\n"
    (folder / "ledger" / "payments.csv").write_text(
        columns + "P-9,Growth Fund,service_fee,Nobody,500.00,2024-01,2024-02-14\n"
    )
    cut = 'amendment cut to plan "Less"\n  effective 2024-02-01\n  in funds_listed set fee to 0.50%\n'
    (folder / "amendments" / "cut.clause").write_text(cut)
    (workspace / "register").mkdir()
    (workspace / "register" / "votes.yaml").write_text("votes: [{id: v, on: 2024-01-02, matter: other}]\n")
    return folder


def test_a_scenario_stands_alone(facts: Path, add: Add, run: Run) -> None:
    add(
        scenario(
            payments="",
            expect="  - {clause: small_payments, verdict: nothing}\n"
            "  - {clause: rate_never_falls, verdict: nothing}",
        )
    )
    assert run().exit_code == 0


def test_what_a_scenario_uses(facts: Path, add: Add, run: Run) -> None:
    expect = (
        "  - {clause: small_payments, subject: {payment: P-9}, verdict: needs_judgement}\n"
        "  - {clause: small_payments, subject: {payment: P-1}, verdict: compliant}\n"
        "  - {clause: rate_never_falls, subject: {fund: Income Fund}, verdict: violated, "
        "observed: 0.50% per year}"
    )
    uses = "uses: [ledger/payments.csv, register/votes.yaml, amendments/cut.clause]"
    add(scenario(extra=uses, expect=expect))
    done = run()
    assert done.output == "3 passed, 0 failed, 0 todo\n"


def test_mistakes_in_what_it_uses(facts: Path, add: Add, run: Run) -> None:
    (facts / "ledger" / "payments.csv").write_text("id,fund\n1,Growth Fund\n")
    add(scenario(expect=MET))
    assert run().exit_code == 0
    add(scenario(expect=MET, extra="uses: [ledger/payments.csv]"))
    done = run()
    assert done.exit_code == 2
    assert "agreements/plan/ledger/payments.csv" in done.stderr


def test_amendments_of_its_own(add: Add, run: Run) -> None:
    text = (
        'amendments: |\n  amendment rise to plan "More"\n    effective 2024-02-01\n'
        '    in funds_listed where fund is "Growth Fund" set fee to 1.50%'
    )
    expect = (
        "  - {clause: rate_never_falls, subject: {amendment: rise, fund: Growth Fund}, "
        "verdict: compliant, difference: 0.50% per year}"
    )
    add(scenario(extra=text, expect=expect))
    add(scenario("S2", payments="", expect="  - {clause: rate_never_falls, verdict: nothing}"), "s2.yaml")
    assert run().output == "2 passed, 0 failed, 0 todo\n"


# --- the run as a whole ----------------------------------------------------------------------


def test_todo_is_counted_and_said(add: Add, run: Run) -> None:
    add(scenario("S2", payments="", extra="todo: needs clause x"), "s2.yaml")
    add(scenario(expect=MET))
    done = run()
    assert done.exit_code == 0
    assert "TODO  agreements/plan/scenarios/s2.yaml:1 S2: needs clause x\n" in done.output
    assert done.output.endswith("1 passed, 0 failed, 1 todo\n")


def test_nothing_run_is_a_failure(workspace: Path, run: Run) -> None:
    done = run()
    assert (done.exit_code, done.output) == (
        4,
        "Nothing was tested: there are no scenarios.\n0 passed, 0 failed, 0 todo\n",
    )


def test_nothing_expected_is_a_failure(add: Add, run: Run) -> None:
    add(scenario(extra="todo: later"))
    done = run()
    assert done.exit_code == 4
    assert "Nothing was tested: nothing is expected." in done.output


def test_strict_wants_every_violation_expected(add: Add, run: Run) -> None:
    add(scenario(payments=payment().replace("payee: Distributor", "payee: X"), expect=MET))
    assert run().exit_code == 0
    done = run("--strict")
    assert done.exit_code == 1
    assert (
        "S1 paid_to_the_right_one (payment P-1, fund Growth Fund): a violation that is not expected"
        in done.output
    )


def test_paths_select(add: Add, run: Run) -> None:
    one = add(scenario(expect=MET))
    add(scenario("S2", expect=expected("verdict: violated")), "deep/s2.yaml")
    assert run().exit_code == 1
    assert run("agreements/plan").exit_code == 1
    assert run(one).output == "1 passed, 0 failed, 0 todo\n"
    assert run("agreements/plan/scenarios/deep").output.endswith("0 passed, 1 failed, 0 todo\n")
    assert run("agreements/other").exit_code == 2


def test_jobs_change_nothing(add: Add, run: Run, tmp_path: Path) -> None:
    for n in range(7):
        verdict = "violated" if n % 3 == 0 else "compliant"
        add(scenario(f"S{n}", expect=expected(f"verdict: {verdict}")), f"s{n}.yaml")
    alone = run("--jobs", 1, "--format", "json", "--coverage", "--junit", tmp_path / "1.xml")
    beside = run("--jobs", 3, "--format", "json", "--coverage", "--junit", tmp_path / "2.xml")
    assert alone.exit_code == beside.exit_code == 1
    assert alone.stdout == beside.stdout
    assert (tmp_path / "1.xml").read_bytes() == (tmp_path / "2.xml").read_bytes()


def test_a_mistake_of_redlines_own_spoils_one_scenario(
    add: Add, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from checker.scenarios import run as runner

    real = runner.evaluate_agreement

    def broken(given: runner.Run) -> object:
        if given.settings:
            raise AssertionError("something\nodd")
        return real(given)

    monkeypatch.setattr(runner, "evaluate_agreement", broken)
    add(scenario(expect=MET))
    add(scenario("S2", expect=MET, extra="settings: {business_day_calendar: nyse}"), "s2.yaml")
    done = run()
    assert done.exit_code == 2
    assert "ERROR  agreements/plan/scenarios/s2.yaml:8 S2 small_payments (payment P-1)" in done.output
    assert "AssertionError: something odd" in done.output
    assert done.output.endswith("1 passed, 0 failed, 0 todo, 1 not evaluated\n")


def test_json(add: Add, run: Run) -> None:
    add(scenario(expect=expected("verdict: violated")))
    done = run("--format", "json")
    said = json.loads(done.stdout)
    assert done.exit_code == said["exit_code"] == 1
    assert said["format_version"] == "1.0"
    assert said["counts"] == {"scenarios": 1, "passed": 0, "failed": 1, "errors": 0, "todo": 0}
    (tested,) = said["scenarios"][0]["tested"]
    assert tested["status"] == "failed"
    assert tested["found"] == ["compliant"]
    assert tested["subject"] == [{"name": "payment", "value": "P-1"}]
    assert said["coverage"] is None


def test_output_goes_to_a_file(add: Add, run: Run, tmp_path: Path) -> None:
    add(scenario(expect=MET))
    done = run("-o", tmp_path / "out.txt")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "out.txt").read_text() == "1 passed, 0 failed, 0 todo\n"
