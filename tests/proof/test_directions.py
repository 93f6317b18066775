"""Pairs of clauses, and which way each part of the change goes."""

from __future__ import annotations

import pytest
from pairs import compared, directions

EACH_PAYMENT = "  for each payment\n"
EACH_MONTH = "  for each fund, month\n"
ALL_OF_IT = "for each payment where payment.fund is fund and payment.accrued_for is month"


def cap(bound: str, subject: str = "payment.amount", each: str = EACH_PAYMENT) -> str:
    return f"{each}  limit {subject} to at most {bound}"


def monthly(bound: str) -> str:
    return cap(bound, "paid", EACH_MONTH)


def least(bound: str, by: str = "") -> str:
    return f"{EACH_MONTH}  limit paid to at least {bound}{by}"


def summed(where: str) -> str:
    """Return a cap on what is paid for a fund and month, of some kinds."""
    return cap("$100.00", f"sum of payment.amount {ALL_OF_IT}{where}", EACH_MONTH)


def of_base(where: str, rate: str = "25%") -> str:
    """Return a cap that is a rate of what is paid for a fund and month, of some kinds."""
    return f"{EACH_MONTH}  limit $10.00 to at most {rate} of sum of payment.amount {ALL_OF_IT}{where}"


def holds(condition: str, each: str = EACH_PAYMENT) -> str:
    return f"{each}  must hold {condition}"


def due(day: str) -> str:
    return f"{EACH_PAYMENT}  limit payment.paid_on to at most {day}"


def report(where: str = "", by: str = "", actor: str = "distributor", verb: str = "deliver") -> str:
    tail = f"\n    by {by}" if by else ""
    return f"  for each quarter\n  {actor} must {verb} report where report.quarter is quarter{where}{tail}"


def approved(approval: str, by: str = "amendment.effective", each: str = "amendment, fund") -> str:
    return f"  for each {each}\n  requires {approval}\n    by {by}"


def excepting(*exceptions: str, bound: str = "$100.00") -> str:
    return cap(bound) + "".join(f"\n  unless {x}" for x in exceptions)


def rights(*those: str, penalty: str = "\n    without penalty") -> str:
    return "  plan and agreement terminable by " + "\n    or ".join(those) + penalty


def term(until: str, approval: str = "majority of board") -> str:
    return f"  plan and agreement continues until {until},\n    then year to year while approved each year by {approval}"


RATE = "rates.fee of net_average(fund, month) over month"
OTHER = "rates.other of net_average(fund, month) over month"
BOTH = "majority of board and majority of independent_directors"
PRINTED = 'for each expense where expense.purpose is printing'
LOOSER, TIGHTER = "whole looser", "whole tighter"
UNDECIDED, BOTH_WAYS = "whole undecided", "whole both ways"

