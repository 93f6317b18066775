"""What every scenario is evaluated on: the agreements' rules, read once, and no facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker import pipeline
from checker.diagnostics import Diagnostic, diagnostic
from checker.facts.read import FactFile
from checker.ir import nodes as ir
from checker.scenarios.amended import amended, as_made, is_amendment, placed
from checker.scenarios.read import Scenario
from checker.source import Source, Span
from checker.typed.types import FactKind
from checker.values.spelling import did_you_mean, shown
from checker.workspace import Workspace

AT_THE_ROOT = ("register/", "ledger/")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one agreement, and what its facts are checked against."""

    agreement: ir.Agreement
    kinds: Mapping[str, FactKind]
    known_funds: frozenset[str]
    sources: Mapping[str, Source]

    def wording(self, span: Span) -> str:
        """Return the text that a span was written with, on one line."""
        source = self.sources.get(span.path)
        return " ".join(source.text[span.start : span.end].split()) if source else ""


@dataclass(frozen=True, slots=True)
class Bench:
    """The agreements as they were made, their rules by folder, and the files a scenario may use."""

    workspace: Workspace
    rules: Mapping[str, Rules]
    facts: Mapping[str, FactFile]
    amendments: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Used:
    """The files that a scenario uses."""

    facts: tuple[FactFile, ...]
    amendments: tuple[Source, ...]


def bench_of(workspace: Workspace) -> tuple[Bench, tuple[Diagnostic, ...], Mapping[str, Source]]:
    """Return what the scenarios of a workspace are evaluated on, the mistakes in it, and its texts."""
    made = as_made(workspace)
    loaded = pipeline.load(made)
    facts = {f.path: f for a in workspace.agreements for f in a.facts} | {
        f.path: f for f in workspace.shared_facts
    }
    amendments = {s.path: s for a in workspace.agreements for s in a.sources if is_amendment(s.path)}
    wrong = any(stops(d) for d in loaded.diagnostics)
    rules = {} if wrong else rules_of(loaded)
    return Bench(made, rules, facts, amendments), loaded.diagnostics, loaded.sources


def stops(problem: Diagnostic) -> bool:
    """Tell whether a mistake stops the scenarios: an amendment that edits nothing is not what was meant."""
    return problem.severity == "error" or problem.code == "A008"


def rules_of(loaded: pipeline.Loaded) -> dict[str, Rules]:
    """Return the rules of every agreement, by its folder."""
    made: dict[str, Rules] = {}
    for name, agreement in loaded.rules.agreements.items():
        alone = replace(loaded.program, agreements={name: loaded.program.agreements[name]})
        folder = agreement.document.span.path.split("/")[1]
        made[folder] = Rules(agreement, agreement.kinds, pipeline.known_funds(alone), loaded.sources)
    return made


def rules_for(bench: Bench, scenario: Scenario, used: Used) -> tuple[Rules | None, list[Diagnostic]]:
    """Return the rules with the scenario's amendments, or None and what is wrong with those."""
    if scenario.entry.amendments is None and not used.amendments:
        return bench.rules[scenario.folder], []
    loaded = pipeline.load(amended(bench.workspace, scenario, used.amendments))
    problems = [placed(d, scenario) for d in loaded.diagnostics if stops(d)]
    return (None, problems) if problems else (rules_of(loaded)[scenario.folder], [])


def used_files(bench: Bench, scenario: Scenario) -> tuple[Used, list[Diagnostic]]:
    """Return the files that a scenario uses, named from the agreement's folder or the workspace's."""
    home = f"agreements/{scenario.folder}/"
    facts: dict[str, FactFile] = {}
    amendments: dict[str, Source] = {}
    problems: list[Diagnostic] = []
    known = [*bench.facts, *bench.amendments]
    for n, name in enumerate(scenario.entry.uses):
        path = next((p for p in (home + name, name) if p in bench.facts or p in bench.amendments), None)
        if path is None:
            near = [p.removeprefix(home) for p in known if p.startswith((home, *AT_THE_ROOT))]
            message = f"there is no register, ledger or amendment {shown(name)}"
            problems.append(
                diagnostic("F013", message, scenario.at("uses", n), help=did_you_mean(name, near))
            )
        elif path in bench.facts:
            facts[path] = bench.facts[path]
        else:
            amendments[path] = bench.amendments[path]
    return Used(tuple(facts.values()), tuple(amendments.values())), problems
