"""Amendments in effect: one whose approvals were due and did not come changes nothing.

An amendment is in effect for a fund unless a clause that requires an approval of it, for all
funds or for that one, is violated; it is unknown whether it is while such a clause is not
decided. One that is for some funds alone changes nothing for others, and one that waits for
something (``once``) nothing before the first day on which that is so. The rows of a schedule are
those of the amendments in effect, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from checker.evaluate.case import Case, Env, Trace, Value
from checker.evaluate.expressions import evaluate
from checker.evaluate.queries import funds
from checker.evaluate.waiting import begun, start_days
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.values.truth import Reason, Truth, Unknown, every, missing, opposite, some

if TYPE_CHECKING:
    from checker.evaluate.instances import Instance
    from checker.evaluate.verdicts import Judgement

Keys = tuple[tuple[str, Value], ...]
Rows = tuple[t.Row, ...]


def in_effect(case: Case, amendment: t.Amendment, fund: str | None, day: date | None = None) -> Truth:
    """Return whether an amendment has what it needs to be in effect for a fund, by a day or the check's."""
    if amendment.funds and fund is not None and fund not in amendment.funds:
        return False
    approved = _approved(case, amendment, fund)
    if amendment.once is None or approved is False or amendment.name in case.supposed:
        return approved
    return every([approved, begun(case, amendment, fund, day or case.as_of)])


def _approved(case: Case, amendment: t.Amendment, fund: str | None) -> Truth:
    key = (amendment.name, fund)
    if key not in case.amended:
        case.amended[key] = True  # INVARIANT: what decides it does not look at the amended version
        trace, case.trace = case.trace, Trace(quiet=1)
        asked, case.asked = case.asked, {}
        met = [_met(case, rule, amendment, fund) for rule in requirements(case, amendment)]
        case.amended[key], case.amended_asked[key] = every(met), case.asked
        case.trace, case.asked = trace, asked
    case.asked |= case.amended_asked.get(key, {})
    return case.amended[key]


def requirements(case: Case, amendment: t.Amendment) -> list[ir.Rule]:
    """Return the clauses that require an approval of amendments, as they stand without this one."""
    return [
        r
        for r in case.agreement.rules
        if isinstance(r.check, ir.OnFile)
        and any(s.kind == "amendments" for s in r.sources)
        and (r.version != amendment.name)
    ]


def unmet(case: Case, amendment: t.Amendment) -> Iterator[str]:
    """Yield what an amendment lacks, or is not known to have: the clause, for what, and what is on file."""
    kept, case.trace = case.trace, Trace(quiet=1)
    for rule in requirements(case, amendment):
        for instance, judgement in judged_of(case, rule, amendment, None):
            if judgement.verdict in ("violated", "undetermined", "needs_judgement"):
                about = ", ".join(v for n, v in instance.subject if n != "amendment")
                what = f"{rule.name} ({rule.citation.paragraph})" + (f", {about}" if about else "")
                yield f"{what}: {judgement.outcome.observed or 'not known'}"
    case.trace = kept


def _met(case: Case, rule: ir.Rule, amendment: t.Amendment, fund: str | None) -> Truth:
    return every([_truth(j.verdict, amendment, rule) for _, j in judged_of(case, rule, amendment, fund)])


def judged_of(
    case: Case, rule: ir.Rule, amendment: t.Amendment, fund: str | None
) -> Iterator[tuple[Instance, Judgement]]:
    """Yield the instances of a clause that are about an amendment and a fund, judged."""
    from checker.evaluate.instances import instances
    from checker.evaluate.verdicts import judge

    # what is needed does not turn on what is in force, nor on the amendment that needs it
    later = tuple(n for n in rule.later if n != amendment.name)
    free = replace(rule, binds="always", superseded_by=later[0] if later else "", later=later)
    for instance in instances(case, free):
        variables = instance.env.variables.values()
        if not any(
            isinstance(v, Record) and v.kind == "amendment" and v.key == amendment.name for v in variables
        ):
            continue
        about = instance.env.variables.get("fund")
        if fund is not None and about is not None and about != fund:
            continue
        yield instance, judge(case, free, instance)


