"""Scenario files: YAML, read with every mistake at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from checker.diagnostics import Diagnostic, diagnostic
from checker.facts import tree
from checker.facts.wrong import Wrong
from checker.scenarios.model import ExpectationEntry, ScenarioEntry, ScenarioFile
from checker.settings import Loc, keys_of, nearest_place, without_echoes, wording
from checker.source import Source, Span
from checker.values.spelling import shown

FACTS = ("register", "ledgers")
"""Keys whose values are facts: read as registers are, not here."""

_CODES = {"extra_forbidden": "F002", "missing": "F003"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, checked by itself, with the places of its parts.

    ``nodes`` holds the parts that are read elsewhere: facts, and the amendments' text.
    """

    folder: str
    entry: ScenarioEntry
    source: Source
    loc: Loc
    spans: Mapping[Loc, Span]
    nodes: Mapping[str, tree.Node]

    def at(self, *loc: int | str) -> Span:
        """Return the place of a value inside it, or of the nearest thing around it."""
        return nearest_place(self.source, self.spans, (*self.loc, *loc))

    def line(self, *loc: int | str) -> int:
        """Return the line of a value inside it."""
        return self.source.line_column(self.at(*loc).start)[0]


def read_scenarios(folder: str, source: Source) -> tuple[tuple[Scenario, ...], list[Diagnostic]]:
    """Return the scenarios in a file of an agreement's folder, or none and every mistake in it.

    May report F002 to F005, F012, F017, F018.
    """
    root = tree.tree_of(source)
    if isinstance(root, Diagnostic):
        return (), [root]
    if not isinstance(root, tree.Mapping):
        message = "a scenario file holds a scenario, or a list of them under `scenarios`"
        return (), [diagnostic("F005", message, source.span(root.span.start, root.span.start))]
    reading = _Reading(source)
    written = reading.plain(root, ())
    several = "scenarios" in root.firsts
    try:
        entries = (
            ScenarioFile.model_validate(written).scenarios
            if several
            else (ScenarioEntry.model_validate(written),)
        )
    except ValidationError as error:
        found = without_echoes(error.errors(), lambda loc: _keys_at(loc, several=several))
        return (), reading.problems + [reading.mistake(each, several=several) for each in found]
    made = tuple(reading.scenario(folder, root, n if several else None, e) for n, e in enumerate(entries))
    problems = reading.problems + [p for s in made for p in _repeated(s)]
    if several and not made:
        problems.append(diagnostic("F018", "the file holds no scenarios", reading.keys["scenarios",]))
    return (() if problems else made), problems


def _keys_at(loc: Loc, *, several: bool) -> list[str]:
    inner = loc[2:] if several else loc
    if several and len(loc) < 3:
        return keys_of(ScenarioFile)
    return keys_of(ExpectationEntry if inner[:1] == ("expect",) and len(inner) > 2 else ScenarioEntry)


class _Reading:
    """Turns the tree of one file into plain values, and notes where each stands."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.spans: dict[Loc, Span] = {}
        self.keys: dict[Loc, Span] = {}
        self.problems: list[Diagnostic] = []

    def plain(self, node: tree.Node, loc: Loc) -> Any:
        """Return a value as dicts, tuples and texts."""
        match node:
            case tree.Scalar():
                blank = node.span.end == node.span.start
                self.spans[loc] = self.keys.get(loc, node.span) if blank else node.span
                return "" if node.plain and node.text in ("~", "null") else node.text
            case tree.Items():
                self.spans[loc] = self.keys.get(loc, _start(node))
                return tuple(self.plain(item, (*loc, i)) for i, item in enumerate(node.items))
            case tree.Mapping():
                self.spans[loc] = self.keys.get(loc, _start(node))
                return self._mapping(node, loc)

    def _mapping(self, node: tree.Mapping, loc: Loc) -> dict[str, Any]:
        made: dict[str, Any] = {}
        is_scenario = loc == () or (len(loc) == 2 and loc[0] == "scenarios")
        for key, value in node.pairs:
            first = node.firsts[key.text][0]
            if first is not key:
                message = f"the key {shown(key.text)} stands here again"
                related = [(first.span, "it stands here first")]
                self.problems.append(diagnostic("F004", message, key.span, related=related))
                continue
            here = (*loc, key.text)
            self.keys[here] = key.span
            facts = is_scenario and key.text in FACTS and isinstance(value, tree.Mapping)
            if facts:
                self.spans[here] = key.span
            made[key.text] = {} if facts else self.plain(value, here)
        return made

    def mistake(self, error: ErrorDetails, *, several: bool) -> Diagnostic:
        """Return the diagnostic of one mistake that pydantic found."""
        loc = error["loc"]
        message, help = wording(error, _keys_at(loc, several=several))
        cause = error.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            help = cause.help
        code = _CODES.get(error["type"], "F005")
        spans = self.keys if code == "F002" else self.spans
        return diagnostic(code, message, nearest_place(self.source, spans, loc), help=help)

    def scenario(self, folder: str, root: tree.Mapping, number: int | None, entry: ScenarioEntry) -> Scenario:
        """Return one scenario with its places and the parts that are read elsewhere."""
        node: tree.Node = root
        loc: Loc = ()
        if number is not None:
            loc = ("scenarios", number)
            listed = root.firsts["scenarios"][1]
            assert isinstance(listed, tree.Items)  # INVARIANT: the model has checked it
            node = listed.items[number]
        assert isinstance(node, tree.Mapping)  # INVARIANT: as above
        nodes = {key.text: value for key, value in node.pairs if key.text in (*FACTS, "amendments")}
        return Scenario(folder, entry, self.source, loc, self.spans, nodes)


def _start(node: tree.Node) -> Span:
    """Return what to point at for a list or mapping: where it begins."""
    match node:
        case tree.Mapping(pairs=((key, _), *_)):
            return key.span
        case tree.Items(items=(first, *_)):
            return _start(first)
        case _:
            return node.span


def _repeated(scenario: Scenario) -> Iterator[Diagnostic]:
    """Yield each expectation about what another is about already."""
    first: dict[tuple[object, ...], int] = {}
    for n, entry in enumerate(scenario.entry.expect):
        key = (entry.clause.rpartition("/")[2], tuple(sorted(entry.subject.items())))
        before = first.setdefault(key, n)
        if before != n:
            related = [(scenario.at("expect", before, "clause"), "it stands here first")]
            message = f"{shown(entry.clause)} of this subject is expected twice"
            yield diagnostic("F012", message, scenario.at("expect", n, "clause"), related=related)
