"""Register files: YAML, sections of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.facts import tree
from checker.facts.entries import Entry, Fault, Kinds, Loc, Reading, checked, numbered, once
from checker.facts.models import Model
from checker.facts.scalars import Nothing, wanted
from checker.facts.text import text_of
from checker.facts.tree import Items, Node, Scalar
from checker.source import Source, Span
from checker.typed.types import FactKind
from checker.values.spelling import did_you_mean, listed, nearest, shown

LARGEST = 20 * 1024 * 1024
"""Bytes: a hundred thousand entries; what is larger is a ledger in disguise."""

_NULLS = ("null", "Null", "NULL", "~")


def read_register(
    path: str, data: bytes, kinds: Kinds, models: Mapping[str, Model], counts: Mapping[str, int]
) -> Reading:
    """Return what a register file holds. ``counts`` says how many entries of each kind went before.

    May report P003, F001 to F006, F017, F018.
    """
    everything = frozenset(kind.name for kind in kinds.values() if kind.store == "register")
    if len(data) > LARGEST:
        message = f"the register file is larger than {LARGEST // 1024**2} MB"
        help = "split it, or keep what is so much in a ledger table"
        return _unread(diagnostic("F001", message, Place(path), help=help), everything)
    text = text_of(path, data)
    if isinstance(text, Diagnostic):
        return _unread(text, everything)
    source = Source(path, text)
    root = tree.tree_of(source)
    if isinstance(root, Diagnostic):
        lost = everything if root.code == "F017" else frozenset[str]()
        return Reading((), (root,), source, lost)
    if not isinstance(root, tree.Mapping):
        message = "a register file holds sections, each with a list of entries"
        return Reading((), (diagnostic("F005", message, _first_line(source, root)),), source, everything)
    return _Register(source, kinds, models).reading(root, counts)


def _unread(problem: Diagnostic, incomplete: frozenset[str]) -> Reading:
    return Reading((), (problem,), None, incomplete)


def _first_line(source: Source, node: Node) -> Span:
    line, _ = source.line_column(node.span.start)
    return source.span(node.span.start, min(node.span.end, node.span.start + len(source.line(line))))


@dataclass(frozen=True, slots=True)
class _Register:
    """One file, and what its entries are checked against."""

    source: Source
    kinds: Kinds
    models: Mapping[str, Model]

    def reading(self, root: tree.Mapping, counts: Mapping[str, int]) -> Reading:
        entries: list[Entry] = []
        found = list(_repeated(root))
        incomplete: set[str] = set()
        number = Counter(counts)
        for key, node in _first_pairs(root):
            kind = self._kind(key.text)
            items, problems = self._items(kind, key, node)
            found += problems
            if problems:
                incomplete |= self._meant(key.text)
            if kind is None:
                continue
            for item in items:
                entry, wrong = self._entry(kind, item, number[kind.name] + 1)
                found += wrong
                if entry is None:
                    incomplete.add(kind.name)
                    continue
                number[kind.name] += 1
                entries.append(entry)
        return Reading(tuple(entries), tuple(found), self.source, frozenset(incomplete))

    def _kind(self, section: str) -> FactKind | None:
        return next((k for k in self._sections() if k.section == section), None)

    def _sections(self) -> tuple[FactKind, ...]:
        return tuple(kind for kind in self.kinds.values() if kind.store == "register")

    def _meant(self, section: str) -> set[str]:
        """Return the kinds that a section, perhaps misspelled, holds."""
        names = {section, *nearest(section, [kind.section for kind in self._sections()])}
        return {kind.name for kind in self._sections() if kind.section in names}

    def _items(
        self, kind: FactKind | None, key: Scalar, node: Node
    ) -> tuple[tuple[Node, ...], tuple[Diagnostic, ...]]:
        if kind is None:
            return (), (self._unknown_section(key),)
        if isinstance(node, Items):
            return node.items, ()
        message = f"the section {shown(key.text)} wants a list of entries"
        help = "begin each entry with `- `; write [] if there are none"
        where = key.span if _is_blank(node) else _first_line(self.source, node)
        return (), (diagnostic("F005", message, where, help=help),)

    def _unknown_section(self, key: Scalar) -> Diagnostic:
        names = [kind.section for kind in self._sections()]
        ledger = any(k.section == key.text for k in self.kinds.values() if k.store == "ledger")
        if ledger:
            message = f"{shown(key.text)} is kept in a ledger table, not in a register file"
            return diagnostic("F006", message, key.span)
        help = did_you_mean(key.text, names)
        known = "" if help else f"; the sections of a register are {listed(sorted(names))}"
        message = f"no fact is kept in a section {shown(key.text)}{known}"
        return diagnostic("F006", message, key.span, help=help)

    def _entry(self, kind: FactKind, node: Node, number: int) -> tuple[Entry | None, list[Diagnostic]]:
        if not isinstance(node, tree.Mapping):
            message = f"an entry of {kind.name} is wanted here, with the keys of its fields"
            where = _first_line(self.source, node)
            return None, [diagnostic("F005", message, where, related=_declared(kind))]
        places = NodePlaces(self.source, node)
        entry, faults = checked(
            kind,
            self.models[kind.name],
            _raw_entry(node),
            self.kinds,
            places,
            self.source.path,
            numbered(kind, number),
        )
        problems = list(_repeated_within(node))
        problems += [_reported(fault, places) for fault in once(faults, _meant_fields)]
        return entry, problems


def _meant_fields(fault: Fault) -> tuple[str, ...]:
    return nearest(str(fault.loc[-1]), [field.name for field in fault.kind.fields])


@dataclass(frozen=True, slots=True)
class NodePlaces:
    """The places of one entry of a register."""

    source: Source
    node: tree.Mapping

    def at(self, loc: Loc) -> Span:
        """Return the span of the value at ``loc``; of its key when no value stands there."""
        node: Node = self.node
        span = _start(node)
        for step in loc:
            key, inner = _step(node, step)
            if inner is None:
                break
            node = inner
            span = key.span if key and _is_blank(node) else _start(node)
        return span

    def key(self, loc: Loc) -> Span:
        """Return the span of the key at the end of ``loc``."""
        found = _step(self._node(loc[:-1]), loc[-1])[0]
        return found.span if found else self.at(loc[:-1])

    def line(self, loc: Loc) -> int:
        """Return the line that the entry at ``loc`` begins on."""
        return self.source.line_column(self._node(loc).span.start)[0]

    def _node(self, loc: Loc) -> Node:
        node: Node = self.node
        for step in loc:
            node = _step(node, step)[1] or node
        return node


def _step(node: Node, step: str | int) -> tuple[Scalar | None, Node | None]:
    if isinstance(node, Items) and isinstance(step, int):
        return None, node.items[step]
    if isinstance(node, tree.Mapping) and isinstance(step, str):
        return node.firsts.get(step, (None, None))
    return None, None


def _start(node: Node) -> Span:
    """Return what to point at for ``node``: a scalar itself, otherwise where it begins."""
    match node:
        case tree.Mapping(pairs=((key, _), *_)):
            return key.span
        case Items(items=(first, *_)):
            return _start(first)
        case _:
            return node.span


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _raw_entry(node: tree.Mapping) -> dict[str, Any]:
    return {key.text: _raw(value) for key, value in _first_pairs(node) if not _is_blank(value)}


def _raw(node: Node) -> Any:
    match node:
        case Scalar():
            return Nothing.NULL if node.plain and node.text in _NULLS else node.text
        case Items():
            return tuple(_raw(item) for item in node.items)
        case tree.Mapping():
            return _raw_entry(node)


def _first_pairs(node: tree.Mapping) -> Iterator[tuple[Scalar, Node]]:
    return (pair for pair in node.pairs if node.firsts[pair[0].text] is pair)


def _repeated(node: tree.Mapping) -> Iterator[Diagnostic]:
    first: dict[str, Scalar] = {}
    for key, _ in node.pairs:
        before = first.setdefault(key.text, key)
        if before is not key:
            message = f"the key {shown(key.text)} stands here again"
            yield diagnostic("F004", message, key.span, related=[(before.span, "it stands here first")])


def _repeated_within(node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, tree.Mapping):
        yield from _repeated(node)
        for _, value in node.pairs:
            yield from _repeated_within(value)
    elif isinstance(node, Items):
        for item in node.items:
            yield from _repeated_within(item)


def _declared(kind: FactKind, fault: Fault | None = None) -> list[tuple[Span, str]]:
    if fault and fault.field:
        return [(fault.field.span, f"declared here: {wanted(fault.field)}")]
    return [(kind.span, f"{kind.name} is declared here")]


def _reported(fault: Fault, places: NodePlaces) -> Diagnostic:
    related = _declared(fault.kind, fault)
    name = shown(str(fault.loc[-1])) if fault.loc else ""
    match fault.what:
        case "unknown":
            names = [field.name for field in fault.kind.fields]
            help = did_you_mean(str(fault.loc[-1]), names)
            known = "" if help else f"; its keys are {listed(names)}"
            message = f"{name} is no key of {fault.kind.name}{known}"
            return diagnostic("F002", message, places.key(fault.loc), related=related, help=help)
        case "missing":
            message = f"the entry of {fault.kind.name} lacks {name}"
            return diagnostic("F003", message, places.at(fault.loc), related=related)
        case _:
            message = f"{name}: {fault.message}" if fault.field else fault.message
            return diagnostic("F005", message, places.at(fault.loc), related=related, help=fault.help)
