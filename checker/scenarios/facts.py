"""The facts of one scenario: its own, and those of the files it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checker.diagnostics import Diagnostic, diagnostic
from checker.facts import tree
from checker.facts.read import FactFile, read_facts
from checker.facts.store import Facts
from checker.scenarios.read import FACTS, Scenario
from checker.source import Source, Span
from checker.typed.types import FactKind
from checker.values.spelling import did_you_mean, listed, shown

Kinds = Mapping[str, FactKind]


def facts_of(
    scenario: Scenario, used: Sequence[FactFile], kinds: Kinds, known_funds: frozenset[str]
) -> tuple[Facts, list[Diagnostic], list[Source]]:
    """Return the facts, every mistake in them, and the texts of the files used.

    A section of the scenario is read as a register file that holds nothing else, so that the
    same checks apply, at the same places.
    """
    kinds = {name: kind for name, kind in kinds.items() if name != "amendment"}
    misplaced = list(_misplaced(scenario, kinds))
    if misplaced:
        return Facts(), misplaced, []
    own = [FactFile(scenario.source.path, _alone(scenario, node)) for node in _sections(scenario)]
    facts, problems, sources = read_facts([*own, *used], with_rows(kinds), known_funds)
    texts = [s for s in sources if s.path != scenario.source.path]
    return facts, list(dict.fromkeys(problems)), texts


def with_rows(kinds: Kinds) -> dict[str, FactKind]:
    """Return the kinds, with those of ledgers a second time as entries of a register.

    A scenario writes the rows of a ledger as entries, column by column.
    """
    ledgers = {name: kind for name, kind in kinds.items() if kind.store == "ledger"}
    rows = {f"{name} as an entry": replace(kind, store="register") for name, kind in ledgers.items()}
    return {**kinds, **rows}


def _sections(scenario: Scenario) -> list[tree.Node]:
    found = [scenario.nodes[name] for name in FACTS if name in scenario.nodes]
    return [node for node in found if isinstance(node, tree.Mapping) and node.pairs]


def _alone(scenario: Scenario, node: tree.Node) -> bytes:
    """Return the file with everything but one part of it blanked, so that places stay as they are."""
    text = scenario.source.text
    before = "".join(ch if ch in "\r\n" else " " for ch in text[: node.span.start])
    return (before + text[node.span.start : node.span.end] + "\n").encode()


def _misplaced(scenario: Scenario, kinds: Kinds) -> Iterator[Diagnostic]:
    """Yield the sections that stand under `register` and belong under `ledgers`, or the reverse."""
    stores = {kind.section: kind.store for kind in kinds.values() if kind.store != "part"}
    for name, store in zip(FACTS, ("register", "ledger"), strict=True):
        node = scenario.nodes.get(name)
        for key, _ in node.pairs if isinstance(node, tree.Mapping) else ():
            if stores.get(key.text, store) != store:
                other = FACTS[1 - FACTS.index(name)]
                message = f"{shown(key.text)} stands under `{name}` and is kept under `{other}`"
                yield diagnostic("F006", message, key.span)
            elif key.text not in stores:
                yield _unknown(key.text, key.span, name, [s for s, kept in stores.items() if kept == store])


def _unknown(section: str, span: Span, name: str, known: list[str]) -> Diagnostic:
    help = did_you_mean(section, known)
    more = "" if help else f"; under `{name}` stand {listed(sorted(known))}"
    return diagnostic("F006", f"no fact is kept in a section {shown(section)}{more}", span, help=help)
