"""What every report says, in order, grouped and worded once. The renderers only lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checker.findings.model import (
    AgreementSummary,
    Assumption,
    Cure,
    Evidence,
    FactUsed,
    Finding,
    InputDigest,
    Missing,
    Result,
    Segment,
    Step,
    TextSpan,
    TimeLine,
    Verdict,
    Waived,
)
from checker.findings.records import Wanting, joined
from checker.report.wording import (
    ENFORCEMENT_WORDS,
    NOT_NAMED,
    NOTHING_CHECKED,
    SHORT_DIGEST,
    STATUS_WORDS,
    VERDICT_MEANINGS,
    VERDICT_WORDS,
    VERDICTS,
    as_of_words,
    chosen_words,
    count,
    exit_words,
    sentence,
)
from checker.values.show import with_unit

EXAMPLES = 5
"""Instances named under one open point, exception or waiver."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Something a verdict rests on, and the file and line where it stands."""

    what: str
    where: str
    depth: int = 0
    """1 for a row named as one of several."""


@dataclass(frozen=True, slots=True)
class AssumptionView:
    """A choice made where the text is silent, with what else it could have been."""

    name: str
    text: str
    paragraph: str
    used: str
    """The reading used; where every reading was tried, all of them."""
    others: tuple[str, ...]
    chosen: str
    relied_on: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words. Empty text means that there is nothing to say."""

    number: int
    verdict: Verdict
    verdict_words: str
    code: str
    agreement: str
    version: str
    clause: str
    paragraph: str
    authority: str
    title: tuple[str, ...]
    subject: str
    message: str
    says: str
    quote: str
    expected: str
    observed: str
    difference: str
    steps: tuple[Step, ...]
    grounds: tuple[Ground, ...]
    missing: tuple[Missing, ...]
    also_missing: tuple[str, ...]
    """Facts that are not on file either, beside the question for counsel."""
    excuse: str
    waiver: str
    cure: str
    who: str
    assumptions: tuple[AssumptionView, ...]
    notes: tuple[str, ...]
    place: str
    related: tuple[str, ...]
    severity: str
    enforcement: str
    short: str
    explain: str

    @property
    def answers(self) -> tuple[str, ...]:
        """Say what each answer to an open question would make of the instance."""
        return tuple(n for n in self.notes if n.startswith("if ") and self.verdict == "needs_judgement")


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that share one reason: a missing fact, a question, an exception or a waiver."""

    number: int
    kind: str
    text: str
    settle: str
    clauses: tuple[str, ...]
    findings: tuple[FindingView, ...]
    above: tuple[tuple[int, int], ...] = ()
    """Entries above that name some of these instances already: their numbers, and how many."""
    listed: tuple[FindingView, ...] = ()
    """The instances that no entry above names."""

    @property
    def who(self) -> str:
        """Name whoever can settle it."""
        return ", ".join(dict.fromkeys(view.who for view in self.findings if view.who))

    @property
    def instances(self) -> str:
        """Say how many instances share the reason."""
        return count(len(self.findings), "instance")

    @property
    def extent(self) -> str:
        """Say how many instances of how many clauses share the reason."""
        return f"{self.instances} of {count(len(self.clauses), 'clause')}"

    @property
    def examples(self) -> tuple[FindingView, ...]:
        """Return the first few instances."""
        return self.listed[:EXAMPLES]

    @property
    def named_above(self) -> str:
        """Say which of the instances stand under an entry above, empty if none does."""
        return ", ".join(f"{count(many, 'instance')} under {number}" for number, many in self.above)

    @property
    def rest(self) -> tuple[FindingView, ...]:
        """Return the instances that are not among the examples."""
        return self.listed[EXAMPLES:]

    @property
    def more(self) -> int:
        """Return how many instances are not among the examples."""
        return len(self.rest)


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """Counts for one agreement, in the order of ``VERDICTS``."""

    agreement: str
    title: str
    version: str
    clauses: int
    instances: int
    extent: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A stretch of a time line; ``until`` reads ``open`` while nothing ends it."""

    since: str
    until: str
    dates: str
    status: str
    status_words: str
    because: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class TimeLineView:
    """One time line and the funds that share it."""

    agreement: str
    instrument: str
    funds: tuple[str, ...]
    segments: tuple[SegmentView, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """What each section is called, with how many instances or entries it holds."""

    summary: str
    violated: str
    undetermined: str
    questions: str
    excused: str
    waived: str
    settled: str
    assumptions: str
    in_force: str
    files: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a check says, section by section."""

    title: str
    headings: Headings
    outcome: str
    as_of: str
    as_of_from: str
    tool_version: str
    rules_revision: str
    format_version: str
    scope: str
    exit_code: int
    exit_words: str
    none: str
    """What an empty section says: no entry is no comfort where nothing was checked."""
    columns: tuple[str, ...]
    meanings: tuple[tuple[str, str], ...]
    """Each verdict's word and what it means."""
    rows: tuple[SummaryRow, ...]
    total: SummaryRow
    violated: tuple[FindingView, ...]
    undetermined: tuple[Group, ...]
    questions: tuple[Group, ...]
    excused: tuple[Group, ...]
    waived: tuple[Group, ...]
    settled: tuple[FindingView, ...]
    """Compliant and not applicable: counted always, listed only on request."""
    assumptions: tuple[AssumptionView, ...]
    time_lines: tuple[TimeLineView, ...]
    inputs: tuple[InputDigest, ...]


