"""A scratch repository with the workspace of `redline init`, a remote, and the shipped CI files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checker.cli.init import template

ROOT = Path(__file__).resolve().parents[2]


class Scratch:
    """A clone in which commands run as they would in a terminal, in a hook, or in CI."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.summary = folder / "summary.md"
        self.shims = folder / "bin"
        self.shims.mkdir(parents=True)
        self._shim("redline", f"exec '{sys.executable}' -c 'from checker.cli import main; main()' \"$@\"")
        self._shim("pip", 'echo "pip $*"')  # what it would install is what is tested
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {
            "PATH": f"{self.shims}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "NO_COLOR": "1",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_STEP_SUMMARY": str(self.summary),
        }
        remote = folder / "remote.git"
        self.root.mkdir()
        for name, text in template():
            self.write(name, text)
        self.must("git", "init", "--quiet", "--initial-branch=main")
        self.must("git", "config", "user.name", "Test")
        self.must("git", "config", "user.email", "test@example.com")
        self.commit("base")
        self.must("git", "clone", "--quiet", "--bare", ".", str(remote))
        self.must("git", "remote", "add", "origin", str(remote))
        self.must("git", "fetch", "--quiet", "origin")
        self.must("git", "checkout", "--quiet", "-b", "topic")

    def _shim(self, name: str, script: str) -> None:
        path = self.shims / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
        given = self.environment | env
        done = subprocess.run(
            command, cwd=self.root, env=given, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert "Traceback" not in done.stdout
        return done

    def must(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, done.stdout
        return done.stdout.strip()

    def script(self, lines: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run lines as GitHub and GitLab do: they end with the first that fails."""
        return self.run("bash", "-e", "-o", "pipefail", "-c", lines, **env)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def commit(self, message: str) -> None:
        """Commit without hooks."""
        self.must("git", "add", "--all")
        self.must("git", "commit", "--quiet", "--no-verify", f"--message={message}")

    def try_commit(self) -> subprocess.CompletedProcess[str]:
        """Stage everything and commit, hooks and all."""
        self.must("git", "add", "--all")
        return self.run("git", "commit", "--message=more")

    def back(self) -> None:
        """Leave things as they were last committed."""
        self.must("git", "reset", "--quiet", "--hard")
        self.must("git", "clean", "--quiet", "--force", "-d")


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path)
