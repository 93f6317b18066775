"""Values carried from day to day or period to period, each step by the text that held then.

A carry that an amendment gives another meaning, or a term that it uses, is a definition of its own
(``ir/versions.py``). It goes on from what the one before had come to when the amendment took effect:
what was carried forward until then is not counted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from checker.evaluate.case import Case, Env, Value, last_day
from checker.evaluate.expressions import evaluate
from checker.evaluate.standing import before
from checker.evaluate.versions import in_effect
from checker.facts.store import Record
from checker.ir.versions import MARK, as_written
from checker.typed import nodes as t
from checker.values.periods import Period, Series
from checker.values.truth import Unknown, unknown_from


def carried(case: Case, d: t.Definition, env: Env) -> Value:
    """Return a value carried up to the day or period asked for; of a term that is no carry, what it says."""
    if d.carry is None:
        return evaluate(case, d.expression, env)
    name = next(n for n, ty in d.params if ty.kind in ("period", "date"))
    since = evaluate(case, d.carry.since, env)
    steps = _steps(case, d.carry, since, env.variables[name], env)
    if isinstance(steps, Unknown):
        return steps
    value: Value = evaluate(case, d.carry.first, env)
    earlier = _earlier(case, d)
    old = [s for s in steps if earlier is not None and earlier[1](s, env)]
    if earlier is not None and old:
        value = carried(case, earlier[0], env.bind(name, old[-1]).at(old[-1]))
    others = tuple(_hashed(env.variables[n]) for n, _ in d.params if n != name)
    for step in steps[len(old) :]:
        key = (d.name, (*others, step))
        if key not in case.carried:
            inner = env.bind(name, step).bind(f"previous {as_written(d.name)}", value).at(step)
            case.carried[key] = evaluate(case, d.expression, inner)
        value = case.carried[key]
    return value


Early = Callable[[date | Period, Env], bool]


def _earlier(case: Case, d: t.Definition) -> tuple[t.Definition, Early] | None:
    """Return the definition that a version takes the place of, and which steps are still by that."""
    amendment = d.name.partition(MARK)[2]
    if not amendment:
        return None
    earlier = case.agreement.definitions.get(before(case, d.name))
    by = next(a for a in case.agreement.document.amendments if a.name == amendment)

    def early(step: date | Period, env: Env) -> bool:
        day, fund = last_day(step), env.variables.get("fund")
        about = fund if isinstance(fund, str) else None
        return day < by.effective or in_effect(case, by, about, day) is False

    return (earlier, early) if earlier is not None else None


def _steps(
    case: Case, carry: t.CarryFrom, since: Value, wanted: Value, env: Env
) -> Sequence[date | Period] | Unknown:
    """Return the days or periods that something is carried through, the last being the one asked for."""
    from checker.evaluate.moments import evaluate_series

    series = evaluate_series(case, carry.series, env) if carry.series is not None else None
    unknown = unknown_from([wanted, since, series])
    if unknown is not None:
        return unknown
    assert isinstance(since, date)
    if series is None:
        assert isinstance(wanted, date)
        return list(Period(since, wanted, "").each_day()) if since <= wanted else []
    assert isinstance(wanted, Period) and isinstance(series, Series)
    return list(series.within(since, wanted.end))


def _hashed(value: Value) -> object:
    if isinstance(value, Record):
        return value.kind, value.key, value.path, value.line
    return tuple(map(_hashed, value)) if isinstance(value, tuple) else value
