"""What drafts need, as data: each draft with the facts on file, and everything that is needed of it.

A need is told in one line, ``clause | fund | kind who | standing``, without the determinations where
they are not what the example is about. Drafts and facts are invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest
from needs_cases import effect, needed

from checker.findings.amended import Effect, Need

ENERGY, LEISURE, DYNAMICS = "INVESCO Energy Fund", "INVESCO Leisure Fund", "INVESCO Dynamics Fund"
BEFORE, AFTER = date(2004, 3, 10), date(2004, 5, 10)

RAISE = f"""amendment number_four to class_k_2003 "Amendment No. 4"
  dated 2004-03-01
  effective 2004-04-01
  in schedule_b where fund is "{ENERGY}" set asset_based_sales_charge to 0.25%, aggregate to 0.50%
"""
RAISED = (
    effect("rate-raised", ENERGY, "schedule_b.asset_based_sales_charge"),
    effect("cap-raised", ENERGY, "schedule_b.aggregate"),
)


def complete(until: date, *more: str) -> str:
    kinds = ("vote", "consent", "independence", "class_conversion", *more)
    said = "{{facts: {}, from: 2000-01-01, until: {}, stated_by: Secretary}}"
    return "complete_records:\n" + "".join(f"  - {said.format(k, until)}\n" for k in kinds)


def determined(question: str, answer: str, about: str = "") -> str:
    named = f"about: [{about}], " if about else ""
    return (
        f'  - {{question: {question}, {named}answer: "{answer}", by: J. Okafor, role: counsel, '
        f"on: 2004-03-02, basis: memorandum}}\n"
    )


def answers(**given: str) -> str:
    return "determinations:\n" + "".join(determined(q, a) for q, a in given.items())


def board_vote(on: date, *, mode: str = "in_person", called: bool = True, draft: str = "number_four") -> str:
    purpose = f"{{matter: amendment, concerning: {draft}}}" if called else "{matter: continuance}"
    return f"""meetings:
  - {{id: meeting, on: {on}, mode: {mode}, called_for: [{purpose}]}}
votes:
  - id: board
    on: {on}
    matter: amendment
    concerning: {draft}
    meeting: meeting
    tallies: [{{body: board, in_office: 5, for: 3}}, {{body: independent_directors, in_office: 3, for: 2}}]
"""


def holders_vote(votes_for: int, present: int, fund: str = ENERGY, on: date = BEFORE) -> str:
    return f"""  - id: holders
    on: {on}
    matter: amendment
    concerning: number_four
    fund: {fund}
    tallies: [{{body: class_k_holders, outstanding: 1000, present: {present}, for: {votes_for}}}]
