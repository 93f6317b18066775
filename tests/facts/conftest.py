"""A small set of kinds that the tests of facts share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from checker.diagnostics.record import Diagnostic
from checker.facts.read import FactFile, read_facts
from checker.facts.store import Facts
from checker.source import Source, Span
from checker.typed.types import (
    DATE,
    FUND,
    MONEY,
    NUMBER,
    PARTY,
    PERIOD,
    RATE,
    TEXT,
    YES_NO,
    FactKind,
    Field,
    Presence,
    Type,
    duration,
    list_of,
    record_of,
)

HERE = Span("rules/facts.clause", 0, 4)
KNOWN_FUNDS = frozenset({"INVESCO Energy Fund", "INVESCO Advantage Fund", "Fonds Économie"})


def field(name: str, type_: Type, presence: Presence = "required", **more: Any) -> Field:
    return Field(name, type_, presence, f"what {name} means", HERE, **more)


def kind(name: str, store: Any, section: str, *fields: Field) -> FactKind:
    return FactKind(name, name.capitalize(), store, section, fields, HERE)


KINDS = {
    kind.name: kind
    for kind in (
        kind(
            "known_fund", "register", "funds", field("name", TEXT, "key"), field("opened", DATE, "optional")
        ),
        kind(
            "meeting",
            "register",
            "meetings",
            field("id", TEXT, "key"),
            field("held", DATE),
            field("in_person", YES_NO),
            field("present", NUMBER, whole=True, at_least=0),
            field("adjourned_from", record_of("meeting"), "optional"),
        ),
        kind(
            "vote",
            "register",
            "votes",
            field("id", TEXT, "key"),
            field("meeting", record_of("meeting")),
            field("about", Type("one_of", members=("continuance", "amendment", "termination"))),
            field("term", PERIOD, "optional", period="days"),
            field("ballots", list_of("ballot"), "optional"),
        ),
        kind(
            "ballot",
            "part",
            "",
            field("director", TEXT, "key"),
            field("cast", Type("one_of", members=("for", "against"))),
            field("note", TEXT, "optional"),
        ),
        kind(
            "notice",
            "register",
            "notices",
            field("sent", DATE),
            field("text", TEXT),
            field("fund", FUND, "optional"),
            field("ahead", duration("business days"), "optional"),
            field("cap", RATE, "optional"),
            field("share", NUMBER, "optional"),
            field("amount", MONEY, "optional"),
        ),
        kind(
            "payment",
            "ledger",
            "payments",
            field("fund", FUND),
            field("month", PERIOD, period="month"),
            field("payee", PARTY),
            field("amount", MONEY, at_least=0),
            field("rate", RATE, "optional"),
            field("final", YES_NO, "optional"),
        ),
        kind(
            "lot",
            "ledger",
            "lots",
            field("id", TEXT, "key"),
            field("bought", DATE),
            field("shares", NUMBER, at_least=0),
            field("exchanged_from", record_of("lot"), "optional"),
        ),
    )
}

Outcome = tuple[Facts, tuple[Diagnostic, ...], tuple[Source, ...]]
Reader = Callable[..., Outcome]


@pytest.fixture(scope="session")
def kinds() -> dict[str, FactKind]:
    return dict(KINDS)


@pytest.fixture(scope="session")
def read() -> Reader:
    """Read texts or bytes by path: ``read({"register/a.yaml": "..."})``."""

    def reader(files: dict[str, str | bytes]) -> Outcome:
        made = [
            FactFile(path, data.encode() if isinstance(data, str) else data) for path, data in files.items()
        ]
        return read_facts(made, KINDS, KNOWN_FUNDS)

    return reader


@pytest.fixture(scope="session")
def said(read: Reader) -> Callable[..., list[str]]:
    """Return each diagnostic as a user sees it: ``CODE line:column message``."""

    def sayer(files: dict[str, str | bytes]) -> list[str]:
        _, found, sources = read(files)
        return [as_seen(one, sources) for one in found]

    return sayer


def as_seen(found: Diagnostic, sources: tuple[Source, ...]) -> str:
    """Return code, place and message; a table's place is ``row:column name``."""
    where = found.primary.where
    if isinstance(where, Span):
        source = next(source for source in sources if source.path == where.path)
        line, column = source.line_column(where.start)
        return f"{found.code} {line}:{column} {found.message}"
    return f"{found.code} {where.row or '-'}:{where.column or '-'} {found.message}"
