"""``redline show``: a clause file at one stage of its way to a finding."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli import common


@click.command("show")
@click.argument("stage", type=click.Choice(["syntax", "typed", "ir"]))
@click.argument("file", type=common.PATH)
@common.color_option
@common.workspace_option
def command(stage: str, file: Path, color: str, workspace: Path) -> int:
    """Show a clause file as Redline sees it at one stage.

    STAGE is the tree as parsed (syntax), with names and types (typed), or as it is run (ir).
    """
    from checker import pipeline
    from checker.workspace import find_root, read_text, read_workspace, relative

    root = find_root(workspace)
    source, problems = read_text(file, relative(file, root) if root else file.as_posix())
    common.stop(problems, color=color)
    assert source is not None  # INVARIANT: else there was an error
    files, _ = read_workspace(workspace) if root else (None, [])
    text, found = pipeline.show(stage, source, files)
    sources = {**(files.texts if files else {}), source.path: source}
    common.emit(text)
    common.stop(found, sources, color)
    return common.OK
