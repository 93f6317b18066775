"""Typed program to rules. Takes a ``typed.Program``, gives an ``ir.Program``; cannot fail.

What is lowered here: ``must not`` becomes one instance for each event; the clauses of the
regulations become rules of each agreement under them; amendments become versions of a rule,
each with its own days (``versions.py``). Funds and classes that were renamed go by the name that
they had first, here and in the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from checker.ir import nodes as ir
from checker.ir.first_names import by_first_names, first_names
from checker.ir.versions import versions
from checker.ir.walk import assumptions_of, marked, timeline_used
from checker.typed import nodes as t
from checker.typed.types import DATE


def lower(program: t.Program) -> ir.Program:
    """Return the rules of every agreement."""
    return ir.Program(program.kinds, {name: lowered(program, a) for name, a in program.agreements.items()})


def lowered(program: t.Program, a: t.Document) -> ir.Agreement:
    """Return the rules of one agreement, under the regulations of a program."""
    names = first_names(a)
    a = by_first_names(a)
    over = [d for name, d in program.shared.items() if name not in a.under]
    under = [program.shared[name] for name in a.under if name in program.shared]
    documents = [a, *under, *over]
    made = versions(
        a, [r for d in (a, *under) for r in _rules(a, d)], _merged(documents, "definitions"), _rule
    )
    definitions = made.definitions
    bodies = made.of("bodies", _merged(documents, "bodies"))
    amended = made.rules
    survivals = tuple(r for r in amended if isinstance(r.check, ir.Surviving))
    timeline = _timeline_assumptions(amended, definitions)
    checked = [r for r in amended if not isinstance(r.check, (ir.Linked, ir.Surviving))]
    schedules = _of_others(program) | _merged(documents, "schedules")
    finished = tuple(
        replace(_finished(r, survivals, definitions, timeline), marks=marked(r, definitions, schedules))
        for r in checked
    )
    return ir.Agreement(
        name=a.name,
        title=a.title,
        document=replace(a, amendments=tuple(replace(x, once=made.once.get(x.name)) for x in a.amendments)),
        rules=finished,
        links=tuple(r for r in amended if isinstance(r.check, ir.Linked)),
        survivals=survivals,
        schedules=schedules,
        definitions=definitions,
        assumptions=made.of("assumptions", _merged(documents, "assumptions")),
        questions=_merged(documents, "questions") | _inserted(a),
        bodies=bodies,
        parties=made.of("parties", _merged(documents, "parties")),
        kinds=a.kinds,
        first_names=names,
    )


def _inserted(a: t.Document) -> dict[str, t.Question]:
    return {n: q for x in a.amendments for n, q in x.questions.items() if q is not None}


def _of_others(program: t.Program) -> dict[str, t.Schedule]:
    """Return the schedules of every agreement as first made, under the name that says whose they are."""
    return {f"{d.name}.{n}": s for d in program.agreements.values() for n, s in d.schedules.items()}


def _merged(documents: list[t.Document], what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for d in documents:
        for name, value in getattr(d, what).items():
            found.setdefault(name, value)
    return found


def _rules(a: t.Document, d: t.Document) -> Iterator[ir.Rule]:
    for c in d.clauses.values():
        made = _rule(a, d, c)
        if made is not None:
            yield made


def _day(day: date | None) -> t.Expr | None:
    return t.Const(day, DATE) if day is not None else None


def _rule(a: t.Document, d: t.Document, c: t.Clause) -> ir.Rule | None:
    """Return one clause of ``d`` as a rule of the agreement; a regulation binds on its own days."""
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
        since=c.since or (_day(d.effective) if d is not a else None),
        until=c.until or (_day(d.until) if d is not a else None),
        when=c.when,
        binds=c.binds or _default_binding(a, check),
        check=check,
        due=c.by,
        unless=c.unless,
        over=c.despite,
        under=c.subject_to,
        relies_on=(),
        assuming=c.assuming,
        cure=c.cure,
        basis=c.basis,
        marks=(),
        severity=c.severity,
        span=c.span,
    )


def _default_binding(a: t.Document, check: ir.Check) -> str:
    if isinstance(check, (ir.Renewed, ir.Ended, ir.Entitled, ir.Linked, ir.Surviving)):
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
        case _:
            return _about_instruments(norm)


def _about_instruments(norm: t.Norm) -> ir.Check | None:
    match norm:
        case t.Continues():
            return ir.Renewed(norm.instruments, norm.until, norm.approval)
        case t.TerminatesWhen():
            return ir.Ended(norm.instruments, norm.event, norm.on)
        case t.TerminableBy():
            return ir.Entitled(norm.instruments, norm.rights, norm.without_penalty)
        case t.EndsWith():
            return ir.Linked(norm.instrument, norm.other)
        case t.Survives():
            return ir.Surviving(norm.clauses, norm.until)
        case _:  # `means` declares a definition
            return None


def _finished(
    r: ir.Rule,
    survivals: tuple[ir.Rule, ...],
    definitions: dict[str, t.Definition],
    timeline: frozenset[str],
) -> ir.Rule:
    found = assumptions_of(r, definitions)
    for s in survivals:
        assert isinstance(s.check, ir.Surviving)
        if r.name in s.check.clauses:
            found |= assumptions_of(s, definitions)
    if r.binds != "always" or timeline_used(r, definitions):
        found |= timeline
    return replace(r, relies_on=tuple(sorted(found)))


def _timeline_assumptions(rules: Sequence[ir.Rule], definitions: dict[str, t.Definition]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for r in rules:
        if isinstance(r.check, (ir.Renewed, ir.Ended, ir.Entitled)):
            found |= assumptions_of(r, definitions)
    return found
