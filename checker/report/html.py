"""The report as one page of HTML: for the screen, for Letter paper, for the board book."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from checker.findings.model import Result
from checker.report.context import report_of
from checker.report.templates import environment, shown
from checker.report.wording import VERDICTS

FULL = 200
"""Findings set out in full; the rest stand in a table, one line each."""


@cache
def html_environment() -> Environment:
    """Return the environment whose values are escaped for HTML."""
    return environment(shown)


def render_html(result: Result, *, all_verdicts: bool = False) -> str:
    """Return the report as a page that needs nothing beside itself."""
    return (
        html_environment()
        .get_template("check.html.j2")
        .render(report=report_of(result), all_verdicts=all_verdicts, full=FULL, verdicts=VERDICTS)
    )
