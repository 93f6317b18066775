"""The edits of an amendment, applied: clauses and rows put in, taken out and changed."""

from __future__ import annotations

from dataclasses import replace

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.changed import KINDS
from checker.typed.clauses import clause
from checker.typed.definitions import cited
from checker.typed.edits import ScheduleEdit, edited
from checker.typed.redeclared import WHERE, Redeclared
from checker.typed.renames import names_in
from checker.typed.walk import everything, mentioned


class Applied(Redeclared):
    """Applies the edits of one amendment."""

    def apply(self, edit: s.Edit) -> None:
        """Apply one edit, or report why it cannot be."""
        match edit:
            case s.Strike():
                self._strike(edit)
            case s.ReplaceClause() | s.InsertClause():
                self._put_clause(edit)
            case s.Renumber():
                self._renumber(edit)
            case s.Rename():
                self._rename(edit)
            case s.Declare():
                self._declare(edit)
            case _:
                self._edit_schedule(edit)

    def _has_clause(self, name: s.Name) -> bool:
        if name.text in self.state.written:
            return True
        if not self.ctx.names.has_lost("amendment"):
            before = len(self.ctx.problems)
            self.ctx.unknown(
                "A008", "there is no clause", name.text, sorted(self.state.written), name.span
            )
            if len(self.ctx.problems) > before:
                self.absent.append((f"there is no clause `{name.text}`", name.span))
        return False

    def _put_clause(self, edit: s.ReplaceClause | s.InsertClause) -> None:
        name = edit.clause.name
        if isinstance(edit, s.ReplaceClause):
            if not self._has_clause(name):
                return
        elif self._is_there(name, "clause"):
            return
        before = self.state.written.get(name.text)
        if before is not None and isinstance(before.norm, s.Means) != isinstance(edit.clause.norm, s.Means):
            message = f"`{name.text}` says what a term means, before or after, and not both times"
            self.ctx.report("N010", message, name.span)
            return
        if isinstance(edit.clause.norm, s.Means) and not self._put_term(name, edit.clause):
            return
        self.ctx.names.own[name.text] = self.state.written[name.text] = edit.clause
        made = clause(self.ctx, edit.clause, self.document)
        if made is not None:
            self._put("clauses", name.text, self._as_called(made))

    def _renumber(self, edit: s.Renumber) -> None:
        if self._has_clause(edit.clause) and edit.clause.text in self.state.clauses:
            place = cited(edit.citation)
            assert place is not None
            if not place.paragraph.strip():
                self.ctx.report("A006", f"`{edit.clause.text}` cites no paragraph", place.span)
                return
            before = self.state.clauses[edit.clause.text]
            self._put("clauses", edit.clause.text, replace(before, citation=place, span=edit.span))

    def _strike(self, edit: s.Strike) -> None:
        name = edit.name.text
        if edit.kind == "clause":
            if not self._has_clause(edit.name):
                return
            if name in self.state.definitions and self._is_used(edit.name):
                return
            self.state.written.pop(name)
            self._put("clauses", name, None)
            if name in self.state.definitions:
                self._put("definitions", name, None)
            return
        what = WHERE[edit.kind]
        known = getattr(self.state, what)
        if name not in known:
            self._missing(f"there is no {edit.kind} `{name}`", edit.name.span)
        elif not self._is_used(edit.name):
            self._put(what, name, None)

    def _is_used(self, name: s.Name) -> bool:
        """Report A013 for a name that is struck while something that stands uses it."""
        st = self.state
        typed = (*st.clauses.items(), *st.definitions.items(), *st.approvals.items())
        using = [n for n, d in typed if name.text in mentioned(d) and n != name.text]
        declared = (*st.written, *st.definitions, *st.approvals)
        using += [n for n in declared if n != name.text and self._names_approval(n, name.text)]
        head = self.ctx.names.document
        with_ = [v for e in head.entries if e.keyword == "agreement with" for v in e.values] if head else []
        using += [self.document for v in with_ if isinstance(v, s.Name) and v.text == name.text]
        if using:
            message = f"`{name.text}` is struck, and `{using[0]}` uses it"
            self.ctx.report("A013", message, name.span, help="strike or replace what uses it first")
        return bool(using)

    def _names_approval(self, declared: str, approval: str) -> bool:
        """Tell whether a declaration names an approval: once typed, its votes stand in its place."""
        inside = everything(self.ctx.names.own.get(declared))
        return any(isinstance(node, s.ApprovalName) and node.name.text == approval for node in inside)

    def _edit_schedule(self, edit: ScheduleEdit) -> None:
        name = edit.schedule.text
        base = self.state.schedules.get(name)
        if base is None:
            before = len(self.ctx.problems)
            self.ctx.unknown(
                "A008", "there is no schedule", name, list(self.state.schedules), edit.schedule.span
            )
            if len(self.ctx.problems) > before:
                self.absent.append((f"there is no schedule `{name}`", edit.schedule.span))
            return
        self.ctx.used.add(name)
        if base.on_file or isinstance(edit, s.ReplaceSchedule | s.AddRows):
            self._put_schedule(edit, edited(self.ctx, base, edit, self._missing))
        else:
            self._missing(f"the rows of `{name}` are not on file", edit.schedule.span)

    def _put_schedule(self, edit: ScheduleEdit, made: t.Schedule) -> None:
        """Put a version of a schedule; report N002 for a fund or class that has another name by now."""
        for kind, type_ in KINDS.items():
            past = self.state.called[kind] - self._current(kind)
            for name in sorted(past & set(names_in(made, type_))):
                now = next(r.new for r in reversed(self.state.renames) if (r.kind, r.old) == (kind, name))
                message = f"`{name}` is the earlier name of the {kind} `{now}`"
                self.ctx.report("N002", message, edit.span, help="one name means one thing for all days")
        self._put("schedules", made.name, made)