def report_of(result: Result) -> Report:
    """Group and word ``result``."""
    by_verdict = _by_verdict(result.findings)
    rows = tuple(_summary_row(summary) for summary in result.agreements)
    total = _total(rows)
    return Report(
        title=_title(result.agreements),
        headings=_headings(by_verdict, result),
        outcome=_outcome(total),
        as_of=result.as_of,
        as_of_from=as_of_words(result.as_of_from),
        tool_version=result.tool_version,
        rules_revision=result.rules_revision,
        format_version=result.format_version,
        scope=_scope(total, len(rows)),
        exit_code=result.exit_code,
        exit_words=exit_words(result.exit_code),
        none="None." if total.instances else NOTHING_CHECKED,
        columns=tuple(VERDICT_WORDS[verdict] for verdict in VERDICTS),
        meanings=tuple((VERDICT_WORDS[verdict], VERDICT_MEANINGS[verdict]) for verdict in VERDICTS),
        rows=rows,
        total=total,
        violated=by_verdict["violated"],
        undetermined=_named_once(_most_first(_open_points(by_verdict["undetermined"]))),
        questions=_named_once(_open_points(by_verdict["needs_judgement"])),
        excused=_groups((_excuse_reason(view), view) for view in by_verdict["excused"]),
        waived=_groups((_waiver_reason(view), view) for view in by_verdict["waived"]),
        settled=by_verdict["compliant"] + by_verdict["not_applicable"],
        assumptions=_assumptions(result),
        time_lines=time_lines_of(result.time_lines),
        inputs=result.inputs,
    )


def finding_view(finding: Finding, number: int = 1) -> FindingView:
    """Word one finding."""
    return FindingView(
        number=number,
        verdict=finding.verdict,
        verdict_words=VERDICT_WORDS[finding.verdict],
        code=finding.code,
        agreement=finding.agreement,
        version=finding.version,
        clause=finding.clause,
        paragraph=finding.paragraph,
        authority="" if finding.authority == finding.agreement else finding.authority,
        title=_finding_title(finding),
        subject=", ".join(dict.fromkeys(subject.value for subject in finding.subject)),
        message=finding.message,
        says=finding.says,
        quote=finding.quote,
        expected=with_unit(finding.expected, finding.unit),
        observed=with_unit(finding.observed, finding.unit),
        difference=f"{finding.difference} {finding.unit}".strip() if finding.difference else "",
        steps=finding.steps,
        grounds=_grounds(finding.facts, finding.evidence),
        missing=finding.missing,
        also_missing=_also_missing(finding),
        excuse=finding.excuse,
        waiver=_waiver(finding.waiver),
        cure=_cure(finding.cure),
        who=finding.cure.who if finding.cure else "",
        assumptions=tuple(_assumption(one, "") for one in finding.assumptions),
        notes=finding.notes,
        place=_place(finding.span),
        related=tuple(_place(span) for span in finding.related),
        severity=finding.severity,
        enforcement=ENFORCEMENT_WORDS[finding.enforcement],
        short=finding.fingerprint[:SHORT_DIGEST],
        explain=f"redline explain {finding.fingerprint[:SHORT_DIGEST]}",
    )


def time_lines_of(lines: Sequence[TimeLine]) -> tuple[TimeLineView, ...]:
    """Return the time lines, those that say the same for several funds as one."""
    funds: dict[tuple[str, str, tuple[Segment, ...]], list[str]] = {}
    for line in lines:
        funds.setdefault((line.agreement, line.instrument, line.segments), []).append(line.fund)
    return tuple(
        TimeLineView(agreement, instrument, tuple(names), tuple(_segment(one) for one in segments))
        for (agreement, instrument, segments), names in funds.items()
    )


def _by_verdict(findings: Iterable[Finding]) -> dict[Verdict, tuple[FindingView, ...]]:
    views: dict[Verdict, list[FindingView]] = {verdict: [] for verdict in VERDICTS}
    for number, finding in enumerate(findings, start=1):
        views[finding.verdict].append(finding_view(finding, number))
    return {verdict: tuple(some) for verdict, some in views.items()}


