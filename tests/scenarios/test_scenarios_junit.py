"""JUnit XML: what CI servers read, valid under the schema of Jenkins and in the shape that Ant's wants."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result
from scenario_texts import MET, payment, scenario

Add = Callable[..., Path]
Run = Callable[..., Result]
SCHEMA = Path(__file__).parent / "jenkins-junit.xsd"
SUITE = {"name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "skipped", "time"}


@pytest.fixture
def written(add: Add, run: Run, tmp_path: Path) -> Path:
    add(scenario(expect=MET))
    failing = "  - {clause: small_payments, subject: {payment: P<1}, verdict: violated}"
    add(scenario("S2", payments=payment("P<1"), expect=failing), "s2.yaml")
    add(scenario("S3", payments="", extra='todo: "needs \\e[31m a clause & more \\uffff"'), "s3.yaml")
    add(
        scenario("S0", expect=MET + "\n  - {clause: in_time, verdict: compliant}").replace("03-31", "04-30"),
        "s0.yaml",
    )
    assert run("--junit", tmp_path / "junit.xml").exit_code == 1
    return tmp_path / "junit.xml"


def test_suites_and_cases(written: Path) -> None:
    root = ET.parse(written).getroot()
    assert (root.tag, root.attrib) == ("testsuites", {})
    (suite,) = root
    assert set(suite.attrib) == SUITE
    assert suite.attrib["name"] == "plan"
    assert [suite.attrib[n] for n in ("tests", "failures", "errors", "skipped")] == ["5", "1", "0", "1"]
    assert [child.tag for child in suite if child.tag != "testcase"] == [
        "properties",
        "system-out",
        "system-err",
    ]
    cases = suite.findall("testcase")
    names = [(c.attrib["classname"], c.attrib["name"]) for c in cases]
    assert names == sorted(set(names)), "sorted, and none twice"
    assert names == [
        ("plan.S0", "in_time"),
        ("plan.S0", "small_payments (payment P-1)"),
        ("plan.S1", "small_payments (payment P-1)"),
        ("plan.S2", "small_payments (payment P<1)"),
        ("plan.S3", "todo"),
    ]
    assert all(set(c.attrib) == {"classname", "name", "time"} for c in cases)
    assert all(len(c) <= 1 for c in cases), "at most one of failure, error and skipped"


def test_times_are_plain(written: Path) -> None:
    (suite,) = ET.parse(written).getroot()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])
    assert suite.attrib["timestamp"] == "2024-04-30T00:00:00"
    assert re.fullmatch(r"\d+\.\d{1,3}", suite.attrib["time"])


def test_failure_and_skipped(written: Path) -> None:
    (suite,) = ET.parse(written).getroot()
    (failure,) = suite.iter("failure")
    assert failure.attrib == {"message": "verdict: expected violated, is compliant", "type": "failed"}
    assert failure.text is not None
    assert failure.text.splitlines()[-1] == "agreements/plan/scenarios/s2.yaml:7"
    (skipped,) = suite.iter("skipped")
    assert skipped.attrib == {"message": "needs \\x1b[31m a clause & more \N{REPLACEMENT CHARACTER}"}


def test_errors_are_errors(add: Add, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.scenarios import run as runner

    def broken(given: runner.Run) -> object:
        raise AssertionError("odd")

    monkeypatch.setattr(runner, "evaluate_agreement", broken)
    add(scenario(expect=MET))
    assert run("--junit", tmp_path / "junit.xml").exit_code == 2
    (suite,) = ET.parse(tmp_path / "junit.xml").getroot()
    assert (suite.attrib["errors"], suite.attrib["failures"]) == ("1", "0")
    assert [e.attrib["type"] for e in suite.iter("error")] == ["error"]


def test_no_scenarios_give_no_suites(workspace: Path, run: Run, tmp_path: Path) -> None:
    assert run("--junit", tmp_path / "junit.xml").exit_code == 4
    assert list(ET.parse(tmp_path / "junit.xml").getroot()) == []


def test_names_in_the_schema_of_jenkins(written: Path) -> None:
    """Every element and attribute that is written is one that the schema names."""
    space = "{http://www.w3.org/2001/XMLSchema}"
    allowed = {
        e.attrib["name"]: {a.attrib["name"] for a in e.iter(f"{space}attribute")}
        for e in ET.parse(SCHEMA).getroot().findall(f"{space}element")
    }
    found = list(ET.parse(written).getroot().iter())
    assert {element.tag for element in found} >= {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    for element in found:
        assert element.tag in allowed
        assert set(element.attrib) <= allowed[element.tag]
