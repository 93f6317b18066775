"""An agreement as it stands on a day, as a document of its own: with the amendments then in effect."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import replace
from datetime import date

from checker.compare.states import with_amendments
from checker.evaluate.case import Case
from checker.evaluate.queries import funds
from checker.evaluate.versions import in_effect, rows_as_amended
from checker.typed import nodes as t
from checker.typed.walk import called
from checker.values.truth import Unknown

KINDS = {"fund": "fund", "class": "share_class"}


def standing(
    case: Case, day: date, but: Collection[str] = (), *, renamed: bool = True
) -> tuple[t.Document, tuple[str, ...]]:
    """Return the document as it stands on a day, and what of it is not known.

    Amendments that are not in effect leave nothing in it, fund by fund; those of which that is not
    known are taken as in effect, and told. ``but`` names some to be left out. Funds and classes have the
    names of the day, or with ``renamed`` false the names that they had first.
    """
    case = _without(case, but) if but else case
    document = case.agreement.document
    begun = [a for a in document.amendments if a.effective <= day and a.name not in but]
    truths = {a.name: in_effect(case, a, None, day) for a in begun}
    kept = [a for a in begun if truths[a.name] is not False or a.funds or _has_rows(a)]
    made = with_amendments(document, [a.name for a in kept if truths[a.name] is not False])
    schedules, doubts = {}, [_doubt(a, truths[a.name]) for a in begun if isinstance(truths[a.name], Unknown)]
    for name in document.schedules:
        schedules[name], more = _schedule(case, name, day, [a for a in kept if name in a.schedules])
        doubts += more
    made = replace(made, schedules=schedules)
    if renamed:
        made = by_names(made, (r for a in kept for r in a.renames))
    return made, tuple(dict.fromkeys(doubts))


def _without(case: Case, names: Collection[str]) -> Case:
    """Return the case as it is if these amendments are not in effect."""
    made = copy(case)
    units = [None, *funds(case)]
    made.amended = {**case.amended, **{(n, fund): False for n in names for fund in units}}
    made.supposed = case.supposed - set(names)
    made.timelines, made.carried, made.known_on = {}, {}, {}
    return made


def _has_rows(a: t.Amendment) -> bool:
    return bool(a.schedules)


def _doubt(a: t.Amendment, truth: object) -> str:
    assert isinstance(truth, Unknown)
    why = "; ".join(sorted(r.text for r in truth.reasons))
    return f"whether {a.name} is in effect: {why}"


def _schedule(
    case: Case, name: str, day: date, amended: list[t.Amendment]
) -> tuple[t.Schedule, list[str]]:
    base = case.agreement.schedules[name]
    if not amended:
        return base, []
    latest = amended[-1].schedules[name]
    if not base.keys:
        return _last_in_effect(case, base, amended, day), []
    rows: list[t.Row] = []
    doubts: list[str] = []
    unknown = False
    for key in _keys(base, [latest, *(a.schedules[name] for a in amended), base]):
        found, doubt = rows_as_amended(case, name, key, day)  # type: ignore[arg-type]
        rows += found
        unknown |= doubt is not None and not base.on_file
        if doubt is not None:
            about = ", ".join(str(v) for _, v in key)
            doubts.append(f"{name} for {about}: " + "; ".join(sorted(r.text for r in doubt.reasons)))
    on_file = base.on_file or (latest.on_file and not unknown)
    return replace(latest, rows=tuple(rows), on_file=on_file), doubts


def _last_in_effect(case: Case, base: t.Schedule, amended: list[t.Amendment], day: date) -> t.Schedule:
    held = [a.schedules[base.name] for a in amended if in_effect(case, a, None, day) is not False]
    return held[-1] if held else base


def _keys(base: t.Schedule, versions: list[t.Schedule]) -> Iterator[tuple[tuple[str, object], ...]]:
    yield from {tuple((k, r.values.get(k)) for k in base.keys): None for v in versions for r in v.rows}


def by_names(document: t.Document, renames: Iterable[t.Rename]) -> t.Document:
    """Return a document with funds and classes by the names that renames give them."""
    for r in (r for r in renames if r.kind in KINDS):
        kind = KINDS[r.kind]
        document = replace(
            document,
            schedules={n: called(s, kind, r.old, r.new) for n, s in document.schedules.items()},
            clauses={n: called(c, kind, r.old, r.new) for n, c in document.clauses.items()},
            definitions={n: called(d, kind, r.old, r.new) for n, d in document.definitions.items()},
            bodies={n: called(b, kind, r.old, r.new) for n, b in document.bodies.items()},
        )
    return document
