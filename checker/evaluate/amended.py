"""What is wrong with an amendment itself: its order, its text, its base; the rest is known all the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from checker.evaluate.approvals import late
from checker.evaluate.case import Case
from checker.evaluate.versions import in_effect, judged_of, requirements
from checker.findings.amended import Trouble
from checker.findings.model import TextSpan
from checker.ir import nodes as ir
from checker.source import Span
from checker.typed import nodes as t
from checker.values.truth import Unknown

Place = Callable[[Span], TextSpan | None]
Touched = frozenset[tuple[str, ...]]
"""What an amendment changes: ``clauses, name`` and the like, ``schedules, name, keys..., column``."""

DECLARED = ("clauses", "definitions", "parties", "bodies", "approvals", "assumptions")


def troubles(
    case: Case,
    drafts: Collection[str],
    place: Place,
    agreements: Collection[str],
) -> tuple[Trouble, ...]:
    """Return what is wrong with these amendments, or with all where none is named, and with the base.

    ``agreements`` are those on file.
    """
    made = _Troubles(case, drafts, place)
    found = [*made.base(agreements)]
    for a in case.agreement.document.amendments:
        if not drafts or a.name in drafts:
            found += made.of(a)
    return tuple(dict.fromkeys(found))


def touched_by(case: Case, a: t.Amendment) -> Touched:
    """Return what an amendment changes, cell by cell."""
    found: set[tuple[str, ...]] = {(what, n) for what in DECLARED for n in getattr(a, what)}
    for name, after in a.schedules.items():
        before = case.agreement.schedules[name]
        for other in case.agreement.document.amendments:
            if other.name == a.name:
                break
            before = other.schedules.get(name, before)
        found |= {("schedules", name, *cell) for cell in _cells(before, after)}
    return frozenset(found)


def _cells(before: t.Schedule, after: t.Schedule) -> Iterator[tuple[str, ...]]:
    old, new = (_by_key(s) for s in (before, after))
    for key in {**old, **new}:
        for column in {*old.get(key, {}), *new.get(key, {})}:
            if old.get(key, {}).get(column) != new.get(key, {}).get(column):
                yield (*key, column)


def _by_key(s: t.Schedule) -> dict[tuple[str, ...], dict[str, Any]]:
    keys = s.keys or tuple(f.name for f in s.kind.fields)
    return {tuple(str(r.values.get(k, "")) for k in keys): dict(r.values) for r in s.rows}


class _Troubles:
    def __init__(self, case: Case, drafts: Collection[str], place: Place) -> None:
        self.case, self.drafts, self.place = case, drafts, place
        self.all = case.agreement.document.amendments

    def of(self, a: t.Amendment) -> Iterator[Trouble]:
        """Yield what is wrong with one amendment."""
        yield from self._absent(a)
        yield from self._numbers(a)
        yield from self._others(a)
        yield from self._schedules_not_on_file(a)
        yield from self._approved_late(a)

    def _made(self, a: t.Amendment, key: Any, message: str, verdict: Any, cure: str) -> Trouble:
        return Trouble(
            key=key, amendment=a.name, message=message, verdict=verdict, cure=cure, span=self.place(a.span)
        )

    def base(self, agreements: Collection[str]) -> Iterator[Trouble]:
        """Yield that the agreement restates one that is not on file."""
        document = self.case.agreement.document
        if document.restates and document.restates not in agreements:
            yield Trouble(
                key="base-not-on-file",
                amendment="",
                message=f"{document.name} restates {document.restates}, which is not on file: what it "
                "changes of that is not known.",
                verdict="undetermined",
                cure=f"Encode {document.restates} in agreements/.",
                span=self.place(document.span),
            )

    def _absent(self, a: t.Amendment) -> Iterator[Trouble]:
        for message, span in a.absent:
            yield Trouble(
                key="absent-text",
                amendment=a.name,
                message=f"{message[0].upper()}{message[1:]}: this edit does nothing.",
                verdict="violated",
                cure="Say which text is meant, or take the edit out.",
                span=self.place(span),
            )

    def _numbers(self, a: t.Amendment) -> Iterator[Trouble]:
        if a.number is None:
            return
        there = {x.number for x in self.all}
        missing = [n for n in range(1, a.number) if n not in there]
        if missing:
            listed = ", ".join(f"No. {n}" for n in missing)
            yield self._made(
                a,
                "earlier-amendment-not-on-file",
                f"{a.name} is No. {a.number}, and {listed} is not on file: what text it amends is not known.",
                "undetermined",
                f"File {listed}.",
            )

    def _others(self, a: t.Amendment) -> Iterator[Trouble]:
        mine = touched_by(self.case, a)
        for other in self.all:
            if other is a:
                continue
            yield from self._order(a, other)
            common = sorted(mine & touched_by(self.case, other))
            if not common or (a.funds and other.funds and not set(a.funds) & set(other.funds)):
                continue
            about = _said(common)
            if other.effective == a.effective and None in (a.number, other.number):
                if self.drafts or a.name < other.name:
                    yield self._made(
                        a,
                        "conflict",
                        f"{a.name} and {other.name} both change {about} from {a.effective} on, and nothing "
                        "says which of them comes last.",
                        "violated",
                        "Number them, or make them one.",
                    )
            elif a.name in self.drafts and other.name in self.drafts:
                continue  # one draft, written in the order of its days
            elif a.name in self.drafts and other.effective > a.effective:
                yield self._made(
                    a,
                    "out-of-order",
                    f"{a.name} takes effect on {a.effective}, before {other.name} of {other.effective}, "
                    f"which is on file and changes {about} too: it was made to a text without this draft.",
                    "undetermined",
                    f"Say what becomes of {other.name}.",
                )
            elif a.name in self.drafts and other.name not in self.drafts:
                yield from self._not_in_effect(a, other, common)

    def _not_in_effect(
        self, a: t.Amendment, other: t.Amendment, common: Sequence[tuple[str, ...]]
    ) -> Iterator[Trouble]:
        standing = {k: in_effect(self.case, other, k) for k in self._funds(other, common)}
        out = [k for k, v in standing.items() if v is False]
        open_ = [k for k, v in standing.items() if isinstance(v, Unknown)]
        about = _said(common)
        for truth, what, funds in ((False, "is not in effect", out), (None, "may not be in effect", open_)):
            if funds:
                whom = ", ".join(k for k in funds if k)
                without = "without it" if truth is False else "with it"
                yield self._made(
                    a,
                    "earlier-amendment-not-in-effect",
                    f"{other.name} changes {about} too, and {what}{f' for {whom}' if whom else ''}: {a.name} "
                    f"is compared with the text {without}.",
                    "undetermined",
                    f"Settle whether {other.name} is in effect, and say in {a.name} which text it changes.",
                )

    def _funds(self, a: t.Amendment, common: Sequence[tuple[str, ...]]) -> list[str | None]:
        from checker.evaluate.consolidate import touched

        named = {part for cell in common for part in cell}
        return [fund for fund in touched(self.case, a) if fund in named] or [None]

    def _order(self, a: t.Amendment, other: t.Amendment) -> Iterator[Trouble]:
        by_number = None not in (a.number, other.number) and (a.number or 0) < (other.number or 0)
        by_date = a.dated is not None and other.dated is not None and a.dated < other.dated
        if (by_number or (by_date and not self._numbered(a, other))) and other.effective < a.effective:
            what = f"No. {a.number}" if by_number else f"that of {a.dated}"
            yield self._made(
                other,
                "out-of-order",
                f"{other.name} takes effect on {other.effective}, before {a.name} ({what}) on {a.effective}, "
                "though it was made later: which text it was made to is not known.",
                "undetermined",
                "Give them days in their order, or say in the later one what it amends.",
            )

    def _numbered(self, a: t.Amendment, other: t.Amendment) -> bool:
        return a.number is not None and other.number is not None

    def _schedules_not_on_file(self, a: t.Amendment) -> Iterator[Trouble]:
        for name in a.schedules:
            if not self.case.agreement.schedules[name].on_file:
                yield self._made(
                    a,
                    "base-not-on-file",
                    f"{a.name} changes {name}, and the rows that stood there before are not on file: what it "
                    "adds, drops or renames is not known.",
                    "undetermined",
                    f"Find the text that has the earlier {name}.",
                )

    def _approved_late(self, a: t.Amendment) -> Iterator[Trouble]:
        """Yield each approval that came only after the amendment took effect."""
        if a.effective > self.case.as_of:
            return
        for rule in requirements(self.case, a):
            assert isinstance(rule.check, ir.OnFile)
            for instance, judgement in judged_of(self.case, rule, a, None):
                on = late(self.case, rule.check.request, instance.env)
                if judgement.verdict != "violated" or on is None:
                    continue
                about = ", ".join(v for n, v in instance.subject if n != "amendment")
                yield self._made(
                    a,
                    "effective-before-approval",
                    f"{a.name} took effect on {a.effective}"
                    + (f" for {about}" if about else "")
                    + f", and what {rule.name} ({rule.citation.paragraph}) requires came only on {on}.",
                    "violated",
                    f"Make it effective on or after {on}, or undo what was done before.",
                )


def _said(cells: Sequence[tuple[str, ...]]) -> str:
    what, name, *rest = cells[0]
    kinds = {"definitions": "term", "parties": "party", "bodies": "body"}
    kind = kinds.get(what, what.removesuffix("s"))
    text = f"{name}.{rest[-1]} for {', '.join(rest[:-1])}" if rest else f"the {kind} {name}"
    return text if len(cells) == 1 else f"{text} and {len(cells) - 1} more"
