"""``redline check`` and ``explain``: options, output, and exit codes that depend on nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from checker.compare.catalogue import CATALOGUE
from checker.diagnostics import Place, diagnostic
from checker.source import Span

Run = Callable[..., Result]
FORMATS = ("terminal", "json", "markdown", "html")


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("code", [0, 1, 3, 4])
def test_the_exit_code_is_the_result_s(
    workspace: Path, pipeline: Any, run: Run, result: Any, code: int, style: str
) -> None:
    pipeline.result = result(code)
    done = run("check", "--format", style)
    assert (done.exit_code, done.stderr) == (code, "")
    assert done.stdout.endswith("\n")


def test_json_is_json(workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any) -> None:
    pipeline.result = result(1, finding())
    done = run("check", "--format", "json")
    assert json.loads(done.stdout)["findings"][0]["code"] == "plan/cap"


def test_what_is_asked_reaches_the_pipeline(workspace: Path, pipeline: Any, run: Run, write: Any) -> None:
    pipeline.agreements = ("plan", "other")
    write(workspace / "agreements" / "other" / "agreement.clause", "# other\n")
    run("check")
    run("check", "--as-of", "2004-05-31", "--clause", "plan/cap", "--clause", "other/cap")
    run("check", "agreements/plan/agreement.clause")
    run("check", ".", "--agreement", "other")
    asked = [(call["as_of"], set(call["agreements"]), set(call["clauses"])) for call in pipeline.calls]
    assert asked == [
        (None, set(), set()),
        (date(2004, 5, 31), set(), {"plan/cap", "other/cap"}),
        (None, {"plan"}, set()),
        (None, {"other"}, set()),
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--as-of", "31.5.2004"], "write it as 2004-05-31"),
        (["--as-of", "20040531"], "write it as 2004-05-31"),
        (["--as-of", "2004-02-30"], "there is no day 2004-02-30"),
        (["--as-of", "2004-05-31", "--as-of", "2004-05-30"], "given more than once"),
        (["--format", "pdf"], "'pdf' is not one of"),
        (["--format", "json", "--format", "html"], "given more than once"),
        (["-o", "a", "--output", "b"], "given more than once"),
        (["--color", "red"], "'red' is not one of"),
        (["--agreement", "plam"], "there is no agreement `plam`"),
        (["--clause", "plan/cop"], "did you mean `plan/cap`?"),
        (["--clause", "capp"], "there is no clause `capp`"),
        (["nowhere"], "there is no such file or folder"),
        (["--workspace", "nowhere"], "W002"),
        (["--workspace", "redline.toml"], "W00"),
        (["--workspace", ".", "--workspace", "."], "given more than once"),
    ],
)
def test_bad_input(workspace: Path, pipeline: Any, run: Run, args: list[str], said: str) -> None:
    done = run("check", *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert pipeline.calls == []


def test_no_workspace(tmp_path: Path, pipeline: Any, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("check")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "W002 no-workspace" in done.stderr


def test_an_error_in_the_texts_ends_it(workspace: Path, pipeline: Any, run: Run) -> None:
    where = Span("agreements/plan/agreement.clause", 0, 9)
    pipeline.diagnostics = (diagnostic("N001", "nothing is called `x`", where),)
    done = run("check")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "agreements/plan/agreement.clause:1:1" in done.stderr
    assert 'agreement plan "A plan"' in done.stderr
    assert pipeline.calls == []


def test_a_warning_does_not(workspace: Path, pipeline: Any, run: Run, result: Any) -> None:
    pipeline.result = result(3)
    pipeline.diagnostics = (diagnostic("S001", "`a.txt` is not there", Place("documents/a.txt")),)
    done = run("check")
    assert done.exit_code == 3
    assert done.stdout
    assert "S001" in done.stderr


def test_mistakes_in_files_and_in_texts_are_said_together(workspace: Path, pipeline: Any, run: Run) -> None:
    (workspace / "redline.toml").write_text("as_off = 2004-01-01\n")
    pipeline.diagnostics = (diagnostic("N001", "nothing is called `x`", Place("a.clause")),)
    done = run("check")
    assert done.exit_code == 2
    assert "redline.toml:1:1" in done.stderr
    assert "did you mean `as_of`?" in done.stderr
    assert "N001" in done.stderr


def test_settings_for_what_does_not_exist(workspace: Path, pipeline: Any, run: Run) -> None:
    (workspace / "redline.toml").write_text('[agreements.plam.assumptions]\na = "b"\n')
    done = run("check")
    assert done.exit_code == 2
    assert "did you mean `plan`?" in done.stderr


# --- where the output goes -------------------------------------------------------------------


def test_to_a_file(workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any) -> None:
    pipeline.result = result(1, finding())
    plain = run("check").stdout
    done = run("check", "-o", "report.txt")
    assert (done.exit_code, done.stdout) == (1, "")
    assert (workspace / "report.txt").read_text(encoding="utf-8") == plain
    assert run("check", "-o", "-").stdout == plain


@pytest.mark.parametrize("target", [".", "missing/report.txt", "redline.toml/report.txt", "/dev/full"])
def test_to_where_nothing_can_be_written(workspace: Path, pipeline: Any, run: Run, target: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    done = run("check", "-o", target)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "W004 cannot-write" in done.stderr


def test_colours(workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any) -> None:
    pipeline.result = result(1, finding())
    assert "\x1b[" not in run("check").stdout
    assert "\x1b[" in run("check", "--color", "always").stdout
    assert "\x1b[" in run("check", "--color", "always", NO_COLOR="1").stdout
    assert "\x1b[" not in run("check", "--color", "never").stdout
    run("check", "-o", "report.txt")
    assert "\x1b[" not in (workspace / "report.txt").read_text(encoding="utf-8")


class Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("env", "colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_on_a_terminal(env: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.cli.common import wants_color

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    terminal: Any = Terminal()
    assert wants_color("auto", terminal) == colored
    assert wants_color("always", terminal)
    assert not wants_color("never", terminal)


# --- when Redline is at fault ----------------------------------------------------------------


def broken(*_: Any, **__: Any) -> Any:
    raise KeyError("lost")


def test_an_internal_error_is_one_paragraph(
    workspace: Path, pipeline: Any, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "check", broken)
    done = run("check")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error[I001 internal-error]: ")
    assert done.stderr.count("\n") == 1
    assert "KeyError: 'lost' at cli/" in done.stderr
    assert "Redline 0.1.0" in done.stderr


def test_the_traceback_is_there_for_those_who_ask(
    workspace: Path, pipeline: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    from checker.cli import main

    monkeypatch.setattr(pipeline, "load", broken)
    done = CliRunner().invoke(main, ["check"], env={"REDLINE_DEBUG": "1"})
    assert done.exit_code == 2
    assert "Traceback" in done.stderr


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), ValueError("a\nb")])
def test_any_exception_ends_with_2(
    workspace: Path, pipeline: Any, run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(pipeline, "load", fail)
    done = run("check")
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1


def test_an_interruption(workspace: Path, pipeline: Any, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check", interrupt)
    assert run("check").exit_code == 130


def test_progress_waits_and_needs_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    import sys

    from checker.cli.common import Progress

    progress = Progress()
    progress.PATIENCE = 0  # type: ignore[misc]
    progress("reading")
    progress.done()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    quick, slow = Progress(), Progress()
    slow.PATIENCE = -1  # type: ignore[misc]
    quick("reading")
    quick.done()
    assert capsys.readouterr().err == ""
    slow("reading")
    slow.done()
    assert capsys.readouterr().err == "\r\x1b[Kreading\r\x1b[K"


# --- explain ---------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["T002", "t002", "unit-mismatch", "Unit-Mismatch"])
def test_explain_a_code(what: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # no workspace is needed
    done = run("explain", what)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "T002" in done.stdout
    assert "unit-mismatch" in done.stdout


def test_explain_a_finding(workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any) -> None:
    pipeline.result = result(1, finding(), finding("plan/term", fingerprint="abcd9999" * 8))
    done = run("explain", "ABCD1")
    assert done.exit_code == 0
    assert "Not more than that." in done.stdout
    several = run("explain", "abcd")
    assert (several.exit_code, several.stdout) == (2, "")
    assert "2 findings begin so" in several.stderr
    assert "plan/term" in several.stderr


@pytest.mark.parametrize("what", ["abc", "0000000", "T999", "nothing", ""])
def test_explain_what_is_not_there(
    workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any, what: str
) -> None:
    pipeline.result = result(1, finding())
    done = run("explain", what)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "W005" in done.stderr


def test_explain_a_clause(workspace: Path, pipeline: Any, run: Run, result: Any, finding: Any) -> None:
    pipeline.result = result(1, finding(), finding(verdict="needs_judgement"), finding("plan/other"))
    done = run("explain", "plan/cap", "--as-of", "2004-05-31")
    assert done.exit_code == 0
    assert done.stdout == (
        "plan/cap, FIRST\n\n  Not more than that.\n\n"
        "Written in agreements/plan/agreement.clause:3\n\n"
        '  clause cap at "FIRST"\n    says "Not more than that."\n\n'
        "As of 2024-04-30: 1 violated, 1 needs judgement.\n"
    )
    assert pipeline.calls[-1]["as_of"] == date(2004, 5, 31)


def test_explain_no_clause(workspace: Path, pipeline: Any, run: Run) -> None:
    done = run("explain", "plan/cop")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "did you mean `plan/cap`?" in done.stderr


def test_explain_an_effect_by_its_key(run: Run) -> None:
    """Nothing of a workspace is read for it, and a key that is misspelt is told from a finding."""
    done = run("explain", "approval-loosened")
    assert done.exit_code == 0
    assert done.stdout.startswith("# approval-loosened\n")
    assert "Worse off:" in done.stdout
    done = run("explain", "aproval-loosened")
    assert done.exit_code == 2
    assert "no effect is called `aproval-loosened`" in done.stderr
    assert "did you mean `approval-loosened`?" in done.stderr


def test_every_effect_can_be_explained(run: Run) -> None:
    for key in CATALOGUE:
        assert run("explain", key).stdout.startswith(f"# {key}\n")
