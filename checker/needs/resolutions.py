"""The resolutions that a draft needs, in the order of the meeting, with what to record of each."""

from __future__ import annotations

from collections.abc import Sequence

from checker.evaluate.case import Case
from checker.findings.amended import Effect, Need, Resolution


def resolutions(
    needs: Sequence[Need], effects: Sequence[Effect], case: Case, drafts: Sequence[str]
) -> tuple[Resolution, ...]:
    """Return one resolution for each body and fund that votes by itself."""
    return ()
