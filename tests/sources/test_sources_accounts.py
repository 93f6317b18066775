"""Who cites what, what became of each passage, pins to be written, and files that are not as fetched."""

from __future__ import annotations

from checker.source import Source, Span
from checker.sources.accounts import account, uncovered
from checker.sources.citing import Instrument, instruments
from checker.sources.fingerprint import fingerprint
from checker.sources.lock import Fetched, lock_text, not_as_fetched, read_lock
from checker.sources.passages import Document
from checker.sources.pins import repinned, repins
from checker.syntax.parse import parse

CLAUSES = Source(
    "agreements/plan/agreement.clause",
    """\
agreement plan "A plan"
  source "plan.txt"
  address "https://filings.example/plan.txt"

party seller "Harbour Selling, Inc." at "PREAMBLE"

passage "SECCOND (B)" pin 00000000
  not encoded because "Permits, and
    demands nothing."

define words at "EXHIBIT A 1" basis inference given payment means payment.amount
""",
)


def found() -> Instrument:
    tree, problems = parse(CLAUSES)
    assert not [d for d in problems if d.severity == "error"]
    (one,) = instruments("plan", [tree])
    return one


def test_what_cites_a_document() -> None:
    one = found()
    assert (one.folder, one.name, one.source) == ("plan", "plan", "plan.txt")
    assert one.address == "https://filings.example/plan.txt"
    assert [(c.by, c.label, c.pin, c.reason) for c in one.citations] == [
        ("party seller", "PREAMBLE", "", ""),
        ("passage", "SECCOND (B)", "00000000", "Permits, and demands nothing."),
        ("define words", "EXHIBIT A 1", "", ""),
    ]


def test_what_became_of_each_passage(plan: Document) -> None:
    rows = {row.label: row for row in account(plan, found().citations).rows}
    assert rows["PREAMBLE"].state == "encoded"
    assert rows["SECCOND (B)(2)(i)"].state == "not encoded"
    assert rows["SECCOND (B)(2)(i)"].through == "SECCOND (B)"
    assert rows["EXHIBIT A 1 [para 2]"].by == ("define words",)
    assert rows["FIRST"].state == "uncovered"
    assert "SCHEDULE A" in rows


def test_the_uncovered_are_errors_at_their_place(plan: Document) -> None:
    mistakes = {d.message.split("`")[1]: d for d in uncovered(account(plan, found().citations))}
    assert {d.code for d in mistakes.values()} == {"S006"}
    first = mistakes["FIRST"]
    assert plan.source.text[first.primary.where.start :].startswith("FIRST:  The Company")  # type: ignore[union-attr]
    assert f'passage "FIRST" pin {fingerprint(plan["FIRST"].text)} not encoded because' in (first.help or "")
    assert "PREAMBLE" not in mistakes


def test_pins_are_written_and_nothing_else(plan: Document) -> None:
    changes = repins(plan, found().citations)
    assert [(r.label, r.changed) for r in changes] == [
        ("PREAMBLE", False), ("SECCOND (B)", True), ("EXHIBIT A 1", False),
    ]  # fmt: skip
    text = repinned(CLAUSES, changes)
    again, _ = parse(Source(CLAUSES.path, text))
    assert repins(plan, instruments("plan", [again])[0].citations) == ()
    for change in changes:
        text = text.replace(f" pin {change.pin}", " pin 00000000" if change.changed else "", 1)
    assert text == CLAUSES.text


def test_a_file_that_is_not_as_fetched() -> None:
    one = Fetched(file="documents/a.txt", address="https://a.example/a.txt", sha256="0" * 64, bytes=3)
    lock, problems = read_lock(Source("sources.lock", lock_text([one])))
    assert problems == []
    cited = {
        "documents/a.txt": Span("agreement.clause", 0, 3),
        "documents/b.txt": Span("agreement.clause", 3, 6),
    }
    digests = {"documents/a.txt": "1" * 64, "documents/b.txt": "2" * 64}
    (mistake,) = not_as_fetched(digests, lock, cited)
    assert (mistake.code, mistake.severity) == ("S019", "warning")
    assert not_as_fetched({"documents/a.txt": "0" * 64}, lock, cited) == []
