"""When the plan and the agreement are in force, fund by fund: the time lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from checker.evaluate.case import Case, Env, dated, first_day
from checker.evaluate.expressions import evaluate
from checker.evaluate.queries import funds, items
from checker.evaluate.schedules import version_on
from checker.evaluate.terms import FOREVER, ONE_DAY, Course, courses
from checker.evaluate.versions import (
    Keys,
    change_days,
    holds_on,
    rows_in_effect,
    rows_with,
    stands_on,
    turns,
)
from checker.evaluate.waiting import start_days
from checker.facts.store import Record
from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.values.periods import Period
from checker.values.truth import Truth, Unknown, every, missing, opposite, some

OPEN_TERM = "whether an amendment of the term is in effect is not known"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days ``since`` to ``until`` (both included) with one status, and why."""

    since: date
    until: date
    status: Truth
    because: str
    paragraph: str


def timeline(case: Case, instrument: str, fund: str | None) -> tuple[Stretch, ...]:
    """Return the time line of an instrument for a fund, from its beginning, without gaps."""
    key = (instrument, fund)
    if key in case.timelines:
        return case.timelines[key]  # type: ignore[return-value]
    if key in case.in_progress:
        unknown = missing(f"the time line of the {instrument} depends on itself")
        return (Stretch(date.min, FOREVER, unknown, "", ""),)
    case.in_progress.add(key)
    quiet, case.trace.quiet = case.trace.quiet, 1
    made = _made(case, instrument, fund)
    case.trace.quiet = quiet
    case.in_progress.discard(key)
    case.timelines[key] = made
    return made


def status(case: Case, instrument: str, fund: object, day: date) -> Truth:
    """Return whether an instrument is in force on a day."""
    return _at(timeline(case, instrument, fund if isinstance(fund, str) else None), day).status


def status_over(
    case: Case, instrument: str, fund: str | None, when: date | Period, mode: str
) -> tuple[Truth, str]:
    """Return whether it is in force on a day, throughout a period or at some time in it; and why."""
    line = timeline(case, instrument, fund)
    if isinstance(when, date):
        found = _at(line, when)
        return found.status, found.because
    within = [s for s in line if s.since <= when.end and s.until >= when.start]
    join = some if mode == "at some time in" else every
    value = join([s.status for s in within])
    told = [s for s in within if s.status == value] or [s for s in within if isinstance(s.status, Unknown)]
    reason = told[0] if told else within[0]
    return value, f"{reason.because} ({_days(reason.since, reason.until)})"


def _days(since: date | None, until: date | None) -> str:
    """Return a stretch of days as readers say it; without an end it goes on."""
    if until is None or until == FOREVER:
        return f"from {since} on" if since else "always"
    return f"{since} to {until}" if since else f"until {until}"


def _at(line: tuple[Stretch, ...], day: date) -> Stretch:
    return next(s for s in line if s.since <= day <= s.until)


def _made(case: Case, instrument: str, fund: str | None) -> tuple[Stretch, ...]:
    return _overlaid([*_own(case, instrument, fund), *_linked(case, instrument, fund)])


def _own(case: Case, instrument: str, fund: str | None) -> list[tuple[Stretch, ...]]:
    """Return the layers of an instrument itself, whatever it ends with."""
    layers = [_listed(case, fund), _terms(case, instrument, fund), _ends(case, instrument, fund)]
    return [tuple(layer) for layer in layers if layer]


def _overlaid(layers: list[tuple[Stretch, ...]]) -> tuple[Stretch, ...]:
    """Join layers: in force only where all are; the first that is not says why."""
    starts = sorted({s.since for layer in layers for s in layer})
    made: list[Stretch] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        until = following - ONE_DAY if following else FOREVER
        here = [_at(layer, start) for layer in layers]
        value = every([s.status for s in here])
        reason = (
            next((s for s in here if s.status is False), None)
            or next((s for s in here if isinstance(s.status, Unknown)), None)
            or next((s for s in here if s.because and s.paragraph), here[0])
        )
        stretch = Stretch(start, until, value, reason.because, reason.paragraph)
        if made and _same(made[-1], stretch):
            stretch = Stretch(made.pop().since, until, value, reason.because, reason.paragraph)
        made.append(stretch)
    return tuple(made)


def _same(a: Stretch, b: Stretch) -> bool:
    return a.status == b.status and a.because == b.because


# --- layers ----------------------------------------------------------------------------------


def _listed(case: Case, fund: str | None) -> list[Stretch]:
    """Return when the agreement runs and the fund stands in its schedule of funds."""
    d = case.agreement.document
    start, end = d.effective or date.min, d.until or FOREVER
    days = {date.min, start} | ({end + ONE_DAY} if end < FOREVER else set())
    if fund is not None and d.funds_in:
        for a in d.amendments:
            days |= {a.effective, *start_days(case, a, fund)}
        for version in (d.schedules[d.funds_in], *(a.schedules.get(d.funds_in) for a in d.amendments)):
            if version:
                days |= {*turns(case, version, ((_fund_column(version), fund),))}
    ordered = sorted(days)
    made = []
    for since, following in zip(ordered, [*ordered[1:], None], strict=True):
        until = following - ONE_DAY if following else FOREVER
        value, because = _listed_on(case, fund, since, start, end)
        made.append(Stretch(since, until, value, because, d.funds_in if fund else ""))
    return made


