"""Every example of the language reference is read, checked and gives what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from doc_blocks import DOCS, Block, blocks
from doc_examples import PREAMBLES, Example, differences, errors, examples, run

from checker.format import format_source
from checker.source import Source
from checker.syntax.nodes import COMPARISONS
from checker.syntax.tokens import RESERVED
from checker.typed.from_syntax import BUILT_IN

PAGE = DOCS / "language.md"
EXAMPLES = examples(PAGE)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_example(example: Example, tmp_path: Path) -> None:
    wrong: list[str] = []
    for number, stage in enumerate(example.stages):
        result, told = run(example, stage, tmp_path / str(number))
        codes = errors(stage.expect)
        if result is None or codes:
            where = f"line {stage.expect.line if stage.expect else example.clause.line}"
            found = sorted(d.code for d in told)
            if found != sorted(codes):
                wrong.append(f"{where}: mistakes {found}: {[d.message for d in told]}")
        elif stage.expect is not None:
            wrong += differences(stage.expect, result)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_example_is_in_the_one_layout(example: Example) -> None:
    for block in (*example.rules, example.clause):
        text, problems = format_source(Source("example.clause", block.text))
        if not problems:
            assert text == block.text


def test_every_block_is_of_a_known_kind() -> None:
    kinds = {b.kind for b in blocks(PAGE)}
    assert kinds <= {"clause", "yaml", "csv", "toml", "expect", "text"}
    comments = {b.said.partition(":")[0] for b in blocks(PAGE)}
    assert comments <= {"", "preamble"}


def test_the_preamble_stands_on_the_page() -> None:
    shown = next(b for b in blocks(PAGE) if b.heading == "The Harbor plan")
    assert shown.text == (PREAMBLES / "plan.clause").read_text(encoding="utf-8")


def test_reserved_words_are_listed() -> None:
    assert _words_under("Reserved words") == sorted(RESERVED | BUILT_IN)


def test_comparisons_are_listed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [op for op in COMPARISONS if f"`{op}`" not in text] == []


def _words_under(heading: str) -> list[str]:
    listed: list[Block] = [b for b in blocks(PAGE) if b.heading == heading and b.kind == "text"]
    return sorted(set(re.findall(r"\w+", listed[0].text))) if listed else []
