"""Bodies, approvals, assumptions and questions: what changed in each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checker.compare import worse_off
from checker.compare.making import Pair
from checker.compare.proving import differences
from checker.findings.amended import Effect
from checker.ir.walk import everything
from checker.proof.words import approval_words, origin_words
from checker.source import Span
from checker.typed import nodes as t
from checker.typed.types import DATE

WHICH = "Are votes enough now that were not, or no longer?"


def body_effect(pair: Pair, name: str, reaches: tuple[str, ...]) -> Effect:
    """Return what is different in a body."""
    old, new = (s.document.bodies.get(name) for s in (pair.before, pair.after))
    there = new or old
    assert there is not None
    given: dict[str, Any] = {
        "old": _body_words(old), "new": _body_words(new), "reaches": reaches, "span": there.span,
    }  # fmt: skip
    element = f"body {name}"
    if old is None or new is None:
        return pair.make("body-added" if old is None else "body-dropped", element, **given)
    if (old.members, old.holders, old.separately) == (new.members, new.holders, new.separately):
        given |= {"old": old.title, "new": new.title}
        return pair.make("text-changed", element, question="Is it the same body?", **given)
    more = _membership(pair, old.members, new.members)
    key = {"looser": "body-widened", "tighter": "body-narrowed"}.get(more["direction"], "body-changed")
    return pair.make(key, element, worse_off=worse_off.of_body(name, pair.before), **more, **given)


def _membership(pair: Pair, old: t.Origin | None, new: t.Origin | None) -> dict[str, Any]:
    """Return whether more belong to a body, or fewer; undecided where that is not proved."""
    unknown = {"direction": "undecided", "question": "Who belongs to it now that did not, or no longer?"}
    if old is None or new is None or replace(old, where=None) != replace(new, where=None):
        return unknown
    from checker.proof.clauses import compare_conditions

    variables = ((new.variable, new.type), ("date", DATE))
    found = compare_conditions(old.where, new.where, variables, pair.before.terms, pair.after.terms)
    if not found or found[0].direction == "undecided":
        return unknown
    return {"direction": found[0].direction, "decided_by": "proof", "case": found[0].case}


def _body_words(body: t.Body | None) -> str:
    if body is None:
        return ""
    if body.members is not None:
        return f"members {origin_words(body.members)}"
    return f"holders of {body.holders}, voting {'separately' if body.separately else 'together'}"


def approval_effect(pair: Pair, name: str, reaches: tuple[str, ...]) -> Effect:
    """Return what is different in an approval."""
    old, new = (s.document.approvals.get(name) for s in (pair.before, pair.after))
    given: dict[str, Any] = {
        "old": approval_words(old) if old else "",
        "new": approval_words(new) if new else "",
        "reaches": reaches,
        "span": next((n.span for n in everything(new or old) if hasattr(n, "span")), None),
    }
    more = _votes(pair, old, new) if old is not None and new is not None else {}
    way = more.get("direction", "")
    key = {"looser": "approval-loosened", "tighter": "approval-tightened"}.get(way, "approval-changed")
    lost = worse_off.electors(old, pair.before) if old is not None and way != "tighter" else ()
    return pair.make(key, f"approval {name}", worse_off=lost, **more, **given)


def _votes(pair: Pair, old: t.Approval, new: t.Approval) -> dict[str, Any]:
    """Return whether an approval is easier to get, or harder, for all votes and consents."""
    found = differences(_standing(old), _standing(new), pair.before.terms, pair.after.terms)
    known = [c for c in found if c.direction in ("looser", "tighter", "both ways")]
    if len({c.direction for c in known}) != 1:
        return {"direction": "both ways" if known else "undecided", "question": "" if known else WHICH}
    return {"direction": known[0].direction, "decided_by": "proof", "case": known[0].case}


def _standing(approval: t.Approval) -> t.Clause:
    """Return a clause that asks for an approval and no more, to have it compared."""
    asked = t.Requires(t.ApprovalRequest(approval, "other", None, None, None, None, False))
    return t.Clause(
        document="", name="", citation=t.Citation("", ""), says="", each=(), since=None, until=None,
        when=None, binds="always", norm=asked, by=None, unless=(), despite=(), subject_to=(), assuming=(),
        cure="", basis="", severity="", span=Span("", 0, 0),
    )  # fmt: skip


def assumption_effect(pair: Pair, name: str, reaches: tuple[str, ...]) -> Effect:
    """Return what is different in an assumption."""
    old, new = (s.document.assumptions.get(name) for s in (pair.before, pair.after))
    there = new or old
    assert there is not None
    readings = [" or ".join(r for r, _ in a.readings) if a else "" for a in (old, new)]
    if old is not None and new is not None and (old.readings, old.type) == (new.readings, new.type):
        return pair.make(
            "text-changed",
            f"assumption {name}",
            old=old.text,
            new=new.text,
            paragraph=there.paragraph,
            span=there.span,
            question="Is the same left open as before?",
        )
    return pair.make(
        "assumption-changed",
        f"assumption {name}",
        old=readings[0],
        new=readings[1],
        reaches=reaches,
        paragraph=there.paragraph,
        span=there.span,
    )


def question_effect(pair: Pair, name: str, reaches: tuple[str, ...]) -> Effect:
    """Return what is different in a question."""
    old, new = (s.document.questions.get(name) for s in (pair.before, pair.after))
    there = new or old
    assert there is not None
    return pair.make(
        "question-changed",
        f"question {name}",
        old=_asked(old),
        new=_asked(new),
        reaches=reaches,
        paragraph=there.paragraph,
        span=there.span,
    )


def _asked(q: t.Question | None) -> str:
    if q is None:
        return ""
    return q.text + (f" ({', '.join(q.answers)})" if q.answers else "")
