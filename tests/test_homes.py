"""Every provision has a home: what was read out of the filed documents is encoded, and fires.

``tests/homes/NAME.tsv`` has a line for each row of ``clauses.tsv`` that is of that document:

- ``home``: declarations of the agreement by name; rows of its schedules, ``schedule_a[Fund]``;
  entries of its head, ``agreement.dated``; parts not encoded, ``passage "FIRST"``; and defects of
  the document itself, ``note: SLUG WORDS``, where SLUG is what the code is called in ``redline
  explain`` and WORDS stand in what ``redline sources notes`` says of the document.
- ``tried``: scenarios in which the home is seen to work, ``note`` for a defect.
- ``why``: why the home cites another paragraph.

``law_a.tsv`` and ``law_b.tsv`` have a line for each part and entry of the law's catalogue.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pytest

from checker import pipeline
from checker.diagnostics.catalogue import CODES
from checker.ir import nodes as ir
from checker.ir.uses import uses
from checker.scenarios.model import ExpectationEntry
from checker.scenarios.read import read_scenarios
from checker.source import Source
from checker.sources.defects import defects
from checker.sources.passages import Document, read_passages
from checker.syntax import nodes as s
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.workspace import Workspace, read_workspace

ROOT = Path(__file__).resolve().parents[1]
HOMES = ROOT / "tests" / "homes"
FILED = Path(os.environ.get("REDLINE_SOURCES") or ROOT.parent / "shared" / "sources")
PROVISIONS = FILED.parent / "domain" / "clauses.tsv"

DOCUMENTS = {
    "class_b_2003": "class_b_2003",
    "class_k_2000": "class_k_2000",
    "class_k_2003": "class_k_2003",
    "class_k_related_agreement_2003": "class_k_related_agreement_2003",
    "investor_class_amendment_2": "investor_class_2003",
}
"""The agreement that encodes each filed document, by the document's name."""

PARTS = {"class_b_2003": ("class_b_2003", "class_b_2003_annexes")}
"""Files of homes, where there are several for one agreement."""

LAW = ("law_a", "law_b")
CATALOGUED = {
    *(f"L{n:02}" for n in range(1, 18)),
    *(f"F{n:02}" for n in range(1, 5)),
    *(f"C{n:02}" for n in range(1, 9)),
    *(f"U{n:02}" for n in range(1, 4)),
    *(f"A{n:02}" for n in range(1, 5)),
}
"""The entries of the law's catalogue of checks."""

BITES = frozenset({"violated", "undetermined", "needs_judgement", "excused"})
"""Verdicts that show that a clause does something."""

_ROW = re.compile(r"(?P<schedule>\w+)\[(?P<row>.+)\]")
_ENTRY = re.compile(r"(?P<document>\w+)\.(?P<entry>\w+)")
_PASSAGE = re.compile(r'passage "(?P<label>.+)"')
_NOTE = re.compile(r"note: (?P<slug>[a-z-]+)(?: (?P<words>.+))?")


@dataclass(frozen=True)
class Home:
    """A line of a file of homes."""

    row: str
    homes: tuple[str, ...]
    tried: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Provision:
    """A row of ``clauses.tsv``."""

    id: str
    agreement: str
    paragraph: str
    machine_checkable: bool


def table(path: Path) -> list[list[str]]:
    """Return the rows below the header, as many cells each."""
    header, *rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [row + [""] * (len(header) - len(row)) for row in rows]


def lines(wrong: Iterable[tuple[object, ...]]) -> str:
    """Return what is wrong, one to a line, so that a failure shows all of it."""
    return "\n".join(" | ".join(map(str, each)) for each in wrong)


def homes_in(name: str) -> list[Home]:
    made = []
    for row, home, tried, *why in table(HOMES / f"{name}.tsv"):
        parts = tuple(re.split(r"; (?![^\[]*\])", home))
        made.append(Home(row, parts, tuple(tried.split("; ")) if tried else (), "".join(why)))
    return made


def homes_of(agreement: str) -> list[Home]:
    return [h for part in PARTS.get(agreement, (agreement,)) for h in homes_in(part)]


# --- what there is ---------------------------------------------------------------------------


