"""What commands share: options, the loading of a workspace, and where output goes."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from checker.cli import discard

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic
    from checker.findings.model import Result
    from checker.pipeline import Loaded
    from checker.source import Source
    from checker.typed.nodes import Clause, Document
    from checker.workspace import Workspace

OK, VIOLATED, USAGE, NOTHING = 0, 1, 2, 4
PLAIN_WIDTH = 100
"""Columns of a report that goes to no terminal: the same everywhere."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


# --- options ---------------------------------------------------------------------------------


def day(text: str) -> date:
    """Return the date that an option gives, or refuse it with how to write one."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise click.BadParameter(f"{text!r} is no date: write it as 2004-05-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"there is no day {text}") from None


PATH = click.Path(path_type=Path)


def once(*names: str, default: Any = None, **settings: Any) -> Callable[[Decorated], Decorated]:
    """Return an option that may be given once: click would silently take the last of several."""

    def only(ctx: click.Context, param: click.Parameter, values: tuple[Any, ...]) -> Any:
        if len(values) > 1:
            raise click.BadParameter("given more than once", ctx, param)
        return values[0] if values else default

    return click.option(*names, multiple=True, callback=only, **settings)


def workspace_option(command: Decorated) -> Decorated:
    """Add ``--workspace``."""
    help = "Folder of the workspace.  [default: here or above]"
    return once("--workspace", metavar="DIR", type=PATH, default=Path(), help=help)(command)


def as_of_option(command: Decorated) -> Decorated:
    """Add ``--as-of``."""
    help = "The day to judge on, as 2004-05-31.  [default: the settings', else the last dated fact's]"
    return once("--as-of", metavar="DATE", type=day, help=help)(command)


def color_option(command: Decorated) -> Decorated:
    """Add ``--color``."""
    choice = click.Choice(["auto", "always", "never"])
    help = "Colours; auto follows the terminal and NO_COLOR.  [default: auto]"
    return once("--color", type=choice, default="auto", help=help)(command)


def output_option(command: Decorated) -> Decorated:
    """Add ``-o``."""
    help = "Write the result there instead: the whole file or nothing."
    return once("-o", "--output", metavar="FILE", type=PATH, help=help)(command)


# --- output ----------------------------------------------------------------------------------


def emit(text: str, output: Path | None = None) -> None:
    """Write a result, its last line ended, to standard output or to a file; or end the run."""
    from checker.diagnostics import Place, diagnostic
    from checker.output import as_bytes

    text = text if text.endswith("\n") or not text else text + "\n"
    if output is not None and output != Path("-"):
        return save(text, output)
    try:
        _put(as_bytes(text), sys.stdout)
    except OSError as error:
        reason = (error.strerror or "the system refused").lower()
        stop([diagnostic("W004", f"not everything is written: {reason}", Place("standard output"))])


def save(text: str, path: Path) -> None:
    """Write a text to a file as it is, or end the run."""
    from checker.diagnostics import Place, diagnostic
    from checker.output import CannotWrite, write_output

    try:
        write_output(text, path)
    except CannotWrite as error:
        stop([diagnostic("W004", f"nothing is written: {error.reason}", Place(error.path))])


def note(text: str) -> None:
    """Write a line to standard error, where everything goes that is no result."""
    from checker.output import as_bytes

    with suppress(OSError):  # there is nowhere left to say that it failed
        _put(as_bytes(text + "\n"), sys.stderr)


def _put(content: bytes, stream: TextIO) -> None:
    try:
        stream.flush()
        stream.buffer.write(content)
        stream.flush()
    except BrokenPipeError:
        discard(stream)  # the reader has seen enough; that changes no exit code
    except OSError:
        discard(stream)  # otherwise Python would try again at the very end
        raise


def wants_color(choice: str, stream: TextIO | None = None) -> bool:
    """Return whether to write colours: as asked for, else on a terminal without NO_COLOR."""
    stream = stream or sys.stdout
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width(output: Path | None = None) -> int:
    """Return the columns there are: the terminal's, or a fixed number where there is none."""
    if output is not None or not sys.stdout.isatty():
        return PLAIN_WIDTH
    return max(40, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns)


class Progress:
    """Says on a terminal what is being done, once that has taken longer than a second."""

    PATIENCE = 1.0

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._on = sys.stderr.isatty()
        self._shown = False

    def __call__(self, text: str) -> None:
        """Say it, if it is time to."""
        if self._on and time.monotonic() - self._start > self.PATIENCE:
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{text[:70]}")
            sys.stderr.flush()

    def done(self) -> None:
        """Take the line away again."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


# --- diagnostics -----------------------------------------------------------------------------


def report(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source] | None = None, color: str = "auto"
) -> None:
    """Write diagnostics, if any, to standard error."""
    from checker.diagnostics.render import render

    if diagnostics:
        note(render(diagnostics, sources or {}, color=wants_color(color, sys.stderr)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether any of them is an error."""
    return any(d.severity == "error" for d in diagnostics)


