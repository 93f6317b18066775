"""``redline show``: an agreement as it stands on a day, or a clause file at one stage of its way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from checker.cli import common

STAGES = {
    "syntax": "Show the tree of a clause file as parsed.",
    "typed": "Show a clause file with every name resolved and every type.",
    "ir": "Show the rules that a clause file becomes.",
}


@click.group("show")
def command() -> None:
    """Show an agreement as it stands, or a clause file as Redline sees it."""


@command.command("agreement", short_help="Show an agreement as it stands on a day.")
@click.argument("name")
@common.as_of_option
@common.once("--format", "style", type=click.Choice(["terminal", "markdown", "json"]), default="terminal",
             help="[default: terminal]")  # fmt: skip
@common.output_option
@common.color_option
@common.workspace_option
def agreement(
    name: str, as_of: date | None, style: str, output: Path | None, color: str, workspace: Path
) -> int:
    """Show an agreement as it stands on a day, each part with the amendment that put it there.

    Amendments that are not in effect, or not known to be, are named with what they lack.
    """
    from checker import pipeline
    from checker.report import consolidated as report
    from checker.report.layout import page

    _, loaded = common.load(workspace, color=color)
    known = loaded.program.agreements
    common.stop([] if name in known else [common.unknown("agreement", name, "NAME", known)])
    found = pipeline.consolidated(loaded, name, as_of)
    if style == "json":
        text = report.render_json(found)
    elif style == "markdown":
        text = report.render_markdown(found)
    else:
        text = report.render_terminal(found, page(common.width(), color=common.wants_color(color)))
    common.emit(text, output)
    return common.OK


def _stage(stage: str, about: str) -> None:
    @command.command(stage, help=about)
    @click.argument("file", type=common.PATH)
    @common.color_option
    @common.workspace_option
    def show(file: Path, color: str, workspace: Path) -> int:
        return _shown(stage, file, color, workspace)


for _name, _about in STAGES.items():
    _stage(_name, _about)


def _shown(stage: str, file: Path, color: str, workspace: Path) -> int:
    from checker import pipeline
    from checker.workspace import find_root, read_workspace, relative, text_file

    root = find_root(workspace)
    source, problems = text_file(file, relative(file, root) if root else file.as_posix())
    common.stop(problems, color=color)
    assert source is not None  # INVARIANT: else there was an error
    files, _ = read_workspace(workspace) if root else (None, [])
    text, found = pipeline.show(stage, source, files)
    sources = {**(files.texts if files else {}), source.path: source}
    common.emit(text)
    common.stop(found, sources, color)
    return common.OK