"""


NOT_MATERIAL = answers(
    increase_is_material="no",
    amendment_is_material="no",
    amendment_is_material_in_law="no",
    spending_change_is_material="no",
)
MATERIAL = answers(
    increase_is_material="yes",
    amendment_is_material="yes",
    holders_approve_material_amendments="no",
    amendment_is_material_in_law="yes",
    spending_change_is_material="yes",
)

BOARDS = ("board", "independent_directors")


def lines(found: Iterable[Need]) -> set[str]:
    return {
        f"{n.code.partition('/')[2]} | {n.fund} | {n.kind} | {n.standing}"
        for n in found
        if n.kind != "determination"
    }


def both(clause: str, standing: str, fund: str = "") -> set[str]:
    return {f"{clause} | {fund} | {kind} | {standing}" for kind in BOARDS}


def of_holders(standing: str, fund: str = ENERGY) -> set[str]:
    """What the agreement and the rule want of the holders of one fund whose rates rise materially."""
    return {
        f"increase_approved_by_holders | {fund} | holders | {standing}",
        f"increase_put_to_holders | {fund} | holders | {standing}",
    }


@dataclass(frozen=True)
class Example:
    name: str
    draft: str
    register: str
    as_of: date
    effects: tuple[Effect, ...]
    expected: set[str]
    agreement: str = "class_k_2003"


KEPT = {f"columns_fit | {ENERGY} | limit | kept"}

EXAMPLES = [
    Example(
        "a material raise for one fund, and nobody has voted",
        RAISE,
        MATERIAL + complete(BEFORE),
        BEFORE,
        RAISED,
        KEPT
        | both("amendment_approved", "missing")
        | both("material_amendment_approved", "missing")
        | both("material_amendment_by_both_boards", "missing")
        | {f"increase_approved_by_holders | {ENERGY} | board | missing"}
        | of_holders("missing"),
    ),
    Example(
        "a raise of which counsel said that it is not material",
        RAISE,
        NOT_MATERIAL + complete(BEFORE),
        BEFORE,
        RAISED,
        KEPT | both("amendment_approved", "missing"),
    ),
    Example(
        "nobody has said whether the raise is material",
        RAISE,
        answers(amendment_is_material="no", amendment_is_material_in_law="no") + complete(BEFORE),
        BEFORE,
        RAISED,
        KEPT
        | both("amendment_approved", "missing")
        | {f"increase_approved_by_holders | {ENERGY} | board | question"}
        | of_holders("question"),
    ),
    Example(
        "the records of votes are not complete",
        RAISE,
        MATERIAL,
        BEFORE,
        RAISED,
        KEPT
        | both("amendment_approved", "not known")
        | both("material_amendment_approved", "not known")
        | both("material_amendment_by_both_boards", "not known")
        | {f"increase_approved_by_holders | {ENERGY} | board | not known"}
        | of_holders("not known")
        | {f"purchase_class_asked_or_kept_whole | {ENERGY} | holders | question"},
    ),
    Example(
        "board, independent directors and holders of the fund have voted: 336 of 501 present",
        RAISE,
        MATERIAL + board_vote(BEFORE) + holders_vote(336, 501) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT
        | both("amendment_approved", "on file")
        | both("material_amendment_approved", "on file")
        | both("material_amendment_by_both_boards", "on file")
        | {f"increase_approved_by_holders | {ENERGY} | board | on file"}
        | of_holders("on file"),
    ),
    Example(
        "335 of 501 present are 66.87%: not enough",
        RAISE,
        MATERIAL + board_vote(BEFORE) + holders_vote(335, 501) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT
        | both("amendment_approved", "on file")
        | both("material_amendment_approved", "on file")
        | both("material_amendment_by_both_boards", "on file")
        | {f"increase_approved_by_holders | {ENERGY} | board | on file"}
        | of_holders("missing"),
    ),
    Example(
        "501 of all 1,000 are 50.1% of those present and more than half of all: enough",
        RAISE,
        MATERIAL + board_vote(BEFORE) + holders_vote(501, 1000) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT
        | both("amendment_approved", "on file")
        | both("material_amendment_approved", "on file")
        | both("material_amendment_by_both_boards", "on file")
        | {f"increase_approved_by_holders | {ENERGY} | board | on file"}
        | of_holders("on file"),
    ),
    Example(
        "the holders of another fund voted: theirs are not these",
        RAISE,
        MATERIAL + board_vote(BEFORE) + holders_vote(1000, 1000, LEISURE) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT
        | both("amendment_approved", "on file")
        | both("material_amendment_approved", "on file")
        | both("material_amendment_by_both_boards", "on file")
        | {f"increase_approved_by_holders | {ENERGY} | board | on file"}
        | of_holders("missing"),
    ),
    Example(
        "the votes came four days after the draft was to take effect",
        RAISE,
        NOT_MATERIAL + board_vote(date(2004, 4, 5)) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT | both("amendment_approved", "missing"),
    ),
    Example(
        "the directors voted by telephone: not in person, and in 2004 no order relieves",
        RAISE,
        MATERIAL + board_vote(BEFORE, mode="telephone") + holders_vote(336, 501) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT
        | both("amendment_approved", "missing")
        | both("material_amendment_approved", "missing")
        | both("material_amendment_by_both_boards", "missing")
        | {f"increase_approved_by_holders | {ENERGY} | board | on file"}
        | of_holders("on file"),
    ),
    Example(
        "the meeting was called for something else",
        RAISE,
        NOT_MATERIAL + board_vote(BEFORE, called=False) + complete(AFTER),
        AFTER,
        RAISED,
        KEPT | both("amendment_approved", "missing"),
    ),
    Example(
        "the same sum split otherwise: nothing for the holders to vote on",
        RAISE.replace("aggregate to 0.50%", "service_fee to 0.20%"),
        answers(
            amendment_is_material="yes",
            holders_approve_material_amendments="no",
            amendment_is_material_in_law="yes",
        )
        + complete(BEFORE),
        BEFORE,
        (
            effect("rate-raised", ENERGY, "schedule_b.asset_based_sales_charge"),
            effect("rate-lowered", ENERGY, "schedule_b.service_fee"),
        ),
        KEPT
        | both("amendment_approved", "missing")
        | both("material_amendment_approved", "missing")
        | both("material_amendment_by_both_boards", "missing"),
    ),
    Example(
        "a fund is renamed, nothing else: what any amendment needs",
        f"""amendment number_four to class_k_2003 "New names"
  effective 2004-04-01
  rename fund "{ENERGY}" to "AIM Energy Fund"
