"""Where the comments of a declaration belong, once its parts stand in their order.

A comment on a line of its own goes before the part that follows it or that it stands in; one
behind the end of a part stays behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from checker.source import Source, Span
from checker.syntax import nodes as n
from checker.syntax.printer import Block, blocks

_WORDS = {
    "binds": re.compile(r"\bbinds\s+(?:always|while)\b"),
    "basis": re.compile(r"\bbasis\s+(?:memory|inference|source)\b"),
    "severity": re.compile(r"\bseverity\s+(?:error|warning|note)\b"),
}
_NOT_ON_FILE = re.compile(r"\bnot\s+on\s+file\b")
"""Parts that the tree keeps as mere words, without their place."""


@dataclass(slots=True)
class Commented:
    """A part with the comments before it and behind it."""

    block: Block
    before: list[str] = field(default_factory=list)
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """The parts of one declaration, the comments below the last one, and whether parts moved."""

    parts: list[Commented]
    below: list[str]
    moved: bool

    def lines(self) -> list[str]:
        """Return the lines of the declaration below the comments before its head."""
        lines: list[str] = []
        for i, part in enumerate(self.parts):
            if i:
                lines += [" " * part.block.indent + text for text in part.before]
            *most, last = part.block.lines
            lines += [*most, f"{last}  {part.behind}" if part.behind else last]
        indent = " " * (self.parts[1].block.indent if len(self.parts) > 1 else 2)
        return lines + [indent + text for text in self.below]

    def texts(self) -> list[str]:
        """Return the comments in the order they are printed, those before the head left out."""
        found: list[str] = []
        for i, part in enumerate(self.parts):
            found += part.before if i else []
            found += [part.behind] if part.behind else []
        return found + self.below


def lay(source: Source, declaration: n.Declaration, comments: Sequence[n.Comment]) -> Laid:
    """Return the parts of a declaration with the comments that stand within it or below it."""
    parts = [Commented(block) for block in _placed(source, declaration, blocks(declaration))]
    written = sorted(parts, key=lambda part: part.block.span.start)
    below: list[str] = []
    for comment in comments:
        _attach(source, comment, written, below)
    return Laid(parts, below, moved=any(a is not b for a, b in zip(parts, written, strict=True)))


def _attach(source: Source, comment: n.Comment, written: Sequence[Commented], below: list[str]) -> None:
    """Put a comment where it belongs among the parts as they were written."""
    at = comment.span.start
    before = [part for part in written if part.block.span.start < at]
    last = before[-1] if before else written[0]
    if comment.trailing and last.block.span.end <= at and not last.behind and _trails(source, last, at):
        last.behind = comment.text
        return
    follows = next((part for part in written if part.block.span.end > at), None)
    if follows is None:
        below.append(comment.text)
    else:
        follows.before.append(comment.text)


def _trails(source: Source, part: Commented, at: int) -> bool:
    """Return whether nothing but closing marks stands between the part and the comment."""
    between = source.text[part.block.span.end : at]
    return "\n" not in between and not between.strip(" \t\r,|)")


def _placed(source: Source, tree: n.Declaration, parts: Iterable[Block]) -> list[Block]:
    """Return the parts, those that the tree keeps as words with their places found in the text."""
    found = list(parts)
    if not any(part.span == n.NOWHERE for part in found):
        return found
    taken = [part.span for part in found if part.span != n.NOWHERE]
    if isinstance(tree, n.ScheduleDecl):
        missing = _find(source, _NOT_ON_FILE, tree.span, taken)
        return [
            replace(part, span=part.span if part.span != n.NOWHERE else missing)
            for part in found
        ]
    for clause in _clauses(tree):
        for key in _WORDS:
            if getattr(clause, key):
                span = _find(source, _WORDS[key], clause.span, taken)
                index = next(i for i, part in enumerate(found) if part.key == key and part.span == n.NOWHERE)
                found[index] = replace(found[index], span=span)
    return found


def _clauses(tree: n.Declaration) -> list[n.Clause]:
    if isinstance(tree, n.Clause):
        return [tree]
    edits = tree.edits if isinstance(tree, n.Amendment) else ()
    return [edit.clause for edit in edits if isinstance(edit, n.ReplaceClause | n.InsertClause)]


def _find(source: Source, pattern: re.Pattern[str], within: Span, taken: Sequence[Span]) -> Span:
    """Return where the words stand outside of all other parts."""
    for m in pattern.finditer(source.text, within.start, within.end + 40):
        line = source.text[source.text.rfind("\n", 0, m.start()) + 1 : m.start()]
        if "#" not in line and not any(span.start <= m.start() < span.end for span in taken):
            return source.span(m.start(), m.end())
    return Span(within.path, within.end, within.end)
