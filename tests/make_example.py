"""Write the ledgers of the worked example: invented figures, the same on every run.

Run it from the repository root: ``.venv/bin/python tests/make_example.py``. The files that are
committed are what counts; ``test_worked_example.py`` compares them with what this makes. What is
planted in them stands in ``agreements/planted.yaml``, with its working.

Amounts are accruals on actual days, cut off to whole cents: class B over 365 days in 2003 and 366
in 2004, class K over the 366 days of its plan year, so that a full year comes to the annual rate;
class K until June 2003 over 366 days in 2000 and 365 afterwards. The related agreement of class K
takes a month as a twelfth of a year.
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
ENDEAVOR = "INVESCO Endeavor Fund"
ENERGY = "INVESCO Energy Fund"
EUROPEAN = "INVESCO European Fund"
FINANCIAL = "INVESCO Financial Services Fund"
GROWTH = "INVESCO Growth Fund"
HEALTH = "INVESCO Health Sciences Fund"
LEISURE = "INVESCO Leisure Fund"
TECHNOLOGY = "INVESCO Technology Fund"
UTILITIES = "INVESCO Utilities Fund"
BALANCED = "INVESCO Balanced Fund"
GROWTH_INCOME = "INVESCO Growth & Income Fund"
HIGH_YIELD = "INVESCO High Yield Fund"
MID_CAP = "INVESCO Mid-Cap Growth Fund"
SELECT_INCOME = "INVESCO Select Income Fund"
SMALL_COMPANY = "INVESCO Small Company Growth Fund"
TELECOMMUNICATIONS = "INVESCO Telecommunications Fund"
TOTAL_RETURN = "INVESCO Total Return Fund"
VALUE_EQUITY = "INVESCO Value Equity Fund"
ADVANTAGE = "INVESCO Advantage Fund"
ADVANTAGE_HEALTH = "INVESCO Advantage Global Health Sciences Fund"
SHORT = {
    DYNAMICS: "DYN", ENERGY: "ENE", EUROPEAN: "EUR", FINANCIAL: "FIN", HEALTH: "HEA", TECHNOLOGY: "TEC",
    UTILITIES: "UTI", ADVANTAGE: "ADV", ADVANTAGE_HEALTH: "AGH", CORE_EQUITY: "COR", GROWTH: "GRO",
    "INVESCO S&P 500 Index Fund": "SPX", ENDEAVOR: "END", LEISURE: "LEI", BALANCED: "BAL", GROWTH_INCOME: "GRI",
    HIGH_YIELD: "HIY", MID_CAP: "MID", SELECT_INCOME: "SEL", SMALL_COMPANY: "SMA", TELECOMMUNICATIONS: "TEL",
    TOTAL_RETURN: "TOT", VALUE_EQUITY: "VAL",
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
GROSS_SALES = ("id", "fund", "month", "amount")
ISSUE_GROUPS = ("id", "fund", "month", "day", "issued", "average", "paid")
ACCRUALS = ("id", "fund", "on", "amount")
FEE_BASES = ("fund", "month", "amount")
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
    CORE_EQUITY: (182_500_000_00, 0),
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
    (CORE_EQUITY, (2004, 4)): 183_000_000_00,  # S40
}
B_CUSTOMERS = (  # provider, fund, month, customers' average, service fee paid: both in cents
    ("Alpine Brokerage", ENERGY, (2004, 4), 36_600_000_00, 7_500_00),
    ("Birch Financial", ENERGY, (2004, 4), 24_400_000_00, 5_000_01),
    ("Cypress Advisors", HEALTH, (2004, 10), 12_200_000_00, 2_500_00),
    ("Drake Trust Company", HEALTH, (2004, 10), 18_300_000_00, 3_800_00),
)
FISCAL_YEARS = (PLAN_YEAR, "2004-07-01 to 2004-11-30")
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
        yield fund, FISCAL_YEARS[month >= (2004, 7)], provider, dollars(average)


def b_payments() -> Iterator[Row]:
    """Yield what each fund paid, month by month; December 2004 is paid only in January."""
    for fund in B_BASE:
        for month in MONTHS[:-1]:
            if month <= B_UNTIL.get(fund, month):
                yield from _b_month(fund, month)
    yield ("B-SPX-2003-11-S", "INVESCO S&P 500 Index Fund", "service_fee", AIM, "", "14000.00", "",
           "2003-11", date(2003, 12, 8))  # fmt: skip


def _b_month(fund: str, month: Month) -> Iterator[Row]:
    name = f"B-{SHORT[fund]}-{label(month)}"
    year_days, days = (366 if month[0] == 2004 else 365), monthrange(*month)[1]
    cut = fund == CORE_EQUITY and month >= (2004, 4)  # S40
    charge = accrued(b_average(fund, month), "0.0050" if cut else "0.0075", days, year_days)
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
    ("L-06", ENERGY, "2003-08-04", "800", "20.40", "sale", AIM, ""),
    ("L-07", ENERGY, "2003-08-05", "800", "20.45", "sale", AIM, ""),
    ("L-08", ENERGY, "2003-08-04", "500", "20.40", "sale", AIM, ""),
    ("L-09", LEISURE, "2003-10-01", "101", "14.10", "sale", AIM, ""),
    ("L-10", HEALTH, "2004-04-01", "400", "20.00", "sale", AIM, ""),
    ("L-11", HEALTH, "2004-04-02", "400", "20.00", "sale", AIM, ""),
    ("L-12", HEALTH, "2003-12-19", "25.5", "19.40", "reinvestment", "", ""),
    ("L-13", HEALTH, "2003-12-19", "31.25", "19.40", "reinvestment", "", ""),
    ("L-14", ENERGY, "2003-11-03", "300", "19.10", "sale", AIM, ""),
    ("L-15", ADVANTAGE, "2000-09-15", "1000", "10.40", "sale", IDI, ""),  # S42
    ("L-16", ADVANTAGE_HEALTH, "2002-12-02", "2000", "12.60", "sale", IDI, ""),  # S43
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
    ("S-01", LEISURE, "2003-10-01", "101", "14.10", "14.10", "distributor", "", "offering"),
    ("S-02", LEISURE, "2003-12-12", "2000", "15.10", "15.10", "company", "directors", "offering"),  # S48
    ("S-03", LEISURE, "2004-01-15", "100", "15.60", "15.60", "company", "directors", "offering"),
    ("S-04", TECHNOLOGY, "2004-01-20", "500", "12.55", "12.55", "distributor", "", "offering"),
)
B_REINVESTMENTS: tuple[Row, ...] = (  # S45 would need a successor to the distributor; here AIM has all
    ("I-01", HEALTH, "2003-12-19", "56.75", "11250000", AIM, "11250000", "56.75"),
)
B_ISSUE_GROUPS: tuple[Row, ...] = (  # S40: what was issued before the cut, and what since
    ("G-01", CORE_EQUITY, "2004-04", "2004-04-01", "earlier", "146400000.00", "60000.00"),
    ("G-02", CORE_EQUITY, "2004-04", "2004-04-01", "later", "36600000.00", "15000.00"),
)


def gross_sales(letter: str, averages: Iterable[tuple[str, Month, int]]) -> Iterator[Row]:
    """Yield new gross sales: a 400th of the average of each month, but for a sale that is on file."""
    for fund, month, average in averages:
        amount = 6_275_00 if (letter, fund, month) == ("B", TECHNOLOGY, (2004, 1)) else average // 400
        yield f"{letter}G-{SHORT[fund]}-{label(month)}", fund, label(month), dollars(amount)


def b_gross_sales() -> Iterator[Row]:
    """Yield the new gross sales of Class B."""
    return gross_sales("B", ((f, m, b_average(f, m)) for f in B_BASE for m in MONTHS[:-1]))


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
    for name in ("2003-07", "2003-08"):  # S29
        yield ENDEAVOR, name, None, "14600000.00"


def k_gross_sales() -> Iterator[Row]:
    """Yield the new gross sales of Class K; Endeavor, no longer offered, has none."""
    months = ((f, m) for f in K_AVERAGE for m in MONTHS[:-1] if m >= K_SINCE.get(f, m))
    yield from gross_sales("K", ((f, m, K_AVERAGE[f]) for f, m in months))
    yield "KG-END-2003-08", ENDEAVOR, "2003-08", "0.00"


def k_payments() -> Iterator[Row]:
    """Yield what each fund paid the distributor, then what that paid on to providers."""
    yield ("K-END-2003-08", ENDEAVOR, "distribution_fee", AIM, "", "5580.00", "", "2003-08",
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


# --- class K, November 2000 to June 2003 -------------------------------------------------------

E_FIRST, E_SECOND, E_LAST = date(2000, 11, 30), date(2000, 12, 14), date(2003, 6, 30)
E_FUNDS = {  # since when, and the average of every month
    BALANCED: (E_SECOND, 47_450_000_00),
    CORE_EQUITY: (E_SECOND, 65_700_000_00),
    DYNAMICS: (E_FIRST, 511_000_000_00),
    ENDEAVOR: (E_FIRST, 14_600_000_00),
    ENERGY: (E_FIRST, 3_660_000_00),  # S05
    EUROPEAN: (E_SECOND, 54_750_000_00),
    FINANCIAL: (E_FIRST, 73_000_000_00),
    GROWTH: (E_FIRST, 87_600_000_00),
    GROWTH_INCOME: (E_FIRST, 43_800_000_00),
    HEALTH: (E_FIRST, 91_250_000_00),
    HIGH_YIELD: (E_SECOND, 29_200_000_00),
    LEISURE: (date(2001, 9, 28), 18_250_000_00),  # S04
    MID_CAP: (date(2002, 1, 15), 10_950_000_00),
    SELECT_INCOME: (E_SECOND, 21_900_000_00),
    SMALL_COMPANY: (date(2001, 9, 28), 36_500_000_00),  # S08
    TECHNOLOGY: (E_FIRST, 438_000_000_00),
    TELECOMMUNICATIONS: (E_FIRST, 32_850_000_00),
    TOTAL_RETURN: (date(2001, 9, 28), 25_550_000_00),
    VALUE_EQUITY: (date(2001, 9, 28), 12_775_000_00),
}
E_UNTIL = {ENDEAVOR: (date(2003, 3, 31), (2003, 4))}  # ended; and the last month that is paid all the same
E_MONTHS: tuple[Month, ...] = (
    (2000, 11), (2000, 12), *((y, m) for y in (2001, 2002) for m in range(1, 13)),
    *((2003, m) for m in range(1, 7)),
)  # fmt: skip
E_YEARS = ("2000-11-30 to 2001-11-29", "2001-11-30 to 2002-11-29", "2002-11-30 to 2003-11-29")
E_PAID = {(HEALTH, (2001, 6)): 34_875_00}  # a month of 31 days where it has 30
E_TWICE = {(TELECOMMUNICATIONS, (2002, 2))}
E_PAYEE = {
    (HIGH_YIELD, (2001, 7)): "INVESCO Funds Group, Inc.",
    (VALUE_EQUITY, (2002, 5)): "Harbor & Lane",  # EIGTHTH
}
E_CUSTOMERS = (  # provider, fund, its customers' average, each payment, and for which months
    ("Peak Securities", DYNAMICS, 412_345_678_90, 257_716_05, ((2001, 12), (2002, 3), (2002, 6), (2002, 9))),
    ("Ridge Brokerage", TECHNOLOGY, 412_345_678_90, 257_716_04, ((2001, 12), (2002, 3), (2002, 6))),  # S02
    ("Ridge Brokerage", TECHNOLOGY, 0, 257_716_07, ((2002, 9),)),
    ("Harbor & Lane", GROWTH, 40_000_000_00, 25_000_00, ((2001, 12), (2002, 3), (2002, 6), (2002, 9))),
    ("Summit Advisors", FINANCIAL, 20_000_000_00, 12_000_00, ((2001, 12), (2002, 3))),
)


def e_days(fund: str, month: Month) -> int:
    """Return for how many days of a month the plan is in force for a fund."""
    since, until = E_FUNDS[fund][0], E_UNTIL.get(fund, (E_LAST, None))[0]
    first, last = date(*month, 1), date(*month, monthrange(*month)[1])
    return max(0, (min(last, until) - max(first, since)).days + 1)


def e_averages() -> Iterator[Row]:
    """Yield averages by fund and month, by plan year, then those of providers' customers."""
    for fund, (since, average) in E_FUNDS.items():
        for month in E_MONTHS:
            if date(*month, monthrange(*month)[1]) >= since:
                yield fund, label(month), "", dollars(average)
        for year in E_YEARS:
            if year[14:] >= since.isoformat():
                yield fund, year, "", dollars(average)
    yield LEISURE, "2001-08", "", dollars(E_FUNDS[LEISURE][1])
    for provider, fund, average, _, _ in E_CUSTOMERS:
        if average:
            yield fund, E_YEARS[1], provider, dollars(average)