""",
        NOT_MATERIAL + complete(BEFORE),
        BEFORE,
        (effect("fund-renamed", ENERGY, "schedule_a", old=ENERGY, new="AIM Energy Fund"),),
        both("amendment_approved", "missing"),
    ),
    Example(
        "a fund joins: the plan is adopted for it; whether its shares were on offer before is not on file",
        """amendment number_four to class_k_2003 "Utilities Fund joins"
  effective 2004-04-01
  add to schedule_a
    | company                    | fund                   |
    | INVESCO SECTOR FUNDS, INC. | INVESCO Utilities Fund |
  add to schedule_b
    | fund                   | asset_based_sales_charge | service_fee | aggregate |
    | INVESCO Utilities Fund | 0.20%                    | 0.25%       | 0.45%     |
""",
        NOT_MATERIAL + board_vote(BEFORE) + complete(AFTER),
        AFTER,
        (
            effect("fund-added", "INVESCO Utilities Fund", "schedule_a"),
            effect("rate-added", "INVESCO Utilities Fund", "schedule_b.aggregate"),
        ),
        {
            "columns_fit | INVESCO Utilities Fund | limit | kept",
            "adopted_by_holders | INVESCO Utilities Fund | holders | not known",
        }
        | both("amendment_approved", "on file")
        | both("adopted_by_both_boards", "on file", "INVESCO Utilities Fund"),
    ),
    Example(
        "an earlier vote to adopt the plan was not on the fund that joins",
        """amendment number_four to class_k_2003 "Utilities Fund joins"
  effective 2004-04-01
  add to schedule_a
    | company                    | fund                   |
    | INVESCO SECTOR FUNDS, INC. | INVESCO Utilities Fund |
  add to schedule_b
    | fund                   | asset_based_sales_charge | service_fee | aggregate |
    | INVESCO Utilities Fund | 0.20%                    | 0.25%       | 0.45%     |
""",
        NOT_MATERIAL
        + board_vote(date(2003, 6, 11)).replace("amendment", "adoption").replace("concerning: number_four", "")
        + complete(BEFORE),
        BEFORE,
        (effect("fund-added", "INVESCO Utilities Fund", "schedule_a"),),
        {"adopted_by_holders | INVESCO Utilities Fund | holders | not known"}
        | both("amendment_approved", "missing")
        | both("adopted_by_both_boards", "missing", "INVESCO Utilities Fund"),
    ),
    Example(
        "a draft that loosens how amendments are approved is approved as before",
        """amendment number_four to class_k_2003 "Easier amendments"
  effective 2004-04-01
  replace clause amendment_approved at "TWELFTH" with
    says "The board approves."
    for each amendment
    requires majority of board by amendment.effective
""",
        NOT_MATERIAL + complete(BEFORE),
        BEFORE,
        (effect("approval-loosened", "", "clause amendment_approved"),),
        both("amendment_approved", "missing")
        | {"material_amendment_by_both_boards |  | limit | question"},
    ),
    Example(
        "another distributor: a new agreement, and whether the old one ends is not on file",
        """amendment number_four to class_k_2003 "New distributor"
  effective 2004-04-01
  replace party distributor "New Distributors, Inc."
