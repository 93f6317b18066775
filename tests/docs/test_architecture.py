"""The page on the architecture names the layers as they are kept, and modules that exist."""

from __future__ import annotations

import ast
import re

from doc_blocks import DOCS, ROOT

TEXT = (DOCS / "architecture.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "checker"


def kept() -> tuple[tuple[str, ...], ...]:
    """Return the layers that the test on imports keeps."""
    tree = ast.parse((ROOT / "tests" / "test_layers.py").read_text(encoding="utf-8"))
    value = next(
        n.value
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name) and n.targets[0].id == "LAYERS"
    )
    return tuple(ast.literal_eval(value))


def test_the_layers_are_those_that_are_kept() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", TEXT, re.MULTILINE)
    shown = [(int(level), tuple(sorted(re.findall(r"`(\w+)`", names)))) for level, names in rows]
    assert shown == [(n, tuple(sorted(set(names) - {"__init__"}))) for n, names in enumerate(kept())]


def test_every_module_named_exists() -> None:
    named = set(re.findall(r"`(?:checker/)?((?:\w+/)*\w+\.py|(?:\w+/)+)`", TEXT))
    assert len(named) > 15
    missing = sorted(x for x in named if not (PACKAGE / x).exists() and not (ROOT / x).exists())
    assert not missing
