"""Which clause says what may be paid, over which period, and how it is rounded: on a plan made for it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from cost_cases import average, payment, record, replayed

from checker.findings.amended import Cost
from checker.typed import nodes as t

PLAN = '''agreement quay "Quay plan, Class S"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "Quay Distributors, Inc."
party servicer "Quay Services, LLC"

assumption day_count "Not said." at "1"
  is actual_365

schedule rates at "SCHEDULE"
  for each fund
  | fund       | fee: rate per year | most: money | quarterly: money per quarter |
  | Alpha Fund | 0.30%              | $50,000.00  | $3,000.00                    |
  | Beta Fund  | 0.30%              | $50,000.00  | $3,000.00                    |

define base
  given fund, period
  means (the average_net_assets called stated where stated.fund is fund and stated.period is period).amount

'''
ALPHA, BETA = "Alpha Fund", "Beta Fund"
JUNE = [average(ALPHA, "2004-06", "1000000")]


def sum_of(kinds: str, period: str = "month", more: str = "") -> str:
    return f"""sum of payment.amount for each payment
      where payment.fund is fund and {kinds} and payment.accrued_for is in {period}{more}"""


def changed(clauses: str, change: str, facts: list[record], **more: object) -> tuple[Cost, ...]:  # type: ignore[valid-type]
    draft = f'amendment draft to quay "Draft"\n  effective 2004-06-01\n{change}\n'
    return replayed("quay", (PLAN + clauses, draft), facts, date(2005, 1, 31), **more)[0]  # type: ignore[arg-type]


RAISE = '  in rates where fund is "Alpha Fund" set fee to 0.40%'


def clause(name: str, limit: str, each: str = "fund, month", more: str = "") -> str:
    return f'clause {name} at "{name}"\n  for each {each}\n{more}  limit {limit}\n\n'


SERVICE = "payment.kind is service_fee"
RATE = "rates.fee of base over month"


@pytest.mark.parametrize(
    ("bound", "rounding", "old", "new", "difference"),
    [
        # 3,000 a year for 30 of 365 days: 246.575342...; 4,000: 328.767123...; difference 82.191780...
        (f"to exactly {RATE} rounded half up to $0.01", "half up to $0.01", "246.58", "328.77", "82.19"),
        (f"to exactly {RATE} rounded up to $0.01", "up to $0.01", "246.58", "328.77", "82.20"),
        (f"to at least {RATE} rounded down to $0.01", "down to $0.01", "246.57", "328.76", "82.19"),
        (f"to at most {RATE}", "half up to $0.01 at payment", "246.58", "328.77", "82.19"),
        (f"to at least {RATE}", "half up to $0.01 at payment", "246.58", "328.77", "82.19"),
        (f"to exactly {RATE} rounded down to $1.00", "down to $1.00", "246.00", "328.00", "82.00"),
    ],
    ids=["half up", "up", "down", "cap", "due", "whole dollars"],
)
def test_the_rounding_is_the_clauses_own(bound: str, rounding: str, old: str, new: str, difference: str) -> None:
    (line,) = changed(clause("fee", f"{sum_of(SERVICE)} {bound}"), RAISE, JUNE)
    assert (line.rounding, line.old, line.new, line.difference) == (rounding, old, new, difference)
    assert Fraction(line.exact) == Fraction(1000 * 30, 365)
    assert (line.stream, line.payee) == ("service_fee", "Quay Distributors, Inc.")


def test_the_least_of_the_limits_on_the_same_payments_is_what_may_be_paid() -> None:
    """A second limit of 0.35% stops the rise from 0.30% to 0.40% half way: 500 a year."""
    both = clause("fee", f"{sum_of(SERVICE)} to at most {RATE}") + clause(
        "ceiling", f"{sum_of(SERVICE)} to at most 0.35% per year of base over month"
    )
    (line,) = changed(both, RAISE, JUNE)
    assert Fraction(line.exact) == Fraction(500 * 30, 365)
    assert line.clause == "ceiling"


def test_what_limits_the_whole_limits_its_part() -> None:
    """Charge and fee together stay at 0.35%, so that the fee alone cannot rise above it."""
    whole = sum_of("payment.kind is one of (service_fee, distribution_fee)")
    both = clause("fee", f"{sum_of(SERVICE)} to at most {RATE}") + clause(
        "ceiling", f"{whole} to at most 0.35% per year of base over month"
    )
    (line,) = changed(both, RAISE, JUNE)
    assert Fraction(line.exact) == Fraction(500 * 30, 365)
    assert (line.stream, line.part_of) == ("service_fee", "service_fee, distribution_fee")


def test_a_regulation_lets_nothing_be_paid() -> None:
    """FINRA's yearly caps are the same on both sides; that of the plan alone is what may be paid."""
    (line,) = changed(clause("fee", f"{sum_of(SERVICE)} to at most {RATE}"), RAISE, JUNE)
    assert line.clause == "fee"


