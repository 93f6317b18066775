"""The S pages: their examples give exactly the code, and what is to be used instead none."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import checker
from checker import fetch
from checker.cli import main
from checker.cli.common import load_everything
from checker.diagnostics.catalogue import CODES
from checker.source import Source
from checker.sources.defects import defects
from checker.sources.passages import read_passages

PAGES = Path(checker.__file__).parent / "diagnostics" / "pages"
HEADINGS = ["What it does", "Why it matters", "Example", "Use instead", "Source"]
PLACES = {
    "text": "documents/plan.txt",
    "clause": "agreements/sample/agreement.clause",
    "toml": "redline.toml",
    "toml sources.lock": "sources.lock",
}
BLOCK = re.compile(r"^```([\w. ]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = sorted(code for code in CODES if code.startswith("S"))


def sections(code: str) -> dict[str, str]:
    text = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## (.+)$\n", text, flags=re.MULTILINE)
    assert head.strip() == f"# {code} {CODES[code].slug}"
    return dict(zip(parts[::2], parts[1::2], strict=True))


def codes(root: Path, section: str, patch: pytest.MonkeyPatch) -> list[str]:
    """Return the codes that a section's blocks give.

    With a ``console`` block, what its commands report; of a document alone, its defects; otherwise
    what is wrong in the workspace, and what is uncovered in the agreements that say ``passage``.
    """
    blocks = dict(BLOCK.findall(section))
    console = blocks.pop("console", "")
    if set(blocks) == {"text"}:
        return [d.code for d in defects(read_passages(Source("plan.txt", blocks["text"])))]
    files = {"toml": 'sources = "documents"\n' if "text" in blocks else "", **blocks}
    for kind, text in files.items():
        path = root / PLACES[kind]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    patch.chdir(root)
    if console:
        return said(console)
    found = [d.code for d in load_everything(root)[2]]
    return found + (
        said("$ redline sources coverage\n$ redline sources\n") if "\npassage" in files["clause"] else []
    )


def said(console: str) -> list[str]:
    """Return the codes that the commands of a console block report; what is shown must be printed."""
    found: list[str] = []
    for line in console.splitlines():
        if line.startswith("$ redline "):
            run = CliRunner().invoke(main, shlex.split(line)[2:])
            found += re.findall(r"^(?:error|warning|note)\[(\w+) ", run.output, re.MULTILINE)
        else:
            assert line.removesuffix("...") in run.output
    return found


@pytest.mark.parametrize("code", OURS)
def test_example_and_use_instead(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sections(code)
    assert list(found) == HEADINGS
    assert codes(tmp_path / "bad", found["Example"], monkeypatch) == [code]
    if code == "S020":  # what is to be used instead goes out to a server
        monkeypatch.setattr(fetch, "fetch", answered)
    assert codes(tmp_path / "good", found["Use instead"], monkeypatch) == []


def answered(address: str, *, user_agent: str | None, **_: object) -> fetch.Received:
    assert address == "https://filings.example/plan.txt"
    assert user_agent == "Example Funds, Inc. counsel@example.com"
    return fetch.Received(b"PLAN\n\n     FIRST: It is paid.\n", "text/plain")


def test_a_missing_document_is_a_warning_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes(tmp_path, sections("S001")["Example"], monkeypatch)
    (problem,) = load_everything(tmp_path)[2]
    assert (problem.code, problem.severity) == ("S001", "warning")
    assert "`plan.txt` is not at hand" in problem.message
