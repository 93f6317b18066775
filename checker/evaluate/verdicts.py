"""One instance judged: does it apply, is it met, what excuses it; under every open reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from checker.evaluate.case import Case, Env, Trace, last_day
from checker.evaluate.checks import Outcome, afterwards, check
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.instances import Instance, applies, in_days, prevails
from checker.evaluate.queries import grows
from checker.findings.model import Verdict
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.values.truth import Reason, Truth, Unknown, opposite

Subject = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one instance under one reading, with everything that explains it."""

    verdict: Verdict
    outcome: Outcome
    reasons: frozenset[Reason] = frozenset()
    excuse: str = ""
    note: str = ""
    due: date | None = None
    trace: Trace | None = None
    notes: tuple[str, ...] = ()
    prevailing: str = ""
    """The clause that excuses it by prevailing; empty where an exception of its own does."""


NOTHING = Outcome(True)
MOST_ANSWERS = 16
"""So many combinations of answers to open questions are tried on one instance."""


def judge(case: Case, rule: ir.Rule, instance: Instance) -> Judgement:
    """Return the verdict on one instance; its trace holds the derivation."""
    case.trace = Trace()
    before, case.asked = case.asked, {}
    made = _judged(case, rule, instance)
    made = replace(made, trace=case.trace)
    if made.verdict == "needs_judgement" and not case.assumed:  # answers are tried one level deep
        made = _with_each_answer(case, rule, instance, made)
    if made.verdict in ("needs_judgement", "undetermined"):
        before |= case.asked  # whether an amendment is in effect is judged on the way to another verdict
    case.asked = before
    return made


def _with_each_answer(case: Case, rule: ir.Rule, instance: Instance, made: Judgement) -> Judgement:
    """Judge an instance that turns on open questions with each answer they can have.

    Where the verdict is the same whatever the answers, nobody need be asked; else what each would
    make of it is told.
    """
    asked = tuple(sorted(case.asked, key=lambda a: (a.question, a.about)))
    ways = [dict(zip(asked, w, strict=True)) for w in product(*(a.answers for a in asked))]
    if not asked or len(ways) > MOST_ANSWERS:
        return made
    found: list[tuple[str, Judgement]] = []
    for answers in ways:
        supposed = case.supposing(answers)
        supposed.trace = Trace()
        judged = replace(_judged(supposed, rule, instance), trace=supposed.trace)
        found.append((" and ".join(f"{a.question} is {x}" for a, x in answers.items()), judged))
    first = found[0][1]
    if first.verdict in ("violated", "compliant") and len({j.verdict for _, j in found}) == 1:
        questions = ", ".join(dict.fromkeys(a.question for a in asked))
        return replace(first, notes=(*first.notes, f"the same whatever the answer to {questions}"))
    told = tuple(f"if {answers}: {_would(j)}" for answers, j in found if j.verdict != "needs_judgement")
    return replace(made, notes=(*made.notes, *told))


def _would(j: Judgement) -> str:
    """Return in a few words what an answer would make of an instance."""
    words = {"not_applicable": "does not apply", "undetermined": "undetermined", "excused": "excused"}
    figures = (
        f", difference {j.outcome.difference} {j.outcome.unit}".rstrip() if j.verdict == "violated" else ""
    )
    return words.get(j.verdict, j.verdict) + (figures if j.outcome.difference else "")


def _judged(case: Case, rule: ir.Rule, instance: Instance) -> Judgement:
    bound, why = applies(case, rule, instance)
    if bound is False:
        return Judgement("not_applicable", NOTHING, note=why)
    due = _due(case, rule, instance.env)
    if isinstance(due, Unknown):
        return unknown_verdict(due, Outcome(due))
    if due is not None and due > case.as_of:
        return _early(case, rule, instance, bound, due)
    judged_in = case.on(due) if _by_a_day(rule) and due is not None else case
    outcome = check(judged_in, rule, instance.env, due)
    if outcome.met is True:
        return Judgement("compliant", outcome, due=due)
    if judged_in is not case and due is not None:
        outcome = replace(outcome, later=afterwards(case, rule, instance.env, due))
    return replace(_not_met(case, rule, instance.env, bound, outcome), due=due)


def _early(case: Case, rule: ir.Rule, instance: Instance, bound: Truth, due: date) -> Judgement:
    """Judge what is not yet due: a fixed cap on what only grows can be exceeded before its time is over."""
    waits = Judgement("not_applicable", NOTHING, note=f"not yet due: {due}", due=due)
    if bound is not True or not _only_grows(case, rule):
        return waits
    outcome = check(case, rule, instance.env, due)
    if outcome.met is not False:
        return waits
    found = _not_met(case, rule, instance.env, bound, outcome)
    if found.verdict != "violated":
        return waits
    return replace(found, due=due, notes=(f"exceeded before its time is over on {due}",))


