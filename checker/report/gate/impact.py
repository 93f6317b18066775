"""Which verdicts changed with the facts: for a terminal, as Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checker.findings.gated import Impact, VerdictChange
from checker.report.gate.gated import Layout, facts_words, sides
from checker.report.layout import Page, Style, finish
from checker.report.layout import page as page_of
from checker.report.markdown import escape
from checker.report.wording import VERDICT_WORDS, as_of_words, count, sentence

SETTLED = frozenset({"compliant", "not_applicable", "excused"})
MOST_FIGURES = 20
EXIT_WORDS = {
    0: "nothing is violated that was not",
    1: "something is violated that was not",
    3: "something is no longer decided",
    4: "there is no agreement: nothing was checked",
}


def render(style: str, result: Impact, layout: Layout) -> str:
    """Return the result in the format called ``style``."""
    if style == "json":
        return result.model_dump_json(indent=2) + "\n"
    if style == "markdown":
        return render_markdown(result)
    return render_terminal(result, page_of(layout.width, color=layout.color))


def _sections(i: Impact) -> list[tuple[str, list[VerdictChange], int]]:
    """Return what is listed under each heading, and how many of it are in order and only counted."""
    found = []
    for heading, changes in (("Verdicts changed", i.changed), ("New findings", i.new), ("Gone", i.gone)):
        listed_all = heading == "Verdicts changed"
        shown = [c for c in changes if listed_all or not SETTLED.issuperset(c.new or c.old)]
        found.append((heading, shown, len(changes) - len(shown)))
    return found


def _verdicts(verdicts: Sequence[str]) -> str:
    return ", ".join(VERDICT_WORDS[v] for v in verdicts) or "not there"  # type: ignore[index]


def _change(c: VerdictChange) -> str:
    about = f", {c.subject}" if c.subject else ""
    return f"{c.code}{about}: {_verdicts(c.old)} → {_verdicts(c.new)}"


def _texts(i: Impact) -> str:
    if not i.texts:
        return ""
    return f"texts changed too ({', '.join(i.texts)}): not every verdict below changed with the facts"


def _summary(i: Impact) -> str:
    verdicts = f"{count(len(i.changed), 'verdict')} changed, {len(i.new):,} new, {len(i.gone):,} gone"
    return f"{verdicts}, {i.unchanged:,} as before. {sentence(EXIT_WORDS[i.exit_code])}."


def _checked(i: Impact) -> Iterable[tuple[str, str]]:
    yield "checked", ", ".join(i.checked) or "nothing: all inputs are the same"
    yield "same", f"{', '.join(i.same)} (not checked again)" if i.same else ""


# --- terminal --------------------------------------------------------------------------------


def render_terminal(i: Impact, page: Page) -> str:
    """Return what changed of the facts, then of the verdicts."""
    lines = page.text(sides(i.base, i.base_commit, i.head, i.head_commit), style="strong")
    lines += page.field("as of", f"{i.as_of} ({as_of_words(i.as_of_from)})")
    for label, text in _checked(i):
        lines += page.field(label, text)
    lines += page.field("note", _texts(i), style="open")
    if i.files or i.facts:
        lines += page.heading("Facts changed")
        for text in (*i.files, *map(facts_words, i.facts)):
            lines += page.text(text)
    for heading, shown, settled in _sections(i):
        if shown or settled:
            lines += page.heading(f"{heading} ({len(shown) + settled})")
        for c in shown:
            lines += page.text(_change(c), style=_style(c))
            lines += page.field("now", c.new_message, 2) or page.field("was", c.old_message, 2)
        lines += page.text(f"{settled:,} in order") if settled else []
    if i.figures:
        lines += page.heading(f"Other figures, same verdict ({len(i.figures)})")
        for f in i.figures[:MOST_FIGURES]:
            lines += page.text(f"{f.code}, {f.subject}: {f.old} → {f.new}")
        if len(i.figures) > MOST_FIGURES:
            lines += page.text(f"and {len(i.figures) - MOST_FIGURES:,} more")
    for note in i.notes:
        lines += ["", *page.text(f"note: {note}", style="quiet")]
    lines += ["", *page.text(_summary(i), style="bad" if i.exit_code == 1 else "strong")]
    return finish(lines)


def _style(c: VerdictChange) -> Style:
    if "violated" in c.new and "violated" not in c.old:
        return "bad"
    return "good" if c.new and SETTLED.issuperset(c.new) else "plain"


# --- Markdown --------------------------------------------------------------------------------


def render_markdown(i: Impact) -> str:
    """Return the same as Markdown."""
    lines = [f"# Impact: {escape(sides(i.base, i.base_commit, i.head, i.head_commit))}", ""]
    lines += [f"As of {i.as_of} ({escape(as_of_words(i.as_of_from))}). {escape(_summary(i))}", ""]
    lines += [f"- {label}: {escape(text)}" for label, text in _checked(i) if text]
    lines += [f"- {escape(_texts(i))}"] if i.texts else []
    if i.files or i.facts:
        lines += ["", "## Facts changed", ""]
        lines += [f"- {escape(text)}" for text in (*i.files, *map(facts_words, i.facts))]
    for heading, shown, settled in _sections(i):
        if not shown and not settled:
            continue
        lines += ["", f"## {heading} ({len(shown) + settled})", ""]
        lines += [f"- {escape(_change(c))}. {escape(c.new_message or c.old_message)}" for c in shown]
        lines += [f"- {settled:,} in order"] if settled else []
    if i.figures:
        lines += ["", f"## Other figures, same verdict ({len(i.figures)})", ""]
        lines += [f"- {escape(f'{f.code}, {f.subject}: {f.old} → {f.new}')}" for f in i.figures]
    lines += [f"- note: {escape(note)}" for note in i.notes]
    return finish(lines)
