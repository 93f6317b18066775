"""Write the list of kinds into docs/facts.md: ``python tests/docs/make_facts_page.py [--check]``.

The list is made from the facts declared in rules/ and stands between two comments in the page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from checker.source import Source
from checker.syntax.parse import parse
from checker.typed.from_syntax import type_program
from checker.typed.types import FactKind, Field

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "facts.md"
VOCABULARY = "rules/vocabulary.clause"
BEGIN, END = "<!-- kinds: begin -->\n", "<!-- kinds: end -->\n"

GROUPS = (
    ("register", "Register entries"),
    ("ledger", "Ledger rows"),
    ("part", "Parts of others"),
)


def kinds() -> list[FactKind]:
    """Return the kinds that vocabulary and regulations declare: the vocabulary's first, in their order."""
    trees = []
    for path in sorted((ROOT / "rules").glob("*.clause")):
        tree, problems = parse(Source(f"rules/{path.name}", path.read_text(encoding="utf-8")))
        assert not problems, problems
        trees.append(tree)
    program, found, _ = type_program(trees, {})
    assert not found, found
    declared = [kind for name, kind in program.kinds.items() if name != "amendment"]
    return sorted(declared, key=lambda k: (k.span.path != VOCABULARY, k.span.path, k.span.start))


def listing() -> str:
    """Return the generated part of the page."""
    return "".join(_lines())


def current(text: str) -> str:
    """Return the page with its generated part made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + listing() + END + after


def _lines() -> Iterator[str]:
    every = kinds()
    shared = [k for k in every if k.span.path == VOCABULARY]
    for store, heading in GROUPS:
        yield f"\n## {heading}\n"
        for kind in (k for k in shared if k.store == store):
            yield from _kind(kind, every)
    for path in dict.fromkeys(k.span.path for k in every if k.span.path != VOCABULARY):
        yield f"\n## Kinds of {Path(path).stem}\n"
        for kind in (k for k in every if k.span.path == path):
            yield from _kind(kind, every)
    yield "\n"


def _kind(kind: FactKind, every: list[FactKind]) -> Iterator[str]:
    yield f"\n### {kind.name}\n\n{kind.title}.{_kept(kind, every)}\n\n"
    yield "| field | type | | meaning |\n|---|---|---|---|\n"
    for field in kind.fields:
        presence = "" if field.presence == "optional" else field.presence
        yield f"| `{field.name}` | {_type(field)} | {presence} | {field.meaning} |\n"


def _kept(kind: FactKind, every: list[FactKind]) -> str:
    if kind.store == "part":
        lists = [(k, f) for k in every for f in k.fields if f.type.kind == "list"]
        inside = [f"`{k.name}.{f.name}`" for k, f in lists if f.type.name == kind.name]
        return f" Stands in {' and '.join(inside)}." if inside else ""
    place = "Section" if kind.store == "register" else "Ledger"
    dated = f", dated by `{kind.dated}`" if kind.dated else ", not dated"
    actor = f"; `{kind.actor}` says who did it" if kind.actor else ""
    return f" {place} `{kind.section}`{dated}{actor}."


def _type(field: Field) -> str:
    match field.type.kind:
        case "one_of":
            return "one of " + ", ".join(f"`{m}`" for m in field.type.members)
        case "record":
            return f"key of a [{field.type.name}](#{field.type.name})"
        case "list":
            return f"list of [{field.type.name}](#{field.type.name})"
        case "period":
            return field.period if field.period in ("month", "quarter", "year") else "period"
        case "number":
            return ("count" if field.whole else "rate" if field.type.per else "number") + _bound(field)
        case _:
            return str(field.type) + _bound(field)


def _bound(field: Field) -> str:
    least = 0 if field.whole else None
    return f", at least {field.at_least}" if field.at_least is not None and field.at_least != least else ""


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    text = PAGE.read_text(encoding="utf-8")
    new = current(text)
    if "--check" in arguments:
        return int(new != text)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
