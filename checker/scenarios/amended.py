"""An agreement with the amendments that a scenario puts on top of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from checker.diagnostics import Diagnostic
from checker.diagnostics.record import Label
from checker.facts import tree
from checker.scenarios.read import Scenario
from checker.source import Source, Span
from checker.syntax import nodes as s
from checker.syntax.parse import parse
from checker.workspace import AgreementFiles, Workspace


def amended(workspace: Workspace, scenario: Scenario) -> Workspace:
    """Return the workspace with only the scenario's agreement, and the scenario's amendments in it.

    An amendment of the agreement's own that has the same name makes room for the scenario's.
    """
    text = amendment_text(scenario)
    names = {d.name.text for d in parse(text)[0].declarations if isinstance(d, s.Amendment)}
    agreement = next(a for a in workspace.agreements if a.name == scenario.folder)
    sources = (*(kept for each in agreement.sources for kept in _without(each, names)), text)
    return replace(workspace, agreements=(replace(agreement, sources=sources),))


def amendment_text(scenario: Scenario) -> Source:
    """Return the amendments as a clause file of their own, named after the scenario's."""
    return Source(_path(scenario), scenario.entry.amendments or "")


def _path(scenario: Scenario) -> str:
    return f"{scenario.source.path}#{scenario.entry.id}.clause"


def without_facts(workspace: Workspace) -> Workspace:
    """Return the workspace without its facts: a scenario brings its own."""
    bare = tuple(replace(a, facts=()) for a in workspace.agreements)
    return replace(workspace, agreements=bare, shared_facts=())


def one_agreement(workspace: Workspace, folder: str) -> AgreementFiles:
    """Return the files of an agreement's folder."""
    return next(a for a in workspace.agreements if a.name == folder)


def _without(source: Source, names: set[str]) -> Iterator[Source]:
    """Yield the text with the amendments of these names blanked; nothing where nothing else is in it."""
    declarations = parse(source)[0].declarations
    struck = [d for d in declarations if isinstance(d, s.Amendment) and d.name.text in names]
    text = source.text
    for d in struck:
        blank = "".join(ch if ch in "\r\n" else " " for ch in text[d.span.start : d.span.end])
        text = text[: d.span.start] + blank + text[d.span.end :]
    if len(struck) < len(declarations) or not declarations:
        yield Source(source.path, text) if struck else source


# --- places ----------------------------------------------------------------------------------


def placed(problem: Diagnostic, scenario: Scenario) -> Diagnostic:
    """Return a mistake in the amendments' text at its place in the scenario file."""
    labels = [_label(label, scenario) for label in (problem.primary, *problem.related)]
    return replace(problem, primary=labels[0], related=tuple(labels[1:]))


def _label(label: Label, scenario: Scenario) -> Label:
    where = label.where
    if where.path != _path(scenario):
        return label
    node = scenario.nodes["amendments"]
    if not isinstance(where, Span) or not isinstance(node, tree.Scalar):
        return replace(label, where=node.span)
    offset = _offsets(scenario.source, node)
    return replace(label, where=scenario.source.span(offset(where.start), offset(where.end)))


class _Offsets:
    """Maps places in the text of a block (`|`) to the file; elsewhere to the value as a whole."""

    def __init__(self, source: Source, node: tree.Scalar) -> None:
        self.source, self.node = source, node
        self.block = source.text[node.span.start : node.span.start + 1] == "|"
        self.text = Source("", node.text)
        self.first = source.line_column(node.span.start)[0] + 1
        self.indent = self._indent()

    def _indent(self) -> int:
        body = self.source.text[self.node.span.start : self.node.span.end].split("\n")[1:]
        lines = [line for line in body if line.strip()]
        return min((len(line) - len(line.lstrip(" ")) for line in lines), default=0)

    def __call__(self, place: int) -> int:
        if not self.block:
            return self.node.span.start
        line, column = self.text.line_column(min(place, len(self.text.text)))
        start = self._start(self.first + line - 1)
        return min(start + self.indent + column - 1, self.node.span.end)

    def _start(self, number: int) -> int:
        text, at = self.source.text, 0
        for _ in range(number - 1):
            at = text.find("\n", at) + 1 or len(text)
        return at


def _offsets(source: Source, node: tree.Scalar) -> _Offsets:
    return _Offsets(source, node)
