"""Renames that the text declares: the earlier side under the later's names, and what was renamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from checker.compare.making import Pair
from checker.compare.sides import Side
from checker.findings.amended import Effect
from checker.typed import nodes as t
from checker.typed.types import Type

T = TypeVar("T")
Names = dict[tuple[str, str], str]
"""What each thing is called afterwards, by its kind and name (``schedule.column`` for a column)."""

KEYS = {
    "fund": "fund-renamed",
    "class": "class-renamed",
    "party": "party-renamed",
    "clause": "clause-renamed",
    "definition": "definition-renamed",
    "schedule": "schedule-renamed",
    "column": "column-renamed",
}


def names_of(side: Side, renames: Sequence[t.Rename]) -> Names:
    """Return the new names of what the earlier side has; what it does not have is renamed in vain."""
    found: Names = {}
    for rename in composed(renames):
        if _is_there(side.document, rename):
            found[rename.kind, rename.old] = rename.new
            clause = side.document.clauses.get(rename.old) if rename.kind == "clause" else None
            if clause is not None and clause.norm == t.Means(rename.old):
                found["definition", rename.old] = rename.new
    return found


def composed(renames: Sequence[t.Rename]) -> tuple[t.Rename, ...]:
    """Return the renames from the first name to the last: what is renamed twice is renamed once.

    What ends with the name that it began with is not renamed.
    """
    made: dict[tuple[str, str], t.Rename] = {}
    for r in dict.fromkeys(renames):
        first = next((e for e in made.values() if e.kind == r.kind and _now(e) == r.old), None)
        if first is None:
            made[r.kind, r.old] = r
        else:
            made[r.kind, first.old] = replace(r, old=first.old)
    return tuple(r for r in made.values() if _now(r) != r.old)


def _now(r: t.Rename) -> str:
    """Return what is renamed as a later rename would name it: a column with its schedule."""
    return f"{r.old.partition('.')[0]}.{r.new}" if r.kind == "column" else r.new


def _is_there(d: t.Document, rename: t.Rename) -> bool:
    """Tell whether the document has what is renamed, and nothing yet that goes by the new name."""
    known = set(_called(d, rename.kind, rename.old))
    return rename.old in known and rename.new.rpartition(".")[2] not in {
        k.rpartition(".")[2] if rename.kind == "column" else k for k in known
    }


def _called(d: t.Document, kind: str, old: str) -> Iterator[str]:
    match kind:
        case "fund" | "class":
            wanted = "fund" if kind == "fund" else "share_class"
            if kind == "class":
                yield from d.shares
            for schedule in d.schedules.values():
                columns = [f.name for f in schedule.kind.fields if f.type.kind == wanted]
                yield from (str(r.values[c]) for r in schedule.rows for c in columns if c in r.values)
        case "party":
            yield from (p.title for p in d.parties.values())
        case "column":
            name = old.partition(".")[0]
            if name in d.schedules:
                yield from (f"{name}.{f.name}" for f in d.schedules[name].kind.fields)
        case "clause":
            yield from d.clauses
        case "definition":
            yield from d.definitions
        case "schedule":
            yield from d.schedules
        case _:
            return


def renamed_side(side: Side, names: Names) -> Side:
    """Return a side with everything under its new name, in what it declares and in what its names mean."""
    if not names:
        return side
    again = _Renamer(names)
    document = again.document(side.document)
    given: dict[str, Any] = {}
    for f in fields(side.terms):
        mapping = getattr(side.terms, f.name)
        kind = {"definitions": "definition", "schedules": "schedule"}.get(f.name, "")
        own: Mapping[str, Any] = getattr(document, f.name, {})
        others = {names.get((kind, n), n): x for n, x in mapping.items()}
        given[f.name] = {n: own.get(n, x) for n, x in others.items()}
    return Side(document, replace(side.terms, **given), side.agreement, side.wording)


def rename_effects(pair: Pair, renames: Sequence[t.Rename]) -> Iterator[Effect]:
    """Yield what is called otherwise, as the text declares it."""
    for rename in composed(renames):
        if (rename.kind, rename.old) not in pair.renamed or rename.kind not in KEYS:
            continue
        yield pair.make(
            KEYS[rename.kind],
            _element(pair, rename),
            fund=rename.new if rename.kind == "fund" else "",
            share_class=rename.new if rename.kind == "class" else "",
            old=rename.old,
            new=rename.new,
            decided_by="declaration",
            span=rename.span,
        )


def _element(pair: Pair, rename: t.Rename) -> str:
    match rename.kind:
        case "fund" | "class":
            return rename.kind
        case "party":
            titles = {p.title: n for n, p in pair.before.document.parties.items()}
            return f"party {titles.get(rename.new, rename.old)}"
        case _:
            return f"{rename.kind} {rename.old}"


class _Renamer:
    """Rebuilds typed nodes under new names; what does not mention one stays the same object."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.titles = {old: new for (kind, old), new in names.items() if kind == "party"}

    def new(self, kind: str, name: str) -> str:
        return self.names.get((kind, name), name)

    def column(self, schedule: str, column: str) -> str:
        return self.names.get(("column", f"{schedule}.{column}"), column).rpartition(".")[2]

    def document(self, d: t.Document) -> t.Document:
        return replace(
            d,
            shares=tuple(self.new("class", s) for s in d.shares),
            funds_in=self.new("schedule", d.funds_in),
            parties={n: self.party(p) for n, p in d.parties.items()},
            bodies={n: self.body(b) for n, b in d.bodies.items()},
            schedules={self.new("schedule", n): self.schedule(s) for n, s in d.schedules.items()},
            definitions=self.all_named(d.definitions, "definition"),
            assumptions={n: self.tree(x) for n, x in d.assumptions.items()},
            approvals={n: self.tree(x) for n, x in d.approvals.items()},
            clauses=self.all_named(d.clauses, "clause"),
        )

    def party(self, p: t.Party) -> t.Party:
        if p.title not in self.titles:
            return p
        new = self.titles[p.title]
        return replace(p, title=new, names=tuple(new if n == p.title else n for n in p.names))

    def body(self, b: t.Body) -> t.Body:
        return replace(b, members=self.tree(b.members), holders=self.new("class", b.holders))

    def schedule(self, s: t.Schedule) -> t.Schedule:
        kinds = {f.name: f.type.kind for f in s.kind.fields}
        moved = {f.name: self.column(s.name, f.name) for f in s.kind.fields}
        columns = tuple(replace(f, name=moved[f.name]) for f in s.kind.fields)
        rows = tuple(self.row(r, kinds, moved) for r in s.rows)
        name = self.new("schedule", s.name)
        kind = replace(s.kind, name=name if s.kind.name == s.name else s.kind.name, fields=columns)
        keys = tuple(moved.get(k, k) for k in s.keys)
        return replace(s, name=name, keys=keys, kind=kind, rows=rows)

    def row(self, row: t.Row, kinds: Mapping[str, str], moved: Mapping[str, str]) -> t.Row:
        values = {moved.get(c, c): self.cell(v, kinds.get(c, "")) for c, v in row.values.items()}
        return row if values == row.values else replace(row, values=values)

    def cell(self, value: t.CellValue, kind: str) -> t.CellValue:
        if not isinstance(value, str):
            return value
        if kind == "party":
            return self.titles.get(value, value)
        if kind in ("fund", "share_class"):
            return self.new("fund" if kind == "fund" else "class", value)
        return value

    def all_named(self, declared: Mapping[str, T], kind: str) -> dict[str, T]:
        return {self.new(kind, n): self.named(x, kind) for n, x in declared.items()}

    def named(self, declared: Any, kind: str) -> Any:
        made = self.tree(declared)
        name = self.new(kind, declared.name)
        return made if name == made.name else replace(made, name=name)

    # --- expressions

    def tree(self, node: T) -> T:
        return self._value(node)  # type: ignore[no-any-return]

    def _value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            made = tuple(self._value(v) for v in value)
            return value if all(a is b for a, b in zip(made, value, strict=True)) else made
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {}
        for f in fields(value):
            old = getattr(value, f.name)
            if f.name == "span" or isinstance(old, str | bool):
                continue
            new = self._value(old)
            if new is not old:
                changed[f.name] = new
        changed |= self._names(value)
        return replace(value, **changed) if changed else value

    def _names(self, node: Any) -> dict[str, Any]:
        """Return the fields of one node that hold a name that is another now."""
        found: dict[str, Any] = {}
        match node:
            case t.Const(value=str(value)):
                found["value"] = self.cell(value, node.type.kind)
            case t.Cell():
                found["schedule"] = self.new("schedule", node.schedule)
                found["column"] = self.column(node.schedule, node.column)
                found["keys"] = tuple((self.column(node.schedule, k), self._value(e)) for k, e in node.keys)
            case t.Get():
                found["field"] = self.column(node.target.type.name, node.field)
            case t.Apply():
                found["definition"] = self.new("definition", node.definition)
            case t.VoteOf():
                found["threshold"] = self.new("definition", node.threshold)
            case t.Means():
                found["definition"] = self.new("definition", node.definition)
            case t.Origin() | Type(kind="record"):
                found["name"] = self.new("schedule", node.name)
            case t.Survives():
                found["clauses"] = tuple(self.new("clause", c) for c in node.clauses)
            case t.Clause():
                found["despite"] = tuple(self.new("clause", c) for c in node.despite)
                found["subject_to"] = tuple(self.new("clause", c) for c in node.subject_to)
            case _:
                pass
        return {k: v for k, v in found.items() if v != getattr(node, k)}
