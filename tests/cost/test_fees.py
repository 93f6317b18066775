"""Fees of a month under old and new rates: worked by hand, in cents and as fractions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from cost_cases import (
    ENERGY,
    GROWTH,
    LEAP,
    B,
    K,
    average,
    case,
    class_k,
    complete,
    month,
    payment,
    record,
    replayed,
    states,
)

from checker.cost.replay import replay
from checker.cost.totals import totals
from checker.findings.amended import Cost

RAISED = f'    where fund is "{ENERGY}"\n    set aggregate to 0.50%\n'


def only(lines: tuple[Cost, ...]) -> Cost:
    assert len(lines) == 1, [(x.stream, x.period, x.not_known) for x in lines]
    return lines[0]


def test_a_rate_raised_from_45_to_50_hundredths_for_june() -> None:
    """On 100,000,000.00 a year costs 50,000.00 more; June is 30 of 366 days: 1,500,000 / 366 = 250,000 / 61."""
    (costs, _) = class_k(RAISED, [average(ENERGY, "2004-06", "100000000")])
    line = only(costs)
    assert (line.clause, line.paragraph, line.fund, line.share_class) == ("annual_cap", "SECOND", ENERGY, "Class K")
    assert (line.period, line.payee) == ("2004-06", "A I M Distributors, Inc.")
    # 450,000 * 30 / 366 = 36,885.2459...; 500,000 * 30 / 366 = 40,983.6065...
    assert (line.old, line.new) == ("36885.25", "40983.61")
    assert (line.difference, line.exact) == ("4098.36", "250000/61")
    assert line.rounding == "half up to $0.01 at payment"
    assert not line.not_known and not line.part_of


@pytest.mark.parametrize(
    ("reading", "period", "exact"),
    [
        ("actual_actual", "2004-02", Fraction(50_000 * 29, 366)),
        ("actual_365", "2004-02", Fraction(50_000 * 29, 365)),
        ("actual_366", "2004-02", Fraction(50_000 * 29, 366)),
        ("actual_actual", "2005-02", Fraction(50_000 * 28, 365)),
        ("actual_366", "2005-02", Fraction(50_000 * 28, 366)),
        ("actual_actual", "2003-12", Fraction(50_000 * 31, 365)),
    ],
)
def test_days_count_as_the_reading_has_it(reading: str, period: str, exact: Fraction) -> None:
    facts = [average(ENERGY, period, "100000000")]
    line = only(class_k(RAISED, facts, world={"day_count": reading})[0])
    assert Fraction(line.exact) == exact
    told = next(s for s in line.steps if s.text.startswith("day_count"))
    assert told.value == reading and "actual_365" in told.text


def test_daily_figures_make_a_month_too() -> None:
    """Eight days without a figure of their own take the last one before: 100,000,000 throughout."""
    days = [date(2004, 6, n) for n in range(1, 31) if date(2004, 6, n).weekday() < 5]
    facts = [record("net_assets", str(d), fund=ENERGY, on=d, amount=Fraction(100_000_000)) for d in days]
    line = only(class_k(RAISED, [*facts, *complete("net_assets", "average_net_assets")])[0])
    assert (line.period, line.exact) == ("2004-06", "250000/61")


def test_a_month_without_an_average_is_not_known_and_never_zero() -> None:
    facts = [average(ENERGY, m, "100000000") for m in ("2004-04", "2004-06")]
    costs, _ = class_k(RAISED, [*facts, *complete("average_net_assets", "net_assets")])
    april, may, june = costs
    assert [c.period for c in costs] == ["2004-04", "2004-05", "2004-06"]
    assert april.difference == june.difference == "4098.36"
    assert (may.old, may.new, may.difference, may.exact, may.rounding) == ("", "", "", "", "")
    assert "net_assets" in may.not_known and "2004-05" in may.not_known
    made = totals(costs)
    assert (made.grand.lines, made.grand.not_known) == (3, 1)
    assert (made.grand.difference, made.grand.exact) == ("8196.72", "500000/61")


def test_a_month_that_is_not_over_is_not_replayed() -> None:
    facts = [average(ENERGY, "2004-05", "100000000"), average(ENERGY, "2004-06", "100000000")]
    assert [c.period for c in class_k(RAISED, facts, date(2004, 6, 29))[0]] == ["2004-05"]


def test_an_average_for_the_plan_year_alone_serves_for_the_plan_year() -> None:
    """0.45% of 412,345,678.90 is 1,855,555.55505 and 0.50% is 2,061,728.3945: 206,172.83945 more."""
    year = record(
        "average_net_assets", "year", fund=ENERGY, amount=Fraction("412345678.90"),
        period=type(month("2004-06"))(date(2003, 7, 1), date(2004, 6, 30), "2003-07-01 to 2004-06-30"),
    )  # fmt: skip
    facts = [year, payment("P", ENERGY, "distribution_fee", "2004-06", "1855555.55"), *complete("payment")]
    line = only(class_k(RAISED, facts)[0])
    assert line.period == "2003-07-01 to 2004-06-30"
    assert (line.old, line.new) == ("1855555.56", "2061728.39")
    assert (line.difference, line.exact) == ("206172.84", "206172.83945")


def test_a_fund_whose_terms_stay_has_no_lines() -> None:
    facts = [average(f, "2004-06", "100000000") for f in (ENERGY, GROWTH)]
    costs, left = class_k(RAISED, facts)
    assert {c.fund for c in costs} == {ENERGY} == {h.fund for h in left}


def test_a_fund_of_which_nothing_is_on_file_is_said() -> None:
    both = '    set aggregate to 0.50%\n'
    costs, _ = class_k(both, [average(ENERGY, "2004-06", "100000000")])
    told = {c.fund: c for c in costs}
    assert told[ENERGY].difference == "4098.36"
    assert len(told) == 18
    assert told[GROWTH].not_known == f"no month of {GROWTH} is on file: neither net assets nor payments"
    assert told[GROWTH].difference == "" and told[GROWTH].period == ""


def test_without_facts_there_is_nothing() -> None:
    assert class_k(RAISED, []) == ((), ())
    assert class_k(RAISED, complete("payment")) == ((), ())


def test_the_same_terms_have_no_lines() -> None:
    same = f'    where fund is "{ENERGY}"\n    set aggregate to 0.45%\n'
    assert class_k(same, [average(ENERGY, "2004-06", "100000000")]) == ((), ())


# --- a fund in one state only -----------------------------------------------------------------------

ADDED = '''amendment draft to class_k_2003 "Draft"
  effective 2004-04-01
  add to schedule_a
    | company                      | fund                  |
    | INVESCO MANAGER SERIES FUNDS | INVESCO Harbinger Fund |
  add to schedule_b
    | fund                   | asset_based_sales_charge | service_fee | aggregate |
    | INVESCO Harbinger Fund | 0.20%                    | 0.25%       | 0.45%     |
'''


@pytest.mark.parametrize("back", [False, True], ids=["added", "dropped"])
def test_a_fund_in_one_state_alone_costs_the_whole(back: bool) -> None:
    facts = [average("INVESCO Harbinger Fund", "2004-06", "100000000")]
    costs, _ = replayed("class_k_2003", (K, ADDED), facts, world=LEAP, back=back)
    line = next(c for c in costs if not c.part_of)
    there, none = (line.old, line.new) if back else (line.new, line.old)
    assert (there, none) == ("36885.25", "")
    assert line.difference == ("-36885.25" if back else "36885.25")
    assert line.exact == ("-2250000/61" if back else "2250000/61")
    assert totals(costs).grand.exact == line.exact  # what the fee is split into adds nothing


# --- the split of the fee ---------------------------------------------------------------------------

SPLIT = f'    where fund is "{ENERGY}"\n    set asset_based_sales_charge to 0.25%, service_fee to 0.20%\n'


def answered(answer: str) -> list[object]:
    return [
        record("determination", "D", question="printed_charge_is_a_maximum", answer=answer, by="x", role="board",
               on=date(2004, 1, 1), basis="x"),
    ]  # fmt: skip


PAID = [
    average(ENERGY, "2004-06", "100000000"),
    payment("P1", ENERGY, "distribution_fee", "2004-06", "36885.24"),
    payment("P2", ENERGY, "service_fee", "2004-06", "20000", provider="Cedar Bank", payee="Cedar Bank"),
    *complete("payment", "average_net_assets"),
]


def test_a_split_anew_moves_money_and_costs_nothing() -> None:
    costs, _ = class_k(SPLIT, [*PAID, *answered("yes")])  # type: ignore[list-item]
    charge, service = costs
    assert (charge.stream, charge.payee) == ("asset_based_sales_charge", "A I M Distributors, Inc.")
    assert (service.stream, service.payee) == ("service_fee", "Cedar Bank")
    # 200,000 and 250,000 a year change places: 50,000 * 30 / 366 each way
    assert (charge.old, charge.new, charge.exact) == ("16393.44", "20491.80", "250000/61")
    assert (service.old, service.new, service.exact) == ("20491.80", "16393.44", "-250000/61")
    assert charge.part_of == service.part_of == "all payments but cdsc"
    made = totals(costs)
    assert (made.grand.exact, made.grand.difference, made.grand.lines) == ("0.00", "0.00", 0)
    assert made.by[ENERGY, "Class K", "Cedar Bank", "service_fee"].exact == "-250000/61"


def test_what_turns_on_an_open_question_is_not_known() -> None:
    costs, _ = class_k(SPLIT, list(PAID))
    charge, service = costs
    assert service.exact == "-250000/61"
    assert charge.stream == "asset_based_sales_charge" and charge.difference == ""
    assert charge.not_known.startswith("Is the asset-based sales charge column of Schedule B a maximum")


def test_who_was_paid_is_named_as_the_agreement_names_it() -> None:
    facts = [*PAID[:1], payment("P1", ENERGY, "distribution_fee", "2004-06", "1", payee="AIM"), *PAID[3:]]
    assert only(class_k(RAISED, facts)[0]).payee == "A I M Distributors, Inc."


# --- other agreements -------------------------------------------------------------------------------


def test_class_b_lowered_for_april() -> None:
    """0.75% less 0.50% of 183,000,000 is 457,500 a year; April is 30 of 366 days: 37,500.00."""
    draft = f'''amendment draft to class_b_2003 "Draft"
  effective 2004-04-01
  in schedule_b
    where fund is "{ENERGY}"
    set asset_based_sales_charge to 0.50%, aggregate to 0.75%
'''
    facts = [average(ENERGY, "2004-04", "183000000"), *complete("payment", "transfer", "average_net_assets")]
    costs, _ = replayed("class_b_2003", (B, draft), facts)
    charge = next(c for c in costs if c.clause == "sales_charge_cap")
    whole = next(c for c in costs if c.clause == "aggregate_cap")
    assert (charge.old, charge.new, charge.difference) == ("112500.00", "75000.00", "-37500.00")
    assert (whole.difference, whole.part_of) == ("-37500.00", "")
    assert charge.part_of == whole.stream == "asset_based_sales_charge, service_fee, distribution_fee"
    assert totals(costs).grand.exact == "-37500.00"


def test_what_an_agreement_keeps_in_its_own_records_is_a_part_of_what_is_paid() -> None:
    """EIGHTH (E): of 146,400,000 for April, 0.50% is 60,000.00 and 0.60% is 72,000.00; it is in the fund's charge."""
    fund = "INVESCO Core Equity Fund"
    draft = f'''amendment draft to class_b_2003 "Draft"
  effective 2004-04-01
  in schedule_b
    where fund is "{fund}"
    set asset_based_sales_charge to 0.60%, aggregate to 0.85%
'''
    base = draft.replace("amendment draft", "amendment earlier").replace("0.60%", "0.50%").replace("0.85%", "0.75%")
    group = record(
        "issue_group", "G", id="G", fund=fund, month=month("2004-04"), day=date(2004, 4, 1), issued="earlier",
        average=Fraction(146_400_000), paid=Fraction(60_000),
    )  # fmt: skip
    facts = [group, average(fund, "2004-04", "183000000"), *complete("payment", "transfer", "average_net_assets")]
    (_, one), (_, other) = states("class_b_2003", B, base), states("class_b_2003", B, base, draft)
    costs, _ = replay(case(one, facts), case(other, facts))
    own = next(c for c in costs if c.clause == "issued_shares_paid_as_before")
    assert (own.stream, own.old, own.new) == ("asset_based_sales_charge (issue_group G)", "60000.00", "72000.00")
    assert (own.difference, own.rounding) == ("12000.00", "down to $0.01")
    whole = next(c for c in costs if c.clause == "aggregate_cap")
    assert own.part_of == whole.stream
    assert totals(costs).grand.exact == whole.exact == "15000.00"  # 0.10% of 183,000,000 for 30 of 366 days
