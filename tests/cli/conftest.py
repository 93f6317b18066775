"""A workspace in a folder, and a pipeline that says what a test tells it to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

import checker
from checker.cli import main
from checker.diagnostics import Diagnostic
from checker.findings.model import FORMAT_VERSION, Finding, TextSpan
from checker.findings.model import Result as Report
from checker.source import Source, Span
from checker.typed.types import FactKind

ROOT = Path(__file__).resolve().parents[2]
CLAUSE = 'agreement plan "A plan"\n\nclause cap at "FIRST"\n  says "Not more than that."\n'


def finding(code: str = "plan/cap", **changed: Any) -> Finding:
    given: dict[str, Any] = {
        "code": code,
        "verdict": "violated",
        "severity": "error",
        "enforcement": "hard",
        "agreement": "plan",
        "version": "2024-01-01",
        "clause": "cap",
        "paragraph": "FIRST",
        "authority": "",
        "says": "Not more than that.",
        "quote": "",
        "span": TextSpan(path="agreements/plan/agreement.clause", start=0, end=4, line=1, column=1),
        "related": (),
        "subject": (),
        "message": "expected 1, observed 2",
        "expected": "1",
        "observed": "2",
        "difference": "1",
        "unit": "USD",
        "steps": (),
        "facts": (),
        "evidence": (),
        "missing": (),
        "excuse": "",
        "cure": None,
        "assumptions": (),
        "notes": (),
        "waiver": None,
        "fingerprint": "abcd1234" * 8,
    }
    return Finding(**given | changed)


def result(exit_code: int = 0, *findings: Finding, **changed: Any) -> Report:
    given: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "tool_version": "0.1.0",
        "rules_revision": "r1",
        "as_of": "2024-04-30",
        "as_of_from": "--as-of",
        "clauses": (),
        "agreements": (),
        "findings": findings,
        "time_lines": (),
        "assumptions": (),
        "inputs": (),
        "exit_code": exit_code,
    }
    return Report(**given | changed)


@dataclass
class FakePipeline:
    """Stands for ``checker.pipeline``: returns what it is given and notes what it was asked."""

    agreements: tuple[str, ...] = ("plan",)
    diagnostics: tuple[Diagnostic, ...] = ()
    result: Report = field(default_factory=result)
    kinds: dict[str, FactKind] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    formatted: Callable[[str], str] = lambda text: text

    def load(self, workspace: Any) -> Any:
        sources = {s.path: s for a in workspace.agreements for s in a.sources}
        self.workspace = workspace
        program = SimpleNamespace(
            kinds=self.kinds, shared={}, agreements={name: self._document(name) for name in self.agreements}
        )
        return SimpleNamespace(program=program, diagnostics=self.diagnostics, sources=sources)

    def _document(self, name: str) -> Any:
        path = f"agreements/{name}/agreement.clause"
        span = Span(path, CLAUSE.index("clause"), len(CLAUSE))
        clause = SimpleNamespace(
            span=span, says="Not more than that.", citation=SimpleNamespace(paragraph="FIRST")
        )
        return SimpleNamespace(
            span=Span(path, 0, 9), clauses={"cap": clause}, amendments=(), assumptions={}, kinds={}
        )

    def check(self, loaded: Any, **given: Any) -> Report:
        self.calls.append(given)
        return self.result

    def format_text(self, source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
        found = tuple(d for d in self.diagnostics if d.primary.where.path == source.path)
        return self.formatted(source.text), found

    def show(self, stage: str, source: Source, workspace: Any) -> tuple[str, tuple[Diagnostic, ...]]:
        self.calls.append({"stage": stage, "path": source.path, "workspace": workspace})
        return f"{stage} of {source.path}", self.diagnostics


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline()
    monkeypatch.setitem(sys.modules, "checker.pipeline", fake)
    monkeypatch.setattr(checker, "pipeline", fake, raising=False)
    return fake


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one agreement, which is the current folder."""
    root = tmp_path / "ws"
    write(root / "redline.toml", "")
    write(root / "agreements" / "plan" / "agreement.clause", CLAUSE)
    monkeypatch.chdir(root)
    return root


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.fixture(name="write")
def write_fixture() -> Callable[[Path, str | bytes], Path]:
    return write


@pytest.fixture(name="finding")
def finding_fixture() -> Callable[..., Finding]:
    return finding


@pytest.fixture(name="result")
def result_fixture() -> Callable[..., Report]:
    return result


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.delenv("NO_COLOR", raising=False)

    def invoke(*args: object, **env: str) -> Result:
        done = CliRunner().invoke(main, [str(arg) for arg in args], env=env)
        assert "Traceback" not in done.output
        return done

    return invoke


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a process that finds this checkout and nothing else of the test run."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
