"""A ``Book`` as Markdown, and as one page of HTML that needs nothing beside itself."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from checker.report.html import html_environment
from checker.report.markdown import Marked, code, markdown_environment
from checker.report.markdown import escape as escaped
from checker.report.paragraphs import Book
from checker.report.wording import VERDICT_WORDS, visible

_BLANK_LINES = re.compile("\n{3,}")
_FENCES = re.compile("`{3,}")


def render(book: Book, style: str) -> str:
    """Return the page of an agreement in ``markdown`` or ``html``."""
    if style == "html":
        template = html_environment().get_template("paragraphs.html.j2")
        return template.render(book=book, verdict=_verdict, lines=_code_html, ticked=_ticked_html)
    template = markdown_environment().get_template("paragraphs.md.j2")
    made = template.render(book=book, verdict=_verdict, fenced=fenced, ticked=_ticked)
    return _BLANK_LINES.sub("\n\n", made).strip("\n") + "\n"


def _verdict(word: str) -> str:
    return next((words for verdict, words in VERDICT_WORDS.items() if verdict == word), word)


def _lines(text: str) -> str:
    """Return code with its line breaks and nothing else that acts."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _ticked(text: str) -> Marked:
    """Return text in which what stands between back-ticks is code."""
    parts = text.split("`")
    return Marked("".join(code(part) if n % 2 else escaped(part) for n, part in enumerate(parts)))


def _code_html(text: str) -> Markup:
    return Markup(escape(_lines(text)))


def _ticked_html(text: str) -> Markup:
    parts = (escape(visible(part)) for part in text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts))


def fenced(text: str) -> Marked:
    """Return code between fences longer than any in it."""
    longest = max((len(found) for found in _FENCES.findall(text)), default=2)
    fence = "`" * max(longest + 1, 3)
    return Marked(f"{fence}clause\n{_lines(text)}\n{fence}")
