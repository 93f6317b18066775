"""Drafts and differences written by hand, for the reporters to lay out. The facts are invented."""

from __future__ import annotations

import hashlib
from typing import Any

from checker.findings.amended import (
    FORMAT_VERSION,
    Amended,
    Compared,
    Cost,
    Effect,
    Headroom,
    Need,
    Resolution,
    Trouble,
    Votes,
)
from checker.findings.model import InputDigest, Step, TextSpan

DRAFT = "agreements/class_k_2003/amendments/raise.clause"
AGREEMENT = "agreements/class_k_2003/agreement.clause"
FOUR = (
    "INVESCO Dynamics Fund",
    "INVESCO Growth Fund",
    "INVESCO Leisure Fund",
    "INVESCO Telecommunications Fund",
)


def span(path: str = DRAFT, line: int = 1) -> TextSpan:
    return TextSpan(path=path, start=line * 80, end=line * 80 + 40, line=line, column=1)


def steps(*rows: tuple[int, str, str]) -> tuple[Step, ...]:
    return tuple(Step(depth=depth, text=text, value=value) for depth, text, value in rows)


def effect(key: str, element: str, **given: Any) -> Effect:
    fields: dict[str, Any] = {
        "severity": "warning", "fund": "", "share_class": "", "old": "", "new": "", "change": "", "direction": "",
        "decided_by": "", "case": (), "worse_off": (), "which": "", "reaches": (), "clause": "", "paragraph": "",
        "question": "", "note": "", "span": span(),
    }  # fmt: skip
    return Effect(**{**fields, "key": key, "element": element, **given})


def need(kind: str, standing: str, what: str, **given: Any) -> Need:
    fields: dict[str, Any] = {
        "fund": "", "share_class": "", "who": "", "matter": "", "in_person": False, "relief": "", "by": "",
        "votes": None, "on_file": (), "missing": (), "question": "", "effects": (), "code": "class_k_2003/amendment_approved",
        "authority": "class_k_2003", "paragraph": "TWELFTH", "says": "", "span": span(AGREEMENT, 720),
    }  # fmt: skip
    return Need(**{**fields, "kind": kind, "standing": standing, "what": what, **given})


def cost(fund: str, period: str, old: str, new: str, difference: str, **given: Any) -> Cost:
    fields: dict[str, Any] = {
        "clause": "annual_cap", "paragraph": "SECOND", "stream": "asset_based_sales_charge", "share_class": "Class K",
        "payee": "A I M Distributors, Inc.", "exact": difference, "rounding": "half up to cents", "steps": (), "not_known": "",
    }  # fmt: skip
    return Cost(**{**fields, "fund": fund, "period": period, "old": old, "new": new, "difference": difference, **given})


def headroom(fund: str, clause: str, caps: tuple[str, str], rooms: tuple[str, str], **given: Any) -> Headroom:
    fields: dict[str, Any] = {
        "authority": "class_k_2003", "paragraph": "SECOND", "stream": "asset_based_sales_charge", "share_class": "Class K",
        "period": "2004-01", "observed": "4,650.00", "binds": "", "not_known": "",
    }  # fmt: skip
    return Headroom(
        **{
            **fields, "fund": fund, "clause": clause, "old_cap": caps[0], "new_cap": caps[1],
            "old_headroom": rooms[0], "new_headroom": rooms[1], **given,
        }
    )  # fmt: skip


def amended(**given: Any) -> Amended:
    fields: dict[str, Any] = {
        "format_version": FORMAT_VERSION, "tool_version": "0.1.0", "rules_revision": "5e1d0c7a93b2",
        "agreement": "class_k_2003", "title": "Amended and Restated Master Distribution Plan and Agreement, Class K Shares",
        "draft": ("raise_to_half",), "effective": "2004-04-01", "as_of": "2004-03-15", "as_of_from": "--as-of",
        "troubles": (), "effects": (), "needs": (), "costs": (), "headroom": (), "resolutions": (),
        "inputs": inputs(AGREEMENT, DRAFT), "exit_code": 0,
    }  # fmt: skip
    return Amended(**{**fields, **given})


