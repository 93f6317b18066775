"""A condition in plain words: what it wants of this instance, and what there is instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from checker.evaluate.approvals import describe, on_file
from checker.evaluate.case import Case, Env, Value
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.moments import in_force_with_reason
from checker.evaluate.phrases import (
    OPPOSITE,
    compared,
    described,
    filled,
    noun,
    plain,
    plural,
    wanted,
    with_article,
    with_field,
    yes_no,
)
from checker.evaluate.queries import items
from checker.evaluate.shown import amount, shown, signed
from checker.facts.store import Record
from checker.ir.versions import as_written
from checker.ir.walk import everything
from checker.typed import nodes as t
from checker.typed.types import Field, Type
from checker.values.truth import Truth, Unknown

LONGEST = 500
"""Characters; what takes more is said by its name alone."""

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What is expected and what is observed; a difference where two amounts or days are compared."""

    expected: str
    observed: str
    difference: str = ""
    unit: str = ""


def said(case: Case, e: t.Expr, env: Env, *, wants: bool = True) -> Said:
    """Return what a condition wants of an instance, and what there is.

    ``wants`` is false where the condition must not be so.
    """
    case.trace.quiet += 1
    try:
        found = _said(case, e, env, wants)
    finally:
        case.trace.quiet -= 1
    return found


def _said(case: Case, e: t.Expr, env: Env, wants: bool) -> Said:
    match e:
        case t.Negate():
            return _said(case, e.operand, env, not wants)
        case t.Compare(right=t.Const(value=bool() as value)) if e.op in ("=", "!="):
            return _said(case, e.left, env, wants is (value is (e.op == "=")))
        case t.Compare():
            return _comparison(case, e, env, wants)
        case t.Logic():
            return _several(case, e, env, wants)
        case t.Query(fn="any" | "no"):
            return _existing(case, e, env, wants is (e.fn == "any"))
        case t.Query(fn="every"):
            return _each(case, e, env, wants)
        case t.Get():
            return _yes_no(case, e, env, wants)
        case _:
            return _other(case, e, env, wants)


def _other(case: Case, e: t.Expr, env: Env, wants: bool) -> Said:
    match e:
        case t.IsGiven():
            return _given(case, e, env, wants)
        case t.InForce():
            return _in_force(case, e, env, wants)
        case t.ApprovedBy():
            return _approved(case, e, env, wants)
        case t.Apply() if case.agreement.definitions[e.definition].carry is None:
            return _defined(case, e, env, wants)
        case t.Choose() if not isinstance(test := truth(case, e.condition, env), Unknown):
            return _said(case, e.then if test else e.otherwise, env, wants)
        case _:
            return _named(phrase(case, e, env), truth(case, e, env), wants)


def _named(words: str, holds: Truth, wants: bool) -> Said:
    """Return a condition by its name alone."""
    return Said(f'{_answer(wants)} to "{words}"', _answer(holds))


def _answer(holds: Truth) -> str:
    return "unknown" if isinstance(holds, Unknown) else ("yes" if holds else "no")


# --- comparisons -----------------------------------------------------------------------------


def _comparison(case: Case, e: t.Compare, env: Env, wants: bool) -> Said:
    left, right = evaluate(case, e.left, env), evaluate(case, e.right, env)
    op = e.op if wants else OPPOSITE[e.op]
    value = value_text(case, e.right, right, env)
    if isinstance(e.left, t.Get):
        expected = wanted(_field(case, e.left), e.left.field, phrase(case, e.left.target, env), op, value)
    else:
        words = compared(op.removeprefix("not ") if op == "not in" else op, value, e.left.type.kind)
        negative = "not " if op in ("!=", "not in") else ""
        expected = f"{phrase(case, e.left, env)} {negative}to be {words.removeprefix('not ')}"
    difference, unit = _difference(op, left, right, e.left.type)
    return Said(expected, amount(left, e.left.type), difference, unit)


def _difference(op: str, left: Value, right: Value, type_: Type) -> tuple[str, str]:
    if op not in ("<=", ">=", "<", ">"):
        return "", ""
    if isinstance(left, Unknown) and left.at_least is not None and op in ("<=", "<"):
        left = left.at_least
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return signed(left - right, type_)
    if isinstance(left, date) and isinstance(right, date):
        return signed(Fraction((left - right).days), Type("duration", name="days"))
    return "", ""


