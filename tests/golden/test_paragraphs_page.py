"""The page of the invented agreement, word for word, and the paragraph of it that the documentation shows.

Written anew by ``make golden``; read the difference before you commit it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NAME = "larkspur_class_c_2001"
EXPECTED = HERE / f"{NAME}_page.md"
SHOWN = ROOT / "docs" / "documents.md"
EXAMPLE = re.compile(
    r"(<!-- paragraph: (?P<label>.+) -->\n````markdown\n)(?P<text>.*?)(?=^````$)", re.M | re.S
)
UPDATE = bool(os.environ.get("REDLINE_UPDATE_GOLDEN"))


@pytest.fixture(scope="module")
def made() -> str:
    ran = CliRunner().invoke(main, ["sources", "page", NAME, "--workspace", str(ROOT)])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def test_page(made: str) -> None:
    if UPDATE:
        EXPECTED.write_text(made, encoding="utf-8")
    assert made == EXPECTED.read_text(encoding="utf-8")


def test_the_documentation_shows_a_paragraph_of_it(made: str) -> None:
    text = SHOWN.read_text(encoding="utf-8")
    shown = EXAMPLE.search(text)
    assert shown is not None
    of_page = re.split(r"^(?=##)", made, flags=re.M)
    wanted = next(part for part in of_page if part.startswith(f"### {shown['label']}\n")).rstrip("\n") + "\n"
    if UPDATE:
        text = EXAMPLE.sub(lambda found: found[1] + wanted, text)
        SHOWN.write_text(text, encoding="utf-8")
        shown = EXAMPLE.search(text)
    assert shown is not None and shown["text"] == wanted
