"""A draft or a difference as it reads on a terminal: like a plan, a sign before each change."""

from __future__ import annotations

from checker.findings.amended import Amended, Compared
from checker.report.drafts import terminal_effects, terminal_figures, terminal_needs
from checker.report.drafts.columns import more
from checker.report.drafts.plan import Plan, plan_of
from checker.report.layout import Page, Style, finish, page
from checker.report.terminal import digest
from checker.report.wording import visible

_INDENT = 4
MOST_FILES = 20


def render_terminal(
    found: Amended | Compared, *, color: bool, width: int, every_fund: bool = False
) -> str:
    """Return the report for a terminal of ``width`` columns."""
    plan = plan_of(found)
    sheet = page(width, color=color)
    lines = [
        *_header(plan, sheet),
        *_troubles(plan, sheet),
        *terminal_effects.effects(plan, sheet, every_fund=every_fund),
        *terminal_needs.needs(plan, sheet, every_fund=every_fund),
        *terminal_figures.costs(plan, sheet, every_fund=every_fund),
        *terminal_figures.headroom(plan, sheet, every_fund=every_fund),
        *terminal_needs.resolutions(plan, sheet, every_fund=every_fund),
        *_not_known(plan, sheet),
        *_inputs(plan, sheet, every_fund),
        "",
        *_closing(plan, sheet),
    ]
    return finish(lines)


def _header(plan: Plan, sheet: Page) -> list[str]:
    lines = sheet.text(f"Redline {plan.tool_version} · {plan.title}", style="strong")
    for label, text in plan.facts:
        lines += sheet.field(label, text)
    return lines + sheet.field("outcome", plan.outcome, style="strong")


def _troubles(plan: Plan, sheet: Page) -> list[str]:
    if not plan.troubles:
        return []
    lines = sheet.heading(plan.headings.troubles)
    for one in plan.troubles:
        style: Style = "bad" if one.verdict == "violated" else "open"
        mark = sheet.styled(one.verdict.upper(), style)
        lines += [
            f"{mark}  {sheet.styled(visible(f'{one.amendment} · {one.key}'), 'strong')}",
            *sheet.text(one.message, _INDENT),
            *sheet.field("cure", one.cure, _INDENT),
            *sheet.field("at", one.place, _INDENT),
        ]
    return lines


def _not_known(plan: Plan, sheet: Page) -> list[str]:
    if not plan.not_known:
        return []
    lines = sheet.heading(plan.headings.not_known)
    for text in plan.not_known:
        lines += sheet.text(text, 2, lead="?")
    return lines


def _inputs(plan: Plan, sheet: Page, every_fund: bool) -> list[str]:
    if not plan.inputs:
        return []
    lines = sheet.heading(f"{plan.headings.files}: start of SHA-256, path")
    shown = plan.inputs if every_fund else plan.inputs[:MOST_FILES]
    for one in shown:
        lines += digest(one, sheet)
    return lines + more(len(plan.inputs) - len(shown), "files", sheet)


def _closing(plan: Plan, sheet: Page) -> list[str]:
    needed = f"Needs: {plan.needed}." if plan.needed else ""
    return [
        *sheet.text(plan.summary, style="strong"),
        *sheet.text(needed),
        *sheet.text(plan.exit),
    ]
