"""What is wrong in a scenario file is said at its line and column, and ends with exit code 2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from scenario_texts import MET, payment, scenario

Add = Callable[..., Path]
Run = Callable[..., Result]

REFUSED = [
    pytest.param(
        scenario(expect=MET.replace("clause:", "clase:")),
        ("F002", "7:6", "unknown key `clase`", "did you mean `clause`?"),
        id="unknown key of an expectation",
    ),
    pytest.param(
        scenario(expect=MET, extra="titel: again"),
        ("F002", "4:1", "unknown key `titel`", "did you mean `title`?"),
        id="unknown key of a scenario",
    ),
    pytest.param(
        scenario(expect="  - {clause: small_payments}"),
        ("F003", "7:6", "the key `verdict` is missing"),
        id="missing key",
    ),
    pytest.param(
        scenario(expect=MET, extra="source: a\nsource: b"),
        ("F004", "5:1", "the key `source` stands here again"),
        id="repeated key",
    ),
    pytest.param(
        scenario(expect=MET.replace("compliant", "complaint")),
        ("F005", "@complaint", "`verdict` is `complaint`", "did you mean `compliant`?"),
        id="no verdict",
    ),
    pytest.param(
        scenario(expect=MET).replace("2024-03-31", "2024-02-30"),
        ("F005", "3:8", "`2024-02-30` is a date that does not exist: February 2024 has 29 days"),
        id="no such day",
    ),
    pytest.param(
        scenario(expect=MET).replace("id: S1", "id: S 1"), ("F005", "1:5", "`S 1` is no id"), id="no id"
    ),
    pytest.param(scenario(), ("F005", "1:1", "nothing is expected"), id="nothing expected"),
    pytest.param(scenario(extra="expect: []"), ("F005", "1:1", "nothing is expected"), id="empty list"),
    pytest.param(scenario(extra="todo:"), ("F005", "4:1", "`todo` must be filled in"), id="todo without why"),
    pytest.param(
        scenario(expect=MET + "\n" + MET),
        ("F012", "8:14", "`small_payments` of this subject is expected twice"),
        id="expected twice",
    ),
    pytest.param(
        scenario(expect="  - {clause: small_payments, verdict: nothing, expected: '1'}"),
        ("F005", "7:6", "where the clause does not apply there is no `expected`"),
        id="figures of nothing",
    ),
    pytest.param("scenarios: []\n", ("F018", "1:1", "the file holds no scenarios"), id="no scenarios"),
    pytest.param("- id: S1\n", ("F005", "1:1", "a scenario file holds a scenario"), id="a bare list"),
    pytest.param("", ("F018", "1:1", "holds no entries"), id="empty file"),
    pytest.param("id: [\n", ("F017", "", "not well-formed YAML"), id="no YAML"),
    pytest.param(
        scenario(expect=MET.replace("small_payments", "smal_payments")),
        ("N001", "7:14", "`plan` has no clause `smal_payments`", "did you mean `small_payments`?"),
        id="unknown clause",
    ),
    pytest.param(
        scenario(expect=MET, extra="settings: {calendar: nyse}"),
        ("N001", "4:22", "`plan` has no assumption `calendar`"),
        id="unknown assumption",
    ),
    pytest.param(
        scenario(expect=MET, extra="settings: {business_day_calendar: nise}"),
        ("F005", "4:35", "`nise` is no reading of `business_day_calendar`", "did you mean `nyse`?"),
        id="unknown reading",
    ),
    pytest.param(
        scenario(expect=MET, extra="uses: [register/bord.yaml]"),
        ("F013", "4:8", "there is no register, ledger or amendment `register/bord.yaml`"),
        id="unknown file",
    ),
]


def at(place: str, text: str) -> str:
    """Return line and column; ``@words`` stands for where the words are, the last time on their line."""
    if not place.startswith("@"):
        return place
    words = place.removeprefix("@")
    number, line = next((n, each) for n, each in enumerate(text.splitlines(), 1) if words in each)
    return f"{number}:{line.rindex(words) + 1}"


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_mistakes(text: str, said: tuple[str, ...], add: Add, run: Run) -> None:
    add(text)
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    code, place, *parts = said
    assert f"error[{code} " in done.stderr
    assert f"agreements/plan/scenarios/s1.yaml:{at(place, text)}" in done.stderr
    assert all(part in done.stderr for part in parts), done.stderr
    assert done.stderr.count("error[") == 1, "one mistake, one report"


FACTS = [
    pytest.param(
        scenario(facts="  votes: [{id: v, on: 2024-01-02, matter: adoptoin}]", expect=MET),
        ("F005", "@adoptoin", "`adoptoin` is not one of"),
        id="value of a register entry",
    ),
    pytest.param(
        scenario(facts="  votes:\n    - {id: v, on: 2024-01-02, mater: adoption}", expect=MET),
        ("F002", "6:31", "`mater` is no key of vote", "did you mean `matter`?"),
        id="key of a register entry",
    ),
    pytest.param(
        scenario(payments=payment(amount="1.5e3"), expect=MET),
        ("F005", "@1.5e3", "`1.5e3` is not an amount of money"),
        id="value of a ledger row",
    ),
    pytest.param(
        scenario(payments=payment() + ", " + payment(), expect=MET),
        ("F012", "@P-1", "another payment has the key `P-1` already"),
        id="key of a ledger row",
    ),
    pytest.param(
        scenario(payments=payment().replace("Growth", "Grwth"), expect=MET),
        ("F019", "@Grwth Fund", "names a fund `Grwth Fund`", "did you mean `Growth Fund`?"),
        id="fund",
    ),
    pytest.param(
        scenario(facts="  payments: []", expect=MET, payments=""),
        ("F006", "5:3", "`payments` stands under `register` and is kept under `ledgers`"),
        id="ledger in the register",
    ),
    pytest.param(
        scenario(payments="", extra="ledgers:\n  votes: []", expect=MET),
        ("F006", "5:3", "`votes` stands under `ledgers` and is kept under `register`"),
        id="register in the ledgers",
    ),
    pytest.param(
        scenario(payments="", extra="ledgers:\n  payment: []", expect=MET),
        ("F006", "5:3", "no fact is kept in a section `payment`", "did you mean `payments`?"),
        id="unknown section",
    ),
]


@pytest.mark.parametrize(("text", "said"), FACTS)
def test_mistakes_in_facts_are_at_their_place(text: str, said: tuple[str, ...], add: Add, run: Run) -> None:
    test_mistakes(text, said, add, run)


def test_places_hold_in_a_file_of_several(add: Add, run: Run) -> None:
    one = scenario(expect=MET)
    two = scenario("S2", payments=payment(amount="much"), expect=MET)
    listed = "".join("  - " + text.replace("\n", "\n    ").rstrip(" ") for text in (one, two))
    text = "# two of them\nscenarios:\n" + listed
    add(text)
    done = run()
    assert done.exit_code == 2
    assert f"s1.yaml:{at('@much', text)}" in done.stderr
    assert "`much` is not an amount of money" in done.stderr


def test_ids_are_unique_in_an_agreement(add: Add, run: Run) -> None:
    add(scenario(expect=MET), "a.yaml")
    add(scenario(expect=MET), "b.yaml")
    done = run()
    assert done.exit_code == 2
    assert "another scenario of this agreement has the id `S1`" in done.stderr


def test_other_files_are_refused(add: Add, run: Run) -> None:
    add("a,b\n", "payments.csv")
    done = run()
    assert done.exit_code == 2
    assert "a file in `scenarios/` is no scenario file" in done.stderr


def test_mistakes_in_amendments_are_at_their_place(add: Add, run: Run) -> None:
    text = (
        "amendments: |\n  amendment a to plan\n    effective 2024-02-01\n    in no_schedule set fee to 2.00%"
    )
    add(scenario(expect=MET, extra=text))
    done = run()
    assert done.exit_code == 2
    assert "s1.yaml:7:8" in done.stderr
    assert "there is no schedule `no_schedule`" in done.stderr


def test_a_mistake_in_the_agreement_ends_the_run(workspace: Path, add: Add, run: Run) -> None:
    add(scenario(expect=MET))
    (workspace / "agreements" / "plan" / "agreement.clause").write_text("agreement plan\n")
    assert run().exit_code == 2
