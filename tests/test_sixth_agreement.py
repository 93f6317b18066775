"""The invented agreement with its text beside it: what is planted is found, and all of it is tried."""

import json
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from checker.cli import main
from checker.pipeline import check, load
from checker.source import Source
from checker.sources.coverage import coverage
from checker.sources.passages import read_passages
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[1]
NAME = "larkspur_class_c_2001"
FOLDER = ROOT / "agreements" / NAME
FILES = sorted(p for p in FOLDER.rglob("*") if p.suffix in (".yaml", ".clause", ".txt"))

PLANTED = YAML(typ="safe", pure=True).load(ROOT / "agreements" / "planted_larkspur.yaml")
FOUND = [
    *({"verdict": "violated"} | entry for entry in PLANTED["violations"]),
    *PLANTED["near_misses"],
    *PLANTED["open"],
]


def _id(entry):
    return entry["id"]


@pytest.fixture(scope="module")
def loaded():
    workspace, problems = read_workspace(ROOT)
    assert not problems
    return load(workspace)


@pytest.fixture(scope="module")
def result(loaded):
    return check(loaded, agreements=frozenset({NAME}))


@pytest.fixture(scope="module")
def own(result):
    """The findings of its own clauses; those of the rules it is under are for the tests of the rules."""
    return [x for x in result.findings if x.authority == NAME]


# --- what is planted ---------------------------------------------------------------------------


def _meant(entry, finding):
    subject = {s.name: s.value for s in finding.subject}
    return finding.code == f"{NAME}/{entry['clause']}" and entry["subject"].items() <= subject.items()


@pytest.mark.parametrize("entry", FOUND, ids=_id)
def test_what_is_planted_is_found(entry, own):
    (finding,) = [x for x in own if _meant(entry, x)]
    assert finding.verdict == entry["verdict"]
    if "difference" in entry:
        assert finding.difference == entry["difference"]


def test_nothing_else_is_found(own):
    others = [
        f"{x.verdict}: {x.message}"
        for x in own
        if x.verdict in ("violated", "undetermined", "needs_judgement")
        and not any(_meant(entry, x) for entry in FOUND)
    ]
    assert others == []


def test_each_is_planted_once_and_of_many_kinds():
    every = [_id(entry) for entry in FOUND]
    assert len(set(every)) == len(every)
    assert {entry["agreement"] for entry in FOUND} == {NAME}
    assert len({entry["clause"] for entry in PLANTED["violations"]}) == 7


@pytest.mark.parametrize("entry", PLANTED["time_lines"], ids=lambda e: e["what"])
def test_it_is_in_force_when_it_should_be(entry, result):
    wanted = (NAME, entry["instrument"], entry["fund"])
    (line,) = [x for x in result.time_lines if (x.agreement, x.instrument, x.fund) == wanted]
    # What follows without a gap is one stretch.
    ends = {date.fromisoformat(s.until) for s in line.segments if s.until}
    gaps = [f"{s.since} to {s.until or 'open'}" for s in line.segments if s.status != "in_force"]
    assert gaps == entry["not_in_force"]
    assert all(date.fromisoformat(s.since) - timedelta(days=1) in ends for s in line.segments[1:])


# --- its text ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document():
    return read_passages(Source("source.txt", (FOLDER / "source.txt").read_text(encoding="utf-8")))


def test_the_whole_text_is_cited(document):
    written = (FOLDER / "agreement.clause").read_text(encoding="utf-8")
    cited = re.findall(r'(?:\bat|^passage) "([^"]+)" pin [0-9a-f]{12}', written, re.MULTILINE)
    found = coverage(document, cited)
    assert (found.uncited, found.unknown, found.words.percent) == ((), (), 100)


def test_a_passage_that_is_cited_is_quoted(own):
    (finding,) = [x for x in own if _meant(PLANTED["violations"][0], x)]
    assert finding.paragraph == "SECTION 2 (b)"
    assert finding.quote.startswith("(b) Annual Maximum. Whatever the rate allows, reimbursements by a Fund")


def test_its_text_goes_before_the_folder_of_documents_and_its_pins_hold(loaded):
    about = [d for d in loaded.diagnostics if d.primary.where.path.startswith(f"agreements/{NAME}/")]
    assert [f"{d.code} {d.message}" for d in about] == []


def test_it_works_out_of_the_box(tmp_path):
    shutil.copytree(FOLDER, tmp_path / "agreements" / NAME)
    done = _run("validate", "--workspace", tmp_path)
    assert (done.exit_code, done.output) == (0, "no mistakes\n")
    changed = tmp_path / "agreements" / NAME / "source.txt"
    text = changed.read_text(encoding="utf-8")
    assert text.count("forty percent") == 1
    changed.write_text(text.replace("forty percent", "fifty percent"), encoding="utf-8")
    assert "S003" in _run("validate", "--workspace", tmp_path).output


# --- counsel's tests -----------------------------------------------------------------------------


def _run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def tried():
    done = _run("test", FOLDER, "--workspace", ROOT, "--coverage", "--format", "json", "--jobs", 1)
    return json.loads(done.stdout)


def test_every_scenario_passes(tried):
    counts = tried["counts"]
    assert (tried["exit_code"], counts["failed"], counts["errors"], counts["todo"]) == (0, 0, 0, 0)
    assert counts["passed"] > 100


def test_every_clause_is_kept_and_broken_and_tried_at_its_bound(tried):
    (reached,) = [d for d in tried["coverage"]["documents"] if d["document"] == NAME]
    missed = [
        (c["clause"], i["kind"], i["what"]) for c in reached["clauses"] for i in c["items"] if not i["by"]
    ]
    assert missed == []
    assert len(reached["clauses"]) > 30


# --- the files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(FOLDER).as_posix())
def test_every_file_says_that_it_is_invented(path):
    first = path.read_text(encoding="utf-8").strip().split("\n")[0]
    assert "invented" in first.lower()
