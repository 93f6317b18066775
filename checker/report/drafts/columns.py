"""Aligned columns for a terminal, the first to the left and the others to the right; steps; what is cut."""

from __future__ import annotations

from collections.abc import Sequence

from checker.findings.model import Step
from checker.report.drafts.words import step
from checker.report.layout import Page, cells
from checker.report.wording import visible

GAP = 2
MOST = 150
"""Entries of one section that are set, where not all are asked for."""

ALL = "--every-fund"
"""The option that asks for all."""

_LEAD = 12
LABEL = 10
"""Columns that a label takes, as in other reports."""
DEEPEST = 6


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns that each column of some rows takes."""
    return [max(cells(visible(text)) for text in column) for column in zip(*rows, strict=True)]


def padded(text: str, size: int) -> str:
    """Return text filled up with blanks on its right."""
    return text + " " * max(size - cells(text), 0)


def figures(texts: Sequence[str], sizes: Sequence[int]) -> str:
    """Return texts set to the right, each in its column."""
    shown = [visible(text) for text in texts]
    return "".join(
        " " * (GAP + max(size - cells(text), 0)) + text for text, size in zip(shown, sizes, strict=True)
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]], sheet: Page, indent: int = 0) -> list[str]:
    """Return a head and rows: a name, then figures beside it, or below it where there is no room.

    A row of a name alone is a heading; one of a name and one text says that text instead of figures.
    """
    full = [row for row in rows if len(row) == len(head)]
    sizes = widths([head, *full])[1:]
    room = sheet.width - indent - sum(GAP + size for size in sizes)
    if room < 0:
        return _listed(head, rows, sheet, indent)
    longest = max(cells(visible(row[0])) for row in (head, *rows))
    lead = longest if longest <= room else min(_LEAD, max(room, 0))
    lines = [sheet.styled(" " * indent + padded(head[0], lead) + figures(head[1:], sizes), "quiet")]
    lines = lines if full else []
    for row in rows:
        if len(row) == len(head):
            lines += _row(row, sizes, sheet, indent, lead)
        else:
            lines += _said(row, sheet, indent + _blanks(row[0]))
    return lines


def _listed(head: Sequence[str], rows: Sequence[Sequence[str]], sheet: Page, indent: int) -> list[str]:
    """Return a table that is wider than the page as a list: each figure on a line, after its head."""
    lines: list[str] = []
    for row in rows:
        lines += sheet.text(row[0], indent + _blanks(row[0]))
        named = zip(head[1:], row[1:], strict=False) if len(row) == len(head) else (("", x) for x in row[1:])
        for name, text in named:
            lines += sheet.text(f"{name}  {text}".strip(), indent + 4) if text else []
    return lines


def _row(row: Sequence[str], sizes: Sequence[int], sheet: Page, indent: int, lead: int) -> list[str]:
    name = visible(row[0])
    if cells(name) <= lead:
        return [" " * indent + padded(name, lead) + figures(row[1:], sizes)]
    return [*sheet.text(name, indent + _blanks(name)), " " * (indent + lead) + figures(row[1:], sizes)]


def _said(row: Sequence[str], sheet: Page, indent: int) -> list[str]:
    """Return a name and a text on one line, or the text below where it must wrap."""
    name, text = visible(row[0]).strip(), "".join(map(visible, row[1:])).strip()
    if indent + cells(name) + GAP + cells(text) <= sheet.width:
        return [" " * indent + (f"{name}  {text}" if name and text else name or text)]
    return [*sheet.text(name, indent), *sheet.text(text, indent + 4)]


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def stepped(label: str, steps: Sequence[Step], sheet: Page, indent: int) -> list[str]:
    """Return steps beside a label, each as deep as it is."""
    lines: list[str] = []
    for one in steps:
        lines += sheet.text(step(one), indent + LABEL + 2 * min(one.depth, DEEPEST))
    if lines and label:
        head = " " * indent + sheet.styled(label, "quiet") + " " * (LABEL - len(label))
        lines[0] = head + lines[0][indent + LABEL :]
    return lines


def more(number: int, noun: str, sheet: Page, indent: int = 0) -> list[str]:
    """Return that there is more than is shown, and how to see it; nothing where there is not."""
    if number <= 0:
        return []
    return sheet.text(f"... and {number:,} more {noun}; to see all: {ALL}", indent, "quiet")
