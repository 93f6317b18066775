"""Parquet files as tables: which column types can hold which fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.diagnostics.record import Diagnostic, Place, diagnostic
from checker.facts.ledger import HEADER_ROW, Row, Table
from checker.facts.scalars import wanted
from checker.typed.types import FactKind, Field
from checker.values.spelling import shown

ROWS_AT_ONCE = 65_536

_NUMBERS = frozenset({"text", "whole", "decimal"})
_FITTING: dict[str, frozenset[str]] = {
    "money": _NUMBERS,
    "number": _NUMBERS,
    "duration": frozenset({"text", "whole"}),
    "date": frozenset({"text", "date"}),
    "yes_no": frozenset({"text", "boolean"}),
    "error": frozenset({"text", "whole", "decimal", "date", "boolean"}),
}
_STORE_AS = {
    "money": "a decimal or as text",
    "number": "a decimal or as text",
    "duration": "an integer or as text",
    "date": "a date without time, or as text",
    "yes_no": "a boolean or as text",
}


def parquet_table(path: str, data: bytes, kind: FactKind) -> Table | Diagnostic:
    """Return the table in a Parquet file. May report F001, F018; F010 for columns as a whole."""
    if not data:
        return diagnostic("F018", "the ledger file is empty", Place(path))
    import pyarrow as pa  # heavy to load, and most workspaces keep CSV
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        schema = file.schema_arrow
        names, types = tuple(schema.names), schema.types
    except (pa.ArrowException, OSError, ValueError, TypeError, MemoryError) as error:
        return _unreadable(path, error)
    problems = [_misfit(path, name, type_, kind) for name, type_ in zip(names, types, strict=True)]
    refused = frozenset(index for index, problem in enumerate(problems) if problem)
    rows = _rows(path, file, frozenset(range(len(names))) - refused)
    return Table(names, rows, refused, tuple(problem for problem in problems if problem))


def _rows(path: str, file: Any, wanted_columns: frozenset[int]) -> Iterator[Row | Diagnostic]:
    import pyarrow as pa

    row = HEADER_ROW
    try:
        for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
            none = [None] * batch.num_rows
            columns = [
                batch.column(index).to_pylist() if index in wanted_columns else none
                for index in range(batch.num_columns)
            ]
            for cells in zip(*columns, strict=True):
                row += 1
                yield row, list(cells)
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError, MemoryError) as error:
        yield _unreadable(path, error)


def _unreadable(path: str, error: BaseException) -> Diagnostic:
    reason = (str(error).splitlines() or [""])[0][:200].rstrip(".")
    return diagnostic("F001", f"the Parquet file cannot be read: {reason}", Place(path))


def _misfit(path: str, name: str, type_: Any, kind: FactKind) -> Diagnostic | None:
    """Return what is wrong with a column's type for the field of its name, if anything."""
    field = kind.field(name)
    held = _held(type_)
    if field is None or held == "nothing" or held in _fitting(field):
        return None
    where = Place(path, HEADER_ROW, name)
    related = [(field.span, f"declared here: {wanted(field)}")]
    help = "store it as " + _STORE_AS.get(field.type.kind, "text")
    if held == "float" and field.type.kind in ("money", "number"):
        message = f"the column {shown(name)} holds binary floating point ({type_}), which is not exact"
    else:
        message = f"the column {shown(name)} holds {type_}, and {wanted(field)} is wanted"
    return diagnostic("F010", message, where, related=related, help=help)


def _fitting(field: Field) -> frozenset[str]:
    if field.type.kind == "period":
        extra = {"year": {"whole"}, "month": set[str](), "quarter": set[str]()}.get(field.period, {"date"})
        return frozenset({"text", *extra})
    return _FITTING.get(field.type.kind, frozenset({"text"}))


def _held(type_: Any) -> str:
    import pyarrow.types as types

    if types.is_dictionary(type_):
        type_ = type_.value_type
    tests = (
        ("nothing", types.is_null),
        ("text", types.is_string),
        ("text", types.is_large_string),
        ("text", types.is_string_view),
        ("decimal", types.is_decimal),
        ("whole", types.is_integer),
        ("date", types.is_date),
        ("boolean", types.is_boolean),
        ("float", types.is_floating),
    )
    return next((name for name, holds in tests if holds(type_)), "other")
