"""Which version of a term, party, body or reading is meant where an amendment of it is not in effect.

A clause is lowered as if every amendment before its own version were in effect (``ir/versions.py``). One that
is not leaves the names in it with the meaning that they had before.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from typing import TypeVar

from checker.evaluate.case import Case, Env, last_day
from checker.evaluate.queries import fund_of
from checker.evaluate.versions import in_effect
from checker.ir.versions import MARK
from checker.typed.walk import with_names
from checker.values.truth import Truth, Unknown

T = TypeVar("T")


def standing(case: Case, name: str, env: Env) -> str:
    """Return the version of a name that stands for an instance; one that may be in effect is taken to be."""
    if MARK not in name:
        return name
    day = last_day(env.time) if env.time is not None else None
    return standing_for(case, name, fund_of(case, env), day)


def standing_for(case: Case, name: str, fund: str | None, day: date | None) -> str:
    """Return the version of a name that stands for a fund on a day."""
    while MARK in name and _brought(case, name, fund, day) is False:
        name = before(case, name)
    return name


def doubt(case: Case, name: str, env: Env) -> Unknown | None:
    """Return why it is not known whether a version of a name stands, None where it is."""
    if MARK not in name:
        return None
    day = last_day(env.time) if env.time is not None else None
    found = _brought(case, name, fund_of(case, env), day)
    return found if isinstance(found, Unknown) else None


def before(case: Case, name: str) -> str:
    """Return the name of the version that one takes the place of."""
    written, _, amendment = name.partition(MARK)
    found = written
    for a in case.agreement.document.amendments:
        if a.name == amendment:
            break
        made = f"{written}{MARK}{a.name}"
        if any(made in names for names in _declared(case)):
            found = made
    return found


def as_standing(case: Case, node: T, env: Env) -> T:
    """Return a node with the versions of names that stand."""
    return with_names(node, lambda name: standing(case, name, env))


def _brought(case: Case, name: str, fund: str | None, day: date | None) -> Truth:
    amendment = name.partition(MARK)[2]
    by = next(a for a in case.agreement.document.amendments if a.name == amendment)
    return in_effect(case, by, fund, day)


def _declared(case: Case) -> tuple[Container[str], ...]:
    a = case.agreement
    return a.definitions, a.parties, a.bodies, a.assumptions
