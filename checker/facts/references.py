"""What facts say of one another: keys that are unique, references and funds that are on file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.facts.entries import Entry, Kinds, Loc
from checker.facts.scalars import key_text, read
from checker.facts.store import Record
from checker.facts.wrong import Wrong
from checker.source import Span
from checker.typed.types import FactKind, Field
from checker.values.spelling import did_you_mean, shown

FUND_KIND = "known_fund"
"""The kind whose entries are funds, if it is declared: its keys are names of funds."""
LINKS_SHOWN = 8
PLACES_SHOWN = 3
COMPARISONS = 300_000
"""Pairs of names compared for hints in one run: two or three seconds at most."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A field that names a fund or another fact: its way from the entry, and the name."""

    loc: Loc
    field: Field
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """An entry, or one nested in it: its kind, way from the entry, key and values."""

    kind: FactKind
    loc: Loc
    key: str | None
    values: Mapping[str, Any]


def funds_on_file(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the names of funds that register entries or ledger rows declare."""
    return frozenset(e.key for e in entries if e.kind.name == FUND_KIND and e.key is not None)


def repeated_keys(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Diagnostic]]:
    """Yield each entry whose key another entry of its kind had before. Reports F012."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        field = entry.kind.key
        if field is None or entry.key is None or (field.name,) in entry.wrong:
            continue
        before = first.setdefault((entry.kind.name, entry.key), entry)
        if before is not entry:
            related = [(before.places.at((field.name,)), "it stands here first")]
            message = f"another {entry.kind.name} has the key {shown(entry.key)} already"
            yield entry, diagnostic("F012", message, entry.places.at((field.name,)), related=related)


def repeated_parts(entries: Sequence[Entry], kinds: Kinds) -> Iterator[Diagnostic]:
    """Yield keys that stand twice in one list of nested entries. Reports F012."""
    for entry in entries:
        if not _has(entry.kind, "list"):
            continue
        first: dict[tuple[Loc, str], Loc] = {}
        for part in _parts(entry, kinds):
            if part.kind.key is None or part.key is None or not part.loc:
                continue
            loc = (*part.loc, part.kind.key.name)
            before = first.setdefault((part.loc[:-1], part.key), loc)
            if before != loc:
                related = [(entry.places.at(before), "it stands here first")]
                message = f"another {part.kind.name} of this entry has the key {shown(part.key)} already"
                yield diagnostic("F012", message, entry.places.at(loc), related=related)


def dangling(
    entries: Sequence[Entry], kinds: Kinds, funds: frozenset[str], incomplete: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield names of funds and facts that are not on file. Reports F013, F019.

    Kinds in ``incomplete`` are passed over: what they lack may stand in what was not read.
    """
    on_file = _keys_on_file(entries, kinds)
    linked = {name for name, kind in kinds.items() if _has(kind, "fund", "record", "list")}
    found: dict[tuple[str, str, str], list[Span | Place]] = {}
    for entry in entries:
        for mention in _mentions(entry, kinds) if entry.kind.name in linked else ():
            is_fund = mention.field.type.kind == "fund"
            target = FUND_KIND if is_fund else mention.field.type.name
            known = funds if is_fund else on_file[target]
            if mention.name not in known and target not in incomplete:
                wrong = (target, "" if is_fund else mention.field.name, mention.name)
                found.setdefault(wrong, []).append(entry.places.at(mention.loc))
    hints = _Hints()
    for (target, field, name), places in found.items():
        is_fund = not field
        help = hints.of("any fund" if is_fund else target, name, funds if is_fund else on_file[target])
        yield _dangling(target, field, name, places, help)


def _dangling(
    target: str, field: str, name: str, places: Sequence[Span | Place], help: str | None
) -> Diagnostic:
    """Return one report of a name, at its first place: it is one mistake wherever it is repeated."""
    first, *others = places
    related = [(place, "and here") for place in others[:PLACES_SHOWN]]
    more = f", here and in {len(others)} other places" if len(others) > PLACES_SHOWN else ""
    if not field:
        message = f"no schedule and no register names a fund {shown(name)}{more}"
        return diagnostic("F019", message, first, related=related, help=help)
    message = f"{shown(field)}: no {target} with the key {shown(name)} is on file{more}"
    return diagnostic("F013", message, first, related=related, help=help)


class _Hints:
    """Near misses, each looked up once: a ledger repeats a wrong name in many rows.

    Comparisons are counted, so that thousands of wrong names do not keep the reader waiting.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], str | None] = {}
        self._left = COMPARISONS

    def of(self, group: str, name: str, known: Set[str]) -> str | None:
        if (group, name) not in self._found and self._left > 0:
            self._left -= len(known)
            self._found[group, name] = did_you_mean(name, known)
        return self._found.get((group, name))


def circles(entries: Sequence[Entry], kinds: Kinds) -> Iterator[Diagnostic]:
    """Yield each circle of facts of one kind that refer to one another. Reports F014."""
    for kind in kinds.values():
        own = {e.key: e for e in reversed(entries) if e.kind.name == kind.name and e.key is not None}
        if own and _may_refer_to_itself(kind, kinds):
            yield from _circles_within(kind, dict(reversed(own.items())), kinds)


