"""Versions of rules: what an amendment puts, strikes, or changes the meaning of, each for its own days.

A rule that uses a definition, a reading, a party or a body which an amendment replaces is from
then on another rule, though its words are the same: it names the new one. What is replaced gets a
name that no text can have, ``name@amendment``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.walk import mentioned, with_names

RuleOf = Callable[[t.Document, t.Document, t.Clause], ir.Rule | None]
MARK = "@"


def as_written(name: str) -> str:
    """Return a name as it is written, without the amendment that gave it another meaning."""
    return name.partition(MARK)[0]


@dataclass(slots=True)
class Versions:
    """The rules of an agreement in every version, and the declarations that they use."""

    rules: list[ir.Rule]
    definitions: dict[str, t.Definition]
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    once: dict[str, t.Expr] = field(default_factory=dict)
    """What amendments wait for, in the words as they were before each."""

    def of(self, what: str, base: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parties, bodies or assumptions there are, those of amendments included."""
        return {**base, **self.others.get(what, {})}


def versions(
    a: t.Document, rules: Sequence[ir.Rule], definitions: Mapping[str, t.Definition], rule_of: RuleOf
) -> Versions:
    """Return each rule for the days on which the amendments leave it as it is."""
    made = _Made(a, rules, definitions, rule_of)
    for amendment in a.amendments:
        made.amend(amendment)
    return made.result()


class _Made:
    def __init__(
        self,
        a: t.Document,
        rules: Sequence[ir.Rule],
        definitions: Mapping[str, t.Definition],
        rule_of: RuleOf,
    ) -> None:
        self.a, self.rule_of = a, rule_of
        self.written = {r.name: r for r in rules}
        self.current = dict(self.written)
        self.terms = dict(definitions)
        self.names: dict[str, str] = {}
        self.past: list[ir.Rule] = []
        self.definitions = dict(definitions)
        self.others: dict[str, dict[str, Any]] = {}
        self.once: dict[str, t.Expr] = {}
        self.changing: dict[str, list[str]] = {}
        """The amendments that put, strike or change each clause, in their order."""

    def result(self) -> Versions:
        rules = [self._with_later(r) for r in (*self.past, *self.current.values())]
        return Versions(rules, self.definitions, self.others, self.once)

    def _with_later(self, rule: ir.Rule) -> ir.Rule:
        """Return a version with every amendment from the one that ends it on that changes the clause."""
        if not rule.superseded_by:
            return rule
        changing = self.changing[rule.name]
        return replace(rule, later=tuple(changing[changing.index(rule.superseded_by) :]))

    def amend(self, x: t.Amendment) -> None:
        """Put the versions that an amendment makes in the place of those before it."""
        if x.once is not None:
            self.once[x.name] = with_names(x.once, self._called)
        changed = self._declared(x)
        changed |= self._terms(x, changed)
        self._clauses(x)
        for name, rule in list(self.written.items()) if changed else ():
            if name not in x.clauses and changed & mentioned(rule):
                self._supersede(x, name, with_names(rule, self._called))

    def _called(self, name: str) -> str:
        return self.names.get(name, name)

    def _declared(self, x: t.Amendment) -> set[str]:
        """Take in parties, bodies and assumptions; return the names that mean something else now."""
        renamed = {r.new for r in x.renames if r.kind == "party"}
        changed = set()
        for what in ("parties", "bodies", "assumptions"):
            before = getattr(self.a, what)
            for name, made in getattr(x, what).items():
                if made is None:
                    continue
                new = name not in before and name not in self.others.get(what, {})
                same = what == "parties" and made.title in renamed
                key = self._called(name) if new or same else f"{name}{MARK}{x.name}"
                self.others.setdefault(what, {})[key] = replace(made, name=key)
                if key != self._called(name):
                    self.names[name] = key
                    changed.add(name)
        return changed

    def _terms(self, x: t.Amendment, changed: set[str]) -> set[str]:
        """Take in definitions; return them and those that use what changed, however far."""
        new = {n for n in x.definitions if n not in self.terms}
        self.terms |= {n: d for n, d in x.definitions.items() if d is not None}
        reached = {n for n, d in x.definitions.items() if d is not None} - new
        while True:
            more = {
                n
                for n, d in self.terms.items()
                if n not in reached and (changed | reached) & mentioned(d)
            } - new
            if not more:
                break
            reached |= more
        for name in reached:
            self.names[name] = f"{name}{MARK}{x.name}"
        for name in sorted(reached | new):
            made = with_names(self.terms[name], self._called)
            self.definitions[self._called(name)] = replace(made, name=self._called(name))
        return reached

    def _clauses(self, x: t.Amendment) -> None:
        for name, clause in x.clauses.items():
            rule = self.rule_of(self.a, self.a, clause) if clause is not None else None
            if rule is not None:
                self.written[name] = rule
                self._supersede(x, name, with_names(rule, self._called))
            else:
                self.written.pop(name, None)
                self._end(x, name)

    def _supersede(self, x: t.Amendment, name: str, rule: ir.Rule) -> None:
        self._end(x, name)
        self.current[name] = replace(rule, version=x.name, from_day=x.effective)

    def _end(self, x: t.Amendment, name: str) -> None:
        self.changing.setdefault(name, []).append(x.name)
        old = self.current.pop(name, None)
        if old is not None:
            eve = x.effective - timedelta(days=1)
            self.past.append(replace(old, to_day=eve, superseded_by=x.name))
