"""The parts of a replay by themselves: money as text, records of a draft, what limits what, sums."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from cost_cases import record

from checker.cost.counted import Counted, limits, parts_of
from checker.cost.money import cents, exactly, from_text
from checker.cost.ownrecords import without
from checker.cost.totals import totals
from checker.facts.store import Facts
from checker.findings.amended import Cost

FEE, CHARGE = ("payment", "service_fee", ""), ("payment", "asset_based_sales_charge", "")
PAID_ON = ("payment", "service_fee", "provider")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(250_000, 61), "250000/61"),
        (Fraction("34875"), "34875.00"),
        (Fraction("-0.125"), "-0.125"),
        (Fraction("1234567.891"), "1234567.891"),
        (Fraction(0), "0.00"),
    ],
)
def test_an_amount_is_written_in_full_and_read_back(value: Fraction, text: str) -> None:
    assert exactly(value) == text
    assert from_text(text) == value


def test_half_a_cent_goes_away_from_zero_on_both_sides() -> None:
    assert (cents(Fraction("0.005")), cents(Fraction("-0.005"))) == (Fraction("0.01"), Fraction("-0.01"))


# --- what limits what -------------------------------------------------------------------------------


def all_of(*atoms: Any, less: tuple[Any, ...] = ()) -> Counted:
    counts = tuple(sorted([*((a, 1) for a in atoms), *((a, -1) for a in less)]))
    return Counted(counts, counts, frozenset(), "", True)


def some_of(*atoms: Any) -> Counted:
    return Counted((), tuple(sorted((a, 1) for a in atoms)), frozenset({("payee", "x")}), "", True)


@pytest.mark.parametrize(
    ("caps", "of", "expected"),
    [
        ((all_of(FEE),), all_of(FEE), True),
        ((all_of(FEE, CHARGE),), all_of(FEE), True),
        ((all_of(FEE),), all_of(FEE, CHARGE), False),
        ((all_of(FEE), all_of(CHARGE)), all_of(FEE, CHARGE), True),
        ((some_of(FEE),), all_of(FEE), False),
        ((all_of(FEE),), some_of(FEE), True),
        ((some_of(FEE),), some_of(FEE), True),
        ((all_of(FEE, CHARGE),), all_of(FEE, CHARGE, less=(PAID_ON,)), True),
        ((all_of(FEE, CHARGE, less=(PAID_ON,)),), all_of(FEE, CHARGE), False),
        ((all_of(FEE, CHARGE, less=(PAID_ON,)), all_of(PAID_ON)), all_of(FEE, CHARGE), True),
    ],
)
def test_a_limit_on_more_limits_less(caps: tuple[Counted, ...], of: Counted, expected: bool) -> None:
    assert limits(caps, of) is expected


def test_kinds_that_were_never_paid_are_left_out() -> None:
    assert limits((all_of(FEE),), all_of(FEE, CHARGE), frozenset({FEE}))


def test_what_is_paid_on_and_what_is_left_make_the_whole() -> None:
    whole, rest, on = all_of(FEE, CHARGE), all_of(FEE, CHARGE, less=(PAID_ON,)), all_of(PAID_ON)
    assert parts_of(whole, rest, on)
    assert not parts_of(whole, rest, all_of(FEE))


# --- records of the draft itself ----------------------------------------------------------------------


def test_what_goes_by_the_drafts_name_is_not_there_before() -> None:
    waiver = record("cdsc_waiver", "w", circumstance="draft")
    death = record("cdsc_waiver", "d", circumstance="death")
    facts = Facts(
        {
            "cdsc_change": (record("cdsc_change", "draft", id="draft"), record("cdsc_change", "other", id="other")),
            "redemption": (record("redemption", "R", circumstance="draft", shares=5),),
            "prospectus": (record("prospectus", "p", waivers=(waiver, death)),),
            "payment": (record("payment", "P", kind="cdsc"),),
        }
    )
    made = without(facts, ["draft"])
    assert [r.key for r in made.of("cdsc_change")] == ["other"]
    assert dict(made.of("redemption")[0].values) == {"shares": Fraction(5)}
    assert made.of("prospectus")[0].values["waivers"] == (death,)
    assert made.of("payment") is facts.of("payment")


def test_facts_that_name_no_draft_are_the_same() -> None:
    facts = Facts({"payment": (record("payment", "P", kind="cdsc", paid_on=date(2004, 1, 1)),)})
    assert without(facts, ["draft"]) is facts


# --- sums ---------------------------------------------------------------------------------------------


def line(**more: str) -> Cost:
    given = {
        "clause": "cap", "paragraph": "1", "stream": "service_fee", "fund": "A", "share_class": "S", "payee": "P",
        "period": "2004-06", "old": "0.00", "new": "0.33", "difference": "0.33", "exact": "1/3",
        "rounding": "half up to $0.01 at payment", "not_known": "", "part_of": "",
    }  # fmt: skip
    return Cost(**{**given, **more}, steps=())  # type: ignore[arg-type]


def test_cents_and_exact_sums_are_never_mixed() -> None:
    """Three thirds are one dollar exactly, and 99 cents as each is paid."""
    made = totals([line(period=p) for p in ("2004-04", "2004-05", "2004-06")])
    assert (made.grand.difference, made.grand.exact) == ("0.99", "1.00")
    assert made.by["A", "S", "P", "service_fee"] == made.grand


def test_parts_of_another_stream_are_in_it_already() -> None:
    part = line(stream="asset_based_sales_charge", part_of="service_fee")
    made = totals([line(), part, line(fund="B", payee="Q", difference="", exact="", not_known="no average")])
    assert (made.grand.exact, made.grand.lines, made.grand.not_known) == ("1/3", 2, 1)
    assert set(made.by) == {
        ("A", "S", "P", "service_fee"), ("A", "S", "P", "asset_based_sales_charge"), ("B", "S", "Q", "service_fee"),
    }  # fmt: skip
    assert made.by["B", "S", "Q", "service_fee"].exact == "0.00"
