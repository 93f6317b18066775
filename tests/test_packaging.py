"""What is built is what is meant to be, and runs from anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling import build

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("rules", "reports")


def command(*args: object, cwd: str | Path = "/", **env: str) -> subprocess.CompletedProcess[str]:
    # Nothing of the checkout may be found by accident: no current folder, no path of the test run.
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "REDLINE"))}
    return subprocess.run(
        [str(arg) for arg in args], cwd=cwd, env=clean | env, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with in_folder(ROOT):
        return folder / build.build_wheel(str(folder))


class in_folder:  # noqa: N801  # contextlib.chdir, as the build backend takes the current folder
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        self.before = Path.cwd()
        os.chdir(self.folder)

    def __exit__(self, *_: object) -> None:
        os.chdir(self.before)


def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def shipped_files() -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for name in SHIPPED
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    }


def test_only_the_package_is_installed(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"checker"}


def test_rules_and_templates_are_carried(wheel: Path) -> None:
    carried = {name.removeprefix("checker/_data/") for name in names(wheel) if "/_data/" in name}
    assert carried == shipped_files()
    assert carried


def test_everything_of_the_package_is_carried(wheel: Path) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "checker").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert files <= set(names(wheel))


def test_two_builds_are_the_same(wheel: Path, tmp_path: Path) -> None:
    with in_folder(ROOT):
        again = tmp_path / build.build_wheel(str(tmp_path))
    assert again.read_bytes() == wheel.read_bytes()


def test_the_checkout_holds_no_copy_and_the_data_no_packages() -> None:
    assert not (ROOT / "checker" / "_data").exists()
    assert not [path for name in SHIPPED for path in (ROOT / name).rglob("*.py")]


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A fresh environment; the libraries that Redline needs come from the one that runs the tests."""
    folder = tmp_path / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    yield folder / "bin" / "python", {"PYTHONPATH": sysconfig.get_paths()["purelib"]}


def install(python: Path, wheel: Path) -> None:
    done = command(
        sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install",
        "--quiet", "--no-deps", "--no-index", wheel,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


WHERE = "import checker.resources as r; print(r.__file__); print(r.data('rules'))"


def test_a_wheel_runs_from_anywhere(wheel: Path, environment: tuple[Path, dict[str, str]]) -> None:
    python, env = environment
    install(python, wheel)
    shown = command(python.parent / "redline", "--version", **env)
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "redline 0.1.0\n", "")
    where = command(python, "-c", WHERE, **env).stdout.splitlines()
    site = python.parents[1] / "lib"
    assert all(Path(line).is_relative_to(site) for line in where)
    assert where[1].endswith("site-packages/checker/_data/rules")
    listed = command(python.parent / "redline", "init", python.parents[1] / "new", **env)
    assert listed.returncode == 0, listed.stderr
    others = "from importlib.util import find_spec; print([n for n in ('rules', 'reports') if find_spec(n)])"
    assert command(python, "-c", others, **env).stdout == "[]\n"


def test_an_editable_install_sees_the_checkout(
    tmp_path: Path, environment: tuple[Path, dict[str, str]]
) -> None:
    python, env = environment
    with in_folder(ROOT):
        made = tmp_path / build.build_editable(str(tmp_path))
    install(python, made)
    shown = command(python.parent / "redline", "--version", **env)
    assert (shown.returncode, shown.stdout) == (0, "redline 0.1.0\n")
    where = command(python, "-c", WHERE, **env).stdout.splitlines()
    assert where == [str(ROOT / "checker" / "resources.py"), str(ROOT / "rules")]


def test_a_zipped_wheel_finds_its_data(wheel: Path) -> None:
    code = "from checker.resources import shipped_texts; print(len(list(shipped_texts('rules', '.clause'))))"
    shown = command(sys.executable, "-S", "-c", code, PYTHONPATH=str(wheel))
    assert shown.stdout.strip() == str(len(list((ROOT / "rules").rglob("*.clause")))), shown.stderr
