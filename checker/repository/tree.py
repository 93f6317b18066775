"""The files of one revision, read from git's objects."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from checker.repository.git import Objects
from checker.workspace import AGREEMENTS, DISK

LINK, SUBMODULE = "120000", "160000"
"""Modes of entries that are no files."""

_MOST_LINKS = 40


class Tree:
    """The files of one revision, as ``workspace.Files``: links are followed, submodules are not there."""

    def __init__(self, top: Path, listing: Mapping[str, tuple[str, str]], objects: Objects) -> None:
        self._top = top
        self._objects = objects
        self._blobs = {name: entry for name, entry in listing.items() if entry[0] != SUBMODULE}
        self.submodules = {name for name, entry in listing.items() if entry[0] == SUBMODULE}
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
        return os.fsdecode(self._objects.content(object_id, key)) if mode == LINK else None