""",
        NOT_MATERIAL + complete(BEFORE),
        BEFORE,
        (effect("party-substituted", "", "party distributor"),),
        both("amendment_approved", "missing")
        | both("implementing_agreement_approved", "missing")
        | {"underwriting_contract_approved |  | independent_directors | missing"},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_a_draft_needs(example: Example) -> None:
    found = needed(example.agreement, example.draft, example.register, example.as_of, example.effects)
    assert lines(found) == example.expected


# --- class B ----------------------------------------------------------------------------------

LOWER = f"""amendment cut to class_b_2003 "A lower charge"
  effective 2004-04-01
  in schedule_b where fund is "{ENERGY}" set asset_based_sales_charge to 0.50%, aggregate to 0.75%
"""
LOWERED = (effect("rate-lowered", ENERGY, "schedule_b.asset_based_sales_charge"),)


def of_clause(found: Iterable[Need], clause: str) -> list[Need]:
    return [n for n in found if n.code.endswith(f"/{clause}") and n.kind != "determination"]


def test_a_lower_charge_is_forbidden_whoever_approves() -> None:
    """EIGHTH (E): 0.75% before, 0.50% with the draft; all votes and consents are on file."""
    register = (
        board_vote(BEFORE, draft="cut")
        + """  - id: holders
    on: 2004-03-10
    matter: amendment
    concerning: cut
    fund: INVESCO Energy Fund
    tallies: [{body: class_b_holders, outstanding: 1000, present: 1000, for: 1000}]
consents:
  - {id: c, party: "A I M Distributors, Inc.", on: 2004-03-10, written: yes, concerning: cut}
"""
        + complete(AFTER)
    )
    [found] = of_clause(
        needed("class_b_2003", LOWER, register, AFTER, LOWERED), "no_reduction_for_issued_shares"
    )
    assert (found.kind, found.standing, found.fund) == ("never", "forbidden", ENERGY)
    assert "at least 0.75% per year; with the draft 0.50% per year (-0.25% per year)" in found.what
    assert (found.paragraph, found.effects) == ("EIGHTH (E)", ("rate-lowered",))
    assert "no vote or consent allows it" in found.says


def test_a_higher_charge_keeps_that_limit() -> None:
    draft = LOWER.replace("0.50%", "0.80%").replace("0.75%", "1.05%")
    effects = (effect("rate-raised", ENERGY, "schedule_b.asset_based_sales_charge"),)
    found = of_clause(
        needed("class_b_2003", draft, complete(BEFORE), BEFORE, effects), "no_reduction_for_issued_shares"
    )
    assert [(n.kind, n.standing, n.fund) for n in found] == [("limit", "kept", ENERGY)]


WAIVE = """amendment waive to class_b_2003 "No charge on redemptions"
  effective 2004-04-01
  insert clause nothing_taken at "SIXTH (A)"
    says "Nothing is taken."
    for each redemption
    limit redemption.cdsc to at most $0.00
"""
WAIVED = (effect("cdsc-waived", "", "clause nothing_taken", clause="nothing_taken"),)
TRANSFERS = """transfers:
  - {id: t_1, on: 2003-09-01, from_party: "A I M Distributors, Inc.", assignee: Cedar CDSC Funding, fund: INVESCO Energy Fund, stream: cdsc, portion: 100%, direct_payment: no}
  - {id: t_2, on: 2003-10-01, from_party: "A I M Distributors, Inc.", assignee: Alder Trust, fund: INVESCO Leisure Fund, stream: both, portion: 50%, direct_payment: no}
  - {id: t_3, on: 2003-08-01, from_party: "A I M Distributors, Inc.", assignee: Redwood Receivables Trust, fund: INVESCO Health Sciences Fund, stream: twelve_b_1_share, portion: 80%, direct_payment: yes}
