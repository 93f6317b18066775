"""Diagnostics as plain text: the code and message, the line with a marker, and the help."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from checker.diagnostics.record import Diagnostic, Label, Place
from checker.source import Source, Span

WIDEST = 100
"""How many columns of a source line are shown; a longer line is cut around the place."""

_LEAD = 30
_ELLIPSIS = "…"
_TAB_COLUMNS = 4
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_SEVERITIES = ("error", "warning", "note")
_ANSI = {"error": "1;31", "warning": "1;33", "note": "1;36", "frame": "1;34", "bold": "1"}


@dataclass(frozen=True, slots=True)
class _Paint:
    """Puts ANSI codes around text, or leaves it alone."""

    on: bool

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_ANSI[style]}m{text}\x1b[0m" if self.on and text else text


@dataclass(frozen=True, slots=True)
class _Cell:
    """One character as it is shown: its text, and its width in columns."""

    text: str
    width: int

    def under(self, mark: str) -> str:
        """Return what stands below it; a tab below a tab, so that both reach the same column."""
        return "\t" if self.text == "\t" else mark * self.width


def render(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False) -> str:
    """Return all diagnostics in their fixed order and a last line that counts them.

    No diagnostics give the empty text. There is no line end after the last line. ``color``
    adds ANSI codes and nothing else. A place whose text is not among ``sources`` is named
    without its line.
    """
    if not diagnostics:
        return ""
    paint = _Paint(color)
    blocks = ["\n".join(_block(d, sources, paint)) for d in sorted(diagnostics, key=lambda d: d.sort_key)]
    return "\n\n".join([*blocks, count(diagnostics)])


def count(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many there are of each severity: ``2 errors, 1 warning``."""
    found = Counter(d.severity for d in diagnostics)
    return ", ".join(f"{found[s]} {s}{'' if found[s] == 1 else 's'}" for s in _SEVERITIES if found[s])


def _block(d: Diagnostic, sources: Mapping[str, Source], paint: _Paint) -> Iterator[str]:
    """Yield the lines of one diagnostic."""
    title = paint(d.severity, f"{d.severity}[{d.code} {d.slug}]")
    yield f"{title}{paint('bold', f': {_visible(d.message)}')}"
    frame = _Frame(_gutter((d.primary, *d.related), sources), sources, paint)
    yield from frame.snippet("-->", d.primary, "^", d.severity)
    for label in d.related:
        yield from frame.snippet(":::", label, "-", "frame")
    if d.help is not None:
        first, *rest = d.help.splitlines() or [""]
        yield f"{frame.pad} {paint('frame', '=')} {paint('bold', 'help')}: {_visible(first)}".rstrip()
        yield from (f"{frame.pad}         {_visible(line)}".rstrip() for line in rest)


def _gutter(labels: Sequence[Label], sources: Mapping[str, Source]) -> int:
    """Return the width of the widest line number that is shown, at least 1."""
    spans = (label.where for label in labels if isinstance(label.where, Span))
    return max((len(str(_line(span, sources))) for span in spans if span.path in sources), default=1)


def _line(span: Span, sources: Mapping[str, Source]) -> int:
    return sources[span.path].line_column(span.start)[0]


@dataclass(frozen=True, slots=True)
class _Frame:
    """The frame that the snippets of one diagnostic share."""

    gutter: int
    sources: Mapping[str, Source]
    paint: _Paint

    @property
    def pad(self) -> str:
        """Return the blank that stands for a line number."""
        return " " * self.gutter

    def snippet(self, arrow: str, label: Label, mark: str, style: str) -> Iterator[str]:
        """Yield where a label is and, for a place in a text at hand, its line and marker."""
        where, text = label.where, _visible(label.text)
        head = f"{self.pad}{self.paint('frame', arrow)} "
        if isinstance(where, Place):
            yield head + _place(where) + (f": {text}" if text else "")
        elif where.path not in self.sources:
            yield head + _visible(where.path) + (f": {text}" if text else "")
        else:
            source = self.sources[where.path]
            line, column = source.line_column(where.start)
            yield f"{head}{_visible(where.path)}:{line}:{column}"
            shown, indent, marker = _marked(source, where, mark)
            bar = self.paint("frame", "|")
            yield f"{self.pad} {bar}"
            number = self.paint("frame", f"{line:>{self.gutter}}")
            yield f"{number} {bar} {shown}".rstrip() if shown else f"{number} {bar}"
            yield f"{self.pad} {bar} {indent}{self.paint(style, f'{marker} {text}'.rstrip())}"


def _place(place: Place) -> str:
    """Return a place as text: ``ledger/x.csv row 7, column `amount```."""
    row = [] if place.row is None else [f"row {place.row}"]
    column = [] if place.column is None else [f"column `{_visible(place.column)}`"]
    return " ".join(filter(None, [_visible(place.path), ", ".join(row + column)]))


def _marked(source: Source, span: Span, mark: str) -> tuple[str, str, str]:
    """Return the first line of ``span``, the blank below it up to the place, and the marker."""
    number, column = source.line_column(span.start)
    text = source.line(number)
    start = min(column - 1, len(text))
    end = min(start + max(0, span.end - span.start), len(text.rstrip()))
    cells = [_cell(ch) for ch in text]
    first, last = _window(cells, start)
    before = _ELLIPSIS if first else ""
    shown = before + "".join(c.text for c in cells[first:last]) + (_ELLIPSIS if last < len(cells) else "")
    indent = " " * len(before) + "".join(c.under(" ") for c in cells[first:start])
    marker = "".join(c.under(mark) for c in cells[start : max(start, min(end, last))])
    return shown, indent, marker if mark in marker else mark


def _window(cells: Sequence[_Cell], start: int) -> tuple[int, int]:
    """Return which cells of a line to show: all when it is short, else some around ``start``."""
    ends = list(accumulate((c.width for c in cells), initial=0))
    if ends[-1] <= WIDEST:
        return 0, len(cells)
    from_column = max(0, min(ends[start] - _LEAD, ends[-1] - WIDEST))
    first = next(i for i in range(len(cells)) if ends[i] >= from_column and (cells[i].width or not i))
    last = max(i for i in range(len(ends)) if ends[i] - ends[first] <= WIDEST)
    return first, last


def _cell(ch: str) -> _Cell:
    """Return how a character of a source line is shown."""
    if ch == "\t":
        return _Cell(ch, _TAB_COLUMNS)
    if ch == " ":
        return _Cell(ch, 1)
    text = _visible(ch)
    if text != ch:
        return _Cell(text, len(text))
    if unicodedata.category(ch) in ("Mn", "Me"):
        return _Cell(ch, 0)
    return _Cell(ch, 2 if unicodedata.east_asian_width(ch) in "WF" else 1)


def _visible(text: str) -> str:
    """Return ``text`` with control, format and other invisible characters escaped.

    So nothing in a file can move the cursor, colour the terminal or reverse a line.

    >>> _visible("a" + chr(27) + "[31m" + chr(0x202E))
    'a\\\\x1b[31m\\\\u202e'
    """
    return "".join(_escaped(ch) if unicodedata.category(ch) in _INVISIBLE else ch for ch in text)


def _escaped(ch: str) -> str:
    point = ord(ch)
    if point < 0x100:
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(ch, f"\\x{point:02x}")
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
