"""Costs by who is paid and for which fund, with totals; headroom by payments, with what binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.findings.amended import Cost, Headroom
from checker.findings.model import Step
from checker.report.drafts.effects import cited
from checker.report.wording import count
from checker.values.show import show_money

_MONEY = re.compile(r"([+-]?)\$?(\d[\d,]*(?:\.\d+)?)(?: USD)?")
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class CostRow:
    """One period, or the total of several; ``not_known`` says why there is no figure."""

    label: str
    old: str
    new: str
    difference: str
    exact: str
    not_known: str


@dataclass(frozen=True, slots=True)
class FundCosts:
    """What one fund pays to one payee, period by period. One period needs no total."""

    fund: str
    rows: tuple[CostRow, ...]
    total: CostRow | None

    @property
    def summary(self) -> CostRow:
        """Return the total, or the one row there is."""
        return self.total or self.rows[0]


@dataclass(frozen=True, slots=True)
class CostTable:
    """What one clause lets be paid to one payee, fund by fund."""

    title: str
    clause: str
    rounding: str
    funds: tuple[FundCosts, ...]
    total: CostRow | None
    worked: str
    """Whose working ``steps`` shows."""
    steps: tuple[Step, ...]

    @property
    def rows(self) -> int:
        """Return how many periods of how many funds there are."""
        return sum(len(one.rows) for one in self.funds)


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

    fund: str
    title: str
    period: str
    observed: str
    caps: tuple[CapRow, ...]


def cost_tables(costs: Sequence[Cost]) -> tuple[CostTable, ...]:
    """Return costs by clause, stream, class and payee, in the order that they come first."""
    tables: dict[tuple[str, ...], list[Cost]] = {}
    for c in costs:
        key = (c.clause, c.paragraph, c.stream, c.share_class, c.payee, c.rounding)
        tables.setdefault(key, []).append(c)
    return tuple(map(_table, tables.values()))


def _table(costs: Sequence[Cost]) -> CostTable:
    funds: dict[str, list[Cost]] = {}
    for c in costs:
        funds.setdefault(c.fund, []).append(c)
    first = costs[0]
    worked = next((c for c in costs if c.steps and not c.not_known), None)
    payee = f" to {first.payee}" if first.payee else ""
    return CostTable(
        title=", ".join(part for part in (f"{first.stream}{payee}", first.share_class) if part),
        clause=cited(first.clause, first.paragraph),
        rounding=first.rounding,
        funds=tuple(_fund(fund, some) for fund, some in funds.items()),
        total=_total(costs, count(len(funds), "fund")) if len(funds) > 1 else None,
        worked=", ".join(x for x in (worked.fund, worked.period) if x) if worked else "",
        steps=worked.steps if worked else (),
    )


def _fund(fund: str, costs: Sequence[Cost]) -> FundCosts:
    total = _total(costs, periods(c.period for c in costs)) if len(costs) > 1 else None
    return FundCosts(fund, tuple(_row(c) for c in costs), total)


def _row(c: Cost) -> CostRow:
    return CostRow(c.period, c.old, c.new, signed(c.difference), c.exact, c.not_known)


def periods(given: Iterable[str]) -> str:
    """Return how many periods there are, as months where they are months.

    >>> periods(["2004-01", "2004-02"]), periods(["plan year to 2004-05-31"])
    ('2 months', '1 period')
    """
    found = tuple(given)
    months = all(_MONTH.fullmatch(one) for one in found)
    return count(len(found), "month" if months else "period")


def _total(costs: Sequence[Cost], label: str) -> CostRow:
    """Return the sum of what is known; a row that is not known is in none of the sums."""
    known = [c for c in costs if not c.not_known]
    out = len(costs) - len(known)
    why = f"{count(out, 'period')} of {len(costs):,} not known and not in the sum" if out else ""
    if not known:
        return CostRow(label, "", "", "", "", "no period is known")
    old, new = summed(c.old for c in known), summed(c.new for c in known)
    return CostRow(label, old, new, signed(summed(c.difference for c in known)), "", why)


def money(text: str) -> Fraction | None:
    """Return an amount that is written out in full, or None.

    >>> money("1,030,864.20"), money("-31.00"), money("0.33…"), money("")
    (Fraction(5154321, 5), Fraction(-31, 1), None, None)
    """
    found = _MONEY.fullmatch(text.strip())
    return Fraction(found[1] + found[2].replace(",", "")) if found else None


def summed(texts: Iterable[str]) -> str:
    """Return the sum of amounts; empty where one of them is no amount. Empty text adds nothing.

    >>> summed(["1,000.10", "", "-0.20"]), summed(["1.00", "unknown"])
    ('999.90', '')
    """
    given = [text for text in texts if text]
    amounts = [money(text) for text in given]
    known = [one for one in amounts if one is not None]
    return show_money(sum(known, Fraction())) if given and len(known) == len(given) else ""


def signed(text: str) -> str:
    """Return a difference with its sign.

    >>> signed("12.00"), signed("-1.00"), signed("0.00")
    ('+12.00', '-1.00', '0.00')
    """
    amount = money(text)
    return f"+{text}" if amount is not None and amount > 0 and not text.startswith("+") else text


def headroom_groups(headroom: Sequence[Headroom]) -> tuple[HeadroomGroup, ...]:
    """Return headroom by payments and period, in the order that they come first."""
    groups: dict[tuple[str, ...], list[Headroom]] = {}
    for h in headroom:
        groups.setdefault((h.fund, h.share_class, h.stream, h.period), []).append(h)
    return tuple(map(_headroom, groups.values()))


def _headroom(caps: Sequence[Headroom]) -> HeadroomGroup:
    first = caps[0]
    observed = next((h.observed for h in caps if h.observed), "")
    return HeadroomGroup(
        fund=first.fund,
        title=", ".join(part for part in (first.fund, first.share_class, first.stream) if part),
        period=first.period,
        observed=observed,
        caps=tuple(_cap(h, observed) for h in caps),
    )


def _cap(h: Headroom, observed: str) -> CapRow:
    paragraph = f", {h.paragraph}" if h.paragraph else ""
    authority = f" of {h.authority}" if h.authority else ""
    return CapRow(
        cap=f"{h.clause}{paragraph}{authority}",
        old_cap=h.old_cap,
        new_cap=h.new_cap,
        old_headroom=h.old_headroom,
        new_headroom=h.new_headroom,
        observed="" if h.observed == observed else h.observed,
        binds=h.binds,
        not_known=h.not_known,
    )


def tightest(groups: Sequence[HeadroomGroup]) -> tuple[tuple[HeadroomGroup, int], ...]:
    """Return, for each fund's payments, the period with the least left, and how many others there are.

    What is left is what the new terms leave under any cap. A period with a cap that is not known
    goes before all others, since there the least is not known.
    """
    titled: dict[str, list[HeadroomGroup]] = {}
    for group in groups:
        titled.setdefault(group.title, []).append(group)
    return tuple((min(some, key=_left), len(some) - 1) for some in titled.values())


def _left(group: HeadroomGroup) -> tuple[bool, Fraction]:
    amounts = [money(cap.new_headroom) for cap in group.caps if cap.new_headroom or cap.not_known]
    known = [one for one in amounts if one is not None]
    if known and len(known) == len(amounts):
        return True, min(known)
    return False, Fraction()
