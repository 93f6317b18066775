"""``redline gate``: edits to a plan in force, each told from the others."""

from __future__ import annotations

import json

import pytest

PLAN = "agreements/plan/agreement.clause"
ONE = "agreements/plan/amendments/one.clause"
VOTES = "agreements/plan/register/votes.yaml"
AMENDMENT = """\
amendment number_one to plan "Amendment No. 1"
  effective 2020-07-01
  in schedule_a where fund is "Harbor Fund" set service_fee to 0.30%
"""
VOTE = """\
votes:
  - id: june
    on: 2020-06-12
    matter: amendment
    concerning: number_one
    tallies:
      - {body: board, in_office: 6, for: 5}
"""


@pytest.fixture
def gate(redline):
    """Run the gate against the last commit, or as asked; return what it says as JSON."""

    def run(repo, *arguments: str, code: int) -> dict:
        given = arguments if "--base" in arguments else ("--base", "HEAD", *arguments)
        done = redline(repo, "gate", *given, "--format", "json")
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    return run


def told(result: dict) -> list[tuple[str, str, str]]:
    return [(x["verdict"], x["effect"] or x["key"], x["element"]) for x in result["findings"]]


def listed(result: dict) -> list[tuple[str, str, str, str]]:
    return [(x["kind"], x["what"], x["old"], x["new"]) for x in result["listed"]]


# --- the agreement's own text -----------------------------------------------------------------


def test_nothing_changed(plan, gate) -> None:
    result = gate(plan, code=0)
    assert (result["findings"], result["listed"], result["facts"]) == ([], [], [])
    assert result["compared"] == ["plan"]


def test_comments_layout_words_for_readers_names_of_variables_and_files_count_for_nothing(plan, gate) -> None:
    text = (plan.root / PLAN).read_text()
    text = text.replace("# The plan that most", "# Another comment. The plan that most")
    text = text.replace("stays within the rate", "is never more than the rate")
    text = text.replace("Return the excess.", "Return what is too much.")
    text = text.replace("  is actual_365", "  is\n    actual_365  # as banks do")
    text = text.replace(
        "for each payment\n      where payment.fund is fund and payment.accrued_for is month",
        "for each payment called one\n      where one.fund is fund and one.accrued_for is month",
    ).replace("limit sum of payment.amount", "limit sum of one.amount")
    head, _, rest = text.partition("clause fee_cap")
    cap, _, rest = rest.partition("clause quarterly_report")
    plan.write("agreements/plan/fees.clause", f"clause fee_cap{cap}")
    plan.write("agreements/plan/main.clause", f"{head}clause quarterly_report{rest}")
    (plan.root / PLAN).unlink()
    result = gate(plan, code=0)
    assert (result["findings"], result["listed"]) == ([], [])


def test_the_folder_goes_by_another_name(plan, gate) -> None:
    (plan.root / "agreements/plan").rename(plan.root / "agreements/plan_of_class_a")
    assert gate(plan, code=0)["findings"] == []


def test_a_raised_rate(plan, gate, redline) -> None:
    plan.edit(PLAN, "0.25%", "0.30%")
    result = gate(plan, code=1)
    assert told(result) == [("violated", "rate-raised", "schedule_a.service_fee")]
    (found,) = result["findings"]
    (effect,) = found["effects"]
    assert (effect["fund"], effect["old"], effect["new"]) == ("Harbor Fund", "0.25% per year", "0.30% per year")
    assert (found["path"], found["line"]) == (PLAN, 15)
    shown = redline(plan, "gate", "--base", "HEAD").stdout
    assert "rate-raised schedule_a.service_fee: 0.25% per year → 0.30% per year; Harbor Fund" in shown
    assert "1 violated. An agreement in force is changed without what that needs." in shown


@pytest.mark.parametrize(
    ("old", "new", "verdict", "effect"),
    [
        ("0.25%", "0.20%", "review", "rate-lowered"),
        ("by 30 days after end", "by 45 days after end", "violated", "deadline-extended"),
        ("by 30 days after end", "by 20 days after end", "review", "deadline-shortened"),
        ("majority of board", "majority of board and majority of independent_directors", "review",
         "approval-tightened"),
    ],
)
def test_what_loosens_is_a_violation_and_what_tightens_is_read(
    plan, gate, old: str, new: str, verdict: str, effect: str
) -> None:
    plan.edit(PLAN, old, new)
    result = gate(plan, code=1 if verdict == "violated" else 0)
    assert [(v, e) for v, e, _ in told(result)] == [(verdict, effect)]


