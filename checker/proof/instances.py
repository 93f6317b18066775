"""What a clause is about, and whether it applies there: the instances that two versions of it share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.proof import records, times
from checker.proof.terms import Sameness
from checker.proof.translate import Translator
from checker.proof.values import Scope, Term, Truth
from checker.typed import nodes as t
from checker.typed.types import DATE, FUND, YES_NO

FAR = 10_000_000
"""A day later than any that can be written."""

ABOUT_INSTRUMENTS = (t.Continues, t.TerminableBy, t.TerminatesWhen, t.EndsWith, t.Survives)


@dataclass(frozen=True)
class Two:
    """The two versions of a clause, and what names mean to each."""

    old: t.Clause
    new: t.Clause
    sameness: Sameness

    def sources(self) -> tuple[tuple[t.Origin, ...], tuple[t.Origin, ...]]:
        """Return what the instances of each run over; a forbidden or allowed event is part of one."""
        return _sources(self.old), _sources(self.new)

    def same_instances(self) -> bool:
        """Tell whether both run over the same things, but for their ``where``."""
        return self._alike(*self.sources())

    def same_each(self) -> bool:
        """Tell whether what stands behind ``for each`` is the same, but for its ``where``."""
        return self._alike(self.old.each, self.new.each)

    def _alike(self, one: tuple[t.Origin, ...], other: tuple[t.Origin, ...]) -> bool:
        names: dict[str, str] = {}
        if len(one) != len(other):
            return False
        for a, b in zip(one, other, strict=True):
            plain = [replace(x, where=None, variable="") for x in (a, b)]
            if not self.sameness.same(plain[0], plain[1], names):
                return False
            names[a.variable] = b.variable
        return True

    def pairs(self) -> list[tuple[t.Origin | None, t.Origin | None]]:
        """Return what both run over, side by side, and what only one of them does."""
        mine, yours = self.sources()
        left = list(mine)
        found: list[tuple[t.Origin | None, t.Origin | None]] = []
        for b in yours:
            a = next((x for x in left if (x.kind, x.name, x.type) == (b.kind, b.name, b.type)), None)
            if a is not None:
                left.remove(a)
            found.append((a, b))
        return [*found, *((a, None) for a in left)]

    def names(self) -> dict[str, str]:
        """Return what the variables of the old clause are called in the new one."""
        return {a.variable: b.variable for a, b in self.pairs() if a is not None and b is not None}

    def scopes(self, tr: Translator) -> tuple[Scope, Scope]:
        """Return where the expressions of each stand: what both run over is the same thing."""
        one = Scope(self.sameness.before, "old", {})
        other = Scope(self.sameness.after, "new", {})
        for a, b in self.pairs():
            if b is not None:
                made = instance(tr, b, b.variable, other)
                other = _bound(other, b, made)
                one = _bound(one, a, made) if a is not None else one
            elif a is not None:
                one = _bound(one, a, instance(tr, a, f"{a.variable} before", one))
        return _surviving(tr, self, one, other)


def _surviving(tr: Translator, two: Two, one: Scope, other: Scope) -> tuple[Scope, Scope]:
    if not isinstance(two.new.norm, t.Survives):
        return one, other
    for name, type_ in (("fund", FUND), ("date", DATE)):
        value = tr.space.symbol(f"the {name}", "whole")
        term = Term(value, tr.space.yes, label=name)
        tr.worlds.placed(term, type_, "")
        one, other = one.bind(name, term), other.bind(name, term)
    return one, other


def _bound(scope: Scope, o: t.Origin, made: Term) -> Scope:
    scope = scope.bind(o.variable, made)
    return replace(scope, amendment=made) if o.kind == "amendments" else scope


def _sources(c: t.Clause) -> tuple[t.Origin, ...]:
    if isinstance(c.norm, t.Duty) and c.norm.modality != "must":
        return (*c.each, replace(c.norm.event, where=None))
    if isinstance(c.norm, t.TerminatesWhen):
        return (*c.each, replace(c.norm.event, where=None))
    return c.each


def instance(tr: Translator, o: t.Origin, label: str, scope: Scope) -> Term:
    """Return any one of the things that a clause runs over."""
    s = tr.space
    if o.type.kind == "record":
        return tr.worlds.instance(o.type.name, label)
    value = s.symbol(f"the {label}", records.sort_of(o.type))
    end = s.symbol(f"end of the {label}", "whole") if o.type.kind == "period" else None
    made = Term(value, s.yes, end, label)
    if end is not None:
        tr.assume(value <= end)
        times.lengths(tr, made, times.series_of(tr, o.series, scope))
        tr.worlds.one_of(made, times.series_of(tr, o.series, scope))
    elif o.type.kind == "date":
        tr.worlds.placed(made, o.type, "")
    if o.type.kind in ("date", "period", "fund"):
        tr.show(label, o.type, made)
    return made


# --- parts -----------------------------------------------------------------------------------


def condition(tr: Translator, e: t.Expr | None, scope: Scope) -> Truth:
    """Return a condition; one that is not there holds."""
    return tr.truth(e, scope) if e is not None else tr.certain(tr.space.yes)


def time_of(tr: Translator, c: t.Clause, scope: Scope) -> Term | None:
    """Return the time of an instance: that of its innermost part that has one."""
    for o in reversed(_sources(c)):
        value = scope.variables[o.variable]
        assert isinstance(value, Term)
        if o.kind in ("periods", "days", "business days"):
            return value
        if o.kind == "amendments":
            effective = records.field_of(tr, "amendment", value, "effective", DATE, scope)
            assert isinstance(effective, Term)
            return effective
        found = records.dated(tr, o.name, value, scope) if o.kind == "fact" else None
        if found is not None:
            return found
    return None


def in_days(tr: Translator, c: t.Clause, scope: Scope) -> Truth:
    """Return whether an instance lies in the clause's own ``from`` and ``until``."""
    time = time_of(tr, c, scope)
    parts = []
    if time is not None and c.since is not None:
        since = tr.term(c.since, scope)
        last = Term(time.end, time.known) if time.end is not None else time
        parts.append(tr.compared(">=", last, since))
    if time is not None and c.until is not None:
        parts.append(tr.compared("<=", time, tr.term(c.until, scope)))
    return tr.all(parts)


