"""The instances of a rule: one for each binding of its variables, with what is certain of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from checker.evaluate.case import Case, Env, Value, dated, last_day
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.queries import fund_of, items
from checker.evaluate.shown import shown
from checker.evaluate.timeline import status_over, timeline
from checker.evaluate.versions import stands
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, every, missing, opposite, some


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: its variables, and whether the ``where``s of its sources hold."""

    env: Env
    certain: Truth

    @property
    def subject(self) -> tuple[tuple[str, str], ...]:
        """Return what it is about, as (name, value); the fund of its records where they have one."""
        said = [(name, shown(v)) for name, v in self.env.variables.items()]
        if "fund" not in self.env.variables:
            found = {
                str(v.values["fund"]): None
                for v in self.env.variables.values()
                if isinstance(v, Record) and "fund" in v.values
            }
            said += [("fund", fund) for fund in found]
        return tuple(said)


def instances(case: Case, rule: ir.Rule) -> Iterator[Instance]:
    """Yield every instance, in the order of the facts and the calendar."""
    yield from _bound(case, rule, rule.sources, Env({}, None), True)


def _bound(
    case: Case, rule: ir.Rule, sources: tuple[t.Origin, ...], env: Env, certain: Truth
) -> Iterator[Instance]:
    if not sources:
        if version_stands(case, rule, env)[0] is not False:
            yield Instance(env, certain)
        return
    source, rest = sources[0], sources[1:]
    case.trace.quiet += 1
    found = items(case, source, env)
    listed = found if isinstance(found, Unknown) else list(found)
    case.trace.quiet -= 1
    if isinstance(listed, Unknown):
        yield Instance(env, every([certain, listed]))
        return
    for f in listed:
        if f.holds is False:
            continue
        inner = _with_time(case, env.bind(source.variable, f.value), f.value)
        if in_days(rule, inner):
            yield from _bound(case, rule, rest, inner, every([certain, f.holds]))


def _with_time(case: Case, env: Env, value: Value) -> Env:
    """The innermost thing that has a time says what the instance's time is."""
    if isinstance(value, (date, Period)):
        return env.at(value)
    if isinstance(value, Record):
        when = dated(case.kinds, value)
        return env.at(when) if when is not None else env
    return env


def in_days(rule: ir.Rule, env: Env) -> bool:
    """Tell whether the rule's version has begun by the instance's time (a period by its last day)."""
    return env.time is None or rule.from_day is None or last_day(env.time) >= rule.from_day


def version_stands(case: Case, rule: ir.Rule, env: Env) -> tuple[Truth, str]:
    """Return whether this version of the clause is the one that holds for the instance."""
    day = last_day(env.time) if env.time is not None else None
    return stands(case, rule, day, fund_of(case, env))


# --- whether it binds ------------------------------------------------------------------------


def applies(case: Case, rule: ir.Rule, instance: Instance) -> tuple[Truth, str]:
    """Return whether a rule applies to an instance, and why not when it does not."""
    version, why_version = version_stands(case, rule, instance.env)
    if version is False:
        return False, why_version
    in_days, why_days = _within_dates(case, rule, instance.env)
    if in_days is False:
        return False, why_days
    binds, why = binding(case, rule, instance.env)
    if binds is False:
        return False, why
    when: Truth = True
    if rule.when is not None:
        when = truth(case, rule.when, instance.env)
        if when is False:
            return False, f"not the case: {case.wording(rule.when.span)}"
    return every([instance.certain, version, in_days, binds, when]), ""


def _within_dates(case: Case, rule: ir.Rule, env: Env) -> tuple[Truth, str]:
    """Return whether the instance lies in the clause's own ``from`` and ``until``."""
    if env.time is None:
        return True, ""
    first, last = (env.time.start, env.time.end) if isinstance(env.time, Period) else (env.time, env.time)
    since = evaluate(case, rule.since, env) if rule.since is not None else None
    until = evaluate(case, rule.until, env) if rule.until is not None else None
    if isinstance(since, date) and last < since:
        return False, f"holds only from {since}"
    if isinstance(until, date) and first > until:
        return False, f"held only until {until}"
    return True, ""


