"""Effects of amendments that are for some funds alone: each for the funds that it is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.findings.amended import Effect
from checker.typed import nodes as t

DECLARED = ("clauses", "definitions", "bodies", "approvals", "assumptions")


def for_funds(effects: Sequence[Effect], drafts: Sequence[t.Amendment]) -> tuple[Effect, ...]:
    """Return the effects, those of a text that changes for some funds alone once for each of them."""
    return tuple(x for e in effects for x in _of(e, drafts))


def _of(e: Effect, drafts: Sequence[t.Amendment]) -> Iterator[Effect]:
    funds = () if e.fund else _funds(e, drafts)
    if funds:
        yield from (e.model_copy(update={"fund": fund}) for fund in funds)
    else:
        yield e


def _funds(e: Effect, drafts: Sequence[t.Amendment]) -> tuple[str, ...]:
    """Return the funds that it is for; none where one of the drafts makes it for all."""
    making = [a for a in drafts if any(n in (e.clause, e.element.split(" ")[-1]) for n in _changed(a))]
    if not making or any(not a.funds for a in making):
        return ()
    return tuple(dict.fromkeys(fund for a in making for fund in a.funds))


def _changed(a: t.Amendment) -> set[str]:
    return {name for what in DECLARED for name in getattr(a, what)}
