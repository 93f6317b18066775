"""Judgements to findings: the one model that every report renders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from checker.evaluate.case import MOST_EVIDENCE, Rows, Trace
from checker.evaluate.verdicts import Judgement, Subject
from checker.facts.store import Record
from checker.findings import model as f
from checker.findings.records import Wanting, joined
from checker.ir import nodes as ir
from checker.source import Span
from checker.typed.types import FactKind
from checker.values.show import with_unit
from checker.values.truth import Reason

WORST_FIRST: tuple[f.Verdict, ...] = (
    "violated",
    "undetermined",
    "needs_judgement",
    "waived",
    "excused",
    "compliant",
    "not_applicable",
)
_SEVERITY = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Told:
    """What only the workspace knows: places, quotes, enforcement."""

    place: Callable[[Span], f.TextSpan]
    quote: Callable[[ir.Rule], str]
    enforcement: Callable[[str], f.Enforcement]


def sort_key(x: f.Finding) -> tuple[object, ...]:
    """Return the fixed order of findings: worst first, then by agreement, clause, subject."""
    return (
        WORST_FIRST.index(x.verdict),
        _SEVERITY.index(x.severity),
        x.agreement,
        x.clause,
        tuple((s.name, s.value) for s in x.subject),
        x.version,
        x.fingerprint,
    )


def finding(
    told: Told,
    rule: ir.Rule,
    subject: Subject,
    j: Judgement,
    assumptions: tuple[f.Assumption, ...],
    kinds: Mapping[str, FactKind],
) -> f.Finding:
    """Return the finding that a judgement makes."""
    trace = j.trace or Trace()
    o = j.outcome
    applicable = j.verdict != "not_applicable"
    return f.Finding(
        code=rule.code,
        verdict=j.verdict,
        severity=rule.severity,  # type: ignore[arg-type]
        enforcement=told.enforcement(rule.code),
        agreement=rule.agreement,
        version=rule.version,
        clause=rule.name,
        paragraph=rule.citation.paragraph,
        authority=rule.document,
        says=rule.says,
        quote=told.quote(rule),
        span=told.place(rule.span),
        related=(),
        subject=tuple(f.Subject(name=n, value=v) for n, v in subject),
        message=_message(j, rule),
        expected=o.expected if applicable else "",
        observed=o.observed if applicable else "",
        difference=o.difference,
        unit=o.unit,
        steps=tuple(f.Step(depth=d, text=text, value=v) for d, text, v in trace.steps) if applicable else (),
        facts=_facts(trace, o.used) if applicable else (),
        evidence=tuple(_evidence(r) for r in trace.rows) if applicable else (),
        missing=tuple(_missing(r) for r in _reasons(j)),
        excuse=j.excuse,
        cure=_cure(rule, j),
        assumptions=assumptions if applicable else (),
        notes=_notes(rule, j),
        waiver=None,
        fingerprint=fingerprint(rule, subject),
    )


def fingerprint(rule: ir.Rule, subject: Subject) -> str:
    """Return what identifies a finding from run to run: its clause and subject, no figures."""
    text = "\n".join([rule.code, rule.document, rule.version, *(f"{n}={v}" for n, v in subject)])
    return hashlib.sha256(text.encode()).hexdigest()


def _message(j: Judgement, rule: ir.Rule, prevailing: Sequence[f.Finding] = ()) -> str:
    o = j.outcome
    match j.verdict:
        case "not_applicable":
            return f"Does not apply: {j.note}." if j.note else "Does not apply."
        case "excused":
            return _excused(j, rule, prevailing)
        case "undetermined" | "needs_judgement":
            reasons = "; ".join(r.text for r in _reasons(j)[:2])
            figures = f" {_figures(j)}" if o.observed and o.observed != "unknown" else ""
            return f"Not decided: {reasons}{'' if reasons.endswith('?') else '.'}{figures}"
        case _:
            return _figures(j) if o.expected else (j.note or "Met.")


def excused_under(x: f.Finding, j: Judgement, rule: ir.Rule, prevailing: Sequence[f.Finding]) -> f.Finding:
    """Return an excused finding that says how the clause that prevails judged the same thing."""
    about = {s.name: s.value for s in x.subject}
    same = [p for p in prevailing if _about_same(about, p) and p.verdict != "not_applicable"]
    return x.model_copy(update={"message": _message(j, rule, same)}) if same else x


def _about_same(about: Mapping[str, str], other: f.Finding) -> bool:
    shared = [about[s.name] == s.value for s in other.subject if s.name in about]
    return bool(shared) and all(shared)


def _excused(j: Judgement, rule: ir.Rule, prevailing: Sequence[f.Finding]) -> str:
    """Return by what it is excused, how the clause that prevails judged it, and what it would be without."""
    would = "would be violated" if j.outcome.met is False else "would not be decided"
    by = f"Excused: {j.excuse}"
    if not j.prevailing:
        by = f"Excused by an exception ({rule.citation.paragraph}): {j.excuse}"
    for verdict in sorted({p.verdict for p in prevailing}, key=WORST_FIRST.index):
        by += f", which is {verdict.replace('_', ' ')} here"
    figures = _figures(j)
    return f"{by}. It {would} without that: {figures[:1].lower()}{figures[1:]}"


def _reasons(j: Judgement) -> list[Reason]:
    """Return why it is not decided, one reason for all the days of a kind's records."""
    wanted = joined(Wanting(*r.records) for r in j.reasons if r.records)
    kept = [r for r in j.reasons if not r.records]
    records = [Reason("fact", w.text, w.settle, (w.facts, w.first, w.last)) for w in wanted.values()]
    return sorted([*kept, *records])


