"""The tables of costs and headroom on a terminal: figures to the right, totals below."""

from __future__ import annotations

from checker.report.drafts.caps import CapRow, Tightest, tightest
from checker.report.drafts.columns import ALL, DEEPEST, more, table
from checker.report.drafts.costs import CostRow, CostTable, FundCosts
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
    lines += sheet.field("part of", one.part_of and f"{one.part_of}: not in addition to it", 2)
    lines += sheet.field("clause", one.clause, 2)
    lines += sheet.field("rounding", one.rounding, 2)
    funds = one.funds if every_fund else tuple(f.folded for f in one.funds)
    full = every_fund or sum(len(f.rows) for f in funds) <= MOST
    shown = funds if every_fund else funds[:MOST_FUNDS]
    rows = _periods(shown) if full else [_figures(f.fund or f.summary.label, f.summary) for f in shown]
    if one.total:
        rows.append(_figures(one.total.label, one.total))
    lines += _fitted(rows, sheet)
    lines += more(len(funds) - len(shown), "funds, in the total", sheet, 2)
    if not full:
        lines += sheet.text(f"{count(one.rows, 'period')} in all; to see each: {ALL}", 2, "quiet")
    return lines + (_worked(one, sheet) if every_fund else [])


def _worked(one: CostTable, sheet: Page) -> list[str]:
    if not one.steps:
        return []
    head = sheet.text(f"How, for {one.worked}:" if one.worked else "How:", 2, "quiet")
    return head + [line for s in one.steps for line in sheet.text(step(s), 4 + 2 * min(s.depth, DEEPEST))]


def _periods(funds: tuple[FundCosts, ...]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in funds:
        if len(one.rows) == 1:
            rows.append(_figures(" · ".join(x for x in (one.fund, one.rows[0].label) if x), one.rows[0]))
            continue
        rows += [(one.fund,)] if one.fund else []
        rows += [_figures(f"  {row.label}", row) for row in one.rows]
        rows += [_figures(f"  {one.total.label}", one.total)] if one.total else []
    return rows


def _figures(label: str, row: CostRow) -> tuple[str, ...]:
    if not row.figures:
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
    if every_fund:
        chosen = [Tightest(group, 1, 0) for group in plan.headroom]
    else:
        chosen = list(tightest(plan.payments))
    shown = chosen if every_fund else chosen[:MOST_FUNDS]
    for one in shown:
        lines += [*_group(one, sheet), ""]
    return [*lines[:-1], *more(len(chosen) - len(shown), "payments", sheet)]


def _group(one: Tightest, sheet: Page) -> list[str]:
    period = f" · {one.group.period}" if one.group.period else ""
    lines = sheet.text(f"{one.group.title}{period}", style="strong")
    lines += sheet.field("observed", one.group.observed, 2)
    if one.periods > 1:
        some = f", {one.open:,} of them not known in full" if one.open else ""
        which = "the least" if one.group.least is not None else "the first"
        lines += sheet.field("shown", f"{which} of {one.periods:,} periods{some}; to see each: {ALL}", 2)
    return lines + table(_CAPS, [row for cap in one.group.caps for row in _cap(cap)], sheet, 2)


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
