"""Days, periods, lengths of time, amounts taken over a period, being in force: evaluated."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env, Value
from checker.evaluate.expressions import evaluate
from checker.evaluate.shown import shown
from checker.typed import nodes as t
from checker.typed.types import Type
from checker.values.calendars import OutsideCalendar
from checker.values.dates import complete_months, complete_years, shift_months
from checker.values.day_count import period_fraction, year_fraction
from checker.values.periods import Period, Series
from checker.values.rounding import round_to
from checker.values.truth import Truth, Unknown, missing, unknown_from


def timed(case: Case, e: t.Expr, env: Env) -> Value:
    """Return the value of an expression that is about time."""
    match e:
        case t.Shift():
            return _shift(case, e, env)
        case t.Edge():
            value = evaluate(case, e.period, env)
            if isinstance(value, Unknown):
                return value
            assert isinstance(value, Period)
            return value.start if e.side == "start" else value.end
        case t.Neighbour():
            return _neighbour(case, e, env)
        case t.Containing():
            return _containing(case, e, env)
        case t.MakePeriod():
            return _make_period(case, e, env)
        case t.Elapsed():
            return _elapsed(case, e, env)
        case t.Over():
            return _over(case, e, env)
        case t.Rounded():
            return _rounded(case, e, env)
        case t.SeriesFrom():
            return e.name
        case _:
            raise AssertionError(e)


def evaluate_series(case: Case, e: t.Expr, env: Env) -> Series | Unknown:
    """Return the series of periods that ``e`` stands for."""
    match e:
        case t.SeriesFrom(anchor=None):
            return Series(e.name, e.months)
        case t.SeriesFrom():
            assert e.anchor is not None
            anchor = evaluate(case, e.anchor, env)
            if isinstance(anchor, Unknown):
                return anchor
            assert isinstance(anchor, date)
            return Series(e.name, e.months, anchor.month, anchor.day)
        case t.Reading():
            return evaluate_series(case, case.world[e.assumption], env)
        case t.Apply():
            d = case.agreement.definitions[e.definition]
            values = [evaluate(case, a, env) for a in e.arguments]
            inner = env.inside({n: v for (n, _), v in zip(d.params, values, strict=True)})
            return evaluate_series(case, d.expression, inner)
        case _:
            raise AssertionError(e)


def _shift(case: Case, e: t.Shift, env: Env) -> Value:
    length, base = evaluate(case, e.length, env), evaluate(case, e.base, env)
    unknown = unknown_from([length, base])
    if unknown:
        return unknown
    assert isinstance(length, Fraction) and isinstance(base, date)
    n = int(length) if e.direction == "after" else -int(length)
    value = _moved(case, e, base, n)
    case.trace.step(f"{case.wording(e.span)}: {e.direction} {base}", shown(value))
    return value


def _moved(case: Case, e: t.Shift, base: date, n: int) -> Value:
    try:
        if e.unit == "days":
            return base + timedelta(days=n)
        if e.unit == "business days":
            days = case.calendar()
            return days if isinstance(days, Unknown) else days.add(n, base)
    except OutsideCalendar as outside:
        return missing(str(outside), "a calendar that covers the day")
    except OverflowError:
        text = f"{_length(n, e)} {e.direction} {base} is a day that does not exist"
        return missing(text, "a shorter time")
    months = n if e.unit == "months" else 12 * n
    found = shift_months(base, months, clamp=e.clamped)
    if found is None:
        return missing(
            f"{_length(n, e)} {e.direction} {base} is a day that does not exist",
            "`clamped` after the date, if the month's last day is meant",
        )
    return found


def _length(n: int, e: t.Shift) -> str:
    return shown(Fraction(abs(n)), Type("duration", name=e.unit))


def _neighbour(case: Case, e: t.Neighbour, env: Env) -> Value:
    value = evaluate(case, e.period, env)
    series = evaluate_series(case, e.series, env)
    if isinstance(value, Unknown) or isinstance(series, Unknown):
        return value if isinstance(value, Unknown) else series  # type: ignore[return-value]
    assert isinstance(value, Period)
    return series.after(value, 1 if e.side == "next" else -1)


def _containing(case: Case, e: t.Containing, env: Env) -> Value:
    day = evaluate(case, e.day, env)
    series = evaluate_series(case, e.series, env)
    if isinstance(day, Unknown) or isinstance(series, Unknown):
        return day if isinstance(day, Unknown) else series  # type: ignore[return-value]
    assert isinstance(day, date)
    return series.containing(day)


def _make_period(case: Case, e: t.MakePeriod, env: Env) -> Value:
    start, end = evaluate(case, e.start, env), evaluate(case, e.end, env)
    unknown = unknown_from([start, end])
    if unknown:
        return unknown
    assert isinstance(start, date) and isinstance(end, date)
    if end < start:
        return missing(f"the period from {start} to {end} ends before it begins", case.wording(e.span))
    return Period(start, end, f"{start} to {end}")


def _elapsed(case: Case, e: t.Elapsed, env: Env) -> Value:
    start, end = evaluate(case, e.start, env), evaluate(case, e.end, env)
    unknown = unknown_from([start, end])
    if unknown:
        return unknown
    assert isinstance(start, date) and isinstance(end, date)
    count: int | None
    if e.unit == "days":
        count = (end - start).days
    elif e.unit == "business days":
        days = case.calendar()
        if isinstance(days, Unknown):
            return days
        try:
            count = days.between(start, end)
        except OutsideCalendar as outside:
            return missing(str(outside), "a calendar that covers the days")
    elif e.unit == "months":
        count = complete_months(start, end, clamp=e.clamped)
    else:
        count = complete_years(start, end, clamp=e.clamped)
    if count is None:
        return missing(
            f"how many {e.unit} lie between {start} and {end} turns on a day that does not exist",
            "`clamped` after the dates, if the month's last day is meant",
        )
    value = Fraction(count)
    case.trace.step(f"{case.wording(e.span)}: {start} to {end}", shown(value, e.type))
    return value


def _over(case: Case, e: t.Over, env: Env) -> Value:
    """Return an amount per time taken over a period: all of it, or stretch by stretch while in force."""
    taken = evaluate(case, e.period, env)
    if isinstance(taken, Unknown):
        return taken
    assert isinstance(taken, Period)
    if not e.instrument:
        return _taken(case, e, env, taken, None)
    days = in_force_days(case, e, taken, env)
    if isinstance(days, Unknown):
        return days
    if len(days) == taken.days:
        return _taken(case, e, env.bind(t.IN_FORCE, taken), taken, None)
    values = [
        _taken(case, e, env.bind(t.IN_FORCE, stretch), taken, list(stretch.each_day()))
        for stretch in _stretches(days)
    ]
    unknown = unknown_from(values)
    if unknown is not None:
        return unknown
    return sum((v for v in values if isinstance(v, Fraction)), Fraction(0))


def _stretches(days: list[date]) -> list[Period]:
    """Return days in order as periods without a gap."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return [Period(start, end, f"{start} to {end}") for start, end in found]


