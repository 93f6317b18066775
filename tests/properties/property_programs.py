"""Programs that type, as text: clauses made of well-typed expressions over a few kinds of fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st

HEAD = """agreement made "A made-up plan"
  dated 2004-01-01
  effective 2004-01-01
  shares "Class S"
  is plan under rule_12b_1, agreement with distributor
  funds in rates

party distributor "Small Distributors, Inc."
  also "X"

body holders "Holders of Class S Shares"
  holders of "Class S"

assumption day_count "Not said." at "1"
  is actual_365 or thirty_360

assumption business_day_calendar "Not said." at "1"
  is nyse or weekdays

question asked "Is it so?" at "1"
  given fund

schedule rates at "1"
  for each fund
  | fund       | fee: rate per year | most    | from       | until      |
  | Alpha Fund | 0.45%              | $100.00 |            | 2004-06-15 |
  | Alpha Fund | 0.50%              | $200.00 | 2004-06-16 |            |
  | Beta Fund  | 0.365%             |         | 2004-02-10 | 2004-09-30 |

schedule steps at "1"
  | over | rate  |
  | $0   | 0.50% |
  | $100 | 0.40% |

define paid
  given fund, month
  means sum of payment.amount for each payment where payment.fund is fund and payment.accrued_for is month

define ratio
  given money called a, money called b
  means a / b

carry left_over
  given fund, month
  from 2004-01-01 starting at $10.00,
  then greater of ($0.00, left_over + $5.00 - paid)

approval both
  majority of board and majority_of_outstanding_shares of holders

"""
AMENDMENT = """amendment change to made
  effective 2004-04-01
  in rates where fund is "Beta Fund" set fee to 0.730%, most to $50.00