def e_payments() -> Iterator[Row]:
    """Yield what each fund paid the distributor, then what went on to providers."""
    yield ("E-LEI-2001-08", LEISURE, "distribution_fee", IDI, "", "6975.00", "", "2001-08",
           date(2001, 9, 10))  # S04  # fmt: skip
    for fund in E_FUNDS:
        for month in E_MONTHS:
            days = e_days(fund, month) or (month == E_UNTIL.get(fund, (None, None))[1]) * 30
            if days:
                year_days = 366 if month[0] == 2000 else 365
                paid = E_PAID.get((fund, month), accrued(E_FUNDS[fund][1], "0.0045", days, year_days))
                row = (fund, "distribution_fee", E_PAYEE.get((fund, month), IDI), "", dollars(paid), "",
                       label(month), usual_day(month))  # fmt: skip
                yield f"E-{SHORT[fund]}-{label(month)}", *row
                if (fund, month) in E_TWICE:
                    yield f"E-{SHORT[fund]}-{label(month)}-again", *row
    for provider, fund, _, paid, months in E_CUSTOMERS:
        for month in months:
            yield (f"E-{SHORT[fund]}-{label(month)}-{provider.split()[0]}", fund, "service_fee", provider,
                   provider, dollars(paid), "", label(month), usual_day(month))  # fmt: skip
    yield ("E-TEC-2002-06-supplement", TECHNOLOGY, "asset_based_sales_charge", "Ridge Brokerage",
           "Ridge Brokerage", "250000.00", "", "2002-06", date(2002, 7, 8))  # S02  # fmt: skip


