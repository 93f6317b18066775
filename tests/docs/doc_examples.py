"""The examples of the language reference: a clause block, its facts, and the findings they give.

A ``clause`` block is a complete file, or a fragment behind a comment that names its preamble
(``<!-- preamble: plan -->``); a ``clause rules/NAME`` block before it is a file of the workspace's rules.
Up to the next clause block, ``yaml`` blocks are registers, ``csv NAME``
blocks ledgers, a ``toml`` block is ``redline.toml``; an ``expect`` block says what a check with all facts
given so far finds. Its lines:

* ``clause subject -> verdict``, with the words of the finding's message in indented lines below;
* ``in force, plan, FUND: 2020-01-01 to 2020-12-31, ...``: the stretches of a time line that are in force;
* ``error CODE`` or ``warning CODE``: the mistake that is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from doc_blocks import Block, blocks

from checker import pipeline
from checker.diagnostics import Diagnostic
from checker.findings.model import Finding, Result
from checker.workspace import read_workspace

PREAMBLES = Path(__file__).parent / "preambles"
ALLOWED = frozenset({"A002", "S004"})
"""What an example may be told: that its preamble declares more than it uses, that nothing is pinned."""

_AGREEMENT = re.compile(r"^agreement +(\w+)", re.MULTILINE)
_LINE = re.compile(r"(?P<clause>\w+)(?: +(?P<subject>.*?))? +-> +(?P<verdict>[a-z_ ]+)")


@dataclass(frozen=True)
class Stage:
    """One ``expect`` block, and the facts given before it."""

    expect: Block | None
    facts: tuple[Block, ...]


@dataclass
class Example:
    """One clause block with everything that belongs to it."""

    clause: Block
    rules: tuple[Block, ...] = ()
    stages: list[Stage] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return a name for the test: the heading and the line."""
        return f"{self.clause.line}-{re.sub('[^a-z0-9]+', '-', self.clause.heading.lower()).strip('-')}"

    @property
    def text(self) -> str:
        """Return the clause file: the preamble, if one is named, and the block."""
        preamble = self.clause.told("preamble")
        if not preamble:
            return self.clause.text
        return (PREAMBLES / f"{preamble}.clause").read_text(encoding="utf-8") + "\n" + self.clause.text


@dataclass(frozen=True)
class Expected:
    """One line of an ``expect`` block; ``number`` counts from 0 within it."""

    clause: str
    subject: str
    verdict: str
    message: str
    number: int
    lines: int


def examples(path: Path) -> list[Example]:
    """Return the examples of a page."""
    found: list[Example] = []
    facts: list[Block] = []
    rules: list[Block] = []
    for block in blocks(path):
        match block.kind:
            case "clause" if block.rest:
                rules.append(block)
            case "clause":
                found.append(Example(block, tuple(rules)))
                facts, rules = [], []
            case "yaml" | "csv" | "toml":
                facts.append(block)
            case "expect":
                found[-1].stages.append(Stage(block, tuple(facts)))
            case _:
                pass
    for example in found:
        example.stages = example.stages or [Stage(None, ())]
    return found


def write(example: Example, stage: Stage, root: Path) -> None:
    """Write the workspace of an example."""
    head = _AGREEMENT.search(example.text)
    if head is None:
        put(root / "rules" / "example.clause", example.text)
        plan = (PREAMBLES / "plan.clause").read_text(encoding="utf-8")
        put(root / "agreements" / "plan" / "agreement.clause", plan)
    else:
        put(root / "agreements" / head[1] / "agreement.clause", example.text)
    folder = root / "agreements" / (head[1] if head else "plan")
    for block in example.rules:
        put(root / f"{block.rest}.clause", block.text)
    put(root / "redline.toml", "")
    for number, block in enumerate(stage.facts):
        match block.kind:
            case "toml":
                put(root / "redline.toml", block.text)
            case "csv":
                put(folder / "ledger" / f"{block.rest}.csv", block.text)
            case _:
                put(folder / "register" / f"{number}.yaml", block.text)


def put(path: Path, text: str) -> None:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(example: Example, stage: Stage, root: Path) -> tuple[Result | None, list[Diagnostic]]:
    """Return what a check finds, or None and the mistakes that forbid one."""
    write(example, stage, root)
    workspace, problems = read_workspace(root)
    assert workspace is not None
    loaded = pipeline.load(workspace)
    told = [d for d in (*problems, *loaded.diagnostics) if d.code not in ALLOWED]
    if told:
        return None, told
    asked = re.fullmatch(r"(?:as of (\d{4}-\d\d-\d\d))?", stage.expect.rest if stage.expect else "")
    assert asked is not None, f"line {stage.expect.line}: not understood: {stage.expect.rest}"
    return pipeline.check(loaded, as_of=date.fromisoformat(asked[1]) if asked[1] else None), []


# --- what is expected ------------------------------------------------------------------------


def expected(block: Block) -> Iterator[Expected]:
    """Yield the findings that a block expects."""
    lines = block.text.splitlines()
    for number, line in enumerate(lines):
        if not line.strip() or line.startswith((" ", "in force,", "error ", "warning ")):
            continue
        found = _LINE.fullmatch(line.rstrip())
        assert found is not None, f"line {block.line + number}: not understood: {line}"
        below: list[str] = []
        for following in lines[number + 1 :]:
            if not following.startswith("  "):
                break
            below.append(following.strip())
        about, verdict = found["subject"] or "", found["verdict"].replace(" ", "_")
        yield Expected(found["clause"], about, verdict, " ".join(below), number, len(below))


def subject(finding: Finding) -> str:
    """Return what a finding is about, as reports print it."""
    return ", ".join(s.value for s in finding.subject)


def differences(block: Block, result: Result) -> Iterator[str]:
    """Yield what is otherwise than the block says."""
    wanted = list(expected(block))
    clauses = {e.clause for e in wanted}
    found = {(f.clause, subject(f)): f for f in result.findings if f.clause in clauses}
    for e in wanted:
        finding = found.pop((e.clause, e.subject), None)
        where = f"line {block.line + e.number}: {e.clause} {e.subject}"
        if finding is None:
            there = "\n  ".join(f"{f.clause} {subject(f)} -> {f.verdict}" for f in result.findings)
            yield f"{where}: no such finding; there are\n  {there}"
        elif finding.verdict != e.verdict:
            yield f"{where}: {finding.verdict}: {finding.message}"
        elif e.message and " ".join(finding.message.split()) != e.message:
            yield f"{where}: the message is\n  {finding.message}"
    for (clause, about), finding in found.items():
        if finding.verdict != "not_applicable":
            yield f"line {block.line}: not expected: {clause} {about} -> {finding.verdict}: {finding.message}"
    yield from _time_lines(block, result)


def _time_lines(block: Block, result: Result) -> Iterator[str]:
    for number, line in enumerate(block.text.splitlines()):
        if not line.startswith("in force,"):
            continue
        head, _, stretches = line.partition(": ")
        _, instrument, fund = (part.strip() for part in head.split(",", 2))
        lines = [x for x in result.time_lines if (x.instrument, x.fund) == (instrument, fund)]
        segments = [s for x in lines for s in x.segments if s.status == "in_force"]
        there = ", ".join(f"{s.since} to {s.until or 'open'}" for s in segments)
        if there != stretches.strip():
            yield f"line {block.line + number}: in force are {there}"


def errors(block: Block | None) -> list[str]:
    """Return the codes of the mistakes that a block expects."""
    return re.findall(r"^(?:error|warning) (\w+)", block.text, re.MULTILINE) if block else []
