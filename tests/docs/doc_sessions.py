"""Pages that are carried out: files written, commands typed, their output compared.

A ``console`` block holds lines ``$ command`` with the output of each below it; a line ``...`` stands
for any lines. Comments say what a block is for: ``<!-- file: PATH -->`` writes it, ``<!-- add to: PATH -->``
adds it to the end of a file, ``<!-- change in: PATH -->`` applies it to a file: its lines begin with
a blank, ``-`` or ``+``. Everything on a page happens in one folder, in order. A page that says
``<!-- session: sample -->`` begins in a workspace made by ``redline init``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from doc_blocks import Block, blocks
from doc_examples import put

from checker.cli import main

ELISION = "..."
COLUMNS = "80"
_MASKS = (
    (re.compile(r"rules +revision [0-9a-f]{12}"), "rules revision HEX"),
    (re.compile(r"^[0-9a-f]{12}(?=  )", re.MULTILINE), "HEX"),
    (re.compile(r"\([0-9a-f]{10}\)"), "(HEX)"),
)
"""What changes whenever a shipped rule does, or with the day of a commit; only its form is compared."""


@dataclass(frozen=True)
class Ran:
    """One command of a console block: what the page shows, and what it printed."""

    block: Block
    command: str
    shown: str
    printed: str
    index: int


@dataclass
class Shell:
    """What a session needs of a shell: a folder, the last exit code, and a few commands."""

    folder: Path
    code: int = 0

    def run(self, command: str) -> str:
        """Return what a command prints, both streams as a terminal shows them."""
        words = shlex.split(command)
        match words:
            case ["cd", where]:
                self.folder = (self.folder / where).resolve()
                return ""
            case ["rm", "-r", where]:
                assert (self.folder / where).resolve().is_relative_to(self.folder)
                shutil.rmtree(self.folder / where)
                return ""
            case ["echo", "$?"]:
                return f"{self.code}\n"
            case ["git", *args]:
                named = ["-c", "user.name=A. Counsel", "-c", "user.email=counsel@example.com"]
                env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
                ran = subprocess.run(
                    ["git", *named, *args], cwd=self.folder, env=env, capture_output=True, text=True, check=False
                )
                self.code = ran.returncode
                return ran.stdout + ran.stderr
            case ["redline", *args]:
                with chdir(self.folder):
                    done = CliRunner(env={"COLUMNS": COLUMNS, "NO_COLOR": "1"}).invoke(main, args)
                self.code = done.exit_code
                return done.output
            case _:
                raise AssertionError(f"no command of a session: {command}")


def session(path: Path, folder: Path) -> Iterator[Ran]:
    """Carry out a page in an empty folder; yield each command with its output."""
    shell = Shell(folder)
    if "<!-- session: sample -->" in path.read_text(encoding="utf-8"):
        shell.run("redline init .")
    for block in blocks(path):
        if where := block.told("file"):
            put(shell.folder / where, block.text)
        elif where := block.told("add to"):
            file = shell.folder / where
            file.write_text(file.read_text(encoding="utf-8") + "\n" + block.text, encoding="utf-8")
        elif where := block.told("change in"):
            changed(shell.folder / where, block)
        elif block.kind == "console":
            for index, (command, shown) in enumerate(commands(block)):
                yield Ran(block, command, shown, shell.run(command), index)


def changed(file: Path, block: Block) -> None:
    """Apply a small difference to a file, where its old lines stand once."""
    lines = block.text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = file.read_text(encoding="utf-8")
    there = text.count(old)
    assert there == 1, f"line {block.line}: the old lines stand {there} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def commands(block: Block) -> list[tuple[str, str]]:
    """Return the commands of a console block, each with the output shown."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
    assert not parts[0], f"line {block.line}: a console block begins with a command"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def masked(text: str) -> str:
    """Return a text without what changes with every rule, nor blanks at the ends of lines."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def agrees(shown: str, printed: str) -> bool:
    """Tell whether the output shown is what was printed; ``...`` stands for any lines."""
    parts = re.split(rf"^{re.escape(ELISION)}\n", masked(shown), flags=re.MULTILINE)
    pattern = r"(?:.*\n)*?".join(map(re.escape, parts))
    return re.fullmatch(pattern, masked(printed)) is not None
