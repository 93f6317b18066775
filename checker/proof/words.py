"""Typed expressions back in the words of the language, for what changed and for the names in a case."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from checker.typed import nodes as t
from checker.typed.types import Type
from checker.values.show import show_date, show_money, show_number, show_percent, show_rate, with_unit

_OPS = {
    "=": "is",
    "!=": "is not",
    "<=": "is at most",
    ">=": "is at least",
    "<": "is less than",
    ">": "is more than",
    "in": "is in",
}
_DAYS = {"<=": "is on or before", ">=": "is on or after", "<": "is before", ">": "is after"}


def value_words(value: Fraction | date | str | bool, type_: Type) -> str:
    """Return a value as a reader sees it, with its unit.

    >>> value_words(Fraction(100), Type("money")), value_words(Fraction(1, 400), Type("number", per="year"))
    ('100.00 USD', '0.25% per year')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Fraction):
        return _number(value, type_)
    return str(value)


def _number(value: Fraction, type_: Type) -> str:
    if type_.kind == "money":
        return with_unit(show_money(value) + (f" per {type_.per}" if type_.per else ""), "USD")
    if type_.kind == "number" and type_.per:
        return show_rate(value, type_.per)
    if type_.kind == "duration":
        unit = type_.name[:-1] if abs(value) == 1 else type_.name
        return f"{show_number(value)} {unit}"
    return show_number(value)


def said(e: t.Expr | None) -> str:
    """Return an expression as it could be written; empty for none."""
    return "" if e is None else _said(e)


def _said(e: t.Expr) -> str:
    match e:
        case t.Const():
            return _const(e)
        case t.Var() | t.Reading():
            return e.name if isinstance(e, t.Var) else e.assumption
        case t.Get():
            return f"{_tight(e.target)}.{e.field}"
        case t.Cell():
            return _cell(e)
        case t.Apply():
            return _called(e.definition, e.arguments)
        case t.Ask():
            return _called(e.question, tuple(x for _, x in e.arguments))
        case t.Logic() | t.Negate() | t.Compare() | t.IsGiven() | t.InForce() | t.ApprovedBy():
            return _condition(e)
        case t.Choose():
            return f"if {_said(e.condition)} then {_said(e.then)} else {_said(e.otherwise)}"
        case t.Arith():
            rate = e.op == "*" and e.left.type.kind == "number" and e.right.type.kind == "money"
            return f"{_part(e.left)} {'of' if rate else e.op} {_part(e.right)}"
        case t.Query():
            return _query(e)
        case t.Extreme():
            return f"{e.fn} of ({', '.join(map(_said, e.items))})"
        case _:
            return _timed(e)


def _const(e: t.Const) -> str:
    if isinstance(e.value, str) and e.type.kind in ("text", "fund", "share_class"):
        return f'"{e.value}"'
    if isinstance(e.value, Fraction) and e.type.kind == "number" and not e.type.per and 0 < e.value < 1:
        return show_percent(e.value)
    return value_words(e.value, e.type)


def _tight(e: t.Expr) -> str:
    return _said(e) if isinstance(e, (t.Var, t.Get, t.Apply, t.Ask, t.Cell)) else f"({_said(e)})"


def _part(e: t.Expr) -> str:
    return f"({_said(e)})" if isinstance(e, (t.Logic, t.Arith, t.Choose, t.Query)) else _said(e)


def _called(name: str, arguments: tuple[t.Expr, ...]) -> str:
    return f"{name}({', '.join(map(_said, arguments))})" if arguments else name


def _cell(e: t.Cell) -> str:
    text = _called(f"{e.schedule}.{e.column}", tuple(x for _, x in e.keys))
    if e.amendment is not None:
        text += f" {e.side} {_said(e.amendment)}"
    return f"{text} as of {_said(e.day)}" if e.asked and e.day is not None else text