"""
CONSENT = """consents:
  - {id: c_1, party: Cedar CDSC Funding, on: 2004-03-05, written: yes, concerning: waive}
"""
NOT_REQUIRED = answers(change_required_by_law="no")
CHARGES = ("transfer", "prospectus", "variation_statement")


def consents(register: str, effects: tuple[Effect, ...] = WAIVED) -> dict[str, str]:
    found = needed("class_b_2003", WAIVE, register, BEFORE, effects)
    return {n.who: n.standing for n in found if n.kind == "consent"}


def test_a_waiver_needs_the_consent_of_distributor_and_each_assignee() -> None:
    """Redwood holds no right to the charge and is not asked."""
    register = TRANSFERS + CONSENT + NOT_REQUIRED + complete(BEFORE, *CHARGES)
    assert consents(register) == {
        "A I M Distributors, Inc.": "missing",
        "Cedar CDSC Funding": "on file",
        "Alder Trust": "missing",
    }


def test_a_waiver_for_one_fund_needs_its_assignees_alone() -> None:
    register = TRANSFERS + CONSENT + NOT_REQUIRED + complete(BEFORE, *CHARGES)
    found = consents(register, (effect("cdsc-waived", ENERGY, "clause nothing_taken"),))
    assert found == {"A I M Distributors, Inc.": "missing", "Cedar CDSC Funding": "on file"}


def test_there_may_be_assignees_that_are_not_on_file() -> None:
    found = consents(TRANSFERS + CONSENT + NOT_REQUIRED + complete(BEFORE))
    assert found["whoever else holds a transfer"] == "not known"
    assert found["Alder Trust"] == "missing"


def test_what_the_law_requires_needs_no_consent() -> None:
    register = TRANSFERS + answers(change_required_by_law="yes") + complete(BEFORE, *CHARGES)
    assert consents(register) == {}


def test_until_somebody_says_whether_the_law_requires_it_that_is_the_question() -> None:
    found = needed(
        "class_b_2003", WAIVE, TRANSFERS + CONSENT + complete(BEFORE, *CHARGES), BEFORE, WAIVED
    )
    by_who = {n.who: n for n in found if n.kind == "consent"}
    assert by_who["Cedar CDSC Funding"].standing == "on file"
    assert by_who["Alder Trust"].standing == "question"
    assert "if change_required_by_law is yes: not needed" in by_who["Alder Trust"].question
    assert "if change_required_by_law is no: missing" in by_who["Alder Trust"].question


def test_consent_comes_before_the_day() -> None:
    found = needed(
        "class_b_2003", WAIVE, TRANSFERS + NOT_REQUIRED + complete(BEFORE, *CHARGES), BEFORE, WAIVED
    )
    assert {n.by for n in found if n.kind == "consent"} == {"2004-03-31"}


def test_a_waiver_is_first_in_the_prospectus_and_told_within_a_year() -> None:
    """Rule 22d-1(c) and (d)."""
    found = needed("class_b_2003", WAIVE, NOT_REQUIRED + complete(BEFORE, *CHARGES), BEFORE, WAIVED)
    told = [(n.paragraph, n.kind, n.standing, n.by) for n in found if n.authority == "rule_22d_1"]
    assert told == [
        ("(c)", "prospectus", "missing", "2004-04-01"),
        ("(c)", "prospectus", "missing", "2004-04-01"),
        ("(d)", "notice", "missing", "2005-04-01"),
    ]


def test_without_complete_records_a_revision_may_be_there() -> None:
    found = needed("class_b_2003", WAIVE, NOT_REQUIRED + complete(BEFORE), BEFORE, WAIVED)
    assert {n.standing for n in found if n.authority == "rule_22d_1"} == {"not known"}


LATER = WAIVE.replace("for each redemption", "for each redemption where redemption.lot.issued is on or after 2004-04-01")


def test_a_waiver_for_later_shares_alone_needs_no_consent() -> None:
    effects = (effect("cdsc-waived", "", "clause nothing_taken", clause="nothing_taken", which="lot.issued"),)
    found = needed("class_b_2003", LATER, TRANSFERS + complete(BEFORE, *CHARGES), BEFORE, effects)
    assert [n.who for n in found if n.kind == "consent"] == []
    assert "rule_22d_1" in {n.authority for n in found}


CONVERT = """amendment convert to class_b_2003 "Sooner conversion"
  effective 2004-04-01
  insert clause sooner at "FIFTH (B)"
    says "Payments are small."
    for each payment
    limit payment.amount to at most $1.00
