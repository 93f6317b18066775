"""Write the outputs shown in the documentation anew: ``python tests/docs/refresh.py [PAGE ...]``.

Console outputs, messages below expected findings, synopses, the layout of clause blocks, and the
generated part of facts.md. Verdicts, subjects and prose are written by hand and stay as they are; read the
difference before you keep it.
"""

from __future__ import annotations

import sys
import tempfile
import textwrap
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from doc_blocks import DOCS, Block, blocks, replaced
from doc_examples import examples, expected, run, subject
from doc_sessions import ELISION, Ran, agrees, session
from make_facts_page import current as facts_page

from checker.format import format_source
from checker.source import Source

WIDTH = 96


def of_examples(page: Path) -> list[tuple[Block, str]]:
    """Return the clause blocks laid out, and the messages below expected findings as they are now."""
    changes = []
    for example in examples(page):
        for block in (*example.rules, example.clause):
            text, problems = format_source(Source("example.clause", block.text))
            if not problems:
                changes.append((block, text))
        for stage in example.stages:
            with tempfile.TemporaryDirectory() as folder:
                result, _ = run(example, stage, Path(folder))
            if result is None or stage.expect is None:
                continue
            messages = {(f.clause, subject(f)): f.message for f in result.findings}
            changes.append((stage.expect, _with_messages(stage.expect, messages)))
    return changes


def _with_messages(block: Block, messages: dict[tuple[str, str], str]) -> str:
    lines = block.text.splitlines()
    for e in sorted(expected(block), key=lambda e: -e.number):
        message = messages.get((e.clause, e.subject), e.message)
        if e.lines:
            below = [f"  {line}" for line in textwrap.wrap(message, WIDTH - 2, break_on_hyphens=False)]
            lines[e.number + 1 : e.number + 1 + e.lines] = below
    return "\n".join(lines) + "\n"


def of_session(page: Path) -> list[tuple[Block, str]]:
    """Return the console blocks with their outputs as they are now."""
    made: dict[Block, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for ran in session(page, Path(folder)):
            made.setdefault(ran.block, []).append(f"$ {ran.command}\n{_output(page, ran)}")
    return [(block, "".join(parts)) for block, parts in made.items()]


def _output(page: Path, ran: Ran) -> str:
    if agrees(ran.shown, ran.printed):
        return ran.shown
    if f"{ELISION}\n" in ran.shown:
        print(f"{page.name}:{ran.block.line}: {ran.command}: what is left out there must be chosen by hand")
        print(textwrap.indent(ran.printed, "    "))
        return ran.shown
    return "".join(line.rstrip() + "\n" for line in ran.printed.splitlines())


def main(names: list[str]) -> None:
    """Refresh the pages named, or all."""
    pages = [Path(n) for n in names] or sorted(DOCS.rglob("*.md"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        if page.name == "facts.md":
            text = facts_page(text)
            page.write_text(text, encoding="utf-8")
        changes = of_examples(page) if page.name in ("language.md", "facts.md") else []
        if any(b.kind == "console" for b in blocks(page)):
            changes += of_session(page)
        new = replaced(text, changes)
        if new != page.read_text(encoding="utf-8") or changes:
            page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
