"""``redline diff``: what is different between two agreements, two days or two revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.cli import common
from checker.cli.amend import every_fund_option, format_option, show

if TYPE_CHECKING:
    from checker.amend import State
    from checker.findings.amended import Compared
    from checker.pipeline import Loaded
    from checker.workspace import Workspace

HERE = ""
"""The files as they are, as a revision."""


@dataclass(frozen=True)
class Place:
    """One side: an agreement, or all when empty; on a day, or as of the report's; at a revision, or here."""

    agreement: str = ""
    day: date | None = None
    ref: str = HERE

    @property
    def label(self) -> str:
        """Return it in words.

        >>> Place("class_k_2003", date(2004, 3, 31)).label, Place("", None, "HEAD~1").label, Place().label
        ('class_k_2003 on 2004-03-31', 'HEAD~1', 'the files as they are')
        """
        if not self.agreement:
            return self.ref or "the files as they are"
        at = f" at {self.ref}" if self.ref else ""
        return f"{self.agreement}{at}{f' on {self.day}' if self.day else ''}"


@click.command("diff")
@click.argument("a")
@click.argument("b", required=False)
@common.as_of_option
@click.option("--cost/--no-cost", default=True, help="Replay what was observed under both.  [default: cost]")
@format_option
@common.output_option
@every_fund_option
@common.color_option
@common.workspace_option
def command(
    a: str,
    b: str | None,
    as_of: date | None,
    cost: bool,
    style: str,
    output: Path | None,
    every_fund: bool,
    color: str,
    workspace: Path,
) -> int:
    """Say what is different between two agreements, two days, or two revisions.

    A and B are each the NAME of an agreement, NAME@2004-03-31 (as it stood on that day), NAME@REV
    (as a git revision has it), or REV alone, for all agreements. Without B, A is compared with
    the files as they are. Exit code 0 says that it is done; 2 that there is a mistake.
    """
    progress = common.Progress()
    progress("reading")
    sides = _Sides(workspace, color)
    before, after = _places(a, b, sides)
    compare = _one if before.agreement else _all
    result = compare(before, after, as_of, sides, cost)
    progress.done()
    show(result, style, output, color, every_fund=every_fund)
    return common.OK


# --- which two -------------------------------------------------------------------------------


def _places(a: str, b: str | None, sides: _Sides) -> tuple[Place, Place]:
    """Return the two sides; a revision beside an agreement stands for that agreement as it was then."""
    before = _place(a, sides)
    after = _place(b, sides) if b is not None else Place(before.agreement)
    if b is None and before == after:
        raise click.UsageError(f"compare {a} with what? name B, or a day or revision: {a}@2004-03-31")
    if before.agreement and not after.agreement:
        after = replace(after, agreement=before.agreement)
    elif after.agreement and not before.agreement:
        before = replace(before, agreement=after.agreement)
    return before, after


def _place(text: str, sides: _Sides) -> Place:
    name, at, rest = text.partition("@")
    if not at or rest.startswith("{"):  # HEAD@{1} is git's own
        return Place(text) if text in sides.names(HERE) else Place(ref=text)
    if not name or not rest:
        raise click.BadParameter(f"{text!r} is no place: write it as NAME@2004-03-31 or NAME@REV")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", rest):
        return Place(name, common.day(rest))
    return Place(name, None, rest)


# --- comparing -------------------------------------------------------------------------------


def _one(before: Place, after: Place, as_of: date | None, sides: _Sides, cost: bool) -> Compared:
    from checker.amend import difference

    for place in (before, after):
        known = sides.names(place.ref)
        if place.agreement not in known:
            what = f"agreement at {place.ref}" if place.ref else "agreement"
            common.stop([common.unknown(what, place.agreement, "A and B", known)])
    same = before.ref == after.ref
    return difference(
        sides.state(before, {before.agreement, after.agreement} if same else {before.agreement}),
        sides.state(after, {before.agreement, after.agreement} if same else {after.agreement}),
        as_of,
        cost=cost,
    )


def _all(before: Place, after: Place, as_of: date | None, sides: _Sides, cost: bool) -> Compared:
    from checker.amend import difference
    from checker.report.drafts.joined import joined

    old, new = sides.names(before.ref), sides.names(after.ref)
    both = sorted(old & new)
    found = {
        name: difference(
            sides.state(replace(before, agreement=name), set(both)),
            sides.state(replace(after, agreement=name), set(both)),
            as_of,
            cost=cost,
        )
        for name in both
    }
    alone = [f"`{n}` is not there: {after.label}" for n in sorted(old - new)]
    alone += [f"`{n}` is not there: {before.label}" for n in sorted(new - old)]
    return joined(found, before.label, after.label, alone)


@dataclass
class _Sides:
    """The workspace here and at revisions, each read and loaded once."""

    start: Path
    color: str
    files: dict[str, Workspace] = field(default_factory=dict)
    ready: dict[tuple[str, frozenset[str]], Loaded] = field(default_factory=dict)

    def names(self, ref: str) -> frozenset[str]:
        """Return the agreements that there are."""
        from checker.neighbours import folders

        return frozenset(folders({a.name: a for a in self._files(ref).agreements}))

    def state(self, place: Place, names: Iterable[str]) -> State:
        """Return one side, loaded with the agreements named and what they mention; or end the run."""
        from checker import pipeline
        from checker.amend import State
        from checker.neighbours import folders, only

        key = (place.ref, frozenset(names))
        if key not in self.ready:
            files = self._files(place.ref)
            homes = folders({a.name: a for a in files.agreements})
            self.ready[key] = loaded = pipeline.load(only(files, sorted(homes[n] for n in key[1])))
            self._stop([d for d in loaded.diagnostics if d.severity == "error"], place.ref, loaded)
        return State(self.ready[key], place.agreement, place.label, place.day)

    def _files(self, ref: str) -> Workspace:
        if ref not in self.files:
            self.files[ref] = self._kept(ref) if ref else self._here()
        return self.files[ref]

    def _here(self) -> Workspace:
        from checker.workspace import read_workspace

        found, problems = read_workspace(self.start)
        common.stop(problems, {} if found is None else found.texts, self.color)
        assert found is not None  # INVARIANT: else there was an error
        return found

    def _kept(self, ref: str) -> Workspace:
        from checker.diagnostics import Place as At
        from checker.diagnostics import diagnostic
        from checker.repository import read_revision

        kept, problems = read_revision(self.start, ref)
        common.stop(problems, color=self.color)
        assert kept is not None  # INVARIANT: else there was an error
        common.stop(kept.problems, kept.texts, self.color)
        if kept.labelled is None:
            common.stop([diagnostic("W002", f"there is no workspace at `{ref}`", At(ref))], color=self.color)
        assert kept.labelled is not None  # INVARIANT: else there was an error
        return kept.labelled

    def _stop(self, problems: list[object], ref: str, loaded: Loaded) -> None:
        if problems and ref:
            common.note(f"at {ref}:")
        common.stop(problems, {**loaded.workspace.texts, **loaded.sources}, self.color)  # type: ignore[arg-type]
