"""Facts without what is on file of the draft itself: under the old terms there is no such thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from checker.facts.store import Facts, Record, Value


def without(facts: Facts, drafts: Collection[str]) -> Facts:
    """Return facts without the records that go by the name of a draft, and without what names it.

    A change of a charge, a case in which a prospectus waives it, a redemption for which it was
    waived: where they are called as the draft is, they are what it does.
    """
    made = {kind: _records(records, drafts) for kind, records in facts.by_kind.items()}
    same = all(made[kind] is records for kind, records in facts.by_kind.items())
    return facts if same else Facts(made, facts.digests)


def with_records(facts: Facts, more: Sequence[Record]) -> Facts:
    """Return facts with more records; one that is on file already by its key is not doubled."""
    made = dict(facts.by_kind)
    for record in more:
        there = made.get(record.kind, ())
        if all(r.key != record.key for r in there):
            made[record.kind] = (*there, record)
    return Facts(made, facts.digests)


def _records(records: tuple[Record, ...], drafts: Collection[str]) -> tuple[Record, ...]:
    if not any(_names(r.values, drafts) or r.key in drafts for r in records):
        return records
    kept = (r for r in records if r.key not in drafts)
    return tuple(replace(r, values=_values(r.values, drafts)) for r in kept)


def _names(values: Mapping[str, Value], drafts: Collection[str]) -> bool:
    return any(
        _of_draft(v, drafts) or (isinstance(v, tuple) and any(_names(r.values, drafts) for r in v))
        for v in values.values()
    )


def _values(values: Mapping[str, Value], drafts: Collection[str]) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            whole = (r for r in value if not any(_of_draft(v, drafts) for v in r.values.values()))
            made[name] = tuple(replace(r, values=_values(r.values, drafts)) for r in whole)
        elif not _of_draft(value, drafts):
            made[name] = value
    return made


def _of_draft(value: object, drafts: Collection[str]) -> bool:
    return isinstance(value, str) and value in drafts
