"""What names mean on one side of a comparison, and whether two texts mean the same by their structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from checker.ir import nodes as ir
from checker.typed import nodes as t
from checker.typed.types import FactKind


@dataclass(frozen=True)
class Terms:
    """What the names in a clause mean: everything an agreement declares, that of shared rules included.

    ``kinds`` tell which amounts are never negative, ``parties`` by which names a party goes.
    """

    definitions: Mapping[str, t.Definition]
    schedules: Mapping[str, t.Schedule]
    bodies: Mapping[str, t.Body]
    assumptions: Mapping[str, t.Assumption]
    approvals: Mapping[str, t.Approval] = field(default_factory=dict)
    parties: Mapping[str, t.Party] = field(default_factory=dict)
    kinds: Mapping[str, FactKind] = field(default_factory=dict)

    @classmethod
    def of(cls, a: ir.Agreement) -> Terms:
        """Return what names mean in an agreement."""
        return cls(
            definitions=a.definitions,
            schedules=a.schedules,
            bodies=a.bodies,
            assumptions=a.assumptions,
            approvals=a.document.approvals,
            parties=a.parties,
            kinds=a.kinds,
        )


Names = Mapping[str, str]
"""The name on the new side of each variable of the old."""

_LEFT_OUT = ("span", "type", "citation", "says")


class Sameness:
    """Whether two texts are the same but for spans, names of variables, and where terms are defined.

    A definition, body or assumption is the same if what it says is. Of a schedule only the name counts:
    its figures are compared row by row elsewhere.
    """

    def __init__(self, before: Terms, after: Terms) -> None:
        self.before = before
        self.after = after
        self.context: Any = None
        """Where the questions of this comparison are put."""
        self.alive: list[Any] = []
        """What was translated, kept to the end: z3 numbers its terms, and a number freed is given anew."""
        self.figures = True
        """Whether the figures of schedules count, or may be any."""
        self._known: dict[tuple[str, str], bool] = {}

    def same(self, old: Any, new: Any, names: Names | None = None) -> bool:
        """Tell whether two nodes, or tuples of nodes, say the same."""
        return self._same(old, new, names or {})

    def _same(self, old: Any, new: Any, names: Names) -> bool:
        if isinstance(old, tuple) and isinstance(new, tuple):
            pairs = zip(old, new, strict=False)
            return len(old) == len(new) and all(self._same(a, b, names) for a, b in pairs)
        if type(old) is not type(new):
            return False
        if not is_dataclass(old) or isinstance(old, type):
            return bool(old == new)
        return self._nodes(old, new, names)

    def _nodes(self, old: Any, new: Any, names: Names) -> bool:
        match old:
            case t.Var():
                return bool(names.get(old.name, old.name) == new.name)
            case t.Const():
                return bool(old.value == new.value and old.type == new.type)
            case t.Query() | t.ConsentOf() | t.Duty():
                return self._binding(old, new, names)
            case t.Origin():
                inner = {**names, old.variable: new.variable}
                return self._fields(old, new, names, {"variable", "where"}) and self._same(
                    old.where, new.where, inner
                )
            case _:
                return self._named(old, new) and self._fields(old, new, names, set())

    def _binding(self, old: Any, new: Any, names: Names) -> bool:
        """Compare what binds a variable: parts beside the generator know it too."""
        over = {"over": "over", "every": "every", "event": "event"}
        name = next(f.name for f in fields(old) if f.name in over)
        one, other = getattr(old, name), getattr(new, name)
        inner = {**names, one.variable: other.variable} if one is not None and other is not None else names
        return self._same(one, other, names) and self._fields(old, new, inner, {name})

    def _fields(self, old: Any, new: Any, names: Names, but: set[str]) -> bool:
        return all(
            self._same(getattr(old, f.name), getattr(new, f.name), names)
            for f in fields(old)
            if f.name not in _LEFT_OUT and f.name not in but
        )

    # --- names ---------------------------------------------------------------------------

    def _named(self, old: Any, new: Any) -> bool:
        """Tell whether the names in one pair of nodes mean the same."""
        match old:
            case t.Apply():
                return old.definition == new.definition and self.definition(old.definition)
            case t.VoteOf():
                return (
                    (old.threshold, old.body) == (new.threshold, new.body)
                    and self.definition(old.threshold)
                    and self.body(old.body)
                )
            case t.Reading():
                return old.assumption == new.assumption and self.assumption(old.assumption)
            case t.Over() if old.per == "year":
                return self.assumption("day_count")
            case t.Shift() | t.Elapsed() if old.unit == "business days":
                return self.assumption("business_day_calendar")
            case _:
                return True

    def definition(self, name: str) -> bool:
        """Tell whether a definition is the same on both sides, with all that it uses."""
        old, new = self.before.definitions.get(name), self.after.definitions.get(name)
        if old is None or new is None:
            return old is new
        names = {a: b for (a, _), (b, _) in zip(old.params, new.params, strict=False)}
        return len(old.params) == len(new.params) and self._once(
            ("definition", name), (old.expression, old.carry), (new.expression, new.carry), names
        )

    def exactly(self, name: str) -> bool:
        """Tell whether a definition is the same on both sides, with the figures of all schedules."""
        return self.definition(name) and all(map(self.schedule, self.before.schedules))

    def schedule(self, name: str) -> bool:
        """Tell whether a schedule has the same rows on both sides."""
        key = ("schedule", name)
        if key not in self._known:
            old, new = self.before.schedules.get(name), self.after.schedules.get(name)
            self._known[key] = old is new or (
                old is not None and new is not None and _table(old) == _table(new)
            )
        return self._known[key]

    def body(self, name: str) -> bool:
        """Tell whether a body is the same on both sides."""
        old, new = self.before.bodies.get(name), self.after.bodies.get(name)
        if old is None or new is None:
            return old is new
        return self._once(
            ("body", name),
            (old.members, old.holders, old.separately),
            (new.members, new.holders, new.separately),
            {},
        )

    def assumption(self, name: str) -> bool:
        """Tell whether an assumption has the same readings on both sides."""
        old, new = self.before.assumptions.get(name), self.after.assumptions.get(name)
        if old is None or new is None:
            return old is new
        return self._once(
            ("assumption", name), tuple(e for _, e in old.readings), tuple(e for _, e in new.readings), {}
        )

    def _once(self, key: tuple[str, str], old: Any, new: Any, names: Names) -> bool:
        if key not in self._known:
            self._known[key] = True  # a carried value is made of itself
            self._known[key] = self._same(old, new, names)
        return self._known[key]


def _table(s: t.Schedule) -> object:
    return s.keys, s.on_file, [r.values for r in s.rows]
