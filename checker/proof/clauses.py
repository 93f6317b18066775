"""Which way a clause goes that is changed: part by part, and as a whole.

A clause is looser if whatever violates the new one violates the old, and not the other way round. That, and
how each part goes, is proved for all votes, amounts and days, or it is undecided; see ``translate``. Parts
that say the same, in whatever words, are no change.

| facet | is | direction |
|---|---|---|
| ``applies`` | ``for each .. where``, ``from``, ``until``, ``binds`` | of the clause |
| ``when`` | the condition | of the clause: ``tighter`` where it applies to more |
| ``unless`` | one exception | of the clause: ``looser`` where it excepts more |
| ``limit`` | bounds; what is bounded | ``raised``, ``lowered``; of the clause where what is bounded changed |
| ``base`` | what a rate is taken of | ``raised`` where it is as much or more for all facts |
| ``deadline`` | ``by``, and a limit on a day | ``raised`` where it is later |
| ``approval``, ``consent`` | what must be on file | of the clause |
| ``condition`` | what must hold; what ends an instrument | of the clause |
| ``duty`` | who must, must not or may do what | of the clause |
| ``term``, ``notice`` | last day of a term, days of notice | ``raised`` where longer |
| ``rights`` | who may terminate | ``looser`` where more may |
| ``survival`` | what goes on binding | ``tighter`` where more does |
| ``order`` | ``despite``, ``subject to`` | of the clause |
| ``whole`` | the clause | of the clause |
| ``clause`` | the clause, where the prover failed: always undecided, with no words | of the clause |
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.proof import parts
from checker.proof.change import Change as Change
from checker.proof.guard import guarded
from checker.proof.instances import Two
from checker.proof.meanings import compare_conditions as compare_conditions
from checker.proof.meanings import compare_definitions as compare_definitions
from checker.proof.terms import Sameness
from checker.proof.terms import Terms as Terms
from checker.proof.whole import order_of, whole
from checker.typed import nodes as t

PROVED = ("raised", "lowered", "looser", "tighter")


def compare(old: t.Clause, new: t.Clause, before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return what is different between two versions of a clause, each part with its direction.

    Empty where nothing is, or where the two are proved to be violated by the same. Figures of schedules
    count where something else is changed too; by themselves they are compared row by row elsewhere.
    """
    undecided = (Change("clause", "undecided", (), "", ""),)
    return guarded(lambda: _compare(Two(old, new, Sameness(before, after))), undecided)


def _compare(two: Two) -> tuple[Change, ...]:
    if _says_the_same(two):
        return ()
    found = list(_changes(two))
    ordered = list(order_of(two))
    if not found:
        return tuple(ordered)
    looked = any(c.case or (c.facet not in ("notice", "rights") and c.direction in PROVED) for c in found)
    found_whole = whole(two, with_case=not looked)
    if found_whole is None:
        return tuple(ordered)
    return (*found, *ordered, *found_whole)


def _says_the_same(two: Two) -> bool:
    """Tell whether two clauses are the same as they stand, names of variables aside."""
    old, new = two.old, two.new
    if not two.same_instances():
        return False
    names = two.names()
    same = two.sameness.same
    wheres = zip(old.each, new.each, strict=False)
    return (
        len(old.each) == len(new.each)
        and old.binds == new.binds
        and all(same(a.where, b.where, names) for a, b in wheres)
        and same((old.since, old.until, old.when), (new.since, new.until, new.when), names)
        and same((old.norm, old.by), (new.norm, new.by), names)
        and same(tuple(u.condition for u in old.unless), tuple(u.condition for u in new.unless), names)
        and (set(old.despite), set(old.subject_to)) == (set(new.despite), set(new.subject_to))
    )


def _changes(two: Two) -> Iterator[Change]:
    yield from parts.applies_of(two)
    yield from parts.when_of(two)
    yield from parts.norm_of(two)
    yield from parts.unless_of(two)


__all__ = ["Change", "Terms", "compare", "compare_conditions", "compare_definitions"]
