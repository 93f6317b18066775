"""What the law asks for by effects: every row of the tables is about something there is, and makes a need."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from needs_cases import _loaded, case_of, effect, needed
from test_needs import (
    AFTER,
    BEFORE,
    ENERGY,
    MATERIAL,
    NOT_MATERIAL,
    RAISE,
    RAISED,
    board_vote,
    complete,
    lines,
)

from checker.compare.catalogue import CATALOGUE
from checker.findings.amended import Effect, Need
from checker.needs.law import ASKED, RECORDS, SUPPOSED, Asked, Supposed
from checker.needs.needs import needs

CLASS_B = (
    RAISE.replace("class_k_2003", "class_b_2003").replace("0.25%", "0.80%").replace("0.50%", "1.05%")
)
"""A draft to an agreement that is under every regulation; what it does is told by the effects of the test."""


def documents() -> dict[str, object]:
    return dict(_loaded("class_b_2003", CLASS_B, "").program.shared)


def kinds() -> dict[str, object]:
    return dict(_loaded("class_b_2003", CLASS_B, "").rules.agreements["class_b_2003"].kinds)


@pytest.mark.parametrize("key", sorted({k for row in (*SUPPOSED, *ASKED) for k in row.effects}))
def test_effects_are_in_the_catalogue(key: str) -> None:
    assert key in CATALOGUE


@pytest.mark.parametrize("row", SUPPOSED, ids=lambda r: f"{r.fact} {r.effects[0]}")
def test_supposed_facts_are_declared(row: Supposed) -> None:
    kind = kinds()[row.fact]
    assert kind.field(row.dated).type.kind == "date"  # type: ignore[attr-defined]
    for name, value in row.values.items():
        field = kind.field(name)  # type: ignore[attr-defined]
        assert field is not None
        if field.type.kind == "enum":
            assert value in field.type.members
    assert row.source


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_records_that_meet_needs_are_kinds_of_fact(name: str) -> None:
    assert name in kinds()


@pytest.mark.parametrize("row", ASKED, ids=lambda r: f"{r.regulation} {r.paragraph} {r.effects[0]}")
def test_what_no_fact_shows_is_read_from_a_clause(row: Asked) -> None:
    clause = documents()[row.regulation].clauses[row.clause]  # type: ignore[attr-defined]
    assert row.paragraph.endswith(clause.citation.paragraph)


def calling(row: Supposed | Asked, key: str) -> Effect:
    about = getattr(row, "about", "").format(distributor="distributor")
    fund = ENERGY if getattr(row, "per_fund", False) or getattr(row, "converting", False) else ""
    element = about or "schedule_b.asset_based_sales_charge"
    return effect(key, fund, element)


def by_effect(found: Iterable[Need], key: str) -> list[Need]:
    return [n for n in found if key in n.effects]


@pytest.mark.parametrize(
    ("row", "key"), [(row, key) for row in SUPPOSED for key in row.effects], ids=lambda x: str(x)[:40]
)
def test_every_supposed_fact_is_judged_by_a_clause(row: Supposed, key: str) -> None:
    found = by_effect(needed("class_b_2003", CLASS_B, "", BEFORE, (calling(row, key),)), key)
    if row.fact == "cdsc_change" and row.values["kind"] in ("increase", "period_lengthened"):
        assert {n.authority for n in found} == {"class_b_2003", "rule_6c_10"}
    else:
        assert found


@pytest.mark.parametrize(
    ("row", "key"), [(row, key) for row in ASKED for key in row.effects], ids=lambda x: str(x)[:40]
)
def test_every_row_without_a_fact_makes_its_need(row: Asked, key: str) -> None:
    found = needed("class_b_2003", CLASS_B, "", BEFORE, (calling(row, key),))
    mine = [n for n in by_effect(found, key) if n.code.endswith(f"/{row.clause}") and n.kind == row.kind]
    assert [(n.paragraph, n.standing, n.what) for n in mine] == [(row.paragraph, row.standing, row.what)]
    assert bool(mine[0].question) is (row.standing == "question")


def test_a_regulation_that_an_agreement_is_not_under_asks_nothing() -> None:
    """The related agreement names neither Rule 6c-10 nor 18f-3."""
    draft = """amendment number_four to class_k_related_agreement_2003 "A change"
  effective 2004-04-01
  strike clause communications_address
"""
    effects = (effect("cdsc-raised"), effect("conversion-shortened"))
    found = needed("class_k_related_agreement_2003", draft, complete(BEFORE), BEFORE, effects)
    assert found and by_effect(found, "cdsc-raised") == by_effect(found, "conversion-shortened") == []


# --- shares that others convert into ------------------------------------------------------------

def converting(register: str) -> list[str]:
    found = needed("class_k_2003", RAISE, MATERIAL + register, BEFORE, RAISED)
    return [n.standing for n in found if n.code.endswith("/purchase_class_asked_or_kept_whole")]


def test_whether_another_class_converts_is_asked_until_the_records_say() -> None:
    assert converting("") == ["question"]
    assert converting(complete(BEFORE)) == []


# --- shares issued later ------------------------------------------------------------------------

CHARGE = """amendment number_four to class_b_2003 "A higher charge"
  effective 2004-04-01
  insert clause higher at "SIXTH (A)"
    says "A charge."
    for each redemption where redemption.lot.issued is {}
    limit redemption.cdsc to at most $10.00
