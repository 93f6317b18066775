"""Imports go one way, from the shells down to the values; the core touches neither files nor clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "checker"

LAYERS = (
    ("__init__", "resources", "source"),
    ("diagnostics", "values"),
    ("syntax",),
    ("typed",),
    ("ir",),
    ("facts",),
    ("findings", "sources"),
    ("analyse", "evaluate", "format", "proof"),
    ("compare", "needs", "cost"),
    ("report",),
    ("settings", "waivers", "workspace", "output", "fetch", "repository", "kept"),
    ("assemble", "neighbours", "show"),
    ("pipeline",),
    ("amend",),
    ("scenarios", "gate"),
    ("cli",),
)
"""Lowest first. A module may import its own layer and lower ones."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
SHELLS = {"workspace", "output", "fetch", "repository", "kept", "cli"}
"""Where files, the network, the clock and the environment may be touched."""

SHIPPED_DATA = {"resources.py", "report/templates.py", "syntax/railroad.py"}
"""Read what ships with the package, and nothing that a user keeps."""

FORBIDDEN_CALLS = {
    "open", "print", "input",
    "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rename", "iterdir", "glob",
    "rglob", "getenv", "now", "utcnow", "today", "monotonic", "perf_counter", "time_ns",
}  # fmt: skip
FORBIDDEN_NAMES = {"os.environ", "time.time", "sys.argv", "sys.stdin", "Path.cwd"}
FORBIDDEN_MODULES = {"subprocess", "socket", "urllib", "tempfile", "shutil", "random", "secrets"}

FILES = sorted(PACKAGE.rglob("*.py"))


def top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            module = node.module or ""
            if module == "checker":
                yield from ((f"checker.{alias.name}", node.lineno) for alias in node.names)
            else:
                yield module, node.lineno


def forbidden(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in FORBIDDEN_CALLS:
                yield f"line {node.lineno}: {called}()"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in FORBIDDEN_NAMES:
            yield f"line {node.lineno}: {ast.unparse(node)}"
    for module, line in imported(tree):
        if module.partition(".")[0] in FORBIDDEN_MODULES:
            yield f"line {line}: import {module}"


def test_every_module_has_a_layer() -> None:
    assert {top(path) for path in FILES} <= set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_lower_never_imports_higher(path: Path) -> None:
    level = LEVEL.get(top(path), -1)
    for module, line in imported(ast.parse(path.read_text(encoding="utf-8"))):
        first, _, rest = module.partition(".")
        if first != "checker" or not rest:
            continue
        name = rest.partition(".")[0]
        if name == "__version__":
            continue
        assert LEVEL[name] <= level, f"{name_of(path)}:{line} imports {module}"


@pytest.mark.parametrize("path", [p for p in FILES if top(p) != "cli"], ids=name_of)
def test_only_the_command_line_knows_click(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [line for module, line in imported(tree) if module.partition(".")[0] in ("click", "rich")]


@pytest.mark.parametrize(
    "path", [p for p in FILES if top(p) not in SHELLS and name_of(p) not in SHIPPED_DATA], ids=name_of
)
def test_the_core_is_pure(path: Path) -> None:
    found = list(forbidden(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found, f"{name_of(path)}: {found}"


def test_the_test_sees_what_it_forbids() -> None:
    text = "import os\nfrom datetime import date\nopen('x')\nos.environ['X']\ndate.today()\nimport socket\n"
    assert len(list(forbidden(ast.parse(text)))) == 4
