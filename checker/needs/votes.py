"""The least number of votes that passes, found by trying the test that the text sets on trial counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import truth
from checker.evaluate.queries import items
from checker.evaluate.shown import shown
from checker.facts.store import Record
from checker.facts.store import Value as Entered
from checker.findings.amended import Votes
from checker.findings.model import Step
from checker.ir.walk import everything
from checker.typed import nodes as t
from checker.values.truth import Unknown, unknown_from

Passes = Callable[[Fraction, Fraction], bool]
"""Tells whether so many present and so many for are enough."""


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest presence that can pass, the least votes for with it, and with all present."""

    present: Fraction | None
    least: Fraction | None
    if_all: Fraction | None


@dataclass(slots=True)
class Counts:
    """Counts the votes that a body needs; the same test on the same figures is tried once."""

    case: Case
    drafts: tuple[str, ...]
    _tried: dict[tuple[str, Fraction], Least] = field(default_factory=dict)
    _uses: dict[str, frozenset[str]] = field(default_factory=dict)

    def votes(self, threshold: str, body: t.Body, fund: str, day: date) -> Votes:
        """Return how many votes of a body would pass, on what is on file by a day."""
        test = self._test(threshold)
        if threshold not in self._uses:
            self._uses[threshold] = fields_used(self.case, threshold)
        if "in_office" in self._uses[threshold] or not body.holders:
            found, steps, missing = self._members(body, min(day, self.case.as_of))
        else:
            found, steps, missing = self._outstanding(body, fund)
        if found is None:
            return Votes(
                body=body.name,
                test=test,
                entitled="",
                least_present="",
                least="",
                least_if_all_present="",
                steps=tuple(steps),
                missing=tuple(missing),
            )
        least = self._least(threshold, found)
        if least.least is None:
            missing = [*missing, f"a count that can pass: {test}"]
        return Votes(
            body=body.name,
            test=test,
            entitled=shown(found),
            least_present=_text(least.present),
            least=_text(least.least),
            least_if_all_present=_text(least.if_all),
            steps=(*steps, *_told(least)),
            missing=tuple(missing),
        )

    def _test(self, threshold: str) -> str:
        definition = self.case.agreement.definitions[threshold]
        return definition.says or self.case.wording(definition.expression.span)

    def _least(self, threshold: str, entitled: Fraction) -> Least:
        key = (threshold, entitled)
        if key not in self._tried:
            self._tried[key] = least_votes(self.case, threshold, entitled)
        return self._tried[key]

    def _members(self, body: t.Body, day: date) -> tuple[Fraction | None, list[Step], list[str]]:
        """Return how many members a body of directors has on a day, as far as that is on file."""
        if body.members is None:
            return None, [], [f"members of {body.name} in office"]
        self.case.trace.quiet += 1
        found = items(self.case, body.members, Env({"date": day}, day))
        listed = [] if isinstance(found, Unknown) else list(found)
        self.case.trace.quiet -= 1
        unsure = unknown_from([found, *(f.holds for f in listed)])
        if unsure is not None:
            return None, [], sorted(r.text for r in unsure.reasons)
        names = sorted(f.value.key for f in listed if f.holds is True and isinstance(f.value, Record))
        if not names:
            return None, [], [f"members of {body.name} in office on {day}: `directors`, `independence`"]
        text = f"{body.name} in office on {day}: {', '.join(names)}"
        return Fraction(len(names)), [Step(depth=0, text=text, value=str(len(names)))], []

    def _outstanding(self, body: t.Body, fund: str) -> tuple[Fraction | None, list[Step], list[str]]:
        """Return the votes outstanding: of the draft's own vote, or else of the latest one before it."""
        about = f" for {fund}" if fund and body.separately else ""
        counts = list(_tallies(self.case, body, fund))
        own = [c for c in counts if c[0].values.get("concerning") in self.drafts]
        wanted = f"votes outstanding on the record date: `outstanding` in the tally of {body.name}{about}"
        if not counts:
            return None, [], [wanted]
        vote, tally = max(own or counts, key=lambda c: (_on(c[0]), c[0].key))
        value = tally.values["outstanding"]
        assert isinstance(value, Fraction)
        text = f"outstanding{about}, as counted in vote {vote.key} of {_on(vote)}"
        step = Step(depth=0, text=text, value=shown(value))
        return value, [step], [] if own else [f"{wanted}; those counted here are of an earlier record date"]


