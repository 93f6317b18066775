"""The clauses that limit what is paid or charged, on one side, and whether they are the same on both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from checker.cost.inforce import as_in_force
from checker.evaluate.case import Case, Value
from checker.evaluate.queries import funds
from checker.evaluate.versions import holds_on, rows_with
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.walk import everything
from checker.values.periods import Period

Named = str | tuple[str, str]
"""What stands for a period: a variable, or a variable and a field of it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A clause that limits an amount of money paid or charged.

    ``period`` is what its period is called; ``monthly`` tells whether its bound can be taken over a
    part of that, in proportion. ``own`` tells it from the clauses of regulations.
    """

    rule: ir.Rule
    check: ir.Bound
    period: Named | None
    monthly: bool
    own: bool
    definitions: frozenset[str]
    reads: frozenset[tuple[str, str]]
    """Columns of schedules, by schedule; an empty name where the whole row counts."""
    facts: frozenset[str]
    by_months: bool
    """Whether its bound goes through the months of its period by itself."""
    charged: str
    """The variable of the record whose amount it limits, where it limits that of one."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: its case, as if in force throughout, and its terms by name."""

    case: Case
    terms: Mapping[str, Term]
    funds: frozenset[str]
    known: dict[tuple[object, ...], Value] = field(default_factory=dict)
    """What definitions of regulations came to, by their arguments and the time."""

    @property
    def lists(self) -> bool:
        """Tell whether the agreement has a list of its funds, and it is on file."""
        schedule = self.case.agreement.schedules.get(self.case.agreement.document.funds_in)
        return schedule is not None and schedule.on_file

    def has(self, fund: str, period: Period | None = None) -> bool:
        """Tell whether a fund is in this state, at some time in a period where one is given."""
        document = self.case.agreement.document
        schedule = self.case.agreement.schedules.get(document.funds_in)
        if not fund or schedule is None or not self.lists:
            return True
        if fund not in self.funds or period is None:
            return fund in self.funds
        column = next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "")
        rows = rows_with(self.case, schedule, ((column, fund),))
        return any(holds_on(r, day) for r in rows for day in (period.start, period.end))


def side(case: Case, start: date | None) -> Side:
    """Return a state with its terms; its periods run from ``start``, so that both sides have the same."""
    a = case.agreement
    document = replace(a.document, effective=start) if start is not None else a.document
    found = [r for r in a.rules if isinstance(r.check, ir.Bound) and r.check.subject.type.kind == "money"]
    reached = {r.name: _reached(r, a) for r in found}
    used = {n for names in reached.values() for n in names}
    definitions = {n: as_in_force(d) if n in used else d for n, d in a.definitions.items()}
    agreement = replace(a, document=document, definitions=definitions)
    made = Case(agreement, case.kinds, case.index, case.as_of, case.world, case.wording)
    terms = {}
    for rule in found:
        term = _term(rule, reached[rule.name], agreement)
        if term is not None:
            terms[rule.name] = term
    return Side(made, terms, frozenset(funds(made)))


def _term(rule: ir.Rule, reached: frozenset[str], a: ir.Agreement) -> Term | None:
    free = replace(
        rule, binds="always", when=as_in_force(rule.when), check=as_in_force(rule.check), unless=rule.unless
    )
    check = free.check
    assert isinstance(check, ir.Bound)
    subject = [*_inside(check.subject, a), *(x for n in _reached(check.subject, a) for x in _inside(n, a))]
    if not any(_is_money(x) for x in subject):
        return None
    period = _period_of(rule, a)
    nodes = [x for n in reached for x in _inside(n, a)] + list(everything(free))
    bounds = [e for e in (check.bound, check.upper) if e is not None]
    monthly = period is not None and all(_extensive(e, frozenset({period}), a) for e in bounds)
    return Term(
        free,
        check,
        period,
        monthly,
        rule.document == a.name,
        reached,
        frozenset(_columns(nodes, a)),
        frozenset(x.name for x in nodes if isinstance(x, t.Origin) and x.kind == "fact"),
        any(isinstance(x, t.Origin) and x.kind == "periods" for n in reached for x in _inside(n, a)),
        _charged(check.subject, {s.variable for s in rule.sources}),
    )


def _is_money(node: Any) -> bool:
    return isinstance(node, t.Get) and node.type.kind == "money" and node.target.type.kind == "record"


def _charged(subject: t.Expr, variables: set[str]) -> str:
    of = (x.target for x in everything(subject) if isinstance(x, t.Get))
    return next((x.name for x in of if isinstance(x, t.Var) and x.name in variables), "")


def over_time(term: Term) -> bool:
    """Tell whether a bound is an amount taken over a period: then what it limits is paid for that time."""
    return any(isinstance(x, t.Over) for x in everything(term.check.bound))


def _columns(nodes: list[Any], a: ir.Agreement) -> Iterator[tuple[str, str]]:
    for x in nodes:
        if isinstance(x, t.Cell):
            yield x.schedule, x.column
        elif isinstance(x, t.Origin) and x.kind == "values" and x.name in a.schedules:
            assert isinstance(x.within, t.Get)
            yield x.name, x.within.field
        elif isinstance(x, t.Origin) and x.name in a.schedules:
            yield from ((x.name, column) for column in _read_of(x.variable, nodes))


def _read_of(variable: str, nodes: list[Any]) -> set[str]:
    """Return the columns that are read of a row; an empty name where the row itself is used."""
    read = {x.field for x in nodes if isinstance(x, t.Get) and _is(x.target, variable)}
    whole = sum(_is(x, variable) for x in nodes) > sum(
        isinstance(x, t.Get) and _is(x.target, variable) for x in nodes
    )
    return {""} if whole or not read else read


def _is(node: Any, variable: str) -> bool:
    return isinstance(node, t.Var) and node.name == variable


