"""Where the filed documents are, if they are; and two small documents of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.source import Source
from checker.sources.passages import Document, read_passages

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = Path(__file__).parent / "examples"
FILED = Path(os.environ.get("REDLINE_SOURCES") or ROOT.parent / "shared" / "sources")


@pytest.fixture(scope="session")
def filed() -> dict[str, Document]:
    """The filed documents, by name; they are no part of the project."""
    texts = sorted(FILED.glob("*.txt")) if FILED.is_dir() else []
    if not texts:
        pytest.skip(f"the filed documents are not in `{FILED.name}` (REDLINE_SOURCES names their folder)")
    return {p.stem: read_passages(Source(p.name, p.read_text(encoding="utf-8"))) for p in texts}


@pytest.fixture(scope="session")
def provisions() -> list[tuple[str, str, str]]:
    """Document, paragraph and quote of each provision that was read out of the filed documents."""
    path = FILED.parent / "domain" / "clauses.tsv"
    if not path.is_file():
        pytest.skip("clauses.tsv is not in the folder domain beside the filed documents")
    _, *rows = path.read_text(encoding="utf-8").splitlines()
    return [(cells[0], cells[1], cells[-1]) for cells in (row.split("\t") for row in rows)]


def example(name: str) -> Document:
    return read_passages(Source(name, (EXAMPLES / name).read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def plan() -> Document:
    """A plan with every shape of number; its ordinals are misprinted and one is left out."""
    return example("plan.txt")


@pytest.fixture(scope="session")
def amendment() -> Document:
    """An amendment that replaces a schedule inside quotation marks."""
    return example("amendment.txt")


@pytest.fixture(scope="session")
def letter() -> Document:
    """A letter agreement with plain numbers, and dates at the foot of its pages."""
    return example("letter.txt")
