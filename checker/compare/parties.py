"""Parties and the head of the document: who is substituted, which classes and laws come or go, and days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from checker.compare import worse_off
from checker.compare.making import Pair, difference
from checker.compare.same import same_party
from checker.compare.sides import union
from checker.findings.amended import Effect
from checker.typed import nodes as t
from checker.typed.types import DATE


def party_effects(pair: Pair) -> Iterator[Effect]:
    """Yield who is a party now that was not, no longer, or under another name."""
    old, new = pair.before.document.parties, pair.after.document.parties
    for name in union(old, new):
        one, other = old.get(name), new.get(name)
        if one is not None and other is not None and _same(pair, one, other):
            continue
        yield _party(pair, name, one, other)


def _same(pair: Pair, old: t.Party, new: t.Party) -> bool:
    """Tell whether a party is the same; the titles of a declared renaming may stay names of it."""
    names = (tuple(n for n in p.names if n not in pair.titles) for p in (old, new))
    one, other = (replace(p, names=n) for p, n in zip((old, new), names, strict=True))
    return same_party(one, other)


def _party(pair: Pair, name: str, old: t.Party | None, new: t.Party | None) -> Effect:
    there = new or old
    assert there is not None
    given: dict[str, Any] = {
        "old": old.title if old else "",
        "new": new.title if new else "",
        "reaches": tuple(union(pair.before.reached(name), pair.after.reached(name))),
        "span": there.span,
    }
    element = f"party {name}"
    if old is None or new is None:
        lost = (name,) if new is None else ()
        return pair.make("party-added" if old is None else "party-dropped", element, worse_off=lost, **given)
    if old.title != new.title:
        note = "If it is the same under a new name, declare the renaming."
        return pair.make("party-substituted", element, worse_off=(old.title,), note=note, **given)
    given |= {"old": _names(old), "new": _names(new)}
    return pair.make("party-changed", element, **given)


def _names(p: t.Party) -> str:
    days = [f"from {p.since}"] if p.since else []
    days += [f"until {p.until}"] if p.until else []
    return ", ".join((*p.names, *days))


# --- the head --------------------------------------------------------------------------------


def head_effects(pair: Pair) -> Iterator[Effect]:
    """Yield what the head of the document says otherwise."""
    yield from _days(pair)
    yield from _classes(pair)
    yield from _tabled_classes(pair)
    yield from _regulations(pair)
    for field in ("title", "dated", "plan_under", "agreement_with", "funds_in"):
        old, new = getattr(pair.before.document, field), getattr(pair.after.document, field)
        if old != new:
            yield pair.make(
                "head-changed",
                f"agreement {field.replace('_', ' ')}",
                old=str(old or ""),
                new=str(new or ""),
                span=pair.after.document.span,
            )


def _days(pair: Pair) -> Iterator[Effect]:
    old, new = pair.before.document, pair.after.document
    if old.effective != new.effective:
        yield pair.make(
            "effective-date-changed",
            "agreement effective",
            old=str(old.effective or ""),
            new=str(new.effective or ""),
            change=difference(old.effective, new.effective, DATE),
            span=new.span,
        )
    if old.until != new.until and not _superseded(old, new):
        longer = (new.until or date.max) > (old.until or date.max)
        yield pair.make(
            "term-lengthened" if longer else "term-shortened",
            "agreement until",
            old=str(old.until or "open"),
            new=str(new.until or "open"),
            change=difference(old.until, new.until, DATE),
            direction="raised" if longer else "lowered",
            decided_by="figures",
            worse_off=worse_off.of_amount(pair.after, "raised" if longer else "lowered"),
            span=new.span,
        )


def _superseded(old: t.Document, new: t.Document) -> bool:
    """Tell whether the one ended because the other took its place."""
    return (
        old.name != new.name
        and old.until is not None
        and new.until is None
        and new.effective == old.until + timedelta(1)
    )


def _classes(pair: Pair) -> Iterator[Effect]:
    old, new = pair.before.document.shares, pair.after.document.shares
    for name in union(old, new):
        if name in old and name in new:
            continue
        came = name in new
        yield pair.make(
            "class-added" if came else "class-dropped",
            "agreement shares",
            share_class=name,
            old="" if came else name,
            new=name if came else "",
            worse_off=(f"holders of {name}",) if came else worse_off.payees(pair.before, None),
            span=pair.after.document.span,
        )


def _tabled_classes(pair: Pair) -> Iterator[Effect]:
    """Yield the classes that come or go with rows of a schedule: head and list of funds tell their own."""
    old, new = (_in_tables(side.document) for side in (pair.before, pair.after))
    told = {*pair.before.document.shares, *pair.after.document.shares}
    for name in union(old, new):
        if name in told or (name in old and name in new):
            continue
        came = name in new
        schedule, rows = new[name] if came else old[name]
        side = pair.after if came else pair.before
        if schedule == side.document.funds_in:
            continue
        for fund, row in rows.items():
            yield pair.make(
                "class-added" if came else "class-dropped",
                schedule,
                fund=fund,
                share_class=name,
                old="" if came else name,
                new=name if came else "",
                worse_off=(f"holders of {name}",) if came else worse_off.payees(pair.before, None),
                note="The head of the agreement does not name it." if came else "",
                span=row.span,
            )


def _in_tables(d: t.Document) -> dict[str, tuple[str, dict[str, t.Row]]]:
    """Return each class that stands in a schedule, with the rows by fund; the list of funds goes first."""
    found: dict[str, tuple[str, dict[str, t.Row]]] = {}
    for schedule in sorted(d.schedules.values(), key=lambda s: s.name != d.funds_in):
        columns = [f.name for f in schedule.kind.fields if f.type.kind == "share_class"]
        by = next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "")
        for row in schedule.rows if columns else ():
            for column in columns:
                if column in row.values:
                    name, rows = found.setdefault(str(row.values[column]), (schedule.name, {}))
                    if name == schedule.name:
                        rows.setdefault(str(row.values.get(by, "")), row)
    return found


def _regulations(pair: Pair) -> Iterator[Effect]:
    old, new = pair.before.document.under, pair.after.document.under
    for name in union(old, new):
        if name in old and name in new:
            continue
        came = name in new
        yield pair.make(
            "regulation-added" if came else "regulation-dropped",
            f"agreement under {name}",
            old="" if came else name,
            new=name if came else "",
            worse_off=() if came else worse_off.holders(pair.after),
            span=pair.after.document.span,
        )
