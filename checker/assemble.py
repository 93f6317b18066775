"""A whole result from the findings of each agreement: the clock, waivers, digests, exit code."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from checker import __version__
from checker.evaluate import consolidate
from checker.evaluate.amended import troubles
from checker.evaluate.case import Case, Index, dated, last_day
from checker.evaluate.findings import WORST_FIRST, Told, sort_key
from checker.evaluate.run import Run, evaluate_agreement, facts_of, known_by
from checker.evaluate.troubled import finding_of
from checker.evaluate.worlds import choices
from checker.facts.store import Facts
from checker.findings import model as f
from checker.findings.consolidated import Consolidated
from checker.ir import nodes as ir
from checker.source import Source, Span
from checker.waivers import Key, match, stale

if TYPE_CHECKING:
    from checker.workspace import Workspace

GATE = "gate"
"""Waivers for this are the gate's: it says which of them are stale."""
NOTHING_CHECKED, VIOLATED, NOT_DECIDED, CLEAN = 4, 1, 3, 0
_SEVERITIES = ("note", "warning", "error")


def assemble(
    *,
    workspace: Workspace,
    rules: Mapping[str, ir.Agreement],
    facts: Mapping[str, Facts],
    sources: Mapping[str, Source],
    as_of: date | None,
    clauses: frozenset[str],
    progress: Callable[[str], None] | None,
) -> f.Result:
    """Return the result of checking ``rules`` against ``facts``, by agreement."""
    by_folder = {name: facts[_folder(a, facts)] for name, a in rules.items()}
    day, day_from = clock(as_of, workspace.settings.as_of, rules, by_folder)
    findings: list[f.Finding] = []
    lines: list[f.TimeLine] = []
    hashes: dict[str, str] = {}
    versions: dict[str, str] = {}
    for name, agreement in rules.items():
        settings = workspace.settings.agreements.get(name)
        run = Run(
            agreement=agreement,
            kinds=agreement.kinds,
            facts=by_folder[name],
            as_of=day,
            wording=wording_of(sources),
            told=told_of(workspace, agreement, sources, day),
            settings=settings.assumptions if settings else {},
            clauses=clauses,
            progress=progress,
        )
        made = evaluate_agreement(run)
        versions[name] = made.version
        hashes |= {r.code: clause_hash(r, sources) for r in agreement.rules}
        findings += made.findings
        if not clauses:
            findings += _troubled(workspace, agreement, by_folder[name], sources, day, rules)
        lines += made.time_lines
    findings = [_waived(x, workspace, hashes, day) for x in findings]
    findings += _stale_waivers(workspace, findings, hashes, day, rules)
    ordered = tuple(sorted(findings, key=sort_key))
    return f.Result(
        format_version=f.FORMAT_VERSION,
        tool_version=__version__,
        rules_revision=revision(workspace.rules),
        as_of=day.isoformat(),
        as_of_from=day_from,
        clauses=tuple(sorted(clauses)),
        agreements=tuple(_summary(a, versions[a.name], ordered) for a in rules.values()),
        findings=ordered,
        time_lines=tuple(lines),
        assumptions=_assumptions(ordered),
        inputs=tuple(f.InputDigest(path=p, sha256=h) for p, h in workspace.digests),
        exit_code=exit_code(ordered, workspace.settings.fail_level),
    )


def _troubled(
    workspace: Workspace,
    agreement: ir.Agreement,
    facts: Facts,
    sources: Mapping[str, Source],
    day: date,
    rules: Collection[str],
) -> Iterator[f.Finding]:
    """Yield what is wrong with the amendments of an agreement themselves."""
    told = told_of(workspace, agreement, sources, day)
    case, _ = case_of(workspace, agreement, facts, sources, day)
    whole = told.place(agreement.document.span)
    for x in troubles(case, (), told.place, rules):
        code = f"{agreement.name}/amendment_{x.key.replace('-', '_')}"
        yield finding_of(agreement, x, told.enforcement(code), whole)


def consolidated(
    *,
    workspace: Workspace,
    agreement: ir.Agreement,
    facts: Facts,
    sources: Mapping[str, Source],
    as_of: date | None,
) -> Consolidated:
    """Return an agreement as it stands on a day, with the facts on file on that day."""
    case, day_from = case_of(workspace, agreement, facts, sources, as_of)

    def place(span: Span) -> tuple[str, int]:
        return span.path, sources[span.path].line_column(span.start)[0]

    def text(span: Span) -> str:
        return sources[span.path].text[span.start : span.end]

    stand, struck = consolidate.clauses(case, place, text)
    return Consolidated(
        format_version=f.FORMAT_VERSION,
        agreement=agreement.name,
        title=agreement.title,
        as_of=case.as_of.isoformat(),
        as_of_from=day_from,
        amendments=tuple(consolidate.amendments(case, place)),
        schedules=tuple(consolidate.schedules(case)),
        clauses=tuple(stand),
        struck=tuple(struck),
        declared=tuple(consolidate.declared(case, place, text)),
    )


