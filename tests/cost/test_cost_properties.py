"""What holds of every replay: there and back, with nothing changed, one edit beside another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from cost_cases import ENERGY, GROWTH, K, average, case, complete, month, payment, states
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.cost.money import from_text
from checker.cost.replay import replay
from checker.cost.totals import totals
from checker.facts.store import Record
from checker.findings.amended import Cost
from checker.ir import nodes as ir

rates = st.integers(1, 200).map(lambda n: Fraction(n, 10_000))  # 0.01% to 2.00%
bases = st.integers(1, 10**12).map(lambda cents: Fraction(cents, 100))
periods = st.sampled_from(["2003-07", "2003-12", "2004-02", "2004-06", "2005-02"])
edits = st.fixed_dictionaries({"asset_based_sales_charge": rates, "service_fee": rates, "aggregate": rates})
SETTINGS = settings(deadline=None, max_examples=12, derandomize=True)


def with_rates(a: ir.Agreement, changes: dict[str, dict[str, Fraction]]) -> ir.Agreement:
    schedule = a.schedules["schedule_b"]
    rows = tuple(replace(r, values={**r.values, **changes.get(str(r.values["fund"]), {})}) for r in schedule.rows)
    made = replace(schedule, rows=rows)
    own = {**a.document.schedules, "schedule_b": made}
    return replace(a, schedules={**a.schedules, "schedule_b": made}, document=replace(a.document, schedules=own))


def costs(
    one: dict[str, dict[str, Fraction]], other: dict[str, dict[str, Fraction]], facts: list[Record]
) -> tuple[Cost, ...]:
    base = states("class_k_2003", K)[0]
    world = {"day_count": "actual_actual"}
    before, after = (case(with_rates(base, x), facts, date(2005, 6, 30), world) for x in (one, other))
    return replay(before, after)[0]


def facts_for(fund: str, period: str, base: Fraction) -> list[Record]:
    return [
        average(fund, period, str(base)),
        payment(f"P {fund}", fund, "distribution_fee", period, "1000"),
        payment(f"Q {fund}", fund, "service_fee", period, "10", provider="Cedar Bank", payee="Cedar Bank"),
        *complete("payment", "average_net_assets"),
    ]


def days(period: str) -> Fraction:
    taken = month(period)
    return Fraction(taken.days, 366 if taken.start.year == 2004 else 365)


@SETTINGS
@given(old=edits, new=edits, base=bases, period=periods)
def test_back_again_is_the_same_with_the_other_sign(
    old: dict[str, Fraction], new: dict[str, Fraction], base: Fraction, period: str
) -> None:
    facts = facts_for(ENERGY, period, base)
    there, back = costs({ENERGY: old}, {ENERGY: new}, facts), costs({ENERGY: new}, {ENERGY: old}, facts)
    assert len(there) == len(back)
    for one, other in zip(there, back, strict=True):
        assert (one.stream, one.old, one.new, one.part_of) == (other.stream, other.new, other.old, other.part_of)
        assert bool(one.not_known) == bool(other.not_known)
        if not one.not_known:
            assert from_text(one.exact) == -from_text(other.exact)
            assert from_text(one.difference) == -from_text(other.difference)


@SETTINGS
@given(old=edits, base=bases, period=periods)
def test_nothing_changed_costs_nothing(old: dict[str, Fraction], base: Fraction, period: str) -> None:
    assert costs({ENERGY: old}, {ENERGY: old}, facts_for(ENERGY, period, base)) == ()


@SETTINGS
@given(one=edits, other=edits, base=bases, period=periods)
def test_edits_of_two_funds_add_up(
    one: dict[str, Fraction], other: dict[str, Fraction], base: Fraction, period: str
) -> None:
    facts = [*facts_for(ENERGY, period, base), *facts_for(GROWTH, period, base)]
    first, second = costs({}, {ENERGY: one}, facts), costs({}, {GROWTH: other}, facts)
    together = costs({}, {ENERGY: one, GROWTH: other}, facts)
    assert set(together) == {*first, *second}
    sums = [from_text(totals(x).grand.exact) for x in (first, second, together)]
    assert sums[0] + sums[1] == sums[2]


@SETTINGS
@given(old=rates, new=rates, base=bases, period=periods)
def test_the_fee_is_the_rate_of_the_base_for_the_days(
    old: Fraction, new: Fraction, base: Fraction, period: str
) -> None:
    found = costs({ENERGY: {"aggregate": old}}, {ENERGY: {"aggregate": new}}, facts_for(ENERGY, period, base))
    whole = [c for c in found if not c.part_of]
    wanted = (new - old) * base * days(period)
    assert [from_text(c.exact) for c in whole] == ([wanted] if wanted else [])
    for c in whole:
        assert abs(from_text(c.difference) - wanted) <= Fraction(1, 200)
        assert all("." in x and len(x.rpartition(".")[2]) == 2 for x in (c.old, c.new, c.difference))


@SETTINGS
@given(one=rates, two=rates, three=rates, base=bases, period=periods)
def test_two_steps_cost_what_one_does(
    one: Fraction, two: Fraction, three: Fraction, base: Fraction, period: str
) -> None:
    facts = facts_for(ENERGY, period, base)
    a, b, c = ({ENERGY: {"aggregate": x}} for x in (one, two, three))
    steps = [from_text(totals(costs(x, y, facts)).grand.exact) for x, y in ((a, b), (b, c), (a, c))]
    assert steps[0] + steps[1] == steps[2]
