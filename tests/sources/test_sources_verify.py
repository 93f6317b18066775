"""Citations compared with the document they cite."""

from __future__ import annotations

from checker.diagnostics import Diagnostic
from checker.diagnostics.render import render
from checker.source import Source
from checker.sources.fingerprint import fingerprint
from checker.sources.passages import Document, read_passages
from checker.sources.verify import verify

CLAUSES = Source("agreement.clause", 'clause one at "SECCOND (A)" pin 00000000\nclause two at "FIFTH"\n')
ONE, TWO = CLAUSES.span(11, 40), CLAUSES.span(52, 62)


def found(document: Document, label: str, pin: str = "") -> list[tuple[str, str, str | None]]:
    return [(d.code, d.message, d.help) for d in verify(document, [(label, pin, ONE)])]


def test_all_is_well(plan: Document) -> None:
    for label, passage in plan.items():
        pin = fingerprint(passage.text)
        assert verify(plan, [(label, pin, ONE), (label.title(), pin[:8], TWO)]) == ()


def test_no_such_paragraph(plan: Document) -> None:
    assert found(plan, "FOURTH", "00000000") == [
        ("S002", "`plan.txt` has no paragraph `FOURTH`", "the document has `THIRD` and `FIFTH`")
    ]
    assert found(plan, "FITFH") == [("S002", "`plan.txt` has no paragraph `FITFH`", "did you mean `FIFTH`?")]


def test_a_changed_passage(plan: Document) -> None:
    now = fingerprint(plan["SECCOND (A)"].text)
    (mistake,) = verify(plan, [("SECCOND (A)", "00000000", ONE)])
    assert (mistake.code, mistake.severity) == ("S003", "error")
    assert mistake.message == "`SECCOND (A)` has changed since it was pinned"
    assert mistake.help == f"compare the clause with the passage, then write `pin {now}`"
    shown = render([mistake], {CLAUSES.path: CLAUSES, plan.source.path: plan.source})
    line, column = plan.source.line_column(plan.source.text.index("(A) The fee"))
    assert f"::: plan.txt:{line}:{column}" in shown
    assert "(A) The fee is paid to the Seller" in shown


def test_a_change_in_the_document_is_seen(plan: Document) -> None:
    pins = [(label, fingerprint(passage.text), ONE) for label, passage in plan.items()]
    text = plan.source.text.replace("10 business days", "15 business days")
    mistakes = verify(read_passages(Source("plan.txt", text)), pins)
    assert {d.message.split("`")[1] for d in mistakes} == {"SECCOND", "SECCOND (A)"}


def test_no_pin(plan: Document) -> None:
    now = fingerprint(plan["FIFTH"].text)
    assert found(plan, "FIFTH") == [("S004", "`FIFTH` is cited without a pin", f"its fingerprint is `{now}`")]
    (mistake,) = verify(plan, [("FIFTH", "", ONE)])
    assert mistake.severity == "note"


def test_a_misprint_cited_rightly(plan: Document) -> None:
    pin = fingerprint(plan["SECCOND (B)"].text)
    assert found(plan, "SECOND (B)", pin) == [
        (
            "S005",
            "`SECOND (B)` is printed `SECCOND (B)` in the document",
            "the document has `SECCOND` for `SECOND`; either may be cited",
        )
    ]


def test_no_label_is_no_business_of_this(plan: Document) -> None:
    assert verify(plan, [("", "", ONE), ("  ", "1", TWO)]) == ()


def test_fixed_order(plan: Document) -> None:
    cited = [("NOWHERE", "", TWO), ("FIFTH", "", ONE), ("THIRD", "00000000", TWO)]
    forwards, backwards = verify(plan, cited), verify(plan, cited[::-1])
    assert forwards == backwards
    assert [d.code for d in forwards] == ["S004", "S002", "S003"]
    assert all(isinstance(d, Diagnostic) for d in forwards)