"""

Text = st.SearchStrategy[str]


@dataclass(frozen=True)
class Scope:
    """What is in sight: variables by what they are."""

    payment: str = ""
    fund: str = ""
    month: str = ""
    day: str = ""

    def inside(self, payment: str) -> Scope:
        """Return the scope within a query over payments, under another name."""
        return Scope(payment, self.fund, self.month, self.day)


def one(*found: Any) -> Text:
    return st.one_of(*[st.just(f) if isinstance(f, str) else f for f in found if f != ""])


def joined(form: str, *parts: Text) -> Text:
    return st.tuples(*parts).map(lambda p: form.format(*p))


@cache
def money(s: Scope, depth: int) -> Text:
    plain: list[Any] = [
        "$0.00",
        "$100.00",
        "$33.33",
        s.payment and f"{s.payment}.amount",
        s.payment and f"{s.payment}.offset",
    ]
    if s.fund and s.month:
        plain += [f"paid({s.fund}, {s.month})", f"left_over({s.fund}, {s.month})", f"rates.most({s.fund})"]
    if depth == 0:
        return one(*plain)
    m, c, n = money(s, depth - 1), condition(s, depth - 1), number(s, depth - 1)
    inner = s.inside("p")
    return one(
        *plain,
        joined("({0} + {1})", m, m), joined("({0} - {1})", m, m), joined("({0} * {1})", n, m), joined("({0} / {1})", m, n),
        joined("lesser of ({0}, {1})", m, m), joined("greater of ({0}, {1})", m, m),
        joined("(if {0} then {1} else {2})", c, m, m), joined("({0} rounded half up to $0.01)", m),
        joined("({0} of {1})", n, m),
        joined("(sum of {0} for each payment called p where {1})", money(inner, 0), condition(inner, depth - 1)),
        joined("(greatest of {0} for each payment called p where {1})", money(inner, 0), condition(inner, depth - 1)),
        joined("(sum of row.rate of {0} for each row of steps where row.over is less than {0})", money(s, 0)),
        "" if not s.fund else joined("(rates.fee(" + s.fund + ") of {0} over {1})", m, period(s, depth - 1)),
        "" if not s.fund else joined("(0.3% per year of {0} over {1} while plan is in force)", m, period(s, depth - 1)),
        joined("($3 per day over {0})", period(s, depth - 1)), joined("($3 per quarter over {0})", period(s, depth - 1)),
    )  # fmt: skip


@cache
def number(s: Scope, depth: int) -> Text:
    plain = ["2", "0", "0.5", "10%"]
    if depth == 0:
        return one(*plain)
    inner = s.inside("p")
    return one(
        *plain,
        joined("(count of payment called p where {0})", condition(inner, depth - 1)),
        joined("ratio({0}, {1})", money(s, depth - 1), money(s, depth - 1)),
        joined("((days from {0} to {1}) / 2 days)", day(s, depth - 1), day(s, depth - 1)),
        joined("(count of business_day in {0})", period(s, 0)),
    )


@cache
def day(s: Scope, depth: int) -> Text:
    plain: list[Any] = ["2004-02-29", "2004-06-15", "2004-01-31", s.payment and f"{s.payment}.paid_on", s.day]
    if depth == 0:
        return one(*plain)
    d, p = day(s, depth - 1), period(s, depth - 1)
    return one(
        *plain,
        joined("(start of ({0}))", p), joined("(end of ({0}))", p), joined("(10 days after {0})", d),
        joined("(3 business days before {0})", d), joined("(1 month after {0})", d),
        joined("(1 year before {0} clamped)", d), joined("(if {0} then {1} else {2})", condition(s, 0), d, d),
        joined("((latest payment called p where {0}).paid_on)", condition(s.inside("p"), depth - 1)),
        joined("((the notice where notice.on is {0}).on)", d),
    )  # fmt: skip


# `month of ...` is left out: where a clause runs over months, `month` is that month.
@cache
def period(s: Scope, depth: int) -> Text:
    plain: list[Any] = [s.month, s.payment and f"{s.payment}.accrued_for"]
    if depth == 0:
        return one(*plain, "(year of 2004-02-29)")
    d = day(s, depth - 1)
    return one(
        *plain,
        joined("(year of {0})", d), joined("(next (year of {0}))", d), joined("(previous (year of {0}))", d),
        joined("(period from {0} to {1})", d, d),
    )  # fmt: skip


@cache
def condition(s: Scope, depth: int) -> Text:
    plain: list[Any] = [
        s.payment and f"{s.payment}.kind is service_fee", s.payment and f"{s.payment}.offset is given",
        s.payment and f"{s.payment}.payee is distributor", s.payment and f"{s.payment}.offset is at most $1.00",
        s.payment and f"asked({s.payment}.fund)", s.fund and f"asked({s.fund})",
        "no closing where closing.reason is \"snow\"", "any notice where notice.written",
    ]  # fmt: skip
    if s.fund and s.month:
        plain.append(f"any payment called q where q.fund is {s.fund} and q.accrued_for is {s.month}")
    if depth == 0:
        return one(*plain)
    c, m, d, p = (f(s, depth - 1) for f in (condition, money, day, period))
    inner = s.inside("p")
    return one(
        *plain,
        joined("({0} and {1})", c, c), joined("({0} or {1})", c, c), joined("(not {0})", c),
        joined("{0} is at most {1}", m, m), joined("{0} is more than {1}", m, m), joined("{0} is {1}", m, m),
        joined("{0} is between {1} and {2}", m, m, m), joined("{0} is on or before {1}", d, d),
        joined("{0} is in {1}", d, p), joined("{0} is not in {1}", p, p), joined("{0} is {1}", p, p),
        joined("(every payment called p where {0} satisfies {1})", condition(inner, 0), condition(inner, depth - 1)),
        joined("(any payment called p where {0})", condition(inner, depth - 1)),
        joined("(no payment called p where {0})", condition(inner, depth - 1)),
        joined("plan is in force on {0}", d), joined("agreement is not in force throughout {0}", p),
        joined("plan is in force at some time in {0}", p),
        joined("(approved by both on other from 60 days before {0} by {0})", d),
        joined("(approved by written consent of distributor before {0})", d),
    )  # fmt: skip


EACH = (
    ("for each payment", Scope("payment", "payment.fund", "payment.accrued_for", "payment.paid_on")),
    ("for each fund, month", Scope("", "fund", "month", "")),
    ("for each fund, quarter", Scope("", "fund", "(month of end of quarter)", "")),
    ("for each amendment", Scope("", "", "", "amendment.effective")),
    ("for each transfer, month in (period from transfer.on to 60 days after transfer.on)",
     Scope("", "", "month", "transfer.on")),
    ("", Scope()),
)  # fmt: skip


@st.composite
def clauses(draw: Any, name: str) -> str:
    each, scope = draw(st.sampled_from(EACH))
    depth = draw(st.integers(0, 2))
    norm = draw(one(
        joined("limit {0} to at most {1}", money(scope, depth), money(scope, depth)),
        joined("limit {0} between {1} and {2}", money(scope, depth), money(scope, 0), money(scope, 0)),
        joined("limit {0} to at least {1}", day(scope, depth), day(scope, depth)),
        joined("must hold {0}", condition(scope, depth)), joined("must hold {0}", condition(scope, depth)),
        joined("must hold {0} by {1}", condition(scope, depth), day(scope, 1)),
        joined("distributor must deliver report where report.delivered is on or after {0} by {1}", day(scope, 1), day(scope, 1)),
        joined("distributor must not give notice where notice.on is on or after {0}", day(scope, 1)),
        joined("requires both on continuance by {0}", day(scope, 1)),
    ))  # fmt: skip
    lines = [f'clause {name} at "1"', *([f"  {each}"] if each else [])]
    if draw(st.booleans()):
        lines.append("  when " + draw(condition(scope, 1)))
    if draw(st.booleans()):
        lines.append("  binds always")
    lines.append("  " + norm)
    if draw(st.booleans()):
        lines.append('  unless "said": ' + draw(condition(scope, 1)))
    return "\n".join(lines) + "\n"


@st.composite
def programs(draw: Any) -> list[str]:
    """The texts of an agreement with a few clauses, and of an amendment."""
    made = [draw(clauses(f"c{i}")) for i in range(draw(st.integers(2, 5)))]
    term = (
        'clause term at "2"\n  plan and agreement continues until 2004-05-31, then year to year '
        "while approved each year by both\n"
    )
    ended = 'clause ended at "3"\n  agreement terminates when assignment where assignment.changes_control\n'
    rest = draw(st.lists(st.sampled_from([term, ended]), max_size=2, unique=True))
    return [HEAD + "\n".join([*made, *rest]), AMENDMENT]
