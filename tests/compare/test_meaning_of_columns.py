"""What a column means is found by the clauses that use it, whatever it is called; renamings are declared."""

from __future__ import annotations

import re

import pytest
from compare_states import BASE, compared, edited, keys, state

NAMES = ("sales_charge", "service_fee", "yearly_maximum", "least_fee", "flat_charge")


def nameless() -> str:
    """Return the small agreement with columns that say nothing by their names."""
    text = BASE
    for number, name in enumerate(NAMES):
        text = re.sub(rf"(?<=rates\.){name}\b|(?<=\| ){name}(?=:)", f"column_{number}", text)
    return text.replace("cdsc_rates.rate", "cdsc_rates.column_9").replace("| rate: percentage", "| column_9: percentage")


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        (["| Bay Fund   | 0.75% ", "| Bay Fund   | 0.80% "], "rate-raised"),
        (["| $90,000 ", "| $95,000 "], "cap-raised"),
        (["| $60,000               | $200 ", "| $60,000               | $150 "], "minimum-lowered"),
        (["| $200             | $25 ", "| $200             | $30 "], "fixed-amount-changed"),
        (["| 3                   | 1% ", "| 3                   | 0% "], "cdsc-shortened"),
    ],
)
def test_it_is_found_by_its_use(edit: list[str], key: str) -> None:
    text = nameless()
    assert "column_0: rate per year" in text and "cdsc_rates.column_9(" in text
    assert keys(compared(state(text), state(edited(text, [edit])))) == [key]


def test_what_no_clause_uses_bounds_nothing() -> None:
    clause = BASE[BASE.index("clause yearly_cap at") : BASE.index("clause least_due at")]
    text = edited(BASE, [[clause, ""]])
    (found,) = compared(state(text), state(edited(text, [["| $90,000 ", "| $95,000 "]])))
    assert (found.key, found.element, found.worse_off) == ("row-changed", "rates.yearly_maximum", ())


def test_a_limit_falls_where_what_is_taken_off_it_rises() -> None:
    text = edited(BASE, [["    to at most rates.yearly_maximum\n", "    to at most $200,000.00 - rates.yearly_maximum\n"]])
    (found,) = compared(state(text), state(edited(text, [["| $90,000 ", "| $95,000 "]])))
    assert (found.key, found.direction, found.change) == ("cap-lowered", "lowered", "+5,000.00 USD")
    assert found.worse_off == ("distributor", "assignees")


def test_a_column_is_found_through_definitions_too() -> None:
    text = edited(
        BASE,
        [
            ["    to at most rates.yearly_maximum\n", "    to at most most_of_a_year\n"],
            ["define large\n", "define most_of_a_year\n  given fund\n  means rates.yearly_maximum\n\ndefine large\n"],
        ],
    )
    (found,) = compared(state(text), state(edited(text, [["| $90,000 ", "| $95,000 "]])))
    assert (found.key, found.clause) == ("cap-raised", "yearly_cap")


def test_a_figure_that_changes_under_a_renamed_fund_is_compared_with_its_own() -> None:
    after = edited(
        BASE,
        [
            ["  | SEAWALL TRUST | Delta Fund |", "  | SEAWALL TRUST | Drift Fund |"],
            ["  | Delta Fund | 0.50%", "  | Drift Fund | 0.55%"],
        ],
    )
    found = compared(state(BASE), state(after), [("fund", "Delta Fund", "Drift Fund")])
    assert [(e.key, e.fund, e.change) for e in found] == [
        ("fund-renamed", "Drift Fund", ""),
        ("rate-raised", "Drift Fund", "+0.05 percentage points"),
    ]


@pytest.mark.parametrize(
    "rename",
    [
        ("fund", "No Such Fund", "Drift Fund"),
        ("fund", "Bay Fund", "Cove Fund"),
        ("clause", "no_such_clause", "term"),
        ("column", "rates.no_such_column", "service_fee"),
        ("party", "Nobody, Inc.", "Somebody, Inc."),
    ],
)
def test_what_is_renamed_in_vain_is_no_effect(rename: tuple[str, str, str]) -> None:
    assert compared(state(BASE), state(BASE + "\n"), [rename]) == ()


def test_several_renamings_at_once() -> None:
    after = edited(
        BASE,
        [
            ["clause paid_in_time at", "clause timely at"],
            ["clauses paid_in_time survive", "clauses timely survive"],
            ["define average_assets at", "define mean_assets at"],
            ["to at most rates.sales_charge of average_assets over", "to at most tariff.charge of mean_assets over"],
            ["to at most rates.service_fee of average_assets over", "to at most tariff.service_fee of mean_assets over"],
            ["to at most rates.yearly_maximum", "to at most tariff.yearly_maximum"],
            ["to at least rates.least_fee", "to at least tariff.least_fee"],
            ["to exactly rates.flat_charge", "to exactly tariff.flat_charge"],
            ["schedule rates at", "schedule tariff at"],
            ["sales_charge: rate per year", "charge: rate per year"],
        ],
    )
    renames = [
        ("clause", "paid_in_time", "timely"),
        ("definition", "average_assets", "mean_assets"),
        ("schedule", "rates", "tariff"),
        ("column", "rates.sales_charge", "charge"),
    ]
    found = compared(state(BASE), state(after), renames)
    assert keys(found) == ["clause-renamed", "definition-renamed", "schedule-renamed", "column-renamed"]
    raised = edited(after, [["| Bay Fund   | 0.75% ", "| Bay Fund   | 0.80% "]])
    *_, last = compared(state(BASE), state(raised), renames)
    assert (last.key, last.element, last.clause) == ("rate-raised", "tariff.charge", "sales_charge_cap")
