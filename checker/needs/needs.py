"""Everything that agreement and law require of a draft, what is on file of it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from checker.evaluate.case import Case
from checker.evaluate.consolidate import touched
from checker.evaluate.findings import Told
from checker.evaluate.instances import Instance, instances
from checker.evaluate.queries import amendment_records, complete
from checker.facts.store import Record
from checker.findings.amended import Effect, Need
from checker.ir import nodes as ir
from checker.needs.desk import Asking, Desk
from checker.needs.effects import Found, Made, funds_in, later_only, made_by
from checker.needs.gate import governs
from checker.needs.law import ASKED, Asked
from checker.needs.making import ended, of_condition, of_instance
from checker.needs.names import Names
from checker.needs.supposing import Supposing
from checker.needs.votes import Counts
from checker.typed import nodes as t

SPECIAL = (ir.Permitted, ir.Renewed, ir.Entitled, ir.Linked, ir.Surviving, ir.Ended)


def needs(case: Case, drafts: Sequence[str], effects: Sequence[Effect], told: Told) -> tuple[Need, ...]:
    """Return what drafts need, in the order of the clauses; the drafts are among the amendments."""
    amendments = tuple(a for a in case.agreement.document.amendments if a.name in drafts)
    if not amendments:
        return ()
    names = Names(case, drafts)
    effects = names.by_first(effects)
    facts = made_by(case, amendments, effects)
    with_kinds = tuple((m.record.kind, r) for m in facts for r in m.supposed)
    supposing = Supposing(case, amendments, with_kinds)
    by_fund = Found(effects)
    counts = Counts(supposing.until(case.as_of), tuple(drafts))
    found: list[Need] = []
    for draft in amendments:
        desk = Desk(supposing, draft, told, counts)
        mine = [m for m in facts if m.draft == draft.name]
        near = {f for f in touched(case, draft) if not draft.funds or f in draft.funds}
        near |= set(funds_in(effects))
        for rule in case.agreement.rules:
            found += _of_rule(case, desk, rule, draft, by_fund, near)
            found += _by_facts(case, desk, rule, draft, mine)
        found += _own(case, desk, draft)
        if draft is amendments[-1]:
            found += _asked(case, desk, effects, facts)
        found += desk.determinations()
    return tuple(dict.fromkeys(map(names.told, found)))


def _of_rule(
    case: Case,
    desk: Desk,
    rule: ir.Rule,
    draft: t.Amendment,
    found: Found,
    near: set[str],
) -> Iterator[Need]:
    """Yield what a clause about amendments wants of a draft."""
    if isinstance(rule.check, SPECIAL) or not any(s.kind == "amendments" for s in rule.sources):
        return
    over = governs(case, rule, draft.effective - timedelta(days=1))
    if over is False:
        return
    reading = desk.read(rule)
    judged = desk.supposing.until(draft.effective)
    for instance in instances(judged, reading.rule):
        if not _is_of(instance, "amendment", draft.name):
            continue
        fund = instance.env.variables.get("fund")
        fund = fund if isinstance(fund, str) else ""
        if fund and draft.funds and fund not in draft.funds:
            continue
        keys = found.keys(fund, reading.schedules)
        changed = bool(keys) if reading.schedules else not fund or fund in near
        yield from of_instance(desk, Asking(rule, instance, over, keys, "", changed))


def _is_of(instance: Instance, kind: str, key: str) -> bool:
    return any(
        isinstance(v, Record) and v.kind == kind and v.key == key for v in instance.env.variables.values()
    )


def _by_facts(
    case: Case, desk: Desk, rule: ir.Rule, draft: t.Amendment, facts: Sequence[Made]
) -> Iterator[Need]:
    """Yield what a clause wants that is about the facts a draft would make."""
    kinds = {m.record.kind for m in facts} & _kinds_of(rule)
    if not kinds or isinstance(rule.check, SPECIAL) and not isinstance(rule.check, ir.Ended):
        return
    over = governs(case, rule, draft.effective - timedelta(days=1))
    if over is False:
        return
    for kind in sorted(kinds):
        judged = desk.supposing.until(draft.effective, kind)
        made = [m for m in facts if m.record.kind == kind]
        if isinstance(rule.check, ir.Ended):
            yield from (ended(desk, rule, m.record, over, m.effects) for m in made)
            continue
        for instance in instances(judged, desk.read(rule).rule):
            mine = _alone(instance, made)
            if mine is not None:
                asking = Asking(rule, instance, over, mine.effects, kind, False)
                yield from (n for n in of_instance(desk, asking) if n.matter != "continuance")


def _alone(instance: Instance, made: Sequence[Made]) -> Made | None:
    """Return the fact of a draft that an instance is about, if it is about no other record."""
    records = [v for v in instance.env.variables.values() if isinstance(v, Record)]
    return next((m for m in made if len(records) == 1 and records[0] is m.record), None)


def _kinds_of(rule: ir.Rule) -> set[str]:
    sources = (rule.check.event,) if isinstance(rule.check, ir.Ended) else rule.sources
    return {s.name for s in sources if s.kind == "fact"}


def _own(case: Case, desk: Desk, draft: t.Amendment) -> Iterator[Need]:
    """Yield what the draft itself says it takes effect only with."""
    if draft.once is None:
        return
    record = next(r for r in amendment_records(case) if r.key == draft.name)
    funds = [f for f in touched(case, draft) if not draft.funds or f in draft.funds]
    by_fund = [list(of_condition(desk, record, draft.once, f)) for f in funds or [""]]
    for same in zip(*by_fund, strict=True):
        alike = same[0].kind != "holders" and len({_for_all(n) for n in same}) == 1
        yield from [_for_all(same[0])] if alike and len(same) > 1 else same


def _for_all(need: Need) -> Need:
    """Return a need without the fund that it is for."""
    missing = tuple(m.replace(f" for {need.fund}", "") for m in need.missing)
    return need.model_copy(update={"fund": "", "missing": missing})


def _asked(
    case: Case, desk: Desk, effects: Sequence[Effect], facts: Sequence[Made]
) -> Iterator[Need]:
    """Yield what the law asks that no fact shows."""
    more = {m.record.values.get("fund", "") for m in facts if m.record.kind == "spending_change"}
    for row in ASKED:
        rule = next(
            (r for r in case.agreement.rules if (r.document, r.name) == (row.regulation, row.clause)), None
        )
        calling = [e for e in effects if e.key in row.effects]
        if row.converting:
            calling = [e for e in calling if e.fund in more] if _converted_into(case) is not False else []
        if row.outstanding:
            calling = [e for e in calling if not later_only(case, desk.draft, e)]
        if rule is not None:
            for fund in dict.fromkeys(e.fund for e in calling):
                mine = [e for e in calling if e.fund == fund]
                yield _law(case, desk, rule, row, fund, mine)


def _converted_into(case: Case) -> bool | None:
    """Tell whether shares of another class convert into those of the agreement; None if that is not known."""
    shares = case.agreement.document.shares
    if any(r.values.get("target_class") in shares for r in case.index.of("class_conversion")):
        return True
    first = case.agreement.document.effective or case.as_of
    return False if complete(case, "class_conversion", None, min(first, case.as_of), case.as_of) else None


def _law(
    case: Case, desk: Desk, rule: ir.Rule, row: Asked, fund: str, effects: Sequence[Effect]
) -> Need:
    which = "; ".join(dict.fromkeys(e.which for e in effects if e.which))
    narrowed = row.outstanding and any(later_only(case, desk.draft, e) is None for e in effects)
    question = row.question + (f" It is said to be for: {which}." if narrowed else "")
    keys = tuple(dict.fromkeys(e.key for e in effects))
    return desk.need(
        replace(desk.at(rule, fund, keys), paragraph=row.paragraph),
        kind=row.kind,
        who=row.who,
        matter="amendment" if row.kind == "holders" else "",
        standing="question" if narrowed else row.standing,
        what=row.what,
        question=question if narrowed or row.standing == "question" else "",
    )


