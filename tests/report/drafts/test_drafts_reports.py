"""What the reports on drafts say: the same in every format, folded where it is alike, never acting."""

from __future__ import annotations

import doctest
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from draft_examples import (
    EXAMPLES,
    FOUR,
    HOSTILE,
    amended,
    cost,
    effect,
    headroom,
    many,
    need,
    raise_for_four,
)
from jsonschema import Draft202012Validator

from checker.findings.amended import Amended, Compared
from checker.report import wording
from checker.report.drafts import amounts, columns, costs, effects, needs, plan, words
from checker.report.drafts.formats import Layout, render
from checker.report.drafts.plan import plan_of
from checker.report.layout import cells
from checker.report.markdown import escape
from checker.resources import data

VOID = {"meta", "link", "br"}


@pytest.fixture(params=sorted(EXAMPLES))
def found(request: pytest.FixtureRequest) -> Amended | Compared:
    return EXAMPLES[request.param]()


def terminal(of: Amended | Compared, width: int = 100, *, every_fund: bool = True, color: bool = False) -> str:
    return render("terminal", of, Layout(width=width, every_fund=every_fund, color=color))


@pytest.mark.parametrize("module", [words, effects, needs, amounts, costs, columns, plan], ids=lambda m: m.__name__)
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# --- the same in every format ----------------------------------------------------------------


def said(of: Amended | Compared) -> Iterator[str]:
    """Yield what no report may leave out."""
    for e in of.effects:
        yield from (e.key, e.severity, e.element, e.fund, e.share_class, e.new, e.which, e.paragraph, e.clause)
        yield from (e.question, e.note, *e.worse_off, *e.reaches)
        yield from (part for s in e.case for part in (s.text, s.value))
        yield e.old.removesuffix(" per year")
    for c in of.costs:
        yield from (c.clause, c.stream, c.fund, c.share_class, c.payee, c.period, c.old, c.new, c.rounding)
        yield from (c.difference, c.not_known)
    for h in of.headroom:
        yield from (h.clause, h.authority, h.paragraph, h.stream, h.fund, h.share_class, h.period, h.observed)
        yield from (h.old_cap, h.new_cap, h.old_headroom, h.new_headroom, h.binds, h.not_known)
    yield from (one.path for one in of.inputs)
    if isinstance(of, Compared):
        yield from (of.before, of.after, *of.not_known)
        return
    yield from (of.agreement, of.title, *of.draft, of.effective, of.as_of, of.rules_revision)
    for t in of.troubles:
        yield from (t.key, t.amendment, t.message, t.verdict, t.cure)
    for n in of.needs:
        yield from (n.standing, n.what, n.fund, n.share_class, n.matter, n.relief, n.by, n.question, n.code)
        yield from (n.authority, n.paragraph, n.says, *n.effects, *n.on_file, *n.missing)
        if n.votes:
            yield from (n.votes.test, n.votes.least, n.votes.least_present, *n.votes.missing)
            yield from (part for s in n.votes.steps for part in (s.text, s.value))
    for r in of.resolutions:
        yield from (r.body, r.fund, r.share_class, r.manner, r.question, r.threshold, r.least, r.by, r.standing)
        yield from (*r.evidence, *r.needs)


def test_every_format_says_everything(found: Amended | Compared) -> None:
    shown = {
        "terminal": terminal(found),
        "html": Parsed(render("html", found)).shown,
        "markdown": html.unescape(re.sub(r"</?(span|code)>", "", render("markdown", found))),
    }
    for text in said(found):
        for style, report in shown.items():
            assert plain(wording.visible(text)) in plain(report), (style, text)


def plain(text: str) -> str:
    """Return text without blanks, backslashes and capitals: neither wrapping nor escaping counts."""
    return re.sub(r"[\s\\]", "", text).lower()


def test_every_format_says_everything_can_fail(found: Amended | Compared) -> None:
    """The comparison sees what is left out: an unheard-of key is in none of them."""
    other = found.model_copy(update={"effects": (*found.effects, effect("cap-zapped", "schedule_z.cap", new="9.99%"))})
    assert {"cap-zapped", "9.99%"} <= set(said(other))
    assert "cap-zapped" not in terminal(found) and "cap-zapped" in terminal(other)


def test_json_is_the_model_and_fits_its_schema(found: Amended | Compared) -> None:
    written = render("json", found)
    assert type(found).model_validate_json(written) == found
    schema = type(found).model_json_schema(mode="serialization")
    assert list(Draft202012Validator(schema).iter_errors(json.loads(written))) == []