def _listed_on(case: Case, fund: str | None, day: date, start: date, end: date) -> tuple[Truth, str]:
    d = case.agreement.document
    if day < start:
        return False, f"effective only on {start}"
    if day > end:
        return False, f"ended on {end}"
    if fund is None or not d.funds_in:
        return True, ""
    schedule = version_on(case, d.funds_in, day)
    column = _fund_column(schedule)
    rows = rows_with(case, schedule, ((column, fund),))
    if _in_every_version(case, d.funds_in, ((column, fund),), day):
        return True, ""
    here, doubt = rows_in_effect(case, d.funds_in, ((column, fund),), day)
    if doubt is not None:
        return doubt, f"whether {fund} stands in {d.funds_in} is not known"
    if here:
        return True, ""
    if any(holds_on(r, day) for r in rows):
        return False, f"the amendment that adds {fund} to {d.funds_in} is not approved"
    if rows:
        said = " and ".join(_days(r.since, r.until) for r in rows)
        return False, f"{fund} is in {d.funds_in} only {said}"
    return False, f"{fund} does not stand in {d.funds_in}"


def _fund_column(schedule: t.Schedule) -> str:
    return next((f.name for f in schedule.kind.fields if f.type.kind == "fund"), "")


def _in_every_version(case: Case, name: str, keys: Keys, day: date) -> bool:
    """Tell whether the fund is there whichever amendments are in effect: nothing then turns on that."""
    amended = [
        a.schedules[name]
        for a in case.agreement.document.amendments
        if a.effective <= day and name in a.schedules
    ]
    versions = [case.agreement.schedules[name], *amended]
    return all(any(holds_on(r, day) for r in rows_with(case, v, keys)) for v in versions)


def _terms(case: Case, instrument: str, fund: str | None) -> list[Stretch]:
    """Return the terms: in force while continued, not after a lapse, again from a later vote.

    Where the terms can have taken several courses, what they agree on is known.
    """
    found, doubt = courses(case, instrument, fund)
    lines = [_course(course) for course in found]
    if doubt is None:
        return lines[0]
    if not lines:
        return [Stretch(date.min, FOREVER, doubt, OPEN_TERM, "")]
    starts = sorted({s.since for line in lines for s in line})
    made: list[Stretch] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        here = [_at(tuple(line), start) for line in lines]
        same = all(s.status == here[0].status for s in here)
        status = here[0].status if same else doubt
        because = here[0].because if same else OPEN_TERM
        until = following - ONE_DAY if following else FOREVER
        made.append(Stretch(start, until, status, because, here[0].paragraph))
    return made


def _course(course: Course) -> list[Stretch]:
    made: list[Stretch] = []
    approved: Truth = True
    why, begin, paragraph = "initial term", date.min, ""
    for term in course.terms:
        paragraph = term.rule.citation.paragraph if term.rule else paragraph
        if term.revived is not None:
            made.append(Stretch(begin, term.revived - ONE_DAY, approved, why, paragraph))
            begin, approved, why = term.revived, True, f"approved again on {term.revived}"
        if term.rule is None:
            why = why if approved is not True else "no clause ends its term"
            made.append(Stretch(begin, term.until, approved, why, paragraph))
            break
        made.append(Stretch(begin, term.until, approved, why, paragraph))
        if term.until == FOREVER:
            break
        still_lapsed = approved is False and term.continued is False
        begin, approved = term.until + ONE_DAY, term.continued
        why = why if still_lapsed else _reason(term.continued, term.on, term.until)
    if course.open_end is not None:
        made.append(Stretch(begin, FOREVER, course.open_end, why, paragraph))
    if not made:  # the term has not begun
        return [Stretch(date.min, FOREVER, True, "initial term", paragraph)]
    last = made.pop()
    made.append(Stretch(last.since, FOREVER, last.status, last.because, last.paragraph))
    return [s for s in made if s.since <= s.until]


def _reason(approved: Truth, on: date | None, until: date) -> str:
    """Return why the term after the one that ends on ``until`` is, or is not, in force."""
    if approved is True:
        return f"continued by the vote of {on}"
    if approved is False:
        return f"lapsed: not continued by {until}"
    return f"whether it was continued by {until} is not known"


