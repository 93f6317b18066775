"""The command line: options in, one call, a report out. No command is imported before it is asked for."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import click

from checker import __version__

COMMANDS = {
    "check": "Check what was done against what was agreed.",
    "amend": "Say what a draft amendment would do, what it needs, and what it costs.",
    "diff": "Say what is different between two agreements, two days, or two revisions.",
    "validate": "Read, resolve and type everything, and say what is wrong in it.",
    "test": "Run scenarios: facts, and the verdicts expected of them.",
    "sources": "Compare what is encoded with the documents it was encoded from.",
    "explain": "Explain a finding, a clause, an effect, or the code of a mistake.",
    "verify": "Run the check of a JSON report again and compare, byte for byte.",
    "gate": "Compare the workspace with a revision: are agreements in force changed by amendments only?",
    "impact": "Check both a revision and the workspace, and say which verdicts changed.",
    "fmt": "Set clause files in their one layout.",
    "show": "Show an agreement as it stands, or a clause file as Redline sees it.",
    "schema": "Print the JSON Schema of a file that Redline reads or writes.",
    "init": "Make a small workspace that checks green.",
}
"""Each command is the ``command`` of its module here; the texts are the first lines of their help."""

USAGE, INTERRUPTED = 2, 130


class Redline(click.Group):
    """Imports a command when it is called, and turns every ending into an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, the main job first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"checker.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run and exit: commands return their exit code; see ``ending`` for the rest."""
        # Trees and facts live until the end: looking through them for garbage takes a tenth of the time.
        gc.set_threshold(100_000, 50, 100)
        run = super().main
        code = ending(lambda: run(args, "redline", complete_var, standalone_mode=False, **extra))
        return sys.exit(code) if standalone_mode else code


def ending(run: Callable[[], Any]) -> int:
    """Return the exit code that ``run`` ends with, having said on standard error why."""
    try:
        code = run()
    except click.ClickException as error:
        say(error.show)
        return USAGE
    except click.Abort:
        say(lambda: click.echo("interrupted", err=True))
        return INTERRUPTED
    except SystemExit as ended:
        # click exits with 1 when help meets a closed pipe; here 1 says that something is violated.
        return 0 if ended.code == 1 else int(ended.code or 0)
    except Exception as error:
        message = internal_error(error)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            message = "error[W004 cannot-write]: no space is left for the output"
            discard(sys.stdout)
        say(lambda: click.echo(message, err=True))
        return USAGE
    return code if isinstance(code, int) else 0


def say(write: Callable[[], None]) -> None:
    """Write to standard error; where even that fails there is nobody to tell."""
    try:
        write()
    except OSError:
        discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """Let what is in a stream's buffer, and whatever follows, go nowhere.

    Otherwise Python would try once more at its very end, and end with a code of its own.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def internal_error(error: Exception) -> str:
    """Return what is said when Redline itself is at fault: one paragraph, no traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    here = str(Path(__file__).resolve().parents[1])
    own = [frame for frame in frames if frame.filename.startswith(here)]
    at = f" at {Path(own[-1].filename).relative_to(here).as_posix()}:{own[-1].lineno}" if own else ""
    what = " ".join(str(error).split())
    text = (
        f"error[I001 internal-error]: a mistake of Redline's own, not of what you wrote: "
        f"{type(error).__name__}: {what}{at} (Redline {__version__}). "
        "No result was given. Please report it with this message and the smallest files that show it; "
        "REDLINE_DEBUG=1 adds the details that help to find it."
    )
    if os.environ.get("REDLINE_DEBUG") == "1":
        text = "".join(traceback.format_exception(error)) + text
    return text


@click.group(cls=Redline, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="redline %(version)s")
def main() -> None:
    """Rules-as-code for mutual-fund distribution agreements.

    Exit codes: 0 nothing is violated; 1 something is; 2 the command, the settings or the texts
    have a mistake, or Redline has; 3 something is undetermined or for counsel to judge, and
    nothing is violated; 4 nothing was checked.
    """
