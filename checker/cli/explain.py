"""``redline explain``: a finding, a clause, an effect, or the code of a mistake, at length."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from textwrap import dedent, fill
from typing import TYPE_CHECKING, Any

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.findings.model import Result
    from checker.pipeline import Loaded

LEAST_OF_FINGERPRINT = 4


@click.command("explain")
@click.argument("what")
@common.as_of_option
@common.color_option
@common.workspace_option
def command(what: str, as_of: date | None, color: str, workspace: Path) -> int:
    """Explain a finding, a clause, an effect, or the code of a mistake.

    WHAT is the beginning of a finding's fingerprint, as the report shows it; a clause, written
    agreement/clause; the key of an effect, such as rate-raised; or a code such as T002, or its
    name unit-mismatch.
    """
    text = _page(what) or _effect(what)
    if text is None:
        progress = common.Progress()
        files, loaded = common.load(workspace, color=color, progress=progress)
        result = common.run_check(files, loaded, as_of=as_of, progress=progress)
        explained = _clause if "/" in what else _finding
        text = explained(what, loaded, result, common.wants_color(color))
    common.emit(text)
    return common.OK


def _page(what: str) -> str | None:
    """Return the page of a code, or None if it is none."""
    from checker.diagnostics.catalogue import CODES
    from checker.resources import packaged

    slugs = {entry.slug: code for code, entry in CODES.items()}
    code = slugs.get(what.lower(), what.upper())
    if code not in CODES:
        return None
    page = packaged("diagnostics", "pages", f"{code}.md")
    if page.is_file():
        return page.read_text(encoding="utf-8")
    return f"# {code} {CODES[code].slug}\n\n{CODES[code].title}.\n"


def _effect(what: str) -> str | None:
    """Return the page of an effect, or None if it is none; one that is misspelt ends the run."""
    from checker.compare.catalogue import CATALOGUE, page
    from checker.values.spelling import did_you_mean

    key = what.lower()
    if key in CATALOGUE:
        return page(key)
    close = did_you_mean(key, CATALOGUE) if "-" in key else None
    if close:
        _refuse(what, f"no effect is called `{what}`", close)
    return None


def _finding(what: str, loaded: Loaded, result: Result, colored: bool) -> str:
    from checker.report.explain import render_explain

    prefix = what.lower()
    found = [finding for finding in result.findings if finding.fingerprint.startswith(prefix)]
    if len(prefix) < LEAST_OF_FINGERPRINT or not found:
        _refuse(what, f"nothing is called `{what}`: neither a finding nor a code nor a clause nor an effect")
    if len(found) > 1:
        several = "\n".join(f"{f.fingerprint[:16]}  {f.code}  {_about(f)}" for f in found[:10])
        _refuse(what, f"{len(found)} findings begin so; give more of the fingerprint", several)
    return render_explain(found[0], result, color=colored, width=common.width())


def _about(finding: Any) -> str:
    return ", ".join(subject.value for subject in finding.subject)


def _refuse(what: str, message: str, help: str | None = None) -> None:
    from checker.diagnostics import Place, diagnostic

    common.stop([diagnostic("W005", message, Place(what), help=help)])


def _clause(what: str, loaded: Loaded, result: Result, colored: bool) -> str:
    """Return what a clause says, where it stands, how it is written, and how its findings count."""
    known = common.clauses_of(loaded)
    if what not in known:
        common.stop([common.unknown("clause", what, "WHAT", known)])
    clause = known[what]
    source = loaded.sources.get(clause.span.path)
    counts = Counter(finding.verdict for finding in result.findings if finding.code == what)
    parts = [
        f"{what}, {clause.citation.paragraph}",
        fill(clause.says, common.width() - 2, initial_indent="  ", subsequent_indent="  "),
    ]
    if source is not None:
        line, _ = source.line_column(clause.span.start)
        written = dedent(source.text[clause.span.start : clause.span.end]).rstrip()
        parts += [f"Written in {clause.span.path}:{line}\n\n" + _indented(written)]
    total = ", ".join(f"{number} {verdict.replace('_', ' ')}" for verdict, number in counts.most_common())
    parts.append(f"As of {result.as_of}: {total or 'no instance of it was checked'}.")
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
