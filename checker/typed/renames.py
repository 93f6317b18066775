"""Names that change: in the head of an agreement that restates another, and by an amendment.

What is said to have been renamed must be there, under the old name in the one text and under the
new one in the other. May report N001, N002, N004, N008 and N010.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from checker.diagnostics import Diagnostic, diagnostic
from checker.typed import nodes as t
from checker.values.spelling import did_you_mean, shown

_WHERE = {"clause": "clauses", "definition": "definitions", "schedule": "schedules"}
_CODES = {"fund": "N008", "column": "N004"}


def with_titles(typed: Mapping[str, t.Document]) -> dict[str, t.Document]:
    """Return documents whose heads call a renamed party by the title that it had, where that is on file."""
    return {name: _with_titles(d, typed.get(d.restates)) for name, d in typed.items()}


def _with_titles(d: t.Document, old: t.Document | None) -> t.Document:
    titles = {n: p.title for n, p in old.parties.items()} if old is not None else {}
    made = tuple(
        replace(r, old=titles[r.old]) if r.kind == "party" and r.old in titles else r for r in d.renames
    )
    return d if made == d.renames else replace(d, renames=made)


def head_renames(typed: Mapping[str, t.Document], unread: Collection[str]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the renames in the heads of agreements.

    Nothing is said of the names of those that could not be read in whole (``unread``).
    """
    for d in typed.values():
        if d.restates == d.name:
            yield diagnostic("N010", f"`{d.name}` cannot restate itself", d.span)
        if not d.renames or d.name in unread:
            continue
        if not d.restates:
            message = f"`{d.name}` renames something, and does not say what agreement it restates"
            yield diagnostic("P007", message, d.renames[0].span, help="write `restates` and its name")
        yield from _repeated(d.renames)
        old = typed.get(d.restates)
        for r in d.renames:
            yield from _unknown(r, r.new, d, column_of=r.old.partition(".")[0], renames=d.renames)
            if old is not None and old is not d and old.name not in unread:
                yield from _unknown(r, r.old, old)


def _repeated(renames: Sequence[t.Rename]) -> Iterator[Diagnostic]:
    for side in ("old", "new"):
        seen: dict[tuple[str, ...], t.Rename] = {}
        for r in renames:
            name = getattr(r, side)
            schedule = r.old.partition(".")[0] if r.kind == "column" and side == "new" else ""
            first = seen.setdefault((r.kind, schedule, name), r)
            if first is not r:
                message = f"two renames are {'of' if side == 'old' else 'to'} the {r.kind} `{name}`"
                yield diagnostic("N002", message, r.span, related=[(first.span, "the first one")])


def _unknown(
    r: t.Rename, name: str, d: t.Document, column_of: str = "", renames: Sequence[t.Rename] = ()
) -> Iterator[Diagnostic]:
    """Yield that a name of a rename stands for nothing in a document."""
    if r.kind == "column":
        schedule, _, column = name.rpartition(".")
        new = {x.old: x.new for x in renames if x.kind == "schedule"}
        schedule = schedule or new.get(column_of, column_of)
        if not any(s.name == schedule for s in _schedules(d)):
            known = [s.name for s in _schedules(d)]
            yield _not_there("N001", f"{d.name} has no schedule", schedule, known, r)
            return
        known = [f.name for s in _schedules(d) if s.name == schedule for f in s.kind.fields]
        if column not in known:
            yield _not_there("N004", f"`{schedule}` of {d.name} has no column", column, known, r)
        return
    known = list(names_of(d, r.kind, by_title=name == r.new))
    if name not in known and not (r.kind == "fund" and _is_open(d)):
        yield _not_there(_CODES.get(r.kind, "N001"), f"{d.name} has no {r.kind}", name, known, r)


def _not_there(code: str, what: str, name: str, known: Sequence[str], r: t.Rename) -> Diagnostic:
    return diagnostic(code, f"{what} {shown(name)}", r.span, help=did_you_mean(name, set(known)))


def _schedules(d: t.Document) -> Iterator[t.Schedule]:
    yield from d.schedules.values()
    for a in d.amendments:
        yield from a.schedules.values()


def _is_open(d: t.Document) -> bool:
    """Tell whether funds may be in rows that are not on file."""
    return any(not s.on_file for s in d.schedules.values())


def names_of(d: t.Document, kind: str, *, by_title: bool) -> dict[str, None]:
    """Return the names of a kind that a document or its amendments use, a party's titles among them."""
    texts: tuple[t.Document | t.Amendment, ...] = (d, *d.amendments)
    match kind:
        case "fund":
            return dict.fromkeys(f for s in _schedules(d) for f in names_in(s, "fund"))
        case "class":
            held = [b.holders for x in texts for b in x.bodies.values() if b is not None]
            listed = [c for s in _schedules(d) for c in names_in(s, "share_class")]
            again = [r.new for a in d.amendments for r in a.renames if r.kind == "class"]
            return dict.fromkeys(c for c in (*d.shares, *held, *listed, *again) if c)
        case "party":
            found = [p for x in texts for p in x.parties.values() if p is not None]
            titles = [p.title for p in found]
            return dict.fromkeys(titles if by_title else [*titles, *(p.name for p in found)])
        case _:
            what = _WHERE[kind]
            return dict.fromkeys(n for x in texts for n in getattr(x, what))


def names_in(s: t.Schedule, kind: str) -> Iterator[str]:
    """Yield the funds or classes (a type) that stand in the rows of a schedule."""
    columns = [f.name for f in s.kind.fields if f.type.kind == kind]
    for row in s.rows:
        yield from (str(row.values[c]) for c in columns if c in row.values)
