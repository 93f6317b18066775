"""Records, their fields, rows of schedules, parties and answers as terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checker.proof.values import Scope, Term, Truth, Value
from checker.typed import nodes as t
from checker.typed.types import TEXT, FactKind, Field, Type

if TYPE_CHECKING:
    from checker.proof.translate import Translator

MOST_ROWS = 400
"""Schedules with more rows are looked up without their figures."""
FEW_ROWS = 12
"""So many rows are gone through one by one in a case."""

SORTS = {"money": "number", "number": "number", "duration": "number", "yes_no": "truth"}
"""How a type is written in z3; whatever is not listed is a day or stands for a word: a whole number."""

LENGTHS = {"month": (27, 30), "quarter": (89, 91), "year": (364, 365)}
"""Least and most days between the first and the last of a period."""


def sort_of(type_: Type) -> str:
    """Return what kind of term a type is written as."""
    return SORTS.get(type_.kind, "whole")


# --- fields ----------------------------------------------------------------------------------


def looked_up(tr: Translator, e: t.Get | t.Cell | t.Traced, scope: Scope) -> Value:
    """Return a field of a record, a cell of a schedule, or the end of a chain of records."""
    if isinstance(e, t.Cell):
        return cell(tr, e, scope)
    target = tr.term(e.target, scope)
    if isinstance(e, t.Traced):
        return tr.worlds.opaque(f"traced by {e.field}", e.type, (target,), scope)
    return field_of(tr, e.target.type.name, target, e.field, e.type, scope)


def field_of(
    tr: Translator, kind_name: str, record: Term, name: str, type_: Type, scope: Scope
) -> Value:
    """Return a field of a record of a kind, within the bounds that the kind sets."""
    if kind_name in scope.terms.schedules:
        side = tr.side_of(not schedule_changed(tr, kind_name), scope)
        return tr.worlds.opaque(f"row of {kind_name}.{name}{side}", type_, (record,), scope)
    kind = scope.terms.kinds.get(kind_name)
    wanted = record.swaps.get(name, name)
    field = kind.field(wanted) if kind is not None else None
    s = tr.space
    known = record.known
    if tr.worlds.exact and field is not None and field.presence == "optional":
        known = s.all([known, _given(tr, kind_name, record, wanted)])
    label = f"{record.label}.{wanted}" if record.label else ""
    made = _symbol(tr, f"{kind_name}.{wanted}", record, type_, known, label)
    if field is not None:
        _bounded(tr, made, field)
    if isinstance(made, Term) and tr.worlds.exact:
        tr.worlds.placed(made, type_, field.period if field is not None else "")
    tr.show(label, type_, made, known)
    return made


def _symbol(tr: Translator, name: str, record: Term, type_: Type, known: Any, label: str) -> Value:
    s = tr.space
    if type_.kind == "yes_no":
        return tr.known(known, s.symbol(name, "truth", (record.value,)))
    value = s.symbol(name, sort_of(type_), (record.value,))
    if type_.kind != "period":
        return Term(value, known, label=label)
    end = s.symbol(f"end of {name}", "whole", (record.value,))
    tr.assume(value <= end)
    return Term(value, known, end, label)


def _bounded(tr: Translator, made: Value, field: Field) -> None:
    if not isinstance(made, Term):
        return
    s = tr.space
    if field.at_least is not None:
        tr.assume(made.value >= s.number(field.at_least))
        if field.at_least >= 0:
            tr.not_negative.add(made.value.get_id())
            tr.kept.append(made.value)
    if field.whole:
        tr.assume(s.z3.IsInt(made.value))
    if field.type.kind == "one_of":
        tr.assume(s.any(made.value == s.word(m) for m in field.type.members))
    if made.end is not None and field.period in LENGTHS:
        low, high = LENGTHS[field.period]
        tr.assume(made.end - made.value >= low, made.end - made.value <= high)


def _given(tr: Translator, kind: str, record: Term, field: str) -> Any:
    return tr.space.symbol(f"given {kind}.{field}", "truth", (record.value,))


def given(tr: Translator, e: t.IsGiven, scope: Scope) -> Truth:
    """Return whether a field was filled, or a schedule has the row."""
    if isinstance(e.target, t.Cell):
        return _cell_given(tr, e.target, scope)
    record = tr.term(e.target.target, scope)
    kind_name = e.target.target.type.name
    kind = scope.terms.kinds.get(kind_name)
    field = kind.field(e.target.field) if kind is not None else None
    if field is not None and field.presence != "optional":
        return tr.known(record.known, tr.space.yes)
    made = tr.known(record.known, _given(tr, kind_name, record, e.target.field))
    if record.label:
        tr.show(f"{record.label}.{e.target.field} is given", Type("yes_no"), made)
    return made


def key_of(tr: Translator, kind: FactKind, record: Term, scope: Scope) -> Term:
    """Return the key of a record, by which votes and consents name it."""
    field = kind.key
    if field is None:
        return Term(record.value, record.known)
    value = field_of(tr, kind.name, record, field.name, TEXT, scope)
    assert isinstance(value, Term)
    return value


def dated(tr: Translator, kind_name: str, record: Term, scope: Scope) -> Term | None:
    """Return the first day of what says when a record happened; None where nothing does."""
    kind = scope.terms.kinds.get(kind_name)
    field = kind.field(kind.dated) if kind is not None and kind.dated else None
    if field is None:
        return None
    value = field_of(tr, kind_name, record, field.name, field.type, scope)
    assert isinstance(value, Term)
    return value


def happened(tr: Translator, kind_name: str, record: Term, scope: Scope) -> Term | None:
    """Return the last day of what says when a record happened."""
    value = dated(tr, kind_name, record, scope)
    if value is None or value.end is None:
        return value
    return Term(value.end, value.known)


# --- parties, answers ------------------------------------------------------------------------


def party(tr: Translator, value: Value, _: Any = None) -> Term:
    """Return who a text names: a party, by whatever name of it, or just that text."""
    assert isinstance(value, Term)
    s = tr.space
    text = s.text_of(value.value.as_long()) if s.z3.is_int_value(value.value) else None
    if text is not None:
        terms = (tr.sameness.after, tr.sameness.before)
        found = next((p for x in terms for p in x.parties.values() if text in (p.name, *p.names)), None)
        return Term(s.word(found.name if found is not None else text), value.known)
    tr.asks_who = True
    return Term(who(tr, value.value), value.known)


def who(tr: Translator, text: Any) -> Any:
    """Return who a text names."""
    return tr.space.symbol("who it is", "whole", (text,))


def note_parties(tr: Translator) -> None:
    """Note whom each text names that stands in a clause."""
    for text in list(tr.space.words):
        named = party(tr, tr.constant(text))
        tr.assume(who(tr, tr.space.word(text)) == named.value)


def answer(tr: Translator, e: t.Ask, asked: tuple[Value, ...], scope: Scope) -> Value:
    """Return the answer to a question: any that a person may give, the same to the same question."""
    s = tr.space
    parts = tuple(p for x in asked for p in (x.parts if isinstance(x, Term) else (x.yes,)))
    name = f"answer to {e.question}"
    known = s.all(x.known for x in asked if isinstance(x, Term))
    made: Value
    if e.type.kind == "yes_no":
        made = tr.known(known, s.symbol(name, "truth", parts))
    else:
        made = Term(s.symbol(name, "whole", parts), known)
        if e.type.members:
            tr.assume(s.any(made.value == s.word(m) for m in e.type.members))
    if not scope.bound:
        tr.show(e.question.replace("_", " "), e.type, made)
    return made


# --- schedules -------------------------------------------------------------------------------


def schedule_changed(tr: Translator, name: str) -> bool:
    """Tell whether a schedule has other rows on the two sides."""
    return not tr.sameness.schedule(name)


def cell(tr: Translator, e: t.Cell, scope: Scope) -> Value:
    """Return a cell of a schedule: one of the figures that stand there, by the row's keys."""
    rows = _rows(tr, e, scope)
    keys = tuple(tr.value(x, scope) for _, x in e.keys)
    changed = schedule_changed(tr, e.schedule)
    name = f"{e.schedule}.{e.column}" + tr.side_of(not changed, scope)
    if rows is None:
        return _cell_of_its_day(tr, e, name, keys, scope)
    if tr.worlds.exact:
        return _counted(tr, e, rows, keys)
    made = tr.worlds.opaque(name, e.type, keys, scope)
    _at_rows(tr, e, rows, keys, made)
    return made


