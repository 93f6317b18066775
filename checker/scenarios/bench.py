"""What every scenario is evaluated on: the agreements' rules, read once, and no facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checker import pipeline
from checker.diagnostics import Diagnostic
from checker.facts.read import FactFile
from checker.ir import nodes as ir
from checker.scenarios.amended import amended, amendment_text, placed, without_facts
from checker.scenarios.read import Scenario
from checker.source import Source
from checker.typed.types import FactKind
from checker.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one agreement, and what its facts are checked against."""

    agreement: ir.Agreement
    kinds: Mapping[str, FactKind]
    known_funds: frozenset[str]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Bench:
    """A workspace without its facts, the rules by agreement folder, and the files that may be used."""

    workspace: Workspace
    rules: Mapping[str, Rules]
    files: Mapping[str, FactFile]


def bench_of(workspace: Workspace) -> tuple[Bench, tuple[Diagnostic, ...], Mapping[str, Source]]:
    """Return what the scenarios of a workspace are evaluated on, the mistakes in it, and its texts."""
    bare = without_facts(workspace)
    loaded = pipeline.load(bare)
    files = {f.path: f for a in workspace.agreements for f in a.facts}
    files |= {f.path: f for f in workspace.shared_facts}
    rules = {} if _wrong(loaded.diagnostics) else rules_of(loaded)
    return Bench(bare, rules, files), loaded.diagnostics, loaded.sources


def rules_of(loaded: pipeline.Loaded) -> dict[str, Rules]:
    """Return the rules of every agreement, by its folder."""
    kinds = {name: kind for name, kind in loaded.program.kinds.items() if kind.name != "amendment"}
    funds = pipeline.known_funds(loaded.program)
    return {
        agreement.document.span.path.split("/")[1]: Rules(agreement, kinds, funds, loaded.sources)
        for agreement in loaded.rules.agreements.values()
    }


def rules_for(bench: Bench, scenario: Scenario) -> tuple[Rules | None, list[Diagnostic]]:
    """Return the rules with the scenario's own amendments, or None and what is wrong with those."""
    if scenario.entry.amendments is None:
        return bench.rules[scenario.folder], []
    loaded = pipeline.load(amended(bench.workspace, scenario))
    own = amendment_text(scenario).path
    problems = [placed(d, scenario) for d in loaded.diagnostics if d.severity == "error"]
    if problems:
        return None, problems
    rules = rules_of(loaded)[scenario.folder]
    without_own = {path: text for path, text in rules.sources.items() if path != own}
    return Rules(rules.agreement, rules.kinds, rules.known_funds, {**without_own, own: rules.sources[own]}), []


def _wrong(problems: Iterable[Diagnostic]) -> bool:
    return any(p.severity == "error" for p in problems)
