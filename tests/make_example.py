"""Write the ledgers of the worked example: invented figures, the same on every run.

Run it from the repository root: ``.venv/bin/python tests/make_example.py``. The files that are
committed are what counts; ``test_worked_example.py`` compares them with what this makes. What is
planted in them stands in ``agreements/planted.yaml``, with its working.

Amounts are accruals on actual days, cut off to whole cents: class B over 365 days in 2003 and 366
in 2004, class K over the 366 days of its plan year, so that a full year comes to the annual rate.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

AGREEMENTS = Path(__file__).resolve().parents[1] / "agreements"

AIM = "A I M Distributors, Inc."
IDI = "INVESCO Distributors, Inc."
HEALTH_ASSIGNEE = "Redwood Receivables Trust"
IDI_ASSIGNEE = "IDI Assignee Trust"

CORE_EQUITY = "INVESCO Core Equity Fund"
DYNAMICS = "INVESCO Dynamics Fund"
ENERGY = "INVESCO Energy Fund"
EUROPEAN = "INVESCO European Fund"
FINANCIAL = "INVESCO Financial Services Fund"
GROWTH = "INVESCO Growth Fund"
HEALTH = "INVESCO Health Sciences Fund"
LEISURE = "INVESCO Leisure Fund"
TECHNOLOGY = "INVESCO Technology Fund"
UTILITIES = "INVESCO Utilities Fund"
ADVANTAGE = "INVESCO Advantage Fund"
ADVANTAGE_HEALTH = "INVESCO Advantage Global Health Sciences Fund"
SHORT = {
    DYNAMICS: "DYN", ENERGY: "ENE", EUROPEAN: "EUR", FINANCIAL: "FIN", HEALTH: "HEA", TECHNOLOGY: "TEC",
    UTILITIES: "UTI", ADVANTAGE: "ADV", ADVANTAGE_HEALTH: "AGH", CORE_EQUITY: "COR", GROWTH: "GRO",
    "INVESCO Endeavor Fund": "END", "INVESCO S&P 500 Index Fund": "SPX",
}  # fmt: skip

Month = tuple[int, int]
Row = Sequence[object]
MONTHS: tuple[Month, ...] = tuple((2003, m) for m in range(7, 13)) + tuple((2004, m) for m in range(1, 13))
PLAN_YEAR = "2003-07-01 to 2004-06-30"

AVERAGES = ("fund", "period", "provider", "amount")
PAYMENTS = ("id", "fund", "kind", "payee", "provider", "amount", "offset", "accrued_for", "paid_on")
LOTS = ("id", "fund", "issued", "shares", "price", "origin", "sold_by", "exchanged_from")
REDEMPTIONS = (
    "id", "lot", "on", "shares", "price", "cdsc", "circumstance", "proceeds_payable", "cdsc_paid_on",
    "cdsc_paid_to",
)  # fmt: skip
SALES = ("id", "fund", "on", "shares", "price", "net_asset_value", "channel", "category", "reason")
REINVESTMENTS = ("id", "fund", "on", "shares", "opening", "distributor", "opening_allocated", "allocated")


# --- days and cents --------------------------------------------------------------------------


def label(month: Month) -> str:
    """Return a month as ledgers write it."""
    return f"{month[0]}-{month[1]:02}"


def usual_day(month: Month) -> date:
    """Return the day on which a month is usually paid: the 8th of the next, or the Monday after."""
    year, number = month
    day = date(year + number // 12, number % 12 + 1, 8)
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def dollars(cents: int) -> str:
    """Return cents as an amount with two decimals."""
    return f"{cents // 100}.{cents % 100:02}"


def accrued(cents: int, rate: str, days: int, of: int) -> int:
    """Return the accrual of a month in cents, the rest cut off.

    S35: 219,000,000 at 0.75% for 31 of 365 days.

    >>> accrued(219_000_000_00, "0.0075", 31, 365)
    13950000
    """
    return int(cents * Fraction(rate) * days / of)


# --- class B ---------------------------------------------------------------------------------

B_BASE = {  # first month, and how much it moves each month, in cents
    ENERGY: (118_204_310_55, 731_118_07),
    DYNAMICS: (70_415_902_18, 389_467_53),
    HEALTH: (214_330_087_41, 557_902_66),
    TECHNOLOGY: (178_960_445_07, 812_340_19),
    ADVANTAGE: (109_800_000_00, 0),
    ADVANTAGE_HEALTH: (41_250_118_64, 102_377_90),
}
B_STATED = {
    (ENERGY, (2003, 9)): 146_000_000_00,
    (ENERGY, (2003, 11)): 131_313_016_40,
    (ENERGY, (2003, 12)): 123_456_789_01,  # S30
    (ENERGY, (2004, 6)): 126_270_000_00,
    (DYNAMICS, (2003, 8)): 73_000_000_00,
    (DYNAMICS, (2004, 3)): 73_200_000_00,
    (HEALTH, (2003, 12)): 219_000_000_00,  # S35
    (HEALTH, (2004, 2)): 219_600_000_00,
    (TECHNOLOGY, (2004, 1)): 183_000_000_00,  # S46
}
B_CUSTOMERS = (  # provider, fund, month, customers' average, service fee paid: both in cents
    ("Alpine Brokerage", ENERGY, (2004, 4), 36_600_000_00, 7_500_00),
    ("Birch Financial", ENERGY, (2004, 4), 24_400_000_00, 5_000_01),
    ("Cypress Advisors", HEALTH, (2004, 10), 12_200_000_00, 2_500_00),
    ("Drake Trust Company", HEALTH, (2004, 10), 18_300_000_00, 3_800_00),
)
B_SALES_CHARGE = {  # what was paid to the distributor instead of the accrual, in cents
    (ENERGY, (2003, 9)): 90_000_01,
    (ENERGY, (2003, 11)): 80_946_38,
    (ENERGY, (2004, 6)): 77_000_00,
    (HEALTH, (2004, 2)): 26_099_99,
}
B_SERVICE_FEE = {(ENERGY, (2003, 9)): 29_999_99, (DYNAMICS, (2004, 3)): 15_750_00}
B_PAID_ON = {  # the sales charge only
    (ENERGY, (2003, 7)): date(2003, 8, 14),  # the tenth business day on both calendars
    (ENERGY, (2003, 12)): date(2004, 1, 16),  # S30
    (DYNAMICS, (2003, 10)): date(2003, 11, 17),  # S32
    (DYNAMICS, (2003, 12)): date(2004, 1, 15),  # S34
    (HEALTH, (2004, 3)): date(2004, 4, 21),
    (HEALTH, (2004, 5)): date(2004, 6, 16),
}
B_SERVICE_FEE_PAID_ON = {(DYNAMICS, (2003, 12)): date(2004, 1, 30)}  # S34
B_UNTIL = {ADVANTAGE: (2004, 9), ADVANTAGE_HEALTH: (2004, 9)}  # terminated at the end of September 2004


def b_average(fund: str, month: Month) -> int:
    """Return the average daily net assets of a fund's Class B Shares, in cents."""
    base, step = B_BASE[fund]
    return B_STATED.get((fund, month), base + step * MONTHS.index(month))


