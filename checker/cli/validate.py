"""``redline validate``: is everything well written, whatever the facts say."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic


@click.command("validate")
@click.argument("paths", nargs=-1, type=common.PATH)
@common.color_option
@common.workspace_option
def command(paths: tuple[Path, ...], color: str, workspace: Path) -> int:
    """Read, resolve and type everything, and say what is wrong in it.

    With PATHS, only what is wrong there: clause files, fact files, or folders of them.
    """
    from checker.diagnostics.render import render

    files, _, problems, sources = common.load_everything(workspace)
    if files is not None and paths:
        problems = [d for d in problems if _within(d, paths, files.root)] + _nowhere(paths)
    if problems:
        common.emit(render(problems, sources, color=common.wants_color(color, sys.stdout)))
    if files is not None and not files.agreements and not files.rules:
        common.note("there is nothing to validate")
        return common.NOTHING
    if not problems:
        common.note("no mistakes")
    return common.USAGE if common.has_errors(problems) else common.OK


def _within(problem: Diagnostic, paths: Sequence[Path], root: Path) -> bool:
    from checker.workspace import relative

    there = PurePosixPath(problem.primary.where.path)
    return any(there.is_relative_to(relative(path, root)) for path in paths)


def _nowhere(paths: Sequence[Path]) -> list[Diagnostic]:
    from checker.diagnostics import Place, diagnostic

    message = "there is no such file or folder"
    return [diagnostic("W005", message, Place(p.as_posix())) for p in paths if not p.exists()]
