"""Scenarios on both sides: expectations that are others now, scenarios that are gone, new or rewritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from checker.facts import tree
from checker.findings.gated import Listed
from checker.gate.states import State
from checker.scenarios.model import FIGURES, FRAGMENTS, ExpectationEntry
from checker.scenarios.read import Scenario

ByKey = dict[tuple[str, str], Scenario]
"""Scenarios by agreement and id."""
About = tuple[str, tuple[tuple[str, str], ...]]


def scenarios_listed(before: State, after: State) -> Iterator[Listed]:
    """Yield what is different in what the scenarios give and expect."""
    was, now = _by_id(before), _by_id(after)
    alone = set(_agreements(before)) ^ set(_agreements(after))
    yield from _with_their_agreement(was, now, alone)
    was, now = ({k: s for k, s in found.items() if k[0] not in alone} for found in (was, now))
    for key in dict.fromkeys([*was, *now]):
        old, new = was.get(key), now.get(key)
        if old is None and new is not None:
            yield _listed(new, "", "", _counted(new))
        elif old is not None and new is None:
            yield _listed(old, "", _counted(old), "", gone=True)
        elif old is not None and new is not None:
            yield from _changed(old, new)


def _by_id(state: State) -> ByKey:
    """Return the scenarios by their agreement, whatever its folder is called, and their id."""
    names = {state.folder(name): name for name in _agreements(state)}
    return {
        (names.get(s.folder, s.folder), s.entry.id): s for found in state.scenarios.values() for s in found
    }


def _agreements(state: State) -> Iterable[str]:
    return state.loaded.program.agreements


def _with_their_agreement(was: ByKey, now: ByKey, alone: Collection[str]) -> Iterator[Listed]:
    """Yield how many scenarios came or went with their agreement: to list each would say nothing more."""
    for name in sorted(alone):
        old, new = (sum(1 for agreement, _ in found if agreement == name) for found in (was, now))
        if old or new:
            told = [f"{n} {'scenario' if n == 1 else 'scenarios'}" if n else "" for n in (old, new)]
            whole = f"{name}: all"
            yield Listed(
                kind="scenario", agreement=name, what=whole, old=told[0], new=told[1], path="", line=1
            )  # fmt: skip


def _changed(old: Scenario, new: Scenario) -> Iterator[Listed]:
    was, now = _expected(old), _expected(new)
    for about in dict.fromkeys([*was, *now]):
        told = was.get(about, ("", 0))[0], now.get(about, ("", 0))[0]
        if told[0] != told[1]:
            line = new.line("expect", now[about][1], "verdict") if about in now else new.line("id")
            yield _listed(new, _subject(about), *told, line=line)
    for what in ("as_of", "settings", "uses", "todo"):
        values = [_shown(getattr(s.entry, what)) for s in (old, new)]
        if values[0] != values[1]:
            yield _listed(new, what, *values)
    for what in ("register", "ledgers", "amendments"):
        given = [_plain(s.nodes.get(what)) for s in (old, new)]
        if given[0] != given[1]:
            yield _listed(new, what, "as it was", "rewritten")


def _expected(scenario: Scenario) -> Mapping[About, tuple[str, int]]:
    return {_about(e): (_told(e), n) for n, e in enumerate(scenario.entry.expect)}


def _about(e: ExpectationEntry) -> About:
    return e.clause.rpartition("/")[2], tuple(sorted(e.subject.items()))


def _told(e: ExpectationEntry) -> str:
    given = [(name, getattr(e, name)) for name in (*FIGURES, *FRAGMENTS)]
    return ", ".join([e.verdict, *(f"{name} {value}" for name, value in given if value is not None)])


def _subject(about: About) -> str:
    return ", ".join([about[0], *(value for _, value in about[1])])


def _counted(scenario: Scenario) -> str:
    number = len(scenario.entry.expect)
    return f"{number} {'expectation' if number == 1 else 'expectations'}"


def _plain(node: tree.Node | None) -> Any:
    match node:
        case tree.Scalar():
            return node.text
        case tree.Items():
            return [_plain(item) for item in node.items]
        case tree.Mapping():
            return {key.text: _plain(value) for key, value in node.pairs}
    return None


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {each}" for name, each in sorted(value.items()))
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _listed(
    scenario: Scenario, what: str, old: str, new: str, *, line: int = 0, gone: bool = False
) -> Listed:
    whose = f"{scenario.folder}/{scenario.entry.id}"
    return Listed(
        kind="scenario",
        agreement=scenario.folder,
        what=f"{whose}: {what}" if what else whose,
        old=old,
        new=new,
        path="" if gone else scenario.source.path,
        line=line or scenario.line("id"),
    )
