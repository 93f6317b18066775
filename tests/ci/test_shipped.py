"""The hooks and CI jobs that ship, carried out in a scratch repository with git really called."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
CI = ROOT / "docs" / "ci"
AGREEMENT = "agreements/sample/agreement.clause"
SCENARIOS = "agreements/sample/scenarios/fees.yaml"

AMENDMENT = """\
amendment number_one to sample "Amendment No. 1"
  effective 2024-04-15
  in schedule_a where fund is "Example Growth Fund" set service_fee to 0.20%
"""

VOTES_ARE_COMPLETE = """\
# The facts are invented.
complete_records:
  - {facts: vote, from: 2019-03-01, until: 2024-04-30, stated_by: Secretary}
determinations:
  - question: amendment_is_material_in_law
    about: [{name: amendment, value: number_one}]
    answer: "yes"
    by: J. Doe
    role: counsel
    on: 2024-04-01
    basis: memorandum of 1 April 2024
"""

APPROVAL = """\
# The facts are invented.
meetings:
  - id: april_2024
    on: 2024-04-10
    mode: in_person
    called_for:
      - {matter: amendment, concerning: number_one}
    minutes: Minute book 2024, page 31

votes:
  - id: amendment_one
    on: 2024-04-10
    matter: amendment
    concerning: number_one
    meeting: april_2024
    ballots:
      - {director: adams, cast: for, mode: in_person}
      - {director: baker, cast: for, mode: in_person}
      - {director: chen, cast: for, mode: in_person}
      - {director: diaz, cast: for, mode: in_person}
    record: Resolution 2024-3
