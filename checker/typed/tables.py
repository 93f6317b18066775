"""Tables: kinds of fact from ``fact`` declarations, schedules from ``schedule`` declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

import pyparsing as pp

from checker.source import Span
from checker.syntax import nodes as s
from checker.syntax.expressions import constant
from checker.typed import nodes as t
from checker.typed.definitions import cited
from checker.typed.expressions import a
from checker.typed.scope import Context
from checker.typed.types import (
    BODY,
    DATE,
    FUND,
    MONEY,
    NUMBER,
    PARTY,
    PERIOD,
    RATE,
    SHARE_CLASS,
    TEXT,
    YES_NO,
    FactKind,
    Field,
    Presence,
    Store,
    Type,
    list_of,
    record_of,
)
from checker.values.spelling import did_you_mean

HEADER = ("field", "type", "presence", "meaning")
PRESENCES = ("key", "required", "optional")
PLAIN: dict[str, tuple[Type, bool, str]] = {
    "text": (TEXT, False, ""),
    "fund": (FUND, False, ""),
    "share class": (SHARE_CLASS, False, ""),
    "party": (PARTY, False, ""),
    "body": (BODY, False, ""),
    "date": (DATE, False, ""),
    "yes/no": (YES_NO, False, ""),
    "money": (MONEY, False, ""),
    "number": (NUMBER, False, ""),
    "count": (NUMBER, True, ""),
    "percentage": (NUMBER, False, ""),
    "rate": (RATE, False, ""),
    "month": (Type("period", name="month"), False, "month"),
    "quarter": (Type("period", name="quarter"), False, "quarter"),
    "year": (Type("period", name="year"), False, "year"),
    "period": (PERIOD, False, "days"),
}
_NAME = re.compile(r"[a-z][a-z0-9_]*")

SCHEDULE_TYPES: dict[str, Type] = {
    **{k: v[0] for k, v in PLAIN.items()},
    **{f"rate per {p}": Type("number", per=p) for p in ("day", "month", "quarter", "year")},
    **{f"money per {p}": Type("money", per=p) for p in ("day", "month", "quarter", "year")},
}


def mended(name: str) -> str:
    """Return the name that was probably meant, so that its uses are not reported as well.

    >>> mended("Service fee")
    'service_fee'
    """
    return re.sub(r"\W+", "_", name.lower()).strip("_")


# --- facts -----------------------------------------------------------------------------------


def fact_kind(ctx: Context, d: s.FactDecl, known: set[str]) -> FactKind:
    """Return the kind that a ``fact`` declares; ``known`` are the names of all facts."""
    entries = {e.keyword: e for e in d.entries}
    store, section = _store(ctx, d, entries)
    _check_header(ctx, d.table)
    fields: dict[str, Field] = {}
    for row in d.table.rows:
        field = _field(ctx, row, known)
        if field is None:
            continue
        if field.name in fields:
            first = fields[field.name].span
            ctx.report(
                "N002",
                f"the field `{field.name}` stands twice",
                field.span,
                related=((first, "the first one"),),
            )
            continue
        fields[field.name] = field
    dated = _field_named(ctx, entries.get("dated"), fields)
    actor = _field_named(ctx, entries.get("by"), fields)
    return FactKind(d.name.text, d.title.value, store, section, tuple(fields.values()), d.span, dated, actor)


def _store(ctx: Context, d: s.FactDecl, entries: dict[str, s.Entry]) -> tuple[Store, str]:
    for keyword in ("register", "ledger"):
        if keyword in entries:
            value = entries[keyword].values[0]
            assert isinstance(value, s.Name)
            return keyword, value.text
    if "part of others" in entries:
        return "part", ""
    ctx.report(
        "P007",
        f"`{d.name.text}` does not say where it is kept",
        d.name.span,
        help="write `register ...`, `ledger ...` or `part of others`",
    )
    return "part", ""


def _check_header(ctx: Context, table: s.Table) -> None:
    found = tuple(c.text for c in table.header)
    if found != HEADER and table.rows:
        ctx.report(
            "P008",
            "a fact's table has the columns " + ", ".join(HEADER),
            table.header[0].span.to(table.header[-1].span),
        )


def _field_named(ctx: Context, entry: s.Entry | None, fields: dict[str, Field]) -> str | None:
    if entry is None:
        return None
    name = entry.values[0]
    assert isinstance(name, s.Name)
    if name.text not in fields:
        ctx.unknown("N003", "the fact has no field", name.text, list(fields), name.span)
        return None
    return name.text


def _field(ctx: Context, row: tuple[s.Cell, ...], known: set[str]) -> Field | None:
    """Return the field of a row, as well as it can be told: its uses are not reported as well."""
    if len(row) != len(HEADER):
        return None
    name, type_, presence, meaning = row
    if not _NAME.fullmatch(name.text):
        ctx.report("P011", f"`{name.text}` is no name", name.span, help="names use a-z, 0-9 and _")
        ctx.names.lost += (s.Lost("column"),)
    found = field_type(type_.text, known)
    if found is None and not (type_.text and ctx.names.is_lost(type_.text.split()[-1])):
        kinds = ", ".join([*PLAIN, "one of ...", "list of FACT", "FACT"])
        help_ = did_you_mean(type_.text, [*PLAIN, *known]) or f"types are {kinds}"
        ctx.report("T009", f"`{type_.text}` is no type", type_.span, help=help_)
    kept: Presence = "optional"
    if presence.text in PRESENCES:
        kept = presence.text  # type: ignore[assignment]
    else:
        ctx.report("T009", f"`{presence.text}` is none of {', '.join(PRESENCES)}", presence.span)
    made, at_least, whole, series = found or (Type("error"), None, False, "")
    return Field(mended(name.text), made, kept, meaning.text, name.span, at_least, whole, series)


def field_type(text: str, known: set[str]) -> tuple[Type, int | None, bool, str] | None:
    """Return the type, least value, wholeness and series that a type cell stands for."""
    base, _, bound = (p.strip() for p in text.partition("at least"))
    at_least = int(bound) if bound.isdigit() else None
    if bound and at_least is None:
        return None
    if base in PLAIN:
        made, whole, series = PLAIN[base]
        return made, 0 if base == "count" and at_least is None else at_least, whole, series
    if bound:
        return None
    if base.startswith("one of "):
        members = tuple(m.strip() for m in base.removeprefix("one of ").split(","))
        return (Type("one_of", members=members), None, False, "") if all(members) else None
    if base.startswith("list of ") and base.removeprefix("list of ") in known:
        return list_of(base.removeprefix("list of ")), None, False, ""
    return (record_of(base), None, False, "") if base in known else None


# --- schedules -------------------------------------------------------------------------------


def schedule(ctx: Context, d: s.ScheduleDecl) -> t.Schedule:
    """Return the schedule that a declaration or an amendment's table makes."""
    title = d.title.value if d.title else ""
    made = _made(ctx, d.name.text, title, cited(d.citation), d.keys, d.table, d.span)
    return replace(made, on_file=d.on_file)