def stop(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source] | None = None, color: str = "auto"
) -> None:
    """Write the diagnostics and, if any is an error, end the run with exit code 2."""
    report(diagnostics, sources, color)
    if has_errors(diagnostics):
        raise click.exceptions.Exit(USAGE)


def unknown(what: str, name: str, option: str, known: Collection[str]) -> Diagnostic:
    """Return the diagnostic for a name given to an option that names nothing."""
    from checker.diagnostics import Place, diagnostic
    from checker.values.spelling import did_you_mean, listed, shown

    few = f"known: {listed(sorted(known))}" if 0 < len(known) < 9 else None
    help = did_you_mean(name, known) or few
    return diagnostic("W005", f"there is no {what} {shown(name)}", Place(option), help=help)


# --- loading and checking --------------------------------------------------------------------


def load_everything(
    start: Path, paths: Sequence[Path] = (), progress: Progress | None = None
) -> tuple[Workspace | None, Loaded | None, list[Diagnostic], Mapping[str, Source]]:
    """Return the workspace, what it loads to, every mistake in either, and the texts they are in."""
    from checker import pipeline
    from checker.workspace import read_workspace

    if progress:
        progress("reading")
    workspace, problems = read_workspace(start, paths)
    if workspace is None:
        return None, None, problems, {}
    loaded = pipeline.load(workspace)
    problems = [*problems, *loaded.diagnostics]
    if not has_errors(problems):
        problems += _unknown_settings(workspace, loaded)
    return workspace, loaded, problems, {**workspace.texts, **loaded.sources}


def load(
    start: Path, paths: Sequence[Path] = (), color: str = "auto", progress: Progress | None = None
) -> tuple[Workspace, Loaded]:
    """Return a workspace and what it loads to, or end the run and say why; notes are for ``validate``."""
    workspace, loaded, problems, sources = load_everything(start, paths, progress)
    stop([p for p in problems if p.severity != "note"], sources, color)
    assert workspace is not None and loaded is not None  # INVARIANT: else there was an error
    return workspace, loaded


def run_check(
    workspace: Workspace,
    loaded: Loaded,
    *,
    as_of: date | None,
    agreements: Collection[str] = (),
    clauses: Collection[str] = (),
    progress: Progress | None = None,
) -> Result:
    """Return the result of a check of what the names and the paths of the command line select."""
    from checker import pipeline

    known, codes = loaded.program.agreements, clauses_of(loaded)
    wrong = [unknown("agreement", name, "--agreement", known) for name in agreements if name not in known]
    bare = {code.partition("/")[2] for code in codes}
    wrong += [
        unknown("clause", code, "--clause", {*codes, *bare})
        for code in clauses
        if code not in codes and code not in bare
    ]
    stop(wrong)
    chosen = frozenset((*agreements, *_selected(workspace, loaded)))
    try:
        return pipeline.check(
            loaded, as_of=as_of, agreements=chosen, clauses=frozenset(clauses), progress=progress
        )
    finally:
        if progress:
            progress.done()


def clauses_of(loaded: Loaded) -> dict[str, Clause]:
    """Return every clause by the codes its findings may have.

    That is ``document/clause``, and for a clause of the rules also ``agreement/clause``.
    """
    program = loaded.program
    clauses: dict[str, Clause] = {}
    for name, document in {**program.shared, **program.agreements}.items():
        for amendment in document.amendments:
            clauses |= {f"{name}/{key}": clause for key, clause in amendment.clauses.items() if clause}
        clauses |= {f"{name}/{key}": clause for key, clause in document.clauses.items()}
    for name in program.agreements:
        for shared in program.shared.values():
            for key, clause in shared.clauses.items():
                clauses.setdefault(f"{name}/{key}", clause)
    return clauses


def _selected(workspace: Workspace, loaded: Loaded) -> frozenset[str]:
    """Return the agreements that the paths select by their folders; none named stands for all."""
    if workspace.selected == {agreement.name for agreement in workspace.agreements}:
        return frozenset()
    return frozenset(
        name
        for name, document in loaded.program.agreements.items()
        if any(document.span.path.startswith(f"agreements/{folder}/") for folder in workspace.selected)
    )


def _readings(document: Document) -> dict[str, list[str]]:
    """Return the readings of each assumption, those that amendments give it included."""
    found: dict[str, list[str]] = {}
    amended = [x for a in document.amendments for x in a.assumptions.items()]
    for name, assumption in [*document.assumptions.items(), *amended]:
        labels = [label for label, _ in assumption.readings] if assumption else []
        found.setdefault(name, []).extend(labels)
    return found


def _unknown_settings(workspace: Workspace, loaded: Loaded) -> list[Diagnostic]:
    from checker import settings

    source = workspace.texts.get(settings.FILE)
    if source is None:
        return []
    readings = {name: _readings(d) for name, d in loaded.program.agreements.items()}
    found = list(settings.unknown_names(source, workspace.settings, readings, clauses_of(loaded)))
    if workspace.settings.effects:
        from checker.compare.catalogue import CATALOGUE

        found += settings.unknown_effects(source, workspace.settings, CATALOGUE)
    return found
