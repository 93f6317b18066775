"""The tables of costs and headroom on a terminal: figures to the right, totals below."""

from __future__ import annotations

from checker.report.drafts.columns import ALL, more, table
from checker.report.drafts.figures import CapRow, CostRow, CostTable, FundCosts, HeadroomGroup, tightest
from checker.report.drafts.plan import Plan
from checker.report.drafts.words import step
from checker.report.layout import Page
from checker.report.wording import count

MOST = 24
"""Rows of one table in which every period is set; of a longer one the totals of the funds are."""
MOST_FUNDS = 40

_HEAD = ("", "old", "new", "difference")
_EXACT = (*_HEAD, "exactly")
_CAPS = ("", "old cap", "new cap", "old room", "new room")


def costs(plan: Plan, sheet: Page, *, every_fund: bool) -> list[str]:
    """Return a table for each clause, stream and payee."""
    if not plan.costs:
        return []
    lines = sheet.heading(plan.headings.costs)
    for one in plan.costs:
        lines += [*_cost(one, sheet, every_fund), ""]
    return lines[:-1]


def _cost(one: CostTable, sheet: Page, every_fund: bool) -> list[str]:
    lines = sheet.text(one.title, style="strong")
    lines += sheet.field("clause", one.clause, 2)
    lines += sheet.field("rounding", one.rounding, 2)
    full = every_fund or one.rows <= MOST
    funds = one.funds if every_fund else one.funds[:MOST_FUNDS]
    rows = _periods(funds) if full else [_figures(f.fund or f.summary.label, f.summary) for f in funds]
    if one.total:
        rows.append(_figures(one.total.label, one.total))
    lines += _fitted(rows, sheet)
    out = len(one.funds) - len(funds)
    lines += more(out, "funds, in the total", sheet, 2)
    if not full:
        lines += sheet.text(f"{count(one.rows, 'period')} in all; to see each: {ALL}", 2, "quiet")
    if one.steps:
        lines += sheet.text(f"How, for {one.worked}:" if one.worked else "How:", 2, "quiet")
        for s in one.steps:
            lines += sheet.text(step(s), 4 + 2 * s.depth)
    return lines


def _periods(funds: tuple[FundCosts, ...]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in funds:
        rows += [(one.fund,)] if one.fund else []
        rows += [_figures(f"  {row.label}", row) for row in one.rows]
        rows += [_figures(f"  {one.total.label}", one.total)] if one.total else []
    return rows


def _figures(label: str, row: CostRow) -> tuple[str, ...]:
    if not (row.old or row.new or row.difference):
        return (label, f"not known: {row.not_known}" if row.not_known else "none")
    name = f"{label} ({row.not_known})" if row.not_known else label
    return (name, row.old, row.new, row.difference, row.exact)


def _fitted(rows: list[tuple[str, ...]], sheet: Page) -> list[str]:
    """Return the table with the exact differences, or without where there is no room for them."""
    if any(len(row) == len(_EXACT) and row[-1] for row in rows):
        wide = table(_EXACT, rows, sheet, 2)
        if table(_EXACT, rows, Page(10_000, sheet.color), 2) == wide:
            return wide
    return table(_HEAD, [row[: len(_HEAD)] for row in rows], sheet, 2)


def headroom(plan: Plan, sheet: Page, *, every_fund: bool) -> list[str]:
    """Return the caps on the same payments below each other, with the one that binds."""
    if not plan.headroom:
        return []
    lines = sheet.heading(plan.headings.headroom)
    chosen = [(g, 0) for g in plan.headroom] if every_fund else list(tightest(plan.headroom))
    for group, others in chosen[: None if every_fund else MOST_FUNDS]:
        lines += [*_group(group, others, sheet), ""]
    out = 0 if every_fund else len(chosen) - MOST_FUNDS
    return [*lines[:-1], *more(out, "funds", sheet)]


def _group(group: HeadroomGroup, others: int, sheet: Page) -> list[str]:
    period = f" · {group.period}" if group.period else ""
    least = f" (the least of {others + 1:,} periods; to see each: {ALL})" if others else ""
    lines = sheet.text(f"{group.title}{period}", style="strong")
    lines += sheet.field("observed", f"{group.observed}{least}" if group.observed else least.strip(), 2)
    return lines + table(_CAPS, [row for cap in group.caps for row in _cap(cap)], sheet, 2)


def _cap(cap: CapRow) -> list[tuple[str, ...]]:
    observed = f", observed {cap.observed}" if cap.observed else ""
    binds = f"  * binds under {cap.binds} terms" if cap.binds else ""
    name = f"{cap.cap}{observed}"
    if not (cap.old_cap or cap.new_cap):
        rows: list[tuple[str, ...]] = [(name, f"not known: {cap.not_known}" if cap.not_known else "no cap")]
    else:
        rows = [(name, cap.old_cap, cap.new_cap, cap.old_headroom, cap.new_headroom)]
        rows += [("", f"  not known: {cap.not_known}")] if cap.not_known else []
    return [*rows, ("", binds)] if binds else rows