def _circles_within(kind: FactKind, own: Mapping[str, Entry], kinds: Kinds) -> Iterator[Diagnostic]:
    links = {key: _links(entry, kind, own, kinds) for key, entry in own.items()}
    for ring in _rings(links):
        first = own[ring[0]]
        after = (*ring[1:], ring[0])
        where = first.places.at(links[ring[0]][after[0]])
        related = [
            (own[key].places.at(links[key][to]), f"{shown(key)} refers to {shown(to)}")
            for key, to in list(zip(ring, after, strict=True))[1:LINKS_SHOWN]
        ]
        if len(ring) == 1:
            message = f"the {kind.name} {shown(ring[0])} refers to itself"
        else:
            message = f"the {kind.name} {shown(ring[0])} refers back to itself through {_through(ring[1:])}"
        yield diagnostic("F014", message, where, related=related)


def _links(entry: Entry, kind: FactKind, own: Mapping[str, Entry], kinds: Kinds) -> dict[str, Loc]:
    """Return the entries of its own kind that ``entry`` refers to, and where it does."""
    mentions = [m for m in _mentions(entry, kinds) if m.field.type.kind == "record"]
    return {m.name: m.loc for m in mentions if m.field.type.name == kind.name and m.name in own}


def _through(keys: Sequence[str]) -> str:
    more = len(keys) - LINKS_SHOWN
    return ", ".join(shown(key) for key in keys[:LINKS_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _rings(links: Mapping[str, Mapping[str, Loc]]) -> Iterator[list[str]]:
    """Yield one circle for each link that closes one; without recursion, chains may be long."""
    done: set[str] = set()
    for start in links:
        path: list[str] = []
        at: dict[str, int] = {}
        todo: list[tuple[str, Iterator[str]]] = []
        if start not in done:
            todo.append((start, iter(links[start])))
            at[start] = len(path)
            path.append(start)
        while todo:
            key, targets = todo[-1]
            target = next(targets, None)
            if target is None:
                done.add(key)
                todo.pop()
                path.pop()
                del at[key]
            elif target in at:
                yield path[at[target] :]
            elif target not in done:
                todo.append((target, iter(links[target])))
                at[target] = len(path)
                path.append(target)


def _may_refer_to_itself(kind: FactKind, kinds: Kinds) -> bool:
    seen: set[str] = set()
    todo = [kind]
    while todo:
        here = todo.pop()
        if here.name in seen:
            continue
        seen.add(here.name)
        if any(f.type.kind == "record" and f.type.name == kind.name for f in here.fields):
            return True
        todo += [kinds[f.type.name] for f in here.fields if f.type.kind == "list" and f.type.name in kinds]
    return False


def _keys_on_file(entries: Sequence[Entry], kinds: Kinds) -> Mapping[str, set[str]]:
    on_file: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.key is not None:
            on_file[entry.kind.name].add(entry.key)
        for part in _parts(entry, kinds) if _has(entry.kind, "list") else ():
            if part.loc and part.key is not None:
                on_file[part.kind.name].add(part.key)
    return on_file


def _mentions(entry: Entry, kinds: Kinds) -> Iterator[Mention]:
    for part in _parts(entry, kinds):
        for field in part.kind.fields:
            loc = (*part.loc, field.name)
            if field.name not in part.values or loc in entry.wrong:
                continue
            if field.type.kind == "fund" or (field.type.kind == "record" and field.type.name in kinds):
                value = part.values[field.name]
                name = value if entry.record else _name(field, value, kinds)
                if name:
                    yield Mention(loc, field, name)


def _has(kind: FactKind, *types: str) -> bool:
    return any(field.type.kind in types for field in kind.fields)


def _name(field: Field, raw: object, kinds: Kinds) -> str | None:
    try:
        value = read(field, raw, kinds)
    except Wrong:
        return None
    return value if isinstance(value, str) else None


def _parts(entry: Entry, kinds: Kinds) -> Iterator[Part]:
    """Yield the entry itself and all that is nested in it, outermost first."""
    todo = [Part(entry.kind, (), entry.key, entry.values)]
    while todo:
        part = todo.pop()
        yield part
        for field in reversed(part.kind.fields):
            inner = part.values.get(field.name)
            nested = kinds.get(field.type.name)
            if field.type.kind == "list" and nested and isinstance(inner, tuple):
                numbered = reversed(list(enumerate(inner)))
                todo += [_part(nested, (*part.loc, field.name, n), item, kinds) for n, item in numbered]


def _part(kind: FactKind, loc: Loc, item: Any, kinds: Kinds) -> Part:
    if isinstance(item, Record):
        return Part(kind, loc, item.key, item.values)
    values: Mapping[str, Any] = item if isinstance(item, Mapping) else {}
    key = values.get(kind.key.name) if kind.key else None
    if kind.key is None or key is None:
        return Part(kind, loc, None, values)
    try:
        value = read(kind.key, key, kinds)
    except Wrong:
        return Part(kind, loc, None, values)
    return Part(kind, loc, None if value is None else key_text(value), values)
