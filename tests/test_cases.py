"""Literate cases: prose with its figures worked by hand, facts, and the findings they must give.

Each ``tests/cases/<area>/<topic>.md`` holds cases, each under a ``##`` heading. What stands before
the first of them is common to all. Fenced blocks, by the first word of their info string:

* ``clause``: a clause file; the one that declares the agreement names the folder. One in a case
  that declares an agreement takes the place of the common one. ``clause rules/NAME``: a rule file;
  ``clause agreements/NAME``: another agreement, in a folder of its own.
* ``yaml``: a register. ``csv NAME``: the ledger of that name; a case's own takes the common one's place.
* ``toml``: ``redline.toml``. ``waivers``: ``waivers.yaml``; ``{hash:CLAUSE}`` is that clause's hash.
* ``options``: ``--as-of DATE`` and ``include: PATH ...`` (an agreement of this repository, and those
  whose schedules it looks at), one a line.
* ``expect``: a line for each finding, ``clause name=value, ... -> verdict key=value key~"fragment"``.
  A clause that is named has no other finding, those that do not apply left out; ``clause -> nothing``
  says that it has none, ``clause -> none`` not even one that does not apply. ``clause * -> verdict`` is
  said of all its other findings. ``exit = 3`` is the exit code.
* ``timeline``: ``plan FUND: 2003-07-01..2004-05-31 in_force, 2004-06-01.. not_in_force``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from checker import pipeline
from checker.assemble import clause_hash
from checker.evaluate.troubled import SAYS
from checker.findings.model import Finding, Result
from checker.pipeline import Loaded, check, load
from checker.syntax.parse import parse
from checker.workspace import read_workspace

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "cases"
MOST_TOLD = 12
FENCE = re.compile(r"^```(\w+)(?:[ \t]+([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^## +(.+)$", re.MULTILINE)
AGREEMENT = re.compile(r"^agreement +(\w+)", re.MULTILINE)
CHECK = re.compile(r'([a-z_]+)([=~])("[^"]*"|\S+)')
SUBJECT = re.compile(r", (?=[a-z_]+=)")
EVERY_OTHER = frozenset({("*", "*")})


@dataclass(frozen=True)
class Block:
    kind: str
    name: str
    text: str
    line: int


@dataclass
class Case:
    path: Path
    title: str
    line: int
    blocks: list[Block] = field(default_factory=list)

    def of(self, kind: str) -> list[Block]:
        return [b for b in self.blocks if b.kind == kind]

    @property
    def options(self) -> dict[str, str]:
        lines = [line for b in self.of("options") for line in b.text.splitlines() if line.strip()]
        return {key.rstrip(":"): value.strip() for key, _, value in (x.partition(" ") for x in lines)}


def read_cases(path: Path) -> Iterator[Case]:
    text = path.read_text(encoding="utf-8")
    starts = [m.start() for m in HEADING.finditer(text)]
    titles = [m[1].strip() for m in HEADING.finditer(text)]
    common = list(_blocks(text, 0, starts[0] if starts else len(text)))
    for start, end, title in zip(starts, [*starts[1:], len(text)], titles, strict=True):
        own = list(_blocks(text, start, end))
        yield Case(path, title, text.count("\n", 0, start) + 1, _merged(common, own))


def _blocks(text: str, start: int, end: int) -> Iterator[Block]:
    for m in FENCE.finditer(text, start, end):
        yield Block(m[1], (m[2] or "").strip(), m[3], text.count("\n", 0, m.start()) + 2)


def _merged(common: list[Block], own: list[Block]) -> list[Block]:
    ledgers = {b.name for b in own if b.kind == "csv"}
    single = {b.kind for b in own if b.kind in ("toml", "waivers")}
    whole = any(b.kind == "clause" and "/" not in b.name and AGREEMENT.search(b.text) for b in own)
    kept = [
        b
        for b in common
        if not (b.kind == "csv" and b.name in ledgers)
        and b.kind not in single
        and not (whole and b.kind == "clause" and AGREEMENT.search(b.text))
    ]
    return kept + own


def write_workspace(case: Case, root: Path) -> str:
    """Write what a case holds; return the name of the agreement that it is about."""
    elsewhere = ("rules/", "agreements/")
    texts = [b for b in case.of("clause") if not b.name.startswith(elsewhere)]
    own, *beside = [ROOT / path for path in case.options.get("include", "").split()] or [None]
    if own is not None:
        texts.insert(0, Block("clause", "", own.read_text(encoding="utf-8"), 0))
    for path in beside:
        _write(root / "agreements" / path.parent.name / path.name, path.read_text(encoding="utf-8"))
    heads = [m[1] for b in texts if (m := AGREEMENT.search(b.text))]
    assert len(heads) == 1, f"{case.path}:{case.line}: one agreement is wanted, there are {heads}"
    folder = root / "agreements" / heads[0]
    for i, block in enumerate(texts):
        name = "agreement" if AGREEMENT.search(block.text) else f"amendments/{block.name or i}"
        _write(folder / f"{name}.clause", block.text)
    for block in case.of("clause"):
        if block.name.startswith("rules/"):
            _write(root / f"{block.name}.clause", block.text)
        if block.name.startswith("agreements/"):
            _write(root / block.name / "agreement.clause", block.text)
    for i, block in enumerate(case.of("yaml")):
        _write(folder / "register" / f"{i}.yaml", block.text)
    for block in case.of("csv"):
        _write(folder / "ledger" / f"{block.name}.csv", block.text)
    _write(root / "redline.toml", "".join(b.text for b in case.of("toml")))
    return heads[0]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(case: Case, root: Path) -> tuple[Result, Loaded]:
    """Write the workspace, read it, check it; nothing may be wrong with what was written."""
    agreement = write_workspace(case, root)
    loaded = _loaded(root)
    waivers = "".join(b.text for b in case.of("waivers"))
    if waivers:
        rules = loaded.rules.agreements[agreement].rules
        hashes = {r.name: clause_hash(r, loaded.sources) for r in rules}
        _write(root / "waivers.yaml", re.sub(r"\{hash:(\w+)\}", lambda m: hashes[m[1]], waivers))
        loaded = _loaded(root)
    asked = case.options.get("--as-of")
    day = date.fromisoformat(asked) if asked else None
    return check(loaded, as_of=day, agreements=frozenset({agreement})), loaded


def _loaded(root: Path) -> Loaded:
    workspace, problems = read_workspace(root)
    assert workspace is not None
    loaded = load(workspace)
    wrong = [d for d in (*problems, *loaded.diagnostics) if d.severity == "error"]
    told = "\n".join(f"{d.primary.where}: {d.code} {d.message}" for d in wrong)
    assert not wrong, f"the case itself is wrong:\n{told}"
    return loaded


# --- what is expected ------------------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    clause: str
    subject: frozenset[tuple[str, str]]
    verdict: str
    checks: tuple[tuple[str, str, str], ...]
    line: int


def read_expected(block: Block) -> Iterator[Expected]:
    for number, line in enumerate(block.text.splitlines(), block.line):
        text = line.split(" # ")[0].strip()
        if not text or text.startswith(("#", "exit ")):
            continue
        left, arrow, right = text.partition(" -> ")
        assert arrow, f"line {number}: no arrow in {text!r}"
        clause, _, about = left.strip().partition(" ")
        pairs = [pair.partition("=") for pair in SUBJECT.split(about.strip()) if pair]
        verdict, _, rest = right.strip().partition(" ")
        checks = tuple((m[1], m[2], m[3].strip('"')) for m in CHECK.finditer(rest))
        written = re.sub(CHECK, "", rest).strip()
        assert not written, f"line {number}: not understood: {written!r}"
        subject = (
            EVERY_OTHER
            if about.strip() == "*"
            else frozenset((name.strip(), value.strip()) for name, _, value in pairs)
        )
        yield Expected(clause, subject, verdict, checks, number)


def differences(expected: list[Expected], findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield what differs: findings that are not there, are otherwise, or were not expected."""
    left = {f.fingerprint: f for f in findings}
    for e in expected:
        same = [f for f in findings if f.clause == e.clause]
        if e.verdict in ("nothing", "none"):
            continue
        if e.subject == EVERY_OTHER:
            others = [f for f in same if f.fingerprint in left and f.verdict == e.verdict]
            left = {k: f for k, f in left.items() if f not in others}
            if not others:
                yield f"line {e.line}: no other finding of {e.clause} is {e.verdict}"
            continue
        about = [f for f in same if {(s.name, s.value) for s in f.subject} == e.subject]
        found = next((f for f in about if f.fingerprint in left), None)
        if found is None:
            there = "\n    ".join(_line(f) for f in same) or "(none)"
            yield f"line {e.line}: no finding of {e.clause} about {dict(e.subject)}; there are\n    {there}"
            continue
        del left[found.fingerprint]
        if found.verdict != e.verdict:
            yield f"line {e.line}: {e.verdict} expected; found\n    {_line(found)}"
        for key, op, value in e.checks:
            if not _agrees(found, key, op, value):
                yield f"line {e.line}: {key}{op}{value!r} expected; found {_values(found, key)}\n    {_line(found)}"
    named = {e.clause for e in expected}
    silent = {e.clause for e in expected if e.verdict == "none"}
    for f in left.values():
        if f.clause in named and (f.verdict != "not_applicable" or f.clause in silent):
            yield f"not expected:\n    {_line(f)}"