def test_what_is_due_is_told_where_the_limit_stays() -> None:
    both = clause("cap", f"{sum_of(SERVICE)} to at most 1% per year of base over month") + clause(
        "floor", f"{sum_of(SERVICE)} to at least {RATE}"
    )
    (line,) = changed(both, RAISE, JUNE)
    assert line.clause == "floor"
    assert Fraction(line.exact) == Fraction(1000 * 30, 365)


def test_a_limit_that_is_no_rate_is_told_for_its_own_period() -> None:
    """$50,000.00 for a year is no twelfth of it for a month."""
    text = clause("most", f"{sum_of(SERVICE, 'year')} to at most rates.most", "fund, year")
    change = '  in rates where fund is "Alpha Fund" set most to $60,000.00'
    paid = [payment("P", ALPHA, "service_fee", "2004-06", "10", payee="Quay")]
    (line,) = changed(text, change, [*JUNE, *paid])
    assert (line.period, line.old, line.new, line.difference) == ("2004", "50000.00", "60000.00", "10000.00")


def test_an_amount_per_quarter_falls_on_its_months() -> None:
    text = clause("fixed", f"{sum_of(SERVICE, 'quarter')} to at most rates.quarterly over quarter", "fund, quarter")
    change = '  in rates where fund is "Alpha Fund" set quarterly to $3,300.00'
    paid = [payment(f"P{m}", ALPHA, "service_fee", m, "10", payee="Quay") for m in ("2004-04", "2004-06")]
    found = changed(text, change, paid)
    assert [(c.period, c.difference) for c in found] == [
        ("2004-04", "100.00"), ("2004-05", "100.00"), ("2004-06", "100.00"),
    ]  # fmt: skip


def test_terms_count_and_not_whether_they_were_in_force() -> None:
    """The term ended in March and nobody continued it; June is replayed all the same, all 30 days."""
    text = (
        'clause term at "term"\n  plan and agreement continues until 2004-03-31,\n'
        "    then year to year while approved each year by majority of board\n\n"
    )
    cap = clause("fee", f"{sum_of(SERVICE)} to at most {RATE} while plan is in force")
    (line,) = changed(text + cap, RAISE, JUNE)
    assert Fraction(line.exact) == Fraction(1000 * 30, 365)


def test_what_goes_to_a_named_payee_is_told_for_it() -> None:
    text = clause("share", f"{sum_of(SERVICE, more=' and payment.payee is servicer')} to at least {RATE}")
    (line,) = changed(text, RAISE, JUNE)
    assert line.payee == "Quay Services, LLC"


def test_a_limit_that_is_struck_leaves_none() -> None:
    text = clause("fee", f"{sum_of(SERVICE)} to at most {RATE}")
    line = next(c for c in changed(text, "  strike clause fee", JUNE) if c.fund == ALPHA)
    assert (line.old, line.new, line.difference) == ("246.58", "", "")
    assert line.not_known == "under the new terms: no limit on these payments"


