"""The words for fields: the examples in the module hold, and names that are no verbs stay nouns."""

from __future__ import annotations

import doctest

import pytest

from checker.evaluate import phrases
from checker.source import Span
from checker.typed.types import DATE, MONEY, PERIOD, TEXT, Field, Type


def field(name: str, type_: Type) -> Field:
    return Field(name, type_, "required", "what it is", Span("", 0, 0))


def test_examples_hold() -> None:
    found = doctest.testmod(phrases)
    assert (found.failed, found.attempted) == (0, 10)


@pytest.mark.parametrize(
    ("name", "type_", "op", "value", "wanted", "described"),
    [
        ("payee", TEXT, "!=", "Bank", "the payee of payment P not to be Bank", "whose payee is not Bank"),
        ("amount", MONEY, "<", "5.00 USD", "the amount of payment P to be less than 5.00 USD", "whose amount is less than 5.00 USD"),
        ("paid_on", DATE, ">", "2020-01-02", "payment P to be paid after 2020-01-02", "paid after 2020-01-02"),
        ("until", DATE, "!=", "2020-01-02", "payment P not to end on 2020-01-02", "that does not end on 2020-01-02"),
        ("cdsc_paid_to", TEXT, "=", "Bank", "the cdsc of payment P to be paid to Bank", "whose cdsc is paid to Bank"),
        ("accrued_for", PERIOD, "=", "2020-01", "payment P to be accrued for 2020-01", "accrued for 2020-01"),
        ("for", TEXT, "=", "Bank", 'the "for" of payment P to be Bank', 'whose "for" is Bank'),
    ],
)  # fmt: skip
def test_fields_are_said_by_their_names(
    name: str, type_: Type, op: str, value: str, wanted: str, described: str
) -> None:
    assert phrases.wanted(field(name, type_), name, "payment P", op, value) == wanted
    assert phrases.described(field(name, type_), name, op, value) == described
