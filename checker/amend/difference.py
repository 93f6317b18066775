"""Two agreements, days or revisions compared by meaning, and what the difference costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from checker import __version__, assemble, pipeline
from checker.amend.sides import case_of_side, inputs_of, place_of, side_of
from checker.amend.standing import by_names, standing
from checker.compare.effects import effects
from checker.cost.replay import replay
from checker.evaluate.case import Case
from checker.findings import amended as m
from checker.pipeline import Loaded
from checker.syntax.depth import room_to_recurse
from checker.typed import nodes as t


@dataclass(frozen=True)
class State:
    """One side of a difference: an agreement of a loaded workspace, on a day where one is asked for."""

    loaded: Loaded
    agreement: str
    label: str
    day: date | None = None


def difference(
    before: State, after: State, as_of: date | None = None, *, cost: bool = True
) -> m.Compared:
    """Return what is different between two agreements, days or revisions, and what it costs if asked."""
    with room_to_recurse():
        return _difference(before, after, as_of, cost)


def _difference(before: State, after: State, as_of: date | None, cost: bool) -> m.Compared:
    one, other = _case(before, as_of), _case(after, as_of)
    (old, old_doubts), (new, new_doubts) = _standing_of(one, before), _standing_of(other, after)
    sources = {**before.loaded.sources, **after.loaded.sources}
    found = effects(
        side_of(one, before.loaded, old),
        side_of(other, after.loaded, new),
        _renames(before, after),
        place_of(sources),
        after.loaded.workspace.settings.effects,
    )
    costs, room = _replayed(one, other, before, after) if cost else ((), ())
    inputs = {x.path: x for x in (*inputs_of(before.loaded.workspace), *inputs_of(after.loaded.workspace))}
    return m.Compared(
        format_version=m.FORMAT_VERSION,
        tool_version=__version__,
        before=before.label,
        after=after.label,
        effects=found,
        costs=costs,
        headroom=room,
        not_known=tuple(dict.fromkeys((*old_doubts, *new_doubts))),
        inputs=tuple(inputs[p] for p in sorted(inputs)),
    )


def _case(x: State, as_of: date | None) -> Case:
    agreement = x.loaded.rules.agreements[x.agreement]
    facts = x.loaded.facts[pipeline.folder_of(x.loaded, x.agreement)]
    return assemble.case_of(x.loaded.workspace, agreement, facts, x.loaded.sources, as_of)[0]


def _standing_of(case: Case, x: State) -> tuple[t.Document, tuple[str, ...]]:
    return standing(case, x.day or case.as_of)


def _replayed(
    one: Case, other: Case, before: State, after: State
) -> tuple[tuple[m.Cost, ...], tuple[m.Headroom, ...]]:
    """Return what the same months come to under both: those observed under the later one, if any were."""
    observed = other if other.index.facts.of("payment") or not one.index.facts.of("payment") else one
    old, _ = standing(one, before.day or one.as_of, renamed=False)
    new, _ = standing(other, after.day or other.as_of, renamed=False)
    renames = _renames(before, after)
    if before.agreement != after.agreement:  # records have the later names
        old = by_names(old, renames)
    return replay(
        case_of_side(observed, side_of(one, before.loaded, old)),
        case_of_side(observed, side_of(other, after.loaded, new)),
        renames=[r for r in renames if r.kind == "clause"],
    )


def _renames(before: State, after: State) -> tuple[t.Rename, ...]:
    """Return what goes by another name on the other side, as texts declare it."""
    document = after.loaded.program.agreements[after.agreement]
    if document.restates == before.agreement:
        return document.renames
    if before.agreement != after.agreement:
        return ()
    known = {a.name for a in before.loaded.program.agreements[before.agreement].amendments}
    one_day = timedelta(days=1)
    since = before.day or (date.max - one_day)
    return tuple(
        r
        for a in document.amendments
        if (a.name not in known or a.effective > since) and (after.day is None or a.effective <= after.day)
        for r in a.renames
    )
