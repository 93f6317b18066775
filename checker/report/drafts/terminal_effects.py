"""Effects on a terminal, like a plan: a sign, the element, old and new, and for whom."""

from __future__ import annotations

from collections.abc import Sequence

from checker.report.drafts.columns import MOST, more, padded, stepped
from checker.report.drafts.effects import FEW, Block, Line
from checker.report.drafts.plan import Plan
from checker.report.drafts.words import Sign
from checker.report.layout import Page, Style, cells
from checker.report.wording import count, visible

_STYLES: dict[Sign, Style] = {"+": "good", "-": "bad", "~": "open", ">": "plain", "?": "open"}
_INDENT = 4
_GAP = 2
_VALUES, _WHOM = 26, 20
"""The widest values that share a line with the element, and the room that a name can be wrapped in."""


def effects(plan: Plan, sheet: Page, *, every_fund: bool) -> list[str]:
    """Return every effect by element; funds with the same change are counted unless all are asked for."""
    lines = sheet.heading(plan.headings.effects)
    if not plan.blocks:
        return lines + sheet.text(plan.no_effect)
    shown = plan.blocks if every_fund else plan.blocks[:MOST]
    element, values = _columns(shown, sheet, every_fund)
    for block in shown:
        lines += [*_block(block, sheet, element, values, every_fund), ""]
    return [*lines[:-1], *more(len(plan.blocks) - len(shown), "entries", sheet)]


def _columns(blocks: Sequence[Block], sheet: Page, every_fund: bool) -> tuple[int, int]:
    """Return how wide elements and values are: one measure for the section, of what fits on a line.

    An element that is wider stands above its values.
    """
    short = [b for b in blocks if not _long(b)]
    shown = [one for b in short for one in _shown(b, every_fund)]
    values = max((cells(visible(line.values)) for line, _ in shown), default=0)
    whom = min(max((cells(visible(whom)) for _, whom in shown), default=0), _WHOM)
    room = sheet.width - 2 - _GAP - values - _GAP - whom
    names = [cells(visible(b.element)) for b in short]
    return max((name for name in names if name <= room), default=0), values


def _long(block: Block) -> bool:
    return any(cells(visible(line.values)) > _VALUES for line in block.lines)


def _block(block: Block, sheet: Page, element: int, values: int, every_fund: bool) -> list[str]:
    long = _long(block)
    beside = not long and 0 < cells(visible(block.element)) <= element
    mark = sheet.styled(block.sign, _STYLES[block.sign])
    name = sheet.styled(visible(block.element), "strong")
    blank = " " * (element + 4) if beside else " " * _INDENT
    lines = [] if beside else sheet.text(block.element, 2, "strong", lead=block.sign)
    shown = _shown(block, every_fund)
    for place, line in enumerate(shown if every_fund else shown[:MOST]):
        lead = f"{mark} {name}{' ' * (element - cells(visible(block.element)) + 2)}" if beside else blank
        start = lead if place == 0 else blank
        lines += _words(line, sheet) if long else _values(line, start, len(blank), values, sheet)
    lines += more(0 if every_fund else len(shown) - MOST, "lines", sheet, _INDENT)
    return lines + _details(block, sheet, every_fund)


def _shown(block: Block, every_fund: bool) -> list[tuple[Line, str]]:
    """Return each line with whom it is for: few funds each on one, more of them counted."""
    found = []
    for line in block.lines:
        funds = list(line.funds) if every_fund or len(line.funds) <= FEW else [count(len(line.funds), "fund")]
        # A fund that is itself the value, as of one that is added, is named once.
        whom = [(f if f != line.values else "", line.share_class) for f in funds or [""]]
        found += [(line, ", ".join(x for x in one if x)) for one in whom]
    return found


def _values(shown: tuple[Line, str], start: str, width: int, values: int, sheet: Page) -> list[str]:
    """Return one line of the plan: old and new, for whom, and by how much where there is room."""
    line, whom = shown
    text = visible(line.values)
    names = sheet.text(whom, width + values + _GAP)
    if not names or width + values + _GAP + min(cells(visible(whom)), _WHOM) > sheet.width:
        return [start + text, *sheet.text(whom, _INDENT + 2)]
    first = start + padded(text, values) + "  " + names[0].lstrip(" ")
    change = f"  ({visible(line.change)})" if line.change else ""
    used = width + values + 2 + cells(visible(whom)) + cells(change)
    return [first + (change if used <= sheet.width else ""), *names[1:]]


def _words(shown: tuple[Line, str], sheet: Page) -> list[str]:
    """Return old and new below each other, as their words are too long to stand side by side."""
    line, whom = shown
    return [
        *sheet.text(whom, _INDENT),
        *(_marked("-", line.old, sheet) if line.old else []),
        *(_marked("+", line.new, sheet) if line.new else []),
    ]


def _marked(sign: Sign, text: str, sheet: Page) -> list[str]:
    first, *rest = sheet.text(text, _INDENT + 2)
    return [" " * _INDENT + sheet.styled(sign, _STYLES[sign]) + " " + first.lstrip(" "), *rest]


def _details(block: Block, sheet: Page, every_fund: bool) -> list[str]:
    said = (block.key, block.severity, block.decided)
    changes = {line.change: None for line in block.lines if line.change}
    by = tuple(changes) if len(changes) == 1 or every_fund else ()
    return [
        *sheet.field("effect", "; ".join(x for x in said if x), _INDENT),
        *sheet.field("change", ", ".join(by), _INDENT),
        *sheet.field("worse off", block.worse_off, _INDENT),
        *sheet.field("which", block.which, _INDENT),
        *sheet.field("clause", block.clause, _INDENT),
        *sheet.field("reaches", ", ".join(block.reaches), _INDENT),
        *stepped("case", block.case, sheet, _INDENT),
        *sheet.field("ask", block.question, _INDENT, style="open"),
        *sheet.field("note", block.note, _INDENT),
        *sheet.field("at", _some(block.places), _INDENT),
    ]


def _some(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - FEW:,} more" if len(texts) > FEW else ""
    return ", ".join(texts[:FEW]) + more
