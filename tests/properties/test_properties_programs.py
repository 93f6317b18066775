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
from checker.findings.model import Result
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


def test_what_loads_never_raises() -> None:
    """The generator must have teeth, too: most programs type, and the verdicts are met."""
    seen: Counter[str] = Counter()

    @SETTINGS
    @given(texts=programs(), data=st.data(), day=st.sampled_from([date(2004, 3, 31), date(2004, 12, 31)]))
    def each(texts: list[str], data: Any, day: date) -> None:
        loaded = tried(texts)
        wrong = [d for d in loaded.diagnostics if d.severity == "error"]
        seen["wrong" if wrong else "right"] += 1
        assume(not wrong)
        result = checked(loaded, data.draw(any_facts(loaded, 3)), day)
        assert Result.model_validate_json(result.model_dump_json()) == result
        for f in result.findings:
            seen[f.verdict] += 1
            assert (f.verdict in ("undetermined", "needs_judgement")) == bool(f.missing)
            assert f.verdict != "needs_judgement" or {m.kind for m in f.missing} == {"judgement"}
            assert f.verdict != "excused" or f.excuse

    each()
    assert seen["right"] > seen["wrong"]
    assert {"violated", "compliant", "undetermined"} <= set(seen)