def b_averages() -> Iterator[Row]:
    """Yield averages by fund and month, then those of providers' customers."""
    for fund in B_BASE:
        for month in MONTHS[:-1]:
            yield fund, label(month), "", dollars(b_average(fund, month))
    for provider, fund, month, average, _ in B_CUSTOMERS:
        yield fund, label(month), provider, dollars(average)
    # S40: 146,400,000 of it in shares issued before the cut, 36,600,000 in shares issued since
    yield CORE_EQUITY, "2004-04", "", "183000000.00"


def b_payments() -> Iterator[Row]:
    """Yield what each fund paid, month by month; December 2004 is paid only in January."""
    for fund in B_BASE:
        for month in MONTHS[:-1]:
            if month <= B_UNTIL.get(fund, month):
                yield from _b_month(fund, month)
    yield ("B-SPX-2003-11-S", "INVESCO S&P 500 Index Fund", "service_fee", AIM, "", "14000.00", "",
           "2003-11", date(2003, 12, 8))  # fmt: skip
    for part, kind, paid in (("A", "asset_based_sales_charge", "75000.00"), ("S", "service_fee", "37500.00")):
        yield (f"B-COR-2004-04-{part}", CORE_EQUITY, kind, AIM, "", paid, "", "2004-04",
               date(2004, 5, 10))  # S40  # fmt: skip


