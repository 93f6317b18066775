"""A document paragraph by paragraph: what encodes it, which facts decide it, which scenarios try it.

Takes passages, declarations, rules, and what scenarios expect; gives a ``Book`` that the pages are
written from. The document's own words are in it only where the document is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from textwrap import dedent
from typing import Any

from checker.diagnostics import Diagnostic
from checker.ir import nodes as ir
from checker.ir.uses import Uses, uses
from checker.report.wording import sentence
from checker.source import Span
from checker.sources.accounts import Row, account
from checker.sources.citing import Citing
from checker.sources.passages import Document
from checker.syntax import nodes as s
from checker.syntax.printer import blocks, print_expression
from checker.typed import nodes as t
from checker.typed.types import FactKind

SHORT = 40
"""Words of a passage that are quoted unless all of them are asked for."""

_DRAWN = re.compile(r"[-_=.*]{4,}")
_NUMBER = 2
"""Most words that a number is made of: ``SECTION 3.``"""

Declared = s.PartyDecl | s.ScheduleDecl | s.Define | s.Carry | s.Assumption | s.QuestionDecl | s.ApprovalDecl
"""What cites a paragraph, clauses and passages apart."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one scenario expects of one clause: its verdicts, each once."""

    scenario: str
    title: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A kind of fact that is looked at: where it is kept, and which fields of it."""

    kind: str
    kept: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One declaration.

    ``used_by`` names the clauses that turn on it; for a clause, those that it bears on: what a
    permission prevails over, or what survives. ``is_checked`` tells whether findings are made of it.
    """

    kind: str
    name: str
    says: str
    code: str
    exceptions: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[tuple[str, str], ...] = ()
    facts: tuple[Looked, ...] = ()
    questions: tuple[str, ...] = ()
    time_line: bool = False
    is_clause: bool = False
    is_checked: bool = False
    tried: tuple[Tried, ...] = ()
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One passage, and all that is to be said of it.

    ``through`` says what became of it with the passage around it, where nobody cites it itself.
    """

    label: str
    number: int
    depth: int
    line: int
    quote: str
    entries: tuple[Entry, ...]
    reasons: tuple[str, ...]
    through: str
    notes: tuple[str, ...]
    heading: bool = False
    """Whether it has no words of its own, so that nobody has to account for it."""

    @property
    def uncovered(self) -> bool:
        """Tell whether nobody accounts for it."""
        return not (self.entries or self.reasons or self.through or self.heading)


@dataclass(frozen=True, slots=True)
class Section:
    """One document, or one amendment that has none."""

    title: str
    number: int
    said: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """One agreement with all its documents."""

    name: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document at hand or its name, who names it, what is declared for it and noted in it."""

    path: str
    names: tuple[str, ...]
    document: Document | None
    citations: tuple[Citing, ...]
    declared: tuple[s.Declaration, ...]
    notes: tuple[Diagnostic, ...] = ()


def book(
    a: ir.Agreement,
    approvals: Mapping[str, t.Approval],
    shelved: Sequence[Shelved],
    amended: Sequence[s.Amendment],
    tried: Mapping[str, Sequence[Tried]],
    *,
    full: bool,
) -> Book:
    """Return an agreement paragraph by paragraph.

    ``amended`` are its amendments; ``tried`` says by clause what the scenarios expect.
    """
    teller = _Teller(a, approvals, tried)
    sections = [_section(teller, each, full=full) for each in shelved]
    apart = [e for each in shelved for d in each.declared if not _paragraph(d) for e in teller.entries(d)]
    if apart:
        said = ("Declared for this agreement, and not for one paragraph of it.",)
        sections.append(Section("Without a paragraph", 0, said, (), tuple(apart)))
    with_document = {name for each in shelved for name in each.names}
    sections += [_amendment(teller, each, with_document) for each in amended]
    numbered = tuple(replace(each, number=n) for n, each in enumerate(sections, 1))
    return Book(a.name, a.title, numbered)


# --- documents and paragraphs ----------------------------------------------------------------


def _section(teller: _Teller, shelved: Shelved, *, full: bool) -> Section:
    document = shelved.document
    title = f"{PurePosixPath(shelved.path).name} ({', '.join(shelved.names)})"
    if document is None:
        said = ("The document is not at hand: nothing is quoted, and only what is cited stands here.",)
        return Section(title, 0, said, tuple(_cited_only(teller, shelved, None)))
    rows = {row.label: row for row in account(document, shelved.citations).rows}
    encoded = sum(1 for row in rows.values() if row.state == "encoded")
    left_out = sum(1 for row in rows.values() if row.state == "not encoded")
    said = (
        f"{len(rows)} passages: {encoded} encoded, {left_out} left out with a reason, "
        f"{len(rows) - encoded - left_out} uncovered.",
    )
    cited = _by_label(shelved, document)
    noted = _by_passage(document, shelved.notes)
    paragraphs = []
    for number, label in enumerate(document, 1):
        mine = cited.get(label, ())
        row = rows.get(label)
        paragraphs.append(
            Paragraph(
                label=label,
                number=number,
                depth=sum(1 for _ in document.around(label)) - 1,
                line=document.source.line_column(document.span(document[label]).start)[0],
                quote=_quote(document, label, full=full),
                entries=tuple(e for d in mine for e in teller.entries(d)),
                reasons=tuple(" ".join(d.reason.value.split()) for d in mine if isinstance(d, s.Passage)),
                through=_through(row),
                notes=noted.get(label, ()),
                heading=row is None,
            )
        )
    lost = [each for each in _cited_only(teller, shelved, document) if each.label not in document]
    numbered = (replace(each, number=len(document) + n) for n, each in enumerate(lost, 1))
    return Section(title, 0, said, (*paragraphs, *numbered))


