"""Diagnostics as JSON values, for editors and code hosts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.diagnostics.record import Diagnostic, Label
from checker.source import Source, Span

JsonObject = dict[str, object]


def to_json(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> list[JsonObject]:
    """Return one object for each diagnostic, in their fixed order.

    Lines and columns are 1-based and in code points; the end is one past the last character.
    They are null where nothing is known. For a table, ``line`` is its row (the header is 1)
    and ``field`` the name of the column.
    """
    return [_object(d, sources) for d in sorted(diagnostics, key=lambda d: d.sort_key)]


def _object(d: Diagnostic, sources: Mapping[str, Source]) -> JsonObject:
    return {
        "code": d.code,
        "slug": d.slug,
        "severity": d.severity,
        "message": d.message,
        **_where(d.primary, sources),
        "help": d.help,
        "related": [_where(label, sources) for label in d.related],
    }


def _where(label: Label, sources: Mapping[str, Source]) -> JsonObject:
    """Return a label's text and place."""
    where = label.where
    line = column = end_line = end_column = field = None
    if not isinstance(where, Span):
        line = end_line = where.row
        field = where.column
    elif where.path in sources:
        source = sources[where.path]
        line, column = source.line_column(where.start)
        end_line, end_column = source.line_column(max(where.start, where.end))
    return {
        "path": where.path,
        "line": line,
        "column": column,
        "endLine": end_line,
        "endColumn": end_column,
        "field": field,
        "label": label.text,
    }
