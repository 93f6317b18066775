"""A scratch repository with the workspace that `redline init` makes, and git really called."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main
from checker.cli.init import template

AGREEMENT = "agreements/sample/agreement.clause"


class Repo:
    """A repository, and the folder in it where the workspace lies."""

    def __init__(self, top: Path, inside: str = "") -> None:
        self.top = top
        self.root = top / inside
        top.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.name", "Test")
        self.git("config", "user.email", "test@example.com")

    def git(self, *arguments: str, **env: str) -> str:
        given = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | env
        done = subprocess.run(["git", *arguments], cwd=self.top, env=given, capture_output=True, check=True)
        return os.fsdecode(done.stdout).strip()

    def init(self) -> Repo:
        for name, text in template():
            self.write(name, text)
        return self

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def commit(self, message: str = "more") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """The sample workspace, committed."""
    made = Repo(tmp_path / "repo").init()
    made.commit("base")
    return made


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., Repo]:
    def make(inside: str = "", name: str = "repo") -> Repo:
        return Repo(tmp_path / name, inside)

    return make


@pytest.fixture
def redline(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line in a repository's workspace."""

    def run(repo: Repo, *arguments: str) -> Result:
        monkeypatch.chdir(repo.root)
        done = CliRunner().invoke(main, list(arguments))
        assert "Traceback" not in done.output
        assert "internal-error" not in done.output, done.output
        return done

    return run


PLAN = """\
# The plan that most tests of the gate edit.

agreement plan "Plan of Class A"
  dated 2020-01-01
  effective 2020-01-01
  shares "Class A"
  is plan under rule_12b_1, agreement with distributor
  funds in schedule_a

party distributor "Harbor Distributors, LLC" at "PREAMBLE"

schedule schedule_a at "SCHEDULE A"
  for each fund
  | fund        | service_fee: rate per year |
  | Harbor Fund | 0.25%                      |
  | Quay Fund   | 0.20%                      |

assumption day_count "How days count is not said." at "FIRST"
  is actual_365

clause fee_cap at "FIRST"
  says "The fee of a month stays within the rate."
  for each fund, month
  when any payment where payment.fund is fund and payment.accrued_for is month
  limit sum of payment.amount
      for each payment
      where payment.fund is fund and payment.accrued_for is month
    to at most schedule_a.service_fee
        of (the average_net_assets
          where average_net_assets.fund is fund and average_net_assets.period is month).amount
      over month
  cure "Return the excess."

clause quarterly_report at "THIRD"
  says "A report each quarter, thirty days after its end."
  for each quarter
  distributor must deliver report
    where report.quarter is quarter
    by 30 days after end of quarter

clause amendment_approved at "SEVENTH"
  says "The board approves every amendment before it takes effect."
  for each amendment
  requires majority of board by amendment.effective

passage "EIGHTH"
  not encoded because "It says where notices go."
"""

SCENARIO = """\
# The facts are invented.
id: within
title: Within the cap
as_of: 2020-03-31
register:
  complete_records:
    - {facts: payment, from: 2020-01-01, until: 2020-03-31, stated_by: Fund accounting}
ledgers:
  average_net_assets:
    - {fund: Harbor Fund, period: 2020-01, amount: "36,500,000.00"}
  payments:
    - {id: P1, fund: Harbor Fund, kind: service_fee, payee: A, amount: "7,750.00", accrued_for: 2020-01, paid_on: 2020-02-07}
expect:
  - clause: fee_cap
    subject: {fund: Harbor Fund, month: 2020-01}
    verdict: compliant
"""

FILES = {
    "redline.toml": 'as_of = 2020-12-31\nfail_level = "error"\n',
    "agreements/plan/agreement.clause": PLAN,
    "agreements/plan/scenarios/within.yaml": SCENARIO,
    "agreements/plan/ledger/payments.csv": (
        "id,fund,kind,payee,amount,accrued_for,paid_on\n"
        'P1,Harbor Fund,service_fee,A,"7,750.00",2020-01,2020-02-07\n'
    ),
    "agreements/plan/ledger/average_net_assets.csv": (
        'fund,period,amount\nHarbor Fund,2020-01,"36,500,000.00"\n'
    ),
    "agreements/plan/register/complete.yaml": (
        "complete_records:\n"
        "  - {facts: payment, from: 2020-01-01, until: 2020-12-31, stated_by: Fund accounting}\n"
        "  - {facts: vote, from: 2020-01-01, until: 2020-12-31, stated_by: Secretary}\n"
    ),
}

AMENDMENT = """\
amendment number_one to plan "Amendment No. 1"
  effective 2020-07-01
  in schedule_a where fund is "Harbor Fund" set service_fee to 0.30%
"""

VOTE = """\
votes:
  - id: june
    on: 2020-06-12
    matter: amendment
    concerning: number_one
    tallies:
      - {body: board, in_office: 6, for: 5}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Repo:
    """A small plan in force, committed; an amendment of it needs the board."""
    made = Repo(tmp_path / "plan")
    for name, text in FILES.items():
        made.write(name, text)
    made.commit("base")
    return made


@pytest.fixture
def amended(plan: Repo) -> Repo:
    """The same with an amendment that the board approved, committed."""
    plan.write("agreements/plan/amendments/one.clause", AMENDMENT)
    plan.write("agreements/plan/register/votes.yaml", VOTE)
    plan.commit("amended")
    return plan