def _cell_of_its_day(tr: Translator, e: t.Cell, name: str, keys: tuple[Value, ...], scope: Scope) -> Value:
    """Return a cell of a table whose rows have days, or of a version with or without an amendment."""
    more = (e.day, e.amendment)
    given_too = tuple(tr.value(x, scope) for x in more if x is not None)
    made = tr.worlds.opaque(f"{name} {e.side}", e.type, (*keys, *given_too), scope)
    schedule = scope.terms.schedules.get(e.schedule)
    values = [r.values[e.column] for r in schedule.rows if e.column in r.values] if schedule else []
    listed = schedule is not None and schedule.on_file and not e.side and bool(values)
    if tr.sameness.figures and listed and isinstance(made, Term):
        same = [tr.constant(v) for v in dict.fromkeys(values)]
        tr.assume(tr.space.any(made.value == v.value for v in same if isinstance(v, Term)))
    return made


def _rows(tr: Translator, e: t.Cell, scope: Scope) -> list[t.Row] | None:
    """Return the rows that have the cell, None where which of them holds is not said by the keys alone."""
    schedule = scope.terms.schedules.get(e.schedule)
    if not tr.sameness.figures or schedule is None or not schedule.on_file or e.side or not e.keys:
        return None
    rows = [r for r in schedule.rows if e.column in r.values and all(k in r.values for k, _ in e.keys)]
    if len(rows) > MOST_ROWS or any(c in r.values for r in rows for c in ("from", "until")):
        return None
    return rows


