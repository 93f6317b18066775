"""Ledgers in Parquet: exact column types are taken, binary floating point is not."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest


def parquet(columns: dict[str, Any]) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


PAYMENT: dict[str, Any] = {
    "fund": ["INVESCO Energy Fund"],
    "month": ["2004-02"],
    "payee": ["B"],
    "amount": [Decimal("1030864.20")],
}


def test_exact_columns_are_read_as_they_are(read) -> None:
    data = parquet(
        {
            **PAYMENT,
            "fund": pa.array(["INVESCO Energy Fund"]).dictionary_encode(),
            "rate": pa.array([Decimal("0.002500")], pa.decimal128(9, 6)),
            "final": [False],
        }
    )
    facts, found, _ = read({"payments.parquet": data})
    assert found == ()
    [payment] = facts.of("payment")
    assert payment.values["amount"] == Fraction(103086420, 100)
    assert payment.values["rate"] == Fraction(1, 400)
    assert payment.values["final"] is False
    assert payment.line == 2


def test_the_same_rows_are_the_same_facts_in_csv_and_parquet(read) -> None:
    text = "id,bought,shares,exchanged_from\n1,2003-08-01,191.5,\n2,2003-08-02,7,1\n"
    data = parquet(
        {
            "id": ["1", "2"],
            "bought": pa.array([date(2003, 8, 1), date(2003, 8, 2)], pa.date32()),
            "shares": [Decimal("191.5"), Decimal("7.0")],
            "exchanged_from": [None, "1"],
        }
    )
    of_text, of_parquet = (
        [(lot.key, lot.values, lot.line) for lot in read({name: content})[0].of("lot")]
        for name, content in (("lots.csv", text), ("lots.parquet", data))
    )
    assert of_text == of_parquet and len(of_text) == 2


@pytest.mark.parametrize("type_", [pa.float64(), pa.float32()])
def test_floating_point_is_refused_once_at_the_column(type_: pa.DataType, read) -> None:
    shares = pa.array([1.5, 2.5], type_)
    data = parquet({"id": ["1", "2"], "bought": [date(2003, 8, 1)] * 2, "shares": shares})
    facts, [found], _ = read({"lots.parquet": data})
    assert (found.code, found.primary.where.row, found.primary.where.column) == ("F010", 1, "shares")
    assert "binary floating point" in found.message
    assert found.help == "store it as a decimal or as text"
    assert facts.of("lot") == ()


@pytest.mark.parametrize(
    ("name", "column", "fragment"),
    [
        ("bought", pa.array([datetime(2003, 8, 1)]), "a date is wanted"),
        ("bought", pa.array([20030801]), "a date is wanted"),
        ("id", pa.array([1]), "text is wanted"),
        ("shares", pa.array([[1]]), "a number or a percentage is wanted"),
        ("shares", pa.array([True]), "a number or a percentage is wanted"),
    ],
)
def test_other_columns_that_cannot_hold_the_field_are_refused(name, column, fragment, said) -> None:
    lot = {"id": ["1"], "bought": [date(2003, 8, 1)], "shares": [5]}
    [line] = said({"lots.parquet": parquet({**lot, name: column})})
    assert line.startswith(f"F010 1:{name} ") and fragment in line


def test_cells_are_checked_and_placed_by_row(said) -> None:
    data = parquet(
        {
            "id": ["1", "2", None, "2"],
            "bought": ["2003-08-01", "2003-02-30", "2003-08-01", "2003-08-01"],
            "shares": [5, -1, 3, None],
        }
    )
    lines = said({"lots.parquet": data})
    assert [line.split(" ")[0] + " " + line.split(" ")[1] for line in lines] == [
        "F010 3:bought",
        "F010 3:shares",
        "F011 4:id",
        "F011 5:shares",
        "F012 5:id",
    ]


def test_columns_are_checked_like_those_of_a_csv(said) -> None:
    lines = said({"lots.parquet": parquet({"id": ["1"], "shares": [5], "colour": ["red"]})})
    assert [line[:5] + line[5:].split(" ")[0] for line in lines] == ["F007 1:colour", "F008 1:bought"]


def test_a_table_without_rows_is_no_mistake(said) -> None:
    none = {
        "id": pa.array([], pa.string()),
        "bought": pa.array([], pa.date32()),
        "shares": pa.array([], pa.int64()),
    }
    assert said({"lots.parquet": parquet(none)}) == []
    assert said({"lots.csv": "id,bought,shares\n"}) == []


@pytest.mark.parametrize("cut", [1, 4, 40, -1, -8, -40])
def test_a_file_cut_short_or_no_parquet_at_all_is_refused(cut: int, said) -> None:
    data = parquet({"id": ["1"], "bought": ["2003-08-01"], "shares": [5]})
    [line] = said({"lots.parquet": data[:cut]})
    assert line.startswith("F001 -:- the Parquet file cannot be read")
