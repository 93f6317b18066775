"""The pages of S001 to S005: their examples give exactly the code, and what is to be used instead none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import checker
from checker.cli.common import load_everything
from checker.diagnostics.catalogue import CODES

PAGES = Path(checker.__file__).parent / "diagnostics" / "pages"
HEADINGS = ["What it does", "Why it matters", "Example", "Use instead", "Source"]
PLACES = {
    "text": "documents/plan.txt",
    "clause": "agreements/sample/agreement.clause",
    "toml": "redline.toml",
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = sorted(code for code in CODES if code.startswith("S"))


def sections(code: str) -> dict[str, str]:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## (.+)$\n", text, flags=re.MULTILINE)
    assert head.strip() == f"# {code} {CODES[code].slug}"
    return dict(zip(parts[::2], parts[1::2], strict=True))


def codes(root: Path, section: str) -> list[str]:
    blocks = dict(BLOCK.findall(section))
    files = {"toml": 'sources = "documents"\n' if "text" in blocks else "", **blocks}
    for kind, text in files.items():
        path = root / PLACES[kind]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [d.code for d in load_everything(root)[2]]


@pytest.mark.parametrize("code", OURS)
def test_example_and_use_instead(code: str, tmp_path: Path) -> None:
    found = sections(code)
    assert list(found) == HEADINGS
    assert codes(tmp_path / "bad", found["Example"]) == [code]
    assert codes(tmp_path / "good", found["Use instead"]) == []


def test_a_missing_document_is_a_warning_and_nothing_else(tmp_path: Path) -> None:
    codes(tmp_path, sections("S001")["Example"])
    (problem,) = load_everything(tmp_path)[2]
    assert (problem.code, problem.severity) == ("S001", "warning")
    assert "`plan.txt` is not at hand" in problem.message