def _condition(e: t.Logic | t.Negate | t.Compare | t.IsGiven | t.InForce | t.ApprovedBy) -> str:
    match e:
        case t.Logic():
            return f" {e.op} ".join(map(_part, e.parts))
        case t.Negate(operand=t.IsGiven(target=target)):
            return f"{_said(target)} is not given"
        case t.Negate(operand=t.InForce() as inner):
            return _said(inner).replace(" is in force", " is not in force", 1)
        case t.Negate():
            return f"not {_part(e.operand)}"
        case t.Compare():
            ops = {**_OPS, **_DAYS} if e.left.type.kind in ("date", "period") else _OPS
            return f"{_part(e.left)} {ops[e.op]} {_part(e.right)}"
        case t.IsGiven():
            return f"{_said(e.target)} is given"
        case t.InForce():
            fund = f" for {_said(e.fund)}" if e.fund is not None else ""
            return f"{e.instrument} is in force{fund} {e.mode} {_said(e.when)}".replace("  ", " ")
        case t.ApprovedBy():
            return f"approved by {request_words(e.request)}"


def _query(e: t.Query) -> str:
    over = origin_words(e.over)
    if e.fn in ("sum", "average", "least", "greatest"):
        return f"{e.fn} of {said(e.item)} for each {over}"
    text = f"count of {over}" if e.fn == "count" else f"{e.fn} {over}"
    return f"{text} satisfies {_said(e.satisfies)}" if e.satisfies is not None else text


def origin_words(o: t.Origin) -> str:
    """Return what something runs over, with its ``where``."""
    name = o.name if o.kind == "fact" and o.name else o.variable
    text = name if name == o.variable else f"{name} called {o.variable}"
    if o.within is not None:
        text += f" in {_said(o.within)}"
    return f"{text} where {_said(o.where)}" if o.where is not None else text


def _timed(e: t.Expr) -> str:
    match e:
        case t.Shift():
            length = _said(e.length)
            return f"{length} {e.direction} {_part(e.base)}" + (" clamped" if e.clamped else "")
        case t.Edge():
            return f"{e.side} of {_part(e.period)}"
        case t.Neighbour():
            return f"{e.side} {_part(e.period)}"
        case t.SeriesFrom():
            return e.name
        case t.Containing():
            return f"{_said(e.series)} of {_part(e.day)}"
        case t.MakePeriod():
            return f"period from {_said(e.start)} to {_said(e.end)}"
        case t.Elapsed():
            whole = "complete " if e.unit in ("months", "years") else ""
            return f"{whole}{e.unit} from {_said(e.start)} to {_said(e.end)}"
        case t.Traced():
            return f"{_part(e.target)} traced by {e.field}"
        case t.Over():
            while_ = f" while {e.instrument} is in force" if e.instrument else ""
            return f"{_part(e.amount)} over {_part(e.period)}{while_}"
        case t.Rounded():
            return f"{_part(e.amount)} rounded {e.rule.replace('_', ' ')} to {_said(e.step)}"
        case _:
            return ""


# --- approvals -------------------------------------------------------------------------------


def approval_words(a: t.Approval) -> str:
    """Return an approval as it could be written."""
    match a:
        case t.AllOf():
            return " and ".join(_joined(p) for p in a.parts)
        case t.AnyOf():
            return " or ".join(_joined(p) for p in a.parts)
        case t.VoteOf():
            text = f"{a.threshold} of {a.body}" + (" in person" if a.in_person else "")
            return text + (" at a meeting called for the purpose" if a.called_for else "")
        case t.ConsentOf():
            whom = a.party or f"every {origin_words(a.every)} by {said(a.holder)}"  # type: ignore[arg-type]
            return ("written " if a.written else "") + f"consent of {whom}"


def _joined(a: t.Approval) -> str:
    return f"({approval_words(a)})" if isinstance(a, (t.AllOf, t.AnyOf)) else approval_words(a)


def request_words(r: t.ApprovalRequest) -> str:
    """Return what is asked for, with what it is about and when."""
    text = approval_words(r.approval)
    text += f" on {r.matter}" if r.matter else ""
    text += f" about {_said(r.about)}" if r.about is not None else ""
    text += f" from {_said(r.since)}" if r.since is not None else ""
    if r.day is not None:
        text += f" {'before' if r.strictly else 'by'} {_said(r.day)}"
    return text


def right_words(r: t.Right) -> str:
    """Return a right to terminate as it could be written."""
    text = approval_words(r.approval) if r.approval is not None else r.party
    if r.days is not None:
        text += f" on {r.days} days {'written ' if r.written else ''}notice"
    return text
