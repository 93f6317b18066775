"""``waivers.yaml``: findings that somebody accepted, by whom, why, and until when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from checker.diagnostics import Diagnostic, diagnostic
from checker.facts import tree
from checker.settings import Loc, keys_of, nearest_place, without_echoes, wording
from checker.source import Source, Span
from checker.values.spelling import shown

FILE = "waivers.yaml"

Pairs = tuple[tuple[str, str], ...]
"""What a finding is about: names and values, as ``Finding.subject`` has them."""

Standing = Literal["in_use", "expired", "not_yet", "hash_changed", "unused"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding, from ``approved_on`` to ``expires_on`` (both included)."""

    code: str
    subject: Pairs | str
    period: str | None
    clause_hash: str
    reason: str
    approver: str
    role: str
    approved_on: date
    expires_on: date
    span: Span

    @property
    def agreement(self) -> str:
        """Return the agreement of the clause."""
        return self.code.partition("/")[0]

    @property
    def clause(self) -> str:
        """Return the clause's name within its agreement."""
        return self.code.partition("/")[2]

    def is_about(self, key: Key) -> bool:
        """Return whether clause and subject are those of the finding, whatever the clause now says.

        The whole subject must be named: a waiver for one fund and month waives no other month.
        """
        return self.code == key.code and _same_subject(self.subject, self.period, key.subject)

    def pins(self, clause_hash: str) -> bool:
        """Return whether the waiver was given for the clause as it now stands."""
        return clause_hash.startswith(self.clause_hash)


@dataclass(frozen=True, slots=True)
class Key:
    """What a waiver is matched to: clause, subject, and the hash of what the clause says."""

    code: str
    subject: Pairs
    clause_hash: str


def match(waivers: Sequence[Waiver], key: Key, as_of: date) -> Waiver | None:
    """Return the waiver that covers the finding on a day; the one that runs longest if several do."""
    covering = [
        waiver
        for waiver in waivers
        if waiver.approved_on <= as_of <= waiver.expires_on
        and waiver.is_about(key)
        and waiver.pins(key.clause_hash)
    ]
    return max(covering, key=lambda waiver: waiver.expires_on, default=None)


def standing(waiver: Waiver, keys: Collection[Key], as_of: date) -> Standing:
    """Return how a waiver stands to the findings there are; all but ``in_use`` are reported."""
    if waiver.expires_on < as_of:
        return "expired"
    if as_of < waiver.approved_on:
        return "not_yet"
    about = [key for key in keys if waiver.is_about(key)]
    if not about:
        return "unused"
    return "in_use" if any(waiver.pins(key.clause_hash) for key in about) else "hash_changed"


def stale(waivers: Sequence[Waiver], keys: Collection[Key], as_of: date) -> list[tuple[Waiver, Standing]]:
    """Return every waiver that waives nothing, and why, in file order."""
    standings = [(waiver, standing(waiver, keys, as_of)) for waiver in waivers]
    return [each for each in standings if each[1] != "in_use"]


def subject_text(subject: Pairs) -> str:
    """Return a subject as one text, the way a waiver may write it.

    >>> subject_text((("fund", "Energy Fund"), ("month", "2004-02")))
    'Energy Fund, 2004-02'
    """
    return ", ".join(value for _, value in subject)


def _same_subject(written: Pairs | str, period: str | None, subject: Pairs) -> bool:
    if period is not None:
        rest = tuple(pair for pair in subject if pair[1] != period)
        if len(rest) == len(subject):
            return False
        subject = rest
    if isinstance(written, str):
        named = ", ".join(f"{name} {value}" for name, value in subject)
        return written in (subject_text(subject), named)
    return sorted(written) == sorted(subject)


# --- reading ---------------------------------------------------------------------------------


def _day(text: object) -> object:
    if isinstance(text, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"there is no day {shown(text)}") from None
    raise ValueError(f"{shown(str(text))} is no date: write 2004-05-31")


_Text = Annotated[str, Field(min_length=1)]
_Date = Annotated[date, BeforeValidator(_day)]
_SHAPES = ("as text", "as names and values")
_Subject = Annotated[
    Annotated[_Text, Tag(_SHAPES[0])] | Annotated[dict[str, _Text], Tag(_SHAPES[1])],
    Discriminator(lambda written: _SHAPES[isinstance(written, dict)]),
]


