"""A workspace as a revision keeps it: git is called, nothing is checked out and nothing is written."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from checker import settings
from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.source import Source
from checker.values.spelling import did_you_mean, shown
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

UNBORN = "HEAD"
"""Before the first commit there is nothing, and to compare with nothing is no mistake."""

_OF_A_HOOK = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)
"""What git sets for its hooks. It may be about another repository than the workspace lies in."""

_FILES, _LINK, _SUBMODULE = ("100644", "100755", "100664"), "120000", "160000"
_MOST_LINKS, _SHORT = 40, 10
_LFS = b"version https://git-lfs.github.com/spec/"


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
        if self.workspace is None:
            return None
        return replace(
            self.workspace,
            rules=tuple(self._labelled(s) for s in self.workspace.rules),
            agreements=tuple(
                replace(a, sources=tuple(self._labelled(s) for s in a.sources))
                for a in self.workspace.agreements
            ),
        )

    def _labelled(self, source: Source) -> Source:
        if source.path.startswith(SHIPPED):
            return source
        name = self.ref if "/" not in self.ref else self.commit[:_SHORT]  # a `/` would part the path
        return Source(f"{name}:{source.path}", source.text)

    @property
    def texts(self) -> dict[str, Source]:
        """Return every text that was read, by its path."""
        found = dict(self.workspace.texts) if self.workspace else {}
        return found | {s.path: s for sources in self.scenarios.values() for s in sources}


class _Refused(Exception):
    """Git cannot, or will not; the diagnostic says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_revision(start: Path, ref: str) -> tuple[Revision | None, list[Diagnostic]]:
    """Return the workspace around ``start`` as it was at ``ref``, or None and why there is no telling.

    ``ref`` names a commit, or a tree. What lies outside the repository is read as it is now.
    """
    root = find_root(start)
    if root is None:
        return None, [no_workspace(start)]
    try:
        git = _git_of(root, start)
        tree_id, commit = _named(git, ref)
        with _objects(git) as objects:
            return _read(git, ref, commit, _Tree(git.top, _listing(git, tree_id), objects)), []
    except _Refused as refused:
        return None, [refused.problem]


def _read(git: _Git, ref: str, commit: str, tree: _Tree) -> Revision:
    prefix = git.prefix
    home = _home(git, tree, ref)
    if home is None:
        return Revision(ref, commit, None, {}, (), prefix, prefix)
    root = git.top / home
    workspace, problems = workspace_of(root, tree)
    scenarios, more = scenario_texts(root, [a.name for a in workspace.agreements], tree)
    inside = tuple(sorted(x.removeprefix(home) for x in tree.submodules if x.startswith(home)))
    return Revision(ref, commit, workspace, scenarios, (*problems, *more), prefix, home, inside)


