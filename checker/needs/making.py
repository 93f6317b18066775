"""One requirement on one draft, made into what is needed: part by part, each with how it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.evaluate.case import Case, Env, Trace
from checker.evaluate.checks import Outcome, check
from checker.evaluate.conditions import said
from checker.evaluate.expressions import truth
from checker.evaluate.phrases import plain
from checker.facts.store import Record
from checker.findings.amended import Need, NeedKind
from checker.ir import nodes as ir
from checker.needs.approving import OPEN, Approving, approvals, title
from checker.needs.desk import Asking, Context, Desk, reasons
from checker.needs.gate import Bite, bite, due_day, questions, standing
from checker.needs.parts import requests
from checker.needs.reading import Part, Reading, Search, parts_of
from checker.needs.relief import relief_allowed
from checker.needs.wording import rates
from checker.typed import nodes as t
from checker.values.truth import Truth, every, opposite


@dataclass(frozen=True, slots=True)
class _Judged:
    """A part of what a rule wants, on one instance: whether it bites, and what came of it."""

    case: Case
    reading: Reading
    env: Env
    part: Part
    found: Bite
    context: Context
    due: date | None

    @property
    def rule(self) -> ir.Rule:
        """Return the rule, binding whatever is in force."""
        return self.reading.rule


def of_instance(desk: Desk, a: Asking) -> Iterator[Need]:
    """Yield what a rule wants of one instance, nothing where it does not apply."""
    reading, env, effective = desk.read(a.rule), a.instance.env, desk.draft.effective
    context = desk.of(a.rule, a.instance, a.effects)
    case = desk.supposing.until(effective, a.supposed, context.fund)
    due = due_day(case, reading.rule, env)
    case = desk.supposing.until(max(due or effective, effective), a.supposed, context.fund)
    for part in reading.parts:
        found = bite(case, reading, a.instance, part.otherwise, a.over)
        made: list[Need] = []
        if found.needed is not False:
            judged = _Judged(case, reading, env, part, found, context, due)
            made += _approved(desk, judged) if part.approvals else _other(desk, judged, a.changed)
        desk.note(found, context, decides=any(n.standing in OPEN for n in made))
        yield from made


def of_condition(desk: Desk, record: Record, condition: t.Expr, fund: str) -> Iterator[Need]:
    """Yield what a draft itself says it takes effect only with."""
    effective = desk.draft.effective
    case = desk.supposing.until(effective)
    env = Env({"amendment": record, "date": effective, **({"fund": fund} if fund else {})}, effective)
    context = desk.of_draft(fund)
    for part in parts_of(condition, case.agreement.definitions):
        needed = every([opposite(truth(case, e, env)) for e in part.otherwise])
        if needed is False or part.condition is None:
            continue
        if part.approvals:
            yield from approvals(desk, Approving(case, env, Bite(needed), context), part.approvals)
            continue
        met = truth(case, part.condition, env)
        what = case.wording(part.condition.span)
        stands = standing(needed, met, False)
        yield desk.need(
            context,
            kind=part.search.kind if part.search else "other",
            standing=stands,
            what=what,
            missing=(what, *reasons(met)) if stands != "on file" else (),
        )


def _approved(desk: Desk, j: _Judged) -> Iterator[Need]:
    """Yield the approvals that a rule wants; another way that is on file does for all of them."""
    escapes = j.reading.by_approval
    labels = [u.label for u in escapes if truth(j.case, u.condition, j.env) is True]
    condition = j.part.condition
    satisfied = bool(labels) or (condition is not None and truth(j.case, condition, j.env) is True)
    day = j.env.time if isinstance(j.env.time, date) else desk.draft.effective
    relief = f"on file: {labels[0]}" if labels else relief_allowed(j.case, escapes, day)
    approving = Approving(j.case, j.env, j.found, j.context, satisfied, relief)
    yield from approvals(desk, approving, j.part.approvals)


def _other(desk: Desk, j: _Judged, changed: bool) -> Iterator[Need]:
    """Yield what a rule wants that is no approval: a limit kept, a record that is to be on file."""
    outcome = _outcome(j)
    escapes = j.reading.by_approval
    if outcome.met is not True and escapes:
        yield from _cured(desk, j, escapes)
    elif j.part.search is not None:
        yield _record(desk, j, j.part.search, outcome)
    elif outcome.met is not True or changed:
        yield _limited(desk, j, outcome)


def _outcome(j: _Judged) -> Outcome:
    """Return whether a part is so, with the figures where it is compared with something."""
    judged = _on_its_day(j)
    trace, judged.trace = judged.trace, Trace(quiet=1)
    if j.part.condition is None:
        outcome = check(judged, j.rule, j.env, j.due)
    else:
        outcome = Outcome(truth(judged, j.part.condition, _timed(j)))
    judged.trace = trace
    return outcome


def _on_its_day(j: _Judged) -> Case:
    """Return the case on the day by which a part must be so, where the rule names one."""
    named = j.rule.due is not None and j.due is not None and isinstance(j.rule.check, (ir.Bound, ir.Holds))
    return j.case.on(j.due) if named and j.due is not None else j.case


def _timed(j: _Judged) -> Env:
    return Env(j.env.variables, j.env.time, j.due if j.rule.due is not None else None)


def _told(j: _Judged, outcome: Outcome) -> Outcome:
    """Return an outcome with what a condition wants, and what there is, in words."""
    if j.part.condition is None:
        return outcome
    told = said(_on_its_day(j), j.part.condition, _timed(j))
    return Outcome(outcome.met, told.expected, told.observed, told.difference, told.unit)


def _cured(desk: Desk, j: _Judged, escapes: Sequence[t.Unless]) -> Iterator[Need]:
    """Yield the approvals by which a rule lets through what it otherwise forbids."""
    ways = [r for u in escapes for r in requests(u.condition)]
    satisfied = any(truth(j.case, u.condition, j.env) is True for u in escapes)
    if ways:
        yield from approvals(desk, Approving(j.case, j.env, j.found, j.context, satisfied), ways)


# --- records ---------------------------------------------------------------------------------


def _record(desk: Desk, j: _Judged, search: Search, outcome: Outcome) -> Need:
    """Return a record that is to be on file: a notice, a prospectus, a vote of holders however called."""
    if search.kind == "holders":
        return _vote_of_holders(desk, j, search, outcome)
    outcome = _told(j, outcome)
    by = (j.due or desk.draft.effective).isoformat()
    stands = standing(j.found.needed, outcome.met, False)
    what = outcome.expected or j.rule.says
    return desk.need(
        j.context,
        kind=search.kind,
        standing=stands,
        what=what,
        who=title(j.case, getattr(j.rule.check, "actor", "")),
        by=by,
        on_file=(outcome.observed,) if stands == "on file" else (),
        missing=_missing(desk, j, what, by, outcome, stands),
        question=questions(j.found, "missing") if stands in OPEN else "",
    )


def _vote_of_holders(desk: Desk, j: _Judged, search: Search, outcome: Outcome) -> Need:
    """Return a vote of holders that a regulation wants, which does not know what the agreement calls them."""
    by = (j.due or desk.draft.effective).isoformat()
    stands = standing(j.found.needed, outcome.met, False)
    threshold, body = search.threshold, _holders(j.case)
    votes = desk.counts.votes(threshold, body, j.context.fund, date.fromisoformat(by)) if body else None
    what = f"{plain(threshold)} of {plain(body.name) if body else 'the holders of the class'}"
    return desk.need(
        j.context,
        kind="holders",
        standing=stands,
        what=what,
        share_class=body.holders if body else "",
        who=body.title if body else "Holders of the class",
        matter=search.matter,
        by=by,
        votes=votes,
        on_file=(_told(j, outcome).observed,) if stands == "on file" else (),
        missing=_missing(desk, j, what, by, outcome, stands),
        question=questions(j.found, "missing") if stands in OPEN else "",
    )


def _missing(
    desk: Desk, j: _Judged, what: str, by: str, outcome: Outcome, stands: str
) -> tuple[str, ...]:
    if stands == "on file":
        return ()
    return desk.wanting(what, j.context, by, reasons(outcome.met))


def _holders(case: Case) -> t.Body | None:
    """Return the agreement's body of holders whose funds vote separately, if there is just one."""
    found = [b for b in case.agreement.document.bodies.values() if b.holders and b.separately]
    return found[0] if len(found) == 1 else None