"""


def test_other_terms_of_conversion_for_issued_shares_are_forbidden() -> None:
    effects = (effect("conversion-shortened", "", "clause sooner"),)
    found = needed("class_b_2003", CONVERT, complete(BEFORE), BEFORE, effects)
    assert [(n.kind, n.standing) for n in of_clause(found, "share_not_modified_by_conversion")] == [
        ("never", "forbidden")
    ]
    assert [(n.kind, n.standing) for n in of_clause(found, "votes_separately_where_interests_differ")] == [
        ("holders", "question")
    ]


# --- what is told -----------------------------------------------------------------------------


def one(found: Iterable[Need], clause: str, kind: str) -> Need:
    [need] = [n for n in found if n.code.endswith(f"/{clause}") and n.kind == kind]
    return need


def test_a_vote_that_failed_is_told_with_its_count() -> None:
    register = MATERIAL + board_vote(BEFORE) + holders_vote(335, 501) + complete(AFTER)
    found = one(
        needed("class_k_2003", RAISE, register, AFTER, RAISED), "increase_approved_by_holders", "holders"
    )
    assert any("335 for, 501 present, 1,000 outstanding" in m for m in found.missing)
    assert found.votes is not None
    assert (found.votes.least_present, found.votes.least, found.votes.least_if_all_present) == (
        "501",
        "336",
        "501",
    )
    assert (found.share_class, found.by, found.matter) == ("Class K", "2004-04-01", "amendment")


def test_a_late_vote_is_told_with_its_day() -> None:
    register = NOT_MATERIAL + board_vote(date(2004, 4, 5)) + complete(AFTER)
    found = one(needed("class_k_2003", RAISE, register, AFTER, RAISED), "amendment_approved", "board")
    assert found.missing == (
        "majority of board in person at a meeting called for the purpose by 2004-04-01, on number_four",
        "vote board of 2004-04-05: after 2004-04-01",
    )


def test_the_question_says_what_each_answer_would_make_of_it() -> None:
    found = needed("class_k_2003", RAISE, complete(BEFORE), BEFORE, RAISED)
    need = one(found, "material_amendment_by_holders", "holders")
    assert need.standing == "question"
    assert need.question.endswith(
        "(if amendment_is_material is yes and holders_approve_material_amendments is yes: missing; "
        "otherwise not needed)"
    )


def test_open_questions_are_determinations_to_be_made() -> None:
    found = needed(
        "class_k_2003", RAISE, answers(amendment_is_material="no") + complete(BEFORE), BEFORE, RAISED
    )
    told = {(n.standing, n.missing) for n in found if n.kind == "determination"}
    about = f"(amendment number_four, fund {ENERGY})"
    assert ("question", (f"a determination of `increase_is_material` {about}: yes or no",)) in told
    answered = [n for n in found if n.kind == "determination" and n.standing == "on file"]
    assert [n.on_file for n in answered] == [("no: J. Okafor, counsel, 2004-03-02",)]


def test_no_question_is_asked_that_decides_nothing() -> None:
    """All that a material raise needs is on file: whether it is material does not matter any more."""
    register = (
        answers(holders_approve_material_amendments="no")
        + board_vote(BEFORE)
        + holders_vote(336, 501)
        + complete(AFTER)
    )
    found = needed("class_k_2003", RAISE, register, AFTER, RAISED)
    assert {n.standing for n in found} == {"on file", "kept"}


def test_effects_that_call_for_a_need_are_told() -> None:
    found = needed("class_k_2003", RAISE, MATERIAL + complete(BEFORE), BEFORE, RAISED)
    keys = ("rate-raised", "cap-raised")
    assert one(found, "increase_approved_by_holders", "holders").effects == keys
    assert one(found, "increase_put_to_holders", "holders").effects == keys
    assert one(found, "amendment_approved", "board").effects == ()


def test_only_the_fund_that_is_raised_is_asked() -> None:
    draft = RAISE.replace(f'where fund is "{ENERGY}"', f'where fund is one of ("{ENERGY}", "{DYNAMICS}")')
    effects = tuple(
        effect("rate-raised", fund, "schedule_b.asset_based_sales_charge") for fund in (ENERGY, DYNAMICS)
    )
    found = needed("class_k_2003", draft, MATERIAL + complete(BEFORE), BEFORE, effects)
    assert {n.fund for n in found if n.kind == "holders"} == {ENERGY, DYNAMICS}


def test_an_amendment_for_one_fund_asks_the_holders_of_that_fund() -> None:
    draft = RAISE.replace("  in schedule_b", f'  for funds "{ENERGY}"\n  in schedule_b')
    found = needed("class_k_2003", draft, MATERIAL + complete(BEFORE), BEFORE, RAISED)
    assert {n.fund for n in found if n.kind == "holders"} == {ENERGY}


def test_what_a_draft_waits_for_is_needed_and_sets_no_day() -> None:
    draft = RAISE.replace("  in schedule_b", "  once approved by both_boards on amendment\n  in schedule_b")
    found = needed("class_k_2003", draft, NOT_MATERIAL + complete(BEFORE), BEFORE, RAISED)
    own = [n for n in found if n.code == "class_k_2003/number_four"]
    assert [(n.kind, n.standing, n.by) for n in own] == [
        ("board", "missing", ""),
        ("independent_directors", "missing", ""),
    ]
    assert one(found, "amendment_approved", "board").by == ""


def test_nothing_is_needed_of_an_amendment_that_is_no_draft() -> None:
    from needs_cases import case_of

    from checker.needs.needs import needs

    case, told = case_of("class_k_2003", RAISE, complete(BEFORE), BEFORE)
    assert needs(case, [], (), told) == ()


# --- alternatives, consents by a day, relief --------------------------------------------------

LARKSPUR = """amendment change to larkspur_class_c_2001 "A change"
  effective 2004-04-01
  in schedule_a where fund is "Larkspur Cascade Small Cap Fund" set annual_maximum to {}