def inputs(*paths: str) -> tuple[InputDigest, ...]:
    return tuple(InputDigest(path=p, sha256=hashlib.sha256(p.encode()).hexdigest()) for p in paths)


# --- a raise for four funds ------------------------------------------------------------------

# More than half of 10,000,000 is 5,000,001; 67% of these is 3,350,000.67, so 3,350,001.
# With all present, more than half of the outstanding, 5,000,001, is the lesser of the two.
DYNAMICS_VOTES = Votes(
    body="holders of Class K of INVESCO Dynamics Fund",
    test="the lesser of 67% of the votes present, if more than half are, and more than half of all outstanding",
    entitled="10,000,000",
    least_present="5,000,001",
    least="3,350,001",
    least_if_all_present="5,000,001",
    steps=steps(
        (0, "outstanding on the record date 2004-02-27", "10,000,000"),
        (0, "present, at the fewest: more than half", "5,000,001"),
        (1, "67% of those present", "3,350,000.67"),
        (1, "next whole vote", "3,350,001"),
    ),
    missing=(),
)
NO_SHARES = Votes(
    body="holders of Class K",
    test=DYNAMICS_VOTES.test,
    entitled="",
    least_present="",
    least="",
    least_if_all_present="",
    steps=(),
    missing=("shares outstanding of Class K on a record date",),
)
BOARD_VOTES = Votes(
    body="board of directors",
    test="more than half of those in office",
    entitled="9",
    least_present="5",
    least="5",
    least_if_all_present="5",
    steps=steps((0, "in office on 2004-03-15", "9"), (0, "more than half", "5")),
    missing=(),
)

# At 0.45% and 0.50% of average net assets, by the days of a month over 366:
# Dynamics 12,200,000: a day 54,900 / 366 = 150 and 61,000 / 366 = 166 2/3; January has 31 days, February 29.
# Growth has twice, Leisure half of that. Telecommunications 3,660,000: a day 45 and 50.
RAISE_COSTS = (
    cost(FOUR[0], "2004-01", "4,650.00", "5,166.67", "516.67", exact="516.6666666666…", steps=steps(
        (0, "average net assets of 2004-01", "12,200,000.00"),
        (0, "old: 0.45% per year over 31 of 366 days", "4,650.00"),
        (0, "new: 0.5% per year over 31 of 366 days", "5,166.6666666666…"),
        (1, "half up to cents", "5,166.67"))),
    cost(FOUR[0], "2004-02", "4,350.00", "4,833.33", "483.33", exact="483.3333333333…"),
    cost(FOUR[1], "2004-01", "9,300.00", "10,333.33", "1,033.33", exact="1,033.3333333333…"),
    cost(FOUR[1], "2004-02", "8,700.00", "9,666.67", "966.67", exact="966.6666666666…"),
    cost(FOUR[2], "2004-01", "2,325.00", "2,583.33", "258.33", exact="258.3333333333…"),
    cost(FOUR[2], "2004-02", "", "", "", exact="", not_known="average net assets of 2004-02 are not on file"),
    cost(FOUR[3], "2004-01", "1,395.00", "1,550.00", "155.00"),
    cost(FOUR[3], "2004-02", "1,305.00", "1,450.00", "145.00"),
)  # fmt: skip
RAISE_HEADROOM = (
    headroom(FOUR[0], "annual_cap", ("4,650.00", "5,166.67"), ("0.00", "516.67"), binds="old and new"),
    headroom(FOUR[0], "nasd_sales_charge_limit", ("7,750.00", "7,750.00"), ("3,100.00", "3,100.00"),
             authority="finra_2341", paragraph="(d)(2)(E)(i)"),
    headroom(FOUR[0], "annual_cap", ("4,350.00", "4,833.33"), ("0.00", "483.33"), binds="old and new",
             period="2004-02", observed="4,350.00"),
    headroom(FOUR[2], "annual_cap", ("", ""), ("", ""), period="2004-02", observed="",
             not_known="average net assets of 2004-02 are not on file"),
)  # fmt: skip
_RAISE = {
    "share_class": "Class K", "direction": "raised", "decided_by": "figures", "change": "+0.05% per year",
    "worse_off": ("shareholders of Class K",), "paragraph": "SCHEDULE B",
}  # fmt: skip


