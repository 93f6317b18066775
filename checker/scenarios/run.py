"""Scenarios evaluated, one after another or side by side; the order of what comes out is fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from checker.diagnostics import Diagnostic, diagnostic
from checker.evaluate.findings import Told
from checker.evaluate.run import Run, evaluate_agreement
from checker.facts.store import Facts
from checker.findings import model as f
from checker.scenarios.bench import Bench, Rules, rules_for, used_files
from checker.scenarios.compare import tested, unexpected
from checker.scenarios.facts import facts_of
from checker.scenarios.model import Ran, Tested, subject_of
from checker.scenarios.read import Scenario
from checker.source import Source, Span
from checker.syntax.depth import room_to_recurse
from checker.values.spelling import did_you_mean, listed, shown

FEW = 4
"""Scenarios that are not worth starting processes for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario: its tests and the findings they are about, or mistakes in it."""

    ran: Ran
    relied_on: tuple[f.Finding, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = ()


def run_all(
    bench: Bench,
    scenarios: Sequence[Scenario],
    *,
    jobs: int = 1,
    strict: bool = False,
    progress: Callable[[str], None] | None = None,
) -> tuple[Outcome, ...]:
    """Return what came of each scenario, in their order; ``jobs`` says how many run at a time."""
    narrow = _narrowed(bench, scenarios)
    outcomes: list[Outcome] = []
    for scenario, outcome in zip(scenarios, _outcomes(narrow, scenarios, jobs, strict=strict), strict=True):
        if progress:
            progress(f"{scenario.folder} {scenario.entry.id}")
        outcomes.append(outcome)
    return tuple(outcomes)


def _outcomes(bench: Bench, scenarios: Sequence[Scenario], jobs: int, *, strict: bool) -> Iterable[Outcome]:
    if jobs < 2 or len(scenarios) <= FEW:
        return (run_one(bench, scenario, strict=strict) for scenario in scenarios)
    return _side_by_side(bench, scenarios, min(jobs, len(scenarios)), strict=strict)


def _side_by_side(
    bench: Bench, scenarios: Sequence[Scenario], jobs: int, *, strict: bool
) -> Iterator[Outcome]:
    with room_to_recurse(), ProcessPoolExecutor(jobs, initializer=_begin, initargs=(bench, strict)) as pool:
        yield from pool.map(_next, scenarios)


def _narrowed(bench: Bench, scenarios: Sequence[Scenario]) -> Bench:
    """Return the bench with only the files that some scenario uses."""
    used = {file.path: file for s in scenarios for file in used_files(bench, s)[0].facts}
    facts = {path: used.get(path) or replace(file, data=b"") for path, file in bench.facts.items()}
    return replace(bench, facts=facts)


_here: dict[str, tuple[Bench, bool]] = {}
"""What a process was started with."""


def _begin(bench: Bench, strict: bool) -> None:
    _here["bench"] = bench, strict


def _next(scenario: Scenario) -> Outcome:
    bench, strict = _here["bench"]
    return run_one(bench, scenario, strict=strict)


# --- one scenario ----------------------------------------------------------------------------


def run_one(bench: Bench, scenario: Scenario, *, strict: bool = False) -> Outcome:
    """Return what came of one scenario. A mistake of Redline's own fails its tests, and no others."""
    with room_to_recurse():
        try:
            return _run(bench, scenario, strict=strict)
        except Exception as error:  # the other scenarios still have something to say
            if not scenario.entry.expect:
                raise
            what = f"{type(error).__name__}: {' '.join(str(error).split())}"
            entries = range(len(scenario.entry.expect))
            return Outcome(_ran(scenario, [_not_evaluated(scenario, n, what) for n in entries]))


def _run(bench: Bench, scenario: Scenario, *, strict: bool) -> Outcome:
    used, problems = used_files(bench, scenario)
    rules, wrong = rules_for(bench, scenario, used)
    if rules is None:
        return Outcome(_ran(scenario, []), problems=(*problems, *wrong))
    problems += _unknown_names(scenario, rules)
    facts, wrong, texts = facts_of(scenario, used.facts, rules.kinds, rules.known_funds)
    problems += wrong
    if problems:
        return Outcome(_ran(scenario, []), problems=tuple(problems), sources=tuple(texts))
    if not scenario.entry.expect:
        return Outcome(_ran(scenario, []))
    findings = _findings(rules, scenario, facts, strict=strict)
    return _compared(scenario, findings, strict=strict)


