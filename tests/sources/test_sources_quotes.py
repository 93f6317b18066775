"""Quotes: one line, not too long, as the document has the words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.sources.fingerprint import normal
from checker.sources.passages import Document
from checker.sources.quotes import quote, readable, shortened


def test_a_short_passage_is_quoted_whole(plan: Document) -> None:
    said = "FIFTH: Any notice is sent in writing to the address that the other party has given for it."
    assert quote(plan, "FIFTH") == quote(plan, "paragraph Fifth") == said


def test_divided_words(plan: Document) -> None:
    assert quote(plan, "RECITAL 2").endswith("every agreement that is re-lated to it;")
    assert readable("re-\n  lated", "what is related") == "related"
    assert readable("asset-\nbased", "an asset-based charge") == "asset-based"
    assert readable("12b-\n1") == "12b-1"


def test_a_long_passage_is_cut_in_the_middle(plan: Document) -> None:
    cut = quote(plan, "SECCOND (B)", 80)
    assert cut.startswith("(B) Payments may be used for: (1)")
    assert cut.endswith("goes back to the Company.")
    assert " … " in cut
    assert len(cut) <= 80


def test_nothing_is_quoted_of_what_is_not_there(plan: Document) -> None:
    assert quote(plan, "TENTH") == ""


def test_quotes_of_the_filed_documents(filed: dict[str, Document]) -> None:
    for document in filed.values():
        for label in document:
            said = quote(document, label)
            assert said and len(said) <= 400 and "\n" not in said and "<PAGE>" not in said
            assert "…" in said or normal(said) == normal(document[label].text)


@settings(deadline=None)
@given(st.text(alphabet="abc d\u00e9", max_size=120), st.integers(1, 60))
def test_never_longer_than_asked_for(text: str, most: int) -> None:
    line = " ".join(text.split())
    cut = shortened(line, most)
    assert len(cut) <= most
    assert cut == line or "…" in cut
    head, _, tail = cut.partition("…")
    assert line.startswith(head.rstrip()) and line.endswith(tail.lstrip())
