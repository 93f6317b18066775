"""A week of edits, as a user sees them: real git, and what the terminal says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from checker.gate.found import unplaced
from checker.report.gate.gated import waive
from checker.source import Source
from checker.waivers import read_waivers

PLAN = "agreements/plan/agreement.clause"
ONE = "agreements/plan/amendments/one.clause"
TWO = "agreements/plan/amendments/two.clause"
CLEAN = "No agreement in force is changed but by amendments."
BROKEN = "An agreement in force is changed without what that needs."


@pytest.fixture
def says(redline):
    """Run the gate as a user does; return what it says, on lines of any length."""

    def run(repo, *arguments: str, code: int = 0) -> str:
        given = arguments if "--base" in arguments else ("--base", "HEAD", *arguments)
        done = redline(repo, "gate", *given)
        assert done.exit_code == code, done.output
        return " ".join(done.stdout.split())

    return run


# --- an edit that loosens, or changes the effect of, an agreement in force ---------------------


def test_an_edit_that_loosens_is_a_violation_that_says_what_why_and_what_to_do(plan, says) -> None:
    plan.edit(PLAN, "| Harbor Fund | 0.25%", "| Harbor Fund | 0.30%")
    told = says(plan, code=1)
    assert "Violated (1)" in told
    assert "plan · rate-raised · schedule_a.service_fee" in told
    assert "why the agreement is in force, and it is edited without an amendment" in told
    assert "0.25% per year → 0.30% per year; Harbor Fund, Class A" in told
    assert "do make it an amendment, with its approvals on file" in told
    assert f"at {PLAN}:1" in told
    assert told.endswith(BROKEN)


def test_what_is_the_same_for_many_funds_is_told_once(plan, says) -> None:
    plan.edit(PLAN, "| Harbor Fund | 0.25%", "| Harbor Fund | 0.30%")
    plan.edit(PLAN, "  | Quay Fund   | 0.20%                      |\n", "  | Quay Fund   | 0.30% |\n  | Reef Fund | 0.20% |\n")
    plan.commit()
    text = (plan.root / PLAN).read_text()
    plan.write(PLAN, text.replace("0.30%", "0.35%"))
    told = says(plan, code=1)
    assert told.count("0.30% per year → 0.35% per year") == 1
    assert "0.35% per year; Harbor Fund, Quay Fund, Class A" in told


def test_an_edit_that_changes_the_effect_of_a_clause_by_its_definition_says_so(plan, says) -> None:
    plan.write(
        PLAN,
        (plan.root / PLAN).read_text().replace(
            "clause fee_cap",
            "define paid\n  given fund, month\n  means sum of payment.amount\n    for each payment\n"
            "    where payment.fund is fund and payment.accrued_for is month\n\nclause fee_cap",
        ).replace(
            "limit sum of payment.amount\n      for each payment\n"
            "      where payment.fund is fund and payment.accrued_for is month\n",
            "limit paid\n",
        ),
    )
    plan.commit()
    plan.edit(PLAN, "month\n\nclause fee_cap", "month and payment.amount is more than $1.00\n\nclause fee_cap")
    told = says(plan, code=1)
    assert "clause-loosened clause fee_cap" in told
    assert "the words are the same, what they stand for is not" in told


def test_an_edit_of_comments_layout_or_says_is_none(plan, says) -> None:
    plan.edit(PLAN, 'says "The fee of a month stays', 'says "What is paid for a month stays')
    plan.edit(PLAN, "# The plan that most tests of the gate edit.", "# Another comment.")
    plan.edit(PLAN, "  by 30 days", "      by   30 days")
    assert says(plan).endswith("no change that counts. " + CLEAN)


def test_other_line_ends_are_none(plan, says) -> None:
    for path in plan.root.rglob("*.*"):
        if path.suffix in (".clause", ".yaml", ".csv", ".toml"):
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert says(plan).endswith("no change that counts. " + CLEAN)


def test_a_folder_of_another_name_is_none(plan, says) -> None:
    """Clauses, facts and scenarios are the agreement's wherever they lie."""
    (plan.root / "agreements/plan").rename(plan.root / "agreements/class_a")
    assert says(plan).endswith("no change that counts. " + CLEAN)


def test_declarations_in_another_file_and_order_are_none(plan, says) -> None:
    text = (plan.root / PLAN).read_text()
    head, mark, rest = text.partition("clause quarterly_report")
    plan.write(PLAN, head)
    plan.write("agreements/plan/reports.clause", mark + rest)
    assert says(plan).endswith("no change that counts. " + CLEAN)


