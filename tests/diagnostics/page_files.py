"""The pages of the codes, taken apart: their sections, and the files that their examples are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "checker"
FOLDER = PACKAGE / "diagnostics" / "pages"
PAGES = sorted(FOLDER.glob("*.md"))

HEADINGS = ("What it does", "Why it matters", "Example", "Use instead", "Source")
BAD, GOOD = "Example", "Use instead"

SAMPLE = "agreements/sample/"
PLACES = {
    "clause": SAMPLE + "agreement.clause",
    "yaml": SAMPLE + "register/facts.yaml",
    "yaml waivers": "waivers.yaml",
    "csv": SAMPLE + "ledger/payments.csv",
    "toml": "redline.toml",
}
"""Where the block of each kind lies in a workspace; ``csv lots.csv`` names another ledger file."""

_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block: what stands behind the fence, and the text in it."""

    info: str
    text: str

    @property
    def path(self) -> str:
        """Return where the block lies in a workspace."""
        kind, _, name = self.info.partition(" ")
        return f"{SAMPLE}ledger/{name}" if kind == "csv" and name else PLACES[self.info]


@dataclass(frozen=True)
class Page:
    """One page as text."""

    code: str
    text: str

    @property
    def title(self) -> str:
        """Return the first line."""
        return self.text.split("\n", 1)[0]

    @cached_property
    def sections(self) -> dict[str, str]:
        """Return the text below each heading."""
        _, *parts = _SECTION.split(self.text)
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def blocks(self, heading: str) -> list[Block]:
        """Return the fenced blocks below a heading."""
        return [Block(info, text) for info, text in _BLOCK.findall(self.sections[heading])]

    def outside_blocks(self, heading: str) -> str:
        """Return the text below a heading without its blocks."""
        return _BLOCK.sub("", self.sections[heading])

    def prose(self, heading: str) -> str:
        """Return the words below a heading, on one line, the blocks left out."""
        return " ".join(self.outside_blocks(heading).split())


def page(path: Path) -> Page:
    """Read one page."""
    return Page(path.stem, path.read_text(encoding="utf-8"))