# --- git -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Git:
    """How to call git for one workspace."""

    root: Path
    environment: Mapping[str, str]
    top: Path = field(default_factory=Path)

    @property
    def prefix(self) -> str:
        """Return the workspace's folder from the top of the repository: empty, or ended by ``/``."""
        inside = self.root.relative_to(self.top).as_posix()
        return "" if inside == "." else f"{inside}/"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Call git and return what came of it."""
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=self.root,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise _Refused(_no_git(error)) from error

    def line(self, *arguments: str) -> str | None:
        """Return the one line that a successful call prints, else None."""
        done = self.run(*arguments)
        return os.fsdecode(done.stdout).removesuffix("\n") if done.returncode == 0 else None


def _git_of(root: Path, start: Path) -> _Git:
    """Return how to call git for the repository that a folder lies in.

    What a hook's environment names counts only where the folder itself lies in no repository.
    """
    calm = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    own = {name: value for name, value in calm.items() if name not in _OF_A_HOOK}
    tried = [own, calm] if "GIT_DIR" in calm else [own]
    refused = ""
    for environment in tried:
        done = _Git(root, environment).run("rev-parse", "--show-toplevel")
        top = Path(os.path.realpath(os.fsdecode(done.stdout).removesuffix("\n")))
        if done.returncode == 0 and root.is_relative_to(top):
            return _Git(root, environment, top)
        refused = refused or _first_line(done.stderr)
    raise _Refused(_no_repository(root, start, refused))


def _named(git: _Git, ref: str) -> tuple[str, str]:
    """Return the ids of the tree and the commit of a name; both empty before the first commit."""
    if not ref or ref[0] in "-^" or any(ord(c) < 32 for c in ref):
        raise _Refused(_unknown_revision(git, ref))
    tree_id = git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{tree}}")
    if tree_id is None:
        if ref == UNBORN and git.line("symbolic-ref", "--quiet", UNBORN) is not None:
            return "", ""
        raise _Refused(_unknown_revision(git, ref))
    return tree_id, git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") or tree_id


def _listing(git: _Git, tree_id: str) -> dict[str, tuple[str, str]]:
    """Return mode and id of everything in a tree, by its path from the top."""
    if not tree_id:
        return {}
    done = git.run("ls-tree", "-r", "-z", "--full-tree", tree_id)
    if done.returncode != 0:
        raise _Refused(_unreadable(tree_id, _first_line(done.stderr)))
    found = {}
    for entry in done.stdout.split(b"\0"):
        if entry:
            about, _, name = entry.partition(b"\t")
            mode, _, object_id = about.decode("ascii").split(" ")
            found[os.fsdecode(name)] = (mode, object_id)
    return found


class _Objects:
    """Gives the contents that git keeps, one after the other, from one process."""

    def __init__(self, git: _Git) -> None:
        self._git = git
        try:
            self._process = subprocess.Popen(
                ["git", "cat-file", "--batch"],
                cwd=git.root,
                env=git.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise _Refused(_no_git(error)) from error

    def content(self, object_id: str, path: str) -> bytes:
        """Return the bytes of a file; those that git keeps elsewhere (LFS) are fetched by git."""
        content = self._content(object_id)
        if not content.startswith(_LFS):
            return content
        done = self._git.run("cat-file", "--filters", f"--path={path}", object_id)
        if done.returncode != 0 or done.stdout.startswith(_LFS):
            raise OSError(errno.EIO, "git LFS does not have it here: `git lfs fetch` brings it")
        return done.stdout

    def _content(self, object_id: str) -> bytes:
        given, asked = self._process.stdout, self._process.stdin
        assert given is not None and asked is not None  # INVARIANT: both are pipes
        try:
            asked.write(f"{object_id}\n".encode())
            asked.flush()
            head = given.readline().split()
            if len(head) != 3:  # `ID missing`, or nothing where git has ended
                raise OSError(errno.EIO, "git does not have it here: `git fetch` may bring it")
            content = given.read(int(head[2]))
            given.read(1)
        except BrokenPipeError:
            raise OSError(errno.EIO, "git ended too soon") from None
        return content

    def close(self) -> None:
        """Let the process end."""
        self._process.communicate()


@contextmanager
def _objects(git: _Git) -> Iterator[_Objects]:
    objects = _Objects(git)
    try:
        yield objects
    finally:
        objects.close()


def _first_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").splitlines()
    return lines[0].removeprefix("fatal: ").removeprefix("error: ").rstrip(".") if lines else ""


# --- what goes wrong -------------------------------------------------------------------------


def _no_git(error: OSError) -> Diagnostic:
    message = "git is not installed" if isinstance(error, FileNotFoundError) else "git cannot be run"
    help = "install git: a workspace at a revision is read by it"
    return diagnostic("W007", message, Place("git"), help=help)


def _no_repository(root: Path, start: Path, refused: str) -> Diagnostic:
    where = Place(start.as_posix())
    if not refused or "not a git repository" in refused:
        help = "`git init` makes one; the workspace is compared with what was committed"
        return diagnostic("W007", "the workspace lies in no git repository", where, help=help)
    trust = f"it belongs to another user: `git config --global --add safe.directory {root.as_posix()}`"
    help = trust if "dubious ownership" in refused else "`git status` here says the same"
    return diagnostic("W007", f"git refuses: {refused}", where, help=help)


def _unknown_revision(git: _Git, ref: str) -> Diagnostic:
    message = f"{shown(ref)} names no revision of this repository"
    if ref[:1] == "-":
        message = f"a revision does not begin with `-`: {shown(ref)}"
        return diagnostic("W008", message, Place(ref))
    if git.line("rev-parse", "--is-shallow-repository") == "true":
        remote, _, branch = ref.partition("/")
        wanted = f"{remote} {branch}:refs/remotes/{ref}" if branch else f"origin {ref}"
        help = f"only the last commits were cloned: `git fetch --depth=1 {wanted}` brings this one"
        return diagnostic("W008", message, Place(ref), help=help)
    known = (git.line("for-each-ref", "--format=%(refname:short)") or "").split("\n")
    fetch = "`git fetch` may bring it" if git.line("remote") else None
    return diagnostic("W008", message, Place(ref or "--base"), help=did_you_mean(ref, known) or fetch)


def _unreadable(ref: str, said: str) -> Diagnostic:
    return diagnostic("W009", f"git cannot list the revision: {said or 'it does not say why'}", Place(ref))


# --- the tree of a revision ------------------------------------------------------------------


class _Tree:
    """The files of one revision, as ``workspace.Files``: links are followed, submodules are not there."""

    def __init__(self, top: Path, listing: Mapping[str, tuple[str, str]], objects: _Objects) -> None:
        self._top = top
        self._objects = objects
        self._blobs = {name: entry for name, entry in listing.items() if entry[0] != _SUBMODULE}
        self.submodules = {name for name, entry in listing.items() if entry[0] == _SUBMODULE}
        self._inside: dict[str, set[str]] = {"": set()}
        for name in self._blobs:
            self._list(name)

    def _list(self, name: str) -> None:
        folder, _, last = name.rpartition("/")
        known = folder in self._inside
        self._inside.setdefault(folder, set()).add(last)
        if not known:
            self._list(folder)

    def homes(self) -> list[str]:
        """Return the folders that look like workspaces, each ended by ``/`` unless it is the top."""
        clauses = [PurePosixPath(name).parts for name in self._blobs if name.endswith(".clause")]
        found = {parts[: parts.index(AGREEMENTS)] for parts in clauses if AGREEMENTS in parts}
        return sorted("".join(f"{part}/" for part in parts) for parts in found)

    def is_there(self, path: Path) -> bool:
        """Return whether there is anything of that name, a link to nothing included."""
        try:
            folder = self._key(path.parent)
        except OSError:
            return False
        if isinstance(folder, Path):
            return DISK.is_there(folder / path.name)
        return path.name in self._inside.get(folder, ())

    def kind(self, path: Path) -> str:
        """Return ``file``, ``folder`` or ``neither file nor folder``, links followed; or raise OSError."""
        key = self._key(path)
        if isinstance(key, Path):
            return DISK.kind(key)
        if key in self._inside:
            return "folder"
        if key not in self._blobs:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return "file"

    def real(self, path: Path) -> Path:
        """Return the path that is meant, links followed as far as they go."""
        try:
            key = self._key(path)
        except OSError:
            return path
        return DISK.real(key) if isinstance(key, Path) else self._top / key

    def entries(self, folder: Path) -> list[Path]:
        """Return what lies in a folder, or raise OSError."""
        key = self._key(folder)
        if isinstance(key, Path):
            return DISK.entries(key)
        if key not in self._inside:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        return [folder / name for name in self._inside[key]]

    def read(self, path: Path, limit: int | None) -> bytes:
        """Return the bytes of a file, no more than ``limit``, or raise OSError."""
        key = self._key(path)
        if isinstance(key, Path):
            return DISK.read(key, limit)
        return self._objects.content(self._blobs[key][1], key)[:limit]

    def _key(self, path: Path) -> str | Path:
        """Return the place in the tree that a path leads to, or the path outside of it; or raise OSError."""
        if not path.is_relative_to(self._top):
            return path
        left = list(reversed(path.relative_to(self._top).parts))
        at: list[str] = []
        followed = 0
        while left:
            name = left.pop()
            if name == "..":
                if not at:
                    return self._top.parent.joinpath(*reversed(left))
                at.pop()
            elif name not in ("", "."):
                at.append(name)
                target = self._target("/".join(at))
                if target is not None:
                    followed += 1
                    if followed > _MOST_LINKS:
                        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
                    if target.startswith("/"):
                        return self._key(Path(target).joinpath(*reversed(left)))
                    at.pop()
                    left += reversed(target.split("/"))
        return "/".join(at)

    def _target(self, key: str) -> str | None:
        mode, object_id = self._blobs.get(key, ("", ""))
        return os.fsdecode(self._objects.content(object_id, key)) if mode == _LINK else None


def _home(git: _Git, tree: _Tree, ref: str) -> str | None:
    """Return the workspace's folder in a revision: where it is now, else where it was moved from."""
    root = git.root
    if tree.is_there(root / settings.FILE) or tree.is_there(root / AGREEMENTS):
        return git.prefix
    moved = [home for home in tree.homes() if not DISK.is_there(git.top / home / AGREEMENTS)]
    if len(moved) > 1:
        few = ", ".join(shown(home or "./") for home in moved[:4])
        message = f"this folder has no workspace at {shown(ref)}, and several that it had are gone: {few}"
        help = "move one workspace at a time: which of them became this one is not guessed"
        raise _Refused(diagnostic("W009", message, Place(ref), help=help))
    return moved[0] if moved else None