def test_that_it_ends_sooner_is_not_to_nobodys_cost(plan, gate) -> None:
    ends = (
        '\nclause ends_by_assignment at "NINTH"\n  agreement terminates when assignment\n'
        "    where assignment.kind is contract_transfer and assignment.changes_control\n"
    )
    text = (plan.root / PLAN).read_text()
    plan.write(PLAN, text + ends)
    plan.commit()
    plan.write(PLAN, text + ends.replace(" and assignment", " or assignment"))
    result = gate(plan, code=1)
    assert [(v, x) for v, _, x in told(result)] == [("violated", "clause ends_by_assignment")]


def test_words_and_pins_beside_another_edit_stay_what_they_are(plan, gate) -> None:
    plan.edit(PLAN, "0.25%", "0.20%")
    plan.edit(PLAN, "A report each quarter, thirty days after its end.", "A report each quarter.")
    plan.edit(PLAN, 'clause amendment_approved at "SEVENTH"', 'clause amendment_approved at "SEVENTH" pin 0123456789ab')
    plan.edit(PLAN, 'schedule schedule_a at "SCHEDULE A"', 'schedule schedule_a at "SCHEDULE A" pin 0123456789ab')
    result = gate(plan, code=0)
    assert told(result) == [("review", "rate-lowered", "schedule_a.service_fee")]
    assert [x[:2] for x in listed(result)] == [
        ("pin", "schedule schedule_a at SCHEDULE A: pin"),
        ("pin", "clause amendment_approved at SEVENTH: pin"),
    ]


def test_another_reading_of_what_is_left_open_is_an_edit(plan, gate) -> None:
    """Whom it serves turns on the months; so it is a change."""
    plan.edit(PLAN, "  is actual_365", "  is actual_365 or actual_actual")
    result = gate(plan, code=1)
    assert ("violated", "assumption-changed", "day_count") in [
        (v, e, x.split(" ")[-1]) for v, e, x in told(result)
    ]


def test_a_fund_is_dropped_and_a_clause_with_it(plan, gate) -> None:
    plan.edit(PLAN, "  | Quay Fund   | 0.20%                      |\n", "")
    text = (plan.root / PLAN).read_text()
    start, end = text.index("clause quarterly_report"), text.index("clause amendment_approved")
    plan.write(PLAN, text[:start] + text[end:])
    result = gate(plan, code=1)
    effects = {effect for verdict, effect, _ in told(result) if verdict == "violated"}
    assert "fund-dropped" in effects
    assert effects & {"reporting-lessened", "duty-removed", "clause-removed"}


def test_what_was_agreed_all_along_may_be_encoded(plan, gate) -> None:
    plan.edit(
        PLAN,
        'passage "EIGHTH"\n  not encoded because "It says where notices go."\n',
        'clause refunds at "EIGHTH"\n'
        "  distributor may make payment where payment.kind is other\n",
    )
    result = gate(plan, code=0)
    assert {verdict for verdict, _, _ in told(result)} == {"review"}
    assert ("encoding", "passage EIGHTH: not encoded because", "It says where notices go.", "") in listed(result)


def test_what_is_agreed_anew_is_an_edit(plan, gate) -> None:
    text = (plan.root / PLAN).read_text()
    plan.write(
        PLAN, text + '\nclause refunds at "NINTH"\n  distributor may make payment where payment.kind is other\n'
    )
    result = gate(plan, code=1)
    assert "violated" in {verdict for verdict, _, _ in told(result)}


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("  effective 2020-01-01", "  effective 2020-01-01", "2019-12-31"),
        ("  effective 2020-01-01", "  effective 2020-01-01\n  until 2020-06-30", "2020-12-31"),
    ],
    ids=["not yet", "no longer"],
)
def test_an_agreement_that_is_not_in_force_may_be_edited(plan, gate, old: str, new: str, day: str) -> None:
    plan.edit(PLAN, old, new)
    plan.commit()
    plan.edit(PLAN, "0.25%", "0.30%")
    result = gate(plan, "--as-of", day, code=0)
    assert told(result) == [("review", "rate-raised", "schedule_a.service_fee")]


