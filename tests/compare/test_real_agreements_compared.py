"""The encoded agreements compared: the restatement of Class K, every rate raised, each to itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from compare_states import REAL, compared, keys, program, real, with_document

from checker.compare.sides import Side
from checker.findings.amended import Effect
from checker.typed import nodes as t
from checker.typed.types import SHARE_CLASS

RENAMES = (
    ("column", "schedule_b.maximum", "aggregate"),
    ("definition", "deemed_sales_charge", "not_paid_on"),
)


# --- Class K, 2000 to 2003 ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def restated() -> tuple[Effect, ...]:
    return compared(real("class_k_2000"), real("class_k_2003"), RENAMES)


def test_nothing_payable_rises_for_any_of_the_18_funds(restated: tuple[Effect, ...]) -> None:
    after = real("class_k_2003").document.schedules["schedule_b"]
    assert len(after.rows) == 18
    raised = [e for e in restated if e.key in ("rate-raised", "rate-added", "cap-raised", "cap-removed")]
    assert [e.element for e in raised] == []
    assert [e.key for e in restated if e.element == "schedule_b.aggregate"] == ["rate-removed"]


def test_endeavor_is_dropped_and_mid_cap_growth_moved(restated: tuple[Effect, ...]) -> None:
    funds = [(e.key, e.fund, e.old, e.new) for e in restated if e.key.startswith("fund-")]
    assert funds == [
        ("fund-dropped", "INVESCO Endeavor Fund", "INVESCO STOCK FUNDS, INC., Endeavor Fund, 2000-11-29", ""),
        (
            "fund-moved",
            "INVESCO Mid-Cap Growth Fund",
            "INVESCO COUNSELOR SERIES FUNDS, INC.",
            "INVESCO STOCK FUNDS, INC.",
        ),
    ]


def test_the_split_of_the_rate_is_new_limits_for_each_fund(restated: tuple[Effect, ...]) -> None:
    limits = [e for e in restated if e.key == "cap-added" and e.element.startswith("schedule_b.")]
    found = Counter((e.element, e.old, e.new, e.worse_off) for e in limits)
    assert found == {
        ("schedule_b.asset_based_sales_charge", "", "0.20% per year", ("distributor",)): 18,
        ("schedule_b.service_fee", "", "0.25% per year", ("distributor", "service providers")): 18,
    }
    assert len({e.fund for e in limits}) == 18


def test_the_distributor_is_substituted(restated: tuple[Effect, ...]) -> None:
    (found,) = [e for e in restated if e.key == "party-substituted"]
    assert (found.element, found.old, found.new) == (
        "party distributor", "INVESCO Distributors, Inc.", "A I M Distributors, Inc.",
    )  # fmt: skip
    assert found.worse_off == ("INVESCO Distributors, Inc.",)


def test_the_wider_words_on_affiliates_are_proved_to_be_wider(restated: tuple[Effect, ...]) -> None:
    """The earlier text does not say whether an affiliate through others counts; the later says it does."""
    (term,) = (e for e in restated if e.element == "definition distributor_or_affiliate_advises")
    assert (term.key, term.direction, term.decided_by) == ("definition-changed", "raised", "proof")
    assert term.note == "It is met in more cases than before."
    assert ("adviser A.affiliated_indirectly", "yes") in [(s.text, s.value) for s in term.case]
    assert term.reaches == ("ended_by_loss_of_adviser",)
    (clause,) = (e for e in restated if e.element == "clause ended_by_loss_of_adviser")
    assert (clause.key, clause.direction, clause.decided_by) == ("ending-narrowed", "looser", "proof")


def test_what_is_renamed_as_declared_is_nothing_else(restated: tuple[Effect, ...]) -> None:
    renamed = [e for e in restated if e.key.endswith("-renamed")]
    assert [(e.key, e.old, e.new) for e in renamed] == [
        ("column-renamed", "schedule_b.maximum", "aggregate"),
        ("definition-renamed", "deemed_sales_charge", "not_paid_on"),
    ]
    sides = (real(name) for name in ("class_k_2000", "class_k_2003"))
    lists = (with_document(s, replace(s.document, clauses={}, definitions={})) for s in sides)
    undeclared = compared(*lists)
    lost = [e for e in undeclared if e.element == "schedule_b.maximum"]
    assert len(lost) == 19 and {e.key for e in lost} == {"rate-removed"}


def test_each_effect_has_what_a_reader_needs(restated: tuple[Effect, ...]) -> None:
    assert [e.element for e in restated if not (e.old or e.new or e.question)] == []
    assert [e.element for e in restated if e.direction == "undecided" and not e.question] == []
    assert [e.element for e in restated if e.decided_by == "proof" and not e.direction] == []
    assert [e.element for e in restated if e.span is None] == []


# --- amendments of the encoded agreements ----------------------------------------------------


def test_a_list_that_is_not_on_file_is_not_compared() -> None:
    name = "investor_class_2003"
    (draft,) = program()[0].agreements[name].amendments
    (found,) = compared(real(name), real(name, (draft.name,)))
    assert (found.key, found.element, found.old, found.new) == ("not-comparable", "schedule_a", "", "18 rows")
    assert "under company 5: AIM BOND FUNDS, INC.;" in found.note
    assert "under fund 18: INVESCO Tax-Free Bond Fund;" in found.note
    assert found.question.startswith("Which rows did schedule_a have before the change?")


def test_a_draft_for_some_funds_raises_just_their_rates() -> None:
    found = compared(real("class_k_2003"), real("class_k_2003", ("raise_2004",)))
    funds = ("Dynamics", "Growth", "Leisure", "Telecommunications")
    wanted = [
        ("rate-raised", f"schedule_b.{column}", f"INVESCO {fund} Fund", "+0.05 percentage points")
        for fund in funds
        for column in ("asset_based_sales_charge", "aggregate")
    ]
    assert [(e.key, e.element, e.fund, e.change) for e in found] == wanted


# --- any rate, and nothing -------------------------------------------------------------------


def rates() -> Iterator[tuple[str, str, int, str]]:
    for name in REAL:
        for schedule in real(name).document.schedules.values():
            for field in schedule.kind.fields:
                if field.type.kind == "number" and field.type.per:
                    rows = range(len(schedule.rows))
                    yield from ((name, schedule.name, row, field.name) for row in rows)


def test_raising_any_rate_is_found_as_just_that() -> None:
    tried = 0
    for name, schedule, row, column in rates():
        before = real(name)
        after, old = with_cell(before, schedule, row, column, Fraction(1, 10_000))
        (found,) = compared(before, after)
        tried += 1
        assert (found.key, found.element, found.direction) == ("rate-raised", f"{schedule}.{column}", "raised")
        assert found.change == "+0.01 percentage points" and found.severity == "error"
        assert found.worse_off[0].startswith("holders of")
        if row:
            continue
        (back,) = compared(after, before)
        assert (back.key, back.change) == ("rate-lowered", "-0.01 percentage points")
        assert (back.fund, back.old, back.new) == (found.fund, found.new, found.old)
    assert tried > 100


def with_cell(side: Side, name: str, row: int, column: str, more: Fraction) -> tuple[Side, Fraction]:
    schedule = side.document.schedules[name]
    old = schedule.rows[row].values[column]
    assert isinstance(old, Fraction)
    rows = list(schedule.rows)
    rows[row] = replace(rows[row], values={**rows[row].values, column: old + more})
    schedules = {**side.document.schedules, name: replace(schedule, rows=tuple(rows))}
    changed = replace(side.document, schedules=schedules)
    return Side(changed, side.terms, side.agreement, side.wording), old


@pytest.mark.parametrize("name", REAL)
def test_an_agreement_is_the_same_as_itself(name: str) -> None:
    before = real(name)
    again = with_document(before, replace(before.document))
    assert keys(compared(before, again)) == []


def test_a_rate_of_a_class_of_a_fund() -> None:
    """A schedule by fund and class: the class that joins one fund, and leaves another."""
    before = real("class_k_2003")
    schedule = before.document.schedules["schedule_a"]
    share_class = replace(schedule.kind.fields[0], name="share_class", type=SHARE_CLASS)
    kind = replace(schedule.kind, fields=(*schedule.kind.fields, share_class))
    first, second, *rest = schedule.rows

    def listed(*rows: tuple[t.Row, str]) -> Side:
        made = tuple(replace(r, values={**r.values, "share_class": c}) for r, c in rows)
        by_class = replace(schedule, keys=("fund", "share_class"), kind=kind, rows=made)
        return with_document(before, replace(before.document, schedules={"schedule_a": by_class}))

    old = listed((first, "Class K"), (second, "Class K"), (second, "Class R"))
    joins = [(rest[0], "Class K"), (rest[0], "Class R")]
    new = listed((first, "Class K"), (first, "Class R"), (second, "Class K"), *joins)
    found = [(e.key, e.fund, e.share_class) for e in compared(old, new)]
    assert found == [
        ("class-added", first.values["fund"], "Class R"),
        ("class-dropped", second.values["fund"], "Class R"),
        ("fund-added", rest[0].values["fund"], ""),
    ]

