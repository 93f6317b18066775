"""The cost of a change, line by line: what may be paid under old and new terms, and the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.cost.amounts import Amount
from checker.cost.counted import Counted, limits, parts_of, same
from checker.cost.money import cents, exactly
from checker.cost.payable import DUE, Payable, due, payable
from checker.cost.replayed import Found, Here, Replayed, is_month
from checker.cost.words import party, payee_of, readings, stream_of
from checker.findings.amended import Cost
from checker.findings.model import Step
from checker.values.periods import Period
from checker.values.rounding import round_to

Stream = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What comes of one stream at one place: a line where there is something to say."""

    stream: Stream
    period: Period | None
    kind: str
    """``month``; ``whole`` where months are replayed as well; ``alone`` where one side has it; or nothing."""
    known: bool
    line: Cost | None


def costs(made: Replayed) -> Iterator[Cost]:
    """Yield a line for each stream and place where what may be paid differs, or is not known."""
    found: dict[Stream, list[Told]] = {}
    for here in made.places.values():
        for stream in _streams(here):
            told = _told(made, here, stream)
            found.setdefault(told.stream, []).append(told)
    for group in found.values():
        yield from (x.line for x in _chosen(group) if x.line is not None)
    yield from _without_facts(made)


def _chosen(group: Sequence[Told]) -> Iterator[Told]:
    """Leave out a period whose months are known, or else the months of one that is known as such."""
    dropped: set[int] = set()
    for whole in (x for x in group if x.kind in ("whole", "alone")):
        months = [x for x in group if x.kind == "month" and _within(x, whole)]
        known = [x.known for x in months]
        if whole.kind == "alone" or not whole.known:
            by_months = any(known) or bool(known and whole.kind == "alone")
        else:
            by_months = bool(known) and all(known)
        dropped |= {id(whole)} if by_months else {id(x) for x in months}
    for other in (x for x in group if not x.kind and not x.known):  # what is due for a period as such
        if any(x.known for x in group if x.kind == "month" and _within(x, other)):
            dropped.add(id(other))
    yield from (x for x in group if id(x) not in dropped)


def _within(month: Told, whole: Told) -> bool:
    return month.period is not None and whole.period is not None and month.period.end in whole.period


def _streams(here: Here) -> list[Counted]:
    """Return what the agreement's own clauses say is payable here, each once."""
    found: list[Counted] = []
    for f in (*here.new, *here.old):
        if pays(f) and not any(same(f.counted, x) for x in found):
            found.append(f.counted)
    return found


def pays(f: Found) -> bool:
    """Tell whether a clause says what may be paid here.

    A regulation does not, nor a limit on one payment or provider, nor one on more than the period.
    """
    if not f.term.own or f.counted.record.startswith("payment ") or f.counted.elsewhen:
        return False
    return f.term.check.relation in DUE or not f.spot.place.rest


def _told(made: Replayed, here: Here, stream: Counted) -> Told:
    place = here.place
    on_it = [f for f in (*here.new, *here.old) if f.term.own and same(f.counted, stream)]
    period = on_it[0].spot.period
    old, new = _both_sides(made, here, stream, on_it)
    one_sided = len({f.side is made.after for f in on_it}) == 1
    kind = "alone" if one_sided else "whole" if any(f.term.monthly for f in on_it) else ""
    kind = "month" if is_month(period) else kind
    line = None
    if not _nothing_to_say(made, on_it, old, new):
        line = _line(made, here, stream, on_it, old, new)
    key = (place.fund, place.share_class, place.rest, place.record, stream)
    return Told(key, period, kind, not (old.not_known or new.not_known), line)


def _both_sides(
    made: Replayed, here: Here, stream: Counted, on_it: Sequence[Found]
) -> tuple[Payable, Payable]:
    """Return what each side lets be paid; where that is the same, what each makes due."""
    period, fund = on_it[0].spot.period, here.place.fund
    there = [made.before.has(fund, period), made.after.has(fund, period)]
    old, new = payable(stream, here.old, there[0]), payable(stream, here.new, there[1])
    if not stream.record and all(there) and _same(old, new):
        dues = [
            [f for f in found if f.term.own and same(f.counted, stream) and f.term.check.relation in DUE]
            for found in (here.old, here.new)
        ]
        if all(dues):
            return due(dues[0]), due(dues[1])
    return old, new