def value_text(case: Case, e: t.Expr, value: Value, env: Env) -> str:
    """Return what something is compared with: a party by its title, an amount with its unit."""
    if isinstance(value, Unknown):
        return phrase(case, e, env)
    if e.type.kind == "party" and isinstance(value, str):
        return party_text(case, value)
    return amount(value, e.type)


def party_text(case: Case, name: str) -> str:
    """Return a party's title with the name that the agreement gives it."""
    party, written = case.agreement.parties.get(name), as_written(name)
    return f"{party.title} ({written})" if party is not None and party.title != name else written


# --- several conditions ----------------------------------------------------------------------


def _several(case: Case, e: t.Logic, env: Env, wants: bool) -> Said:
    together = (e.op == "and") is wants
    among = _among(case, e, env, wants)
    if among is not None:
        return among
    opened = _left_open(e) if wants else None
    if opened is not None:
        field, part = opened
        found = _said(case, part, env, True)
        there = truth(case, field, env)
        return Said(f"{found.expected} (or left open)", found.observed if there is not False else "left open")
    parts = _needed(e)
    if not together:  # one that is so is enough to say what is observed
        parts = tuple(sorted(parts, key=lambda p: truth(case, p, env) is not wants))
    told = [_said(case, p, env, wants) for p in parts]
    expected = (" and " if together else ", or ").join(dict.fromkeys(x.expected for x in told))
    if len(expected) > LONGEST:
        return _named(case.wording(e.span), truth(case, e, env), wants)
    enough = not together and truth(case, parts[0], env) is wants
    observed = dict.fromkeys(x.observed for x in (told[:1] if enough else told))
    known = [x for x in observed if x != "unknown"]
    return Said(expected, "; ".join(known or observed))


def _needed(e: t.Logic) -> tuple[t.Expr, ...]:
    """Return the parts that say something: that a field is given goes without saying where it is compared."""
    if e.op != "and":
        return e.parts
    compared_ = [p.left for p in e.parts if isinstance(p, t.Compare)]
    return tuple(p for p in e.parts if not (isinstance(p, t.IsGiven) and p.target in compared_))


def _left_open(e: t.Expr) -> tuple[t.IsGiven, t.Compare] | None:
    """Return ``x is not given or x is ...`` taken apart."""
    match e:
        case t.Logic(op="or", parts=(t.Negate(operand=t.IsGiven() as field), t.Compare() as part)):
            return (field, part) if field.target in (part.left, part.right) else None
    return None


def _among(case: Case, e: t.Logic, env: Env, wants: bool) -> Said | None:
    """Return ``is one of (...)`` and ``is none of (...)``: several values for one thing."""
    compares = [p for p in e.parts if isinstance(p, t.Compare)]
    first = compares[0] if compares else None
    if first is None or len(compares) != len(e.parts) or (e.op, first.op) not in (("or", "="), ("and", "!=")):
        return None
    if any(p.left != first.left or p.op != first.op for p in compares):
        return None
    values = [value_text(case, p.right, evaluate(case, p.right, env), env) for p in compares]
    value = ", ".join(values[:-1]) + " or " + values[-1]
    op = first.op if wants else OPPOSITE[first.op]
    observed = amount(evaluate(case, first.left, env), first.left.type)
    if isinstance(first.left, t.Get):
        holder = phrase(case, first.left.target, env)
        return Said(wanted(_field(case, first.left), first.left.field, holder, op, value), observed)
    return Said(f"{phrase(case, first.left, env)} {'not ' if op == '!=' else ''}to be {value}", observed)


# --- what is on file -------------------------------------------------------------------------


def _given(case: Case, e: t.IsGiven, env: Env, wants: bool) -> Said:
    holds = truth(case, e, env)
    there = "unknown" if isinstance(holds, Unknown) else "not on file"
    if holds is True:
        there = amount(evaluate(case, e.target, env), e.target.type)
    if isinstance(e.target, t.Get):
        holder = phrase(case, e.target.target, env)
        return Said(filled(_field(case, e.target), e.target.field, holder, given=wants), there)
    return Said(f"{phrase(case, e.target, env)} {'' if wants else 'not '}to be there", there)