# --- amendments -------------------------------------------------------------------------------


def test_an_amendment_approved(plan, gate) -> None:
    plan.write(ONE, AMENDMENT)
    plan.write(VOTES, VOTE)
    result = gate(plan, code=0)
    assert told(result) == [("review", "amendment-added", "amendment number_one")]
    (found,) = result["findings"]
    assert [e["key"] for e in found["effects"]] == ["rate-raised"]
    assert found["lacks"] == []
    assert [(f["agreement"], f["kind"], f["added"]) for f in result["facts"]] == [("plan", "vote", 1)]


def test_an_amendment_not_approved(plan, gate) -> None:
    plan.write(ONE, AMENDMENT)
    result = gate(plan, code=1)
    assert told(result) == [("violated", "amendment-added", "amendment number_one")]
    (lack,) = result["findings"][0]["lacks"]
    assert "majority of board" in lack
    assert "plan/amendment_approved" in lack


def test_an_amendment_whose_approval_is_not_known(plan, gate) -> None:
    plan.edit(
        "agreements/plan/register/complete.yaml",
        "  - {facts: vote, from: 2020-01-01, until: 2020-12-31, stated_by: Secretary}\n",
        "",
    )
    plan.write(ONE, AMENDMENT)
    assert told(gate(plan, code=3)) == [("undetermined", "amendment-added", "amendment number_one")]


def test_an_amendment_whose_day_has_not_come(plan, gate) -> None:
    plan.write(ONE, AMENDMENT)
    result = gate(plan, "--as-of", "2020-05-31", code=0)
    assert told(result) == [("pending", "amendment-added", "amendment number_one")]
    assert result["findings"][0]["lacks"] != []


def test_an_amendment_that_waits_for_its_approval_changes_nothing_yet(plan, gate) -> None:
    waiting = AMENDMENT.replace("  in schedule_a", "  once approved by majority of board on amendment\n  in schedule_a")
    plan.write(ONE, waiting)
    result = gate(plan, code=0)
    assert told(result) == [("pending", "amendment-added", "amendment number_one")]
    assert result["findings"][0]["message"].startswith("what it waits for has not come")
    plan.write(VOTES, VOTE)
    assert told(gate(plan, code=0)) == [("review", "amendment-added", "amendment number_one")]


def test_an_amendment_that_took_effect_is_not_touched(amended, gate) -> None:
    amended.edit(ONE, "0.30%", "0.35%")
    result = gate(amended, code=1)
    assert told(result) == [("violated", "amendment-changed", "amendment number_one")]
    assert [e["key"] for e in result["findings"][0]["effects"]] == ["rate-raised"]


def test_nor_its_day(amended, gate) -> None:
    amended.edit(ONE, "2020-07-01", "2020-06-15")
    assert told(gate(amended, code=1)) == [("violated", "amendment-changed", "amendment number_one")]


def test_nor_taken_away(amended, gate) -> None:
    (amended.root / ONE).unlink()
    (amended.root / VOTES).unlink()
    result = gate(amended, code=1)
    assert told(result) == [("violated", "amendment-removed", "amendment number_one")]
    assert [e["key"] for e in result["findings"][0]["effects"]] == ["rate-lowered"]


def test_nor_its_approval(amended, gate) -> None:
    (amended.root / VOTES).unlink()
    result = gate(amended, code=1)
    assert told(result) == [("violated", "amendment-no-longer-in-effect", "amendment number_one")]


def test_its_comments_are_free(amended, gate) -> None:
    amended.edit(ONE, "  effective", "  # as voted\n  effective")
    amended.edit(ONE, "to 0.30%", "to   0.30%")
    assert gate(amended, code=0)["findings"] == []