def _agrees(f: Finding, key: str, op: str, value: str) -> bool:
    values = _values(f, key)
    return value in values if op == "=" else any(value in v for v in values)


def _values(f: Finding, key: str) -> list[str]:
    match key:
        case "missing":
            return [text for m in f.missing for text in (m.text, m.settle)]
        case "missing_kind":
            return [m.kind for m in f.missing]
        case "note":
            return [*f.notes, f.message]
        case "assumption":
            return [f"{a.name} {a.reading} ({a.chosen_by}) {a.text}" for a in f.assumptions]
        case "step":
            return [f"{s.text} = {s.value}" for s in f.steps]
        case "cure":
            return [f.cure.what] if f.cure else []
        case "waiver":
            return [f"{f.waiver.approver}, {f.waiver.role}"] if f.waiver else []
        case "rows":
            return [f"{e.count} {e.kind}" for e in f.evidence]
        case _:
            return [str(getattr(f, key))]


def _line(f: Finding) -> str:
    about = ", ".join(f"{s.name}={s.value}" for s in f.subject)
    missing = "; ".join(m.text for m in f.missing)
    return (
        f"{f.clause} {about} -> {f.verdict} expected={f.expected!r} observed={f.observed!r} "
        f"difference={f.difference!r} unit={f.unit!r} missing={missing!r} excuse={f.excuse!r} "
        f"notes={f.notes} message={f.message!r}"
    )


