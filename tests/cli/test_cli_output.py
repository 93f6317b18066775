"""A whole file or none."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from checker.output import CannotWrite, as_bytes, write_output

root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    write_output("one €\n", target)
    assert target.read_bytes() == "one €\n".encode()
    write_output("two\r\n", target)
    assert target.read_bytes() == b"two\r\n"
    assert names(tmp_path) == ["report.txt"]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_output("x", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "new").chmod(0o640)
    write_output("y", tmp_path / "new")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    write_output("x", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "x"


def test_half_characters_are_escaped() -> None:
    assert as_bytes("a\ud800") == b"a\\ud800"


def no_space(*_: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("call", ["write", "fsync", "open", "close"])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "report.txt"
    target.write_text("before")
    with monkeypatch.context() as patch:
        if call == "close":  # some file systems say it only then
            patch.setattr(os, "close", lambda file, close=os.close: (close(file), no_space()))
        else:
            patch.setattr(os, call, no_space)
        with pytest.raises(CannotWrite, match="no space left on device"):
            write_output("after", target)
    assert target.read_text() == "before"
    assert names(tmp_path) == ["report.txt"]


def test_a_disk_that_fills_up_midway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.write, []

    def some(file: int, content: Any) -> int:
        calls.append(len(content))
        return real(file, content[:10]) if len(calls) < 3 else no_space()

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", some)
        with pytest.raises(CannotWrite):
            write_output("x" * 100, tmp_path / "report.txt")
    assert calls == [100, 90, 80]
    assert names(tmp_path) == []


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            write_output("x", tmp_path / "report.txt")
    assert names(tmp_path) == []


def test_a_folder_or_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="folder"):
        write_output("x", tmp_path)
    with pytest.raises(CannotWrite, match="no such file or directory"):
        write_output("x", tmp_path / "missing" / "report.txt")
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="not a directory"):
        write_output("x", tmp_path / "file" / "report.txt")
    assert names(tmp_path) == ["file"]


@root
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CannotWrite, match="permission denied"):
        write_output("x", tmp_path / "report.txt")


@full
def test_a_device_is_written_to_and_never_replaced() -> None:
    with pytest.raises(CannotWrite, match="no space left on device"):
        write_output("x", Path("/dev/full"))
    write_output("x", Path("/dev/null"))
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)
