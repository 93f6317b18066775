"""The days that records must be complete for, to prove that something is absent."""

from __future__ import annotations

from datetime import date

from checker.evaluate.case import Case, Env, Value, dated, first_day, last_day
from checker.facts.store import Record
from checker.values.periods import Period


def window(case: Case, env: Env, due: date | None = None) -> tuple[date, date]:
    """Return the days that records must be complete for, to prove that something is absent.

    They reach from the earliest to the latest day that the instance is about.
    """
    days = [d for d in (due, env.due) if d is not None]
    if env.time is not None:
        days += [first_day(env.time), last_day(env.time)]
    for value in env.variables.values():
        days += _days_of(case, value)
    if not days:
        start = case.agreement.document.effective or case.as_of
        days = [min(start, case.as_of), case.as_of]
    return min(days), max(days)


def _days_of(case: Case, value: Value) -> list[date]:

    if isinstance(value, date):
        return [value]
    if isinstance(value, Period):
        return [value.start, value.end]
    if isinstance(value, Record):
        found = [dated(case.kinds, r) for r in (value, *_referred_by(case, value))]
        return [d for when in found if when is not None for d in (first_day(when), last_day(when))]
    return []


def _referred_by(case: Case, record: Record) -> list[Record]:
    kind = case.kinds.get(record.kind)
    found = []
    for f in kind.fields if kind else ():
        key = record.values.get(f.name)
        if f.type.kind == "record" and isinstance(key, str):
            other = case.index.by_key(f.type.name, key)
            if other is not None:
                found.append(other)
    return found