def _truth(verdict: str, amendment: t.Amendment, rule: ir.Rule) -> Truth:
    if verdict == "violated":
        return False
    if verdict in ("undetermined", "needs_judgement"):
        kind = "fact" if verdict == "undetermined" else "judgement"
        text = f"whether `{amendment.name}` is in effect: see {rule.name} ({rule.citation.paragraph})"
        return Unknown(frozenset({Reason(kind, text, f"what `{rule.name}` asks for")}))  # type: ignore[arg-type]
    return True


def stands(case: Case, rule: ir.Rule, day: date | None, fund: str | None) -> tuple[Truth, str]:
    """Return whether a version of a clause is the one that holds on a day, and why not.

    What an amendment puts in holds from its day if the amendment is in effect for the fund; what it
    strikes or replaces holds until then, and afterwards if it is not. Without a day all may hold.
    """
    if day is not None and rule.from_day is not None and day < rule.from_day:
        return False, f"{rule.version} holds only from {rule.from_day}"
    by_name = {a.name: a for a in case.agreement.document.amendments}
    brought: Truth = in_effect(case, by_name[rule.version], fund, day) if rule.version else True
    if brought is False:
        return False, f"the amendment {rule.version} is not in effect"
    over = [by_name[n] for n in rule.later if day is None or day >= by_name[n].effective]
    if not over or not rule.superseded_by:
        return brought, ""
    gone = {a.name: in_effect(case, a, fund, day) for a in over}
    first = next((n for n, v in gone.items() if v is True), over[0].name)
    return every([brought, opposite(some(list(gone.values())))]), f"amended by {first}"


def stands_on(case: Case, rule: ir.Rule, day: date, fund: str | None) -> Truth:
    """Return whether a clause about plan or agreement holds on a day, its own dates counted."""
    return every([_in_own_dates(case, rule, day), stands(case, rule, day, fund)[0]])


def stands_in_text(
    case: Case, rule: ir.Rule, day: date, given: Mapping[str, bool], fund: str | None
) -> bool:
    """Tell whether it holds on a day if these amendments are, or are not, in effect."""
    by_name = {a.name: a for a in case.agreement.document.amendments}
    if rule.version and not (given[rule.version] and begun(case, by_name[rule.version], fund, day) is True):
        return False
    over = any(given[n] and begun(case, by_name[n], fund, day) is True for n in rule.later)
    return not over and _in_own_dates(case, rule, day) is True


def change_days(case: Case, rule: ir.Rule, fund: str | None) -> list[date]:
    """Return the days from which it can hold or no longer hold, in order."""
    since, until = _own_dates(case, rule)
    ends = [d + timedelta(days=1) for d in (rule.to_day, until) if d is not None and d < date.max]
    named = (rule.version, *rule.later)
    waited = [
        d for a in case.agreement.document.amendments if a.name in named for d in start_days(case, a, fund)
    ]
    return sorted({*(d for d in (rule.from_day, since) if d is not None), *ends, *waited})


def _in_own_dates(case: Case, rule: ir.Rule, day: date) -> Truth:
    since, until = _own_dates(case, rule)
    return not ((since is not None and day < since) or (until is not None and day > until))


def _own_dates(case: Case, rule: ir.Rule) -> tuple[date | None, date | None]:
    """Return the days that the clause itself says; a day that is not known bounds nothing."""
    found = [evaluate(case, e, Env()) if e is not None else None for e in (rule.since, rule.until)]
    since, until = (x if isinstance(x, date) else None for x in found)
    return since, until


