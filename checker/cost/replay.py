"""The observed months replayed under old and new terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from checker.cost.costs import costs
from checker.cost.headroom import headroom
from checker.cost.names import by_old_names, clauses_by_new_names
from checker.cost.ownrecords import with_records, without
from checker.cost.replayed import Replayed
from checker.cost.terms import side
from checker.evaluate.case import Case, Index
from checker.facts.store import Record
from checker.findings.amended import Cost, Headroom
from checker.typed import nodes as t


def replay(
    before: Case,
    after: Case,
    drafts: Collection[str] = (),
    renames: Sequence[t.Rename] = (),
    supposed: Sequence[Record] = (),
) -> tuple[tuple[Cost, ...], tuple[Headroom, ...]]:
    """Return what a change costs, and what is left under each cap, on the facts of the two cases.

    Both cases have the same facts, day and readings; their agreements have no amendments left.
    ``drafts`` are the names of the amendments that make the difference: what is on file of these
    themselves is seen under the new terms alone, and so are ``supposed`` records, which they would
    make. ``renames`` are what they declare: lines have the names of before for funds and classes,
    those of after for clauses. Funds whose terms are the same on both sides get no lines. Without
    facts there are none at all.
    """
    if not any(after.index.of(k.name) for k in after.kinds.values() if k.store == "ledger"):
        return (), ()
    before = clauses_by_new_names(by_old_names(before, renames), renames)
    after = by_old_names(after, renames)
    before = _read_alike(before, after)
    days = [c.agreement.document.effective for c in (before, after)]
    start = min((d for d in days if d is not None), default=None)
    seen = without(before.index.facts, drafts)
    if seen is not before.index.facts:
        before = replace(before, index=Index(seen))
    if supposed:
        after = replace(after, index=Index(with_records(after.index.facts, supposed)))
    made = Replayed(side(before, start), side(after, start))
    lines = sorted(costs(made), key=lambda c: (c.fund, c.share_class, c.period, c.stream, c.clause, c.payee))
    left = sorted(
        headroom(made, frozenset(c.fund for c in lines)),
        key=lambda h: (h.fund, h.share_class, h.period, h.stream, h.clause),
    )
    return tuple(lines), tuple(left)


def _read_alike(before: Case, after: Case) -> Case:
    """Return the old side under the readings of the new one, where it has them: a reading is no term."""
    world = dict(before.world)
    for name, reading in after.world.items():
        assumption = before.agreement.assumptions.get(name)
        if assumption is not None and any(e == reading for _, e in assumption.readings):
            world[name] = reading
    return replace(before, world=world)
