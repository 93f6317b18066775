"""Definitions and conditions put in order: what a changed definition does to what it is used for."""

from __future__ import annotations

from checker.proof.change import Change, as_amount, as_condition
from checker.proof.decide import Pair, order
from checker.proof.guard import guarded
from checker.proof.instances import condition
from checker.proof.records import sort_of
from checker.proof.terms import Sameness, Terms
from checker.proof.translate import Translator
from checker.proof.values import Scope, Term, Truth, Value
from checker.proof.words import said
from checker.typed import nodes as t
from checker.typed.types import Type

MEASURED = ("money", "number", "duration", "date")


def compare_definitions(
    old: t.Definition, new: t.Definition, before: Terms, after: Terms
) -> tuple[Change, ...]:
    """Return how a definition changed: ``raised`` where it is as much or more for all facts.

    A condition is ``raised`` where it is met in more cases. Empty where both mean the same.
    """
    undecided = (Change("whole", "undecided", (), said(old.expression), said(new.expression)),)
    return guarded(lambda: _definitions(old, new, before, after), undecided)


def _definitions(old: t.Definition, new: t.Definition, before: Terms, after: Terms) -> tuple[Change, ...]:
    same = Sameness(before, after)
    names = {a: b for (a, _), (b, _) in zip(old.params, new.params, strict=False)}
    if len(old.params) == len(new.params) and same.same(
        (old.expression, old.carry), (new.expression, new.carry), names
    ):
        return ()
    words = said(old.expression), said(new.expression)
    kind = new.type.kind
    alike = [ty for _, ty in old.params] == [ty for _, ty in new.params] and old.type.kind == kind
    if not alike or old.carry or new.carry or kind not in (*MEASURED, "yes_no"):
        return (Change("whole", "undecided", (), *words),)
    shown = new.type if kind in MEASURED else None

    def make(tr: Translator) -> Pair:
        given = {n: _any(tr, n, ty) for n, ty in new.params}
        mine = {a: given[b] for a, b in names.items()}
        one, other = Scope(before, "old", mine), Scope(after, "new", given)
        return Pair(tr.value(old.expression, one), tr.value(new.expression, other), type=shown)

    return as_amount("whole", order(same, make), *words)


def compare_conditions(
    old: t.Expr | None,
    new: t.Expr | None,
    variables: tuple[tuple[str, Type], ...],
    before: Terms,
    after: Terms,
) -> tuple[Change, ...]:
    """Return how a condition over some variables changed; the direction is that of what it makes looser.

    ``looser`` and ``widened`` where it is met in more cases.
    """
    undecided = (Change("condition", "undecided", (), said(old), said(new)),)
    return guarded(lambda: _conditions(old, new, variables, before, after), undecided)


def _conditions(
    old: t.Expr | None,
    new: t.Expr | None,
    variables: tuple[tuple[str, Type], ...],
    before: Terms,
    after: Terms,
) -> tuple[Change, ...]:
    same = Sameness(before, after)
    if same.same(old, new):
        return ()

    def make(tr: Translator) -> Pair:
        given = {n: _any(tr, n, ty) for n, ty in variables}
        one, other = Scope(before, "old", given), Scope(after, "new", given)
        return Pair(condition(tr, old, one), condition(tr, new, other))

    return as_condition("condition", order(same, make), said(old), said(new), looser_when_met=True)


def _any(tr: Translator, name: str, type_: Type) -> Value:
    s = tr.space
    if type_.kind == "record":
        return tr.worlds.instance(type_.name, name)
    value = s.symbol(f"the {name}", sort_of(type_))
    if type_.kind == "yes_no":
        return Truth(value, s.opposite(value))
    end = s.symbol(f"end of the {name}", "whole") if type_.kind == "period" else None
    made = Term(value, s.yes, end, name)
    if end is not None:
        tr.assume(value <= end)
    tr.worlds.placed(made, type_, "")
    tr.show(name, type_, made)
    return made
