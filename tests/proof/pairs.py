"""Two versions of a clause of a small agreement, typed, and what they mean on each side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from checker.ir.from_typed import lower
from checker.proof.clauses import Change, Terms, compare
from checker.source import Source
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program
from checker.workspace import shipped_rules

AGREEMENT = """agreement small "A small plan, Class S"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "Small Distributors, Inc."
  also "Small"

party manager "Small Advisers, Inc."

body holders "Holders of Class S"
  holders of "Class S"
  voting separately

body other_holders "Holders of Class T"
  holders of "Class T"
  voting separately

assumption day_count "Not said." at "1"
  is actual_365 or actual_actual

assumption business_day_calendar "Not said." at "1"
  is nyse or federal_reserve

assumption plan_year "Not said." at "1"
  is year from 2004-07-01

assumption grace "Not said." at "1"
  is 3 days or 5 days

question honest "Was it honest?" at "1"
  given payment

question agreed "Was it agreed?" at "1"
  given payment

question material "Is it material?" at "1"
  given amendment

schedule rates at "SCHEDULE"
  for each fund
  | fund       | fee: rate per year | other: rate per year |
  | Alpha Fund | 0.45%              | 0.50%                |
  | Beta Fund  | 0.25%              | 0.25%                |

schedule steps at "SCHEDULE"
  for each holding_year
  | holding_year: count | rate: percentage |
  | 1                   | 5%               |
  | 2                   | 4%               |

define net_average
  given fund, period
  means if any average_net_assets called stated
      where stated.fund is fund and stated.period is period and stated.provider is not given
    then (the average_net_assets called stated
      where stated.fund is fund and stated.period is period and stated.provider is not given).amount
    else average of (latest net_assets called daily
        where daily.fund is fund and daily.on is on or before day).amount
      for each day in period

define paid
  given fund, month
  means sum of payment.amount
    for each payment
    where payment.fund is fund and payment.accrued_for is month

define paid_to_small
  given fund, month
  means sum of payment.amount
    for each payment
    where payment.fund is fund and payment.accrued_for is month and payment.payee is distributor

define two_thirds
  given tally
  means 3 * tally.for is at least 2 * tally.in_office

define two_thirds_of_present
  given tally
  means 3 * tally.for is at least 2 * tally.present

define half
  given tally
  means 2 * tally.for is at least tally.in_office

define test_apart
  given tally
  means tally.present is more than 50% of tally.outstanding
    and tally.for is at least 67% of tally.present

define of_all_outstanding
  given tally
  means tally.for is at least 67% of tally.outstanding

carry carried
  given fund, month
  from 2004-01-01 starting at $0.00,
  then greater of ($0.00, carried + paid)

fact expense "What was spent"
  ledger expenses
  dated spent_on
  | field    | type                                | presence | meaning             |
  | id       | text                                | key      | number of the entry |
  | fund     | fund                                | required | whose               |
  | spent_on | date                                | required | day                 |
  | purpose  | one of printing, advertising, wages | required | what for            |
  | amount   | money at least 0                    | required | how much            |
  | balance  | money                               | optional | what is left        |

"""


@dataclass(frozen=True)
class Typed:
    """A clause, what names mean to it, and what is wrong with its text."""

    clause: t.Clause
    terms: Terms
    problems: tuple[str, ...]


@cache
def typed(body: str, more: str = "", changed: tuple[tuple[str, str], ...] = ()) -> Typed:
    """Return the clause ``it`` of the small agreement with more declarations, some words of it changed."""
    head = AGREEMENT
    for old, new in changed:
        assert old in head, old
        head = head.replace(old, new)
    text = head + more + f'\nclause it at "1"\n{body}\n'
    texts = [(s.path, s.text) for s in shipped_rules()]
    shared = [parse(Source(path, x))[0] for path, x in texts]
    tree, wrong = parse(Source("agreements/small/agreement.clause", text))
    program, found, _ = type_program(shared, {"small": [tree]})
    problems = tuple(d.message for d in (*wrong, *found) if d.severity == "error")
    if problems:
        return Typed(None, None, problems)  # type: ignore[arg-type]
    agreement = lower(program).agreements["small"]
    return Typed(program.agreements["small"].clauses["it"], Terms.of(agreement), problems)


def compared(
    old: str, new: str, more: tuple[str, str] = ("", ""), changed: tuple[tuple[str, str], ...] = ()
) -> tuple[Change, ...]:
    """Return what is different between two versions of a clause."""
    before, after = typed(old, more[0]), typed(new, more[1], changed)
    assert not before.problems, before.problems
    assert not after.problems, after.problems
    return compare(before.clause, after.clause, before.terms, after.terms)


def directions(changes: tuple[Change, ...]) -> list[str]:
    """Return each facet with its direction."""
    return [f"{c.facet} {c.direction}" for c in changes]
