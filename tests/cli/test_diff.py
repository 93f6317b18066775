"""``redline diff``: agreements, days and revisions compared from the command line."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

Run = Callable[..., Result]

AGREEMENT = """\
agreement NAME "A plan, Class S"
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
"""
RAISE = """\
amendment raise to first "A higher fee"
  effective 2004-06-01
  in rates where fund is "Beta Fund" set fee to 0.50%
"""


def git(folder: Path, *args: str) -> None:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@a.invalid", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@a.invalid"}
    plain = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env = {**plain, **names, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *args], cwd=folder, env=env, check=True, capture_output=True)


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, str], Path]) -> Path:
    """A repository with two agreements and an amendment; then Alpha Fund's rate is edited."""
    first = AGREEMENT.replace("NAME", "first")
    write(tmp_path / "redline.toml", 'as_of = 2004-12-31\n')
    write(tmp_path / "agreements" / "first" / "agreement.clause", first)
    write(tmp_path / "agreements" / "first" / "amendments" / "raise.clause", RAISE)
    second = AGREEMENT.replace("NAME", "second").replace("Beta Fund  | 0.45%", "Beta Fund  | 0.30%")
    write(tmp_path / "agreements" / "second" / "agreement.clause", second)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    write(tmp_path / "agreements" / "first" / "agreement.clause", first.replace("Alpha Fund | 0.45%", "Alpha Fund | 0.40%"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(run: Run, *args: object) -> Any:
    done = run("diff", *args, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def rates(found: Any) -> list[tuple[str, str, str, str]]:
    return sorted(
        (e["element"], e["fund"], e["old"].split("%")[0], e["new"].split("%")[0])
        for e in found["effects"]
        if e["element"].endswith("rates.fee")
    )


def test_two_agreements(two: Path, run: Run) -> None:
    found = told(run, "first@2004-05-31", "second")
    assert (found["before"], found["after"]) == ("first on 2004-05-31", "second")
    assert rates(found) == [("rates.fee", "Alpha Fund", "0.40", "0.45"), ("rates.fee", "Beta Fund", "0.45", "0.30")]


def test_two_days(two: Path, run: Run) -> None:
    found = told(run, "first@2004-05-31", "first@2004-06-01")
    assert rates(found) == [("rates.fee", "Beta Fund", "0.45", "0.50")]
    assert rates(told(run, "first@2004-06-01", "first@2004-05-31")) == [("rates.fee", "Beta Fund", "0.50", "0.45")]
    assert told(run, "first@2004-06-01", "first@2004-12-01")["effects"] == []


def test_a_revision_and_the_files_as_they_are(two: Path, run: Run) -> None:
    for args in (("first@HEAD",), ("first@HEAD", "first"), ("HEAD", "first"), ("first@main", "first")):
        found = told(run, *args)
        assert rates(found) == [("rates.fee", "Alpha Fund", "0.45", "0.40")]
        assert found["after"] == "first"


def test_all_agreements_at_a_revision(two: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    write(two / "agreements" / "third" / "agreement.clause", AGREEMENT.replace("NAME", "third"))
    found = told(run, "HEAD")
    assert rates(found) == [("first/rates.fee", "Alpha Fund", "0.45", "0.40")]
    assert (found["before"], found["after"]) == ("HEAD", "the files as they are")
    assert [text for text in found["not_known"] if "third" in text] == ["`third` is not there: HEAD"]


def test_it_reads_like_a_plan(two: Path, run: Run) -> None:
    done = run("diff", "first@2004-05-31", "first@2004-06-01")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].endswith("first on 2004-05-31 → first on 2004-06-01")
    assert [line for line in lines if line.startswith("~ rates.fee")] == [
        line for line in lines if "0.45% → 0.50% per year  Beta Fund" in line
    ] != []
    assert lines[-1].startswith("1 raised")


@pytest.mark.parametrize("style", ["terminal", "markdown", "html", "json"])
def test_every_format(two: Path, run: Run, style: str) -> None:
    done = run("diff", "first@HEAD", "--format", style, "-o", "out")
    assert (done.exit_code, done.stdout) == (0, "")
    text = (two / "out").read_text(encoding="utf-8")
    assert "Alpha Fund" in text and "rate" in text
    assert "Needs" not in text


def test_without_cost(two: Path, run: Run, write: Callable[[Path, str], Path]) -> None:
    home = two / "agreements" / "first" / "ledger"
    write(home / "payments.csv", 'id,fund,kind,payee,amount,accrued_for,paid_on\n1,Beta Fund,service_fee,"Small Distributors, Inc.",1.00,2004-01,2004-02-09\n')
    write(home / "average_net_assets.csv", "fund,period,amount\nBeta Fund,2004-01,1000.00\n")
    days = ("first@2004-05-31", "first@2004-06-01")
    assert told(run, *days)["costs"] != []
    without = told(run, *days, "--no-cost")
    assert (without["costs"], without["headroom"]) == ([], [])
    assert without["effects"] != []


def test_its_schema_fits_it(two: Path, run: Run) -> None:
    schema = json.loads(run("schema", "compared").stdout)
    assert list(Draft202012Validator(schema).iter_errors(told(run, "first", "second"))) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "Missing argument 'A'"),
        (("first",), "compare first with what?"),
        (("first@", "first"), "is no place"),
        (("@HEAD", "first"), "is no place"),
        (("first@2004-02-30", "first"), "there is no day 2004-02-30"),
        (("frist@2004-05-31", "first"), "did you mean `first`?"),
        (("nowhere", "first"), "nowhere"),
        (("first@nowhere", "first"), "nowhere"),
        (("first", "second", "third"), "unexpected extra argument"),
    ],
)
def test_mistakes_end_with_2(two: Path, run: Run, args: tuple[str, ...], said: str) -> None:
    done = run("diff", *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_mistake_in_a_text_is_shown_where_it_is(two: Path, run: Run) -> None:
    (two / "agreements" / "first" / "agreement.clause").write_text("agreement first\n\nclause\n")
    done = run("diff", "first@HEAD")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "agreements/first/agreement.clause:" in done.stderr