def _at_rows(tr: Translator, e: t.Cell, rows: list[t.Row], keys: tuple[Value, ...], made: Value) -> None:
    """Note what stands at each row; where there is none it is not known, and may as well be the least."""
    s = tr.space
    by_value: dict[Any, list[t.Row]] = {}
    for row in rows:
        by_value.setdefault(row.values[e.column], []).append(row)
    for value, where in by_value.items():
        here = s.any(_is_row(tr, e, row, keys) for row in where)
        tr.assume(s.implies(here, _is_value(tr, made, value)))
    if by_value:
        least = min(by_value, key=lambda v: v if not isinstance(v, str) else str(v))
        nowhere = s.opposite(s.any(_is_row(tr, e, row, keys) for row in rows))
        tr.assume(s.implies(nowhere, _is_value(tr, made, least)))


def _is_value(tr: Translator, made: Value, value: t.CellValue) -> Any:
    if isinstance(made, Truth):
        return made.yes if value is True else made.no
    wanted = tr.constant(value)
    assert isinstance(wanted, Term)
    return made.value == wanted.value


def _is_row(tr: Translator, e: t.Cell, row: t.Row, keys: tuple[Value, ...]) -> Any:
    found = []
    for (name, _), key in zip(e.keys, keys, strict=True):
        wanted = tr.constant(row.values[name])
        if isinstance(key, Term) and isinstance(wanted, Term):
            found.append(key.value == wanted.value)
    return tr.space.all(found)


def _counted(tr: Translator, e: t.Cell, rows: list[t.Row], keys: tuple[Value, ...]) -> Value:
    """Return a cell of one of a few rows, those first that are not the same on both sides."""
    few = _telling(tr, e, rows)[:FEW_ROWS]
    if not few:
        return tr.worlds.opaque("", e.type, (), Scope(tr.sameness.before, "", {}))
    made = tr.constant(few[-1].values[e.column])
    at = [_is_row(tr, e, row, keys) for row in few]
    for row, here in reversed(list(zip(few[:-1], at[:-1], strict=True))):
        made = tr.either(tr.certain(here), tr.constant(row.values[e.column]), made)
    known = tr.space.all([tr.space.any(at), *(k.known for k in keys if isinstance(k, Term))])
    if isinstance(made, Truth):
        return Truth(tr.space.all([known, made.yes]), tr.space.all([known, made.no]))
    return Term(made.value, known)


def _telling(tr: Translator, e: t.Cell, rows: list[t.Row]) -> list[t.Row]:
    others = []
    for terms in (tr.sameness.before, tr.sameness.after):
        schedule = terms.schedules.get(e.schedule)
        others.append([r.values for r in schedule.rows] if schedule is not None else [])
    changed = [r for r in rows if not all(r.values in x for x in others)]
    keys = {k for k, _ in e.keys}
    by_figures = {str(sorted((k, str(v)) for k, v in r.values.items() if k not in keys)): r for r in rows}
    return [*changed, *(r for r in by_figures.values() if r not in changed)]


def _cell_given(tr: Translator, e: t.Cell, scope: Scope) -> Truth:
    rows = _rows(tr, e, scope)
    keys = tuple(tr.value(x, scope) for _, x in e.keys)
    if rows is not None:
        known = tr.space.all(k.known for k in keys if isinstance(k, Term))
        return tr.known(known, tr.space.any(_is_row(tr, e, row, keys) for row in rows))
    more = tuple(tr.value(x, scope) for x in (e.day, e.amendment) if x is not None)
    name = f"given {e.schedule}.{e.column} {e.side}"
    name += tr.side_of(not schedule_changed(tr, e.schedule), scope)
    made = tr.worlds.opaque(name, Type("yes_no"), (*keys, *more), scope)
    assert isinstance(made, Truth)
    return made