def _through(row: Row | None) -> str:
    if row is None or not row.through:
        return ""
    done = "Encoded" if row.state == "encoded" else "Left out"
    return f"{done} with the passage around it, {row.through}"


def _cited_only(teller: _Teller, shelved: Shelved, document: Document | None) -> Iterator[Paragraph]:
    """Yield what is cited, whether the document is at hand and has it or not."""
    notes = ("The document has no such paragraph.",) if document is not None else ()
    for number, (label, mine) in enumerate(_by_label(shelved, document).items(), 1):
        entries = tuple(e for d in mine for e in teller.entries(d))
        reasons = tuple(" ".join(d.reason.value.split()) for d in mine if isinstance(d, s.Passage))
        yield Paragraph(label, number, 0, 0, "", entries, reasons, "", notes)


def _by_label(shelved: Shelved, document: Document | None) -> dict[str, tuple[s.Declaration, ...]]:
    found: dict[str, tuple[s.Declaration, ...]] = {}
    for d in shelved.declared:
        label = _paragraph(d)
        resolved = document.resolve(label) if document and label else None
        at = resolved.label if resolved else label
        if at:
            found[at] = (*found.get(at, ()), d)
    return found


def _paragraph(d: s.Declaration) -> str:
    """Return the label that a declaration cites, or ""."""
    cited = None if isinstance(d, s.Document | s.FactDecl | s.Amendment) else d.citation
    return cited.paragraph.value if cited else ""


def _quote(document: Document, label: str, *, full: bool) -> str:
    """Return the passage's own words, without those of the passages inside it, rules and dotted lines.

    There is none where its own words are its number.
    """
    own = (document.source.text[p.start : p.end] for p in document.pieces if p.label == label)
    words = _DRAWN.sub(" ", " ".join(own)).split()
    if len(words) <= _NUMBER and words and label.endswith(" ".join(words).rstrip(".:")):
        return ""
    return " ".join(words if full or len(words) <= SHORT else [*words[:SHORT], "..."])


def _by_passage(document: Document, notes: Iterable[Diagnostic]) -> dict[str, tuple[str, ...]]:
    """Return what is noted in each passage, the innermost one that it stands in."""
    found: dict[str, tuple[str, ...]] = {}
    for note in notes:
        where = note.primary.where
        at = where.start if isinstance(where, Span) else 0
        label = next((p.label for p in document.pieces if p.start <= at < p.end), "")
        found[label] = (*found.get(label, ()), f"{sentence(note.message)} ({note.code}).")
    return found