def e_accruals() -> Iterator[Row]:
    """Yield accruals of single days: the first weeks of three funds, and of those that joined."""
    yield _accrual(ENERGY, date(2000, 11, 29))  # S05
    yield _accrual(LEISURE, date(2001, 9, 27))
    for fund, first, days in (
        (ENERGY, E_FIRST, 32), (TECHNOLOGY, E_FIRST, 32), (DYNAMICS, E_FIRST, 32), (LEISURE, date(2001, 9, 28), 34),
        (MID_CAP, date(2002, 1, 15), 17), (ENDEAVOR, date(2003, 3, 1), 31),
    ):  # fmt: skip
        for number in range(days):
            yield _accrual(fund, first + timedelta(days=number))


def _accrual(fund: str, on: date) -> Row:
    amount = accrued(E_FUNDS[fund][1], "0.0045", 1, 366 if on.year == 2000 else 365)
    return f"EA-{SHORT[fund]}-{on}", fund, on, dollars(amount)


# --- related agreement of class K --------------------------------------------------------------

R_BASE = {
    ENERGY: 40_000_000_00,
    CORE_EQUITY: 48_000_000_00,
    EUROPEAN: 30_000_000_00,
    TECHNOLOGY: 24_000_000_00,
}
R_MONTHS = MONTHS[2:-1]
R_RATE = {
    (CORE_EQUITY, (2004, 2)): "0.0050",  # S54
    (EUROPEAN, (2004, 6)): "0.0020",  # S53
}
R_PAID_ON = {(ENERGY, (2003, 12)): date(2004, 1, 12)}  # S51


