"""The worked example: what is planted in its facts is found, and nothing else is."""

import importlib.util
import sys
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from ruamel.yaml import YAML

from checker.pipeline import check, load
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[1]
# The other agreements have no facts in the example: what is found about them is for their own tests.
AGREEMENTS = ("class_k_2000", "class_k_2003", "class_k_related_agreement_2003", "class_b_2003")
THEIR_FILES = ("register/", "rules/", *(f"agreements/{name}/" for name in AGREEMENTS))
OPEN = ("undetermined", "needs_judgement")

PLANTED = YAML(typ="safe", pure=True).load(ROOT / "agreements" / "planted.yaml")
FOUND = [
    *({"verdict": "violated"} | entry for entry in PLANTED["violations"]),
    *PLANTED["near_misses"],
    *PLANTED["open"],
]


def _id(entry):
    return entry["id"]


@pytest.fixture(scope="module")
def result():
    workspace, problems = read_workspace(ROOT)
    assert not problems
    loaded = load(workspace)
    wrong = [d for d in loaded.diagnostics if d.severity == "error"]
    assert not [d for d in wrong if d.primary.where.path.startswith(THEIR_FILES)]
    return check(loaded, agreements=frozenset(AGREEMENTS))


def _subject(finding):
    return {s.name: s.value for s in finding.subject}


def _meant(entry, finding):
    return finding.code == f"{entry['agreement']}/{entry['clause']}" and (
        entry["subject"].items() <= _subject(finding).items()
    )


def _the_finding(entry, result):
    found = [x for x in result.findings if _meant(entry, x)]
    # A provider has a finding for each plan year and company; those not yet due say nothing.
    decided = [x for x in found if x.verdict != "not_applicable"] or found
    assert len(decided) == 1, f"{len(decided)} findings are meant"
    return decided[0]


def test_the_example_is_judged_on_the_last_day_of_2004(result):
    assert (result.as_of, result.exit_code) == ("2004-12-31", 1)


@pytest.mark.parametrize("entry", FOUND, ids=_id)
def test_what_is_planted_is_found(entry, result):
    finding = _the_finding(entry, result)
    assert finding.verdict == entry["verdict"]
    if "difference" in entry:
        assert finding.difference == entry["difference"]


@pytest.mark.parametrize("verdicts", [("violated",), OPEN], ids=["violated", "open"])
def test_nothing_else_is_found(verdicts, result):
    others = [
        f"{x.verdict}: {x.code} {_subject(x)}"
        for x in result.findings
        if x.verdict in verdicts and not any(_meant(entry, x) for entry in FOUND)
    ]
    assert others == []


def test_enough_is_planted_and_each_once():
    every = [_id(entry) for entry in FOUND]
    assert len(set(every)) == len(every)
    assert {entry["agreement"] for entry in FOUND} == set(AGREEMENTS)
    assert len({entry["clause"] for entry in PLANTED["violations"]}) >= 15
    assert len(PLANTED["near_misses"]) >= 10


def test_what_is_open_is_little_beside_what_is_decided(result):
    still_open = [x for x in result.findings if x.verdict in OPEN]
    decided = [x for x in result.findings if x.verdict in ("compliant", "violated", "excused")]
    assert len(still_open) == len(PLANTED["open"])
    assert 100 * len(still_open) < len(decided)


@pytest.mark.parametrize("entry", PLANTED["time_lines"], ids=lambda e: e["what"])
def test_plan_and_agreement_are_in_force_when_they_should_be(entry, result):
    wanted = (entry["agreement"], entry["instrument"], entry["fund"])
    line = next(x for x in result.time_lines if (x.agreement, x.instrument, x.fund) == wanted)
    assert not [s for s in line.segments if s.status == "unknown"]
    assert _joined([s for s in line.segments if s.status == "not_in_force"]) == entry["not_in_force"]


def _joined(segments):
    """Return stretches of days as text, those that touch joined: they differ in their reason only."""
    made = []
    for s in segments:
        before = made[-1] if made else None
        if before and date.fromisoformat(before[1]) + timedelta(days=1) == date.fromisoformat(s.since):
            made[-1] = (before[0], s.until)
        else:
            made.append((s.since, s.until))
    return [f"{since} to {until or 'open'}" for since, until in made]


# --- the files -------------------------------------------------------------------------------


def _maker():
    spec = importlib.util.spec_from_file_location("make_example", ROOT / "tests" / "make_example.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


MAKER = _maker()


@pytest.mark.parametrize("name", MAKER.tables())
def test_the_ledgers_are_those_that_the_script_makes(name):
    columns, rows = MAKER.tables()[name]
    path = ROOT / "agreements" / name
    if path.suffix == ".csv":
        assert path.read_text(encoding="utf-8") == MAKER.csv_text(columns, rows)
    else:
        table = pq.read_table(path)
        assert (tuple(table.schema.names), list(zip(*table.to_pydict().values(), strict=True))) == (
            tuple(columns), [tuple(r) for r in rows],
        )  # fmt: skip


def _registers(agreement):
    return [*ROOT.glob(f"agreements/{agreement}/register/*.yaml")]


def test_registers_and_ledgers_are_large_enough():
    yaml = YAML(typ="safe", pure=True)
    registers = [*ROOT.glob("register/*.yaml"), *(p for a in AGREEMENTS for p in _registers(a))]
    entries = [e for path in registers for section in yaml.load(path).values() for e in section]
    rows = [row for _, table in MAKER.tables().values() for row in table]
    assert len(entries) >= 60
    assert len(rows) >= 2000


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("register/*.yaml"),
     *(p for a in AGREEMENTS for p in _registers(a)),
     *(p for a in AGREEMENTS for p in ROOT.glob(f"agreements/{a}/amendments/*.clause"))],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)  # fmt: skip
def test_every_register_says_that_it_is_invented(path):
    assert path.read_text(encoding="utf-8").startswith("# Invented for the worked example")


def test_the_version_is_the_last_amendment_in_effect(result):
    """That of the European Fund waits for counsel, that of the Basic Value Fund was not approved."""
    assert {a.agreement: a.version for a in result.agreements} == {
        "class_b_2003": "cut_core_equity",
        "class_k_2000": "",
        "class_k_2003": "add_utilities",
        "class_k_related_agreement_2003": "",
    }
