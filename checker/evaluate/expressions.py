"""Expressions evaluated: exact, three-valued, each step that matters written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from checker.evaluate.case import Asked, Case, Env, Value
from checker.evaluate.parties import compared_parties
from checker.evaluate.shown import shown
from checker.facts.store import Record
from checker.ir.versions import MARK, as_written
from checker.typed import nodes as t
from checker.values.periods import Period
from checker.values.truth import (
    Truth,
    Unknown,
    every,
    missing,
    opposite,
    question,
    some,
    unknown_from,
)


def evaluate(case: Case, e: t.Expr, env: Env) -> Value:
    """Return the value of ``e``; ``Unknown`` with its reasons when it cannot be known."""
    match e:
        case t.Const():
            return _const(case, e, env)
        case t.Var():
            if e.name in env.variables:
                return env.variables[e.name]
            return missing(f"which {e.name} it is about is not known")
        case t.Get() | t.Traced() | t.Cell():
            return _looked_up(case, e, env)
        case t.Apply():
            return _apply(case, e, env)
        case t.Reading() | t.Ask():
            return _ask(case, e, env) if isinstance(e, t.Ask) else _reading(case, e, env)
        case t.Logic() | t.Negate() | t.Compare() | t.IsGiven() | t.InForce() | t.ApprovedBy():
            return truth(case, e, env)
        case t.Choose():
            return _choose(case, e, env)
        case t.Arith():
            return _arith(case, e, env)
        case t.Query():
            from checker.evaluate.queries import query

            return query(case, e, env)
        case t.Extreme():
            return _extreme(case, e, env)
        case _:
            from checker.evaluate.moments import timed

            return timed(case, e, env)


def _looked_up(case: Case, e: t.Get | t.Traced | t.Cell, env: Env) -> Value:
    from checker.evaluate.schedules import cell

    if isinstance(e, t.Get):
        return _get(case, e, env)
    return cell(case, e, env) if isinstance(e, t.Cell) else _traced(case, e, env)


def truth(case: Case, e: t.Expr, env: Env) -> Truth:
    """Return the truth of a condition: yes, no or unknown."""
    match e:
        case t.Logic():
            parts: list[Callable[[], Truth]] = [_later(case, p, env) for p in e.parts]
            return every(parts) if e.op == "and" else some(parts)
        case t.Negate():
            return opposite(truth(case, e.operand, env))
        case t.Compare():
            return _compare(case, e, env)
        case t.IsGiven():
            if isinstance(e.target, t.Cell):
                from checker.evaluate.schedules import cell_given

                return cell_given(case, e.target, env)
            record = evaluate(case, e.target.target, env)
            if isinstance(record, Unknown):
                return record
            return isinstance(record, Record) and e.target.field in record.values
        case t.InForce():
            from checker.evaluate.moments import in_force

            return in_force(case, e, env)
        case t.ApprovedBy():
            from checker.evaluate.approvals import on_file

            return on_file(case, e.request, env).met
        case _:
            value = evaluate(case, e, env)
            assert isinstance(value, (bool, Unknown)), e
            return value


def _later(case: Case, e: t.Expr, env: Env) -> Callable[[], Truth]:
    return lambda: truth(case, e, env)


def _const(case: Case, e: t.Const, env: Env) -> Value:
    if e.type.kind in ("party", "body") and isinstance(e.value, str) and MARK in e.value:
        from checker.evaluate.standing import standing

        return standing(case, e.value, env)
    if e.type.kind == "record" and e.type.name == "amendment":
        from checker.evaluate.queries import amendment_records

        return next(r for r in amendment_records(case) if r.key == e.value)
    return e.value


# --- records, definitions, readings, questions -----------------------------------------------


def _get(case: Case, e: t.Get, env: Env) -> Value:
    record = evaluate(case, e.target, env)
    if isinstance(record, Unknown):
        return record
    assert isinstance(record, Record), e
    case.trace.use(record)
    value = record.values.get(e.field)
    if value is None:
        return missing(
            f"{record.kind} `{record.key}` does not say its {e.field}",
            f"`{e.field}` of {record.kind} `{record.key}` ({record.where})",
        )
    if e.type.kind == "record" and isinstance(value, str):
        return referred(case, e.type.name, value)
    return value


def _traced(case: Case, e: t.Traced, env: Env) -> Value:
    """Return the record at the end of a chain of references."""
    here = evaluate(case, e.target, env)
    seen: dict[str, None] = {}
    while isinstance(here, Record):
        case.trace.use(here)
        key = here.values.get(e.field)
        if not isinstance(key, str):
            if seen:
                way = " to ".join([*seen, here.key])
                case.trace.step(f"{case.wording(e.span)}: from {way}", shown(here))
            return here
        assert here.key not in seen, "F014: entries that refer to one another in a circle are refused"
        seen[here.key] = None
        here = referred(case, e.type.name, key)
    return here


def referred(case: Case, kind: str, key: str) -> Value:
    """Return the record that a reference names."""
    found = case.index.by_key(kind, key)
    return found if found is not None else missing(f"no {kind} `{key}` is on file", f"{kind} `{key}`")


def _apply(case: Case, e: t.Apply, env: Env) -> Value:
    if MARK in e.definition:
        from checker.evaluate.standing import before, doubt, standing

        e = replace(e, definition=standing(case, e.definition, env))
        open_ = doubt(case, e.definition, env)
        if open_ is not None and e.definition not in case.doubted:
            case.doubted.add(e.definition)
            other = _apply(case, replace(e, definition=before(case, e.definition)), env)
            value = _apply(case, e, env)
            case.doubted.discard(e.definition)
            return value if value == other else open_
    definition = case.agreement.definitions[e.definition]
    values = [evaluate(case, a, env) for a in e.arguments]
    inner = env.inside({name: v for (name, _), v in zip(definition.params, values, strict=True)})
    case.trace.depth += 1
    if definition.carry is not None:
        from checker.evaluate.carried import carried

        value = carried(case, definition, inner)
    else:
        value = evaluate(case, definition.expression, inner)
    case.trace.depth -= 1
    if not case.trace.quiet:
        about, name = ", ".join(shown(v) for v in values), as_written(e.definition)
        case.trace.step(name + (f" of {about}" if about else ""), shown(value, definition.type))
    return value


def _reading(case: Case, e: t.Reading, env: Env) -> Value:
    from checker.evaluate.standing import standing

    name = standing(case, e.assumption, env)
    reading = case.world[name]
    if reading.type.kind == "series":
        return name
    return evaluate(case, reading, env)


def _ask(case: Case, e: t.Ask, env: Env) -> Value:
    from checker.evaluate.determinations import answer

    asked = case.agreement.questions[e.question]
    about = tuple((name, evaluate(case, x, env)) for name, x in e.arguments)
    unknown = unknown_from([v for _, v in about])
    if unknown:
        return unknown
    said = tuple((name, shown(v)) for name, v in about)
    found = answer(case, asked.name, said)
    if isinstance(found, Unknown):
        return found
    possible = asked.answers or ("yes", "no")
    if found is not None and found.values["answer"] not in possible:
        text = f"`{found.values['answer']}` ({found.where}) is no answer to: {asked.text}"
        return question(text, "one of " + ", ".join(f"`{p}`" for p in possible))
    if found is not None:
        case.trace.use(found)
        case.trace.step(asked.text, f"{found.values['answer']} (determined by {found.values['by']})")
        given = str(found.values["answer"])
        return given == "yes" if e.type.kind == "yes_no" else given
    open_ = Asked(asked.name, said, possible)
    if open_ in case.assumed:
        supposed = case.assumed[open_]
        case.trace.step(asked.text, f"{supposed} (supposed)")
        return supposed == "yes" if e.type.kind == "yes_no" else supposed
    case.asked[open_] = None
    detail = ", ".join(f"{n} {v}" for n, v in said)
    text = asked.text + (f" ({detail})" if detail else "")
    case.trace.step(asked.text, "not answered")
    return question(text, f"a determination of `{asked.name}`" + (f" about {detail}" if detail else ""))


# --- arithmetic and comparison ---------------------------------------------------------------


def _choose(case: Case, e: t.Choose, env: Env) -> Value:
    test = truth(case, e.condition, env)
    if not isinstance(test, Unknown):
        return evaluate(case, e.then if test else e.otherwise, env)
    case.trace.quiet += 1
    then, otherwise = evaluate(case, e.then, env), evaluate(case, e.otherwise, env)
    case.trace.quiet -= 1
    same = not isinstance(then, Unknown) and then == otherwise
    return then if same else test


def _arith(case: Case, e: t.Arith, env: Env) -> Value:
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _unknown_arith(e.op, left, right)
    assert isinstance(left, Fraction) and isinstance(right, Fraction)
    if e.op == "/" and right == 0:
        return missing("a number is divided by zero", case.wording(e.span))
    value = {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[e.op]()
    if e.op in "*/" and not case.trace.quiet:
        sign = {"*": "×", "/": "÷"}[e.op]
        made = f"{shown(left, e.left.type)} {sign} {shown(right, e.right.type)}"
        case.trace.step(f"{case.wording(e.span)}: {made}", shown(value, e.type))
    return value


def _unknown_arith(op: str, left: Value, right: Value) -> Unknown:
    found = unknown_from([left, right])
    assert found is not None
    if op == "+":
        floors = [v.at_least if isinstance(v, Unknown) else v for v in (left, right)]
        known = [f for f in floors if isinstance(f, Fraction)]
        if len(known) == len(floors):
            return replace(found, at_least=sum(known, Fraction(0)))
    return found


_COMPARED = {
    "=": "is",
    "!=": "is not",
    "<=": "at most",
    ">=": "at least",
    "<": "less than",
    ">": "more than",
    "in": "in",
}


def _compare(case: Case, e: t.Compare, env: Env) -> Truth:
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    if "party" in (e.left.type.kind, e.right.type.kind):
        value = compared_parties(case, e.op, left, right)
    else:
        value = compared(e.op, left, right)
    if case.trace.quiet:
        return value
    sides = f"{shown(left, e.left.type)} {_COMPARED[e.op]} {shown(right, e.right.type)}"
    case.trace.step(f"{case.wording(e.span)}: {sides}", shown(value))
    return value


def compared(op: str, left: Value, right: Value) -> Truth:
    """Return the truth of a comparison; a partial sum can already settle it."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _by_floor(op, left, right)
    if op == "=":
        return left == right
    if op == "!=":
        return left != right
    if op == "in":
        assert isinstance(right, Period)
        if isinstance(left, Period):
            return right.start <= left.start and left.end <= right.end
        assert isinstance(left, date)
        return left in right
    if isinstance(left, Period) and isinstance(right, Period):
        left, right = left.start, right.start
    a, b = left, right
    return {"<=": a <= b, ">=": a >= b, "<": a < b, ">": a > b}[op]  # type: ignore[operator]


def _by_floor(op: str, left: Value, right: Value) -> Truth:
    """Settle a comparison with an unknown whose least possible value is known."""
    found = unknown_from([left, right])
    assert found is not None
    if isinstance(left, Unknown) and left.at_least is not None and isinstance(right, Fraction):
        floor, other, flip = left.at_least, right, {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
    elif isinstance(right, Unknown) and right.at_least is not None and isinstance(left, Fraction):
        floor, other, flip = right.at_least, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
    else:
        return found
    match flip.get(op, op):
        case "<=" | "=" if floor > other:
            return False
        case "<" if floor >= other:
            return False
        case ">" if floor > other:
            return True
        case ">=" if floor >= other:
            return True
        case "!=" if floor > other:
            return True
        case _:
            return found


def _extreme(case: Case, e: t.Extreme, env: Env) -> Value:
    values = [evaluate(case, item, env) for item in e.items]
    unknown = unknown_from(values)
    if unknown:
        return unknown
    pick = min if e.fn == "lesser" else max
    value: Value = pick(values)  # type: ignore[type-var]
    made = ", ".join(shown(v, e.items[0].type) for v in values)
    case.trace.step(f"{e.fn} of {made}", shown(value, e.type))
    return value
