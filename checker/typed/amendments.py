"""Amendments, applied to schedules and clauses; edits of what is not there are reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.clauses import clause
from checker.typed.scope import Context
from checker.typed.tables import amended, cell_value, check_repeats, not_of_column

Schedules = dict[str, t.Schedule]


def amendments(ctx: Context, declared: list[s.Amendment], document: str) -> tuple[t.Amendment, ...]:
    """Return the amendments to ``document``, in the order in which they take effect."""
    dated = [(d, _effective(ctx, d)) for d in declared if _is_to(ctx, d, document)]
    ordered = sorted(((e, d) for d, e in dated if e is not None), key=lambda x: (x[0], x[1].span))
    schedules = dict(ctx.names.schedules)
    clauses = {n for n, d in ctx.names.own.items() if isinstance(d, s.Clause)}
    made = []
    for effective, d in ordered:
        done = _Applied(ctx, schedules, clauses, document)
        for edit in d.edits:
            done.apply(edit)
        title = d.title.value if d.title else ""
        made.append(t.Amendment(d.name.text, title, effective, done.changed, done.clauses_changed, d.span))
        schedules, clauses = done.schedules, done.clauses
    return tuple(made)


def _is_to(ctx: Context, d: s.Amendment, document: str) -> bool:
    if d.to.text == document:
        return True
    ctx.names.lost += (s.Lost("amendment", d.name.text),)
    ctx.report(
        "A008",
        f"`{d.name.text}` amends `{d.to.text}`, which is not the agreement of this folder",
        d.to.span,
        help=f"the agreement here is `{document}`" if document else None,
    )
    return False


def _effective(ctx: Context, d: s.Amendment) -> date | None:
    found: dict[str, date | None] = {}
    for e in d.entries:
        value = e.values[0]
        if isinstance(value, s.Literal) and value.kind == "date":
            found[e.keyword] = value.value if isinstance(value.value, date) else None
            if found[e.keyword] is None:
                ctx.report("P005", f"the date `{value.written}` does not exist", value.span)
    if "effective" not in found:
        message = f"`{d.name.text}` does not say when it is effective"
        ctx.report("P007", message, d.name.span, help="write `effective` and a date")
    return found.get("effective")


class _Applied:
    """The schedules and clauses as one amendment leaves them."""

    def __init__(self, ctx: Context, schedules: Schedules, clauses: set[str], document: str) -> None:
        self.ctx, self.document = ctx, document
        self.schedules, self.clauses = dict(schedules), set(clauses)
        self.changed: Schedules = {}
        self.clauses_changed: dict[str, t.Clause | None] = {}

    def apply(self, edit: s.Edit) -> None:
        """Apply one edit, or report why it cannot be."""
        match edit:
            case s.StrikeClause():
                self._strike(edit)
            case s.ReplaceClause() | s.InsertClause():
                self._put(edit)
            case _:
                self._edit_schedule(edit)

    def _strike(self, edit: s.StrikeClause) -> None:
        if self._has(edit.clause):
            if self._defines(edit.clause):
                self._refuse_term(edit.clause)
                return
            self.clauses.discard(edit.clause.text)
            self.clauses_changed[edit.clause.text] = None

    def _put(self, edit: s.ReplaceClause | s.InsertClause) -> None:
        name = edit.clause.name
        if isinstance(edit, s.ReplaceClause):
            if not self._has(name):
                return
        elif name.text in self.clauses:
            self.ctx.report(
                "N002",
                f"the clause `{name.text}` is there already",
                name.span,
                help="write `replace clause ... with`",
            )
            return
        if self._defines(name) or isinstance(edit.clause.norm, s.Means):
            self._refuse_term(name)
            return
        made = clause(self.ctx, edit.clause, self.document)
        self.clauses.add(name.text)
        if made is not None:
            self.clauses_changed[name.text] = made

    def _defines(self, name: s.Name) -> bool:
        declared = self.ctx.names.own.get(name.text)
        return isinstance(declared, s.Clause) and isinstance(declared.norm, s.Means)

    def _refuse_term(self, name: s.Name) -> None:
        """Report N010: a term means the same on every day; its definition can ask for the day."""
        message = f"`{name.text}` says what a term means; an amendment edits what binds"
        self.ctx.report("N010", message, name.span)

    def _has(self, name: s.Name) -> bool:
        if name.text not in self.clauses and not self.ctx.names.has_lost("amendment"):
            self.ctx.unknown("A008", "there is no clause", name.text, sorted(self.clauses), name.span)
        return name.text in self.clauses

    def _edit_schedule(self, edit: s.ReplaceSchedule | s.AddRows | s.RemoveRows | s.SetCells) -> None:
        name = edit.schedule.text
        base = self.schedules.get(name)
        if base is None:
            self.ctx.unknown("A008", "there is no schedule", name, list(self.schedules), edit.schedule.span)
            return
        self.ctx.used.add(name)
        made = self._edited(base, edit)
        self.schedules[name] = self.changed[name] = made

    def _edited(
        self, base: t.Schedule, edit: s.ReplaceSchedule | s.AddRows | s.RemoveRows | s.SetCells
    ) -> t.Schedule:
        match edit:
            case s.ReplaceSchedule():
                return amended(self.ctx, base, edit.table, edit.span)
            case s.AddRows():
                new = amended(self.ctx, base, edit.table, edit.span)
                made = replace(base, rows=(*base.rows, *new.rows))
                check_repeats(self.ctx, made)
                return made
            case s.RemoveRows():
                picked = self._picked(base, edit.where, edit.schedule)
                kept = tuple(r for r, hit in zip(base.rows, picked, strict=True) if not hit)
                return replace(base, rows=kept)
            case s.SetCells():
                return self._set(base, edit)

    def _picked(self, base: t.Schedule, where: s.Expr | None, name: s.Name) -> list[bool]:
        """Return which rows ``where`` picks; report A008 when there is none."""
        before = len(self.ctx.problems)
        picked = [where is None or self._picks(base, r, where) for r in base.rows]
        lost = self.ctx.names.has_lost("amendment", "row", "column")
        if not any(picked) and len(self.ctx.problems) == before and not lost:
            span = where.span if where else name.span
            self.ctx.report("A008", f"no row of `{base.name}` is meant by this", span)
        return picked

    def _set(self, base: t.Schedule, edit: s.SetCells) -> t.Schedule:
        picked = self._picked(base, edit.where, edit.schedule)
        values = dict(self._value(base, column, e) for column, e in edit.changes)
        values.pop("", None)
        rows = tuple(
            t.Row({**r.values, **values}, edit.span) if hit else r
            for r, hit in zip(base.rows, picked, strict=True)
        )
        return replace(base, rows=rows)

    def _value(self, base: t.Schedule, column: s.Name, e: s.Expr) -> tuple[str, t.CellValue]:
        field = base.kind.field(column.text)
        if field is None:
            self.ctx.unknown(
                "N004",
                f"`{base.name}` has no column",
                column.text,
                [f.name for f in base.kind.fields],
                column.span,
            )
            return "", ""
        if not isinstance(e, s.Literal):
            self.ctx.report("A008", "a cell is set to a constant, and this is none", e.span)
            return "", ""
        value = cell_value(field.type, _written(e))
        if value is None:
            not_of_column(self.ctx, _written(e), field, e.span)
            return "", ""
        return column.text, value

    def _picks(self, base: t.Schedule, row: t.Row, where: s.Expr) -> bool:
        match where:
            case s.Binary(op="and"):
                return self._picks(base, row, where.left) and self._picks(base, row, where.right)
            case s.Binary(op="or"):
                return self._picks(base, row, where.left) or self._picks(base, row, where.right)
            case s.Not():
                return not self._picks(base, row, where.operand)
            case s.Compare(op="is" | "is not", left=s.Ref() as column, right=s.Literal() as literal):
                same = row.values.get(column.name) == self._constant(base, column, literal)
                return same == (where.op == "is")
            case s.AmongThese(operand=s.Ref() as column):
                literals = [i for i in where.items if isinstance(i, s.Literal)]
                if len(literals) == len(where.items):
                    among = {self._constant(base, column, i) for i in literals}
                    return (row.values.get(column.name) in among) != where.negated
        self.ctx.report(
            "A008",
            "rows are picked by comparing columns with constants",
            where.span,
            help='write `where fund is "..."`',
        )
        return False

    def _constant(self, base: t.Schedule, column: s.Ref, literal: s.Literal) -> t.CellValue | None:
        """Return a constant as the column holds it.

        What is wrong is said for each row, and told once: equal diagnostics are one.
        """
        field = base.kind.field(column.name)
        if field is None:
            known = [f.name for f in base.kind.fields]
            self.ctx.unknown("N004", f"`{base.name}` has no column", column.name, known, column.span)
            return None
        value = cell_value(field.type, _written(literal))
        if value is None:
            not_of_column(self.ctx, _written(literal), field, literal.span)
        return value


def _written(e: s.Literal) -> str:
    """Return a constant as it would stand in a cell."""
    text = e.written or str(e.value)
    return f"{text} per {e.per}" if e.per else text
