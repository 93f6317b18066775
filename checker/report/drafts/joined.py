"""Differences of several agreements as one, each part with the agreement before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker import __version__
from checker.findings.amended import FORMAT_VERSION, Compared


def joined(found: Mapping[str, Compared], before: str, after: str, not_known: Iterable[str] = ()) -> Compared:
    """Return what is different in several agreements: elements and clauses as ``agreement/name``."""
    inputs = {one.path: one for c in found.values() for one in c.inputs}
    return Compared(
        format_version=FORMAT_VERSION,
        tool_version=__version__,
        before=before,
        after=after,
        effects=tuple(
            e.model_copy(update={"element": _of(name, e.element), "clause": _of(name, e.clause)})
            for name, c in found.items()
            for e in c.effects
        ),
        costs=tuple(
            x.model_copy(update={"clause": _of(name, x.clause)})
            for name, c in found.items()
            for x in c.costs
        ),
        headroom=tuple(
            x.model_copy(update={"clause": _of(name, x.clause)})
            for name, c in found.items()
            for x in c.headroom
        ),
        not_known=(
            *dict.fromkeys(f"{name}: {text}" for name, c in found.items() for text in c.not_known),
            *not_known,
        ),
        inputs=tuple(inputs[path] for path in sorted(inputs)),
    )


def _of(agreement: str, name: str) -> str:
    return f"{agreement}/{name}" if name else ""
