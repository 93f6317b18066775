"""An agreement as it stands on a day: amendments in effect applied, the others named with what they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.evaluate.case import Case
from checker.evaluate.queries import funds
from checker.evaluate.schedules import version_around
from checker.evaluate.shown import shown
from checker.evaluate.versions import in_effect, rows_in_effect, unmet
from checker.findings import consolidated as c
from checker.source import Span
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown

Place = Callable[[Span], tuple[str, int]]
"""Gives the path and line of a span."""
Text = Callable[[Span], str]
"""Gives the text of a span as it is written."""


def amendments(case: Case, place: Place) -> Iterator[c.AmendmentStanding]:
    """Yield every amendment, in the order in which they take effect."""
    for a in case.agreement.document.amendments:
        path, line = place(a.span)
        whole = _standing(case, a, None)
        by_fund = {fund: _standing(case, a, fund) for fund in (_apart(case, a) or touched(case, a))}
        same = len(set(by_fund.values())) == 1
        if same and (not a.clauses or _apart(case, a)):
            whole = next(iter(by_fund.values()))
        yield c.AmendmentStanding(
            name=a.name,
            title=a.title,
            effective=a.effective.isoformat(),
            standing=whole,
            by_fund=by_fund if len({whole, *by_fund.values()}) > 1 else {},
            why=() if a.effective > case.as_of else tuple(unmet(case, a)),
            path=path,
            line=line,
        )


def _apart(case: Case, a: t.Amendment) -> list[str]:
    """Return the funds for each of which an amendment has effect, or not, by itself."""
    return list(funds(case)) if a.funds or a.once is not None else []


def _in_effect_for(case: Case, a: t.Amendment) -> tuple[Truth, str]:
    """Return whether all that an amendment changes is changed, and for which funds where for some alone."""
    if a.effective > case.as_of:
        return False, ""
    truths = {fund: in_effect(case, a, fund) for fund in _apart(case, a)}
    for_some = [fund for fund, truth in truths.items() if truth is True]
    if not truths or len(for_some) == len(truths):
        return in_effect(case, a, None) if not truths else True, ""
    open_ = [truth for truth in truths.values() if isinstance(truth, Unknown)]
    return open_[0] if open_ and not for_some else False, ", ".join(for_some)


def touched(case: Case, a: t.Amendment) -> list[str]:
    """Return the funds whose rows an amendment changes, in their order."""
    found: set[str] = set()
    for name, after in a.schedules.items():
        before = version_around(case, name, a.name, "before")
        column = next((f.name for f in after.kind.fields if f.type.kind == "fund"), None)
        if column is None:
            continue
        old, new = ({frozenset(r.values.items()) for r in s.rows} for s in (before, after))
        changed = [dict(cells) for cells in old ^ new]
        found |= {str(cells[column]) for cells in changed if column in cells}
    return [fund for fund in funds(case) if fund in found]


def _standing(case: Case, a: t.Amendment, fund: str | None) -> c.Standing:
    if a.effective > case.as_of:
        return "not yet"
    found = in_effect(case, a, fund)
    if isinstance(found, Unknown):
        return "not known"
    return "in effect" if found else "not in effect"


# --- schedules -------------------------------------------------------------------------------


def schedules(case: Case) -> Iterator[c.ScheduleStanding]:
    """Yield every schedule of the agreement with the rows that hold on the day."""
    for name, schedule in case.agreement.document.schedules.items():
        yield c.ScheduleStanding(
            name=name,
            paragraph=schedule.citation.paragraph,
            columns=tuple(f.name for f in schedule.kind.fields),
            rows=tuple(_rows(case, schedule)),
            not_known=_not_on_file(case, schedule),
        )


def _not_on_file(case: Case, schedule: t.Schedule) -> str:
    later = [a for a in case.agreement.document.amendments if schedule.name in a.schedules]
    begun = [a for a in later if _standing(case, a, None) == "in effect"]
    held = any(a.schedules[schedule.name].on_file for a in begun)
    return "" if schedule.on_file or held else "its rows are not on file"


def _rows(case: Case, schedule: t.Schedule) -> Iterator[c.RowStanding]:
    versions = [schedule, *_amended(case, schedule.name)]
    keys = {tuple((k, r.values.get(k)) for k in schedule.keys): None for v in versions for r in v.rows}
    for key in keys if schedule.keys else [()]:
        rows, doubt = rows_in_effect(case, schedule.name, key, case.as_of)  # type: ignore[arg-type]
        for row in rows:
            yield c.RowStanding(
                cells={
                    f.name: shown(row.values[f.name], f.type)
                    for f in schedule.kind.fields
                    if f.name in row.values
                },
                amended_by=_author(case, row.span),
                not_known=_reasons(doubt) if doubt is not None else "",
            )


def _amended(case: Case, name: str) -> list[t.Schedule]:
    return [
        a.schedules[name]
        for a in case.agreement.document.amendments
        if a.effective <= case.as_of and name in a.schedules
    ]


def _author(case: Case, span: Span) -> str:
    """Return the amendment in whose text something stands, empty for the agreement's own."""
    for a in case.agreement.document.amendments:
        if span.path == a.span.path and a.span.start <= span.start and span.end <= a.span.end:
            return a.name
    return ""


