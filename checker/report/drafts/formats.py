"""The formats that a draft or a difference can be had in, by the name given to ``--format``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from checker.findings.amended import Amended, Compared


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader may choose. A format takes from it what it can use."""

    color: bool = False
    width: int = 80
    every_fund: bool = False


Renderer = Callable[[Amended | Compared, Layout], str]

# A renderer is imported when it is asked for: most runs need one, and templates are slow to import.


def _terminal(found: Amended | Compared, layout: Layout) -> str:
    from checker.report.drafts.terminal import render_terminal

    return render_terminal(found, color=layout.color, width=layout.width, every_fund=layout.every_fund)


def _markdown(found: Amended | Compared, layout: Layout) -> str:
    from checker.report.drafts.pages import render_markdown

    return render_markdown(found)


def _html(found: Amended | Compared, layout: Layout) -> str:
    from checker.report.drafts.pages import render_html

    return render_html(found)


def _json(found: Amended | Compared, layout: Layout) -> str:
    return found.model_dump_json(indent=2) + "\n"


FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {"terminal": _terminal, "markdown": _markdown, "html": _html, "json": _json}
)


def render(name: str, found: Amended | Compared, layout: Layout | None = None) -> str:
    """Return a draft or a difference in the format called ``name``.

    Raises:
        KeyError: there is no such format.
    """
    return FORMATS[name](found, layout or Layout())