def _existing(case: Case, e: t.Query, env: Env, wants: bool) -> Said:
    """Return whether anything of a description is to be there, and what is."""
    sought = thing(case, e.over, env)
    expected = with_article(sought) if wants else f"no {sought}"
    if len(expected) > LONGEST:
        expected = f"{'one' if wants else 'no'} {plain(e.over.name)} that the clause describes"
    holds = truth(case, e, env)
    there = holds if isinstance(holds, Unknown) else holds is (e.fn == "any")
    if isinstance(there, Unknown):
        return Said(expected, "none known to be on file")
    if there is False:
        return Said(expected, "none on file")
    found = _sure(case, e.over, env)
    named = [record_text(r) for r in found[:MOST_NAMED] if isinstance(r, Record) and r.key]
    more = f" and {len(found) - len(named)} more" if len(found) > len(named) else ""
    return Said(expected, ", ".join(named) + more if named else "there is one")


def _sure(case: Case, o: t.Origin, env: Env) -> list[Value]:
    found = items(case, o, env)
    return [] if isinstance(found, Unknown) else [f.value for f in found if f.holds is True]


def _each(case: Case, e: t.Query, env: Env, wants: bool) -> Said:
    assert e.satisfies is not None
    inner = _said(case, e.satisfies, env, True)
    expected = f"every {thing(case, e.over, env)}: {inner.expected}"
    holds = truth(case, e, env)
    if not wants or len(expected) > LONGEST:
        return _named(case.wording(e.span), holds, wants)
    if holds is True:
        return Said(expected, "so for each")
    if isinstance(holds, Unknown):
        return Said(expected, "unknown")
    broken = [
        (v, bound)
        for v in _sure(case, e.over, env)
        if truth(case, e.satisfies, bound := env.bind(e.over.variable, v)) is False
    ]
    told = [
        f"{record_text(v) if isinstance(v, Record) else shown(v)}: {inner.observed}"
        for v, b in broken[:MOST_NAMED]
        for inner in [_said(case, e.satisfies, b, True)]
    ]
    more = f"; {len(broken) - len(told)} more" if len(broken) > len(told) else ""
    return Said(expected, "; ".join(told) + more)


def _in_force(case: Case, e: t.InForce, env: Env, wants: bool) -> Said:
    holds, why = in_force_with_reason(case, e, env)
    fund = f" for {amount(evaluate(case, e.fund, env), e.fund.type)}" if e.fund is not None else ""
    when = f"{e.mode} {value_text(case, e.when, evaluate(case, e.when, env), env)}"
    expected = f"the {e.instrument} {'' if wants else 'not '}to be in force{fund} {when}"
    word = "not known to be in force"
    if not isinstance(holds, Unknown):
        word = "in force" if holds else "not in force"
    return Said(expected, f"{word} {why}".strip())


def _approved(case: Case, e: t.ApprovedBy, env: Env, wants: bool) -> Said:
    found = on_file(case, e.request, env)
    expected = describe(case, e.request.approval)
    if e.request.matter:
        expected += f" on {plain(e.request.matter)}"
    if e.request.about is not None:
        expected += f" about {phrase(case, e.request.about, env)}"
    if e.request.day is not None:
        day = evaluate(case, e.request.day, env)
        expected += f" {'before' if e.request.strictly else 'by'} {value_text(case, e.request.day, day, env)}"
    return Said(expected if wants else f"no {expected}", vote_lines(found.lines, found.met))


def vote_lines(lines: tuple[tuple[str, str], ...], met: Truth) -> str:
    """Return what is on file of an approval, and what it lacks."""
    wanting = [f"{text}: {value}" for text, value in lines if value != "yes"]
    if met is True or not wanting:
        return "on file" if met is True else "not on file"
    return "; ".join(wanting[:3]) + (f"; {len(wanting) - 3} more" if len(wanting) > 3 else "")


# --- yes and no, and words defined -----------------------------------------------------------


def _yes_no(case: Case, e: t.Get, env: Env, wants: bool) -> Said:
    field, holder = _field(case, e), phrase(case, e.target, env)
    holds = truth(case, e, env)
    words = yes_no(field)
    if words is not None:
        observed = "unknown" if isinstance(holds, Unknown) else (words.yes if holds else words.no)
        return Said(f"{holder} {'' if wants else 'not '}to {words.to}", observed)
    meaning = field.meaning.removeprefix("whether ") if field is not None else plain(e.field)
    return Said(f'{_answer(wants)} to "{meaning}" for {holder}', _answer(holds))