def test_rules_are_listed_by_what_is_different_in_them(plan, says) -> None:
    rule = (
        'regulation house "House rules"\n\nclause slow at "1"\n'
        '  says "Whoever is paid under any of our plans is paid by the sixtieth day after the end of the month'
        ' that the fee is for, and not later, whatever else was agreed."\n'
        "  for each payment\n  must hold payment.paid_on is on or before 60 days after end of payment.accrued_for\n"
    )
    plan.write("rules/house.clause", rule)
    plan.commit()
    plan.edit("rules/house.clause", "60 days after", "90 days after")
    told = says(plan)
    assert "~ rule · house: clause slow rules/house.clause:3" in told
    assert "on or before 60 days after end of payment.accrued_for new ..." in told
    assert "on or before 90 days after end of payment.accrued_for 1 change listed." in told
    assert "sixtieth" not in told
    assert told.endswith(CLEAN)


def test_a_scenario_that_expects_something_else_is_listed(plan, says) -> None:
    plan.edit("agreements/plan/scenarios/within.yaml", "    verdict: compliant", "    verdict: violated")
    told = says(plan)
    assert "~ scenario · plan/within: fee_cap, Harbor Fund, 2020-01" in told
    assert "old compliant new violated" in told
    assert told.endswith(CLEAN)


def test_enforcement_is_listed(plan, says) -> None:
    plan.edit("redline.toml", 'fail_level = "error"', 'fail_level = "error"\n\n[[enforcement]]\n'
              'clause = "plan/*"\nlevel = "advisory"\nfrom = 2020-01-01')  # fmt: skip
    plan.edit(PLAN, '  cure "Return the excess."', '  cure "Return the excess."\n  severity note')
    told = says(plan)
    assert "+ enforcement · enforcement of plan/* from 2020-01-01" in told
    assert "~ enforcement · plan: clause fee_cap: severity" in told
    assert "old error new note" in told


# --- amendments --------------------------------------------------------------------------------


NUMBER_TWO = """\
amendment number_two to plan "Amendment No. 2"
  effective 2020-09-01
  in schedule_a where fund is "Quay Fund" set service_fee to 0.22%
"""


def test_an_amendment_between_two_is_told_as_one_amendment_and_nothing_else(amended, says) -> None:
    """A later amendment holds the text with those before it; that is not an edit of what was agreed."""
    amended.edit(ONE, "2020-07-01", "2020-10-01")
    amended.commit()
    amended.write(TWO, NUMBER_TWO)
    told = says(amended, code=1)
    assert "Violated (1)" in told
    assert "plan · amendment-added · amendment number_two" in told
    assert "effective 2020-09-01, and what it needs is not on file" in told
    assert "lacks majority of board for" not in told
    assert "Harbor Fund" not in told.partition("note:")[0]


def test_an_edit_beside_an_amendment_is_told_apart_from_it(amended, says) -> None:
    amended.write(TWO, NUMBER_TWO.replace("2020-09-01", "2020-06-15"))
    amended.edit(PLAN, "0.20%", "0.21%")
    told = says(amended, code=1)
    assert "Violated (2)" in told
    assert "0.20% per year → 0.21% per year; Quay Fund" in told
    assert "0.21% per year → 0.22% per year; Quay Fund" in told


def test_an_amendment_that_waits_for_time_is_pending_and_lists_what_it_lacks_once(plan, says) -> None:
    plan.write(ONE, NUMBER_TWO.replace("number_two", "number_one").replace("2020-09-01", "2021-09-01"))
    told = says(plan)
    assert "Pending (1)" in told
    assert "effective 2021-09-01: until then it may still get what it lacks" in told
    assert told.count("majority of board") == 1
    assert "missing (plan/amendment_approved at SEVENTH)" in told
    assert told.endswith(CLEAN)


def test_the_day_of_an_amendment_in_effect_is_told_with_old_and_new(amended, says) -> None:
    amended.edit(ONE, "2020-07-01", "2020-06-15")
    told = says(amended, code=1)
    assert "it was in effect, and it is another one now; effective 2020-07-01 → 2020-06-15" in told
    assert "lacks" not in told


def test_its_number_may_be_encoded_later_and_its_title_is_listed(amended, says) -> None:
    amended.edit(ONE, "  effective", "  number 1\n  effective")
    amended.edit(ONE, '"Amendment No. 1"', '"First Amendment"')
    told = says(amended)
    assert "To be read (1)" in told
    assert "it was in effect, and it does what it did; number none → 1" in told
    assert "~ encoding · plan: amendment number_one: title" in told
    assert "old Amendment No. 1 new First Amendment" in told


