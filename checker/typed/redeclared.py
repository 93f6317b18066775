"""Terms, parties, bodies, approvals, assumptions and questions that an amendment declares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.approvals import approval
from checker.typed.clauses import clause
from checker.typed.definitions import KNOWN_READINGS, assumption, definition
from checker.typed.expressions import a
from checker.typed.parties import body, party, question
from checker.typed.renamed import Renamed
from checker.typed.scope import BUILT_IN, Context, Scope
from checker.typed.types import Type


class Redeclared(Renamed):
    """Puts whole declarations in the place of others, or beside them."""

    def _declare(self, edit: s.Declare) -> None:
        d = edit.declaration
        kind = d.kind if isinstance(d, s.PartyDecl) else _KEYWORDS[type(d)]
        if edit.verb == "insert" and self._is_there(d.name, kind):
            return
        if edit.verb == "replace" and not self._can_be_replaced(d.name, kind):
            return
        self._put_declared(d, kind)

    def _is_there(self, name: s.Name, kind: str) -> bool:
        """Report N002 for the name of something new that is the name of something else."""
        if name.text in BUILT_IN:
            self.ctx.report("N012", f"`{name.text}` is a word of the language", name.span)
            return True
        there, shared = self._kind(name.text)
        if shared and not (there == kind == "define"):
            self.ctx.report("N002", f"`{name.text}` is declared by the rules already", name.span)
        elif there:
            help_ = f"write `replace {kind}{' ... with' if kind == 'clause' else ''}`"
            self._there_already(there, name, help_ if there == kind else "give it another name")
        return bool(there)

    def _can_be_replaced(self, name: s.Name, kind: str) -> bool:
        there, shared = self._kind(name.text)
        if not there:
            self._missing(f"there is no {kind} `{name.text}` to replace", name.span)
        elif _family(there) != _family(kind):
            help_ = f"write `replace clause {name.text} with`" if there == "clause" else None
            self.ctx.report("N010", f"`{name.text}` is a {there}, and no {kind}", name.span, help=help_)
        elif shared and _family(kind) != "define":
            message = f"`{name.text}` is declared by the rules, which no amendment changes"
            self.ctx.report("N010", message, name.span)
        else:
            return True
        return False

    def _kind(self, name: str) -> tuple[str, bool]:
        """Return what goes by a name now, empty if nothing does, and whether the rules declare it."""
        st = self.state
        if name in st.written:
            return "clause", False
        kept = ((w, k) for k, w in WHERE.items() if k != "carry")
        for what, kind in (*kept, ("schedules", "schedule")):
            if name in getattr(st, what):
                return kind, False
        for names, shared in ((self.ctx.names, False), (self.ctx.names.parent, True)):
            d = names.own.get(name) if names is not None else None
            if d is None or (not shared and type(d) in _AMENDED):
                continue  # what is struck may be declared again
            return d.kind if isinstance(d, s.PartyDecl) else (_KEYWORDS | _SAID)[type(d)], shared
        return "", False

    def _put_declared(self, d: Any, kind: str) -> None:
        name = d.name.text
        if kind in ("define", "carry"):
            self._put_term(d.name, d)
            return
        self.ctx.names.own[name] = d
        match d:
            case s.PartyDecl(kind="party"):
                self._put("parties", name, party(self.ctx, d))
            case s.PartyDecl():
                self.ctx.names.bodies[name] = body(self.ctx, d)
                self._put("bodies", name, self.ctx.names.bodies[name])
            case s.Assumption():
                if name in KNOWN_READINGS:
                    message = f"`{name}` is read for all days alike, and cannot be amended"
                    self.ctx.report("N010", message, d.name.span)
                    return
                self._put_assumption(d)
            case s.QuestionDecl():
                self._put("questions", name, question(self.ctx, d))
            case s.ApprovalDecl():
                made = approval(self.ctx, d.approval, Scope())
                if made is not None:
                    self._put("approvals", name, made)
                    self._typed_anew()

    def _put_assumption(self, d: s.Assumption) -> None:
        """Put an assumption in the place of another of the same type, or as a new one."""
        made, before = assumption(self.ctx, d), self.state.assumptions.get(d.name.text)
        if before is not None and _readings(before.type) != _readings(made.type) != "error":
            message = f"`{made.name}` is {a(made.type)} here, and {a(before.type)} before"
            self.ctx.report("N002", message, d.name.span, related=((before.span, "what it replaces"),))
            return
        self._put("assumptions", made.name, made)

    def _put_term(self, name: s.Name, d: s.Define | s.Carry | s.Clause) -> bool:
        """Put a definition in the place of another of the same parameters and type, or as a new one."""
        before = self.state.definitions.get(name.text) or _shared_term(self.ctx, name.text)
        kept = self.ctx.names.own.get(name.text)
        self.ctx.names.own[name.text] = d
        self.ctx.definitions.pop(name.text, None)
        made = definition(self.ctx, name.text, name.span)
        same = made is None or before is None or (made.params, made.type) == (before.params, before.type)
        if made is not None and not same:
            assert before is not None
            about = ", ".join(n for n, _ in before.params) or "nothing"
            self.ctx.report(
                "N002",
                f"`{name.text}` is a term about {about}, of another type than this",
                name.span,
                related=((before.span, "the term that it replaces"),),
            )
        if made is None or not same:
            self.ctx.definitions[name.text] = before
            if kept is not None:
                self.ctx.names.own[name.text] = kept
            return False
        self._put("definitions", name.text, self._as_called(made))
        return True

    def _typed_anew(self) -> None:
        """Type every clause and term again: an approval stands in them as what it was."""
        quiet = len(self.ctx.problems)
        self.ctx.names.schedules = {n: self._with_every_fund(x) for n, x in self.state.schedules.items()}
        for name, written in list(self.state.written.items()):
            if isinstance(written.norm, s.Means):
                continue
            made = clause(self.ctx, written, self.document)
            before = self.state.clauses.get(name)
            if made is not None and before is not None:
                made = replace(self._as_called(made), citation=before.citation, span=before.span)
                if made != before:
                    self._put("clauses", name, made)
        for name, term in list(self.state.definitions.items()):
            self.ctx.definitions.pop(name, None)
            again = definition(self.ctx, name, term.span)
            if again is not None and self._as_called(again) != term:
                self._put("definitions", name, self._as_called(again))
        del self.ctx.problems[quiet:]  # told when they were first typed

    def _with_every_fund(self, x: t.Schedule) -> t.Schedule:
        """Return a schedule for typing: text of earlier days names funds by names of these days."""
        columns = [f.name for f in x.kind.fields if f.type.kind == "fund"]
        rows = tuple(t.Row({c: fund}, x.span) for c in columns for fund in sorted(self.state.called["fund"]))
        return replace(x, rows=(*x.rows, *rows))


_KEYWORDS: dict[type, str] = {
    s.Define: "define",
    s.Carry: "carry",
    s.ApprovalDecl: "approval",
    s.Assumption: "assumption",
    s.QuestionDecl: "question",
}
_SAID: dict[type, str] = {
    s.Clause: "clause",
    s.ScheduleDecl: "schedule",
    s.FactDecl: "kind of fact",
    s.Document: "document",
    s.Amendment: "amendment",
}
_AMENDED = {*_KEYWORDS, s.PartyDecl, s.Clause, s.ScheduleDecl}
"""What the state keeps, as amendments leave it."""
WHERE = {
    "define": "definitions",
    "carry": "definitions",
    "party": "parties",
    "body": "bodies",
    "approval": "approvals",
    "assumption": "assumptions",
    "question": "questions",
}


def _family(kind: str) -> str:
    return "define" if kind == "carry" else kind


def _readings(type_: Type) -> Type | str:
    """Return a type without the words that a reading may have."""
    return type_.kind if type_.kind in ("one_of", "error") else type_


def _shared_term(ctx: Context, name: str) -> t.Definition | None:
    return ctx.parent.definitions.get(name) if ctx.parent is not None else None
