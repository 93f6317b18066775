"""A rule read once for all the instances that a draft has of it: its parts, its exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.findings.amended import NeedKind
from checker.ir import nodes as ir
from checker.needs import parts
from checker.needs.law import RECORDS
from checker.needs.parts import Definitions
from checker.typed import nodes as t


@dataclass(frozen=True, slots=True)
class Search:
    """What records are looked for: the kind of need they meet; of holders, the test and matter too."""

    kind: NeedKind
    threshold: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that must be so: approvals any one of which is enough, or else a condition or a check.

    ``otherwise`` are the conditions beside the approvals that are enough without them; ``search`` is
    None where no records are looked for.
    """

    condition: t.Expr | None
    approvals: tuple[t.ApprovalRequest, ...] = ()
    otherwise: tuple[t.Expr, ...] = ()
    search: Search | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule that binds whatever is in force, taken apart.

    ``plain`` are its exceptions that no approval makes, ``by_approval`` the others; ``schedules``
    are those it looks at before or under an amendment.
    """

    rule: ir.Rule
    parts: tuple[Part, ...]
    plain: tuple[t.Unless, ...]
    by_approval: tuple[t.Unless, ...]
    schedules: frozenset[str]


def read(rule: ir.Rule, definitions: Definitions) -> Reading:
    """Return a rule taken apart; what an amendment needs does not turn on what is in force."""
    approving = {id(u) for u in rule.unless if parts.has_approval(u.condition, definitions)}
    return Reading(
        rule=replace(rule, binds="always", version="", superseded_by=""),
        parts=tuple(_parts(rule.check, definitions)),
        plain=tuple(u for u in rule.unless if id(u) not in approving),
        by_approval=tuple(u for u in rule.unless if id(u) in approving),
        schedules=parts.schedules_looked_at(rule.when, rule.check, *rule.unless),
    )


def _parts(check: ir.Check, definitions: Definitions) -> Iterator[Part]:
    match check:
        case ir.OnFile(request=request):
            yield Part(None, (request,))
        case ir.Holds(condition=condition):
            yield from parts_of(condition, definitions)
        case ir.Happens(event=event):
            yield Part(None, search=Search(RECORDS.get(event.name, "other")))
        case _:
            yield Part(None)


def parts_of(condition: t.Expr, definitions: Definitions) -> Iterator[Part]:
    """Yield what a condition wants, part by part."""
    for part in parts.conjuncts(condition):
        ways = list(parts.disjuncts(part))
        approvals = tuple(w.request for w in ways if isinstance(w, t.ApprovedBy))
        if approvals:
            otherwise = tuple(w for w in ways if not parts.has_approval(w, definitions))
            yield Part(part, approvals, otherwise)
        else:
            yield Part(part, search=_search(part, definitions))


def _search(condition: t.Expr, definitions: Definitions) -> Search | None:
    if not parts.facts_sought(condition, definitions):
        return None
    kind = parts.kind_of_records(condition, definitions)
    if kind != "holders":
        return Search(kind)
    threshold = parts.threshold_in(condition, definitions)
    return Search(kind, threshold, parts.matter_sought(condition, definitions))
