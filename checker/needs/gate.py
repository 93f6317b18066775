"""Whether a requirement bites on a draft: yes, no, or not known, with the question it turns on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from checker.evaluate.case import Asked, Case, Env, Trace
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.instances import Instance, applies, in_days, prevails
from checker.evaluate.versions import stands
from checker.facts.store import Record
from checker.findings.amended import NeedStanding
from checker.ir import nodes as ir
from checker.needs.reading import Reading
from checker.needs.supposing import answered
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown, every, opposite

MOST_ANSWERS = 16
"""So many combinations of answers to open questions are tried."""


@dataclass(frozen=True, slots=True)
class Bite:
    """Whether something is needed, and what each answer to the open questions would make of that."""

    needed: Truth
    answers: tuple[tuple[str, Truth], ...] = ()
    asked: tuple[Asked, ...] = ()
    determined: tuple[Record, ...] = ()
    """The answers on file that it turned on."""


def governs(case: Case, rule: ir.Rule, eve: date) -> Truth:
    """Return whether this version of a rule is the one that stands on the eve of a draft."""
    return stands(case, rule, eve, None)[0]


def bite(
    case: Case, reading: Reading, instance: Instance, beside: Sequence[t.Expr], over: Truth = True
) -> Bite:
    """Return whether a rule asks what it asks of an instance.

    ``beside`` are conditions any of which is enough instead; so are the rule's exceptions that no
    approval makes, and what prevails over it. ``over`` is whether the version of the rule stands.
    """
    kept, case.asked = case.asked, {}
    trace, case.trace = case.trace, Trace()
    needed = _needed(case, reading, instance, beside, over)
    determined = tuple(r for _, r in sorted(case.trace.used.items()) if r.kind == "determination")
    asked = tuple(sorted(case.asked, key=lambda a: (a.question, a.about)))
    case.asked, case.trace = kept, trace
    if not isinstance(needed, Unknown) or not asked:
        return Bite(needed, determined=determined)
    told = []
    for text, answers in _ways(asked):
        supposed = answered(case, answers)
        supposed.trace = Trace(quiet=1)
        told.append((text, _needed(supposed, reading, instance, beside, over)))
    return Bite(needed, tuple(told), asked, determined)


def _ways(asked: Sequence[Asked]) -> Iterator[tuple[str, dict[Asked, str]]]:
    """Yield every combination of answers in words, none where there are too many."""
    ways = [dict(zip(asked, w, strict=True)) for w in product(*(a.answers for a in asked))]
    for answers in ways if len(ways) <= MOST_ANSWERS else []:
        yield " and ".join(f"{a.question} is {x}" for a, x in answers.items()), answers


def _needed(
    case: Case, reading: Reading, instance: Instance, beside: Sequence[t.Expr], over: Truth
) -> Truth:
    bound = every([over, applies(case, reading.rule, instance)[0]])
    found: list[Truth] = [bound]
    if bound is not False:
        found += [opposite(truth(case, e, instance.env)) for e in beside]
        found += [opposite(truth(case, u.condition, instance.env)) for u in reading.plain]
        found += [opposite(x) for x in _prevailing(case, reading.rule, instance.env)]
    return every(found)


def _prevailing(case: Case, rule: ir.Rule, env: Env) -> list[Truth]:
    return [
        prevails(case, other, env)
        for other in case.agreement.rules
        if ir.prevails_over(other, rule) and in_days(other, env)
    ]


def due_day(case: Case, rule: ir.Rule, env: Env) -> date | None:
    """Return the day by which a rule wants what it wants, None when it names none or it is not known."""
    found = evaluate(case, rule.due, env) if rule.due is not None else None
    return found if isinstance(found, date) else None


def standing(needed: Truth, met: Truth, satisfied: Truth) -> NeedStanding:
    """Return how something that is needed stands, or would if it is.

    ``met`` is whether it is on file, ``satisfied`` whether something else does in its place.
    """
    if met is True or satisfied is True:
        return "on file"
    turns_on = [x for x in (needed, met) if isinstance(x, Unknown)]
    if not turns_on:
        return "missing"
    facts = any(r.kind == "fact" for u in turns_on for r in u.reasons)
    return "not known" if facts else "question"


def questions(found: Bite, missing: str) -> str:
    """Return the question that a need turns on, with what each answer makes of it."""
    if not isinstance(found.needed, Unknown):
        return ""
    texts = sorted({r.text for r in found.needed.reasons if r.kind == "judgement"})
    if not texts:
        return ""
    words = {True: missing, False: "not needed"}
    told = [(a, "not known" if isinstance(x, Unknown) else words[x]) for a, x in found.answers]
    return " ".join(texts) + (f" ({'; '.join(_by_answer(told))})" if told else "")


def _by_answer(told: Sequence[tuple[str, str]]) -> list[str]:
    """Return what each answer makes of it; the commonest of several comes last, without its answers."""
    counted = Counter(x for _, x in told)
    common = max(counted, key=lambda x: (counted[x], x))
    if len(told) <= 2 or len(counted) == 1:
        return [f"if {a}: {x}" for a, x in told]
    return [*(f"if {a}: {x}" for a, x in told if x != common), f"otherwise {common}"]
