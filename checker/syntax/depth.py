"""How deep a tree is, and room for the passes that go down it by recursion."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from checker.source import Span

DEEPEST_TREE = 2_500
"""Nodes within one another; a chain ``a + b + ...`` of so many terms is that deep."""
_FRAMES = 16_000


@contextmanager
def room_to_recurse() -> Iterator[None]:
    """Let a recursive pass go down the deepest tree that ``parse`` lets through."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a node class."""
    return tuple(f.name for f in fields(kind))


def too_deep(tree: Any) -> Span | None:
    """Return the place of a node deeper than ``DEEPEST_TREE``, None when there is none."""
    waiting: list[tuple[Any, int]] = [(tree, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend((part, depth) for part in item)
        elif is_dataclass(item) and not isinstance(item, (Span, type)):
            if depth > DEEPEST_TREE:
                return getattr(item, "span", None)
            waiting.extend((getattr(item, name), depth + 1) for name in field_names(type(item)))
    return None
