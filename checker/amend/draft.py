"""What a draft would do, needs and costs, and what is to be voted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from checker import __version__, assemble, pipeline
from checker.amend.for_funds import for_funds
from checker.amend.read import Draft
from checker.amend.sides import case_of_side, inputs_of, place_of, side_of
from checker.amend.standing import standing
from checker.amend.steps import undone
from checker.compare.effects import Side, effects
from checker.cost.replay import replay
from checker.evaluate.amended import troubles
from checker.evaluate.case import Case
from checker.evaluate.queries import funds
from checker.findings import amended as m
from checker.needs.effects import made_by
from checker.needs.needs import needs
from checker.needs.resolutions import resolutions
from checker.pipeline import Loaded
from checker.syntax.depth import room_to_recurse
from checker.typed import nodes as t

NOTHING_IN_THE_WAY, IN_THE_WAY, NOT_DECIDED = 0, 1, 3


def draft(d: Draft, as_of: date | None = None) -> m.Amended:
    """Return what a draft would do, what it needs and costs, and what is to be voted on."""
    with room_to_recurse():
        return _draft(d, as_of) if not d.missing else _of_no_base(d, as_of)


def _draft(d: Draft, as_of: date | None) -> m.Amended:
    loaded = d.loaded
    agreement = loaded.rules.agreements[d.agreement]
    facts = loaded.facts[pipeline.folder_of(loaded, d.agreement)]
    case, day_from = assemble.case_of(loaded.workspace, agreement, facts, loaded.sources, as_of)
    drafts = [a for a in agreement.document.amendments if a.name in d.names]
    last = max(a.effective for a in drafts)
    _suppose(case, drafts)
    before, after = _states(case, last, d.names)
    old, new = side_of(case, loaded, before), side_of(case, loaded, after)
    place = place_of(loaded.sources)
    written = _as_written(loaded, d)

    def compared(one: Side, other: Side, made: Iterable[t.Amendment]) -> tuple[m.Effect, ...]:
        renames = tuple(r for a in made for r in a.renames)
        return for_funds(effects(one, other, renames, place, loaded.workspace.settings.effects), written)

    def between(earlier: Sequence[str], later: Sequence[str]) -> tuple[m.Effect, ...]:
        one, other = (side_of(case, loaded, standing(case, last, x)[0]) for x in (earlier, later))
        return compared(one, other, (a for a in written if a.name in earlier and a.name not in later))

    found = compared(old, new, written)
    found = (*found, *undone(drafts, found, between))
    told = assemble.told_of(loaded.workspace, agreement, loaded.sources, case.as_of)
    wanted = needs(case, d.names, found, told)
    if agreement.first_names:  # as records are, which is by the names that funds had first
        before, after = _states(case, last, d.names, renamed=False)
        old, new = side_of(case, loaded, before), side_of(case, loaded, after)
    makes = [r for x in made_by(case, drafts, found) for r in x.supposed]
    costs, room = replay(case_of_side(case, old), case_of_side(case, new), d.names, supposed=makes)
    trouble = troubles(case, d.names, place, loaded.program.agreements)
    return m.Amended(
        format_version=m.FORMAT_VERSION,
        tool_version=__version__,
        rules_revision=assemble.revision(loaded.workspace.rules),
        agreement=d.agreement,
        title=agreement.title,
        draft=d.names,
        effective=last.isoformat(),
        as_of=case.as_of.isoformat(),
        as_of_from=day_from,
        troubles=trouble,
        effects=found,
        needs=wanted,
        costs=costs,
        headroom=room,
        resolutions=resolutions(wanted, found, case, d.names),
        inputs=inputs_of(loaded.workspace),
        exit_code=_exit_code(trouble, found, wanted, case.as_of),
    )


def _as_written(loaded: Loaded, d: Draft) -> list[t.Amendment]:
    """Return the draft's amendments by the names that it writes itself."""
    document = loaded.program.agreements[d.agreement]
    return [a for a in document.amendments if a.name in d.names]


def _suppose(case: Case, drafts: Iterable[t.Amendment]) -> None:
    """Take the drafts as approved, and as begun on their day: what they would do is asked, not whether."""
    for a in drafts:
        for fund in [None, *funds(case)]:
            case.amended[a.name, fund] = True
            case.supposed.add(a.name)


def _states(
    case: Case, day: date, drafts: Sequence[str], *, renamed: bool = True
) -> tuple[t.Document, t.Document]:
    """Return the agreement as it stands on a day without the drafts, and with them."""
    before, _ = standing(case, day, drafts, renamed=renamed)
    after, _ = standing(case, day, renamed=renamed)
    return before, after


def _of_no_base(d: Draft, as_of: date | None) -> m.Amended:
    """Return what can be said of a draft to an agreement that is not on file."""
    loaded = d.loaded
    day = as_of or loaded.workspace.settings.as_of
    trouble = m.Trouble(
        key="base-not-on-file",
        amendment=d.names[0],
        message=f"The agreement `{d.missing}` is not on file: what a change of it would do cannot be known.",
        verdict="undetermined",
        cure=f"Encode `{d.missing}` in agreements/, or say which agreement is meant.",
        span=None,
    )
    return m.Amended(
        format_version=m.FORMAT_VERSION,
        tool_version=__version__,
        rules_revision=assemble.revision(loaded.workspace.rules),
        agreement=d.missing,
        title="",
        draft=d.names,
        effective="",
        as_of=day.isoformat() if day else "",
        as_of_from="--as-of" if as_of else "redline.toml" if day else "",
        troubles=(trouble,),
        effects=(),
        needs=(),
        costs=(),
        headroom=(),
        resolutions=(),
        inputs=inputs_of(loaded.workspace),
        exit_code=NOT_DECIDED,
    )


OPEN = ("not-comparable", "text-changed")


def _exit_code(
    trouble: Iterable[m.Trouble], found: Iterable[m.Effect], wanted: Iterable[m.Need], day: date
) -> int:
    """Return 1 where something stands in the way, 3 where something is missing or open yet, else 0."""
    wanted, trouble = list(wanted), list(trouble)
    late = any(n.standing == "missing" and n.by and n.by < day.isoformat() for n in wanted)
    forbidden = any(n.standing == "forbidden" for n in wanted)
    if late or forbidden or any(x.verdict == "violated" for x in trouble):
        return IN_THE_WAY
    undecided = any(e.direction == "undecided" or e.key in OPEN for e in found)
    if undecided or trouble or any(n.standing not in ("on file", "kept") for n in wanted):
        return NOT_DECIDED
    return NOTHING_IN_THE_WAY