def _only_grows(case: Case, rule: ir.Rule) -> bool:
    """Tell whether a cap is a constant, and what it caps a sum or count that more facts cannot lower."""
    c = rule.check
    if not (isinstance(c, ir.Bound) and c.relation == "at most" and isinstance(c.bound, t.Const)):
        return False
    return grows(case, c.subject)


def _by_a_day(rule: ir.Rule) -> bool:
    """What must hold, or be at least so much, ``by`` a day is judged on what had happened by then."""
    return rule.due is not None and isinstance(rule.check, (ir.Bound, ir.Holds))


def _due(case: Case, rule: ir.Rule, env: Env) -> date | None | Unknown:
    if rule.due is not None:
        value = evaluate(case, rule.due, env)
        assert isinstance(value, (date, Unknown))
        return value
    return last_day(env.time) if env.time is not None else None


def _not_met(case: Case, rule: ir.Rule, env: Env, bound: Truth, outcome: Outcome) -> Judgement:
    """Judge what is not met, or not known to be: exceptions first, then what is uncertain."""
    pending: list[Unknown] = []
    for label, prevailing, holds in _escapes(case, rule, env):
        if holds is True:
            return Judgement("excused", outcome, excuse=label, prevailing=prevailing)
        if isinstance(holds, Unknown):
            pending.append(holds)
    pending += [x for x in (bound, outcome.met) if isinstance(x, Unknown)]
    if not pending:
        return Judgement("violated", outcome)
    reasons = frozenset().union(*(u.reasons for u in pending))
    return unknown_verdict(Unknown(reasons), outcome)


def unknown_verdict(unknown: Unknown, outcome: Outcome) -> Judgement:
    """Return undetermined when a fact is missing, needs_judgement when only answers are."""
    facts = any(r.kind == "fact" for r in unknown.reasons)
    verdict: Verdict = "undetermined" if facts else "needs_judgement"
    return Judgement(verdict, outcome, reasons=unknown.reasons)


def _escapes(case: Case, rule: ir.Rule, env: Env) -> Iterator[tuple[str, str, Truth]]:
    """Yield what would excuse the instance: prevailing clauses by their names, then its own exceptions."""
    for other in case.agreement.rules:
        if ir.prevails_over(other, rule) and in_days(other, env):
            name = other.name
            yield f"{name} prevails ({other.citation.paragraph})", name, prevails(case, other, env)
    for u in rule.unless:
        yield u.label or case.wording(u.condition.span), "", truth(case, u.condition, env)


# --- under every reading ---------------------------------------------------------------------


def together(found: Sequence[tuple[tuple[str, ...], Judgement]]) -> Judgement:
    """Return one judgement for all readings: theirs if they agree, else undetermined."""
    verdicts = {j.verdict for _, j in found}
    first = found[0][1]
    if len(found) == 1:
        return first
    if (
        len(verdicts) == 1
        and len({j.outcome.met for _, j in found if not isinstance(j.outcome.met, Unknown)}) <= 1
    ):
        return replace(first, notes=(*first.notes, *_agreed(found)))
    if verdicts <= {"compliant", "excused", "not_applicable"}:
        return replace(first, notes=tuple(f"{' and '.join(n)}: {j.verdict}" for n, j in found))
    said = tuple(f"if {' and '.join(names)}: {_said(j)}" for names, j in found)
    reason = Reason(
        "fact",
        "which reading holds: " + "; ".join(said),
        "a choice of " + ", ".join(dict.fromkeys(x.split()[0] for n, _ in found for x in n)),
    )
    worst = next((j for _, j in found if j.verdict == "violated"), first)
    inherited = frozenset().union(*(j.reasons for _, j in found))
    return replace(worst, verdict="undetermined", reasons=frozenset({reason}) | inherited, notes=said)


def _agreed(found: Sequence[tuple[tuple[str, ...], Judgement]]) -> tuple[str, ...]:
    """Return what to say when the readings agree on the verdict; each one's figures if they differ."""
    figures = {(j.outcome.expected, j.outcome.observed, j.outcome.difference) for _, j in found}
    if len(figures) == 1:
        return ("the same under every reading: " + _labels(found),)
    verdict = found[0][1].verdict.replace("_", " ")
    told = (f"the figures are those for {' and '.join(found[0][0])}",)
    return (
        f"{verdict} under every reading",
        *told,
        *(
            f"for {' and '.join(names)}: expected {o.expected}, difference {o.difference or 'none'}"
            for names, o in ((names, j.outcome) for names, j in found[1:])
        ),
    )


def _labels(found: Sequence[tuple[tuple[str, ...], Judgement]]) -> str:
    return "; ".join(" and ".join(names) for names, _ in found)


def _said(j: Judgement) -> str:
    o = j.outcome
    figures = f" (expected {o.expected}, observed {o.observed})" if o.expected else ""
    return j.verdict.replace("_", " ") + figures


Judge = Callable[[Case, ir.Rule, Instance], Judgement]

__all__ = ["Judgement", "Subject", "judge", "opposite", "together", "unknown_verdict"]
