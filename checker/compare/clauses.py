"""Clauses compared by name: added, struck, changed, and reached by what their words mean now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from checker.compare import worse_off
from checker.compare.facets import called
from checker.compare.figures import base_alone, change_of
from checker.compare.making import Pair
from checker.compare.norms import REPORTING, keys_of, norm_words, which_of
from checker.compare.periods import other_period
from checker.compare.proving import differences
from checker.compare.same import BESIDE, PARTS, changed_parts
from checker.compare.sides import Side, union
from checker.compare.two import Two
from checker.findings.amended import Effect
from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.clauses import Change

DECIDED = ("raised", "lowered", "looser", "tighter", "both ways")
UNDECIDED = "It is not decided whether more is asked than before, or less. Which is it?"
LOOK = "The clause reads otherwise, and no change of meaning was found. Is there one?"


def clause_effects(
    pair: Pair, through: Mapping[str, tuple[str, ...]], bases: frozenset[str]
) -> Iterator[Effect]:
    """Yield what is different in the clauses.

    ``through`` gives the changed declarations that a clause uses; ``bases`` are the clauses for which
    what their fee is taken of is said already.
    """
    old, new = pair.before.document.clauses, pair.after.document.clauses
    for name in union(old, new):
        one, other = old.get(name), new.get(name)
        if one is None and other is not None:
            yield from _came(pair, other)
        elif one is not None and other is None:
            yield from _went(pair, one)
        elif one is not None and other is not None:
            yield from _both(pair, one, other, through.get(name, ()), name in bases)


# --- added and struck ------------------------------------------------------------------------


def _came(pair: Pair, clause: t.Clause) -> Iterator[Effect]:
    if isinstance(clause.norm, t.Means):
        return  # said of the definition
    side = pair.after
    yield _of_clause(
        pair,
        keys_of(clause, side)[0],
        clause,
        new=norm_words(clause, side),
        which=which_of(clause),
        worse_off=_loses(clause, side, came=True),
        note=_prevails(clause),
    )


def _went(pair: Pair, clause: t.Clause) -> Iterator[Effect]:
    if isinstance(clause.norm, t.Means):
        return
    side = pair.before
    mentioned = [c.name for c in pair.before.document.clauses.values() if clause.name in _mentions(c)]
    yield _of_clause(
        pair,
        keys_of(clause, side)[1],
        clause,
        old=norm_words(clause, side),
        which=which_of(clause),
        worse_off=_loses(clause, side, came=False),
        note=f"Mentioned by {', '.join(mentioned)}." if mentioned else "",
    )


def _loses(clause: t.Clause, side: Side, *, came: bool) -> tuple[str, ...]:
    """Return who is worse off; a right or a permission that comes is lost by the others."""
    return worse_off.bound(clause, side) if came else worse_off.protected(clause, side)


def _prevails(clause: t.Clause) -> str:
    return f"It prevails over {', '.join(clause.despite)}." if clause.despite else ""


def _mentions(clause: t.Clause) -> tuple[str, ...]:
    survive = clause.norm.clauses if isinstance(clause.norm, t.Survives) else ()
    return (*clause.despite, *clause.subject_to, *survive)


# --- on both sides ---------------------------------------------------------------------------


def _both(pair: Pair, old: t.Clause, new: t.Clause, through: tuple[str, ...], base: bool) -> Iterator[Effect]:
    parts = changed_parts(old, new)
    two = Two(old, new, pair.before, pair.after)
    periods = other_period(old, new)
    if periods is not None:
        yield _reports(pair, two, *periods)
    elif any(p in PARTS for p in parts):
        yield from _changed(pair, two, through)
    elif through:
        yield from _reached(pair, two, through, base)
    for part in parts:
        if part in BESIDE:
            yield from _beside(pair, two, part)
    if old.citation.paragraph != new.citation.paragraph:
        yield _of_clause(
            pair,
            "clause-renumbered",
            new,
            old=old.citation.paragraph,
            new=new.citation.paragraph,
            decided_by="declaration",
        )


def _reports(pair: Pair, two: Two, old: t.SeriesFrom, new: t.SeriesFrom) -> Effect:
    fewer = new.months > old.months
    worse = worse_off.protected(two.old, two.before) if fewer else worse_off.bound(two.new, two.after)
    return _of_clause(
        pair,
        REPORTING[1] if fewer else REPORTING[0],
        two.new,
        old=f"each {old.name}",
        new=f"each {new.name}",
        direction="looser" if fewer else "tighter",
        decided_by="figures",
        worse_off=worse,
    )


def _changed(pair: Pair, two: Two, through: tuple[str, ...]) -> Iterator[Effect]:
    found = _differences(pair, two)
    for change in found:
        if not (through and _said_elsewhere(change)):
            yield _of_change(pair, two, change, "")
    if not found:
        parts = (p for p in changed_parts(two.old, two.new) if p in PARTS)
        yield _of_clause(
            pair,
            "text-changed",
            two.new,
            old=norm_words(two.old, two.before),
            new=norm_words(two.new, two.after),
            question=LOOK,
            note=f"Written otherwise: {', '.join(parts)}.",
        )


def _said_elsewhere(change: Change) -> bool:
    """Tell whether a part reads as it did, and what its words mean now is not decided.

    The term that changed its meaning is an effect of its own, which names the clauses that it reaches.
    """
    return change.direction == "undecided" and bool(change.old) and change.old == change.new


def _reached(pair: Pair, two: Two, through: tuple[str, ...], base: bool) -> Iterator[Effect]:
    """Yield what a clause says otherwise because of what its words mean, where that is decided."""
    for change in _differences(pair, two):
        if change.direction in DECIDED and not (base and change.facet in ("base", "limit")):
            yield _of_change(pair, two, change, f"Through {', '.join(through)}.")


def _differences(pair: Pair, two: Two) -> list[Change]:
    """Return the parts that are different; the clause as a whole where no part is decided by itself.

    Its order among the clauses is said for itself. A limit that is higher by what it is taken of alone is
    said of that.
    """
    found = differences(two.old, two.new, pair.before.terms, pair.after.terms)
    parts = [c for c in found if c.facet not in ("order", "whole")]
    if any(c.facet == "base" for c in parts) and base_alone(two.old.norm, two.new.norm):
        parts = [c for c in parts if c.facet != "limit"]
    whole = [c for c in found if c.facet == "whole" and c.direction in DECIDED]
    return parts if not whole or any(c.direction in DECIDED for c in parts) else whole


def _of_change(pair: Pair, two: Two, change: Change, note: str) -> Effect:
    key, worse = called(change, two)
    undecided = change.direction in ("undecided", "")
    old, new = _words_of(change, two)
    question = UNDECIDED if undecided else ""
    which = new or old if key.startswith("cdsc-waive") else ""
    return _of_clause(
        pair,
        key,
        two.new,
        old=old,
        new=new,
        change=change_of(change, two.old, two.new),
        direction=change.direction,
        decided_by="" if undecided else "proof",
        case=change.case,
        worse_off=worse,
        which=which,
        question=question,
        note=note,
    )


def _words_of(change: Change, two: Two) -> tuple[str, str]:
    """Return the words of a part, or of the whole norm; while what a clause binds is said in full."""
    if change.facet == "clause":
        return norm_words(two.old, two.before), norm_words(two.new, two.after)
    binds = two.old.binds, two.new.binds
    if change.facet == "applies" and (change.old.strip(), change.new.strip()) == binds:
        old, new = (f"binds {c.binds or 'while it is in force'}" for c in (two.old, two.new))
        return old, new
    return change.old.strip(), change.new.strip()


def _beside(pair: Pair, two: Two, part: str) -> Iterator[Effect]:
    old, new = getattr(two.old, part), getattr(two.new, part)
    given: dict[str, object] = {"old": _text(old), "new": _text(new)}
    match part:
        case "despite" | "subject_to":
            relation = {"despite": "prevails over", "subject_to": "gives way to"}[part]
            given = {k: f"{relation} {v}" if v else "" for k, v in given.items()}
            both = (*worse_off.protected(two.old, two.before), *worse_off.bound(two.new, two.after))
            given["worse_off"] = tuple(dict.fromkeys(both))
            given["direction"] = _more_prevail(old, new)
            yield _of_clause(pair, "order-changed", two.new, **given)
        case "assuming":
            question = "What is read into the text is not the same. Does the clause mean the same?"
            given = {"old": _text(_less(old, new)), "new": _text(_less(new, old)), "question": question}
            yield _of_clause(pair, "reading-changed", two.new, **given)
        case "severity":
            less = _WEIGHT[new or "error"] < _WEIGHT[old or "error"]
            given |= {"direction": "looser" if less else "tighter", "decided_by": "figures"}
            yield _of_clause(pair, "severity-changed", two.new, **given)
        case _:
            yield _of_clause(pair, "basis-changed", two.new, **given)


def _more_prevail(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return which way the clauses that give way go: less is asked where more prevail over them."""
    if set(old) < set(new):
        return "looser"
    return "tighter" if set(new) < set(old) else "undecided"


_WEIGHT = {"note": 0, "warning": 1, "error": 2}


def _less(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(x for x in some if x not in others)


def _text(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _of_clause(pair: Pair, key: str, clause: t.Clause, **given: object) -> Effect:
    classes = pair.after.document.shares
    given.setdefault("share_class", classes[0] if len(classes) == 1 else "")
    return pair.make(
        key,
        f"clause {clause.name}",
        clause=clause.name,
        paragraph=clause.citation.paragraph,
        span=clause.span,
        **given,
    )
