"""Reports on drafts, byte for byte. ``REDLINE_UPDATE_GOLDEN=1 pytest tests/report`` writes them anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from draft_examples import EXAMPLES

from checker.report.drafts.formats import FORMATS, Layout, render

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"terminal": "txt", "markdown": "md", "html": "html", "json": "json"}
UPDATE = os.environ.get("REDLINE_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("style", sorted(SUFFIXES))
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_report(name: str, style: str) -> None:
    text = render(style, EXAMPLES[name](), Layout(width=80))
    path = GOLDEN / name / f"expected.{SUFFIXES[style]}"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.is_file(), f"no {path.name}; write it with REDLINE_UPDATE_GOLDEN=1"
    assert path.read_bytes() == text.encode()


def test_no_orphans() -> None:
    assert set(FORMATS) == set(SUFFIXES)
    wanted = {f"{name}/expected.{suffix}" for name in EXAMPLES for suffix in SUFFIXES.values()}
    assert {p.relative_to(GOLDEN).as_posix() for p in GOLDEN.rglob("*") if p.is_file()} == wanted


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_draft_same_bytes_in_another_process(seed: str) -> None:
    script = (
        "import sys; from checker.findings.amended import Amended;"
        "from checker.report.drafts.formats import FORMATS, render;"
        "found = Amended.model_validate_json(sys.stdin.read());"
        "sys.stdout.buffer.write('\\0'.join(render(n, found) for n in sorted(FORMATS)).encode())"
    )
    found = EXAMPLES["raise"]()
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=found.model_dump_json().encode(),
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed},
    )
    assert done.stdout.decode().split("\0") == [render(n, found) for n in sorted(FORMATS)]
