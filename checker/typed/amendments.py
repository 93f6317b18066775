"""Amendments, applied to schedules and clauses; edits of what is not there are reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.clauses import clause
from checker.typed.scope import Context
from checker.typed.tables import amended, cell_value

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
    ctx.report(
        "A008",
        f"`{d.name.text}` amends `{d.to.text}`, which is not the agreement of this folder",
        d.to.span,
        help=f"the agreement here is `{document}`" if document else None,
    )
    return False


def _effective(ctx: Context, d: s.Amendment) -> date | None:
    for e in d.entries:
        if e.keyword == "effective":
            value = e.values[0]
            if isinstance(value, s.Literal) and isinstance(value.value, date):
                return value.value
            ctx.report("P005", f"the date `{value.written}` does not exist", e.span)  # type: ignore[union-attr]
            return None
    ctx.report("P007", f"`{d.name.text}` does not say when it is effective", d.name.span)
    return None


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
        made = clause(self.ctx, edit.clause, self.document)
        self.clauses.add(name.text)
        if made is not None:
            self.clauses_changed[name.text] = made

    def _has(self, name: s.Name) -> bool:
        if name.text not in self.clauses:
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
                return replace(base, rows=(*base.rows, *new.rows))
            case s.RemoveRows():
                kept = tuple(r for r in base.rows if not self._picks(base, r, edit.where))
                self._check_touched(base, len(base.rows) - len(kept), edit.schedule)
                return replace(base, rows=kept)
            case s.SetCells():
                return self._set(base, edit)

    def _check_touched(self, base: t.Schedule, touched: int, name: s.Name) -> None:
        if touched == 0:
            self.ctx.report("A008", f"no row of `{base.name}` is meant by this", name.span)

    def _set(self, base: t.Schedule, edit: s.SetCells) -> t.Schedule:
        picked = [edit.where is None or self._picks(base, r, edit.where) for r in base.rows]
        self._check_touched(base, sum(picked), edit.schedule)
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
        text = e.written or str(e.value) if isinstance(e, s.Literal) else ""
        value = cell_value(field.type, text)
        if value is None:
            self.ctx.report(
                "T009",
                f"this is not {field.type}",
                e.span,
                related=((field.span, f"the column is {field.type}"),),
            )
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
            case s.Compare(op="is" | "is not", left=s.Ref(name=name), right=s.Literal() as literal):
                same = row.values.get(name) == self._constant(base, name, literal)
                return same == (where.op == "is")
            case s.AmongThese(operand=s.Ref(name=name)):
                among = {self._constant(base, name, i) for i in where.items if isinstance(i, s.Literal)}
                return (row.values.get(name) in among) != where.negated
        self._not_plain(where)
        return False

    def _not_plain(self, where: s.Expr) -> None:
        if not any(p.code == "A008" and p.primary.where == where.span for p in self.ctx.problems):
            self.ctx.report(
                "A008",
                "rows are picked by comparing columns with constants",
                where.span,
                help='write `where fund is "..."`',
            )

    def _constant(self, base: t.Schedule, column: str, literal: s.Literal) -> object:
        field = base.kind.field(column)
        if field is None:
            known = [f.name for f in base.kind.fields]
            if not any(p.code == "N004" and p.primary.where == literal.span for p in self.ctx.problems):
                self.ctx.unknown("N004", f"`{base.name}` has no column", column, known, literal.span)
            return None
        text = literal.written or str(literal.value)
        return cell_value(field.type, text)
