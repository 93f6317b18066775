"""How tightly expressions bind, and what their last part would take: where parentheses must stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from checker.syntax import nodes as n
from checker.syntax.layout import Break
from checker.syntax.tokens import RESERVED

# --- how tightly things bind -----------------------------------------------------------------

LOOSEST, OR, AND, NOT, COMPARED, TAKEN, SUM, PRODUCT, OF, UNARY, POSTFIX, PRIMARY = range(12)
OPERATORS = {
    "or": OR, "and": AND, "is": COMPARED, "over": TAKEN, "rounded": TAKEN, "+": SUM, "-": SUM,
    "*": PRODUCT, "/": PRODUCT, "of": OF, "after": UNARY, "before": UNARY, "as": UNARY, "under": UNARY,
    "traced": UNARY,
    ".": POSTFIX, "(": POSTFIX,
}  # fmt: skip
Words = frozenset[str]
NONE: Words = frozenset()
TAKES: tuple[Words, ...] = tuple(
    frozenset(op for op, level in OPERATORS.items() if level >= least) for least in range(12)
)
"""The words that an expression takes as its own when it may be so loose at its end."""

_LEADS: dict[str, Words] = {
    **dict.fromkeys(("start", "end", "one", "none", "row"), frozenset({"of"})),
    **dict.fromkeys(("period", "year", "quarter", "month", "days"), frozenset({"from"})),
    "approved": frozenset({"by"}),
    "force": frozenset({"on", "for", "at", "throughout"}),
}
"""Names that begin another construct when these words follow."""
_UNITS = frozenset({"business", "day", "days", "month", "months", "year", "years"})
_TERMS = ("on", "about", "from", "by", "before")
SERIES = ("year", "quarter", "month")
A_NAME = "a name"
"""Stands among the words that follow for any name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression is printed."""

    level: int = LOOSEST
    follow: Words = NONE
    depth: int = 0

    def inner(self, level: int, *follow: str) -> Place:
        """Return the place of a part that is followed by ``follow``, one deeper."""
        return Place(level, frozenset(follow), self.depth + 1)

    def last(self, level: int) -> Place:
        """Return the place of the last part: what follows the whole follows it."""
        return Place(level, self.follow, self.depth + 1)

    @property
    def line(self) -> Break:
        """Return a break of this depth."""
        return Break(self.depth)


def level_of(node: n.Expr) -> int:
    """Return how tightly the node binds as it is written."""
    match node:
        case n.If():
            return LOOSEST
        case n.Not():
            return NOT
        case n.Compare() | n.Between() | n.AmongThese() | n.Given() | n.InForce():
            return COMPARED
        case n.Over() | n.Rounded():
            return TAKEN
        case n.Binary():
            return OPERATORS[node.op]
        case n.Negative() | n.AsOf() | n.Version() | n.Shift() | n.Traced():
            return UNARY
        case n.Member():
            return POSTFIX
        case n.Call():
            return PRIMARY if is_sugar(node) else POSTFIX
        case n.Literal() | n.Ref() | n.Query() | n.Extreme() | n.Edge() | n.Neighbour() | n.Elapsed():
            return PRIMARY
        case n.Approved():
            return PRIMARY
        case _:
            assert_never(node)


def is_sugar(node: n.Call) -> bool:
    """Return whether a call is written ``period from a to b`` or ``year from a``."""
    match node.target:
        case n.Ref(name="period"):
            return len(node.arguments) == 2
        case n.Ref(name=name):
            return name in SERIES and len(node.arguments) == 1
        case _:
            return False


# --- what the end of a node takes ------------------------------------------------------------


def clashes(node: n.Expr, follow: Words) -> bool:
    """Return whether the last part of the node would take a word that follows."""
    words = taken(node)
    if A_NAME in words and any(word.isidentifier() and word not in RESERVED for word in follow):
        return True
    return bool(words & follow)


def taken(node: n.Expr) -> Words:
    """Return the words that would be read as belonging to the last part of the node."""
    match node:
        case n.Literal() | n.Ref() | n.Call():
            return _taken_by_atom(node)
        case n.If() | n.Not() | n.Compare() | n.Between() | n.InForce() | n.Binary():
            return TAKES[_last_level(node)]
        case n.Rounded() | n.Negative() | n.AsOf():
            return TAKES[UNARY]
        case n.Edge() | n.Neighbour():
            return TAKES[OF]
        case n.Over() | n.Version() | n.Shift() | n.Elapsed():
            return _taken_by_tail(node)
        case n.Query():
            return TAKES[LOOSEST] if node.satisfies else taken_by_generator(node.over)
        case n.Approved():
            return _taken_by_approved(node)
        case n.Member() | n.AmongThese() | n.Given() | n.Extreme() | n.Traced():
            return NONE
        case _:
            assert_never(node)


def _last_level(node: n.If | n.Not | n.Compare | n.Between | n.InForce | n.Binary) -> int:
    """Return how loose the last part may be; ``of`` alone groups to the right."""
    match node:
        case n.If():
            return LOOSEST
        case n.Not():
            return NOT
        case n.Binary():
            return OF if node.op == "of" else OPERATORS[node.op] + 1
        case n.Compare() | n.Between() | n.InForce():
            return TAKEN
        case _:
            assert_never(node)


def _taken_by_tail(node: n.Over | n.Version | n.Shift | n.Elapsed) -> Words:
    match node:
        case n.Over():
            return NONE if node.instrument else TAKES[UNARY] | {"while"}
        case n.Version():
            return TAKES[UNARY] | ({"clamped"} if node.side == "before" else NONE)
        case n.Shift():
            return NONE if node.clamped else TAKES[UNARY] | {"clamped"}
        case n.Elapsed():
            return NONE if node.clamped else TAKES[TAKEN] | {"clamped"}
        case _:
            assert_never(node)


def _taken_by_atom(node: n.Literal | n.Ref | n.Call) -> Words:
    match node:
        case n.Ref():
            return _LEADS.get(node.name, NONE)
        case n.Literal():
            if node.kind == "number":
                return _UNITS
            return frozenset({A_NAME}) if node.value is False else NONE
        case n.Call():
            if not is_sugar(node):
                return NONE
            return TAKES[TAKEN] if len(node.arguments) == 2 else TAKES[UNARY]
        case _:
            assert_never(node)


def taken_by_generator(node: n.Generator) -> Words:
    """Return the words that would be read as belonging to the end of the generator."""
    if node.where is not None:
        return TAKES[LOOSEST]
    if node.within is not None:
        return TAKES[TAKEN] | {"where"}
    if node.alias is not None:
        return frozenset({"in", "where"})
    row = {"of"} if node.source.text == "row" and not node.rows else NONE
    return frozenset({"called", "in", "where"}) | row


def _taken_by_approved(node: n.Approved) -> Words:
    """The terms come in one order: what stands lets only later ones follow."""
    if node.day is not None:
        return TAKES[TAKEN]
    if node.since is not None:
        return TAKES[UNARY if is_plain_shift(node.since) else POSTFIX] | {"by", "before"}
    if node.about is not None:
        return TAKES[POSTFIX] | frozenset(_TERMS[2:])
    if node.matter:
        return frozenset(_TERMS[1:])
    return _taken_by_approval(node.approval) | frozenset(_TERMS) | {"and", "or"}


def is_plain_shift(node: n.Expr | None) -> bool:
    """Return whether the node is written ``60 days before x``, with a constant length."""
    match node:
        case n.Shift(length=n.Literal(kind="duration")):
            return True
        case _:
            return False


def _taken_by_approval(node: n.Approval) -> Words:
    """Return what the last vote, consent or name of an approval takes."""
    last = node
    while isinstance(last, n.AllOf | n.AnyOf) and not (last.in_person or last.called_for):
        last = last.parts[-1]
    match last:
        case n.Consent():
            return TAKES[POSTFIX] if last.holder is not None else NONE
        case n.ApprovalName() | n.Vote() | n.AllOf() | n.AnyOf():
            if last.called_for:
                return NONE
            of = {"of"} if isinstance(last, n.ApprovalName) and not last.in_person else NONE
            return frozenset({"at"} if last.in_person else {"at", "in"}) | of
        case _:
            assert_never(last)
