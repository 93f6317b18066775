"""The case on a day to come if nothing more came to file, with facts that a draft would make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checker.evaluate.case import Asked, Case, Index
from checker.evaluate.queries import funds
from checker.facts.store import Facts, Record
from checker.typed import nodes as t
from checker.values.truth import Truth


@dataclass(slots=True)
class Supposing:
    """A case with its drafts in effect and the facts they would make, for one day or another.

    What is known to be complete today is taken to stay so: what is not on file today is missing
    until it comes.
    """

    case: Case
    drafts: tuple[t.Amendment, ...]
    records: tuple[tuple[str, Record], ...] = ()
    """Facts that the drafts would make, each with the kind of fact that it is supposed with."""
    _made: dict[tuple[date, str, str], Case] = field(default_factory=dict)
    _amended: dict[tuple[str, str | None], Truth] = field(default_factory=dict)

    def until(self, day: date, supposed: str = "", fund: str = "") -> Case:
        """Return the case on a day, or today if that is later; ``supposed`` is a kind of fact to suppose.

        Where it is what may be spent for one fund, votes are told for that fund alone: the others'
        counts are none of it, and there may be hundreds.
        """
        horizon = max(day, self.case.as_of)
        key = (horizon, supposed, fund if supposed == "spending_change" else "")
        if key not in self._made:
            self._made[key] = self._on(*key)
        return self._made[key]

    def _on(self, horizon: date, supposed: str, fund: str) -> Case:
        case = self.case
        kinds = dict(case.index.facts.by_kind)
        said = kinds.get("complete_records", ())
        kinds["complete_records"] = tuple(_reaching(r, case.as_of, horizon) for r in said)
        extra = [r for group, r in self.records if group == supposed]
        for r in extra:
            kinds[r.kind] = (*kinds.get(r.kind, ()), r)
        if supposed == "plan_adoption":
            kinds |= _as_adoption(kinds, {a.name for a in self.drafts}, {r.values.get("fund") for r in extra})
        if fund:
            kinds["vote"] = tuple(_for_fund(v, fund) for v in kinds.get("vote", ()))
        index = Index(Facts(kinds, case.index.facts.digests))
        made = Case(case.agreement, case.kinds, index, horizon, case.world, case.wording)
        made.rows, made.turns, made.amended = case.rows, case.turns, dict(self._in_effect())
        made.supposed |= {a.name for a in self.drafts}
        return made

    def _in_effect(self) -> dict[tuple[str, str | None], Truth]:
        if not self._amended:
            units = [None, *funds(self.case)]
            self._amended = {(a.name, unit): True for a in self.drafts for unit in units}
        return self._amended


def answered(case: Case, answers: Mapping[Asked, str]) -> Case:
    """Return a case as it would be if open questions had these answers, its drafts still in effect."""
    made = case.supposing(answers)
    made.amended, made.supposed = case.amended, case.supposed
    return made


def _reaching(r: Record, today: date, horizon: date) -> Record:
    until = r.values["until"]
    assert isinstance(until, date)
    return replace(r, values={**r.values, "until": max(until, horizon)}) if until >= today else r


def _for_fund(vote: Record, fund: str) -> Record:
    tallies = vote.values.get("tallies")
    if not isinstance(tallies, tuple):
        return vote
    own = tuple(x for x in tallies if x.values.get("fund") in (None, fund))
    return replace(vote, values={**vote.values, "tallies": own})


def _as_adoption(
    kinds: Mapping[str, Sequence[Record]], drafts: Collection[str], added: Collection[object]
) -> dict[str, tuple[Record, ...]]:
    """Return votes and meetings so that a vote on a draft counts as one to adopt the plan for funds it adds.

    A vote to adopt the plan for others does not.
    """
    votes = []
    for v in kinds.get("vote", ()):
        matter, about = v.values.get("matter"), v.values.get("concerning")
        if matter == "amendment" and about in drafts:
            votes.append(replace(v, values={**v.values, "matter": "adoption"}))
        elif matter != "adoption" or about in drafts or v.values.get("fund") in added - {None}:  # type: ignore[operator]
            votes.append(v)
    meetings = [_called_for_adoption(m, drafts) for m in kinds.get("meeting", ())]
    return {"vote": tuple(votes), "meeting": tuple(meetings)}


def _called_for_adoption(meeting: Record, drafts: Collection[str]) -> Record:
    purposes = meeting.values.get("called_for")
    if not isinstance(purposes, tuple):
        return meeting
    more = tuple(
        replace(p, values={**p.values, "matter": "adoption"})
        for p in purposes
        if p.values.get("matter") == "amendment" and p.values.get("concerning") in (None, *drafts)
    )
    return replace(meeting, values={**meeting.values, "called_for": (*purposes, *more)})
