"""Needs as a check-list on a terminal, by who must act; and the resolutions to put to them."""

from __future__ import annotations

from checker.findings.amended import NeedStanding
from checker.report.drafts.columns import MOST, more, padded, stepped
from checker.report.drafts.effects import FEW
from checker.report.drafts.needs import Ask, NeedLine, NeedView, ResolutionView, VotesView
from checker.report.drafts.plan import Plan
from checker.report.drafts.words import STANDING_MEANINGS
from checker.report.layout import Page, Style
from checker.report.wording import count

_STYLES: dict[NeedStanding, Style] = {
    "forbidden": "bad",
    "missing": "bad",
    "question": "open",
    "not known": "open",
    "kept": "good",
    "on file": "good",
}
_INDENT, _WHAT = 4, 15


def needs(plan: Plan, sheet: Page, *, every_fund: bool) -> list[str]:
    """Return what is needed of whom, each with how it stands."""
    if not plan.drafted:
        return []
    lines = sheet.heading(plan.headings.needs)
    if not plan.needs:
        return lines + sheet.text(plan.no_need)
    for actor in plan.needs:
        lines += sheet.text(actor.name, style="strong")
        shown = actor.needs if every_fund else actor.needs[:MOST]
        for need in shown:
            lines += [*_need(need, sheet, every_fund), ""]
        more_ = more(len(actor.needs) - len(shown), "needs", sheet)
        lines += [*more_, ""] if more_ else []
    return lines[:-1]


def _need(need: NeedView, sheet: Page, every_fund: bool) -> list[str]:
    style = _STYLES[need.standing]
    first, *rest = sheet.text(need.what or need.kind, _WHAT)
    mark = sheet.styled(padded(f"{need.mark} {need.standing}", _WHAT - 4), style)
    because = STANDING_MEANINGS[need.standing] if need.standing in ("forbidden", "kept") else ""
    return [
        f"  {mark}  {first[_WHAT:]}",
        *rest,
        *sheet.field("for", need.share_class, _INDENT),
        *sheet.field("because", because, _INDENT, style=style),
        *sheet.field("matter", need.matter, _INDENT),
        *sheet.field("how", need.manner, _INDENT),
        *sheet.field("by", need.by, _INDENT),
        *sheet.fields("passes by", need.tests, _INDENT),
        *_need_lines(need, sheet, every_fund),
        *(line for ask in need.asks for line in _ask(ask, sheet)),
    ]


def _ask(ask: Ask, sheet: Page) -> list[str]:
    return [
        *sheet.field("clause", "; ".join(x for x in (ask.code, ask.authority) if x), _INDENT),
        *sheet.field("says", ask.says, _INDENT),
        *sheet.field("called by", ", ".join(ask.calls), _INDENT),
        *sheet.field("ask", ask.question, _INDENT, style="open"),
        *sheet.field("at", ask.place, _INDENT),
    ]


def _need_lines(need: NeedView, sheet: Page, every_fund: bool) -> list[str]:
    lines: list[str] = []
    shown = need.lines if every_fund else need.lines[:MOST]
    for line in shown:
        lines += [
            *sheet.field("fund" if len(line.funds) == 1 else "funds", _named(line, every_fund), _INDENT),
            *_votes(line.votes, sheet),
            *sheet.fields("on file", line.on_file, _INDENT, hang=2),
            *sheet.fields("missing", line.missing, _INDENT, hang=2),
        ]
    return lines + more(len(need.lines) - len(shown), "funds", sheet, _INDENT)


def _named(line: NeedLine, every_fund: bool) -> str:
    if every_fund or len(line.funds) <= FEW:
        return ", ".join(line.funds)
    return count(len(line.funds), "fund")


def _votes(votes: VotesView | None, sheet: Page) -> list[str]:
    if votes is None:
        return []
    return [
        *sheet.field("least for", votes.least, _INDENT, style="strong"),
        *stepped("", votes.steps, sheet, _INDENT),
    ]


def resolutions(plan: Plan, sheet: Page, *, every_fund: bool) -> list[str]:
    """Return the questions to vote on, numbered."""
    if not plan.resolutions:
        return []
    lines = sheet.heading(plan.headings.resolutions)
    shown = plan.resolutions if every_fund else plan.resolutions[:MOST]
    for one in shown:
        lines += [*_resolution(one, sheet), ""]
    return [*lines[:-1], *more(len(plan.resolutions) - len(shown), "resolutions", sheet)]


def _resolution(one: ResolutionView, sheet: Page) -> list[str]:
    return [
        *sheet.text(one.title, _INDENT, "strong", lead=f"{one.number}."),
        *sheet.field("standing", f"{one.mark} {one.standing}", _INDENT, style=_STYLES[one.standing]),
        *sheet.field("question", one.question, _INDENT),
        *sheet.field("passes by", one.threshold, _INDENT),
        *sheet.field("least for", one.least, _INDENT),
        *sheet.field("how", one.manner, _INDENT),
        *sheet.field("by", one.by, _INDENT),
        *sheet.fields("record", one.evidence, _INDENT, hang=2),
        *sheet.field("for", ", ".join(one.needs), _INDENT),
    ]
