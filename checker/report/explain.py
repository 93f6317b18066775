"""One finding, step by step: what the clause asks, what is on file, and how one led to the other."""

from __future__ import annotations

from checker.findings.model import Finding, Missing, Result, Step
from checker.report.context import FindingView, finding_view, time_lines_of
from checker.report.layout import Page, cells, finish, page
from checker.report.terminal import assumption, digest, grounds, time_line, titled
from checker.report.wording import as_of_words, visible

MOST_GROUNDS = 40
_INDENT = 3


def render_explain(finding: Finding, result: Result, *, color: bool, width: int) -> str:
    """Return the whole derivation of ``finding``, one of those in ``result``."""
    sheet = page(width, color=color)
    view = finding_view(finding)
    lines = [
        *titled(view, sheet),
        *sheet.text(view.subject, style="strong"),
        *sheet.text(view.message),
        *_clause(view, sheet),
        *_figures(view, sheet),
        *_steps(view.steps, sheet),
        *_records(view, sheet),
        *_missing(view.missing, sheet),
        *_reasons(view, sheet),
        *_assumed(view, sheet),
        *_in_force(finding, result, sheet),
        *_files(finding, result, sheet),
        *_footer(view, result, sheet),
    ]
    return finish(lines)


def _clause(view: FindingView, sheet: Page) -> list[str]:
    return [
        *sheet.heading("The clause"),
        *sheet.field("document", " ".join(one for one in (view.agreement, view.version) if one), _INDENT),
        *sheet.field("under", view.authority, _INDENT),
        *sheet.field("at", view.paragraph, _INDENT),
        *sheet.field("says", view.says, _INDENT),
        *sheet.field("text", f'"{view.quote}"' if view.quote else "", _INDENT),
        *sheet.field("written", view.place, _INDENT),
        *sheet.fields("see also", view.related, _INDENT),
        *sheet.field("severity", view.severity, _INDENT),
        *sheet.field("enforced", view.enforcement, _INDENT),
    ]


def _figures(view: FindingView, sheet: Page) -> list[str]:
    lines = [
        *sheet.field("expected", view.expected, _INDENT),
        *sheet.field("observed", view.observed, _INDENT),
        *sheet.field("apart by", view.difference, _INDENT),
    ]
    return [*sheet.heading("The figures"), *lines] if lines else []


def _steps(steps: tuple[Step, ...], sheet: Page) -> list[str]:
    if not steps:
        return []
    numbers = len(str(len(steps)))
    longest = max(numbers + 2 + 2 * step.depth + cells(visible(step.text)) for step in steps)
    column = _INDENT + min(longest, sheet.width * 3 // 5) + 2
    lines = sheet.heading("Step by step")
    for number, step in enumerate(steps, start=1):
        lead = f"{number:>{numbers}}. "
        some = sheet.pair(step.text, step.value, _INDENT + len(lead) + 2 * min(step.depth, 8), column)
        lines += [" " * _INDENT + lead + some[0][_INDENT + len(lead) :], *some[1:]]
    return lines


def _records(view: FindingView, sheet: Page) -> list[str]:
    lines = grounds(view.grounds, sheet, _INDENT, MOST_GROUNDS)
    return [*sheet.heading("On file"), *lines] if lines else []


def _missing(missing: tuple[Missing, ...], sheet: Page) -> list[str]:
    if not missing:
        return []
    lines = sheet.heading("Not known")
    for one in missing:
        label = "question" if one.kind == "judgement" else "missing"
        lines += [*sheet.field(label, one.text, _INDENT), *sheet.field("settle", one.settle, _INDENT)]
    return lines


def _reasons(view: FindingView, sheet: Page) -> list[str]:
    lines = [
        *sheet.field("excused", view.excuse, _INDENT),
        *sheet.field("waived", view.waiver, _INDENT),
        *sheet.fields("note", view.notes, _INDENT),
        *sheet.field("cure", view.cure, _INDENT),
    ]
    return [*sheet.heading("What follows"), *lines] if lines else []


def _assumed(view: FindingView, sheet: Page) -> list[str]:
    if not view.assumptions:
        return []
    lines = sheet.heading("Assumed where the text is silent")
    for one in view.assumptions:
        lines += assumption(one, sheet, _INDENT)
    return lines


def _in_force(finding: Finding, result: Result, sheet: Page) -> list[str]:
    """Return the time lines of the finding's agreement for the fund it is about, or for all."""
    values = {subject.value for subject in finding.subject}
    lines = [line for line in result.time_lines if line.agreement == finding.agreement]
    lines = [line for line in lines if line.fund in values] or [line for line in lines if not line.fund]
    if not lines:
        return []
    return sheet.heading("In force") + [
        text for one in time_lines_of(lines) for text in time_line(one, sheet)
    ]


def _files(finding: Finding, result: Result, sheet: Page) -> list[str]:
    """Return the digests of the files that this finding rests on."""
    rows = [fact for evidence in finding.evidence for fact in evidence.first]
    used = {finding.span.path, *(fact.path for fact in (*finding.facts, *rows))}
    inputs = [one for one in result.inputs if one.path in used]
    if not inputs:
        return []
    return sheet.heading("Files it rests on (SHA-256 begins)") + [
        text for one in inputs for text in digest(one, sheet)
    ]


def _footer(view: FindingView, result: Result, sheet: Page) -> list[str]:
    as_of = f"as of {result.as_of} ({as_of_words(result.as_of_from)})"
    return ["", *sheet.text(f"Finding {view.short}, {as_of}, Redline {result.tool_version}.", style="quiet")]