def case_of(
    workspace: Workspace,
    agreement: ir.Agreement,
    facts: Facts,
    sources: Mapping[str, Source],
    as_of: date | None,
) -> tuple[Case, str]:
    """Return an agreement with its facts, by the readings set or else the first; and what set the day."""
    name = agreement.name
    day, day_from = clock(as_of, workspace.settings.as_of, {name: agreement}, {name: facts})
    index = Index(known_by(facts, agreement, day), facts_of(facts, agreement))
    wording = wording_of(sources)
    probe = Case(agreement, agreement.kinds, index, day, {}, wording)
    settings = workspace.settings.agreements.get(agreement.name)
    left = choices(probe, settings.assumptions if settings else {})
    world = {name: c.readings[0][1] for name, c in left.items()}
    return Case(agreement, agreement.kinds, index, day, world, wording), day_from


def _folder(a: ir.Agreement, facts: Mapping[str, Facts]) -> str:
    parts = a.document.span.path.split("/")
    return next(p for p in parts if p in facts)


def clock(
    asked: date | None,
    set_: date | None,
    rules: Mapping[str, ir.Agreement],
    facts: Mapping[str, Facts],
) -> tuple[date, str]:
    """Return the day to judge on, and what set it."""
    if asked is not None:
        return asked, "--as-of"
    if set_ is not None:
        return set_, "redline.toml"
    days = [
        last_day(when)
        for name, agreement in rules.items()
        for records in facts[name].by_kind.values()
        for r in records
        if (when := dated(agreement.kinds, r)) is not None
    ]
    if days:
        return max(days), "last dated fact"
    starts = [a.document.effective for a in rules.values() if a.document.effective]
    return (max(starts) if starts else date(1980, 10, 28)), "the agreements' own date: no fact is dated"


def wording_of(sources: Mapping[str, Source]) -> Callable[[Span], str]:
    """Return what gives the text of a span on one line."""
    @cache
    def wording(span: Span) -> str:
        source = sources.get(span.path)
        return " ".join(source.text[span.start : span.end].split()) if source else ""

    return wording


def told_of(workspace: Workspace, a: ir.Agreement, sources: Mapping[str, Source], day: date) -> Told:
    """Return how findings tell places, quotes and enforcement."""
    quote = _quoter(documents_of(workspace, a.document.span.path).get(a.document.source))

    def place(span: Span) -> f.TextSpan:
        line, column = sources[span.path].line_column(span.start)
        return f.TextSpan(path=span.path, start=span.start, end=span.end, line=line, column=column)

    def quoted(rule: ir.Rule) -> str:
        return quote(rule.citation.paragraph) if rule.document == a.name else ""

    def enforcement(code: str) -> f.Enforcement:
        found = workspace.settings.enforcement_of(code, day)
        return found.level if found else "hard"

    return Told(place, quoted, enforcement)


def documents_of(workspace: Workspace, path: str) -> dict[str, Source]:
    """Return the source documents at hand for the agreement of a clause file, by file name.

    Those kept beside the agreement go before those in the folder that the settings name.
    """
    beside = {
        d.path.rsplit("/", 1)[-1]: d
        for a in workspace.agreements
        if path.startswith(f"agreements/{a.name}/")
        for d in a.documents
    }
    return {**workspace.documents, **beside}


def _quoter(source: Source | None) -> Callable[[str], str]:
    if source is None:
        return lambda label: ""
    from checker.sources.passages import read_passages
    from checker.sources.quotes import quote

    document = read_passages(source)
    return cache(lambda label: quote(document, label))


# --- waivers ---------------------------------------------------------------------------------


def clause_hash(rule: ir.Rule, sources: Mapping[str, Source]) -> str:
    """Return what identifies the words of a clause: layout and comments do not matter."""
    source = sources.get(rule.span.path)
    text = source.text[rule.span.start : rule.span.end] if source else ""
    lines = [line.split(" #")[0].split() for line in text.splitlines() if not line.lstrip().startswith("#")]
    words = " ".join(w for line in lines for w in line)
    return hashlib.sha256(words.encode()).hexdigest()


def _key(x: f.Finding, hashes: Mapping[str, str]) -> Key:
    return Key(x.code, tuple((s.name, s.value) for s in x.subject), hashes.get(x.code, ""))


