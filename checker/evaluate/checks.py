"""What a rule checks, on one instance: whether it is met, what was expected, what observed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.evaluate.approvals import describe, on_file
from checker.evaluate.case import Case, Env, Trace, Value, dated, last_day
from checker.evaluate.conditions import decisive, party_text, record_text, said, vote_lines
from checker.evaluate.expressions import compared, evaluate, truth
from checker.evaluate.phrases import plain, with_article
from checker.evaluate.queries import gap, items
from checker.evaluate.shown import amount, shown, signed
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.types import Type
from checker.values.truth import Truth, Unknown, every, unknown_from


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a check is met, in figures. ``difference`` is observed less expected, signed.

    ``later`` says what was done after the day it was due.
    """

    met: Truth
    expected: str = ""
    observed: str = ""
    difference: str = ""
    unit: str = ""
    used: tuple[Record, ...] = field(default=())
    later: str = ""


def check(case: Case, rule: ir.Rule, env: Env, due: date | None) -> Outcome:
    """Return the outcome of a rule's check on one instance."""
    env = Env(env.variables, env.time, due if rule.due is not None else None)
    match rule.check:
        case ir.Bound():
            return _bound(case, rule.check, env)
        case ir.Holds():
            return _holds(case, rule.check.condition, env)
        case ir.Happens():
            return _happens(case, rule.check, env, due)
        case ir.Never():
            return _never(case, rule.check, env)
        case ir.OnFile():
            return _on_file(case, rule.check, env)
        case _:
            raise AssertionError(rule.check)


# --- bounds ----------------------------------------------------------------------------------


def _bound(case: Case, c: ir.Bound, env: Env) -> Outcome:
    subject, bound = evaluate(case, c.subject, env), evaluate(case, c.bound, env)
    upper = evaluate(case, c.upper, env) if c.upper is not None else None
    met = _within(c.relation, subject, bound, upper)
    expected = _expected(c, bound, upper)
    observed = shown(subject, c.subject.type)
    if isinstance(subject, Unknown) and subject.at_least is not None:
        observed = f"at least {shown(subject.at_least, c.subject.type)}"
    difference, unit = _difference(c, subject, bound, upper)
    return Outcome(met, expected, observed, difference, "USD" if c.subject.type.kind == "money" else unit)


def _within(relation: str, subject: Value, bound: Value, upper: Value | None) -> Truth:
    match relation:
        case "at most":
            return compared("<=", subject, bound)
        case "at least":
            return compared(">=", subject, bound)
        case "exactly":
            return compared("=", subject, bound)
        case _:
            assert upper is not None
            return every([compared(">=", subject, bound), compared("<=", subject, upper)])


def _expected(c: ir.Bound, bound: Value, upper: Value | None) -> str:
    low = shown(bound, c.bound.type)
    if c.relation == "between" and upper is not None:
        return f"between {low} and {shown(upper, c.bound.type)}"
    words = {"at most": "at most", "at least": "at least", "exactly": "exactly"}
    if c.subject.type.kind == "date":
        words = {"at most": "by", "at least": "not before", "exactly": "on"}
    return f"{words[c.relation]} {low}"


def _difference(c: ir.Bound, subject: Value, bound: Value, upper: Value | None) -> tuple[str, str]:
    """Return observed less the bound that matters, with its unit."""
    if isinstance(subject, Unknown) and subject.at_least is not None and c.relation == "at most":
        subject = subject.at_least
    nearest = bound
    if upper is not None and compared(">", subject, upper) is True:
        nearest = upper
    if isinstance(subject, Fraction) and isinstance(nearest, Fraction):
        return signed(subject - nearest, c.subject.type)
    if isinstance(subject, date) and isinstance(nearest, date):
        days = Fraction((subject - nearest).days)
        return signed(days, Type("duration", name="days"))
    return "", ""