def _defined(case: Case, e: t.Apply, env: Env, wants: bool) -> Said:
    """Return a defined condition by its name, and what it means here."""
    definition = case.agreement.definitions[e.definition]
    values = [evaluate(case, a, env) for a in e.arguments]
    inner = env.inside({name: v for (name, _), v in zip(definition.params, values, strict=True)})
    found = _said(case, _first_failing(case, definition.expression, inner, wants), inner, wants)
    name = ("" if wants else "not ") + plain(e.definition)
    expected = f"{name}: {found.expected}"
    if len(expected) > LONGEST:
        return _named(phrase(case, e, env), truth(case, e, env), wants)
    return replace(found, expected=expected)


def _first_failing(case: Case, e: t.Expr, env: Env, wants: bool) -> t.Expr:
    met = truth(case, e, env)
    if wants and met is not True:
        return decisive(case, e, env, met)
    return e


def decisive(case: Case, e: t.Expr, env: Env, met: Truth) -> t.Expr:
    """Return the part of a conjunction that decides it: the first that fails, or is unknown."""
    if not (isinstance(e, t.Logic) and e.op == "and"):
        return e
    case.trace.quiet += 1
    values = [(p, truth(case, p, env)) for p in e.parts]
    case.trace.quiet -= 1
    for part, value in values:
        if (met is False and value is False) or (isinstance(met, Unknown) and isinstance(value, Unknown)):
            return decisive(case, part, env, met)
    return e


# --- things ----------------------------------------------------------------------------------


def record_text(record: Record) -> str:
    """Return a record by its kind and key."""
    place = re.fullmatch(r"\w+\[(\d+)\]", record.key)  # one of a list
    return f"{plain(record.kind)} {place[1] if place else record.key}".strip()


def thing(case: Case, o: t.Origin, env: Env, *, several: bool = False) -> str:
    """Return what a query runs over: ``dealer agreement whose provider is Harbor``."""
    name = f"row of {plain(o.name)}" if o.kind == "rows" else plain(o.name)
    if several:
        name = f"rows of {plain(o.name)}" if o.kind == "rows" else plural(name)
    where = _whose(case, o.where, o, env, True) if o.where is not None else ""
    return f"{name} {where}".strip()


def _whose(case: Case, e: t.Expr, o: t.Origin, env: Env, wants: bool) -> str:
    """Return what ``where`` says of the thing that is sought."""
    match e:
        case t.Negate():
            return _whose(case, e.operand, o, env, not wants)
        case t.Logic() if _among_field(e, o):
            values = [p.right for p in e.parts if isinstance(p, t.Compare)]
            texts = [value_text(case, v, evaluate(case, v, env), env) for v in values]
            first = e.parts[0]
            assert isinstance(first, t.Compare) and isinstance(first.left, t.Get)
            op = first.op if wants else OPPOSITE[first.op]
            text = ", ".join(texts[:-1]) + " or " + texts[-1]
            return described(_field(case, first.left), first.left.field, op, text)
        case t.Logic():
            return _whose_several(case, e, o, env, wants)
        case t.Compare(left=t.Get(target=t.Var(name=name)) as left) if name == o.variable:
            value = value_text(case, e.right, evaluate(case, e.right, env), env)
            op = e.op if wants else OPPOSITE[e.op]
            return described(_field(case, left), left.field, op, value)
        case t.IsGiven(target=t.Get(target=t.Var(name=name)) as target) if name == o.variable:
            return with_field(_field(case, target), target.field, given=wants)
        case t.Get(target=t.Var(name=name)) if name == o.variable:
            return _that(_field(case, e), e.field, wants)
        case t.Query(fn="any" | "no"):
            inner = thing(case, e.over, env)
            return f"with {with_article(inner)}" if wants is (e.fn == "any") else f"with no {inner}"
    return f"where {_said(case, e, env, wants).expected}"


def _that(field: Field | None, name: str, wants: bool) -> str:
    words = yes_no(field)
    if words is not None:
        return "that " + (words.yes if wants else words.no).removeprefix("it ").removeprefix("they ")
    meaning = field.meaning.removeprefix("whether ") if field is not None else plain(name)
    return f'with {_answer(wants)} to "{meaning}"'


