"""What the gate says: for a terminal, as Markdown, as JSON."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checker.findings.amended import Effect
from checker.findings.gated import FactsChanged, Gated, GateFinding, GateVerdict, Listed
from checker.report.layout import Page, Style, finish
from checker.report.layout import page as page_of
from checker.report.markdown import code, escape
from checker.report.wording import as_of_words, count, sentence

WAIVABLE: frozenset[GateVerdict] = frozenset({"violated", "undetermined"})
MOST_EFFECTS = 20
MOST_FUNDS = 4
LONG, ALIKE, BESIDE = 30, 0.5, 8
"""Texts of so many words that are so much alike are shown by their differences, with words beside them."""
PLAIN = re.compile(r"[A-Za-z_][\w./ -]*")
"""What YAML reads as text wherever it stands."""

TITLES: dict[GateVerdict, str] = {
    "violated": "Violated",
    "undetermined": "Not known",
    "pending": "Pending",
    "review": "To be read",
    "waived": "Waived",
}
_STYLES: dict[GateVerdict, Style] = {
    "violated": "bad",
    "undetermined": "open",
    "pending": "open",
    "review": "plain",
    "waived": "quiet",
}
EXIT_WORDS = {
    0: "no agreement in force is changed but by amendments",
    1: "an agreement in force is changed without what that needs",
    3: "whether an agreement in force is changed is not known",
    4: "there is no agreement: nothing was compared",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader may choose."""

    width: int = 100
    color: bool = False


def render(style: str, result: Gated, layout: Layout) -> str:
    """Return the result in the format called ``style``."""
    if style == "json":
        return result.model_dump_json(indent=2) + "\n"
    if style == "markdown":
        return render_markdown(result)
    if style == "github":
        from checker.report.gate.github import render_github

        return render_github(result)
    return render_terminal(result, page_of(layout.width, color=layout.color))


# --- words that every format has -------------------------------------------------------------


def sides(base: str, base_commit: str, head: str, head_commit: str) -> str:
    """Return what was compared with what."""
    new = f"{head} ({head_commit[:10]})" if head else "the files as they are"
    old = f"{base} ({base_commit[:10]})" if base_commit else f"{base} (nothing committed)"
    return f"{new} against {old}"


def effects_words(effects: Iterable[Effect]) -> list[str]:
    """Return effects a line each; what is the same for several funds is one line."""
    funds: dict[Effect, list[str]] = {}
    for e in effects:
        same = e.model_copy(update={"fund": "", "clause": "", "paragraph": "", "span": None})
        funds.setdefault(same, []).append(e.fund)
    lines = [_effect(e, _named([f for f in found if f])) for e, found in funds.items()]
    more = len(lines) - MOST_EFFECTS
    return lines if more <= 0 else [*lines[:MOST_EFFECTS], f"and {more} more"]


def _named(funds: list[str]) -> str:
    if len(funds) <= MOST_FUNDS:
        return ", ".join(funds)
    return f"{', '.join(funds[:MOST_FUNDS])} and {len(funds) - MOST_FUNDS} more funds"


def _effect(e: Effect, funds: str) -> str:
    whose = ", ".join(x for x in (funds, e.share_class) if x)
    figures = f"{e.old or 'none'} → {e.new or 'none'}" if e.old or e.new else ""
    if e.old and e.old == e.new:
        figures = f"{e.old}: the words are the same, what they stand for is not"
    rest = [x for x in (figures, whose, e.which, e.question) if x]
    return f"{e.key} {e.element}" + (f": {'; '.join(rest)}" if rest else "")


def title(x: GateFinding) -> str:
    """Return what a finding is about."""
    return f"{x.agreement} · {x.effect or x.key} · {x.element}"


def place(x: GateFinding | Listed) -> str:
    """Return where it stands, empty where nothing is left of it."""
    return f"{x.path}:{x.line}" if x.path else ""


def waive(x: GateFinding) -> str:
    """Return what a waiver of it names."""
    element = x.element if PLAIN.fullmatch(x.element) else json.dumps(x.element, ensure_ascii=False)
    subject = f"{{change: {x.effect or x.key}, element: {element}}}"
    return f"code {x.agreement}/gate, subject {subject}, clause_hash {x.clause_hash}"


def apart(old: str, new: str) -> tuple[str, str]:
    """Return what two long texts differ in, with a few words on either side of each difference.

    >>> apart("at most 5", "at most 6")
    ('at most 5', 'at most 6')
    >>> same = " ".join(str(n) for n in range(40))
    >>> apart(f"{same} at most 5 {same}", f"{same} at most 6 {same}")[1]
    '... 34 35 36 37 38 39 at most 6 0 1 2 3 4 5 6 7 ...'
    """
    before, after = old.split(), new.split()
    found = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if min(len(before), len(after)) < LONG or found.ratio() < ALIKE:
        return old, new
    groups = [(g[0], g[-1]) for g in found.get_grouped_opcodes(BESIDE)]
    was = [word for first, last in groups for word in _around(before, first[1], last[2])]
    now = [word for first, last in groups for word in _around(after, first[3], last[4])]
    return " ".join(was).replace("... ...", "..."), " ".join(now).replace("... ...", "...")


def _around(words: Sequence[str], start: int, end: int) -> list[str]:
    return [*(["..."] if start else []), *words[start:end], *(["..."] if end < len(words) else [])]


