"""What is said where nothing states that the records of one kind are complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Wanting:
    """Records of a kind that nothing says are complete on the days ``first`` to ``last``."""

    facts: str
    first: date
    last: date

    @property
    def text(self) -> str:
        """Return what is missing."""
        span = f"on {self.first}" if self.first == self.last else f"from {self.first} to {self.last}"
        return f"nothing says that the {self.facts} records are complete {span}"

    @property
    def settle(self) -> str:
        """Return what entry would settle it."""
        return (
            f"the missing {self.facts} entry, or a complete_records entry for {self.facts} "
            f"covering {self.first} to {self.last}"
        )


def joined(found: Iterable[Wanting]) -> dict[str, Wanting]:
    """Return one for each kind of fact: a statement for all its days settles them all."""
    made: dict[str, Wanting] = {}
    for one in found:
        known = made.get(one.facts, one)
        made[one.facts] = Wanting(one.facts, min(known.first, one.first), max(known.last, one.last))
    return made
