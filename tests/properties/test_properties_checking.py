"""What holds whatever the facts are: nothing raises, bytes repeat, order does not matter."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from property_facts import PROGRAMS, any_facts, as_of_days, by_subject, checked, encoded, of_case

from checker.facts.store import Facts

QUICK = settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    derandomize=True,
)  # fmt: skip
FEW = settings(QUICK, max_examples=3)
ONCE = settings(QUICK, max_examples=2)
ENCODED = ("class_k_2003", "class_b_2003")


@pytest.mark.parametrize("name", PROGRAMS)
@QUICK
@given(data=st.data())
def test_a_program_without_errors_never_raises(name: str, data: Any) -> None:
    loaded = of_case(name)
    result = checked(loaded, data.draw(any_facts(loaded)), data.draw(as_of_days))
    assert result.exit_code in (0, 1, 3, 4)
    subjects = [(f.code, f.version, f.authority, f.subject) for f in result.findings]
    assert len(subjects) == len(set(subjects))


@pytest.mark.parametrize("name", ENCODED)
@ONCE
@given(data=st.data())
def test_the_encoded_agreements_never_raise(name: str, data: Any) -> None:
    loaded = encoded(name)
    result = checked(loaded, data.draw(any_facts(loaded, 2)), data.draw(st.sampled_from([date(2004, 2, 29)])))
    assert result.exit_code in (0, 1, 3, 4)


@pytest.mark.parametrize("name", ["norms/limit", "term/ends", "readings/assumptions", "approvals/votes"])
@FEW
@given(data=st.data())
def test_the_same_twice_gives_the_same_bytes(name: str, data: Any) -> None:
    loaded = of_case(name)
    facts, day = data.draw(any_facts(loaded)), data.draw(as_of_days)
    first, second = (checked(loaded, facts, day).model_dump_json() for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", PROGRAMS)
@FEW
@given(data=st.data(), seed=st.integers(0, 5))
def test_the_order_of_entries_does_not_matter(name: str, data: Any, seed: int) -> None:
    loaded = of_case(name)
    facts, day = data.draw(any_facts(loaded)), data.draw(as_of_days)
    mixed = Facts({kind: _shuffled(rs, seed) for kind, rs in reversed(facts.by_kind.items())})
    first, second = (by_subject(checked(loaded, x, day)) for x in (facts, mixed))
    assert {k: (f.verdict, f.difference) for k, f in first.items()} == {
        k: (f.verdict, f.difference) for k, f in second.items()
    }


def _shuffled(records: tuple[Any, ...], seed: int) -> tuple[Any, ...]:
    mixed = list(records)
    random.Random(seed).shuffle(mixed)
    return tuple(mixed)


@pytest.mark.parametrize("name", ["norms/must", "queries/sums", "time/dates", "term/continues"])
@FEW
@given(data=st.data())
def test_facts_that_happen_later_do_not_matter(name: str, data: Any) -> None:
    """As of a day, what happened after it is not there."""
    loaded = of_case(name)
    facts = data.draw(any_facts(loaded))
    day = date(2004, 2, 29)
    kinds = loaded.program.kinds
    kept = {
        kind: tuple(r for r in rs if _first(kinds[kind].dated, r) <= day)
        for kind, rs in facts.by_kind.items()
    }
    assert checked(loaded, facts, day) == checked(loaded, replace(facts, by_kind=kept), day)


def _first(dated: str | None, r: Any) -> date:
    when = r.values.get(dated) if dated else None
    return date.min if when is None else getattr(when, "start", when)
