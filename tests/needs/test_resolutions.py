"""The resolutions for a meeting: who votes on what, in which words, and what is to be recorded."""

from __future__ import annotations

import doctest

from needs_cases import effect, resolved
from test_needs import (
    AFTER,
    BEFORE,
    CHARGES,
    CONSENT,
    DYNAMICS,
    ENERGY,
    MATERIAL,
    NOT_MATERIAL,
    NOT_REQUIRED,
    RAISE,
    TRANSFERS,
    WAIVE,
    WAIVED,
    answers,
    board_vote,
    complete,
    holders_vote,
)

from checker.findings.amended import Effect, Resolution
from checker.needs import wording

CHARGE, ALL = "schedule_b.asset_based_sales_charge", "schedule_b.aggregate"


def raised(fund: str) -> tuple[Effect, ...]:
    figures = {"old": "0.20% per year", "new": "0.25% per year"}
    return (
        effect("rate-raised", fund, CHARGE, **figures),
        effect("rate-raised", fund, ALL, old="0.45% per year", new="0.50% per year"),
        effect("cap-raised", fund, ALL, old="0.45% per year", new="0.50% per year"),
    )


def of(found: tuple[Resolution, ...], body: str, fund: str = "") -> Resolution:
    [one] = [r for r in found if r.body.startswith(body) and r.fund == fund]
    return one


INDEPENDENT, BOARD, HOLDERS = "Directors not interested", "Board of directors", "Holders of Class K"


def test_directors_first_then_holders_fund_by_fund() -> None:
    draft = RAISE.replace(f'where fund is "{ENERGY}"', f'where fund is one of ("{ENERGY}", "{DYNAMICS}")')
    found = resolved(
        "class_k_2003", draft, MATERIAL + complete(BEFORE), BEFORE, (*raised(ENERGY), *raised(DYNAMICS))
    )
    assert [(r.number, r.body, r.fund, r.standing) for r in found] == [
        (1, of(found, INDEPENDENT).body, "", "missing"),
        (2, of(found, BOARD).body, "", "missing"),
        (3, "Holders of Class K Shares", ENERGY, "missing"),
        (4, "Holders of Class K Shares", DYNAMICS, "missing"),
    ]


def test_the_question_put_to_the_holders_of_a_fund_is_about_that_fund() -> None:
    effects = (*raised(ENERGY), effect("rate-lowered", DYNAMICS, CHARGE, old="0.20%", new="0.15%"))
    found = resolved("class_k_2003", RAISE, MATERIAL + complete(BEFORE), BEFORE, effects)
    assert of(found, HOLDERS, ENERGY).question == (
        "Shall Amendment No. 4 to the Amended and Restated Master Distribution Plan and Agreement, Class K "
        "Shares, which raises the asset based sales charge of Class K shares of INVESCO Energy Fund from "
        "0.20% to 0.25% a year and raises the aggregate of Class K shares of INVESCO Energy Fund from 0.45% "
        "to 0.50% a year, be approved?"
    )
    assert DYNAMICS in of(found, BOARD).question


def test_one_change_for_many_funds_is_said_once() -> None:
    funds = [f"Fund {n}" for n in range(6)]
    found = resolved(
        "class_k_2003",
        RAISE,
        MATERIAL + complete(BEFORE),
        BEFORE,
        tuple(effect("rate-raised", f, CHARGE, old="0.20%", new="0.25%") for f in funds),
    )
    assert "which raises the asset based sales charge of Class K shares of 6 funds from 0.20% to 0.25%," in (
        of(found, BOARD).question
    )


def test_how_many_votes_would_pass_and_what_to_record() -> None:
    register = MATERIAL + board_vote(BEFORE) + holders_vote(335, 501) + complete(AFTER)
    found = resolved("class_k_2003", RAISE, register, AFTER, raised(ENERGY))
    holders = of(found, HOLDERS, ENERGY)
    assert holders.least == "336 if 501 of 1,000 are present, 501 if all are"
    assert holders.standing == "missing"
    assert holders.evidence == (
        "meetings: id, on, mode, called_for: [{matter: amendment, concerning: number_four}]",
        f"votes: id, on, matter: amendment, concerning: number_four, fund: {ENERGY}, meeting, "
        "tallies: [{body: class_k_holders, outstanding, present, for}]",
    )
    assert "counted by themselves" in holders.manner
    independent = of(found, INDEPENDENT)
    assert (independent.least, independent.standing) == ("2 of 3", "on file")
    assert independent.manner == "in person, at a meeting called for it"
    assert of(found, BOARD).least == "3 of 5"


def test_the_clauses_that_want_a_vote_are_named() -> None:
    found = resolved("class_k_2003", RAISE, MATERIAL + complete(BEFORE), BEFORE, raised(ENERGY))
    assert of(found, HOLDERS, ENERGY).needs == (
        "class_k_2003/increase_approved_by_holders",
        "class_k_2003/increase_put_to_holders",
    )


