"""The agreements of this repository against the documents they encode."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT.parent / "shared" / "sources"
"""Where redline.toml says that the documents are."""
AGREEMENTS = (
    "class_k_2000", "class_k_2003", "class_k_related_agreement_2003", "class_b_2003", "investor_class_2003",
)  # fmt: skip


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["sources", *args, "--workspace", str(ROOT)])
    return done.exit_code, done.stdout


@pytest.fixture(autouse=True)
def _at_hand() -> None:
    if os.environ.get("REDLINE_SOURCES", str(KEPT)) != str(KEPT) or not list(KEPT.glob("*.txt")):
        pytest.skip("the filed documents are not where redline.toml says")


def test_every_pin_holds() -> None:
    code, said = run("verify", *AGREEMENTS)
    assert code == 0, said


def test_every_passage_is_encoded_or_left_out_with_a_reason() -> None:
    code, said = run("coverage", "--format", "json", *AGREEMENTS)
    documents = json.loads(said)["documents"]
    uncovered = [
        (d["document"], r["label"]) for d in documents for r in d["rows"] if r["state"] == "uncovered"
    ]
    assert uncovered == []
    assert (code, len(documents)) == (0, 5)
