"""``redline verify``: a report run again, to see that the same comes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from checker.cli import common

if TYPE_CHECKING:
    from checker.findings.model import Result

MAJOR = "1"
MOST_SHOWN = 20


@click.command("verify")
@click.argument("report", type=common.PATH)
@common.color_option
@common.workspace_option
def command(report: Path, color: str, workspace: Path) -> int:
    """Run the check of a JSON report again and compare, byte for byte.

    REPORT was written by `redline check --format json`. Exit code 0 says that it is reproduced
    exactly; 1 that it is not, with what differs.
    """
    from checker.report.json_report import render_json

    written = _read(report, color)
    old = _result(written, report, color)
    files, loaded = common.load(workspace, color=color)
    new = common.run_check(
        files,
        loaded,
        as_of=common.day(old.as_of),
        agreements=[a.agreement for a in old.agreements],
        clauses=old.clauses,
    )
    new = new.model_copy(update={"as_of_from": old.as_of_from})
    if render_json(new) == written:
        common.emit(f"{report}: reproduced exactly, as of {old.as_of}")
        return common.OK
    common.emit("\n".join([f"{report}: not reproduced", *_differences(old, new)]))
    return common.VIOLATED


def _read(report: Path, color: str) -> str:
    from checker.workspace import text_file

    source, problems = text_file(report, report.as_posix())
    common.stop(problems, color=color)
    assert source is not None  # INVARIANT: else there was an error
    return source.text


def _result(text: str, report: Path, color: str) -> Result:
    from pydantic import ValidationError

    from checker.diagnostics import Place, diagnostic
    from checker.findings.model import Result

    try:
        made = Result.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"this is no report of a check: {where + ': ' if where else ''}{first['msg'].lower()}"
        common.stop([diagnostic("W003", message, Place(report.as_posix()))], color=color)
        raise AssertionError from error
    if made.format_version.partition(".")[0] != MAJOR:
        message = f"the report has format {made.format_version}; this version reads {MAJOR}.x"
        common.stop([diagnostic("W003", message, Place(report.as_posix()))], color=color)
    return made


def _differences(old: Result, new: Result) -> list[str]:
    """Return what differs: inputs first, then findings, then anything else."""
    before, after = {i.path: i.sha256 for i in old.inputs}, {i.path: i.sha256 for i in new.inputs}
    lines = [
        f"  input   {path}: {_change(before.get(path), after.get(path))}"
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    ]
    was = {f.fingerprint: f for f in old.findings}
    now = {f.fingerprint: f for f in new.findings}
    for key in sorted({*was, *now}, key=lambda k: (was.get(k) or now[k]).code):
        if was.get(key) != now.get(key):
            lines.append(_finding(was.get(key), now.get(key)))
    if old.tool_version != new.tool_version:
        lines.append(f"  tool    {old.tool_version}, now {new.tool_version}")
    more = [f"  ... and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return [*lines[:MOST_SHOWN], *more] or ["  the text differs in layout or in what surrounds the findings"]


def _change(before: str | None, after: str | None) -> str:
    if before is None:
        return "not there then"
    return "not there now" if after is None else "changed"


def _finding(was: Any, now: Any) -> str:
    one = was or now
    subject = ", ".join(s.value for s in one.subject)
    verdicts = f"{was.verdict if was else 'not there'}, now {now.verdict if now else 'not there'}"
    return f"  finding {one.code} ({subject}): {verdicts}"
