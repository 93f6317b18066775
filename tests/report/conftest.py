"""Results written by hand, with the figures of the worked scenarios, for the reporters to lay out."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from checker.findings.model import (
    AgreementSummary,
    Assumption,
    Cure,
    Evidence,
    FactUsed,
    Finding,
    InputDigest,
    Missing,
    Result,
    Segment,
    Step,
    Subject,
    TextSpan,
    TimeLine,
    Waived,
)

CALENDAR = Assumption(
    name="business_day_calendar",
    text="Which days are business days.",
    paragraph="THIRD (A)",
    reading="",
    readings=("new_york_stock_exchange", "federal_reserve"),
    chosen_by="every reading",
)
ACTUAL_DAYS = Assumption(
    name="day_count",
    text="Fees accrue on actual days over the days of the calendar year.",
    paragraph="SECOND",
    reading="actual_actual",
    readings=("actual_actual", "thirty_360"),
    chosen_by="agreement",
)
COMPANY_LEVEL = Assumption(
    name="aggregation",
    text="A provider's customers are taken together across the Funds of one Company.",
    paragraph="SEVENTH",
    reading="company",
    readings=("company", "fund"),
    chosen_by="settings",
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def span(path: str, line: int, column: int = 1) -> TextSpan:
    return TextSpan(path=path, start=line * 80, end=line * 80 + 40, line=line, column=column)


def clause_file(agreement: str) -> str:
    return f"agreements/{agreement}/agreement.clause"


def steps(*rows: tuple[int, str, str]) -> tuple[Step, ...]:
    return tuple(Step(depth=depth, text=text, value=value) for depth, text, value in rows)


def fact(kind: str, key: str, path: str, line: int) -> FactUsed:
    return FactUsed(kind=kind, key=key, path=path, line=line)


def subjects(**values: str) -> tuple[Subject, ...]:
    return tuple(Subject(name=name, value=value) for name, value in values.items())


def finding(agreement: str, clause: str, verdict: str = "compliant", **given: Any) -> Finding:
    """Return a finding with everything left out that a test does not care about."""
    code = f"{agreement}/{clause}"
    fields: dict[str, Any] = {
        "code": code,
        "verdict": verdict,
        "severity": "error",
        "enforcement": "hard",
        "agreement": agreement,
        "version": "2003-07-01",
        "clause": clause,
        "paragraph": "",
        "authority": agreement,
        "says": "",
        "quote": "",
        "span": span(clause_file(agreement), 1),
        "related": (),
        "subject": (),
        "message": "",
        "expected": "",
        "observed": "",
        "difference": "",
        "unit": "",
        "steps": (),
        "facts": (),
        "evidence": (),
        "missing": (),
        "excuse": "",
        "cure": None,
        "assumptions": (),
        "notes": (),
        "waiver": None,
    }
    about = "|".join(one.value for one in given.get("subject", ()))
    return Finding(**{**fields, "fingerprint": digest(f"{code}|{about}"), **given})


def summary(
    agreement: str, title: str = "", clauses: int = 1, version: str = "2003-07-01", **counts: int
) -> AgreementSummary:
    return AgreementSummary(
        agreement=agreement,
        title=title,
        version=version,
        clauses=clauses,
        instances=sum(counts.values()),
        counts=counts,  # type: ignore[arg-type]
    )


def result(**given: Any) -> Result:
    fields: dict[str, Any] = {
        "format_version": "1.0",
        "tool_version": "0.1.0",
        "rules_revision": "5e1d0c7a93b2",
        "as_of": "2004-06-30",
        "as_of_from": "redline.toml",
        "clauses": (),
        "agreements": (),
        "findings": (),
        "time_lines": (),
        "assumptions": (),
        "inputs": (),
        "exit_code": 0,
    }
    return Result(**{**fields, **given})


def service_fee_over_cap() -> Finding:
    """S01: one cent over a fractional cap."""
    return finding(
        "class_k_2000",
        "service_fee_cap",
        "violated",
        version="2000-11-30",
        paragraph="SEVENTH",
        says="No provider's service fee is more than 0.25% a year of its customers' average net assets.",
        quote="(words of the paragraph, as the document prints them: the most a provider is paid, 0.25% a "
        "year of what its own customers hold)",
        span=span(clause_file("class_k_2000"), 71),
        subject=subjects(provider="P Securities, Inc.", period="plan year to 2001-11-29"),
        message="Expected at most 1,030,864.19725 USD; observed 1,030,864.20 USD; 0.00275 USD over "
        "(payments P-0007 to P-0018).",
        expected="at most 1,030,864.19725 USD",
        observed="1,030,864.20 USD",
        difference="+0.00275",
        unit="USD",
        steps=steps(
            (0, "most that may be paid", "1,030,864.19725 USD"),
            (1, "average daily net assets of P's customers, 365 days", "412,345,678.90 USD"),
            (1, "highest service fee rate", "0.25% per year"),
            (1, "lower rate in Schedule B", "none"),
            (0, "service fee paid to P, 12 payments", "1,030,864.20 USD"),
            (0, "paid less the most that may be paid", "+0.00275 USD"),
        ),
        evidence=(
            Evidence(
                kind="payments",
                count=12,
                first=(
                    fact("payments", "P-0007", "agreements/class_k_2000/ledger/payments.csv", 8),
                    fact("payments", "P-0008", "agreements/class_k_2000/ledger/payments.csv", 9),
                    fact("payments", "P-0009", "agreements/class_k_2000/ledger/payments.csv", 10),
                ),
                digest=digest("S01 payments"),
            ),
            Evidence(
                kind="customer_assets",
                count=365,
                first=(fact("customer_assets", "CA-0001", "agreements/class_k_2000/ledger/assets.csv", 2),),
                digest=digest("S01 assets"),
            ),
        ),
        cure=Cure(
            who="Distributor", what="recover 0.01 USD of the service fee from P Securities, Inc.", by=""
        ),
        assumptions=(COMPANY_LEVEL,),
        notes=("Rounding the cap to cents would hide this: 1,030,864.19 USD is the most that complies.",),
    )


def lapsed_continuance() -> Finding:
    """S22: eight days of June 2004 accrued before the vote."""
    register = "agreements/class_k_2003/register/meetings.yaml"
    return finding(
        "class_k_2003",
        "paid_only_in_force",
        "violated",
        paragraph="ELEVENTH",
        says="Fees accrue only while the plan is in force.",
        quote="(words of the paragraph: how long it runs, who must approve that it runs on, and how often)",
        span=span(clause_file("class_k_2003"), 112),
        related=(span(clause_file("class_k_2003"), 104),),
        subject=subjects(fund="INVESCO Energy Fund", period="2004-06"),
        message="Expected 0.00 USD for 2004-06-01 to 2004-06-08, when the plan was not in force; observed "
        "9,000.00 USD accrued; 9,000.00 USD over (meeting M-2004-06).",
        expected="0.00 USD",
        observed="9,000.00 USD",
        difference="+9,000.00",
        unit="USD",
        steps=steps(
            (0, "plan in force until (ELEVENTH, initial term)", "2004-05-31"),
            (0, "next approval of continuance, in person, both majorities", "2004-06-09"),
            (0, "days not in force in June 2004", "8"),
            (0, "accrued in those days", "9,000.00 USD"),
            (1, "accrued a day", "1,125.00 USD"),
            (2, "Class K net assets, each day", "91,500,000 USD"),
            (2, "rate in Schedule B", "0.45% per year"),
            (2, "days of 2004", "366"),
        ),
        facts=(fact("meeting", "M-2004-06", register, 31),),
        evidence=(
            Evidence(
                kind="net_assets",
                count=8,
                first=(
                    fact("net_assets", "NA-2004-06-01", "agreements/class_k_2003/ledger/net_assets.csv", 337),
                ),
                digest=digest("S22 net assets"),
            ),
        ),
        cure=Cure(
            who="Distributor",
            what="return 9,000.00 USD to the Fund, or show a vote held by 2004-05-31",
            by="",
        ),
        assumptions=(ACTUAL_DAYS,),
        notes=("31 May 2004 is Memorial Day. The text moves no date for a holiday.",),
    )


def paid_late() -> Finding:
    """S30: one business day late."""
    return finding(
        "class_b_2003",
        "paid_in_ten_business_days",
        "violated",
        paragraph="THIRD (A)",
        says="The distributor's 12b-1 share is paid within 10 business days of month end.",
        quote="(words of the paragraph: ten business days, counted from the end of the month)",
        span=span(clause_file("class_b_2003"), 88),
        subject=subjects(fund="INVESCO Energy Fund", month="2003-12"),
        message="Paid 2004-01-16; due by 2004-01-15; 1 business day late (payments P-0412).",
        expected="paid by 2004-01-15",
        observed="paid 2004-01-16",
        difference="+1",
        unit="business day",
        steps=steps(
            (0, "month ends", "2003-12-31"),
            (0, "10 business days after, either calendar", "2004-01-15"),
            (1, "not a business day", "2004-01-01"),
            (1, "business days", "2 5 6 7 8 9 12 13 14 15 January"),
            (0, "notices and calculation of EIGHTH (B), (C) required", "no: no Transfer was made"),
            (0, "78,640.28 USD paid", "2004-01-16"),
        ),
        facts=(fact("payments", "P-0412", "agreements/class_b_2003/ledger/payments.csv", 41),),
        cure=Cure(who="Company", what="record the late payment and report it to the Distributor", by=""),
        assumptions=(CALENDAR,),
    )


def waived_lot(lot: str, shares: str, issued: str, gross: str, charge: str, line: int) -> Finding:
    """S37: one lot whose CDSC was waived though it was issued before the change."""
    return finding(
        "class_b_2003",
        "cdsc_protection",
        "violated",
        paragraph="EIGHTH (F)",
        says="No CDSC is waived or changed on shares issued before the change.",
        quote="(words of the paragraph: no waiver, no change, for what was issued before)",
        span=span(clause_file("class_b_2003"), 140),
        related=(span("agreements/class_b_2003/register/changes.yaml", 12),),
        subject=subjects(lot=f"lot {lot}, {shares} shares issued {issued}", redeemed="redeemed 2004-03-15"),
        message=f"Expected a CDSC of {charge} USD; observed 0.00 USD; {charge} USD short (lots {lot}).",
        expected=f"{charge} USD",
        observed="0.00 USD",
        difference=f"-{charge}",
        unit="USD",
        steps=steps(
            (0, "the change takes effect", "2004-02-02"),
            (0, "shares issued before it", f"yes: {issued}"),
            (0, "CDSC", f"{charge} USD"),
            (1, "gross proceeds", f"{gross} USD"),
            (2, "shares redeemed", shares),
            (2, "net asset value a share", "12.34 USD"),
            (1, "CDSC rate in the first year", "5%"),
            (0, "exception: prospectus in effect at issue", "does not name it"),
            (0, "exception: required by law", "determined no"),
            (0, "exception: written consent of Distributor and Assignee", "none on file"),
            (0, "CDSC withheld", "0.00 USD"),
        ),
        facts=(
            fact("lots", lot, "agreements/class_b_2003/ledger/lots.csv", line),
            fact("redemptions", f"R-{lot}", "agreements/class_b_2003/ledger/redemptions.csv", line),
            fact("change", "cdsc-2004-02", "agreements/class_b_2003/register/changes.yaml", 12),
            fact("prospectus", "2003-08-01", "agreements/class_b_2003/register/prospectuses.yaml", 3),
            fact("determination", "D-11", "agreements/class_b_2003/register/determinations.yaml", 44),
        ),
        cure=Cure(who="Company", what=f"pay {charge} USD to A I M Distributors, Inc.", by=""),
    )


def calendar_unknown() -> Finding:
    """S32: Veterans Day decides the deadline."""
    return finding(
        "class_b_2003",
        "paid_in_ten_business_days",
        "undetermined",
        paragraph="THIRD (A)",
        says="The distributor's 12b-1 share is paid within 10 business days of month end.",
        quote="(words of the paragraph: ten business days, counted from the end of the month)",
        span=span(clause_file("class_b_2003"), 88),
        subject=subjects(fund="INVESCO Energy Fund", month="2003-10"),
        message="Paid 2003-11-17; due by 2003-11-14 on the exchange's calendar (late) and by 2003-11-17 on "
        "the banks' (on time) (payments P-0398).",
        expected="paid by 2003-11-14 or 2003-11-17",
        observed="paid 2003-11-17",
        steps=steps(
            (0, "month ends", "2003-10-31"),
            (0, "10 business days after, new_york_stock_exchange", "2003-11-14"),
            (1, "Veterans Day, 2003-11-11", "open"),
            (0, "10 business days after, federal_reserve", "2003-11-17"),
            (1, "Veterans Day, 2003-11-11", "closed"),
            (0, "paid", "2003-11-17"),
        ),
        facts=(fact("payments", "P-0398", "agreements/class_b_2003/ledger/payments.csv", 39),),
        missing=(
            Missing(
                kind="fact",
                text='The business-day calendar: the document does not define "business day".',
                settle="set business_days in redline.toml, or record a determination for THIRD (A)",
            ),
        ),
        assumptions=(CALENDAR,),
    )


def deemed_charge() -> Finding:
    """S13: the deemed asset-based sales charge stands above a column that is not headed maximum."""
    return finding(
        "class_k_2003",
        "deemed_sales_charge",
        "needs_judgement",
        severity="warning",
        enforcement="soft",
        paragraph="SIXTH",
        says="What is not passed on as service fees counts as an asset-based sales charge.",
        quote="(words of the paragraph: what is not passed on [...] counts as a sales charge)",
        span=span(clause_file("class_k_2003"), 64),
        subject=subjects(fund="INVESCO Technology Fund", period="plan year to 2004-06-30"),
        message="Schedule B column 160,000.00 USD (0.20%); deemed charge 240,000.00 USD (0.30%); 80,000.00 "
        "USD apart (Schedule B, INVESCO Technology Fund).",
        expected="160,000.00 USD (0.20%)",
        observed="240,000.00 USD (0.30%)",
        difference="+80,000.00",
        unit="USD",
        steps=steps(
            (0, "deemed asset-based sales charge", "240,000.00 USD"),
            (1, "paid to the Distributor", "360,000.00 USD"),
            (1, "paid or advanced to dealers as service fees", "120,000.00 USD"),
            (0, "Schedule B, asset-based sales charge", "160,000.00 USD"),
            (1, "rate in the column", "0.20% per year"),
            (1, "average Class K net assets", "80,000,000 USD"),
        ),
        evidence=(
            Evidence(
                kind="payments",
                count=14,
                first=(fact("payments", "P-0101", "agreements/class_k_2003/ledger/payments.csv", 19),),
                digest=digest("S13 payments"),
            ),
        ),
        missing=(
            Missing(
                kind="judgement",
                text="Is the asset-based sales charge column of Schedule B a maximum for the charge that "
                "SIXTH deems?",
                settle='record a determination "the column is a maximum", yes or no, with its reasons',
            ),
        ),
        cure=Cure(who="Counsel to the Independent Directors", what="record a determination", by=""),
        notes=('The other two columns of Schedule B are headed "maximum"; this one is not.',),
    )


def excused_on_death() -> Finding:
    """S38: a waiver that was already in the prospectus when the shares were issued."""
    return finding(
        "class_b_2003",
        "cdsc_protection",
        "excused",
        paragraph="EIGHTH (F)",
        says="No CDSC is waived or changed on shares issued before the change.",
        span=span(clause_file("class_b_2003"), 140),
        subject=subjects(lot="lot D, issued 2003-09-10", redeemed="redeemed 2004-05-12 on death"),
        message="Waived on the holder's death, as the prospectus in effect at issue provides.",
        excuse="Exception of EIGHTH (F): the prospectus in effect since 2003-08-01 waives the CDSC on the "
        "holder's death.",
        facts=(fact("prospectus", "2003-08-01", "agreements/class_b_2003/register/prospectuses.yaml", 3),),
    )


def waived_deadline() -> Finding:
    """S51, accepted: ten days, not ten business days."""
    return finding(
        "class_k_related_agreement_2003",
        "paid_in_ten_days",
        "waived",
        severity="warning",
        enforcement="soft",
        paragraph="3",
        says="Fees are paid within 10 days of month end.",
        span=span(clause_file("class_k_related_agreement_2003"), 30),
        subject=subjects(fund="INVESCO European Fund", month="2003-12"),
        message="Paid 2004-01-12; due by 2004-01-10; 2 days late (payments P-0088).",
        expected="paid by 2004-01-10",
        observed="paid 2004-01-12",
        difference="+2",
        unit="days",
        facts=(
            fact("payments", "P-0088", "agreements/class_k_related_agreement_2003/ledger/payments.csv", 9),
        ),
        waiver=Waived(
            reason="The tenth day was a Saturday; the bank released the wire on the next Monday.",
            approver="M. Ortega",
            role="chief compliance officer",
            approved_on="2004-02-02",
            expires_on="2004-12-31",
        ),
    )


def compliant_lot() -> Finding:
    """S37, lot C: issued on the day of the change, not before it."""
    return finding(
        "class_b_2003",
        "cdsc_protection",
        "compliant",
        paragraph="EIGHTH (F)",
        says="No CDSC is waived or changed on shares issued before the change.",
        span=span(clause_file("class_b_2003"), 140),
        subject=subjects(lot="lot C, 300 shares issued 2004-02-02", redeemed="redeemed 2004-03-15"),
        message="Issued 2004-02-02, the day of the change and not before it; 185.10 USD properly waived.",
    )


def not_yet_due() -> Finding:
    return finding(
        "class_b_2003",
        "paid_in_ten_business_days",
        "not_applicable",
        paragraph="THIRD (A)",
        span=span(clause_file("class_b_2003"), 88),
        subject=subjects(fund="INVESCO Energy Fund", month="2004-06"),
        message="Month end 2004-06-30; the tenth business day is after the as-of date.",
    )


def plan_time_line(agreement: str, fund: str) -> TimeLine:
    """S22: in force to 31 May 2004, then again from the vote of 9 June 2004."""
    return TimeLine(
        agreement=agreement,
        instrument="plan",
        fund=fund,
        segments=(
            Segment(
                since="2003-07-01",
                until="2004-05-31",
                status="in_force",
                because="initial term",
                paragraph="ELEVENTH",
            ),
            Segment(
                since="2004-06-01",
                until="2004-06-08",
                status="not_in_force",
                because="no approval of continuance by 2004-05-31",
                paragraph="ELEVENTH",
            ),
            Segment(
                since="2004-06-09",
                until="",
                status="unknown",
                because="approved 2004-06-09 (meeting M-2004-06); whether a lapsed plan revives is open",
                paragraph="ELEVENTH",
            ),
        ),
    )


def scenarios_result() -> Result:
    """Four agreements, with every verdict and every section."""
    findings = (
        lapsed_continuance(),
        paid_late(),
        waived_lot("A", "1,000", "2003-09-10", "12,340.00", "617.00", 2),
        waived_lot("B", "500", "2004-01-20", "6,170.00", "308.50", 3),
        service_fee_over_cap(),
        calendar_unknown(),
        deemed_charge(),
        excused_on_death(),
        waived_deadline(),
        compliant_lot(),
        not_yet_due(),
    )
    paths = sorted(
        {one.span.path for one in findings}
        | {used.path for one in findings for used in one.facts}
        | {row.path for one in findings for rows in one.evidence for row in rows.first}
    )
    return result(
        agreements=(
            summary(
                "class_b_2003",
                "Master Distribution Plan and Agreement, Class B Shares",
                clauses=2,
                violated=3,
                undetermined=1,
                excused=1,
                compliant=1,
                not_applicable=1,
            ),
            summary(
                "class_k_2000",
                "Plan and Agreement of Distribution, Class K Shares",
                version="2000-11-30",
                violated=1,
            ),
            summary(
                "class_k_2003",
                "Amended and Restated Plan and Agreement, Class K Shares",
                clauses=2,
                violated=1,
                needs_judgement=1,
            ),
            summary(
                "class_k_related_agreement_2003", "Master Related Agreement to the Class K Plan", waived=1
            ),
        ),
        findings=findings,
        time_lines=(
            plan_time_line("class_k_2003", "INVESCO Energy Fund"),
            plan_time_line("class_k_2003", "INVESCO Leisure Fund"),
            plan_time_line("class_k_2003", "INVESCO Technology Fund"),
            plan_time_line("class_k_2003", "INVESCO Telecommunications Fund"),
        ),
        assumptions=(ACTUAL_DAYS, COMPANY_LEVEL, CALENDAR),
        inputs=tuple(InputDigest(path=path, sha256=digest(path)) for path in paths),
        exit_code=1,
    )


AWKWARD_NAMES = (
    "<script>alert(1)</script> Fund",
    "{{ 7*7 }} {% raw %} Fund",
    "=1+1",
    "@SUM(A1:A9) | `Fund` *A* _B_ [c](https://example.invalid) #12 $x$",
    "Rising \U0001f4c8 \U00020bb7 Fund \u57fa\u91d1",
    "Red \x1b[31mFund\x1b[0m \u202ednuF",
    "Line\r\nbreak & \"quoted\" 'Fund'",
)


def awkward_result() -> Result:
    """Names that a terminal, a browser, a template engine or a spreadsheet would act on."""
    violated = tuple(
        finding(
            "class_b_2003",
            "paid_in_ten_business_days",
            "violated",
            paragraph="THIRD (A)",
            severity="note",
            enforcement="advisory",
            authority="rule_12b_1",
            says=f"{name}: the share is paid in time.",
            quote=f"so says {name}",
            span=span(f"agreements/class_b_2003/{number}|`amendment`.clause", 3),
            subject=subjects(fund=name),
            message=f"{name}: due by 2004-01-15; paid 2004-01-16.",
            expected=name,
            observed=name,
            difference="=1+1",
            unit="days",
            steps=steps((0, name, name), (1, name, "- 1")),
            facts=(fact(name, name, "agreements/class_b_2003/ledger/payments|`x`.csv", number),),
            cure=Cure(who=name, what=name, by="2004-01-30"),
            notes=(name,),
        )
        for number, name in enumerate(AWKWARD_NAMES, start=1)
    )
    unknown = tuple(
        finding(
            "class_b_2003",
            "sales_charge_cap",
            "undetermined",
            subject=subjects(fund=name),
            message=name,
            missing=(Missing(kind="fact", text=name, settle=name),),
        )
        for name in AWKWARD_NAMES[:2]
    )
    return result(
        as_of_from="last dated fact",
        clauses=(),
        agreements=(
            summary("class_b_2003", AWKWARD_NAMES[0], clauses=2, violated=len(violated), undetermined=2),
        ),
        findings=violated + unknown,
        time_lines=(
            TimeLine(
                agreement="class_b_2003",
                instrument="agreement",
                fund=AWKWARD_NAMES[3],
                segments=(
                    Segment(since="2003-07-01", until="", status="in_force", because="=1+1", paragraph="#1"),
                ),
            ),
        ),
        inputs=(InputDigest(path="agreements/class_b_2003/ledger/payments|`x`.csv", sha256=digest("x")),),
        exit_code=1,
    )


def identical_result() -> Result:
    """The same clause, line for line, in two files, and one question that many instances share."""
    same: dict[str, Any] = {
        "paragraph": "THIRD (A)",
        "says": "The distributor's 12b-1 share is paid within 10 business days of month end.",
        "subject": subjects(fund="INVESCO Energy Fund", month="2003-12"),
        "message": "Paid 2004-01-16; due by 2004-01-15; 1 business day late (payments P-0412).",
        "expected": "paid by 2004-01-15",
        "observed": "paid 2004-01-16",
        "difference": "+1",
        "unit": "business day",
    }
    violated = tuple(
        finding(name, "paid_in_ten_business_days", "violated", span=span(clause_file(name), line), **same)
        for name, line in (("class_b_2003", 88), ("class_b_2004", 88), ("class_b_2004", 91))
    )
    questions = tuple(
        finding(
            "class_b_2003",
            "material_increase",
            "needs_judgement",
            paragraph="FOURTEENTH",
            subject=subjects(fund=f"Fund {number}"),
            message=f"Fund {number} pays 0.46% instead of 0.45%.",
            expected="0.45%",
            observed="0.46%",
            difference="+0.01",
            unit="percentage points",
            missing=(
                Missing(
                    kind="judgement",
                    text="Is the increase material?",
                    settle='record a determination "not material"',
                ),
                Missing(kind="fact", text="The vote of the holders.", settle="add the meeting"),
            ),
        )
        for number in range(1, 8)
    )
    unnamed = finding("class_b_2004", "term", "undetermined", subject=subjects(fund="Fund 1"))
    return result(
        agreements=(
            summary("class_b_2003", "Class B Plan", clauses=2, violated=1, needs_judgement=7),
            summary("class_b_2004", "Class B Plan", clauses=2, violated=2, undetermined=1),
        ),
        findings=(*violated, *questions, unnamed),
        exit_code=1,
    )


def clean_result() -> Result:
    """Everything checked and nothing wrong."""
    return result(
        as_of_from="--as-of",
        clauses=(),
        agreements=(summary("class_b_2003", "Class B Plan", clauses=2, compliant=1, not_applicable=1),),
        findings=(compliant_lot(), not_yet_due()),
        exit_code=0,
    )


def nothing_result() -> Result:
    """Nothing to check: no agreement, no finding, and not a pass."""
    return result(exit_code=4)


def many_result(number: int = 30_000) -> Result:
    """As many late payments, and as many instances that wait for one fact."""
    late = paid_late()
    unknown = calendar_unknown()
    violated = tuple(
        late.model_copy(
            update={
                "subject": subjects(fund="INVESCO Energy Fund", month=f"month {place}"),
                "fingerprint": digest(f"late {place}"),
            }
        )
        for place in range(number)
    )
    waiting = tuple(
        unknown.model_copy(
            update={
                "subject": subjects(fund="INVESCO Energy Fund", month=f"month {place}"),
                "fingerprint": digest(f"unknown {place}"),
            }
        )
        for place in range(300)
    )
    return result(
        agreements=(summary("class_b_2003", "Class B Plan", violated=number, undetermined=300),),
        findings=violated + waiting,
        exit_code=1,
    )


RESULTS = {
    "awkward": awkward_result,
    "clean": clean_result,
    "identical": identical_result,
    "nothing": nothing_result,
    "scenarios": scenarios_result,
}
"""Results that have golden files, by the name of their folder."""


@pytest.fixture(scope="session")
def results() -> dict[str, Result]:
    """Return the results that have golden files, by the name of their folder."""
    return {name: make() for name, make in RESULTS.items()}


@pytest.fixture(scope="session")
def many() -> Result:
    return many_result()


@pytest.fixture(params=sorted(RESULTS))
def case(request: pytest.FixtureRequest, results: dict[str, Result]) -> tuple[str, Result]:
    """Return each name and result that has golden files."""
    name = str(request.param)
    return name, results[name]