# --- declarations ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Teller:
    """What is needed to tell of a declaration."""

    a: ir.Agreement
    approvals: Mapping[str, t.Approval]
    tried: Mapping[str, Sequence[Tried]]

    def uses(self, node: Any) -> Uses:
        return uses(node, self.a, self.approvals)

    def entries(self, d: s.Declaration) -> Iterator[Entry]:
        match d:
            case s.Clause():
                yield self.clause(d)
            case s.FactDecl():
                yield Entry("kind of fact", d.name.text, _text(d.title), _code(d))
            case s.Passage() | s.Document() | s.Amendment():
                return
            case _:
                yield self.declared(d)

    def clause(self, d: s.Clause) -> Entry:
        node = self._rule(d) or self.a.definitions.get(d.name.text)
        used = self.uses(node) if node is not None else None
        relied = node.relies_on if isinstance(node, ir.Rule) else ()
        assumed = [("", " ".join(text.value.split())) for text in d.assuming]
        assumed += [(n, self.a.assumptions[n].text) for n in relied if n in self.a.assumptions]
        bare = replace(d, says=None, unless=(), assuming=(), despite=(), subject_to=(), cure=None)
        return Entry(
            kind="clause",
            name=d.name.text,
            says=_text(d.says),
            code=_code(bare),
            exceptions=tuple(_exceptions(d)),
            assumptions=tuple(assumed),
            facts=self.looked(used),
            questions=self.asked(used),
            time_line=used is not None and used.time_line,
            is_clause=not isinstance(d.norm, s.Means),
            is_checked=isinstance(node, ir.Rule) and not isinstance(node.check, _UNCHECKED),
            tried=tuple(self.tried.get(d.name.text, ())),
            used_by=self.bears_on(d.name.text, node),
        )

    def _rule(self, d: s.Clause) -> ir.Rule | None:
        every = (*self.a.rules, *self.a.links, *self.a.survivals)
        return next((r for r in every if r.span == d.span and r.document == self.a.name), None)

    def declared(self, d: Declared) -> Entry:
        node = self.a.definitions.get(d.name.text) or self.a.bodies.get(d.name.text)
        used = self.uses(node) if node is not None else None
        title = d.says if isinstance(d, s.Define | s.Carry) else _title(d)
        return Entry(
            kind=_kind(d),
            name=d.name.text,
            says=_text(title),
            code=_code(replace(d, says=None) if isinstance(d, s.Define | s.Carry) else d),
            facts=self.looked(used),
            questions=self.asked(used),
            time_line=used is not None and used.time_line,
            used_by=self.used_by(d.name.text),
        )

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each name the agreement's own clauses that turn on it."""
        found: dict[str, dict[str, None]] = {}
        for rule in (*self.a.rules, *self.a.survivals):
            if rule.document == self.a.name:
                for name in self.uses(rule).names:
                    found.setdefault(name, {})[rule.name] = None
        return {name: tuple(clauses) for name, clauses in found.items()}

    def used_by(self, name: str) -> tuple[str, ...]:
        return self.users.get(name, ())

    def bears_on(self, name: str, node: ir.Rule | t.Definition | None) -> tuple[str, ...]:
        """Return the clauses that a clause is seen in, where it is not checked itself."""
        if not isinstance(node, ir.Rule):
            return self.used_by(name)
        if isinstance(node.check, ir.Surviving):
            return node.check.clauses
        over = (r.name for r in self.a.rules if ir.prevails_over(node, r))
        return tuple(dict.fromkeys(over)) if isinstance(node.check, ir.Permitted) else ()

    def asked(self, used: Uses | None) -> tuple[str, ...]:
        names = used.names if used else frozenset[str]()
        return tuple(sorted(names & set(self.a.questions)))

    def looked(self, used: Uses | None) -> tuple[Looked, ...]:
        facts = used.facts if used else ()
        return tuple(Looked(k, self.kept(k), fields) for k, fields in facts if k != "determination")

    def kept(self, name: str) -> str:
        """Say where entries of a kind are kept: a ledger, a section of the register, or inside others."""
        kind = self.a.kinds.get(name)
        if kind is None or name == "amendment":
            return "the amendments themselves"
        if kind.store != "part":
            return f"{kind.store} {kind.section}"
        return f"in {self._holder(kind)}"

    def _holder(self, kind: FactKind) -> str:
        held = (
            f"{each.name}.{f.name}"
            for each in self.a.kinds.values()
            for f in each.fields
            if f.type.kind == "list" and f.type.name == kind.name
        )
        return next(held, "others")


_UNCHECKED = (ir.Permitted, ir.Linked, ir.Surviving)
"""Clauses that no instance is checked against: they are seen in others."""


def _exceptions(d: s.Clause) -> Iterator[tuple[str, str]]:
    for each in d.unless:
        label = f"Unless {_text(each.label)}" if each.label else "Unless"
        yield label, print_expression(each.condition)
    for name in d.despite:
        yield "Prevails over", name.text
    for name in d.subject_to:
        yield "Gives way to", name.text


def _text(text: s.Text | None) -> str:
    return " ".join(text.value.split()) if text else ""


def _title(d: s.PartyDecl | s.ScheduleDecl | s.Assumption | s.QuestionDecl | s.ApprovalDecl) -> s.Text | None:
    match d:
        case s.Assumption() | s.QuestionDecl():
            return d.text
        case s.PartyDecl() | s.ScheduleDecl():
            return d.title
        case s.ApprovalDecl():
            return None


_KINDS: Mapping[type, str] = {
    s.ScheduleDecl: "schedule",
    s.Define: "definition",
    s.Carry: "carried value",
    s.Assumption: "assumption",
    s.QuestionDecl: "question",
    s.ApprovalDecl: "approval",
}


def _kind(d: Declared) -> str:
    return d.kind if isinstance(d, s.PartyDecl) else _KINDS[type(d)]


def _code(d: s.Declaration) -> str:
    """Return a declaration in its canonical layout, without its first line."""
    lines = [line for block in blocks(d) if block.key != "head" for line in block.lines]
    return dedent("\n".join(lines))


# --- amendments ------------------------------------------------------------------------------


def _amendment(teller: _Teller, d: s.Amendment, with_document: Collection[str]) -> Section:
    """Return what an amendment changes; its clauses too, unless they stand in its own document's section."""
    name = d.name.text
    title = f"Amendment {name}" + (f": {_text(d.title)}" if d.title else "")
    inside = [e.clause for e in d.edits if isinstance(e, s.ReplaceClause | s.InsertClause)]
    told = [] if name in with_document else inside
    entries = [Entry("amendment", name, "", _code(d)), *(teller.clause(c) for c in told)]
    return Section(title, 0, (), (), tuple(entries))
