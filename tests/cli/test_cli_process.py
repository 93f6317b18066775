"""What only a whole process shows: pipes, full disks, signals, odd encodings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REDLINE = [sys.executable, "-c", "from checker.cli import main; main()"]
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


def redline(*args: str, env: dict[str, str], stdout: int, stderr: int = subprocess.PIPE) -> tuple[int, str]:
    done = subprocess.run([*REDLINE, *args], env=env, stdout=stdout, stderr=stderr, timeout=60)
    return done.returncode, (done.stderr or b"").decode()


def closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize("args", [("schema", "findings"), ("explain", "T002"), ("--help",), ("--version",)])
def test_a_closed_pipe_is_quiet_and_changes_no_exit_code(
    args: tuple[str, ...], environment: dict[str, str]
) -> None:
    pipe = closed_pipe()
    assert redline(*args, env=environment, stdout=pipe) == (0, "")
    os.close(pipe)


@full
@pytest.mark.parametrize("args", [("schema", "findings"), ("--help",)])
def test_standard_output_on_a_full_disk(args: tuple[str, ...], environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as target:
        code, said = redline(*args, env=environment, stdout=target.fileno())
    assert code == 2
    assert "W004 cannot-write" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@full
def test_standard_error_on_a_full_disk(environment: dict[str, str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as target:
        for args in (("explain", "nothing", "--workspace", str(tmp_path)), ("chekc",)):
            code, _ = redline(*args, env=environment, stdout=subprocess.DEVNULL, stderr=target.fileno())
            assert code == 2


def test_an_old_encoding_does_not_matter(environment: dict[str, str], tmp_path: Path) -> None:
    env = {**environment, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    wide = tmp_path / "naïve-€"
    done = subprocess.run([*REDLINE, "fmt", "--workspace", str(wide)], env=env, capture_output=True)
    assert done.returncode == 2
    assert b"W002" in done.stderr
    assert b"Traceback" not in done.stderr


INTERRUPTIBLE = """
import sys, time, types
fake = types.ModuleType("checker.pipeline")
def load(workspace):
    print("loading", flush=True)
    time.sleep(30)
fake.load = load
sys.modules["checker.pipeline"] = fake
from checker.cli import main
main(["check"])
"""


def test_ctrl_c(environment: dict[str, str], workspace: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE],
        env=environment, cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "loading\n"
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.split() == ["interrupted"]
