"""The page is well formed, needs nothing beside itself, and shows names as they are."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from checker.findings.model import Result
from checker.report.html import FULL, render_html
from checker.resources import data

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """What a page is made of; fails on a tag that closes what is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.labels: list[str] = []
        self.headings: list[int] = []
        self.tags: set[str] = set()
        self.shown = ""
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice in <{tag}>"
        self.tags.add(tag)
        self.attributes.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.targets += [given[name] or "" for name in ("href", "src") if name in given]
        self.labels += (given.get("aria-labelledby") or "").split()

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.shown += data


@pytest.fixture(params=[False, True])
def page(request: pytest.FixtureRequest, case: tuple[str, Result]) -> Page:
    return Page(render_html(case[1], all_verdicts=request.param))


def test_tags_balance(page: Page) -> None:
    assert page.open == []


def test_ids_are_unique_and_references_resolve(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert set(page.labels) <= set(page.ids)
    assert {one[1:] for one in page.targets if one.startswith("#")} <= set(page.ids)


def test_nothing_is_fetched(page: Page) -> None:
    assert all(one.startswith("#") or one == "data:," for one in page.targets)
    assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
    assert not [name for _, given in page.attributes for name in given if name.startswith("on")]


def test_style_fetches_nothing() -> None:
    css = data("reports").joinpath("style.css").read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css


def test_headings_descend_one_at_a_time(page: Page) -> None:
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_language_skip_link_and_scopes(page: Page) -> None:
    first = dict(page.attributes)
    assert first["html"]["lang"] == "en"
    assert page.targets[1] == "#report", "the skip link is the first link of the page"
    assert all("scope" in given for tag, given in page.attributes if tag == "th")


def test_names_are_shown_literally(results: dict[str, Result]) -> None:
    text = render_html(results["awkward"])
    shown = Page(text).shown
    for finding in results["awkward"].findings[:5]:
        assert finding.subject[0].value in shown
    assert "<script" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\u202ednuF" in shown


def test_verdict_is_a_word_in_every_finding(results: dict[str, Result]) -> None:
    text = render_html(results["scenarios"])
    cards = text.split("<article ")[1:]
    assert len(cards) == 7
    for card in cards:
        assert re.search(r'class="badge \w+">(violated|Undetermined|For counsel)', card)


def test_no_finding_is_left_out_of_many(many: Result) -> None:
    text = render_html(many)
    assert text.count('<article class="is-violated"') == FULL
    assert text.count('<code class="short">') == 30_000 - FULL


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", ["ink", "soft", "accent", "bad", "open", "good"])
def test_contrast(name: str) -> None:
    css = data("reports").joinpath("style.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", css)
    assert found
    assert 1.05 / (luminance(found.group(1)) + 0.05) >= 4.5