def _reasons(unknown: Unknown) -> str:
    return "; ".join(sorted(r.text for r in unknown.reasons))


# --- parties, bodies, assumptions, terms ---------------------------------------------------------

_KINDS = (("parties", "party"), ("bodies", "body"), ("assumptions", "assumption"), ("definitions", "term"))


def declared(case: Case, place: Place, text: Text) -> Iterator[c.DeclaredStanding]:
    """Yield what else the agreement declares, as the amendments in effect leave it."""
    document = case.agreement.document
    for what, kind in _KINDS:
        current = dict(getattr(document, what))
        for a in document.amendments:
            if _in_effect_for(case, a)[0] is not True:
                continue
            for name, made in getattr(a, what).items():
                current.pop(name, None)
                if made is not None:
                    current[name] = made
        for name, made in current.items():
            path, line = place(made.span)
            yield c.DeclaredStanding(
                kind=kind,
                name=name,
                text=text(made.span),
                amended_by=_author(case, made.span),
                path=path,
                line=line,
            )


# --- clauses ---------------------------------------------------------------------------------


def clauses(case: Case, place: Place, text: Text) -> tuple[list[c.ClauseStanding], list[c.ClauseStanding]]:
    """Return the clauses that stand on the day, and those that an amendment struck."""
    document = case.agreement.document
    current: dict[str, tuple[t.Clause, str]] = {n: (x, "") for n, x in document.clauses.items()}
    doubts: dict[str, list[str]] = {}
    struck: list[tuple[t.Clause, str]] = []
    for a in document.amendments:
        standing, some_funds = _in_effect_for(case, a)
        for name, clause in a.clauses.items():
            if some_funds:
                what = _verb(name, clause, current)
                doubts.setdefault(name, []).append(f"{a.name} {what} for {some_funds}")
                if clause is not None and name not in current:
                    current[name] = (clause, a.name)
            elif isinstance(standing, Unknown):
                doubts.setdefault(name, []).append(_change(a, name, clause, current))
                if clause is not None and name not in current:
                    current[name] = (clause, a.name)
            elif standing:
                before = current.pop(name, None)
                if clause is not None:
                    current[name] = (clause, a.name)
                elif before is not None:
                    struck.append((before[0], a.name))
    stand = [_clause(x, by, doubts.get(n, []), place, text) for n, (x, by) in current.items()]
    return stand, [_clause(x, by, [], place, text) for x, by in struck]


def _change(
    a: t.Amendment, name: str, clause: t.Clause | None, current: dict[str, tuple[t.Clause, str]]
) -> str:
    return f"{a.name} {_verb(name, clause, current)}, and whether that is in effect is not known"


def _verb(name: str, clause: t.Clause | None, current: dict[str, tuple[t.Clause, str]]) -> str:
    return "strikes it" if clause is None else "replaces it" if name in current else "inserts it"


def _clause(clause: t.Clause, by: str, doubts: list[str], place: Place, text: Text) -> c.ClauseStanding:
    path, line = place(clause.span)
    return c.ClauseStanding(
        name=clause.name,
        paragraph=clause.citation.paragraph,
        says=clause.says,
        text=text(clause.span),
        amended_by=by,
        not_known="; ".join(doubts),
        path=path,
        line=line,
    )
