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
    "class_k_2003": "S13 S14 S15 S16 S17 S20 S21 S22 S23 S25 S26 S28 S29",
}


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
