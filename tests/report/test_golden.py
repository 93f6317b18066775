"""Every reporter, byte for byte. ``REDLINE_UPDATE_GOLDEN=1 pytest tests/report`` writes them anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.findings.model import Result
from checker.report.explain import render_explain
from checker.report.formats import FORMATS, Layout, render

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"terminal": "txt", "json": "json", "markdown": "md", "html": "html"}
EXPLAINED = {"awkward": 5, "identical": 3, "scenarios": 0}
UPDATE = os.environ.get("REDLINE_UPDATE_GOLDEN") == "1"


def compare(path: Path, text: str) -> None:
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.is_file(), f"no {path.name}; write it with REDLINE_UPDATE_GOLDEN=1"
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize("name", sorted(SUFFIXES))
def test_report(case: tuple[str, Result], name: str) -> None:
    folder, result = case
    compare(GOLDEN / folder / f"expected.{SUFFIXES[name]}", render(name, result, Layout(width=80)))


@pytest.mark.parametrize("folder", sorted(EXPLAINED))
def test_explain(folder: str, results: dict[str, Result]) -> None:
    result = results[folder]
    finding = result.findings[EXPLAINED[folder]]
    text = render_explain(finding, result, color=False, width=80)
    compare(GOLDEN / folder / "explain.txt", text)


def test_no_orphans(results: dict[str, Result]) -> None:
    wanted = {f"{folder}/expected.{suffix}" for folder in results for suffix in SUFFIXES.values()}
    wanted |= {f"{folder}/explain.txt" for folder in EXPLAINED}
    found = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert found == wanted


def test_every_format_has_golden_files() -> None:
    assert set(FORMATS) == set(SUFFIXES)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_result_same_bytes_in_another_process(seed: str, results: dict[str, Result]) -> None:
    """No order of a set or dictionary, which differs from process to process, shows in a report."""
    script = (
        "import sys; from checker.findings.model import Result; from checker.report.formats import FORMATS, render;"
        "result = Result.model_validate_json(sys.stdin.read());"
        "sys.stdout.buffer.write('\\0'.join(render(n, result) for n in sorted(FORMATS)).encode())"
    )
    given = results["scenarios"].model_dump_json().encode()
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=given,
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": seed},
    )
    assert done.stdout.decode().split("\0") == [render(n, results["scenarios"]) for n in sorted(FORMATS)]
