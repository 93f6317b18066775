"""A report is reproduced exactly, or it is said what differs."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.cli import main


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "w")]).exit_code == 0
    return tmp_path / "w"


def report_of(home: Path) -> Path:
    target = home / "report.json"
    asked = ["check", "--workspace", str(home), "--format", "json", "-o", str(target)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    return target


def test_the_sample_checks_green(home: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--workspace", str(home)])
    assert done.exit_code == 0, done.output
    assert "Nothing violated, 16 compliant, 17 not applicable." in done.output


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("validate", "no mistakes"),
        ("sources", "8 of 8 passages covered, 100.0% of the words"),
        ("test", "3 passed, 0 failed, 0 todo"),
        ("fmt --check", "0 would change, 1 as they are, 0 with mistakes"),
    ],
)
def test_every_other_command_is_content_with_the_sample(home: Path, command: str, says: str) -> None:
    done = CliRunner().invoke(main, [*command.split(), "--workspace", str(home)])
    assert done.exit_code == 0, done.output
    assert says in done.output


@pytest.mark.parametrize("kind", ["payment", "director", "independence"])
def test_the_sample_needs_each_of_its_statements(home: Path, kind: str) -> None:
    """The newcomer's page tells to delete one and to see that what is missing is not taken for zero."""
    statements = home / "agreements" / "sample" / "register" / "completeness.yaml"
    kept = [x for x in statements.read_text("utf-8").splitlines(keepends=True) if f"facts: {kind}," not in x]
    statements.write_text("".join(kept), "utf-8")
    done = CliRunner().invoke(main, ["check", "--workspace", str(home)])
    assert done.exit_code == 3
    assert f"nothing says that the {kind} records are complete" in done.output


def test_a_report_is_reproduced(home: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(report_of(home)), "--workspace", str(home)])
    assert (done.exit_code, "reproduced exactly" in done.output) == (0, True)


def test_a_changed_ledger_is_named(home: Path) -> None:
    report = report_of(home)
    ledger = home / "agreements" / "sample" / "ledger" / "payments.csv"
    ledger.write_text(ledger.read_text("utf-8").replace("2,117.48", "2,217.48"), "utf-8")
    done = CliRunner().invoke(main, ["verify", str(report), "--workspace", str(home)])
    assert done.exit_code == 1
    assert "agreements/sample/ledger/payments.csv: changed" in done.output
    assert "compliant, now violated" in done.output


def test_what_is_no_report_is_refused(home: Path) -> None:
    done = CliRunner().invoke(main, ["verify", str(home / "redline.toml"), "--workspace", str(home)])
    assert done.exit_code == 2
    assert "no report of a check" in done.stderr