def afterwards(case: Case, rule: ir.Rule, env: Env, due: date) -> str:
    """Return what came after the day on which there had to be so much, empty if nothing did."""
    c = rule.check
    if not (isinstance(c, ir.Bound) and c.relation in ("at least", "exactly")):
        return ""
    kept, case.trace = case.trace, Trace()
    evaluate(case, c.subject, env)
    came = {d for rows in case.trace.rows for r in rows.records if (d := _happened(case, r)) > due}
    case.trace = Trace(quiet=1)
    wanted = evaluate(case.on(due), c.bound, env)
    reached: Value = _sure_amount(case.on(due), c.subject, env)
    told = ""
    for day in sorted(came):
        now = _sure_amount(case.on(day), c.subject, env)
        if isinstance(now, Fraction) and isinstance(reached, Fraction) and now > reached:
            reached, told = now, f"{amount(now, c.subject.type)} by {day}"
            if isinstance(wanted, Fraction) and now >= wanted:
                told += ", all that was expected"
                break
    case.trace = kept
    return f" After {due} more came: {told}." if told else ""


def _sure_amount(case: Case, e: t.Expr, env: Env) -> Value:
    """Return an amount as far as it is on file."""
    value = evaluate(case, e, env)
    return value.at_least if isinstance(value, Unknown) and value.at_least is not None else value


# --- conditions ------------------------------------------------------------------------------


def _holds(case: Case, condition: t.Expr, env: Env) -> Outcome:
    met = truth(case, condition, env)
    found = said(case, decisive(case, condition, env, met), env)
    return Outcome(met, found.expected, found.observed, found.difference, found.unit)


# --- events ----------------------------------------------------------------------------------


def _happens(case: Case, c: ir.Happens, env: Env, due: date | None) -> Outcome:
    found = items(case, c.event, env)
    if isinstance(found, Unknown):
        return Outcome(found)
    case.trace.quiet += 1
    listed = list(found)
    case.trace.quiet -= 1
    sure = [f.value for f in listed if f.holds is True and isinstance(f.value, Record)]
    unsure = [f.holds for f in listed if isinstance(f.holds, Unknown)]
    expected = _duty(case, c, due)
    on_time = [r for r in sure if due is None or _happened(case, r) <= due]
    if on_time:
        return Outcome(True, expected, _event_text(case, on_time[0]), used=tuple(on_time))
    open_ = unknown_from([*unsure, *([g] if (g := gap(case, c.event, env, due)) else [])])
    if sure and due is not None and open_ is None:
        return _late(case, sure, expected, due)
    if open_ is not None:
        late = f"{_event_text(case, sure[0])}, after {due}" if sure else "none on file"
        return Outcome(open_, expected, late, used=tuple(sure))
    return Outcome(False, expected, "none on file")


def _duty(case: Case, c: ir.Happens, due: date | None) -> str:
    """Return what a party has to do: ``Harbor, LLC (distributor) to deliver a report by 2020-03-31``."""
    what = with_article(plain(c.event.name))
    return f"{party_text(case, c.actor)} to {plain(c.verb)} {what}" + (f" by {due}" if due else "")


def _happened(case: Case, r: Record) -> date:
    when = dated(case.kinds, r)
    return last_day(when) if when is not None else date.min


def _event_text(case: Case, r: Record) -> str:
    when = dated(case.kinds, r)
    return record_text(r) + (f" on {last_day(when)}" if when is not None else "")


def _late(case: Case, sure: list[Record], expected: str, due: date) -> Outcome:
    first = min(sure, key=lambda r: _happened(case, r))
    days = (_happened(case, first) - due).days
    unit = "day" if days == 1 else "days"
    return Outcome(False, expected, _event_text(case, first), f"+{days}", unit, (first,))


def _never(case: Case, c: ir.Never, env: Env) -> Outcome:
    event = env.variables[c.event.variable]
    record = event if isinstance(event, Record) else None
    observed = _event_text(case, record) if record else shown(event)
    return Outcome(False, f"no such {plain(c.event.name)}", observed, used=(record,) if record else ())


# --- approvals -------------------------------------------------------------------------------


def _on_file(case: Case, c: ir.OnFile, env: Env) -> Outcome:
    found = on_file(case, c.request, env)
    expected = describe(case, c.request.approval)
    if c.request.day is not None:
        by = evaluate(case, c.request.day, env)
        expected += f" {'before' if c.request.strictly else 'by'} {shown(by)}"
    observed = (
        f"on file since {found.on}" if found.met is True and found.on else vote_lines(found.lines, found.met)
    )
    return Outcome(found.met, expected, observed, used=found.used)
