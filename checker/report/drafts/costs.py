"""Costs by clause and payee, fund by fund and period by period, with totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checker.findings.amended import Cost
from checker.findings.model import Step
from checker.report.drafts.amounts import amount, signed, summed
from checker.report.drafts.effects import cited
from checker.report.wording import count

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

    @property
    def figures(self) -> bool:
        """Tell whether there is any figure."""
        return bool(self.old or self.new or self.difference)


@dataclass(frozen=True, slots=True)
class FundCosts:
    """What one fund pays to one payee, period by period. One period needs no total."""

    fund: str
    rows: tuple[CostRow, ...]
    total: CostRow | None

    @property
    def folded(self) -> FundCosts:
        """Return it with periods that follow each other and are not known for one reason as one."""
        rows = folded(self.rows)
        return replace(self, rows=rows, total=self.total if len(rows) > 1 else None)

    @property
    def summary(self) -> CostRow:
        """Return the total, or the one row there is."""
        return self.total or self.rows[0]


@dataclass(frozen=True, slots=True)
class CostTable:
    """What one clause lets be paid to one payee, fund by fund."""

    title: str
    part_of: str
    """The stream that has these payments among its own: the two are not to be added."""
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


def cost_tables(costs: Sequence[Cost]) -> tuple[CostTable, ...]:
    """Return costs by clause, stream, class and payee, in the order that they come first."""
    tables: dict[tuple[str, ...], list[Cost]] = {}
    for c in costs:
        key = (c.clause, c.paragraph, c.stream, c.share_class, c.payee, c.rounding, c.part_of)
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
        title=", ".join(part for part in (f"{first.stream or 'payments'}{payee}", first.share_class) if part),
        part_of=first.part_of,
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
    return CostRow(c.period, amount(c.old), amount(c.new), signed(c.difference), amount(c.exact), c.not_known)


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
        reasons = tuple(dict.fromkeys(c.not_known for c in costs))
        return CostRow(label, "", "", "", "", reasons[0] if len(reasons) == 1 else "for several reasons")
    old, new = summed(c.old for c in known), summed(c.new for c in known)
    return CostRow(label, old, new, signed(summed(c.difference for c in known)), "", why)


def folded(rows: Sequence[CostRow]) -> tuple[CostRow, ...]:
    """Return rows with those that follow each other and are not known for one reason as one."""
    made: list[list[CostRow]] = []
    for row in rows:
        last = made[-1][0] if made else None
        if last and not row.figures and not last.figures and row.not_known == last.not_known:
            made[-1].append(row)
        else:
            made.append([row])
    return tuple(some[0] if len(some) == 1 else _span(some) for some in made)


def _span(rows: Sequence[CostRow]) -> CostRow:
    many = periods(row.label for row in rows)
    return replace(rows[0], label=f"{many} from {rows[0].label} to {rows[-1].label}")