def _waived(x: f.Finding, workspace: Workspace, hashes: Mapping[str, str], day: date) -> f.Finding:
    if x.verdict not in ("violated", "undetermined", "needs_judgement"):
        return x
    found = match(workspace.waivers, _key(x, hashes), day)
    if found is None:
        return x
    waiver = f.Waived(
        reason=found.reason,
        approver=found.approver,
        role=found.role,
        approved_on=found.approved_on.isoformat(),
        expires_on=found.expires_on.isoformat(),
    )
    return x.model_copy(update={"verdict": "waived", "waiver": waiver})


def _stale_waivers(
    workspace: Workspace,
    findings: Iterable[f.Finding],
    hashes: Mapping[str, str],
    day: date,
    rules: Mapping[str, ir.Agreement],
) -> Iterator[f.Finding]:
    """Yield a finding for each waiver that waives nothing: expired, unused, or for other words."""
    open_ = [x for x in findings if x.verdict in ("waived", "violated", "undetermined", "needs_judgement")]
    keys = [_key(x, hashes) for x in open_]
    words = {
        "expired": "The waiver expired on {w.expires_on}.",
        "not_yet": "The waiver was approved only on {w.approved_on}.",
        "unused": "The waiver is for a finding that is not there.",
        "hash_changed": "The clause changed since the waiver was given.",
    }
    for waiver, standing in stale(workspace.waivers, keys, day):
        agreement, _, clause = waiver.code.partition("/")
        if agreement not in rules or clause == GATE:
            continue
        text = words[standing].format(w=waiver)
        source = workspace.texts[waiver.span.path]
        line, column = source.line_column(waiver.span.start)
        place = f.TextSpan(
            path=waiver.span.path, start=waiver.span.start, end=waiver.span.end, line=line, column=column
        )
        yield f.Finding(
            code=waiver.code,
            verdict="violated",
            severity="warning",
            enforcement="advisory",
            agreement=agreement,
            version="",
            clause=clause,
            paragraph="",
            authority="waivers.yaml",
            says="A waiver stands only for what it was given for, until it expires.",
            quote="",
            span=place,
            related=(),
            subject=(f.Subject(name="waiver", value=f"{waiver.span.path}:{line}"),),
            message=f"{text} Approved by {waiver.approver}, {waiver.role}.",
            expected="a waiver in use",
            observed=standing.replace("_", " "),
            difference="",
            unit="",
            steps=(),
            facts=(),
            evidence=(),
            missing=(),
            excuse="",
            cure=f.Cure(who=waiver.role, what="renew or withdraw the waiver", by=""),
            assumptions=(),
            notes=(),
            waiver=None,
            fingerprint=hashlib.sha256(f"{waiver.code}\n{standing}\n{place.start}".encode()).hexdigest(),
        )


# --- sums ------------------------------------------------------------------------------------


def _summary(a: ir.Agreement, version: str, findings: Iterable[f.Finding]) -> f.AgreementSummary:
    mine = [x for x in findings if x.agreement == a.name]
    counts = Counter(x.verdict for x in mine)
    return f.AgreementSummary(
        agreement=a.name,
        title=a.title,
        version=version,
        clauses=len({r.name for r in a.rules}),
        instances=len(mine),
        counts={v: counts[v] for v in WORST_FIRST if counts[v]},
    )


def _assumptions(findings: Iterable[f.Finding]) -> tuple[f.Assumption, ...]:
    found = {(a.name, a.text, a.reading): a for x in findings for a in x.assumptions}
    return tuple(a for _, a in sorted(found.items()))


def revision(rules: Iterable[Source]) -> str:
    """Return what identifies the rules that were used."""
    digest = hashlib.sha256()
    for s in rules:
        digest.update(s.path.encode() + b"\n" + s.text.encode() + b"\n")
    return digest.hexdigest()[:12]


def exit_code(findings: Iterable[f.Finding], fail_level: str) -> int:
    """Return the exit code: 1 violated, 3 not decided, 4 nothing checked, 0 otherwise.

    Only findings at or above the fail level count towards 1 and 3.
    """
    judged = [x for x in findings if x.verdict != "not_applicable"]
    if not judged:
        return NOTHING_CHECKED
    counted = [x for x in judged if _SEVERITIES.index(x.severity) >= _SEVERITIES.index(fail_level)]
    verdicts = {x.verdict for x in counted}
    if "violated" in verdicts:
        return VIOLATED
    return NOT_DECIDED if verdicts & {"undetermined", "needs_judgement"} else CLEAN