def _summary_row(summary: AgreementSummary) -> SummaryRow:
    return SummaryRow(
        agreement=summary.agreement,
        title=summary.title,
        version=summary.version,
        clauses=summary.clauses,
        instances=summary.instances,
        extent=_extent(summary.clauses, summary.instances),
        counts=tuple(summary.counts.get(verdict, 0) for verdict in VERDICTS),
    )


def _extent(clauses: int, instances: int) -> str:
    return f"{count(clauses, 'clause')}, {count(instances, 'instance')}"


def _total(rows: Sequence[SummaryRow]) -> SummaryRow:
    clauses, instances = sum(row.clauses for row in rows), sum(row.instances for row in rows)
    return SummaryRow(
        agreement="",
        title="All agreements",
        version="",
        clauses=clauses,
        instances=instances,
        extent=_extent(clauses, instances),
        counts=tuple(sum(row.counts[place] for row in rows) for place in range(len(VERDICTS))),
    )


def _title(agreements: Sequence[AgreementSummary]) -> str:
    if len(agreements) == 1:
        return f"Check of {agreements[0].title or agreements[0].agreement}"
    return f"Check of {count(len(agreements), 'agreement')}"


def _headings(views: Mapping[Verdict, Sequence[FindingView]], result: Result) -> Headings:
    def titled(title: str, number: int) -> str:
        return f"{title} ({number:,})"

    settled = len(views["compliant"]) + len(views["not_applicable"])
    return Headings(
        summary="Verdicts by agreement",
        violated=titled("Violated", len(views["violated"])),
        undetermined=titled("Undetermined", len(views["undetermined"])) + ", by what is missing",
        questions=titled("For counsel", len(views["needs_judgement"])) + ", by question",
        excused=titled("Excused", len(views["excused"])),
        waived=titled("Waived", len(views["waived"])),
        settled=titled("Compliant and not applicable", settled),
        assumptions=titled("Assumptions relied on", len(result.assumptions)),
        in_force="In force",
        files=titled("Files read", len(result.inputs)),
    )


def _scope(total: SummaryRow, agreements: int) -> str:
    return f"{count(agreements, 'agreement')}, {total.extent}"


def _outcome(total: SummaryRow) -> str:
    """Return one sentence: what is wrong, what is open, and that waivers were or were not used."""
    if total.instances == 0:
        return f"{NOTHING_CHECKED} That is a failure, not a pass."
    counts = dict(zip(VERDICTS, total.counts, strict=True))
    said = [f"{counts[verdict]:,} {VERDICT_WORDS[verdict]}" for verdict in VERDICTS if counts[verdict]]
    if not counts["violated"]:
        said.insert(0, "nothing violated")
    return sentence(", ".join(said)) + "."


def _finding_title(finding: Finding) -> tuple[str, ...]:
    document = finding.agreement
    if finding.authority not in ("", finding.agreement):
        document = f"{finding.agreement} under {finding.authority}"
    return tuple(part for part in (document, finding.clause, finding.paragraph) if part)


def _also_missing(finding: Finding) -> tuple[str, ...]:
    if not any(one.kind == "judgement" for one in finding.missing):
        return ()
    return tuple(one.text for one in finding.missing if one.kind == "fact")


def _place(span: TextSpan) -> str:
    return f"{span.path}:{span.line}"


def _where(fact: FactUsed) -> str:
    return f"{fact.path}:{fact.line}" if fact.path else ""


def _grounds(facts: Sequence[FactUsed], evidence: Sequence[Evidence]) -> tuple[Ground, ...]:
    """Return the records used one by one, then each set of rows with its first few; each record once."""
    named = {(fact.kind, fact.key, _where(fact)) for rows in evidence for fact in rows.first}
    alone = [fact for fact in facts if (fact.kind, fact.key, _where(fact)) not in named]
    grounds = [Ground(f"{fact.kind} {fact.key}".strip(), _where(fact)) for fact in alone]
    seen: set[tuple[str, str, str]] = set()
    for rows in evidence:
        digest = f" (digest {rows.digest[:SHORT_DIGEST]})" if rows.digest else ""
        grounds.append(Ground(f"{count(rows.count, 'row')} of {rows.kind}{digest}", ""))
        new = [fact for fact in rows.first if (fact.kind, fact.key, _where(fact)) not in seen]
        seen |= {(fact.kind, fact.key, _where(fact)) for fact in new}
        grounds += [Ground(fact.key, _where(fact), 1) for fact in new]
        if len(new) < len(rows.first):
            grounds.append(Ground(f"{len(rows.first) - len(new):,} named above", "", 1))
        if rows.count > len(rows.first) > 0:
            grounds.append(Ground(f"and {rows.count - len(rows.first):,} more", "", 1))
    return tuple(grounds)


