"""How much of a document is cited."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.source import Source
from checker.sources.coverage import Share, coverage, own_words
from checker.sources.passages import FURNITURE, Document, read_passages

TEXT = """\
PLAN

This plan is made by those who are named at the end of it.

FIRST:

(A) one two three

(B) four five: (i) six seven; and (ii) eight.

SECOND: nine ten
"""


@pytest.fixture(scope="module")
def small() -> Document:
    return read_passages(Source("small.txt", TEXT))


def test_words(small: Document) -> None:
    assert own_words(small) == {
        "TITLE": 1, "PREAMBLE": 14, "FIRST (A)": 3, "FIRST (B)": 2, "FIRST (B)(i)": 3, "FIRST (B)(ii)": 1,
        "SECOND": 2,
    }  # fmt: skip


def test_nothing_is_cited(small: Document) -> None:
    found = coverage(small, [])
    assert found.cited == ()
    assert found.uncited == tuple(own_words(small))
    assert (found.passages.percent, found.words.percent) == (Decimal("0.0"), Decimal("0.0"))


def test_directly_and_from_around(small: Document) -> None:
    found = coverage(small, ["first (b)", "SECOND", "SECOND"])
    assert found.cited == ("FIRST (B)", "FIRST (B)(i)", "FIRST (B)(ii)", "SECOND")
    assert found.passages == Share(4, 7)
    assert found.words == Share(8, 26)
    assert (found.passages.percent, found.words.percent) == (Decimal("57.1"), Decimal("30.7"))


def test_from_inside_is_not_cited(small: Document) -> None:
    assert coverage(small, ["FIRST (B)(i)"]).cited == ("FIRST (B)(i)",)
    assert coverage(small, ["FIRST"]).cited == ("FIRST (A)", "FIRST (B)", "FIRST (B)(i)", "FIRST (B)(ii)")


def test_unknown_labels(small: Document) -> None:
    assert coverage(small, ["THIRD", "SECOND", "THIRD"]).unknown == ("THIRD",)


def test_all(plan: Document, amendment: Document, letter: Document) -> None:
    for document in (plan, amendment, letter):
        found = coverage(document, document)
        assert found.uncited == ()
        assert (found.passages.percent, found.words.percent) == (Decimal("100.0"), Decimal("100.0"))


def test_nothing_there() -> None:
    assert coverage(read_passages(Source("empty.txt", "")), []).words.percent == Decimal("100.0")


def test_words_of_the_filed_documents(filed: dict[str, Document]) -> None:
    for document in filed.values():
        pieces = [p for p in document.pieces if p.label == FURNITURE]
        hidden = sum(len(document.source.text[p.start : p.end].split()) for p in pieces)
        printed = len(document.source.text.split())
        numbers = 250
        assert printed - hidden - numbers < sum(own_words(document).values()) <= printed - hidden