def test_what_no_amendment_may_do_is_a_violation_before_its_day(plan, says) -> None:
    """No approval can come that would help, so there is nothing to wait for."""
    plan.edit(
        PLAN,
        'passage "EIGHTH"',
        'clause never_higher at "NINTH"\n  says "No amendment raises the fee."\n  for each amendment, fund\n'
        "  limit schedule_a.service_fee under amendment to at most schedule_a.service_fee before amendment\n\n"
        'passage "EIGHTH"',
    )
    plan.commit()
    plan.write(ONE, NUMBER_TWO.replace("number_two", "number_one").replace("2020-09-01", "2021-09-01"))
    told = says(plan, code=1)
    assert "effective 2021-09-01, and it does what no amendment may do, whoever approves" in told
    assert "forbidden (plan/never_higher at NINTH)" in told
    assert "do leave out what is forbidden: no approval helps" in told


# --- agreements that come and go ----------------------------------------------------------------


def test_an_agreement_that_is_gone_takes_its_scenarios_with_it_in_one_line(plan, says) -> None:
    plan.write("agreements/other/agreement.clause", 'agreement other "Other"\n  effective 2021-01-01\n  shares "Class B"\n')
    shutil.rmtree(plan.root / "agreements/plan")
    told = says(plan, code=1)
    assert "plan · agreement-removed · agreement plan why it is in force, and it is gone" in told
    assert "- scenario · plan: all old 1 scenario" in told


# --- waivers -----------------------------------------------------------------------------------


def waiver(told_hash: str, *, subject: str, first: str = "2020-12-01", last: str = "2021-01-31") -> str:
    return (
        "waivers:\n  - code: plan/gate\n"
        f"    subject: {subject}\n    clause_hash: {told_hash}\n"
        "    reason: The schedule as signed says 0.30%.\n    approver: A. Baker\n    role: Counsel\n"
        f"    approved_on: {first}\n    expires_on: {last}\n"
    )


def hinted(told: str) -> tuple[str, str]:
    """Return subject and hash as the gate prints them for whoever writes the waiver."""
    subject = told.partition("subject ")[2].partition("}")[0] + "}"
    return subject, told.partition("clause_hash ")[2].split()[0]


def test_a_waiver_as_the_gate_prints_it_waives_until_it_expires_and_is_told_when_it_does_not(
    plan, says, redline
) -> None:
    plan.edit(PLAN, "| Harbor Fund | 0.25%", "| Harbor Fund | 0.30%")
    subject, digest = hinted(says(plan, code=1))
    page = redline(plan, "gate", "--base", "HEAD", "--format", "markdown").stdout
    assert "a waiver names: code plan/gate" in page and digest in page
    plan.write("waivers.yaml", waiver(digest, subject=subject))
    told = says(plan)
    assert "Waived (1)" in told
    assert "waived The schedule as signed says 0.30%. (A. Baker, Counsel, until 2021-01-31)" in told
    assert told.endswith(CLEAN)
    assert "a waiver names" not in redline(plan, "gate", "--base", "HEAD", "--format", "markdown").stdout
    # `redline check` says nothing of it: it is the gate's
    assert "plan/gate" not in redline(plan, "check", "--format", "markdown").stdout

    plan.write("waivers.yaml", waiver(digest, subject=subject, last="2020-12-30"))
    told = says(plan, code=1)
    assert "waivers.yaml:2: the waiver of plan/gate expired on 2020-12-30" in told

    plan.write("waivers.yaml", waiver(digest, subject=subject, first="2021-01-01"))
    assert "waivers.yaml:2: the waiver of plan/gate does not begin before 2021-01-01" in says(plan, code=1)

    plan.write("waivers.yaml", waiver("0123456789abcdef", subject=subject))
    assert "is for another edit: the hash of this one is not `0123456789abcdef`" in says(plan, code=1)

    plan.write("waivers.yaml", waiver(digest, subject=subject))
    plan.commit("merged with its waiver")
    told = says(plan)
    assert "waivers.yaml:2: the waiver of plan/gate is for an edit that is not in this comparison" in told


