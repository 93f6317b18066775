"""A pydantic model of each kind of fact, made from its declaration and nothing else.

The models check register entries and ledger rows, and give the JSON Schema of both.
Input is a mapping from field names to text, typed cells, or tuples of mappings (nested
entries); a field without a value is left out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, ForwardRef, TypeAlias

from pydantic import BaseModel, ConfigDict, PlainValidator, WithJsonSchema, create_model
from pydantic import Field as ModelField
from pydantic.json_schema import models_json_schema
from pydantic_core import PydanticCustomError

from checker.facts.scalars import read
from checker.facts.shapes import Schema, schema_of
from checker.facts.store import Value
from checker.facts.wrong import Wrong
from checker.typed.types import FactKind, Field

Model: TypeAlias = type[BaseModel]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VOCABULARIES_KEPT = 64
REMEMBERED = 4096
"""Texts per field whose value is kept: a ledger names the same days and funds many times."""


def attribute(field: Field) -> str:
    """Return the model's attribute of a field; prefixed, so that ``copy`` or ``json`` may be a field."""
    return f"field_{field.name}"


def model_for(kind: FactKind, kinds: Mapping[str, FactKind]) -> Model:
    """Return the model of ``kind``; ``kinds`` holds every kind it nests or refers to."""
    return models_for({**kinds, kind.name: kind})[kind.name]


def models_for(kinds: Mapping[str, FactKind]) -> Mapping[str, Model]:
    """Return the model of every kind, by its name; each is made when it is asked for."""
    return _models_for(tuple(kinds.items()))


@lru_cache(VOCABULARIES_KEPT)
def _models_for(items: tuple[tuple[str, FactKind], ...]) -> Mapping[str, Model]:
    return _Models(dict(items))


class _Models(Mapping[str, Model]):
    """Models by the names of their kinds; one is made with all those that it nests."""

    def __init__(self, kinds: Mapping[str, FactKind]) -> None:
        self.kinds = kinds
        self.aliases = {name: f"Kind{n}" for n, name in enumerate(kinds)}
        self.made: dict[str, Model] = {}

    def __getitem__(self, name: str) -> Model:
        if name not in self.made:
            self._make(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def _make(self, name: str) -> None:
        # Kinds may nest one another in a circle: models are made first, and joined afterwards.
        new = {n: _model(self.kinds[n], self.kinds, self.aliases) for n in self._nested(name)}
        self.made |= new
        namespace = {self.aliases[n]: model for n, model in self.made.items()}
        for model in new.values():
            model.model_rebuild(_types_namespace=namespace)

    def _nested(self, name: str) -> list[str]:
        """Return the kind and all that it nests, however deep, but for those made already."""
        found: dict[str, None] = {}
        todo = [name]
        while todo:
            here = todo.pop()
            if here in found or here in self.made:
                continue
            found[here] = None
            inner = (f.type.name for f in self.kinds[here].fields if f.type.kind == "list")
            todo += [n for n in inner if n in self.kinds]
        return list(found)


def register_schema(kinds: Mapping[str, FactKind]) -> Schema:
    """Return the JSON Schema of a register file: sections, each a list of entries."""
    return _schema(kinds, "register", "A register file")


def ledger_schema(kinds: Mapping[str, FactKind]) -> Schema:
    """Return the JSON Schema of all ledgers: sections, each a list of rows by column name."""
    return _schema(kinds, "ledger", "The ledger tables")


def _schema(kinds: Mapping[str, FactKind], store: str, title: str) -> Schema:
    models = models_for(kinds)
    kept = [kind for kind in kinds.values() if kind.store == store]
    inputs = [(models[kind.name], "validation") for kind in kept]
    refs, joined = models_json_schema(inputs, ref_template="#/$defs/{model}")  # type: ignore[arg-type]
    sections = {
        kind.section: {"type": "array", "items": refs[models[kind.name], "validation"]} for kind in kept
    }
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "$defs": joined.get("$defs", {}),
    }


def _model(kind: FactKind, kinds: Mapping[str, FactKind], aliases: Mapping[str, str]) -> Model:
    config = ConfigDict(strict=True, extra="forbid", frozen=True, title=kind.title)
    fields: dict[str, Any] = {
        attribute(field): _declared(field, kinds, aliases) for field in _listed_once(kind.fields)
    }
    return create_model(kind.name, __config__=config, **fields)


def _listed_once(fields: Iterable[Field]) -> Iterable[Field]:
    return {field.name: field for field in fields}.values()


def _declared(field: Field, kinds: Mapping[str, FactKind], aliases: Mapping[str, str]) -> tuple[Any, Any]:
    type_: Any
    if field.type.kind == "list" and field.type.name in aliases:
        type_ = tuple[ForwardRef(aliases[field.type.name]), ...]  # type: ignore[misc]
    else:
        type_ = Annotated[object, PlainValidator(_reader(field, kinds)), WithJsonSchema(schema_of(field))]
    about: dict[str, Any] = {"alias": field.name, "title": field.name, "description": field.meaning}
    if field.presence == "optional":
        return type_ | None, ModelField(None, **about)
    return type_, ModelField(**about)


def _reader(field: Field, kinds: Mapping[str, FactKind]) -> Callable[[object], Value | None]:
    @lru_cache(REMEMBERED)
    def from_text(text: str) -> Value | None:
        return read(field, text, kinds)

    def validate(raw: object) -> Value | None:
        if raw == "":
            raise PydanticCustomError("empty", "empty")
        try:
            return from_text(raw) if isinstance(raw, str) else read(field, raw, kinds)
        except Wrong as wrong:
            context = {"message": wrong.message, "help": wrong.help}
            raise PydanticCustomError("wrong", "{message}", context) from None

    return validate