def test_open_questions_are_for_the_board_to_have_answered() -> None:
    found = resolved(
        "class_k_2003",
        RAISE,
        answers(amendment_is_material="no", amendment_is_material_in_law="no") + complete(BEFORE),
        BEFORE,
        raised(ENERGY),
    )
    asked = [e for e in of(found, BOARD).evidence if e.startswith("determinations:")]
    assert asked == [
        f"determinations: `increase_is_material` (amendment number_four, fund {ENERGY}): yes or no; "
        "by, role, on, basis",
        f"determinations: `spending_change_is_material` (spending_change number_four for {ENERGY}): yes or no; "
        "by, role, on, basis",
    ]
    assert of(found, HOLDERS, ENERGY).standing == "question"


def test_without_a_material_increase_no_holders_are_asked() -> None:
    found = resolved("class_k_2003", RAISE, NOT_MATERIAL + complete(BEFORE), BEFORE, raised(ENERGY))
    assert [r.body.split(" ")[0] for r in found] == ["Directors", "Board"]


def test_consents_and_notices_are_collected_in_writing() -> None:
    register = TRANSFERS + CONSENT + NOT_REQUIRED + complete(BEFORE, *CHARGES)
    found = resolved("class_b_2003", WAIVE, register, BEFORE, WAIVED)
    collected = [r for r in found if r.manner == "in writing"]
    assert [r.number for r in collected] == list(range(3, 3 + len(collected)))
    consents = {r.body: r for r in collected if r.question.startswith("Does ")}
    assert {b: r.standing for b, r in consents.items()} == {
        "A I M Distributors, Inc.": "missing",
        "Cedar CDSC Funding": "on file",
        "Alder Trust": "missing",
    }
    assert consents["Alder Trust"].question == (
        'Does Alder Trust consent to the amendment "No charge on redemptions" to the Amended and Restated Master '
        "Distribution Plan and Agreement, Class B Shares, which waives the contingent deferred sales charge of Class B "
        "shares?"
    )
    assert consents["Alder Trust"].evidence == (
        "consents: id, party: Alder Trust, on, written: yes, concerning: waive",
    )
    assert [r.by for r in collected if not r.body] == ["2005-04-01", "2004-04-01", "2004-04-01"]


def test_a_new_distributor_wants_votes_on_the_amendment_and_on_the_agreement() -> None:
    draft = """amendment number_four to class_k_2003 "New distributor"
  effective 2004-04-01
  replace party distributor "New Distributors, Inc."
"""
    names = {"old": "A I M Distributors, Inc.", "new": "New Distributors, Inc."}
    found = resolved(
        "class_k_2003",
        draft,
        NOT_MATERIAL + complete(BEFORE),
        BEFORE,
        (effect("party-substituted", "", "party distributor", **names),),
    )
    on_agreement = [r for r in found if r.question.startswith("Shall the agreement as it stands with")]
    assert [r.body.split(" ")[0] for r in on_agreement] == ["Directors", "Directors", "Board"]
    assert "which substitutes New Distributors, Inc. for A I M Distributors, Inc. as the distributor" in (
        of(tuple(r for r in found if r not in on_agreement), BOARD).question
    )
    assert all("matter: related_agreement" in r.evidence[0] for r in on_agreement)


def test_two_drafts_are_put_together() -> None:
    drafts = RAISE + RAISE.replace("number_four", "number_five").replace("No. 4", "No. 5").replace(
        "2004-04-01", "2004-05-01"
    ).replace("0.25%", "0.30%").replace("0.50%", "0.55%")
    found = resolved("class_k_2003", drafts, MATERIAL + complete(BEFORE), BEFORE, raised(ENERGY))
    assert of(found, BOARD).question.startswith("Shall Amendment No. 4 and Amendment No. 5 to the ")
    assert of(found, BOARD).by == "2004-04-01"  # that of the first
    assert any("concerning: number_five" in e for e in of(found, BOARD).evidence)


def test_examples_in_the_module_hold() -> None:
    assert doctest.testmod(wording).failed == 0


def test_the_relief_that_was_relied_on_is_to_be_recorded() -> None:
    draft = RAISE.replace("effective 2004-04-01", "effective 2020-04-01").replace("2004-03-01", "2020-03-01")
    found = resolved("class_k_2003", draft, MATERIAL + complete(BEFORE), BEFORE, raised(ENERGY))
    board = of(found, BOARD)
    assert "order_2020_03_25" in board.manner
    assert board.manner.endswith("for what the law asks, not for the agreement's own words")
    assert any(e.startswith("relief_reliances: id, vote, order") for e in board.evidence)




def test_a_rename_says_both_names() -> None:
    draft = f"""amendment number_four to class_k_2003 "New names"
  effective 2004-04-01
  rename fund "{ENERGY}" to "AIM Energy Fund"
"""
    effects = (effect("fund-renamed", "AIM Energy Fund", "fund", old=ENERGY, new="AIM Energy Fund"),)
    found = resolved("class_k_2003", draft, NOT_MATERIAL + complete(BEFORE), BEFORE, effects)
    assert f"which renames {ENERGY} as AIM Energy Fund, be approved?" in of(found, BOARD).question
