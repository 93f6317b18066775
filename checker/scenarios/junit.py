"""JUnit XML of a test run, for CI: a suite for each agreement, a case for each expectation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from checker.report.wording import visible
from checker.scenarios.model import Ran, Tested, TestResult, subject_text

HOST = "localhost"
NO_TIME = "0.000"
"""Two runs give the same bytes, so no case says how long it took."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(result: TestResult) -> str:
    """Return the XML: bare ``testsuites``, valid for Jenkins and for Ant."""
    root = ET.Element("testsuites")
    names = sorted({ran.agreement for ran in result.scenarios})
    for number, name in enumerate(names):
        root.append(_suite(number, name, [ran for ran in result.scenarios if ran.agreement == name]))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(number: int, name: str, scenarios: list[Ran]) -> ET.Element:
    cases = sorted(_cases(scenarios), key=lambda case: (case.get("classname", ""), case.get("name", "")))
    counts = {
        kind: sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error", "skipped")
    }
    suite = ET.Element(
        "testsuite",
        {
            "name": _clean(name),
            "package": _clean(name),
            "id": str(number),
            "hostname": HOST,
            "timestamp": f"{max(ran.as_of for ran in scenarios)}T00:00:00",
            "tests": str(len(cases)),
            "failures": str(counts["failure"]),
            "errors": str(counts["error"]),
            "skipped": str(counts["skipped"]),
            "time": NO_TIME,
        },
    )
    ET.SubElement(suite, "properties")
    suite.extend(cases)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    return suite


def _cases(scenarios: Iterable[Ran]) -> Iterable[ET.Element]:
    for ran in scenarios:
        for one in ran.tested:
            yield _case(ran, one)
        if ran.todo:
            case = _named(ran, "todo")
            ET.SubElement(case, "skipped", {"message": _clean(ran.todo)})
            yield case


def _case(ran: Ran, one: Tested) -> ET.Element:
    case = _named(ran, case_name(one))
    if one.status != "passed":
        failed = ET.SubElement(
            case,
            "failure" if one.status == "failed" else "error",
            {"message": _clean("; ".join(one.differs)), "type": one.status},
        )
        failed.text = _clean("\n".join([*one.differs, *one.messages, f"{one.path}:{one.line}"]), lines=True)
    return case


def case_name(one: Tested) -> str:
    """Return the name of a case: clause and subject, no figures."""
    about = subject_text(one.subject)
    return f"{one.clause} ({about})" if about else one.clause


def _named(ran: Ran, name: str) -> ET.Element:
    given = {"classname": _clean(f"{ran.agreement}.{ran.id}"), "name": _clean(name), "time": NO_TIME}
    return ET.Element("testcase", given)


def _clean(text: str, *, lines: bool = False) -> str:
    """Return text without what XML cannot hold; characters that act instead of showing are spelled out."""
    shown = "\n".join(visible(line) for line in text.split("\n")) if lines else visible(text)
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", shown)
