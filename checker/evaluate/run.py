"""All rules of one agreement against its facts: the findings and the time lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from checker.evaluate.called import by_first_names
from checker.evaluate.case import Case, Index, Wording, happened_by
from checker.evaluate.checks import Outcome
from checker.evaluate.consolidate import touched
from checker.evaluate.findings import Told, excused_under, finding
from checker.evaluate.instances import instances
from checker.evaluate.queries import funds
from checker.evaluate.special import special
from checker.evaluate.timeline import FOREVER, timeline
from checker.evaluate.verdicts import Judgement, Subject, judge, together
from checker.evaluate.versions import in_effect
from checker.evaluate.worlds import Choice, choices, told, worlds
from checker.facts.store import Facts
from checker.findings import model as f
from checker.ir import nodes as ir
from checker.typed.types import FactKind
from checker.values.truth import Unknown

NOT_THERE = Judgement("not_applicable", Outcome(True), note="there is none under this reading")


@dataclass(frozen=True, slots=True)
class Run:
    """What to check: an agreement, its facts, the day, the readings chosen in settings."""

    agreement: ir.Agreement
    kinds: Mapping[str, FactKind]
    facts: Facts
    as_of: date
    wording: Wording
    told: Told
    settings: Mapping[str, str] = field(default_factory=dict)
    clauses: frozenset[str] = frozenset()
    progress: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The findings and time lines of one agreement, and the last amendment in effect, if any."""

    findings: tuple[f.Finding, ...]
    time_lines: tuple[f.TimeLine, ...]
    version: str


def evaluate_agreement(run: Run) -> Evaluated:
    """Return what comes of one agreement."""
    index = Index(known_by(run.facts, run.agreement, run.as_of))
    probe = Case(run.agreement, run.kinds, index, run.as_of, {}, run.wording)
    left = choices(probe, run.settings)
    base = {name: c.readings[0][1] for name, c in left.items()}
    cases: dict[tuple[str, ...], Case] = {}
    made: dict[int, list[Made]] = {}
    for number, rule in enumerate(run.agreement.rules):
        if run.clauses and rule.name not in run.clauses and rule.code not in run.clauses:
            continue
        if run.progress is not None:
            run.progress(rule.code)
        made[number] = list(_of_rule(run, rule, left, index, cases))
    asked = list(made)
    for name in {one.excused.prevailing for found in made.values() for one in found if one.excused}:
        for number, rule in enumerate(run.agreement.rules):
            if rule.name == name and number not in made:  # it prevails, though it was not asked for
                made[number] = list(_of_rule(run, rule, left, index, cases))
    case = Case(run.agreement, run.kinds, index, run.as_of, base, run.wording)
    findings = [x for number in asked for x in _told_by_prevailing(run, number, made)]
    return Evaluated(tuple(findings), tuple(_time_lines(case)), _version(case))


def _version(case: Case) -> str:
    """Return the last amendment that is in effect, for all funds or for some that it touches."""
    for a in reversed(case.agreement.document.amendments):
        units = [None] if a.clauses else touched(case, a) or [None]  # type: ignore[list-item]
        if a.effective <= case.as_of and any(in_effect(case, a, unit) is True for unit in units):
            return a.name
    return ""


@dataclass(frozen=True, slots=True)
class Made:
    """A finding, and its judgement where that is excused."""

    finding: f.Finding
    excused: Judgement | None


def _told_by_prevailing(run: Run, number: int, made: Mapping[int, list[Made]]) -> Iterator[f.Finding]:
    """Yield the findings of a rule; one that another clause excuses says how that clause judged it."""
    rule = run.agreement.rules[number]
    for one in made[number]:
        if one.excused is None or not one.excused.prevailing:
            yield one.finding
            continue
        name = one.excused.prevailing
        there = [x.finding for n, found in made.items() if run.agreement.rules[n].name == name for x in found]
        yield excused_under(one.finding, one.excused, rule, there)


def known_by(facts: Facts, agreement: ir.Agreement, as_of: date) -> Facts:
    """Return the facts of an agreement known by ``as_of``, funds and classes by their first names."""
    return happened_by(facts_of(facts, agreement), agreement.kinds, as_of)


def facts_of(facts: Facts, agreement: ir.Agreement) -> Facts:
    """Return the facts of an agreement, whenever they happened, funds and classes by their first names."""
    mine = {
        kind: tuple(r for r in records if r.values.get("agreement", agreement.name) == agreement.name)
        for kind, records in facts.by_kind.items()
    }
    found = Facts(mine, facts.digests)
    return by_first_names(found, agreement.kinds, agreement.first_names) if agreement.first_names else found


def _of_rule(
    run: Run, rule: ir.Rule, left: Mapping[str, Choice], index: Index, cases: dict[tuple[str, ...], Case]
) -> Iterator[Made]:
    by_subject: dict[Subject, list[tuple[tuple[str, ...], Judgement]]] = {}
    tried = worlds(rule, left)
    for labels, world in tried:
        if labels not in cases:
            cases[labels] = Case(run.agreement, run.kinds, index, run.as_of, world, run.wording)
        for subject, judgement in _judgements(cases[labels], rule):
            by_subject.setdefault(subject, []).append((labels, judgement))
    assumptions = told(rule, left)
    for subject, found in by_subject.items():
        there = {labels for labels, _ in found}
        found += [(labels, NOT_THERE) for labels, _ in tried if labels not in there]
        judgement = together(found)
        x = finding(run.told, rule, subject, judgement, assumptions, run.kinds)
        yield Made(x, replace(judgement, trace=None) if judgement.verdict == "excused" else None)


def _judgements(case: Case, rule: ir.Rule) -> Iterator[tuple[Subject, Judgement]]:
    if isinstance(rule.check, (ir.Renewed, ir.Ended, ir.Entitled)):
        yield from special(case, rule)
        return
    if isinstance(rule.check, ir.Permitted):
        return
    for instance in instances(case, rule):
        yield instance.subject, judge(case, rule, instance)


def _time_lines(case: Case) -> Iterator[f.TimeLine]:
    for instrument in case.agreement.document.instruments:
        for fund in funds(case) or [None]:  # type: ignore[list-item]
            segments = tuple(
                f.Segment(
                    since=s.since.isoformat(),
                    until="" if s.until == FOREVER else s.until.isoformat(),
                    status="unknown"
                    if isinstance(s.status, Unknown)
                    else ("in_force" if s.status else "not_in_force"),
                    because=s.because,
                    paragraph=s.paragraph,
                )
                for s in timeline(case, instrument, fund)
                if s.until >= (case.agreement.document.effective or date.min) and s.since <= case.as_of
            )
            yield f.TimeLine(
                agreement=case.agreement.name,
                instrument=instrument,  # type: ignore[arg-type]
                fund=fund or "",
                segments=segments,
            )
