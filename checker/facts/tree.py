"""A register's YAML as a tree of scalars, lists and mappings, each with its exact span.

A scalar keeps its text: nothing is taken for a number, a date or a boolean. What registers
have no use for and what would hide a value from its reader (anchors, aliases, merge keys,
tags, further documents) is refused. The tree is built from events, not by recursion, so
that deep nesting costs neither stack nor time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from checker.diagnostics.record import Diagnostic, diagnostic
from checker.source import Source, Span

DEEPEST = 32
"""Lists and mappings inside one another; registers need five or six."""

_HELPS = {
    "'\\t'": "indent with spaces",
    "mapping values are not allowed": "put a text that holds a colon in quotes",
}
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?\r?\n)*%")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; ``plain`` if it is written without quotes."""

    text: str
    span: Span
    plain: bool


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, as written: a key may stand there twice."""

    pairs: tuple[tuple[Scalar, Node], ...]
    span: Span
    firsts: dict[str, tuple[Scalar, Node]] = field(init=False, repr=False, compare=False)
    """The first pair of each key."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "firsts", {pair[0].text: pair for pair in reversed(self.pairs)})


Node: TypeAlias = Scalar | Items | Mapping


class _Refused(Exception):
    """What ends the reading of a file: a message, where, and help."""

    def __init__(self, message: str, start: int, end: int, help: str | None = None) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.help = message, start, end, help


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended yet; a mapping's children are key, value, key, ..."""

    start: int
    mapping: bool
    children: list[Node] = field(default_factory=list)


def tree_of(source: Source) -> Node | Diagnostic:
    """Return the tree of a register file. May report F017, or F018 if it holds nothing."""
    try:
        root = _read(source)
    except _Refused as refused:
        span = _within(source, refused.start, refused.end)
        return diagnostic("F017", refused.message, span, help=refused.help)
    if root is None or (isinstance(root, Mapping | Items) and not _children(root)):
        return diagnostic("F018", "the register file holds no entries", source.span(0, 0))
    return root


def _children(node: Mapping | Items) -> tuple[object, ...]:
    return node.pairs if isinstance(node, Mapping) else node.items


def _within(source: Source, start: int, end: int) -> Span:
    size = len(source.text)
    start = min(start, size)
    return source.span(start, min(max(start, end), size))


def _read(source: Source) -> Node | None:
    root: Node | None = None
    stack: list[_Open] = []
    documents = 0
    _check_directives(source.text)
    for event in _events(source.text):
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, DocumentStartEvent):
            documents += 1
            _check_document(event, documents)
            continue
        _check_plain_yaml(event)
        node: Node
        match event:
            case MappingStartEvent() | SequenceStartEvent():
                _check_depth(stack, event)
                stack.append(_Open(start, isinstance(event, MappingStartEvent)))
                continue
            case MappingEndEvent() | SequenceEndEvent():
                node = _closed(source, stack.pop(), end)
            case ScalarEvent():
                node = Scalar(event.value, _trimmed(source, start, end), event.style is None)
            case _:
                continue
        if stack:
            stack[-1].children.append(_checked_key(stack[-1], node))
        elif not _is_empty(node):
            root = node
    return root


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    try:
        _, parser = yaml.get_constructor_parser(text)
        while parser.check_event():
            yield parser.get_event()
    except MarkedYAMLError as error:
        _refuse(error)
    except ReaderError as error:
        message = f"the character U+{error.character:04X} cannot stand in a register"
        raise _Refused(message, error.position, error.position + 1) from None
    except (YAMLError, ValueError, OverflowError, IndexError):
        at = yaml.reader.index
        raise _Refused("this is not well-formed YAML", at, at + 1) from None


def _refuse(error: Any) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    at = mark.index if mark else 0
    problem = " ".join(str(error.problem or error.context or "").split())[:200]
    help = next((help for part, help in _HELPS.items() if part in problem), None)
    raise _Refused(f"this is not well-formed YAML: {problem}", at, at + 1, help) from None


def _check_directives(text: str) -> None:
    if found := _DIRECTIVE.match(text):
        at = found.end() - 1
        raise _Refused("a register file has no directives", at, at + 1, "leave out the line with `%`")


def _check_document(event: Event, number: int) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    if number > 1:
        raise _Refused("a register file holds one document", start, end, "leave out the line `---`")


def _check_plain_yaml(event: Any) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        raise _Refused("an alias stands for another value", start, end, "write the value out")
    if getattr(event, "anchor", None) is not None:
        raise _Refused("a value has an anchor", start, start + 1 + len(event.anchor), "leave the anchor out")
    if getattr(event, "tag", None) is not None:
        help = "leave the tag out: the field says what its value is"
        raise _Refused("a value has a tag", start, max(end, start + 1), help)
    if isinstance(event, ScalarEvent) and any("\ud800" <= ch <= "\udfff" for ch in event.value):
        raise _Refused("an escape stands for half a character", start, end)


def _check_depth(stack: list[_Open], event: Event) -> None:
    if len(stack) >= DEEPEST:
        at = event.start_mark.index
        raise _Refused(f"lists and mappings are nested more than {DEEPEST} deep", at, at + 1)


def _checked_key(parent: _Open, node: Node) -> Node:
    """Return ``node``, unless it stands where a key does and cannot be one."""
    if not parent.mapping or len(parent.children) % 2:
        return node
    if not isinstance(node, Scalar):
        raise _Refused("a key is a single word or text", node.span.start, node.span.end)
    if node.plain and node.text == "<<":
        message = "a merge key takes over other entries"
        raise _Refused(message, node.span.start, node.span.end, "write their values out")
    return node


def _closed(source: Source, opened: _Open, end: int) -> Node:
    flow = source.text[opened.start : opened.start + 1] in ("[", "{")
    if opened.children and not flow:
        # A block ends where the next thing begins, which may be comments further down.
        end = opened.children[-1].span.end
    span = _trimmed(source, opened.start, max(end, opened.start))
    if not opened.mapping:
        return Items(tuple(opened.children), span)
    keys = [child for child in opened.children[::2] if isinstance(child, Scalar)]
    return Mapping(tuple(zip(keys, opened.children[1::2], strict=True)), span)


def _trimmed(source: Source, start: int, end: int) -> Span:
    """Return the span without the blank space that block nodes have behind them."""
    while end > start and source.text[end - 1] in " \t\r\n":
        end -= 1
    return source.span(start, end)