def _b_month(fund: str, month: Month) -> Iterator[Row]:
    name = f"B-{SHORT[fund]}-{label(month)}"
    year_days, days = (366 if month[0] == 2004 else 365), monthrange(*month)[1]
    charge = accrued(b_average(fund, month), "0.0075", days, year_days)
    on = B_PAID_ON.get((fund, month), usual_day(month))
    assigned, assignee, held_back = _assigned(fund, month, days, year_days)
    rest = B_SALES_CHARGE.get((fund, month), charge - assigned)
    row = (fund, "asset_based_sales_charge")
    yield f"{name}-A", *row, AIM, "", dollars(rest), "", label(month), on
    if assigned:
        offset = dollars(held_back) if held_back else ""
        yield f"{name}-B", *row, assignee, "", dollars(assigned - held_back), offset, label(month), on
    yield from _b_service_fees(fund, month, name, accrued(b_average(fund, month), "0.0025", days, year_days))


def _assigned(fund: str, month: Month, days: int, of: int) -> tuple[int, str, int]:
    """Return an assignee's portion of the charge, the assignee, and what was set off against it."""
    if fund == HEALTH and month >= (2003, 8):  # 80% of 0.75%; S35
        held_back = 10_000_00 if month == (2003, 12) else 0
        return accrued(b_average(fund, month), "0.0060", days, of), HEALTH_ASSIGNEE, held_back
    if fund == TECHNOLOGY and month != (2004, 1):  # 60% of 0.75%; S46
        return accrued(b_average(fund, month), "0.0045", days, of), IDI_ASSIGNEE, 0
    return 0, "", 0


def _b_service_fees(fund: str, month: Month, name: str, fee: int) -> Iterator[Row]:
    on = B_SERVICE_FEE_PAID_ON.get((fund, month), usual_day(month))
    passed_on = [(c[0], c[4]) for c in B_CUSTOMERS if c[1:3] == (fund, month)]
    rest = B_SERVICE_FEE.get((fund, month), fee) - sum(paid for _, paid in passed_on)
    yield f"{name}-S", fund, "service_fee", AIM, "", dollars(rest), "", label(month), on
    for number, (provider, paid) in enumerate(passed_on, 1):
        yield (f"{name}-P{number}", fund, "service_fee", provider, provider, dollars(paid), "", label(month),
               on)  # fmt: skip


