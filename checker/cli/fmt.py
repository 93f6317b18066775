"""``redline fmt``: clause files in their one layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic
    from checker.source import Source


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file before and after."""

    path: Path
    before: Source
    after: str

    @property
    def changes(self) -> bool:
        """Return whether the layout is another one."""
        return self.after != self.before.text

    @property
    def diff(self) -> str:
        """Return what would change."""
        name = self.before.path
        lines = unified_diff(_lines(self.before.text), _lines(self.after), name, name)
        unended = "\n\\ No newline at end of file\n"
        return "".join(line if line.endswith("\n") else line + unended for line in lines)


@click.command("fmt")
@click.argument("paths", nargs=-1, type=common.PATH)
@click.option("--check", is_flag=True, help="Change nothing; list what would change, and end with 1 if any.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@common.color_option
@common.workspace_option
def command(paths: tuple[Path, ...], check: bool, diff: bool, color: str, workspace: Path) -> int:
    """Set clause files in their one layout.

    PATHS are clause files or folders of them; every clause file of the workspace by default. A
    file with a mistake in it is left as it is, and the run ends with 2.
    """
    files = _files(paths, workspace, color)
    if not files:
        common.note("there is no clause file to format")
        return common.NOTHING
    done, failed = _formatted(files, workspace, color)
    changed = [each for each in done if each.changes]
    if diff:
        common.emit("".join(each.diff for each in changed))
    elif check:
        common.emit("".join(f"{each.before.path}\n" for each in changed))
    else:
        _write(changed)
    verb = "would change" if check or diff else "changed"
    common.note(f"{len(changed)} {verb}, {len(done) - len(changed)} as they are, {failed} with mistakes")
    if failed:
        return common.USAGE
    return common.VIOLATED if check and changed else common.OK


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _files(paths: Sequence[Path], workspace: Path, color: str) -> list[Path]:
    from checker.workspace import AGREEMENTS, RULES, clause_files, find_root, no_workspace

    root = find_root(workspace)
    if not paths and root is None:
        common.stop([no_workspace(workspace)], color=color)
    folders = list(paths)
    if root and not paths:
        folders = [folder for folder in (root / RULES, root / AGREEMENTS) if folder.is_dir()]
    found: list[Path] = []
    for folder in folders:
        files, problems = clause_files(folder)
        common.stop(problems, color=color)
        found += files
    return list(dict.fromkeys(found))


def _formatted(files: Sequence[Path], workspace: Path, color: str) -> tuple[list[Formatted], int]:
    """Return what each file becomes, having reported those with mistakes, and how many these are."""
    from checker import pipeline
    from checker.workspace import find_root, relative, text_file

    root = find_root(workspace)
    done: list[Formatted] = []
    problems: list[Diagnostic] = []
    sources: dict[str, Source] = {}
    for path in files:
        source, found = text_file(path, relative(path, root) if root else path.as_posix())
        if source is not None:
            sources[source.path] = source
            text, mistakes = pipeline.format_text(source)
            found += mistakes
            done += [] if common.has_errors(mistakes) else [Formatted(path, source, text)]
        problems += found
    common.report(problems, sources, color)
    return done, len(files) - len(done)


def _write(changed: Sequence[Formatted]) -> None:
    for each in changed:
        common.save(each.after, each.path)
