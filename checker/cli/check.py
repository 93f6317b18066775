"""``redline check``: the main job."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli import common

FORMATS = ("terminal", "json", "markdown", "html")


@click.command("check")
@click.argument("paths", nargs=-1, type=common.PATH)
@common.as_of_option
@click.option("--agreement", "agreements", multiple=True, metavar="NAME", help="Only this agreement.")
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Only this one: agreement/ID or ID.")
@common.once("--format", "style", type=click.Choice(FORMATS), default="terminal", help="[default: terminal]")
@common.output_option
@click.option("--all", "all_verdicts", is_flag=True, help="Also list what is compliant or does not apply.")
@common.color_option
@common.workspace_option
def command(
    paths: tuple[Path, ...],
    as_of: date | None,
    agreements: tuple[str, ...],
    clauses: tuple[str, ...],
    style: str,
    output: Path | None,
    all_verdicts: bool,
    color: str,
    workspace: Path,
) -> int:
    """Check what was done against what was agreed.

    PATHS are folders of agreements, or files in them; all agreements by default.
    """
    from checker.report.formats import Layout, render

    progress = common.Progress()
    files, loaded = common.load(workspace, paths, color, progress)
    result = common.run_check(
        files, loaded, as_of=as_of, agreements=agreements, clauses=clauses, progress=progress
    )
    colored = common.wants_color(color if output is None or color == "always" else "never")
    common.emit(render(style, result, Layout(colored, common.width(output), all_verdicts)), output)
    return result.exit_code
