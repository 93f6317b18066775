"""``redline amend``: what a draft would do, what it needs and costs, and what is to be voted on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli import common

FORMATS = ("terminal", "markdown", "html", "json")

format_option = common.once(
    "--format", "style", type=click.Choice(FORMATS), default="terminal", help="[default: terminal]"
)
every_fund_option = click.option(
    "--every-fund", is_flag=True, help="List every fund and every period, where the terminal folds them."
)


@click.command("amend")
@click.argument("draft", type=common.PATH)
@click.option(
    "--register", "registers", multiple=True, metavar="FILE", type=common.PATH,
    help="A register (YAML) with more facts, as if it were on file.",
)  # fmt: skip
@click.option(
    "--ledger", "ledgers", multiple=True, metavar="FILE", type=common.PATH,
    help="A ledger (CSV or Parquet) with more facts, likewise.",
)  # fmt: skip
@common.as_of_option
@format_option
@common.output_option
@every_fund_option
@common.color_option
@common.workspace_option
def command(
    draft: Path,
    registers: tuple[Path, ...],
    ledgers: tuple[Path, ...],
    as_of: date | None,
    style: str,
    output: Path | None,
    every_fund: bool,
    color: str,
    workspace: Path,
) -> int:
    """Say what a draft amendment would do, what it needs, and what it costs.

    DRAFT is a clause file with one or more amendments to one agreement, in the workspace or
    elsewhere. Exit code 0 says that nothing stands in the way; 1 that something is forbidden,
    wrong, or missing after its day; 3 that something is missing and not yet due, not known, or
    for counsel; 2 that there is a mistake.
    """
    from checker import amend

    progress = common.Progress()
    progress("reading")
    found, problems, sources = amend.load_draft(workspace, draft, (*registers, *ledgers))
    common.stop(list(dict.fromkeys(p for p in problems if p.severity != "note")), sources, color)
    assert found is not None  # INVARIANT: else there was an error
    progress("comparing")
    result = amend.draft(found, as_of)
    progress.done()
    show(result, style, output, color, every_fund=every_fund)
    return result.exit_code


def show(found: object, style: str, output: Path | None, color: str, *, every_fund: bool) -> None:
    """Write a draft or a difference in a format."""
    from checker.findings.amended import Amended, Compared
    from checker.report.drafts.formats import Layout, render

    assert isinstance(found, (Amended, Compared))
    colored = common.wants_color(color if output is None or color == "always" else "never")
    layout = Layout(colored, common.width(output), every_fund)
    common.emit(render(style, found, layout), output)