B_LOTS: tuple[Row, ...] = (
    ("L-01", TECHNOLOGY, "2003-09-10", "1000", "11.80", "sale", AIM, ""),  # S37, lot A
    ("L-02", TECHNOLOGY, "2004-01-20", "500", "12.55", "sale", AIM, ""),  # S37, lot B
    ("L-03", TECHNOLOGY, "2004-02-02", "300", "12.40", "sale", AIM, ""),  # S37, lot C
    ("L-04", DYNAMICS, "2003-09-10", "640", "9.75", "sale", AIM, ""),  # S38
    ("L-05", DYNAMICS, "2003-07-15", "640", "9.60", "sale", AIM, ""),
    ("L-06", ENERGY, "2003-08-04", "800", "18.20", "sale", AIM, ""),
    ("L-07", ENERGY, "2003-08-05", "800", "18.25", "sale", AIM, ""),
    ("L-08", ENERGY, "2003-08-04", "500", "18.20", "sale", AIM, ""),
    ("L-09", ENERGY, "2003-10-01", "101", "13.10", "sale", AIM, ""),
    ("L-10", HEALTH, "2004-04-01", "400", "20.00", "sale", AIM, ""),
    ("L-11", HEALTH, "2004-04-02", "400", "20.00", "sale", AIM, ""),
    ("L-12", HEALTH, "2003-12-19", "25.5", "19.40", "reinvestment", "", ""),
    ("L-13", HEALTH, "2003-12-19", "31.25", "19.40", "reinvestment", "", ""),
    ("L-14", ENERGY, "2003-11-03", "300", "17.90", "sale", AIM, ""),
    ("L-15", ADVANTAGE, "2000-09-15", "1000", "10.40", "sale", IDI, ""),  # S42
    ("L-16", ADVANTAGE_HEALTH, "2002-12-02", "2000", "11.00", "sale", IDI, ""),  # S43
    ("L-17", HEALTH, "2003-10-01", "250", "18.80", "sale", AIM, ""),
    ("L-18", ENERGY, "2003-12-01", "200", "18.10", "sale", AIM, ""),
    ("L-19", DYNAMICS, "2003-12-01", "300", "10.20", "sale", AIM, ""),
    ("L-20", TECHNOLOGY, "2003-11-12", "150", "12.10", "sale", AIM, ""),
    ("L-22", HEALTH, "2004-04-05", "400", "20.00", "sale", AIM, ""),
    ("L-21", HEALTH, "2003-10-01", "180", "18.80", "sale", AIM, ""),
)
B_REDEMPTIONS: tuple[Row, ...] = (
    ("R-01", "L-01", "2004-03-15", "1000", "12.34", "0.00", "general_waiver", "2004-03-18", "", ""),  # S37
    ("R-02", "L-02", "2004-03-15", "500", "12.34", "0.00", "general_waiver", "2004-03-18", "", ""),  # S37
    ("R-03", "L-03", "2004-03-15", "300", "12.34", "0.00", "general_waiver", "2004-03-18", "", ""),  # S37
    ("R-04", "L-04", "2004-05-12", "640", "10.30", "0.00", "death", "2004-05-17", "", ""),  # S38
    ("R-05", "L-05", "2004-05-12", "640", "10.30", "0.00", "death", "2004-05-17", "", ""),
    ("R-06", "L-06", "2004-08-04", "800", "20.00", "640.00", "", "2004-08-09", "2004-08-09", AIM),
    ("R-07", "L-07", "2004-08-04", "800", "20.00", "800.00", "", "2004-08-09", "2004-08-09", AIM),
    ("R-08", "L-08", "2004-08-04", "500", "20.00", "500.00", "", "2004-08-09", "2004-08-09", AIM),
    ("R-09", "L-09", "2004-02-10", "101", "13.90", "70.20", "", "2004-02-13", "2004-02-13", AIM),
    ("R-10", "L-10", "2004-09-15", "400", "25.00", "400.00", "", "2004-09-20", "2004-09-20", AIM),
    ("R-11", "L-11", "2004-09-15", "400", "25.00", "500.00", "", "2004-09-20", "2004-09-20", AIM),
    ("R-12", "L-12", "2004-06-15", "25.5", "21.00", "26.78", "", "2004-06-18", "2004-06-18", AIM),
    ("R-13", "L-13", "2004-06-15", "31.25", "21.00", "0.00", "", "2004-06-18", "", ""),
    ("R-14", "L-14", "2004-09-29", "300", "19.00", "285.00", "", "2004-10-04", "2004-10-05", AIM),
    ("R-15", "L-15", "2004-11-10", "1000", "10.00", "0.00", "", "2004-11-15", "", ""),  # S42
    ("R-16", "L-16", "2004-11-10", "2000", "12.50", "1000.00", "", "2004-11-15", "2004-11-15", AIM),  # S43
    ("R-17", "L-17", "2004-07-15", "250", "22.00", "0.00", "required_distribution", "2004-07-20", "", ""),
    ("R-18", "L-18", "2004-09-20", "200", "19.50", "0.00", "small_account", "2004-09-23", "", ""),
    ("R-19", "L-19", "2004-06-14", "300", "10.80", "0.00", "small_account", "2004-06-17", "", ""),
    ("R-20", "L-20", "2004-04-19", "150", "12.90", "0.00", "death", "2004-04-22", "", ""),
    ("R-22", "L-22", "2004-06-28", "400", "25.00", "500.00", "", "2004-07-01", "2004-07-01", AIM),
    ("R-21", "L-21", "2004-06-30", "180", "21.50", "193.50", "", "2004-07-06", "2004-07-06", AIM),
)
B_SALES: tuple[Row, ...] = (
    ("S-01", ENERGY, "2003-10-01", "101", "13.10", "13.10", "distributor", "", "offering"),
    ("S-02", LEISURE, "2003-12-12", "2000", "15.10", "15.10", "company", "directors", "offering"),  # S48
    ("S-03", LEISURE, "2004-01-15", "100", "15.60", "15.60", "company", "directors", "offering"),
    ("S-04", TECHNOLOGY, "2004-01-20", "500", "12.55", "12.55", "distributor", "", "offering"),
)
B_REINVESTMENTS: tuple[Row, ...] = (  # S45 would need a successor to the distributor; here AIM has all
    ("I-01", HEALTH, "2003-12-19", "56.75", "11250000", AIM, "11250000", "56.75"),
)


