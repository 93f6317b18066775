"""A direction is claimed of what holds in all cases, and both ways only with a case each way."""

from __future__ import annotations

import gc
import subprocess
import sys
from dataclasses import replace

import pytest
from pairs import compared, directions, typed
from test_directions import MORE, PAIRS, approved, cap, due, excepting, holds, monthly, summed

from checker.proof import solver
from checker.proof.clauses import Change, Terms, compare, compare_conditions, compare_definitions
from checker.typed import nodes as t
from checker.typed.types import DATE, record_of


def steps(change: Change) -> dict[str, str]:
    return {s.text: s.value for s in change.case}


def part(changes: tuple[Change, ...], facet: str) -> Change:
    return next(c for c in changes if c.facet == facet)


# --- what may be any value is no counterexample ----------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # what is carried is never below zero, but that is not known here
        (monthly("$100.00"), monthly("$100.00 + carried(fund, previous month)")),
        # an average over days is not counted out, and may be anything
        (
            holds("average of day_of(payment, day) for each day in payment.accrued_for is at most $9.00"),
            holds("average of day_of(payment, day) for each day in payment.accrued_for is at most 18 * $0.50 + carried(payment.fund, payment.accrued_for)"),
        ),
        # the agreement's day count is not the other's
        (due("14 days after end of payment.accrued_for"), due("5 business days after end of payment.accrued_for")),
    ],
)  # fmt: skip
def test_undecided(old: str, new: str) -> None:
    more = "\ndefine day_of\n  given payment, day\n  means sum of lot.price for each lot where lot.issued is day\n"
    found = compared(old, new, (more, more))
    assert {c.direction for c in found} == {"undecided"}


def test_a_question_may_have_any_answer() -> None:
    """What only a person can answer is no unknown of the proof: each answer may be given."""
    found = compared(holds("honest"), holds("agreed"))
    assert directions(found) == ["condition both ways", "whole both ways"]


def test_a_case_rests_on_records_that_could_be_on_file() -> None:
    """The sum of some payments is no more than that of all: no case says otherwise."""
    service = summed(" and payment.kind is service_fee")
    twice = summed(" and payment.kind is service_fee").replace("$100.00", "$99.00")
    assert directions(compared(service, twice)) == ["limit lowered", "whole tighter"]
    assert directions(compared(summed(""), service)) == ["limit looser", "whole looser"]


def test_too_much_effort_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new, _ = PAIRS["one part of a lesser-of cap up, the other down"]
    monkeypatch.setattr(solver, "STEPS", 1)
    assert {c.direction for c in compared(old, new)} == {"undecided"}


def test_a_schedule_without_its_rows_may_have_any() -> None:
    """With the rows, the one column is never below the other; without, that is not known."""
    old = monthly("rates.fee of net_average(fund, month) over month")
    new = monthly("rates.other of net_average(fund, month) over month")
    before, after = typed(old), typed(new)
    terms = [
        replace(x.terms, schedules={**x.terms.schedules, "rates": replace(x.terms.schedules["rates"], on_file=False)})
        for x in (before, after)
    ]
    assert directions(compare(before.clause, after.clause, before.terms, after.terms))[0] == "limit raised"
    assert directions(compare(before.clause, after.clause, *terms))[0] == "limit undecided"


def test_figures_of_a_schedule_alone_are_compared_elsewhere() -> None:
    text = monthly("rates.fee of net_average(fund, month) over month")
    assert compared(text, text, changed=(("| 0.45%  ", "| 0.49%  "),)) == ()


def test_figures_of_a_schedule_count_when_the_words_change_too() -> None:
    """0.45% and 0.25% become 0.49% and 0.25% in the column itself, which the cap now rounds up."""
    old = monthly("rates.fee of net_average(fund, month) over month")
    new = monthly("rates.fee of net_average(fund, month) over month rounded up to $0.01")
    found = compared(old, new, changed=(("| 0.45%  ", "| 0.20%  "),))
    assert directions(found) == ["limit both ways", "whole both ways"]


def test_a_cap_that_no_figure_reaches_is_raised_all_the_same() -> None:
    """No rate of the schedule is above 1%: nothing violates either, and the cap is another."""
    old, new = (f"  for each fund\n  limit rates.fee to at most {x} per year" for x in ("1%", "2%"))
    assert directions(compared(old, new)) == ["limit raised"]


# --- what a case says ------------------------------------------------------------------------------


def test_a_count_of_votes() -> None:
    found = compared(
        approved("majority_of_outstanding_shares of holders"),
        approved("majority_of_outstanding_voting_securities of holders"),
    )
    case = steps(part(found, "approval"))
    assert case["holders.outstanding"] == "1,000"
    present, votes = int(case["holders.present"]), int(case["holders.for"])
    assert 500 < present <= 1000
    assert 100 * votes >= 67 * present
    assert votes <= 500


def test_amounts_and_days() -> None:
    assert steps(part(compared(cap("$100.00"), cap("$200.00")), "limit")) == {
        "before": "100.00 USD",
        "after": "200.00 USD",
    }
    found = compared(due("10 days after end of payment.accrued_for"), due("15 days after end of payment.accrued_for"))
    case = steps(part(found, "deadline"))
    assert case["before"] < case["after"]
    assert set(case) == {"payment.accrued_for", "before", "after"}


def test_who_is_paid() -> None:
    old = holds("payment.payee is distributor")
    new = holds('payment.payee is distributor or payment.payee is "A bank"')
    found = compared(old, new)
    assert steps(part(found, "condition")) == {"payment.payee": "A bank"}


