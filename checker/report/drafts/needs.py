"""Needs as a check-list: by who must act, and what is the same for several funds said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checker.findings.amended import Need, NeedStanding, Resolution, Trouble, Votes
from checker.findings.model import Step
from checker.report.drafts.effects import cited, places
from checker.report.drafts.words import KIND_WORDS, MARKS, standings
from checker.report.wording import sentence

IN_PERSON = "in person, at a meeting called for it"
NOT_ON_FILE = "the figures that it turns on are not on file"


@dataclass(frozen=True, slots=True)
class VotesView:
    """How many votes would pass, in a sentence, and how that was worked out."""

    test: str
    least: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Funds for which the same votes would pass and the same is on file or missing."""

    funds: tuple[str, ...]
    votes: VotesView | None
    on_file: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def whom(self) -> str:
        """Return the funds, all of them, and how many where there are several."""
        names = ", ".join(self.funds)
        return f"{len(self.funds):,} funds: {names}" if len(self.funds) > 1 else names


@dataclass(frozen=True, slots=True)
class Ask:
    """A clause that asks for it, and what is open about that."""

    code: str
    authority: str
    """The agreement or regulation, and its paragraph."""
    says: str
    place: str
    question: str
    calls: tuple[str, ...]
    """The keys of the effects that call for it."""


@dataclass(frozen=True, slots=True)
class NeedView:
    """One thing that is needed, for one fund or for several alike, and every clause that asks for it."""

    mark: str
    standing: NeedStanding
    kind: str
    what: str
    share_class: str
    matter: str
    manner: str
    by: str
    lines: tuple[NeedLine, ...]
    asks: tuple[Ask, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        """Return by what test it passes: one, but where it differs by fund."""
        return tuple(dict.fromkeys(line.votes.test for line in self.lines if line.votes and line.votes.test))

    @property
    def funds(self) -> tuple[str, ...]:
        """Return every fund that it is for, once each."""
        return tuple(dict.fromkeys(fund for line in self.lines for fund in line.funds))


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever must act, and what is needed of them."""

    name: str
    needs: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class ResolutionView:
    """One question to put to one body."""

    number: int
    mark: str
    standing: NeedStanding
    title: str
    question: str
    threshold: str
    least: str
    manner: str
    by: str
    evidence: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TroubleView:
    """Something wrong with the amendment itself."""

    key: str
    verdict: str
    amendment: str
    message: str
    cure: str
    place: str


def actors(needs: Sequence[Need]) -> tuple[Actor, ...]:
    """Return needs by who must act, in the order that they come first."""
    named: dict[str, dict[object, list[Need]]] = {}
    for need in needs:
        named.setdefault(_actor(need), {}).setdefault(_alike(need), []).append(need)
    return tuple(Actor(name, _together(map(_need, groups.values()))) for name, groups in named.items())


def _together(views: Iterable[NeedView]) -> tuple[NeedView, ...]:
    """Return needs that several clauses ask for alike as one, with each clause that asks."""
    asks: dict[NeedView, list[Ask]] = {}
    for view in views:
        asks.setdefault(replace(view, asks=()), []).extend(view.asks)
    return tuple(replace(view, asks=tuple(some)) for view, some in asks.items())


def _actor(need: Need) -> str:
    if need.standing == "forbidden" or need.kind == "never":
        return "Whoever approves"
    if need.kind == "limit":
        return "Limits on amendments"
    return need.who or sentence(KIND_WORDS[need.kind])


def _alike(need: Need) -> object:
    """Return what needs must share to be said together."""
    return (
        need.kind, need.standing, need.what, need.share_class, need.who, need.matter, need.in_person,
        need.relief, need.by, need.question, need.effects, need.code, need.authority, need.paragraph,
        need.says,
    )  # fmt: skip


def _need(group: Sequence[Need]) -> NeedView:
    first = group[0]
    funds: dict[tuple[Votes | None, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for need in group:
        found = funds.setdefault((need.votes, need.on_file, need.missing), [])
        found += [need.fund] if need.fund else []
    return NeedView(
        mark=MARKS[first.standing],
        standing=first.standing,
        kind=KIND_WORDS[first.kind],
        what=first.what,
        share_class=first.share_class,
        matter=first.matter,
        manner=_manner(first),
        by=first.by,
        lines=tuple(
            NeedLine(tuple(dict.fromkeys(named)), votes_view(votes), on_file, missing)
            for (votes, on_file, missing), named in funds.items()
        ),
        asks=(
            Ask(
                code=first.code,
                authority=cited(first.authority, first.paragraph),
                says=first.says,
                place=places((first.span,))[0],
                question=first.question,
                calls=first.effects,
            ),
        ),
    )


def _manner(need: Need) -> str:
    manner = IN_PERSON if need.in_person else ""
    relief = f"relief: {need.relief}" if need.relief else ""
    return "; ".join(part for part in (manner, relief) if part)


def votes_view(votes: Votes | None) -> VotesView | None:
    """Return how many votes would pass, in words."""
    if votes is None:
        return None
    return VotesView(votes.test, _least(votes), votes.steps)


def _least(votes: Votes) -> str:
    if not votes.least:
        return f"not known: {', '.join(votes.missing) or NOT_ON_FILE}"
    entitled = f" of {votes.entitled} entitled" if votes.entitled else ""
    present = f", with {votes.least_present} present" if votes.least_present else ""
    other = votes.least_if_all_present if votes.least_if_all_present != votes.least else ""
    everyone = f"; {other} if all are present" if other else ""
    return f"{votes.least}{entitled}{present}{everyone}"


def resolution_view(one: Resolution) -> ResolutionView:
    """Return a resolution in words."""
    return ResolutionView(
        number=one.number,
        mark=MARKS[one.standing],
        standing=one.standing,
        title=" · ".join(part for part in (one.body, one.fund, one.share_class) if part),
        question=one.question,
        threshold=one.threshold,
        least=one.least or ("not known" if one.threshold else ""),
        manner=one.manner,
        by=one.by,
        evidence=one.evidence,
        needs=one.needs,
    )


def trouble_view(one: Trouble) -> TroubleView:
    """Return what is wrong with an amendment in words."""
    place = places((one.span,))
    return TroubleView(one.key, one.verdict, one.amendment, one.message, one.cure, place[0] if place else "")


def needs_tally(needs: Sequence[Need]) -> str:
    """Return how many needs stand how, as the needs of a sentence."""
    return standings(need.standing for need in needs)
