"""The resolutions that drafts need, in the order of the meeting, with what to record of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.evaluate.case import Case
from checker.evaluate.consolidate import touched
from checker.findings.amended import Effect, Need, NeedStanding, Resolution, Votes
from checker.needs.names import Names
from checker.needs.wording import Doing, title_of

ORDER = ("independent_directors", "board", "holders", "consent", "notice", "prospectus", "other")
"""Kinds of need that are put to someone, in the order of the meeting and what follows it."""

RELIANCE = "id, vote, order, all_could_hear, circumstances, next_meeting_in_person"

DIRECTORS = ("independent_directors", "board")
WORST_FIRST: tuple[NeedStanding, ...] = ("forbidden", "missing", "not known", "question", "on file", "kept")


@dataclass(frozen=True, slots=True)
class _Item:
    """One thing to put to one body, or to collect: the needs that it meets."""

    kind: str
    who: str
    fund: str
    matter: str
    needs: tuple[Need, ...]


def resolutions(
    needs: Sequence[Need], effects: Sequence[Effect], case: Case, drafts: Sequence[str]
) -> tuple[Resolution, ...]:
    """Return one resolution for each body and fund that votes by itself, then what is to be collected."""
    names = Names(case, drafts)
    title, doing = title_of(case, drafts), Doing(case, names.by_present(effects))
    items = sorted(_items(needs, case, drafts, names), key=lambda i: ORDER.index(i.kind))
    open_ = [n for n in needs if n.kind == "determination" and n.standing == "question"]
    first = next((i for i in items if i.kind == "board"), None)
    return tuple(
        _resolution(number, i, drafts, title, doing.said(i.fund, _voted_on(i)), open_ if i is first else [])
        for number, i in enumerate(items, 1)
    )


def _items(
    needs: Sequence[Need], case: Case, drafts: Sequence[str], names: Names
) -> Iterator[_Item]:
    grouped: dict[tuple[str, str, str, str], list[Need]] = {}
    for n in needs:
        if n.kind not in ORDER or n.standing == "kept":
            continue
        for fund in _funds(n, case, drafts, names):
            grouped.setdefault((n.kind, n.who, fund, _put(n)), []).append(n)
    for (kind, who, fund, put), found in grouped.items():
        yield _Item(kind, who, fund, put, tuple(found))


def _voted_on(item: _Item) -> frozenset[str]:
    """Return the effects that holders are asked about; nothing where they are asked about the whole draft."""
    if item.kind != "holders" or not all(n.effects for n in item.needs):
        return frozenset()
    return frozenset(key for n in item.needs for key in n.effects)


def _put(n: Need) -> str:
    """Return what tells one item to collect from another; votes on one matter are one item.

    That a fund joins is voted on with the amendment that adds it.
    """
    if n.kind in (*DIRECTORS, "holders"):
        return "amendment" if n.matter == "adoption" else n.matter
    return n.matter if n.kind == "consent" else n.what


def _funds(n: Need, case: Case, drafts: Sequence[str], names: Names) -> list[str]:
    """Return the funds that vote by themselves: directors act once for all."""
    if n.kind in DIRECTORS:
        return [""]
    body = case.agreement.bodies.get(n.votes.body) if n.votes else None
    if n.fund or body is None or not body.separately:
        return [n.fund]
    amendments = [a for a in case.agreement.document.amendments if a.name in drafts]
    return list(dict.fromkeys(names.present(f) for a in amendments for f in touched(case, a))) or [""]


def _resolution(
    number: int,
    item: _Item,
    drafts: Sequence[str],
    title: str,
    does: str,
    open_: Sequence[Need],
) -> Resolution:
    needs = item.needs
    counts = [n.votes for n in needs if n.votes is not None]
    votes = max(counts, key=_most, default=None)
    return Resolution(
        number=number,
        body=item.who,
        fund=item.fund,
        share_class=needs[0].share_class,
        manner=_manner(item),
        question=_question(item, title, does),
        threshold=" And: ".join(dict.fromkeys([v.test for v in counts] or [n.what for n in needs])),
        least=_least(votes, item.kind) if votes else "",
        by=min((n.by for n in needs if n.by), default=""),
        evidence=tuple(_evidence(item, votes, drafts, open_)),
        standing=min((n.standing for n in needs), key=WORST_FIRST.index),
        needs=tuple(sorted({n.code for n in needs})),
    )


def _manner(item: _Item) -> str:
    needs = item.needs
    match item.kind:
        case "independent_directors" | "board":
            if all(n.votes is None for n in needs):
                return "; ".join(dict.fromkeys(n.what for n in needs))
            called = any("meeting called" in n.what for n in needs)
            meeting = "at a meeting called for it" if called else "at a meeting"
            if not any(n.in_person for n in needs):
                return meeting if called else "at a meeting or in writing"
            return f"in person, {meeting}{_relief(needs)}"
        case "holders":
            alone = f", the votes of {item.fund} counted by themselves" if item.fund else ""
            return f"at a meeting of holders, in person or by proxy{alone}"
        case _:
            return "in writing"


def _relief(needs: Sequence[Need]) -> str:
    """Return what would do instead of a vote in person; an order does not change what an agreement says."""
    found = next((f"; relief {n.relief}" for n in needs if n.relief), "")
    if found and any(n.in_person and not n.relief for n in needs):
        return f"{found}, for what the law asks, not for the agreement's own words"
    return found


def _question(item: _Item, title: str, does: str) -> str:
    what = f"{title}, {does}," if does else title
    match item.kind:
        case "consent":
            return f"Does {item.who} consent to {what.removesuffix(',')}?"
        case "independent_directors" | "board" | "holders" if item.matter == "related_agreement":
            return f"Shall the agreement as it stands with {what} be approved?"
        case "independent_directors" | "board" | "holders":
            return f"Shall {what} be approved?"
        case _:
            return f"To be done: {item.needs[0].what}."


def _most(votes: Votes) -> tuple[bool, int, str]:
    """Return what ranks counts of votes: the one that wants the most is the one to reach."""
    digits = votes.least.replace(",", "").partition(".")[0]
    return bool(votes.least), int(digits or 0), votes.test


def _least(votes: Votes, kind: str) -> str:
    if not votes.least:
        return ""
    if kind != "holders" or not votes.least_present:
        return f"{votes.least} of {votes.entitled}"
    return (
        f"{votes.least} if {votes.least_present} of {votes.entitled} are present, "
        f"{votes.least_if_all_present} if all are"
    )


# --- what to record --------------------------------------------------------------------------


def _evidence(
    item: _Item, votes: Votes | None, drafts: Sequence[str], open_: Sequence[Need]
) -> Iterator[str]:
    for draft in drafts:
        yield from _records(item, votes, draft)
    for n in open_:
        yield f"determinations: {n.missing[0].removeprefix('a determination of ')}; by, role, on, basis"


def _records(item: _Item, votes: Votes | None, draft: str) -> Iterator[str]:
    """Yield the entries of the register that show it, in its own words."""
    about = f"matter: {item.matter}, concerning: {draft}"
    fund = f", fund: {item.fund}" if item.fund else ""
    match item.kind:
        case "independent_directors" | "board":
            mode = "in_person" if any(n.in_person for n in item.needs) else "..."
            yield f"meetings: id, on, mode: {mode}, called_for: [{{{about}}}]"
            body = f"tallies: [{{body: {votes.body}, in_office, for}}]" if votes else "tallies"
            yield f"votes: id, on, {about}, meeting, ballots: [{{director, cast, mode}}] or {body}"
            if any(n.relief for n in item.needs):
                yield f"relief_reliances: {RELIANCE}"
        case "holders":
            yield f"meetings: id, on, mode, called_for: [{{{about}}}]"
            body = votes.body if votes else "..."
            tally = f"{{body: {body}, outstanding, present, for}}"
            yield f"votes: id, on, {about}{fund}, meeting, tallies: [{tally}]"
        case "consent":
            yield f"consents: id, party: {item.who}, on, written: yes, concerning: {draft}{fund}"
        case "notice":
            yield f"notices or variation_statements: what shows that {item.needs[0].what}"
        case _:
            yield item.needs[0].missing[0] if item.needs[0].missing else item.needs[0].what
