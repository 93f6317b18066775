"""Every analysis, in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checker.analyse.assumptions import missing_assumptions
from checker.analyse.circles import circles_through_rules
from checker.analyse.citations import citations
from checker.analyse.contradictions import contradictions
from checker.analyse.dates import dates_out_of_order
from checker.analyse.elsewhere import conditions_elsewhere
from checker.analyse.never import never_applies
from checker.analyse.order import circular_order
from checker.analyse.schedules import funds_in_one_schedule
from checker.analyse.unused import unused
from checker.diagnostics import Diagnostic
from checker.ir import nodes as ir
from checker.source import Source
from checker.syntax.nodes import File
from checker.typed import nodes as t


def analyse(
    program: t.Program,
    rules: ir.Program,
    files: Sequence[File],
    used: Mapping[str, frozenset[str]],
    documents: Mapping[str, Mapping[str, Source]],
) -> list[Diagnostic]:
    """Return what is wrong with a program that has no error in its names and types."""
    found: list[Diagnostic] = []
    for agreement in rules.agreements.values():
        found += circles_through_rules(agreement)
        found += missing_assumptions(agreement)
        found += circular_order(agreement)
        found += contradictions(agreement)
        found += never_applies(agreement)
    for document in program.agreements.values():
        found += funds_in_one_schedule(document)
        found += dates_out_of_order(document)
        found += conditions_elsewhere(document)
        found += citations(document, files, documents.get(document.name, {}))
    found += unused(files, used)
    return found
