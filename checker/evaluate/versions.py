"""Amendments in effect: one whose approvals were due and did not come changes nothing.

An amendment is in effect for a fund unless a clause that requires an approval of it, for all
funds or for that one, is violated; it is unknown whether it is while such a clause is not
decided. The rows of a schedule are those of the amendments in effect, one after the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.evaluate.case import Case, Trace, Value
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.values.truth import Reason, Truth, Unknown, every

Keys = tuple[tuple[str, Value], ...]
Rows = tuple[t.Row, ...]


def in_effect(case: Case, amendment: t.Amendment, fund: str | None) -> Truth:
    """Return whether an amendment has what it needs to be in effect for a fund."""
    key = (amendment.name, fund)
    if key in case.amended:
        return case.amended[key]
    case.amended[key] = True  # INVARIANT: what decides it does not look at the amended version
    kept, case.trace = case.trace, Trace(quiet=1)
    case.amended[key] = every([_met(case, rule, amendment, fund) for rule in _requirements(case, amendment)])
    case.trace = kept
    return case.amended[key]


def _requirements(case: Case, amendment: t.Amendment) -> list[ir.Rule]:
    return [
        r
        for r in case.agreement.rules
        if isinstance(r.check, ir.OnFile)
        and any(s.kind == "amendments" for s in r.sources)
        and (r.version != amendment.name)
    ]


def _met(case: Case, rule: ir.Rule, amendment: t.Amendment, fund: str | None) -> Truth:
    from checker.evaluate.instances import instances
    from checker.evaluate.verdicts import judge

    found: list[Truth] = []
    free = replace(
        rule, binds="always", version="", superseded_by=""
    )  # what is needed does not turn on what is in force
    for instance in instances(case, free):
        variables = instance.env.variables.values()
        if not any(
            isinstance(v, Record) and v.kind == "amendment" and v.key == amendment.name for v in variables
        ):
            continue
        about = instance.env.variables.get("fund")
        if fund is not None and about is not None and about != fund:
            continue
        found.append(_truth(judge(case, free, instance).verdict, amendment, rule))
    return every(found)


def _truth(verdict: str, amendment: t.Amendment, rule: ir.Rule) -> Truth:
    if verdict == "violated":
        return False
    if verdict in ("undetermined", "needs_judgement"):
        kind = "fact" if verdict == "undetermined" else "judgement"
        text = f"whether `{amendment.name}` is in effect: see {rule.name} ({rule.citation.paragraph})"
        return Unknown(frozenset({Reason(kind, text, f"what `{rule.name}` asks for")}))  # type: ignore[arg-type]
    return True


def rows_in_effect(case: Case, name: str, keys: Keys, day: date) -> tuple[Rows, Unknown | None]:
    """Return the rows with these keys that hold on a day, and why they may be others, if so."""
    fund = next((v for k, v in keys if _is_fund(case, name, k) and isinstance(v, str)), None)
    before = rows_with(case.agreement.schedules[name], keys)
    current, doubt = before, None
    for amendment in case.agreement.document.amendments:
        if amendment.effective > day or name not in amendment.schedules:
            continue
        after = rows_with(amendment.schedules[name], keys)
        if after != before:
            standing = in_effect(case, amendment, fund)
            current = current if standing is False else _merged(current, before, after)
            doubt = standing if isinstance(standing, Unknown) else doubt
        before = after
    return tuple(r for r in current if holds_on(r, day)), doubt


def _is_fund(case: Case, name: str, column: str) -> bool:
    field = case.agreement.schedules[name].kind.field(column)
    return field is not None and field.type.kind == "fund"


def rows_with(schedule: t.Schedule, keys: Keys) -> Rows:
    """Return the rows of a version that have these keys."""
    return tuple(r for r in schedule.rows if all(r.values.get(k) == v for k, v in keys))


def holds_on(row: t.Row, day: date) -> bool:
    """Tell whether a row holds on a day."""
    return not ((row.since and day < row.since) or (row.until and day > row.until))


def _merged(current: Rows, before: Rows, after: Rows) -> Rows:
    """Return the current rows with the change from ``before`` to ``after`` made to them."""
    if current == before or not (len(current) == len(before) == len(after) == 1):
        return after
    changed = {c: v for c, v in after[0].values.items() if before[0].values.get(c) != v}
    return (replace(after[0], values={**current[0].values, **changed}),)
