"""``redline impact``: the verdicts that a change of facts changed, and no others."""

from __future__ import annotations

import json

import pytest

from checker import pipeline

PAYMENTS = "agreements/plan/ledger/payments.csv"
PLAN = "agreements/plan/agreement.clause"


@pytest.fixture
def impact(redline):
    """Run the command against the last commit; return what it says as JSON."""

    def run(repo, *arguments: str, code: int) -> dict:
        done = redline(repo, "impact", "--base", "HEAD", *arguments, "--format", "json")
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    return run


def verdicts(changes: list[dict]) -> list[tuple[str, str, list[str], list[str]]]:
    return [(c["code"], c["subject"], c["old"], c["new"]) for c in changes]


def test_nothing_changed_and_nothing_is_checked(plan, impact, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given, **named):
        raise AssertionError("checked, though nothing changed")

    monkeypatch.setattr(pipeline, "check", fail)
    result = impact(plan, code=0)
    assert (result["checked"], result["same"], result["facts"], result["files"]) == ([], ["plan"], [], [])


def test_a_payment_raised_over_the_cap(plan, impact, redline) -> None:
    """36,500,000 x 0.25% / 365 = 250 a day, 7,750.00 for January."""
    plan.edit(PAYMENTS, "7,750.00", "7,750.01")
    result = impact(plan, code=1)
    assert verdicts(result["changed"]) == [
        ("plan/fee_cap", "Harbor Fund, 2020-01", ["compliant"], ["violated"])
    ]
    assert (result["new"], result["gone"], result["texts"]) == ([], [], [])
    assert result["files"] == [f"~ {PAYMENTS}"]
    assert [(f["kind"], f["changed"], f["first"]) for f in result["facts"]] == [("payment", 1, ["~ P1"])]
    shown = redline(plan, "impact", "--base", "HEAD").stdout
    assert "plan/fee_cap, Harbor Fund, 2020-01: compliant → violated" in shown
    assert "1 verdict changed" in shown


def test_new_facts_and_facts_that_are_gone(plan, impact) -> None:
    """36,500,000 x 0.25% x 29 / 365 = 7,250.00 for February."""
    plan.write(
        PAYMENTS,
        'id,fund,kind,payee,amount,accrued_for,paid_on\nP2,Harbor Fund,service_fee,A,"7,250.01",2020-02,2020-03-06\n',
    )
    plan.write(
        "agreements/plan/ledger/average_net_assets.csv",
        'fund,period,amount\nHarbor Fund,2020-02,"36,500,000.00"\n',
    )
    result = impact(plan, code=1)
    found = {c["subject"]: (c["old"], c["new"]) for c in [*result["changed"], *result["new"], *result["gone"]]}
    assert found["Harbor Fund, 2020-02"][1] == ["violated"]
    assert "violated" not in found["Harbor Fund, 2020-02"][0]
    assert "compliant" in found["Harbor Fund, 2020-01"][0]
    assert [(f["kind"], f["added"], f["removed"]) for f in result["facts"]] == [
        ("average_net_assets", 1, 1),
        ("payment", 1, 1),
    ]


def test_a_statement_that_is_withdrawn_leaves_things_open(plan, impact) -> None:
    plan.edit(
        "agreements/plan/register/complete.yaml",
        "  - {facts: payment, from: 2020-01-01, until: 2020-12-31, stated_by: Fund accounting}\n",
        "",
    )
    result = impact(plan, code=3)
    assert ("plan/fee_cap", "Harbor Fund, 2020-01", ["compliant"], ["undetermined"]) in verdicts(result["changed"])


def test_texts_that_changed_too_are_named(plan, impact, redline) -> None:
    plan.edit(PLAN, "0.25%", "0.20%")
    plan.edit(PAYMENTS, "7,750.00", "7,700.00")
    result = impact(plan, code=1)
    assert result["texts"] == [f"~ {PLAN}"]
    assert f"texts changed too (~ {PLAN})" in " ".join(redline(plan, "impact", "--base", "HEAD").stdout.split())


def test_only_agreements_with_other_facts_are_checked_again(plan, impact) -> None:
    second = (plan.root / PLAN).read_text().replace("agreement plan ", "agreement second ")
    plan.write("agreements/second/agreement.clause", second)
    plan.commit()
    plan.edit(PAYMENTS, "7,750.00", "7,750.01")
    result = impact(plan, code=1)
    assert (result["checked"], result["same"]) == (["plan"], ["second"])


def test_facts_for_all_agreements_concern_each(plan, impact) -> None:
    plan.write("register/closings.yaml", "closings:\n  - {on: 2020-01-02, reason: Storm}\n")
    result = impact(plan, code=0)
    assert result["checked"] == ["plan"]
    assert [(f["agreement"], f["kind"], f["added"]) for f in result["facts"]] == [("", "closing", 1)]


def test_both_sides_are_judged_on_one_day(plan, impact) -> None:
    """A day that the settings move is no change of facts; the later one counts on both sides."""
    plan.edit("redline.toml", "2020-12-31", "2021-12-31")
    result = impact(plan, code=0)
    assert result["as_of"] == "2021-12-31"
    assert result["changed"] == []
    assert result["texts"] == ["~ redline.toml"]


def test_another_figure_with_the_same_verdict_is_told(plan, impact) -> None:
    plan.edit(PAYMENTS, "7,750.00", "7,000.00")
    result = impact(plan, code=0)
    assert result["changed"] == []
    (figure,) = result["figures"]
    assert (figure["code"], figure["subject"], figure["verdict"]) == (
        "plan/fee_cap",
        "Harbor Fund, 2020-01",
        "compliant",
    )
    assert "observed 7,750.00" in figure["old"]
    assert "observed 7,000.00" in figure["new"]


def test_line_ends_are_no_change_of_facts(plan, impact) -> None:
    """A checkout with other line ends is another file with the same facts."""
    plan.write(PAYMENTS, (plan.root / PAYMENTS).read_bytes().replace(b"\n", b"\r\n"))
    result = impact(plan, code=0)
    assert (result["facts"], result["changed"], result["figures"]) == ([], [], [])


def test_markdown_and_schema(plan, impact, redline) -> None:
    import jsonschema

    plan.edit(PAYMENTS, "7,750.00", "7,750.01")
    schema = json.loads(redline(plan, "schema", "impact").stdout)
    jsonschema.validate(impact(plan, code=1), schema)
    shown = redline(plan, "impact", "--base", "HEAD", "--format", "markdown").stdout
    assert "- plan/fee\\_cap" in shown or "- plan/fee_cap" in shown
    assert "## Verdicts changed (1)" in shown
