"""Figures: scaled amounts scale differences, tiers sum to the whole, a lapse leaves what was before it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property_facts import by_subject, checked, complete, facts_of, loaded_from, of_case, record

from checker.facts.store import Record
from checker.values.periods import MONTH
from checker.values.show import show_money

SETTINGS = settings(
    deadline=None, max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
cents = st.integers(0, 10**14).map(lambda n: Fraction(n, 100))
APRIL = MONTH.containing(date(2005, 4, 1))


def _fee_facts(paid: list[Fraction], average: Fraction, scale: int) -> list[Record]:
    payments = [
        record("payment", f"P{i}", i, id=f"P{i}", fund="Alpha Fund", kind="service_fee", payee="X",
               amount=scale * amount, accrued_for=APRIL, paid_on=date(2005, 5, 2))
        for i, amount in enumerate(paid, 2)
    ]  # fmt: skip
    assets = record("average_net_assets", "A", 2, fund="Alpha Fund", period=APRIL, amount=scale * average)
    stated = [complete(k, date(2005, 1, 1), date(2005, 12, 31)) for k in ("payment", "average_net_assets")]
    return [*payments, assets, *stated]


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "").replace("+", ""))


@SETTINGS
@given(
    paid=st.lists(cents, min_size=1, max_size=4),
    average=st.integers(0, 10**9).map(lambda n: Fraction(365 * n)),
)
def test_ten_times_the_money_is_ten_times_the_difference(paid: list[Fraction], average: Fraction) -> None:
    loaded = of_case("norms/limit")
    day = date(2005, 5, 31)
    once, tenfold = (
        by_subject(checked(loaded, facts_of(_fee_facts(paid, average, s)), day)) for s in (1, 10)
    )
    key = ("small/cap", "", "small", "fund=Alpha Fund", "month=2005-04")
    assert once[key].verdict == tenfold[key].verdict
    assert 10 * _number(once[key].difference) == _number(tenfold[key].difference)
    exact = sum(paid) - average * Fraction(45, 10000) * 30 / 365
    assert _number(once[key].difference) == exact
    assert (once[key].verdict == "violated") == (exact > 0)


TIERED = """agreement tiered "An agreement with tiers"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1

schedule tiers at "1"
  | over | up_to | rate |
{rows}

define marginal_fee
  given money called assets
  means sum of row.rate of (if row.up_to is given then lesser of (assets, row.up_to) else assets) - row.rate of row.over
    for each row of tiers where row.over is less than assets

clause fee at "1"
  for each payment
  limit payment.amount to exactly marginal_fee(payment.amount)
