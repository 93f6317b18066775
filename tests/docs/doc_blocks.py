"""Pages of the documentation taken apart: their fenced blocks, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(
    r"^(?:<!-- (?P<said>[^\n]*?) -->\n)?```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: its info string, its text, and the HTML comment on the line before it."""

    info: str
    text: str
    said: str
    line: int
    heading: str
    start: int
    """Where its text begins in the page."""

    @property
    def kind(self) -> str:
        """Return the first word of the info string."""
        return self.info.partition(" ")[0]

    @property
    def rest(self) -> str:
        """Return what stands behind the first word."""
        return self.info.partition(" ")[2].strip()

    def told(self, key: str) -> str:
        """Return what the comment says for a key: ``preamble: plan`` gives ``plan``."""
        name, _, value = self.said.partition(":")
        return value.strip() if name == key else ""


def blocks(path: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    inside = [(m.start("text"), m.end("text")) for m in _FENCE.finditer(text)]
    headings = [m for m in _HEADING.finditer(text) if not any(a <= m.start() < b for a, b in inside)]
    for m in _FENCE.finditer(text):
        above = [h[1] for h in headings if h.start() < m.start()]
        start = m.start("text")
        line = text.count("\n", 0, start) + 1
        heading = above[-1] if above else ""
        yield Block(m["info"].strip(), m["text"], (m["said"] or "").strip(), line, heading, start)


def replaced(text: str, changes: list[tuple[Block, str]]) -> str:
    """Return a page's text with the text of some blocks replaced."""
    for block, new in sorted(changes, key=lambda c: -c[0].start):
        text = text[: block.start] + new + text[block.start + len(block.text) :]
    return text
