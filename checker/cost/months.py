"""The months that the facts on file are about, fund by fund."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from checker.evaluate.case import Case
from checker.evaluate.queries import Found
from checker.values.periods import MONTH, Period

DAILY = "net_assets"
"""The kind of fact that says a fund's net assets day by day."""


class Months:
    """The months observed, from a fund's first to its last in the records of some kinds.

    A month between them of which nothing is on file is observed too: what is missing is then said.
    A month that the day of the replay lies in is not over, and is left out.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self.found: dict[tuple[object, ...], list[Found]] = {}
        """What generators run over, kept for the next instance."""
        self._daily: set[object] | None = None
        self._found: dict[str, dict[str, set[Period]]] = {}
        self._of: dict[tuple[frozenset[str], str], tuple[Period, ...]] = {}

    def of(self, kinds: Iterable[str], fund: str) -> tuple[Period, ...]:
        """Return the months of a fund, in order; those of every fund where none is given."""
        kinds = frozenset(kinds)
        if (kinds, fund) not in self._of:
            self._of[kinds, fund] = self._observed(kinds, fund)
        return self._of[kinds, fund]

    def _observed(self, kinds: Iterable[str], fund: str) -> tuple[Period, ...]:
        found: set[Period] = set()
        for kind in kinds:
            by_fund = self._by_fund(kind)
            for months in [by_fund.get(fund, set())] if fund else by_fund.values():
                found |= months
        if not found:
            return ()
        return tuple(MONTH.within(min(found).start, max(found).end))

    def stated(self, kinds: Iterable[str], fund: str, period: Period) -> bool:
        """Tell whether a figure is on file for a period as such, or for its days one by one."""
        if self._daily is None:
            self._daily = {r.values.get("fund") for r in self._case.index.of(DAILY)}
        if DAILY in kinds and fund in self._daily:
            return True
        return any(
            r.values.get("fund") == fund and period in r.values.values()
            for kind in kinds
            for r in self._case.index.where(kind, "fund", fund)
        )

    def _by_fund(self, kind: str) -> dict[str, set[Period]]:
        if kind not in self._found:
            made: dict[str, set[Period]] = {}
            for record in self._case.index.of(kind):
                fund = record.values.get("fund")
                if not isinstance(fund, str):
                    continue
                for value in record.values.values():
                    month = _month(value, daily=kind == DAILY)
                    if month is not None and month.end <= self._case.as_of:
                        made.setdefault(fund, set()).add(month)
            self._found[kind] = made
        return self._found[kind]


def _month(value: object, *, daily: bool) -> Period | None:
    if isinstance(value, Period) and value == MONTH.containing(value.start):
        return value
    return MONTH.containing(value) if daily and isinstance(value, date) else None


def own(period: Period, months: Iterable[Period]) -> tuple[Period, ...]:
    """Return the months of a period: those that end in it."""
    return tuple(m for m in months if m.end in period)
