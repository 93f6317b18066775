"""The list of kinds in facts.md is what the vocabulary declares; its examples give what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc_blocks import DOCS
from doc_examples import Example, differences, examples, run
from make_facts_page import current, kinds

from checker.format import format_source
from checker.source import Source

PAGE = DOCS / "facts.md"
EXAMPLES = examples(PAGE)


def test_the_list_of_kinds_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == current(text), "run: python tests/docs/make_facts_page.py"


def test_every_kind_and_field_is_listed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for kind in kinds():
        part = text.partition(f"\n### {kind.name}\n")[2].partition("\n### ")[0]
        assert [f.name for f in kind.fields if f"| `{f.name}` |" not in part] == [], kind.name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_example(example: Example, tmp_path: Path) -> None:
    for number, stage in enumerate(example.stages):
        result, told = run(example, stage, tmp_path / str(number))
        assert result is not None, told
        assert stage.expect is not None
        assert list(differences(stage.expect, result)) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_example_is_in_the_one_layout(example: Example) -> None:
    for block in (*example.rules, example.clause):
        assert format_source(Source("example.clause", block.text))[0] == block.text