class Encoded:
    """One agreement or regulation: what it declares and cites, and what each rule of it uses."""

    def __init__(self, document: t.Document, declared: list[s.Declaration]) -> None:
        self.document = document
        self.head = next((d for d in declared if isinstance(d, s.Document)), None)
        edits = [e for d in declared if isinstance(d, s.Amendment) for e in d.edits]
        inserted = [e.clause for e in edits if isinstance(e, s.InsertClause | s.ReplaceClause)]
        self.cited: dict[str, str | None] = {}
        for d in (*declared, *inserted):
            if not isinstance(d, s.Passage | s.Document):
                at = getattr(d, "citation", None)
                self.cited.setdefault(d.name.text, at.paragraph.value if at else None)
        self.cited |= dict.fromkeys(document.kinds, None)
        self.left_out = {p.citation.paragraph for p in document.passages}

    def rows(self, schedule: str) -> Iterator[t.Row]:
        """Yield the rows of a schedule, as made and as amended."""
        for version in (self.document.schedules, *(a.schedules for a in self.document.amendments)):
            if schedule in version:
                yield from version[schedule].rows

    def has_row(self, schedule: str, wanted: str) -> bool:
        return any(wanted in (str(v) for v in row.values.values()) for row in self.rows(schedule))

    def has_entry(self, name: str) -> bool:
        entries = self.head.entries if self.head else ()
        words = ("plan", "agreement") if name == "is" else (name,)
        return any(e.keyword.split()[0] in words for e in entries)


class Everything:
    """The workspace without facts and documents: its program, and its scenarios."""

    def __init__(self, workspace: Workspace) -> None:
        bare = tuple(replace(a, facts=()) for a in workspace.agreements)
        loaded = pipeline.load(replace(workspace, agreements=bare, shared_facts=(), documents={}))
        assert not [d for d in loaded.diagnostics if d.severity == "error"]
        self.workspace, self.program, self.rules = workspace, loaded.program, loaded.rules
        self._used: dict[str, dict[str, frozenset[str]]] = {}

    @cached_property
    def encoded(self) -> dict[str, Encoded]:
        """Return agreements and regulations by name."""
        found = {}
        shared: dict[str, list[s.Declaration]] = {}
        for source in self.workspace.rules:
            at = ""
            for d in parse(source)[0].declarations:
                at = d.name.text if isinstance(d, s.Document) else at
                shared.setdefault(at, []).append(d)
        for name, document in self.program.shared.items():
            found[name] = Encoded(document, shared.get(name, []))
        for a in self.workspace.agreements:
            declared = [d for source in a.sources for d in parse(source)[0].declarations]
            found[a.name] = Encoded(self.program.agreements[a.name], declared)
        return found

    @cached_property
    def expected(self) -> dict[str, dict[str, tuple[ExpectationEntry, ...]]]:
        """Return what scenarios expect, by agreement and id."""
        found: dict[str, dict[str, tuple[ExpectationEntry, ...]]] = {}
        for a in self.workspace.agreements:
            mine = found.setdefault(a.name, {})
            for path in sorted((self.workspace.root / "agreements" / a.name / "scenarios").rglob("*.yaml")):
                made, wrong = read_scenarios(a.name, Source(path.name, path.read_text(encoding="utf-8")))
                assert not wrong
                mine |= {each.entry.id: each.entry.expect for each in made}
        return found

    def bites(self, agreement: str, tried: str) -> frozenset[str]:
        """Return the clauses that are seen to do something in a scenario.

        A permission that prevails over no clause is seen where it is used and nothing is found.
        """
        entries = self.expected[agreement].get(tried, ())
        allows = self.allows(agreement)
        told = [(e.clause.rpartition("/")[2], e.verdict) for e in entries]
        return frozenset(c for c, v in told if v in BITES or (v == "nothing" and c in allows))

    def allows(self, agreement: str) -> frozenset[str]:
        """Return the permissions that prevail over no other clause."""
        a = self.rules.agreements[agreement]
        over = {name for rule in a.rules for name in a.prevailing(rule)}
        permitted = {r.name for r in a.rules if isinstance(r.check, ir.Permitted)}
        return frozenset(permitted - over)

    def shown_by(self, agreement: str) -> Mapping[str, frozenset[str]]:
        """Return for each declaration the clauses whose findings show that it works.

        These are the clause itself and those that use it; what prevails, as a permission does,
        shows in what it prevails over, a clause on survival in those that survive, and the list of
        funds in all that bind while one of them is under the plan.
        """
        if agreement not in self._used:
            self._used[agreement] = self._shown_by(self.rules.agreements[agreement])
        return self._used[agreement]

    def _shown_by(self, a: ir.Agreement) -> dict[str, frozenset[str]]:
        shown: dict[str, set[str]] = {}
        approvals = {n: v for d in self.program.shared.values() for n, v in d.approvals.items()}
        approvals |= a.document.approvals
        for rule in a.rules:
            used = uses(rule, a, approvals)
            through = [rule.name, *used.names, *a.prevailing(rule)]
            through += [a.document.funds_in] if rule.binds != "always" else []
            through += [each.name for each in a.survivals if rule.name in _surviving(each)]
            through += [n.name for n in a.document.amendments if _changes(n, rule, used.names)]
            for name in through:
                shown.setdefault(name, set()).add(rule.name)
        for each in a.survivals:
            for name in uses(each, a, approvals).names - _surviving(each):
                shown.setdefault(name, set()).update(_surviving(each))
        return {name: frozenset(clauses) for name, clauses in shown.items()}


