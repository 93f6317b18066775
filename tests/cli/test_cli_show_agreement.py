"""``redline show agreement``: what stands on a day, and which amendment put it there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]

AGREEMENT = """\
agreement small "A small plan, Class S"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "Small Distributors, Inc."

schedule rates at "SCHEDULE"
  for each fund
  | fund       | fee: rate per year |
  | Alpha Fund | 0.45%              |
  | Beta Fund  | 0.45%              |

clause payee at "FIRST"
  says "Paid to the distributor."
  for each payment
  must hold payment.payee is distributor

clause monthly at "SECOND"
  says "Paid by the month's end."
  for each payment
  limit payment.paid_on to at most end of payment.accrued_for

clause approved at "THIRD"
  says "Amendments need the board."
  for each amendment
  requires majority of board by amendment.effective
"""
AMENDMENTS = """\
amendment first to small "The first"
  effective 2004-03-01
  strike clause monthly
  replace clause payee with at "FIRST"
    says "Paid to the distributor or to X."
    for each payment
    must hold payment.payee is distributor or payment.payee is "X"
  in rates where fund is "Beta Fund" set fee to 0.40%

amendment second to small "The second, never approved"
  effective 2004-06-01
  insert clause largest at "FOURTH"
    says "At most a thousand."
    for each payment
    limit payment.amount to at most $1,000.00
  in rates where fund is "Alpha Fund" set fee to 0.50%

amendment third to small "The third"
  effective 2005-01-01
  strike clause payee
"""
REGISTER = """\
votes:
  - {id: v1, on: 2004-02-15, matter: amendment, concerning: first, tallies: [{body: board, in_office: 9, for: 5}]}
complete_records:
  - {facts: vote, from: 2004-01-01, until: 2004-12-31, stated_by: Secretary}
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path, str], Path]) -> Path:
    home = tmp_path / "agreements" / "small"
    write(home / "agreement.clause", AGREEMENT)
    write(home / "amendments" / "all.clause", AMENDMENTS)
    write(home / "register" / "votes.yaml", REGISTER)
    write(tmp_path / "redline.toml", "")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(run: Run, *args: object) -> Any:
    done = run("show", "agreement", *args, "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


def by_name(parts: Any) -> dict[str, Any]:
    return {part["name"]: part for part in parts}


def rates(found: Any) -> dict[str, tuple[str, str]]:
    return {r["cells"]["fund"]: (r["cells"]["fee"], r["amended_by"]) for r in found["schedules"][0]["rows"]}


def test_before_any_amendment(small: Path, run: Run) -> None:
    found = shown(run, "small", "--as-of", "2004-02-29")
    assert {a["standing"] for a in found["amendments"]} == {"not yet"}
    assert rates(found) == {"Alpha Fund": ("0.45% per year", ""), "Beta Fund": ("0.45% per year", "")}
    assert {c["name"]: c["amended_by"] for c in found["clauses"]} == dict.fromkeys(
        ("payee", "monthly", "approved"), ""
    )
    assert found["struck"] == []


def test_what_was_approved_stands_and_what_was_not_does_not(small: Path, run: Run) -> None:
    found = shown(run, "small", "--as-of", "2004-12-31")
    amendments = by_name(found["amendments"])
    assert {n: a["standing"] for n, a in amendments.items()} == {
        "first": "in effect",
        "second": "not in effect",
        "third": "not yet",
    }
    assert "none on file" in amendments["second"]["why"][0]
    assert rates(found) == {"Alpha Fund": ("0.45% per year", ""), "Beta Fund": ("0.4% per year", "first")}
    clauses = by_name(found["clauses"])
    assert set(clauses) == {"payee", "approved"}
    assert clauses["payee"]["amended_by"] == "first"
    assert 'payment.payee is "X"' in clauses["payee"]["text"]
    assert [(c["name"], c["amended_by"]) for c in found["struck"]] == [("monthly", "first")]


def test_what_is_not_known_is_said_where_it_matters(
    small: Path, run: Run, write: Callable[[Path, str], Path]
) -> None:
    write(small / "agreements" / "small" / "register" / "votes.yaml", "votes: []\n")
    found = shown(run, "small", "--as-of", "2004-12-31")
    assert {a["standing"] for a in found["amendments"]} == {"not known", "not yet"}
    clauses = by_name(found["clauses"])
    assert "first replaces it" in clauses["payee"]["not_known"]
    assert "first strikes it" in clauses["monthly"]["not_known"]
    assert "second inserts it" in clauses["largest"]["not_known"]
    assert clauses["approved"]["not_known"] == ""
    row = next(r for r in found["schedules"][0]["rows"] if r["cells"]["fund"] == "Beta Fund")
    assert "whether `first` is in effect" in row["not_known"]


def test_terminal_and_markdown_say_the_same(small: Path, run: Run) -> None:
    for style in ("terminal", "markdown"):
        done = run("show", "agreement", "small", "--as-of", "2004-12-31", "--format", style)
        assert done.exit_code == 0
        for words in (
            "not in effect",
            "0.4% per year",
            "struck by first",
            "A small plan, Class S",
            "2004-12-31",
        ):
            assert words in done.stdout


def test_by_fund_where_holders_of_one_fund_approved(run: Run) -> None:
    found = shown(run, "class_k_2003", "--as-of", "2004-06-30", "--workspace", ROOT)
    assert by_name(found["amendments"])["raise_2004"]["by_fund"] == {
        "INVESCO Leisure Fund": "not in effect",
        "INVESCO Telecommunications Fund": "in effect",
        "INVESCO Dynamics Fund": "not in effect",
        "INVESCO Growth Fund": "in effect",
    }
    rows = {r["cells"]["fund"]: r for r in by_name(found["schedules"])["schedule_b"]["rows"]}
    growth, dynamics = rows["INVESCO Growth Fund"], rows["INVESCO Dynamics Fund"]
    assert (growth["cells"]["aggregate"], growth["amended_by"]) == ("0.5% per year", "raise_2004")
    assert (dynamics["cells"]["aggregate"], dynamics["amended_by"]) == ("0.45% per year", "")
    assert rows["INVESCO Utilities Fund"]["amended_by"] == "add_utilities"


def test_its_schema_fits_it(small: Path, run: Run) -> None:
    schema = json.loads(run("schema", "consolidated").stdout)
    assert list(Draft202012Validator(schema).iter_errors(shown(run, "small", "--as-of", "2004-12-31"))) == []


def test_an_agreement_that_is_not_there(small: Path, run: Run) -> None:
    done = run("show", "agreement", "smal")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean `small`?" in done.stderr
