"""Drafts of several days: what one of them does and a later one undoes, which the two ends do not show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from checker.findings.amended import Effect
from checker.typed import nodes as t

Compare = Callable[[Sequence[str], Sequence[str]], tuple[Effect, ...]]
"""Compares the agreement with some drafts left out, earlier and later, by the names of those left out."""


def undone(drafts: Sequence[t.Amendment], net: Sequence[Effect], compare: Compare) -> Iterator[Effect]:
    """Yield the effects of each day on what the drafts leave as it was, or move there and back."""
    days = sorted({a.effective for a in drafts})
    if len(days) < 2:
        return
    left_out = [[a.name for a in drafts if a.effective > day] for day in days]
    steps = pairwise([[a.name for a in drafts], *left_out])
    found = [
        (day, e) for day, (earlier, later) in zip(days, steps, strict=True) for e in compare(earlier, later)
    ]
    ways: dict[About, set[str]] = {}
    for _, e in found:
        ways.setdefault(_about(e), set()).add(e.direction)
    lasting = {_about(e) for e in net}
    for day, e in found:
        if _about(e) not in lasting or len(ways[_about(e)]) > 1:
            note = f"A step of {day}, beside what the drafts do together."
            yield e.model_copy(update={"note": f"{e.note} {note}".strip()})


About = tuple[str, str, str, str]


def _about(e: Effect) -> About:
    return e.element, e.fund, e.share_class, e.which