def effective_days(case: Case, name: str, keys: Keys | None) -> set[date]:
    """Return the days on which amendments begin, as far as rows with these keys are concerned."""
    fund = _fund_of(case, name, keys or ())
    funds_ = [fund] if fund is not None else [None, *funds(case)]
    return {
        day
        for a in case.agreement.document.amendments
        for each in (funds_ if a.once is not None else [None])
        for day in start_days(case, a, each)
    }


def _fund_of(case: Case, name: str, keys: Keys) -> str | None:
    return next((v for k, v in keys if _is_fund(case, name, k) and isinstance(v, str)), None)


def rows_in_effect(case: Case, name: str, keys: Keys, day: date) -> tuple[Rows, Unknown | None]:
    """Return the rows with these keys that hold on a day, and why they may be others, if so."""
    current, doubt = rows_as_amended(case, name, keys, day)
    return tuple(r for r in current if holds_on(r, day)), doubt


def rows_as_amended(case: Case, name: str, keys: Keys, day: date) -> tuple[Rows, Unknown | None]:
    """Return the rows with these keys as the amendments in effect on a day leave them, for whatever days."""
    fund = _fund_of(case, name, keys)
    base = case.agreement.schedules[name]
    before, on_file = rows_with(case, base, keys), base.on_file
    current, doubt = before, None if base.on_file else not_on_file(base)
    for amendment in case.agreement.document.amendments:
        if amendment.effective > day or name not in amendment.schedules:
            continue
        schedule = amendment.schedules[name]
        after = rows_with(case, schedule, keys)
        if after != before or schedule.on_file != on_file:
            standing = in_effect(case, amendment, fund, day)
            current = current if standing is False else _merged(current, before, after)
            doubt = None if standing is True and schedule.on_file else doubt
            doubt = standing if isinstance(standing, Unknown) else doubt
        before, on_file = after, schedule.on_file
    return current, doubt


def not_on_file(schedule: t.Schedule) -> Unknown:
    """Return why nothing is known of a schedule whose rows are not on file."""
    return missing(f"the rows of {schedule.name} are not on file", f"the text that has {schedule.name}")


def _is_fund(case: Case, name: str, column: str) -> bool:
    field = case.agreement.schedules[name].kind.field(column)
    return field is not None and field.type.kind == "fund"


def rows_with(case: Case, schedule: t.Schedule, keys: Keys) -> Rows:
    """Return the rows of a version that have these keys."""
    columns = tuple(k for k, _ in keys)
    index = (id(schedule), columns)
    if index not in case.rows:
        by_key: dict[tuple[object, ...], list[t.Row]] = {}
        for row in schedule.rows:
            by_key.setdefault(tuple(row.values.get(k) for k in columns), []).append(row)
        case.rows[index] = by_key
    return tuple(case.rows[index].get(tuple(v for _, v in keys), ()))


def turns(case: Case, schedule: t.Schedule, keys: Keys | None = None) -> tuple[date, ...]:
    """Return the days on which rows of a version, all or those with these keys, begin or no longer hold."""
    if keys is not None:
        return _turns(rows_with(case, schedule, keys))
    if id(schedule) not in case.turns:
        case.turns[id(schedule)] = _turns(schedule.rows)
    return case.turns[id(schedule)]


def _turns(rows: Rows) -> tuple[date, ...]:
    begin = {r.since for r in rows if r.since}
    end = {r.until + timedelta(days=1) for r in rows if r.until and r.until < date.max}
    return tuple(sorted(begin | end))


def holds_on(row: t.Row, day: date) -> bool:
    """Tell whether a row holds on a day."""
    return not ((row.since and day < row.since) or (row.until and day > row.until))


def _merged(current: Rows, before: Rows, after: Rows) -> Rows:
    """Return the current rows with the change from ``before`` to ``after`` made to them."""
    if current == before or not (len(current) == len(before) == len(after) == 1):
        return after
    changed = {c: v for c, v in after[0].values.items() if before[0].values.get(c) != v}
    return (replace(after[0], values={**current[0].values, **changed}),)
