"""``redline init``: a small workspace that checks green, to begin from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic


@click.command("init")
@click.argument("folder", type=common.PATH, default=Path())
@common.color_option
def command(folder: Path, color: str) -> int:
    """Make a small workspace that checks green.

    One invented agreement with its text, register and ledger, in DIR (here by default). Nothing
    that exists is overwritten: if any file is there already, none is written.
    """
    texts = dict(template())
    common.stop(_in_the_way(folder, list(texts)), color=color)
    _write_all(folder, texts, color)
    where = "" if folder == Path() else f"cd {folder.as_posix()}\n"
    common.emit("".join(f"{name}\n" for name in texts))
    common.note(f"Now:\n{where}redline check")
    return common.OK


def template() -> Iterator[tuple[str, str]]:
    """Yield (path, text) of each file of the new workspace, sorted."""
    from checker.resources import packaged

    yield from _texts(packaged("cli", "init_template"), "")


def _texts(folder: Traversable, inside: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _texts(entry, f"{inside}{entry.name}/")
        else:
            yield inside + entry.name, entry.read_text(encoding="utf-8")


def _in_the_way(folder: Path, names: list[str]) -> list[Diagnostic]:
    from checker.diagnostics import Place, diagnostic

    found = []
    for name in names:
        path = folder / name
        blocked = [each for each in path.parents if each.is_file()]
        if path.exists() or path.is_symlink() or blocked:
            there = (blocked or [path])[-1].as_posix()
            found.append(diagnostic("W004", "this exists already; nothing is written", Place(there)))
    return list(dict.fromkeys(found))


def _write_all(folder: Path, texts: dict[str, str], color: str) -> None:
    """Write every file, or take back those already written."""
    from checker.diagnostics import Place, diagnostic
    from checker.output import CannotWrite, write_output

    made: list[Path] = []
    try:
        for name, text in texts.items():
            made += _make_folders((folder / name).parent)
            write_output(text, folder / name)
            made.append(folder / name)
    except (CannotWrite, OSError) as error:
        _take_back(made)
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or "the system refused"
        problem = diagnostic("W004", f"nothing is written: {reason.lower()}", Place(folder.as_posix()))
        common.stop([problem], color=color)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above that are missing; return what was made, outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    for each in missing:
        each.mkdir()
    return missing


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