def least_votes(case: Case, threshold: str, entitled: Fraction) -> Least:
    """Return the least votes that pass a test, where more votes for never undo what passes.

    Votes are whole, or fractions as fine as the votes entitled are.
    """
    unit = Fraction(1, entitled.denominator)
    whole = entitled.numerator
    uses = fields_used(case, threshold)

    def passes(present: Fraction, votes_for: Fraction) -> bool:
        return _passes(case, threshold, entitled, present, votes_for)

    if "present" not in uses:
        found = _first(lambda n: passes(entitled, n * unit), whole)
        least = None if found is None else found * unit
        return Least(None, least, least)
    here = _first(lambda n: passes(n * unit, n * unit), whole)
    if here is None:
        return Least(None, None, None)
    fewest = _first(lambda n: passes(here * unit, n * unit), here)
    all_there = _first(lambda n: passes(entitled, n * unit), whole)
    return Least(
        here * unit,
        None if fewest is None else fewest * unit,
        None if all_there is None else all_there * unit,
    )


def _passes(case: Case, threshold: str, entitled: Fraction, present: Fraction, votes_for: Fraction) -> bool:
    definition = case.agreement.definitions[threshold]
    name = definition.params[0][0]
    values: dict[str, Entered] = {
        "in_office": entitled,
        "outstanding": entitled,
        "present": present,
        "for": votes_for,
        "for_in_person": votes_for,
        "against": present - votes_for,
        "abstaining": Fraction(0),
    }
    case.trace.quiet += 1
    trial = Record("tally", "trial", values, "", 0)
    found = truth(case, definition.expression, Env({name: trial}, case.as_of))
    case.trace.quiet -= 1
    return found is True


def _first(enough: Callable[[int], bool], most: int) -> int | None:
    """Return the least number up to ``most`` that is enough, None when none is."""
    if not enough(most):
        return None
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def fields_used(case: Case, threshold: str) -> frozenset[str]:
    """Return the fields of a count that a test looks at, also through other definitions."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [threshold]
    while todo:
        name = todo.pop()
        if name in seen or name not in case.agreement.definitions:
            continue
        seen.add(name)
        for node in everything(case.agreement.definitions[name].expression):
            if isinstance(node, t.Get) and node.target.type.name == "tally":
                found.add(node.field)
            if isinstance(node, t.Apply):
                todo.append(node.definition)
    return frozenset(found)


def _tallies(case: Case, body: t.Body, fund: str) -> Iterator[tuple[Record, Record]]:
    for vote in case.index.of("vote"):
        tallies = vote.values.get("tallies", ())
        assert isinstance(tallies, tuple)
        for tally in tallies:
            of_fund = tally.values.get("fund") or vote.values.get("fund")
            wanted = fund if body.separately else None
            if tally.values.get("body") != body.name or "outstanding" not in tally.values:
                continue
            if wanted is None or of_fund == wanted:
                yield vote, tally


def _on(vote: Record) -> date:
    value = vote.values["on"]
    assert isinstance(value, date)
    return value


def _text(value: Fraction | None) -> str:
    return "" if value is None else shown(value)


def _told(least: Least) -> Iterator[Step]:
    if least.present is not None:
        yield Step(depth=0, text="fewest present that can pass", value=shown(least.present))
        yield Step(depth=0, text="least votes for with as many present", value=_text(least.least))
        yield Step(depth=0, text="least votes for with all present", value=_text(least.if_all))
    elif least.least is not None:
        yield Step(depth=0, text="least votes for", value=shown(least.least))
