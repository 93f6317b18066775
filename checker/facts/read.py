"""All fact files of one agreement: read, checked one by one, then against one another."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.facts.cap import capped
from checker.facts.entries import Entry, Kinds, Reading
from checker.facts.ledger import csv_table, ledger_kind, meant_kinds, read_ledger
from checker.facts.models import Model, models_for
from checker.facts.parquet import parquet_table
from checker.facts.references import circles, dangling, funds_on_file, repeated_keys, repeated_parts
from checker.facts.register import read_register
from checker.facts.store import Facts, Record
from checker.source import Source
from checker.typed.types import FactKind

REGISTER_ENDINGS = (".yaml", ".yml")
LEDGER_ENDINGS = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class FactFile:
    """One file: its path relative to the workspace, with ``/``, and its bytes."""

    path: str
    data: bytes


def read_facts(
    files: Sequence[FactFile], kinds: Mapping[str, FactKind], known_funds: frozenset[str]
) -> tuple[Facts, tuple[Diagnostic, ...], tuple[Source, ...]]:
    """Return the facts in ``files``, every mistake in them, and the texts the mistakes are in.

    Files are taken in the order of their paths, whatever the order given. ``known_funds`` are
    the funds of the schedules; entries of a kind ``fund`` add theirs. Entries with a mistake
    are left out of the facts, so the facts are complete only if there are no diagnostics.
    Diagnostics are sorted; on rows of one column the same one is repeated 20 times at most and
    then counted. Nothing in a file makes this raise.
    """
    ordered = sorted(files, key=lambda file: file.path)
    readings = _readings(ordered, kinds)
    entries = tuple(entry for reading in readings for entry in reading.entries)
    incomplete = frozenset[str]().union(*(reading.incomplete for reading in readings))
    repeated = list(repeated_keys(entries))
    found = [problem for reading in readings for problem in reading.diagnostics]
    found += capped(_between(entries, kinds, known_funds, incomplete, [problem for _, problem in repeated]))
    facts = Facts(_by_kind(entries, [entry for entry, _ in repeated]), _digests(ordered))
    sources = tuple(reading.source for reading in readings if reading.source)
    return facts, tuple(sorted(found, key=lambda problem: problem.sort_key)), sources


def _readings(files: Sequence[FactFile], kinds: Kinds) -> list[Reading]:
    models = models_for(kinds)
    counts: Counter[str] = Counter()
    readings = []
    for file in files:
        reading = _reading(file, kinds, models, counts)
        counts.update(entry.kind.name for entry in reading.entries)
        readings.append(reading)
    return readings


def _reading(file: FactFile, kinds: Kinds, models: Mapping[str, Model], counts: Mapping[str, int]) -> Reading:
    name = file.path.lower()
    if name.endswith(REGISTER_ENDINGS):
        return read_register(file.path, file.data, kinds, models, counts)
    if not name.endswith(LEDGER_ENDINGS):
        message = "a fact file is a register (.yaml) or a ledger (.csv, .parquet)"
        return Reading(diagnostics=(diagnostic("F015", message, Place(file.path)),))
    kind = ledger_kind(file.path, kinds)
    if isinstance(kind, Diagnostic):
        return Reading(diagnostics=(kind,), incomplete=meant_kinds(file.path, kinds))
    parquet = name.endswith(".parquet")
    table = parquet_table(file.path, file.data, kind) if parquet else csv_table(file.path, file.data)
    if isinstance(table, Diagnostic):
        lost = frozenset({kind.name}) if table.code != "F018" else frozenset[str]()
        return Reading(diagnostics=(table,), incomplete=lost)
    return read_ledger(file.path, table, kind, kinds, models, counts.get(kind.name, 0))


def _between(
    entries: Sequence[Entry],
    kinds: Kinds,
    known_funds: frozenset[str],
    incomplete: frozenset[str],
    repeated: Sequence[Diagnostic],
) -> Iterator[Diagnostic]:
    yield from repeated
    yield from repeated_parts(entries, kinds)
    yield from dangling(entries, kinds, known_funds | funds_on_file(entries), incomplete)
    yield from circles(entries, kinds)


def _by_kind(entries: Sequence[Entry], repeated: Sequence[Entry]) -> dict[str, tuple[Record, ...]]:
    left_out = {id(entry) for entry in repeated}
    by_kind: dict[str, list[Record]] = {}
    for entry in entries:
        if entry.record and id(entry) not in left_out:
            by_kind.setdefault(entry.kind.name, []).append(entry.record)
    return {kind: tuple(records) for kind, records in by_kind.items()}


def _digests(files: Sequence[FactFile]) -> tuple[tuple[str, str], ...]:
    return tuple((file.path, hashlib.sha256(file.data).hexdigest()) for file in files)
