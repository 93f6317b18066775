"""Recorded answers to questions and choices of readings."""

from __future__ import annotations

from datetime import date

from checker.evaluate.case import Case
from checker.facts.store import Record
from checker.values.truth import Unknown, question


def answer(case: Case, name: str, about: tuple[tuple[str, str], ...]) -> Record | Unknown | None:
    """Return the latest determination of ``name`` about these things, or None.

    Unknown when two of one day say different things.
    """
    found = [
        r
        for r in case.index.of("determination")
        if r.values.get("question") == name and _in_time(case, r) and _fits(r, dict(about))
    ]
    last = max(map(_day, found), default=None)
    latest = sorted((r for r in found if _day(r) == last), key=lambda r: (r.path, r.line))
    if len({r.values["answer"] for r in latest}) > 1:
        said = " and ".join(f"`{r.values['answer']}` ({r.where})" for r in latest)
        return question(f"`{name}` is determined twice on {last}: {said}", "one answer")
    return latest[0] if latest else None


def _day(r: Record) -> date:
    value = r.values["on"]
    assert isinstance(value, date)
    return value


def _in_time(case: Case, r: Record) -> bool:
    until = r.values.get("until")
    return _day(r) <= case.as_of and (not isinstance(until, date) or case.as_of <= until)


def _fits(r: Record, about: dict[str, str]) -> bool:
    said = r.values.get("about", ())
    assert isinstance(said, tuple)
    return all(about.get(str(x.values["name"])) == x.values["value"] for x in said)
