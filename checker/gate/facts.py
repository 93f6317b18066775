"""What changed of the facts on file: records that came, went or are others, counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checker.facts.store import Facts, Record
from checker.findings.gated import FactsChanged
from checker.gate.states import State

FIRST = 5


def facts_changed(before: State, after: State) -> Iterator[FactsChanged]:
    """Yield what changed, of each agreement and of the facts that concern all of them, by kind."""
    folders = dict.fromkeys([*before.loaded.facts, *after.loaded.facts])
    for shared in (True, False):
        seen: set[str] = set()
        for folder in folders:
            old, new = (_records(s.loaded.facts.get(folder), folder, shared) for s in (before, after))
            for kind in sorted(old.keys() | new.keys()):
                if shared and kind in seen:
                    continue
                found = _changed("" if shared else folder, kind, old.get(kind, []), new.get(kind, []))
                if found is not None:
                    seen.add(kind)
                    yield found


def _records(facts: Facts | None, folder: str, shared: bool) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for kind, records in (facts.by_kind if facts else {}).items():
        for r in records:
            if r.path.startswith(f"agreements/{folder}/") is not shared:
                found.setdefault(kind, []).append(r)
    return found


def _changed(agreement: str, kind: str, old: Sequence[Record], new: Sequence[Record]) -> FactsChanged | None:
    """Return what changed of one kind: by keys, and of records without one by all that they say."""
    was, now = _by_key(old), _by_key(new)
    added = [k for k in now if k not in was]
    removed = [k for k in was if k not in now]
    changed = [k for k in now if k in was and now[k] != was[k]]
    if not (added or removed or changed):
        return None
    first = [f"+ {k}" for k in added] + [f"- {k}" for k in removed] + [f"~ {k}" for k in changed]
    return FactsChanged(
        agreement=agreement,
        kind=kind,
        added=len(added),
        removed=len(removed),
        changed=len(changed),
        first=tuple(first[:FIRST]),
    )


def _by_key(records: Sequence[Record]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    met: Counter[str] = Counter()
    for r in records:
        values = _values(r)
        own = any(r.key == value for _, value in values)  # else it is but a place in the file
        key = r.key if own else ", ".join(value for _, value in values)
        met[key] += 1
        found[key if met[key] == 1 else f"{key} ({met[key]})"] = values
    return found


def _values(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, _said(value)) for name, value in record.values.items()))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(_said(each) for each in value)
    if isinstance(value, Record):
        return ", ".join(f"{name} {said}" for name, said in _values(value))
    return str(value)
