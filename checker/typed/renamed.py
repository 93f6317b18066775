"""Funds, classes and parties that an amendment calls otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.changed import KINDS, Changed
from checker.typed.scope import Context
from checker.typed.walk import called


class Renamed(Changed):
    """Puts new names wherever the old ones stand."""

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
        if self._is_taken(edit, old, new):
            return
        made = t.Rename(edit.kind, old, new, edit.span)
        if not self._recall(made):
            self._missing(f"no {edit.kind} is called `{old}`", edit.old.span)
            return
        self.renames.append(made)
        self.state.renames.append(made)
        self.state.called[edit.kind].add(new)

    def _is_taken(self, edit: s.Rename, old: str, new: str) -> bool:
        """Report a new name that is the old one, none at all, or another's, now or earlier."""
        if old == new or not new.strip():
            message = f"`{old}` is called that already" if old == new else "the new name is empty"
            self.ctx.report("N002", message, edit.new.span)
            return True
        past = self.state.renames
        same = first_name(past, edit.kind, new) == first_name(past, edit.kind, old)
        if new not in self.state.called[edit.kind] or same:
            return False
        message = f"another {edit.kind} is, or was, called `{new}`"
        help_ = "one name means one thing for all days: facts could not say which is meant"
        self.ctx.report("N002", message, edit.new.span, help=help_)
        return True

    def _recall(self, r: t.Rename) -> bool:
        """Put the new name wherever the old one stands; return whether it stands anywhere."""
        found = r.kind == "class" and r.old in self._current("class")
        for what in ("schedules", "clauses", "definitions", "bodies"):
            for name, before in list(getattr(self.state, what).items()):
                after = called(before, KINDS[r.kind], r.old, r.new)
                if after is not before:
                    found = True
                    self._put(what, name, after)
        return found

    def _current(self, kind: str) -> set[str]:
        """Return the names of the funds or classes that are in use."""
        past = [r for r in self.state.renames if r.kind == kind]
        found = set(self.state.called[kind])
        for r in past:
            found = found - {r.old} | {r.new}
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
        if title == before.title or not title.strip():
            message = f"`{title}` is its title already" if title.strip() else "the new name is empty"
            self.ctx.report("N002", message, edit.new.span)
            return
        self.renames.append(t.Rename("party", before.title, title, edit.span))
        self._put("parties", name, replace(before, title=title, names=(title, *before.names), span=edit.span))


def shares_of(ctx: Context) -> set[str]:
    """Return the classes that the head of the document says it is for."""
    head = ctx.names.document
    values = [v for e in head.entries if e.keyword == "shares" for v in e.values] if head else []
    return {v.value for v in values if isinstance(v, s.Text)}


def first_name(renames: list[t.Rename], kind: str, name: str) -> str:
    """Return the name that a fund or class had first, of all that it has had."""
    for r in reversed([r for r in renames if r.kind == kind]):
        name = r.old if r.new == name else name
    return name
