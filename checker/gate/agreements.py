"""One agreement on both sides: edits to what is in force, and amendments that came, went or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, takewhile

from checker.findings.amended import Effect
from checker.findings.consolidated import AmendmentStanding
from checker.findings.gated import GateFinding, GateVerdict
from checker.gate import effects as gate_effects
from checker.gate.decide import LISTED, Decision, decision
from checker.gate.found import Pair, finding, unplaced
from checker.gate.made import with_only
from checker.gate.needed import Needed, needed
from checker.gate.same import changed, parts, skeleton
from checker.gate.states import On, identity, in_effect
from checker.source import Span
from checker.typed import nodes as t

AMEND = "make it an amendment, with its approvals on file; or, where the encoding was wrong, have it waived"
APPROVE = "record what it lacks, or give it a later effective day"
LEAVE_OUT = "leave out what is forbidden: no approval helps"
RESTORE = "restore the text; end an amendment by another one"


def compared(pair: Pair) -> Iterator[GateFinding]:
    """Yield what the edits to one agreement come to."""
    yield from _edited(pair)
    old = {a.name: a for a in pair.old.amendments}
    new = {a.name: a for a in pair.new.amendments}
    for name, amendment in old.items():
        if name in new:
            yield from _kept(pair, amendment, new[name])
        else:
            yield from _removed(pair, amendment)
    for name, amendment in new.items():
        if name not in old:
            yield _added(pair, amendment)


# --- the agreement's own text ----------------------------------------------------------------


def _edited(pair: Pair) -> Iterator[GateFinding]:
    """Yield what is different in the agreement as made, and with each amendment that was in effect.

    The text as made is compared too where an amendment has replaced it since: earlier days turn on it.
    What an amendment that is itself edited changes, and what follows from it, is said of that amendment.
    """
    standing = pair.before.amendments(pair.name)
    whole = takewhile(lambda a: _as_it_was(pair, a), pair.old.amendments)
    names = [a.name for a in whole if in_effect(standing[a.name])]
    seen: set[tuple[str, ...]] = set()
    found: list[Effect] = []
    unexplained: list[str] = []
    for count in range(len(names) + 1):
        old = with_only(pair.old, names[:count])
        new = with_only(pair.new, names[:count])
        differs = changed(old, new)
        if not differs:
            continue
        made = gate_effects.between(pair.before.state, old, pair.after.state, new)
        here = [e for e in made if not _only_words(e, differs)]
        if not here:
            unexplained += differs
        found += [e for e in here if identity(e) not in seen]
        seen |= {identity(e) for e in here}
    yield from _by_effect(pair, found)
    if unexplained and not found:
        yield _without_effect(pair, list(dict.fromkeys(unexplained)))


def _only_words(e: Effect, differs: list[str]) -> bool:
    """Return whether it is listed elsewhere, or what it is about binds as it did: words, pins, variables."""
    if e.key in LISTED:
        return True
    name = e.element.split(" ")[-1].partition(".")[0]
    return e.key == "text-changed" and name not in {d.split(" ")[-1] for d in differs}


def _as_it_was(pair: Pair, old: t.Amendment) -> bool:
    """Return whether an amendment is still there, and says what it said."""
    new = next((a for a in pair.new.amendments if a.name == old.name), None)
    if new is None:
        return False
    words = pair.before.state.words(old.span) == pair.after.state.words(new.span)
    return words or _terms(old) == _terms(new)


def _by_effect(pair: Pair, found: Iterable[Effect]) -> Iterator[GateFinding]:
    """Yield one finding for each kind of effect on each element."""
    not_encoded = _not_encoded(pair.old)

    def key(e: Effect) -> tuple[str, str, str]:
        return (e.key, e.element, _decided(pair, e, not_encoded))

    for (effect, element, decided), group in groupby(sorted(found, key=key), key):
        verdict: GateVerdict = decided if pair.in_force else "review"  # type: ignore[assignment]
        yield finding(
            pair,
            "agreement-edited",
            verdict,
            element,
            _why(pair, verdict),
            effects=tuple(group),
            effect=effect,
            cure="" if verdict == "review" else AMEND,
        )


ON_THE_TERM = (t.Continues, t.TerminableBy, t.TerminatesWhen, t.EndsWith, t.Survives)
"""What these say is how long the agreement lasts: no change of that is to nobody's cost."""


