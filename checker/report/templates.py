"""Templates of the pages: one environment, filled from the shipped ``reports`` folder."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from checker.report.wording import count, sentence, visible
from checker.resources import data

Written = Callable[[object], object]
"""What happens to every value just before it is written into a page."""


def environment(written: Written) -> Environment:
    """Return the environment for one kind of page.

    ``select_autoescape`` does not know ``*.html.j2`` unless told, and a page that is not escaped
    would run what a fund's name says.
    """
    made = Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(["html", "html.j2"]),
        undefined=StrictUndefined,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["count"] = count
    made.filters["number"] = "{:,}".format
    made.filters["sentence"] = sentence
    return made


def shown(value: object) -> object:
    """Return text with its invisible characters spelled out, and anything else as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _source(name: str) -> str | None:
    template = data("reports").joinpath(name)
    return template.read_text(encoding="utf-8") if template.is_file() else None