# --- what text may do ------------------------------------------------------------------------


class Parsed(HTMLParser):
    """What a page is made of; fails on a tag that closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.shown += data


def test_page_is_well_formed_and_fetches_nothing(found: Amended | Compared) -> None:
    page = Parsed(render("html", found))
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    named = {one for _, given in page.tags for one in (given.get("aria-labelledby") or "").split()}
    targets = {given[a] or "" for _, given in page.tags for a in ("href", "src") if a in given}
    assert named | {t[1:] for t in targets if t.startswith("#")} <= set(ids)
    assert {t for t in targets if not t.startswith("#")} == {"data:,"}
    assert not {tag for tag, _ in page.tags} & {"script", "img", "iframe", "form", "object", "base"}
    assert not [name for _, given in page.tags for name in given if name.startswith("on")]
    assert all("scope" in given for tag, given in page.tags if tag == "th")
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1 and headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(headings, headings[1:], strict=False))


def test_style_fetches_nothing() -> None:
    css = data("reports").joinpath("amend.css").read_text(encoding="utf-8")
    assert "url(" not in css and "@import" not in css


@pytest.mark.parametrize("style", ["terminal", "markdown", "html"])
def test_control_characters_are_spelled_out(style: str) -> None:
    report = render(style, EXAMPLES["hostile"](), Layout(every_fund=True))
    assert not set(report) & {"\x1b", "\x07", "\u202e", "\u2066"}
    assert "\\x1b" in report.replace("\\\\", "\\")
    assert "\\u202ednuF" in report.replace("\\\\", "\\")


def test_html_text_stays_text() -> None:
    report = render("html", EXAMPLES["hostile"]())
    assert "<script" not in report
    shown = Parsed(report).shown
    assert HOSTILE[0] in shown and HOSTILE[1] in shown and HOSTILE[5] in shown


def test_markdown_text_stays_text() -> None:
    report = render("markdown", EXAMPLES["hostile"]())
    outside = re.sub(r"`[^`]*`|<code>.*?</code>", "", report)
    assert escape(HOSTILE[0]) in outside and "<script" not in outside
    assert re.search(r"(?<!\\)[*]d[*]|(?<!\\)\[f\]|\{\{ 7\*7", outside) is None
    assert "{{ 7\\*7 }}" in outside, "not evaluated"


def test_markdown_tables_hold_and_blocks_stand_apart(found: Amended | Compared) -> None:
    lines = render("markdown", found).splitlines()
    table: list[int] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("|"):
            table.append(len(re.findall(r"(?<!\\)\|", line)))
            assert table[-1] == table[0], line
        else:
            table = []
        if line.startswith("#") or (line.startswith("|") and not before.startswith("|")):
            assert before == "", (before, line)
        assert not before.startswith("#") or line == ""
        assert before or line, "two empty lines"


@pytest.mark.parametrize("width", [60, 80, 100, 132])
@pytest.mark.parametrize("every_fund", [False, True])
def test_lines_fit_the_terminal(found: Amended | Compared, width: int, every_fund: bool) -> None:
    lines = terminal(found, width, every_fund=every_fund).splitlines()
    assert [line for line in lines if cells(line) > width] == []


def test_colour_adds_nothing_but_colour(found: Amended | Compared) -> None:
    coloured = terminal(found, 80, color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == terminal(found, 80)


# --- effects ---------------------------------------------------------------------------------

ONE = {"old": "0.25% per year", "new": "0.30% per year", "direction": "raised", "decided_by": "figures"}


def listed(report: str, title: str = "Effects") -> list[str]:
    lines = report.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(title)) + 2
    end = next((n for n in range(start, len(lines)) if lines[n].startswith("---")), len(lines))
    return lines[start : end - 2]


def test_one_change_is_one_line_like_a_plan() -> None:
    report = terminal(amended(effects=(effect("rate-raised", "schedule_b.service_fee", fund="INVESCO Energy Fund", **ONE),)))
    assert listed(report)[0] == "~ schedule_b.service_fee  0.25% → 0.30% per year  INVESCO Energy Fund"


def test_the_same_change_for_many_funds_is_counted_and_listed_on_demand() -> None:
    funds = [f"Fund {n:02}" for n in range(18)]
    found = amended(effects=tuple(effect("rate-raised", "schedule_b.service_fee", fund=f, **ONE) for f in funds))
    short = listed(terminal(found, every_fund=False))
    assert short[0] == "~ schedule_b.service_fee  0.25% → 0.30% per year  18 funds"
    assert not [line for line in short if "Fund 0" in line]
    full = listed(terminal(found, every_fund=True))
    assert [line.split("  ")[-1] for line in full[:18]] == funds
    for style in ("markdown", "html"):
        assert all(f in render(style, found) for f in funds)


def test_three_funds_are_named() -> None:
    found = amended(effects=tuple(effect("rate-raised", "s.fee", fund=f, **ONE) for f in FOUR[:3]))
    lines = listed(terminal(found, every_fund=False))[:3]
    assert [line.split("  ")[-1] for line in lines] == list(FOUR[:3])


def test_funds_with_another_value_stand_on_their_own_line() -> None:
    some = [effect("rate-raised", "s.fee", fund=f, **ONE) for f in FOUR]
    some[1] = some[1].model_copy(update={"old": "0.20% per year"})
    (block,) = plan_of(amended(effects=tuple(some))).blocks
    assert [line.funds for line in block.lines] == [(FOUR[0], FOUR[2], FOUR[3]), (FOUR[1],)]


def test_elements_stand_together_in_the_order_they_come() -> None:
    some = tuple(effect(key, element) for key, element in (("a-changed", "x"), ("b-changed", "y"), ("c-added", "x")))
    assert [(b.element, b.key) for b in plan_of(amended(effects=some)).blocks] == [
        ("x", "a-changed"), ("x", "c-added"), ("y", "b-changed"),
    ]  # fmt: skip


def test_folding_loses_no_effect(found: Amended | Compared) -> None:
    shown = [
        (b.key, b.element, line.old, line.new, line.share_class, fund)
        for b in plan_of(found).blocks
        for line in b.lines
        for fund in line.funds or ("",)
    ]
    assert sorted(shown) == sorted((e.key, e.element, e.old, e.new, e.share_class, e.fund) for e in found.effects)


def test_folding_loses_no_need(found: Amended | Compared) -> None:
    shown = sorted(
        (ask.code, need.standing, need.what, fund)
        for actor in plan_of(found).needs
        for need in actor.needs
        for ask in need.asks
        for line in need.lines
        for fund in line.funds or ("",)
    )
    given = found.needs if isinstance(found, Amended) else ()
    assert shown == sorted((n.code, n.standing, n.what, n.fund) for n in given)


def test_a_vote_that_several_clauses_ask_for_is_said_once() -> None:
    vote = {"who": "board of directors", "votes": raise_for_four().needs[0].votes}
    found = amended(needs=(
        need("board", "on file", "a majority approves", code="a/one", **vote),
        need("board", "on file", "a majority approves", code="a/two", question="Is it material?", **vote),
    ))  # fmt: skip
    report = terminal(found)
    assert report.count("a majority approves") == 1
    assert "a/one" in report and "a/two" in report and "Is it material?" in report


@pytest.mark.parametrize(
    ("key", "given", "sign"),
    [
        ("rate-raised", {"direction": "raised"}, "~"),
        ("rate-raised", {"direction": "raised", "question": "Is it material?"}, "~"),
        ("cap-added", {}, "+"),
        ("consent-removed", {}, "-"),
        ("fund-dropped", {}, "-"),
        ("class-renamed", {}, ">"),
        ("fund-moved", {}, ">"),
        ("clause-renumbered", {}, ">"),
        ("party-substituted", {}, "~"),
        ("clause-changed", {"question": "Which way?"}, "?"),
        ("clause-loosened", {"direction": "undecided"}, "?"),
        ("cap-added", {"question": "Of what?"}, "+"),
        ("text-changed", {}, "?"),
        ("not-comparable", {}, "?"),
    ],
)
def test_signs(key: str, given: dict[str, str], sign: str) -> None:
    assert words.sign(effect(key, "x", **given)) == sign


def test_the_last_lines_count_like_a_plan() -> None:
    some = (*(effect("rate-raised", "s.fee", fund=f) for f in FOUR[:3]), effect("cap-added", "s.cap"),
            effect("text-changed", "clause x", question="Is anything meant?"))  # fmt: skip
    report = terminal(amended(effects=some, needs=(need("board", "missing", "x"),), exit_code=3))
    assert report.splitlines()[-3:] == [
        "3 raised, 1 added, 1 changed in words alone; 1 for counsel.",
        "Needs: 1 missing.",
        "Exit 3: something is missing and not yet due, not known, or for counsel.",
    ]


def test_no_effect_is_said() -> None:
    report = terminal(EXAMPLES["no_effect"]())
    assert "No effect: nothing that the text says is different." in report
    assert report.endswith("No effect.\nExit 0: nothing stands in the way.\n")


def test_what_is_not_known_is_not_called_nothing() -> None:
    for style in ("terminal", "markdown", "html"):
        report = render(style, EXAMPLES["baseless"]())
        assert report.count("Not known: what it amends is not on file.") == 2
        assert "No effect" not in report and "none found" not in report and "No approval" not in report
    other = EXAMPLES["restated"]().model_copy(update={"effects": ()})
    assert "No effect was found; what could not be known stands apart." in terminal(other)


# --- needs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "mark"),
    [("on file", "✓"), ("kept", "✓"), ("missing", "✗"), ("not known", "?"), ("question", "?"), ("forbidden", "⊘")],
)
def test_marks_come_with_their_word(standing: str, mark: str) -> None:
    found = amended(needs=(need("other", standing, "the thing itself"),))
    assert re.search(rf"^  {re.escape(mark)} {standing} +the thing itself$", terminal(found), re.M)
    assert f"{mark} {standing}</span> the thing itself" in render("html", found)
    assert f"- {mark} **{standing}**: the thing itself" in render("markdown", found)


def test_forbidden_says_that_no_approval_would_do() -> None:
    found = EXAMPLES["forbidden"]()
    for style in ("terminal", "markdown", "html"):
        report = render(style, found)
        assert "no approval would do" in report
        assert "Whoever approves" in report


def test_holders_of_funds_that_stand_alike_are_said_together() -> None:
    named = {a.name: a for a in plan_of(raise_for_four()).needs}
    holders = named["holders of Class K"].needs
    assert [(n.standing, n.funds) for n in holders] == [
        ("missing", FOUR[:1]), ("on file", FOUR[1:2]), ("not known", FOUR[2:]),
    ]  # fmt: skip
    assert holders[0].lines[0].votes is not None and "3,350,001 of 10,000,000" in holders[0].lines[0].votes.least
    assert holders[2].lines[0].votes is not None and holders[2].lines[0].votes.least.startswith("not known")


# --- figures ---------------------------------------------------------------------------------


def test_totals_are_exact_and_leave_out_what_is_not_known() -> None:
    (table,) = plan_of(raise_for_four()).costs
    dynamics, growth, leisure, telecommunications = (one.total for one in table.funds)
    assert dynamics and leisure and table.total
    # 4,650.00 + 4,350.00, 5,166.67 + 4,833.33, 516.67 + 483.33
    assert (dynamics.old, dynamics.new, dynamics.difference) == ("9,000.00", "10,000.00", "+1,000.00")
    assert (leisure.old, leisure.not_known) == ("2,325.00", "1 period of 2 not known and not in the sum")
    # 9,000.00 + 18,000.00 + 2,325.00 + 2,700.00, and so on
    assert (table.total.old, table.total.new, table.total.difference) == ("32,025.00", "35,583.33", "+3,558.33")
    assert table.total.not_known == "1 period of 8 not known and not in the sum"


def test_a_sum_of_what_is_no_amount_is_left_empty() -> None:
    (table,) = plan_of(amended(costs=(cost("A", "2004-01", "1.00", "about 2", "1.00"), cost("A", "2004-02", "1.00", "2.00", "1.00")))).costs
    total = table.funds[0].total
    assert total and (total.old, total.new) == ("2.00", "")


def test_large_sums_lose_no_cent() -> None:
    big = "99,999,999,999,999,999,999,999,999,999.99"
    (table,) = plan_of(amended(costs=(cost("A", "2004-01", big, big, "0.00"), cost("A", "2004-02", big, big, "0.00")))).costs
    total = table.funds[0].total
    assert total and total.old == "199,999,999,999,999,999,999,999,999,999.98"


def test_not_known_is_a_line_of_its_own_in_every_format() -> None:
    found = EXAMPLES["undecided"]()
    for style in ("terminal", "markdown", "html"):
        assert render(style, found).count("the rate before is not on file") == 2


def test_figures_stand_below_each_other() -> None:
    lines = [line for line in terminal(raise_for_four(), 80).splitlines() if line.endswith(("516.67", "3,558.33", "155.00"))]
    old = [re.search(r"[\d,]+\.\d\d", line) for line in lines if line.startswith("  ") and "2004-01" in line]
    assert len({found.end() for found in old if found}) == 1


def test_binding_caps_are_marked() -> None:
    found = amended(headroom=(
        headroom("A", "schedule_cap", ("1.00", "2.00"), ("0.50", "1.50"), binds="old"),
        headroom("A", "law_cap", ("1.75", "1.75"), ("1.25", "1.25"), binds="new"),
    ))  # fmt: skip
    lines = terminal(found).splitlines()
    at = {name: n for n, line in enumerate(lines) for name in ("schedule_cap", "law_cap") if name in line}
    assert lines[at["schedule_cap"] + 1].strip() == "* binds under old terms"
    assert lines[at["law_cap"] + 1].strip() == "* binds under new terms"


def test_headroom_shows_the_tightest_period_and_says_so() -> None:
    found = amended(headroom=tuple(
        headroom("A", "cap", ("9.00", "9.00"), ("1.00", room), period=period)
        for period, room in (("2004-01", "3.00"), ("2004-02", "-2.00"), ("2004-03", "10.00"))
    ))  # fmt: skip
    short = terminal(found, every_fund=False)
    assert "A, Class K, asset_based_sales_charge · 2004-02" in short and "· 2004-03" not in short and "the least of 3 periods" in short
    assert "2004-03" in terminal(found, every_fund=True)


def test_periods_that_are_not_known_are_counted_beside_the_tightest() -> None:
    found = amended(headroom=(
        headroom("A", "cap", ("", ""), ("", ""), period="2004-01", not_known="no figures"),
        headroom("A", "cap", ("9.00", "9.00"), ("1.00", "0.01"), period="2004-02"),
    ))  # fmt: skip
    short = terminal(found, every_fund=False)
    assert "· 2004-02" in short and "· 2004-01" not in short
    assert "the least of 2 periods, 1 of them not known in full" in short


def test_exact_fractions_are_shown_as_decimals_and_marked_where_cut() -> None:
    # 127,827,160,459 / 7,300,000 is 17,510.569925890...; a tenth of a cent is left of 100.001.
    found = amended(
        costs=(cost("A", "2004-01", "157595.12", "175105.69", "17510.57", exact="127827160459/7300000"),),
        headroom=(headroom("A", "cap", ("100", "100001/1000"), ("0", "1/1000"), observed="100"),),
    )
    report = terminal(found)
    assert re.search(r"157,595\.12 +175,105\.69 +\+17,510\.57 +17,510\.5699258904…", report)
    assert re.search(r"100\.00 +100\.0010 +0\.00 +0\.0010$", report, re.M)
    assert "127827160459/7300000" in render("json", found)


def test_bounds_are_shown_like_amounts() -> None:
    found = amended(headroom=(
        headroom("A", "cap", ("9.00", "9.00"), ("1.00", "3.00"), period="2004-01"),
        headroom("A", "cap", ("9.00", "9.00"), ("1.00", "at most 1/3"), period="2004-02", observed="at least 1000"),
    ))  # fmt: skip
    short = terminal(found, every_fund=False)
    assert "· 2004-02" in short and "at least 1,000.00" in short and "at most 0.3333…" in short


def test_periods_not_known_for_one_reason_are_folded_and_listed_on_demand() -> None:
    months = [f"2004-{m:02}" for m in range(1, 7)]
    found = amended(costs=(
        *(cost("A", m, "", "", "", not_known="no net assets") for m in months[:4]),
        cost("A", months[4], "1.00", "2.00", "1.00"),
        cost("A", months[5], "", "", "", not_known="no net assets"),
    ))  # fmt: skip
    short = terminal(found, every_fund=False)
    assert "4 months from 2004-01 to 2004-04  not known: no net assets" in short
    assert "2004-06  not known: no net assets" in short and "2004-02" not in short
    assert all(f"{m}  not known: no net assets" in terminal(found, every_fund=True) for m in months[:4])


def test_three_hundred_funds_are_folded_and_nothing_is_lost() -> None:
    found = many()
    short = terminal(found, 80, every_fund=False)
    assert len(short.splitlines()) < 400
    assert "300 funds" in short and "--every-fund" in short
    # 300 funds of 12 months at 100.10, 111.22 and 11.12
    assert re.search(r"300 funds +360,360\.00 +400,392\.00 +\+40,032\.00", short)
    full = terminal(found, 80, every_fund=True)
    assert all(full.count(f"Fund {n:03}") >= 3 for n in range(1, 301))
    assert "..." not in full
