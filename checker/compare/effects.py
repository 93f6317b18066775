"""What is different between two states of an agreement, by meaning: the entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from checker.compare.bases import fee_bases
from checker.compare.clauses import clause_effects
from checker.compare.definitions import term_effects
from checker.compare.making import Pair
from checker.compare.meaning import Column, grouped, meanings
from checker.compare.parties import head_effects, party_effects
from checker.compare.reach import changed_names, through
from checker.compare.renaming import Names, names_of, rename_effects, renamed_side
from checker.compare.schedules import schedule_effects
from checker.compare.sides import Side as Side
from checker.compare.table import Meant
from checker.compare.text import text_effects
from checker.findings.amended import Effect
from checker.findings.model import Severity, TextSpan
from checker.source import Span
from checker.typed import nodes as t


def effects(
    before: Side,
    after: Side,
    renames: tuple[t.Rename, ...],
    place: Callable[[Span], TextSpan | None],
    severities: Mapping[str, Severity],
) -> tuple[Effect, ...]:
    """Return every effect of going from one state to the other, in the order of the agreement.

    ``renames`` are those that the text declares; ``severities`` go before those of the catalogue.
    """
    names = names_of(before, renames)
    titles = frozenset(title for r in renames if r.kind == "party" for title in (r.old, r.new))
    pair = Pair(renamed_side(before, names), after, place, severities, names, titles)
    found = [*rename_effects(pair, renames), *_of_declarations(pair, names)]
    found += text_effects(pair, found)
    return tuple(found)


def _of_declarations(pair: Pair, names: Names) -> Iterator[Effect]:
    yield from head_effects(pair)
    yield from party_effects(pair)
    changed = changed_names(pair)
    if pair.before.document.schedules != pair.after.document.schedules:
        yield from schedule_effects(pair, _meant(pair, names), _since(pair))
    bases: frozenset[str] = frozenset()
    if any(what == "definition" for what in changed.values()):
        bases = fee_bases(pair.after) | fee_bases(pair.before)
    yield from term_effects(pair, changed, bases)
    reaching = through(pair, changed)
    based = frozenset(c for c, used in reaching.items() if any(n in bases for n in used))
    yield from clause_effects(pair, reaching, based)


def _meant(pair: Pair, names: Names) -> Meant:
    """Return what the columns mean after, and before for those that are gone, under their new names."""
    again = _Columns(names)
    old = {again.named(c): m for c, m in meanings(pair.before.agreement).items()}

    def used() -> frozenset[Column]:
        earlier = frozenset(again.named(c) for c in grouped(pair.before.agreement))
        return earlier | grouped(pair.after.agreement)

    return Meant(old | meanings(pair.after.agreement), used)


class _Columns:
    def __init__(self, names: Names) -> None:
        self.names = names

    def named(self, column: Column) -> Column:
        schedule, name = column
        new = self.names.get(("column", f"{schedule}.{name}"), name).rpartition(".")[2]
        return self.names.get(("schedule", schedule), schedule), new


def _since(pair: Pair) -> date:
    """Return the first day that both sides are about."""
    days = [d for d in (pair.before.document.effective, pair.after.document.effective) if d is not None]
    return max(days, default=date.min)


