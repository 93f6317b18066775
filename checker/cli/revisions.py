"""The two sides that ``gate`` and ``impact`` compare: a revision, and another or the files as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli import common

if TYPE_CHECKING:
    from checker.diagnostics import Diagnostic
    from checker.gate.states import State
    from checker.pipeline import Loaded
    from checker.repository import Revision
    from checker.scenarios.read import Scenario
    from checker.source import Source
    from checker.workspace import Workspace

DECIDED_BY = "PNTFW"
"""Letters of the mistakes that leave a side without typed texts or facts: nothing can be compared then."""

base_option = common.once(
    "--base", metavar="REF", required=True, help="The revision to compare with: a commit, tag or branch."
)
head_option = common.once(
    "--head", metavar="REF", help="The revision that is compared.  [default: the files as they are]"
)


@dataclass(frozen=True)
class Sides:
    """Both sides loaded, with what is to be said beside the result."""

    before: State
    after: State
    prefix: str
    notes: tuple[str, ...]


Texts = Mapping[str, "tuple[Source, ...]"]
"""Scenario files by the folder of their agreement."""


def sides(base: str, head: str | None, workspace: Path, color: str, *, labelled: bool) -> Sides:
    """Return both sides, or end the run and say why not.

    ``labelled`` names the clause files of the base as git does, so that their places stay apart.
    """
    from checker.gate.states import State

    kept = _revision(base, workspace)
    ref, commit, loaded, texts = _head(head, workspace, color)
    now = loaded.workspace
    files = (kept.labelled_beside(now) if labelled else kept.workspace) or _nothing(now)
    was = _loaded(files, loaded)
    wrong = [d for d in (*kept.problems, *was.diagnostics) if _is_decisive(d)]
    if wrong:
        common.stop([*wrong, _broken(kept.ref, len(wrong))], {**kept.texts, **was.sources}, color)
    old, _ = _scenarios(kept.scenarios, texts)
    new, problems = _scenarios(texts, kept.scenarios)
    common.stop(problems, {s.path: s for sources in texts.values() for s in sources}, color)
    return Sides(
        State(kept.ref, kept.commit, was, old),
        State(ref, commit, loaded, new),
        kept.prefix,
        (*_notes(kept), *_branched(kept, commit, workspace)),
    )


def _loaded(files: Workspace, now: Loaded) -> Loaded:
    """Return a workspace loaded; where nothing in it is another file, what is loaded now does for both."""
    from checker import pipeline

    if dict(files.digests) == dict(now.workspace.digests):
        return replace(now, workspace=files)
    return pipeline.load(files)


def _scenarios(
    texts: Texts, others: Texts
) -> tuple[dict[str, tuple[Scenario, ...]], list[Diagnostic]]:
    """Return the scenarios in files that are not the same on the other side, and mistakes in them."""
    from checker.scenarios.read import read_scenarios

    there = {(s.path, s.text) for sources in others.values() for s in sources}
    found: dict[str, tuple[Scenario, ...]] = {}
    problems: list[Diagnostic] = []
    for folder, sources in texts.items():
        read = [read_scenarios(folder, s) for s in sources if (s.path, s.text) not in there]
        found[folder] = tuple(scenario for scenarios, _ in read for scenario in scenarios)
        problems += [p for _, wrong in read for p in wrong]
    return found, problems


def _broken(ref: str, mistakes: int) -> Diagnostic:
    from checker.diagnostics import Place, diagnostic
    from checker.report.wording import count

    message = f"the workspace at `{ref}` cannot be compared: {count(mistakes, 'mistake')} in it"
    help = "compare with an earlier revision: `--base` takes any"
    return diagnostic("W009", message, Place(ref), help=help)


def _revision(ref: str, workspace: Path) -> Revision:
    from checker.repository import read_revision

    found, problems = read_revision(workspace, ref)
    common.stop(problems)
    assert found is not None  # INVARIANT: else there was an error
    return found


def _head(ref: str | None, workspace: Path, color: str) -> tuple[str, str, Loaded, Texts]:
    """Return what is compared, its names, and its scenario files; a mistake of any kind ends the run."""
    from checker import pipeline
    from checker.workspace import scenario_texts

    if ref is None:
        files, loaded = common.load(workspace, color=color)
        texts, problems = scenario_texts(files.root, [a.name for a in files.agreements])
        common.stop(problems, color=color)
        return "", "", loaded, texts
    kept = _revision(ref, workspace)
    common.stop(kept.problems, kept.texts, color)
    common.stop([] if kept.workspace else [_no_workspace(kept)], color=color)
    assert kept.workspace is not None  # INVARIANT: else there was an error
    loaded = pipeline.load(kept.workspace)
    errors = [d for d in loaded.diagnostics if d.severity == "error"]
    common.stop(errors, {**kept.texts, **loaded.sources}, color)
    return kept.ref, kept.commit, loaded, kept.scenarios


def _no_workspace(kept: Revision) -> Diagnostic:
    from checker.diagnostics import Place, diagnostic

    return diagnostic("W002", f"there is no workspace in `{kept.prefix or './'}`", Place(kept.ref))


def _is_decisive(d: Diagnostic) -> bool:
    return d.severity == "error" and d.code[0] in DECIDED_BY


def _nothing(like: Workspace) -> Workspace:
    """Return an empty workspace, for a revision that has none: everything is new."""
    from checker.settings import Settings
    from checker.workspace import SHIPPED

    return replace(
        like,
        settings=Settings(),
        rules=tuple(s for s in like.rules if s.path.startswith(SHIPPED)),
        agreements=(),
        shared_facts=(),
        waivers=(),
        documents={},
        digests=(),
        texts={},
    )


def _branched(kept: Revision, head: str, workspace: Path) -> Sequence[str]:
    """Return what is to be known where the base has commits that what is compared has not."""
    from checker.repository import branched

    at = branched(workspace, kept.commit, head)
    if not at:
        return ()
    return (
        f"{kept.ref} has commits that are not in what is compared, so what they changed looks taken back: "
        f"merge them, or compare with where the two part, --base {at[:10]}",
    )


def _notes(kept: Revision) -> Sequence[str]:
    where = kept.prefix or "./"
    notes = []
    if not kept.commit:
        notes.append("nothing is committed yet: everything is new")
    elif kept.workspace is None:
        notes.append(f"there is no workspace at {kept.ref}: everything is new")
    elif kept.home != kept.prefix:
        notes.append(f"the workspace was in {kept.home or './'} at {kept.ref}, and is in {where} now")
    notes += [f"{path} is a submodule: compare it in its own repository" for path in kept.submodules]
    return notes