# --- class K ---------------------------------------------------------------------------------

K_AVERAGE = {
    ENERGY: 91_500_000_00,  # S22
    DYNAMICS: 412_345_678_90,  # S14
    TECHNOLOGY: 80_000_000_00,  # S13
    FINANCIAL: 73_200_000_00,  # S23
    EUROPEAN: 50_000_000_00,  # S21
    HEALTH: 36_600_000_00,
    UTILITIES: 18_300_000_00,  # S20
    GROWTH: 36_600_000_00,  # S15
}
K_SINCE = {UTILITIES: (2004, 4)}
K_RAISED = (DYNAMICS, GROWTH)  # 0.50% from January 2004: S14 without the holders, S15 with them
# June 2004, when the plan had lapsed for eight days: two paid the whole month, others the 22 days that
# were left, over 366 or 365 days. Those not named held the month back.
K_WHOLE_JUNE = (ENERGY, TECHNOLOGY)
K_REST_OF_JUNE = {DYNAMICS: 366, EUROPEAN: 366, GROWTH: 366, UTILITIES: 365}
ELEVEN_MONTHS = "2003-07-01 to 2004-05-31"
K_CUSTOMERS = (  # provider, fund, its customers' average and the period of it, each of four payments
    ("Harbor & Lane", TECHNOLOGY, 32_000_000_00, PLAN_YEAR, 20_000_00),
    ("Lakeside Trust", TECHNOLOGY, 20_000_000_00, PLAN_YEAR, 10_000_00),
    ("Peak Securities", DYNAMICS, 412_345_678_90, PLAN_YEAR, 257_716_05),  # S01
    ("Quarry Street Bank", EUROPEAN, 50_000_000_00, ELEVEN_MONTHS, 28_750_00),  # S28
)
K_PROVIDERS_PAID = (((2003, 9)), ((2003, 12)), ((2004, 3)), ((2004, 5)))


