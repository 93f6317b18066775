"""Words that changed where nothing else did: what counsel is asked, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.compare.making import Pair
from checker.compare.sides import Side, union
from checker.findings.amended import Effect
from checker.source import Span
from checker.typed import nodes as t

WORDS = "The words are not the same, and nothing else is known to be different. What does that change?"
OURS = "Said otherwise, and no pin shows that the text is as it was. Is it?"


@dataclass(frozen=True, slots=True)
class Cited:
    """A declaration that cites a passage, and what it says of it in its own words."""

    element: str
    citation: t.Citation
    says: str
    span: Span
    defines: str = ""
    """The name whose users are asked for, of a schedule or definition."""


def text_effects(pair: Pair, known: Sequence[Effect]) -> Iterator[Effect]:
    """Yield the passages whose words changed without an effect in ``known`` on what cites them."""
    explained = {e.element.partition(".")[0] for e in known}
    old, new = _cited(pair.before), _cited(pair.after)
    groups: dict[tuple[str, str], list[tuple[Cited, Cited]]] = {}
    for element in (e for e in union(old, new) if e in old and e in new):
        one, other = old[element], new[element]
        if one.citation.pin != other.citation.pin:
            groups.setdefault((one.citation.pin, other.citation.pin), []).append((one, other))
        elif not other.citation.pin and one.says != other.says and element not in explained:
            yield _said(pair, one, other, OURS)
    asked: set[tuple[str, str]] = set()
    for pins, both in groups.items():
        for effect in _passage(pair, both, explained):
            asked.add(pins)
            yield effect
    yield from _not_encoded(pair, asked, explained)


def _passage(pair: Pair, both: list[tuple[Cited, Cited]], explained: set[str]) -> Iterator[Effect]:
    """Yield what is asked of one passage: with our words where they differ, else once for all citing it."""
    rest = [(a, b) for a, b in both if b.element not in explained]
    alike = [b for a, b in rest if a.says == b.says]
    yield from (_said(pair, a, b, WORDS) for a, b in rest if a.says != b.says)
    if not alike:
        return
    first = alike[0]
    others = [b.element for _, b in both if b.element in explained]
    note = f"Of the same passage: {', '.join(alike_names(alike[1:]))}." if alike[1:] else ""
    if others:
        note = f"{note} A change is known of {', '.join(others)}.".strip()
    yield pair.make(
        "text-changed",
        first.element,
        reaches=pair.after.reached(*(b.defines for b in alike)),
        clause=_clause(first),
        paragraph=first.citation.paragraph,
        span=first.span,
        question=WORDS,
        note=note,
    )


def alike_names(cited: Sequence[Cited]) -> list[str]:
    """Return the names of declarations, in order."""
    return [c.element for c in cited]


def _said(pair: Pair, old: Cited, new: Cited, question: str) -> Effect:
    return pair.make(
        "text-changed",
        new.element,
        old=old.says,
        new=new.says,
        reaches=pair.after.reached(new.defines),
        clause=_clause(new),
        paragraph=new.citation.paragraph,
        span=new.span,
        question=question,
    )


def _clause(cited: Cited) -> str:
    return cited.element.removeprefix("clause ") if cited.element.startswith("clause ") else ""


def _cited(side: Side) -> dict[str, Cited]:
    d = side.document
    found = [Cited(s.name, s.citation, "", s.span, s.name) for s in d.schedules.values()]
    means = {c.norm.definition for c in d.clauses.values() if isinstance(c.norm, t.Means)}
    for x in d.definitions.values():
        if x.citation is not None and x.name not in means:
            found.append(Cited(f"definition {x.name}", x.citation, x.says, x.span, x.name))
    for c in d.clauses.values():
        named = "definition" if isinstance(c.norm, t.Means) else "clause"
        defines = c.name if named == "definition" else ""
        found.append(Cited(f"{named} {c.name}", c.citation, c.says, c.span, defines))
    return {c.element: c for c in found}


# --- passages that are not encoded -------------------------------------------------------------


def _not_encoded(pair: Pair, asked: set[tuple[str, str]], explained: set[str]) -> Iterator[Effect]:
    """Yield the passages that are not encoded, where their words are not on the other side too.

    ``asked`` are the passages, by their pins, of which it is asked already; a title is said of the head.
    """
    old, new = (_passages(s) for s in (pair.before, pair.after))
    old_pins, new_pins = (_pins(s) for s in (pair.before, pair.after))
    for place in union(old, new):
        one, other = old.get(place), new.get(place)
        if one is not None and other is not None:
            pins = one.citation.pin, other.citation.pin
            if pins in asked or (place[0] == "TITLE" and "agreement title" in explained):
                continue
            if pins[0] != pins[1] or not (pins[0] or one.reason == other.reason):
                yield _unencoded(pair, one, other)
        elif one is not None and one.citation.pin not in new_pins:
            yield _unencoded(pair, one, None)
        elif other is not None and other.citation.pin not in old_pins:
            yield _unencoded(pair, None, other)


def _unencoded(pair: Pair, old: t.Passage | None, new: t.Passage | None) -> Effect:
    there = new or old
    assert there is not None
    reasons = (old.reason if old else "", new.reason if new else "")
    return pair.make(
        "text-changed",
        f"passage {there.citation.paragraph}",
        old=reasons[0] if reasons[0] != reasons[1] else "",
        new=reasons[1] if reasons[0] != reasons[1] else "",
        paragraph=there.citation.paragraph,
        span=there.citation.span,
        question=WORDS if old and new else f"A passage that is not encoded {'came' if new else 'went'}. "
        "What does that change?",
    )


def _passages(side: Side) -> dict[tuple[str, int], t.Passage]:
    found: dict[tuple[str, int], t.Passage] = {}
    for p in side.document.passages:
        count = sum(1 for paragraph, _ in found if paragraph == p.citation.paragraph)
        found[p.citation.paragraph, count] = p
    return found


def _pins(side: Side) -> frozenset[str]:
    cited = [c.citation.pin for c in _cited(side).values()]
    return frozenset(p for p in (*cited, *(x.citation.pin for x in side.document.passages)) if p)