def test_a_clause_that_is_no_amount_of_money_paid_is_left_alone() -> None:
    text = 'clause late at "late"\n  for each payment\n  limit payment.paid_on to at most 2004-12-31\n\n'
    assert changed(text, RAISE, [*JUNE, payment("P", ALPHA, "service_fee", "2004-06", "10")]) == ()


def test_another_reading_is_no_change_of_terms() -> None:
    """The old side had the other reading of its own: what differs by that is no cost."""
    from cost_cases import case, states

    from checker.cost.replay import replay

    text = PLAN.replace("is actual_365", "is actual_365 or twelfths") + clause("fee", f"{sum_of(SERVICE)} to at most {RATE}")
    draft = f'amendment draft to quay "Draft"\n  effective 2004-06-01\n{RAISE}\n'
    before, after = states("quay", text, draft)
    day = date(2005, 1, 31)
    lines = replay(case(before, JUNE, day), case(after, JUNE, day, {"day_count": "twelfths"}))[0]
    assert [x.exact for x in lines] == ["250/3"]  # 1,000 a year, a twelfth of it


# --- names ----------------------------------------------------------------------------------------


def test_a_fund_that_is_renamed_costs_nothing() -> None:
    draft = 'amendment draft to quay "Draft"\n  effective 2004-06-01\n  rename fund "Alpha Fund" to "Omega Fund"\n'
    from cost_cases import case, states

    from checker.cost.replay import replay

    before, after = states("quay", PLAN + clause("fee", f"{sum_of(SERVICE)} to at most {RATE}"), draft)
    facts = [*JUNE, average("Omega Fund", "2004-07", "1000000")]
    rename = t.Rename("fund", "Alpha Fund", "Omega Fund", t.NOWHERE)
    cases = [case(a, facts, date(2005, 1, 31)) for a in (before, after)]
    assert replay(*cases, renames=(rename,)) == ((), ())
    assert {c.fund for c in replay(*cases)[0]} == {"Alpha Fund", "Omega Fund"}  # undeclared: two funds


# --- what is no cost --------------------------------------------------------------------------------


def test_a_limit_on_each_payment_lets_nothing_more_be_paid() -> None:
    text = 'clause single at "1"\n  for each payment\n  limit payment.amount to at most rates.most(payment.fund)\n\n'
    change = '  in rates where fund is "Alpha Fund" set most to $60,000.00'
    assert changed(text, change, [payment("P", ALPHA, "service_fee", "2004-06", "10")]) == ()


def test_a_limit_on_three_months_is_no_amount_of_one() -> None:
    text = clause(
        "pace",
        "sum of payment.amount for each payment where payment.fund is fund and payment.accrued_for"
        " is in period from start of previous previous month to end of month to at most rates.most",
    )
    change = '  in rates where fund is "Alpha Fund" set most to $60,000.00'
    assert changed(text, change, [payment("P", ALPHA, "service_fee", "2004-06", "10")]) == ()


def test_funds_whose_list_is_not_on_file_are_those_that_paid() -> None:
    """One rate for all, 0.30% raised to 0.40%, of a plan that has no list of its funds."""
    text = (PLAN + clause("fee", f"{sum_of(SERVICE)} to at most 0.30% per year of base over month", "fund in payment.fund, month"))
    text = text.replace("  funds in rates\n", "")
    replaced = text[text.index("clause fee") :].replace("0.30%", "0.40%").replace('clause fee at "fee"', '  replace clause fee at "fee" with')
    draft = f'amendment draft to quay "Draft"\n  effective 2004-06-01\n{replaced}\n'
    facts = [*JUNE, payment("P", ALPHA, "service_fee", "2004-06", "10")]
    (line,) = replayed("quay", (text, draft), facts, date(2005, 1, 31))[0]
    assert (line.fund, Fraction(line.exact)) == (ALPHA, Fraction(1000 * 30, 365))