def _line(
    made: Replayed, here: Here, stream: Counted, on_it: Sequence[Found], old: Payable, new: Payable
) -> Cost:
    place = here.place
    governing = next((p.amount for p in (new, old) if p.amount and p.amount.term), None)
    unknown = _not_known(old, new)
    term = (governing.term if governing and not unknown else None) or on_it[0].term
    exact = _exact(new) - _exact(old)
    steps = (*_steps("under the old terms", old), *_steps("under the new terms", new))
    return Cost(
        clause=term.rule.name,
        paragraph=term.rule.citation.paragraph,
        stream=stream_of(made, on_it),
        fund=place.fund,
        share_class=place.share_class,
        payee=payee_of(made, on_it[0], stream),
        period=place.period,
        old=exactly(old.amount.paid) if old.amount else "",
        new=exactly(new.amount.paid) if new.amount else "",
        difference="" if unknown else exactly(_rounded(exact, governing)),
        exact="" if unknown else exactly(exact),
        rounding=governing.rounding if governing else "",
        steps=(*steps, *readings(made, term)),
        not_known=unknown,
        part_of=_part_of(made, here, stream),
    )


def _nothing_to_say(made: Replayed, on_it: Sequence[Found], old: Payable, new: Payable) -> bool:
    if old.not_known or new.not_known:
        alike = all(made.place_alike(f.term.rule.name, f.spot.place) for f in on_it)
        return alike and made.in_both(on_it[0].spot.place.fund)
    if old.amount is None and new.amount is None:
        return True
    if _same(old, new):
        return old.parts == new.parts
    names = {f.term.rule.name for f in on_it}
    terms = [p.amount.term for p in (old, new) if p.amount]
    # both are the limit of a clause on more payments, which has a line of its own
    return all(term is not None and term.rule.name not in names for term in terms)


def _rounded(exact: Fraction, governing: Amount | None) -> Fraction:
    """Return a difference as the clause rounds, and in cents."""
    return cents(round_to(exact, governing.step, governing.rule)) if governing else cents(exact)


def _same(old: Payable, new: Payable) -> bool:
    both = old.amount is not None and new.amount is not None
    return both and not (old.not_known or new.not_known) and _exact(old) == _exact(new)


def _exact(p: Payable) -> Fraction:
    return p.amount.exact if p.amount else Fraction(0)


def _not_known(old: Payable, new: Payable) -> str:
    if old.not_known == new.not_known:
        return old.not_known
    sides = (("under the old terms", old.not_known), ("under the new terms", new.not_known))
    return "; ".join(f"{side}: {text}" for side, text in sides if text)


def _steps(title: str, p: Payable) -> Iterator[Step]:
    amount: Amount | None = p.amount
    if amount is None:
        value = "not known" if p.not_known else "not under these terms"
        yield Step(depth=0, text=title, value=value)
        return
    clause = f", {amount.term.rule.name}" if amount.term else ", an exception of the clause holds"
    yield Step(depth=0, text=title + clause, value=exactly(amount.exact))
    yield from (s.model_copy(update={"depth": s.depth + 1}) for s in amount.steps)


def _part_of(made: Replayed, here: Here, stream: Counted) -> str:
    """Return the widest stream of the agreement's own that these payments are a part of.

    It counts all of them and more; or they are what is paid on out of it, and a clause is about the
    rest. What an agreement keeps in records of its own is a part of what is paid.
    """
    whole = made.whole(here.place)
    own = [f for f in (*whole.new, *whole.old) if pays(f)]
    wider = [f for f in own if _holds(f.counted, stream, own)]
    if not wider:
        return ""
    widest = next(f for f in wider if not any(_holds(g.counted, f.counted, own) for g in wider))
    return stream_of(made, [f for f in wider if same(f.counted, widest.counted)])


def _holds(whole: Counted, stream: Counted, own: Sequence[Found]) -> bool:
    if not stream.flow and whole.flow and not whole.record:
        return True
    if limits((stream,), whole):
        return False
    return limits((whole,), stream) or any(parts_of(whole, stream, f.counted) for f in own)


def _without_facts(made: Replayed) -> Iterator[Cost]:
    """Yield a line for each fund of which no month is on file, and what is paid by the month differs.

    That no redemption is on file is no gap: none is replayed.
    """
    a = made.after.case.agreement
    told = {place.fund for place in made.places}
    for fund in sorted(made.changed - told):
        terms = [x for x in (*made.after.terms.values(), *made.before.terms.values()) if x.own and x.period]
        differ = [x for x in terms if not made.in_both(fund) or not made.term_alike(x.rule.name, fund)]
        if not differ:
            continue
        yield Cost(
            clause=differ[0].rule.name,
            paragraph=differ[0].rule.citation.paragraph,
            stream="",
            fund=fund,
            share_class=a.document.shares[0] if len(a.document.shares) == 1 else "",
            payee=party(made.after.case, a.document.agreement_with),
            period="",
            old="",
            new="",
            difference="",
            exact="",
            rounding="",
            steps=(),
            not_known=f"no month of {fund} is on file: neither net assets nor payments",
        )
