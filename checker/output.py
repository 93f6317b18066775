"""Writing results: a whole file or none."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class CannotWrite(Exception):
    """The output cannot be written; what stood there before still does."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write `{path}`: {reason}")
        self.path = path
        self.reason = reason


def as_bytes(text: str) -> bytes:
    """Return the bytes of a result: UTF-8, and an escape for what UTF-8 cannot hold."""
    return text.encode("utf-8", "backslashreplace")


def write_output(text: str, path: Path) -> None:
    """Write ``text`` to ``path``, atomically: a reader sees the old file or the whole new one.

    A link is followed. A device or pipe is written to as it is.

    Raises:
        CannotWrite: there is no room, no permission, no such folder, or a folder of that name.
    """
    with _refusals(path):
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(None, "it is a folder")
        if mode is None or stat.S_ISREG(mode):
            _replace(target, as_bytes(text), mode)
        else:
            _write(os.open(target, os.O_WRONLY), as_bytes(text))


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the system refused"
        raise CannotWrite(path.as_posix(), reason[:1].lower() + reason[1:]) from error


def _replace(target: Path, content: bytes, mode: int | None) -> None:
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.tmp")
    try:
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        _write(file, content, sync=True)
        if mode is not None:
            beside.chmod(stat.S_IMODE(mode))
        beside.replace(target)
    except BaseException:  # also Ctrl-C: nothing half-written is left behind
        with suppress(OSError):
            beside.unlink()
        raise


def _write(file: int, content: bytes, *, sync: bool = False) -> None:
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(file, rest) :]
        if sync:
            os.fsync(file)
    finally:
        os.close(file)
