"""Passages: what is understood of a document, and that all of it belongs somewhere."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from settings_of_text import set_anew

from checker.source import Source
from checker.sources.fingerprint import fingerprint, normal
from checker.sources.passages import FURNITURE, Document, read_passages

PLAN = """\
TITLE | PREAMBLE | RECITAL 1 | RECITAL 2 | NOW, THEREFORE | FIRST | SECCOND | SECCOND (A) | SECCOND (B)
SECCOND (B)(1) | SECCOND (B)(2) | SECCOND (B)(2)(i) | SECCOND (B)(2)(ii) | SECCOND (B)(2)(iii) | SECCOND (C)
THIRD | THIRD [para 1] | THIRD [para 2] | FIFTH | IN WITNESS WHEREOF | SIGNATURES
SCHEDULE A | SCHEDULE A note (1) | SCHEDULE A note (2) | SCHEDULE B | SCHEDULE B note 1
EXHIBIT A | EXHIBIT A 1 | EXHIBIT A 1 [para 1] | EXHIBIT A 1 [para 2]
EXHIBIT A 2 | EXHIBIT A 2.a | EXHIBIT A 2.b"""

AMENDMENT = """\
TITLE | AMENDING CLAUSE | AMENDING CLAUSE [para 1] | AMENDING CLAUSE [para 2] | SCHEDULE A | SAVING CLAUSE
DATED | SIGNATURES"""

LETTER = "TITLE | PREAMBLE | 1 | 1.a | 1.b | 2 | 3 | SIGNATURES | SCHEDULE A | SCHEDULE A note *"


def labels(text: str) -> list[str]:
    return text.replace("\n", " | ").split(" | ")


def read(text: str) -> Document:
    return read_passages(Source("plan.txt", text))


def says(document: Document, label: str) -> str:
    return " ".join(document[label].text.split())


def assert_all_belongs_somewhere(document: Document) -> None:
    """The pieces cover the text once; a passage lies in the one around it, and holds its pieces."""
    at = 0
    for piece in document.pieces:
        assert piece.start == at < piece.end
        assert piece.label == FURNITURE or piece.label in document
        at = piece.end
    assert at == len(document.source.text)
    for label, passage in document.items():
        assert passage.label == label
        mine = [p for p in document.pieces if p.label and label in document.around(p.label)]
        assert passage.text == "".join(document.source.text[p.start : p.end] for p in mine)
        assert (passage.start, passage.end) == (mine[0].start, mine[-1].end)
        if passage.inside is not None:
            around = document[passage.inside]
            assert around.start <= passage.start < passage.end <= around.end


# --- documents of our own --------------------------------------------------------------------


def test_labels(plan: Document, amendment: Document, letter: Document) -> None:
    assert list(plan) == labels(PLAN)
    assert list(amendment) == labels(AMENDMENT)
    assert list(letter) == labels(LETTER)


def test_all_belongs_somewhere(plan: Document, amendment: Document, letter: Document) -> None:
    for document in (plan, amendment, letter):
        assert_all_belongs_somewhere(document)


def test_nesting(plan: Document) -> None:
    assert list(plan.around("SECCOND (B)(2)(i)")) == [
        "SECCOND (B)(2)(i)", "SECCOND (B)(2)", "SECCOND (B)", "SECCOND",
    ]  # fmt: skip
    assert plan["EXHIBIT A 2.b"].inside == "EXHIBIT A 2"
    assert plan["SCHEDULE A note (1)"].inside == "SCHEDULE A"


def test_a_paragraph_goes_on_over_a_page_break(plan: Document) -> None:
    report = "(C) The Seller sends the board a report each quarter of the amounts that were spent and of what"
    assert says(plan, "SECCOND (C)").startswith(report)
    assert normal(plan["RECITAL 2"].text).endswith("every agreement that is related to it;")


def test_furniture_belongs_to_no_passage(plan: Document, letter: Document) -> None:
    hidden = [plan.source.text[p.start : p.end].split() for p in plan.pieces if p.label == FURNITURE]
    assert ["1", "<PAGE>"] in hidden and ["8"] in hidden
    assert next(w for w in hidden if w[0] == "5")[:5] == ["5", "<PAGE>", "COMPANY", "FUND", "SINCE"]
    assert says(plan, "SCHEDULE A").count("COMPANY FUND SINCE") == 1
    assert all("03/01/24" not in passage.text for passage in letter.values())


def test_a_list_inside_a_sentence(plan: Document) -> None:
    assert says(plan, "SECCOND (B)(2)(iii)").endswith(
        "anything else that Harbour Selling, Inc. does for them."
    )
    assert says(plan, "SECCOND (B)(2)").endswith("What is left over goes back to the Company.")


def test_a_reference_is_no_number(plan: Document) -> None:
    assert "THIRD (B) and (C) have been received" in says(plan, "SECCOND (A)")
    assert "see the FIRST paragraph" in says(plan, "THIRD [para 2]")


def test_a_quoted_schedule_ends_with_its_quotation(amendment: Document) -> None:
    assert says(amendment, "SCHEDULE A").endswith('Lighthouse "Class D" Fund"')
    assert says(amendment, "SIGNATURES").startswith("HARBOUR BOND FUNDS, INC. HARBOUR SHARE")


# --- shapes one by one -----------------------------------------------------------------------

OPENING = "PLAN\n\nThis plan is made by those who are named at the end of it.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FIRST: One.\n\nTHIRD: Three.\n\nSECOND: a word in a sentence.", "FIRST | THIRD"),
        ("FIRST.  One.\n\nSECOND -- Two.\n\nTHIRD \u2014 Three.", "FIRST | SECOND | THIRD"),
        ("First: One.\n\nTWENTY-FIRST: Later.", "FIRST | TWENTY-FIRST"),
        ("FRIST: One.\n\nSECND: Two.\n\nTHIRD: Three.", "FRIST | SECND | THIRD"),
        ("FIRST: (a) one\n\n(b) two\n\n(i) not nine but one", "FIRST | FIRST (a) | FIRST (b) | FIRST (b)(i)"),
        ("FIRST:\n(A) one\n\n(B) two", "FIRST | FIRST (A) | FIRST (B)"),
        ("1. one\n\n2. two\n\n(a) deep\n\n(b) deep\n\n3. three", "1 | 2 | 2(a) | 2(b) | 3"),
        ("1. one\n\n1.1 deep\n\n1.2 deep\n\n2. two", "1 | 1.1 | 1.2 | 2"),
        ("Section 1. one\n\nSection 2. two\n\nSection 2 of the Act is a law.", "SECTION 1 | SECTION 2"),
        ("ARTICLE I\n\nSECTION 1. one\n\nARTICLE II\n\nSECTION 1. one", (
            "ARTICLE I | ARTICLE I SECTION 1 | ARTICLE II | ARTICLE II SECTION 1"
        )),
        ("1. one\n\n7. far too high", "1"),
        ("FIRST: one\n\nNOTICES: none\n\n\"FIRST\" is a word.", "FIRST"),
        ("A. one\n\nB. two", "A | B"),
        ("APPENDIX 1\n\nWords.\n\nAnnex B\n\nWords.", "APPENDIX 1 | ANNEX B"),
        ("SCHEDULE A\n\nFund(1)\n\n(1) note\n\nSCHEDULE A\n\nagain", (
            "SCHEDULE A | SCHEDULE A note (1) | SCHEDULE A [2]"
        )),
        ("WHEREAS, one.\n\nNOW THEREFORE, it is so.", "RECITAL 1 | NOW, THEREFORE"),
    ],
)  # fmt: skip
def test_shapes(text: str, expected: str) -> None:
    found = [label for label in list(read(OPENING + text))[2:] if "para" not in label]
    assert found == labels(expected)
    assert_all_belongs_somewhere(read(OPENING + text))


def test_a_letter_after_h_is_no_roman_figure() -> None:
    text = "FIRST:\n\n" + "\n\n".join(f"({letter}) words" for letter in "abcdefghij")
    assert list(read(OPENING + text))[-3:] == ["FIRST (h)", "FIRST (i)", "FIRST (j)"]


def test_less_indented_text_goes_back_to_the_paragraph_around() -> None:
    text = (
        "FIRST: What follows is paid for out of the assets of it:\n\n      (A) one\n          more\n\n"
        "      (B) two\n          more\n\n"
        "      Nothing else is paid for out of them, whatever the\nboard or the seller may say."
    )
    assert list(read(OPENING + text))[-4:] == ["FIRST [para 1]", "FIRST (A)", "FIRST (B)", "FIRST [para 2]"]


NEXT_TO_NOTHING = ["", "\n\n", "12", "<PAGE>", "\f\f", "(A)", "FIRST:", '"SCHEDULE A', "By:", "\r\n"]


@pytest.mark.parametrize("text", NEXT_TO_NOTHING)
def test_next_to_nothing(text: str) -> None:
    assert_all_belongs_somewhere(read(text))


LINES = st.sampled_from(
    [
        "", "", "", "<PAGE>", "\f", "7", "FIRST:", "SECOND: of the plan that is made here by", "THIRD (A)",
        "(A) words", "(i) words", "(1) words of some length that go on here", "a.) b", "1. x", "2. y",
        "WHEREAS, it", "NOW, THEREFORE", "IN WITNESS WHEREOF", "By: /s/", "SCHEDULE A", '"EXHIBIT B', 'end"',
        "Fund(1)", "(1) note", "1  note", "      the words: (i) one; (ii) two; and (iii) three. More of it",
        "Dated: today", "is hereby amended to say what follows below here", "Schedule A", "A B C", "----",
        "all words of the plan remain in full force and effect as they were",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\r\n"]))
def test_any_text_is_read(lines: list[str], end: str) -> None:
    assert_all_belongs_somewhere(read(end.join(lines)))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read(text: str) -> None:
    assert_all_belongs_somewhere(read(text))


@pytest.mark.parametrize("seed", range(20))
def test_other_settings_of_the_plan(plan: Document, seed: int) -> None:
    assert_same(plan, seed)


def assert_same(document: Document, seed: int) -> None:
    rng = random.Random(seed)
    anew = set_anew(document, rng.choice([60, 70, 80, 100]), rng.choice([8, 20, 40, 60]), rng)
    was = {label: fingerprint(passage.text) for label, passage in document.items()}
    now = {label: fingerprint(passage.text) for label, passage in anew.items()}
    assert now == was


# --- the filed documents ---------------------------------------------------------------------

EXCEPTIONS = {
    ("class_k_related_agreement_2003", "SIGNATURES", '(its "designees"). 08/18/03'): (
        "joins the end of 1.c to the date at the foot of the page, to show the date; neither is a signature"
    )
}


def test_every_provision_is_found(filed: dict[str, Document], provisions: list[tuple[str, str, str]]) -> None:
    assert len(provisions) > 600
    missing = [row for row in provisions if row[1] not in filed[row[0]]]
    assert not missing
    elsewhere = {row for row in provisions if normal(row[2]) not in normal(filed[row[0]][row[1]].text)}
    assert elsewhere == EXCEPTIONS.keys()


def test_all_of_the_filed_documents_belongs_somewhere(filed: dict[str, Document]) -> None:
    for document in filed.values():
        assert_all_belongs_somewhere(document)


def test_labels_of_the_filed_documents(filed: dict[str, Document]) -> None:
    tops = {
        name: [label for label, passage in document.items() if passage.inside is None]
        for name, document in filed.items()
    }
    ordinals = [label for label in tops["class_b_2003"] if label.endswith(("TH", "ST", "RD", "ND"))]
    assert len(ordinals) == 18
    assert "SIXTEENTH" not in ordinals
    assert tops["class_k_related_agreement_2003"][2:-2] == [str(n) for n in range(1, 13)]
    assert tops["investor_class_amendment_2"] == [
        "TITLE", "AMENDING CLAUSE", "SCHEDULE A", "SAVING CLAUSE", "DATED", "SIGNATURES",
    ]  # fmt: skip
    assert {label for tops_ in tops.values() for label in tops_ if label.startswith(("EIG", "TWEL"))} == {
        "EIGHTH", "EIGTHTH", "EIGHTEENTH", "TWELFTH", "TWELVETH",
    }  # fmt: skip


def test_other_settings_of_the_filed_documents(filed: dict[str, Document]) -> None:
    for name in ("class_b_2003", "class_k_2000", "class_k_2003"):
        for seed in range(6):
            assert_same(filed[name], seed)
