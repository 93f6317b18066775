"""From effects to the facts that they make, and to the requirements that look at what they changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.schedules import version_around
from checker.facts.store import Record, Value
from checker.findings.amended import Effect
from checker.needs.law import SUPPOSED, Supposed
from checker.needs.parts import conjuncts
from checker.typed import nodes as t

LATER, ISSUED = "later_shares_only", "issued"
"""The field that says that a change is for later shares alone; the field that has the day of issue."""


@dataclass(frozen=True, slots=True)
class Made:
    """A fact that a draft would make, and the effects that make it."""

    record: Record
    draft: str
    effects: tuple[str, ...]
    beside: tuple[Record, ...] = ()
    """What is on file with it: that it is for later shares alone."""


def made_by(case: Case, drafts: Sequence[t.Amendment], effects: Sequence[Effect]) -> tuple[Made, ...]:
    """Return the facts that drafts would make by their effects, but for those on file already."""
    found: dict[tuple[object, ...], Made] = {}
    added = {e.fund for e in effects if e.key == "fund-added"}
    for effect in effects:
        for row in SUPPOSED:
            if effect.key not in row.effects or not _is_about(case, row, effect):
                continue
            draft = draft_of(drafts, effect)
            for fund in _funds(case, row, effect, draft):
                moved = fund in added or _only_moved(case, draft, fund, effect)
                if row.fact == "spending_change" and moved:
                    continue
                record = _record(case, row, draft, fund, later_only(case, draft, effect))
                if record is None or _on_file(case, record):
                    continue
                which = "" if row.fact == "spending_change" else record.values.get("kind")
                key = (record.kind, draft.name, fund, which)
                scopes = _scopes(case, record, draft, later_only(case, draft, effect))
                known = found.get(key, Made(record, draft.name, (), scopes))
                found[key] = replace(known, effects=tuple(dict.fromkeys((*known.effects, effect.key))))
    return tuple(found.values())


def draft_of(drafts: Sequence[t.Amendment], effect: Effect) -> t.Amendment:
    """Return the draft in whose text the effect stands, the last one if it stands in none."""
    at = effect.span
    for a in drafts:
        if at is not None and at.path == a.span.path and a.span.start <= at.start < a.span.end:
            return a
    return drafts[-1]


def _is_about(case: Case, row: Supposed, effect: Effect) -> bool:
    wanted = row.about.format(distributor=case.agreement.document.agreement_with or "distributor")
    return not wanted or effect.element == wanted


def _funds(case: Case, row: Supposed, effect: Effect, draft: t.Amendment) -> list[str]:
    """Return the funds for which there is a fact: the effect's, each one where it is for all of them."""
    if effect.fund or not row.per_fund:
        return [effect.fund]
    name = case.agreement.document.funds_in
    if name not in case.agreement.schedules:
        return [""]
    before = version_around(case, name, draft.name, "before")
    column = next((f.name for f in before.kind.fields if f.type.kind == "fund"), "")
    return [str(r.values[column]) for r in before.rows if column in r.values] or [""]


def _only_moved(case: Case, draft: t.Amendment, fund: str, effect: Effect) -> bool:
    """Tell whether a fund's rates in a schedule come to no more than before: one is up, others are down."""
    name = effect.element.partition(".")[0]
    if effect.key != "rate-raised" or name not in case.agreement.document.schedules or not fund:
        return False
    sums = [_rates(version_around(case, name, draft.name, side), fund) for side in ("before", "under")]
    return None not in sums and sums[1] <= sums[0]  # type: ignore[operator]


def _rates(schedule: t.Schedule, fund: str) -> Fraction | None:
    column = next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "")
    rows = [r for r in schedule.rows if r.values.get(column) == fund]
    rates = [f.name for f in schedule.kind.fields if f.type.kind == "number" and f.type.per]
    if len(rows) != 1:
        return None
    values = [v for v in (rows[0].values.get(c) for c in rates) if isinstance(v, Fraction)]
    return sum(values, Fraction(0))


def _record(
    case: Case, row: Supposed, draft: t.Amendment, fund: str, later: bool | None
) -> Record | None:
    kind = case.kinds.get(row.fact)
    if kind is None:
        return None
    values: dict[str, Value] = {**row.values, row.dated: draft.effective}
    if kind.key is not None:
        values[kind.key.name] = draft.name
    settled = {"fund": fund, "amendment": draft.name, "by": "company", "agreement": case.agreement.name}
    values |= {n: v for n, v in settled.items() if v and kind.field(n) is not None}
    if kind.field(LATER) is not None and later is not None:
        values[LATER] = later
    return Record(row.fact, draft.name, values, "", 0)


def _scopes(
    case: Case, made: Record, draft: t.Amendment, later: bool | None
) -> tuple[Record, ...]:
    """Return the facts that say of a change that it is for later shares alone, in the agreement's kinds."""
    found = []
    for kind in case.kinds.values() if later else ():
        refers = next((f for f in kind.fields if f.type.kind == "record" and f.type.name == made.kind), None)
        if refers is None or kind.field(LATER) is None:
            continue
        values: dict[str, Value] = {refers.name: draft.name, LATER: True}
        values |= {kind.dated: draft.effective} if kind.dated else {}
        values |= {kind.key.name: draft.name} if kind.key else {}
        found.append(Record(kind.name, draft.name, values, "", 0))
    return tuple(found)


def later_only(case: Case, draft: t.Amendment, effect: Effect) -> bool | None:
    """Tell whether an effect is only for shares issued once the draft is in effect; None if not known.

    That is read from the conditions of the clause: that the day of issue is on or after a day. An
    effect that is for some shares by their day of issue, in another way, is not decided here.
    """
    rule = next((r for r in case.agreement.rules if (r.name, r.version) == (effect.clause, draft.name)), None)
    conditions = [s.where for s in rule.sources] + [rule.when] if rule is not None else []
    for part in (x for e in conditions if e is not None for x in conjuncts(e)):
        if not (isinstance(part, t.Compare) and isinstance(part.left, t.Get) and part.left.field == ISSUED):
            continue
        day = evaluate(case, part.right, Env({}, draft.effective))
        first = draft.effective if part.op == ">=" else draft.effective - timedelta(days=1)
        if part.op in (">=", ">") and isinstance(day, date) and day >= first:
            return True
    return None if ISSUED in effect.which else False


def _on_file(case: Case, made: Record) -> bool:
    """Tell whether the fact itself is on file: for the draft by name, or for its fund and day."""
    for r in case.index.of(made.kind):
        same_fund = r.values.get("fund") in (None, made.values.get("fund"))
        names = (r.key, r.values.get("amendment"))
        if made.key in names and same_fund and r.values.get("kind") == made.values.get("kind"):
            return True
        on_day = made.kind == "plan_adoption" and r.values.get("on") == made.values["on"]
        if on_day and r.values.get("fund") == made.values.get("fund"):
            return True
    return False


def keys_for(effects: Sequence[Effect], fund: str, schedules: frozenset[str]) -> tuple[str, ...]:
    """Return the effects on these schedules that are for a fund, or for all."""
    found = [
        e.key
        for e in effects
        if e.element.partition(".")[0] in schedules and (not fund or e.fund in ("", fund))
    ]
    return tuple(dict.fromkeys(found))


def funds_in(effects: Sequence[Effect]) -> Iterator[str]:
    """Yield the funds that effects are for."""
    yield from dict.fromkeys(e.fund for e in effects if e.fund)