def raise_for_four() -> Amended:
    """S14: 0.50% for four funds; the board has voted, the holders of one fund, and nothing of two is known."""
    effects = tuple(
        effect(key, f"schedule_b.{column}", fund=fund, old=old, new=new, clause=clause, **_RAISE)
        for key, column, old, new, clause in (
            ("rate-raised", "asset_based_sales_charge", "0.20% per year", "0.25% per year", "deemed_sales_charge"),
            ("cap-raised", "aggregate", "0.45% per year", "0.50% per year", "annual_cap"),
        )
        for fund in FOUR
    )
    calls = ("cap-raised", "rate-raised")
    holders = {
        "who": "holders of Class K", "share_class": "Class K", "matter": "amendment", "by": "2004-04-01", "effects": calls,
        "code": "class_k_2003/increase_approved_by_holders", "paragraph": "TWELFTH [para 2]",
        "says": "Distribution expenses may not rise materially without the holders of the class.",
    }  # fmt: skip
    needs = (
        need("board", "on file", "a majority of the board approves the amendment", who="board of directors", matter="amendment",
             in_person=True, by="2004-04-01", votes=BOARD_VOTES, on_file=("vote V-31 of 2004-03-10, 9 of 9 for",)),
        need("independent_directors", "missing", "a majority of the independent directors approves the amendment",
             who="independent directors", matter="amendment", in_person=True, relief="none on file", by="2004-04-01",
             missing=("a vote of the independent directors on raise_to_half",)),
        need("holders", "missing", "the holders approve the increase", fund=FOUR[0], votes=DYNAMICS_VOTES,
             missing=("a vote of the holders",), **holders),
        need("holders", "on file", "the holders approve the increase", fund=FOUR[1],
             on_file=("vote V-40 of 2004-03-12, 6,100,000 for of 9,000,000",), **holders),
        *(need("holders", "not known", "the holders approve the increase", fund=fund, votes=NO_SHARES, **holders)
          for fund in FOUR[2:]),
        need("determination", "question", "the increase is material, or is not", who="board of directors",
             question="Is the increase of distribution expenses material?", effects=calls,
             code="class_k_2003/increase_approved_by_holders", paragraph="TWELFTH [para 2]"),
    )  # fmt: skip
    resolutions = (
        Resolution(
            number=1, body="board of directors", fund="", share_class="",
            manner="in person at a meeting called for the purpose",
            question="Shall the aggregate rate of Schedule B be 0.5% a year for four funds from 2004-04-01?",
            threshold="more than half of those in office", least="5 of 9", by="2004-04-01",
            evidence=("votes: on, matter amendment, concerning raise_to_half, tallies of board",), standing="on file",
            needs=("class_k_2003/amendment_approved",),
        ),
        *(
            Resolution(
                number=number, body="holders", fund=fund, share_class="Class K", manner="at a meeting or by proxy",
                question=f"Shall the aggregate rate of {fund}, Class K, be 0.5% a year from 2004-04-01?",
                threshold=DYNAMICS_VOTES.test, least=least, by="2004-04-01",
                evidence=("votes: on, matter amendment, concerning raise_to_half", "tallies: outstanding, present, for"),
                standing=standing, needs=("class_k_2003/increase_approved_by_holders",),
            )
            for number, fund, least, standing in (
                (2, FOUR[0], "3,350,001 of 5,000,001 present", "missing"),
                (3, FOUR[2], "", "not known"),
                (4, FOUR[3], "", "not known"),
            )
        ),
    )  # fmt: skip
    return amended(
        effects=effects, needs=needs, costs=RAISE_COSTS, headroom=RAISE_HEADROOM, resolutions=resolutions, exit_code=3
    )


