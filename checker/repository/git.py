"""Git, called: where the repository is, what a name stands for, what a revision holds."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.values.spelling import did_you_mean, shown

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

_LFS = b"version https://git-lfs.github.com/spec/"


class Refused(Exception):
    """Git cannot, or will not; the diagnostic says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Git:
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
            raise Refused(_no_git(error)) from error

    def line(self, *arguments: str) -> str | None:
        """Return the one line that a successful call prints, else None."""
        done = self.run(*arguments)
        return os.fsdecode(done.stdout).removesuffix("\n") if done.returncode == 0 else None


def git_of(root: Path, start: Path) -> Git:
    """Return how to call git for the repository that a folder lies in.

    What a hook's environment names counts only where the folder itself lies in no repository.
    """
    calm = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    own = {name: value for name, value in calm.items() if name not in _OF_A_HOOK}
    tried = [own, calm] if "GIT_DIR" in calm else [own]
    refused = ""
    for environment in tried:
        done = Git(root, environment).run("rev-parse", "--show-toplevel")
        top = Path(os.path.realpath(os.fsdecode(done.stdout).removesuffix("\n")))
        if done.returncode == 0 and root.is_relative_to(top):
            return Git(root, environment, top)
        refused = refused or _first_line(done.stderr)
    raise Refused(_no_repository(root, start, refused))


def named(git: Git, ref: str) -> tuple[str, str]:
    """Return the ids of the tree and the commit of a name; both empty before the first commit."""
    if not ref or ref[0] in "-^" or any(ord(c) < 32 for c in ref):
        raise Refused(_unknown_revision(git, ref))
    tree_id = git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{tree}}")
    if tree_id is None:
        if ref == UNBORN and git.line("symbolic-ref", "--quiet", UNBORN) is not None:
            return "", ""
        raise Refused(_unknown_revision(git, ref))
    return tree_id, git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") or tree_id


def left_at(git: Git, base: str, head: str) -> str:
    """Return where ``head`` left the history of ``base``, empty where it holds all of it or none."""
    done = git.run("merge-base", "--is-ancestor", base, head)
    if done.returncode != 1:  # 128: one is a tree, or not there
        return ""
    return git.line("merge-base", base, head) or ""


def listing(git: Git, tree_id: str) -> dict[str, tuple[str, str]]:
    """Return mode and id of everything in a tree, by its path from the top."""
    if not tree_id:
        return {}
    done = git.run("ls-tree", "-r", "-z", "--full-tree", tree_id)
    if done.returncode != 0:
        raise Refused(_unreadable(tree_id, _first_line(done.stderr)))
    found = {}
    for entry in done.stdout.split(b"\0"):
        if entry:
            about, _, name = entry.partition(b"\t")
            mode, _, object_id = about.decode("ascii").split(" ")
            found[os.fsdecode(name)] = (mode, object_id)
    return found


class Objects:
    """Gives the contents that git keeps, one after the other, from one process."""

    def __init__(self, git: Git) -> None:
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
            raise Refused(_no_git(error)) from error

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
def opened(git: Git) -> Iterator[Objects]:
    """Give what reads contents, and let its process end."""
    objects = Objects(git)
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


def _unknown_revision(git: Git, ref: str) -> Diagnostic:
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