def _surviving(rule: ir.Rule) -> frozenset[str]:
    return frozenset(rule.check.clauses) if isinstance(rule.check, ir.Surviving) else frozenset()


def _changes(amendment: t.Amendment, rule: ir.Rule, used: frozenset[str]) -> bool:
    """Tell whether an amendment bears on a rule: changes it, or a schedule of it, or is its subject."""
    return rule.name in amendment.clauses or "amendment" in used or not used.isdisjoint(amendment.schedules)


@pytest.fixture(scope="module")
def everything() -> Everything:
    workspace, problems = read_workspace(ROOT)
    assert workspace is not None and not [p for p in problems if p.severity == "error"]
    return Everything(workspace)


@pytest.fixture(scope="module")
def provisions() -> dict[str, Provision]:
    if not PROVISIONS.is_file():
        pytest.skip("clauses.tsv is not in the folder domain beside the filed documents")
    made = [Provision(c[2], DOCUMENTS[c[0]], c[1], c[6] == "yes") for c in table(PROVISIONS)]
    return {p.id: p for p in made}


@pytest.fixture(scope="module")
def filed() -> dict[str, Document]:
    """The filed documents by the agreement that encodes them."""
    if not all((FILED / f"{name}.txt").is_file() for name in DOCUMENTS):
        pytest.skip(f"the filed documents are not in `{FILED.name}` (REDLINE_SOURCES names their folder)")
    return {
        agreement: read_passages(Source(f"{name}.txt", (FILED / f"{name}.txt").read_text(encoding="utf-8")))
        for name, agreement in DOCUMENTS.items()
    }


AGREEMENTS = sorted(DOCUMENTS.values())
EVERY_FILE = sorted(path.stem for path in HOMES.glob("*.tsv"))


# --- 1. the rows -----------------------------------------------------------------------------


def test_every_file_is_of_a_document_or_the_law() -> None:
    assert set(EVERY_FILE) == {part for a in AGREEMENTS for part in PARTS.get(a, (a,))} | set(LAW)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_provision_has_one_line(agreement: str, provisions: dict[str, Provision]) -> None:
    wanted = sorted(p.id for p in provisions.values() if p.agreement == agreement)
    assert wanted
    assert sorted(h.row for h in homes_of(agreement)) == wanted


# --- 2. the homes ----------------------------------------------------------------------------


def exists(home: str, here: Encoded) -> bool:
    if found := _ROW.fullmatch(home):
        return here.has_row(found["schedule"], found["row"])
    if found := _PASSAGE.fullmatch(home):
        return found["label"] in here.left_out
    if found := _ENTRY.fullmatch(home):
        return found["document"] in ("agreement", here.document.name) and here.has_entry(found["entry"])
    return home in here.cited


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_home_is_there(agreement: str, everything: Everything) -> None:
    here = everything.encoded[agreement]
    told = [(h.row, one) for h in homes_of(agreement) for one in h.homes if not _NOTE.fullmatch(one)]
    assert lines((row, one) for row, one in told if not exists(one, here)) == ""


def cited_by(home: str, here: Encoded) -> str | None:
    """Return the paragraph that a home cites."""
    if found := _ROW.fullmatch(home):
        return here.cited[found["schedule"]]
    if found := _PASSAGE.fullmatch(home):
        return found["label"]
    return here.cited.get(home)


