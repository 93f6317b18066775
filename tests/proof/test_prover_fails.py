"""An error inside the prover ends no report: what it was asked is undecided, with a question, and it warns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from encoded import ROOT, agreements

from checker.amend import draft, load_draft
from checker.compare.clauses import UNDECIDED
from checker.proof import clauses, decide, meanings
from checker.proof.clauses import compare
from checker.proof.guard import ProofFailed
from checker.proof.solver import Space
from checker.typed import nodes as t

DOCUMENT, TERMS = agreements()["class_k_2003"]


def broken(*_: Any, **__: Any) -> None:
    raise ValueError("ordinal must be >= 1")


def without_day(clause: t.Clause) -> t.Clause:
    assert isinstance(clause.norm, t.Requires)
    return replace(clause, norm=replace(clause.norm, request=replace(clause.norm.request, day=None)))


def test_a_day_that_is_left_out_is_later_than_any() -> None:
    """A case in which nothing turns on the day may have one that is in no calendar."""
    old = DOCUMENT.clauses["amendment_approved"]
    [there] = [c for c in compare(old, without_day(old), TERMS, TERMS) if c.facet == "deadline"]
    [back] = [c for c in compare(without_day(old), old, TERMS, TERMS) if c.facet == "deadline"]
    assert (there.direction, back.direction) == ("raised", "lowered")


@pytest.mark.parametrize("what", ["_for_all", "_Finder"])
def test_an_error_of_the_solver_leaves_a_part_undecided(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = DOCUMENT.clauses["columns_fit"]
    new = _wider(old)
    proved = compare(old, new, TERMS, TERMS)
    monkeypatch.setattr(decide, what, broken)
    with pytest.warns(ProofFailed, match="ordinal must be >= 1"):
        found = compare(old, new, TERMS, TERMS)
    assert found
    if what == "_for_all":
        assert {c.direction for c in found} == {"undecided"}
    else:  # what is proved for all cases stands, though no case can be shown
        assert [(c.facet, c.direction) for c in found] == [(c.facet, c.direction) for c in proved]
        assert not any(c.case for c in found)


def _wider(clause: t.Clause) -> t.Clause:
    assert isinstance(clause.norm, t.Limit)
    bound = clause.norm.bound
    more = t.Const(Fraction(1, 1000), bound.type, bound.span)
    return replace(clause, norm=replace(clause.norm, bound=t.Arith("+", bound, more, bound.type, bound.span)))


def test_an_error_anywhere_leaves_the_clause_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    old = DOCUMENT.clauses["amendment_approved"]
    monkeypatch.setattr(clauses, "_changes", broken)
    with pytest.warns(ProofFailed):
        [found] = compare(old, without_day(old), TERMS, TERMS)
    assert (found.facet, found.direction) == ("clause", "undecided")


def test_an_error_about_a_definition_leaves_it_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    old = DOCUMENT.definitions["paid_to_distributor"]
    new = DOCUMENT.definitions["paid_on_to_providers"]
    monkeypatch.setattr(meanings, "order", broken)
    with pytest.warns(ProofFailed):
        [found] = meanings.compare_definitions(old, new, TERMS, TERMS)
    assert found.direction == "undecided"


def test_counsel_is_asked_where_the_prover_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command ends as ever, and the effect is a question."""
    monkeypatch.setattr(Space, "__init__", broken)
    path = tmp_path / "draft.clause"
    path.write_text(
        'amendment m to class_k_2003 "Board alone"\n  effective 2005-04-01\n'
        '  replace clause amendment_approved at "TWELFTH" with\n    says "A majority of the board approves."\n'
        "    for each amendment\n    requires majority of board\n",
        "utf-8",
    )
    found, _, _ = load_draft(ROOT, path)
    assert found is not None
    with pytest.warns(ProofFailed):
        told = draft(found)
    effects = [e for e in told.effects if e.clause == "amendment_approved"]
    assert effects
    assert {(e.direction, e.question) for e in effects} == {("undecided", UNDECIDED)}
    assert "approval-loosened" not in {e.key for e in effects}
