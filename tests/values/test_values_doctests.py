"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ["calendars", "dates", "day_count", "periods", "rounding", "show", "spelling", "truth"]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(import_module(f"checker.values.{name}"))
    assert found.failed == 0
    assert found.attempted > 0 or name == "truth"
