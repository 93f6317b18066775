"""Whether a termination on file was by one who may, on the notice due, without penalty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from checker.evaluate.approvals import Approval, Request, describe, look
from checker.evaluate.case import Case, Env
from checker.evaluate.parties import same_party
from checker.evaluate.shown import shown
from checker.evaluate.versions import stands_on
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.ir.versions import as_written
from checker.typed import nodes as t
from checker.typed.types import MONEY
from checker.typed.walk import with_names
from checker.values.truth import Truth, Unknown, every, missing, some


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The verdict on one termination: truth, what was expected, what was observed."""

    met: Truth
    expected: str
    observed: str
    difference: str
    lines: tuple[tuple[str, str], ...]
    used: tuple[Record, ...]
    penalised: bool = False
    by_right: Truth = False
    """Whether one who may ended it, on the notice due; a penalty is a breach of its own."""


def entitled(case: Case, rule: ir.Rule, record: Record) -> Entitlement:
    """Return whether a termination was one that the clause allows."""
    assert isinstance(rule.check, ir.Entitled)
    rule = _as_standing(case, rule, record)
    assert isinstance(rule.check, ir.Entitled)
    judged = [_by_right(case, r, record) for r in rule.check.rights if _claims(case, r, record)]
    penalty = _penalty(rule.check, record)
    if not judged:
        who = ", ".join(_who(case, r) for r in rule.check.rights)
        return Entitlement(False, f"by {who}", f"by {record.values['by']}", "", (), (record,))
    met = every([some([j.met for j in judged]), penalty])
    best = next((j for j in judged if j.met is True), judged[0])
    if penalty is False:
        paid = f"{shown(record.values['penalty'], MONEY)} USD paid"
        ended = some([j.met for j in judged])
        return Entitlement(
            False, "without penalty", paid, "", best.lines, best.used, penalised=True, by_right=ended
        )
    ended = some([j.met for j in judged])
    return Entitlement(
        met, best.expected, best.observed, best.difference, best.lines, best.used, by_right=ended
    )


def _as_standing(case: Case, rule: ir.Rule, record: Record) -> ir.Rule:
    """Return the clause with the parties and bodies that stand on the day of a termination."""
    from checker.evaluate.standing import standing_for

    fund, day = record.values.get("fund"), record.values["effective"]
    assert isinstance(day, date)
    about = fund if isinstance(fund, str) else None
    return with_names(rule, lambda name: standing_for(case, name, about, day))


def entitling(case: Case, instrument: str, record: Record) -> list[ir.Rule]:
    """Return the clauses that say who may end an instrument, as they stand when a notice or vote ends it.

    A clause of which it is not known whether it stands is among them.
    """
    day = record.values["effective"]
    assert isinstance(day, date)
    fund = record.values.get("fund")
    about = fund if isinstance(fund, str) else None
    return [
        r
        for r in case.agreement.rules
        if isinstance(r.check, ir.Entitled)
        and instrument in r.check.instruments
        and r.document == case.agreement.name
        and stands_on(case, r, day, about) is not False
    ]


def ended_rightly(case: Case, instrument: str, record: Record, seen: frozenset[str] = frozenset()) -> Truth:
    """Return whether any clause lets the one who ended an instrument do so.

    An instrument that ends with another is rightly ended where the other is.
    """
    rules = entitling(case, instrument, record)
    ends = {"plan", "agreement"} if record.values["ends"] == "both" else {record.values["ends"]}
    day = record.values["effective"]
    assert isinstance(day, date)
    fund = record.values.get("fund")
    about = fund if isinstance(fund, str) else None
    with_it = [
        x.check.other
        for x in case.agreement.links
        if isinstance(x.check, ir.Linked)
        and x.check.instrument == instrument
        and x.check.other in ends
        and stands_on(case, x, day, about) is True
    ]
    return some(
        [
            *(entitled(case, r, record).by_right for r in rules),
            *(
                ended_rightly(case, other, record, seen | {instrument})
                for other in with_it
                if other not in seen
            ),
        ]
    )


def _who(case: Case, r: t.Right) -> str:
    return as_written(r.party) if r.approval is None else describe(case, r.approval)


def _claims(case: Case, r: t.Right, record: Record) -> bool:
    """Tell whether the one who ended it is the one that the right belongs to."""
    by = record.values["by"]
    if r.approval is None:
        return same_party(case, by, r.party) is True
    return by in _bodies(r.approval)


def _bodies(a: t.Approval) -> set[str]:
    if isinstance(a, t.VoteOf):
        return {as_written(a.body)}
    if isinstance(a, t.ConsentOf):
        return set()
    return set().union(*(_bodies(p) for p in a.parts))


def _penalty(check: ir.Entitled, record: Record) -> Truth:
    if not check.without_penalty:
        return True
    paid = record.values.get("penalty")
    if paid is None:
        return missing(
            f"termination `{record.key}` does not say whether a penalty was paid",
            f"`penalty` of termination `{record.key}` ({record.where})",
        )
    return paid == 0


def _by_right(case: Case, r: t.Right, record: Record) -> Entitlement:
    effective = record.values["effective"]
    assert isinstance(effective, date)
    approval = _approved(case, r, record, effective)
    noticed, expected, observed, difference, used = _noticed(case, r, record, effective)
    who = _who(case, r)
    met = every([approval.met, noticed])
    if approval.met is not True:
        expected, observed, difference = who, "not approved by that vote", ""
    return Entitlement(
        met,
        expected or who,
        observed or f"by {record.values['by']}",
        difference,
        approval.lines,
        (record, *approval.used, *used),
    )


def _approved(case: Case, r: t.Right, record: Record, effective: date) -> Approval:
    if r.approval is None:
        return Approval(True)
    fund = record.values.get("fund")
    asked = Request("termination", "", fund if isinstance(fund, str) else None, date.min, effective)
    return look(case, r.approval, asked, Env({"fund": fund} if isinstance(fund, str) else {}, effective))


def _noticed(
    case: Case, r: t.Right, record: Record, effective: date
) -> tuple[Truth, str, str, str, tuple[Record, ...]]:
    """Return whether notice was long enough; counted from the day it was sent."""
    if r.days is None:
        return True, "", "", "", ()
    key = record.values.get("notice")
    notice = case.index.by_key("notice", key) if isinstance(key, str) else None
    expected = f"at least {r.days} days' {'written ' if r.written else ''}notice"
    if notice is None:
        unknown = missing(
            f"termination `{record.key}` does not say what notice was given",
            f"`notice` of termination `{record.key}` ({record.where})",
        )
        return unknown, expected, "no notice on file", "", ()
    sent = notice.values["on"]
    assert isinstance(sent, date)
    given = (effective - sent).days
    written: Truth = not r.written or notice.values["written"] is True
    earliest = sent + timedelta(days=r.days)
    met: Truth = every([given >= r.days, written])
    observed = f"{given} days' {'written' if notice.values['written'] else 'unwritten'} notice, sent {sent}"
    short = f"{given - r.days}" if given < r.days else ""
    return met, f"{expected}, so not before {earliest}", observed, short, (notice,)


__all__ = ["Entitlement", "Unknown", "entitled"]
