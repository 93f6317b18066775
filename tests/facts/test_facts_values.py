"""What the good files hold, worked by hand; and text to exact value, both ways."""

from __future__ import annotations

import doctest
import hashlib
import importlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts import days, numbers
from checker.facts.wrong import Wrong
from checker.values.periods import QUARTER, YEAR, Period
from checker.values.spelling import did_you_mean, distance

GOOD = Path(__file__).parent / "good"


@pytest.mark.parametrize("module", ["numbers", "days", "cap", "scalars"])
def test_the_examples_in_the_documentation_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(f"checker.facts.{module}")).failed == 0


def test_a_register_gives_exact_values_in_the_order_of_the_file(read) -> None:
    facts, found, _ = read({"register/board.yaml": (GOOD / "board.yaml").read_bytes()})
    assert found == ()
    first, second = facts.of("meeting")
    assert (first.key, first.values["held"], first.values["in_person"]) == (
        "2004-02",
        date(2004, 2, 29),
        True,
    )
    assert first.values["present"] == 7 and first.where == "register/board.yaml:6"
    assert "adjourned_from" not in first.values
    assert second.values == {
        "id": "2004-05",
        "held": date(2004, 5, 12),
        "in_person": False,
        "present": Fraction(1000),
        "adjourned_from": "2004-02",
    }
    small, large = facts.of("notice")
    assert (small.key, large.key) == ("notices[1]", "notices[2]")
    assert small.values["text"] == "0.10"
    assert small.values["ahead"] == 10
    assert small.values["cap"] == Fraction(1, 400)
    assert small.values["share"] == Fraction(1, 2)
    assert small.values["amount"] == Fraction(103086420, 100)
    assert large.values["amount"] == 10**30
    assert large.values["share"] == Fraction(1, 8)
    assert large.values["cap"] == 0
    assert large.values["text"] == "First line.\nSecond line.\n"
    assert "fund" not in large.values


def test_nested_entries_are_records_with_places_of_their_own(read) -> None:
    facts, _, _ = read({"register/board.yaml": (GOOD / "board.yaml").read_bytes()})
    vote, second = facts.of("vote")
    assert vote.values["term"] == Period(date(2003, 7, 1), date(2004, 5, 31), "2003-07-01 to 2004-05-31")
    assert second.values["ballots"] == ()
    no, asa = vote.values["ballots"]
    assert (no.kind, no.key, no.values["director"], no.line) == ("ballot", "no", "no", 21)
    assert asa.values == {"director": "Åsa Ünal", "cast": "against", "note": "two\nlines"}


def test_a_ledger_gives_exact_values_with_the_line_each_row_begins_on(read) -> None:
    files = {f"ledger/{name}": (GOOD / name).read_bytes() for name in ("lots.csv", "payments-2004.csv")}
    facts, found, _ = read(files)
    assert found == ()
    first, second = facts.of("payment")
    assert first.values == {
        "fund": "INVESCO Energy Fund",
        "month": Period(date(2004, 2, 1), date(2004, 2, 29), "2004-02"),
        "payee": "A I M Distributors, Inc.",
        "amount": Fraction(103086420, 100),
        "rate": Fraction(1, 400),
        "final": True,
    }
    assert (second.line, second.key, second.values["payee"]) == (3, "payments[2]", "Broker\n& Sons")
    assert second.values["amount"] == Fraction(1, 10)
    old, new = facts.of("lot")
    assert (new.key, new.values["exchanged_from"], new.values["shares"]) == ("007", "1", Fraction(2001, 2))
    assert facts.digests == tuple((path, hashlib.sha256(files[path]).hexdigest()) for path in sorted(files))


@settings(deadline=None)
@given(st.integers(-(10**32), 10**32), st.integers(0, 6), st.booleans(), st.sampled_from(["", "$", "USD "]))
def test_money_comes_back_exactly_as_it_was_written(units: int, places: int, commas: bool, mark: str) -> None:
    whole, rest = divmod(abs(units), 10**places)
    digits = f"{whole:,}" if commas else str(whole)
    text = f"{digits}.{rest:0{places}d}" if places else digits
    signed = ("-" if units < 0 else "") + mark + text
    value = numbers.money(signed)
    assert value == Fraction(units, 10**places)
    assert numbers.money(numbers.plain(value)) == value


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_value_or_refused_with_a_reason(text: str) -> None:
    for read in (numbers.money, numbers.number, numbers.rate, days.day, lambda t: days.period(t, "days")):
        try:
            read(text)
        except Wrong as wrong:
            assert wrong.message.startswith("`") and not wrong.message.endswith(".")


