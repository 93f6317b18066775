"""Who cites a document: the agreements and amendments of a folder, and their citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.source import Span
from checker.syntax import nodes as s


@dataclass(frozen=True, slots=True)
class Citing:
    """One citation: of what paragraph, by what declaration, and why that encodes nothing, if so."""

    label: str
    pin: str
    by: str
    reason: str
    paragraph: Span
    """Where the label is written."""
    span: Span
    """Where the whole citation is written, the pin included."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agreement or amendment that has a source document, and what cites that document."""

    folder: str
    name: str
    source: str
    address: str
    span: Span
    """Where the document is named."""
    address_span: Span
    citations: tuple[Citing, ...]


def instruments(folder: str, files: Sequence[s.File]) -> tuple[Instrument, ...]:
    """Return the agreement and the amendments of a folder that name a source document.

    What an amendment puts in and renumbers cites the amendment's document; everything else the agreement's.
    """
    declared = [d for f in files for d in f.declarations]
    own = tuple(c for d in declared for c in _citation(d))
    found = []
    for d in declared:
        if isinstance(d, s.Document):
            found.append(_instrument(folder, d, own))
        elif isinstance(d, s.Amendment):
            found.append(_instrument(folder, d, tuple(c for e in d.edits for c in _edit(e))))
    return tuple(each for each in found if each.source)


def _instrument(folder: str, d: s.Document | s.Amendment, citations: tuple[Citing, ...]) -> Instrument:
    source, where = _entry(d, "source")
    address, there = _entry(d, "address")
    return Instrument(folder, d.name.text, source, address, where, there, citations)


def _entry(d: s.Document | s.Amendment, keyword: str) -> tuple[str, Span]:
    for entry in d.entries:
        if entry.keyword == keyword:
            for value in entry.values:
                if isinstance(value, s.Text):
                    return value.value, value.span
    return "", d.span


def _edit(e: s.Edit) -> Iterator[Citing]:
    match e:
        case s.ReplaceClause() | s.InsertClause():
            yield from _citation(e.clause)
        case s.Declare():
            yield from _citation(e.declaration)
        case s.Renumber():
            yield from _cited(e.citation, f"clause {e.clause.text}")


def _citation(d: s.Declaration) -> Iterator[Citing]:
    if isinstance(d, s.Document | s.Amendment | s.FactDecl):
        return
    reason = " ".join(d.reason.value.split()) if isinstance(d, s.Passage) else ""
    yield from _cited(d.citation, _told(d), reason)


def _cited(c: s.Citation | None, by: str, reason: str = "") -> Iterator[Citing]:
    if c is not None and c.paragraph.value.strip():
        yield Citing(c.paragraph.value, c.pin, by, reason, c.paragraph.span, c.span)


def _told(d: s.Declaration) -> str:
    """Return what a declaration is called: ``clause fee_cap``, ``party distributor``."""
    match d:
        case s.Passage():
            return "passage"
        case s.PartyDecl():
            return f"{d.kind} {d.name.text}"
        case _:
            return f"{_KINDS[type(d)]} {d.name.text}"


_KINDS: dict[type, str] = {
    s.Document: "agreement",
    s.FactDecl: "fact",
    s.ScheduleDecl: "schedule",
    s.Define: "define",
    s.Carry: "carry",
    s.Assumption: "assumption",
    s.QuestionDecl: "question",
    s.ApprovalDecl: "approval",
    s.Clause: "clause",
    s.Amendment: "amendment",
}
