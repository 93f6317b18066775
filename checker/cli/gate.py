"""``redline gate``: an edit to encoded agreements, judged before it is merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli import common, revisions

FORMATS = ("terminal", "json", "markdown", "github")


@click.command("gate")
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
    """Compare the workspace with a revision: are agreements in force changed by amendments only?

    Exit code 1 says that an agreement in force is edited, or amended without its approvals on
    file; 3 that it is not known; 2 that one side cannot be read; 4 that there is nothing to
    compare. Comments, layout, `says` and `cure` count for nothing.
    """
    from checker.gate.gate import gate
    from checker.report.gate.gated import Layout, render

    found = revisions.sides(base, head, workspace, color, labelled=True)
    result = gate(found.before, found.after, as_of=as_of, prefix=found.prefix, notes=found.notes)
    colored = common.wants_color(color if output is None or color == "always" else "never")
    common.emit(render(style, result, Layout(common.width(output), colored)), output)
    return result.exit_code
