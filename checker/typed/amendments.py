"""Amendments, applied one after the other: what every declaration is with each; what is not there is told."""

from __future__ import annotations

from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.amendment_heads import Head, waiting_for
from checker.typed.applied import Applied
from checker.typed.changed import KINDS
from checker.typed.changed import State as State
from checker.typed.renamed import shares_of
from checker.typed.renames import names_in
from checker.typed.scope import Context


def amendments(
    ctx: Context, declared: list[s.Amendment], document: str, state: State
) -> tuple[t.Amendment, ...]:
    """Return the amendments to ``document``, in the order in which they take effect."""
    heads = [Head(ctx, d) for d in declared if _is_to(ctx, d, document)]
    dated = [(h.effective, h) for h in heads if h.effective is not None]
    ordered = sorted(dated, key=lambda x: (x[0], x[1].number or 0, x[1].declared.span))
    state.written = {n: d for n, d in ctx.names.own.items() if isinstance(d, s.Clause)}
    _note_names(ctx, state)
    names = ctx.names
    kept = names.schedules, names.own, names.bodies
    names.own, names.bodies = dict(names.own), dict(names.bodies)
    made = []
    for _, head in ordered:
        done = Applied(ctx, state, document)
        names.schedules = dict(state.schedules)
        if head.declared.once is not None:  # it is about the text before it
            head.once = waiting_for(ctx, head.declared.once)
        for edit in head.declared.edits:
            names.schedules = dict(state.schedules)
            done.apply(edit)
            _note_names(ctx, state)
        head.check_funds(ctx, state.called["fund"])
        made.append(done.amendment(head))
    names.schedules, names.own, names.bodies = kept
    _check_numbers(ctx, [h for _, h in ordered])
    return tuple(made)


def _note_names(ctx: Context, state: State) -> None:
    """Keep the names of the funds and classes that there are now."""
    for kind, type_ in KINDS.items():
        found = {n for each in state.schedules.values() for n in names_in(each, type_)}
        state.called.setdefault(kind, set()).update(found)
    held = {b.holders for b in state.bodies.values() if b.holders}
    state.called["class"].update(held, shares_of(ctx))


def _check_numbers(ctx: Context, heads: list[Head]) -> None:
    """Report N002 for two amendments of one number."""
    first: dict[int, Head] = {}
    for head in heads:
        if head.number is None:
            continue
        other = first.setdefault(head.number, head)
        if other is not head and head.numbered is not None and other.numbered is not None:
            message = f"`{other.declared.name.text}` is No. {head.number} already"
            related = ((other.numbered, "the first one"),)
            ctx.report("N002", message, head.numbered, related=related)


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