def test_the_text_under_an_amendment_is_an_edit_too(amended, gate) -> None:
    """Today the amended rate holds; the months before it are judged by the text as it was made."""
    amended.edit(PLAN, "0.25%", "0.28%")
    result = gate(amended, code=1)
    assert told(result) == [("violated", "rate-raised", "schedule_a.service_fee")]
    (effect,) = result["findings"][0]["effects"]
    assert (effect["old"], effect["new"]) == ("0.25% per year", "0.28% per year")


def test_an_amendment_that_never_took_effect_may_be_withdrawn(plan, gate) -> None:
    plan.write(ONE, AMENDMENT)
    plan.commit()
    (plan.root / ONE).unlink()
    assert told(gate(plan, code=0)) == [("review", "amendment-removed", "amendment number_one")]


# --- agreements -------------------------------------------------------------------------------


def test_an_agreement_in_force_is_gone(plan, gate) -> None:
    plan.write(
        "agreements/other/agreement.clause", 'agreement other "Other"\n  effective 2021-01-01\n  shares "Class B"\n'
    )
    for path in sorted((plan.root / "agreements/plan").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (plan.root / "agreements/plan").rmdir()
    result = gate(plan, code=1)
    assert told(result) == [
        ("violated", "agreement-removed", "agreement plan"),
        ("review", "agreement-added", "agreement other"),
    ]


def test_the_first_commit(make_repo, gate) -> None:
    repo = make_repo().init()
    result = gate(repo, code=0)
    assert told(result) == [("review", "agreement-added", "agreement sample")]
    assert result["notes"] == ["nothing is committed yet: everything is new"]


def test_nothing_to_compare(make_repo, gate) -> None:
    repo = make_repo()
    repo.write("redline.toml", "")
    repo.commit()
    assert gate(repo, code=4)["compared"] == []


# --- what is listed ---------------------------------------------------------------------------


def test_settings_rules_waivers_scenarios_and_pins_are_listed_with_old_and_new(plan, gate) -> None:
    plan.write(
        "redline.toml",
        'as_of = 2020-12-31\nfail_level = "warning"\n\n[effects]\nrate-raised = "note"\n\n'
        '[[enforcement]]\nclause = "plan/*"\nlevel = "advisory"\nfrom = 2020-01-01\n',
    )
    plan.write("rules/house.clause", 'regulation house "House rules"\n\ndefine most means $5,000.00\n')
    plan.write(
        "waivers.yaml",
        "waivers:\n  - {code: plan/fee_cap, subject: {fund: Harbor Fund, month: 2020-01}, clause_hash: 0123abcd,\n"
        "     reason: Agreed, approver: A. Baker, role: Counsel, approved_on: 2020-02-01, expires_on: 2020-03-01}\n",
    )
    plan.edit("agreements/plan/scenarios/within.yaml", "verdict: compliant", "verdict: violated")
    plan.edit(PLAN, 'clause fee_cap at "FIRST"', 'clause fee_cap at "FIRST" pin 0123456789ab')
    result = gate(plan, code=0)
    assert result["findings"] == []
    assert [x for x in listed(result) if x[0] != "rule"] == [
        ("pin", "clause fee_cap at FIRST: pin", "", "0123456789ab"),
        ("setting", "effects.rate-raised", "", "note"),
        ("enforcement", "enforcement of plan/* from 2020-01-01", "", "advisory"),
        ("enforcement", "fail_level", "error", "warning"),
        (
            "waiver",
            "plan/fee_cap, Harbor Fund, 2020-01",
            "",
            "2020-02-01 to 2020-03-01, by A. Baker (Counsel), of 0123abcd: Agreed",
        ),
        ("scenario", "plan/within: fee_cap, Harbor Fund, 2020-01", "compliant", "violated"),
    ]
    assert ("rule", "house: definition most", "", "define most means $5,000.00") in listed(result)


def test_a_waiver_prolonged_and_a_scenario_gone(plan, gate) -> None:
    waiver = (
        "waivers:\n  - {code: plan/fee_cap, subject: {fund: Harbor Fund, month: 2020-01}, clause_hash: 0123abcd,\n"
        "     reason: Agreed, approver: A. Baker, role: Counsel, approved_on: 2020-02-01, expires_on: 2020-03-01}\n"
    )
    plan.write("waivers.yaml", waiver)
    plan.commit()
    plan.edit("waivers.yaml", "expires_on: 2020-03-01", "expires_on: 2021-03-01")
    (plan.root / "agreements/plan/scenarios/within.yaml").unlink()
    found = listed(gate(plan, code=0))
    assert [(kind, what) for kind, what, _, _ in found] == [
        ("waiver", "plan/fee_cap, Harbor Fund, 2020-01: prolonged"),
        ("scenario", "plan/within"),
    ]
    assert found[1][2:] == ("1 expectation", "")


def test_the_text_itself_changed(repo, gate) -> None:
    repo.edit("agreements/sample/source.txt", "nothing is owed", "nothing at all is owed")
    encoded = "agreements/sample/agreement.clause"
    text = (repo.root / encoded).read_text()
    repo.write(encoded, text.replace("8baef1ceff27", "064bf24aa2c1"))
    result = gate(repo, code=0)
    assert result["findings"] == []
    assert [x[:2] for x in listed(result)] == [
        ("pin", "body class_d_holders at FIFTH: pin"),
        ("pin", "clause termination_rights at FIFTH: pin"),
        ("pin", "clause agreement_ends_with_plan at FIFTH: pin"),
        ("text", "agreements/sample/source.txt"),
    ]
    assert listed(result)[0][2:] == ("8baef1ceff27", "064bf24aa2c1")


def test_to_set_the_day_back_hides_nothing(plan, gate) -> None:
    plan.edit("redline.toml", "2020-12-31", "2019-12-31")
    plan.edit(PLAN, "0.25%", "0.30%")
    result = gate(plan, code=1)
    assert result["as_of"] == "2020-12-31"
    assert ("setting", "as_of", "2020-12-31", "2019-12-31") in listed(result)


# --- waivers of edits -------------------------------------------------------------------------


def test_a_correction_of_the_encoding_may_be_waived(plan, gate) -> None:
    plan.edit(PLAN, "0.25%", "0.30%")
    (found,) = gate(plan, code=1)["findings"]
    plan.write(
        "waivers.yaml",
        "waivers:\n  - code: plan/gate\n"
        f"    subject: {{change: rate-raised, element: schedule_a.service_fee}}\n"
        f"    clause_hash: {found['clause_hash']}\n"
        "    reason: The schedule as signed says 0.30%.\n    approver: A. Baker\n    role: Counsel\n"
        "    approved_on: 2020-12-01\n    expires_on: 2021-01-31\n",
    )
    result = gate(plan, code=0)
    assert told(result) == [("waived", "rate-raised", "schedule_a.service_fee")]
    assert result["findings"][0]["waiver"]["approver"] == "A. Baker"
    assert [x[:2] for x in listed(result)] == [
        ("waiver", "plan/gate, rate-raised, schedule_a.service_fee")
    ]
    plan.edit(PLAN, "0.30%", "0.35%")
    result = gate(plan, code=1)
    assert told(result) == [("violated", "rate-raised", "schedule_a.service_fee")]
    assert result["notes"] == [
        "waivers.yaml:2: the waiver of plan/gate is for another edit: "
        f"the hash of this one is not `{found['clause_hash']}`"
    ]


# --- sides ------------------------------------------------------------------------------------


def test_two_revisions(plan, gate) -> None:
    plan.edit(PLAN, "0.25%", "0.30%")
    plan.commit()
    plan.git("tag", "raised")
    (plan.root / PLAN).unlink()
    result = gate(plan, "--base", "raised~1", "--head", "raised", code=1)
    assert (result["base"], result["head"]) == ("raised~1", "raised")
    assert told(result) == [("violated", "rate-raised", "schedule_a.service_fee")]


def test_a_base_with_mistakes(plan, redline) -> None:
    text = (plan.root / PLAN).read_text()
    plan.write(PLAN, text.replace("clause fee_cap", "clase fee_cap"))
    plan.commit()
    plan.write(PLAN, text)
    done = redline(plan, "gate", "--base", "HEAD")
    assert done.exit_code == 2
    assert f"--> HEAD:{PLAN}:" in done.stderr
    assert "error[W009 unreadable-revision]: the workspace at `HEAD` cannot be compared" in done.stderr
    assert done.stdout == ""


def test_a_head_with_mistakes(plan, redline) -> None:
    plan.edit(PLAN, "clause fee_cap", "clase fee_cap")
    done = redline(plan, "gate", "--base", "HEAD")
    assert done.exit_code == 2
    assert f"--> {PLAN}:" in done.stderr


def test_a_scenario_with_mistakes_is_not_one_that_is_gone(plan, redline) -> None:
    plan.edit("agreements/plan/scenarios/within.yaml", "verdict: compliant", "verdict: complaint")
    done = redline(plan, "gate", "--base", "HEAD")
    assert done.exit_code == 2
    assert "--> agreements/plan/scenarios/within.yaml:" in done.stderr


def test_a_base_of_which_git_lost_a_part(plan, redline) -> None:
    lost = plan.git("rev-parse", f"HEAD:{PLAN}")
    (plan.top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    done = redline(plan, "gate", "--base", "HEAD")
    assert done.exit_code == 2
    assert "error[W003 unreadable-file]" in done.stderr
    assert "error[W009 unreadable-revision]" in done.stderr


def test_no_workspace_at_the_head(plan, redline) -> None:
    plan.git("rm", "-r", "--quiet", ".")
    plan.commit("nothing")
    plan.write("redline.toml", "")
    done = redline(plan, "gate", "--base", "HEAD~1", "--head", "HEAD")
    assert done.exit_code == 2
    assert "error[W002 no-workspace]" in done.stderr


def test_a_base_whose_pins_are_wrong_is_compared(repo, gate) -> None:
    """What was committed is compared, whether or not it was true to its document."""
    encoded = "agreements/sample/agreement.clause"
    repo.edit("agreements/sample/source.txt", "nothing is owed", "nothing at all is owed")
    repo.commit()
    text = (repo.root / encoded).read_text().replace("8baef1ceff27", "064bf24aa2c1")
    repo.write(encoded, text.replace("| 0.25%                      |", "| 0.30%                      |"))
    assert told(gate(repo, code=1)) == [("violated", "rate-raised", "schedule_a.service_fee")]


# --- formats ----------------------------------------------------------------------------------


def test_annotations_name_files_from_the_top_of_the_repository(make_repo, redline) -> None:
    repo = make_repo("legal").init()
    repo.commit()
    repo.edit("agreements/sample/agreement.clause", "| 0.25%                      |", "| 0.30%                      |")
    repo.edit("agreements/sample/scenarios/fees.yaml", "verdict: violated", "verdict: compliant")
    done = redline(repo, "gate", "--base", "HEAD", "--format", "github")
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith(
        "::error file=legal/agreements/sample/agreement.clause,line=29,"
        "title=sample · rate-raised · schedule_a.service_fee::"
    )
    assert "0.25%25 per year → 0.30%25 per year" in lines[0]
    assert lines[1].startswith("::notice file=legal/agreements/sample/scenarios/fees.yaml,line=")
    assert "title=scenario%3A sample/paid_a_day_late%3A paid_in_ten_business_days%2C P-1" in lines[1]


def test_markdown_keeps_what_users_write_from_acting(plan, redline) -> None:
    plan.edit("agreements/plan/scenarios/within.yaml", "verdict: compliant", 'verdict: violated\n    observed: "<b>|@you"')
    plan.edit(PLAN, "0.25%", "0.30%")
    shown = redline(plan, "gate", "--base", "HEAD", "--format", "markdown").stdout
    assert "## Violated (1)" in shown
    assert "&lt;b&gt;\\|<span>@</span>you" in shown


def test_json_is_as_its_schema_says(plan, gate, redline) -> None:
    import jsonschema

    plan.edit(PLAN, "0.25%", "0.30%")
    schema = json.loads(redline(plan, "schema", "gated").stdout)
    jsonschema.validate(gate(plan, code=1), schema)


def test_output_goes_to_a_file(plan, redline) -> None:
    done = redline(plan, "gate", "--base", "HEAD", "-o", "gate.txt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No agreement in force is changed but by amendments." in (plan.root / "gate.txt").read_text()


def test_base_must_be_given(plan, redline) -> None:
    done = redline(plan, "gate")
    assert done.exit_code == 2
    assert "--base" in done.stderr