def test_nothing_on_file_is_said() -> None:
    found = compared(approved("majority of board and consent of distributor"), approved("majority of board"))
    assert steps(part(found, "consent")) == {"consent": "none on file"}


@pytest.mark.parametrize("name", PAIRS)
def test_both_ways_is_shown(name: str) -> None:
    old, new, _ = PAIRS[name]
    assert all(c.case for c in compared(old, new) if c.direction == "both ways")


def test_the_same_answer_every_time() -> None:
    """Whatever was asked before, and whenever memory is freed."""
    old, new, _ = PAIRS["two thirds of those present for the lesser-of test"]
    first = compared(old, new)
    compared(cap("$100.00"), cap("$200.00"))
    gc.collect()
    assert compared(old, new) == first
    gc.disable()
    try:
        assert compared(old, new) == first
    finally:
        gc.enable()


# --- words -------------------------------------------------------------------------------------------


def test_the_words_of_a_part() -> None:
    found = compared(cap("$100.00"), excepting('"honest": honest', bound="$90.00"))
    limit, exception = part(found, "limit"), part(found, "unless")
    assert (limit.old, limit.new, limit.how) == ("100.00 USD", "90.00 USD", "lowered")
    assert (exception.old, exception.new, exception.how) == ("", '"honest": honest(payment)', "added")


def test_a_condition_is_widened_whatever_that_makes_of_the_clause() -> None:
    narrow, wide = (f"  for each payment\n  when payment.amount is more than {x}\n  must hold honest" for x in ("$9.00", "$8.00"))
    change = part(compared(narrow, wide), "when")
    assert (change.direction, change.how) == ("tighter", "widened")


# --- order among clauses -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "\n  subject to first", ["order looser"]),
        ("\n  subject to first, second", "\n  subject to first", ["order tighter"]),
        ("\n  subject to first", "\n  subject to second", ["order undecided"]),
        ("", "\n  despite first", ["order looser"]),
        ("\n  subject to first, second", "\n  subject to second, first", []),
    ],
)
def test_order(old: str, new: str, expected: list[str]) -> None:
    assert directions(compared(cap("$100.00") + old, cap("$100.00") + new, (MORE, MORE))) == expected


def test_survival() -> None:
    def surviving(clauses: str, until: str = "") -> str:
        return f"  clauses {clauses} survive termination{until}"

    closed = "\n    until any closing where closing.on is on or before date"
    later = "\n    until any closing where closing.on is on or before 30 days before date"

    def told(old: str, new: str) -> list[str]:
        return directions(compared(old, new, (MORE, MORE)))

    assert told(surviving("first"), surviving("first, second")) == ["survival tighter", "whole tighter"]
    assert told(surviving("first"), surviving("first", closed)) == ["survival looser", "whole looser"]
    assert told(surviving("first", closed), surviving("first", later)) == ["survival tighter", "whole tighter"]


# --- what the words mean -----------------------------------------------------------------------------


def test_a_definition_that_takes_in_more() -> None:
    text = monthly("$100.00")
    found = compared(text, text, changed=((" and payment.payee is distributor\n", "\n"),))
    assert found == ()  # the cap is on all that is paid, and not on what is paid to one
    small = cap("$100.00", "paid_to_small", "  for each fund, month\n")
    found = compared(small, small, changed=((" and payment.payee is distributor\n", "\n"),))
    assert directions(found) == ["limit tighter", "whole tighter"]


def test_a_body_of_others_is_another() -> None:
    text = approved("majority_of_outstanding_voting_securities of holders")
    found = compared(text, text, changed=(('holders of "Class S"', 'holders of "Class S2"'),))
    assert directions(found) == ["approval both ways", "whole both ways"]


def test_readings_of_an_assumption() -> None:
    text = due("grace after end of payment.accrued_for")
    found = compared(text, text, changed=(("is 3 days or 5 days", "is 6 days"),))
    assert directions(found) == ["deadline raised", "whole looser"]


def terms_of(body: str, changed: tuple[tuple[str, str], ...] = ()) -> Terms:
    return typed(body, "", changed).terms


def test_definitions() -> None:
    before = terms_of(cap("$1.00"))
    after = terms_of(cap("$1.00"), ((" and payment.payee is distributor\n", "\n"),))
    old, new = before.definitions["paid_to_small"], after.definitions["paid_to_small"]
    found = compare_definitions(old, new, before, after)
    assert [c.direction for c in found] == ["raised"]
    assert [c.direction for c in compare_definitions(new, old, after, before)] == ["lowered"]
    assert compare_definitions(old, old, before, before) == ()
    majority, half = before.definitions["majority"], before.definitions["half"]
    assert [c.direction for c in compare_definitions(majority, half, before, before)] == ["raised"]


def test_who_belongs_to_a_body() -> None:
    terms = terms_of(cap("$1.00"))
    board, independent = terms.bodies["board"].members, terms.bodies["independent_directors"].members
    assert isinstance(board, t.Origin) and isinstance(independent, t.Origin)
    variables = ((board.variable, record_of("director")), ("date", DATE))
    found = compare_conditions(board.where, independent.where, variables, terms, terms)
    assert [(c.direction, c.how) for c in found] == [("tighter", "narrowed")]


# --- z3 is asked only where it must be -----------------------------------------------------------------


def test_it_is_not_loaded_before() -> None:
    text = "import sys; import checker.proof.clauses; sys.exit('z3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == 0