def _cure(cure: Cure | None) -> str:
    if cure is None:
        return ""
    by = f", by {cure.by}" if cure.by else ""
    return f"{cure.who}: {cure.what}{by}" if cure.who else f"{cure.what}{by}"


def _waiver(waiver: Waived | None) -> str:
    if waiver is None:
        return ""
    approver = ", ".join(part for part in (waiver.approver, waiver.role) if part)
    return f"{waiver.reason} Approved {waiver.approved_on} by {approver}; expires {waiver.expires_on}."


def _assumption(assumption: Assumption, relied_on: str) -> AssumptionView:
    tried_all = assumption.chosen_by == "every reading"
    return AssumptionView(
        name=assumption.name,
        text=assumption.text,
        paragraph=assumption.paragraph,
        used=", ".join(assumption.readings) if tried_all else assumption.reading or "as said",
        others=() if tried_all else tuple(one for one in assumption.readings if one != assumption.reading),
        chosen=chosen_words(assumption.chosen_by),
        relied_on=relied_on,
    )


def _assumptions(result: Result) -> tuple[AssumptionView, ...]:
    """Return each assumption with how many findings rely on it."""
    uses = Counter(one for finding in result.findings for one in finding.assumptions)
    return tuple(_assumption(one, count(uses[one], "finding")) for one in result.assumptions)


def _segment(segment: Segment) -> SegmentView:
    return SegmentView(
        since=segment.since,
        until=segment.until or "open",
        dates=f"{segment.since} to {segment.until}" if segment.until else f"from {segment.since}",
        status=segment.status,
        status_words=STATUS_WORDS[segment.status],
        because=segment.because,
        paragraph=segment.paragraph,
    )


_Reason = tuple[str, str, str]
"""Kind, text, what would settle it."""


def _open_points(views: Sequence[FindingView]) -> tuple[Group, ...]:
    """Group findings by what each still needs; one that needs several things is in several groups.

    Records of a kind that nothing says are complete are one need, for all the days together.
    """
    wanted = joined(
        Wanting(one.facts, date.fromisoformat(one.since), date.fromisoformat(one.until))
        for view in views
        for one in view.missing
        if one.facts
    )
    return _groups((reason, view) for view in views for reason in _needs(view, wanted))


def _needs(view: FindingView, wanted: Mapping[str, Wanting]) -> tuple[_Reason, ...]:
    """Return the distinct things one finding needs.

    INVARIANT: never empty, so no open finding drops out of a report.
    """
    missing = view.missing
    if view.verdict == "needs_judgement":
        missing = tuple(one for one in missing if one.kind == "judgement") or missing
    if not missing:
        return (("unnamed", NOT_NAMED, ""),)
    return tuple(dict.fromkeys(_need(one, wanted) for one in missing))


def _need(one: Missing, wanted: Mapping[str, Wanting]) -> _Reason:
    records = wanted[one.facts] if one.facts else one
    return (one.kind, records.text, records.settle)


def _excuse_reason(view: FindingView) -> _Reason:
    return (view.code, view.excuse, "")


def _waiver_reason(view: FindingView) -> _Reason:
    return (view.code, view.waiver, "")


def _groups(pairs: Iterable[tuple[_Reason, FindingView]]) -> tuple[Group, ...]:
    """Return one group per distinct reason, in order of first appearance."""
    members: dict[_Reason, list[FindingView]] = {}
    for reason, view in pairs:
        members.setdefault(reason, []).append(view)
    return tuple(
        Group(
            number,
            *reason,
            clauses=tuple(dict.fromkeys(view.code for view in views)),
            findings=tuple(views),
            listed=tuple(views),
        )
        for number, (reason, views) in enumerate(members.items(), start=1)
    )


def _most_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Number the groups again, the one that would settle most first."""
    ordered = sorted(groups, key=lambda group: -len(group.findings))
    return tuple(replace(one, number=number) for number, one in enumerate(ordered, start=1))


def _named_once(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Let each instance be named under the first group it is in; the others say where it stands."""
    first: dict[int, int] = {}
    found: list[Group] = []
    for group in groups:
        for view in group.findings:
            first.setdefault(view.number, group.number)
        listed = tuple(view for view in group.findings if first[view.number] == group.number)
        above = Counter(first[v.number] for v in group.findings if first[v.number] != group.number)
        found.append(replace(group, listed=listed, above=tuple(sorted(above.items()))))
    return tuple(found)