"""


def _tiers(bounds: list[int], rates: list[int]) -> Any:
    rows = []
    for low, high, rate in zip([0, *bounds], [*bounds, None], rates, strict=True):
        rows.append(f"  | ${low} | {f'${high}' if high is not None else ''} | {rate}% |")
    return loaded_from([TIERED.format(rows="\n".join(rows))])


@settings(SETTINGS, max_examples=8)
@given(
    bounds=st.lists(st.integers(1, 10**6), min_size=1, max_size=4, unique=True).map(sorted),
    rate=st.integers(1, 99), other=st.lists(st.integers(1, 99), min_size=5, max_size=5), assets=cents,
)  # fmt: skip
def test_tiers_sum_to_the_whole(bounds: list[int], rate: int, other: list[int], assets: Fraction) -> None:
    """At one rate the tiers give that rate of the whole; at several, the sum by hand."""
    for rates in ([rate] * (len(bounds) + 1), other[: len(bounds) + 1]):
        payment = record(
            "payment",
            "P",
            2,
            id="P",
            fund="X",
            kind="other",
            payee="X",
            amount=assets,
            accrued_for=APRIL,
            paid_on=date(2005, 5, 2),
        )
        (found,) = checked(_tiers(bounds, rates), facts_of([payment]), date(2005, 5, 31)).findings
        parts = zip([0, *bounds], [*bounds, None], rates, strict=True)
        by_hand = sum(
            Fraction(r, 100) * (min(assets, Fraction(high)) if high is not None else assets) - Fraction(r, 100) * low
            for low, high, r in parts if assets > low
        )  # fmt: skip
        assert found.expected == f"exactly {show_money(Fraction(by_hand))}"
        if len(set(rates)) == 1:
            assert by_hand == Fraction(rates[0], 100) * assets


def _vote(day: date, board: int, meeting: str) -> list[Record]:
    tallies = tuple(
        record("tally", f"tally[{i}]", body=body, in_office=of, **{"for": n})
        for i, (body, of, n) in enumerate([("board", 12, board), ("independent_directors", 8, 8)], 1)
    )
    purpose = (record("meeting_purpose", "p[1]", matter="continuance"),)
    return [
        record("vote", f"V{day}", id=f"V{day}", on=day, matter="continuance", meeting=meeting, tallies=tallies),
        record("meeting", meeting, id=meeting, on=day, mode="in_person", called_for=purpose),
    ]  # fmt: skip


@SETTINGS
@given(
    votes=st.lists(st.tuples(st.dates(date(2003, 7, 1), date(2006, 12, 31)), st.sampled_from([6, 7])), max_size=5),
    paid=st.lists(st.dates(date(2003, 6, 1), date(2006, 12, 31)), min_size=1, max_size=6),
)  # fmt: skip
def test_a_lapse_changes_nothing_before_it(votes: list[tuple[date, int]], paid: list[date]) -> None:
    """Take away the votes of a day and after it: what was before that day's term end stays as it was."""
    loaded = of_case("term/continues")
    payments = [
        record("payment", f"P{i}", i, id=f"P{i}", fund="Alpha Fund", kind="service_fee", payee="X",
               amount=Fraction(1), accrued_for=APRIL, paid_on=day)
        for i, day in enumerate(paid)
    ]  # fmt: skip
    stated = [complete("vote", date(2003, 7, 1), date(2006, 12, 31))]
    all_votes = [r for i, (day, board) in enumerate(votes) for r in _vote(day, board, f"M{i}")]
    cut = date(2005, 1, 1)
    kept = [r for r in all_votes if r.values["on"] < cut]
    full, less = (
        by_subject(checked(loaded, facts_of([*payments, *vs, *stated]), date(2006, 12, 31)))
        for vs in (all_votes, kept)
    )
    for i, day in enumerate(paid):
        if day < cut:
            key = ("small/paid_while_in_force", "", "small", f"payment=P{i}", "fund=Alpha Fund")
            assert full[key].verdict == less[key].verdict
            assert full[key].observed == less[key].observed


@SETTINGS
@given(
    votes=st.lists(
        st.tuples(st.dates(date(2003, 7, 1), date(2006, 12, 31)), st.sampled_from([6, 7])), max_size=6
    )
)
def test_in_force_as_counted_by_hand(votes: list[tuple[date, int]]) -> None:
    """The time line of a plan against a count, day by day, that knows nothing of terms as objects."""
    loaded = of_case("term/continues")
    stated = [complete("vote", date(2003, 7, 1), date(2006, 12, 31))]
    all_votes = [r for i, (day, board) in enumerate(votes) for r in _vote(day, board, f"M{i}")]
    line = next(
        x for x in checked(loaded, facts_of([*all_votes, *stated]), date(2006, 12, 31)).time_lines
        if (x.instrument, x.fund) == ("plan", "Alpha Fund")
    )  # fmt: skip
    said = {}
    for s in line.segments:
        day, until = date.fromisoformat(s.since), date.fromisoformat(s.until or "2006-12-31")
        while day <= min(until, date(2006, 12, 31)):
            said[day] = s.status == "in_force"
            day += timedelta(days=1)
    assert said == _by_hand(sorted({day for day, board in votes if board > 6}))


def _by_hand(good: list[date]) -> dict[date, bool]:
    """One valid vote a term carries the plan into the next; after a lapse one brings it back and is used up."""
    found, up, carried, day = {}, True, False, date(2003, 7, 1)
    while day <= date(2006, 12, 31):
        if (day.month, day.day) == (6, 1):
            up, carried = carried, False
        if day in good:
            if up:
                carried = True
            else:
                up = True
        found[day] = up
        day += timedelta(days=1)
    return found
