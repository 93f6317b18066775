"""An agreement as it stands on a day, as text: pure functions of the consolidated agreement."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings.consolidated import (
    AmendmentStanding,
    ClauseStanding,
    Consolidated,
    DeclaredStanding,
    ScheduleStanding,
)
from checker.report.layout import Page, Style, cells, finish
from checker.report.wording import as_of_words, visible

_STYLES: dict[str, Style] = {
    "in effect": "good",
    "not in effect": "bad",
    "not known": "open",
    "not yet": "quiet",
}
AS_MADE = "as made"
_DECLARED = {"party": "Parties", "body": "Bodies", "assumption": "Assumptions", "term": "Terms"}


def render_terminal(c: Consolidated, page: Page) -> str:
    """Return the amendments, the schedules with who put each row there, and the clauses."""
    lines = page.text(f"{c.agreement}: {c.title}", style="strong")
    lines += page.field("as of", f"{c.as_of} ({as_of_words(c.as_of_from)})")
    lines += page.heading(f"Amendments ({len(c.amendments)})")
    for a in c.amendments:
        lines += _amendment(a, page)
    for s in c.schedules:
        lines += page.heading(f"{s.name}, {s.paragraph}" if s.paragraph else s.name)
        lines += [visible(line) for line in _table(s)]
    for kind, title in _DECLARED.items():
        lines += _declared([d for d in c.declared if d.kind == kind], title, page)
    lines += page.heading(f"Clauses ({len(c.clauses)})")
    for clause in c.clauses:
        lines += _clause(clause, page)
    if c.struck:
        lines += page.heading(f"Struck ({len(c.struck)})")
        for clause in c.struck:
            lines += page.text(f"{clause.name}, {clause.paragraph}: struck by {clause.amended_by}")
    return finish(lines)


def _amendment(a: AmendmentStanding, page: Page) -> list[str]:
    title = f" {a.title}" if a.title else ""
    lines = page.text(f"{a.name}, from {a.effective}:{title}")
    lines += page.field("standing", a.standing, 2, style=_STYLES[a.standing])
    for standing, funds in _by_standing(a):
        lines += page.field("", f"{standing} for {funds}", 2)
    lines += page.fields("lacks", a.why, 2)
    return lines


def _by_standing(a: AmendmentStanding) -> list[tuple[str, str]]:
    """Return the funds of each standing, where they differ."""
    found: dict[str, list[str]] = {}
    for fund, standing in a.by_fund.items():
        found.setdefault(standing, []).append(fund)
    return [(standing, ", ".join(funds)) for standing, funds in found.items()]


def _clause(c: ClauseStanding, page: Page) -> list[str]:
    by = f"by {c.amended_by}" if c.amended_by else AS_MADE
    lines = ["", page.styled(visible(f"{c.name} · {c.paragraph}"), "strong") + f"  ({by})"]
    lines += page.field("not known", c.not_known, 2, style="open")
    lines += [f"  {visible(line)}" for line in c.text.strip().split("\n")]
    return lines


def _declared(found: list[DeclaredStanding], title: str, page: Page) -> list[str]:
    """Return what an amendment put there in full, and the names of the rest."""
    if not found:
        return []
    lines = page.heading(f"{title} ({len(found)})")
    made = [d.name for d in found if not d.amended_by]
    lines += page.text(f"{AS_MADE}: {', '.join(made)}") if made else []
    for d in (x for x in found if x.amended_by):
        lines += ["", page.styled(visible(d.name), "strong") + f"  (by {d.amended_by})"]
        lines += [f"  {visible(line)}" for line in d.text.strip().split("\n")]
    return lines


def _table(s: ScheduleStanding) -> Iterator[str]:
    """Yield the rows that hold, each with the amendment that put it there."""
    head = [*s.columns, "by"]
    rows = [[*(r.cells.get(c, "") for c in s.columns), _by(r.amended_by, r.not_known)] for r in s.rows]
    widths = [max(cells(x) for x in column) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        yield "  " + "  ".join(x + " " * (w - cells(x)) for x, w in zip(row, widths, strict=True)).rstrip()
    if s.not_known:
        yield f"  not known: {s.not_known}"
    elif not rows:
        yield "  no row holds"


def _by(amended_by: str, not_known: str) -> str:
    by = amended_by or AS_MADE
    return f"{by}; not known: {not_known}" if not_known else by


def render_markdown(c: Consolidated) -> str:
    """Return the same as Markdown: tables, and each clause as written."""
    lines = [f"# {_cell(c.title)}", "", f"`{c.agreement}` as it stands on {c.as_of}.", ""]
    lines += ["## Amendments", "", "| amendment | from | standing | lacks |", "|---|---|---|---|"]
    for a in c.amendments:
        funds = "".join(f"; {s} for {_cell(names)}" for s, names in _by_standing(a))
        lines.append(f"| {_cell(a.name)} | {a.effective} | {a.standing}{funds} | {_cell('; '.join(a.why))} |")
    for s in c.schedules:
        lines += ["", f"## {_cell(s.name)}" + (f", {_cell(s.paragraph)}" if s.paragraph else ""), ""]
        lines += [
            "| " + " | ".join([*map(_cell, s.columns), "by"]) + " |",
            "|---" * (len(s.columns) + 1) + "|",
        ]
        for r in s.rows:
            row = [*(_cell(r.cells.get(x, "")) for x in s.columns), _cell(_by(r.amended_by, r.not_known))]
            lines.append("| " + " | ".join(row) + " |")
        lines += ["", f"Not known: {_cell(s.not_known)}."] if s.not_known else []
    for kind, title in _DECLARED.items():
        found = [d for d in c.declared if d.kind == kind]
        lines += ["", f"## {title}", ""] if found else []
        lines += [f"- {_cell(d.name)} ({_cell(_by(d.amended_by, ''))})" for d in found]
        for d in (x for x in found if x.amended_by):
            lines += ["", "```clause", *d.text.strip().split("\n"), "```"]
    lines += ["", "## Clauses"]
    for clause in c.clauses:
        by = f"by {clause.amended_by}" if clause.amended_by else AS_MADE
        lines += ["", f"### {_cell(clause.name)}, {_cell(clause.paragraph)} ({_cell(by)})", ""]
        lines += [f"Not known: {_cell(clause.not_known)}.", ""] if clause.not_known else []
        lines += ["```clause", *clause.text.strip().split("\n"), "```"]
    if c.struck:
        lines += ["", "## Struck", ""]
        lines += [
            f"- {_cell(x.name)}, {_cell(x.paragraph)}: struck by {_cell(x.amended_by)}" for x in c.struck
        ]
    return finish(lines)


def _cell(text: str) -> str:
    shown = visible(text)
    for sign in "\\|<>*_`[]":
        shown = shown.replace(sign, "\\" + sign)
    return shown


def render_json(c: Consolidated) -> str:
    """Return it as JSON."""
    return c.model_dump_json(indent=2) + "\n"
