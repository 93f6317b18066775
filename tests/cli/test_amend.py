"""``redline amend``: a draft from the command line, with what it would do, and how the run ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

Run = Callable[..., Result]

AGREEMENT = """\
agreement small "A small plan, Class S"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "Small Distributors, Inc."

assumption day_count "The text does not say how days count." is actual_actual

schedule rates at "SCHEDULE"
  for each fund
  | fund       | fee: rate per year |
  | Alpha Fund | 0.45%              |
  | Beta Fund  | 0.45%              |

clause cap at "FIRST"
  says "A month's fee stays within the rate."
  for each fund, month
  when any payment where payment.fund is fund and payment.accrued_for is month
  limit sum of payment.amount
      for each payment
      where payment.fund is fund and payment.accrued_for is month
    to at most rates.fee
        of (the average_net_assets
          where average_net_assets.fund is fund and average_net_assets.period is month).amount
      over month

clause approved at "SECOND"
  says "Amendments need the board."
  for each amendment
  requires majority of board by amendment.effective
"""
RAISE = """\
amendment raise to small "A higher fee"
  effective 2004-06-01
  in rates where fund is "Beta Fund" set fee to 0.50%
"""
NOTHING = 'amendment nothing to small "Nothing"\n  effective 2004-06-01\n  all other terms remain\n'
VOTE = """\
votes:
  - {id: v1, on: 2004-05-15, matter: amendment, concerning: raise, tallies: [{body: board, in_office: 9, for: 5}]}
"""
COMPLETE = """\
complete_records:
  - {facts: vote, from: 2004-01-01, until: 2004-12-31, stated_by: Secretary}
