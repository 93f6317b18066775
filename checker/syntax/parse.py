"""Text in, tree and diagnostics out; never an exception."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass, replace
from functools import lru_cache
from typing import Any

import pyparsing as pp

from checker.diagnostics import Diagnostic, diagnostic
from checker.source import Source, Span
from checker.syntax import nodes as n
from checker.syntax.cut import Chunk, chunks, comments, without_comments
from checker.syntax.declarations import DECLARATIONS
from checker.syntax.depth import field_names, room_to_recurse, too_deep
from checker.syntax.mistakes import PARTS, Mistake, explain, nearest, shown
from checker.syntax.parts import MissingPart, RepeatedPart
from checker.syntax.tokens import COMMENT_PATTERN, OPEN_TEXT_PATTERN, RESERVED, ROW_PATTERN, Misplaced

MOST_CHARACTERS = 2_000_000
MOST_WORDS = 10_000
"""Words and marks of one declaration, beside its texts and tables."""
MOST_BLANKS = 200_000
"""Blanks and characters of comments of one declaration, beside usual indentation."""
FILES_KEPT = 256
DEEPEST = 40
"""Parentheses within one another; agreements seen so far need four."""

_PIECE = re.compile(
    rf"(?P<text>{OPEN_TEXT_PATTERN}|{ROW_PATTERN})|(?P<blank>(?:\s++|{COMMENT_PATTERN})++)|(?P<word>\w++|[^\w\s])"
)


@lru_cache(FILES_KEPT)
def parse(source: Source) -> tuple[n.File, tuple[Diagnostic, ...]]:
    """Return the tree of a clause file with a diagnostic for each declaration that failed.

    The same text gives the same tree: it is kept, as scenarios read the rules again and again.
    """
    if len(source.text) > MOST_CHARACTERS:
        where = source.span(0, 0)
        return n.File(source.path, ()), (
            diagnostic("P009", f"the file has more than {MOST_CHARACTERS:,} characters", where),
        )
    results: list[_Result] = []
    for chunk in chunks(source):
        results.append(_declaration(source, chunk, behind_stray=bool(results) and results[-1].stray))
    found = tuple(r.tree for r in results if r.tree is not None)
    problems = [*_stray_lead(source), *(d for r in _without_echoes(results) for d in r.problems)]
    if not found and not problems:
        problems.append(diagnostic("P010", "the file holds no declaration", source.span(0, 0)))
    return n.File(source.path, found, comments(source), tuple(_lost(source, results))), tuple(problems)


@dataclass(frozen=True, slots=True)
class _Result:
    """What became of one declaration.

    ``stray`` when its first word begins none; ``cut`` when it fails at its very end, and
    ``open`` when there a text is not closed: then what follows may belong to it.
    """

    tree: n.Declaration | None = None
    problems: tuple[Diagnostic, ...] = ()
    stray: bool = False
    cut: bool = False
    open: bool = False


def _lost(source: Source, results: list[_Result]) -> Iterator[n.Lost]:
    """Yield what could not be read."""
    if any(_stray_lead(source)):
        yield n.Lost("")
    for chunk, result in zip(chunks(source), results, strict=True):
        if result.tree is None:
            words = re.match(r"(\w*)\s*(\w*)", source.text[chunk.start : chunk.end])
            keyword, name = words.groups() if words else ("", "")
            yield n.Lost("" if result.stray else keyword, "" if name in RESERVED else name)
        elif result.problems:
            yield n.Lost("row")


def _without_echoes(results: list[_Result]) -> Iterator[_Result]:
    """Yield the results but those whose mistake is another's: parts that begin in column 1."""
    for before, result, after in zip([_Result(), *results], results, [*results[1:], _Result()], strict=False):
        echo = result.stray and before.open
        if not echo and not (result.cut and not result.open and after.stray):
            yield result


def _stray_lead(source: Source) -> Iterator[Diagnostic]:
    """Yield a diagnostic for text before the first line that begins in column 1."""
    first = next(chunks(source), None)
    lead = source.text[: first.start] if first else source.text
    offset = 0
    for line in lead.split("\n"):
        text = line.strip()
        if text and not text.startswith("#"):
            start = offset + line.index(text[0])
            yield diagnostic(
                "P002",
                "a declaration begins in column 1",
                source.span(start, start + len(text)),
                label="this belongs to no declaration",
            )
            return
        offset += len(line) + 1


def _declaration(source: Source, chunk: Chunk, *, behind_stray: bool) -> _Result:
    text = without_comments(source, chunk)
    head = re.match(r"\w+|\S", text)
    keyword = head.group() if head else ""
    if keyword not in DECLARATIONS:
        problems = () if behind_stray else (_no_declaration(source, chunk, keyword),)
        return _Result(problems=problems, stray=True)
    problem = _too_much(source, chunk)
    if problem is not None:
        return _Result(problems=(problem,))
    try:
        with room_to_recurse():
            tree = DECLARATIONS[keyword].parse_string(text, parse_all=True)[0]
            deep = too_deep(tree)
            if deep is not None:
                return _Result(problems=(_nested(_moved(deep, source.path, chunk.start)),))
            placed_tree = placed(tree, source.path, chunk.start)
    except RecursionError:
        return _Result(problems=(_nested(source.span(chunk.start, chunk.start + len(keyword))),))
    except (RepeatedPart, MissingPart, Misplaced) as e:
        return _Result(problems=(_refused(e, source, chunk.start),), cut=isinstance(e, MissingPart))
    except pp.ParseBaseException as e:
        line_end = source.text.find("\n", chunk.end)
        written = source.text[chunk.start : line_end if line_end >= 0 else None]
        mistake = explain(text, e.loc, e.msg.removeprefix("Expected ").strip(), keyword, written)
        return _Result(
            problems=(_reported(mistake, source, chunk.start),),
            cut=mistake.end >= len(text),
            open=mistake.message.endswith("closing quote"),
        )
    return _Result(*_shaped(placed_tree))


