"""Trees of clause files kept from one run to the next: parsing is most of what a short command does.

A tree is kept under a digest of the text, its path, and the grammar's own files, so that it is found
again only where parsing would give the same. What cannot be read or written is as if it were not there.
Only classes of the tree are ever made of what lies in the folder.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sys
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from checker import __version__
from checker.diagnostics import Diagnostic
from checker.source import Source
from checker.syntax.nodes import File
from checker.syntax.parse import parse

VARIABLE = "REDLINE_CACHE"
"""Names the folder; `off` keeps nothing. By default it is `redline` in the user's cache folder."""
FORMAT = 2
SHORTEST = 2_000
"""Characters of a text that is worth keeping."""
MOST_FILES = 400

_OWN = ("checker.syntax.", "checker.source", "checker.diagnostics.")
_OTHERS = {("fractions", "Fraction"), ("datetime", "date"), ("builtins", "frozenset")}


def parsed(source: Source) -> tuple[File, tuple[Diagnostic, ...]]:
    """Return what ``parse`` gives for a text, from the last time if it was kept."""
    folder = _folder()
    if folder is None or len(source.text) < SHORTEST:
        return parse(source)
    path = folder / f"{_key(source)}.tree"
    found = _read(path)
    if found is None:
        found = parse(source)
        _write(path, found)
    return found


@cache
def _folder() -> Path | None:
    named = os.environ.get(VARIABLE, "")
    if named in ("off", "0"):
        return None
    with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = Path(named) if named else base / "redline"
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    return None


@cache
def _grammar() -> bytes:
    """Return what changes whenever parsing may give something else."""
    digest = hashlib.sha256(f"{FORMAT}\n{__version__}\n{sys.version}\n".encode())
    here = Path(__file__).parent
    for file in sorted([*here.glob("syntax/*.py"), *here.glob("diagnostics/*.py"), here / "source.py"]):
        status = file.stat()
        digest.update(f"{file.name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.digest()


def _key(source: Source) -> str:
    text = source.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(_grammar() + source.path.encode() + b"\0" + text).hexdigest()


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        """Write a node as its class and the values of its fields: it is read back in half the time."""
        if is_dataclass(obj) and not isinstance(obj, type):
            return type(obj), tuple(getattr(obj, name) for name in _field_names(type(obj)))
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class of the tree; anything else is refused."""
        if (module, name) in _OTHERS or module.startswith(_OWN):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a tree")


def _read(path: Path) -> tuple[File, tuple[Diagnostic, ...]] | None:
    try:
        found = _Unpickler(io.BytesIO(path.read_bytes())).load()
    except FileNotFoundError:
        return None
    except Exception:  # whatever is wrong with it, the text itself is at hand
        return None
    return found if isinstance(found, tuple) and len(found) == 2 and isinstance(found[0], File) else None


def _write(path: Path, found: object) -> None:
    with suppress(OSError, RecursionError, pickle.PicklingError):
        written = io.BytesIO()
        _Pickler(written, protocol=5).dump(found)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(written.getvalue())
        part.replace(path)
        _prune(path.parent)


def _prune(folder: Path) -> None:
    """Take the oldest away where there are too many."""
    files = sorted(folder.glob("*.tree"), key=lambda f: f.stat().st_mtime_ns)
    for file in files[: max(0, len(files) - MOST_FILES)]:
        file.unlink(missing_ok=True)
