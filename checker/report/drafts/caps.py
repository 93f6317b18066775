"""Headroom: the caps that are stacked on the same payments, with the one that binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.findings.amended import Headroom
from checker.report.drafts.amounts import bound, cut, money


@dataclass(frozen=True, slots=True)
class CapRow:
    """One cap on some payments."""

    cap: str
    old_cap: str
    new_cap: str
    old_headroom: str
    new_headroom: str
    observed: str
    """Empty where it is what the group says."""
    binds: str
    not_known: str


@dataclass(frozen=True, slots=True)
class HeadroomGroup:
    """The caps that are stacked on the same payments of one fund and period."""

    title: str
    period: str
    found: tuple[Headroom, ...]

    @property
    def observed(self) -> str:
        """Return what was observed, as most of the caps have it."""
        return cut(self._observed)

    @property
    def _observed(self) -> str:
        return next((h.observed for h in self.found if h.observed), "")

    @property
    def caps(self) -> tuple[CapRow, ...]:
        """Return the caps as they are shown. Of many periods few are."""
        observed = self._observed
        return tuple(_cap(h, observed) for h in self.found)

    @property
    def least(self) -> Fraction | None:
        """Return what the new terms leave under the cap that leaves least; None where none is known."""
        known = (money(bound(h.new_headroom)[1]) for h in self.found)
        return min((left for left in known if left is not None), default=None)

    @property
    def open(self) -> bool:
        """Tell whether something about a cap is not known."""
        return any(h.not_known for h in self.found)


def headroom_groups(headroom: Sequence[Headroom]) -> tuple[HeadroomGroup, ...]:
    """Return headroom by payments and period, in the order that they come first."""
    groups: dict[tuple[str, ...], list[Headroom]] = {}
    for h in headroom:
        groups.setdefault((h.fund, h.share_class, h.stream, h.period), []).append(h)
    return tuple(map(_headroom, groups.values()))


def _headroom(found: Sequence[Headroom]) -> HeadroomGroup:
    first = found[0]
    title = ", ".join(part for part in (first.fund, first.share_class, first.stream) if part)
    return HeadroomGroup(title, first.period, tuple(found))


def _cap(h: Headroom, observed: str) -> CapRow:
    paragraph = f", {h.paragraph}" if h.paragraph else ""
    authority = f" of {h.authority}" if h.authority else ""
    return CapRow(
        cap=f"{h.clause}{paragraph}{authority}",
        old_cap=cut(h.old_cap),
        new_cap=cut(h.new_cap),
        old_headroom=cut(h.old_headroom),
        new_headroom=cut(h.new_headroom),
        observed="" if h.observed == observed else cut(h.observed),
        binds=h.binds,
        not_known=h.not_known,
    )


@dataclass(frozen=True, slots=True)
class Payments:
    """The periods of one fund's payments, with each reason why something is not known said once."""

    title: str
    groups: tuple[HeadroomGroup, ...]
    notes: tuple[str, ...]

    def note(self, cap: CapRow) -> str:
        """Return which note says what is not known of a cap; empty where all is."""
        return f"note {self.notes.index(cap.not_known) + 1}" if cap.not_known else ""


def by_payments(groups: Sequence[HeadroomGroup]) -> tuple[Payments, ...]:
    """Return the periods of each fund's payments together."""
    titled: dict[str, list[HeadroomGroup]] = {}
    for group in groups:
        titled.setdefault(group.title, []).append(group)
    return tuple(
        Payments(
            title,
            tuple(some),
            tuple(dict.fromkeys(h.not_known for g in some for h in g.found if h.not_known)),
        )
        for title, some in titled.items()
    )


@dataclass(frozen=True, slots=True)
class Tightest:
    """The period of a fund's payments in which the new terms leave least, and how many there are."""

    group: HeadroomGroup
    periods: int
    open: int
    """How many periods have a cap of which something is not known."""


def tightest(payments: Sequence[Payments]) -> tuple[Tightest, ...]:
    """Return the tightest period of each fund's payments; the first where nothing is known."""
    return tuple(Tightest(_least(p.groups), len(p.groups), sum(g.open for g in p.groups)) for p in payments)


def _least(groups: Sequence[HeadroomGroup]) -> HeadroomGroup:
    known = [(left, place) for place, group in enumerate(groups) if (left := group.least) is not None]
    return groups[min(known)[1]] if known else groups[0]