def _taken(case: Case, e: t.Over, env: Env, taken: Period, days: list[date] | None) -> Value:
    amount = evaluate(case, e.amount, env)
    if isinstance(amount, Unknown):
        return amount
    assert isinstance(amount, Fraction)
    if e.per == "year":
        convention = case.day_count()
        if isinstance(convention, Unknown):
            return convention
        years = whole_years(taken) if days is None else 0
        try:
            part = Fraction(years) if years else year_fraction(taken, convention, days)
        except ValueError as wrong:  # thirty_360 over some days of a period
            return missing(str(wrong), "a day count that can count single days")
        told = f"{shown(part)} of a year, {convention}"
        if years:
            told = f"{years} whole year" + ("s" if years > 1 else "")
    else:
        part = period_fraction(taken, e.per, "", days)
        told = f"{shown(part)} {e.per}" + ("" if part == 1 else "s")
    value = amount * part
    count = f", {len(days)} of {taken.days} days in force" if days is not None else ""
    case.trace.step(
        f"{case.wording(e.span)}: {shown(amount, e.amount.type)} over {taken} ({told}{count})",
        shown(value, e.type),
    )
    return value


def whole_years(taken: Period) -> int:
    """Return how many years a period is exactly, 0 when it is no whole number of years.

    A day count says what a part of a year is; a whole year is one year, leap day or not.
    """
    after = taken.end + timedelta(days=1)
    years = after.year - taken.start.year
    same = (after.month, after.day) == (taken.start.month, taken.start.day)
    return years if years > 0 and same else 0


def in_force_days(case: Case, e: t.Over, taken: Period, env: Env) -> list[date] | Unknown:
    """Return the days of a period on which the instrument is in force."""
    from checker.evaluate.timeline import status

    fund = fund_value(case, e.fund, env)
    found = [(d, status(case, e.instrument, fund, d)) for d in taken.each_day()]
    unknown = unknown_from([s for _, s in found])
    return unknown if unknown else [d for d, s in found if s is True]


def _rounded(case: Case, e: t.Rounded, env: Env) -> Value:
    amount, step = evaluate(case, e.amount, env), evaluate(case, e.step, env)
    unknown = unknown_from([amount, step])
    if unknown:
        return unknown
    assert isinstance(amount, Fraction) and isinstance(step, Fraction)
    value = round_to(amount, step, e.rule)
    rule = e.rule.replace("_", " ")
    case.trace.step(f"{shown(amount, e.type)} rounded {rule} to {shown(step, e.type)}", shown(value, e.type))
    return value


def in_force(case: Case, e: t.InForce, env: Env) -> Truth:
    """Return whether an instrument is in force, with a step that says why."""
    value, why = in_force_with_reason(case, e, env)
    if why:
        case.trace.step(f"{case.wording(e.span)}: {why}", shown(value))
    return value


def in_force_with_reason(case: Case, e: t.InForce, env: Env) -> tuple[Truth, str]:
    """Return whether an instrument is in force at a time, and what its time line says."""
    from checker.evaluate.timeline import status_over

    when = evaluate(case, e.when, env)
    if isinstance(when, Unknown):
        return when, ""
    assert isinstance(when, (date, Period))
    value, why = status_over(case, e.instrument, fund_value(case, e.fund, env), when, e.mode)
    return value, f"{shown(when)}; {why}" if why else shown(when)


def fund_value(case: Case, e: t.Expr | None, env: Env) -> str | None:
    """Return the fund, or None where the record is about every fund."""
    if e is None:
        return None
    case.trace.quiet += 1
    value = evaluate(case, e, env)
    case.trace.quiet -= 1
    return value if isinstance(value, str) else None
