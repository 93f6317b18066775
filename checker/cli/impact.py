"""``redline impact``: what a change of facts does to the verdicts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli import common, revisions

FORMATS = ("terminal", "json", "markdown")


@click.command("impact")
@revisions.base_option
@revisions.head_option
@common.as_of_option
@common.once("--format", "style", type=click.Choice(FORMATS), default="terminal", help="[default: terminal]")
@common.output_option
@common.color_option
@common.workspace_option
def command(
    base: str,
    head: str | None,
    as_of: date | None,
    style: str,
    output: Path | None,
    color: str,
    workspace: Path,
) -> int:
    """Check both a revision and the workspace, and say which verdicts changed.

    Exit code 1 says that something is violated that was not; 3 that something is no longer
    decided; 2 that one side cannot be read; 4 that there is nothing to check.
    """
    from checker.gate.impact import impact
    from checker.report.gate.gated import Layout
    from checker.report.gate.impact import render

    found = revisions.sides(base, head, workspace, color, labelled=False)
    result = impact(found.before, found.after, as_of=as_of, notes=found.notes)
    colored = common.wants_color(color if output is None or color == "always" else "never")
    common.emit(render(style, result, Layout(common.width(output), colored)), output)
    return result.exit_code
