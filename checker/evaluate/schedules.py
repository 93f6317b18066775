"""Schedules looked up: the version in force, the row that holds, the cell."""

from __future__ import annotations

from datetime import date, timedelta

from checker.evaluate.case import Case, Env, Value, first_day, last_day
from checker.evaluate.shown import shown
from checker.evaluate.versions import (
    Keys,
    effective_days,
    holds_on,
    in_effect,
    not_on_file,
    rows_in_effect,
    rows_with,
    turns,
)
from checker.facts.store import Record
from checker.typed import nodes as t
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, missing, some, unknown_from

ONE_DAY = timedelta(days=1)


def version_on(case: Case, name: str, day: date) -> t.Schedule:
    """Return a schedule as the amendments effective by ``day`` leave it."""
    found = case.agreement.schedules[name]
    for a in case.agreement.document.amendments:
        if a.effective <= day and name in a.schedules:
            found = a.schedules[name]
    return found


def version_around(case: Case, name: str, amendment: str, side: str) -> t.Schedule:
    """Return a schedule just before an amendment, or with it."""
    found = case.agreement.schedules[name]
    for a in case.agreement.document.amendments:
        if a.name == amendment:
            return a.schedules.get(name, found) if side == "under" else found
        found = a.schedules.get(name, found)
    raise AssertionError(amendment)


def rows_over(case: Case, name: str, time: date | Period) -> tuple[t.Row, ...] | Unknown:
    """Return the rows that hold on a day or all through a period; unknown if others hold in a part of it."""
    held: list[tuple[t.Row, ...]] = []
    for day in _turning_days(case, name, time):
        rows = _rows_on(case, name, day)
        if isinstance(rows, Unknown):
            return rows
        held.append(rows)
    if any([r.values for r in rows] != [r.values for r in held[0]] for rows in held):
        return missing(
            f"the rows of {name} change within {shown(time)}",
            "a clause that takes the parts of the period one by one",
        )
    return held[0]


def _rows_on(case: Case, name: str, day: date) -> tuple[t.Row, ...] | Unknown:
    """Return the rows that hold on a day, of the amendments in effect; key by key where rows have keys."""
    base = case.agreement.schedules[name]
    made = [a for a in case.agreement.document.amendments if a.effective <= day and name in a.schedules]
    if not base.keys:
        standing = [(a, in_effect(case, a, None, day)) for a in made]
        doubt = unknown_from([s for _, s in standing])
        if doubt is not None:
            return doubt
        last = next((a.schedules[name] for a, s in reversed(standing) if s is True), base)
        if not last.on_file:
            return not_on_file(last)
        return tuple(r for r in last.rows if holds_on(r, day))
    versions = [base, *(a.schedules[name] for a in made)]
    keys = {tuple((k, r.values.get(k)) for k in base.keys): None for v in reversed(versions) for r in v.rows}
    found: list[t.Row] = []
    for key in keys:
        rows, open_ = rows_in_effect(case, name, key, day)  # type: ignore[arg-type]
        if open_ is not None:
            return open_
        found += rows
    return tuple(found)


def row_on(
    case: Case, schedule: t.Schedule, keys: tuple[tuple[str, Value], ...], day: date | None
) -> t.Row | None:
    """Return the row of a version with these keys that holds on ``day`` (any day when None)."""
    found = rows_with(case, schedule, keys)
    return next((row for row in found if day is None or holds_on(row, day)), None)


def cell(case: Case, e: t.Cell, env: Env) -> Value:
    """Return a schedule's value for the keys and the time."""
    keys = tuple((k, evaluate_key(case, x, env)) for k, x in e.keys)
    unknown = unknown_from([v for _, v in keys])
    if unknown:
        return unknown
    if e.side:
        return _versioned(case, e, keys, env)
    time = _time(case, e, env)
    if isinstance(time, Unknown):
        return time
    values = {d: _value_on(case, e, keys, d) for d in _turning_days(case, e.schedule, time, keys)}
    doubt = unknown_from(list(values.values()))
    if doubt is not None and len(set(values.values())) == 1:
        return doubt
    distinct = list(dict.fromkeys(values.values()))
    if len(distinct) > 1:
        return missing(
            f"{e.schedule}.{e.column} changes within {shown(time)}",
            "a clause that takes the parts of the period one by one",
        )
    return _found(case, e, keys, time, distinct[0])


