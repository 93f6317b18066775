"""Expressions, approvals and norms as pieces of lines.

An expression is printed for a place: how tightly it binds, and which words follow it there. It
is put in parentheses when it binds more loosely, or when its last part would take one of the
words that follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from checker.syntax import nodes as n
from checker.syntax.binding import (
    A_NAME,
    LOOSEST,
    NOT,
    OF,
    OPERATORS,
    POSTFIX,
    PRIMARY,
    TAKEN,
    UNARY,
    Place,
    Words,
    clashes,
    is_plain_shift,
    is_sugar,
    level_of,
)
from checker.syntax.layout import Break, Pieces
from checker.syntax.literals import literal

# --- expressions -----------------------------------------------------------------------------


def expression(node: n.Expr, place: Place) -> Pieces:
    """Return the pieces of an expression, in parentheses where it needs them."""
    if level_of(node) < place.level or clashes(node, place.follow):
        return enclosed(node, place)
    return _bare(node, place)


def enclosed(node: n.Expr, place: Place) -> Pieces:
    """Return the pieces of an expression in parentheses."""
    return ["(", *_bare(node, Place(depth=place.depth + 1)), ")"]


def _bare(node: n.Expr, at: Place) -> Pieces:
    match node:
        case n.Literal() | n.Ref() | n.Member() | n.Call() | n.Extreme():
            return _closed(node, at)
        case n.Not() | n.Negative() | n.Edge() | n.Neighbour():
            return _prefixed(node, at)
        case n.Binary():
            return _of(node, at) if node.op == "of" else _chain(node, at)
        case n.If():
            return _if(node, at)
        case n.Compare() | n.Between() | n.AmongThese() | n.Given() | n.InForce():
            return _compared(node, at)
        case n.AsOf() | n.Version() | n.Traced() | n.Shift() | n.Over() | n.Rounded():
            return _tailed(node, at)
        case n.Query():
            return _query(node, at)
        case n.Elapsed():
            return _elapsed(node, at)
        case n.Approved():
            return ["approved by ", *_approved(node, at)]
        case _:
            assert_never(node)


def _closed(node: n.Literal | n.Ref | n.Member | n.Call | n.Extreme, at: Place) -> Pieces:
    match node:
        case n.Literal():
            return literal(node)
        case n.Ref():
            return [node.name]
        case n.Member():
            return [*expression(node.target, at.inner(POSTFIX, ".")), ".", node.name.text]
        case n.Call():
            return _call(node, at)
        case n.Extreme():
            return [f"{node.fn} of (", *_items(node.items, LOOSEST, at), ")"]
        case _:
            assert_never(node)


def _prefixed(node: n.Not | n.Negative | n.Edge | n.Neighbour, at: Place) -> Pieces:
    match node:
        case n.Not():
            return ["not ", *expression(node.operand, at.last(NOT))]
        case n.Negative():
            return ["-", *expression(node.operand, at.last(UNARY))]
        case n.Edge():
            return [f"{node.side} of ", *expression(node.period, at.last(OF))]
        case n.Neighbour():
            return [f"{node.side} ", *expression(node.period, at.last(OF))]
        case _:
            assert_never(node)


def _chain(node: n.Binary, at: Place) -> Pieces:
    """Return ``a + b - c``: operators of one level, however many, without recursion."""
    level = OPERATORS[node.op]
    left: n.Expr = node
    tail: list[tuple[str, n.Expr]] = []
    while isinstance(left, n.Binary) and OPERATORS[left.op] == level:
        tail.append((left.op, left.right))
        left = left.left
    tail.reverse()
    pieces = expression(left, at.inner(level, tail[0][0]))
    for i, (op, operand) in enumerate(tail):
        last = i + 1 == len(tail)
        place = at.last(level + 1) if last else at.inner(level + 1, tail[i + 1][0])
        pieces += [at.line, f"{op} ", *expression(operand, place)]
    return pieces


def _of(node: n.Binary, at: Place) -> Pieces:
    left = expression(node.left, at.inner(UNARY, "of"))
    return [*left, at.line, "of ", *expression(node.right, replace(at.last(OF), depth=at.depth))]


def _if(node: n.If, at: Place) -> Pieces:
    otherwise = Place(LOOSEST, at.follow, at.depth if isinstance(node.otherwise, n.If) else at.depth + 1)
    return [
        "if ", *expression(node.condition, at.inner(LOOSEST, "then")),
        at.line, "then ", *expression(node.then, at.inner(LOOSEST, "else")),
        at.line, "else ", *expression(node.otherwise, otherwise),
    ]  # fmt: skip


def _call(node: n.Call, at: Place) -> Pieces:
    if is_sugar(node) and isinstance(node.target, n.Ref):
        if len(node.arguments) == 1:
            return [f"{node.target.name} from ", *expression(node.arguments[0], at.last(UNARY))]
        start, end = node.arguments
        first = expression(start, at.inner(TAKEN, "to"))
        return ["period from ", *first, at.line, "to ", *expression(end, at.last(TAKEN))]
    target = expression(node.target, at.inner(POSTFIX, "("))
    return [*target, "(", *_items(node.arguments, LOOSEST, at), ")"]


def _items(items: Sequence[n.Expr], level: int, at: Place) -> Pieces:
    pieces: Pieces = []
    for i, item in enumerate(items):
        pieces += [",", at.line] if i else []
        pieces += expression(item, at.inner(level, ","))
    return pieces


def _compared(node: n.Compare | n.Between | n.AmongThese | n.Given | n.InForce, at: Place) -> Pieces:
    if isinstance(node, n.InForce):
        return _in_force(node, at)
    operand = node.left if isinstance(node, n.Compare) else node.operand
    pieces = expression(operand, at.inner(TAKEN, "is"))
    match node:
        case n.Given():
            return [*pieces, at.line, "is not given" if node.negated else "is given"]
        case n.Compare():
            return [*pieces, at.line, f"{node.op} ", *expression(node.right, at.last(TAKEN))]
        case n.Between():
            low = expression(node.low, at.inner(TAKEN, "and"))
            high = expression(node.high, at.last(TAKEN))
            return [*pieces, at.line, "is between ", *low, Break(at.depth + 1), "and ", *high]
        case n.AmongThese():
            op = "is none of (" if node.negated else "is one of ("
            return [*pieces, at.line, op, *_items(node.items, TAKEN, at.inner(TAKEN)), ")"]
        case _:
            assert_never(node)


def _in_force(node: n.InForce, at: Place) -> Pieces:
    pieces: Pieces = [node.instrument, " is not in force" if node.negated else " is in force"]
    if node.fund is not None:
        pieces += [" for ", *expression(node.fund, at.inner(UNARY, node.mode.split()[0]))]
    return [*pieces, at.line, f"{node.mode} ", *expression(node.when, at.last(TAKEN))]


def _tailed(node: n.AsOf | n.Version | n.Traced | n.Shift | n.Over | n.Rounded, at: Place) -> Pieces:
    match node:
        case n.Traced():
            target = expression(node.target, at.inner(POSTFIX, "traced"))
            return [*target, at.line, f"traced through {node.field.text}"]
        case n.AsOf():
            target = expression(node.target, at.inner(POSTFIX, "as"))
            return [*target, at.line, "as of ", *expression(node.day, at.last(UNARY))]
        case n.Version():
            target = expression(node.target, at.inner(POSTFIX, node.side))
            return [*target, at.line, f"{node.side} ", *expression(node.amendment, at.last(UNARY))]
        case n.Shift():
            return _shift(node, at)
        case n.Over():
            amount = expression(node.amount, _before_tail(node, at, "over"))
            if node.instrument:
                period = expression(node.period, at.inner(UNARY, "while"))
                return [*amount, at.line, "over ", *period, f" while {node.instrument} is in force"]
            return [*amount, at.line, "over ", *expression(node.period, at.last(UNARY))]
        case n.Rounded():
            amount = expression(node.amount, _before_tail(node, at, "rounded"))
            rule = node.rule.replace("_", " ")
            return [*amount, at.line, f"rounded {rule} to ", *expression(node.step, at.last(UNARY))]
        case _:
            assert_never(node)


def _before_tail(node: n.Over | n.Rounded, at: Place, word: str) -> Place:
    """Return the place of what is taken over or rounded; tails in a row break together."""
    place = at.inner(TAKEN, word)
    return replace(place, depth=at.depth) if isinstance(node.amount, n.Over | n.Rounded) else place


def _shift(node: n.Shift, at: Place) -> Pieces:
    length = expression(node.length, at.inner(POSTFIX, node.direction))
    if node.direction == "before" and _is_column(node.length):
        length = ["(", *length, ")"]
    if node.clamped:
        base = expression(node.base, at.inner(UNARY, "clamped"))
        return [*length, f" {node.direction} ", *base, " clamped"]
    return [*length, f" {node.direction} ", *expression(node.base, at.last(UNARY))]


def _is_column(node: n.Expr) -> bool:
    """Return whether ``before`` behind the node would ask for a version of a column."""
    return isinstance(node.target if isinstance(node, n.Call) else node, n.Member)


def _elapsed(node: n.Elapsed, at: Place) -> Pieces:
    complete = "complete " if node.unit in ("months", "years") else ""
    start = expression(node.start, at.inner(TAKEN, "to"))
    end = at.inner(TAKEN, "clamped") if node.clamped else at.last(TAKEN)
    tail = [" clamped"] if node.clamped else []
    return [f"{complete}{node.unit} from ", *start, at.line, "to ", *expression(node.end, end), *tail]


def _query(node: n.Query, at: Place) -> Pieces:
    if node.item is not None:
        item = expression(node.item, at.inner(TAKEN, "for"))
        return [f"{node.fn} of ", *item, at.line, "for each ", *generator(node.over, at)]
    if node.satisfies is not None:
        over = generator(node.over, replace(at, follow=frozenset({"satisfies"})))
        return ["every ", *over, at.line, "satisfies ", *expression(node.satisfies, at.last(LOOSEST))]
    lead = "count of " if node.fn == "count" else f"{node.fn} "
    return [lead, *generator(node.over, at)]


def generator(node: n.Generator, at: Place) -> Pieces:
    """Return ``source called alias in period where condition``."""
    pieces: Pieces = [("row of " if node.rows else "") + node.source.text]
    if node.alias is not None:
        pieces.append(f" called {node.alias.text}")
    if node.within is not None:
        place = at.last(TAKEN) if node.where is None else at.inner(TAKEN, "where")
        pieces += [" in ", *expression(node.within, place)]
    if node.where is not None:
        pieces += [at.line, "where ", *expression(node.where, at.last(LOOSEST))]
    return pieces


# --- approvals -------------------------------------------------------------------------------


_PURPOSE = "at a meeting called for the purpose"


def approval(node: n.Approval, at: Place, *, whole: bool = True) -> Pieces:
    """Return the pieces of an approval; a part of another (not ``whole``) stands in parentheses."""
    match node:
        case n.Vote():
            return [f"{node.threshold.text} of {node.body.text}", *_qualities(node, Break(at.depth + 1))]
        case n.ApprovalName():
            return [node.name.text, *_qualities(node, Break(at.depth + 1))]
        case n.Consent():
            return _consent(node, at)
        case n.AllOf() | n.AnyOf():
            qualities = _qualities(node, Break(at.depth))
            if whole and not qualities:
                return _joined(node, at)
            return ["(", *_joined(node, Place(depth=at.depth + 1)), ")", *qualities]
        case _:
            assert_never(node)


def _qualities(node: n.Vote | n.ApprovalName | n.AllOf | n.AnyOf, line: Break) -> Pieces:
    words = [*(["in person"] if node.in_person else []), *([_PURPOSE] if node.called_for else [])]
    return [line, " ".join(words)] if words else []


def _joined(node: n.AllOf | n.AnyOf, at: Place) -> Pieces:
    op = "and" if isinstance(node, n.AllOf) else "or"
    pieces: Pieces = []
    for i, part in enumerate(node.parts):
        last = i + 1 == len(node.parts)
        place = at.last(LOOSEST) if last else at.inner(LOOSEST, op)
        pieces += [at.line, f"{op} "] if i else []
        pieces += approval(part, place, whole=op == "or" and isinstance(part, n.AllOf))
    return pieces


def _consent(node: n.Consent, at: Place) -> Pieces:
    lead = "written consent of " if node.written else "consent of "
    if node.every is not None and node.holder is not None:
        every = generator(node.every, at.inner(LOOSEST, "by"))
        return [lead, "every ", *every, at.line, "by ", *expression(node.holder, at.last(POSTFIX))]
    return [lead, node.party.text if node.party else ""]


def _since_level(node: n.Expr | None) -> int:
    """Return how tightly the day after ``from`` must bind, as ``before`` may lead the next term."""
    match node:
        case n.Literal(kind="duration"):
            return PRIMARY + 1
        case _:
            return UNARY if is_plain_shift(node) else POSTFIX


def _approved(node: n.Approved | n.Requires, at: Place) -> Pieces:
    """Return an approval and its terms; what follows each is the next that stands."""
    terms: list[tuple[str, n.Expr | str | None, int]] = [
        ("on", node.matter or None, UNARY),
        ("about", node.about, POSTFIX),
        ("from", node.since, _since_level(node.since)),
        (node.limit, node.day, TAKEN),
    ]
    standing = [(word, value, level) for word, value, level in terms if value is not None]
    words = [word for word, _, _ in standing]
    first = at.inner(LOOSEST, words[0]) if words else replace(at.last(LOOSEST), depth=at.depth)
    pieces = approval(node.approval, first)
    for i, (word, value, level) in enumerate(standing):
        last = i + 1 == len(standing)
        pieces += [at.line, f"{word} "]
        if isinstance(value, str):
            pieces.append(value)
        elif value is not None:
            place = at.last(level) if last else at.inner(level, words[i + 1])
            pieces += expression(value, place)
    return pieces


# --- norms -----------------------------------------------------------------------------------


def norm(node: n.Norm, at: Place) -> Pieces:
    """Return the pieces of a norm."""
    match node:
        case n.Limit():
            return _limit(node, at)
        case n.MustHold():
            condition = replace(_before_by(node.by, at), depth=at.depth)
            return ["must hold ", *expression(node.condition, condition), *_by(node.by, at)]
        case n.Duty():
            lead = f"{node.actor.text} {node.modality} {node.verb.text} "
            event = replace(_before_by(node.by, at), depth=at.depth)
            return [lead, *generator(node.event, event), *_by(node.by, at)]
        case n.Requires():
            return ["requires ", *_approved(node, at)]
        case n.Means():
            return ["means ", *expression(node.expression, at)]
        case n.Continues():
            until = expression(node.until, at.inner(TAKEN, ","))
            then: Pieces = ["then year to year while approved each year by", Break(at.depth + 1)]
            lead = f"{_instruments(node.instruments)} continues until "
            inner = replace(at, depth=at.depth + 2)
            return [lead, *until, ",", at.line, *then, *approval(node.approval, inner)]
        case n.TerminableBy():
            return _terminable(node, at)
        case n.TerminatesWhen():
            return _terminates(node, at)
        case n.EndsWith():
            return [f"{node.instrument} ends with {node.other}"]
        case n.Survives():
            names = ", ".join(name.text for name in node.clauses)
            lead = f"clauses {names} survive termination"
            if node.until is None:
                return [lead]
            return [lead, at.line, "until ", *expression(node.until, at.last(LOOSEST))]
        case _:
            assert_never(node)


def _before_by(by: n.Expr | None, at: Place) -> Place:
    return at.last(LOOSEST) if by is None else at.inner(LOOSEST, "by")


def _by(by: n.Expr | None, at: Place) -> Pieces:
    return [] if by is None else [at.line, "by ", *expression(by, at.last(TAKEN))]


def _limit(node: n.Limit, at: Place) -> Pieces:
    subject = expression(node.subject, at.inner(TAKEN, node.relation.split()[0]))
    pieces: Pieces = ["limit ", *subject, at.line, f"{node.relation} "]
    last = replace(_before_by(node.by, at), level=TAKEN)
    if node.upper is None:
        return [*pieces, *expression(node.bound, last), *_by(node.by, at)]
    low = expression(node.bound, at.inner(TAKEN, "and"))
    return [*pieces, *low, Break(at.depth + 1), "and ", *expression(node.upper, last), *_by(node.by, at)]


def _instruments(names: Sequence[str]) -> str:
    return " and ".join(names)


def _terminable(node: n.TerminableBy, at: Place) -> Pieces:
    pieces: Pieces = [f"{_instruments(node.instruments)} terminable by "]
    for i, right in enumerate(node.rights):
        pieces += [at.line, "or "] if i else []
        pieces += _right(right, at, last=i + 1 == len(node.rights) and not node.without_penalty)
    return [*pieces, at.line, "without penalty"] if node.without_penalty else pieces


def _right(node: n.Right, at: Place, *, last: bool) -> Pieces:
    by = n.ApprovalName(node.by) if isinstance(node.by, n.Name) else node.by
    after = at.last(LOOSEST) if last else at.inner(LOOSEST, "or", "without", A_NAME)
    if node.notice is None:
        return approval(by, after, whole=False)
    written = "written notice" if node.written else "notice"
    who = approval(by, at.inner(LOOSEST, "on"), whole=False)
    return [*who, Break(at.depth + 1), "on ", *literal(node.notice), f" {written}"]


def _terminates(node: n.TerminatesWhen, at: Place) -> Pieces:
    event = at.last(LOOSEST) if node.on is None else at.inner(LOOSEST, "on")
    lead = f"{_instruments(node.instruments)} terminates when "
    pieces: Pieces = [lead, *generator(node.event, replace(event, depth=at.depth))]
    return pieces if node.on is None else [*pieces, at.line, "on ", *expression(node.on, at.last(TAKEN))]


def norm_begins(node: n.Norm) -> Words:
    """Return the words that follow a part which stands right before the norm."""
    match node:
        case n.Limit():
            return frozenset({"limit"})
        case n.MustHold():
            return frozenset({"must"})
        case n.Requires():
            return frozenset({"requires"})
        case n.Means():
            return frozenset({"means"})
        case n.Duty():
            return frozenset({A_NAME, node.actor.text})
        case n.Continues() | n.TerminableBy() | n.TerminatesWhen() | n.EndsWith() | n.Survives():
            return frozenset({A_NAME})
        case _:
            assert_never(node)
