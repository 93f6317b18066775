"""The effects on amounts: rates, limits, what fees are taken of, charges on redemptions, conversions."""

from __future__ import annotations

from checker.compare.entry import BOTH, HOLDERS, NOBODY, PAYEE, Text

_RATE = "A rate is a column of a type like `rate per year`, in a schedule by whatever keys."
_CAP = (
    "An upper limit is what a clause limits something `to at most`, or a column of money used there."
)
_LEAST = (
    "A lower limit is what a clause limits something `to at least`, or a column used only there."
)
_CHARGE = (
    "The charge is what a clause limits as `redemption.cdsc`, or a column used in such a limit."
)

AMOUNTS: dict[str, Text] = {
    "rate-raised": Text(
        "A rate is higher",
        _RATE,
        "For each row whose rate is higher than before.",
        HOLDERS,
        "`schedule_b.service_fee`, 0.25% per year to 0.3% per year.",
    ),
    "rate-lowered": Text(
        "A rate is lower",
        _RATE,
        "For each row whose rate is lower than before.",
        PAYEE,
        "`schedule_b.asset_based_sales_charge`, 0.75% per year to 0.5% per year.",
    ),
    "rate-added": Text(
        "A rate where there was none",
        f"{_RATE} Where another rate of the row stays and the new one only limits, it is `cap-added`.",
        "For each row that has a rate now and had none; with a fund that joins, the note says so.",
        HOLDERS,
        "`schedule_b.service_fee`, none to 0.25% per year, with `INVESCO Utilities Fund`.",
    ),
    "rate-removed": Text(
        "A rate is gone",
        _RATE,
        "For each row that had a rate and has none; with a fund that leaves, the note says so.",
        PAYEE,
        "`schedule_b.service_fee`, 0.25% per year to none.",
    ),
    "cap-raised": Text(
        "An upper limit is higher",
        _CAP,
        "For a clause, where more is allowed in some case and less in none; for a cell, where it is "
        "higher.",
        HOLDERS,
        "`schedule_a.annual_maximum`, 150,000.00 USD per year to 200,000.00 USD per year.",
    ),
    "cap-lowered": Text(
        "An upper limit is lower",
        _CAP,
        "As `cap-raised`, the other way round.",
        PAYEE,
        "`at most $10,000.00` becomes `at most $8,000.00`.",
    ),
    "cap-added": Text(
        "An upper limit where there was none",
        _CAP,
        "For a clause that is new, a cell of money that was empty, or a rate within another that stays.",
        PAYEE,
        "0.45% for all purposes is split: `schedule_b.service_fee`, none to 0.25% per year.",
    ),
    "cap-removed": Text(
        "An upper limit is gone",
        _CAP,
        "For a clause that is struck, or a cell of money that is empty now.",
        HOLDERS,
        "The clause `annual_cap` is struck.",
    ),
    "minimum-raised": Text(
        "The least that is due is higher",
        _LEAST,
        "For a clause, where more is due in some case and less in none; for a cell, where it is higher.",
        HOLDERS,
        "`to at least $250.00` becomes `to at least $300.00`.",
    ),
    "minimum-lowered": Text(
        "The least that is due is lower",
        _LEAST,
        "As `minimum-raised`, the other way round.",
        PAYEE,
        "`schedule_b.minimum_service_fee`, 250.00 USD to 200.00 USD.",
    ),
    "minimum-added": Text(
        "A least amount where there was none",
        _LEAST,
        "For a clause that is new, or a cell that was empty.",
        HOLDERS,
        "`limit paid to at least $250.00` is inserted.",
    ),
    "minimum-removed": Text(
        "A least amount is gone",
        _LEAST,
        "For a clause that is struck, or a cell that is empty now.",
        PAYEE,
        "The clause `share_paid_in_full` is struck.",
    ),
    "fixed-amount-changed": Text(
        "An amount that is exactly fixed is another",
        "What a clause limits something `to exactly`, or a column of money used only there.",
        "Wherever the amount is another in some case.",
        BOTH,
        "`to exactly $25.00` becomes `to exactly $30.00`.",
    ),
    "fee-base-widened": Text(
        "Fees are taken of more",
        "The base of a fee is what a rate is multiplied with, such as average daily net assets.",
        "Where it is proved that the amount is larger in some case and smaller in none.",
        HOLDERS,
        "Average daily net assets of the class become those of the fund.",
    ),
    "fee-base-narrowed": Text(
        "Fees are taken of less",
        "The base of a fee is what a rate is multiplied with.",
        "As `fee-base-widened`, the other way round.",
        PAYEE,
        "Shares held for less than a year are left out.",
    ),
    "fee-base-changed": Text(
        "Fees are taken of something else",
        "The base of a fee is what a rate is multiplied with.",
        "Where it is larger in one case and smaller in another, or that is not decided: then counsel is "
        "asked.",
        BOTH,
        "The average over calendar days becomes one over business days.",
    ),
    "cdsc-raised": Text(
        "The charge on a redemption is higher",
        _CHARGE,
        "For each row, or clause, by which more is charged.",
        HOLDERS,
        "`cdsc_rates.rate`, 3% to 4%, holding year 3.",
    ),
    "cdsc-lowered": Text(
        "The charge on a redemption is lower",
        _CHARGE,
        "For each row, or clause, by which less is charged, but something.",
        PAYEE,
        "`cdsc_rates.rate`, 4% to 3%, holding year 2.",
    ),
    "cdsc-waived": Text(
        "The charge is not taken",
        f"{_CHARGE} It is waived by a rate of zero, a clause that sets it to zero, or an exception to the "
        "clause that says what is due.",
        "With the shares it is for, in the words of the condition; for a row of the table, where later "
        "years are charged still, or none is.",
        PAYEE,
        "`unless \"redeemed from 2004 on\": redemption.on is on or after 2004-01-01` is added.",
    ),
    "cdsc-waiver-removed": Text(
        "The charge is taken where it was waived",
        _CHARGE,
        "As `cdsc-waived`, the other way round.",
        HOLDERS,
        "The exception `on death` is struck.",
    ),
    "cdsc-shortened": Text(
        "The charge ends earlier",
        _CHARGE,
        "For each last year of holding whose rate is zero now, or whose row is gone.",
        PAYEE,
        "`cdsc_rates.rate`, 1% to 0%, holding year 6.",
    ),
    "cdsc-lengthened": Text(
        "The charge goes on longer",
        _CHARGE,
        "For each year of holding after the last one that was charged.",
        HOLDERS,
        "`cdsc_rates.rate`, none to 1%, holding year 7.",
    ),
    "conversion-shortened": Text(
        "Shares convert earlier",
        "A clause about conversions runs over, wants or limits a kind of fact whose name has the word "
        "conversion.",
        "Where the day or length of time that it sets is earlier or shorter.",
        "Who is paid on the class that converts.",
        "`8 years after lot.issued` becomes `6 years after lot.issued`.",
    ),
    "conversion-lengthened": Text(
        "Shares convert later",
        "A clause about conversions, as for `conversion-shortened`.",
        "Where the day or length of time that it sets is later or longer.",
        "Holders of the class that converts.",
        "`6 years after lot.issued` becomes `8 years after lot.issued`.",
    ),
    "conversion-changed": Text(
        "Conversion is otherwise",
        "A clause about conversions, as for `conversion-shortened`.",
        "Where such a clause is new or gone, or differs in something else than the time.",
        BOTH,
        "Conversion without a charge is struck.",
    ),
    "row-changed": Text(
        "A cell that bounds nothing is another",
        "No rule uses the column as a rate or limit, or nothing that counts differs.",
        "For each such cell.",
        NOBODY,
        "`addresses.address` of the distributor.",
    ),
    "row-added": Text(
        "A row is new",
        "A row that has no rate or limit, in a schedule that is not the list of funds.",
        "For each such row.",
        NOBODY,
        "An address for a third party.",
    ),
    "row-removed": Text(
        "A row is gone",
        "A row that has no rate or limit, in a schedule that is not the list of funds.",
        "For each such row.",
        NOBODY,
        "The address of a party that left.",
    ),
    "column-added": Text(
        "A column is new",
        "A column that bounds nothing.",
        "Once for the column.",
        NOBODY,
        "`schedule_a.party_since`.",
    ),
    "column-removed": Text(
        "A column is gone",
        "A column that bounds nothing.",
        "Once for the column.",
        NOBODY,
        "`schedule_a.printed_as`.",
    ),
    "column-changed": Text(
        "The figures of a column are of another type",
        "A rate per month is not a rate per year: the cells cannot be compared.",
        "Once for the column, with a question.",
        BOTH,
        "`fee: rate per year` becomes `fee: rate per month`.",
    ),
    "column-renamed": Text(
        "A column has another name",
        "The text declares it, and the cells are compared under the new name.",
        "For each declared renaming.",
        NOBODY,
        "`renames column schedule_b.maximum to aggregate`.",
    ),
    "schedule-added": Text(
        "A schedule is new",
        "What its rows mean is said beside it.",
        "Once for the schedule.",
        NOBODY,
        "`SCHEDULE C`.",
    ),
    "schedule-removed": Text(
        "A schedule is gone",
        "What its rows meant is said beside it.",
        "Once for the schedule.",
        NOBODY,
        "`EXHIBIT A`.",
    ),
    "schedule-changed": Text(
        "A schedule is looked up otherwise",
        "Its title, or the columns behind `for each`.",
        "Once for the schedule, with a question where the columns differ.",
        BOTH,
        "`for each fund` becomes `for each fund, share_class`.",
    ),
    "schedule-renamed": Text(
        "A schedule has another name",
        "The text declares it, and the rows are compared under the new name.",
        "For each declared renaming.",
        NOBODY,
        "`rename schedule exhibit_a to schedule_a`.",
    ),
    "not-comparable": Text(
        "A list cannot be compared",
        "Its rows on one side are not on file, so nothing is known to be added, dropped, moved or "
        "renamed.",
        "Once for the schedule, with the question what it had.",
        "Not known.",
        "Amendment No. 2 replaces a Schedule A that nobody has.",
    ),
}
"""In the order of the catalogue."""
