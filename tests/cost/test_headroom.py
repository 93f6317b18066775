"""What is left under each cap, and which of the stacked caps binds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from cost_cases import (
    ENERGY,
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
from test_clauses import PLAN

from checker.cost.money import from_text
from checker.cost.replay import replay
from checker.facts.store import Record
from checker.findings.amended import Headroom
from checker.typed import nodes as t

SPLIT = f'    where fund is "{ENERGY}"\n    set asset_based_sales_charge to 0.25%, service_fee to 0.20%\n'
RAISED = f'    where fund is "{ENERGY}"\n    set aggregate to 0.50%\n'
JUNE = Fraction(30, 366)
"""June of a leap year, by actual days."""

YEAR = record("sales_charge_year", "fy", period=type(month("2004-06"))(date(2003, 7, 1), date(2004, 6, 30), "fy 2004"))
MAXIMUM = record(
    "determination", "D", question="printed_charge_is_a_maximum", answer="yes", by="x", role="board",
    on=date(2004, 1, 1), basis="x",
)  # fmt: skip
PAID = [
    average(ENERGY, "2004-06", "100000000"),
    payment("P1", ENERGY, "distribution_fee", "2004-06", "36885.24"),
    payment("P2", ENERGY, "service_fee", "2004-06", "20000", provider="Cedar Bank", payee="Cedar Bank"),
    YEAR,
    MAXIMUM,
]
COMPLETE = complete("payment", "average_net_assets")


def june(change: str, facts: list[Record]) -> dict[str, Headroom]:
    found = [h for h in class_k(change, facts)[1] if h.period == "2004-06"]
    assert len({h.clause for h in found}) == len(found)
    return {h.clause: h for h in found}


def test_headroom_is_the_cap_less_what_was_paid_exactly() -> None:
    cap = june(RAISED, [*PAID, *COMPLETE])["annual_cap"]
    assert (cap.authority, cap.paragraph, cap.observed) == ("class_k_2003", "SECOND", "36885.24")
    assert Fraction(cap.old_cap) == 450_000 * JUNE and Fraction(cap.new_cap) == 500_000 * JUNE
    assert from_text(cap.old_headroom) == 450_000 * JUNE - Fraction("36885.24")
    assert from_text(cap.new_headroom) == 500_000 * JUNE - Fraction("36885.24")
    assert (cap.fund, cap.share_class, cap.not_known) == (ENERGY, "Class K", "")


def test_the_split_anew_changes_which_cap_binds() -> None:
    """Service fees: the schedule's 0.25% and FINRA's are equal and bind both; then the schedule's 0.20% alone.

    The 0.45% of the aggregate binds beside 0.20% and 0.25%, which come to just that.
    """
    left = june(SPLIT, [*PAID, *COMPLETE])
    binds = {h.clause: h.binds for h in left.values()}
    assert binds["scheduled_service_fee_cap"] == "old and new"
    assert binds["service_fee_at_most_25_hundredths"] == "old"
    assert binds["deemed_sales_charge"] == "old and new"
    assert binds["nasd_sales_charge_limit"] == ""  # 0.75% is above the schedule's column
    assert binds["annual_cap"] == "old and new"
    assert binds["both_fees_at_most_one_percent"] == ""  # 0.45% and 0.25% are less than 1.00%
    service = left["scheduled_service_fee_cap"]
    assert from_text(service.old_headroom) == 250_000 * JUNE - 20_000
    assert from_text(service.new_headroom) == 200_000 * JUNE - 20_000 < 0


def test_raised_over_the_sum_of_its_parts_the_aggregate_no_longer_binds() -> None:
    """0.50% in all, but 0.20% and 0.25% in parts: no more than 0.45% can be paid."""
    assert june(RAISED, [*PAID, *COMPLETE])["annual_cap"].binds == "old"


@pytest.mark.parametrize(
    ("charge", "service", "binds"),
    [("0.20%", "0.25%", "old and new"), ("0.15%", "0.30%", "old"), ("0.20%", "0.24%", "old")],
    ids=["same", "over FINRA", "under FINRA"],
)
def test_finras_quarter_of_a_percent(charge: str, service: str, binds: str) -> None:
    change = f'    where fund is "{ENERGY}"\n    set asset_based_sales_charge to {charge}, service_fee to {service}, aggregate to 0.46%\n'
    left = june(change, [*PAID, *COMPLETE])
    finra, schedule = left["service_fee_at_most_25_hundredths"], left["scheduled_service_fee_cap"]
    if service == "0.30%":  # FINRA's is the least then, with the agreement's own clause on it
        assert (finra.binds, schedule.binds) == ("old and new", "old")
        assert left["nasd_service_fee_limit"].binds == "new"
    elif service == "0.24%":
        assert (finra.binds, schedule.binds) == (binds, "old and new")
    else:
        assert (finra.binds, schedule.binds) == ("old and new", "old and new")


def test_what_may_be_missing_makes_the_observed_a_floor() -> None:
    cap = june(RAISED, list(PAID))["annual_cap"]
    assert cap.observed == "at least 36885.24"
    assert cap.new_headroom.startswith("at most ")
    assert from_text(cap.new_headroom.removeprefix("at most ")) == 500_000 * JUNE - Fraction("36885.24")
    assert "payment" in cap.not_known


def test_a_cap_without_its_average_has_no_headroom() -> None:
    facts = [*PAID, average(ENERGY, "2004-04", "100000000"), *COMPLETE, *complete("net_assets")]
    may = [h for h in class_k(RAISED, facts)[1] if h.period == "2004-05" and h.clause == "annual_cap"]
    assert [(h.old_cap, h.new_cap, h.new_headroom, h.binds) for h in may] == [("", "", "", "")]
    assert "net_assets" in may[0].not_known


def test_a_cap_that_may_not_apply_binds_nothing_and_leaves_it_open() -> None:
    """Whether the printed charge is a maximum is for counsel: if so, 0.20% and 0.25% come to less than 0.50%."""
    left = june(RAISED, [f for f in PAID if f is not MAXIMUM] + COMPLETE)
    deemed, cap = left["deemed_sales_charge"], left["annual_cap"]
    assert deemed.binds == "" and "Is the asset-based sales charge column" in deemed.not_known
    assert Fraction(deemed.new_cap) == 200_000 * JUNE
    assert cap.binds == "old"
    assert cap.not_known == "whether it binds turns on, under the new terms: deemed_sales_charge"


def test_a_whole_year_has_headroom_where_it_is_stated_as_such() -> None:
    whole = record("average_net_assets", "y", fund=ENERGY, amount=Fraction(100_000_000),
                   period=type(month("2004-06"))(date(2003, 7, 1), date(2004, 6, 30), "2003-07-01 to 2004-06-30"))  # fmt: skip
    left = class_k(RAISED, [*PAID, whole, *COMPLETE])[1]
    caps = {h.period: h for h in left if h.clause == "annual_cap"}
    assert set(caps) == {"2004-06", "2003-07-01 to 2004-06-30"}
    assert caps["2003-07-01 to 2004-06-30"].new_cap == "500000.00"  # a whole year is one, leap or not
    assert caps["2003-07-01 to 2004-06-30"].new_headroom == "463114.76"


# --- on a plan made for it ----------------------------------------------------------------------------

FEE = """sum of payment.amount for each payment
      where payment.fund is fund and payment.kind is service_fee and payment.accrued_for is"""


def quay(clauses: str, change: str, facts: list[Record]) -> list[Headroom]:
    draft = f'amendment draft to quay "Draft"\n  effective 2004-06-01\n{change}\n'
    return list(replayed("quay", (PLAN + clauses, draft), facts, date(2005, 1, 31))[1])


def test_a_limit_on_three_months_is_none_on_one_of_them() -> None:
    """$100.00 for three months is less than June's 246.58, but of other payments: neither settles the other."""
    text = (
        f'clause fee at "1"\n  for each fund, month\n  limit {FEE} month to at most rates.fee of base over month\n\n'
        f'clause pace at "2"\n  for each fund, month\n'
        f"  limit {FEE} in period from start of previous previous month to end of month to at most $100.00\n\n"
    )
    facts = [average("Alpha Fund", "2004-06", "1000000"), payment("P", "Alpha Fund", "service_fee", "2004-06", "90")]
    left = quay(text, '  in rates where fund is "Alpha Fund" set fee to 0.40%', [*facts, *complete("payment")])
    assert {h.clause: h.binds for h in left if h.period == "2004-06"} == {"fee": "old and new", "pace": "old and new"}


