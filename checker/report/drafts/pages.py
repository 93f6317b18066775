"""A draft or a difference as a page: one of HTML, for the screen and the board book, or Markdown."""

from __future__ import annotations

from checker.findings.amended import Amended, Compared
from checker.report.drafts.plan import NO_EFFECT, plan_of
from checker.report.drafts.words import SIGN_WORDS, STANDING_MEANINGS, step
from checker.report.html import html_environment
from checker.report.markdown import markdown_environment


def render_html(found: Amended | Compared) -> str:
    """Return it as a page that needs nothing beside itself."""
    template = html_environment().get_template("amend.html.j2")
    return template.render(
        plan=plan_of(found), no_effect=NO_EFFECT, signs=SIGN_WORDS, standings=STANDING_MEANINGS
    )


def render_markdown(found: Amended | Compared) -> str:
    """Return it as GitHub-flavoured Markdown."""
    template = markdown_environment().get_template("amend.md.j2")
    return template.render(
        plan=plan_of(found), no_effect=NO_EFFECT, signs=SIGN_WORDS, standings=STANDING_MEANINGS, step=step
    )