@pytest.mark.parametrize("text", ["0", "0.00", "0%", "-0", "0.000"])
def test_a_rate_of_nothing_needs_no_percent_sign(text: str) -> None:
    assert numbers.rate(text) == 0


@pytest.mark.parametrize(
    ("text", "help"), [("0.0025", "write 0.25%"), ("0.25", "write 0.25% or 25%"), ("-0.001", "write -0.1%")]
)
def test_a_rate_without_its_percent_sign_is_told_what_to_write(text: str, help: str) -> None:
    with pytest.raises(Wrong) as caught:
        numbers.rate(text)
    assert caught.value.help == help


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "$",
        "1e3",
        "1E+2",
        "nan",
        "NaN",
        "-Infinity",
        "inf",
        "1_0",
        "１",
        "٣",
        "1.",
        ".1",
        "1,00",
        "1,0000",
        "0x10",
        "1/3",
        "--1",
        "+1",
        "1 000",
        " 1",
        "1\n",
        "$ 1",
        "$-1",
        "1.2.3",
        "1e400",
        "²",
        "1" * 101,
        "1" * 5000,
    ],
)
def test_what_only_looks_like_an_amount_is_refused(text: str) -> None:
    for read in (numbers.money, numbers.number, numbers.rate):
        with pytest.raises(Wrong):
            read(text)


@pytest.mark.parametrize(
    "text", ["2004-02-30", "2003-02-29", "2004-04-31", "2004-00-01", "2004-01-00", "1900-02-29"]
)
def test_a_day_that_does_not_exist_is_called_that(text: str) -> None:
    with pytest.raises(Wrong, match="does not exist"):
        days.day(text)


@pytest.mark.parametrize(
    "text", ["2004-2-1", "20040201", "2004-02-01 ", "２００４-02-01", "0000-01-01", "01-02-2004"]
)
def test_other_dates_are_refused(text: str) -> None:
    with pytest.raises(Wrong):
        days.day(text)


def test_periods_are_those_of_the_series() -> None:
    assert days.period("2004-Q1", "quarter") == QUARTER.containing(date(2004, 3, 31))
    assert days.period("2004", "year") == YEAR.containing(date(2004, 3, 31))
    assert days.period("2004-02-29", "days") == Period(date(2004, 2, 29), date(2004, 2, 29), "2004-02-29")
    assert days.period("2004-02", "days").days == 29
    assert days.period("2003-07-01 to 2004-05-31", "days").days == 336
    assert days.period("2999-12", "month").end == date(2999, 12, 31)


@pytest.mark.parametrize(
    ("text", "series"), [("2004-01", "quarter"), ("2004-Q5", "quarter"), ("2004-Q1", "month")]
)
def test_a_period_of_another_series_is_refused(text: str, series: str) -> None:
    with pytest.raises(Wrong, match=f"is not a {series}"):
        days.period(text, series)


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("abc", "acb", 1),
        ("fund", "funds", 1),
        ("kitten", "sitting", 3),
        ("ab", "xyz", 3),
    ],
)
def test_distance_counts_letters_changed_or_swapped(one: str, other: str, away: int) -> None:
    assert distance(one, other) == distance(other, one) == away


def test_a_hint_is_given_only_when_it_is_likely_to_help() -> None:
    assert did_you_mean("Enrgy", ["Energy", "Advantage"]) == "did you mean `Energy`?"
    assert did_you_mean("lot-9", ["lot-1", "lot-2"]) == "did you mean `lot-1` or `lot-2`?"
    assert did_you_mean("lot-9", [f"lot-{n}" for n in range(8)]) is None
    assert did_you_mean("a", ["b", "c"]) is None
    assert did_you_mean("Energy", ["Advantage"]) is None
    assert "looks the same" in (did_you_mean("Fonds E\u0301conomie", ["Fonds Économie"]) or "")