def _reached(node: Any, a: ir.Agreement) -> frozenset[str]:
    """Return the definitions that a node uses, themselves or through others."""
    seen: set[str] = set()
    todo = [node]
    while todo:
        for x in everything(todo.pop()):
            if isinstance(x, t.Apply) and x.definition not in seen and x.definition in a.definitions:
                seen.add(x.definition)
                todo.append(a.definitions[x.definition])
    return frozenset(seen)


def _inside(node: Any, a: ir.Agreement) -> list[Any]:
    return list(everything(a.definitions[node] if isinstance(node, str) else node))


# --- periods ---------------------------------------------------------------------------------


def _period_of(rule: ir.Rule, a: ir.Agreement) -> Named | None:
    """Return what a clause's period is called: its own variable, or the period of a record."""
    for source in reversed(rule.sources):
        if source.kind == "periods":
            return source.variable
    for source in rule.sources:
        kind = a.kinds.get(source.name) if source.kind == "fact" else None
        names = [f.name for f in kind.fields if f.type.kind == "period"] if kind else []
        if kind is not None and kind.dated in names:
            return source.variable, str(kind.dated)
        if names:
            return source.variable, names[0]
    return None


def _named(e: t.Expr) -> Named | None:
    if isinstance(e, t.Var):
        return e.name
    if isinstance(e, t.Get) and isinstance(e.target, t.Var):
        return e.target.name, e.field
    return None


def _extensive(e: t.Expr, names: frozenset[Named], a: ir.Agreement) -> bool:
    """Tell whether a value over a period is the sum of those over its parts, as a rate of a base is."""
    match e:
        case t.Over():
            return _named(e.period) in names and not _elsewhere(e.amount, a)
        case t.Rounded():
            return _extensive(e.amount, names, a)
        case t.Arith(op="+" | "-"):
            return _extensive(e.left, names, a) and _extensive(e.right, names, a)
        case t.Arith(op="*"):
            return _extensive(e.left, names, a) != _extensive(e.right, names, a)
        case t.Arith(op="/"):
            return _extensive(e.left, names, a) and not _extensive(e.right, names, a)
        case t.Choose():
            return _extensive(e.then, names, a) and _extensive(e.otherwise, names, a)
        case t.Query(fn="sum"):
            within = e.over.within
            return (
                e.over.kind in ("days", "business days", "periods")
                and within is not None
                and _named(within) in names
            )
        case t.Apply():
            d = a.definitions[e.definition]
            inner = {n for (n, _), x in zip(d.params, e.arguments, strict=True) if _named(x) in names}
            return d.carry is None and _extensive(d.expression, frozenset(inner), a)
        case _:
            return False


def _elsewhere(e: t.Expr, a: ir.Agreement) -> bool:
    """Tell whether an amount cannot be asked of another period.

    It looks at other periods, or at what is carried from one to the next; or it adds up records
    without asking whether there are any: where none is stated for a month, that would be zero.
    """
    nodes = [*everything(e), *(x for n in _reached(e, a) for x in everything(a.definitions[n]))]
    asked = {id(y) for x in nodes if isinstance(x, t.Choose) for y in everything(x)}
    return any(
        isinstance(x, t.Neighbour | t.Containing)
        or (isinstance(x, t.Apply) and a.definitions[x.definition].carry is not None)
        or (isinstance(x, t.Query) and x.fn in ("sum", "count") and _facts(x) and id(x) not in asked)
        for x in nodes
    )


def _facts(q: t.Query) -> bool:
    return q.over.kind == "fact"


# --- the same or not -------------------------------------------------------------------------


def alike(one: Term, other: Term, before: Case, after: Case) -> bool:
    """Tell whether two terms say the same, but for the rows of their schedules."""
    mine, theirs, names = one.rule, other.rule, one.definitions
    if (one.check, mine.sources, mine.when, mine.since, mine.until) != (
        other.check,
        theirs.sources,
        theirs.when,
        theirs.since,
        theirs.until,
    ):
        return False
    if mine.unless != theirs.unless or names != other.definitions:
        return False
    read = all(before.world.get(n) == after.world.get(n) for n in mine.relies_on)
    return read and _defined_alike(names, before, after)


def _defined_alike(names: Iterable[str], before: Case, after: Case) -> bool:
    for name in names:
        one, other = before.agreement.definitions[name], after.agreement.definitions.get(name)
        if other is None or (one.params, one.expression, one.carry) != (
            other.params,
            other.expression,
            other.carry,
        ):
            return False
    return True


def counts_alike(one: Term, other: Term, before: Case, after: Case) -> bool:
    """Tell whether the subjects of two terms are the same, so that one is observed for both."""
    names = _reached(one.check.subject, before.agreement)
    return one.check.subject == other.check.subject and _defined_alike(names, before, after)


def rows_alike(
    reads: Iterable[tuple[str, str]], about: Mapping[str, str], before: Case, after: Case
) -> bool:
    """Tell whether columns read the same for a fund and class, or in all rows where none is given.

    ``about`` has the fund and the class under the types that their columns have.
    """
    return all(_cells(before, *r, about) == _cells(after, *r, about) for r in reads)


def _cells(
    case: Case, name: str, column: str, about: Mapping[str, str]
) -> list[dict[str, t.CellValue]] | None:
    schedule = case.agreement.schedules.get(name)
    if schedule is None:
        return None
    rows = schedule.rows
    keys = tuple((f.name, about[f.type.kind]) for f in schedule.kind.fields if about.get(f.type.kind))
    if keys:
        rows = rows_with(case, schedule, keys)
    wanted = {*schedule.keys, "from", "until", column}
    return [{c: v for c, v in r.values.items() if not column or c in wanted} for r in rows]
