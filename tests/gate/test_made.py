"""An agreement with some of its amendments: those left out leave nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import pipeline
from checker.compare.states import with_amendments
from checker.gate.made import with_only
from checker.gate.same import changed
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def agreements():
    workspace, _ = read_workspace(ROOT)
    assert workspace is not None
    return pipeline.load(workspace).program.agreements


def test_with_all_or_the_first_of_them_nothing_is_taken_out(agreements) -> None:
    assert sum(len(d.amendments) for d in agreements.values()) > 5
    for d in agreements.values():
        names = [a.name for a in d.amendments]
        for count in range(len(names) + 1):
            assert changed(with_only(d, names[:count]), with_amendments(d, names[:count])) == []


def test_what_an_amendment_left_out_made_is_not_in_those_after_it(agreements) -> None:
    """raise_2004 raised four funds; add_utilities, after it, holds the schedule with these rates and one fund more."""
    d = agreements["class_k_2003"]

    def rates(document) -> dict[str, str]:
        return {str(r.values["fund"]): str(r.values["aggregate"]) for r in document.schedules["schedule_b"].rows}

    first = rates(with_amendments(d, ()))
    kept = rates(with_only(d, ["add_utilities"]))
    assert kept.keys() - first.keys() == {"INVESCO Utilities Fund"}
    assert {fund: rate for fund, rate in kept.items() if fund in first} == first
    both = rates(with_only(d, ["raise_2004", "add_utilities"]))
    assert {f for f in first if both[f] != first[f]} == {
        "INVESCO Dynamics Fund",
        "INVESCO Growth Fund",
        "INVESCO Leisure Fund",
        "INVESCO Telecommunications Fund",
    }
