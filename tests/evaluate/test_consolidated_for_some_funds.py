"""``redline show agreement``: an amendment for some funds, or that waits fund by fund, is said to be so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from checker.cli import main

AGREEMENT = """agreement pier "Distribution Plan, Class C Shares"
  effective 2020-01-01
  is plan under rule_12b_1
  funds in schedule_a

schedule schedule_a at "A"
  for each fund
  | fund      |
  | East Fund |
  | West Fund |

clause small at "SECOND"
  for each payment
  limit payment.amount to at most $100

amendment one to pier
  effective 2020-07-01
  for funds {funds}
  replace clause small at "SECOND" with
    for each payment
    limit payment.amount to at most $140
"""


def shown(folder: Path, funds: str) -> dict[str, Any]:
    home = folder / "agreements" / "pier"
    home.mkdir(parents=True)
    (folder / "redline.toml").write_text("", encoding="utf-8")
    (home / "agreement.clause").write_text(AGREEMENT.format(funds=funds), encoding="utf-8")
    args = ["show", "agreement", "pier", "--as-of", "2020-12-31", "--format", "json"]
    told = CliRunner().invoke(main, [*args, "--workspace", str(folder)])
    assert told.exit_code == 0, told.output
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_for_one_fund_the_clause_of_the_others_stays(tmp_path: Path) -> None:
    found = shown(tmp_path, '"East Fund"')
    (one,) = found["amendments"]
    assert one["by_fund"] == {"East Fund": "in effect", "West Fund": "not in effect"}
    (small,) = (c for c in found["clauses"] if c["name"] == "small")
    assert small["amended_by"] == ""
    assert "$100" in small["text"]
    assert small["not_known"] == "one replaces it for East Fund"


def test_for_all_funds_named_it_is_replaced(tmp_path: Path) -> None:
    found = shown(tmp_path, '"East Fund", "West Fund"')
    (one,) = found["amendments"]
    assert (one["standing"], one["by_fund"]) == ("in effect", {})
    (small,) = (c for c in found["clauses"] if c["name"] == "small")
    assert small["amended_by"] == "one"
    assert "$140" in small["text"]
