"""The report as it reads on a terminal, in a pipe, at 80 columns, without colour."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checker.findings.model import InputDigest, Result, Verdict
from checker.report.context import (
    AssumptionView,
    FindingView,
    Ground,
    Group,
    Report,
    SegmentView,
    SummaryRow,
    TimeLineView,
    report_of,
)
from checker.report.layout import Page, Style, cells, finish, page
from checker.report.wording import SHORT_DIGEST, visible

MOST = 150
"""Entries of one section that are set on the terminal."""

MOST_GROUNDS = 4
FULL = "--format json"
_INDENT = 10
_STYLES: dict[Verdict, Style] = {
    "violated": "bad",
    "undetermined": "open",
    "needs_judgement": "open",
    "excused": "plain",
    "waived": "plain",
    "compliant": "good",
    "not_applicable": "plain",
}
# In the order of ``VERDICTS``.
_COLUMNS = (8, 12, 7, 7, 6, 9, 10)
_HEADS = (
    ("", "", "for", "", "", "", "not"),
    ("violated", "undetermined", "counsel", "excused", "waived", "compliant", "applicable"),
)


def render_terminal(result: Result, *, color: bool, width: int, all_verdicts: bool = False) -> str:
    """Return the report for a terminal of ``width`` columns."""
    report = report_of(result)
    sheet = page(width, color=color)
    lines = _header(report, sheet)
    for section in _SECTIONS:
        lines += section(report, sheet)
    if all_verdicts:
        lines += _settled(report, sheet)
    lines += _assumptions(report, sheet) + _time_lines(report, sheet) + _inputs(report, sheet)
    return finish([*lines, "", *_closing(report, sheet)])


def badge(view: FindingView, sheet: Page) -> str:
    """Return the verdict in capitals, with its severity where that is not ``error``."""
    words = view.verdict_words.upper()
    if view.verdict == "violated" and view.severity != "error":
        words += f" ({view.severity})"
    return sheet.styled(words, _STYLES[view.verdict])


def titled(view: FindingView, sheet: Page) -> list[str]:
    """Return the verdict and what it is about: document, clause, paragraph."""
    title = visible(" · ".join(view.title))
    mark = badge(view, sheet)
    plain = badge(view, Page(sheet.width, color=False))
    if cells(plain) + 2 + cells(title) <= sheet.width:
        return [f"{mark}  {sheet.styled(title, 'strong')}"]
    return [mark, *sheet.text(title, _INDENT, "strong")]


def _header(report: Report, sheet: Page) -> list[str]:
    return [
        *sheet.text(f"Redline {report.tool_version} · {report.title}", style="strong"),
        *sheet.field("as of", f"{report.as_of} ({report.as_of_from})"),
        *sheet.field("checked", f"{report.scope}; rules revision {report.rules_revision or 'not given'}"),
        *sheet.field("outcome", report.outcome, style="strong"),
        *(_summary(report, sheet) if report.rows else []),
    ]


def _summary(report: Report, sheet: Page) -> list[str]:
    """Return the table of counts: one line an agreement where it fits, else the name above them."""
    rows = [*report.rows, report.total] if len(report.rows) > 1 else list(report.rows)
    name = max(cells(visible(row.agreement or row.title)) for row in rows)
    lead = name if name + sum(_COLUMNS) + 2 * len(_COLUMNS) <= sheet.width else 0
    lines = sheet.heading(report.headings.summary)
    lines += [sheet.styled(_cells_of(head, lead), "quiet") for head in _HEADS]
    for row in rows:
        lines += _summary_line(row, lead, sheet)
    return lines


def _summary_line(row: SummaryRow, lead: int, sheet: Page) -> list[str]:
    counts = _cells_of(tuple(f"{number:,}" for number in row.counts), lead)
    name = visible(row.agreement or row.title)
    if lead:
        return [sheet.styled(name, "strong") + " " * (lead - cells(name)) + counts[lead:]]
    return [*sheet.text(name, style="strong"), counts]


def _cells_of(texts: Sequence[str], lead: int) -> str:
    return " " * lead + "".join("  " + text.rjust(size) for text, size in zip(texts, _COLUMNS, strict=True))


def _violated(report: Report, sheet: Page) -> list[str]:
    if not report.violated:
        return []
    lines = sheet.heading(report.headings.violated)
    for view in report.violated[:MOST]:
        lines += [*_finding(view, sheet), ""]
    return [*lines[:-1], *_more(len(report.violated) - MOST, "violated", sheet)]


def _finding(view: FindingView, sheet: Page) -> list[str]:
    return [
        *titled(view, sheet),
        *sheet.text(view.subject, _INDENT, "strong"),
        *sheet.text(view.message, _INDENT),
        *sheet.field("says", view.says, _INDENT),
        *grounds(view.grounds, sheet, _INDENT, MOST_GROUNDS),
        *sheet.fields("note", view.notes, _INDENT),
        *sheet.field("cure", view.cure, _INDENT),
        *sheet.field("clause", view.place, _INDENT),
        *sheet.field("explain", view.explain, _INDENT),
    ]


def grounds(some: tuple[Ground, ...], sheet: Page, indent: int, most: int) -> list[str]:
    """Return the records a verdict rests on, at most ``most`` of them."""
    shown = some if len(some) == most + 1 else some[:most]
    texts = [f"{'- ' * ground.depth}{ground.what}  {ground.where}".strip() for ground in shown]
    if len(some) > len(shown):
        texts.append(f"and {len(some) - len(shown):,} more lines of evidence")
    return sheet.fields("evidence", tuple(texts), indent, hang=2)


def _undetermined(report: Report, sheet: Page) -> list[str]:
    return _open(report.headings.undetermined, report.undetermined, sheet, _unknown)


def _questions(report: Report, sheet: Page) -> list[str]:
    return _open(report.headings.questions, report.questions, sheet, _question)


def _open(
    title: str, groups: tuple[Group, ...], sheet: Page, entry: Callable[[Group, Page], list[str]]
) -> list[str]:
    if not groups:
        return []
    lines = sheet.heading(title)
    for group in groups[:MOST]:
        lines += [*entry(group, sheet), ""]
    return [*lines[:-1], *_more(len(groups) - MOST, "entries", sheet)]


def _unknown(group: Group, sheet: Page) -> list[str]:
    lines = [
        *_numbered(group, sheet),
        *sheet.field("settle", group.settle, 3),
        *sheet.field("by", group.who, 3),
        *sheet.field("holds up", f"{group.extent}: {', '.join(group.clauses)}", 3),
    ]
    for view in group.examples:
        lines += _example(view, sheet)
    lines += _more(group.more, "instances", sheet, 3)
    return lines + sheet.field("above", group.named_above, 3)


def _question(group: Group, sheet: Page) -> list[str]:
    lines = [
        *_numbered(group, sheet),
        *sheet.field("who", group.who or "counsel", 3),
        *sheet.field("settle", group.settle, 3),
        *sheet.field("turns on", f"{group.extent}: {', '.join(group.clauses)}", 3),
    ]
    for view in group.examples:
        lines += [
            *_example(view, sheet),
            *sheet.fields("answers", view.answers, 13),
            *sheet.fields("missing", view.also_missing, 13),
        ]
    lines += _more(group.more, "instances", sheet, 3)
    return lines + sheet.field("above", group.named_above, 3)


def _numbered(group: Group, sheet: Page) -> list[str]:
    lead = f"{group.number}. "
    return sheet.text(group.text, len(lead), "open", lead=lead)


def _example(view: FindingView, sheet: Page) -> list[str]:
    return [*_instance(view, sheet), *sheet.text(view.message, 13)]


def _instance(view: FindingView, sheet: Page) -> list[str]:
    """Return what the instance is about, and how to have it explained: a command is not wrapped."""
    about = view.subject or view.code
    explain = f"({view.explain})"
    if 15 + cells(visible(about)) + len(explain) <= sheet.width:
        return sheet.field("instance", f"{about}  {explain}", 3)
    return [*sheet.field("instance", about, 3), *sheet.text(explain, 13)]


def _excused(report: Report, sheet: Page) -> list[str]:
    return _accepted(report.headings.excused, report.excused, sheet)


def _waived(report: Report, sheet: Page) -> list[str]:
    return _accepted(report.headings.waived, report.waived, sheet)


def _accepted(title: str, groups: tuple[Group, ...], sheet: Page) -> list[str]:
    if not groups:
        return []
    lines = sheet.heading(title)
    for group in groups[:MOST]:
        lines += sheet.text(" · ".join(group.findings[0].title), style="strong")
        lines += sheet.text(group.text, 3)
        for view in group.examples:
            lines += _example(view, sheet)
        lines += _more(group.more, "instances", sheet, 3)
    return lines + _more(len(groups) - MOST, "entries", sheet)


def _settled(report: Report, sheet: Page) -> list[str]:
    if not report.settled:
        return []
    lines = sheet.heading(report.headings.settled)
    for view in report.settled[:MOST]:
        lines += titled(view, sheet)
        lines += sheet.text(" - ".join(one for one in (view.subject, view.message) if one), _INDENT)
    return lines + _more(len(report.settled) - MOST, "compliant or not applicable", sheet)


def _assumptions(report: Report, sheet: Page) -> list[str]:
    if not report.assumptions:
        return []
    lines = sheet.heading(report.headings.assumptions)
    for one in report.assumptions[:MOST]:
        lines += assumption(one, sheet, 0)
    return lines + _more(len(report.assumptions) - MOST, "assumptions", sheet)


def assumption(view: AssumptionView, sheet: Page, indent: int) -> list[str]:
    """Return what was assumed, how it was read, and what else it could have been."""
    where = f" ({view.paragraph})" if view.paragraph else ""
    relied = f" ({view.relied_on})" if view.relied_on else ""
    return [
        *sheet.text(f"{view.text}{where}", indent),
        *sheet.field("reading", f"{view.used}: {view.chosen}{relied}", indent + 3),
        *sheet.field("others", ", ".join(view.others), indent + 3),
    ]


def _time_lines(report: Report, sheet: Page) -> list[str]:
    if not report.time_lines:
        return []
    lines = sheet.heading(report.headings.in_force)
    for line in report.time_lines[:MOST]:
        lines += time_line(line, sheet)
    return lines + _more(len(report.time_lines) - MOST, "time lines", sheet)


def time_line(line: TimeLineView, sheet: Page) -> list[str]:
    """Return when a plan or an agreement was in force, and for which funds."""
    funds = ", ".join(line.funds[:3])
    if len(line.funds) > 3:
        funds = f"{len(line.funds):,} funds: {funds} and {len(line.funds) - 3:,} more"
    title = f"{line.agreement}, {line.instrument}: {funds}".removesuffix(": ")
    lines = sheet.text(title, style="strong")
    for segment in line.segments:
        lines += sheet.pair(_span(segment), _because(segment), 3, 45 if sheet.width >= 80 else 30)
    return lines


def _span(segment: SegmentView) -> str:
    return f"{segment.dates}: {segment.status_words}"


def _because(segment: SegmentView) -> str:
    return f"{segment.because} ({segment.paragraph})" if segment.paragraph else segment.because


def _inputs(report: Report, sheet: Page) -> list[str]:
    if not report.inputs:
        return []
    lines = sheet.heading(f"{report.headings.files}: start of SHA-256, path")
    for one in report.inputs[:MOST]:
        lines += digest(one, sheet)
    return lines + _more(len(report.inputs) - MOST, "files", sheet)


def digest(one: InputDigest, sheet: Page) -> list[str]:
    """Return the beginning of a file's digest and its path."""
    return sheet.pair(one.sha256[:SHORT_DIGEST], one.path, 0, SHORT_DIGEST + 2)


def _more(number: int, noun: str, sheet: Page, indent: int = 0) -> list[str]:
    if number <= 0:
        return []
    return sheet.text(f"... and {number:,} more {noun}; to see all: {FULL}", indent, "quiet")


def _closing(report: Report, sheet: Page) -> list[str]:
    style: Style = "good" if report.exit_code == 0 else "bad"
    return [
        *sheet.text(report.outcome, style=style),
        *sheet.text(f"Exit {report.exit_code}: {report.exit_words}."),
    ]


_SECTIONS = (_violated, _undetermined, _questions, _excused, _waived)
