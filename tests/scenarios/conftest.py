"""A workspace with one small agreement, and ways to run scenarios in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checker.cli import main

AGREEMENT = """\
agreement plan "A plan"
  source "plan.txt"
  dated 2024-01-01
  effective 2024-01-01
  shares "Class A"
  is plan under rule_12b_1
  funds in funds_listed

assumption business_day_calendar "Not said." at "SECOND"
  is nyse or federal_reserve

schedule funds_listed at "A"
  for each fund
  | fund        | fee: rate per year |
  | Growth Fund | 1.00%              |
  | Income Fund | 1.00%              |

question is_excusable "Is it excusable?" at "FIRST"
  given payment

clause small_payments at "FIRST"
  says "No payment is over a hundred dollars."
  for each payment
  limit payment.amount to at most $100.00
  unless "counsel excuses it": is_excusable
  unless payment.kind is other
  subject to large_allowed

clause large_allowed at "SECOND"
  says "A cdsc may be of any size."
  for each payment
  when payment.kind is cdsc
  company may pay payment

clause in_time at "THIRD"
  says "Paid within ten business days."
  for each payment
  limit payment.paid_on to at most 10 business days after end of payment.accrued_for

clause paid_to_the_right_one at "FOURTH"
  says "Paid to the distributor."
  for each payment
  must hold payment.payee is "Distributor"

clause rate_never_falls at "FIFTH"
  says "The rate is not cut."
  for each amendment, fund
  limit funds_listed.fee under amendment to at least funds_listed.fee before amendment
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without scenarios, which is the current folder."""
    root = tmp_path / "ws"
    folder = root / "agreements" / "plan"
    folder.mkdir(parents=True)
    (root / "redline.toml").write_text("")
    (folder / "agreement.clause").write_text(AGREEMENT)
    monkeypatch.chdir(root)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return root


@pytest.fixture
def add(workspace: Path) -> Callable[..., Path]:
    """Writes a scenario file."""

    def write(text: str, name: str = "s1.yaml") -> Path:
        path = workspace / "agreements" / "plan" / "scenarios" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs the command line."""

    def invoke(*args: object) -> Result:
        done = CliRunner().invoke(main, ["test", *(str(arg) for arg in args)])
        assert "Traceback" not in done.output
        return done

    return invoke
