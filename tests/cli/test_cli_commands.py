"""``validate``, ``fmt``, ``show``, ``schema`` and ``init``."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from checker.cli.init import template
from checker.diagnostics import Place, diagnostic
from checker.settings import read_settings
from checker.source import Source, Span
from checker.typed.types import TEXT, FactKind, Field

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CLAUSE = "agreements/plan/agreement.clause"


# --- validate --------------------------------------------------------------------------------


def test_validate_what_is_right(workspace: Path, pipeline: Any, run: Run) -> None:
    done = run("validate")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "no mistakes\n")


def test_validate_says_everything_on_standard_output(workspace: Path, pipeline: Any, run: Run) -> None:
    (workspace / "redline.toml").write_text("x = 1")
    pipeline.diagnostics = (diagnostic("T002", "wrong unit", Span(CLAUSE, 0, 9)),)
    done = run("validate")
    assert done.exit_code == 2
    assert "W001" in done.stdout
    assert "T002" in done.stdout
    assert done.stderr == ""


def test_validate_a_warning(workspace: Path, pipeline: Any, run: Run) -> None:
    pipeline.diagnostics = (diagnostic("A002", "unused", Span(CLAUSE, 0, 9)),)
    done = run("validate")
    assert done.exit_code == 0
    assert "A002" in done.stdout


def test_validate_some(workspace: Path, pipeline: Any, run: Run) -> None:
    pipeline.diagnostics = (
        diagnostic("T002", "alpha", Span(CLAUSE, 0, 9)),
        diagnostic("T002", "beta", Span("rules/a.clause", 0, 9)),
    )
    (workspace / "rules").mkdir()
    assert "beta" not in run("validate", "agreements/plan").stdout
    assert "alpha" not in run("validate", "rules").stdout
    done = run("validate", "rules", "nowhere")
    assert done.exit_code == 2
    assert "W005" in done.stdout


def test_validate_nowhere(tmp_path: Path, pipeline: Any, run: Run) -> None:
    done = run("validate", "--workspace", tmp_path)
    assert done.exit_code == 2
    assert "W002" in done.stdout


# --- fmt -------------------------------------------------------------------------------------


def test_fmt_writes_what_changes(workspace: Path, pipeline: Any, run: Run, write: Any) -> None:
    pipeline.formatted = str.rstrip
    other = write(workspace / "agreements" / "plan" / "more.clause", "# fine")
    before = other.stat().st_mtime_ns
    done = run("fmt")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 changed, 1 as they are, 0 with mistakes\n"
    assert not (workspace / CLAUSE).read_text().endswith("\n")
    assert other.stat().st_mtime_ns == before
    assert run("fmt", "--check").exit_code == 0


def test_fmt_check_and_diff_write_nothing(workspace: Path, pipeline: Any, run: Run) -> None:
    before = (workspace / CLAUSE).read_bytes()
    pipeline.formatted = lambda text: text.replace("A plan", "The plan").rstrip("\n")
    check = run("fmt", "--check")
    assert (check.exit_code, check.stdout) == (1, f"{CLAUSE}\n")
    diff = run("fmt", "--diff")
    assert diff.exit_code == 0
    assert '-agreement plan "A plan"\n+agreement plan "The plan"\n' in diff.stdout
    assert "\\ No newline at end of file\n" in diff.stdout
    both = run("fmt", "--diff", "--check")
    assert (both.exit_code, both.stdout) == (1, diff.stdout)
    assert (workspace / CLAUSE).read_bytes() == before


def test_fmt_leaves_mistakes_alone_and_formats_the_rest(
    workspace: Path, pipeline: Any, run: Run, write: Any
) -> None:
    other = write(workspace / "agreements" / "plan" / "more.clause", "# more\n\n")
    pipeline.formatted = lambda text: text.rstrip("\n") + "!\n"
    pipeline.diagnostics = (diagnostic("P001", "no", Span(CLAUSE, 0, 9)),)
    before = (workspace / CLAUSE).read_bytes()
    done = run("fmt")
    assert done.exit_code == 2
    assert "P001" in done.stderr
    assert (workspace / CLAUSE).read_bytes() == before
    assert other.read_text() == "# more!\n"


def test_fmt_bad_input(workspace: Path, pipeline: Any, run: Run, write: Any, tmp_path: Path) -> None:
    write(workspace / "bad.clause", b"\xff")
    (workspace / "empty").mkdir()
    assert "W003" in run("fmt", "nowhere.clause").stderr
    assert "P003" in run("fmt", "bad.clause").stderr
    assert run("fmt", "nowhere.clause").exit_code == run("fmt", "bad.clause").exit_code == 2
    assert run("fmt", "empty").exit_code == 4
    assert run("fmt", "--workspace", tmp_path).exit_code == 2
    assert run("fmt", "bad.clause", "--workspace", tmp_path).exit_code == 2


def test_fmt_without_a_workspace(
    tmp_path: Path, pipeline: Any, run: Run, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.clause", "# a\n")
    assert run("fmt", "a.clause").exit_code == 0


def test_fmt_on_a_full_disk(
    workspace: Path, pipeline: Any, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    pipeline.formatted = str.strip
    before = (workspace / CLAUSE).read_bytes()
    monkeypatch.setattr(os, "fsync", no_space)
    done = run("fmt")
    assert done.exit_code == 2
    assert "W004" in done.stderr
    assert (workspace / CLAUSE).read_bytes() == before
    assert len(list((workspace / CLAUSE).parent.iterdir())) == 1


# --- show ------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["syntax", "typed", "ir"])
def test_show(workspace: Path, pipeline: Any, run: Run, stage: str) -> None:
    done = run("show", stage, "agreements/plan/../plan/agreement.clause")
    assert (done.exit_code, done.stdout) == (0, f"{stage} of {CLAUSE}\n")
    assert pipeline.calls[0]["workspace"].root == workspace


def test_show_without_a_workspace(
    tmp_path: Path, pipeline: Any, run: Run, write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.clause", "# a\n")
    assert run("show", "syntax", "a.clause").stdout == "syntax of a.clause\n"
    assert pipeline.calls[0]["workspace"] is None


def test_show_mistakes(workspace: Path, pipeline: Any, run: Run) -> None:
    pipeline.diagnostics = (diagnostic("P001", "no", Span(CLAUSE, 0, 9)),)
    done = run("show", "syntax", CLAUSE)
    assert done.exit_code == 2
    assert f"{CLAUSE}:1:1" in done.stderr


@pytest.mark.parametrize(
    "args", [["typd", CLAUSE], ["typed"], ["typed", "agreements"], ["typed", "nowhere.clause"]]
)
def test_show_bad_input(workspace: Path, pipeline: Any, run: Run, args: list[str]) -> None:
    done = run("show", *args)
    assert (done.exit_code, done.stdout) == (2, "")


# --- schema ----------------------------------------------------------------------------------

NAMES = (
    "register",
    "ledger",
    "scenarios",
    "settings",
    "waivers",
    "findings",
    "tests",
    "coverage",
    "consolidated",
    "amended",
    "compared",
    "gated",
    "impact",
)


def test_schema_lists_names(run: Run) -> None:
    assert run("schema").stdout.split() == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_schema(workspace: Path, pipeline: Any, run: Run, name: str) -> None:
    place = Span("rules/vocabulary.clause", 0, 4)
    fields = (Field("id", TEXT, "key", "number", place),)
    pipeline.kinds = {
        "vote": FactKind("vote", "A vote", "register", "votes", fields, place),
        "payment": FactKind("payment", "A payment", "ledger", "payments", fields, place),
    }
    done = run("schema", name)
    assert (done.exit_code, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")


def test_schema_of_findings_fits_findings(run: Run, result: Any, finding: Any) -> None:
    schema = json.loads(run("schema", "findings").stdout)
    validator = Draft202012Validator(schema)
    report = json.loads(result(1, finding()).model_dump_json())
    validator.validate(report)
    report["findings"][0]["verdict"] = "fine"
    assert [list(wrong.path) for wrong in validator.iter_errors(report)] == [["findings", 0, "verdict"]]


def test_schema_of_scenarios_fits_those_of_the_repository(run: Run) -> None:
    schema = Draft202012Validator(json.loads(run("schema", "scenarios").stdout))
    files = sorted((ROOT / "agreements").glob("*/scenarios/*.yaml"))
    assert len(files) > 100
    for path in files:
        schema.validate(json.loads(json.dumps(YAML(typ="safe").load(path), default=str)))


def test_schema_of_scenarios_refuses_what_is_none(run: Run) -> None:
    schema = Draft202012Validator(json.loads(run("schema", "scenarios").stdout))
    good = {"id": "A", "title": "t", "as_of": "2004-01-31", "todo": "facts"}
    assert schema.is_valid(good)
    assert not schema.is_valid(good | {"expected": []})
    assert not schema.is_valid({k: v for k, v in good.items() if k != "as_of"})
    assert not schema.is_valid(good | {"expect": [{"clause": "c", "verdict": "fine"}]})


def test_schema_of_coverage_fits_it(run: Run) -> None:
    done = run("sources", "coverage", "--format", "json", "larkspur_class_c_2001", "--workspace", ROOT)
    schema, said = json.loads(run("schema", "coverage").stdout), json.loads(done.stdout)
    assert [d["cited_by"] for d in said["documents"]] == [["larkspur_class_c_2001"]]
    assert list(Draft202012Validator(schema).iter_errors(said)) == []


def test_schema_of_tests_fits_them(run: Run) -> None:
    path = ROOT / "agreements" / "class_b_2003" / "scenarios" / "s30_paid_on_16_january.yaml"
    done = run("test", path, "--workspace", ROOT, "--format", "json", "--coverage")
    schema, said = json.loads(run("schema", "tests").stdout), json.loads(done.stdout)
    assert said["counts"]["passed"] > 0 and said["coverage"]["documents"]
    assert list(Draft202012Validator(schema).iter_errors(said)) == []


def test_schema_bad_input(tmp_path: Path, pipeline: Any, run: Run) -> None:
    assert run("schema", "finding").exit_code == 2
    assert run("schema", "register", "--workspace", tmp_path).exit_code == 0  # the shipped vocabulary
    assert run("schema", "findings", "-o", tmp_path).exit_code == 2


# --- init ------------------------------------------------------------------------------------


def files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def test_init(tmp_path: Path, run: Run) -> None:
    done = run("init", tmp_path / "a" / "b")
    assert done.exit_code == 0
    assert files(tmp_path / "a" / "b") == dict(template())
    assert done.stdout.split() == sorted(files(tmp_path / "a" / "b"))
    assert {"redline.toml", "README.md", "agreements/sample/agreement.clause"} < set(done.stdout.split())


def test_init_here(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    assert files(tmp_path) == dict(template())


def test_the_settings_it_writes_are_right() -> None:
    settings, found = read_settings(Source("redline.toml", dict(template())["redline.toml"]))
    assert found == []
    assert settings is not None


def test_init_overwrites_nothing(tmp_path: Path, run: Run, write: Any) -> None:
    write(tmp_path / "README.md", "mine")
    write(tmp_path / "agreements" / "sample" / "source.txt", "mine")
    done = run("init", tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "README.md" in done.stderr
    assert "source.txt" in done.stderr
    assert set(files(tmp_path).values()) == {"mine"}


def test_init_where_a_file_is_in_the_way(tmp_path: Path, run: Run, write: Any) -> None:
    write(tmp_path / "agreements", "mine")
    done = run("init", tmp_path)
    assert done.exit_code == 2
    assert files(tmp_path) == {"agreements": "mine"}
    assert run("init", tmp_path / "agreements").exit_code == 2
    assert run("init", tmp_path / "agreements" / "deeper").exit_code == 2


def test_init_on_a_disk_that_fills_up(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def some(file: int) -> None:
        calls.append(file)
        if len(calls) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", some)
    done = run("init", tmp_path / "new")
    assert done.exit_code == 2
    assert "nothing is written: no space left on device" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_unreadable_place_names_are_shown_harmlessly(workspace: Path, pipeline: Any, run: Run) -> None:
    pipeline.diagnostics = (diagnostic("F001", "no", Place("ledger/\x1b[31m.csv")),)
    assert "\x1b" not in run("check").stderr
