"""Print a file from its tree, put its comments back, and prove that nothing changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.diagnostics import Diagnostic, diagnostic
from checker.format.comments import Laid, lay
from checker.source import Source
from checker.syntax import nodes as n
from checker.syntax.depth import room_to_recurse
from checker.syntax.parse import parse


def format_source(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text in its one layout, or unchanged and with diagnostics.

    A file that does not parse is left alone, and so is one whose formatted text would not have
    the same meaning or the same comments (I001: a mistake of the formatter).
    """
    file, problems = parse(source)
    if problems:
        return source.text, problems
    parts = _laid_out(source, file)
    text = _written(parts)
    if not _same(file, Source(source.path, text), parts):
        message = "the formatter would change the meaning; nothing was changed"
        return source.text, (diagnostic("I001", message, source.span(0, 0)),)
    return text, ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Comments in column 1 and the declaration below them; none at the end of the file.

    Each run of ``comments`` is set off by a blank line; the last touches the declaration when
    ``touching``.
    """

    comments: list[list[str]]
    touching: bool
    laid: Laid | None

    def texts(self) -> Iterator[str]:
        """Yield the comments in the order they are printed."""
        for run in self.comments:
            yield from run
        yield from self.laid.texts() if self.laid else ()

    def text(self) -> str:
        """Return the lines, without a line end behind the last."""
        runs = ["\n".join(run) for run in self.comments]
        body = "\n".join(self.laid.lines()) if self.laid else ""
        if runs and self.touching:
            return "\n\n".join([*runs[:-1], f"{runs[-1]}\n{body}"])
        return "\n\n".join([*runs, *([body] if body else [])])


def _laid_out(source: Source, file: n.File) -> list[_Stretch]:
    """Return the declarations with their comments, and the comments at the end."""
    starts = [d.span.start for d in file.declarations]
    between: list[n.Comment] = [c for c in file.comments if c.span.start < starts[0]]
    found: list[_Stretch] = []
    for declaration, end in zip(file.declarations, [*starts[1:], len(source.text)], strict=True):
        begin = declaration.span.start
        own = [c for c in file.comments if begin < c.span.start < end]
        inside, after = _divided(source, own, declaration)
        laid = lay(source, declaration, inside)
        moved_up = laid.parts[0].before
        runs = _runs(source, between)
        touching = bool(moved_up) or (bool(between) and _adjacent(source, between[-1].span.end, begin))
        if moved_up:
            joins = bool(between) and _adjacent(source, between[-1].span.end, begin)
            runs = [*runs[:-1], [*runs[-1], *moved_up]] if joins else [*runs, list(moved_up)]
        found.append(_Stretch(runs, touching, laid))
        between = after
    return [*found, *([_Stretch(_runs(source, between), False, None)] if between else [])]


def _divided(
    source: Source, comments: Sequence[n.Comment], declaration: n.Declaration
) -> tuple[list[n.Comment], list[n.Comment]]:
    """Return the comments of a declaration, and those below it from the first in column 1 on."""
    for i, comment in enumerate(comments):
        below = comment.span.start >= declaration.span.end and not comment.trailing
        if below and source.line_column(comment.span.start)[1] == 1:
            return list(comments[:i]), list(comments[i:])
    return list(comments), []


def _runs(source: Source, comments: Sequence[n.Comment]) -> list[list[str]]:
    """Return the texts in runs that blank lines set off from one another."""
    runs: list[list[str]] = []
    for i, comment in enumerate(comments):
        if i and _adjacent(source, comments[i - 1].span.end, comment.span.start):
            runs[-1].append(comment.text)
        else:
            runs.append([comment.text])
    return runs


def _adjacent(source: Source, end: int, start: int) -> bool:
    """Return whether no blank line stands between two places."""
    return source.text.count("\n", end, start) < 2


def _written(parts: Sequence[_Stretch]) -> str:
    return "\n\n".join(part.text() for part in parts) + "\n"


def _same(file: n.File, formatted: Source, parts: Sequence[_Stretch]) -> bool:
    """Return whether the formatted text has the declarations and the comments of the file.

    Comments stand in the order they had, but for those that moved with their part.
    """
    again, problems = parse(formatted)
    before = [comment.text for comment in file.comments]
    after = [comment.text for comment in again.comments]
    planned = [text for part in parts for text in part.texts()]
    if problems or after != planned or Counter(before) != Counter(after):
        return False
    if before != after and not any(part.laid and part.laid.moved for part in parts):
        return False
    with room_to_recurse():
        return file.declarations == again.declarations
