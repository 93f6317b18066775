"""The same text set in other ways: other line widths, spaces and pages."""

from __future__ import annotations

import random
import textwrap

from checker.source import Source
from checker.sources.blocks import Block, blocks_of
from checker.sources.furniture import furniture, lines_of
from checker.sources.markers import note_mark
from checker.sources.passages import Document, read_passages


def paragraphs(document: Document) -> list[Block]:
    lines = lines_of(document.source.text)
    return blocks_of(lines, furniture(lines, whole=True))


def rewrapped(block: Block, width: int) -> list[str]:
    """Return the lines of a paragraph set to another width; tables and notes stay as they are."""
    lines = block.text.split("\n")
    if not block.prose or any(note_mark(line) for line in lines):
        return lines
    first, rest = (len(line) - len(line.lstrip()) for line in (lines[0], lines[-1]))
    indents = {"initial_indent": " " * first, "subsequent_indent": " " * rest}
    return textwrap.wrap(" ".join(block.text.split()), width, break_on_hyphens=True, **indents)


def set_anew(document: Document, width: int, lines_on_a_page: int, rng: random.Random) -> Document:
    """Return the text in another width, with other spaces, on other pages.

    A page breaks between paragraphs or inside of prose, never inside of a title or a table row.
    """
    out: list[str] = []
    page = 1
    left = lines_on_a_page
    for block in paragraphs(document):
        lines = rewrapped(block, width)
        for i, line in enumerate(lines):
            may_break = i == 0 or block.prose and 1 < i < len(lines) - 1
            ended = out and out[-1].rstrip().endswith((".", ":", ";"))
            if left <= 0 and may_break and not (i and ended):
                out += ["", f"{page:>40}", "", "<PAGE>", ""]
                page, left = page + 1, lines_on_a_page
            out.append(spaced(line, rng))
            left -= 1
        out.append("")
    return read_passages(Source(document.source.path, "\n".join([*out, "", f"{page:>40}", ""])))


def spaced(line: str, rng: random.Random) -> str:
    """Return a line with some of its single spaces doubled."""
    start = len(line) - len(line.lstrip())
    gaps = (word + (" " * rng.choice([1, 1, 2]) if word else " ") for word in line[start:].split(" "))
    return line[:start] + "".join(gaps).rstrip()
