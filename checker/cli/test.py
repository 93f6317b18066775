"""``redline test``: scenarios, with the verdicts expected of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic
    from checker.scenarios.bench import Bench
    from checker.scenarios.model import TestResult
    from checker.scenarios.read import Scenario
    from checker.scenarios.run import Outcome
    from checker.source import Source
    from checker.workspace import Workspace

FORMATS = ("terminal", "json")
ENDINGS = (".yaml", ".yml")


def _percent(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> Fraction | None:
    if len(values) > 1:
        raise click.BadParameter("given more than once", ctx, param)
    if not values:
        return None
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?%?", values[0]) or Fraction(values[0].rstrip("%")) > 100:
        raise click.BadParameter(f"{values[0]!r} is no percentage: write it as 80", ctx, param)
    return Fraction(values[0].rstrip("%"))


@click.command("test")
@click.argument("paths", nargs=-1, type=common.PATH)
@common.once(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="Scenarios at a time.  [default: processors]"
)
@common.once("--junit", metavar="FILE", type=common.PATH, help="Also write JUnit XML there.")
@click.option("--strict", is_flag=True, help="A violation that is not expected is a failure too.")
@click.option("--coverage", "with_coverage", is_flag=True, help="Say what no scenario reaches.")
@click.option(
    "--fail-under",
    multiple=True,
    callback=_percent,
    metavar="PERCENT",
    help="Fail where less than this is reached; implies --coverage.",
)
@common.once("--format", "style", type=click.Choice(FORMATS), default="terminal", help="[default: terminal]")
@common.output_option
@common.color_option
@common.workspace_option
def command(
    paths: tuple[Path, ...],
    jobs: int | None,
    junit: Path | None,
    strict: bool,
    with_coverage: bool,
    fail_under: Fraction | None,
    style: str,
    output: Path | None,
    color: str,
    workspace: Path,
) -> int:
    """Run scenarios: facts, and the verdicts expected of them.

    PATHS are folders of agreements, or scenario files; all scenarios by default. Exit code 0
    says that all is as expected; 1 that something is not, or that too little is covered; 2
    that there is a mistake in a file; 4 that nothing was run, or nothing is expected.
    """
    from checker.scenarios.result import result_of

    progress = common.Progress()
    files, bench = _bench(workspace, paths, color)
    scenarios = _scenarios(files, paths, color)
    outcomes = _outcomes(bench, scenarios, jobs or os.cpu_count() or 1, strict=strict, progress=progress)
    _stop_at_mistakes(files, scenarios, outcomes, color)
    result = result_of(
        bench,
        outcomes,
        folders=files.selected,
        strict=strict,
        with_coverage=with_coverage or fail_under is not None,
        fail_under=fail_under,
    )
    _emit(result, style, output, junit, color)
    return result.exit_code


def _bench(start: Path, paths: Sequence[Path], color: str) -> tuple[Workspace, Bench]:
    from checker.scenarios.bench import bench_of, stops
    from checker.workspace import read_workspace

    workspace, problems = read_workspace(start, paths)
    common.stop(problems, {} if workspace is None else workspace.texts, color)
    assert workspace is not None  # INVARIANT: else there was an error
    bench, found, sources = bench_of(workspace)
    errors = [d for d in found if stops(d)]
    common.stop(errors, {**workspace.texts, **sources}, color)
    return workspace, bench


# --- files -----------------------------------------------------------------------------------


def _scenarios(workspace: Workspace, paths: Sequence[Path], color: str) -> list[Scenario]:
    """Return the scenarios that the paths select, agreement by agreement, or end the run."""
    from checker.scenarios.read import read_scenarios

    found: list[Scenario] = []
    problems: list[Diagnostic] = []
    texts: dict[str, Source] = {}
    for agreement in workspace.agreements:
        if agreement.name not in workspace.selected:
            continue
        for source in _sources(workspace, agreement.name, paths, problems):
            texts[source.path] = source
            made, wrong = read_scenarios(agreement.name, source)
            found += made
            problems += wrong
    common.stop([*problems, *_repeated_ids(found)], texts, color)
    return found


def _sources(
    workspace: Workspace, folder: str, paths: Sequence[Path], problems: list[Diagnostic]
) -> Iterator[Source]:
    from checker.diagnostics import Place, diagnostic
    from checker.workspace import relative, text_file

    home = workspace.root / "agreements" / folder / "scenarios"
    for path in _files(home):
        name = relative(path, workspace.root)
        if not _is_selected(workspace.root, path, home, paths):
            continue
        if path.suffix not in ENDINGS:
            message = "a file in `scenarios/` is no scenario file"
            problems.append(diagnostic("F015", message, Place(name), help="use `.yaml`"))
            continue
        source, wrong = text_file(path, name)
        problems += wrong
        if source is not None:
            yield source


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder, hidden ones apart, sorted."""
    found = sorted(folder.rglob("*")) if folder.is_dir() else []
    return [
        p for p in found if not p.is_dir() and not any(x.startswith(".") for x in p.relative_to(folder).parts)
    ]


def _is_selected(root: Path, path: Path, home: Path, paths: Sequence[Path]) -> bool:
    """Return whether a scenario file is meant: a path below ``scenarios/`` leaves the others out."""
    given = [Path(os.path.realpath(p if os.path.lexists(p) else root / p)) for p in paths]
    inside = [p for p in given if p.is_relative_to(os.path.realpath(home))]
    return not inside or any(Path(os.path.realpath(path)).is_relative_to(p) for p in inside)


def _repeated_ids(scenarios: Sequence[Scenario]) -> Iterator[Diagnostic]:
    from checker.diagnostics import diagnostic
    from checker.values.spelling import shown

    first: dict[tuple[str, str], Scenario] = {}
    for scenario in scenarios:
        before = first.setdefault((scenario.folder, scenario.entry.id), scenario)
        if before is not scenario:
            related = [(before.at("id"), "it stands here first")]
            message = f"another scenario of this agreement has the id {shown(scenario.entry.id)}"
            yield diagnostic("F012", message, scenario.at("id"), related=related)


# --- running ---------------------------------------------------------------------------------


def _outcomes(
    bench: Bench, scenarios: Sequence[Scenario], jobs: int, *, strict: bool, progress: common.Progress
) -> tuple[Outcome, ...]:
    from checker.scenarios.run import run_all

    try:
        return run_all(bench, scenarios, jobs=jobs, strict=strict, progress=progress)
    finally:
        progress.done()


def _stop_at_mistakes(
    workspace: Workspace, scenarios: Sequence[Scenario], outcomes: Sequence[Outcome], color: str
) -> None:
    texts = dict(workspace.texts)
    texts |= {s.path: s for outcome in outcomes for s in outcome.sources}
    texts |= {s.source.path: s.source for s in scenarios}
    problems = list(dict.fromkeys(p for outcome in outcomes for p in outcome.problems))
    common.report(problems, texts, color)
    if problems:  # an amendment that edits nothing among them: it is not what the scenario means
        raise click.exceptions.Exit(common.USAGE)


def _emit(result: TestResult, style: str, output: Path | None, junit: Path | None, color: str) -> None:
    from checker.report.layout import page
    from checker.scenarios.junit import render_junit
    from checker.scenarios.report import render_json, render_terminal

    if junit is not None:
        common.emit(render_junit(result), junit)
    if style == "json":
        return common.emit(render_json(result), output)
    colored = common.wants_color(color if output is None or color == "always" else "never")
    return common.emit(render_terminal(result, page(common.width(output), color=colored)), output)
