"""The formats a report can be had in, by the name a user gives to ``--format``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from checker.findings.model import Result


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader may choose. A format takes from it what it can use."""

    color: bool = False
    width: int = 80
    all_verdicts: bool = False


Renderer = Callable[[Result, Layout], str]

# A renderer is imported when it is asked for: most runs need one, and templates are slow to import.


def _terminal(result: Result, layout: Layout) -> str:
    from checker.report.terminal import render_terminal

    return render_terminal(result, color=layout.color, width=layout.width, all_verdicts=layout.all_verdicts)


def _json(result: Result, layout: Layout) -> str:
    from checker.report.json_report import render_json

    return render_json(result)


def _markdown(result: Result, layout: Layout) -> str:
    from checker.report.markdown import render_markdown

    return render_markdown(result, all_verdicts=layout.all_verdicts)


def _html(result: Result, layout: Layout) -> str:
    from checker.report.html import render_html

    return render_html(result, all_verdicts=layout.all_verdicts)


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"terminal": _terminal, "json": _json, "markdown": _markdown, "html": _html}
)


def render(name: str, result: Result, layout: Layout | None = None) -> str:
    """Return ``result`` in the format called ``name``.

    Raises:
        KeyError: there is no such format.
    """
    return FORMATS[name](result, layout or Layout())
