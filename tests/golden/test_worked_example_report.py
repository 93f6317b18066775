"""The report of the worked example, word for word.

Written anew by ``make golden``; read the difference before you commit it. The source documents
are left out, so that nothing of them is quoted here and the report is the same without them.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from checker import pipeline
from checker.findings.model import Result
from checker.report.formats import Layout, render
from checker.workspace import read_workspace

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FORMATS = {"terminal": "txt", "markdown": "md"}
EXAMPLE = frozenset({"class_k_2000", "class_k_2003", "class_k_related_agreement_2003", "class_b_2003"})


@pytest.fixture(scope="module")
def result() -> Result:
    workspace, problems = read_workspace(ROOT)
    assert workspace is not None and not problems
    loaded = pipeline.load(replace(workspace, documents={}))
    made = pipeline.check(loaded, agreements=EXAMPLE)
    # Digests change with every edit of a comment; what is said of the facts does not.
    return made.model_copy(update={"inputs": (), "rules_revision": "-"})


@pytest.mark.parametrize("name", FORMATS)
def test_report(result: Result, name: str) -> None:
    made = render(name, result, Layout(False, 100, False))
    expected = HERE / f"worked_example.{FORMATS[name]}"
    if os.environ.get("REDLINE_UPDATE_GOLDEN"):
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")
