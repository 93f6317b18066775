"""Amendments, applied one after the other: what every declaration is with each; what is not there is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.approvals import approval
from checker.typed.clauses import clause
from checker.typed.definitions import KNOWN_READINGS, assumption, cited, definition
from checker.typed.edits import ScheduleEdit, edited
from checker.typed.expressions import condition
from checker.typed.parties import body, party, question
from checker.typed.scope import Context, Scope
from checker.typed.types import DATE, FUND, record_of
from checker.typed.walk import called, mapped, mentioned

KINDS = {"fund": "fund", "class": "share_class"}
"""What is renamed as it is written, and the type that it has."""


@dataclass(slots=True)
class State:
    """The declarations as the amendments so far leave them; clauses and terms also as written."""

    schedules: dict[str, t.Schedule]
    clauses: dict[str, t.Clause]
    definitions: dict[str, t.Definition]
    parties: dict[str, t.Party]
    bodies: dict[str, t.Body]
    approvals: dict[str, t.Approval]
    assumptions: dict[str, t.Assumption]
    questions: dict[str, t.Question]
    written: dict[str, s.Clause] = field(default_factory=dict)
    renames: list[t.Rename] = field(default_factory=list)


def amendments(
    ctx: Context, declared: list[s.Amendment], document: str, state: State
) -> tuple[t.Amendment, ...]:
    """Return the amendments to ``document``, in the order in which they take effect."""
    heads = [_Head(ctx, d) for d in declared if _is_to(ctx, d, document)]
    dated = [(h.effective, h) for h in heads if h.effective is not None]
    ordered = sorted(dated, key=lambda x: (x[0], x[1].number or 0, x[1].declared.span))
    state.written = {n: d for n, d in ctx.names.own.items() if isinstance(d, s.Clause)}
    schedules = ctx.names.schedules
    made = []
    for _, head in ordered:
        done = _Applied(ctx, state, document)
        for edit in head.declared.edits:
            ctx.names.schedules = dict(state.schedules)
            done.apply(edit)
        made.append(done.amendment(head))
    ctx.names.schedules = schedules
    return tuple(made)


def _is_to(ctx: Context, d: s.Amendment, document: str) -> bool:
    if d.to.text == document:
        return True
    ctx.names.lost += (s.Lost("amendment", d.name.text),)
    ctx.report(
        "A013",
        f"`{d.name.text}` amends `{d.to.text}`, which is not the agreement of this folder",
        d.to.span,
        help=f"the agreement here is `{document}`" if document else None,
    )
    return False


class _Head:
    """What an amendment says of itself: its number and days, what it waits for and for whom it is."""

    def __init__(self, ctx: Context, d: s.Amendment) -> None:
        self.declared = d
        entries = {e.keyword: e for e in d.entries}
        self.dated = _day(ctx, entries.get("dated"))
        self.effective = self._effective(ctx, entries.get("effective"))
        number = entries.get("number")
        value = number.values[0] if number else None
        self.number = int(value.value) if isinstance(value, s.Literal) else None  # type: ignore[arg-type]
        funds = entries.get("for funds")
        self.funds = tuple(v.value for v in funds.values if isinstance(v, s.Text)) if funds else ()
        self.remaining = "all other terms remain" in entries
        self.once = _once(ctx, d.once) if d.once is not None else None

    def _effective(self, ctx: Context, entry: s.Entry | None) -> date | None:
        d = self.declared
        at_once = entry is not None and isinstance(entry.values[0], s.Name)
        if entry is not None and not at_once:
            return _day(ctx, entry)
        if at_once or d.once is not None:
            if self.dated is None and not any(e.keyword == "dated" for e in d.entries):
                what = "takes effect at once, and does not say when it is dated"
                what = what if at_once else "waits for something, and does not say from when on"
                ctx.report("P007", f"`{d.name.text}` {what}", d.name.span, help="write `dated` and a date")
            return self.dated
        message = f"`{d.name.text}` does not say when it is effective"
        ctx.report("P007", message, d.name.span, help="write `effective` and a date")
        return None


def _day(ctx: Context, entry: s.Entry | None) -> date | None:
    value = entry.values[0] if entry else None
    if not isinstance(value, s.Literal):
        return None
    if isinstance(value.value, date):
        return value.value
    ctx.report("P005", f"the date `{value.written}` does not exist", value.span)
    return None


def _once(ctx: Context, e: s.Expr) -> t.Expr:
    """Return the condition; an approval in it that names no day is one that is there by the day asked of."""
    scope = Scope().bind("amendment", record_of("amendment")).bind("fund", FUND).bind("date", DATE)
    by_then = t.Var("date", DATE, e.span)

    def dated(node: Any) -> Any:
        if isinstance(node, t.ApprovedBy) and node.request.day is None:
            return replace(node, request=replace(node.request, day=by_then))
        return node

    return mapped(condition(ctx, e, scope), dated)


class _Applied:
    """The declarations as one amendment leaves them, and which of them it changes."""

    def __init__(self, ctx: Context, state: State, document: str) -> None:
        self.ctx, self.state, self.document = ctx, state, document
        self.changed: dict[str, dict[str, Any]] = {}
        self.renames: list[t.Rename] = []
        self.absent: list[tuple[str, Span]] = []

    def amendment(self, head: _Head) -> t.Amendment:
        """Return what was changed, as an amendment with that head."""
        d, title = head.declared, head.declared.title
        assert head.effective is not None
        return t.Amendment(
            name=d.name.text,
            title=title.value if title else "",
            effective=head.effective,
            span=d.span,
            dated=head.dated,
            number=head.number,
            once=head.once,
            funds=head.funds,
            remaining=head.remaining,
            schedules=self.changed.get("schedules", {}),
            clauses=self.changed.get("clauses", {}),
            definitions=self.changed.get("definitions", {}),
            parties=self.changed.get("parties", {}),
            bodies=self.changed.get("bodies", {}),
            approvals=self.changed.get("approvals", {}),
            assumptions=self.changed.get("assumptions", {}),
            questions=self.changed.get("questions", {}),
            renames=tuple(self.renames),
            absent=tuple(self.absent),
        )

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

    def _put(self, what: str, name: str, made: Any) -> None:
        """Note what a declaration is from now on; None takes it away."""
        now = getattr(self.state, what)
        if made is None:
            now.pop(name, None)
        else:
            now[name] = made
        self.changed.setdefault(what, {})[name] = made

    def _missing(self, message: str, span: Span) -> None:
        """Note an edit of what is not there: it does nothing, and everything else stands."""
        self.absent.append((message, span))
        self.ctx.report("A008", message, span)

    # --- clauses ---

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
        elif name.text in self.state.written:
            self._there_already("clause", name, "write `replace clause ... with`")
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
        what = _WHERE[edit.kind]
        known = getattr(self.state, what)
        if name not in known:
            self._missing(f"there is no {edit.kind} `{name}`", edit.name.span)
        elif not self._is_used(edit.name):
            self._put(what, name, None)

    def _is_used(self, name: s.Name) -> bool:
        """Report A013 for a name that is struck while something that stands uses it."""
        st = self.state
        using = [c.name for c in st.clauses.values() if name.text in mentioned(c) and c.name != name.text]
        using += [
            d.name for d in st.definitions.values() if name.text in mentioned(d) and d.name != name.text
        ]
        if using:
            message = f"`{name.text}` is struck, and `{using[0]}` uses it"
            self.ctx.report("A013", message, name.span, help="strike or replace what uses it first")
        return bool(using)

    def _there_already(self, kind: str, name: s.Name, help: str) -> None:
        self.ctx.report("N002", f"the {kind} `{name.text}` is there already", name.span, help=help)

    # --- names ---

    def _rename(self, edit: s.Rename) -> None:
        old, new = (x.value if isinstance(x, s.Text) else x.text for x in (edit.old, edit.new))
        if edit.kind == "party":
            self._rename_party(edit, old, new)
            return
        if edit.kind not in KINDS:
            message = f"an amendment renames funds, classes and parties; a {edit.kind} keeps its name"
            help_ = "a new name of a clause is `renames clause` in the head of a restating agreement"
            self.ctx.report("N010", message, edit.span, help=help_)
            return
        made = t.Rename(edit.kind, old, new, edit.span)
        if not self._recall(made):
            self._missing(f"no {edit.kind} is called `{old}`", edit.old.span)
            return
        self.renames.append(made)
        self.state.renames.append(made)

    def _recall(self, r: t.Rename) -> bool:
        """Put the new name wherever the old one stands; return whether it stands anywhere."""
        found = r.kind == "class" and self.ctx.names.document is not None and _shares(self.ctx, r.old)
        for what in ("schedules", "clauses", "definitions", "bodies"):
            for name, before in list(getattr(self.state, what).items()):
                after = called(before, KINDS[r.kind], r.old, r.new)
                if after is not before:
                    found = True
                    self._put(what, name, after)
        return found

    def _as_called(self, made: Any) -> Any:
        """Return a declaration that was typed anew by the names of today."""
        for r in self.state.renames:
            if r.kind in KINDS:
                made = called(made, KINDS[r.kind], r.old, r.new)
        return made

    def _rename_party(self, edit: s.Rename, name: str, title: str) -> None:
        before = self.state.parties.get(name)
        if before is None:
            self._missing(f"no party is called `{name}`", edit.old.span)
            return
        self.renames.append(t.Rename("party", before.title, title, edit.span))
        self._put("parties", name, replace(before, title=title, names=(title, *before.names), span=edit.span))

    # --- other declarations ---

    def _declare(self, edit: s.Declare) -> None:
        d = edit.declaration
        kind = d.kind if isinstance(d, s.PartyDecl) else _KEYWORDS[type(d)]
        name = d.name.text
        there = name in getattr(self.state, _WHERE[kind], ()) or self.ctx.names.find(name) is not None
        if edit.verb == "insert" and there:
            self._there_already(kind, d.name, f"write `replace {kind}`")
            return
        if edit.verb == "replace" and not there:
            self._missing(f"there is no {kind} `{name}` to replace", d.name.span)
            return
        self._put_declared(d, kind)

    def _put_declared(self, d: Any, kind: str) -> None:
        name = d.name.text
        before = self.ctx.names.find(name)
        if before is not None and type(before) is not type(d) and kind not in ("define", "carry"):
            self.ctx.report("N010", f"`{name}` is no {kind}", d.name.span)
            return
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
                self._put("assumptions", name, assumption(self.ctx, d))
            case s.QuestionDecl():
                self._put("questions", name, question(self.ctx, d))
            case s.ApprovalDecl():
                made = approval(self.ctx, d.approval, Scope())
                if made is not None:
                    self._put("approvals", name, made)
                    self._typed_anew()

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

    # --- schedules ---

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
            self._put("schedules", name, edited(self.ctx, base, edit, self._missing))
        else:
            self._missing(f"the rows of `{name}` are not on file", edit.schedule.span)


_KEYWORDS = {
    s.Define: "define",
    s.Carry: "carry",
    s.ApprovalDecl: "approval",
    s.Assumption: "assumption",
    s.QuestionDecl: "question",
}
_WHERE = {
    "define": "definitions",
    "carry": "definitions",
    "party": "parties",
    "body": "bodies",
    "approval": "approvals",
    "assumption": "assumptions",
    "question": "questions",
}


def _shared_term(ctx: Context, name: str) -> t.Definition | None:
    return ctx.parent.definitions.get(name) if ctx.parent is not None else None


def _shares(ctx: Context, share_class: str) -> bool:
    """Tell whether the head of the document says that it is for this class."""
    assert ctx.names.document is not None
    values = [v for e in ctx.names.document.entries if e.keyword == "shares" for v in e.values]
    return any(isinstance(v, s.Text) and v.value == share_class for v in values)