def _no_declaration(source: Source, chunk: Chunk, keyword: str) -> Diagnostic:
    span = source.span(chunk.start, chunk.start + max(1, len(keyword)))
    if keyword.lower() in DECLARATIONS:
        help_ = f"words of the language are written in small letters: `{keyword.lower()}`"
    elif any(keyword == part.split()[0] for parts in PARTS.values() for part in parts):
        help_ = "parts of a declaration are indented"
    elif near := nearest(keyword, DECLARATIONS):
        help_ = f"did you mean `{near}`?"
    else:
        help_ = "declarations are " + ", ".join(DECLARATIONS)
    return diagnostic("P002", f"`{shown(keyword)}` begins no declaration", span, help=help_)


def _refused(e: RepeatedPart | MissingPart | Misplaced, source: Source, by: int) -> Diagnostic:
    """Return the report of a part that is missing, stands twice or cannot stand there."""
    if isinstance(e, RepeatedPart):
        return diagnostic(
            "P006",
            "the clause has a second norm" if e.key == "norm" else f"`{e.key}` stands twice",
            _moved(e.second, source.path, by),
            related=[(_moved(e.first, source.path, by), "the first one")],
        )
    where = _moved(e.where, source.path, by)
    if isinstance(e, MissingPart):
        return diagnostic("P007", f"this lacks {e.what}", where)
    return diagnostic("P001", e.what, where)


def _reported(mistake: Mistake, source: Source, by: int) -> Diagnostic:
    also = mistake.also
    related = [(source.span(also[0] + by, also[1] + by), also[2])] if also else []
    span = source.span(mistake.start + by, mistake.end + by)
    return diagnostic(mistake.code, mistake.message, span, related=related, help=mistake.help)


def _nested(where: Span, what: str = "too many levels of nesting or terms of a chain") -> Diagnostic:
    return diagnostic("P004", what, where, label="too deep here")


def _too_much(source: Source, chunk: Chunk) -> Diagnostic | None:
    """Return a report when a declaration is larger or deeper than any that a person writes."""
    depth = words = blanks = 0
    for m in _PIECE.finditer(source.text, chunk.start, chunk.end):
        if m.lastgroup == "word":
            words += 1
            depth += {"(": 1, ")": -1}.get(m.group(), 0)
        elif m.lastgroup == "blank":
            blanks += max(0, m.end() - m.start() - 8)
        if depth > DEEPEST:
            what = f"more than {DEEPEST} parentheses within one another"
            return _nested(source.span(m.start(), m.end()), what)
    what = f"{MOST_WORDS:,} words" if words > MOST_WORDS else f"{MOST_BLANKS:,} blanks"
    if words > MOST_WORDS or blanks > MOST_BLANKS:
        where = source.span(chunk.start, chunk.start + 1)
        return diagnostic("P009", f"the declaration has more than {what}", where)
    return None


# --- tables ----------------------------------------------------------------------------------


def _shaped(tree: n.Declaration) -> tuple[n.Declaration, tuple[Diagnostic, ...]]:
    """Return the declaration without the rows that do not fit their header, and reports of them."""
    if isinstance(tree, n.ScheduleDecl | n.FactDecl):
        table, problems = _fitting(tree.table)
        return (replace(tree, table=table) if problems else tree), problems
    if not isinstance(tree, n.Amendment):
        return tree, ()
    edits = []
    found: tuple[Diagnostic, ...] = ()
    for edit in tree.edits:
        if isinstance(edit, n.ReplaceSchedule | n.AddRows):
            table, problems = _fitting(edit.table)
            edit = replace(edit, table=table) if problems else edit
            found += problems
        edits.append(edit)
    return (replace(tree, edits=tuple(edits)) if found else tree), found


def _fitting(table: n.Table) -> tuple[n.Table, tuple[Diagnostic, ...]]:
    columns = len(table.header)
    wrong = [row for row in table.rows if len(row) != columns]
    if not wrong:
        return table, ()
    header = table.header[0].span.to(table.header[-1].span)
    cells = {len(row) for row in table.rows}
    if len(wrong) > 1 and len(cells) == 1:
        message = f"the header has {_counted(columns, 'column')}, every row {_counted(cells.pop(), 'cell')}"
        return replace(table, rows=()), (diagnostic("P008", message, header),)
    reports = tuple(
        diagnostic(
            "P008",
            f"the row has {_counted(len(row), 'cell')}, the header {_counted(columns, 'column')}",
            row[0].span.to(row[-1].span),
            related=[(header, "the header")],
        )
        for row in wrong
    )
    return replace(table, rows=tuple(row for row in table.rows if len(row) == columns)), reports


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


# --- places ----------------------------------------------------------------------------------


def _moved(span: Span, path: str, by: int) -> Span:
    return Span(path, span.start + by, span.end + by)


def placed(tree: Any, path: str, by: int) -> Any:
    """Return ``tree`` with every span moved to where its declaration stands in the file."""
    if isinstance(tree, Span):
        return _moved(tree, path, by)
    if isinstance(tree, tuple):
        return tuple([placed(item, path, by) for item in tree])
    if is_dataclass(tree) and not isinstance(tree, type):
        return type(tree)(*[placed(getattr(tree, name), path, by) for name in field_names(type(tree))])
    return tree
