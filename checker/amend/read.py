"""A draft read into the workspace of the agreement that it amends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from checker import pipeline, settings
from checker.compare.catalogue import CATALOGUE
from checker.diagnostics import Diagnostic, diagnostic
from checker.neighbours import folders, only
from checker.pipeline import Loaded
from checker.source import Source
from checker.syntax import nodes as s
from checker.syntax.parse import parse
from checker.workspace import (
    AgreementFiles,
    Workspace,
    read_facts_file,
    read_workspace,
    relative,
    text_file,
)


@dataclass(frozen=True)
class Draft:
    """A draft with the workspace it was read into: the amendments in it, and what they amend.

    ``missing`` names the agreement that they are to where that is not on file.
    """

    loaded: Loaded
    names: tuple[str, ...]
    agreement: str
    missing: str = ""


def load_draft(
    start: Path, path: Path, facts: Sequence[Path] = ()
) -> tuple[Draft | None, list[Diagnostic], Mapping[str, Source]]:
    """Return a draft in its workspace, with more registers and ledgers; or why not, with every mistake.

    Only the agreement that the draft amends is read, and those that its text mentions.
    """
    workspace, problems = read_workspace(start)
    if workspace is None:
        return None, problems, {}
    toml = workspace.texts.get(settings.FILE)
    if toml is not None:
        problems += settings.unknown_effects(toml, workspace.settings, CATALOGUE)
    name = relative(path, workspace.root)
    source, found = text_file(path, name)
    problems += found
    if source is None:
        return None, problems, workspace.texts
    tree, _ = parse(source)
    declared = [d for d in tree.declarations if isinstance(d, s.Amendment)]
    known = {a.name: a for a in workspace.agreements}
    folder = folders(known)
    to = {d.to.text: d for d in declared}
    problems += _wrong_heads(source, declared, to)
    target = next(iter(to), "")
    if target not in folder:
        return _without_base(workspace, source, declared, target, problems)
    made = _with_draft(only(workspace, [folder[target]]), folder[target], source)
    made, more = _with_facts(made, folder[target], facts)
    problems += more
    if any(p.severity == "error" for p in problems):
        return None, problems, {**made.texts, name: source}
    loaded = pipeline.load(made)
    names = tuple(d.name.text for d in declared)
    return (
        Draft(loaded, names, target),
        list(dict.fromkeys([*problems, *loaded.diagnostics])),
        {**made.texts, **loaded.sources, name: source},
    )


def _wrong_heads(
    source: Source, declared: Sequence[s.Amendment], to: Mapping[str, s.Amendment]
) -> list[Diagnostic]:
    if not declared:
        mistakes = [d for d in parse(source)[1] if d.severity == "error"]
        what, help_ = "the draft holds no amendment", "write `amendment NAME to AGREEMENT`"
        return mistakes or [diagnostic("N011", what, source.span(0, 0), help=help_)]
    first, *others = to.values()
    return [
        diagnostic(
            "A013",
            "a draft is to one agreement",
            d.to.span,
            related=[(first.to.span, "the other one")],
        )
        for d in others
    ]


def _without_base(
    workspace: Workspace,
    source: Source,
    declared: Sequence[s.Amendment],
    target: str,
    problems: list[Diagnostic],
) -> tuple[Draft | None, list[Diagnostic], Mapping[str, Source]]:
    """Return a draft to an agreement that is not on file: nothing can be applied."""
    mistakes = list(dict.fromkeys([*problems, *parse(source)[1]]))
    texts = {**workspace.texts, source.path: source}
    if any(p.severity == "error" for p in mistakes):
        return None, mistakes, texts
    loaded = pipeline.load(only(workspace, []))
    names = tuple(d.name.text for d in declared)
    loaded = replace(loaded, sources={**loaded.sources, source.path: source})
    return Draft(loaded, names, "", target), mistakes, texts


def _with_draft(workspace: Workspace, folder: str, source: Source) -> Workspace:
    """Return the workspace with the draft's text in the agreement's folder, once."""

    def put(a: AgreementFiles) -> AgreementFiles:
        others = tuple(x for x in a.sources if x.path != source.path)
        return replace(a, sources=(*others, source)) if a.name == folder else a

    digests = _with_digests(workspace, {source.path: source.text.encode()})
    return replace(workspace, agreements=tuple(put(a) for a in workspace.agreements), digests=digests)


def _with_digests(workspace: Workspace, contents: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Return the digests of what was read, more files included."""
    more = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    return tuple(sorted({**dict(workspace.digests), **more}.items()))


def _with_facts(
    workspace: Workspace, folder: str, paths: Sequence[Path]
) -> tuple[Workspace, list[Diagnostic]]:
    found = [read_facts_file(p, relative(p, workspace.root)) for p in paths]
    files = tuple(f for f, _ in found if f is not None)
    given = {f.path for f in files}

    def put(a: AgreementFiles) -> AgreementFiles:
        others = tuple(x for x in a.facts if x.path not in given)
        return replace(a, facts=(*others, *files)) if a.name == folder else a

    digests = _with_digests(workspace, {f.path: f.data for f in files})
    made = replace(workspace, agreements=tuple(put(a) for a in workspace.agreements), digests=digests)
    return made, [d for _, ds in found for d in ds]