def _time_line_differences(block: Block, result: Result) -> Iterator[str]:
    for number, line in enumerate(block.text.splitlines(), block.line):
        if not line.strip():
            continue
        left, _, right = line.partition(":")
        instrument, _, fund = left.strip().partition(" ")
        found = next((x for x in result.time_lines if (x.instrument, x.fund) == (instrument, fund)), None)
        there = ", ".join(f"{s.since}..{s.until} {s.status}" for s in found.segments) if found else "(none)"
        if there != right.strip():
            yield f"line {number}: {instrument} {fund}: expected\n    {right.strip()}\n  found\n    {there}"


# --- the tests -------------------------------------------------------------------------------


def all_cases() -> list[Case]:
    paths = sorted(CASES.rglob("*.md"))
    return [case for path in paths for case in read_cases(path)]


def _id(case: Case) -> str:
    where = case.path.relative_to(CASES).with_suffix("").as_posix()
    return f"{where}:{re.sub(r'[^a-z0-9]+', '-', case.title.lower()).strip('-')[:70]}"


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Iterator[None]:
    """Parse each text once: parsing is a pure function of a text, and the rules are in every case."""
    patch = pytest.MonkeyPatch()
    patch.setattr(pipeline, "parse", cache(parse))
    yield
    patch.undo()


@pytest.mark.parametrize("case", [pytest.param(c, id=_id(c)) for c in all_cases()])
def test_case(case: Case, tmp_path: Path) -> None:
    expected = [e for b in case.of("expect") for e in read_expected(b)]
    lines = case.of("timeline")
    codes = [
        int(m[1]) for b in case.of("expect") for m in re.finditer(r"^exit = (\d)$", b.text, re.MULTILINE)
    ]
    assert expected or lines or codes, f"{case.path}:{case.line}: the case expects nothing"
    result, _ = run(case, tmp_path)
    found = list(differences(expected, result.findings))
    found += [d for b in lines for d in _time_line_differences(b, result)]
    found += [f"exit code {c} expected, {result.exit_code} found" for c in codes if c != result.exit_code]
    where = case.path.relative_to(CASES)
    more = f"\n... and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
    assert not found, f"{where}: {case.title}\n" + "\n".join(found[:MOST_TOLD]) + more


def test_case_titles_are_unique_in_each_file() -> None:
    seen = [(c.path, c.title) for c in all_cases()]
    assert len(seen) == len(set(seen))


def test_every_clause_a_case_names_exists(tmp_path: Path) -> None:
    """A misspelled clause name would expect nothing of nobody."""
    for case in all_cases():
        texts = [b.text for b in case.of("clause")]
        texts += [
            (ROOT / path).read_text(encoding="utf-8") for path in case.options.get("include", "").split()
        ]
        texts += [p.read_text(encoding="utf-8") for p in sorted((ROOT / "rules").glob("*.clause"))]
        declared = {m for text in texts for m in re.findall(r"\bclause\s+(\w+)", text)}
        declared |= {"amendment_" + key.replace("-", "_") for key in SAYS}
        named = {e.clause for b in case.of("expect") for e in read_expected(b)}
        assert named <= declared, f"{case.path}:{case.line}: {sorted(named - declared)}"
