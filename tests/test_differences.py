"""What the documents say differently is tried on the same facts, and comes out differently."""

from itertools import combinations
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from checker.scenarios.bench import bench_of
from checker.scenarios.read import read_scenarios
from checker.scenarios.run import run_one
from checker.source import Source
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[1]
THEMES = YAML(typ="safe", pure=True).load(ROOT / "tests" / "differences.yaml")["themes"]
SAME_FACTS = [theme for theme in THEMES if theme.get("same_ledgers", True)]
LISTED = [(theme["theme"], one) for theme in THEMES for one in theme["scenarios"]]


@pytest.fixture(scope="module")
def bench():
    workspace, problems = read_workspace(ROOT)
    assert not problems
    made, problems, _ = bench_of(workspace)
    assert [d.message for d in problems if d.severity == "error"] == []
    return made


@pytest.fixture(scope="module")
def scenarios():
    """The scenarios on differences, by id."""
    read = {}
    for path in sorted(ROOT.glob("agreements/*/scenarios/difference_*.yaml")):
        source = Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        found, problems = read_scenarios(path.parents[1].name, source)
        assert problems == []
        read |= {scenario.entry.id: scenario for scenario in found}
    return read


def test_all_are_listed(scenarios):
    assert sorted(one["id"] for _, one in LISTED) == sorted(scenarios)


@pytest.mark.parametrize(("theme", "one"), LISTED, ids=[one["id"] for _, one in LISTED])
def test_comes_out_as_listed(bench, scenarios, theme, one):
    scenario = scenarios[one["id"]]
    assert (scenario.folder, scenario.entry.id) == (one["agreement"], f"D-{theme}-{one['agreement']}")
    outcome = run_one(bench, scenario)
    assert outcome.problems == ()
    assert [t.differs for t in outcome.ran.tested if t.status != "passed"] == []
    assert (one["clause"], one["verdict"]) in {(t.clause, t.verdict) for t in outcome.ran.tested}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme["theme"])
def test_verdicts_differ(theme):
    assert len({one["agreement"] for one in theme["scenarios"]}) == len(theme["scenarios"])
    assert len({one["verdict"] for one in theme["scenarios"]}) > 1


@pytest.mark.parametrize("theme", SAME_FACTS, ids=lambda theme: theme["theme"])
def test_facts_are_the_same(scenarios, theme):
    """Ledgers that two of them have are the same, unless the documents are of different years."""
    ledgers = [scenarios[one["id"]].entry.ledgers for one in theme["scenarios"]]
    for first, second in combinations(ledgers, 2):
        for name in first.keys() & second.keys():
            assert first[name] == second[name]


@pytest.mark.parametrize(("theme", "one"), LISTED, ids=[one["id"] for _, one in LISTED])
def test_paragraph_is_cited(theme, one):
    """Each paragraph named is one that the agreement's own clauses cite."""
    folder = ROOT / "agreements" / one["agreement"]
    assert any(f' "{one["paragraph"]}"' in path.read_text("utf-8") for path in folder.rglob("*.clause"))