def _made(
    ctx: Context,
    name: str,
    title: str,
    citation: t.Citation | None,
    keys: tuple[s.Name, ...],
    table: s.Table,
    span: Span,
    before: FactKind | None = None,
) -> t.Schedule:
    fields = tuple(_columns(ctx, table, before))
    kind = FactKind(name, title, "part", "", fields, span)
    known = tuple(k.text for k in keys if kind.field(k.text) is not None)
    wanted = known or tuple(f.name for f in fields if f.type.kind == "fund")[:1]
    for k in keys:
        if k.text not in known:
            ctx.unknown("N004", f"`{name}` has no column", k.text, [f.name for f in fields], k.span)
    before_rows = len(ctx.problems)
    rows = tuple(_row(ctx, kind, row, wanted) for row in table.rows if len(row) == len(fields))
    made = t.Schedule(name, title, citation or t.Citation("", "", span), wanted, kind, rows, span)
    if len(known) == len(keys) and len(ctx.problems) == before_rows:
        check_repeats(ctx, made)
    return made


def amended(ctx: Context, base: t.Schedule, table: s.Table, span: Span) -> t.Schedule:
    """Return ``base`` with the rows of a new table.

    Its header names the columns again; one without a type has that of the column before.
    """
    keys = tuple(s.Name(k, span) for k in base.keys)
    return _made(ctx, base.name, base.title, base.citation, keys, table, span, base.kind)


def _columns(ctx: Context, table: s.Table, before: FactKind | None) -> Iterator[Field]:
    seen: dict[str, Span] = {}
    for i, cell in enumerate(table.header):
        name, _, type_text = (p.strip() for p in cell.text.partition(":"))
        if not _NAME.fullmatch(name) and not ctx.names.has_lost("row"):
            ctx.report(
                "P011", f"`{name}` is no name for a column", cell.span, help="names use a-z, 0-9 and _"
            )
            name = mended(name)
            ctx.names.lost += (s.Lost("column"),)
        if name in seen:
            ctx.report(
                "N002",
                f"the column `{name}` stands twice",
                cell.span,
                related=((seen[name], "the first one"),),
            )
        seen[name] = cell.span
        same = before.field(name) if before and not type_text else None
        cells = [r[i] for r in table.rows if i < len(r)]
        found = same.type if same else _column_type(ctx, name, type_text, cell, cells)
        yield Field(name, found, "optional", "", cell.span)


