"""A002: definitions, questions, approvals and assumptions that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from checker.diagnostics import Diagnostic, diagnostic
from checker.syntax import nodes as s

ALWAYS_USED = ("business_day_calendar", "day_count")


def unused(files: Sequence[s.File], used: Mapping[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Yield a warning for each declaration of an agreement whose name nothing mentions.

    The rules are shared by agreements to come, so what they declare may wait unused.
    """
    names = frozenset().union(*used.values())
    for f in files:
        if "agreements/" not in f.path:
            continue
        for d in f.declarations:
            if isinstance(d, (s.Define, s.Carry, s.Assumption, s.QuestionDecl, s.ApprovalDecl)):
                name = d.name.text
                if name not in names and name not in ALWAYS_USED:
                    yield diagnostic("A002", f"`{name}` is used nowhere", d.name.span)
