"""Recorded answers to questions and choices of readings."""

from __future__ import annotations

from datetime import date

from checker.evaluate.case import Case
from checker.facts.store import Record


def answer(case: Case, name: str, about: tuple[tuple[str, str], ...]) -> Record | None:
    """Return the determination of ``name`` about these things, the latest one, or None."""
    found = [
        r
        for r in case.index.of("determination")
        if r.values.get("question") == name and _in_time(case, r) and _fits(r, dict(about))
    ]
    return max(found, key=_day, default=None)


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