"""
PAID = """\
id,fund,kind,payee,amount,accrued_for,paid_on
1,Beta Fund,service_fee,"Small Distributors, Inc.",1.00,2004-01,2004-02-09
"""
ASSETS = "fund,period,amount\nBeta Fund,2004-01,1000.00\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, str], Path]) -> Path:
    """A workspace without facts, as the current folder, and drafts beside it."""
    root = tmp_path / "ws"
    write(root / "agreements" / "small" / "agreement.clause", AGREEMENT)
    write(root / "redline.toml", "")
    for name, text in (("raise.clause", RAISE), ("nothing.clause", NOTHING), ("vote.yaml", VOTE), ("complete.yaml", COMPLETE)):
        write(tmp_path / "drafts" / name, text)
    monkeypatch.chdir(root)
    return root


def told(run: Run, *args: object) -> Any:
    done = run("amend", *args, "--format", "json")
    assert done.exit_code in (0, 1, 3), done.stderr
    return json.loads(done.stdout)


def test_a_draft_outside_the_workspace(small: Path, run: Run) -> None:
    found = told(run, "../drafts/raise.clause", "--as-of", "2004-05-20")
    (effect,) = (e for e in found["effects"] if e["element"] == "rates.fee")
    assert (effect["fund"], effect["direction"]) == ("Beta Fund", "raised")
    assert effect["old"].startswith("0.45%") and effect["new"].startswith("0.50%")
    assert (found["agreement"], found["draft"], found["effective"]) == ("small", ["raise"], "2004-06-01")
    assert "small/approved" in {n["code"] for n in found["needs"]}


def test_a_draft_in_the_workspace_is_applied_once(small: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    outside = told(run, "../drafts/raise.clause", "--as-of", "2004-05-20")
    home = write(small / "agreements" / "small" / "amendments" / "raise.clause", RAISE)
    inside = told(run, home.relative_to(small), "--as-of", "2004-05-20")
    for part in ("effects", "needs"):
        keys = [[(x.get("key"), x.get("code"), x.get("fund"), x.get("standing")) for x in found[part]] for found in (outside, inside)]
        assert keys[0] == keys[1] and keys[0]


def board(found: Any) -> str:
    (standing,) = {n["standing"] for n in found["needs"] if n["code"] == "small/approved"}
    return str(standing)


def test_facts_may_be_given_beside_those_on_file(small: Path, run: Run) -> None:
    draft = ("../drafts/raise.clause", "--as-of", "2004-05-20")
    assert board(told(run, *draft)) == "not known"
    assert board(told(run, *draft, "--register", "../drafts/vote.yaml")) == "on file"
    assert board(told(run, *draft, "--register", "../drafts/complete.yaml")) == "missing"
    assert not list(small.rglob("*.yaml")), "nothing is filed"


def test_exit_codes(small: Path, run: Run) -> None:
    draft, complete = "../drafts/raise.clause", ("--register", "../drafts/complete.yaml")
    assert run("amend", draft, "--as-of", "2004-05-20").exit_code == 3
    assert run("amend", draft, *complete, "--as-of", "2004-05-20").exit_code == 3, "missing, not yet due"
    late = run("amend", draft, *complete, "--as-of", "2004-06-30")
    assert late.exit_code == 1
    assert late.stdout.endswith("or missing after its day.\n")


@pytest.mark.parametrize("style", ["terminal", "markdown", "html", "json"])
def test_every_format_names_the_effect_and_ends_alike(small: Path, run: Run, style: str) -> None:
    done = run("amend", "../drafts/raise.clause", "--as-of", "2004-05-20", "--format", style)
    assert (done.exit_code, done.stderr) == (3, "")
    assert "rate-raised" in done.stdout or "cap-raised" in done.stdout
    assert "Beta Fund" in done.stdout
    assert "small/approved" in done.stdout


def test_output_goes_to_a_file(small: Path, run: Run) -> None:
    done = run("amend", "../drafts/raise.clause", "--as-of", "2004-05-20", "--format", "html", "-o", "draft.html")
    assert (done.exit_code, done.stdout) == (3, "")
    assert (small / "draft.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_its_schema_fits_it(small: Path, run: Run) -> None:
    schema = json.loads(run("schema", "amended").stdout)
    found = told(run, "../drafts/raise.clause", "--as-of", "2004-05-20")
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    assert list(Draft202012Validator(schema).iter_errors({**found, "effects": [{}]})) != []


def test_what_it_costs(small: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    """1,000.00 at 0.45% and 0.5% a year over 31 of 366 days: 0.3811... and 0.4234..., so 4 cents more."""
    write(small.parent / "drafts" / "average_net_assets.csv", ASSETS)
    write(small / "agreements" / "small" / "ledger" / "payments.csv", PAID)
    draft = ("../drafts/raise.clause", "--as-of", "2004-05-20")
    with_assets = told(run, *draft, "--ledger", "../drafts/average_net_assets.csv")
    known = [c for c in with_assets["costs"] if c["fund"] == "Beta Fund" and c["period"] == "2004-01"]
    assert [(c["clause"], c["old"], c["new"], c["difference"]) for c in known] == [("cap", "0.38", "0.42", "0.04")]


def test_no_effect_is_said(small: Path, run: Run) -> None:
    done = run("amend", "../drafts/nothing.clause", "--as-of", "2004-05-20")
    assert "No effect" in done.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "P010"),
        (AGREEMENT.replace("small", "other"), "N011"),
        ("amendment x to small \"X\"\n  effective\n", "P"),
        (RAISE + "\n" + NOTHING.replace("to small", "to other"), "A013"),
    ],
)
def test_mistakes_end_with_2(small: Path, run: Run, write: Callable[[Path, str], Path], text: str, code: str) -> None:
    write(small.parent / "drafts" / "wrong.clause", text)
    done = run("amend", "../drafts/wrong.clause")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.count(f"error[{code}") == 1


def test_text_that_is_not_there_is_a_trouble_of_the_draft(small: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    write(small.parent / "drafts" / "absent.clause", RAISE.replace("rates where", "nowhere where"))
    found = told(run, "../drafts/absent.clause", "--as-of", "2004-05-20")
    assert [(t["key"], t["verdict"]) for t in found["troubles"]] == [("absent-text", "violated")]
    done = run("amend", "../drafts/absent.clause", "--as-of", "2004-05-20")
    assert done.exit_code == 1
    assert "No effect: nothing that the text says is different." not in done.stdout


def test_a_base_that_is_not_on_file_is_not_called_without_effect(small: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    write(small.parent / "drafts" / "other.clause", RAISE.replace("to small", "to other"))
    done = run("amend", "../drafts/other.clause", "--as-of", "2004-05-20")
    assert done.exit_code == 3
    assert "base-not-on-file" in done.stdout
    assert "Not known: what it amends is not on file." in done.stdout
    assert "No effect" not in done.stdout and "none found" not in done.stdout


@pytest.mark.parametrize(
    "args",
    [(), ("nowhere.clause",), ("../drafts/raise.clause", "--register", "nowhere.yaml"), ("../drafts/raise.clause", "--as-of", "soon")],
)
def test_misuse_ends_with_2(small: Path, run: Run, args: tuple[str, ...]) -> None:
    done = run("amend", *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_no_workspace(tmp_path: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    draft = write(tmp_path / "raise.clause", RAISE)
    done = run("amend", draft, "--workspace", tmp_path)
    assert done.exit_code == 2
    assert "W002" in done.stderr


def test_shared_facts_may_name_what_only_an_agreement_has_that_is_not_read(small: Path, run: Run) -> None:
    """Facts of the whole complex lie in one register; a draft to one plan is no reason to refuse them."""
    (small / "agreements/far").mkdir()
    (small / "agreements/far/agreement.clause").write_text(
        'agreement far "Far"\n  effective 2004-01-01\n  shares "Class F"\n  funds in list\n\n'
        'question far_question "Is it far?" at "FIRST"\n  given fund\n\n'
        'schedule list at "SCHEDULE"\n  for each fund\n  | fund     |\n  | Far Fund |\n'
    )
    shared = (
        "votes:\n"
        "  - {id: far, on: 2004-02-01, matter: continuance, fund: Far Fund, tallies: [{body: board, for: 4}]}\n"
        "determinations:\n"
        '  - {question: far_question, answer: "yes", by: A, role: counsel, on: 2004-02-01, basis: Memo}\n'
    )
    (small / "register").mkdir()
    (small / "register/shared.yaml").write_text(shared)
    assert run("validate").exit_code == 0
    done = run("amend", "../drafts/raise.clause")
    assert done.exit_code in (1, 3), done.output
    assert "rate-raised" in done.stdout
    assert run("diff", "small@2004-01-31", "small@2004-04-30").exit_code == 0

    (small / "register/shared.yaml").write_text(shared.replace("Far Fund", "Far Found"))
    done = run("amend", "../drafts/raise.clause")
    assert done.exit_code == 2
    assert "no schedule and no register names a fund `Far Found`" in done.stderr
    assert "did you mean `Far Fund`?" in done.stderr

    (small / "register/shared.yaml").write_text(shared.replace("question: far_question", "question: far_qestion"))
    assert "no question or assumption is called `far_qestion`" in run("amend", "../drafts/raise.clause").stderr
