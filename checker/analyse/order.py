"""A007: clauses that prevail over one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir import nodes as ir


def circular_order(a: ir.Agreement) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each circle of ``despite`` and ``subject to``."""
    under = {r.name: a.prevailing(r) for r in a.rules}
    spans = {r.name: r.span for r in a.rules}
    done: set[str] = set()
    for start in under:
        path = [start]
        while (following := next((n for n in under.get(path[-1], ()) if n in under), None)) is not None:
            if following in path:
                circle = path[path.index(following) :]
                if not done & set(circle):
                    done |= set(circle)
                    yield diagnostic(
                        "A007",
                        "these clauses prevail over one another: "
                        + " under ".join(f"`{n}`" for n in [*circle, circle[0]]),
                        spans[circle[0]],
                        related=[(spans[n], f"`{n}`") for n in circle[1:]],
                    )
                break
            path.append(following)