def r_payments() -> Iterator[Row]:
    """Yield a twelfth of the year's fee for each month: 0.25% as service fee, the rest as sales charge."""
    for fund, base in R_BASE.items():
        for month in R_MONTHS:
            fee = accrued(base, R_RATE.get((fund, month), "0.0045"), 1, 12)
            service = min(fee, accrued(base, "0.0025", 1, 12))
            on = R_PAID_ON.get((fund, month), usual_day(month))
            for letter, kind, paid in (
                ("A", "asset_based_sales_charge", fee - service), ("S", "service_fee", service),
            ):  # fmt: skip
                if paid:
                    yield (f"R-{SHORT[fund]}-{label(month)}-{letter}", fund, kind, AIM, "", dollars(paid), "",
                           label(month), on)  # fmt: skip


def r_fee_bases() -> Iterator[Row]:
    """Yield the base of each month's fee."""
    for fund, base in R_BASE.items():
        for month in R_MONTHS:
            yield fund, label(month), dollars(base)


# --- files -----------------------------------------------------------------------------------


def tables() -> Mapping[str, tuple[Sequence[str], tuple[Row, ...]]]:
    """Return every ledger: its path below agreements/, its columns and its rows."""
    b, e, k = "class_b_2003/ledger", "class_k_2000/ledger", "class_k_2003/ledger"
    r = "class_k_related_agreement_2003/ledger"
    return {
        f"{b}/average_net_assets.csv": (AVERAGES, tuple(b_averages())),
        f"{b}/payments.csv": (PAYMENTS, tuple(b_payments())),
        f"{b}/lots.csv": (LOTS, B_LOTS),
        f"{b}/redemptions.csv": (REDEMPTIONS, B_REDEMPTIONS),
        f"{b}/sales.csv": (SALES, B_SALES),
        f"{b}/reinvestments.csv": (REINVESTMENTS, B_REINVESTMENTS),
        f"{b}/issue_groups.csv": (ISSUE_GROUPS, B_ISSUE_GROUPS),
        f"{b}/new_gross_sales.csv": (GROSS_SALES, tuple(b_gross_sales())),
        f"{e}/average_net_assets.csv": (AVERAGES, tuple(e_averages())),
        f"{e}/payments.csv": (PAYMENTS, tuple(e_payments())),
        f"{e}/accruals.csv": (ACCRUALS, tuple(e_accruals())),
        f"{k}/average_net_assets.parquet": (AVERAGES, tuple(k_averages())),
        f"{k}/payments.csv": (PAYMENTS, tuple(k_payments())),
        f"{k}/new_gross_sales.csv": (GROSS_SALES, tuple(k_gross_sales())),
        f"{r}/payments.csv": (PAYMENTS, tuple(r_payments())),
        f"{r}/fee_bases.csv": (FEE_BASES, tuple(r_fee_bases())),
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
