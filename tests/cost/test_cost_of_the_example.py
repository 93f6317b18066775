"""One figure of the worked example, from its ledger, against the same worked by hand; and how long it takes."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction

import pytest
from cost_cases import ENERGY, ROOT, K, average, case, payment, states

from checker.cost.replay import replay
from checker.evaluate.case import Case, Index
from checker.evaluate.run import known_by
from checker.findings.amended import Cost, Headroom
from checker.pipeline import load
from checker.workspace import read_workspace

DAY = date(2004, 12, 31)
RAISED = f'''amendment draft to class_k_2003 "Draft"
  effective 2004-04-01
  in schedule_b
    where fund is "{ENERGY}"
    set aggregate to 0.50%
'''


@pytest.fixture(scope="module")
def lines() -> tuple[tuple[Cost, ...], tuple[Headroom, ...]]:
    workspace, problems = read_workspace(ROOT)
    assert not problems
    loaded = load(workspace)
    made = []
    for agreement in states("class_k_2003", K, RAISED):
        index = Index(known_by(loaded.facts["class_k_2003"], agreement, DAY))
        world = {name: a.readings[0][1] for name, a in agreement.assumptions.items()}
        made.append(Case(agreement, agreement.kinds, index, DAY, world, lambda span: "text"))
    return replay(*made)


def test_january_2004_of_the_energy_fund(lines: tuple[tuple[Cost, ...], tuple[Headroom, ...]]) -> None:
    """The ledger has 91,500,000.00 on average and 34,875.00 paid: just 0.45% for 31 of 366 days.

    411,750 * 31 / 366 = 34,875; 457,500 * 31 / 366 = 38,750. Nothing is left, and 3,875.00 would be.
    """
    costs, left = lines
    assert {c.fund for c in costs} == {ENERGY}
    (line,) = (c for c in costs if c.period == "2004-01")
    assert (line.old, line.new, line.difference, line.exact) == ("34875.00", "38750.00", "3875.00", "3875.00")
    (cap,) = (h for h in left if h.period == "2004-01" and h.clause == "annual_cap")
    assert (cap.observed, cap.old_headroom, cap.new_headroom) == ("34875.00", "0.00", "3875.00")


def test_every_month_of_the_ledger_is_replayed(lines: tuple[tuple[Cost, ...], tuple[Headroom, ...]]) -> None:
    months = [f"{y}-{m:02}" for y, some in ((2003, range(7, 13)), (2004, range(1, 13))) for m in some]
    whole = [c for c in lines[0] if not c.part_of]
    assert [c.period for c in whole] == months
    # a year's half in 365ths and a year in 366ths of the same base, 0.05% of it 45,750 a year
    assert sum(Fraction(c.exact) for c in whole) == 45_750 * (Fraction(184, 365) + 1)


def test_three_hundred_funds_of_which_one_is_changed_take_no_time() -> None:
    rows = "\n".join(f"    | COMPANY | Fund {n} |" for n in range(300))
    rates = "\n".join(f"    | Fund {n} | 0.20% | 0.25% | 0.45% |" for n in range(300))
    more = f'''amendment more to class_k_2003 "More funds"
  effective 2004-01-01
  add to schedule_a
    | company | fund |
{rows}
  add to schedule_b
    | fund | asset_based_sales_charge | service_fee | aggregate |
{rates}
'''
    draft = RAISED.replace(ENERGY, "Fund 7").replace("amendment draft", "amendment later")
    _, base = states("class_k_2003", K, more)
    _, changed = states("class_k_2003", K, more, draft)
    facts = [average(f"Fund {n}", m, "1000000") for n in range(300) for m in ("2004-04", "2004-05", "2004-06")]
    facts += [payment(f"P{n}", f"Fund {n}", "distribution_fee", "2004-06", "1") for n in range(300)]
    started = time.process_time()
    costs, _ = replay(*(case(a, facts, world={"day_count": "actual_actual"}) for a in (base, changed)))
    assert time.process_time() - started < 2
    assert [(c.fund, c.exact) for c in costs] == [
        ("Fund 7", exact) for exact in ("2500/61", "7750/183", "2500/61")  # 500 a year for 30, 31, 30 days
    ]
