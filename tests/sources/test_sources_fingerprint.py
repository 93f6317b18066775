"""Fingerprints: the same whatever the setting, another whatever the change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from checker.sources.fingerprint import fingerprint, matches, normal

WORD = st.from_regex(r"[A-Za-z]{1,9}[,;]?", fullmatch=True)
FIGURE = st.from_regex(r"\$?[1-9][0-9]{0,3}(\.[0-9]{2})?%?", fullmatch=True)
WORDS = st.lists(st.one_of(WORD, WORD, WORD, FIGURE), min_size=1, max_size=40)
GAP = st.sampled_from([" ", "  ", "\n", "\r\n      ", "\t", "\u00a0"])


@st.composite
def settings(draw: st.DrawFn, breaks: bool = True) -> tuple[list[str], str]:
    """Words, and a text that sets them in lines, with page breaks between some of the lines."""
    words = draw(WORDS)
    lines: list[str] = [words[0]]
    page = 1
    for word in words[1:]:
        if len(lines[-1]) < draw(st.integers(20, 60)):
            lines[-1] += draw(st.sampled_from([" ", "  ", "\t"])) + word
            continue
        if breaks and draw(st.booleans()):
            lines += ["", f"   {page}", "", draw(st.sampled_from(["<PAGE>", "\f", "<page>  "])), ""]
            page += 1
        lines.append(draw(st.sampled_from(["", "      "])) + word)
    return words, draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@run(deadline=None)
@given(settings())
def test_the_setting_does_not_matter(case: tuple[list[str], str]) -> None:
    words, text = case
    assert normal(text) == normal(" ".join(words))
    assert fingerprint(text) == fingerprint(" ".join(words))


@run(deadline=None)
@given(settings(), st.data())
def test_any_word_or_figure_does(case: tuple[list[str], str], data: st.DataObject) -> None:
    words, text = case
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.one_of(WORD, FIGURE).filter(lambda word: word != words[at]))
    for changed in ([*words[:at], other, *words[at + 1 :]], [*words[:at], *words[at + 1 :]]):
        assert fingerprint(" ".join(changed)) != fingerprint(text)


@run(deadline=None)
@given(WORDS, st.data())
def test_any_letter_or_digit_does(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda i: text[i].isalnum()))
    letter = data.draw(st.sampled_from("abcXYZ0123456789").filter(lambda c: c != text[at]))
    assert fingerprint(text[:at] + letter + text[at + 1 :]) != fingerprint(text)


@run(deadline=None)
@given(st.text(max_size=100))
def test_normal_is_normal(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert len(fingerprint(text)) == 12


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the net as-\nsets", "the net assets"),
        ("asset-based fee", "asset-\n   based fee"),
        ("asset-based fee", "asset\u2011based fee"),
        ("distribu\u00ad\ntion", "distribution"),
        ("Rule 12b-\n1 of", "Rule 12b-1 of"),
        ("first- and second-class", "first-\nand second-class"),
        ("the \u201cFee\u201d of the fund\u2019s", 'the "Fee" of the fund\'s'),
        ("the ``Fee'' here", 'the "Fee" here'),
        ("By: ----------", "By: ____________________"),
        ("one\n\n    - 3 -\n<PAGE>\ntwo", "one two"),
        ("one\n\n<PAGE>   4\n\ntwo", "one two"),
        ("one\n\nPage 3 of 9\n\f\ntwo", "one two"),
        ("one\n<PAGE>\nThe Plan\n\ntwo\n<PAGE>\nThe Plan\n\nthree", "one two three"),
        ("one\n\n03/01/24\n<PAGE>\ntwo\n\n03/01/24\n<PAGE>\nthree", "one two three"),
        ("NAME  FUND\n------\na\n<PAGE>\nNAME  FUND\n------\nb", "NAME FUND\n------\na\nb"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within 10 days", "within 10 business days"),
        ("0.75%", "0.25%"),
        ("12b-1", "12b1"),
        ("the Funds", "the funds"),
        ("paid.", "paid;"),
        ("paid, and", "paid and"),
        ("the Fund's", "the Funds"),
        ("one\n10\ntwo", "one two"),
        ("one\n\n10\n\ntwo", "one two"),
        ("(A) one", "(B) one"),
        ("1-2", "12"),
        ("sold - and", "sold and"),
    ],
)
def test_different(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_pins() -> None:
    found = fingerprint("The fee is 0.25%.")
    assert matches(found, "The fee is  0.25%.")
    assert matches(found[:8].upper(), "The fee is 0.25%.")
    assert not matches(found[:7], "The fee is 0.25%.")
    assert not matches("", "The fee is 0.25%.")
    assert not matches(found, "The fee is 0.26%.")
