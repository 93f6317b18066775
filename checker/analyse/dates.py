"""A009: an end that stands before its beginning."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.typed import nodes as t


def dates_out_of_order(d: t.Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each document, party and schedule row that ends before it begins."""
    if d.until and d.effective and d.until < d.effective:
        yield diagnostic(
            "A009", f"`{d.name}` ends on {d.until}, before it is effective on {d.effective}", d.span
        )
    for party in d.parties.values():
        if party.since and party.until and party.until < party.since:
            yield diagnostic(
                "A009", f"`{party.name}` ends on {party.until}, before it begins on {party.since}", party.span
            )
    for schedule in d.schedules.values():
        for row in schedule.rows:
            if row.since and row.until and row.until < row.since:
                yield diagnostic(
                    "A009",
                    f"the row ends on {row.until}, before it begins on {row.since}",
                    row.span,
                    related=[(schedule.span, f"`{schedule.name}`")],
                )
