"""What became of each passage of a document: encoded, left out with a reason, or uncovered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from checker.diagnostics import Diagnostic, diagnostic
from checker.sources.citing import Citing
from checker.sources.coverage import Share, own_words
from checker.sources.fingerprint import fingerprint
from checker.sources.passages import Document
from checker.values.spelling import shown

State = Literal["encoded", "not encoded", "uncovered"]
STATES: tuple[State, ...] = ("encoded", "not encoded", "uncovered")


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with text of its own, and who cites it.

    ``through`` is the label of the passage around it that is cited instead, or "".
    """

    label: str
    line: int
    words: int
    state: State
    by: tuple[str, ...]
    reasons: tuple[str, ...]
    through: str = ""


@dataclass(frozen=True)
class Account:
    """All passages of a document in order."""

    document: Document
    rows: tuple[Row, ...]

    def passages(self, state: State) -> Share:
        """Return how many of the passages are in a state."""
        return Share(sum(1 for row in self.rows if row.state == state), len(self.rows))

    def words(self, state: State) -> Share:
        """Return how many of the words are in passages in a state."""
        whole = sum(row.words for row in self.rows)
        return Share(sum(row.words for row in self.rows if row.state == state), whole)

    @property
    def uncovered(self) -> tuple[Row, ...]:
        """Return the passages that nobody accounts for."""
        return tuple(row for row in self.rows if row.state == "uncovered")


def account(document: Document, citations: Iterable[Citing]) -> Account:
    """Return the account of a document.

    A passage is accounted for by those who cite it, or else by those who cite the nearest passage
    around it. It is encoded if any of these is more than a ``passage`` with a reason.
    """
    cited: dict[str, list[Citing]] = {}
    for citing in citations:
        found = document.resolve(citing.label)
        if found:
            cited.setdefault(found.label, []).append(citing)
    return Account(
        document, tuple(_row(document, label, n, cited) for label, n in own_words(document).items())
    )


def uncovered(account: Account) -> Iterator[Diagnostic]:
    """Yield each passage that is uncovered, at its first line."""
    source = account.document.source
    for row in account.uncovered:
        passage = account.document[row.label]
        start = account.document.span(passage).start
        stop = source.text.find("\n", start)
        where = source.span(start, len(source.text) if stop < 0 else max(start, stop))
        left_out = f'passage "{row.label}" pin {fingerprint(passage.text)} not encoded because "..."'
        help = f"cite it, or write `{left_out}`"
        yield diagnostic("S006", f"{shown(row.label)} is neither encoded nor left out", where, help=help)


def _row(document: Document, label: str, words: int, cited: dict[str, list[Citing]]) -> Row:
    at = next((each for each in document.around(label) if each in cited), "")
    who = cited.get(at, [])
    by = tuple(dict.fromkeys(c.by for c in who if not c.reason))
    reasons = tuple(dict.fromkeys(c.reason for c in who if c.reason))
    state: State = "encoded" if by else "not encoded" if reasons else "uncovered"
    line, _ = document.source.line_column(document.span(document[label]).start)
    return Row(label, line, words, state, by, reasons, at if at != label else "")
