"""What a line calls its stream and its payee, and the readings it was worked out under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from checker.cost.counted import Counted, atom_of
from checker.cost.replayed import Found, Replayed
from checker.cost.terms import Term
from checker.evaluate.case import Case
from checker.facts.store import Record
from checker.findings.model import Step
from checker.typed import nodes as t
from checker.typed.walk import everything

PAID_TO = ("payee", "cdsc_paid_to", "assignee")
"""The fields of a record that name whom an amount goes to."""


def stream_of(made: Replayed, on_it: Sequence[Found]) -> str:
    """Return what the payments are called: by their kind, or the schedule's column that is called so.

    Else all the kinds are named; where that is most of them, those that are left out.
    """
    place = on_it[0].spot.place
    key = (on_it[0].counted, tuple(f.term.rule.name for f in on_it))
    if key not in made.labels:
        made.labels[key] = _label(made, on_it)
    label = made.labels[key]
    if on_it[0].counted.others and not on_it[0].counted.payee and not place.rest:
        label += ", in part"
    about = [f"{n} {v}" for n, v in place.rest]
    if on_it[0].counted.record and not place.record:
        about.append(on_it[0].counted.record)
    return f"{label} ({', '.join(about)})" if about else label


def _label(made: Replayed, on_it: Sequence[Found]) -> str:
    stream = on_it[0].counted
    members = _members(made)
    kinds = list(dict.fromkeys(_kind(a) for a in stream.payments))
    less = sorted({_kind(a) for a, n in stream.least if n < 0} - {""})
    label = kinds[0] if len(kinds) == 1 and not less and kinds[0] in {*members, "cdsc"} else ""
    label = label or next((c for f in on_it if (c := _column(f, set(members)))), "")
    if not label:
        label = _listed(kinds, members) + (f", less {', '.join(less)}" if less else "")
    return label


def _listed(kinds: list[str], members: list[str]) -> str:
    left_out = [m for m in members if m not in kinds]
    if not set(kinds) <= set(members) or len(kinds) <= len(left_out) + 1:
        return ", ".join(sorted(kinds, key=lambda k: (members.index(k) if k in members else len(members), k)))
    return "all payments" + (f" but {', '.join(left_out)}" if left_out else "")


def _members(made: Replayed) -> list[str]:
    kind = made.after.case.kinds.get("payment")
    field = kind.field("kind") if kind else None
    return list(field.type.members) if field else []


def _kind(atom: tuple[str, str, str]) -> str:
    record, kind, _ = atom
    return kind if record in ("payment", "redemption") else record


def _column(f: Found, members: set[str]) -> str:
    """Return the one column that the bound reads and that is called as a kind of payment is."""
    definitions = f.side.case.agreement.definitions
    nodes: list[Any] = list(everything(f.term.check.bound))
    todo = [x.definition for x in nodes if isinstance(x, t.Apply)]
    seen: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            inner = list(everything(definitions[name]))
            nodes += inner
            todo += [x.definition for x in inner if isinstance(x, t.Apply)]
    found = {x.column for x in nodes if isinstance(x, t.Cell)} & members
    return found.pop() if len(found) == 1 else ""


def payee_of(made: Replayed, f: Found, stream: Counted) -> str:
    """Return who is paid: whom the clause names, else who was paid on file, else the other party."""
    case = f.side.case
    if stream.payee:
        return party(case, stream.payee)
    found = dict.fromkeys(party(case, p) for p in sorted(_on_file(made, f, stream)))
    return "; ".join(found) or party(case, case.agreement.document.agreement_with)


def _on_file(made: Replayed, f: Found, stream: Counted) -> set[str]:
    if stream.record:
        records = [
            v
            for v in f.spot.env.variables.values()
            if isinstance(v, Record) and f"{v.kind} {v.key}" == stream.record
        ]
        values = [r.values.get(name) for r in records for name in PAID_TO]
        return {str(v) for v in values if v}
    counted = set(stream.payments)
    for period in (f.spot.period, None):  # where none is on file for the month, those of other months
        found = {
            str(r.values["payee"])
            for r in made.payments(f.spot.place.fund, period)
            if atom_of(r) in counted and "payee" in r.values
        }
        if found:
            return found
    return set()


def party(case: Case, name: str) -> str:
    """Return a party's title for any name that it goes by, else the name itself."""
    for p in case.agreement.parties.values():
        if name == p.name or name in p.names:
            return p.title
    return name


def readings(made: Replayed, term: Term) -> Iterator[Step]:
    """Yield the reading that was used of each assumption that a clause turns on and that has several."""
    case = made.after.case
    for name in term.rule.relies_on:
        assumption = case.agreement.assumptions.get(name)
        if assumption is None or len(assumption.readings) < 2 or name not in case.world:
            continue
        used = next((label for label, e in assumption.readings if e == case.world[name]), "")
        every = " or ".join(label for label, _ in assumption.readings)
        yield Step(depth=0, text=f"{name}, which the text leaves open ({every})", value=used)
