"""Whether two declarations say the same: places, words of our own, cures and pins left out."""

from __future__ import annotations

from checker.typed import nodes as t

PARTS = ("each", "since", "until", "when", "binds", "norm", "by", "unless")
"""The parts of a clause that decide a verdict on their own."""
BESIDE = ("despite", "subject_to", "assuming", "basis", "severity")
"""Those that decide beside it: its order, what is read into it, and how a breach counts."""


def changed_parts(old: t.Clause, new: t.Clause) -> tuple[str, ...]:
    """Return the parts of a clause that are different."""
    return tuple(p for p in (*PARTS, *BESIDE) if getattr(old, p) != getattr(new, p))


def same_definition(old: t.Definition, new: t.Definition) -> bool:
    """Tell whether two definitions mean the same, written alike."""
    return _basis(old) == _basis(new) and (old.params, old.expression, old.type, old.carry) == (
        new.params, new.expression, new.type, new.carry,
    )  # fmt: skip


def _basis(d: t.Definition) -> str:
    return d.citation.basis if d.citation else ""


def same_assumption(old: t.Assumption, new: t.Assumption) -> bool:
    """Tell whether the same readings are left open, the first one first."""
    return (old.text, old.readings, old.type) == (new.text, new.readings, new.type)


def same_question(old: t.Question, new: t.Question) -> bool:
    """Tell whether a person is asked the same."""
    return (old.text, old.params, old.answers, old.type) == (new.text, new.params, new.answers, new.type)


def same_body(old: t.Body, new: t.Body) -> bool:
    """Tell whether a body consists of the same people, and votes alike."""
    return (old.title, old.members, old.holders, old.separately) == (
        new.title, new.members, new.holders, new.separately,
    )  # fmt: skip


def same_party(old: t.Party, new: t.Party) -> bool:
    """Tell whether a party is the same under the same names, for the same days."""
    return (old.title, old.names, old.since, old.until) == (new.title, new.names, new.since, new.until)