# --- what may never be done ------------------------------------------------------------------


def forbidden() -> Amended:
    """EIGHTH (E): no approval would do; and the draft itself is dated before its approval."""
    return amended(
        agreement="class_b_2003",
        title="Class B Master Distribution Plan and Agreement",
        draft=("waive_cdsc", "shorten"),
        effects=(
            effect("cdsc-waived", "clause cdsc_schedule", severity="error", old="as scheduled, from 5% in the first year to 0 after six",
                   new="0 on every redemption from 2004-04-01 on, whenever the shares were issued", direction="lowered",
                   decided_by="proof", worse_off=("A I M Distributors, Inc.", "its assignees"),
                   which="shares issued before 2004-04-01 and redeemed on or after it", clause="cdsc_schedule", paragraph="EIGHTH (E)",
                   case=steps((0, "a lot issued", "2003-09-10"), (0, "redeemed", "2004-04-15"), (1, "old", "5% of 12,340.00 = 617.00"),
                              (1, "new", "0.00"))),
            effect("consent-removed", "clause assignment", severity="error", old="the assignee consents in writing before an amendment that hurts it",
                   worse_off=("assignees",), clause="assignment", paragraph="EIGHTH (G)"),
            effect("approval-changed", "approval both_boards", old="majority of board and majority of independent_directors",
                   new="majority of board or two thirds of independent_directors", direction="both ways", decided_by="proof",
                   case=steps((0, "9 in office, 6 of them independent; 5 for, of whom 2 independent", ""), (1, "old", "fails"), (1, "new", "passes")),
                   clause="amendment_approved", paragraph="TWELFTH"),
        ),
        needs=(
            need("never", "forbidden", "the CDSC on shares already issued is not waived or lowered", share_class="Class B",
                 effects=("cdsc-waived",), code="class_b_2003/cdsc_protection", authority="class_b_2003", paragraph="EIGHTH (E)",
                 says="No CDSC is waived or changed on shares issued before the change."),
            need("limit", "kept", "payments already earned are not reduced", code="class_b_2003/earned_payments", paragraph="EIGHTH (F)"),
            need("consent", "missing", "the assignee consents in writing", who="Citibank, N.A.", by="2004-04-01",
                 missing=("a consent of Citibank, N.A.",), effects=("consent-removed",), code="class_b_2003/assignment",
                 paragraph="EIGHTH (G)"),
            need("prospectus", "missing", "a supplement to the prospectus is filed", who="the company", by="2004-04-01",
                 effects=("cdsc-waived",), code="class_b_2003/scheduled_variations", authority="rule_22d_1", paragraph="(d)"),
        ),
        troubles=(
            Trouble(key="effective-before-approval", amendment="waive_cdsc", verdict="violated", span=span(line=4),
                    message="In effect from 2004-04-01; the vote that approves it is of 2004-05-12.",
                    cure="Set the effective date to 2004-05-12 or later."),
            Trouble(key="earlier-amendment-not-on-file", amendment="shorten", verdict="undetermined", span=None,
                    message="It is number 4; number 3 is not on file.", cure="File Amendment No. 3."),
        ),
        exit_code=1,
    )  # fmt: skip


# --- nothing is known ------------------------------------------------------------------------


