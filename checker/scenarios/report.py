"""A test run as text for a terminal, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from checker.report.layout import Page, cells, finish
from checker.report.wording import visible
from checker.scenarios.junit import case_name
from checker.scenarios.model import ClauseCoverage, Counts, Coverage, Item, Ran, Tested, TestResult

_MARKS = {"failed": "FAILED", "error": "ERROR"}


def render_json(result: TestResult) -> str:
    """Return the whole run as JSON."""
    return result.model_dump_json(indent=2) + "\n"


def render_terminal(result: TestResult, page: Page) -> str:
    """Return a line for each expectation that is not met, what is to do, coverage, and the counts."""
    lines: list[str] = []
    for ran in result.scenarios:
        lines += [_failure(ran, one, page) for one in ran.tested if one.status != "passed"]
    lines += [_todo(ran, page) for ran in result.scenarios if ran.todo]
    if result.coverage is not None:
        lines += _coverage(result.coverage, page)
    return finish([*lines, *([""] if lines else []), *_closing(result, page)])


def _failure(ran: Ran, one: Tested, page: Page) -> str:
    mark = page.styled(_MARKS[one.status], "bad")
    what = f"{one.path}:{one.line} {ran.id} {case_name(one)}: {'; '.join(one.differs)}"
    return f"{mark}  {visible(' - '.join([what, *one.messages]))}"


def _todo(ran: Ran, page: Page) -> str:
    return f"{page.styled('TODO', 'open')}  {visible(f'{ran.path}:{ran.line} {ran.id}: {ran.todo}')}"


def count_text(counts: Counts) -> str:
    """Return the counts in words.

    >>> count_text(Counts(scenarios=3, passed=2, failed=1, errors=0, todo=1))
    '2 passed, 1 failed, 1 todo'
    """
    errors = f", {counts.errors} not evaluated" if counts.errors else ""
    return f"{counts.passed} passed, {counts.failed} failed, {counts.todo} todo{errors}"


def _closing(result: TestResult, page: Page) -> Iterator[str]:
    counts = result.counts
    if counts.passed + counts.failed + counts.errors == 0:
        what = "nothing is expected" if counts.scenarios else "there are no scenarios"
        yield page.styled(f"Nothing was tested: {what}.", "bad")
    yield page.styled(count_text(counts), "good" if result.exit_code == 0 else "bad")


# --- coverage --------------------------------------------------------------------------------


def _coverage(coverage: Coverage, page: Page) -> list[str]:
    rows = [(d.document, d.covered, d.total, d.percent) for d in coverage.documents]
    rows.append(("total", coverage.covered, coverage.total, coverage.percent))
    width = max(cells(visible(row[0])) for row in rows)
    lines = page.heading("Coverage")
    for name, covered, total, percent in rows:
        pad = " " * (width - cells(visible(name)))
        lines.append(f"{visible(name)}{pad}  {covered:>5} of {total:>5}  {percent:>6}")
    for document in coverage.documents:
        missing = [(c.clause, text) for c in document.clauses if (text := _missing(c))]
        lines += page.heading(f"Reached by no scenario of {document.document}") if missing else []
        column = max((cells(clause) for clause, _ in missing), default=0) + 2
        for clause, text in missing:
            lines += page.pair(clause, text, 0, min(column, page.width // 2))
    if not coverage.enough:
        lines += ["", page.styled(f"{coverage.percent} is less than the {coverage.fail_under} wanted", "bad")]
    return lines


def _missing(clause: ClauseCoverage) -> str:
    lacking = [item for item in clause.items if not item.by]
    if any(item.kind == "reached" for item in lacking):
        return "the clause"
    return "; ".join(_item(item) for item in lacking)


def _item(item: Item) -> str:
    match item.kind:
        case "exception":
            return f"excused: {item.what}"
        case "prevails":
            return f"{item.what} prevails"
        case "boundary":
            return "at its bound"
        case kind:
            return kind