"""


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def steps() -> list[dict[str, Any]]:
    return read(CI / "github.yml")["jobs"]["redline"]["steps"]


def package() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["name"])


# --- the hook of plain git ----------------------------------------------------------------------


def test_the_plain_hook(scratch) -> None:
    """One history: what may be committed is, and what may not be is refused and says why."""
    hook = scratch.root / ".git" / "hooks" / "pre-commit"
    shutil.copy(CI / "pre-commit", hook)
    assert hook.stat().st_mode & 0o100, "the hook ships executable"

    scratch.edit(AGREEMENT, "# The sample agreement in", "# Our sample agreement, in")
    done = scratch.try_commit()
    assert done.returncode == 0, done.stdout
    assert "No agreement in force is changed but by amendments." in done.stdout
    kept = scratch.must("git", "rev-parse", "HEAD")

    scratch.edit(AGREEMENT, '  shares "Class D"\n', '  shares    "Class D"\n')
    done = scratch.try_commit()
    assert done.returncode == 1
    assert "agreement.clause" in done.stdout
    assert "compared" not in done.stdout, "the layout is looked at first"
    scratch.back()

    scratch.edit(AGREEMENT, "| 0.25%                      |", "| 0.30%                      |")
    done = scratch.try_commit()
    assert done.returncode == 1
    assert "rate-raised schedule_a.service_fee: 0.25% per year → 0.30% per year" in done.stdout

    scratch.back()
    scratch.write("agreements/sample/amendments/number_one.clause", AMENDMENT)
    scratch.write("agreements/sample/register/complete_votes.yaml", VOTES_ARE_COMPLETE)
    done = scratch.try_commit()
    assert done.returncode == 1
    assert "sample · amendment-added · amendment number_one" in done.stdout
    assert "what it needs is not on file" in done.stdout
    assert "majority of board in person at a meeting called for the purpose" in done.stdout
    assert scratch.must("git", "rev-parse", "HEAD") == kept

    scratch.write("agreements/sample/register/april_2024.yaml", APPROVAL)
    scratch.edit(SCENARIOS, "paid_on: 2024-03-15}", "paid_on: 2024-03-14}")
    text = (scratch.root / SCENARIOS).read_text()
    late = "        verdict: violated\n        expected: 2024-03-14\n        difference: 1\n"
    assert late in text
    scratch.write(SCENARIOS, text.replace(late, "        verdict: compliant\n        expected: 2024-03-14\n"))
    done = scratch.try_commit()
    assert done.returncode == 0, done.stdout
    assert "effective 2024-04-15, and what it needs is on file" in done.stdout
    words = " ".join(done.stdout.split())
    assert "scenario · sample/paid_a_day_late: paid_in_ten_business_days, P-1" in words
    assert "old violated, expected 2024-03-14, difference 1 new compliant, expected 2024-03-14" in words
    assert scratch.must("git", "rev-parse", "HEAD~1") == kept


def test_the_plain_hook_compares_what_is_staged(scratch) -> None:
    """A raised rate that is staged is found, though the file has been put back since."""
    text = (scratch.root / AGREEMENT).read_text()
    scratch.edit(AGREEMENT, "| 0.25%                      |", "| 0.30%                      |")
    scratch.must("git", "add", "--all")
    scratch.write(AGREEMENT, text)
    lines = [x for x in (CI / "pre-commit").read_text().splitlines() if x.startswith("redline gate")]
    assert len(lines) == 1
    done = scratch.script(lines[0])
    assert done.returncode == 1
    assert "rate-raised" in done.stdout


# --- the hooks of the framework -----------------------------------------------------------------


def test_the_hooks_of_the_framework_and_the_jobs(scratch) -> None:
    """Each line that ships is run once where all is well; the gate then where it is not."""
    hooks = read(ROOT / ".pre-commit-hooks.yaml")
    assert [h["id"] for h in hooks] == [
        "redline-fmt",
        "redline-validate",
        "redline-gate",
        "redline-sources",
        "redline-test",
    ]
    for h in hooks:
        assert {"id", "name", "entry", "language"} <= h.keys()
        assert (h["language"], h["pass_filenames"]) == ("python", False)
        assert h.get("always_run") or h["id"] == "redline-fmt", "else commits that only delete pass it by"
    job = read(CI / "gitlab.yml")["redline"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert steps()[0]["with"]["fetch-depth"] == 0

    sha = scratch.must("git", "merge-base", "origin/main", "HEAD")
    gitlab = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": sha}
    github = {"BASE": _filled("origin/${{ github.base_ref }}")}
    lines = dict.fromkeys((*job["before_script"], *job["script"]), gitlab)
    for step in steps():
        if "run" in step:
            given = {name: _filled(value) for name, value in step.get("env", {}).items()}
            assert given in ({}, github)
            assert "${{" not in step["run"], "what others may name is passed by the environment only"
            lines[step["run"]] = given
    lines |= {h["entry"]: {} for h in hooks}
    assert f"pip install {package()}" in lines

    scratch.edit(AGREEMENT, "# The sample agreement in", "# Our sample agreement, in")
    scratch.commit("comment")
    for line, env in lines.items():
        done = scratch.script(line, **env)
        assert done.returncode == 0, f"{line}\n{done.stdout}"
    assert "# Gate:" in scratch.summary.read_text()
    made = {p.name for p in scratch.root.glob("redline-*")}
    assert made == {"redline-gate.json", "redline-impact.json", "redline-test.xml"}
    assert set(job["artifacts"]["paths"]) == {"redline-*"}

    scratch.edit(AGREEMENT, "| 0.25%                      |", "| 0.30%                      |")
    gates = [line for line in lines if re.fullmatch(r"redline gate [^>|]*", line.strip())]
    assert len(gates) == 3
    for line in gates:
        done = scratch.script(line, **lines[line])
        assert done.returncode == 1, f"{line}\n{done.stdout}"
        assert "rate-raised" in done.stdout
        if "github" in line:
            assert f"::error file={AGREEMENT},line=29," in done.stdout


def _filled(text: str) -> str:
    return text.replace("${{ github.base_ref }}", "main")


def test_the_gate_of_the_workflow_runs_on_pull_requests_and_the_upload_always() -> None:
    by_name = {s.get("name", s.get("uses")): s for s in steps()}
    assert by_name["Gate"]["if"] == "github.event_name == 'pull_request'"
    assert by_name["Upload"]["if"] == "always()"
    assert by_name["Upload"]["with"]["path"] == "redline-*"
    assert read(CI / "github.yml")["permissions"] == {"contents": "read"}


def test_a_shallow_clone_is_told_what_it_lacks(scratch, tmp_path: Path) -> None:
    """What a job without the depth that ships would meet."""
    scratch.must("git", "push", "--quiet", "origin", "topic")
    shallow = tmp_path / "shallow"
    remote = scratch.must("git", "remote", "get-url", "origin")
    scratch.must("git", "clone", "--quiet", "--depth=1", "--branch=topic", f"file://{remote}", str(shallow))
    done = scratch.script(f"cd '{shallow}' && redline gate --base origin/main")
    assert done.returncode == 2
    assert "`git fetch --depth=1 origin main:refs/remotes/origin/main` brings this one" in done.stdout
    done = scratch.script(
        f"cd '{shallow}' && git fetch --quiet --depth=1 origin main:refs/remotes/origin/main"
        " && redline gate --base origin/main"
    )
    assert done.returncode == 0, done.stdout
