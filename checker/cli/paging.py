"""What ``redline sources page`` gathers: documents, declarations, rules, and what scenarios expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli import common

if TYPE_CHECKING:
    from checker.cli.library import Library
    from checker.report.paragraphs import Book, Shelved, Tried
    from checker.scenarios.read import Scenario
    from checker.syntax import nodes as s

ORDER = (
    "violated",
    "undetermined",
    "needs_judgement",
    "excused",
    "compliant",
    "met",
    "nothing",
    "not_applicable",
)
"""Verdicts as a page lists them, worst first."""


def book_of(books: Library, folder: str, *, full: bool) -> Book:
    """Return the agreement of a folder paragraph by paragraph, or end the run."""
    from checker import pipeline
    from checker.report.paragraphs import book
    from checker.syntax import nodes as s

    # no fact is read: what decides a clause is told by its text
    bare = tuple(replace(a, facts=()) for a in books.workspace.agreements)
    loaded = pipeline.load(replace(books.workspace, agreements=bare, shared_facts=(), documents={}))
    common.stop([d for d in loaded.diagnostics if d.severity == "error"], dict(loaded.sources), books.color)
    declared = _declared(books, folder)
    head = next(d for d in declared if isinstance(d, s.Document))
    rules = loaded.rules.agreements[head.name.text]
    approvals = {n: v for d in loaded.program.shared.values() for n, v in d.approvals.items()}
    return book(
        rules,
        approvals | rules.document.approvals,
        _shelved(books, folder, declared),
        [d for d in declared if isinstance(d, s.Amendment)],
        _tried(books, folder),
        full=full,
    )


def _declared(books: Library, folder: str) -> list[s.Declaration]:
    from checker.syntax.parse import parse

    sources = next(a.sources for a in books.workspace.agreements if a.name == folder)
    return [d for source in sources for d in parse(source)[0].declarations]


def _shelved(books: Library, folder: str, declared: Sequence[s.Declaration]) -> list[Shelved]:
    """Return the documents of a folder, the agreement's own first."""
    from checker.report.paragraphs import Shelved
    from checker.sources.defects import defects

    found = []
    at_hand = {shelf.document.source.path: shelf for shelf in books.shelves}
    for path, names in _named(books, folder).items():
        shelf = at_hand.get(path)
        document = shelf.document if shelf else None
        citations = tuple(c for each in books.instruments if each.name in names for c in each.citations)
        notes = defects(document) if document else ()
        found.append(Shelved(path, names, document, citations, _citing(declared, names), notes))
    return found


def _named(books: Library, folder: str) -> dict[str, tuple[str, ...]]:
    """Return the documents of a folder by path, or by the name they are given, and who names them."""
    found: dict[str, tuple[str, ...]] = {}
    for each in books.instruments:
        if each.folder == folder:
            source = books.source_of(each)
            path = source.path if source else each.source
            found[path] = (*found.get(path, ()), each.name)
    return found


def _citing(declared: Sequence[s.Declaration], names: Sequence[str]) -> tuple[s.Declaration, ...]:
    """Return what the agreement declares, if it is one of ``names``, and the amendments among them."""
    from checker.syntax import nodes as s

    found: list[s.Declaration] = []
    if any(isinstance(d, s.Document) and d.name.text in names for d in declared):
        found += [d for d in declared if not isinstance(d, s.Document | s.Amendment)]
    for d in declared:
        if isinstance(d, s.Amendment) and d.name.text in names:
            found += [e.clause for e in d.edits if isinstance(e, s.ReplaceClause | s.InsertClause)]
    return tuple(found)


def _tried(books: Library, folder: str) -> Mapping[str, Sequence[Tried]]:
    """Return what the scenarios of a folder expect, by clause."""
    from checker.report.paragraphs import Tried

    verdicts: dict[tuple[str, str], set[str]] = {}
    titles: dict[str, str] = {}
    for scenario in _scenarios(books, folder):
        titles[scenario.entry.id] = scenario.entry.title
        for each in scenario.entry.expect:
            clause = each.clause.rpartition("/")[2]
            verdicts.setdefault((clause, scenario.entry.id), set()).add(each.verdict)
    found: dict[str, list[Tried]] = {}
    for (clause, scenario_id), told in sorted(verdicts.items()):
        ordered = tuple(verdict for verdict in ORDER if verdict in told)
        found.setdefault(clause, []).append(Tried(scenario_id, titles[scenario_id], ordered))
    return found


def _scenarios(books: Library, folder: str) -> list[Scenario]:
    from checker.scenarios.read import read_scenarios
    from checker.workspace import SCENARIOS, relative, text_file

    found: list[Scenario] = []
    root: Path = books.workspace.root
    for path in sorted((root / "agreements" / folder / SCENARIOS).rglob("*.y*ml")):
        source, problems = text_file(path, relative(path, root))
        made, wrong = read_scenarios(folder, source) if source else ((), [])
        common.stop([*problems, *wrong], {source.path: source} if source else {}, books.color)
        found += made
    return found
