"""An agreement as a scenario takes it: as it was made, and with the amendments that it names or writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.diagnostics import Diagnostic
from checker.diagnostics.record import Label
from checker.facts import tree
from checker.neighbours import with_mentioned
from checker.scenarios.read import Scenario
from checker.source import Source, Span
from checker.workspace import Workspace

FOLDER = "amendments"


def as_made(workspace: Workspace) -> Workspace:
    """Return the selected agreements as they were made: without facts, and without `amendments/`.

    Whether an amendment is in effect turns on votes, and a scenario has only its own. Agreements
    whose schedules those look at come with them.
    """
    bare = {
        a.name: replace(a, facts=(), sources=tuple(s for s in a.sources if not is_amendment(s.path)))
        for a in workspace.agreements
    }
    kept = with_mentioned([n for n in bare if n in workspace.selected], bare)
    return replace(workspace, agreements=tuple(a for n, a in bare.items() if n in kept), shared_facts=())


def is_amendment(path: str) -> bool:
    """Return whether a clause file lies in an agreement's `amendments/`."""
    return path.split("/")[2:3] == [FOLDER]


def amended(made: Workspace, scenario: Scenario, used: Sequence[Source]) -> Workspace:
    """Return the workspace with only the scenario's agreement, its amendments in it, and what it looks at."""
    by_name = {a.name: a for a in made.agreements}
    agreement = by_name[scenario.folder]
    own = () if scenario.entry.amendments is None else (Source(_path(scenario), scenario.entry.amendments),)
    by_name[agreement.name] = replace(agreement, sources=(*agreement.sources, *used, *own))
    kept = with_mentioned([agreement.name], by_name)
    return replace(made, agreements=tuple(a for n, a in by_name.items() if n in kept))


def _path(scenario: Scenario) -> str:
    return f"{scenario.source.path}#{scenario.entry.id}.clause"


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
    offset = _Offsets(scenario.source, node)
    return replace(label, where=scenario.source.span(offset(where.start), offset(where.end)))


class _Offsets:
    """Maps places in the text of a block (`|`) to the file; elsewhere to where the value begins."""

    def __init__(self, source: Source, node: tree.Scalar) -> None:
        self.source, self.node = source, node
        self.block = source.text[node.span.start : node.span.start + 1] == "|"
        self.text = Source("", node.text)
        self.lines = source.text[: node.span.end].splitlines(keepends=True)
        self.first = source.line_column(node.span.start)[0]
        body = [line for line in self.lines[self.first :] if line.strip()]
        self.indent = min((len(line) - len(line.lstrip(" ")) for line in body), default=0)

    def __call__(self, place: int) -> int:
        if not self.block:
            return self.node.span.start
        line, column = self.text.line_column(min(place, len(self.text.text)))
        before = sum(len(each) for each in self.lines[: self.first + line - 1])
        return min(before + self.indent + column - 1, self.node.span.end)