def is_near(one: str, other: str, document: Document) -> bool:
    """Tell whether two paragraphs are one, or one is inside the other."""
    here, there = document.resolve(one), document.resolve(other)
    if here is None or there is None:
        return False
    return here.label in document.around(there.label) or there.label in document.around(here.label)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_home_cites_the_paragraph_or_says_why_not(
    agreement: str, everything: Everything, provisions: dict[str, Provision], filed: dict[str, Document]
) -> None:
    here, document = everything.encoded[agreement], filed[agreement]
    wrong = []
    for h in homes_of(agreement):
        for one in h.homes:
            if h.why or _NOTE.fullmatch(one) or (_ENTRY.fullmatch(one) and one not in here.cited):
                continue  # the head of an agreement has no paragraph
            at = cited_by(one, here)
            if at is None or not is_near(at, provisions[h.row].paragraph, document):
                wrong.append((h.row, provisions[h.row].paragraph, one, at))
    assert lines(wrong) == ""


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_note_is_a_defect_that_is_reported(agreement: str, filed: dict[str, Document]) -> None:
    reported = [(CODES[d.code].slug, d.message) for d in defects(filed[agreement])]
    wrong = []
    for h in homes_of(agreement):
        for one in (o for o in h.homes if o.startswith("note")):
            found = _NOTE.fullmatch(one)
            told = found is not None and any(
                slug == found["slug"] and (found["words"] or "") in message for slug, message in reported
            )
            if not told and not h.why:
                wrong.append((h.row, one))
    assert lines(wrong) == ""


# --- 3. the scenarios ------------------------------------------------------------------------


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_scenario_named_is_there(agreement: str, everything: Everything) -> None:
    known = everything.expected[agreement]
    told = [(h.row, one) for h in homes_of(agreement) for one in h.tried if one != "note"]
    assert lines((row, one) for row, one in told if one not in known) == ""


def fires(h: Home, agreement: str, everything: Everything) -> bool:
    """Tell whether a scenario that is named expects a finding that shows one of the homes at work."""
    if "note" in h.tried and any(_NOTE.fullmatch(one) for one in h.homes):
        return True
    names = {found["schedule"] if (found := _ROW.fullmatch(one)) else one for one in h.homes}
    shown = everything.shown_by(agreement)
    wanted = {clause for name in names for clause in shown.get(name, ())}
    return any(wanted & everything.bites(agreement, tried) for tried in h.tried)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_every_machine_checkable_provision_fires(
    agreement: str, everything: Everything, provisions: dict[str, Provision]
) -> None:
    checkable = [h for h in homes_of(agreement) if provisions[h.row].machine_checkable]
    assert checkable
    dead = [(h.row, h.homes, h.tried) for h in checkable if not fires(h, agreement, everything)]
    assert lines(dead) == ""


def test_all_machine_checkable_provisions_are_counted(provisions: dict[str, Provision]) -> None:
    assert sum(1 for p in provisions.values() if p.machine_checkable) == 537


# --- 4. the law ------------------------------------------------------------------------------


def exists_anywhere(home: str, everything: Everything) -> bool:
    """Tell whether a home is declared by a regulation or agreement; ``payment.kind`` is a field."""
    if found := _ENTRY.fullmatch(home):
        kind = everything.program.kinds.get(found["document"])
        if kind is not None:
            return kind.field(found["entry"]) is not None
        named = everything.encoded.get(found["document"])
        return named is not None and exists(home, named)
    return any(exists(home, each) for each in everything.encoded.values())


def test_every_entry_of_the_catalogue_has_a_line() -> None:
    rows = [h.row for name in LAW for h in homes_in(name)]
    assert {row for row in rows if re.fullmatch(r"[A-Z]\d\d", row)} == CATALOGUED
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", LAW)
def test_every_home_of_the_law_is_there(name: str, everything: Everything) -> None:
    told = [(h.row, one) for h in homes_in(name) for one in h.homes]
    assert lines((row, one) for row, one in told if not exists_anywhere(one, everything)) == ""


@pytest.mark.parametrize("name", LAW)
def test_the_law_fires(name: str, everything: Everything) -> None:
    """A scenario of some agreement shows each home at work; what none can show says why."""
    wrong = []
    for h in homes_in(name):
        named = [one for one in h.tried if one != "note" and not one.startswith("later: ")]
        unknown = [o for o in named if not any(o in known for known in everything.expected.values())]
        shown = any(fires(h, agreement, everything) for agreement in everything.expected)
        if unknown or not (shown if named else h.why):
            wrong.append((h.row, h.homes, h.tried, unknown))
    assert lines(wrong) == ""
