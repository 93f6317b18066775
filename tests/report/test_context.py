"""What the reports say: order, groups and words; and that they all say the same."""

from __future__ import annotations

import doctest
import html
import json
import re

import pytest
from jinja2 import UndefinedError

from checker.findings.model import Result
from checker.report import layout, markdown, wording
from checker.report.context import EXAMPLES, report_of
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
    render(name, many, Layout(all_verdicts=True))


def test_every_template_compiles() -> None:
    for entry in data("reports").iterdir():
        if entry.name.endswith(".html.j2"):
            html_environment().get_template(entry.name)
        elif entry.name.endswith(".md.j2"):
            markdown.markdown_environment().get_template(entry.name)


def test_a_name_that_a_template_forgot_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        html_environment().from_string("{{ forgotten }}").render()


def test_an_unknown_format_is_an_error(results: dict[str, Result]) -> None:
    with pytest.raises(KeyError):
        render("pdf", results["clean"])
