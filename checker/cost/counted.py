"""What the subject of a clause adds up: which payments or charges, and whether all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.shown import shown
from checker.facts.store import Record
from checker.typed import nodes as t
from checker.typed.walk import everything
from checker.values.periods import Period
from checker.values.truth import Unknown

Atom = tuple[str, str, str]
"""A kind of record, a kind of payment or else the field, and for payments ``provider`` or nothing."""

FLOWS = frozenset(
    {
        ("payment", "amount"),
        ("redemption", "cdsc"),
        ("front_end_charge", "charge"),
        ("exchange_charge", "sales_load"),
    }
)
"""The money fields of the shared kinds of fact that say what was paid or charged."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each kind of payment or charge is counted: at least, and at most.

    The two differ where the subject counts only some of a kind: those to one payee, say.
    ``others`` are these narrower conditions; ``record`` is the one record that is looked at, if any.
    """

    least: tuple[tuple[Atom, int], ...]
    most: tuple[tuple[Atom, int], ...]
    others: frozenset[object]
    record: str
    flow: bool

    @property
    def payments(self) -> tuple[Atom, ...]:
        """Return what is added up."""
        return tuple(a for a, n in self.most if n > 0)

    @property
    def elsewhen(self) -> bool:
        """Tell whether it counts what is of another period than the instance: three months up to one."""
        return any(isinstance(x, tuple) and x[0] == "period" for x in self.others)

    @property
    def payee(self) -> str:
        """Return the payee that is named, if one is."""
        named = sorted(str(x[1]) for x in self.others if isinstance(x, tuple) and x[0] == "payee")
        return named[0] if named else ""


def atom_of(payment: Record) -> Atom:
    """Return which kind of payment one on file is."""
    provider = "provider" if "provider" in payment.values else ""
    return "payment", str(payment.values.get("kind", "")), provider


@dataclass(slots=True)
class _Tally:
    least: Counter[Atom]
    most: Counter[Atom]
    others: set[object]
    period: Period | None
    record: Record | None = None
    flow: bool = False
    opaque: bool = False


def counted(case: Case, subject: t.Expr, env: Env, period: Period | None = None) -> Counted | None:
    """Return what a subject counts on one instance, None where it is no sum of payments or charges."""
    tally = _Tally(Counter(), Counter(), set(), period)
    case.trace.quiet += 1
    _add(case, subject, env, 1, tally)
    case.trace.quiet -= 1
    if tally.opaque or not any(n > 0 for n in tally.most.values()):
        return None
    record = f"{tally.record.kind} {tally.record.key}" if tally.record is not None else ""
    return Counted(
        tuple(sorted(tally.least.items())),
        tuple(sorted(tally.most.items())),
        frozenset(tally.others),
        record,
        tally.flow,
    )


def _add(case: Case, e: t.Expr, env: Env, sign: int, tally: _Tally) -> None:
    match e:
        case t.Arith(op="+" | "-"):
            _add(case, e.left, env, sign, tally)
            _add(case, e.right, env, sign if e.op == "+" else -sign, tally)
        case t.Apply() if case.agreement.definitions[e.definition].carry is None:
            definition = case.agreement.definitions[e.definition]
            values = [evaluate(case, a, env) for a in e.arguments]
            inner = env.inside({n: v for (n, _), v in zip(definition.params, values, strict=True)})
            _add(case, definition.expression, inner, sign, tally)
        case t.Rounded():
            _add(case, e.amount, env, sign, tally)
        case t.Query(fn="sum") if e.over.kind == "fact" and e.item is not None:
            _add_sum(case, e.over, e.item, env, sign, tally)
        case t.Get() if e.type.kind == "money":
            _add_record(case, e, env, sign, tally)
        case t.Const():
            pass
        case _:
            tally.opaque = True


def _add_record(case: Case, e: t.Get, env: Env, sign: int, tally: _Tally) -> None:
    record = evaluate(case, e.target, env)
    if not isinstance(record, Record):
        tally.opaque = True
        return
    tally.flow |= (record.kind, e.field) in FLOWS
    atoms = {atom_of(record)} if record.kind == "payment" else {(record.kind, e.field, "")}
    tally.record = record
    _count(tally, atoms, sign, sure=record.kind != "payment")


def _add_sum(case: Case, o: t.Origin, item: t.Expr, env: Env, sign: int, tally: _Tally) -> None:
    names = [
        x.field
        for x in everything(item)
        if isinstance(x, t.Get) and x.type.kind == "money" and _is_variable(x.target, o.variable)
    ]
    if not names:
        tally.opaque = True
        return
    tally.flow |= any((o.name, n) in FLOWS for n in names)
    found = _Where(case, o, env, tally.period)
    sure = not found.others
    tally.others |= found.others
    if o.name == "payment":
        atoms = {("payment", k, p) for k in found.kinds for p in found.providers}
    else:
        atoms = {(o.name, names[0], "")}
    _count(tally, atoms, sign, sure=sure)


def kinds_of(case: Case, o: t.Origin, env: Env) -> frozenset[Atom]:
    """Return the kinds of payment that a query looks at."""
    found = _Where(case, o, env)
    return frozenset(("payment", k, p) for k in found.kinds for p in found.providers)


def _count(tally: _Tally, atoms: set[Atom], sign: int, *, sure: bool) -> None:
    for atom in atoms:
        if sure or sign > 0:
            tally.most[atom] += sign
        if sure or sign < 0:
            tally.least[atom] += sign


class _Where:
    """The conditions on the payments that a sum counts, sorted by what they are about."""

    def __init__(self, case: Case, o: t.Origin, env: Env, period: Period | None = None) -> None:
        kind = case.kinds.get(o.name)
        field = kind.field("kind") if kind else None
        self.kinds = set(field.type.members) if field else {""}
        self.providers = {"provider", ""}
        self.others: set[object] = set()
        self._case, self._env, self._variable, self._period = case, env, o.variable, period
        for part in _parts(o.where):
            self._take(part)

    def _take(self, part: t.Expr) -> None:
        kinds = self._kinds_of(part)
        if kinds is not None:
            self.kinds &= kinds
        elif self._is_given(part, "provider"):
            self.providers &= {"provider"}
        elif isinstance(part, t.Negate) and self._is_given(part.operand, "provider"):
            self.providers &= {""}
        elif not self._of_fund_or_period(part):
            self.others.add(self._told(part))

    def _kinds_of(self, part: t.Expr) -> set[str] | None:
        """Return the kinds of payment that a condition leaves, None where it is not about them."""
        if isinstance(part, t.Compare) and part.op in ("=", "!=") and self._is_field(part.left, "kind"):
            if not isinstance(part.right, t.Const):
                return None
            same = {str(part.right.value)}
            return same if part.op == "=" else self.kinds - same
        if isinstance(part, t.Logic) and part.op == "or":
            found = [self._kinds_of(p) for p in part.parts]
            known = [k for k in found if k is not None]
            return set().union(*known) if len(known) == len(found) else None
        if isinstance(part, t.Negate):
            inside = self._kinds_of(part.operand)
            return None if inside is None else self.kinds - inside
        return None

    def _is_field(self, e: t.Expr, name: str) -> bool:
        return isinstance(e, t.Get) and e.field == name and _is_variable(e.target, self._variable)

    def _is_given(self, e: t.Expr, name: str) -> bool:
        return isinstance(e, t.IsGiven) and self._is_field(e.target, name)

    def _of_fund_or_period(self, part: t.Expr) -> bool:
        """Tell whether a condition says no more than whose, or of which time."""
        if not isinstance(part, t.Compare):
            return False
        for side, other in ((part.left, part.right), (part.right, part.left)):
            if not any(_is_variable(x, self._variable) for x in everything(side)):
                continue
            if isinstance(side, t.Get) and side.type.kind in ("fund", "share_class"):
                return True
            if isinstance(side, t.Edge):
                side = side.period
            if isinstance(side, t.Get) and side.type.kind == "period" and part.op in ("=", "in"):
                return self._of_own_period(other)
        return False

    def _of_own_period(self, other: t.Expr) -> bool:
        """Tell whether a period is that of the instance: three months are not one of them."""
        value = evaluate(self._case, other, self._env)
        if isinstance(value, Period) and value not in (self._env.time, self._period):
            self.others.add(("period", shown(value)))
        return True

    def _told(self, part: t.Expr) -> object:
        """Return a narrower condition: a field and its value where it is that, else itself."""
        if isinstance(part, t.Compare) and part.op == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if isinstance(one, t.Get) and _is_variable(one.target, self._variable):
                    value = evaluate(self._case, other, self._env)
                    if not isinstance(value, Unknown):
                        return one.field, shown(value)
        return part


def _parts(where: t.Expr | None) -> Iterator[t.Expr]:
    if isinstance(where, t.Logic) and where.op == "and":
        for part in where.parts:
            yield from _parts(part)
    elif where is not None:
        yield where


def _is_variable(e: t.Expr, name: str) -> bool:
    return isinstance(e, t.Var) and e.name == name


def limits(caps: tuple[Counted, ...], of: Counted, among: frozenset[Atom] | None = None) -> bool:
    """Tell whether limits on these, added up, limit that: each of its payments is counted in them.

    What is paid is never less than nothing, so a limit on more payments limits fewer too. ``among``
    leaves out what there is none of.
    """
    if any(c.record != of.record for c in caps):
        return False
    if len(caps) == 1 and same(caps[0], of):
        return True
    least: Counter[Atom] = Counter()
    for cap in caps:
        for atom, n in cap.least:
            least[atom] += n
    most = dict(of.most)
    return all(least[a] >= most.get(a, 0) for a in {*least, *most} if among is None or a in among)


def parts_of(whole: Counted, one: Counted, other: Counted) -> bool:
    """Tell whether two streams make up a third: what is paid on, and what is left of the whole then."""
    if {whole.record, one.record, other.record} != {""} or whole.others | one.others | other.others:
        return False
    added: Counter[Atom] = Counter()
    for c in (one, other):
        for atom, n in c.most:
            added[atom] += n
    return {a: n for a, n in added.items() if n} == {a: n for a, n in whole.most if n}


def same(one: Counted, other: Counted) -> bool:
    """Tell whether two subjects count the same payments."""
    return (one.least, one.most, one.others, one.record) == (
        other.least,
        other.most,
        other.others,
        other.record,
    )