def _ends(case: Case, instrument: str, fund: str | None) -> list[Stretch]:
    """Return what terminations and events end."""
    found = sorted(_endings(case, instrument, fund), key=lambda x: x[0])
    made = [Stretch(date.min, FOREVER, True, "", "")]
    for day, certain, because, paragraph in found:
        last = made.pop()
        if last.status is False:
            made.append(last)
            break
        state: Truth = False if certain is True else certain
        if day > last.since:
            made.append(Stretch(last.since, day - ONE_DAY, last.status, last.because, last.paragraph))
        made.append(Stretch(max(day, last.since), FOREVER, state, because, paragraph))
    return made


def _endings(case: Case, instrument: str, fund: str | None) -> Iterator[tuple[date, Truth, str, str]]:
    for rule in case.agreement.rules:
        if isinstance(rule.check, ir.Ended) and instrument in rule.check.instruments:
            for record, day, holds in ended_events(case, rule, fund):
                if holds is not False:
                    because = f"ended by {record.kind} {record.key}"
                    yield day, holds, because, rule.citation.paragraph
    yield from _terminations(case, instrument, fund)


def ended_events(case: Case, rule: ir.Rule, fund: str | None) -> Iterator[tuple[Record, date, Truth]]:
    """Yield each event that ends an instrument by itself, its day, and whether it does."""
    assert isinstance(rule.check, ir.Ended)
    env = Env({"fund": fund} if fund else {}, None)
    found = items(case, rule.check.event, env)
    if isinstance(found, Unknown):
        return
    for f in found:
        if not isinstance(f.value, Record) or not _concerns(case, f.value, fund):
            continue
        inner = env.bind(rule.check.event.variable, f.value)
        happened = dated(case.kinds, f.value)
        when = evaluate(case, rule.check.on, inner) if rule.check.on else happened
        if happened is None and not isinstance(when, (date, Period)):
            continue
        holds = every([f.holds, stands_on(case, rule, first_day(happened or when), fund)])  # type: ignore[arg-type]
        if isinstance(when, (date, Period)):
            yield f.value, first_day(when), holds
        elif isinstance(when, Unknown) and happened is not None:  # it ends on a day that is not known
            yield f.value, first_day(happened), every([holds, when])


def _concerns(case: Case, record: Record, fund: str | None) -> bool:
    """Tell whether a record is about a fund; one about a single fund says nothing of all of them."""
    about = record.values.get("fund")
    return about is None or about == fund or (fund is None and not funds(case))


def _terminations(case: Case, instrument: str, fund: str | None) -> Iterator[tuple[date, Truth, str, str]]:
    from checker.evaluate.terminations import entitling

    for record in case.index.of("termination"):
        if record.values["ends"] not in (instrument, "both"):
            continue
        if not _concerns(case, record, fund):
            continue
        rules = entitling(case, instrument, record)
        valid = some([_valid(case, r, record, fund) for r in rules]) if rules else True
        effective = record.values["effective"]
        assert isinstance(effective, date)
        if valid is not False:
            paragraph = rules[0].citation.paragraph if rules else ""
            yield effective, valid, f"ended by {record.values['by']} ({record.key})", paragraph


def _valid(case: Case, rule: ir.Rule, record: Record, fund: str | None) -> Truth:
    from checker.evaluate.terminations import entitled

    effective = record.values["effective"]
    assert isinstance(effective, date)
    return every([stands_on(case, rule, effective, fund), entitled(case, rule, record).by_right])


def _linked(case: Case, instrument: str, fund: str | None) -> list[tuple[Stretch, ...]]:
    """Return the time lines of the instruments whose end is the end of this one, directly or not."""
    made: list[tuple[Stretch, ...]] = []
    seen, todo = {instrument}, [instrument]
    while todo:
        here = todo.pop()
        for link in case.agreement.links:
            assert isinstance(link.check, ir.Linked)
            if link.check.instrument != here or link.check.other in seen:
                continue
            todo.append(link.check.other)
            other = _overlaid(_own(case, link.check.other, fund))
            days = change_days(case, link, fund)
            made.append(tuple(_through(case, link, s, fund) for s in _cut(other, days)))
        seen |= set(todo)
    return made


def _cut(line: tuple[Stretch, ...], days: list[date]) -> Iterator[Stretch]:
    """Yield the stretches of a line, cut where the text changes."""
    for s in line:
        starts = [s.since, *(d for d in days if s.since < d <= s.until)]
        for start, following in zip(starts, [*starts[1:], None], strict=True):
            yield replace(s, since=start, until=following - ONE_DAY if following else s.until)


def _through(case: Case, link: ir.Rule, s: Stretch, fund: str | None) -> Stretch:
    assert isinstance(link.check, ir.Linked)
    linked = stands_on(case, link, s.since, fund) if s.status is not True else True
    if s.status is True or linked is False:
        return Stretch(s.since, s.until, True, s.because, "")
    because = f"the {link.check.other} is not in force: {s.because}"
    status = some([opposite(linked), s.status])
    return Stretch(s.since, s.until, status, because, link.citation.paragraph)


__all__ = ["FOREVER", "Stretch", "ended_events", "status", "status_over", "timeline"]
