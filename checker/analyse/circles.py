"""A001: definitions that go round through the rules or an amendment, once a term is defined anew."""

from __future__ import annotations

from collections.abc import Iterator

from checker.diagnostics import Diagnostic, diagnostic
from checker.ir import nodes as ir
from checker.ir.versions import as_written
from checker.ir.walk import everything
from checker.typed import nodes as t


def circles_through_rules(a: ir.Agreement) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each circle that begins at a definition of the agreement's or an amendment's."""
    applied = {name: _applied(d) for name, d in a.definitions.items()}
    told: set[str] = set()
    own = {*a.document.definitions, *(n for x in a.document.amendments for n in x.definitions)}
    for start in (n for n in a.definitions if as_written(n) in own):
        path = _circle(start, applied)
        if path and not told & set(path):
            told |= set(path)
            names = {n: f"`{as_written(n)}`" for n in path}
            yield diagnostic(
                "A001",
                "this definition depends on itself: " + " -> ".join(names[n] for n in [*path, start]),
                a.definitions[start].span,
                related=[(a.definitions[n].span, f"{names[n]} is used here on the way") for n in path[1:]],
            )


def _applied(d: t.Definition) -> list[str]:
    found = (x for root in (d.expression, d.carry) if root is not None for x in everything(root))
    return list(dict.fromkeys(x.definition for x in found if isinstance(x, t.Apply)))


def _circle(start: str, applied: dict[str, list[str]]) -> list[str]:
    """Return the way from a definition back to itself, empty if there is none."""
    came_from: dict[str, str] = {}
    todo = [start]
    while todo:
        here = todo.pop()
        for name in applied.get(here, ()):
            if name == start:
                path = [here]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if name not in came_from:
                came_from[name] = here
                todo.append(name)
    return []
