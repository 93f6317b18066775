"""Annotations that GitHub shows beside the lines they are about, and the summary as plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings.gated import Gated, GateFinding, GateVerdict, Listed
from checker.report.gate.gated import WAIVABLE, apart, effects_words, facts_words, summary, title, waive
from checker.report.wording import visible

LEVELS: dict[GateVerdict, str] = {
    "violated": "error",
    "undetermined": "error",
    "pending": "warning",
    "review": "warning",
    "waived": "notice",
}


def render_github(g: Gated) -> str:
    """Return workflow commands, one a line: errors first; then what was compared."""
    lines = [_finding(x, g.prefix) for x in g.findings]
    lines += [_listed(x, g.prefix) for x in g.listed]
    lines += [f"facts changed: {visible(facts_words(f))}" for f in g.facts]
    lines += [f"note: {visible(note)}" for note in g.notes]
    return "\n".join([*lines, visible(summary(g))]) + "\n"


def _finding(x: GateFinding, prefix: str) -> str:
    return annotation(LEVELS[x.verdict], prefix + x.path if x.path else "", x.line, title(x), _told(x))


def _told(x: GateFinding) -> str:
    return "\n".join(_sentences(x))


def _sentences(x: GateFinding) -> Iterator[str]:
    yield x.message
    yield from effects_words(x.effects)
    yield from (f"lacks {lack}" for lack in x.lacks)
    if x.cure:
        yield f"to do: {x.cure}"
    if x.verdict in WAIVABLE:
        yield f"a waiver names: {waive(x)}"


def _listed(x: Listed, prefix: str) -> str:
    old, new = apart(x.old, x.new)
    told = f"old: {old or 'none'}\nnew: {new or 'none'}"
    return annotation("notice", prefix + x.path if x.path else "", x.line, f"{x.kind}: {x.what}", told)


def annotation(level: str, path: str, line: int, title: str, message: str) -> str:
    """Return one workflow command.

    >>> annotation("error", "a,b.clause", 3, "50%: more", "one\\ntwo")
    '::error file=a%2Cb.clause,line=3,title=50%25%3A more::one%0Atwo'
    """
    properties = [("file", path), ("line", str(line) if path else ""), ("title", title)]
    given = ",".join(f"{name}={_property(value)}" for name, value in properties if value)
    return f"::{level} {given}::{_data(message)}"


def _data(text: str) -> str:
    lines = [visible(line) for line in text.split("\n")]
    return "\n".join(lines).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