def _decided(pair: Pair, e: Effect, not_encoded: frozenset[str]) -> Decision:
    clause = pair.old.clauses.get(e.clause)
    if e.key == "clause-tightened" and clause is not None and isinstance(clause.norm, ON_THE_TERM):
        return "violated"
    return decision(e, not_encoded)


def _why(pair: Pair, verdict: GateVerdict) -> str:
    if not pair.in_force:
        return "the agreement is not in force"
    if verdict == "review":
        return "the agreement is in force; it is edited without an amendment, and loosened by nothing"
    if verdict == "undetermined":
        return "the agreement is in force, and what an edit without an amendment changes in it is not known"
    return "the agreement is in force, and it is edited without an amendment"


def _without_effect(pair: Pair, differs: list[str]) -> GateFinding:
    return finding(
        pair,
        "no-known-effect",
        "undetermined" if pair.in_force else "review",
        ", ".join(differs),
        "this does not bind as it did, and no effect of it is known: a question for counsel",
        at=_span_of(pair.new, differs[0]),
        cure=AMEND if pair.in_force else "",
    )


def _span_of(document: t.Document, what: str) -> Span:
    declared = parts(document).get(what, (document, None))[0]
    return declared.span if isinstance(getattr(declared, "span", None), Span) else document.span


def _not_encoded(document: t.Document) -> frozenset[str]:
    """Return the paragraphs that only a passage accounts for."""
    cited = {c.citation.paragraph for c in document.clauses.values()}
    return frozenset(p.citation.paragraph for p in document.passages) - cited


# --- amendments ------------------------------------------------------------------------------


def _added(pair: Pair, a: t.Amendment) -> GateFinding:
    has = needed(pair.after, pair.name, a)
    verdict, message, cure = _standing(pair.after, pair.name, a, has)
    return finding(
        pair, "amendment-added", verdict, f"amendment {a.name}", message,
        at=a.span, effects=has.effects, lacks=has.lacks, cure=cure,
    )  # fmt: skip


def _standing(on: On, agreement: str, a: t.Amendment, has: Needed) -> tuple[GateVerdict, str, str]:
    """Return what becomes of an amendment on the day, why, and what is to be done."""
    standing = on.amendments(agreement)[a.name]
    found = {standing.standing, *standing.by_fund.values()}
    since = f"effective {a.effective.isoformat()}"
    if has.forbidden:
        return "violated", f"{since}, and it does what no amendment may do, whoever approves", LEAVE_OUT
    if a.effective > on.day:
        return "pending", f"{since}: until then it may still get what it lacks", ""
    if has.waits:
        return "pending", "what it waits for has not come: until then it changes nothing", ""
    if has.verdict == "violated" or "not in effect" in found:
        return "violated", f"{since}, and what it needs is not on file", APPROVE
    if has.verdict == "undetermined" or "not known" in found:
        return "undetermined", f"{since}, and whether what it needs is on file is not known", APPROVE
    return "review", f"{since}, and what it needs is on file", ""


def _kept(pair: Pair, old: t.Amendment, new: t.Amendment) -> Iterator[GateFinding]:
    """Yield what became of an amendment that is on both sides."""
    was = pair.before.amendments(pair.name)[old.name]
    now = pair.after.amendments(pair.name)[new.name]
    if not _as_it_was(pair, old):
        yield _changed(pair, old, new, was)
    elif in_effect(was) and not in_effect(now):
        known = "not in effect" in {now.standing, *now.by_fund.values()}
        yield finding(
            pair,
            "amendment-no-longer-in-effect",
            "violated" if known else "undetermined",
            f"amendment {new.name}",
            "it was in effect, and what it needs is no longer on file",
            at=new.span,
            lacks=now.why,
            cure="restore the records; what is wrong in them is mended by another record",
        )


