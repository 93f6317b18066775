"""A draft or a difference as a page: one of HTML, for the screen and the board book, or Markdown."""

from __future__ import annotations

from jinja2 import Environment

from checker.findings.amended import Amended, Compared
from checker.report.drafts.plan import plan_of
from checker.report.drafts.words import SIGN_CLASSES, SIGN_WORDS, STANDING_MEANINGS, step
from checker.report.html import html_environment
from checker.report.markdown import markdown_environment


def render_html(found: Amended | Compared) -> str:
    """Return it as a page that needs nothing beside itself."""
    return _rendered(html_environment(), "amend.html.j2", found)


def render_markdown(found: Amended | Compared) -> str:
    """Return it as GitHub-flavoured Markdown."""
    return _rendered(markdown_environment(), "amend.md.j2", found)


def _rendered(environment: Environment, template: str, found: Amended | Compared) -> str:
    return environment.get_template(template).render(
        plan=plan_of(found),
        signs=SIGN_WORDS,
        sign_classes=SIGN_CLASSES,
        standings=STANDING_MEANINGS,
        step=step,
    )
