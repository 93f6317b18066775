"""Funds by the name that each has when a draft is voted on: records and terms know them by their first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from checker.evaluate.case import Case
from checker.findings.amended import Effect, Need

FUND = "fund"


class Names:
    """What each fund was called first, and what it is called before drafts rename it."""

    def __init__(self, case: Case, drafts: Collection[str]) -> None:
        names = case.agreement.first_names.items()
        self._first = {new: first for (kind, new), first in names if kind == FUND}
        self._present: dict[str, str] = {}
        for r in (r for a in case.agreement.document.amendments if a.name not in drafts for r in a.renames):
            if r.kind == FUND:
                self._present[self.first(r.new)] = r.new

    def first(self, fund: str) -> str:
        """Return the name that a fund had first."""
        return self._first.get(fund, fund)

    def present(self, fund: str) -> str:
        """Return the name that a fund has before the drafts."""
        return self._present.get(self.first(fund), self.first(fund))

    def by_first(self, effects: Sequence[Effect]) -> tuple[Effect, ...]:
        """Return effects with funds by their first names, as the terms and the records have them."""
        return tuple(e.model_copy(update={"fund": self.first(e.fund)}) if e.fund else e for e in effects)

    def by_present(self, effects: Sequence[Effect]) -> tuple[Effect, ...]:
        """Return effects with funds as they are called when the drafts are voted on."""
        return tuple(e.model_copy(update={"fund": self.present(e.fund)}) if e.fund else e for e in effects)

    def told(self, need: Need) -> Need:
        """Return a need with its fund as it is called when the drafts are voted on."""
        old, new = need.fund, self.present(need.fund)
        if not old or old == new:
            return need
        told = {name: getattr(need, name).replace(old, new) for name in ("what", "question")}
        missing = tuple(x.replace(old, new) for x in need.missing)
        return need.model_copy(update={**told, "missing": missing, "fund": new})
