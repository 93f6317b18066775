"""The declarations as amendments leave them, and what one amendment makes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.amendment_heads import Head
from checker.typed.scope import Context

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
    called: dict[str, set[str]] = field(default_factory=dict)
    """The funds and classes there ever were, by every name of theirs."""


class Changed:
    """The declarations as one amendment leaves them, and which of them it changes."""

    def __init__(self, ctx: Context, state: State, document: str) -> None:
        self.ctx, self.state, self.document = ctx, state, document
        self.changed: dict[str, dict[str, Any]] = {}
        self.renames: list[t.Rename] = []
        self.absent: list[tuple[str, Span]] = []

    def amendment(self, head: Head) -> t.Amendment:
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

    def _there_already(self, kind: str, name: s.Name, help: str) -> None:
        self.ctx.report("N002", f"the {kind} `{name.text}` is there already", name.span, help=help)
