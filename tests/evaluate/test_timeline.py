"""Time lines: no day without a status, none with two; what ends, lapses, comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from evaluate_cases import agreement, case, record, stated
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.evaluate.timeline import FOREVER, status, status_over, timeline
from checker.facts.store import Record
from checker.values.periods import MONTH, Period
from checker.values.truth import Unknown

FUNDS = ("Alpha Fund", "Beta Fund", None)
days = st.dates(date(2003, 12, 1), date(2007, 1, 31))


def vote(day: date, board: int = 2, fund: str = "") -> Record:
    about = {"fund": fund} if fund else {}
    tally = record("tally", "tally[1]", body="board", in_office=3, **{"for": board})
    return record("vote", f"V{day}{fund}", on=day, matter="continuance", tallies=(tally,), **about)


def assignment(day: date, control: bool | None = True, fund: str = "") -> Record:
    about: dict[str, Any] = {"fund": fund} if fund else {}
    if control is not None:
        about["changes_control"] = control
    return record("assignment", f"A{day}{fund}", on=day, kind="contract_transfer", **about)


def ending(day: date, ends: str, fund: str = "") -> Record:
    about = {"fund": fund} if fund else {}
    return record("termination", f"T{day}", ends=ends, by="board", effective=day, **about)


funds = st.sampled_from(["", "Alpha Fund", "Beta Fund"])
anything = st.lists(
    st.one_of(
        st.builds(vote, days, st.sampled_from([1, 2]), funds),
        st.builds(assignment, days, st.sampled_from([True, False, None]), funds),
        st.builds(ending, days, st.sampled_from(["plan", "agreement", "both"]), funds),
        st.just(stated("vote", date(2004, 1, 1), date(2004, 12, 31))),
        st.just(stated("vote", date(2004, 1, 1), date(2007, 1, 31))),
    ),
    max_size=6,
    unique_by=lambda r: (r.kind, r.key),
)  # fmt: skip


@settings(deadline=None, max_examples=60, derandomize=True)
@given(records=anything, instrument=st.sampled_from(["plan", "agreement"]), fund=st.sampled_from(FUNDS))
def test_stretches_follow_one_another_without_gaps(
    records: list[Record], instrument: str, fund: str | None
) -> None:
    line = timeline(case(*records), instrument, fund)
    assert line[0].since == date.min
    assert line[-1].until == FOREVER
    for before, after in zip(line, line[1:], strict=False):
        assert before.since <= before.until
        assert after.since == before.until + timedelta(days=1)
        assert (before.status, before.because) != (after.status, after.because)


@settings(deadline=None, max_examples=40, derandomize=True)
@given(records=anything, fund=st.sampled_from(FUNDS), day=days)
def test_the_agreement_is_in_force_only_with_the_plan(
    records: list[Record], fund: str | None, day: date
) -> None:
    """`agreement ends with plan`: where the plan is not in force, the agreement is not."""
    c = case(*records)
    if status(c, "plan", fund, day) is False:
        assert status(c, "agreement", fund, day) is False


@settings(deadline=None, max_examples=40, derandomize=True)
@given(records=anything, fund=st.sampled_from(FUNDS), month=days.map(MONTH.containing))
def test_over_a_period_is_what_its_days_are(records: list[Record], fund: str | None, month: Period) -> None:
    c = case(*records)
    by_day = [status(c, "plan", fund, d) for d in month.each_day()]
    throughout, _ = status_over(c, "plan", fund, month, "throughout")
    some_time, _ = status_over(c, "plan", fund, month, "at some time in")
    unknown = any(isinstance(s, Unknown) for s in by_day)
    if any(s is False for s in by_day):
        assert throughout is False
    else:
        assert isinstance(throughout, Unknown) if unknown else throughout is True
    if any(s is True for s in by_day):
        assert some_time is True
    else:
        assert isinstance(some_time, Unknown) if unknown else some_time is False


def stretches(line: Any) -> list[tuple[str, str, bool | str]]:
    return [
        (str(s.since), str(s.until), "unknown" if isinstance(s.status, Unknown) else s.status)
        for s in line if s.until >= date(2004, 1, 1)
    ]  # fmt: skip


ALL = stated("vote", date(2004, 1, 1), date(2007, 1, 31))


def test_a_fund_listed_twice_with_a_gap() -> None:
    line = timeline(case(ALL, as_of=date(2004, 12, 31)), "plan", "Beta Fund")
    assert stretches(line) == [
        ("2004-01-01", "2004-02-29", False),
        ("2004-03-01", "2004-04-30", True),
        ("2004-05-01", "2004-06-30", False),
        ("2004-07-01", "9999-12-31", True),
    ]


def test_a_lapse_and_a_vote_that_brings_it_back() -> None:
    line = timeline(case(ALL, vote(date(2005, 2, 1)), as_of=date(2005, 12, 30)), "plan", None)
    assert stretches(line) == [
        ("2004-01-01", "2004-12-31", True),
        ("2005-01-01", "2005-01-31", False),
        ("2005-02-01", "9999-12-31", True),
    ]


@pytest.mark.parametrize(("control", "said"), [(True, False), (None, "unknown")])
def test_an_event_that_ends_and_one_that_may(control: bool | None, said: bool | str) -> None:
    line = timeline(
        case(ALL, assignment(date(2004, 5, 5), control), as_of=date(2004, 12, 30)), "agreement", None
    )
    assert stretches(line) == [("2004-01-01", "2004-05-04", True), ("2004-05-05", "9999-12-31", said)]


def test_an_event_that_may_end_it_and_one_that_does() -> None:
    events = (assignment(date(2004, 5, 5), None), assignment(date(2004, 7, 7)))
    line = timeline(case(ALL, *events, as_of=date(2004, 12, 30)), "agreement", None)
    assert stretches(line) == [
        ("2004-01-01", "2004-05-04", True),
        ("2004-05-05", "2004-07-06", "unknown"),
        ("2004-07-07", "9999-12-31", False),
    ]


def test_events_of_one_fund_leave_the_others() -> None:
    c = case(ALL, assignment(date(2004, 5, 5), fund="Beta Fund"), as_of=date(2004, 12, 30))
    assert status(c, "agreement", "Alpha Fund", date(2004, 6, 1)) is True
    assert status(c, "agreement", None, date(2004, 6, 1)) is True
    assert status(c, "agreement", "Beta Fund", date(2004, 7, 1)) is False


def test_the_reason_is_that_of_what_decides() -> None:
    c = case(ALL, vote(date(2005, 2, 1)), as_of=date(2005, 12, 30))
    february, january = (MONTH.containing(date(2005, m, 1)) for m in (2, 1))
    assert status_over(c, "plan", None, january, "throughout")[1].startswith("lapsed")
    whole = Period(january.start, february.end, "both")
    assert status_over(c, "plan", None, whole, "at some time in")[1].startswith("approved again")


def test_a_case_known_on_a_day_does_not_share_its_time_lines() -> None:
    c = case(ALL, vote(date(2005, 2, 1)), as_of=date(2005, 12, 30))
    earlier = c.on(date(2005, 1, 15))
    assert status(earlier, "plan", None, date(2005, 3, 1)) is False
    assert status(c, "plan", None, date(2005, 3, 1)) is True
    assert earlier.trace is c.trace


def test_answers_are_known_on_every_day() -> None:
    answer = record("determination", "D", question="q", answer="yes", by="x", on=date(2005, 3, 1))
    c = case(answer, vote(date(2005, 2, 1)))
    assert c.on(date(2004, 1, 1)).index.of("determination") == (answer,)
    assert c.on(date(2004, 1, 1)).index.of("vote") == ()


def test_the_agreement_has_its_rules() -> None:
    assert {"term", "ended", "rights", "cap", "late", "plain"} <= {r.name for r in agreement().rules}
