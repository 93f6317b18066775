"""The examples in the docstrings are right."""

from __future__ import annotations

import doctest

import pytest

from checker.scenarios import compare, coverage, report


@pytest.mark.parametrize("module", [compare, coverage, report], ids=lambda m: m.__name__)
def test_examples(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted > 0
    assert found.failed == 0
