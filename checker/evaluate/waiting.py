"""Amendments that wait for something: the first day on which what they wait for is so, fund by fund."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env, Trace
from checker.facts.store import Record
from checker.ir.uses import uses
from checker.typed import nodes as t
from checker.typed.walk import everything
from checker.values.truth import Truth, Unknown

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Start:
    """The first day on which it may have begun, the first on which it has, and why the two differ."""

    perhaps: date | None
    surely: date | None
    doubt: Unknown | None


def begun(case: Case, amendment: t.Amendment, fund: str | None, day: date) -> Truth:
    """Return whether an amendment has begun by a day: its date has come, and what it waits for too."""
    if day < amendment.effective:
        return False
    if amendment.once is None or amendment.name in case.supposed:
        return True
    start = _start(case, amendment, fund)
    if start.surely is not None and day >= start.surely:
        return True
    if start.doubt is not None and start.perhaps is not None and day >= start.perhaps:
        return start.doubt
    return False


def start_days(case: Case, amendment: t.Amendment, fund: str | None) -> list[date]:
    """Return the days on which it begins, or may."""
    if amendment.once is None:
        return [amendment.effective]
    start = _start(case, amendment, fund)
    return sorted({d for d in (start.perhaps, start.surely) if d is not None})


def _start(case: Case, amendment: t.Amendment, fund: str | None) -> Start:
    key = (amendment.name, fund)
    if key not in case.starts:
        case.starts[key] = Start(None, None, None)  # INVARIANT: it does not wait for its own effect
        trace, case.trace = case.trace, Trace(quiet=1)
        asked_already = amendment.name in case.waiting
        case.waiting.add(amendment.name)
        case.starts[key] = _found(case, amendment, fund)
        if not asked_already:
            case.waiting.discard(amendment.name)
        case.trace = trace
    found = case.starts[key]
    assert isinstance(found, Start)
    return found


def _found(case: Case, amendment: t.Amendment, fund: str | None) -> Start:
    from checker.evaluate.expressions import truth

    assert amendment.once is not None
    perhaps, doubt = None, None
    for day in _days(case, amendment):
        variables: dict[str, object] = {"amendment": _record(case, amendment), "date": day}
        if fund is not None:
            variables["fund"] = fund
        so = truth(case, amendment.once, Env(variables, day))  # type: ignore[arg-type]
        if so is True:
            return Start(perhaps or day, day, doubt)
        if isinstance(so, Unknown) and perhaps is None:
            perhaps, doubt = day, so
    return Start(perhaps, None, doubt)


def _record(case: Case, amendment: t.Amendment) -> Record:
    from checker.evaluate.queries import amendment_records

    return next(r for r in amendment_records(case) if r.key == amendment.name)


def _days(case: Case, amendment: t.Amendment) -> list[date]:
    """Return the days on which what it waits for can become so, in order.

    That is every day that a record or the condition names, one that says which records are complete
    included, and so many days later as the condition counts. Where it turns on more than that, every
    day is asked.
    """
    first, last = amendment.effective, case.as_of
    if first > last:
        return []
    shifts, constant = {0, 1}, set()
    for node in everything(amendment.once):
        days = _length(node) if isinstance(node, t.Shift) else 0
        if days is None or not isinstance(node, _PLAIN):
            return [first + timedelta(days=i) for i in range((last - first).days + 1)]
        shifts |= {days, days + 1}
        constant |= {node.value} if isinstance(node, t.Const) and isinstance(node.value, date) else set()
    kinds = {name for name, _ in uses(amendment.once, case.agreement, {}).facts} | {"complete_records"}
    named = {d for k in kinds for r in case.index.of(k) for d in _dates(r)} | constant | {first}
    moved = {d + timedelta(days=s * n) for d in named for n in shifts for s in (1, -1)}
    return sorted(d for d in moved if first <= d <= last)


_PLAIN = (
    t.Const, t.Var, t.Get, t.Ask, t.Logic, t.Negate, t.Compare, t.IsGiven, t.Query, t.Origin, t.Shift,
    t.ApprovedBy, t.ApprovalRequest, t.VoteOf, t.ConsentOf, t.AllOf, t.AnyOf,
)  # fmt: skip
"""What changes on days that records and constants name, and on no others."""


def _length(node: t.Shift) -> int | None:
    """Return the number of days that a shift is by, None where it is no such number."""
    if node.unit != "days" or not isinstance(node.length, t.Const):
        return None
    value = node.length.value
    return int(value) if isinstance(value, Fraction) else None


def _dates(record: Record) -> list[date]:
    found: list[date] = []
    for value in record.values.values():
        if isinstance(value, date):
            found.append(value)
        elif isinstance(value, tuple):
            found += [d for inner in value for d in _dates(inner)]
    return found
