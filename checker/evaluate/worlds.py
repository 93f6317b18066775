"""The readings of what an agreement leaves open: one chosen, or every one tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from checker.evaluate.case import Case
from checker.evaluate.determinations import answer
from checker.facts.store import Record
from checker.findings import model as f
from checker.ir import nodes as ir
from checker.ir.versions import as_written
from checker.typed import nodes as t

World = Mapping[str, t.Expr]


@dataclass(frozen=True, slots=True)
class Choice:
    """The readings of one assumption that are to be tried, and who chose."""

    assumption: t.Assumption
    readings: tuple[tuple[str, t.Expr], ...]
    chosen_by: str

    @property
    def open(self) -> bool:
        """Tell whether more than one reading is left."""
        return len(self.readings) > 1


def choices(case: Case, settings: Mapping[str, str]) -> dict[str, Choice]:
    """Return what is left open: a determination decides first, then settings, then the agreement."""
    return {name: _choice(case, a, settings) for name, a in case.agreement.assumptions.items()}


def _choice(case: Case, a: t.Assumption, settings: Mapping[str, str]) -> Choice:
    name = as_written(a.name)  # one that an amendment replaces is chosen by the same name
    determined = answer(case, name, ())
    if isinstance(determined, Record):
        found = _reading(a, str(determined.values["answer"]))
        if found:
            return Choice(
                a, found, f"determination by {determined.values['by']} of {determined.values['on']}"
            )
    chosen = _reading(a, settings[name]) if name in settings else ()
    if chosen:
        return Choice(a, chosen, "settings")
    if len(a.readings) == 1:
        return Choice(a, a.readings, "agreement")
    return Choice(a, a.readings, "every reading")


def _reading(a: t.Assumption, label: str) -> tuple[tuple[str, t.Expr], ...]:
    return tuple(r for r in a.readings if r[0] == label)


def worlds(rule: ir.Rule, left: Mapping[str, Choice]) -> list[tuple[tuple[str, ...], World]]:
    """Return each combination of readings that a rule can depend on, with its labels.

    Assumptions that the rule does not rely on take their first reading.
    """
    open_ = [name for name in rule.relies_on if name in left and left[name].open]
    base = {name: c.readings[0][1] for name, c in left.items()}
    made: list[tuple[tuple[str, ...], World]] = []
    for picked in product(*(left[name].readings for name in open_)):
        labels = tuple(f"{as_written(name)} {label}" for name, (label, _) in zip(open_, picked, strict=True))
        made.append((labels, {**base, **{n: e for n, (_, e) in zip(open_, picked, strict=True)}}))
    return made


def told(rule: ir.Rule, left: Mapping[str, Choice]) -> tuple[f.Assumption, ...]:
    """Return the assumptions that a rule relies on, as findings print them."""
    named = [_told(left[n], n) for n in rule.relies_on if n in left]
    silent = [
        f.Assumption(
            name="",
            text=text,
            paragraph=rule.citation.paragraph,
            reading="",
            readings=(),
            chosen_by="agreement",
        )
        for text in rule.assuming
    ]
    return (*named, *silent)


def _told(c: Choice, name: str) -> f.Assumption:
    labels = tuple(label for label, _ in c.assumption.readings)
    reading = " or ".join(label for label, _ in c.readings)
    return f.Assumption(
        name=as_written(name),
        text=c.assumption.text,
        paragraph=c.assumption.paragraph,
        reading=reading,
        readings=labels,
        chosen_by=c.chosen_by,
    )
