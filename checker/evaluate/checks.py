"""What a rule checks, on one instance: whether it is met, what was expected, what observed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from checker.evaluate.approvals import describe, on_file
from checker.evaluate.case import Case, Env, Value, dated, last_day
from checker.evaluate.expressions import compared, evaluate, truth
from checker.evaluate.moments import in_force_with_reason
from checker.evaluate.queries import gap, items
from checker.evaluate.shown import shown, unit_of
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.types import Type
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, every, some, unknown_from


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a check is met, in figures. ``difference`` is observed less expected, signed."""

    met: Truth
    expected: str = ""
    observed: str = ""
    difference: str = ""
    unit: str = ""
    used: tuple[Record, ...] = field(default=())


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
    return Outcome(met, expected, observed, difference, unit)


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
        return _signed(subject - nearest, c.subject.type)
    if isinstance(subject, date) and isinstance(nearest, date):
        days = Fraction((subject - nearest).days)
        return _signed(days, Type("duration", name="days"))
    return "", ""


def _signed(value: Fraction, type_: Type) -> tuple[str, str]:
    plain = Type("number") if type_.kind == "duration" else type_
    text = shown(value, plain)
    return (f"+{text}" if value > 0 else text), unit_of(value, type_)


# --- conditions ------------------------------------------------------------------------------


def _holds(case: Case, condition: t.Expr, env: Env) -> Outcome:
    met = truth(case, condition, env)
    decisive = _decisive(case, condition, env, met)
    if isinstance(decisive, t.Compare):
        return _compared(case, decisive, env, met)
    negated = isinstance(decisive, t.Negate)
    wanted = decisive.operand if isinstance(decisive, t.Negate) else decisive
    expected, observed = _said(case, wanted, env, met, negated=negated)
    return Outcome(met, expected, observed)


def _said(case: Case, e: t.Expr, env: Env, met: Truth, *, negated: bool) -> tuple[str, str]:
    """Return what a condition wants and what there is, in the terms of what it asks about."""
    holds = met is not negated if isinstance(met, bool) else None
    match e:
        case t.InForce():
            case.trace.quiet += 1
            _, why = in_force_with_reason(case, e, env)
            case.trace.quiet -= 1
            word = {True: "in force", False: "not in force", None: "not known to be in force"}[holds]
            wanted = "not in force" if negated else "in force"
            return f"the {e.instrument} {wanted}", f"{word} {why}"
        case t.ApprovedBy():
            case.trace.quiet += 1
            found = on_file(case, e.request, env)
            case.trace.quiet -= 1
            return describe(case, e.request.approval), _lines(found.lines, found.met)
        case t.Query(fn="any" | "no"):
            want_none = (e.fn == "no") is not negated
            there = holds if e.fn == "any" else (None if holds is None else not holds)
            observed = {True: "one is on file", False: "none on file", None: "none known to be on file"}[
                there
            ]
            return f"{'no' if want_none else 'a'} {_sought(case, e)}", observed
        case _:
            observed = {True: "it is so", False: "it is not so", None: "unknown"}[holds]
            return ("not " if negated else "") + case.wording(e.span), observed


def _sought(case: Case, e: t.Query) -> str:
    where = f" where {case.wording(e.over.where.span)}" if e.over.where is not None else ""
    return e.over.name + where


def _decisive(case: Case, e: t.Expr, env: Env, met: Truth) -> t.Expr:
    """Return the part of a conjunction that decides it: the first that fails, or is unknown."""
    if not (isinstance(e, t.Logic) and e.op == "and"):
        return e
    case.trace.quiet += 1
    values = [(p, truth(case, p, env)) for p in e.parts]
    case.trace.quiet -= 1
    for part, value in values:
        if (met is False and value is False) or (isinstance(met, Unknown) and isinstance(value, Unknown)):
            return _decisive(case, part, env, met)
    return e


def _compared(case: Case, e: t.Compare, env: Env, met: Truth) -> Outcome:
    case.trace.quiet += 1
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    case.trace.quiet -= 1
    words = {
        "=": "",
        "!=": "not ",
        "<=": "at most ",
        ">=": "at least ",
        "<": "less than ",
        ">": "more than ",
        "in": "in ",
    }
    if e.left.type.kind == "date":
        words |= {"<=": "by ", ">=": "not before ", "<": "before ", ">": "after "}
    expected = f"{case.wording(e.left.span)} {words[e.op]}{shown(right, e.right.type)}"
    made = ir.Bound(e.left, "at most", e.right, None)
    difference, unit = _difference(made, left, right, None) if e.op in ("<=", ">=", "<", ">") else ("", "")
    return Outcome(met, expected, shown(left, e.left.type), difference, unit)


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
    expected = f"{c.verb} {c.event.name}" + (f" by {due}" if due else "")
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


def _happened(case: Case, r: Record) -> date:
    when = dated(case.kinds, r)
    return last_day(when) if when is not None else date.min


def _event_text(case: Case, r: Record) -> str:
    when = dated(case.kinds, r)
    return f"{r.kind} {r.key}" + (f" on {last_day(when)}" if when is not None else "")


def _late(case: Case, sure: list[Record], expected: str, due: date) -> Outcome:
    first = min(sure, key=lambda r: _happened(case, r))
    days = (_happened(case, first) - due).days
    unit = "day" if days == 1 else "days"
    return Outcome(False, expected, _event_text(case, first), f"+{days}", unit, (first,))


def _never(case: Case, c: ir.Never, env: Env) -> Outcome:
    event = env.variables[c.event.variable]
    record = event if isinstance(event, Record) else None
    observed = _event_text(case, record) if record else shown(event)
    return Outcome(False, f"no such {c.event.name}", observed, used=(record,) if record else ())


# --- approvals -------------------------------------------------------------------------------


def _on_file(case: Case, c: ir.OnFile, env: Env) -> Outcome:
    found = on_file(case, c.request, env)
    expected = describe(case, c.request.approval)
    if c.request.day is not None:
        by = evaluate(case, c.request.day, env)
        expected += f" {'before' if c.request.strictly else 'by'} {shown(by)}"
    observed = (
        f"on file since {found.on}" if found.met is True and found.on else _lines(found.lines, found.met)
    )
    return Outcome(found.met, expected, observed, used=found.used)


def _lines(lines: tuple[tuple[str, str], ...], met: Truth) -> str:
    wanting = [f"{text}: {value}" for text, value in lines if value != "yes"]
    if met is True or not wanting:
        return "on file" if met is True else "not on file"
    return "; ".join(wanting[:3]) + (f"; {len(wanting) - 3} more" if len(wanting) > 3 else "")


__all__ = ["Outcome", "Period", "check", "some"]