def _whose_several(case: Case, e: t.Logic, o: t.Origin, env: Env, wants: bool) -> str:
    """Return several things said of what is sought; what is not about it and settled is left out."""
    opened = _left_open(e) if wants else None
    if opened is not None and _mentions(opened[1], o.variable):
        return f"{_whose(case, opened[1], o, env, True)} (or left open)"
    together = (e.op == "and") is wants
    parts = [
        p for p in _needed(e) if _mentions(p, o.variable) or truth(case, p, env) is not (together is wants)
    ]
    texts = list(dict.fromkeys(_whose(case, p, o, env, wants) for p in parts or e.parts))
    text = (" and " if together else " or ").join(texts)
    return f"({text})" if not together and len(texts) > 1 else text


def _mentions(e: t.Expr, variable: str) -> bool:
    return any(isinstance(x, t.Var) and x.name == variable for x in everything(e))


def _among_field(e: t.Logic, o: t.Origin) -> bool:
    first = e.parts[0]
    return (
        isinstance(first, t.Compare)
        and (e.op, first.op) in (("or", "="), ("and", "!="))
        and isinstance(first.left, t.Get)
        and first.left.target == t.Var(o.variable, first.left.target.type)
        and all(isinstance(p, t.Compare) and (p.op, p.left) == (first.op, first.left) for p in e.parts)
    )


def _field(case: Case, e: t.Get) -> Field | None:
    kind = case.kinds.get(e.target.type.name)
    return kind.field(e.field) if kind is not None else None


_FUNCTIONS: dict[str, str] = {
    "sum": "the total of",
    "average": "the average of",
    "least": "the least of",
    "greatest": "the greatest of",
}


def phrase(case: Case, e: t.Expr, env: Env) -> str:
    """Return what an expression stands for: ``the payee of payment P1``. What is not bound is ``it``."""
    match e:
        case t.Const():
            return value_text(case, e, e.value, env)
        case t.Var():
            value = env.variables.get(e.name)
            if value is None or isinstance(value, Unknown):
                return "it"
            if not isinstance(value, Record):
                return shown(value, e.type)
            return record_text(value) if value.kind in case.kinds else f"{value.key} in {plain(value.kind)}"
        case t.Get():
            return noun(_field(case, e), e.field, phrase(case, e.target, env))
        case t.Apply():
            about = [phrase(case, a, env) for a in e.arguments]
            return plain(e.definition) + (f" of {', '.join(about)}" if about else "")
        case t.Cell():
            about = [phrase(case, x, env) for _, x in e.keys]
            of = f" of {', '.join(about)}" if about else ""
            return f"the {plain(e.column)}{of} in {plain(e.schedule)}"
        case t.Ask():
            return case.agreement.questions[e.question].text
        case t.Query():
            return _query(case, e, env)
        case _:
            return _computed(case, e, env)


def _query(case: Case, e: t.Query, env: Env) -> str:
    if e.fn in ("latest", "earliest", "the"):
        found = evaluate(case, e, env)
        if isinstance(found, Record):
            return record_text(found)
        return f"the {'' if e.fn == 'the' else e.fn + ' '}{thing(case, e.over, env)}"
    sought = thing(case, e.over, env, several=True)
    if e.fn == "count":
        return f"the number of {sought}"
    if e.fn in _FUNCTIONS and isinstance(e.item, t.Get):
        return f"{_FUNCTIONS[e.fn]} {plain(e.item.field)} for {sought}"
    return case.wording(e.span)


def _computed(case: Case, e: t.Expr, env: Env) -> str:
    def words(x: t.Expr) -> str:
        return phrase(case, x, env)

    match e:
        case t.Edge():
            return f"the {'first' if e.side == 'start' else 'last'} day of {words(e.period)}"
        case t.Elapsed():
            return f"the {e.unit} from {words(e.start)} to {words(e.end)}"
        case t.Extreme():
            return f"the {e.fn} of {' and '.join(words(x) for x in e.items)}"
        case t.Over():
            return f"{words(e.amount)} over {words(e.period)}"
        case t.Rounded():
            return words(e.amount)
        case t.Reading():
            return plain(e.assumption)
        case t.Arith():
            return f"{words(e.left)} {e.op} {words(e.right)}"
        case t.Shift():
            length = shown(evaluate(case, e.length, env), Type("duration", name=e.unit))
            return f"{length} {e.direction} {words(e.base)}"
    return case.wording(e.span)
