"""Three-valued truth, against all ways in which the unknown could turn out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.values.truth import Truth, Unknown, every, missing, opposite, question, some, unknown_from

unknowns = st.builds(missing, st.sampled_from(["vote", "notice", "receipt"])) | st.builds(
    question, st.sampled_from(["material", "best interest"])
)
truths = st.booleans() | unknowns
many = st.lists(truths, max_size=6)


def outcome(parts: list[Truth], fold) -> Truth | None:
    """Return what ``fold`` gives however each unknown turns out, or None if that makes a difference."""
    choices = [(True, False) if isinstance(p, Unknown) else (p,) for p in parts]
    found = {fold(way) for way in product(*choices)}
    return found.pop() if len(found) == 1 else None


def settled(value: Truth) -> bool | None:
    return None if isinstance(value, Unknown) else value


@given(many)
def test_every_and_some_are_known_exactly_when_the_unknowns_make_no_difference(parts) -> None:
    assert settled(every(parts)) == outcome(parts, all)
    assert settled(some(parts)) == outcome(parts, any)


@given(many)
def test_de_morgan(parts) -> None:
    assert opposite(every(parts)) == some(map(opposite, parts))
    assert opposite(some(parts)) == every(map(opposite, parts))


@given(truths)
def test_not_not(value) -> None:
    assert opposite(opposite(value)) == value


@given(many, st.randoms())
def test_the_order_of_the_parts_makes_no_difference(parts, rng) -> None:
    shuffled = list(parts)
    rng.shuffle(shuffled)
    assert every(shuffled) == every(parts)
    assert some(shuffled) == some(parts)


@given(many, many)
def test_parts_can_be_grouped(left, right) -> None:
    assert every([every(left), every(right)]) == every(left + right)
    assert some([some(left), some(right)]) == some(left + right)


@given(many, st.integers(0, 5))
def test_learning_a_fact_never_turns_a_known_answer(parts, n) -> None:
    for fold in (every, some):
        before = fold(parts)
        if isinstance(before, bool) and n < len(parts) and isinstance(parts[n], Unknown):
            for learnt in (True, False):
                assert fold([*parts[:n], learnt, *parts[n + 1 :]]) is before


@given(many)
def test_an_unknown_answer_names_every_reason(parts) -> None:
    answer = every(parts)
    if isinstance(answer, Unknown):
        assert answer.reasons == frozenset().union(*(p.reasons for p in parts if isinstance(p, Unknown)))


def test_nothing_at_all() -> None:
    assert every([]) is True
    assert some([]) is False


def test_parts_after_the_deciding_one_are_not_asked() -> None:
    def asked() -> Truth:
        raise AssertionError("asked")

    assert every([lambda: True, lambda: False, asked]) is False
    assert some([lambda: False, lambda: True, asked]) is True


def test_parts_after_an_unknown_one_are_asked() -> None:
    assert every([missing("vote"), lambda: False]) is False
    assert some([missing("vote"), lambda: True]) is True


def test_reasons_of_several_values() -> None:
    vote, material = missing("vote", "file the minutes"), question("material")
    found = unknown_from([Fraction(1), vote, "x", material])
    assert found == Unknown(vote.reasons | material.reasons)
    assert unknown_from([True, Fraction(1)]) is None


@pytest.mark.parametrize("make", [missing, question])
def test_a_reason_says_what_settles_it(make) -> None:
    (reason,) = make("the prospectus of 1 August 2003", "file it").reasons
    assert reason.settle == "file it"
    assert reason.kind == ("fact" if make is missing else "judgement")
