"""The worked scenarios of this repository's agreements give the verdicts stated for them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main

ROOT = Path(__file__).resolve().parents[2]
WORKED = {
    "class_b_2003": "S30 S32 S34 S35 S37 S38 S40 S42 S43 S45 S46 S48 S49",
    "class_k_2000": "S01 S02 S04 S05 S06 S08 S09",
    "class_k_2003": "S10 S13 S14 S15 S16 S17 S20 S21 S22 S23 S25 S26 S28 S29",
    "class_k_related_agreement_2003": "S51 S53 S54",
    "investor_class_2003": "S56 S57 S59",
}


def test_all_of_them_are_here() -> None:
    assert len([s for listed in WORKED.values() for s in listed.split()]) == 40


@pytest.mark.parametrize("agreement", WORKED)
def test_worked_scenarios(agreement: str) -> None:
    folder = f"agreements/{agreement}"
    done = CliRunner().invoke(
        main, ["test", folder, "--workspace", str(ROOT), "--jobs", "1", "--format", "json"]
    )
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert {s["source"] for s in said["scenarios"]} >= set(WORKED[agreement].split())
    assert [t for s in said["scenarios"] for t in s["tested"] if t["status"] != "passed"] == []
