"""A workspace as a revision keeps it: git is called, nothing is checked out and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from checker import settings
from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.repository.git import UNBORN, Git, Refused, git_of, left_at, listing, named, opened
from checker.repository.tree import Tree
from checker.source import Source
from checker.values.spelling import shown
from checker.workspace import (
    AGREEMENTS,
    DISK,
    SHIPPED,
    Workspace,
    find_root,
    no_workspace,
    scenario_texts,
    workspace_of,
)

_SHORT = 10


@dataclass(frozen=True, slots=True)
class Revision:
    """What a repository keeps of the workspace under one name.

    ``workspace`` is None where that revision has none. ``prefix`` is the workspace's folder as it is
    now, from the top of the repository (empty or ending in ``/``); ``home`` the same in the revision.
    """

    ref: str
    commit: str
    """The full id of the commit, or of the tree where the name is one; empty before the first commit."""
    workspace: Workspace | None
    scenarios: Mapping[str, tuple[Source, ...]]
    problems: tuple[Diagnostic, ...]
    prefix: str
    home: str
    submodules: tuple[str, ...] = ()

    @property
    def labelled(self) -> Workspace | None:
        """Return the workspace with its clause files named as git names them, ``REF:path``.

        So no place in them is taken for one in the file as it is now.
        """
        return self.labelled_beside(None)

    def labelled_beside(self, other: Workspace | None) -> Workspace | None:
        """Return the same, but files that are the same in another workspace keep their names."""
        if self.workspace is None:
            return None
        there = (*other.rules, *(s for a in other.agreements for s in a.sources)) if other else ()
        same = {s.path: s.text for s in there}

        def named(source: Source) -> Source:
            if source.path.startswith(SHIPPED) or same.get(source.path) == source.text:
                return source
            ref = self.ref if "/" not in self.ref else self.commit[:_SHORT]  # a `/` would part the path
            return Source(f"{ref}:{source.path}", source.text)

        return replace(
            self.workspace,
            rules=tuple(map(named, self.workspace.rules)),
            agreements=tuple(
                replace(a, sources=tuple(map(named, a.sources))) for a in self.workspace.agreements
            ),
        )

    @property
    def texts(self) -> dict[str, Source]:
        """Return every text that was read, by its path."""
        found = dict(self.workspace.texts) if self.workspace else {}
        return found | {s.path: s for sources in self.scenarios.values() for s in sources}


def read_revision(start: Path, ref: str) -> tuple[Revision | None, list[Diagnostic]]:
    """Return the workspace around ``start`` as it was at ``ref``, or None and why there is no telling.

    ``ref`` names a commit, or a tree. What lies outside the repository is read as it is now.
    """
    root = find_root(start)
    if root is None:
        return None, [no_workspace(start)]
    try:
        git = git_of(root, start)
        tree_id, commit = named(git, ref)
        with opened(git) as objects:
            return _read(git, ref, commit, Tree(git.top, listing(git, tree_id), objects)), []
    except Refused as refused:
        return None, [refused.problem]


def branched(start: Path, base: str, head: str) -> str:
    """Return where ``head``, or what is checked out if it is empty, left ``base``; empty if it did not."""
    root = find_root(start)
    try:
        return left_at(git_of(root, start), base, head or UNBORN) if root is not None and base else ""
    except Refused:
        return ""


def _read(git: Git, ref: str, commit: str, tree: Tree) -> Revision:
    prefix = git.prefix
    home = _home(git, tree, ref)
    if home is None:
        return Revision(ref, commit, None, {}, (), prefix, prefix)
    root = git.top / home
    workspace, problems = workspace_of(root, tree)
    scenarios, more = scenario_texts(root, [a.name for a in workspace.agreements], tree)
    inside = tuple(sorted(x.removeprefix(home) for x in tree.submodules if x.startswith(home)))
    return Revision(ref, commit, workspace, scenarios, (*problems, *more), prefix, home, inside)


def _home(git: Git, tree: Tree, ref: str) -> str | None:
    """Return the workspace's folder in a revision: where it is now, else where it was moved from."""
    root = git.root
    if tree.is_there(root / settings.FILE) or tree.is_there(root / AGREEMENTS):
        return git.prefix
    moved = [home for home in tree.homes() if not DISK.is_there(git.top / home / AGREEMENTS)]
    if len(moved) > 1:
        few = ", ".join(shown(home or "./") for home in moved[:4])
        message = f"this folder has no workspace at {shown(ref)}, and several that it had are gone: {few}"
        help = "move one workspace at a time: which of them became this one is not guessed"
        raise Refused(diagnostic("W009", message, Place(ref), help=help))
    return moved[0] if moved else None
