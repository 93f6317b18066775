"""The terms of plan and agreement: when each ends, and whether a vote continued it.

The clause on the term may change on the way. The one that holds on the last day of a term says
when it ends: its own first end, or an anniversary of that. Without a clause there is no end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from checker.evaluate.approvals import Request, look
from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.versions import change_days, in_effect, stands_in_text
from checker.ir import nodes as ir
from checker.values.dates import shift_months
from checker.values.truth import Truth, Unknown

ONE_DAY = timedelta(days=1)
FOREVER = date.max
MOST_OPEN = 8
"""So many amendments of the term are tried both ways, in effect and not, where that is not known."""

Given = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its days, whether it is continued after them, and by the vote of what day.

    ``rule`` is the clause that ends it, None where there is none. ``revived`` is the day on
    which a vote brought back what had lapsed before the term began. The vote that continues it
    is looked for from ``votes_from`` on: a vote counts once.
    """

    rule: ir.Rule | None
    since: date
    until: date
    continued: Truth
    on: date | None
    revived: date | None
    votes_from: date


@dataclass(frozen=True, slots=True)
class Course:
    """The terms one after the other, if these amendments of the term are in effect, or are not.

    ``open_end`` says why it is not known when the last one ends.
    """

    given: Given
    terms: tuple[Term, ...]
    open_end: Unknown | None


def courses(case: Case, instrument: str, fund: str | None) -> tuple[tuple[Course, ...], Unknown | None]:
    """Return every course the terms can have taken, and what decides between them.

    There is more than one where it is not known whether an amendment of the term is in effect,
    and none where there are too many such amendments to try.
    """
    rules = _term_rules(case, instrument)
    by_name = {a.name: a for a in case.agreement.document.amendments}
    named = dict.fromkeys(n for r in rules for n in (r.version, *r.later) if n)
    standing = {n: in_effect(case, by_name[n], fund) for n in named}
    unknown = [(n, v) for n, v in standing.items() if isinstance(v, Unknown)]
    doubt = Unknown(frozenset().union(*(v.reasons for _, v in unknown))) if unknown else None
    sure = {n: v for n, v in standing.items() if isinstance(v, bool)}
    if len(unknown) > MOST_OPEN:
        return (), doubt
    found = []
    for choice in product((True, False), repeat=len(unknown)):
        given = sure | {n: value for (n, _), value in zip(unknown, choice, strict=True)}
        found.append(_course(case, rules, fund, given))
    return tuple(found), doubt


def _term_rules(case: Case, instrument: str) -> list[ir.Rule]:
    return [
        r
        for r in case.agreement.rules
        if isinstance(r.check, ir.Renewed)
        and instrument in r.check.instruments
        and r.document == case.agreement.name
    ]


def _course(case: Case, rules: list[ir.Rule], fund: str | None, given: Given) -> Course:
    changes = sorted({day for r in rules for day in change_days(case, r, fund)})
    made: list[Term] = []
    start: date = case.agreement.document.effective or date.min
    first = _rule_on(case, rules, start, given, fund)
    if start == date.min and first is not None:  # nothing says when it began: its first term does
        end = _end(case, first, fund, start)
        start = end if isinstance(end, date) else start
    standing: Truth = True
    while start <= case.as_of:
        rule, until = _term_end(case, rules, fund, start, changes, given)
        if isinstance(until, Unknown):
            return Course(given, tuple(made), until)
        if rule is None:
            made.append(Term(None, start, until, standing, None, None, start))
            break
        term = _term(case, rule, fund, start, until, standing)
        made.append(term)
        if until == FOREVER:
            break
        start, standing = until + ONE_DAY, term.continued
    return Course(given, tuple(made), None)


def _rule_on(
    case: Case, rules: list[ir.Rule], day: date, given: Given, fund: str | None
) -> ir.Rule | None:
    return next((r for r in rules if stands_in_text(case, r, day, given, fund)), None)


def _term_end(
    case: Case, rules: list[ir.Rule], fund: str | None, start: date, changes: list[date], given: Given
) -> tuple[ir.Rule | None, date | Unknown]:
    """Return when the term that begins on ``start`` ends, and by which clause."""
    rule = _rule_on(case, rules, start, given, fund)
    until = _end(case, rule, fund, start) if rule is not None else FOREVER
    for day in changes:
        if day <= start or isinstance(until, Unknown) or day > until:
            continue
        following = _rule_on(case, rules, day, given, fund)
        if following is not rule:
            rule = following
            until = _end(case, rule, fund, day) if rule is not None else FOREVER
    return rule, until


def _end(case: Case, rule: ir.Rule, fund: str | None, day: date) -> date | Unknown:
    """Return the first end that a clause sets on or after a day."""
    assert isinstance(rule.check, ir.Renewed)
    initial = evaluate(case, rule.check.until, Env({"fund": fund} if fund else {}, None))
    assert isinstance(initial, (date, Unknown))
    if isinstance(initial, Unknown) or initial >= day:
        return initial
    years = max(day.year - initial.year - 1, 0)
    while True:
        end = shift_months(initial, 12 * years, clamp=True)
        if end is None:  # past the calendar's end
            return FOREVER
        if end >= day:
            return end
        years += 1


def _term(case: Case, rule: ir.Rule, fund: str | None, start: date, until: date, standing: Truth) -> Term:
    assert isinstance(rule.check, ir.Renewed)
    met, on = _continued(case, rule.check, fund, start, until)
    if standing is True or met is not True or on is None:
        return Term(rule, start, until, met, on if met is True else None, None, start)
    again, later = _continued(case, rule.check, fund, on + ONE_DAY, until)
    if standing is not False and again is not True:
        again = standing  # the vote of ``on`` continues it if nothing had lapsed
    return Term(rule, start, until, again, later if again is True else None, on, on + ONE_DAY)


def _continued(
    case: Case, check: ir.Renewed, fund: str | None, since: date, until: date
) -> tuple[Truth, date | None]:
    env = Env({"fund": fund} if fund else {}, until)
    found = look(case, check.approval, Request("continuance", "", fund, since, until), env)
    return found.met, found.on


def terms_of(case: Case, rule: ir.Rule, fund: str | None) -> Iterator[tuple[Term, Unknown | None]]:
    """Yield the terms that a clause ends, each once, and why it may be none of them, if so."""
    assert isinstance(rule.check, ir.Renewed)
    found, doubt = courses(case, rule.check.instruments[0], fund)
    seen: dict[tuple[date, date], list[Term]] = {}
    for course in found:
        for term in course.terms:
            if term.rule is rule:
                seen.setdefault((term.since, term.until), []).append(term)
    for terms in seen.values():
        yield terms[0], None if len(terms) == len(found) else doubt
