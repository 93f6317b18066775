"""What reading one file gives: entries, and what pydantic found wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from pydantic import BaseModel, ValidationError

from checker.diagnostics.record import Diagnostic, Place
from checker.facts.models import Model, attribute
from checker.facts.scalars import key_text, read, wanted
from checker.facts.store import Record, Value
from checker.facts.wrong import Wrong
from checker.source import Source, Span
from checker.typed.types import FactKind, Field

Loc: TypeAlias = tuple[str | int, ...]
"""The way to a value inside an entry: a field, and for nested entries its number and field."""
Kinds: TypeAlias = Mapping[str, FactKind]
Raw: TypeAlias = Mapping[str, Any]
"""An entry as it was written: field names to text, typed cells, or tuples of such mappings."""


class Places(Protocol):
    """Where the values of one entry stand."""

    def at(self, loc: Loc) -> Span | Place:
        """Return where the value at ``loc`` stands, or what comes nearest to it."""

    def line(self, loc: Loc) -> int:
        """Return the line of the entry at ``loc`` in its file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry on file, right or wrong.

    ``record`` is None when something in it is wrong; what could be read is still in
    ``values``, because other facts may refer to it. ``wrong`` holds what is reported already.
    """

    kind: FactKind
    key: str | None
    values: Mapping[str, Any]
    places: Places
    record: Record | None
    wrong: frozenset[Loc] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds. ``incomplete`` names the kinds that more entries may be lost of."""

    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    source: Source | None = None
    incomplete: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in an entry: at ``loc``, whose field is of ``kind``.

    ``what`` is ``unknown`` (no such field), ``missing`` (no value), or ``wrong``.
    """

    what: str
    loc: Loc
    kind: FactKind
    field: Field | None
    message: str = ""
    help: str | None = None


def checked(
    kind: FactKind, model: Model, raw: Raw, kinds: Kinds, places: Places, path: str, fallback_key: str
) -> tuple[Entry, tuple[Fault, ...]]:
    """Return the entry that ``raw`` is, and every fault in it.

    ``fallback_key`` is the key of an entry whose kind has none.
    """
    try:
        valid = model.model_validate(raw)
    except ValidationError as error:
        faults = tuple(_faults(error, kind, kinds))
        key = _readable_key(kind, raw, kinds) if kind.key else fallback_key
        return Entry(kind, key, raw, places, None, frozenset(f.loc for f in faults)), faults
    make = _Maker(kinds, places, path)
    record = make.record(kind, valid, (), fallback_key)
    return Entry(kind, record.key, record.values, places, record), ()


def _readable_key(kind: FactKind, raw: Raw, kinds: Kinds) -> str | None:
    if kind.key is None or raw.get(kind.key.name, "") == "":
        return None
    try:
        value = read(kind.key, raw[kind.key.name], kinds)
    except Wrong:
        return None
    return None if value is None else key_text(value)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes records of checked models, nested ones included."""

    kinds: Kinds
    places: Places
    path: str

    def record(self, kind: FactKind, model: BaseModel, loc: Loc, fallback_key: str) -> Record:
        values: dict[str, Value] = {}
        for field in kind.fields:
            value = getattr(model, attribute(field))
            if field.type.kind == "list" and isinstance(value, tuple):
                values[field.name] = self._nested(self.kinds[field.type.name], value, (*loc, field.name))
            elif value is not None:
                values[field.name] = value
        key = key_text(values[kind.key.name]) if kind.key and kind.key.name in values else fallback_key
        return Record(kind.name, key, values, self.path, self.places.line(loc))

    def _nested(self, kind: FactKind, models: tuple[BaseModel, ...], loc: Loc) -> tuple[Record, ...]:
        return tuple(
            self.record(kind, model, (*loc, n), numbered(kind, n + 1)) for n, model in enumerate(models)
        )


def numbered(kind: FactKind, number: int) -> str:
    """Return the key of the ``number``-th entry (from 1) of a kind whose entries have none."""
    return f"{kind.section or kind.name}[{number}]"


def _faults(error: ValidationError, kind: FactKind, kinds: Kinds) -> Iterator[Fault]:
    for found in error.errors(include_url=False, include_input=False):
        loc = found["loc"]
        owner, field = _owner(kind, loc, kinds)
        yield _fault(found["type"], loc, owner, field, found.get("ctx", {}))


def _fault(type_: str, loc: Loc, owner: FactKind, field: Field | None, context: Mapping[str, Any]) -> Fault:
    match type_:
        case "missing" | "empty":
            return Fault("missing", loc, owner, field)
        case "extra_forbidden":
            return Fault("unknown", loc, owner, None)
        case "wrong":
            return Fault("wrong", loc, owner, field, context["message"], context["help"])
        case "tuple_type":
            what = wanted(field) if field else "a list"
            return Fault("wrong", loc, owner, field, f"{what} is wanted here", "begin each entry with `- `")
        case _:
            message = f"an entry of {owner.name} is wanted here, with the keys of its fields"
            return Fault("wrong", loc, owner, field, message)


def _owner(kind: FactKind, loc: Loc, kinds: Kinds) -> tuple[FactKind, Field | None]:
    """Return the kind that the last name in ``loc`` is a field of, and that field."""
    field: Field | None = None
    for step in loc:
        if isinstance(step, int) and field is not None:
            kind, field = kinds.get(field.type.name, kind), None
        elif isinstance(step, str):
            field = kind.field(step)
    return kind, field


def once(faults: tuple[Fault, ...], meant: Callable[[Fault], tuple[str, ...]]) -> Iterator[Fault]:
    """Yield the faults without each missing field that an unknown name plainly stands for."""
    spelled = {(*f.loc[:-1], name) for f in faults if f.what == "unknown" for name in meant(f)}
    return (f for f in faults if not (f.what == "missing" and f.loc in spelled))
