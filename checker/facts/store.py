"""Facts on file: records with their place, grouped by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.values.periods import Period

Value = Fraction | date | Period | str | bool | tuple["Record", ...]
"""A field's value. Money, numbers and rates are fractions; funds, parties, bodies, share
classes, members of ``one of`` and references to other facts are text."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry. A field that is optional and not given is absent from ``values``."""

    kind: str
    key: str
    values: Mapping[str, Value]
    path: str
    line: int
    """Line in the register file, or row in the ledger (the header is row 1)."""

    @property
    def where(self) -> str:
        """Return ``path:line``."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Facts:
    """All records that one agreement is checked against, by kind, in file order.

    ``digests`` holds (path, SHA-256 hex) of every file read, sorted by path.
    """

    by_kind: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    digests: tuple[tuple[str, str], ...] = ()

    def of(self, kind: str) -> tuple[Record, ...]:
        """Return the records of ``kind``, none if there are none."""
        return self.by_kind.get(kind, ())