def _column_type(ctx: Context, name: str, text: str, cell: s.Cell, cells: list[s.Cell]) -> Type:
    if text:
        if text in SCHEDULE_TYPES:
            return SCHEDULE_TYPES[text]
        where = Span(cell.span.path, cell.span.end - len(text), cell.span.end)
        help_ = did_you_mean(text, SCHEDULE_TYPES) or "types are " + ", ".join(SCHEDULE_TYPES)
        ctx.report("T009", f"`{text}` is no type for a column", where, help=help_)
        return Type("error")
    if name in ("from", "until"):
        return DATE
    if name in ("fund", "party", "body", "date"):
        return SCHEDULE_TYPES[name]
    if name == "share_class":
        return SHARE_CLASS
    if not any(c.text for c in cells) and ctx.names.has_lost("row"):
        return Type("error")
    literals = [_constant(c.text) for c in cells if c.text]
    kinds = {x.kind for x in literals if x} | ({"text"} if None in literals else set())
    plain = {"money": MONEY, "percent": NUMBER, "number": NUMBER, "date": DATE, "yes_no": YES_NO}
    return plain.get(kinds.pop(), TEXT) if len(kinds) == 1 else TEXT


@lru_cache(4096)
def _constant(text: str) -> s.Literal | None:
    """Return the constant that a cell holds; the same few stand in row after row."""
    try:
        found = constant.parse_string(text, parse_all=True)[0]
    except pp.ParseBaseException:
        return None
    return found if isinstance(found, s.Literal) else None


def _row(ctx: Context, kind: FactKind, cells: tuple[s.Cell, ...], keys: tuple[str, ...]) -> t.Row:
    values: dict[str, Fraction | date | str | bool] = {}
    for field, cell in zip(kind.fields, cells, strict=True):
        if not cell.text and field.name in keys:
            ctx.report("T009", f"the cell is empty, and rows are looked up by `{field.name}`", cell.span)
        if not cell.text or field.type.kind == "error":
            continue
        value = cell_value(field.type, cell.text)
        if value is None:
            not_of_column(ctx, cell.text, field, cell.span)
            continue
        values[field.name] = value
    return t.Row(values, cells[0].span.to(cells[-1].span))


def not_of_column(ctx: Context, text: str, field: Field, where: Span) -> None:
    """Report T009, a text that its column cannot hold; P005 for a date that does not exist."""
    if field.type.kind == "error":
        return
    found = _constant(text)
    if found is not None and found.kind == field.type.kind == "date":
        ctx.report("P005", f"the date `{text}` does not exist", where)
        return
    bare = found is not None and found.kind == "number" and field.type.kind == "number"
    ctx.report(
        "T009",
        f"`{text}` is not {a(field.type)}",
        where,
        related=((field.span, f"the column's type is {field.type}"),),
        help="a rate is written with its % sign: 0.25%" if bare else None,
    )


def cell_value(type_: Type, text: str) -> Fraction | date | str | bool | None:
    """Return the value of a cell, None when it is not of the column's type."""
    if type_.kind in ("text", "fund", "share_class", "party", "body"):
        return text
    found = _constant(text)
    wanted = {"money": ("money",), "number": ("percent", "number"), "date": ("date",), "yes_no": ("yes_no",)}
    if found is None or found.kind not in wanted.get(type_.kind, ()):
        return None
    if type_.kind == "number" and type_.per and found.kind != "percent":
        return None
    if found.per and found.per != type_.per:
        return None
    return None if type_.kind == "date" and not isinstance(found.value, date) else found.value


def check_repeats(ctx: Context, made: t.Schedule) -> None:
    """Report A011 when two rows hold for the same key on the same day."""
    seen: dict[tuple[object, ...], list[t.Row]] = {}
    if not made.keys:
        return
    for row in made.rows:
        key = tuple(row.values.get(k) for k in made.keys)
        for other in seen.setdefault(key, []):
            if _overlap(row, other):
                shown = ", ".join(str(k) for k in key)
                ctx.report(
                    "A011",
                    f"`{made.name}` has two rows for `{shown}`",
                    row.span,
                    related=((other.span, "the first one"),),
                )
        seen[key].append(row)


def _overlap(a: t.Row, b: t.Row) -> bool:
    latest = max(a.since or date.min, b.since or date.min)
    return latest <= min(a.until or date.max, b.until or date.max)