# --- limits ----------------------------------------------------------------------------------


def _limited(desk: Desk, j: _Judged, outcome: Outcome) -> Need:
    """Return a limit on what a draft may do: kept, or forbidden where no approval lets it through."""
    met, check = outcome.met, j.rule.check
    difference = f" ({outcome.difference})" if outcome.difference and met is not True else ""
    observed = f"; with the draft {outcome.observed}{difference}" if outcome.observed else ""
    what = j.context.says
    if isinstance(check, ir.Bound):
        what = rates(f"{j.case.wording(check.subject.span)} {outcome.expected}{observed}")
    if met is True:
        return desk.need(j.context, kind="limit", standing="kept", what=what)
    kind: NeedKind = "limit"
    stands = standing(j.found.needed, met, False)
    if stands == "missing" and j.rule.severity == "error":
        kind, stands = "never", "forbidden"
    return desk.need(
        j.context,
        kind=kind,
        standing=stands,
        what=what,
        missing=(*((j.rule.cure,) if j.rule.cure else ()), *reasons(met)),
        question=questions(j.found, "not kept") if stands in OPEN else "",
    )


def ended(desk: Desk, rule: ir.Rule, event: Record, over: Truth, effects: tuple[str, ...]) -> Need:
    """Return that an instrument ends by itself, if what the draft does is the event that ends it."""
    assert isinstance(rule.check, ir.Ended)
    case = desk.supposing.until(desk.draft.effective, event.kind)
    where = rule.check.event.where
    env = Env({rule.check.event.variable: event}, desk.draft.effective)
    met = every([over, truth(case, where, env) if where is not None else True])
    context = desk.at(rule, str(event.values.get("fund", "")), effects)
    ends = f"the {' and the '.join(rule.check.instruments)} would end by itself"
    what = f"{ends}, if what the draft does is an {plain(event.kind)} that ends it"
    if met is False:
        return desk.need(context, kind="limit", standing="kept", what=what)
    if met is True:
        what = f"{ends}: a new one, approved as related agreements are"
    return desk.need(
        context,
        kind="other" if met is True else "determination",
        standing=standing(met, False, False),
        what=what,
        by=desk.draft.effective.isoformat(),
        missing=(what, *reasons(met)),
    )
