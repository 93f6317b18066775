"""Help, version, and how little is imported for them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import click
import pytest
from click.testing import Result

from checker.cli import COMMANDS, main

HEAVY = ("pyparsing", "pydantic", "rich", "jinja2", "pyarrow", "ruamel", "holidays")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, run: Callable[..., Result]) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: redline {name}")
    assert done.stderr == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.get_short_help_str(limit=200) == COMMANDS[name]


def test_help_lists_every_command(run: Callable[..., Result]) -> None:
    done = run("--help")
    assert done.exit_code == 0
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_version(run: Callable[..., Result]) -> None:
    done = run("--version")
    assert (done.exit_code, done.stdout) == (0, "redline 0.1.0\n")


@pytest.mark.parametrize("args", [[], ["chekc"], ["--nothing"], ["check", "--nothing"]])
def test_misuse_ends_with_2_and_says_nothing_on_standard_output(
    args: list[str], run: Callable[..., Result]
) -> None:
    done = run(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage: redline" in done.stderr


def test_formats_are_those_there_are() -> None:
    from checker.cli import check
    from checker.report import formats

    assert set(check.FORMATS) == set(formats.FORMATS)


@pytest.mark.parametrize("args", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_imports_nothing_heavy(args: list[str], environment: dict[str, str]) -> None:
    code = (
        "import sys; from checker.cli import main; main(sys.argv[1:], standalone_mode=False); "
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *args], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
