"""Pins written into clause files, with the difference shown and a person asked where it matters."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.cli.library import Library
    from checker.source import Source
    from checker.sources.pins import Repin


def update(books: Library, *, dry_run: bool, yes: bool) -> bool:
    """Write the pins that are wanted; return False where a person has yet to agree."""
    from checker.format import diff
    from checker.sources.pins import repins

    found = [r for shelf in books.shelves for r in repins(shelf.document, shelf.citations)]
    files = [(source, _written(source, mine)) for source, mine in _by_file(books, found)]
    changed = [r for r in found if r.changed]
    parts = [*_changed(books, changed), *(diff(source, text) for source, text in files)]
    if parts:
        common.emit("\n".join(parts))
    counts = f"{_pins(len(found) - len(changed))} to add, {len(changed)} to change"
    if not found:
        common.note("every citation is pinned to its passage as it is")
        return True
    if dry_run:
        common.note(f"{counts}; nothing is written")
        return True
    if changed and not yes and not _agreed(len(changed)):
        common.note(f"{counts}; nothing is written. Compare each clause with its passage, then give --yes")
        return False
    for source, text in files:
        common.save(text, books.workspace.root / source.path)
    common.note(f"{_pins(len(found) - len(changed))} added, {len(changed)} changed")
    return True


def _by_file(books: Library, found: Sequence[Repin]) -> Iterator[tuple[Source, list[Repin]]]:
    files: dict[str, dict[int, Repin]] = {}
    for each in found:
        # two documents of one folder may share a citation; it is written once
        files.setdefault(each.citing.span.path, {})[each.citing.span.start] = each
    for path, mine in sorted(files.items()):
        yield books.workspace.texts[path], list(mine.values())


def _written(source: Source, changes: Sequence[Repin]) -> str:
    """Return a file with its pins; in its one layout, if it was in it."""
    from checker.format import format_source
    from checker.source import Source as Text
    from checker.sources.pins import repinned

    text = repinned(source, changes)
    before, _ = format_source(source)
    if before != source.text:
        return text
    after, _ = format_source(Text(source.path, text))
    return after


def _changed(books: Library, changes: Sequence[Repin]) -> Iterator[str]:
    """Yield what a person has to compare: each passage as it is now, and the clauses that cite it."""
    from checker.cli.library import passage_text

    mine: dict[tuple[str, str], list[Repin]] = {}
    for each in changes:
        mine.setdefault((each.document.source.path, each.label), []).append(each)
    for (_, label), repins in mine.items():
        cited = [(label, each.citing) for each in repins]
        yield passage_text(books, repins[0].document, label, cited, color=False)


def _pins(number: int) -> str:
    return f"{number} pin{'' if number == 1 else 's'}"


def _agreed(number: int) -> bool:
    """Return whether somebody at the terminal says that the clauses still say what the passages say."""
    if not sys.stdin.isatty():
        return False
    question = "this clause was" if number == 1 else f"these {number} clauses were"
    return click.confirm(f"Write the new pins: {question} compared with the passages?", err=True)
