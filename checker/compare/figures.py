"""The one figure, or the base of a rate, in which alone two clauses differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from checker.compare.making import difference
from checker.proof.change import Change
from checker.proof.parts import base_of
from checker.typed import nodes as t
from checker.typed.types import Type

_NOT_COMPARED = ("span", "citation", "says")


def change_of(change: Change, old: t.Clause, new: t.Clause) -> str:
    """Return how much more a limit, day or notice is; empty where more than one figure is different."""
    one, other = _part(change, old), _part(change, new)
    if one is None or other is None:
        return ""
    found = list(_differing(one, other))
    if len(found) != 1 or found[0] is None:
        return ""
    before, after, type_ = found[0]
    flat = all(isinstance(v, Fraction) and 0 < v < 1 for v in (before, after))
    return difference(before, after, type_, percent=flat)


def _part(change: Change, clause: t.Clause) -> object:
    norm = clause.norm
    match change.facet:
        case "limit" | "base" if isinstance(norm, t.Limit):
            return (norm.bound, norm.upper)
        case "deadline":
            return (clause.by, norm.bound if isinstance(norm, t.Limit) else None)
        case "term" if isinstance(norm, t.Continues):
            return norm.until
        case "notice" if isinstance(norm, t.TerminableBy):
            return tuple(_days(r) for r in norm.rights)
        case _:
            return None


def _days(right: t.Right) -> t.Const | None:
    return None if right.days is None else t.Const(Fraction(right.days), Type("duration", name="days"))


Figures = tuple[t.CellValue, t.CellValue, Type]


def _differing(old: Any, new: Any) -> Iterator[Figures | None]:
    """Yield the figures that differ; None where something else does."""
    if isinstance(old, t.Const) and isinstance(new, t.Const) and old.type == new.type:
        if old.value != new.value:
            yield old.value, new.value, new.type
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            yield from _differing(one, other)
    elif is_dataclass(old) and not isinstance(old, type) and type(old) is type(new):
        for f in fields(old):
            if f.name not in _NOT_COMPARED:
                yield from _differing(getattr(old, f.name), getattr(new, f.name))
    elif old != new:
        yield None


def base_alone(old: t.Norm, new: t.Norm) -> bool:
    """Tell whether two limits differ in nothing but what their rate is taken of."""
    if not (isinstance(old, t.Limit) and isinstance(new, t.Limit)):
        return False
    one, other = base_of(old.bound), base_of(new.bound)
    return one is not None and other is not None and _same_but(old, new, one, other)


def _same_but(old: Any, new: Any, one: t.Expr, other: t.Expr) -> bool:
    """Tell whether two parts are the same, one thing in each taken for the same."""
    if old is one and new is other:
        return True
    if isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        return all(_same_but(a, b, one, other) for a, b in zip(old, new, strict=True))
    if is_dataclass(old) and not isinstance(old, type) and type(old) is type(new):
        names = (f.name for f in fields(old) if f.name not in _NOT_COMPARED)
        return all(_same_but(getattr(old, n), getattr(new, n), one, other) for n in names)
    return bool(old == new)
