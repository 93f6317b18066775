"""Ledger tables: one kind of fact per file, one entry per row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.facts.cap import Cap
from checker.facts.entries import Entry, Fault, Kinds, Loc, Reading, checked, numbered, once
from checker.facts.models import Model
from checker.facts.scalars import wanted
from checker.facts.text import text_of
from checker.source import Span
from checker.typed.types import FactKind
from checker.values.spelling import did_you_mean, listed, nearest, shown

HEADER_ROW = 1

_EMPTY = (None, "")
_CSV_REASONS = {
    "unexpected end of data": "a double quote opens a cell here and is never closed",
    "',' expected after '\"'": "something follows the closing double quote of a cell",
}

Row: TypeAlias = tuple[int, list[Any]]
"""The row's line in the file (the header is 1), and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as its format gave it.

    ``rows`` is read once; it ends early with a diagnostic if the file goes wrong there.
    ``columns`` refused as a whole (by index) have their diagnostics in ``problems``.
    """

    columns: tuple[str, ...]
    rows: Iterable[Row | Diagnostic]
    refused: frozenset[int] = frozenset()
    problems: tuple[Diagnostic, ...] = ()


def ledger_kind(path: str, kinds: Kinds) -> FactKind | Diagnostic:
    """Return the kind of a ledger file by its name: the section, alone or before ``-`` or ``.``.

    May report F015.
    """
    stem = _stem(path)
    kept = _ledgers(kinds)
    for kind in sorted(kept, key=lambda kind: -len(kind.section)):
        if stem == kind.section or stem.startswith((f"{kind.section}-", f"{kind.section}.")):
            return kind
    names = sorted(kind.section for kind in kept)
    help = next((hint for word in _words(stem) if (hint := did_you_mean(word, names))), None)
    known = "" if help else f"; the ledgers are {listed(names)}"
    message = f"no fact is kept in a ledger named {shown(stem)}{known}"
    return diagnostic("F015", message, Place(path), help=help)


def meant_kinds(path: str, kinds: Kinds) -> frozenset[str]:
    """Return the kinds that a ledger file of an unknown name may well hold."""
    sections = {kind.section: kind.name for kind in _ledgers(kinds)}
    near = [nearest(word, sections) for word in _words(_stem(path))]
    return frozenset(sections[section] for found in near for section in found)


def _ledgers(kinds: Kinds) -> tuple[FactKind, ...]:
    return tuple(kind for kind in kinds.values() if kind.store == "ledger")


def _stem(path: str) -> str:
    return PurePosixPath(path).name.rpartition(".")[0]


def _words(stem: str) -> tuple[str, ...]:
    return stem, stem.split("-")[0], stem.split(".")[0]


def csv_table(path: str, data: bytes) -> Table | Diagnostic:
    """Return the table in a CSV file. May report P003, F001, F018."""
    text = text_of(path, data)
    if isinstance(text, Diagnostic):
        return text
    rows = _csv_rows(path, text)
    header = next(rows, None)
    if header is None:
        return diagnostic("F018", "the ledger file is empty: not even a header", Place(path))
    if isinstance(header, Diagnostic):
        return header
    return Table(tuple(header[1]), rows)


def _csv_rows(path: str, text: str) -> Iterator[Row | Diagnostic]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            reason = _CSV_REASONS.get(str(error), str(error))
            message = f"the table cannot be read from here on: {reason}"
            yield diagnostic("F001", message, Place(path, line))
        return


def read_ledger(
    path: str, table: Table, kind: FactKind, kinds: Kinds, models: Mapping[str, Model], count: int
) -> Reading:
    """Return what a table holds. ``count`` says how many entries of the kind went before.

    May report F001, F007 to F011, F016; the same in one column is counted after the first few.
    """
    cap = Cap()
    for problem in (*_header_problems(path, table.columns, kind), *table.problems):
        cap.add(problem)
    check = _Rows(path, table, kind, kinds, models[kind.name])
    entries: list[Entry] = []
    cut_short = False
    for row in table.rows:
        if isinstance(row, Diagnostic):
            cap.add(row)
            cut_short = True
            continue
        entry, problems = check.entry(row, count + len(entries) + 1)
        for problem in problems:
            cap.add(problem)
        entries.append(entry)
    key_lost = kind.key is not None and kind.key.name not in check.usable
    lost = frozenset({kind.name}) if cut_short or key_lost else frozenset[str]()
    return Reading(tuple(entries), cap.result(), None, lost)


def _header_problems(path: str, columns: tuple[str, ...], kind: FactKind) -> Iterator[Diagnostic]:
    names = [field.name for field in kind.fields]
    related = [(kind.span, f"{kind.name} is declared here")]
    meant: set[str] = set()
    for column, times in Counter(columns).items():
        where = Place(path, HEADER_ROW, column)
        if column not in names:
            near = nearest(column, names)
            meant.update(near)
            yield _unknown_column(column, names, kind, where)
        elif times > 1:
            times_word = "twice" if times == 2 else f"{times} times"
            yield diagnostic("F009", f"the column {shown(column)} stands there {times_word}", where)
    for field in kind.fields:
        if field.presence != "optional" and field.name not in columns and field.name not in meant:
            message = f"the table lacks the column {shown(field.name)} that {kind.name} must have"
            yield diagnostic("F008", message, Place(path, HEADER_ROW, field.name), related=related)


def _unknown_column(column: str, names: list[str], kind: FactKind, where: Place) -> Diagnostic:
    related = [(kind.span, f"{kind.name} is declared here")]
    if not column:
        return diagnostic("F007", "a column has no name", where, related=related)
    help = did_you_mean(column, names)
    if not help and any(mark in column for mark in ";\t|"):
        help = "part the columns with commas"
    known = "" if help else f"; its columns are {listed(names)}"
    message = f"{shown(column)} is no column of {kind.name}{known}"
    return diagnostic("F007", message, where, related=related, help=help)


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """The places of one row."""

    path: str
    row: int

    def at(self, loc: Loc) -> Span | Place:
        """Return the cell of the column that ``loc`` begins with."""
        return Place(self.path, self.row, str(loc[0]) if loc else None)

    def line(self, loc: Loc) -> int:
        """Return the row."""
        return self.row


class _Rows:
    """Checks the rows of one table."""

    def __init__(self, path: str, table: Table, kind: FactKind, kinds: Kinds, model: Model) -> None:
        self.path, self.kind, self.kinds, self.model = path, kind, kinds, model
        self.width = len(table.columns)
        self.usable: dict[str, int] = {}
        for index, name in enumerate(table.columns):
            if kind.field(name) and index not in table.refused:
                self.usable.setdefault(name, index)
        # What is wrong with a whole column is said once, not again in each row.
        self.said = {field.name for field in kind.fields} - self.usable.keys()

    def entry(self, row: Row, number: int) -> tuple[Entry, tuple[Diagnostic, ...]]:
        line, cells = row
        if len(cells) != self.width:
            return self._unchecked(line, cells), (self._ragged(line, len(cells)),)
        raw = {name: cells[at] for name, at in self.usable.items() if cells[at] not in _EMPTY}
        places = RowPlaces(self.path, line)
        entry, faults = checked(
            self.kind, self.model, raw, self.kinds, places, self.path, numbered(self.kind, number)
        )
        if not faults:
            return entry, ()
        left = once(faults, lambda _: ())
        return entry, tuple(self._cell(fault, places) for fault in left if fault.loc[0] not in self.said)

    def _unchecked(self, line: int, cells: list[Any]) -> Entry:
        """Return an entry of nothing but what seems to be its key, which others may refer to."""
        key = self.kind.key
        at = self.usable.get(key.name, self.width) if key else self.width
        found = str(cells[at]) if at < len(cells) else None
        wrong = frozenset({(key.name,)}) if key else frozenset[Loc]()
        return Entry(self.kind, found, {}, RowPlaces(self.path, line), None, wrong)

    def _ragged(self, line: int, cells: int) -> Diagnostic:
        count = "1 cell" if cells == 1 else f"{cells} cells"
        message = f"the row has {count}, and the header has {self.width}"
        help = "put a cell that holds a comma in double quotes" if cells > self.width else None
        return diagnostic("F016", message, Place(self.path, line), help=help)

    def _cell(self, fault: Fault, places: RowPlaces) -> Diagnostic:
        name = shown(str(fault.loc[0]))
        related = [(fault.field.span, f"declared here: {wanted(fault.field)}")] if fault.field else []
        where = places.at(fault.loc)
        if fault.what == "missing":
            return diagnostic("F011", f"{name} is empty and must be filled", where, related=related)
        return diagnostic("F010", f"{name}: {fault.message}", where, related=related, help=fault.help)