"""


@pytest.mark.parametrize(
    ("issued", "standing"),
    [
        ("on or after 2004-04-01", []),
        ("after 2004-03-31", []),
        ("after 2004-06-30", []),
        ("on or after 2004-03-31", ["question"]),
        ("before 2004-04-01", ["question"]),
    ],
)
def test_a_higher_charge_is_not_for_shares_held_before(issued: str, standing: list[str]) -> None:
    """Rule 6c-10(a)(1): what was specified at purchase is the most that shares bear."""
    effects = (effect("cdsc-raised", "", "clause higher", clause="higher", which="issued then"),)
    found = needed("class_b_2003", CHARGE.format(issued), complete(BEFORE), BEFORE, effects)
    assert [n.standing for n in found if n.authority == "rule_6c_10"] == standing


# --- duties, and what earlier amendments ask ------------------------------------------------------

WITH_NOTICE = (
    """amendment number_three to class_k_2003 "Notice of amendments"
  effective 2004-01-01
  insert clause amendment_notified at "FOURTEENTH"
    says "The distributor is told of an amendment sixty days before it takes effect."
    for each amendment
    company must give notice where notice.concerning is amendment.name
      by 60 days before amendment.effective

"""
    + RAISE
)
APPROVED_THREE = board_vote(BEFORE.replace(year=2003, month=12), draft="number_three")


def notice(register: str) -> list[tuple[str, str, str]]:
    case, told = case_of("class_k_2003", WITH_NOTICE, register, BEFORE)
    found = needs(case, ["number_four"], RAISED, told)
    return [(n.kind, n.standing, n.by) for n in found if n.code.endswith("/amendment_notified")]


def test_a_duty_to_give_notice_is_a_need_by_its_day() -> None:
    """Sixty days before 1 April 2004, in a leap year, is 1 February."""
    register = APPROVED_THREE + NOT_MATERIAL + complete(BEFORE, "notice")
    assert notice(register) == [("notice", "missing", "2004-02-01")]


def test_a_notice_that_was_given_is_on_file() -> None:
    given = """notices:
  - {id: n, on: 2004-01-15, sender: company, recipient: "A I M Distributors, Inc.", written: yes, method: delivered, subject: other, concerning: number_four}
"""
    assert notice(APPROVED_THREE + given + NOT_MATERIAL + complete(BEFORE, "notice")) == [
        ("notice", "on file", "2004-02-01")
    ]


def test_what_an_amendment_that_never_took_effect_asks_is_not_needed() -> None:
    assert notice(NOT_MATERIAL + complete(BEFORE, "notice")) == []


def test_a_draft_is_not_judged_by_what_it_puts_in_itself() -> None:
    """Number three is approved as amendments were before it, and gives no notice of itself."""
    case, told = case_of("class_k_2003", WITH_NOTICE, APPROVED_THREE + NOT_MATERIAL + complete(AFTER), AFTER)
    assert lines(needs(case, ["number_three"], (), told)) == {
        "amendment_approved |  | board | on file",
        "amendment_approved |  | independent_directors | on file",
    }


# --- facts on file ------------------------------------------------------------------------------


def test_a_change_on_file_is_taken_as_it_is() -> None:
    """Counsel answered for the entry by its own name; the draft's effects make no second one."""
    register = (
        """spending_changes:
  - {id: more_for_energy, amendment: number_four, fund: INVESCO Energy Fund, effective: 2004-04-01, kind: cap_raised}
determinations:
  - {question: spending_change_is_material, about: [{name: spending_change, value: more_for_energy}], answer: "yes", by: J. Okafor, role: counsel, on: 2004-03-02, basis: memorandum}
"""
        + complete(AFTER)
    )
    found = needed("class_k_2003", RAISE, register, AFTER, RAISED)
    assert [(n.fund, n.kind, n.standing) for n in found if n.code.endswith("/increase_put_to_holders")] == [
        (ENERGY, "holders", "missing"),
        (ENERGY, "determination", "on file"),
    ]


def test_one_effect_on_shares_held_before_is_enough() -> None:
    """Two clauses take a higher charge, one of them for all shares."""
    draft = CHARGE.format("on or after 2004-04-01") + CHARGE.format("on or after 2000-01-01").partition(
        "2004-04-01\n"
    )[2].replace("higher", "highest")
    effects = tuple(
        effect("cdsc-raised", "", f"clause {name}", clause=name, which=which)
        for name, which in (("higher", "issued then"), ("highest", ""))
    )
    found = needed("class_b_2003", draft, complete(BEFORE), BEFORE, effects)
    assert [n.standing for n in found if n.authority == "rule_6c_10"] == ["forbidden"]
    assert {n.kind for n in found if n.code.endswith("/charge_of_issued_shares_unchanged")} == {
        "consent",
        "determination",
    }
