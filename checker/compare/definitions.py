"""Definitions and other terms: what changed in each, and what it reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checker.compare.bases import fee_base
from checker.compare.bodies import approval_effect, assumption_effect, body_effect, question_effect
from checker.compare.making import Pair
from checker.compare.reach import reached
from checker.compare.sides import union
from checker.findings.amended import Effect
from checker.proof.terms import Sameness
from checker.proof.words import said
from checker.typed import nodes as t
from checker.typed.types import FactKind

ALIKE = "Only the names in it are different, so it means the same. Is that right?"


def term_effects(pair: Pair, changed: Mapping[str, str], bases: frozenset[str]) -> Iterator[Effect]:
    """Yield what is different in the terms; ``bases`` are the definitions that fees are taken of."""
    for name, what in changed.items():
        reaches = reached(pair, name, what)
        if what == "definition":
            yield _definition(pair, name, reaches, name in bases)
        else:
            yield _MAKERS[what](pair, name, reaches)
    yield from _facts(pair)


_MAKERS: dict[str, Callable[[Pair, str, tuple[str, ...]], Effect]] = {
    "body": body_effect,
    "approval": approval_effect,
    "assumption": assumption_effect,
    "question": question_effect,
}


# --- definitions -----------------------------------------------------------------------------


def _definition(pair: Pair, name: str, reaches: tuple[str, ...], base: bool) -> Effect:
    old, new = (s.document.definitions.get(name) for s in (pair.before, pair.after))
    there = new or old
    assert there is not None
    given: dict[str, Any] = {
        "old": _definition_words(old),
        "new": _definition_words(new),
        "reaches": reaches,
        "clause": name if name in pair.after.document.clauses else "",
        "paragraph": there.citation.paragraph if there.citation else "",
        "span": there.span,
    }
    element = f"definition {name}"
    if old is None or new is None:
        return pair.make("definition-added" if old is None else "definition-removed", element, **given)
    if (old.params, old.expression, old.carry) == (new.params, new.expression, new.carry):
        given |= {k: d.citation.basis if d.citation else "" for k, d in (("old", old), ("new", new))}
        return pair.make("basis-changed", element, **given)
    if _alike(pair, old, new):
        return pair.make("text-changed", element, question=ALIKE, **given)
    if base and reaches:
        return fee_base(pair, element, old, new, given)
    return pair.make("definition-changed", element, **_direction_of(pair, old, new), **given)


def _alike(pair: Pair, old: t.Definition, new: t.Definition) -> bool:
    """Tell whether two definitions differ in the names of their variables alone."""
    if [p for _, p in old.params] != [p for _, p in new.params]:
        return False
    names = {a: b for (a, _), (b, _) in zip(old.params, new.params, strict=True)}
    alike = Sameness(pair.before.terms, pair.after.terms)
    return alike.same((old.expression, old.carry), (new.expression, new.carry), names)


def _definition_words(d: t.Definition | None) -> str:
    if d is None:
        return ""
    text = said(d.expression)
    if d.carry is None:
        return text
    return f"from {said(d.carry.since)} starting at {said(d.carry.first)}, then {text}"


def _direction_of(pair: Pair, old: t.Definition, new: t.Definition) -> dict[str, Any]:
    """Return which way a term went: a condition is raised where it is met in more cases."""
    from checker.proof.clauses import compare_definitions

    found = compare_definitions(old, new, pair.before.terms, pair.after.terms)
    if not found:
        return {"note": "It was found to mean the same in all cases."}
    decided = found[0].direction != "undecided"
    met = {"raised": "It is met in more cases than before.", "lowered": "It is met in fewer cases."}
    return {
        "note": met.get(found[0].direction, "") if new.type.kind == "yes_no" else "",
        "direction": found[0].direction,
        "decided_by": "proof" if decided else "",
        "case": found[0].case,
        "question": "" if decided else "What does it mean now that it did not, or no longer?",
    }


# --- kinds of fact ---------------------------------------------------------------------------


def _facts(pair: Pair) -> Iterator[Effect]:
    old, new = pair.before.document.kinds, pair.after.document.kinds
    if old is new:
        return
    for name in union(old, new):
        one, other = old.get(name), new.get(name)
        if one is other or (one is not None and other is not None and _shape(one) == _shape(other)):
            continue
        there = other or one
        assert there is not None
        yield pair.make(
            "fact-changed",
            f"fact {name}",
            old=_fields(one),
            new=_fields(other),
            reaches=reached(pair, name, "fact"),
            span=there.span,
        )


def _shape(kind: FactKind) -> object:
    fields = tuple((f.name, f.type, f.presence, f.at_least, f.whole, f.period) for f in kind.fields)
    return kind.store, kind.section, kind.dated, kind.actor, fields


def _fields(kind: FactKind | None) -> str:
    return ", ".join(f.name for f in kind.fields) if kind else ""
