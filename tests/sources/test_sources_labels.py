"""Labels as people write them."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from checker.sources.labels import Resolved, hint
from checker.sources.passages import Document

MODULES = (
    "coverage", "defects.dates", "defects.definitions", "fingerprint", "labels", "lists", "lock", "markers",
    "ordinals", "quotes",
)  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(f"checker.sources.{name}")).failed == 0


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("SECCOND (A)", "SECCOND (A)"),
        ("seccond(a)", "SECCOND (A)"),
        ("paragraph SECCOND: (A)", "SECCOND (A)"),
        ("Section Seccond (b) (2) (iii)", "SECCOND (B)(2)(iii)"),
        ("Third", "THIRD"),
        ("3rd", "THIRD"),
        ("the THIRD paragraph", "THIRD"),
        ("THIRD, 2nd paragraph", "THIRD [para 2]"),
        ("THIRD (second paragraph)", "THIRD [para 2]"),
        ("second paragraph of the THIRD paragraph", "THIRD [para 2]"),
        ("third para 2", "THIRD [para 2]"),
        ("FIFTH [para 1]", "FIFTH"),
        ("Exhibit A, 2(b)", "EXHIBIT A 2.b"),
        ("EXHIBIT A paragraph 2.b.", "EXHIBIT A 2.b"),
        ("Exhibit A 1, first paragraph", "EXHIBIT A 1 [para 1]"),
        ("Schedule A, note 2", "SCHEDULE A note (2)"),
        ("SCHEDULE B footnote (1)", "SCHEDULE B note 1"),
        ("recital 2", "RECITAL 2"),
        ("the second recital", "RECITAL 2"),
        ("now therefore", "NOW, THEREFORE"),
        ("Preamble", "PREAMBLE"),
    ],
)
def test_what_is_meant(plan: Document, written: str, label: str) -> None:
    assert plan.resolve(written) == Resolved(label)


@pytest.mark.parametrize("written", ["1.a", "1(a)", "Paragraph 1(a)", "1 a", "paragraph 1.a."])
def test_plain_numbers(letter: Document, written: str) -> None:
    assert letter.resolve(written) == Resolved("1.a")


def test_a_note_with_a_star(letter: Document) -> None:
    assert letter.resolve("Schedule A note *") == Resolved("SCHEDULE A note *")


def test_every_label_means_itself(plan: Document, amendment: Document, letter: Document) -> None:
    for document in (plan, amendment, letter):
        for label in document:
            assert document.resolve(label) == Resolved(label)
            assert document.resolve(label.lower().replace(" ", "  ")) == Resolved(label)


@pytest.mark.parametrize("written", ["SECOND (A)", "2nd (A)"])
def test_the_right_spelling_of_a_misprint(plan: Document, written: str) -> None:
    assert plan.resolve(written) == Resolved("SECCOND (A)", printed="SECCOND")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("THRID", "did you mean `THIRD`?"),
        ("SECOND (D)", "did you mean `SECCOND (A)`, `SECCOND (B)` or `SECCOND (C)`?"),
        ("THIRD [para 3]", "did you mean `THIRD [para 1]` or `THIRD [para 2]`?"),
        ("FOURTH", "the document has `THIRD` and `FIFTH`"),
        ("TENTH", "the document has `FIFTH`"),
        ("THIRD (Z)(4)", "`THIRD` has `THIRD [para 1]` and `THIRD [para 2]`"),
        ("SECCOND (B)(2)(xxviii)", "`SECCOND (B)(2)` has `SECCOND (B)(2)(i)`, "),
        ("something else", None),
        ("", None),
    ],
)
def test_hints(plan: Document, written: str, said: str | None) -> None:
    assert plan.resolve(written) is None
    found = hint(written, plan)
    assert (found or "").startswith(said) if said else found is None


def test_the_first_paragraph_of_one_that_has_none(plan: Document) -> None:
    assert plan.resolve("SECCOND [para 1]") is None


def test_labels_of_the_filed_documents(filed: dict[str, Document]) -> None:
    agreement = filed["class_b_2003"]
    for written, label in {
        "paragraph EIGHTH (B)": "EIGHTH (B)",
        "Section EIGHTH: (A)": "EIGHTH (A)",
        "paragraph Nineteenth": "NINETEENTH",
        "FOURTEENTH, 2nd paragraph": "FOURTEENTH [para 2]",
        "FIFTEENTH (C) (iii)": "FIFTEENTH (C)(iii)",
    }.items():
        assert agreement.resolve(written) == Resolved(label)
    assert agreement.resolve("TWELFTH") == Resolved("TWELVETH", printed="TWELVETH")
    assert filed["class_k_2003"].resolve("TWELVETH") is None
    assert hint("SIXTEENTH", agreement) == "the document has `FIFTEENTH` and `SEVENTEENTH`"
