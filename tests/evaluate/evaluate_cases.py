"""A small agreement, and cases of it: what the evaluator works on, without a workspace on disk."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from checker.evaluate.case import Case, Index
from checker.facts.store import Facts, Record
from checker.ir import nodes as ir
from checker.ir.from_typed import lower
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

assumption day_count "Not said." at "1"
  is actual_365 or actual_actual

assumption business_day_calendar "Not said." at "1"
  is nyse or federal_reserve

schedule rates at "SCHEDULE"
  for each fund
  | fund       | fee: rate per year | from       | until      |
  | Alpha Fund | 0.45%              |            |            |
  | Beta Fund  | 0.45%              | 2004-03-01 | 2004-04-30 |
  | Beta Fund  | 0.50%              | 2004-07-01 |            |

clause term at "FIRST"
  plan and agreement continues until 2004-12-31, then year to year while approved each year by majority of board

clause ended at "SECOND"
  agreement terminates when assignment where assignment.changes_control

clause rights at "THIRD"
  plan and agreement terminable by majority of board

clause linked at "FOURTH"
  agreement ends with plan

clause cap at "FIFTH"
  for each payment
  limit payment.amount to at most rates.fee(payment.fund) of $1,000 over payment.accrued_for

clause late at "SIXTH"
  for each payment
  limit payment.paid_on to at most 10 business days after end of payment.accrued_for

clause plain at "SEVENTH"
  for each payment
  limit payment.amount to at most $1.00
"""


@cache
def _program() -> tuple[ir.Agreement, dict[str, Any]]:
    shared = [parse(s)[0] for s in shipped_rules()]
    tree, wrong = parse(Source("agreements/small/agreement.clause", AGREEMENT))
    typed, problems, _ = type_program(shared, {"small": [tree]})
    errors = [d.message for d in (*wrong, *problems) if d.severity == "error"]
    assert not errors, errors
    program = lower(typed)
    return program.agreements["small"], program.kinds


def agreement() -> ir.Agreement:
    return _program()[0]


def case(*records: Record, as_of: date = date(2006, 6, 30), world: dict[str, t.Expr] | None = None) -> Case:
    """Return the small agreement with these records, under the first reading of each assumption."""
    found, kinds = _program()
    by_kind: dict[str, tuple[Record, ...]] = {}
    for r in records:
        by_kind[r.kind] = (*by_kind.get(r.kind, ()), r)
    first = {name: a.readings[0][1] for name, a in found.assumptions.items()}
    return Case(found, kinds, Index(Facts(by_kind)), as_of, {**first, **(world or {})}, lambda span: "text")


def record(kind: str, key: str, /, **values: Any) -> Record:
    made = {k: Fraction(v) if type(v) is int else v for k, v in values.items()}
    return Record(kind, key, made, f"{kind}.yaml", 1)


def stated(kind: str, since: date, until: date, fund: str = "") -> Record:
    """Return a statement that the records of a kind are complete."""
    about = {"fund": fund} if fund else {}
    said = {"facts": kind, "from": since, "until": until, "stated_by": "x", **about}
    return record("complete_records", f"{kind} {since} {until} {fund}", **said)
