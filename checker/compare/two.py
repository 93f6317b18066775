"""A clause on both sides of a comparison, and what is asked of the two together."""

from __future__ import annotations

from dataclasses import dataclass

from checker.compare import worse_off
from checker.compare.sides import Side
from checker.compare.worse_off import Who
from checker.ir.walk import everything
from checker.proof.change import Change
from checker.proof.words import right_words
from checker.typed import nodes as t

LOOSER, TIGHTER = "looser", "tighter"


@dataclass(frozen=True)
class Two:
    """A clause on both sides, and the sides."""

    old: t.Clause
    new: t.Clause
    before: Side
    after: Side

    @property
    def permits(self) -> bool:
        """Tell whether the clause is a permission: it asks for less where it applies to more."""
        return isinstance(self.new.norm, t.Duty) and self.new.norm.modality == "may"

    @property
    def not_before(self) -> bool:
        """Tell whether the clause sets the first day on which something may be."""
        norm = self.new.norm
        return isinstance(norm, t.Limit) and norm.subject.type.kind == "date" and norm.relation == "at least"


def right_of(change: Change, two: Two) -> t.Right | None:
    """Return the right that came or went."""
    clause, words = (two.new, change.new) if change.new else (two.old, change.old)
    rights = clause.norm.rights if isinstance(clause.norm, t.TerminableBy) else ()
    return next((r for r in rights if right_words(r) == words), None)


def consents(clause: t.Clause, side: Side) -> Who:
    """Return those whose consent a clause asks for."""
    found = (n for n in everything(clause) if isinstance(n, t.ConsentOf))
    return tuple(dict.fromkeys(w for n in found for w in worse_off.electors(n, side)))