def k_averages() -> Iterator[Row]:
    """Yield averages by fund and month, then for the plan year, then those of providers' customers."""
    for fund, average in K_AVERAGE.items():
        for month in MONTHS:
            if month >= K_SINCE.get(fund, month):
                yield fund, label(month), None, dollars(average)
    for fund, average in K_AVERAGE.items():
        if fund not in K_SINCE:
            yield fund, PLAN_YEAR, None, dollars(average)
    for provider, fund, average, period, _ in K_CUSTOMERS:
        yield fund, period, provider, dollars(average)


def k_payments() -> Iterator[Row]:
    """Yield what each fund paid the distributor, then what that paid on to providers."""
    yield ("K-END-2003-08", "INVESCO Endeavor Fund", "distribution_fee", AIM, "", "5580.00", "", "2003-08",
           date(2003, 9, 10))  # S29  # fmt: skip
    for fund in K_AVERAGE:
        for month in MONTHS[:-1]:
            paid_for = month != (2004, 6) or fund in K_WHOLE_JUNE or fund in K_REST_OF_JUNE
            if month >= K_SINCE.get(fund, month) and paid_for:
                yield from _k_month(fund, month)
    for provider, fund, _, _, paid in K_CUSTOMERS:
        for month in K_PROVIDERS_PAID:
            yield (f"K-{SHORT[fund]}-{label(month)}-{provider.split()[0]}", fund, "service_fee", provider,
                   provider, dollars(paid), "", label(month), usual_day(month))  # fmt: skip


def _k_month(fund: str, month: Month) -> Iterator[Row]:
    payee = IDI if (fund, month) == (DYNAMICS, (2003, 8)) else AIM
    paid = dollars(_k_paid(fund, month))
    row = (fund, "distribution_fee", payee, "", paid, "", label(month), usual_day(month))
    yield f"K-{SHORT[fund]}-{label(month)}", *row
    if fund == HEALTH and month in ((2003, 9), (2004, 4)):
        yield f"K-{SHORT[fund]}-{label(month)}-again", *row


def _k_paid(fund: str, month: Month) -> int:
    rate = "0.0050" if fund in K_RAISED and month >= (2004, 1) else "0.0045"
    if month == (2004, 6) and fund in K_REST_OF_JUNE:
        return accrued(K_AVERAGE[fund], rate, 22, K_REST_OF_JUNE[fund])
    if month == (2004, 6) and fund == TECHNOLOGY:  # S13: the year is trued up to 360,000.00
        return 360_000_00 - sum(_k_paid(fund, m) for m in MONTHS[:11])
    return accrued(K_AVERAGE[fund], rate, monthrange(*month)[1], 366)


# --- files -----------------------------------------------------------------------------------


def tables() -> Mapping[str, tuple[Sequence[str], tuple[Row, ...]]]:
    """Return every ledger: its path below agreements/, its columns and its rows."""
    b, k = "class_b_2003/ledger", "class_k_2003/ledger"
    return {
        f"{b}/average_net_assets.csv": (AVERAGES, tuple(b_averages())),
        f"{b}/payments.csv": (PAYMENTS, tuple(b_payments())),
        f"{b}/lots.csv": (LOTS, B_LOTS),
        f"{b}/redemptions.csv": (REDEMPTIONS, B_REDEMPTIONS),
        f"{b}/sales.csv": (SALES, B_SALES),
        f"{b}/reinvestments.csv": (REINVESTMENTS, B_REINVESTMENTS),
        f"{k}/average_net_assets.parquet": (AVERAGES, tuple(k_averages())),
        f"{k}/payments.csv": (PAYMENTS, tuple(k_payments())),
    }


def csv_text(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def write_parquet(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as Parquet, every cell as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    cells = zip(*rows, strict=True)
    pq.write_table(pa.table({c: pa.array(v, pa.string()) for c, v in zip(columns, cells, strict=True)}), path)


def main() -> None:
    """Write every ledger."""
    for name, (columns, rows) in tables().items():
        path = AGREEMENTS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            write_parquet(path, columns, rows)
        else:
            path.write_text(csv_text(columns, rows), encoding="utf-8")


if __name__ == "__main__":
    main()
