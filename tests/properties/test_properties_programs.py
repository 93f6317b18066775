"""Programs made at random: what loads without error never raises, and its verdicts keep their promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from property_facts import any_facts, checked, tried
from property_programs import programs

from checker import pipeline
from checker.findings.model import FORMAT_VERSION, Result
from checker.syntax.parse import parse

SETTINGS = settings(
    deadline=None, max_examples=25, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(pipeline, "parse", cache(parse))
    yield
    patch.undo()


SEEN: Counter[str] = Counter()


@SETTINGS
@given(texts=programs(), data=st.data(), day=st.sampled_from([date(2004, 3, 31), date(2004, 12, 31)]))
def test_what_loads_never_raises(texts: list[str], data: Any, day: date) -> None:
    loaded = tried(texts)
    wrong = [d for d in loaded.diagnostics if d.severity == "error"]
    SEEN["wrong" if wrong else "right"] += 1
    SEEN.update({d.code: 1 for d in wrong})
    assume(not wrong)
    result = checked(loaded, data.draw(any_facts(loaded, 3)), day)
    assert result.format_version == FORMAT_VERSION
    assert Result.model_validate_json(result.model_dump_json()) == result
    for f in result.findings:
        SEEN[f.verdict] += 1
        assert (f.verdict in ("undetermined", "needs_judgement")) == bool(f.missing)
        assert f.verdict != "needs_judgement" or {m.kind for m in f.missing} == {"judgement"}
        assert f.verdict != "excused" or f.excuse


def test_most_programs_load_and_say_something() -> None:
    """The generator has teeth: most programs type, and every verdict is met."""
    if not SEEN:
        pytest.skip("runs after the programs")
    assert SEEN["right"] > SEEN["wrong"]
    assert {"violated", "compliant", "undetermined"} <= set(SEEN)
