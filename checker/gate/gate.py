"""``redline gate``: what an edit does to agreements in force, and everything else that people are to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from checker import __version__
from checker.findings.gated import FORMAT_VERSION, Gated, GateFinding
from checker.findings.model import Waived
from checker.gate.agreements import added, compared, removed
from checker.gate.facts import facts_changed
from checker.gate.found import Pair
from checker.gate.inputs import same_inputs
from checker.gate.listed import listed
from checker.gate.scenarios import scenarios_listed
from checker.gate.states import On, State, clock
from checker.syntax.depth import room_to_recurse
from checker.waivers import Key, Standing, Waiver, match, stale

CLEAN, VIOLATED, NOT_KNOWN, NOTHING = 0, 1, 3, 4
WORST_FIRST = ("violated", "undetermined", "pending", "review", "waived")
CLAUSE = "gate"
"""Stands for the clause in the code of a waiver: ``agreement/gate``."""


def gate(
    before: State, after: State, *, as_of: date | None = None, prefix: str = "", notes: Iterable[str] = ()
) -> Gated:
    """Return what became of the agreements between two states, judged on one day."""
    with room_to_recurse():
        day, day_from = clock(before, after, as_of)
        then, now = On(before, day), On(after, day)
        names = sorted({*before.loaded.program.agreements, *after.loaded.program.agreements})
        found = [_waived(x, after, day) for name in names for x in _of(name, then, now)]
    findings = tuple(sorted(found, key=_order))
    return Gated(
        format_version=FORMAT_VERSION,
        tool_version=__version__,
        base=before.name,
        base_commit=before.commit,
        head=after.name,
        head_commit=after.commit,
        prefix=prefix,
        as_of=day.isoformat(),
        as_of_from=day_from,
        compared=tuple(names),
        findings=findings,
        listed=(*listed(before, after), *scenarios_listed(before, after)),
        facts=tuple(facts_changed(before, after)),
        notes=(*notes, *_idle(after, findings, day)),
        exit_code=exit_code(findings, names),
    )


def _of(name: str, then: On, now: On) -> Iterator[GateFinding]:
    if same_inputs(name, then.state, now.state):
        return
    if name not in now.state.loaded.program.agreements:
        yield removed(name, then)
    elif name not in then.state.loaded.program.agreements:
        yield added(name, now)
    else:
        yield from compared(Pair(name, then, now))


def exit_code(findings: Iterable[GateFinding], compared: Iterable[str]) -> int:
    """Return the exit code: 1 violated, 3 not known, 4 nothing was compared, 0 otherwise."""
    verdicts = {x.verdict for x in findings}
    if "violated" in verdicts:
        return VIOLATED
    if "undetermined" in verdicts:
        return NOT_KNOWN
    return CLEAN if list(compared) else NOTHING


def _order(x: GateFinding) -> tuple[int, str, str, str, str]:
    return (WORST_FIRST.index(x.verdict), x.agreement, x.key, x.element, x.effect)


# --- waivers ---------------------------------------------------------------------------------


def _key(x: GateFinding) -> Key:
    about = (("change", x.effect or x.key), ("element", x.element))
    return Key(f"{x.agreement}/{CLAUSE}", about, x.clause_hash)


def _waived(x: GateFinding, after: State, day: date) -> GateFinding:
    if x.verdict not in ("violated", "undetermined"):
        return x
    found = match(after.loaded.workspace.waivers, _key(x), day)
    return x if found is None else x.model_copy(update={"verdict": "waived", "waiver": _told(found)})


def _told(w: Waiver) -> Waived:
    return Waived(
        reason=w.reason,
        approver=w.approver,
        role=w.role,
        approved_on=w.approved_on.isoformat(),
        expires_on=w.expires_on.isoformat(),
    )


WHY: Mapping[Standing, str] = {
    "unused": "is for an edit that is not in this comparison",
    "hash_changed": "is for another edit: the hash of this one is not `{w.clause_hash}`",
    "expired": "expired on {w.expires_on}",
    "not_yet": "does not begin before {w.approved_on}",
}


def _idle(after: State, findings: Iterable[GateFinding], day: date) -> Iterator[str]:
    """Yield a note for each waiver of an edit that waives nothing here, and why."""
    keys = [_key(x) for x in findings]
    of_edits = [w for w in after.loaded.workspace.waivers if w.clause == CLAUSE]
    for w, why in stale(of_edits, keys, day):
        line = after.loaded.workspace.texts[w.span.path].line_column(w.span.start)[0]
        about = any(w.is_about(k) and w.pins(k.clause_hash) for k in keys)
        if about or why in ("unused", "hash_changed"):
            yield f"{w.span.path}:{line}: the waiver of {w.code} {WHY[why].format(w=w)}"
        else:
            yield f"{w.span.path}:{line}: the waiver of {w.code} {WHY['unused']}"