def facts_words(f: FactsChanged) -> str:
    """Return what changed of one kind of fact."""
    parts = [(f.added, "added"), (f.removed, "removed"), (f.changed, "changed")]
    first = f" ({', '.join(f.first)}{', ...' if f.added + f.removed + f.changed > len(f.first) else ''})"
    told = ", ".join(f"{number:,} {what}" for number, what in parts if number)
    return f"{f.agreement or 'all agreements'}, {f.kind}: {told}{first}"


def summary(g: Gated) -> str:
    """Return the counts and what they come to."""
    found = [(v, sum(1 for x in g.findings if x.verdict == v)) for v in TITLES]
    counts = [f"{number:,} {TITLES[v].lower()}" for v, number in found if number]
    counts += [f"{count(len(g.listed), 'change')} listed"] if g.listed else []
    return f"{'; '.join(counts) or 'no change that counts'}. {sentence(EXIT_WORDS[g.exit_code])}."


# --- terminal --------------------------------------------------------------------------------


def render_terminal(g: Gated, page: Page) -> str:
    """Return the findings, worst first, then what is listed for review."""
    lines = page.text(sides(g.base, g.base_commit, g.head, g.head_commit), style="strong")
    lines += page.field("as of", f"{g.as_of} ({as_of_words(g.as_of_from)})")
    lines += page.field("compared", ", ".join(g.compared) or "nothing")
    for verdict, heading in TITLES.items():
        found = [x for x in g.findings if x.verdict == verdict]
        if found:
            lines += page.heading(f"{heading} ({len(found)})")
            for x in found:
                lines += _finding(x, page)
    if g.listed:
        lines += page.heading(f"Changes to be read ({len(g.listed)})")
        for each in g.listed:
            lines += _listed(each, page)
    if g.facts:
        lines += page.heading("Facts changed")
        for f in g.facts:
            lines += page.text(facts_words(f))
    for note in g.notes:
        lines += ["", *page.text(f"note: {note}", style="quiet")]
    lines += ["", *page.text(summary(g), style="bad" if g.exit_code == 1 else "strong")]
    return finish(lines)


def _finding(x: GateFinding, page: Page) -> list[str]:
    lines = ["", *page.text(title(x), style=_STYLES[x.verdict])]
    lines += page.field("why", x.message, 2)
    lines += page.fields("effects", tuple(effects_words(x.effects)), 2)
    lines += page.fields("lacks", x.lacks, 2)
    lines += page.field("do", x.cure, 2)
    if x.waiver is not None:
        w = x.waiver
        lines += page.field("waived", f"{w.reason} ({w.approver}, {w.role}, until {w.expires_on})", 2)
    lines += page.field("at", place(x), 2)
    if x.verdict in WAIVABLE:
        lines += page.field("waiver", waive(x), 2)
    return lines


def _listed(x: Listed, page: Page) -> list[str]:
    sign = "+" if not x.old else "-" if not x.new else "~"
    at = f"  {place(x)}" if x.path else ""
    lines = page.text(f"{sign} {x.kind} · {_what(x)}{at}")
    old, new = apart(x.old, x.new)
    lines += page.field("old", old, 4) + page.field("new", new, 4)
    return lines


def _what(x: Listed) -> str:
    named = x.agreement and x.kind not in ("waiver", "scenario")
    return f"{x.agreement}: {x.what}" if named else x.what


# --- Markdown --------------------------------------------------------------------------------


def render_markdown(g: Gated) -> str:
    """Return the same as Markdown, for a comment on a change."""
    lines = [f"# Gate: {escape(sides(g.base, g.base_commit, g.head, g.head_commit))}", ""]
    lines += [f"As of {g.as_of} ({escape(as_of_words(g.as_of_from))}). {escape(summary(g))}", ""]
    for verdict, heading in TITLES.items():
        found = [x for x in g.findings if x.verdict == verdict]
        if found:
            lines += [f"## {heading} ({len(found)})", "", *_bullets(found), ""]
    lines += _tables(g)
    lines += [f"- note: {escape(note)}" for note in g.notes]
    return finish(lines)


def _bullets(found: Sequence[GateFinding]) -> Iterator[str]:
    for x in found:
        yield f"- **{escape(title(x))}** {code(place(x))}".rstrip()
        yield f"  {escape(sentence(x.message))}."
        yield from (f"  - {escape(words)}" for words in effects_words(x.effects))
        yield from (f"  - lacks {escape(lack)}" for lack in x.lacks)
        if x.cure:
            yield f"  - to do: {escape(x.cure)}"
        if x.waiver is not None:
            yield f"  - waived: {escape(x.waiver.reason)} ({escape(x.waiver.approver)})"
        if x.verdict in WAIVABLE:
            yield f"  - a waiver names: {escape(waive(x))}"


def _tables(g: Gated) -> list[str]:
    lines: list[str] = []
    if g.listed:
        lines += [f"## Changes to be read ({len(g.listed)})", ""]
        lines += ["| kind | what | old | new |", "|---|---|---|---|"]
        lines += [_row(x) for x in g.listed]
        lines.append("")
    if g.facts:
        lines += ["## Facts changed", "", *(f"- {escape(facts_words(f))}" for f in g.facts), ""]
    return lines


def _row(x: Listed) -> str:
    old, new = apart(x.old, x.new)
    return f"| {x.kind} | {escape(_what(x))} | {escape(old)} | {escape(new)} |"
