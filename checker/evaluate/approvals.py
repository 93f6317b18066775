"""Approvals looked for on file: votes counted, consents matched; each count is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate, truth
from checker.evaluate.moments import fund_value
from checker.evaluate.queries import complete, incomplete, items
from checker.evaluate.shown import shown
from checker.facts.store import Record, Value
from checker.ir.versions import as_written
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown, every, missing, opposite, some, unknown_from


@dataclass(frozen=True, slots=True)
class Request:
    """What is looked for: a matter, what it concerns, for which fund, dated in which days."""

    matter: str
    concerning: str
    fund: str | None
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Approval:
    """Whether an approval is on file, since when, and the counts that say so."""

    met: Truth
    on: date | None = None
    lines: tuple[tuple[str, str], ...] = ()
    used: tuple[Record, ...] = field(default=())


def on_file(case: Case, r: t.ApprovalRequest, env: Env) -> Approval:
    """Return whether what a clause asks for is on file."""
    asked = _asked(case, r, env)
    if isinstance(asked, Unknown):
        return Approval(asked)
    found = look(case, r.approval, asked, env)
    for text, value in found.lines:
        case.trace.step(text, value)
    for record in found.used:
        case.trace.use(record)
    return found


def late(case: Case, r: t.ApprovalRequest, env: Env) -> date | None:
    """Return the day on which an approval came that was due earlier, None where it never did."""
    asked = _asked(case, r, env)
    if isinstance(asked, Unknown) or asked.until >= case.as_of:
        return None
    found = look(case, r.approval, replace(asked, until=case.as_of), env)
    return found.on if found.met is True else None


def _asked(case: Case, r: t.ApprovalRequest, env: Env) -> Request | Unknown:
    about = evaluate(case, r.about, env) if r.about is not None else _amendment_in(env)
    since = evaluate(case, r.since, env) if r.since is not None else date.min
    day = evaluate(case, r.day, env) if r.day is not None else case.as_of
    fund = fund_value(case, r.fund, env)
    unknown = unknown_from([about, since, day])
    if unknown:
        return unknown
    assert isinstance(since, date) and isinstance(day, date)
    until = day - timedelta(days=1) if r.strictly else day
    concerning = about.key if isinstance(about, Record) else (str(about) if about else "")
    amends = isinstance(about, Record) and about.kind == "amendment"
    matter = r.matter or ("amendment" if amends else "other")
    return Request(matter, concerning, fund, since, until)


def _amendment_in(env: Env) -> Record | None:
    return next((v for v in env.variables.values() if isinstance(v, Record) and v.kind == "amendment"), None)


def look(case: Case, a: t.Approval, asked: Request, env: Env) -> Approval:
    """Return whether an approval is on file for a request."""
    from checker.evaluate.standing import as_standing

    a = as_standing(case, a, env)
    match a:
        case t.AllOf():
            return _joined([look(case, p, asked, env) for p in a.parts], every, _latest)
        case t.AnyOf():
            return _joined([look(case, p, asked, env) for p in a.parts], some, _earliest)
        case t.VoteOf():
            return _vote(case, a, asked)
        case t.ConsentOf():
            return _consent(case, a, asked, env)


def _joined(
    parts: list[Approval],
    join: Callable[[list[Truth]], Truth],
    pick: Callable[[list[Approval]], date | None],
) -> Approval:
    met = join([p.met for p in parts])
    lines = tuple(dict.fromkeys(line for p in parts for line in p.lines))
    used = tuple({id(r): r for p in parts for r in p.used}.values())
    return Approval(met, pick([p for p in parts if p.met is True]), lines, used)


def _latest(met: list[Approval]) -> date | None:
    return max((p.on for p in met if p.on), default=None)


def _earliest(met: list[Approval]) -> date | None:
    return min((p.on for p in met if p.on), default=None)


# --- votes -----------------------------------------------------------------------------------


def _vote(case: Case, a: t.VoteOf, asked: Request) -> Approval:
    votes = [v for v in case.index.of("vote") if _is_about(v, asked) and not _of_others(case, a, v, asked)]
    judged = [(v, *_counted(case, a, v, asked)) for v in sorted(votes, key=_on)]
    met = some([m for _, m, _ in judged])
    what = describe(case, a)
    if met is not True and not _all_votes_known(case, asked):
        first, last = _window(case, asked)
        met = some([met, incomplete("vote", first, last)])
    lines = [line for _, _, found in judged for line in found]
    if not judged:
        about = f" of {asked.concerning}" if asked.concerning else ""
        lines.append((f"votes on {asked.matter}{about} by {asked.until}: {what}", "none on file"))
        lines += [
            (f"vote {v.key} of {_on(v)}", why) for v in case.index.of("vote") if (why := _near(v, asked))
        ]
    passed = [_on(v) for v, m, _ in judged if m is True]
    return Approval(met, min(passed, default=None), tuple(lines), tuple(v for v, _, _ in judged))


def _on(vote: Record) -> date:
    value = vote.values["on"]
    assert isinstance(value, date)
    return value


def _is_about(vote: Record, asked: Request) -> bool:
    return (
        vote.values.get("matter") == asked.matter
        and (not asked.concerning or vote.values.get("concerning") == asked.concerning)
        and vote.values.get("fund") in (None, asked.fund)
        and asked.since <= _on(vote) <= asked.until
    )


def _near(vote: Record, asked: Request) -> str:
    """Return why a vote on this very matter does not count, empty if it is on another."""
    same = vote.values.get("concerning") == asked.concerning if asked.concerning else asked.matter != "other"
    if vote.values.get("matter") != asked.matter or not same:
        return ""
    fund = vote.values.get("fund")
    if fund is not None and fund != asked.fund:
        return f"for {fund} only"
    if _on(vote) > asked.until:
        return f"after {asked.until}"
    return f"before {asked.since}" if _on(vote) < asked.since else ""


def _of_others(case: Case, a: t.VoteOf, vote: Record, asked: Request) -> bool:
    """Tell whether the body asked for had no part in a vote: only other bodies or funds are counted.

    Directors vote together, and a count for one of their bodies leaves open what the others made of it;
    a vote counted for holders alone is none of theirs.
    """
    body = case.agreement.bodies[a.body]
    tallies = vote.values.get("tallies", ())
    assert isinstance(tallies, tuple)
    if not (tallies or "ballots" in vote.values):
        return False
    if not body.holders:
        return "ballots" not in vote.values and all(_of_holders(case, x) for x in tallies)
    wanted = asked.fund if body.separately else None
    own = [x for x in tallies if x.values.get("body") == as_written(a.body)]
    return not any(_same_fund(x, vote, wanted) or _of_no_fund(x, vote) for x in own)


def _of_holders(case: Case, tally: Record) -> bool:
    body = case.agreement.bodies.get(str(tally.values.get("body")))
    return body is not None and bool(body.holders)


def _of_no_fund(tally: Record, vote: Record) -> bool:
    return "fund" not in tally.values and "fund" not in vote.values


def _window(case: Case, asked: Request) -> tuple[date, date]:
    start = case.agreement.document.effective or asked.until
    first = asked.since if asked.since > date.min else min(start, asked.until)
    return first, min(asked.until, case.as_of) if asked.until > case.as_of else asked.until


def _all_votes_known(case: Case, asked: Request) -> bool:
    first, last = _window(case, asked)
    return complete(case, "vote", asked.fund, first, last)


def _counted(case: Case, a: t.VoteOf, vote: Record, asked: Request) -> tuple[Truth, list[tuple[str, str]]]:
    """Return whether one vote is what is wanted, with a line that shows the count."""
    tally = _tally(case, a, vote, asked)
    if isinstance(tally, Unknown):
        return tally, [(f"vote {vote.key} of {_on(vote)}: {as_written(a.body)}", "no count on file")]
    definition = case.agreement.definitions[a.threshold]
    name = definition.params[0][0]
    case.trace.quiet += 1
    enough = truth(case, definition.expression, Env({name: tally}, _on(vote)))
    case.trace.quiet -= 1
    called = _called_for(case, vote, asked) if a.called_for else True
    met = every([enough, called])
    line = f"vote {vote.key} of {_on(vote)}: {_count_text(tally)}; {describe(case, a)}"
    if called is False:
        line += "; the meeting was not called for this"
    return met, [(line, shown(met))]


def _count_text(tally: Record) -> str:
    v = tally.values
    parts = [f"{v['body']}:"]
    if "in_office" in v:
        parts.append(f"{shown(v['for'])} of {shown(v['in_office'])} in office for")
    else:
        parts.append(f"{shown(v['for'])} for" if "for" in v else "for unknown")
    for name in ("present", "outstanding"):
        if name in v:
            parts.append(f"{shown(v[name])} {name}")
    return " ".join(parts[:2]) + ("" if len(parts) < 3 else ", " + ", ".join(parts[2:]))


def _tally(case: Case, a: t.VoteOf, vote: Record, asked: Request) -> Record | Unknown:
    body = case.agreement.bodies[a.body]
    tallies = vote.values.get("tallies", ())
    assert isinstance(tallies, tuple)
    wanted = asked.fund if body.holders and body.separately else None
    for tally in tallies:
        if tally.values.get("body") == as_written(a.body) and _same_fund(tally, vote, wanted):
            return _in_person(case, tally, vote) if a.in_person else tally
    if "ballots" in vote.values and body.members is not None:
        return _from_ballots(case, body, vote, in_person=a.in_person)
    about = f" for {wanted}" if wanted else ""
    return missing(
        f"vote `{vote.key}` has no count for {as_written(a.body)}{about}",
        f"a tally of {as_written(a.body)}{about} in vote `{vote.key}` ({vote.where})",
    )


def _same_fund(tally: Record, vote: Record, wanted: str | None) -> bool:
    if wanted is None:
        return "fund" not in tally.values or tally.values["fund"] == vote.values.get("fund")
    return (tally.values.get("fund") or vote.values.get("fund")) == wanted


def _in_person(case: Case, tally: Record, vote: Record) -> Record | Unknown:
    """Return the tally with only the votes that were cast in person."""
    if "for_in_person" in tally.values:
        return Record(
            tally.kind,
            tally.key,
            {**tally.values, "for": tally.values["for_in_person"]},
            tally.path,
            tally.line,
        )
    if tally.values.get("for") == 0:
        return tally
    meeting = _meeting(case, vote)
    mode = vote.values.get("mode") or (meeting.values.get("mode") if meeting is not None else None)
    if mode == "in_person":
        return tally
    if mode in ("video", "telephone", "written"):
        return Record(tally.kind, tally.key, {**tally.values, "for": Fraction(0)}, tally.path, tally.line)
    return missing(
        f"vote `{vote.key}` does not say how many votes of {tally.values['body']} were cast in person",
        f"`for_in_person` in the tally of {tally.values['body']} ({vote.where})",
    )


def _meeting(case: Case, vote: Record) -> Record | None:
    key = vote.values.get("meeting")
    return case.index.by_key("meeting", key) if isinstance(key, str) else None


def _called_for(case: Case, vote: Record, asked: Request) -> Truth:
    """Return whether the meeting was called for the purpose of this vote."""
    meeting = _meeting(case, vote)
    if meeting is None:
        return missing(
            f"vote `{vote.key}` does not say at which meeting it was cast",
            f"`meeting` of vote `{vote.key}` ({vote.where})",
        )
    purposes = meeting.values.get("called_for")
    if not isinstance(purposes, tuple):
        return missing(
            f"meeting `{meeting.key}` does not say what it was called for",
            f"`called_for` of meeting `{meeting.key}` ({meeting.where})",
        )
    return any(
        p.values.get("matter") == asked.matter
        and (not asked.concerning or p.values.get("concerning") in (None, asked.concerning))
        for p in purposes
    )


def _from_ballots(case: Case, body: t.Body, vote: Record, *, in_person: bool) -> Record | Unknown:
    """Return the tally of a body, counted director by director."""
    assert body.members is not None
    env = Env({"date": _on(vote)}, _on(vote))
    case.trace.quiet += 1
    found = items(case, body.members, env)
    members = [] if isinstance(found, Unknown) else [(f.value, f.holds) for f in found]
    case.trace.quiet -= 1
    unsure = unknown_from([h for _, h in members])
    if unsure:
        return unsure
    names = {v.key for v, h in members if h is True and isinstance(v, Record)}
    ballots = vote.values["ballots"]
    assert isinstance(ballots, tuple)
    cast = [b for b in ballots if b.values["director"] in names and b.values["cast"] == "for"]
    counted = [b for b in cast if not in_person or b.values["mode"] == "in_person"]
    values: dict[str, Value] = {
        "body": body.name,
        "in_office": Fraction(len(names)),
        "for": Fraction(len(counted)),
    }
    return Record("tally", f"{vote.key} {body.name}", values, vote.path, vote.line)


def describe(case: Case, a: t.Approval) -> str:
    """Return an approval in words."""
    match a:
        case t.AllOf():
            return " and ".join(describe(case, p) for p in a.parts)
        case t.AnyOf():
            return "(" + " or ".join(describe(case, p) for p in a.parts) + ")"
        case t.VoteOf():
            text = f"{as_written(a.threshold)} of {as_written(a.body)}".replace("_", " ")
            text += " in person" if a.in_person else ""
            return text + (" at a meeting called for the purpose" if a.called_for else "")
        case t.ConsentOf():
            who = as_written(a.party) or f"the {case.wording(a.holder.span)} of every {a.every.name}"  # type: ignore[union-attr]
            return ("written " if a.written else "") + f"consent of {who}"


# --- consents --------------------------------------------------------------------------------


def _consent(case: Case, a: t.ConsentOf, asked: Request, env: Env) -> Approval:
    if a.party:
        party = case.agreement.parties[a.party]
        return _consent_of(case, a, asked, {as_written(a.party), *party.names}, as_written(a.party))
    assert a.every is not None and a.holder is not None
    found = items(case, a.every, env)
    if isinstance(found, Unknown):
        return Approval(found)
    parts: list[Approval] = []
    for f in found:
        if f.holds is False:
            continue
        holder = evaluate(case, a.holder, env.bind(a.every.variable, f.value))
        if isinstance(holder, Unknown):
            parts.append(Approval(holder))
            continue
        part = _consent_of(case, a, asked, {str(holder)}, str(holder))
        parts.append(
            part if f.holds is True else Approval(some([part.met, opposite(f.holds)]), part.on, part.lines)
        )
    from checker.evaluate.queries import gap

    open_ = gap(case, a.every, env)
    if open_ is not None:
        parts.append(Approval(open_))
    return _joined(parts, every, _latest)


def _consent_of(case: Case, a: t.ConsentOf, asked: Request, names: set[str], who: str) -> Approval:
    kind = "written consent" if a.written else "consent"
    found = [
        r
        for r in case.index.of("consent")
        if r.values.get("party") in names
        and (not asked.concerning or r.values.get("concerning") == asked.concerning)
        and r.values.get("fund") in (None, asked.fund)
        and asked.since <= _on(r) <= asked.until
        and (not a.written or r.values.get("written") is True)
    ]
    if found:
        first = min(found, key=_on)
        return Approval(
            True, _on(first), ((f"{kind} of {who}: {first.key} of {_on(first)}", "yes"),), (first,)
        )
    first_day, last_day = _window(case, asked)
    known = complete(case, "consent", asked.fund, first_day, last_day)
    met: Truth = False if known else incomplete("consent", first_day, last_day)
    return Approval(met, None, ((f"{kind} of {who} by {asked.until}", "none on file"),))
