"""Rules about the instruments themselves: terms continued, ends that happened, ends by act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from checker.evaluate.approvals import Request, describe, look
from checker.evaluate.case import Case, Env, Trace
from checker.evaluate.checks import Outcome
from checker.evaluate.queries import funds
from checker.evaluate.terminations import ended_rightly, entitled
from checker.evaluate.terms import Term, terms_of
from checker.evaluate.timeline import ended_events, status
from checker.evaluate.verdicts import Judgement, Subject, unknown_verdict
from checker.evaluate.versions import stands_on
from checker.ir import nodes as ir
from checker.values.truth import Unknown, unknown_from


def special(case: Case, rule: ir.Rule) -> Iterator[tuple[Subject, Judgement]]:
    """Yield the instances of a rule about plan or agreement, judged."""
    match rule.check:
        case ir.Renewed():
            yield from _grouped(_renewals(case, rule))
        case ir.Ended():
            yield from _grouped(_ended(case, rule))
        case ir.Entitled():
            yield from _entitled(case, rule)
        case _:
            return


def _units(case: Case) -> list[str | None]:
    found: list[str | None] = [*funds(case)]
    return found or [None]


Keyed = tuple[tuple[object, ...], str | None, Subject, Judgement]


def _grouped(found: Iterator[Keyed]) -> Iterator[tuple[Subject, Judgement]]:
    """Join instances that differ in the fund alone, so that one lapse is one finding."""
    groups: dict[tuple[object, ...], list[Keyed]] = {}
    total: set[str | None] = set()
    for item in found:
        groups.setdefault(item[0], []).append(item)
        total.add(item[1])
    for members in groups.values():
        _, _, subject, judgement = members[0]
        names = [m[1] for m in members if m[1] is not None]
        yield (*_fund_subject(names, len(total)), *subject), judgement


def _fund_subject(names: list[str], total: int) -> Subject:
    if not names:
        return ()
    if len(names) == total and total > 1:
        return (("fund", f"all {total} funds"),)
    return (("fund", ", ".join(names)),)


def _renewals(case: Case, rule: ir.Rule) -> Iterator[Keyed]:
    assert isinstance(rule.check, ir.Renewed)
    for fund in _units(case):
        for term, doubt in terms_of(case, rule, fund):
            case.trace = Trace()
            judgement = _renewal(case, rule, fund, term)
            if doubt is not None and judgement.verdict not in ("compliant", "not_applicable"):
                judgement = _doubted(judgement, doubt)
            subject: Subject = (("term", f"{term.since} to {term.until}"),)
            key = (term.until, judgement.verdict, judgement.outcome.observed, judgement.note)
            yield key, fund, subject, judgement


def _doubted(judgement: Judgement, doubt: Unknown) -> Judgement:
    """Return the judgement on a term that may not be one: an amendment of it may be in effect."""
    reasons = judgement.reasons | doubt.reasons
    return replace(
        judgement, verdict=unknown_verdict(Unknown(reasons), judgement.outcome).verdict, reasons=reasons
    )


def _renewal(case: Case, rule: ir.Rule, fund: str | None, term: Term) -> Judgement:
    assert isinstance(rule.check, ir.Renewed)
    until, met, on = term.until, term.continued, term.on
    expected = f"continued by {until}: {describe(case, rule.check.approval)}"
    if until > case.as_of and met is not True:
        return Judgement("not_applicable", Outcome(True), note=f"not yet due: {until}", due=until)
    standing = status(case, rule.check.instruments[0], fund, until)
    if standing is False:
        return Judgement("not_applicable", Outcome(True), note=f"not in force on {until}")
    asked = Request("continuance", "", fund, term.votes_from, until)
    found = look(case, rule.check.approval, asked, Env({"fund": fund} if fund else {}, until))
    for text, value in found.lines:
        case.trace.step(text, value)
    for record in found.used:
        case.trace.use(record)
    observed = (
        f"approved on {on}"
        if met is True
        else (
            "; ".join(f"{text}: {value}" for text, value in found.lines if value != "yes")
            or "no vote on file"
        )
    )
    outcome = Outcome(met, expected, observed, used=found.used)
    trace = case.trace
    if met is True:
        return Judgement("compliant", outcome, due=until, trace=trace)
    if isinstance(met, Unknown):
        made = unknown_verdict(met, outcome)
        return Judgement(made.verdict, outcome, made.reasons, due=until, trace=trace)
    return Judgement(
        "violated",
        outcome,
        due=until,
        trace=trace,
        notes=(f"not in force from {until + timedelta(days=1)} on, until approved again",),
    )


def _ended(case: Case, rule: ir.Rule) -> Iterator[Keyed]:
    assert isinstance(rule.check, ir.Ended)
    what = " and ".join(rule.check.instruments)
    for fund in _units(case):
        for record, day, holds in ended_events(case, rule, fund):
            if holds is False:
                continue
            case.trace = Trace()
            case.trace.use(record)
            outcome = Outcome(True, f"{what} ends", f"{record.kind} {record.key} on {day}", used=(record,))
            note = f"the {what} ended on {day}"
            if isinstance(holds, Unknown):
                judgement = unknown_verdict(holds, outcome)
            else:
                judgement = Judgement("compliant", outcome, note=note, trace=case.trace, notes=(note,))
            yield (record.key, judgement.verdict), fund, ((record.kind, record.key),), judgement


def _entitled(case: Case, rule: ir.Rule) -> Iterator[tuple[Subject, Judgement]]:
    assert isinstance(rule.check, ir.Entitled)
    for record in case.index.of("termination"):
        if not set(rule.check.instruments) & _ends(str(record.values["ends"])):
            continue
        effective, about = record.values["effective"], record.values.get("fund")
        assert isinstance(effective, date)
        stands = stands_on(case, rule, effective, about if isinstance(about, str) else None)
        if stands is False:
            continue
        case.trace = Trace()
        found = entitled(case, rule, record)
        for text, value in found.lines:
            case.trace.step(text, value)
        for used in found.used:
            case.trace.use(used)
        unit = "days" if found.difference else ""
        outcome = Outcome(found.met, found.expected, found.observed, found.difference, unit, found.used)
        fund = record.values.get("fund")
        subject: Subject = (("fund", fund),) if isinstance(fund, str) else ()
        subject = (*subject, ("termination", record.key))
        pending = unknown_from([found.met, stands])
        if pending is not None and found.met is not True:
            yield subject, unknown_verdict(pending, outcome)
        elif found.met:
            yield subject, Judgement("compliant", outcome, trace=case.trace)
        elif not found.penalised and all(
            ended_rightly(case, x, record) is True
            for x in rule.check.instruments
            if x in _ends(str(record.values["ends"]))
        ):
            yield subject, Judgement("not_applicable", outcome, note="another clause lets it be ended so")
        else:
            yield subject, Judgement("violated", outcome, trace=case.trace)


def _ends(word: str) -> set[str]:
    return {"plan", "agreement"} if word == "both" else {word}
