"""The only place where the stages are chained: texts, trees, types, rules, facts, findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checker import assemble
from checker.analyse.facts import names_in_facts
from checker.analyse.program import analyse
from checker.diagnostics import Diagnostic
from checker.facts.read import read_facts
from checker.facts.store import Facts
from checker.findings.consolidated import Consolidated
from checker.findings.model import Result
from checker.ir import nodes as ir
from checker.ir.from_typed import lower
from checker.kept import parsed
from checker.neighbours import funds_named, questions_named
from checker.source import Source
from checker.syntax.depth import room_to_recurse
from checker.syntax.nodes import File
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program
from checker.typed.types import FactKind

if TYPE_CHECKING:
    from checker.workspace import AgreementFiles, Workspace


@dataclass(frozen=True)
class Loaded:
    """A workspace, read through: the program and the facts, with every mistake in either."""

    workspace: Workspace
    program: t.Program
    rules: ir.Program
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    facts: Mapping[str, Facts]


def load(workspace: Workspace) -> Loaded:
    """Return everything a workspace holds, typed and analysed, and what is wrong with it."""
    with room_to_recurse():
        return _load(workspace)


def _load(workspace: Workspace) -> Loaded:
    sources: dict[str, Source] = {}
    problems: list[Diagnostic] = []
    shared = [_parsed(s, sources, problems) for s in workspace.rules]
    folders = {a.name: [_parsed(s, sources, problems) for s in a.sources] for a in workspace.agreements}
    program, found, used = type_program(shared, folders)
    problems += found
    rules = lower(program)
    files = [f for group in (shared, *folders.values()) for f in group]
    if not any(p.severity == "error" for p in problems):
        at_hand = {n: assemble.documents_of(workspace, d.span.path) for n, d in program.agreements.items()}
        problems += analyse(program, rules, files, used, at_hand)
    facts: dict[str, Facts] = {}
    for a in workspace.agreements:
        facts[a.name] = _facts(workspace, a, program, sources, problems)
    if not any(p.severity == "error" for p in problems):
        problems += _names_in_facts(workspace, rules, facts)
    ordered = tuple(sorted(dict.fromkeys(problems), key=lambda d: d.sort_key))
    return Loaded(workspace, program, rules, ordered, sources, facts)


def _parsed(source: Source, sources: dict[str, Source], problems: list[Diagnostic]) -> File:
    sources[source.path] = source
    tree, found = parsed(source)
    problems += found
    return tree


def _facts(
    workspace: Workspace,
    a: AgreementFiles,
    program: t.Program,
    sources: dict[str, Source],
    problems: list[Diagnostic],
) -> Facts:
    files = [*workspace.shared_facts, *a.facts]
    funds = known_funds(program) | funds_named(workspace.unread)
    facts, found, texts = read_facts(files, kinds_of(program, a.name), funds)
    problems += found
    sources.update({s.path: s for s in texts})
    return facts


def _names_in_facts(
    workspace: Workspace, rules: ir.Program, facts: Mapping[str, Facts]
) -> list[Diagnostic]:
    asked = {x for a in rules.agreements.values() for x in (*a.questions, *a.assumptions)}
    asked |= questions_named(workspace.unread)
    found: list[Diagnostic] = []
    for a in rules.agreements.values():
        folder = next((f for f in facts if f"/{f}/" in a.document.span.path), None)
        if folder is not None:
            found += names_in_facts(a, facts[folder], asked)
    return found


def kinds_of(program: t.Program, folder: str) -> dict[str, FactKind]:
    """Return the kinds of fact that the files of an agreement's folder may hold."""
    own = next((d.kinds for d in program.agreements.values() if f"/{folder}/" in d.span.path), program.kinds)
    return {k: v for k, v in own.items() if k != "amendment"}


def known_funds(program: t.Program) -> frozenset[str]:
    """Return every fund that stands in a schedule of any agreement, amended or not."""
    found: set[str] = set()
    for document in program.agreements.values():
        versions = [document.schedules, *(a.schedules for a in document.amendments)]
        for schedule in (s for v in versions for s in v.values()):
            columns = [f.name for f in schedule.kind.fields if f.type.kind == "fund"]
            found.update(str(r.values[c]) for r in schedule.rows for c in columns if c in r.values)
    return frozenset(found)


def check(
    loaded: Loaded,
    *,
    as_of: date | None = None,
    agreements: frozenset[str] = frozenset(),
    clauses: frozenset[str] = frozenset(),
    progress: Callable[[str], None] | None = None,
) -> Result:
    """Return what a check says; empty sets select everything."""
    with room_to_recurse():
        return _check(loaded, as_of, agreements, clauses, progress)


def _check(
    loaded: Loaded,
    as_of: date | None,
    agreements: frozenset[str],
    clauses: frozenset[str],
    progress: Callable[[str], None] | None,
) -> Result:
    chosen = {n: a for n, a in loaded.rules.agreements.items() if not agreements or n in agreements}
    return assemble.assemble(
        workspace=loaded.workspace,
        rules=chosen,
        facts=loaded.facts,
        sources=loaded.sources,
        as_of=as_of,
        clauses=clauses,
        progress=progress,
    )


def consolidated(loaded: Loaded, name: str, as_of: date | None = None) -> Consolidated:
    """Return an agreement as it stands on a day."""
    with room_to_recurse():
        return assemble.consolidated(
            workspace=loaded.workspace,
            agreement=loaded.rules.agreements[name],
            facts=loaded.facts[folder_of(loaded, name)],
            sources=loaded.sources,
            as_of=as_of,
        )


def folder_of(loaded: Loaded, name: str) -> str:
    """Return the folder of an agreement."""
    parts = loaded.program.agreements[name].span.path.split("/")
    return next(p for p in parts if p in loaded.facts)


def format_text(source: Source) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a clause file in its one layout, unchanged where it has mistakes."""
    from checker.format import format_source

    return format_source(source)


def show(stage: str, source: Source, workspace: Workspace | None) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return a clause file at a stage of its way, as text, and what is wrong with it."""
    with room_to_recurse():
        return _shown(stage, source, workspace)


def _shown(stage: str, source: Source, workspace: Workspace | None) -> tuple[str, tuple[Diagnostic, ...]]:
    from checker.show import show_ir, show_syntax, show_typed

    tree, problems = parse(source)
    if stage == "syntax" or any(p.severity == "error" for p in problems):
        return show_syntax(tree), problems
    program, found = _program_with(source, tree, workspace)
    if stage == "typed":
        return show_typed(program, source.path), (*problems, *found)
    return show_ir(lower(program), source.path), (*problems, *found)


def _program_with(
    source: Source, tree: File, workspace: Workspace | None
) -> tuple[t.Program, tuple[Diagnostic, ...]]:
    """Type a file among the others of its folder, or else beside the shipped rules alone."""
    from checker.workspace import shipped_rules

    rules = workspace.rules if workspace else shipped_rules()
    shared = [tree if s.path == source.path else parse(s)[0] for s in rules]
    folders: dict[str, list[File]] = {}
    for a in workspace.agreements if workspace else ():
        folders[a.name] = [tree if s.path == source.path else parse(s)[0] for s in a.sources]
    known = any(f is tree for group in (shared, *folders.values()) for f in group)
    if not known:
        folders["this file"] = [tree]
    program, found, _ = type_program(shared, folders)
    return program, tuple(d for d in found if _path(d) == source.path)


def _path(d: Diagnostic) -> str:
    return d.primary.where.path
