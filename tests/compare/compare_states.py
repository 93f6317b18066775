"""States of agreements to compare, from text or from the encoded ones, and effects as short tuples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from checker.compare.effects import Side, effects
from checker.compare.states import with_amendments
from checker.findings.amended import Effect
from checker.findings.model import Severity, TextSpan
from checker.ir.from_typed import lowered
from checker.proof.terms import Terms
from checker.source import Source, Span
from checker.syntax.nodes import File
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BASE = (HERE / "harbor.clause").read_text(encoding="utf-8")
REAL = tuple(sorted(p.parent.name for p in (ROOT / "agreements").glob("*/agreement.clause")))


@cache
def parsed(path: Path) -> File:
    tree, problems = parse(Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    assert not [p for p in problems if p.severity == "error"]
    return tree


@cache
def state(text: str) -> Side:
    """Return the state that an agreement is in which is written in a test."""
    source = Source("agreements/harbor/agreement.clause", text)
    tree, problems = parse(source)
    shared = [parsed(p) for p in (ROOT / "rules" / "vocabulary.clause", *sorted((HERE / "rules").iterdir()))]
    program, found, _ = type_program(shared, {"harbor": [tree]})
    errors = [str(p) for p in (*problems, *found) if p.severity == "error"]
    assert not errors, errors
    return side_of(program, next(iter(program.agreements)), {source.path: source})


@cache
def program() -> tuple[t.Program, Mapping[str, Source]]:
    """Return the encoded agreements, typed."""
    shared = [parsed(p) for p in sorted((ROOT / "rules").glob("*.clause"))]
    folders = {
        name: [parsed(p) for p in sorted((ROOT / "agreements" / name).rglob("*.clause"))] for name in REAL
    }
    made, found, _ = type_program(shared, folders)
    assert not [p for p in found if p.severity == "error"]
    files = [p for name in REAL for p in (ROOT / "agreements" / name).rglob("*.clause")]
    texts = {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in files}
    return made, {path: Source(path, text) for path, text in texts.items()}


@cache
def real(name: str, amended: tuple[str, ...] = ()) -> Side:
    """Return an encoded agreement with some of its amendments."""
    made, sources = program()
    document = with_amendments(made.agreements[name], amended)
    return side_of(replace(made, agreements={**made.agreements, name: document}), name, sources)


def with_document(side: Side, document: t.Document) -> Side:
    """Return a state whose document is another, lowered anew."""
    shared = program()[0].shared if document.name in REAL else {}
    return side_of(t.Program(document.kinds, shared, {document.name: document}), document.name, {})


def side_of(made: t.Program, name: str, sources: Mapping[str, Source]) -> Side:
    agreement = lowered(made, made.agreements[name])

    def wording(span: Span) -> str:
        source = sources.get(span.path)
        return source.text[span.start : span.end] if source else ""

    return Side(made.agreements[name], Terms.of(agreement), agreement, wording)


def place(span: Span) -> TextSpan | None:
    return TextSpan(path=span.path, start=span.start, end=span.end, line=1, column=1)


def compared(
    before: Side,
    after: Side,
    renames: Sequence[tuple[str, str, str]] = (),
    severities: Mapping[str, Severity] | None = None,
) -> tuple[Effect, ...]:
    """Return the effects of going from one state to the other."""
    declared = tuple(t.Rename(kind, old, new, Span("agreements/x.clause", 0, 1)) for kind, old, new in renames)
    return effects(before, after, declared, place, severities or {})


def keys(found: Sequence[Effect]) -> list[str]:
    return [e.key for e in found]


def edited(text: str, edits: Sequence[Sequence[str]]) -> str:
    """Return a text with each passage replaced, which must stand there just once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text