def evaluate_key(case: Case, e: t.Expr, env: Env) -> Value:
    """Return the value of a key."""
    from checker.evaluate.expressions import evaluate

    return evaluate(case, e, env)


def _time(case: Case, e: t.Cell, env: Env) -> date | Period | Unknown:
    from checker.evaluate.expressions import evaluate

    if e.day is None:
        return env.time if env.time is not None else case.as_of
    value = evaluate(case, e.day, env)
    assert isinstance(value, (date, Period, Unknown))
    return value


def _turning_days(case: Case, name: str, time: date | Period, keys: Keys | None = None) -> list[date]:
    """Return the days within a time on which a schedule, or rows of it, may read differently."""
    first, last = first_day(time), last_day(time)
    if first == last:
        return [first]
    days = {first}
    days |= {d for d in effective_days(case, name, keys) if first < d <= last}
    for version in {id(v): v for v in (version_on(case, name, d) for d in sorted(days))}.values():
        days |= {d for d in turns(case, version, keys) if first < d <= last}
    return sorted(days)


def _value_on(case: Case, e: t.Cell, keys: tuple[tuple[str, Value], ...], day: date) -> Value | None:
    rows, doubt = rows_in_effect(case, e.schedule, keys, day)
    if doubt is not None:
        return doubt
    values = {row.values.get(e.column) for row in rows}
    if len(values) > 1:
        return missing(
            f"{len(rows)} rows of {e.schedule} hold where one is wanted",
            f"keys for {e.schedule} (`for each ...`), or a query over its rows",
        )
    return rows[0].values.get(e.column) if rows else None


def cell_given(case: Case, e: t.Cell, env: Env) -> Truth:
    """Return whether a schedule has a row for the keys, with something in the column."""
    case.trace.quiet += 1
    keys = tuple((k, evaluate_key(case, x, env)) for k, x in e.keys)
    case.trace.quiet -= 1
    unknown = unknown_from([v for _, v in keys])
    if unknown:
        return unknown
    if e.side:
        found = _version_row(case, e, keys, env)
        return found if isinstance(found, Unknown) else found is not None and e.column in found.values
    time = _time(case, e, env)
    if isinstance(time, Unknown):
        return time
    return some([_has(_value_on(case, e, keys, d)) for d in _turning_days(case, e.schedule, time, keys)])


def _has(value: Value | None) -> Truth:
    return value if isinstance(value, Unknown) else value is not None


def _found(
    case: Case, e: t.Cell, keys: tuple[tuple[str, Value], ...], time: date | Period, value: Value | None
) -> Value:
    about = ", ".join(shown(v) for _, v in keys)
    if value is None:
        case.trace.step(f"{e.schedule}.{e.column} for {about} on {shown(time)}", "not there")
        return missing(
            f"{e.schedule} has no {e.column} for {about} on {shown(time)}",
            f"a row of {e.schedule} for {about}",
        )
    case.trace.step(f"{e.schedule}.{e.column} for {about}", shown(value, e.type))
    return value


def _version_row(
    case: Case, e: t.Cell, keys: tuple[tuple[str, Value], ...], env: Env
) -> t.Row | None | Unknown:
    """Return the row of the version before or under an amendment."""
    from checker.evaluate.expressions import evaluate

    assert e.amendment is not None
    amendment = evaluate(case, e.amendment, env)
    if isinstance(amendment, Unknown):
        return amendment
    assert isinstance(amendment, Record)
    schedule = version_around(case, e.schedule, amendment.key, e.side)
    effective = amendment.values["effective"]
    assert isinstance(effective, date)
    return row_on(case, schedule, keys, effective) or row_on(case, schedule, keys, None)


def _versioned(case: Case, e: t.Cell, keys: tuple[tuple[str, Value], ...], env: Env) -> Value:
    row = _version_row(case, e, keys, env)
    if isinstance(row, Unknown):
        return row
    value = row.values.get(e.column) if row is not None else None
    about = ", ".join(shown(v) for _, v in keys)
    where = f"{e.side} the amendment"
    if value is None:
        return missing(f"{e.schedule} has no {e.column} for {about} {where}", f"a row of {e.schedule}")
    case.trace.step(f"{e.schedule}.{e.column} for {about} {where}", shown(value, e.type))
    return value
