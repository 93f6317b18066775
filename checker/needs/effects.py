"""From effects to the facts that they make, and to the requirements that look at what they changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.schedules import version_around
from checker.evaluate.versions import rows_with
from checker.facts.store import Record, Value
from checker.findings.amended import Effect
from checker.needs.law import SUPPOSED, Supposed
from checker.needs.parts import conjuncts
from checker.typed import nodes as t

LATER, ISSUED = "later_shares_only", "issued"
"""The field that says that a change is for later shares alone; the field that has the day of issue."""


@dataclass(frozen=True, slots=True)
class Made:
    """A fact that a draft makes, or would make, and the effects that make it."""

    record: Record
    draft: str
    effects: tuple[str, ...]
    supposed: tuple[Record, ...] = ()
    """What is to be supposed: the fact, and that it is for later shares alone; nothing if it is on file."""


@dataclass(frozen=True, slots=True)
class _Called:
    """A row of the table that effects call for, for one draft and fund."""

    row: Supposed
    draft: t.Amendment
    fund: str


def made_by(case: Case, drafts: Sequence[t.Amendment], effects: Sequence[Effect]) -> tuple[Made, ...]:
    """Return the facts that drafts make by their effects; those on file are taken as they are."""
    called: dict[tuple[object, ...], tuple[_Called, list[Effect]]] = {}
    for c, effect in _called(case, drafts, effects):
        which = None if c.row.fact == "spending_change" else c.row.values.get("kind")
        key = (c.row.fact, c.draft.name, c.fund, which)
        called.setdefault(key, (c, []))[1].append(effect)
    return tuple(m for c, mine in called.values() if (m := _made(case, c, mine)) is not None)


def _called(
    case: Case, drafts: Sequence[t.Amendment], effects: Sequence[Effect]
) -> Iterator[tuple[_Called, Effect]]:
    """Yield each row that an effect calls for, draft by draft and fund by fund."""
    added = {e.fund for e in effects if e.key == "fund-added"}
    for effect in effects:
        for row in SUPPOSED:
            if effect.key not in row.effects or not _is_about(case, row, effect):
                continue
            draft = draft_of(drafts, effect)
            for fund in _funds(case, row, effect, draft):
                no_more = fund in added or _only_moved(case, draft, fund, effect)
                if row.fact != "spending_change" or not no_more:
                    yield _Called(row, draft, fund), effect


def _made(case: Case, c: _Called, effects: Sequence[Effect]) -> Made | None:
    sure = [later_only(case, c.draft, e) for e in effects]
    later = False if False in sure else True if all(sure) else None
    record = _record(case, c.row, c.draft, c.fund, later)
    if record is None:
        return None
    keys = tuple(dict.fromkeys(e.key for e in effects))
    known = _on_file(case, record)
    if known is not None:
        return Made(known, c.draft.name, keys)
    return Made(record, c.draft.name, keys, (record, *_scopes(case, record, c.draft, later)))


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
    about = {"fund": fund, "share_class": effect.share_class}
    sums = [_rates(case, version_around(case, name, draft.name, side), about) for side in ("before", "under")]
    return None not in sums and sums[1] <= sums[0]  # type: ignore[operator]


def _rates(case: Case, schedule: t.Schedule, about: Mapping[str, str]) -> Fraction | None:
    """Return the sum of the rates of the one row for a fund and class, None where there is not one."""
    named = (f for f in schedule.kind.fields if f.name in schedule.keys and about.get(f.type.kind))
    rows = rows_with(case, schedule, tuple((f.name, about[f.type.kind]) for f in named))
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
    key = f"{draft.name} for {fund}" if row.per_fund and fund else draft.name
    values: dict[str, Value] = {**row.values, row.dated: draft.effective}
    if kind.key is not None:
        values[kind.key.name] = key
    settled = {"fund": fund, "amendment": draft.name, "by": "company", "agreement": case.agreement.name}
    values |= {n: v for n, v in settled.items() if v and kind.field(n) is not None}
    if kind.field(LATER) is not None and later is not None:
        values[LATER] = later
    return Record(row.fact, key, values, "", 0)


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


def _on_file(case: Case, made: Record) -> Record | None:
    """Return the fact itself if it is on file: by the draft's name, or an adoption by its fund and day."""
    names = {made.key, made.values.get("amendment", made.key)}
    for r in case.index.of(made.kind):
        same_fund = r.values.get("fund") in (None, made.values.get("fund"))
        same_kind = made.kind == "spending_change" or r.values.get("kind") == made.values.get("kind")
        if names & {r.key, r.values.get("amendment")} and same_fund and same_kind:
            return r
        own_fund = r.values.get("fund") == made.values.get("fund")
        if made.kind == "plan_adoption" and own_fund and r.values.get("on") == made.values["on"]:
            return r
    return None


class Found:
    """Effects by the schedule and the fund that they are on."""

    def __init__(self, effects: Sequence[Effect]) -> None:
        self._keys: dict[tuple[str, str], dict[str, None]] = {}
        for e in effects:
            self._keys.setdefault((e.element.partition(".")[0], e.fund), {})[e.key] = None

    def keys(self, fund: str, schedules: Iterable[str]) -> tuple[str, ...]:
        """Return the effects on these schedules that are for a fund, or for all."""
        funds = ("", fund) if fund else sorted({f for _, f in self._keys})
        places = [(name, f) for name in sorted(schedules) for f in funds]
        return tuple(dict.fromkeys(key for place in places for key in self._keys.get(place, ())))


def funds_in(effects: Sequence[Effect]) -> Iterator[str]:
    """Yield the funds that effects are for."""
    yield from dict.fromkeys(e.fund for e in effects if e.fund)
