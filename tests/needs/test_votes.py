"""How many votes pass: against cases worked by hand, and for every small body against all counts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from needs_cases import case_of

from checker.evaluate.case import Case
from checker.needs.votes import Counts, least_votes

TEST_OF_THE_ACT = "majority_of_outstanding_voting_securities"
DRAFT = """amendment number_four to class_k_2003 "Amendment No. 4"
  effective 2004-04-01
  in schedule_b where fund is "INVESCO Energy Fund" set service_fee to 0.30%, aggregate to 0.50%
"""
ON = date(2004, 3, 10)


def case(register: str = "") -> Case:
    return case_of("class_k_2003", DRAFT, register, ON)[0]


# By hand, for N outstanding: the fewest present are the first whole number over N / 2; of these 67% are
# needed, rounded up; with all present, the lesser of 67% of N and the first whole number over N / 2.
@pytest.mark.parametrize(
    ("outstanding", "present", "least", "if_all"),
    [
        (1000, 501, 336, 501),  # 67% of 501 is 335.67; 670 is more than 501
        (100, 51, 35, 51),  # 34.17
        (3, 2, 2, 2),  # 1.34
        (1, 1, 1, 1),
        (10_000_000, 5_000_001, 3_350_001, 5_000_001),  # 3,350,000.67
        (200, 101, 68, 101),  # 67.67
        (0, None, None, None),
    ],
)
def test_the_test_of_the_act(
    outstanding: int, present: int | None, least: int | None, if_all: int | None
) -> None:
    found = least_votes(case(), TEST_OF_THE_ACT, Fraction(outstanding))
    assert (found.present, found.least, found.if_all) == (present, least, if_all)


def test_votes_of_fractions_of_shares() -> None:
    """Of 1,000.5 the first half over 500.25 is 500.5; 67% of it is 335.335, the next half 335.5."""
    found = least_votes(case(), TEST_OF_THE_ACT, Fraction(2001, 2))
    assert (found.present, found.least, found.if_all) == (
        Fraction(1001, 2),
        Fraction(671, 2),
        Fraction(1001, 2),
    )


@pytest.mark.parametrize(("in_office", "least"), [(1, 1), (4, 3), (5, 3), (8, 5), (12, 7)])
def test_a_majority_of_directors(in_office: int, least: int) -> None:
    found = least_votes(case(), "majority", Fraction(in_office))
    assert (found.present, found.least, found.if_all) == (None, least, least)


def test_more_than_half_of_all_shares_does_not_turn_on_who_is_present() -> None:
    found = least_votes(case(), "majority_of_outstanding_shares", Fraction(1000))
    assert (found.present, found.least, found.if_all) == (None, 501, 501)


@pytest.mark.parametrize("outstanding", range(1, 26))
def test_no_smaller_count_passes(outstanding: int) -> None:
    """Every count of a small class, tried by the words of section 2(a)(42)."""

    def passes(present: int, votes_for: int) -> bool:
        return (2 * present > outstanding and 100 * votes_for >= 67 * present) or 2 * votes_for > outstanding

    counts = [(p, f) for p in range(outstanding + 1) for f in range(p + 1) if passes(p, f)]
    fewest = min(p for p, _ in counts)
    found = least_votes(case(), TEST_OF_THE_ACT, Fraction(outstanding))
    assert found.present == fewest
    assert found.least == min(f for p, f in counts if p == fewest)
    assert found.if_all == min(f for p, f in counts if p == outstanding)


# --- what is on file --------------------------------------------------------------------------

EARLIER = """
votes:
  - id: earlier
    on: 2003-12-01
    matter: other
    fund: INVESCO Energy Fund
    tallies: [{body: class_k_holders, outstanding: 2000, present: 2000, for: 2000}]
"""
OWN = (
    EARLIER
    + """  - id: own
    on: 2004-03-05
    matter: amendment
    concerning: number_four
    fund: INVESCO Energy Fund
    tallies: [{body: class_k_holders, outstanding: 1000, present: 600, for: 100}]
"""
)


def holders(register: str, fund: str = "INVESCO Energy Fund") -> tuple[str, str, str, str, tuple[str, ...]]:
    c = case(register)
    votes = Counts(c, ("number_four",)).votes(
        TEST_OF_THE_ACT, c.agreement.bodies["class_k_holders"], fund, date(2004, 4, 1)
    )
    return votes.entitled, votes.least_present, votes.least, votes.least_if_all_present, votes.missing


def test_votes_outstanding_are_of_the_drafts_own_vote() -> None:
    assert holders(OWN) == ("1,000", "501", "336", "501", ())


def test_those_of_an_earlier_record_date_are_told_to_be_so() -> None:
    entitled, present, least, if_all, missing = holders(EARLIER)
    assert (entitled, present, least, if_all) == ("2,000", "1,001", "671", "1,001")  # 67% of 1,001 is 670.67
    assert "earlier record date" in missing[0]


@pytest.mark.parametrize(("register", "fund"), [("", "INVESCO Energy Fund"), (OWN, "INVESCO Leisure Fund")])
def test_without_a_count_of_the_funds_own_nothing_is_known(register: str, fund: str) -> None:
    entitled, _, least, _, missing = holders(register, fund)
    assert (entitled, least) == ("", "")
    assert "`outstanding`" in missing[0] and fund in missing[0]


def directors(body: str, register: str) -> tuple[str, str, tuple[str, ...]]:
    c = case(register)
    found = Counts(c, ("number_four",)).votes("majority", c.agreement.bodies[body], "", date(2004, 4, 1))
    return found.entitled, found.least, found.missing


COMPLETE = """
complete_records:
  - {facts: independence, from: 2000-01-01, until: 2004-03-10, stated_by: Secretary}
"""


def test_directors_in_office_are_counted() -> None:
    assert directors("board", COMPLETE) == ("5", "3", ())
    assert directors("independent_directors", COMPLETE) == ("3", "2", ())


def test_who_is_independent_is_not_known_where_records_may_be_missing() -> None:
    entitled, least, missing = directors("independent_directors", "")
    assert (entitled, least) == ("", "")
    assert "independence" in missing[0]
