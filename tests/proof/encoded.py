"""The encoded agreements, typed, with what names mean in each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from checker.ir.from_typed import lower
from checker.proof.clauses import Terms
from checker.source import Source
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program
from checker.workspace import shipped_rules

ROOT = Path(__file__).resolve().parents[2] / "agreements"


@cache
def agreements() -> dict[str, tuple[t.Document, Terms]]:
    """Return every encoded agreement, and what names mean in it."""
    shared = [parse(Source(s.path, s.text))[0] for s in shipped_rules()]
    folders = {
        folder.name: [parse(Source(str(f), f.read_text(encoding="utf-8")))[0] for f in sorted(folder.glob("*.clause"))]
        for folder in sorted(ROOT.iterdir())
        if folder.is_dir()
    }
    program, found, _ = type_program(shared, folders)
    assert not [d for d in found if d.severity == "error"]
    lowered = lower(program).agreements
    return {name: (d, Terms.of(lowered[name])) for name, d in program.agreements.items()}