class WaiverEntry(BaseModel):
    """One entry of ``waivers.yaml`` as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    code: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*/[A-Za-z_][A-Za-z0-9_]*$")]
    """``agreement/clause``, as the finding shows it."""
    agreement: _Text | None = None
    clause: _Text | None = None
    subject: _Subject = Field(default_factory=dict)
    period: _Text | None = None
    clause_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    reason: _Text
    approver: _Text
    role: _Text
    approved_on: _Date
    expires_on: _Date

    @model_validator(mode="after")
    def _consistent(self) -> WaiverEntry:
        agreement, _, clause = self.code.partition("/")
        if (self.agreement or agreement, self.clause or clause) != (agreement, clause):
            raise ValueError(f"`agreement` and `clause` say otherwise than {shown(self.code)}")
        if self.expires_on < self.approved_on:
            raise ValueError("the waiver expires before it is approved")
        return self


class WaiverFile(BaseModel):
    """The whole of ``waivers.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    waivers: tuple[WaiverEntry, ...] = ()


def read_waivers(source: Source) -> tuple[tuple[Waiver, ...], list[Diagnostic]]:
    """Return the waivers that the text holds, or none and every mistake in it."""
    spans: dict[Loc, Span] = {}
    problems: list[Diagnostic] = []
    written = _written(source, spans, problems)
    try:
        file = WaiverFile.model_validate(written)
    except ValidationError as error:
        found = without_echoes(error.errors(), _keys_at)
        return (), problems + [_mistake(source, spans, each) for each in found]
    waivers = tuple(
        _waiver(entry, nearest_place(source, spans, ("waivers", i, "code")))
        for i, entry in enumerate(file.waivers)
    )
    problems += _repeated(waivers)
    return (() if problems else waivers), problems


def _waiver(entry: WaiverEntry, span: Span) -> Waiver:
    subject = entry.subject if isinstance(entry.subject, str) else tuple(entry.subject.items())
    return Waiver(
        code=entry.code,
        subject=subject,
        period=entry.period,
        clause_hash=entry.clause_hash,
        reason=entry.reason,
        approver=entry.approver,
        role=entry.role,
        approved_on=entry.approved_on,
        expires_on=entry.expires_on,
        span=span,
    )


def _repeated(waivers: Sequence[Waiver]) -> Iterator[Diagnostic]:
    alike: dict[tuple[object, ...], list[Waiver]] = {}
    for waiver in waivers:
        earlier = alike.setdefault((waiver.code, waiver.subject, waiver.period), [])
        for other in earlier:
            if waiver.approved_on <= other.expires_on and other.approved_on <= waiver.expires_on:
                message = f"{shown(waiver.code)} is waived twice at one time for the same subject"
                yield diagnostic("W006", message, waiver.span, related=[(other.span, "the other one")])
                break
        earlier.append(waiver)


def _mistake(source: Source, spans: Mapping[Loc, Span], error: ErrorDetails) -> Diagnostic:
    loc = tuple(part for part in error["loc"] if part not in _SHAPES)  # the shape's name is no key
    message, help = wording({**error, "loc": loc}, _keys_at(loc))
    return diagnostic("W006", message, nearest_place(source, spans, loc), help=help)


def _keys_at(loc: Loc) -> list[str]:
    return keys_of(WaiverFile if len(loc) < 2 else WaiverEntry)


# --- YAML ------------------------------------------------------------------------------------


def _written(source: Source, spans: dict[Loc, Span], problems: list[Diagnostic]) -> Any:
    """Return the file as dicts, tuples and texts, noting where each value stands."""
    root = tree.tree_of(source)
    if not isinstance(root, Diagnostic):
        return _plain(root, (), spans, problems)
    if root.code == "F017":  # an empty file, F018, waives nothing
        problems.append(diagnostic("W006", root.message, root.primary.where, help=root.help))
    return {}


def _plain(node: tree.Node, loc: Loc, spans: dict[Loc, Span], problems: list[Diagnostic]) -> Any:
    spans.setdefault(loc, node.span)
    match node:
        case tree.Scalar():
            return "" if node.plain and node.text in ("~", "null") else node.text
        case tree.Items():
            return tuple(_plain(item, (*loc, i), spans, problems) for i, item in enumerate(node.items))
        case tree.Mapping():
            _note_repeated(node, problems)
            firsts = [(key, value) for key, value in node.pairs if node.firsts[key.text][0] is key]
            for key, _ in firsts:
                spans[(*loc, key.text)] = key.span
            return {key.text: _plain(value, (*loc, key.text), spans, problems) for key, value in firsts}


def _note_repeated(node: tree.Mapping, problems: list[Diagnostic]) -> None:
    for key, _ in node.pairs:
        first = node.firsts[key.text][0]
        if first is not key:
            message = f"the key {shown(key.text)} stands twice"
            problems.append(diagnostic("W006", message, key.span, related=[(first.span, "first here")]))
