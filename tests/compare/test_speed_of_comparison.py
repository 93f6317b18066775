"""A large agreement, of 300 funds and five classes, is compared at once."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from compare_states import compared, keys, state

from checker.compare.sides import Side

FUNDS = [f"Fund {i:03}" for i in range(300)]
CLASSES = ["Class A", "Class B", "Class C", "Class K", "Class R"]
SECONDS = 0.3


def agreement(rate: Callable[[str], str]) -> str:
    listed = "\n".join(f"  | TRUST {i % 7} | {fund} |" for i, fund in enumerate(FUNDS))
    rates = "\n".join(f"  | {f} | {c} | {rate(f)} | 0.50% |" for f in FUNDS for c in CLASSES)
    return HEAD.format(
        classes=", ".join(f'"{c}"' for c in CLASSES),
        funds=listed,
        rates=rates,
        clauses="\n".join(clause(n) for n in range(60)),
    )


def clause(number: int) -> str:
    column = ("service_fee", "sales_charge")[number % 2]
    return CLAUSE.format(number=number, column=column, share_class=CLASSES[number % 5])


HEAD = """agreement five_classes "Distribution Plan of five classes"
  effective 2020-01-01
  shares {classes}
  is plan under rule_12b_1, agreement with distributor
  funds in fund_list

party distributor "Harbor Distributors, LLC" at "PREAMBLE"

assumption day_count "The text does not say how days count." at "FIRST"
  is actual_365

schedule fund_list at "SCHEDULE A"
  for each fund
  | company | fund |
{funds}

schedule rates at "SCHEDULE B"
  for each fund, share_class
  | fund | share_class | service_fee: rate per year | sales_charge: rate per year |
{rates}

{clauses}
"""

CLAUSE = """clause cap_{number} at "SECOND ({number})"
  for each payment where payment.amount is more than {number} * $1.00
  limit payment.amount
    to at most rates.{column}(payment.fund, "{share_class}") of $1,000,000.00 over payment.accrued_for
"""


@pytest.mark.parametrize(("changed", "effects"), [("Fund 007", 5), ("Fund", 1500)])
def test_one_fund_or_all_in_less_than_a_third_of_a_second(changed: str, effects: int) -> None:
    before = state(agreement(lambda fund: "0.25%"))
    after = state(agreement(lambda fund: "0.30%" if fund.startswith(changed) else "0.25%"))
    took = []
    for _ in range(3):
        sides = [Side(s.document, s.terms, s.agreement, s.wording) for s in (before, after)]
        started = process_time()
        found = compared(*sides)
        took.append(process_time() - started)
    assert keys(found) == ["rate-raised"] * effects
    assert len({(e.fund, e.share_class) for e in found}) == effects
    assert min(took) < SECONDS