PAIRS = {
    # --- caps ------------------------------------------------------------------------------
    "a cap raised": (cap("$100.00"), cap("$200.00"), ["limit raised", LOOSER]),
    "a cap lowered by a cent": (cap("$100.00"), cap("$99.99"), ["limit lowered", TIGHTER]),
    "other words, same cap": (cap("$100.00"), cap("2 * $50.00"), []),
    "another name for the payment": (
        cap("$100.00"), "  for each payment called sum_paid\n  limit sum_paid.amount to at most $100.00", [],
    ),
    "a rate raised": (
        monthly("0.25% of net_average(fund, month)"), monthly("0.30% of net_average(fund, month)"),
        ["limit raised", LOOSER],
    ),
    "a column for another, one row higher": (monthly(RATE), monthly(OTHER), ["limit raised", LOOSER]),
    "cents cut off": (monthly(RATE), monthly(f"{RATE} rounded down to $0.01"), ["limit lowered", TIGHTER]),
    "rounded up for rounded down": (
        monthly(f"{RATE} rounded down to $0.01"), monthly(f"{RATE} rounded up to $0.01"), ["limit raised", LOOSER],
    ),
    "a lesser-of cap for one of its parts": (
        monthly(f"lesser of ($500.00, {RATE})"), monthly(RATE), ["limit raised", LOOSER],
    ),
    "the greater for the lesser": (
        monthly(f"lesser of ($500.00, {RATE})"), monthly(f"greater of ($500.00, {RATE})"), ["limit raised", LOOSER],
    ),
    "one part of a lesser-of cap up, the other down": (
        monthly(f"lesser of ($500.00, {RATE})"),
        monthly(f"lesser of ($400.00, {OTHER})"),
        ["limit both ways", BOTH_WAYS],
    ),
    "looks looser: the part that does not bind is raised": (
        cap("lesser of ($100.00, $200.00)"), cap("lesser of ($100.00, $900.00)"), [],
    ),
    "a cap that depends on the kind, one side up": (
        cap("if payment.kind is service_fee then $100.00 else $200.00"),
        cap("if payment.kind is service_fee then $150.00 else $200.00"),
        ["limit raised", LOOSER],
    ),
    "a cap that depends on the kind, one side up and one down": (
        cap("if payment.kind is service_fee then $100.00 else $200.00"),
        cap("if payment.kind is service_fee then $150.00 else $180.00"),
        ["limit both ways", BOTH_WAYS],
    ),
    "the side that never applies is lowered": (
        cap("if payment.kind is cdsc then $9.00 else $200.00", each="  for each payment where payment.kind is other\n"),
        cap("if payment.kind is cdsc then $1.00 else $200.00", each="  for each payment where payment.kind is other\n"),
        [],
    ),
    "part by part it is the same": (
        cap("if payment.kind is service_fee then $100.00 else $100.00"), cap("$100.00"), [],
    ),
    "a minimum raised": (least("$100.00"), least("$200.00"), ["limit raised", TIGHTER]),
    "a fixed amount changed": (
        f"{EACH_PAYMENT}  limit payment.amount to exactly $25.00",
        f"{EACH_PAYMENT}  limit payment.amount to exactly $30.00",
        ["limit raised", BOTH_WAYS],
    ),
    "a band widened on both ends": (
        f"{EACH_PAYMENT}  limit payment.amount between $100.00 and $200.00",
        f"{EACH_PAYMENT}  limit payment.amount between $50.00 and $250.00",
        ["limit lowered", "limit raised", LOOSER],
    ),
    "a band moved": (
        f"{EACH_PAYMENT}  limit payment.amount between $100.00 and $200.00",
        f"{EACH_PAYMENT}  limit payment.amount between $150.00 and $250.00",
        ["limit raised", "limit raised", BOTH_WAYS],
    ),
    "at most for exactly": (
        f"{EACH_PAYMENT}  limit payment.amount to exactly $25.00", cap("$25.00"), ["limit looser", LOOSER],
    ),
    "a limit as a condition": (cap("$100.00"), holds("payment.amount is at most $100.00"), []),
    "a limit as a wider condition": (
        cap("$100.00"), holds("payment.amount is less than $150.00"), ["condition looser", LOOSER],
    ),
    "what is carried is added": (
        monthly("$100.00"), monthly("$100.00 + carried(fund, previous month)"), ["limit undecided", UNDECIDED],
    ),
    "a cap by another amount altogether": (
        cap("$100.00"), cap("payment.offset"), ["limit both ways", BOTH_WAYS],
    ),
    "a cap by an amount that is not negative": (
        cap("$0.00"), cap("payment.offset"), ["limit raised", LOOSER],
    ),
    "a cap by an amount that may be negative": (
        cap("$0.00", "expense.amount", "  for each expense\n"),
        cap("expense.balance", "expense.amount", "  for each expense\n"),
        ["limit both ways", BOTH_WAYS],
    ),
    # --- what is bounded, what a rate is taken of ------------------------------------------------
    "more payments count under the cap": (
        summed(" and payment.payee is distributor"),
        summed(' and (payment.payee is distributor or payment.payee is "A bank")'),
        ["limit tighter", TIGHTER],
    ),
    "a payee by one of its names alone": (
        summed(" and payment.payee is distributor"), summed(' and payment.payee is "Small"'), ["limit looser", LOOSER],
    ),
    "other payments count under the cap": (
        summed(" and payment.kind is service_fee"), summed(" and payment.kind is cdsc"), ["limit both ways", BOTH_WAYS],
    ),
    "a kind listed in another order": (
        summed(" and payment.kind is one of (service_fee, cdsc)"),
        summed(" and payment.kind is one of (cdsc, service_fee)"),
        [],
    ),
    "the base takes in another payee": (
        of_base(" and payment.payee is distributor"),
        of_base(' and (payment.payee is distributor or payment.payee is "A bank")'),
        ["limit raised", "base raised", LOOSER],
    ),
    "a condition of the base dropped": (
        of_base(" and payment.kind is service_fee"), of_base(""), ["limit raised", "base raised", LOOSER],
    ),
    "the base narrowed, the rate raised": (
        of_base("", "25%"),
        of_base(" and payment.kind is service_fee", "50%"),
        ["limit both ways", "base lowered", BOTH_WAYS],
    ),
    "a sum for a count": (
        cap("10", "count of payment where payment.fund is fund", "  for each fund\n"),
        cap("10", "count of payment where payment.fund is fund and payment.kind is cdsc", "  for each fund\n"),
        ["limit looser", LOOSER],
    ),
    # --- exceptions ------------------------------------------------------------------------------
    "an exception added": (cap("$100.00"), excepting('"honest": honest'), ["unless looser", LOOSER]),
    "an exception removed": (excepting('"honest": honest'), cap("$100.00"), ["unless tighter", TIGHTER]),
    "an exception widened": (
        excepting('"small": payment.amount is at most $110.00'),
        excepting('"small": payment.amount is at most $120.00'),
        ["unless looser", LOOSER],
    ),
    "an exception narrowed": (
        excepting('"honest": honest'), excepting('"honest": honest and agreed'), ["unless tighter", TIGHTER],
    ),
    "an exception for another": (
        excepting('"honest": honest'), excepting('"honest": agreed'), ["unless both ways", BOTH_WAYS],
    ),
    "an exception that excepts nothing": (
        cap("$100.00"), excepting('"small": payment.amount is at most $50.00'), ["unless looser"][:0],
    ),
    "exceptions in another order": (
        excepting('"honest": honest', '"agreed": agreed'), excepting('"agreed": agreed', '"honest": honest'), [],
    ),
    "one exception for two": (
        excepting('"honest": honest', '"agreed": agreed'), excepting('"either": honest or agreed'), [],
    ),
    "an exception added and the cap lowered": (
        cap("$100.00"), excepting('"honest": honest', bound="$90.00"),
        ["limit lowered", "unless looser", BOTH_WAYS],
    ),
    "an exception by facts on file, widened": (
        excepting('"lent": any consent where consent.party is distributor and consent.written'),
        excepting('"lent": any consent where consent.party is distributor'),
        ["unless looser", LOOSER],
    ),
    "an exception by the absence of facts, narrowed": (
        excepting('"none": no consent where consent.written'),
        excepting('"none": no consent'),
        ["unless tighter", TIGHTER],
    ),
    "an exception by all of some facts, widened": (
        excepting('"all": every consent satisfies consent.written'),
        excepting('"all": every consent where consent.party is distributor satisfies consent.written'),
        ["unless looser", LOOSER],
    ),
    # --- days ------------------------------------------------------------------------------------
    "more days": (
        due("10 days after end of payment.accrued_for"), due("15 days after end of payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "business days for days": (
        due("10 days after end of payment.accrued_for"), due("10 business days after end of payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "fewer business days, but more than the days": (
        due("14 days after end of payment.accrued_for"), due("12 business days after end of payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "fewer business days than days, by the calendar": (
        due("14 days after end of payment.accrued_for"), due("5 business days after end of payment.accrued_for"),
        ["deadline undecided", UNDECIDED],
    ),
    "more business days": (
        due("10 business days after end of payment.accrued_for"),
        due("11 business days after end of payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "a month for thirty days": (
        due("30 days after end of payment.accrued_for"),
        due("1 month after end of payment.accrued_for clamped"),
        ["deadline both ways", BOTH_WAYS],
    ),
    "a month for twenty-seven days": (
        due("27 days after end of payment.accrued_for"),
        due("1 month after end of payment.accrued_for clamped"),
        ["deadline raised", LOOSER],
    ),
    "twelve months for a year": (
        due("1 year after end of payment.accrued_for clamped"),
        due("12 months after end of payment.accrued_for clamped"),
        [],
    ),
    "the end of the next month for days": (
        due("20 days after end of payment.accrued_for"), due("end of next payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "a date later": (due("2004-06-30"), due("2004-07-31"), ["deadline raised", LOOSER]),
    "not before a later day": (
        f"{EACH_PAYMENT}  limit payment.paid_on to at least start of next payment.accrued_for",
        f"{EACH_PAYMENT}  limit payment.paid_on to at least 1 day after start of next payment.accrued_for",
        ["deadline raised", TIGHTER],
    ),
    "a grace left open": (
        due("grace after end of payment.accrued_for"), due("6 days after end of payment.accrued_for"),
        ["deadline raised", LOOSER],
    ),
    "a grace left open, for a day between": (
        due("grace after end of payment.accrued_for"), due("4 days after end of payment.accrued_for"),
        ["deadline both ways", BOTH_WAYS],
    ),
    "a minimum due later": (
        least("$100.00", " by 10 days after end of month"), least("$100.00", " by 20 days after end of month"),
        ["deadline raised", LOOSER],
    ),
    "a maximum judged later: more counts": (
        monthly("$100.00") + " by 10 days after end of month",
        monthly("$100.00") + " by 20 days after end of month",
        ["deadline raised", TIGHTER],
    ),
    # --- what it applies to ------------------------------------------------------------------------
    "a condition added": (
        cap("$100.00"), f"{EACH_PAYMENT}  when honest\n  limit payment.amount to at most $100.00",
        ["when looser", LOOSER],
    ),
    "a condition dropped": (
        f"{EACH_PAYMENT}  when honest\n  limit payment.amount to at most $100.00", cap("$100.00"),
        ["when tighter", TIGHTER],
    ),
    "a condition that is wider": (
        f"{EACH_PAYMENT}  when payment.amount is more than $50.00\n  must hold honest",
        f"{EACH_PAYMENT}  when payment.amount is more than $40.00\n  must hold honest",
        ["when tighter", TIGHTER],
    ),
    "a condition for an exception": (
        f"{EACH_PAYMENT}  when not honest\n  limit payment.amount to at most $100.00", excepting('"honest": honest'), [],
    ),
    "fewer payments": (
        cap("$100.00"), cap("$100.00", each="  for each payment where payment.kind is cdsc\n"),
        ["applies looser", LOOSER],
    ),
    "other payments": (
        cap("$100.00", each="  for each payment where payment.kind is cdsc\n"),
        cap("$100.00", each="  for each payment where payment.kind is other\n"),
        ["applies both ways", BOTH_WAYS],
    ),
    "fewer payments, and a condition that said so already": (
        f"{EACH_PAYMENT}  when payment.kind is cdsc\n  must hold honest",
        "  for each payment where payment.kind is cdsc\n  when payment.kind is cdsc\n  must hold honest",
        [],
    ),
    "for a time alone": (
        cap("$100.00"), f"{EACH_PAYMENT}  from 2004-07-01\n  limit payment.amount to at most $100.00",
        ["applies looser", LOOSER],
    ),
    "for a longer time": (
        f"{EACH_PAYMENT}  until 2004-06-30\n  limit payment.amount to at most $100.00",
        f"{EACH_PAYMENT}  until 2004-12-31\n  limit payment.amount to at most $100.00",
        ["applies tighter", TIGHTER],
    ),
    "it binds always": (
        f"{EACH_PAYMENT}  binds while plan is in force\n  limit payment.amount to at most $100.00",
        f"{EACH_PAYMENT}  binds always\n  limit payment.amount to at most $100.00",
        ["applies tighter", TIGHTER],
    ),
    "a quarter for a month": (
        cap("$100.00", "sum of payment.amount for each payment where payment.accrued_for is in month", EACH_MONTH),
        cap("$300.00", "sum of payment.amount for each payment where payment.accrued_for is in quarter", "  for each fund, quarter\n"),
        ["applies undecided", "limit undecided", UNDECIDED],
    ),
    # --- what must hold ------------------------------------------------------------------------------
    "one more kind will do": (
        holds("payment.kind is one of (service_fee, cdsc)"), holds("payment.kind is one of (service_fee, cdsc, other)"),
        ["condition looser", LOOSER],
    ),
    "one more thing must hold": (holds("honest"), holds("honest and agreed"), ["condition tighter", TIGHTER]),
    "said the other way round": (holds("not (honest and agreed)"), holds("not honest or not agreed"), []),
    "a field that need not be given": (
        holds("payment.provider is given"), holds("payment.provider is given or honest"), ["condition looser", LOOSER],
    ),
    "a total for single amounts": (
        holds("no payment called other where other.amount is more than $100.00"),
        holds("no payment called other where other.amount is more than $90.00"),
        ["condition tighter", TIGHTER],
    ),
    "the latest of other facts": (
        holds("(latest net_assets where net_assets.on is on or before payment.paid_on).amount is at least $9.00"),
        holds("(latest net_assets where net_assets.on is before payment.paid_on).amount is at least $9.00"),
        ["condition both ways", BOTH_WAYS],
    ),
    "the greatest of more": (
        holds("greatest of expense.amount for each expense is at most $100.00"),
        holds(f"greatest of expense.amount {PRINTED} is at most $100.00"),
        ["condition looser", LOOSER],
    ),
    "the average of more": (
        holds("average of expense.amount for each expense is at most $100.00"),
        holds(f"average of expense.amount {PRINTED} is at most $100.00"),
        ["condition both ways", BOTH_WAYS],
    ),
    # --- duties ------------------------------------------------------------------------------------------
    "a report need not be written": (
        report(" and report.written"), report(), ["duty looser", LOOSER],
    ),
    "a report states more": (
        report(" and report.written"), report(" and report.written and report.states_amounts"), ["duty tighter", TIGHTER],
    ),
    "a report due later": (
        report(by="45 days after end of quarter"), report(by="60 days after end of quarter"),
        ["deadline raised", LOOSER],
    ),
    "a report due without a day": (
        report(by="45 days after end of quarter"), report(), ["deadline lowered", TIGHTER],
    ),
    "another verb": (report(), report(verb="furnish"), []),
    "another actor": (report(), report(actor="manager"), ["duty both ways", BOTH_WAYS]),
    "a prohibition widened": (
        "  distributor must not make payment where payment.kind is cdsc",
        "  distributor must not make payment where payment.kind is one of (cdsc, other)",
        ["duty tighter", TIGHTER],
    ),
    "a permission widened": (
        "  distributor may make payment where payment.kind is cdsc",
        "  distributor may make payment where payment.kind is one of (cdsc, other)",
        ["duty looser", LOOSER],
    ),
    "a permission for fewer payments": (
        f"{EACH_PAYMENT}  distributor may make payment where payment.kind is cdsc",
        f"{EACH_PAYMENT}  when honest\n  distributor may make payment where payment.kind is cdsc",
        ["when looser", TIGHTER],
    ),
    "a duty becomes a permission": (
        "  distributor must make payment where payment.kind is cdsc",
        "  distributor may make payment where payment.kind is cdsc",
        ["duty looser", LOOSER],
    ),
    # --- approvals -------------------------------------------------------------------------------------------
    "the lesser-of test for all outstanding": (
        approved("majority_of_outstanding_shares of holders"),
        approved("majority_of_outstanding_voting_securities of holders"),
        ["approval looser", LOOSER],
    ),
    "one half of the lesser-of test": (
        approved("majority_of_outstanding_voting_securities of holders"),
        approved("test_apart of holders"),
        ["approval tighter", TIGHTER],
    ),
    "the lesser-of test taken apart": (
        approved("majority_of_outstanding_voting_securities of holders"),
        approved("test_apart of holders or majority_of_outstanding_shares of holders"),
        [],
    ),
    "67% of all for the lesser-of test": (
        approved("majority_of_outstanding_voting_securities of holders"),
        approved("of_all_outstanding of holders"),
        ["approval tighter", TIGHTER],
    ),
    "two thirds of those present for the lesser-of test": (
        approved("majority_of_outstanding_voting_securities of holders"),
        approved("two_thirds_of_present of holders"),
        ["approval both ways", BOTH_WAYS],
    ),
    "two thirds for a majority": (
        approved("majority of board"), approved("two_thirds of board"), ["approval tighter", TIGHTER],
    ),
    "half for a majority": (approved("majority of board"), approved("half of board"), ["approval looser", LOOSER]),
    "not in person": (
        approved("majority of board in person"), approved("majority of board"), ["approval looser", LOOSER],
    ),
    "at a meeting called for it": (
        approved("majority of board"), approved("majority of board at a meeting called for the purpose"),
        ["approval tighter", TIGHTER],
    ),
    "one of two bodies": (approved(BOTH), approved("majority of board"), ["approval looser", LOOSER]),
    "one body more": (approved("majority of board"), approved(BOTH), ["approval tighter", TIGHTER]),
    "either body for both": (
        approved(BOTH), approved("majority of board or majority of independent_directors"), ["approval looser", LOOSER],
    ),
    "another body": (
        approved("majority of board"), approved("majority of independent_directors"),
        ["approval both ways", BOTH_WAYS],
    ),
    "bodies in another order": (
        approved(BOTH), approved("majority of independent_directors and majority of board"), [],
    ),
    "holders for directors": (
        approved("majority of board"), approved("majority_of_outstanding_voting_securities of holders"),
        ["approval both ways", BOTH_WAYS],
    ),
    "in person, but fewer": (
        approved("two_thirds of board"), approved("majority of board in person"), ["approval both ways", BOTH_WAYS],
    ),
    "approved later": (
        approved("majority of board"), approved("majority of board", "30 days after amendment.effective"),
        ["deadline raised", LOOSER],
    ),
    "approved on the day before": (
        approved("majority of board"),
        "  for each amendment, fund\n  requires majority of board before amendment.effective",
        ["deadline lowered", TIGHTER],
    ),
    "approved within a year": (
        approved("majority of board"),
        "  for each amendment, fund\n  requires majority of board from 12 months before amendment.effective clamped by amendment.effective",
        ["approval tighter", TIGHTER],
    ),
    "approved as a condition": (
        approved("majority of board"),
        holds("approved by majority of board by amendment.effective", "  for each amendment, fund\n"),
        [],
    ),
    "approved by fewer, as a condition": (
        holds(f"approved by ({BOTH}) by amendment.effective", "  for each amendment, fund\n"),
        holds("approved by majority of board by amendment.effective or material", "  for each amendment, fund\n"),
        ["condition looser", LOOSER],
    ),
    # --- consents --------------------------------------------------------------------------------------------
    "a consent in any form": (
        approved("written consent of distributor"), approved("consent of distributor"), ["consent looser", LOOSER],
    ),
    "a consent dropped": (
        approved("majority of board and written consent of distributor"), approved("majority of board"),
        ["consent looser", LOOSER],
    ),
    "a consent added": (
        approved("majority of board"), approved("majority of board and consent of every transfer by transfer.assignee"),
        ["consent tighter", TIGHTER],
    ),
    "consent of fewer assignees": (
        approved("written consent of every transfer by transfer.assignee"),
        approved("written consent of every transfer where transfer.stream is cdsc by transfer.assignee"),
        ["consent looser", LOOSER],
    ),
    "a consent for a vote": (
        approved("majority of board"), approved("consent of distributor"),
        ["approval looser", "consent tighter", BOTH_WAYS],
    ),
    "a consent may stand in for the vote": (
        approved("majority of board"), approved("majority of board or consent of distributor"),
        ["approval looser", LOOSER],
    ),
    # --- terms, rights, notice ---------------------------------------------------------------------------------
    "a longer term": (term("2004-05-31"), term("2004-12-31"), ["term raised", UNDECIDED]),
    "a shorter term": (term("2004-12-31"), term("2004-05-31"), ["term lowered", UNDECIDED]),
    "one body more to continue": (
        term("2004-12-31"), term("2004-12-31", BOTH), ["approval tighter", TIGHTER],
    ),
    "longer notice": (
        rights("distributor on 60 days written notice"), rights("distributor on 90 days written notice"),
        ["notice raised", TIGHTER],
    ),
    "notice dropped": (
        rights("distributor on 60 days written notice"), rights("distributor"), ["notice lowered", LOOSER],
    ),
    "notice in any form": (
        rights("distributor on 60 days written notice"), rights("distributor on 60 days notice"),
        ["notice looser", LOOSER],
    ),
    "one more may end it": (
        rights("majority of board"), rights("majority of board", "distributor on 60 days written notice"),
        ["rights looser", LOOSER],
    ),
    "one fewer may end it": (
        rights("majority of board", "distributor"), rights("majority of board"), ["rights tighter", TIGHTER],
    ),
    "a higher vote to end it": (
        rights("majority of board"), rights("two_thirds of board"), ["approval tighter", TIGHTER],
    ),
    "at a penalty": (
        rights("majority of board"), rights("majority of board", penalty=""), ["rights looser", LOOSER],
    ),
    "it ends in more cases": (
        "  agreement terminates when assignment where assignment.changes_control",
        "  agreement terminates when assignment",
        ["condition tighter", TIGHTER],
    ),
    "it ends in fewer cases": (
        "  agreement terminates when assignment where assignment.changes_control",
        "  agreement terminates when assignment\n    where assignment.changes_control and assignment.kind is contract_transfer",
        ["condition looser", LOOSER],
    ),
}  # fmt: skip

MORE = """
clause first at "1"
  for each payment
  must hold payment.payee is distributor

clause second at "1"
  for each payment
  must hold payment.payee is given
"""


@pytest.mark.parametrize("name", PAIRS)
def test_direction(name: str) -> None:
    old, new, expected = PAIRS[name]
    assert directions(compared(old, new)) == expected


OPPOSITE = {"raised": "lowered", "lowered": "raised", "looser": "tighter", "tighter": "looser"}


@pytest.mark.parametrize("name", PAIRS)
def test_the_other_way_round(name: str) -> None:
    """From new to old every part goes the opposite way."""
    old, new, _ = PAIRS[name]
    there, back = compared(old, new), compared(new, old)
    turned = [f"{c.facet} {OPPOSITE.get(c.direction, c.direction)}" for c in there]
    assert sorted(directions(back)) == sorted(turned)


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_is_different_from_itself(name: str) -> None:
    old, new, _ = PAIRS[name]
    assert compared(old, old) == () == compared(new, new)
