"""What names stand for: the declarations in sight, and the variables bound so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from checker.diagnostics import Diagnostic, Label, diagnostic
from checker.source import Span
from checker.syntax import nodes as s
from checker.typed import nodes as t
from checker.typed.types import (
    BODY,
    DATE,
    FUND,
    MONEY,
    NUMBER,
    PARTY,
    PERIOD,
    SHARE_CLASS,
    TEXT,
    FactKind,
    Type,
    record_of,
)
from checker.values.spelling import did_you_mean, shown

MOST_PLACES = 3
"""Further places at which a report shows the same unknown name."""

SERIES_MONTHS = {"month": 1, "quarter": 3, "year": 12}
BUILT_IN = frozenset({"month", "quarter", "year", "day", "fund", "plan", "agreement", "amendment", "period"})
INSTRUMENTS = ("plan", "agreement")
RESERVED_ASSUMPTIONS = ("business_day_calendar", "day_count")

PARAM_TYPES: dict[str, Type] = {
    "fund": FUND,
    "share_class": SHARE_CLASS,
    "party": PARTY,
    "body": BODY,
    "date": DATE,
    "day": DATE,
    "period": PERIOD,
    "month": Type("period", name="month"),
    "quarter": Type("period", name="quarter"),
    "year": Type("period", name="year"),
    "money": MONEY,
    "number": NUMBER,
    "text": TEXT,
}

ByName = dict[str, s.Declaration]


@dataclass(slots=True)
class Names:
    """The declarations of one document, over those shared by all."""

    own: ByName
    parent: Names | None
    kinds: dict[str, FactKind]
    schedules: dict[str, t.Schedule] = field(default_factory=dict)
    bodies: dict[str, t.Body] = field(default_factory=dict)
    amendments: dict[str, s.Amendment] = field(default_factory=dict)
    document: s.Document | None = None
    others: Mapping[str, Mapping[str, t.Schedule]] = field(default_factory=dict)
    """The schedules of every agreement, as first made, by the agreement's name."""
    lost: tuple[s.Lost, ...] = ()
    """What could not be read, and headers of tables (``column``): nothing is said of their names."""

    def find(self, name: str) -> s.Declaration | None:
        """Return the declaration of ``name``, own ones first."""
        return self.own.get(name) or (self.parent.find(name) if self.parent else None)

    def is_lost(self, name: str) -> bool:
        """Tell whether a declaration that could not be read may have had that name."""
        named = (d for d in self.lost if d.keyword not in ("row", "column"))
        return any(d.name in (name, "") for d in named) or bool(self.parent and self.parent.is_lost(name))

    def has_lost(self, *keywords: str) -> bool:
        """Tell whether something that begins so, or with no known word, could not be read."""
        return any(d.keyword in (*keywords, "") for d in self.lost)

    def schedule(self, name: str) -> t.Schedule | None:
        """Return the typed schedule of that name, own ones first."""
        return self.schedules.get(name) or (self.parent.schedule(name) if self.parent else None)

    def body(self, name: str) -> t.Body | None:
        """Return the typed body of that name."""
        return self.bodies.get(name) or (self.parent.body(name) if self.parent else None)

    def all_names(self) -> Iterator[str]:
        """Yield every declared name in sight."""
        yield from self.own
        if self.parent:
            yield from self.parent.all_names()


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables in sight, innermost last, and the carried name if inside a ``carry``."""

    variables: tuple[tuple[str, Type], ...] = ()
    carried: str = ""
    carried_type: Type | None = None

    @property
    def has_unknown(self) -> bool:
        """Tell whether a variable is of no known type, because what it runs over was reported."""
        return any(ty.kind == "error" for _, ty in self.variables)

    def bind(self, name: str, type_: Type) -> Scope:
        """Return the scope with one more variable."""
        return Scope((*self.variables, (name, type_)), self.carried, self.carried_type)

    def get(self, name: str) -> Type | None:
        """Return the type of the innermost variable of that name."""
        return next((ty for n, ty in reversed(self.variables) if n == name), None)


@dataclass(slots=True)
class Context:
    """One run of the type checker over one document."""

    names: Names
    problems: list[Diagnostic] = field(default_factory=list)
    definitions: dict[str, t.Definition | None] = field(default_factory=dict)
    in_progress: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    parent: Context | None = None

    def report(
        self,
        code: str,
        message: str,
        where: Span,
        *,
        label: str = "",
        related: tuple[tuple[Span, str], ...] = (),
        help: str | None = None,
    ) -> None:
        """Add one diagnostic."""
        self.problems.append(diagnostic(code, message, where, label=label, related=related, help=help))

    def tell_once(self, before: int) -> None:
        """Keep one of the reports since ``before`` that say the same of several places."""
        told = {(p.code, p.message): p for p in reversed(self.problems[before:])}
        self.problems[before:] = [p for p in self.problems[before:] if told[p.code, p.message] is p]

    def unknown(self, code: str, what: str, name: str, known: list[str], where: Span) -> None:
        """Report a name that stands for nothing, with a hint when one is close.

        Nothing is said of what was declared in words that could not be read: that is reported.
        """
        in_a_table = code in ("N003", "N004") and self.names.has_lost("column", "row")
        if self.names.is_lost(name) or in_a_table:
            return
        if code == "N001" and self._is_told(name, where):
            return
        self.report(code, f"{what} {shown(name)}", where, help=did_you_mean(name, set(known)))

    def _is_told(self, name: str, where: Span) -> bool:
        """Add the place to the report of the same name, if there is one: one mistake is told once."""
        for i, told in enumerate(self.problems):
            if told.code == "N001" and told.message.endswith(f" {shown(name)}"):
                places = [told.primary.where, *(label.where for label in told.related)]
                if where not in places and len(told.related) < MOST_PLACES:
                    self.problems[i] = replace(told, related=(*told.related, Label(where, "and here")))
                return True
        return False


def compatible(have: Type, want: Type) -> bool:
    """Tell whether a value of type ``have`` can stand where ``want`` is wanted."""
    if have.kind == "error" or want.kind == "error":
        return True
    if have.kind != want.kind:
        return have.kind == "text" and want.kind in ("fund", "share_class", "party", "body")
    if want.kind == "period":
        return want.name in ("", have.name) or have.name == ""
    if want.kind in ("record", "list", "duration"):
        return have.name == want.name
    if want.kind in ("number", "money"):
        return have.per == want.per
    return True


def param_type(ctx: Context, name: s.Name) -> Type:
    """Return the type that a parameter's type word stands for."""
    word = name.text
    if word in PARAM_TYPES:
        return PARAM_TYPES[word]
    if word in ctx.names.kinds:
        return record_of(word)
    declared = ctx.names.find(word)
    if isinstance(declared, (s.Assumption, s.Define)):
        return Type("period", name=word)
    ctx.unknown("N001", "no type or fact is called", word, [*PARAM_TYPES, *ctx.names.kinds], name.span)
    return Type("error")
