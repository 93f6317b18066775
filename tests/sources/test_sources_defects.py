"""Defects of documents: what is noted, where, and that nothing else is. The expectations are data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.source import Source
from checker.sources.defects import defects
from checker.sources.defects.definitions import definitions, pattern
from checker.sources.defects.reading import Reading
from checker.sources.passages import Document, read_passages

HERE = Path(__file__).parent
DATA = HERE / "defects"
OWN = sorted([*DATA.glob("*.txt"), *(HERE / "examples").glob("*.txt")])
KINDS = {
    "S007", "S008", "S009", "S010", "S011", "S012", "S013", "S014", "S015", "S016", "S017", "S018",
}  # fmt: skip

Row = tuple[str, ...]


def rows(name: str) -> set[Row]:
    _, *lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return {tuple(line.split("\t")) for line in lines}


def noted(document: Document) -> Iterable[tuple[str, str, str, str]]:
    """Yield the label, the place, the code and the message of each note."""
    source, reading = document.source, Reading(document)
    for d in defects(document):
        assert d.severity == "note"
        line, column = source.line_column(d.primary.where.start)
        yield reading.label_at(d.primary.where.start), f"{line}:{column}", d.code, d.message


def read(text: str) -> Document:
    return read_passages(Source("plan.txt", text))


def codes(body: str) -> list[str]:
    """Return the codes noted of a plan with this body."""
    head = 'PLAN\n\n     The Company (the "Seller") is here named, and the Seller is the one that pays.\n\n'
    return [d.code for d in defects(read(head + body))]


@pytest.mark.parametrize("path", OWN, ids=lambda p: p.stem)
def test_own_documents(path: Path) -> None:
    document = read_passages(Source(path.name, path.read_text(encoding="utf-8")))
    found = {(path.name, place, code, message) for _, place, code, message in noted(document)}
    assert found == {row for row in rows("expected.tsv") if row[0] == path.name}


def test_every_kind_is_tried_and_a_document_has_none() -> None:
    assert {row[2] for row in rows("expected.tsv")} == KINDS
    clean = {path.name for path in OWN} - {row[0] for row in rows("expected.tsv")}
    assert "nothing_wrong.txt" in clean


def test_the_filed_documents_have_these_and_no_others(filed: dict[str, Document]) -> None:
    found = {(f"{name}.txt", *row) for name, document in filed.items() for row in noted(document)}
    assert found == rows("filed.tsv")


def test_related_places(filed: dict[str, Document]) -> None:
    document = filed["class_k_2000"]
    (two,) = (d for d in defects(document) if d.code == "S011")
    source = document.source
    assert source.line(source.line_column(two.related[0].where.start)[0]).startswith("(4) On  March 29")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1. It is paid.\n\n2. It is owed.\n\n4. It is lent.\n", ["S007"]),
        ("SECTION 1. It is paid.\n\nSECTION 2. It is owed.\n\nSECTION 2. It is lent.\n", ["S007"]),
        ("FIRST: It is paid as section 1(a) of the Act of 1940 and Section 12 thereof say.\n", []),
        ("FIRST: It is paid as paragraph (b) says, and is paid in time by the seller.\n", ["S009"]),
        ("FIRST: It is paid as the THIRD paragraph says, and is paid in time by the seller.\n", ["S009"]),
        ("FIRST: It is paid as the third paragraph says, and is paid in time by the seller.\n", []),
        ("FIRST: What is paid (in part) or lent) is owed by the seller until it is paid.\n", ["S010"]),
        ("FIRST: what is owed: 1) the one part of it; 2) the other part of it; and no more.\n", []),
        ("FIRST: The Fiscal Year of the fund ends whenever the board of the fund says so.\n", ["S014"]),
        ("FIRST: this Agreement and the Securities Act of 1933 say what is owed by the seller.\n", []),
        ("FIRST: what is owed on the 30th day of February, 2024 and on that that day is paid.\n", []),
    ],
)
def test_one_thing_at_a_time(body: str, expected: list[str]) -> None:
    assert codes(body) == expected


def test_a_definition_is_told_from_words_in_quotation_marks() -> None:
    text = (
        'This plan (the "Plan") is for each company (each individually referred to as a "Company", or '
        'collectively, "Companies"). An "assignment," as defined by the Act, or "interested persons" of it, '
        'are no terms of it. The term a "Final Day" of it shall mean the last one. "Net Worth" means what is '
        'left. A person is an "Owner" if he owns. The Fee is defined as what is paid ("fee\'s  end").'
    )
    found = [d.term for d in definitions(Reading(read(text)))]
    assert found == ["Plan", "Company", "Companies", "Final Day", "Net Worth", "Owner", "fee's end", "Fee"]


def test_a_term_is_found_however_it_is_set() -> None:
    assert pattern("Service Fees").search("each Service\n     Fee's half")
    assert pattern("Company").search("the Companies")
    assert not pattern("Fee").search("a 12-Fee-plan or a Feeder")


@given(st.text(alphabet='()"AaBz.,:;12 \n\f[]_', max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    document = read(text)
    assert defects(document) == defects(document)
    for d in defects(document):
        assert 0 <= d.primary.where.start <= d.primary.where.end <= len(text)


def test_a_long_document_is_read_in_time() -> None:
    words = (
        "the Service Fee of each Fund (as the Plan says) is paid on May 2, 2024 within ten business days; "
    )
    document = read("\n\n".join(f"SECTION {n}. {words * 12}" for n in range(1, 120)))
    assert {d.code for d in defects(document)} >= {"S014"}
