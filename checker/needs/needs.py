"""Everything that agreement and law require of a draft, what is on file of it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from checker.evaluate.case import Case
from checker.evaluate.consolidate import touched
from checker.evaluate.findings import Told
from checker.evaluate.instances import Instance, instances
from checker.evaluate.queries import amendment_records
from checker.facts.store import Record
from checker.findings.amended import Effect, Need
from checker.ir import nodes as ir
from checker.needs.effects import Made, funds_in, keys_for, made_by
from checker.needs.gate import freed, governs
from checker.needs.law import ASKED, Asked
from checker.needs.making import Asking, Maker
from checker.needs.parts import schedules_looked_at
from checker.needs.supposing import Supposing
from checker.needs.votes import Counts
from checker.typed import nodes as t

SPECIAL = (ir.Permitted, ir.Renewed, ir.Entitled, ir.Linked, ir.Surviving, ir.Ended)


def needs(case: Case, drafts: Sequence[str], effects: Sequence[Effect], told: Told) -> tuple[Need, ...]:
    """Return what drafts need, in the order of the clauses; the drafts are among the amendments."""
    amendments = tuple(a for a in case.agreement.document.amendments if a.name in drafts)
    if not amendments:
        return ()
    facts = made_by(case, amendments, effects)
    supposing = Supposing(case, amendments, tuple(m.record for m in facts))
    counts = Counts(supposing.until(case.as_of), tuple(drafts))
    found: list[Need] = []
    for draft in amendments:
        maker = Maker(supposing, draft, told, counts)
        mine = [m for m in facts if m.draft == draft.name]
        near = {*touched(case, draft), *funds_in(effects)}
        for rule in case.agreement.rules:
            found += _of_rule(case, maker, rule, draft, effects, near)
            found += _by_facts(case, maker, rule, draft, mine)
        found += _own(case, maker, draft)
        found += _asked(case, maker, effects, draft is amendments[-1])
    return tuple(dict.fromkeys(found))


def _of_rule(
    case: Case,
    maker: Maker,
    rule: ir.Rule,
    draft: t.Amendment,
    effects: Sequence[Effect],
    near: set[str],
) -> Iterator[Need]:
    """Yield what a clause about amendments wants of a draft."""
    if isinstance(rule.check, SPECIAL) or not any(s.kind == "amendments" for s in rule.sources):
        return
    over = governs(case, rule, draft.effective - timedelta(days=1))
    if over is False:
        return
    schedules = schedules_looked_at(rule.when, rule.check, *rule.unless)
    judged = maker.supposing.until(draft.effective)
    for instance in instances(judged, freed(rule)):
        if not _is_of(instance, "amendment", draft.name):
            continue
        fund = instance.env.variables.get("fund")
        fund = fund if isinstance(fund, str) else ""
        keys = keys_for(effects, fund, schedules)
        changed = (not schedules or bool(schedules & set(draft.schedules))) and (not fund or fund in near)
        yield from maker.of_instance(Asking(rule, instance, over, keys, "", changed))


def _is_of(instance: Instance, kind: str, key: str) -> bool:
    return any(
        isinstance(v, Record) and v.kind == kind and v.key == key for v in instance.env.variables.values()
    )


def _by_facts(
    case: Case, maker: Maker, rule: ir.Rule, draft: t.Amendment, facts: Sequence[Made]
) -> Iterator[Need]:
    """Yield what a clause wants that is about the facts a draft would make."""
    kinds = {m.record.kind for m in facts} & _kinds_of(rule)
    if not kinds or isinstance(rule.check, SPECIAL) and not isinstance(rule.check, ir.Ended):
        return
    over = governs(case, rule, draft.effective - timedelta(days=1))
    if over is False:
        return
    for kind in sorted(kinds):
        judged = maker.supposing.until(draft.effective, kind)
        made = [m for m in facts if m.record.kind == kind]
        if isinstance(rule.check, ir.Ended):
            yield from (maker.ended(rule, m.record, over, m.effects) for m in made)
            continue
        for instance in instances(judged, freed(rule)):
            mine = [m for m in made if any(v is m.record for v in instance.env.variables.values())]
            if mine:
                yield from maker.of_instance(Asking(rule, instance, over, mine[0].effects, kind, False))


def _kinds_of(rule: ir.Rule) -> set[str]:
    sources = (rule.check.event,) if isinstance(rule.check, ir.Ended) else rule.sources
    return {s.name for s in sources if s.kind == "fact"}


def _own(case: Case, maker: Maker, draft: t.Amendment) -> Iterator[Need]:
    """Yield what the draft itself says it takes effect only with."""
    if draft.once is None:
        return
    record = next(r for r in amendment_records(case) if r.key == draft.name)
    for fund in touched(case, draft) or [""]:
        yield from maker.of_condition(draft, record, draft.once, fund)


def _asked(case: Case, maker: Maker, effects: Sequence[Effect], last: bool) -> Iterator[Need]:
    """Yield what the law asks that no fact shows."""
    if not last:
        return
    for row in ASKED:
        rule = next(
            (r for r in case.agreement.rules if (r.document, r.name) == (row.regulation, row.clause)), None
        )
        calling = [e for e in effects if e.key in row.effects]
        if rule is not None:
            for fund in dict.fromkeys(e.fund for e in calling):
                mine = [e for e in calling if e.fund == fund]
                yield _law(case, maker, rule, row, fund, mine)


def _law(
    case: Case, maker: Maker, rule: ir.Rule, row: Asked, fund: str, effects: Sequence[Effect]
) -> Need:
    which = "; ".join(dict.fromkeys(e.which for e in effects if e.which))
    narrowed = row.outstanding and bool(which)
    question = row.question + (f" It is said to be for: {which}." if narrowed else "")
    return maker.law_need(
        rule,
        row,
        fund,
        standing="question" if narrowed else row.standing,
        question=question if narrowed or row.standing == "question" else "",
        effects=tuple(dict.fromkeys(e.key for e in effects)),
    )


