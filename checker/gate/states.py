"""One side of the comparison: a workspace loaded, with its scenarios, and what its agreements stand at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checker import assemble, pipeline
from checker.findings.amended import Effect
from checker.findings.consolidated import AmendmentStanding
from checker.findings.model import TextSpan
from checker.pipeline import Loaded
from checker.scenarios.read import Scenario
from checker.source import Source, Span

COMMENT = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*"|^[ \t]*\|[^\n]*)|#[^\n]*', re.MULTILINE)
"""A comment; in a text and in the row of a table there is none."""

NO_CLAUSE = frozenset({"-"})
"""Selects no clause: what is left of a check is the day it is for, and the time lines."""


@dataclass(frozen=True)
class State:
    """A workspace on one side; ``name`` is a revision, or empty for the files as they are now."""

    name: str
    commit: str
    loaded: Loaded
    scenarios: Mapping[str, tuple[Scenario, ...]]

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Return every text that was read, by its path."""
        return {**self.loaded.workspace.texts, **self.loaded.sources}

    def wording(self, span: Span) -> str:
        """Return the text at a place, on one line."""
        source = self.loaded.sources.get(span.path)
        return " ".join(source.text[span.start : span.end].split()) if source else ""

    def words(self, span: Span) -> str:
        """Return the same without comments."""
        source = self.loaded.sources.get(span.path)
        text = source.text[span.start : span.end] if source else ""
        return " ".join(COMMENT.sub(lambda found: found.group("text") or "", text).split())

    def place(self, span: Span) -> TextSpan | None:
        """Return a place in a text of this side, None for another's."""
        source = self.loaded.sources.get(span.path)
        if source is None:
            return None
        line, column = source.line_column(span.start)
        return TextSpan(path=span.path, start=span.start, end=span.end, line=line, column=column)

    def folder(self, agreement: str) -> str:
        """Return the folder of an agreement."""
        return pipeline.folder_of(self.loaded, agreement)


@dataclass(frozen=True)
class On:
    """A state on a day."""

    state: State
    day: date

    def ended(self, agreement: str) -> bool:
        """Return whether nothing of an agreement is in force for any fund, as far as the facts say."""
        today = self.day.isoformat()
        chosen = frozenset({agreement})
        probe = pipeline.check(self.state.loaded, as_of=self.day, agreements=chosen, clauses=NO_CLAUSE)
        here = [
            s.status
            for line in probe.time_lines
            for s in line.segments
            if s.since <= today <= (s.until or today)
        ]
        return bool(here) and set(here) == {"not_in_force"}

    def in_force(self, agreement: str) -> bool:
        """Return whether an agreement is in force, or not known not to be."""
        if agreement not in self._in_force:
            self._in_force[agreement] = self._binds(agreement)
        return self._in_force[agreement]

    @cached_property
    def _in_force(self) -> dict[str, bool]:
        return {}

    def _binds(self, agreement: str) -> bool:
        d = self.state.loaded.program.agreements[agreement]
        begun = d.effective is None or d.effective <= self.day
        over = d.until is not None and d.until < self.day
        return begun and not over and not self.ended(agreement)

    @cached_property
    def _standings(self) -> dict[str, dict[str, AmendmentStanding]]:
        return {}

    def amendments(self, agreement: str) -> Mapping[str, AmendmentStanding]:
        """Return how each amendment of an agreement stands."""
        if agreement not in self._standings:
            found = pipeline.consolidated(self.state.loaded, agreement, self.day).amendments
            self._standings[agreement] = {a.name: a for a in found}
        return self._standings[agreement]


def clock(base: State, head: State, as_of: date | None) -> tuple[date, str]:
    """Return the day to judge on, and who set it: without one asked for, the later of the two sides'.

    So an edit that sets the day back hides nothing.
    """
    if as_of is not None:
        return as_of, "--as-of"
    days = [_day(s.loaded) for s in (head, base) if s.loaded.rules.agreements] or [_day(head.loaded)]
    return max(days, key=lambda each: each[0])


def _day(loaded: Loaded) -> tuple[date, str]:
    rules = loaded.rules.agreements
    facts = {name: loaded.facts[pipeline.folder_of(loaded, name)] for name in rules}
    return assemble.clock(None, loaded.workspace.settings.as_of, rules, facts)


def in_effect(standing: AmendmentStanding) -> bool:
    """Return whether an amendment is in effect, for all funds or for some."""
    return "in effect" in {standing.standing, *standing.by_fund.values()}


def identity(e: Effect) -> tuple[str, ...]:
    """Return what tells one effect from another."""
    return (e.key, e.element, e.fund, e.share_class, e.old, e.new, e.which, e.question)