def test_a_cap_on_one_provider_is_told_where_it_is_changed() -> None:
    """Harbor's customers hold 400,000 on average: 0.30% for June is 98.36..., 0.40% is 131.14...; 90.00 was paid."""
    text = (
        'clause each_provider at "1"\n  for each provider in payment.provider, fund, month\n'
        f"  limit {FEE} month and payment.provider is given and payment.provider is provider\n"
        "    to at most rates.fee of (the average_net_assets called stated\n"
        "      where stated.fund is fund and stated.period is month and stated.provider is given\n"
        "        and stated.provider is provider).amount over month\n\n"
    )
    facts = [
        average("Alpha Fund", "2004-06", "400000", provider="Harbor"),
        payment("P", "Alpha Fund", "service_fee", "2004-06", "90", provider="Harbor", payee="Harbor"),
        *complete("payment", "average_net_assets"),
    ]
    (cap,) = quay(text, '  in rates where fund is "Alpha Fund" set fee to 0.40%', facts)
    assert (cap.stream, cap.observed) == ("service_fee (provider Harbor)", "90.00")
    assert Fraction(cap.old_cap) == 1200 * Fraction(30, 365) and Fraction(cap.new_cap) == 1600 * Fraction(30, 365)
    assert from_text(cap.new_headroom) == 1600 * Fraction(30, 365) - 90


def test_a_clause_by_another_name_is_the_same_cap() -> None:
    text = f'clause fee at "1"\n  for each fund, month\n  limit {FEE} month to at most rates.fee of base over month\n'
    change = '  in rates where fund is "Alpha Fund" set fee to 0.40%\n  strike clause fee\n  insert '
    draft = f'amendment draft to quay "Draft"\n  effective 2004-06-01\n{change}{text.replace("clause fee", "clause service_fee_cap")}'
    before, after = (case(a, [average("Alpha Fund", "2004-06", "1000000")]) for a in states("quay", PLAN + text, draft))
    rename = t.Rename("clause", "fee", "service_fee_cap", t.NOWHERE)
    (cap,) = replay(before, after, renames=(rename,))[1]
    assert (cap.clause, bool(cap.old_cap), bool(cap.new_cap)) == ("service_fee_cap", True, True)


def test_each_payment_has_its_own_headroom_under_a_limit_on_one() -> None:
    text = 'clause single at "1"\n  for each payment\n  limit payment.amount to at most rates.most(payment.fund)\n\n'
    facts = [payment(f"P{n}", "Alpha Fund", "service_fee", "2004-06", str(n)) for n in (10, 20)]
    left = quay(text, '  in rates where fund is "Alpha Fund" set most to $60,000.00', facts)
    assert [(h.stream, h.observed, h.new_headroom) for h in left] == [
        ("service_fee (payment P10)", "10.00", "59990.00"),
        ("service_fee (payment P20)", "20.00", "59980.00"),
    ]
