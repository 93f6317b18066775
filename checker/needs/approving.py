"""Approvals that are needed: each vote and consent by itself, alternatives together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from checker.evaluate.approvals import Approval, describe, on_file
from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.moments import fund_value
from checker.evaluate.phrases import plain
from checker.findings.amended import Need, Votes
from checker.needs import parts
from checker.needs.consents import holders
from checker.needs.desk import Context, Desk, reasons
from checker.needs.gate import Bite, questions, standing
from checker.typed import nodes as t
from checker.values.truth import every, some

OPEN = ("question", "not known")
"""How something stands that an answer may decide."""


@dataclass(frozen=True, slots=True)
class Approving:
    """What approvals are looked for with.

    ``satisfied`` tells whether another way that the text allows is on file, and ``relief`` which
    would do instead of a vote in person, or does.
    """

    case: Case
    env: Env
    found: Bite
    context: Context
    satisfied: bool = False
    relief: str = ""


def approvals(desk: Desk, a: Approving, wanted: Sequence[t.ApprovalRequest]) -> Iterator[Need]:
    """Yield what is needed where any one of these approvals will do."""
    if len(wanted) > 1:
        yield _unit(desk, a, wanted, t.AnyOf(tuple(r.approval for r in wanted)))
        return
    for unit in parts.units(wanted[0].approval):
        if isinstance(unit, t.ConsentOf) and unit.every is not None:
            yield from _every_holder(desk, a, wanted[0], unit)
        else:
            yield _unit(desk, a, wanted, unit)


def _unit(desk: Desk, a: Approving, wanted: Sequence[t.ApprovalRequest], unit: t.Approval) -> Need:
    """Return one need: a vote, a consent, or alternatives of which any one does."""
    request = wanted[0]
    single = len(wanted) == 1
    looked = [on_file(a.case, replace(r, approval=unit) if single else r, a.env) for r in wanted]
    met = some([x.met for x in looked])
    by = _by(desk, a.case, request, a.env)
    first = parts.first_of(unit)
    in_person = any(isinstance(x, t.VoteOf) and x.in_person for x in parts.elementary(unit))
    stands = standing(a.found.needed, met, a.satisfied)
    fund = fund_value(a.case, request.fund, a.env) or a.context.fund
    what = _words(a.case, unit)
    lacking = (*_lines(looked, good=False), *reasons(met))
    return desk.need(
        a.context,
        kind=parts.kind_of(unit, a.case.agreement.bodies),
        standing=stands,
        what=what,
        fund=fund,
        share_class=a.case.agreement.bodies[first.body].holders if isinstance(first, t.VoteOf) else "",
        who=who(a.case, unit),
        matter=request.matter or "amendment",
        in_person=in_person,
        relief=a.relief if in_person else "",
        by=by,
        votes=_votes(desk, a.case, unit, fund, by),
        on_file=_lines(looked, good=True) if stands == "on file" else (),
        missing=desk.wanting(what, a.context, by, lacking) if stands != "on file" else (),
        question=questions(a.found, "missing") if stands in OPEN else "",
    )


def _words(case: Case, unit: t.Approval) -> str:
    """Return an approval in words; of alternatives, each with all that it takes."""
    if not isinstance(unit, t.AnyOf):
        return describe(case, unit)
    ways = [f"({describe(case, p)})" if isinstance(p, t.AllOf) else describe(case, p) for p in unit.parts]
    return f"either {', or '.join(ways)}"


def _votes(desk: Desk, case: Case, unit: t.Approval, fund: str, by: str) -> Votes | None:
    if not isinstance(unit, t.VoteOf):
        return None
    day = date.fromisoformat(by) if by else desk.draft.effective
    return desk.counts.votes(unit.threshold, case.agreement.bodies[unit.body], fund, day)


def _by(desk: Desk, case: Case, request: t.ApprovalRequest, env: Env) -> str:
    """Return the last day for an approval; a draft that takes effect once it is there sets none."""
    if desk.draft.once is not None:
        return ""
    day = evaluate(case, request.day, env) if request.day is not None else None
    if not isinstance(day, date):
        return ""
    return (day - timedelta(days=1) if request.strictly else day).isoformat()


def _every_holder(
    desk: Desk, a: Approving, request: t.ApprovalRequest, unit: t.ConsentOf
) -> Iterator[Need]:
    """Yield the consent of each holder that is on file, and of those that may be missing."""
    assert unit.every is not None
    named, open_ = holders(a.case, unit, a.env)
    for holder, sure in named:
        one = replace(unit, party=holder.name, every=None, holder=None)
        bite = replace(a.found, needed=every([a.found.needed, sure]))
        yield _unit(desk, replace(a, case=holder.known(a.case), found=bite), (request,), one)
    if open_ is not None and not a.satisfied:
        yield desk.need(
            a.context,
            kind="consent",
            standing="not known",
            what=describe(a.case, unit),
            who=f"whoever else holds a {plain(unit.every.name)}",
            matter=request.matter or "amendment",
            by=_by(desk, a.case, request, a.env),
            missing=reasons(open_),
            question=questions(a.found, "missing"),
        )


def who(case: Case, unit: t.Approval) -> str:
    """Return who gives an approval, by their titles; alternatives joined by ``or``."""
    if isinstance(unit, t.AnyOf):
        return ", or ".join(dict.fromkeys(who(case, p) for p in unit.parts))
    if isinstance(unit, t.AllOf):
        return " and ".join(dict.fromkeys(who(case, p) for p in unit.parts))
    if isinstance(unit, t.VoteOf):
        return case.agreement.bodies[unit.body].title or unit.body
    return title(case, unit.party)


def title(case: Case, party: str) -> str:
    """Return a party's title, the name itself where the agreement has no such party."""
    found = case.agreement.parties.get(party)
    return found.title if found is not None else party


def _lines(looked: Sequence[Approval], *, good: bool) -> tuple[str, ...]:
    """Return the counts and consents that do, or those that do not and why."""
    found = [(text, value) for x in looked for text, value in x.lines]
    if good:
        return tuple(dict.fromkeys(text for text, value in found if value == "yes"))
    return tuple(
        dict.fromkeys(f"{text}: {value}" for text, value in found if value not in ("yes", "none on file"))
    )


