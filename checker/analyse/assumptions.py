"""N009, A010: what a rule relies on and no assumption says; periods that are left open."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir import nodes as ir
from checker.ir.walk import everything
from checker.typed import nodes as t

WHAT = {
    "business_day_calendar": "which days are business days",
    "day_count": "how days count as a part of a year",
}


def missing_assumptions(a: ir.Agreement) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each assumption that the agreement's rules rely on and lack."""
    seen: set[str] = set()
    for rule in a.rules:
        for name in rule.relies_on:
            if name in a.assumptions or name in seen:
                continue
            seen.add(name)
            what = WHAT.get(name, f"what `{name}` is")
            yield diagnostic(
                "N009",
                f"`{rule.name}` relies on {what}, and `{a.name}` does not say",
                rule.span,
                related=[(a.document.span, "the agreement")],
                help=f"declare `assumption {name} ... is ...`",
            )
        yield from _open_periods(a, rule)


def _open_periods(a: ir.Agreement, rule: ir.Rule) -> Iterator[Diagnostic]:
    for source in rule.sources:
        if source.series is None:
            continue
        for inner in everything(source.series):
            if isinstance(inner, t.Reading) and len(a.assumptions[inner.assumption].readings) > 1:
                assumption = a.assumptions[inner.assumption]
                yield diagnostic(
                    "A010",
                    f"`{rule.name}` runs over `{inner.assumption}`, which has several readings",
                    source.span,
                    related=[(assumption.span, "left open here")],
                    help="give the assumption one reading",
                )
