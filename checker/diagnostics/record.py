"""The record of one mistake, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checker.diagnostics.catalogue import CODES
from checker.source import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A place that is no text span: a table row and column, a file, an option.

    ``row`` is 1-based over data rows plus the header line (so it is the line of a CSV file).
    """

    path: str
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A place and, where it helps, what is to be seen there."""

    where: Span | Place
    text: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake. ``code`` is in the catalogue; ``message`` is lower case without full stop."""

    code: str
    message: str
    primary: Label
    related: tuple[Label, ...] = ()
    help: str | None = None

    @property
    def slug(self) -> str:
        """Return the readable name of the code."""
        return CODES[self.code].slug

    @property
    def severity(self) -> str:
        """Return ``error``, ``warning`` or ``note``, as the catalogue has it."""
        return CODES[self.code].severity

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Return the key of the fixed order: path, place, code, message."""
        where = self.primary.where
        if isinstance(where, Span):
            return (where.path, where.start, where.end, self.code, self.message)
        return (where.path, where.row or 0, 0, self.code, self.message)


def diagnostic(
    code: str,
    message: str,
    where: Span | Place,
    *,
    label: str = "",
    related: Iterable[tuple[Span | Place, str]] = (),
    help: str | None = None,
) -> Diagnostic:
    """Return a diagnostic; raise ``KeyError`` for a code that is not in the catalogue."""
    if code not in CODES:
        raise KeyError(code)
    second = tuple(Label(place, text) for place, text in related)
    return Diagnostic(code, message, Label(where, label), second, help)
