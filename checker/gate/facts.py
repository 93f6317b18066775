"""What changed of the facts on file: records that came, went or are others, counted by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checker.facts.store import Record
from checker.findings.gated import FactsChanged
from checker.gate.states import State

FIRST = 5


def facts_changed(before: State, after: State) -> Iterator[FactsChanged]:
    """Yield what changed, of each agreement and of the facts that concern all of them, by kind."""
    was, now = _folders(before), _folders(after)
    for shared in (True, False):
        seen: set[str] = set()
        for name in dict.fromkeys([*was, *now]):
            old = _records(before, was.get(name), shared)
            new = _records(after, now.get(name), shared)
            for kind in sorted(old.keys() | new.keys()):
                if shared and (kind in seen or name not in was or name not in now):
                    continue
                found = _changed("" if shared else name, kind, old.get(kind, []), new.get(kind, []))
                if found is not None:
                    seen.add(kind)
                    yield found


def _folders(state: State) -> dict[str, str]:
    """Return the folder of each agreement: facts are its own wherever it lies."""
    return {name: state.folder(name) for name in state.loaded.program.agreements}


def _records(state: State, folder: str | None, shared: bool) -> dict[str, list[Record]]:
    facts = state.loaded.facts.get(folder) if folder is not None else None
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
    if isinstance(value, Record) and value.values.keys() == {"name", "value"}:
        return f"{_said(value.values['name'])} {_said(value.values['value'])}"
    if isinstance(value, Record):
        return ", ".join(f"{name} {said}" for name, said in _values(value))
    return str(value)