"""
CASCADE = "Larkspur Cascade Small Cap Fund"
IN_WRITING = """votes:
  - id: written
    on: 2004-03-05
    matter: amendment
    concerning: change
    mode: written
    tallies: [{body: board, in_office: 5, for: 5}, {body: independent_directors, in_office: 3, for: 3}]
"""


def test_alternatives_are_one_need() -> None:
    draft = LARKSPUR.format("$100,000")
    effects = (effect("cap-lowered", CASCADE, "schedule_a.annual_maximum"),)
    register = answers(amendment_is_material_in_law="no") + complete(BEFORE)
    found = needed("larkspur_class_c_2001", draft, register, BEFORE, effects)
    need = one(found, "amendment_approved", "board")
    assert need.standing == "missing"
    assert need.what.startswith("either (majority of board in person") and ", or (unanimous" in need.what
    # thirty days before 1 April 2004 is 2 March
    consent = one(found, "reduction_needs_consent", "consent")
    assert (consent.standing, consent.by, consent.fund) == ("missing", "2004-03-02", CASCADE)
    also = needed("larkspur_class_c_2001", draft, IN_WRITING + register, BEFORE, effects)
    assert one(also, "amendment_approved", "board").standing == "on file"


def test_a_higher_maximum_takes_a_meeting_and_the_holders() -> None:
    draft = LARKSPUR.format("$200,000")
    effects = (effect("cap-raised", CASCADE, "schedule_a.annual_maximum"),)
    register = answers(amendment_is_material_in_law="no") + IN_WRITING + complete(BEFORE)
    found = needed("larkspur_class_c_2001", draft, register, BEFORE, effects)
    assert one(found, "amendment_approved", "board").standing == "on file"
    assert {n.standing for n in of_clause(found, "increase_needs_a_meeting")} == {"missing"}
    holders = one(found, "increase_needs_holders", "holders")
    assert (holders.standing, holders.by) == ("missing", "2004-03-31")  # before the day, not on it


@pytest.mark.parametrize(
    ("effective", "allowed"),
    [
        ("2004-04-01", ""),
        ("2019-02-27", ""),
        ("2019-06-03", "may be relied on: letter_2019_prior_discussion (all fully discussed in person before)"),
        (
            "2020-06-15",
            "may be relied on: letter_2019_prior_discussion (all fully discussed in person before); "
            "order_2020_03_13 (ratified at the next meeting in person); "
            "order_2020_03_25 (ratified at the next meeting in person)",
        ),
    ],
)
def test_relief_from_voting_in_person_is_told_by_the_day(effective: str, allowed: str) -> None:
    """The law gives way to the orders, the agreement's own words do not."""
    draft = RAISE.replace("effective 2004-04-01", f"effective {effective}")
    found = needed("class_k_2003", draft, MATERIAL + complete(BEFORE), BEFORE, RAISED)
    assert one(found, "material_amendment_by_both_boards", "board").relief == allowed
    assert one(found, "amendment_approved", "board").relief == ""


