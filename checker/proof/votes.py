"""Approvals as terms: votes counted by body, consents by party, each looked for among those on file.

The count of a body has more outstanding than present and more present than for; directors are whole.
Different bodies are counted apart: who sits on both is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.proof import queries, records
from checker.proof.values import Domain, Scope, Term, Truth
from checker.typed import nodes as t
from checker.typed.types import DATE, FUND, TEXT, YES_NO, record_of

if TYPE_CHECKING:
    from checker.proof.translate import Translator


@dataclass(frozen=True, slots=True)
class Sought:
    """What approvals are looked for: the matter, what it concerns, the fund, and the days."""

    matter: Any
    concerning: Term | None = None
    fund: Term | None = None
    since: Term | None = None
    until: Term | None = None


def on_file(tr: Translator, r: t.ApprovalRequest, scope: Scope, until: Term | None = None) -> Truth:
    """Return whether what is asked for is on file, by its day or by another."""
    s = tr.space
    about = tr.term(r.about, scope) if r.about is not None else scope.amendment
    amends = r.about.type.name == "amendment" if r.about is not None else about is not None
    concerning = None
    if about is not None:
        kind_name = r.about.type.name if r.about is not None else "amendment"
        is_record = r.about is None or r.about.type.kind == "record"
        kind = scope.terms.kinds.get(kind_name) if is_record else None
        concerning = records.key_of(tr, kind, about, scope) if kind is not None else about
    since = tr.term(r.since, scope) if r.since is not None else None
    if r.day is not None:
        until = tr.term(r.day, scope)
    if until is not None and r.strictly:
        until = Term(until.value - 1, until.known)
    matter = r.matter or ("amendment" if amends else "other")
    fund = tr.term(r.fund, scope) if r.fund is not None else None
    return approved(tr, r.approval, Sought(s.word(matter), concerning, fund, since, until), scope)


def approved(tr: Translator, a: t.Approval, sought: Sought, scope: Scope) -> Truth:
    """Return whether an approval is on file."""
    match a:
        case t.AllOf():
            return tr.all([approved(tr, p, sought, scope) for p in a.parts])
        case t.AnyOf():
            return tr.any([approved(tr, p, sought, scope) for p in a.parts])
        case t.VoteOf():
            return tr.worlds.exists(
                Domain(("fact", "vote"), record_of("vote"), "vote", "vote"),
                lambda vote: _passed(tr, a, vote, sought, scope),
                scope,
            )
        case t.ConsentOf():
            return _consent(tr, a, sought, scope)


# --- votes -----------------------------------------------------------------------------------


def _passed(tr: Translator, a: t.VoteOf, vote: Term, sought: Sought, scope: Scope) -> Truth:
    s = tr.space
    matter = records.field_of(tr, "vote", vote, "matter", TEXT, scope)
    assert isinstance(matter, Term)
    inside = tr.known(matter.known, matter.value == sought.matter)
    parts = [inside, *_window(tr, "vote", vote, sought, scope), counted(tr, a, vote, sought.fund, scope)]
    if a.called_for:
        about = sought.concerning.parts if sought.concerning is not None else ()
        called = s.symbol("meeting called for it", "truth", (vote.value, sought.matter, *about))
        tr.show("the meeting was called for it", YES_NO, tr.certain(called))
        parts.append(tr.certain(called))
    return tr.all(parts)


def _window(tr: Translator, kind: str, record: Term, sought: Sought, scope: Scope) -> list[Truth]:
    """Return that a vote or consent is about what is sought, and of its days."""
    s = tr.space
    parts = []
    if sought.concerning is not None:
        named = records.field_of(tr, kind, record, "concerning", TEXT, scope)
        assert isinstance(named, Term)
        known = s.all([named.known, sought.concerning.known])
        parts.append(tr.known(known, named.value == sought.concerning.value))
    is_given = s.symbol(f"given {kind}.fund", "truth", (record.value,))
    for_all = tr.certain(s.opposite(is_given))
    if sought.fund is not None:
        fund = records.field_of(tr, kind, record, "fund", FUND, scope)
        assert isinstance(fund, Term)
        parts.append(tr.any([for_all, tr.certain(fund.value == sought.fund.value)]))
    else:
        parts.append(for_all)
    on = records.field_of(tr, kind, record, "on", DATE, scope)
    assert isinstance(on, Term)
    if sought.since is not None:
        parts.append(tr.known(s.all([on.known, sought.since.known]), sought.since.value <= on.value))
    if sought.until is not None:
        parts.append(tr.known(s.all([on.known, sought.until.known]), on.value <= sought.until.value))
    return parts


def counted(tr: Translator, a: t.VoteOf, vote: Term, fund: Term | None, scope: Scope) -> Truth:
    """Return whether the count of a vote reaches the threshold."""
    s = tr.space
    definition = scope.terms.definitions.get(a.threshold)
    body = scope.terms.bodies.get(a.body)
    if definition is None or body is None:
        made = tr.worlds.opaque(f"{a.threshold} of {a.body}", YES_NO, (vote,), scope)
        assert isinstance(made, Truth)
        return made
    name = f"tally of {a.body}" + tr.side_of(tr.sameness.body(a.body), scope)
    apart = (fund.value,) if body.holders and body.separately and fund is not None else ()
    swaps = {"for": "for_in_person"} if a.in_person else {}
    record = s.symbol(name, "whole", (vote.value, *apart))
    label = a.body if not vote.label or vote.label.endswith(" A") else f"{a.body} in {vote.label}"
    tally = Term(record, s.yes, label=label, swaps=swaps)
    _counts(tr, tally, body, scope)
    on_record = s.symbol(f"there is a {name}", "truth", (vote.value, *apart))
    inner = scope.inside({definition.params[0][0]: tally})
    reached = tr.truth(definition.expression, inner)
    return tr.all([tr.known(on_record, s.yes) if not tr.worlds.exact else Truth(on_record, s.no), reached])


def _counts(tr: Translator, tally: Term, body: t.Body, scope: Scope) -> None:
    """Note how the figures of one count hang together."""
    s = tr.space
    plain = Term(tally.value, s.yes)

    def figure(field: str) -> Any:
        value = s.symbol(f"tally.{field}", "number", (plain.value,))
        tr.assume(value >= s.number(0))
        return value

    votes, present, person = figure("for"), figure("present"), figure("for_in_person")
    whole = figure("outstanding") if body.holders else figure("in_office")
    tr.assume(whole > s.number(0), present <= whole, person <= votes, votes <= present)
    tr.assume(votes + figure("against") + figure("abstaining") <= present)
    foreign = "in_office" if body.holders else "outstanding"
    if tr.worlds.exact:
        tr.assume(s.opposite(s.symbol(f"given tally.{foreign}", "truth", (plain.value,))))
    if not body.holders:
        tr.assume(*(s.z3.IsInt(x) for x in (votes, present, person, whole)))


# --- consents --------------------------------------------------------------------------------


def _consent(tr: Translator, a: t.ConsentOf, sought: Sought, scope: Scope) -> Truth:
    if a.party:
        return _consent_of(tr, a, Term(tr.space.word(a.party), tr.space.yes), sought, scope)
    assert a.every is not None and a.holder is not None
    every, holder = a.every, a.holder

    def without(element: Term) -> Truth:
        inner = scope.bind(every.variable, element, bound=True)
        who = records.party(tr, tr.term(holder, inner))
        return tr.all(
            [queries.where(tr, every, element, scope), tr.opposite(_consent_of(tr, a, who, sought, inner))]
        )

    return tr.opposite(tr.worlds.exists(queries.domain(tr, every, scope), without, scope))


def _consent_of(tr: Translator, a: t.ConsentOf, who: Term, sought: Sought, scope: Scope) -> Truth:
    def given(consent: Term) -> Truth:
        by = records.field_of(tr, "consent", consent, "party", TEXT, scope)
        named = records.party(tr, by)
        parts = [
            tr.known(tr.space.all([named.known, who.known]), named.value == who.value),
            *_window(tr, "consent", consent, sought, scope),
        ]
        if a.written:
            written = records.field_of(tr, "consent", consent, "written", YES_NO, scope)
            assert isinstance(written, Truth)
            parts.append(written)
        return tr.all(parts)

    over = Domain(("fact", "consent"), record_of("consent"), "consent", "consent")
    return tr.worlds.exists(over, given, scope)