def _changed(
    pair: Pair, old: t.Amendment, new: t.Amendment, was: AmendmentStanding
) -> GateFinding:
    has = needed(pair.after, pair.name, new)
    verdict, message, cure = _standing(pair.after, pair.name, new, has)
    own, lacks = _own_changes(old, new), has.lacks
    if in_effect(was):
        verdict, message, cure, lacks = "violated", "it was in effect, and it is another one now", RESTORE, ()
        if _only_told(old, new):
            verdict, message, cure = "review", "it was in effect, and it does what it did", ""
    elif "not known" in {was.standing, *was.by_fund.values()} and verdict != "violated":
        verdict, cure = "undetermined", RESTORE
        message = "it is another one now, and it may have been in effect"
    else:
        message = f"it was not in effect, and it is another one now: {message}"
    return finding(
        pair, "amendment-changed", verdict, f"amendment {new.name}", "; ".join([message, *own]),
        at=new.span, effects=_with_and_without(pair, old, new), lacks=lacks, cure=cure,
    )  # fmt: skip


TOLD = ("number", "dated", "remaining")
"""What an amendment tells of itself: when it has effect, and what it does, does not turn on these."""


def _own_changes(old: t.Amendment, new: t.Amendment) -> Iterator[str]:
    """Yield what an amendment says of itself otherwise than it did."""
    for name in ("effective", "funds", *TOLD):
        was, now = (_said(getattr(a, name)) for a in (old, new))
        if was != now:
            yield f"{'all other terms remain' if name == 'remaining' else name} {was} → {now}"
    if skeleton(old.once) != skeleton(new.once):
        yield "it waits for something else"
    if old.renames != new.renames and _terms(old) != _terms(new):
        yield "it renames otherwise"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "said" if value else "not said"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "all"
    return "none" if value is None else str(value)


def _only_told(old: t.Amendment, new: t.Amendment) -> bool:
    return _terms(replace(new, **{name: getattr(old, name) for name in TOLD})) == _terms(old)


def _with_and_without(pair: Pair, old: t.Amendment, new: t.Amendment | None) -> tuple[Effect, ...]:
    """Return how the agreement differs where an amendment is replaced by another, or by none."""
    index = pair.old.amendments.index(old)
    earlier = [x.name for x in pair.old.amendments[:index]]
    before = with_only(pair.old, [*earlier, old.name])
    after = with_only(pair.new if new else pair.old, [*earlier, *([new.name] if new else ())])
    state = pair.after.state if new else pair.before.state
    return gate_effects.between(pair.before.state, before, state, after)


def _removed(pair: Pair, old: t.Amendment) -> Iterator[GateFinding]:
    was = pair.before.amendments(pair.name)[old.name]
    found = {was.standing, *was.by_fund.values()}
    verdict: GateVerdict = "review"
    message = "it was not in effect"
    if in_effect(was):
        verdict, message = "violated", "it was in effect, and it is gone"
    elif "not known" in found:
        verdict, message = "undetermined", "it may have been in effect, and it is gone"
    yield finding(
        pair, "amendment-removed", verdict, f"amendment {old.name}", message,
        at=pair.new.span, effects=_with_and_without(pair, old, None), lacks=was.why,
        cure="" if verdict == "review" else RESTORE,
    )  # fmt: skip


def _terms(a: t.Amendment) -> object:
    """Return what binds of an amendment but what it makes of the agreement's text, and that as it says it."""
    own = (a.effective, a.dated, a.number, a.funds, a.remaining, skeleton(a.once))
    renames = tuple((r.kind, r.old, r.new) for r in a.renames)
    made = (a.clauses, a.definitions, a.parties, a.bodies, a.approvals, a.assumptions, a.schedules)
    return (own, renames, skeleton(made))


# --- agreements that came or went ------------------------------------------------------------


def removed(name: str, before: On) -> GateFinding:
    """Return the finding for an agreement that is gone."""
    in_force = before.in_force(name)
    return unplaced(
        name,
        "agreement-removed",
        "violated" if in_force else "review",
        f"agreement {name}",
        "it is in force, and it is gone" if in_force else "it was not in force",
        cure="restore it: an agreement ends by its own terms" if in_force else "",
    )


def added(name: str, after: On) -> GateFinding:
    """Return the finding for an agreement that is new."""
    d = after.state.loaded.program.agreements[name]
    restates = f", and restates {d.restates}" if d.restates else ""
    where = after.state.place(d.span)
    return unplaced(
        name,
        "agreement-added",
        "review",
        f"agreement {name}",
        f"it is new{restates}",
        path=where.path if where else "",
        line=where.line if where else 1,
    )
