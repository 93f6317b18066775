"""The rows and cells of a schedule: what each difference is called, for which fund, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.compare import worse_off
from checker.compare.making import difference, raised, value_shown
from checker.compare.meaning import Meaning
from checker.compare.rows import Beside, Changed
from checker.compare.table import Table, sole_class
from checker.compare.worse_off import Who
from checker.findings.amended import Direction, Effect

FEW = 3
"""So many funds are named as what another may have been called before."""


def row_effects(table: Table, each: Beside, done: set[str]) -> Iterator[Effect]:
    """Yield what is different in the rows of one key; ``done`` are columns of which all is said."""
    presence = each.presence()
    listing = _listing(table, each, presence)
    yield from listing
    cells = list(_cells(table, each, done, bool(presence)))
    yield from cells
    if table.one is None or table.other is None or table.charged:
        return  # what its rows bound is said, and that it came or went
    if presence and not (listing or cells or table.listed.came_or_went(table.fund(each))):
        yield from (_row(table, each, p) for p in presence)
    elif not (presence or cells) and each.differs_but_for(done):
        yield _unseen(table, each)


def _cells(table: Table, each: Beside, done: set[str], part: bool) -> Iterator[Effect]:
    for column in table.columns:
        if column in done or column in table.charged:
            continue
        for change in each.changes(column):
            whole = change.old is not None and change.new is not None
            if whole or table.bounding(column) or not part:
                yield _cell(table, each, column, change)


def _row(table: Table, each: Beside, p: Changed) -> Effect:
    return table.make(
        "row-added" if p.new else "row-removed",
        table.name,
        fund=table.fund(each),
        share_class=table.share_class(each),
        which=joined(table.which(each), p.which),
        span=p.row.span,
        **{"new" if p.new else "old": table.cells(p.row)},
    )


def _unseen(table: Table, each: Beside) -> Effect:
    return table.make(
        "row-changed",
        table.name,
        fund=table.fund(each),
        share_class=table.share_class(each),
        which=table.which(each),
        span=each.row.span,
        note="Only days before the agreement takes effect, or how its rows divide the days, are different.",
    )


# --- the list of funds -----------------------------------------------------------------------


def _listing(table: Table, each: Beside, presence: Sequence[Changed]) -> list[Effect]:
    """Return what it is that a fund, or a class of it, is listed on one side only."""
    if not (table.is_list and table.fund(each)) or table.rekeyed:
        return []
    return [e for p in presence for e in _listed(table, each, p)]


def _listed(table: Table, each: Beside, p: Changed) -> Iterator[Effect]:
    fund, share_class = table.fund(each), table.share_class(each)
    came = bool(p.new)
    side = table.pair.after if came else table.pair.before
    given: dict[str, Any] = {"fund": fund, "which": p.which, "span": p.row.span, "decided_by": "figures"}
    given["new" if came else "old"] = table.cells(p.row)
    lost = worse_off.holders(side, share_class) if came else worse_off.payees(side, None)
    if share_class and not table.listed.came_or_went(fund):
        key = "class-added" if came else "class-dropped"
        yield table.make(key, table.name, share_class=share_class, worse_off=lost, **given)
    elif not share_class or table.first_rows[fund] is p.row:
        yield table.make(
            "fund-added" if came else "fund-dropped",
            table.name,
            share_class="" if share_class else sole_class(side),
            worse_off=worse_off.holders(side) if came else lost,
            note=_perhaps_renamed(table, came),
            **given,
        )


def _perhaps_renamed(table: Table, came: bool) -> str:
    others = table.listed.dropped if came else table.listed.added
    if not 0 < len(others) <= FEW:
        return ""
    names = " or ".join(others)
    old = f"a new name of {names}" if came else f"called {names} now"
    return f"If it is {old}, the renaming is to be declared."


# --- one cell --------------------------------------------------------------------------------


def _cell(table: Table, each: Beside, column: str, change: Changed) -> Effect:
    meaning = table.meaning(column)
    type_ = table.type(column)
    percent = meaning is not None and meaning.money
    given: dict[str, Any] = {
        "fund": table.fund(each),
        "share_class": table.share_class(each) or sole_class(table.pair.after),
        "old": value_shown(change.old, type_, percent),
        "new": value_shown(change.new, type_, percent),
        "change": difference(change.old, change.new, type_, percent),
        "which": joined(table.which(each), change.which),
        "span": change.row.span,
        "decided_by": "figures",
    }
    element = f"{table.name}.{column}"
    if table.registrant(column):
        given["worse_off"] = worse_off.holders(table.pair.after, given["share_class"])
        return table.make("fund-moved", element, **table.used(column), **given)
    if not table.bounding(column):
        return table.make("row-changed", element, **table.used(column), **given)
    direction = raised(change.old, change.new, meaning.sign if meaning else 1)
    rule = meaning.rule if meaning else None
    return table.make(
        _key(table, each, column, change, direction),
        element,
        direction=direction,
        worse_off=_worse(table, each, column, change, direction),
        clause=rule.name if rule else "",
        paragraph=rule.citation.paragraph if rule else "",
        note=_note(table, each, change, meaning),
        **given,
    )


def _key(table: Table, each: Beside, column: str, change: Changed, direction: Direction) -> str:
    stem = _stem(table, column)
    if stem == "rate" and not direction and _limits_only(table, each, column):
        stem = "cap"
    if stem == "fixed-amount":
        return "fixed-amount-changed"
    came_or_went = "added" if change.old is None else "removed" if change.new is None else ""
    return f"{stem}-{came_or_went or direction or 'raised'}"


def _stem(table: Table, column: str) -> str:
    meaning = table.meaning(column)
    if meaning is None or (table.is_rate(column) and meaning.kind in ("cap", "fixed")):
        return "rate"
    return {"cap": "cap", "minimum": "minimum", "fixed": "fixed-amount"}[meaning.kind]


def _worse(table: Table, each: Beside, column: str, change: Changed, direction: Direction) -> Who:
    """Return who is worse off: by more to pay the holders, by less, or a new limit, who is paid."""
    meaning = table.meaning(column)
    came = change.old is None
    if came or change.new is None:
        limit = _stem(table, column) == "cap" or _limits_only(table, each, column)
        direction = "raised" if came != limit else "lowered"
    side = table.pair.after if change.new is not None else table.pair.before
    share_class = table.share_class(each) or sole_class(side)
    return table.worse(side, direction, share_class, meaning.rule if meaning else None)


def _limits_only(table: Table, each: Beside, column: str) -> bool:
    """Tell whether a rate only limits what another rate of the same row, which stays, lets be paid."""
    meaning = table.meaning(column)
    if meaning is None or meaning.kind != "cap" or "minimum" in meaning.also:
        return False
    rates = (c for c in table.columns if c != column and table.is_rate(c))
    kept = (each.stretches[-1].has(c) for c in rates)
    return any(old is not None and old == new for old, new in kept)


def _note(table: Table, each: Beside, change: Changed, meaning: Meaning | None) -> str:
    said = []
    fund = table.fund(each)
    if change.old is None and fund in table.listed.added:
        said.append("It comes with the fund.")
    elif change.new is None and fund in table.listed.dropped:
        said.append("It goes with the fund.")
    elif change.old is None and meaning is not None:
        said.append(f"A new limit: {meaning.rule.name}.")
    if meaning is None:
        said.append("No clause bounds a payment by it.")
    elif "minimum" in meaning.also:
        said.append("It is also the least that is paid.")
    return " ".join(said)


def joined(*parts: str) -> str:
    """Return what is not empty, with commas."""
    return ", ".join(p for p in parts if p)
