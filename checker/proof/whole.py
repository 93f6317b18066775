"""A clause as a whole, and how it stands to others."""

from __future__ import annotations

from collections.abc import Iterator

from checker.findings.amended import Direction
from checker.proof import formulas
from checker.proof.change import Change, as_condition
from checker.proof.decide import Pair, order
from checker.proof.instances import Two
from checker.proof.parts import PLAIN, by_modality
from checker.proof.translate import Translator
from checker.typed import nodes as t


def order_of(two: Two) -> Iterator[Change]:
    """Yield how a clause stands to others: each makes looser what it prevails over."""
    for word, old, new in (
        ("despite", two.old.despite, two.new.despite),
        ("subject to", two.old.subject_to, two.new.subject_to),
    ):
        added, removed = set(new) - set(old), set(old) - set(new)
        if added or removed:
            direction: Direction = "tighter" if removed else "looser"
            direction = "undecided" if added and removed else direction
            texts = [f"{word} {', '.join(x)}" if x else "" for x in (old, new)]
            yield Change("order", direction, (), texts[0], texts[1])


def whole(two: Two, *, with_case: bool) -> tuple[Change, ...] | None:
    """Return which way a clause went as a whole; None where both are violated by the same.

    Where that is so by the figures of the schedules alone, its parts are told, and nothing of the whole.
    """
    words = two.old.name, two.new.name
    old, new = two.old.norm, two.new.norm
    if isinstance(old, t.Duty) and isinstance(new, t.Duty) and old.modality != new.modality:
        return (Change("whole", by_modality(old, new), (), *words),)
    if not comparable(two):
        return (Change("whole", "undecided", (), *words),)

    def make(tr: Translator) -> Pair:
        one, other = two.scopes(tr)
        pair = (formulas.violated(tr, two, two.old, one), formulas.violated(tr, two, two.new, other))
        if pair[0] is None or pair[1] is None:
            nothing = tr.certain(tr.space.no)
            return Pair(nothing, nothing)
        return Pair(pair[0], pair[1])

    found = order(two.sameness, make, with_case=with_case)
    if found.way != "same":
        return as_condition("whole", found, *words, looser_when_met=False)
    two.sameness.figures = False
    always = order(two.sameness, make, with_case=False)
    two.sameness.figures = True
    return None if always.way == "same" else ()


def comparable(two: Two) -> bool:
    """Tell whether both are about the same instances, and violated by something."""
    old, new = two.old, two.new
    if not two.same_instances():
        return False
    if isinstance(old.norm, t.Duty) != isinstance(new.norm, t.Duty):
        return all(isinstance(c.norm, PLAIN) for c in (old, new))
    if isinstance(old.norm, t.Continues) and isinstance(new.norm, t.Continues):
        return formulas.same_term(two)
    if isinstance(old.norm, t.TerminatesWhen) and isinstance(new.norm, t.TerminatesWhen):
        return formulas.same_ending_day(two)
    if isinstance(old.norm, t.EndsWith | t.Means) or isinstance(new.norm, t.EndsWith | t.Means):
        return False
    return type(old.norm) is type(new.norm) or all(isinstance(c.norm, PLAIN) for c in (old, new))