def undecided() -> Amended:
    """Amendment No. 2 of the Investor Class: what is added, dropped or renamed is not to be known."""
    ask = "Which funds stood in Schedule A before? The earlier schedule is not on file."
    return amended(
        agreement="investor_class_2003",
        title="Master Distribution Plan and Agreement, Investor Class Shares",
        draft=("amendment_2",),
        effects=(
            effect("not-comparable", "schedule_a", severity="note", new="12 funds", question=ask, paragraph="SCHEDULE A"),
            effect("clause-changed", "clause reports", old="quarterly, in writing", new="at least quarterly, as the board asks",
                   direction="undecided", question="Does `as the board asks` release the distributor from writing?",
                   clause="reports", paragraph="FOURTH", worse_off=("undetermined",)),
            effect("text-changed", "clause recitals", severity="note", old="WHEREAS", new="Recitals",
                   question="Only the words are different. Is anything meant by it?", clause="recitals", paragraph="RECITALS"),
        ),
        needs=(
            need("board", "not known", "a majority of the board approves the amendment", who="board of directors",
                 missing=("whether the records of votes are complete for 2003",)),
            need("other", "question", "what the charter asks for", question="Does the charter ask for more?"),
        ),
        costs=(
            cost("INVESCO Energy Fund", "2003-12", "", "", "", exact="", rounding="", stream="service_fee", share_class="Investor Class",
                 not_known="the rate before is not on file"),
        ),
        headroom=(
            headroom("INVESCO Energy Fund", "annual_cap", ("", ""), ("", ""), period="2003-12", observed="",
                     not_known="the rate before is not on file"),
        ),
        exit_code=3,
    )  # fmt: skip


def no_effect() -> Amended:
    """A draft that renumbers nothing and changes nothing."""
    return amended(draft=("layout_only",), inputs=())


def baseless() -> Amended:
    """A draft to an agreement that is not on file: nothing is known of it, which is not nothing."""
    return amended(
        agreement="other_plan", title="", draft=("second",), effective="", as_of="", as_of_from="", inputs=(),
        troubles=(
            Trouble(key="base-not-on-file", amendment="second", verdict="undetermined", span=None,
                    message="The agreement `other_plan` that it amends is not on file.", cure="Encode `other_plan`."),
        ),
        exit_code=3,
    )  # fmt: skip


# --- text that acts --------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "a|b `c` *d* _e_ [f](g)",
    "\x1b[31mred\x07\nline two\ttab",
    "=HYPERLINK(\"x\")",
    "基金 \U0001f4c8 \U0001d538 e\u0301",
    "\u202ednuF \u2066x",
    "",
)  # fmt: skip


def hostile() -> Amended:
    """Names and texts that a terminal, a browser, a template or a spreadsheet would act on."""
    effects = tuple(
        effect("rate-raised" if name else "text-changed", name or "schedule_b.fee", fund=name, share_class=name, old=name, new=name + "!",
               change=name, direction="raised", decided_by="figures", case=steps((0, name, name)), worse_off=(name,), which=name,
               reaches=(name,), clause=name, paragraph=name, question=name, note=name, span=span(f"agreements/{name}.clause", n))
        for n, name in enumerate(HOSTILE, start=1)
    )  # fmt: skip
    needs = tuple(
        need("holders", "missing", name, fund=name, share_class=name, who=name, matter=name, relief=name, by=name, on_file=(name,),
             missing=(name,), question=name, effects=(name,), code=name, authority=name, paragraph=name, says=name,
             votes=Votes(body=name, test=name, entitled=name, least_present=name, least=name, least_if_all_present=name,
                         steps=steps((1, name, name)), missing=(name,)))
        for name in HOSTILE
    )  # fmt: skip
    costs = tuple(
        cost(name, name, name, name, name, exact=name, clause=name, payee=name, stream=name, rounding=name,
             steps=steps((0, name, name)), not_known=name if n % 2 else "")
        for n, name in enumerate(HOSTILE)
    )  # fmt: skip
    rooms = tuple(
        headroom(name, name, (name, name), (name, name), authority=name, paragraph=name, stream=name, observed=name,
                 period=name, not_known=name if n % 2 else "", binds="new")
        for n, name in enumerate(HOSTILE)
    )  # fmt: skip
    resolutions = tuple(
        Resolution(number=n, body=name, fund=name, share_class=name, manner=name, question=name, threshold=name, least=name, by=name,
                   evidence=(name,), standing="question", needs=(name,))
        for n, name in enumerate(HOSTILE, start=1)
    )  # fmt: skip
    troubles = tuple(
        Trouble(key="conflict", amendment=name, message=name, verdict="violated", cure=name, span=span(f"{name}.clause", 3))
        for name in HOSTILE
    )
    return amended(
        agreement=HOSTILE[0], title=HOSTILE[1], draft=HOSTILE[2:4], effects=effects, needs=needs, costs=costs, headroom=rooms,
        resolutions=resolutions, troubles=troubles, inputs=inputs(*HOSTILE[:4]), exit_code=1,
    )  # fmt: skip