def _compared(scenario: Scenario, findings: Sequence[f.Finding], *, strict: bool) -> Outcome:
    done: list[Tested] = []
    relied_on: dict[str, f.Finding] = {}
    for n in range(len(scenario.entry.expect)):
        one, found = tested(scenario, n, findings)
        done.append(one)
        relied_on |= {x.fingerprint: x for x in found}
    if strict:
        others = [x for x in findings if x.verdict == "violated" and x.fingerprint not in relied_on]
        done += [unexpected(scenario, x) for x in others]
    return Outcome(_ran(scenario, done), tuple(relied_on.values()))


def _findings(rules: Rules, scenario: Scenario, facts: Facts, *, strict: bool) -> tuple[f.Finding, ...]:
    entry = scenario.entry
    run = Run(
        agreement=rules.agreement,
        kinds=rules.kinds,
        facts=facts,
        as_of=entry.as_of,
        wording=rules.wording,
        told=_told(rules.sources),
        settings=entry.settings,
        clauses=frozenset() if strict else frozenset(e.clause for e in entry.expect),
    )
    return evaluate_agreement(run).findings


def _told(sources: Mapping[str, Source]) -> Told:
    def place(span: Span) -> f.TextSpan:
        line, column = sources[span.path].line_column(span.start)
        return f.TextSpan(path=span.path, start=span.start, end=span.end, line=line, column=column)

    return Told(place, lambda rule: "", lambda code: "hard")


# --- names -----------------------------------------------------------------------------------


def _unknown_names(scenario: Scenario, rules: Rules) -> list[Diagnostic]:
    return [*_unknown_clauses(scenario, rules), *_unknown_readings(scenario, rules)]


def _unknown_clauses(scenario: Scenario, rules: Rules) -> Iterator[Diagnostic]:
    known = {name for r in rules.agreement.rules for name in (r.name, r.code)}
    bare = {r.name for r in rules.agreement.rules}
    for n, entry in enumerate(scenario.entry.expect):
        if entry.clause not in known:
            message = f"{shown(rules.agreement.name)} has no clause {shown(entry.clause)} that is checked"
            where = scenario.at("expect", n, "clause")
            yield diagnostic("N001", message, where, help=did_you_mean(entry.clause, bare))


def _unknown_readings(scenario: Scenario, rules: Rules) -> Iterator[Diagnostic]:
    assumptions = rules.agreement.assumptions
    for name, reading in scenario.entry.settings.items():
        where = scenario.at("settings", name)
        if name not in assumptions:
            message = f"{shown(rules.agreement.name)} has no assumption {shown(name)}"
            yield diagnostic("N001", message, where, help=did_you_mean(name, assumptions))
            continue
        known = [label for label, _ in assumptions[name].readings]
        if reading not in known:
            message = f"{shown(reading)} is no reading of {shown(name)}; it can be {listed(known, 'or')}"
            yield diagnostic("F005", message, where, help=did_you_mean(reading, known))


# --- what is said of it ----------------------------------------------------------------------


def _ran(scenario: Scenario, done: list[Tested]) -> Ran:
    entry = scenario.entry
    return Ran(
        agreement=scenario.folder,
        id=entry.id,
        title=entry.title,
        source=entry.source or "",
        as_of=entry.as_of.isoformat(),
        path=scenario.source.path,
        line=scenario.line(),
        todo=entry.todo or "",
        tested=tuple(done),
    )


def _not_evaluated(scenario: Scenario, number: int, what: str) -> Tested:
    entry = scenario.entry.expect[number]
    return Tested(
        clause=entry.clause.rpartition("/")[2],
        subject=subject_of(entry),
        verdict=entry.verdict,
        found=(),
        status="error",
        differs=("it could not be evaluated, by a mistake of Redline's own",),
        messages=(what,),
        path=scenario.source.path,
        line=scenario.line("expect", number),
    )