def test_relief_that_was_relied_on_does_for_the_law_and_not_for_the_agreement() -> None:
    draft = RAISE.replace("2004-03-01", "2020-09-01").replace("effective 2004-04-01", "effective 2020-10-01")
    register = (
        MATERIAL.replace("on: 2004-03-02", "on: 2020-09-02")
        + board_vote(date(2020, 9, 16), mode="video")
        + """relief_reliances:
  - {id: r_1, vote: board, order: order_2020_06_19, all_could_hear: yes, circumstances: yes}
"""
        + complete(date(2020, 12, 31), "relief_reliance")
    )
    found = needed("class_k_2003", draft, register, date(2020, 12, 31), RAISED)
    by_law = one(found, "material_amendment_by_both_boards", "board")
    assert (by_law.standing, by_law.relief) == ("on file", "on file: relief from voting in person")
    assert one(found, "amendment_approved", "board").standing == "missing"


# --- funds under other names --------------------------------------------------------------------

RENAMED = f"""amendment number_three to class_k_2003 "New names"
  effective 2004-01-01
  rename fund "{ENERGY}" to "AIM Energy Fund"

""" + RAISE.replace(ENERGY, "AIM Energy Fund")


def test_a_fund_is_called_as_it_is_when_the_draft_is_voted_on() -> None:
    """The holders voted under the new name; what is needed is for that name, and on file."""
    from needs_cases import case_of

    from checker.needs.needs import needs

    new = "AIM Energy Fund"
    register = (
        MATERIAL
        + board_vote(BEFORE)
        + holders_vote(336, 501, new)
        + """  - {id: three, on: 2003-12-10, matter: amendment, concerning: number_three, meeting: meeting, tallies: [{body: board, in_office: 5, for: 5}, {body: independent_directors, in_office: 3, for: 3}]}
"""
        + complete(AFTER)
    )
    case, told = case_of("class_k_2003", RENAMED, register, AFTER)
    effects = (effect("rate-raised", new, "schedule_b.asset_based_sales_charge"),)
    found = needs(case, ["number_four"], effects, told)
    assert {(n.fund, n.standing) for n in found if n.kind == "holders"} == {(new, "on file")}
    assert {n.effects for n in found if n.kind == "holders"} == {("rate-raised",)}


def test_a_fund_that_the_draft_itself_renames_votes_under_the_name_it_has() -> None:
    draft = RAISE + f'  rename fund "{ENERGY}" to "AIM Energy Fund"\n'
    effects = (effect("rate-raised", "AIM Energy Fund", "schedule_b.asset_based_sales_charge"),)
    register = MATERIAL + board_vote(BEFORE) + holders_vote(335, 501) + complete(AFTER)
    found = needed("class_k_2003", draft, register, AFTER, effects)
    assert {(n.fund, n.standing) for n in found if n.kind == "holders"} == {(ENERGY, "missing")}
