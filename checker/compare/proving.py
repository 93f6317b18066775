"""The door to the proofs: what is different between two clauses, for all votes, amounts and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.typed import nodes as t

if TYPE_CHECKING:
    from checker.proof.clauses import Change
    from checker.proof.terms import Terms


def differences(old: t.Clause, new: t.Clause, before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return how two clauses differ; the prover is loaded when the first clause is compared."""
    from checker.proof.clauses import compare

    return compare(old, new, before, after)