def binding(case: Case, rule: ir.Rule, env: Env) -> tuple[Truth, str]:
    """Return whether the instrument that the clause belongs to binds at the instance's time."""
    if rule.binds == "always":
        return True, ""
    fund = fund_of(case, env)
    when = env.time if env.time is not None else case.as_of
    in_force, why = status_over(case, rule.binds, fund, when, "at some time in")
    if in_force is True:
        return True, ""
    goes_on, why_not = _survives(case, rule, env, fund, when)
    if goes_on is False:
        return in_force, why_not or f"the {rule.binds} is not in force: {why}"
    return some([in_force, goes_on]), why


def _survives(
    case: Case, rule: ir.Rule, env: Env, fund: str | None, when: date | Period
) -> tuple[Truth, str]:
    """Return whether a clause outlives the instrument: from its first day in force, until its end."""
    first = when.start if isinstance(when, Period) else when
    naming = [
        s
        for s in case.agreement.survivals
        if isinstance(s.check, ir.Surviving) and rule.name in s.check.clauses
    ]
    standing = [(s.check, stands(case, s, first, fund)[0]) for s in naming]
    if all(value is False for _, value in standing):
        return False, ""
    if not any(s.status is True and s.since <= first for s in timeline(case, rule.binds, fund)):
        return False, ""
    scope = Env({**env.variables, "date": first, **({"fund": fund} if fund else {})}, env.time)
    found: list[Truth] = []
    why = ""
    for check, value in standing:
        assert isinstance(check, ir.Surviving)
        over = _over(case, check.until, scope)
        if over is True and check.until is not None:
            why = f"{case.wording(check.until.span)} holds"
        found.append(every([value, opposite(over)]))
    return some(found), why


def _over(case: Case, until: t.Expr | None, scope: Env) -> Truth:
    """Return whether what a clause survives until has come."""
    if until is None:
        return False
    if "fund" not in scope.variables:
        return missing("which fund it is about is not known")
    return truth(case, until, scope)


# --- what prevails ---------------------------------------------------------------------------


def prevails(case: Case, other: ir.Rule, env: Env) -> Truth:
    """Return whether another clause applies to what this instance is about.

    The other clause's variables are those of the instance where they are of one kind; any
    further variable may be anything that is there.
    """
    sources = other.sources
    if isinstance(other.check, ir.Permitted):
        sources = (*sources, other.check.event)
    return _any_binding(case, other, sources, env, Env({}, env.time), True)


def _any_binding(
    case: Case, other: ir.Rule, sources: tuple[t.Origin, ...], outer: Env, env: Env, certain: Truth
) -> Truth:
    if not sources:
        return applies(case, other, Instance(env, certain))[0]
    source, rest = sources[0], sources[1:]
    same = _already(source, env)
    if same is None:
        same = _same_kind(source, outer)
    if same is not None:
        inner = env.bind(source.variable, same)
        holds = truth(case, source.where, inner) if source.where is not None else True
        if holds is False:
            return False
        return _any_binding(case, other, rest, outer, inner, every([certain, holds]))
    found = items(case, source, env)
    if isinstance(found, Unknown):
        return found
    return some(
        [
            _any_binding(
                case, other, rest, outer, env.bind(source.variable, f.value), every([certain, f.holds])
            )
            for f in found
            if f.holds is not False
        ]
    )


def _already(source: t.Origin, env: Env) -> Value | None:
    """Return the record that a ``for each`` of the same clause has bound: what it allows is of that one."""
    value = env.variables.get(source.variable)
    return value if isinstance(value, Record) and value.kind == source.name else None


def _same_kind(source: t.Origin, outer: Env) -> Value | None:
    for name, value in outer.variables.items():
        if isinstance(value, Record) and source.kind == "fact" and value.kind == source.name:
            return value
        if (
            isinstance(value, (Period, date))
            and source.kind in ("periods", "days")
            and name == source.variable
        ):
            return value
        if source.kind == "funds" and isinstance(value, str) and name == source.variable:
            return value
    if source.kind == "funds":
        funds = {v.values.get("fund") for v in outer.variables.values() if isinstance(v, Record)} - {None}
        one = funds.pop() if len(funds) == 1 else None
        return one if isinstance(one, str) else None
    return None
