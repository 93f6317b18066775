"""Charges at redemption under old and new terms: lot by lot."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from cost_cases import B, case, complete, record, replayed, states

from checker.cost.replay import replay
from checker.facts.store import Record
from checker.findings.amended import Cost

FUND = "INVESCO Technology Fund"


def lot(key: str, issued: str, shares: int, price: str) -> Record:
    return record(
        "lot", key, id=key, fund=FUND, issued=date.fromisoformat(issued), shares=shares, price=Fraction(price),
        origin="sale",
    )  # fmt: skip


def redeemed(key: str, of: str, on: str, shares: int, **more: object) -> Record:
    given = {"id": key, "lot": of, "on": date.fromisoformat(on), "shares": shares, "price": Fraction("12.34")}
    return record("redemption", key, **{**given, "cdsc": Fraction(0), **more})


def prospectus(*waived: str) -> Record:
    steps = (record("cdsc_step", "1", year=1, rate=Fraction(5, 100)), record("cdsc_step", "2", year=2, rate=Fraction(4, 100)))
    waivers = tuple(record("cdsc_waiver", w, circumstance=w) for w in waived)
    return record(
        "prospectus", "p", id="p", **{"from": date(2003, 7, 1)}, charged_on="gross_proceeds", cdsc=steps, waivers=waivers
    )


COMPLETE = complete("prospectus", "cdsc_change", "consent", "transfer", "lot", "redemption", "payment")
LOTS = [
    lot("A", "2003-09-10", 1000, "11.80"),
    lot("B", "2004-01-20", 500, "12.55"),
    lot("C", "2004-02-02", 300, "12.40"),
]
BY_LOT = [
    redeemed("R-A", "A", "2004-01-15", 1000),  # before the day of the waiver
    redeemed("R-B", "B", "2004-03-15", 500),  # after it, of shares bought before
    redeemed("R-C", "C", "2004-03-15", 300),  # after it, of shares bought from then on
]


def waiver(exception: str) -> str:
    """Return a draft that excepts redemptions from the charge, whole clause."""
    return f'''amendment waive_for_all to class_b_2003 "No charge"
  effective 2004-02-02
  replace clause cdsc_not_below_schedule at "SIXTH (G)" with
    for each redemption where redemption.lot.origin is not reinvestment
    binds always
    limit redemption.cdsc to at least scheduled_cdsc
    unless "waived in the prospectus in effect at issue": waived_in_prospectus_at_issue
    unless "waived": {exception}
'''


def charged(draft: str, facts: list[Record], **more: object) -> dict[str, Cost]:
    costs, _ = replayed("class_b_2003", (B, draft), facts, date(2004, 4, 30), **more)  # type: ignore[arg-type]
    assert all(c.stream == "cdsc" and c.fund == FUND and c.share_class == "Class B" for c in costs)
    return {c.period: c for c in costs}


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        # 5% of 500 * 12.34 = 6,170.00 is 308.50; 5% of 300 * 12.34 = 3,702.00 is 185.10
        ("redemption.on is on or after 2004-02-02", {"2004-03-15 (R-B)": "-308.50", "2004-03-15 (R-C)": "-185.10"}),
        ("redemption.lot.issued is on or after 2004-02-02", {"2004-03-15 (R-C)": "-185.10"}),
        ("redemption.on is before 2004-02-02", {"2004-01-15 (R-A)": "-617.00"}),
        ("redemption.on is on or after 2005-01-01", {}),
    ],
    ids=["for everyone from a day", "for shares bought from then", "until then", "from a later day"],
)
def test_a_waiver_from_a_date_gives_each_lot_its_answer(exception: str, expected: dict[str, str]) -> None:
    found = charged(waiver(exception), [prospectus(), *LOTS, *BY_LOT, *COMPLETE])
    assert {period: c.difference for period, c in found.items()} == expected
    assert all(c.new == "0.00" and c.payee == "A I M Distributors, Inc." for c in found.values())


@pytest.mark.parametrize("on_file", [True, False], ids=["on file", "supposed"])
def test_three_lots_where_the_change_protects_those_issued_before(on_file: bool) -> None:
    """The waiver is a change by the company: EIGHTH (F) keeps the charge on lots A and B, C goes free.

    5% of 12,340.00 is 617.00, of 6,170.00 is 308.50, of 3,702.00 is 185.10. The record of the change
    goes by the draft's name, or is none but the draft itself: under the old terms there is none.
    """
    change = record(
        "cdsc_change", "waive_for_all", id="waive_for_all", fund=FUND, effective=date(2004, 2, 2), kind="waiver",
        by="company",
    )  # fmt: skip
    asked = record(
        "determination", "D", question="change_required_by_law", answer="no", by="x", role="counsel",
        on=date(2004, 1, 20), basis="x", about=(record("about", "1", name="cdsc_change", value="waive_for_all"),),
    )  # fmt: skip
    sold = record(
        "transfer", "t", id="t", on=date(2003, 8, 1), from_party="A I M Distributors, Inc.", assignee="Cedar",
        stream="cdsc", portion=Fraction(1), direct_payment=True,
    )  # fmt: skip
    lines = [redeemed(f"R-{x}", x, "2004-03-15", n, circumstance="waive_for_all") for x, n in (("A", 1000), ("B", 500), ("C", 300))]
    facts = [prospectus(), *LOTS, *lines, asked, sold, *COMPLETE, *([change] if on_file else [])]
    draft = waiver("redemption.on is on or after 2004-02-02").rstrip() + "\n    subject to cdsc_protection\n"
    found = charged(draft, facts, drafts=("waive_for_all",), supposed=() if on_file else (change,))
    answers = [(c.period[-4:-1], c.old, c.new, c.difference) for c in found.values()]
    assert answers == [
        ("R-A", "617.00", "617.00", "0.00"),
        ("R-B", "308.50", "308.50", "0.00"),
        ("R-C", "185.10", "0.00", "-185.10"),
    ]
    assert found["2004-03-15 (R-A)"].clause == "cdsc_protection"


RAISED = '''amendment draft to class_b_2003 "Draft"
  effective 2004-02-02
  replace clause cdsc_not_below_schedule at "SIXTH (G)" with
    for each redemption where redemption.lot.origin is not reinvestment
    binds always
    limit redemption.cdsc to at least 6% of redemption.shares * redemption.price
    unless "waived in the prospectus in effect at issue": waived_in_prospectus_at_issue
'''


def test_a_charge_that_is_waived_on_both_sides_costs_nothing() -> None:
    facts = [
        prospectus("death"),
        *LOTS,
        redeemed("R-A", "A", "2004-03-15", 1000, circumstance="death"),
        redeemed("R-B", "B", "2004-03-15", 500),
        *COMPLETE,
    ]
    found = charged(RAISED, facts)
    assert {p: (c.old, c.new, c.difference) for p, c in found.items()} == {
        "2004-03-15 (R-B)": ("308.50", "370.20", "61.70")  # 6% of 6,170.00
    }


def test_a_charge_is_exact_before_it_is_rounded() -> None:
    """5% of 33 * 12.34 = 407.22 is 20.361; 6% is 24.4332."""
    facts = [prospectus(), *LOTS, redeemed("R-B", "B", "2004-03-15", 33), *COMPLETE]
    (line,) = charged(RAISED, facts).values()
    assert (line.old, line.new) == ("20.36", "24.43")
    assert (line.exact, line.difference) == ("4.0722", "4.07")


def test_a_charge_without_a_prospectus_is_not_known() -> None:
    facts = [*LOTS, redeemed("R-B", "B", "2004-03-15", 500), *COMPLETE]
    (line,) = charged(RAISED, facts).values()
    assert (line.old, line.difference, line.exact) == ("", "", "")
    assert "prospectus" in line.not_known


def test_who_has_the_charge_is_whom_it_was_paid_to() -> None:
    facts = [prospectus(), *LOTS, redeemed("R-B", "B", "2004-03-15", 500, cdsc_paid_to="Cedar"), *COMPLETE]
    (line,) = charged(RAISED, facts).values()
    assert line.payee == "Cedar"


def test_no_redemption_is_no_gap() -> None:
    assert charged(RAISED, [prospectus(), *LOTS, *COMPLETE]) == {}


def test_caps_on_a_charge_are_stacked_by_redemption() -> None:
    """A deferred load is at most 5% of the value at purchase: of 500 * 12.55 = 6,275.00 that is 313.75."""
    before, after = (
        case(a, [prospectus(), *LOTS, *BY_LOT[1:2], *COMPLETE], date(2004, 4, 30)) for a in states("class_b_2003", B, RAISED)
    )
    _, left = replay(before, after)
    found = {h.clause: (h.authority, h.new_cap, h.binds) for h in left if h.period == "2004-03-15 (R-B)"}
    assert found["cdsc_not_above_schedule"] == ("class_b_2003", "308.50", "old and new")
    assert found["load_within_purchase_value"] == ("rule_6c_10", "313.75", "")