# --- many ------------------------------------------------------------------------------------


def many(funds: int = 300, months: int = 12) -> Amended:
    """One change for every fund of a large complex, and what it costs each of them each month."""
    names = [f"Fund {n:03}" for n in range(1, funds + 1)]
    periods = [f"2004-{m:02}" for m in range(1, months + 1)]
    return amended(
        effects=tuple(effect("rate-raised", "schedule_b.fee", fund=n, old="0.45% per year", new="0.50% per year", **_RAISE) for n in names),
        needs=tuple(need("holders", "not known", "the holders approve", fund=n, who="holders", votes=NO_SHARES) for n in names),
        costs=tuple(cost(n, p, "100.10", "111.22", "11.12") for n in names for p in periods),
        headroom=tuple(
            headroom(n, "annual_cap", ("100.10", "111.22"), ("0.00", f"{12 - i}.12"), period=p, binds="old and new")
            for n in names
            for i, p in enumerate(periods)
        ),
        exit_code=3,
    )  # fmt: skip


def restated() -> Compared:
    """The restatement of 2003 against the document of 2000."""
    funds = tuple(f"INVESCO Fund {n}" for n in range(1, 19))
    return Compared(
        format_version=FORMAT_VERSION,
        tool_version="0.1.0",
        before="class_k_2000",
        after="class_k_2003",
        effects=(
            *(effect("cap-added", "schedule_b.asset_based_sales_charge", severity="note", fund=f, new="0.20% per year", span=span(AGREEMENT, 218))
              for f in funds),
            *(effect("cap-added", "schedule_b.service_fee", severity="note", fund=f, new="0.25% per year", span=span(AGREEMENT, 218))
              for f in funds),
            effect("fund-dropped", "schedule_a", fund="INVESCO Endeavor Fund", old="INVESCO Endeavor Fund"),
            effect("fund-moved", "schedule_a.company", fund="INVESCO Mid-Cap Growth Fund", old="INVESCO COUNSELOR SERIES FUNDS, INC.",
                   new="INVESCO STOCK FUNDS, INC.", decided_by="declaration"),
            effect("clause-renumbered", "clause term", severity="note", old="TENTH", new="ELEVENTH", clause="term", paragraph="ELEVENTH"),
            effect("clause-loosened", "clause ended_by_loss_of_adviser", severity="error", direction="looser", decided_by="proof",
                   old="INVESCO Distributors or an affiliate", new="the distributor or a direct or indirect affiliate of it",
                   case=steps((0, "the adviser is an affiliate of an affiliate", ""), (1, "old", "ended"), (1, "new", "in force")),
                   reaches=("payments_after_termination", "term"), clause="ended_by_loss_of_adviser", paragraph="THIRTEENTH (B)"),
        ),
        costs=tuple(cost(f, "2003-07", "45.00", "45.00", "0.00") for f in funds[:2]),
        headroom=(),
        not_known=("schedule_c of class_k_2000 is not on file",),
        inputs=inputs(AGREEMENT),
    )  # fmt: skip


EXAMPLES = {
    "raise": raise_for_four,
    "forbidden": forbidden,
    "undecided": undecided,
    "no_effect": no_effect,
    "baseless": baseless,
    "hostile": hostile,
    "restated": restated,
}
"""What has golden files, by the name of its folder."""
