"""One run of ``redline test`` from what came of each scenario: counts, coverage, exit code."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker import __version__
from checker.scenarios.bench import Bench
from checker.scenarios.coverage import coverage
from checker.scenarios.model import FORMAT_VERSION, Counts, Coverage, Ran, TestResult
from checker.scenarios.run import Outcome

PASSED, FAILED, MISTAKE, NOTHING = 0, 1, 2, 4


def result_of(
    bench: Bench,
    outcomes: Sequence[Outcome],
    *,
    folders: frozenset[str],
    strict: bool,
    with_coverage: bool,
    fail_under: Fraction | None,
) -> TestResult:
    """Return the result; ``folders`` are the agreements that coverage is asked of."""
    scenarios = tuple(outcome.ran for outcome in outcomes)
    counts = counted(scenarios)
    covered: Coverage | None = None
    if with_coverage:
        rules = {folder: rules for folder, rules in bench.rules.items() if folder in folders}
        relied_on = [(_label(o.ran, len(folders)), o.relied_on) for o in outcomes]
        covered = coverage(rules, relied_on, fail_under)
    return TestResult(
        format_version=FORMAT_VERSION,
        tool_version=__version__,
        strict=strict,
        counts=counts,
        scenarios=scenarios,
        coverage=covered,
        exit_code=exit_code(counts, covered),
    )


def _label(ran: Ran, folders: int) -> str:
    return ran.id if folders == 1 else f"{ran.agreement}/{ran.id}"


def counted(scenarios: Sequence[Ran]) -> Counts:
    """Return the counts."""
    statuses = [one.status for ran in scenarios for one in ran.tested]
    return Counts(
        scenarios=len(scenarios),
        passed=statuses.count("passed"),
        failed=statuses.count("failed"),
        errors=statuses.count("error"),
        todo=sum(bool(ran.todo) for ran in scenarios),
    )


def exit_code(counts: Counts, covered: Coverage | None) -> int:
    """Return 2 where something could not be evaluated, 1 where a test fails, 4 where none was run."""
    if counts.errors:
        return MISTAKE
    if counts.failed:
        return FAILED
    if not counts.passed:
        return NOTHING
    return FAILED if covered is not None and not covered.enough else PASSED
