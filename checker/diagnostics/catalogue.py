"""Every code there is, once. Numbers are never reused; a retired code stays, marked.

Areas: ``P`` reading and parsing, ``N`` names, ``T`` types and units, ``A`` analysis of the
program, ``F`` facts (register and ledgers), ``S`` source documents, ``W`` workspace and
settings, ``I`` internal. ``pages/<code>.md`` holds the page of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalogue."""

    code: str
    slug: str
    severity: Severity
    title: str


def _entries(*rows: tuple[str, str, Severity, str]) -> dict[str, Code]:
    return {row[0]: Code(*row) for row in rows}


CODES: dict[str, Code] = _entries(
    # P: reading and parsing
    ("P001", "syntax", "error", "The text does not follow the grammar"),
    ("P002", "unknown-declaration", "error", "A line in column 1 begins no declaration"),
    ("P003", "not-text", "error", "A file is not UTF-8 text"),
    ("P004", "nested-too-deep", "error", "An expression is nested too deep to read"),
    ("P005", "no-such-date", "error", "A date does not exist"),
    ("P006", "duplicate-part", "error", "A part that may stand once stands twice"),
    ("P007", "missing-part", "error", "A declaration lacks a part it must have"),
    ("P008", "table-shape", "error", "A table's row does not fit its header"),
    ("P009", "too-large", "error", "A file is larger than a clause file can be"),
    ("P010", "empty-file", "error", "A clause file holds no declaration"),
    ("P011", "not-a-name", "error", "A name is written with characters a name cannot have"),
    ("P012", "part-not-here", "error", "A clause has a part that its norm does not take"),
    # N: names
    ("N001", "unknown-name", "error", "A name stands for nothing"),
    ("N002", "duplicate-name", "error", "A name is declared twice"),
    ("N003", "unknown-field", "error", "A record has no such field"),
    ("N004", "unknown-column", "error", "A schedule has no such column"),
    ("N005", "ambiguous-argument", "error", "What a definition is about cannot be told"),
    ("N006", "missing-argument", "error", "Nothing in scope says what a definition is about"),
    ("N007", "unknown-member", "error", "A value is not among those a field can take"),
    ("N008", "unknown-fund", "error", "A fund is named that stands in no schedule"),
    ("N009", "missing-assumption", "error", "A word the text leaves open has no assumption"),
    ("N010", "wrong-kind-of-name", "error", "A name stands for another kind of thing"),
    ("N011", "no-agreement", "error", "A folder's clause files declare no agreement"),
    ("N012", "reserved-name", "error", "A name is a word of the language"),
    # T: types and units
    ("T001", "type-mismatch", "error", "Two values of different types are compared or combined"),
    ("T002", "unit-mismatch", "error", "Two values differ in unit: per year, per month, flat"),
    ("T003", "not-a-condition", "error", "A yes/no condition is wanted and something else stands"),
    ("T004", "not-a-number", "error", "Arithmetic on something that is no number"),
    ("T005", "wrong-argument", "error", "A definition is given something of another type"),
    ("T006", "not-a-record", "error", "A field is asked of something that is no record"),
    ("T007", "not-a-period", "error", "A period is wanted and something else stands"),
    ("T008", "not-a-date", "error", "A date is wanted and something else stands"),
    ("T009", "cell-type", "error", "A table cell is not of its column's type"),
    ("T010", "per-period", "error", "An amount per year needs the period it is taken over"),
    ("T011", "wrong-reading", "error", "A reading is not one that an assumption of its name can have"),
    ("T012", "money-times-money", "error", "Two sums of money are multiplied"),
    # A: analysis
    ("A001", "circular-definition", "error", "Definitions depend on one another in a circle"),
    ("A002", "unused-definition", "warning", "A definition is used nowhere"),
    ("A003", "fund-in-one-schedule", "error", "A fund stands in one schedule and not in the other"),
    ("A004", "contradiction-without-order", "error", "Two clauses contradict and neither prevails"),
    ("A005", "never-applies", "warning", "A clause can never apply"),
    ("A006", "missing-citation", "error", "A clause cites no paragraph"),
    ("A007", "circular-order", "error", "Clauses prevail over one another in a circle"),
    ("A008", "edit-of-nothing", "warning", "An amendment edits what is not there"),
    ("A009", "dates-out-of-order", "error", "An end stands before its beginning"),
    ("A010", "open-period", "error", "Periods a clause runs over cannot be left open"),
    ("A011", "repeated-row", "error", "Two rows of a schedule hold for the same key and day"),
    ("A012", "condition-elsewhere", "warning", "A condition of a query says nothing of what it looks for"),
    ("A013", "edit-refused", "error", "An amendment's edit cannot be made"),
    # F: facts
    ("F001", "unreadable", "error", "A fact file cannot be read"),
    ("F002", "unknown-key", "error", "A register entry has a key that its kind does not have"),
    ("F003", "missing-key", "error", "A register entry lacks a key that its kind must have"),
    ("F004", "duplicate-key", "error", "A key stands twice in one entry"),
    ("F005", "wrong-value", "error", "A value is not of the type its field has"),
    ("F006", "unknown-kind", "error", "A register file holds a kind that no fact declares"),
    ("F007", "unknown-ledger-column", "error", "A ledger table has a column that its fact does not have"),
    ("F008", "missing-column", "error", "A ledger table lacks a column that its fact must have"),
    ("F009", "duplicate-column", "error", "A ledger table has a column twice"),
    ("F010", "wrong-cell", "error", "A ledger cell is not of its column's type"),
    ("F011", "missing-cell", "error", "A ledger cell is empty that must be filled"),
    ("F012", "duplicate-id", "error", "Two facts of one kind have the same key"),
    ("F013", "dangling-reference", "error", "A fact refers to another that is not on file"),
    ("F014", "circular-reference", "error", "Facts refer to one another in a circle"),
    ("F015", "unknown-ledger", "error", "A ledger file belongs to no fact"),
    ("F016", "ragged-row", "error", "A ledger row has more or fewer cells than the header"),
    ("F017", "yaml-syntax", "error", "A register file is not well-formed YAML"),
    ("F018", "empty-facts", "error", "A fact file is empty"),
    ("F019", "fund-not-known", "error", "A fund is named that no schedule and no register knows"),
    ("F020", "not-declared", "error", "A fact names a question, reading or kind that is not declared"),
    # S: source documents
    ("S001", "source-not-found", "warning", "The source document is not where documents are kept"),
    ("S002", "paragraph-not-found", "error", "A cited paragraph is not in the source document"),
    ("S003", "pin-mismatch", "error", "A passage has changed since it was pinned"),
    ("S004", "not-pinned", "note", "A citation has no pin"),
    ("S005", "printed-otherwise", "note", "An ordinal is cited rightly that the document misprints"),
    ("S006", "uncovered-passage", "error", "A passage is neither encoded nor left out with a reason"),
    ("S007", "numbering", "note", "The numbering of a document leaves a number out or has one twice"),
    ("S008", "misprinted-number", "note", "The number of a paragraph is misspelt"),
    ("S009", "reference-to-nowhere", "note", "A document refers to a part that it does not have"),
    ("S010", "unclosed-bracket", "note", "A bracket lacks its other half"),
    ("S011", "two-dates", "note", "One event has two dates"),
    ("S012", "date-before-agreement", "note", "A schedule has dates before the agreement's own"),
    ("S013", "term-never-used", "note", "A term is defined and never used"),
    ("S014", "term-not-defined", "note", "A term is used and not defined"),
    ("S015", "term-defined-twice", "note", "A term is defined twice"),
    ("S016", "circular-term", "note", "A term is defined by itself"),
    ("S017", "blank-not-filled", "note", "A blank is not filled in"),
    ("S018", "repeated-words", "note", "Words stand twice where once was meant"),
    ("S019", "not-as-fetched", "warning", "A document is not the one that was fetched"),
    ("S020", "not-fetched", "error", "A document could not be brought from its address"),
    # W: workspace and settings
    ("W001", "bad-settings", "error", "The settings file has a key or value it cannot have"),
    ("W002", "no-workspace", "error", "There is no workspace here"),
    ("W003", "unreadable-file", "error", "A file or folder cannot be read"),
    ("W004", "cannot-write", "error", "The output cannot be written"),
    ("W005", "unknown-selection", "error", "A name on the command line selects nothing"),
    ("W006", "bad-waiver", "error", "A waiver lacks what a waiver must have"),
    ("W007", "no-repository", "error", "There is no git repository to read a revision from"),
    ("W008", "unknown-revision", "error", "A name stands for no revision of the repository"),
    ("W009", "unreadable-revision", "error", "A revision cannot be read as a workspace"),
    # I: internal
    ("I001", "internal-error", "error", "A mistake of Redline's own"),
)