@pytest.mark.parametrize("element", ["definition a, clause b", "clause x: y", "schedule_a.service_fee"])
def test_what_a_waiver_names_can_be_pasted(element: str) -> None:
    """Several declarations stand with commas between them, which ends a value unless it is quoted."""
    found = unplaced("plan", "no-known-effect", "undetermined", element, "why")
    text = waiver(found.clause_hash, subject=waive(found).partition("subject ")[2].partition(", clause_hash")[0])
    (read,), problems = read_waivers(Source("waivers.yaml", text))
    assert problems == []
    assert dict(read.subject) == {"change": "no-known-effect", "element": element}


def test_the_waiver_in_the_documentation_is_one_that_waives(repo, says) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ci.md").read_text()
    shown = page.partition("```yaml\nwaivers:")[2].partition("```")[0]
    repo.edit("agreements/sample/agreement.clause", "| 0.25%  ", "| 0.30%  ")
    assert "Violated (1)" in says(repo, code=1)
    repo.write("waivers.yaml", f"waivers:{shown}")
    assert "Waived (1)" in says(repo)


# --- histories ---------------------------------------------------------------------------------


def test_a_branch_that_is_behind_is_told_so(plan, says) -> None:
    """What others merged since looks taken back; the gate says why, and what to compare with."""
    start = plan.git("rev-parse", "HEAD")
    plan.git("switch", "--quiet", "--create", "mine")
    plan.edit(PLAN, "# The plan that most", "# A comment. The plan that most")
    plan.commit("mine")
    plan.git("switch", "--quiet", "main")
    plan.write(ONE, NUMBER_TWO.replace("number_two", "number_one"))
    plan.write("agreements/plan/register/votes.yaml", "votes:\n  - id: june\n    on: 2020-06-12\n    matter: amendment\n"
               "    concerning: number_one\n    tallies:\n      - {body: board, in_office: 6, for: 5}\n")  # fmt: skip
    plan.commit("theirs")
    plan.git("switch", "--quiet", "mine")
    told = says(plan, "--base", "main", code=1)
    assert "amendment-removed" in told
    assert "main has commits that are not in what is compared, so what they changed looks taken back" in told
    assert f"--base {start[:10]}" in told
    assert says(plan, "--base", start[:10]).endswith(CLEAN)
    assert "looks taken back" not in says(plan, "--base", start)
    plan.git("merge", "--quiet", "--no-edit", "main")
    assert says(plan, "--base", "main").endswith("no change that counts. " + CLEAN)
    plan.git("checkout", "--quiet", "--detach")
    assert "looks taken back" not in says(plan, "--base", "main")


def test_a_rebased_branch_holds_only_what_is_its_own(plan, says) -> None:
    plan.git("switch", "--quiet", "--create", "mine")
    plan.edit(PLAN, '"It says where notices go."', '"Where notices go."')
    plan.commit("mine")
    plan.git("switch", "--quiet", "main")
    plan.edit(PLAN, '  cure "Return the excess."', '  cure "Return what is over."')
    plan.commit("theirs")
    plan.git("switch", "--quiet", "mine")
    plan.git("rebase", "--quiet", "main")
    told = says(plan, "--base", "main")
    assert "passage EIGHTH: not encoded because" in told
    assert "1 change listed." in told


def test_histories_that_have_nothing_in_common_are_compared(plan, says) -> None:
    plan.git("switch", "--quiet", "--orphan", "fresh")
    plan.git("checkout", "main", "--", ".")
    plan.edit(PLAN, "0.20%", "0.25%")
    plan.commit("fresh")
    told = says(plan, "--base", "main", code=1)
    assert "0.20% per year → 0.25% per year; Quay Fund" in told


def test_a_shallow_clone_of_the_base_is_enough(plan, says, redline, tmp_path: Path) -> None:
    plan.edit(PLAN, "0.20%", "0.25%")
    plan.commit("raised")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=2", f"file://{plan.top}", str(clone)], check=True, capture_output=True
    )
    done = redline(type("Clone", (), {"root": clone})(), "gate", "--base", "HEAD~1")
    assert done.exit_code == 1, done.output
    assert "rate-raised" in done.stdout


def test_a_huge_edit_is_told_by_its_elements(plan, says) -> None:
    """Three hundred funds raised at once: one effect, with how many funds it is for."""
    rows = "".join(f"  | Fund {n:03} | 0.20% |\n" for n in range(300))
    plan.edit(PLAN, "  | Quay Fund   | 0.20%                      |\n", rows)
    plan.commit()
    text = (plan.root / PLAN).read_text()
    plan.write(PLAN, text.replace("| 0.20% |", "| 0.21% |"))
    told = says(plan, code=1)
    assert "Fund 000, Fund 001, Fund 002, Fund 003 and 296 more funds, Class A" in told
    assert len(told) < 2000
