"""Documents against what is encoded of them: coverage, and one passage with who cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import dedent

from checker.findings.documents import DocumentAccount, DocumentsResult, PassageRow
from checker.report.layout import Page, Style, cells, finish
from checker.report.wording import visible
from checker.source import Source
from checker.sources.accounts import STATES, Account, Row
from checker.sources.citing import Citing
from checker.sources.coverage import Share
from checker.sources.fingerprint import fingerprint, matches
from checker.sources.passages import Passage

FORMAT_VERSION = "1.0"
_STYLES: dict[str, Style] = {"encoded": "plain", "not encoded": "quiet", "uncovered": "bad"}
_WIDEST_LABEL = 34
_LEAST_OF_PAGE = 3


@dataclass(frozen=True, slots=True)
class Covered:
    """The account of one document, and the agreements and amendments that name it."""

    account: Account
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        """Return the document's file."""
        return self.account.document.source.path


# --- coverage --------------------------------------------------------------------------------


def render_terminal(covered: Sequence[Covered], page: Page) -> str:
    """Return each passage of each document, and the totals."""
    lines: list[str] = []
    for each in covered:
        lines += page.heading(f"{each.path} ({', '.join(each.names)})")
        lines += [page.styled(text, _style(state, each.account)) for state, text in _totals(each.account)]
        lines.append("")
        widest = max((cells(visible(row.label)) for row in each.account.rows), default=0)
        column = min(widest + 4, _WIDEST_LABEL, page.width // _LEAST_OF_PAGE * 2)
        for row in each.account.rows:
            lines += [page.styled(s, _STYLES[row.state]) for s in page.pair(row.label, _told(row), 2, column)]
    return finish(lines)


def render_markdown(covered: Sequence[Covered]) -> str:
    """Return the same as Markdown tables."""
    lines: list[str] = []
    for each in covered:
        lines += [f"# {_cell(each.path)} ({_cell(', '.join(each.names))})", ""]
        lines += [f"- {text}" for _, text in _totals(each.account)]
        lines += ["", "| passage | line | words | state | by, or why not |", "|---|--:|--:|---|---|"]
        for row in each.account.rows:
            why = "" if row.state == "uncovered" else _told(row)
            lines.append(f"| {_cell(row.label)} | {row.line} | {row.words} | {row.state} | {_cell(why)} |")
        lines.append("")
    return finish(lines)


def render_json(covered: Sequence[Covered], missing: Sequence[str], exit_code: int) -> str:
    """Return the same as JSON; ``missing`` are documents that are not at hand."""
    result = DocumentsResult(
        format_version=FORMAT_VERSION,
        documents=tuple(_document(each) for each in covered),
        not_at_hand=tuple(missing),
        exit_code=exit_code,
    )
    return result.model_dump_json(indent=2) + "\n"


def totals(account: Account) -> str:
    """Return in a few words how much of a document is accounted for."""
    gone, whole = account.passages("uncovered").part, len(account.rows)
    words = account.words("uncovered")
    covered = Share(words.whole - words.part, words.whole)
    return f"{whole - gone} of {whole} passages covered, {covered.percent}% of the words"


def _totals(account: Account) -> Iterator[tuple[str, str]]:
    for state in STATES:
        passages, words = account.passages(state), account.words(state)
        through = sum(1 for row in account.rows if row.state == state and row.through)
        inside = f", {through} of them through the passage around them" if through else ""
        yield (
            state,
            f"{state:<11}  {passages.part:>3} of {passages.whole} passages, "
            f"{words.part:,} of {words.whole:,} words ({words.percent}%){inside}",
        )


def _style(state: str, account: Account) -> Style:
    return "bad" if state == "uncovered" and account.uncovered else "plain"


def _told(row: Row) -> str:
    if row.state == "uncovered":
        return "UNCOVERED"
    what = ", ".join(row.by) if row.by else f"not encoded: {' / '.join(row.reasons)}"
    return f"{what} (through {row.through})" if row.through else what


def _document(each: Covered) -> DocumentAccount:
    return DocumentAccount(
        document=each.path,
        cited_by=tuple(each.names),
        passages={state: each.account.passages(state).part for state in STATES},
        words={state: each.account.words(state).part for state in STATES},
        rows=tuple(
            PassageRow(
                label=row.label,
                line=row.line,
                words=row.words,
                state=row.state,
                by=tuple(row.by),
                reasons=tuple(row.reasons),
                through=row.through or None,
            )
            for row in each.account.rows
        ),
    )


def _cell(text: str) -> str:
    shown = visible(text)
    for sign in "\\|<>*_`[]":
        shown = shown.replace(sign, "\\" + sign)
    return shown


# --- one passage -----------------------------------------------------------------------------


def render_passage(
    source: Source,
    passage: Passage,
    lines: tuple[int, int],
    cited: Sequence[tuple[str, Citing, str]],
    page: Page,
) -> str:
    """Return a passage as printed, its fingerprint, and who cites it.

    ``cited`` gives the label cited (the passage's, or one around it), the citation, and where it
    is written.
    """
    where = f"{source.path}:{lines[0]}" + (f"-{lines[1]}" if lines[1] > lines[0] else "")
    out = [page.styled(visible(passage.label), "strong") + f"  {visible(where)}", ""]
    text = dedent(_from_its_column(source, passage)).strip("\n")
    out += [f"  {visible(line)}".rstrip() for line in text.split("\n")]
    out += ["", f"fingerprint {fingerprint(passage.text)}"]
    for title, mine in (("cited by", True), ("cited with the passage around it, by", False)):
        rows = [(label, c, place) for label, c, place in cited if (label == passage.label) is mine]
        if rows:
            out += ["", title]
            out += [f"  {visible(_cited(label, c, place, passage))}" for label, c, place in rows]
    if not cited:
        out += ["", page.styled("cited by nobody", "bad")]
    return finish(out)


def _cited(label: str, citing: Citing, place: str, passage: Passage) -> str:
    inside = "" if label == passage.label else f" (at {label})"
    pin = "" if inside else _pin(citing, passage)
    return f"{citing.by}{inside}  {place}{pin}"


def _pin(citing: Citing, passage: Passage) -> str:
    if not citing.pin:
        return "  no pin"
    return "  pinned" if matches(citing.pin, passage.text) else f"  pinned to another text ({citing.pin})"


def _from_its_column(source: Source, passage: Passage) -> str:
    """Return the text of a passage, its first line set in as it is in the document."""
    start = passage.start + len(passage.text) - len(passage.text.lstrip())
    _, column = source.line_column(start)
    return " " * (column - 1) + passage.text.strip()