def binds(tr: Translator, c: t.Clause, scope: Scope) -> Truth:
    """Return whether the instrument that the clause belongs to binds."""
    if c.binds == "always" or (not c.binds and isinstance(c.norm, ABOUT_INSTRUMENTS)):
        return tr.certain(tr.space.yes)
    time = time_of(tr, c, scope) or Term(tr.space.symbol("day of the check", "whole"), tr.space.yes)
    instrument = c.binds or "instrument of the document"
    return times.in_force_at(tr, instrument, "at some time in", time, (), scope)


def applies(tr: Translator, two: Two, c: t.Clause, scope: Scope) -> Truth:
    """Return whether a clause applies to an instance."""
    parts = [condition(tr, o.where, scope) for o in c.each]
    parts += [in_days(tr, c, scope), condition(tr, c.when, scope)]
    if two.old.binds != two.new.binds:
        parts.append(binds(tr, c, scope))
    return tr.all(parts)


def excepted(tr: Translator, two: Two, c: t.Clause, scope: Scope) -> Truth:
    """Return whether an exception takes an instance out, or a clause that prevails over this one alone."""
    both = set(two.old.subject_to) & set(two.new.subject_to)
    prevailing = [
        tr.worlds.opaque(f"{name} prevails", YES_NO, (), scope) for name in c.subject_to if name not in both
    ]
    own = [tr.truth(u.condition, scope) for u in c.unless]
    return tr.any([*own, *(x for x in prevailing if isinstance(x, Truth))])


def due(tr: Translator, c: t.Clause, scope: Scope) -> Term | None:
    """Return the day by which a duty is to be done: as said, or the last of the instance."""
    if c.by is not None:
        return tr.term(c.by, scope)
    time = time_of(tr, c, scope)
    return Term(time.end, time.known) if time is not None and time.end is not None else time
