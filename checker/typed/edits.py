"""Edits of a schedule: rows put in, taken out and changed; what they do not find is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.expressions import a
from checker.typed.scope import Context
from checker.typed.tables import amended, cell_value, check_repeats, not_of_column

ScheduleEdit = s.ReplaceSchedule | s.AddRows | s.RemoveRows | s.SetCells
Absent = Callable[[str, Span], None]
"""Takes note of what an edit is about and that is not there."""


def edited(ctx: Context, base: t.Schedule, edit: ScheduleEdit, absent: Absent) -> t.Schedule:
    """Return a schedule as an edit leaves it."""
    match edit:
        case s.ReplaceSchedule():
            made = replace(amended(ctx, base, edit.table, edit.span), on_file=True)
            _check_columns(ctx, base, made)
            return made
        case s.AddRows():
            new = amended(ctx, base, edit.table, edit.span)
            _check_columns(ctx, base, new, adding=True)
            made = replace(base, rows=(*base.rows, *new.rows))
            check_repeats(ctx, made)
            return made
        case s.RemoveRows():
            picked = _picked(ctx, base, edit.where, edit.schedule, absent)
            kept = tuple(r for r, hit in zip(base.rows, picked, strict=True) if not hit)
            return replace(base, rows=kept)
        case s.SetCells():
            return _set(ctx, base, edit, absent)


def _picked(
    ctx: Context, base: t.Schedule, where: s.Expr | None, name: s.Name, absent: Absent
) -> list[bool]:
    """Return which rows ``where`` picks; none is told, unless the rows are not on file."""
    before = len(ctx.problems)
    picked = [where is None or _picks(ctx, base, r, where) for r in base.rows]
    lost = ctx.names.has_lost("amendment", "row", "column")
    if not any(picked) and len(ctx.problems) == before and not lost:
        absent(f"no row of `{base.name}` is meant by this", where.span if where else name.span)
    return picked


def _set(ctx: Context, base: t.Schedule, edit: s.SetCells, absent: Absent) -> t.Schedule:
    picked = _picked(ctx, base, edit.where, edit.schedule, absent)
    values = dict(_value(ctx, base, column, e) for column, e in edit.changes)
    values.pop("", None)
    rows = tuple(
        t.Row({**r.values, **values}, edit.span) if hit else r
        for r, hit in zip(base.rows, picked, strict=True)
    )
    made = replace(base, rows=rows)
    if any(column in base.keys for column in values):
        check_repeats(ctx, made)
    return made


def _check_columns(ctx: Context, base: t.Schedule, made: t.Schedule, *, adding: bool = False) -> None:
    """Report columns that rows are added to and that are not there, and those of another type than before."""
    for f in made.kind.fields:
        before = base.kind.field(f.name)
        if before is None and adding:
            known = [x.name for x in base.kind.fields]
            ctx.unknown("N004", f"`{base.name}` has no column", f.name, known, f.span)
        if before is not None and before.type != f.type and "error" not in (before.type.kind, f.type.kind):
            message = f"the column `{f.name}` is {a(f.type)} here, and {a(before.type)} before"
            ctx.report("T009", message, f.span, related=((before.span, "the column before"),))


def _value(ctx: Context, base: t.Schedule, column: s.Name, e: s.Expr) -> tuple[str, t.CellValue]:
    field = base.kind.field(column.text)
    if field is None:
        known = [f.name for f in base.kind.fields]
        ctx.unknown("N004", f"`{base.name}` has no column", column.text, known, column.span)
        return "", ""
    if not isinstance(e, s.Literal):
        ctx.report("A013", "a cell is set to a constant, and this is none", e.span)
        return "", ""
    value = cell_value(field.type, _written(e))
    if value is None:
        not_of_column(ctx, _written(e), field, e.span)
        return "", ""
    return column.text, value


def _picks(ctx: Context, base: t.Schedule, row: t.Row, where: s.Expr) -> bool:
    match where:
        case s.Binary(op="and"):
            return _picks(ctx, base, row, where.left) and _picks(ctx, base, row, where.right)
        case s.Binary(op="or"):
            return _picks(ctx, base, row, where.left) or _picks(ctx, base, row, where.right)
        case s.Not():
            return not _picks(ctx, base, row, where.operand)
        case s.Compare(op="is" | "is not", left=s.Ref() as column, right=s.Literal() as literal):
            same = row.values.get(column.name) == _constant(ctx, base, column, literal)
            return same == (where.op == "is")
        case s.AmongThese(operand=s.Ref() as column):
            literals = [i for i in where.items if isinstance(i, s.Literal)]
            if len(literals) == len(where.items):
                among = {_constant(ctx, base, column, i) for i in literals}
                return (row.values.get(column.name) in among) != where.negated
    ctx.report(
        "A013",
        "rows are picked by comparing columns with constants",
        where.span,
        help='write `where fund is "..."`',
    )
    return False


def _constant(ctx: Context, base: t.Schedule, column: s.Ref, literal: s.Literal) -> t.CellValue | None:
    """Return a constant as the column holds it.

    What is wrong is said for each row, and told once: equal diagnostics are one.
    """
    field = base.kind.field(column.name)
    if field is None:
        known = [f.name for f in base.kind.fields]
        ctx.unknown("N004", f"`{base.name}` has no column", column.name, known, column.span)
        return None
    value = cell_value(field.type, _written(literal))
    if value is None:
        not_of_column(ctx, _written(literal), field, literal.span)
    return value


def _written(e: s.Literal) -> str:
    """Return a constant as it would stand in a cell."""
    text = e.written or str(e.value)
    return f"{text} per {e.per}" if e.per else text
