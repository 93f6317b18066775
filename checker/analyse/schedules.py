"""A003: a fund that stands in one schedule of an agreement and not in the other."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Span
from checker.typed import nodes as t


def funds_in_one_schedule(d: t.Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each fund missing from a schedule that is looked up by fund.

    What stands in a schedule whose rows are not on file is not known, and nothing is said of it.
    """
    by_fund = [s for s in d.schedules.values() if s.keys == ("fund",) and s.on_file]
    funds = {s.name: _funds(s) for s in by_fund}
    for here in by_fund:
        for fund, where in funds[here.name].items():
            for there in by_fund:
                if fund not in funds[there.name]:
                    yield diagnostic(
                        "A003",
                        f"`{fund}` stands in `{here.name}` and not in `{there.name}`",
                        where,
                        related=[(there.span, f"`{there.name}`")],
                    )


def _funds(s: t.Schedule) -> dict[str, Span]:
    return {str(r.values["fund"]): r.span for r in s.rows if "fund" in r.values}
