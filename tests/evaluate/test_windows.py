"""Which days records must be complete for, and whether statements cover them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from evaluate_cases import case, record, stated
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.evaluate.case import Env
from checker.evaluate.queries import complete
from checker.evaluate.windows import window
from checker.values.periods import MONTH, Period

spans = st.tuples(st.dates(date(2004, 1, 1), date(2004, 2, 28)), st.integers(0, 20)).map(
    lambda x: (x[0], x[0] + timedelta(days=x[1]))
)
funds = st.sampled_from(["", "Alpha Fund", "Beta Fund"])


@settings(deadline=None, max_examples=80, derandomize=True)
@given(statements=st.lists(st.tuples(spans, funds), max_size=6), asked=spans, fund=funds)
def test_covered_day_by_day(
    statements: list[tuple[tuple[date, date], str]], asked: tuple[date, date], fund: str
) -> None:
    """Statements cover days if they cover each one, whatever their order and overlaps."""
    c = case(*[stated("payment", a, b, f) for (a, b), f in statements])
    covered = {
        a + timedelta(days=n)
        for (a, b), f in statements if f in ("", fund)
        for n in range((b - a).days + 1)
    }  # fmt: skip
    wanted = {asked[0] + timedelta(days=n) for n in range((asked[1] - asked[0]).days + 1)}
    assert complete(c, "payment", fund or None, *asked) is (wanted <= covered)


def test_other_kinds_do_not_count() -> None:
    c = case(stated("sale", date(2004, 1, 1), date(2004, 12, 31)))
    assert not complete(c, "payment", None, date(2004, 2, 1), date(2004, 2, 2))
    assert complete(c, "sale", None, date(2004, 2, 1), date(2004, 2, 2))


FEBRUARY = MONTH.containing(date(2004, 2, 1))
PAYMENT = record("payment", "P", paid_on=date(2004, 3, 15), accrued_for=FEBRUARY)
LOT = record("lot", "L", issued=date(2003, 5, 5))
REDEMPTION = record("redemption", "R", on=date(2004, 4, 1), lot="L")


@pytest.mark.parametrize(
    ("env", "due", "expected"),
    [
        (Env({"month": FEBRUARY}, FEBRUARY), None, ("2004-02-01", "2004-02-29")),
        (Env({"month": FEBRUARY}, FEBRUARY), date(2004, 3, 20), ("2004-02-01", "2004-03-20")),
        (Env({"month": FEBRUARY}, FEBRUARY, date(2004, 3, 20)), None, ("2004-02-01", "2004-03-20")),
        (Env({"payment": PAYMENT}, date(2004, 3, 15)), None, ("2004-03-15", "2004-03-15")),
        (Env({"redemption": REDEMPTION}, date(2004, 4, 1)), None, ("2003-05-05", "2004-04-01")),
        (Env({"day": date(2004, 1, 5), "fund": "Alpha Fund"}, None), None, ("2004-01-05", "2004-01-05")),
        (Env({}, None), None, ("2004-01-01", "2006-06-30")),
        (Env({}, Period(date(2004, 2, 2), date(2004, 2, 3), "")), None, ("2004-02-02", "2004-02-03")),
    ],
    ids=["month", "due", "due-in-env", "payment", "with-what-it-refers-to", "day", "nothing", "period"],
)  # fmt: skip
def test_the_days_that_an_instance_is_about(env: Env, due: date | None, expected: tuple[str, str]) -> None:
    found = window(case(LOT, REDEMPTION), env, due)
    assert tuple(map(str, found)) == expected


def test_what_is_inside_a_definition_is_due_by_the_same_day() -> None:
    env = Env({"month": FEBRUARY}, FEBRUARY, date(2004, 3, 20))
    inner = env.inside({"x": "y"}).bind("z", "w").at(FEBRUARY)
    assert inner.due == date(2004, 3, 20)
    assert dict(inner.variables) == {"x": "y", "z": "w"}
