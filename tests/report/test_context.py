"""What the reports say: order, groups and words; and that they all say the same."""

from __future__ import annotations

import doctest
import html
import json
import re
import time
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from checker.findings.model import Evidence, FactUsed, Finding, Missing, Result, Subject
from checker.report import context, layout, markdown, wording
from checker.report.context import EXAMPLES, finding_view, report_of
from checker.report.formats import FORMATS, Layout, render
from checker.report.html import html_environment
from checker.report.json_report import render_json
from checker.resources import data


@pytest.mark.parametrize("module", [wording, layout, markdown], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_one_entry_per_missing_fact(many: Result) -> None:
    (group,) = report_of(many).undetermined
    assert group.extent == "300 instances of 1 clause"
    assert len(group.examples) == EXAMPLES
    assert group.more == 295


def test_cure_dates_do_not_split_a_question(results: dict[str, Result]) -> None:
    (group,) = report_of(results["identical"]).questions
    assert group.text == "Is the increase material?"
    assert len(group.findings) == 7


def test_an_open_finding_that_names_nothing_is_not_lost(results: dict[str, Result]) -> None:
    (group,) = report_of(results["identical"]).undetermined
    assert group.text == wording.NOT_NAMED
    assert group.findings[0].subject == "Fund 1"


def test_a_fact_that_a_question_also_lacks_is_said(results: dict[str, Result]) -> None:
    for name in ("terminal", "markdown", "html"):
        assert "The vote of the holders." in render(name, results["identical"])


def test_nothing_checked_is_no_comfort(results: dict[str, Result]) -> None:
    for name in ("terminal", "markdown", "html"):
        text = render(name, results["nothing"])
        assert "None." not in text
        assert "Nothing was checked." in text


def test_most_instances_first(many: Result, results: dict[str, Result]) -> None:
    both = many.model_copy(update={"findings": results["awkward"].findings[-2:] + many.findings[-300:]})
    groups = report_of(both).undetermined
    assert [len(group.findings) for group in groups] == [300, 1, 1]
    assert [group.number for group in groups] == [1, 2, 3]


def test_funds_with_one_history_share_a_time_line(results: dict[str, Result]) -> None:
    (line,) = report_of(results["scenarios"]).time_lines
    assert len(line.funds) == 4
    assert line.segments[-1].until == "open"


def test_outcome_names_every_verdict_that_occurs(results: dict[str, Result]) -> None:
    assert report_of(results["scenarios"]).outcome == (
        "5 violated, 1 undetermined, 1 for counsel, 1 excused, 1 waived, 1 compliant, 1 not applicable."
    )
    assert report_of(results["clean"]).outcome == "Nothing violated, 1 compliant, 1 not applicable."
    assert report_of(results["nothing"]).outcome == "Nothing was checked. That is a failure, not a pass."


def test_json_is_the_model(case: tuple[str, Result]) -> None:
    text = render_json(case[1])
    assert Result.model_validate_json(text) == case[1]
    assert text.endswith("}\n")
    assert json.loads(text)["format_version"] == "1.0"


def plain(name: str, text: str) -> str:
    """Return what a reader of this format sees, without its marks, on one line."""
    if name == "json":
        return re.sub(r"\s+", " ", text.replace('\\"', '"'))
    text = re.sub(r"\\([^\w\s])", r"\1", text) if name == "markdown" else text
    text = html.unescape(re.sub(r"</?[a-z][^>]*>", "", text)) if name != "terminal" else text
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_the_same(results: dict[str, Result], name: str) -> None:
    result = results["scenarios"]
    text = plain(name, render(name, result, Layout(width=200)))
    for finding in result.findings:
        if finding.verdict not in ("compliant", "not_applicable"):
            assert finding.message in text
            assert finding.fingerprint[:12] in text
            assert finding.subject[0].value in text
    for one in [missing for finding in result.findings for missing in finding.missing]:
        assert one.text in text
        assert one.settle in text
    for assumption in result.assumptions:
        assert assumption.text in text
    for one in result.inputs:
        assert one.path in text
        assert one.sha256[:12] in text
    assert "M. Ortega" in text


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_sections_in_one_order(results: dict[str, Result], name: str) -> None:
    text = render(name, results["scenarios"], Layout(width=120))
    headings = report_of(results["scenarios"]).headings
    body = text[text.index("<main") :] if name == "html" else text
    order = (
        headings.summary,
        headings.violated,
        headings.undetermined,
        headings.questions,
        headings.excused,
        headings.waived,
        headings.assumptions,
        headings.in_force,
        headings.files,
    )
    places = [body.index(heading) for heading in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_thirty_thousand_findings_take_seconds(many: Result, name: str) -> None:
    begun = time.process_time()
    text = render(name, many, Layout(all_verdicts=True))
    assert time.process_time() - begun < 60
    assert "month 0" in text
    assert "30,000 violated" in text or name == "json"


def test_every_template_is_used() -> None:
    """A report that nobody can ask for, or a part that no report includes, is left over."""
    folder = Path(context.__file__).parent
    written = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    templates = {e.name: e.read_text(encoding="utf-8") for e in data("reports").iterdir()}
    assert "check.html.j2" in templates
    for name in templates:
        others = "".join(text for other, text in templates.items() if other != name)
        assert name in written + others, name


def test_an_instance_is_named_under_one_open_point(results: dict[str, Result]) -> None:
    base = results["scenarios"]
    model = next(one for one in base.findings if one.verdict == "undetermined")
    rate, day = (Missing(kind="fact", text=text, settle="the entry") for text in ("no rate", "no day"))

    def open_point(fund: str, *missing: Missing) -> Finding:
        about = (Subject(name="fund", value=fund),)
        return model.model_copy(update={"subject": about, "missing": missing, "fingerprint": fund * 64})

    given = base.model_copy(update={"findings": (open_point("A", rate, day), open_point("B", rate))})
    first, second = report_of(given).undetermined
    assert [view.subject for view in first.examples] == ["A", "B"]
    assert (second.examples, second.instances, second.named_above) == ((), "1 instance", "1 instance under 1")
    for name in ("terminal", "markdown", "html"):
        assert render(name, given).count("redline explain " + "A" * 12) == 1


def test_a_record_is_named_once_as_evidence(results: dict[str, Result]) -> None:
    one, two = (FactUsed(kind="payment", key=f"P{n}", path="payments.csv", line=n) for n in (1, 2))
    rows = Evidence(kind="payment", count=2, first=(one, two), digest="a" * 64)
    fewer = Evidence(kind="payment", count=1, first=(two,), digest="b" * 64)
    some = results["scenarios"].findings[0]
    view = finding_view(some.model_copy(update={"facts": (one,), "evidence": (rows, fewer)}))
    assert [ground.where for ground in view.grounds if ground.where] == ["payments.csv:1", "payments.csv:2"]
    assert view.grounds[-1].what == "1 named above"


def test_a_name_that_a_template_forgot_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="forgotten"):
        html_environment().from_string("{{ forgotten }}").render()


def test_an_unknown_format_is_an_error(results: dict[str, Result]) -> None:
    with pytest.raises(KeyError):
        render("pdf", results["clean"])
