"""Typed program to rules. Takes a ``typed.Program``, gives an ``ir.Program``; cannot fail.

What is lowered here: ``must not`` becomes one instance for each event; the clauses of the
regulations become rules of each agreement under them; amendments become versions of a rule,
each with its own days; ``survive`` clauses become a property of the rules they name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from checker.ir import nodes as ir
from checker.ir.walk import assumptions_of, timeline_used
from checker.typed import nodes as t


def lower(program: t.Program) -> ir.Program:
    """Return the rules of every agreement."""
    return ir.Program(program.kinds, {name: _agreement(program, a) for name, a in program.agreements.items()})


def _agreement(program: t.Program, a: t.Document) -> ir.Agreement:
    over = [d for name, d in program.shared.items() if name not in a.under]
    under = [program.shared[name] for name in a.under if name in program.shared]
    documents = [a, *under, *over]
    definitions = _merged(documents, "definitions")
    rules = [r for d in (a, *under) for r in _rules(a, d)]
    amended = list(_versions(a, rules))
    timeline = _timeline_assumptions(amended, definitions)
    finished = tuple(_finished(r, a, documents, definitions, timeline) for r in amended)
    return ir.Agreement(
        name=a.name,
        title=a.title,
        document=a,
        rules=finished,
        links=tuple(_links(a)),
        schedules=a.schedules,
        definitions=definitions,
        assumptions=_merged(documents, "assumptions"),
        questions=_merged(documents, "questions"),
        bodies=_merged(documents, "bodies"),
        parties=_merged(documents, "parties"),
        kinds=a.kinds,
    )


def _merged(documents: list[t.Document], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for d in documents:
        for name, value in getattr(d, what).items():
            found.setdefault(name, value)
    return found


def _links(a: t.Document) -> Iterator[ir.Link]:
    for c in a.clauses.values():
        if isinstance(c.norm, t.EndsWith):
            yield ir.Link(c.norm.instrument, c.norm.other, c.citation.paragraph)


def _rules(a: t.Document, d: t.Document) -> Iterator[ir.Rule]:
    for c in d.clauses.values():
        made = _rule(a, c)
        if made is not None:
            yield made


def _rule(a: t.Document, c: t.Clause) -> ir.Rule | None:
    check = _check(c.norm)
    if check is None:
        return None
    sources = c.each
    if isinstance(check, ir.Never):
        sources = (*sources, check.event)
    return ir.Rule(
        agreement=a.name,
        document=c.document,
        name=c.name,
        citation=c.citation,
        says=c.says,
        sources=sources,
        since=c.since,
        until=c.until,
        when=c.when,
        binds=c.binds or _default_binding(a, check),
        survives=False,
        check=check,
        due=c.by,
        unless=c.unless,
        under=c.subject_to,
        relies_on=(),
        assuming=c.assuming,
        cure=c.cure,
        basis=c.basis,
        severity=c.severity,
        span=c.span,
    )


def _default_binding(a: t.Document, check: ir.Check) -> str:
    if isinstance(check, (ir.Renewed, ir.Ended, ir.Entitled)):
        return "always"
    return a.instruments[0]


def _check(norm: t.Norm) -> ir.Check | None:
    match norm:
        case t.Limit():
            return ir.Bound(norm.subject, norm.relation, norm.bound, norm.upper)
        case t.Holds():
            return ir.Holds(norm.condition)
        case t.Duty(modality="must"):
            return ir.Happens(norm.actor, norm.verb, norm.event)
        case t.Duty(modality="must not"):
            return ir.Never(norm.actor, norm.verb, norm.event)
        case t.Duty():
            return ir.Permitted(norm.actor, norm.verb, norm.event)
        case t.Requires():
            return ir.OnFile(norm.request)
        case t.Continues():
            return ir.Renewed(norm.instruments, norm.until, norm.approval)
        case t.TerminatesWhen():
            return ir.Ended(norm.instruments, norm.event, norm.on)
        case t.TerminableBy():
            return ir.Entitled(norm.instruments, norm.rights, norm.without_penalty)
        case t.EndsWith() | t.Survives() | t.Means():
            return None


def _versions(a: t.Document, rules: list[ir.Rule]) -> Iterator[ir.Rule]:
    """Yield each rule for the days on which the amendments leave it as it is."""
    current = {r.name: r for r in rules}
    for amendment in a.amendments:
        eve = amendment.effective - timedelta(days=1)
        for name, clause in amendment.clauses.items():
            old = current.pop(name, None)
            if old is not None:
                yield replace(old, to_day=eve, superseded_by=amendment.name)
            made = _rule(a, clause) if clause is not None else None
            if made is not None:
                current[name] = replace(made, version=amendment.name, from_day=amendment.effective)
    yield from current.values()


def _finished(
    r: ir.Rule,
    a: t.Document,
    documents: list[t.Document],
    definitions: dict[str, t.Definition],
    timeline: frozenset[str],
) -> ir.Rule:
    prevailing = [*r.under]
    for d in documents:
        prevailing += [c.name for c in d.clauses.values() if r.name in c.despite]
    found = assumptions_of(r, definitions)
    if r.binds != "always" or timeline_used(r, definitions):
        found |= timeline
    return replace(
        r,
        survives=_survives(r, a),
        under=tuple(dict.fromkeys(prevailing)),
        relies_on=tuple(sorted(found)),
    )


def _survives(r: ir.Rule, a: t.Document) -> t.Expr | bool:
    for c in a.clauses.values():
        if isinstance(c.norm, t.Survives) and r.name in c.norm.clauses:
            return c.norm.until if c.norm.until is not None else True
    return False


def _timeline_assumptions(rules: list[ir.Rule], definitions: dict[str, t.Definition]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for r in rules:
        if isinstance(r.check, (ir.Renewed, ir.Ended, ir.Entitled)):
            found |= assumptions_of(r, definitions)
    return found
