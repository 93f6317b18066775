"""Many mistakes of one sort in one column, reported once too often to help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.values.spelling import shown

SHOWN = 20
"""Diagnostics per file, column and code; the rest are counted."""

_Sort = tuple[str, str | None, str]


@dataclass(slots=True)
class Cap:
    """Takes diagnostics in order, keeps the first ``SHOWN`` of each sort and counts the others."""

    _kept: list[Diagnostic] = field(default_factory=list)
    _seen: Counter[_Sort] = field(default_factory=Counter)
    _next: dict[_Sort, Place] = field(default_factory=dict)

    def add(self, found: Diagnostic) -> None:
        """Take one more; those that are not about a table row are always kept."""
        where = found.primary.where
        if not isinstance(where, Place) or where.row is None:
            self._kept.append(found)
            return
        sort = (where.path, where.column, found.code)
        self._seen[sort] += 1
        if self._seen[sort] <= SHOWN:
            self._kept.append(found)
        else:
            self._next.setdefault(sort, where)

    def result(self) -> tuple[Diagnostic, ...]:
        """Return what is kept, and for each sort that has more one line that says how many."""
        return (*self._kept, *(self._more(sort, where) for sort, where in self._next.items()))

    def _more(self, sort: _Sort, where: Place) -> Diagnostic:
        path, column, code = sort
        number = self._seen[sort] - SHOWN
        of = f" in column {shown(column)}" if column else ""
        message = f"{number:,} more like the {SHOWN} above{of}, from row {where.row} on"
        return diagnostic(code, message, Place(path, where.row, column))


def capped(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics with at most ``SHOWN`` of each sort, and counts of the rest."""
    cap = Cap()
    for one in found:
        cap.add(one)
    return cap.result()
