"""The report in GitHub's Markdown, where a fund's name stays a name whatever characters it holds."""

from __future__ import annotations

import html
import re
from functools import cache

from jinja2 import Environment

from checker.findings.model import Result
from checker.report.context import report_of
from checker.report.templates import environment
from checker.report.wording import visible

FULL = 100
"""Findings set out in full; the rest stand in a table, one line each."""

_ESCAPED = re.compile(r"[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"^(\s*)(?:([-+](?=[\s-]|$)|=(?==*\s*$)|#(?=#*(?:\s|$)))|(\d+)([.)])(?=\s|$))")
_ACTIVE = re.compile(r"[@$]|#(?=\d)|:(?=\w+:)|(?<=:)//")


class Marked(str):
    """Text that is Markdown already and is written as it is."""

    __slots__ = ()


def render_markdown(result: Result, *, all_verdicts: bool = False) -> str:
    """Return the report as GitHub-flavoured Markdown."""
    return (
        markdown_environment()
        .get_template("check.md.j2")
        .render(report=report_of(result), all_verdicts=all_verdicts, full=FULL)
    )


@cache
def markdown_environment() -> Environment:
    """Return the environment whose values are escaped for Markdown."""
    made = environment(written)
    made.filters["code"] = code
    return made


def written(value: object) -> object:
    """Escape whatever is not marked as Markdown: the default, so that no value is forgotten."""
    if isinstance(value, str) and not isinstance(value, Marked):
        return escape(value)
    return value


def escape(text: str) -> Marked:
    r"""Return ``text`` so that GitHub shows it as it is, in a line and in a table.

    >>> escape("a|b <script> `x` class_b_2003")
    'a\\|b &lt;script&gt; \\`x\\` class_b_2003'
    """
    out = html.escape(visible(text), quote=False)
    out = _ESCAPED.sub(lambda match: "\\" + match.group(), out)
    # A mention, a sum in dollar signs or an issue number would be acted on: a tag takes them apart.
    out = _ACTIVE.sub(lambda match: f"<span>{match.group()}</span>", out)
    return Marked(_OPENING.sub(_opening, out))


def _opening(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def code(text: str) -> Marked:
    r"""Return ``text`` as code. A back-tick or a bar would end the span or the table cell.

    >>> code("payments.csv:41"), code("a`b|c")
    ('`payments.csv:41`', '<code>a\\`b\\|c</code>')
    """
    plain = visible(text)
    if not plain.strip():
        return Marked("")
    if "`" in plain or "|" in plain or plain != plain.strip():
        return Marked(f"<code>{escape(plain)}</code>")
    return Marked(f"`{plain}`")
