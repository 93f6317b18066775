"""Print how long `redline amend` takes for an agreement of 300 funds and five classes.

    python -m benchmarks.amend

The whole command is measured, process start and reading included, beside `redline --help` and beside
the same draft to the same agreement with 30 funds.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.run import least

CLASSES = ("Class A", "Class B", "Class C", "Class K", "Class R")
PAYEE = '"Example Distributors, Inc."'
RATES = {"Class A": "0.00%", "Class B": "0.75%", "Class C": "0.75%", "Class K": "0.20%", "Class R": "0.25%"}

HEAD = """agreement five_classes "Distribution Plan and Agreement of all classes"
  dated 2003-07-01
  effective 2003-07-01
  shares {classes}
  is plan under rule_12b_1, agreement with distributor
  under investment_company_act, rule_12b_1, finra_2341
  funds in schedule_a

party distributor "Example Distributors, Inc."

{bodies}
assumption day_count "The text does not say how days count." at "SCHEDULE B"
  is actual_actual

assumption business_day_calendar "The text does not define a business day." at "THIRD"
  is nyse

schedule schedule_a at "SCHEDULE A"
  for each fund
  | company | fund |
{funds}

schedule schedule_b at "SCHEDULE B"
  for each fund, share_class
  | fund | share_class | asset_based_sales_charge: rate per year | service_fee: rate per year |
{rates}

approval both_boards
  majority of board in person at a meeting called for the purpose
    and majority of independent_directors in person at a meeting called for the purpose

clause term at "ELEVENTH"
  says "In force to 31 May 2004, then from year to year while both boards approve."
  plan and agreement continues until 2004-05-31, then year to year
    while approved each year by both_boards

clause termination_rights at "THIRTEENTH"
  says "The independent directors may end it at any time, the distributor on 60 days' notice."
  plan and agreement terminable by
    majority of independent_directors or distributor on 60 days written notice
    without penalty

clause paid_in_time at "THIRD"
  says "Fees of a month are paid within 10 business days after it."
  for each payment
  limit payment.paid_on to at most 10 business days after end of payment.accrued_for

clause paid_to_distributor at "THIRD"
  says "Fees are paid to the distributor."
  for each payment
  must hold payment.payee is distributor

clause amendment_approved at "TWELFTH"
  says "Both boards approve every amendment."
  for each amendment
  requires both_boards by amendment.effective
"""

CAP = """
clause {name} at "SCHEDULE B"
  says "The {words} of a class stays within its rate."
  for each row of schedule_b called row, month
  when any payment
    where payment.fund is row.fund and payment.share_class is row.share_class
      and payment.kind is {kind} and payment.accrued_for is month
  limit sum of payment.amount
      for each payment
      where payment.fund is row.fund and payment.share_class is row.share_class
        and payment.kind is {kind} and payment.accrued_for is month
    to at most row.{kind}
        of (the average_net_assets called stated
          where stated.fund is row.fund and stated.share_class is row.share_class
            and stated.period is month).amount
      over month
"""

INCREASE = """
clause increase_for_{key} at "TWELFTH [para 2]"
  says "What {title} pays does not rise without its holders."
  for each amendment, fund
  when schedule_b.service_fee(fund, "{title}") under amendment
    is more than schedule_b.service_fee(fund, "{title}") before amendment
  requires majority_of_outstanding_voting_securities of {key}_holders by amendment.effective
"""

DRAFT = """amendment raise_k to five_classes "Higher service fee for Class K"
  dated 2004-01-05
  effective 2004-02-01
  in schedule_b where share_class is "Class K" set service_fee to 0.30%
"""


def _key(title: str) -> str:
    return title.lower().replace(" ", "_")


def workspace_of(folder: Path, funds: int, months: int = 1) -> None:
    """Write the agreement, the draft beside it, and so many months of payments and averages."""
    home = folder / "agreements" / "five_classes"
    (home / "ledger").mkdir(parents=True)
    names = [f"Fund {i:04d}" for i in range(funds)]
    text = HEAD.format(
        classes=", ".join(f'"{c}"' for c in CLASSES),
        bodies="\n".join(f'body {_key(c)}_holders "Holders of {c}"\n  holders of "{c}"\n' for c in CLASSES),
        funds="\n".join(f"  | COMPANY {i // 20:02d}, INC. | {n} |" for i, n in enumerate(names)),
        rates="\n".join(f"  | {n} | {c} | {RATES[c]} | 0.25% |" for n in names for c in CLASSES),
    )
    text += CAP.format(name="sales_charge_cap", words="sales charge", kind="asset_based_sales_charge")
    text += CAP.format(name="service_fee_cap", words="service fee", kind="service_fee")
    text += "".join(INCREASE.format(key=_key(c), title=c) for c in CLASSES)
    (home / "agreement.clause").write_text(text, encoding="utf-8")
    (folder / "draft.clause").write_text(DRAFT, encoding="utf-8")
    payments = ["id,fund,share_class,kind,payee,amount,accrued_for,paid_on"]
    averages = ["fund,share_class,period,amount"]
    for i, name in enumerate(names):
        for c in CLASSES:
            for m in range(1, months + 1):
                month = f"2003-{6 + m:02d}"
                key = f"{i}-{c[-1]}-{m}"
                payments.append(f"{key},{name},{c},service_fee,{PAYEE},100.00,{month},{month}-28")
                averages.append(f"{name},{c},{month},1000000.00")
    (home / "ledger" / "payments.csv").write_text("\n".join(payments) + "\n", encoding="utf-8")
    (home / "ledger" / "average_net_assets.csv").write_text("\n".join(averages) + "\n", encoding="utf-8")


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-c", "from checker.cli import main; main()", *arguments]


def amended(funds: int, months: int = 1, runs: int = 3) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace_of(folder, funds, months)

        def run() -> None:
            done = subprocess.run(
                command(folder, "amend", "draft.clause"), cwd=folder, capture_output=True, text=True
            )
            assert done.returncode in (0, 1, 3), done.stderr
            assert "rate-raised" in done.stdout or "0.30%" in done.stdout, done.stdout

        return least(run, runs)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        help_ = least(lambda: subprocess.run(command(Path(name), "--help"), capture_output=True, check=True))
    small, large = amended(30), amended(300)
    print(f"redline amend, 300 funds of 5 classes: {large:.2f} s, {large / help_:.0f} times `redline --help`")
    print(f"300 funds over 30 funds: {large / small:.1f} times the time for 10 times the rows")


if __name__ == "__main__":
    main()