def _missing(r: Reason) -> f.Missing:
    if r.records is None:
        return f.Missing(kind=r.kind, text=r.text, settle=r.settle)
    facts, first, last = r.records
    return f.Missing(
        kind=r.kind,
        text=r.text,
        settle=r.settle,
        facts=facts,
        since=first.isoformat(),
        until=last.isoformat(),
    )


def _figures(j: Judgement) -> str:
    """Return the model sentence: observed, expected, and how far they are apart."""
    o = j.outcome
    text = f"Observed {with_unit(o.observed, o.unit)}; expected {with_unit(o.expected, o.unit)}"
    apart = f"; difference {o.difference} {o.unit}".rstrip() if o.difference else ""
    return (text + apart).removesuffix(".") + "." + o.later


def _notes(rule: ir.Rule, j: Judgement) -> tuple[str, ...]:
    from_what = {"memory": "from memory, not seen in a text", "inference": "inferred from the text"}
    basis = (f"the rule is {from_what[rule.basis]}",) if rule.basis in from_what else ()
    used = tuple(f"{name} is {from_what[known]}" for name, known in rule.marks if known in from_what)
    return (*j.notes, *basis, *used)


def _cure(rule: ir.Rule, j: Judgement) -> f.Cure | None:
    if j.verdict != "violated" or not rule.cure:
        return None
    actor = getattr(rule.check, "actor", "")
    return f.Cure(who=actor, what=rule.cure, by="")


def _facts(trace: Trace, used: tuple[Record, ...]) -> tuple[f.FactUsed, ...]:
    records = {(r.kind, r.key, r.path, r.line): r for r in [*trace.used.values(), *used]}
    return tuple(_fact(r) for _, r in sorted(records.items()) if r.path)


def _fact(r: Record) -> f.FactUsed:
    return f.FactUsed(kind=r.kind, key=r.key, path=r.path, line=r.line)


def _evidence(rows: Rows) -> f.Evidence:
    keys = "\n".join(f"{r.path}:{r.line}:{r.key}" for r in rows.records)
    return f.Evidence(
        kind=rows.kind,
        count=len(rows.records),
        first=tuple(_fact(r) for r in rows.records[:MOST_EVIDENCE]),
        digest=hashlib.sha256(keys.encode()).hexdigest(),
    )
