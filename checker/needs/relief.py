"""Relief from voting in person: the orders and letters that a vote may rely on, by its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from checker.evaluate.case import Case
from checker.needs.parts import through
from checker.typed import nodes as t

ORDERS = "relief_orders"
"""The schedule of orders and letters in the Act's clauses; its columns are named below."""


def relief_allowed(case: Case, escapes: Sequence[t.Unless], day: date) -> str:
    """Return which orders would do instead of a vote in person on a day; empty where none would.

    Only for requirements with an exception that looks at the orders: an agreement that itself wants
    votes in person is not changed by them.
    """
    definitions = case.agreement.definitions
    looks = any(
        isinstance(x, t.Cell) and x.schedule == ORDERS
        for u in escapes
        for x in through(u.condition, definitions)
    )
    schedule = case.agreement.schedules.get(ORDERS)
    if not looks or schedule is None:
        return ""
    found = [_order(row.values) for row in schedule.rows if _covers(row.values, day)]
    return f"may be relied on: {'; '.join(found)}" if found else ""


def _covers(row: dict[str, t.CellValue], day: date) -> bool:
    first, last = row.get("first_day"), row.get("last_known_day")
    begun = isinstance(first, date) and first <= day
    over = isinstance(last, date) and last < day and row.get("ends") == "on that day"
    return begun and not over and row.get("renewals_only") is not True


def _order(row: dict[str, t.CellValue]) -> str:
    words = [
        text
        for column, text in (
            ("prior_discussion", "all fully discussed in person before"),
            ("ratification", "ratified at the next meeting in person"),
        )
        if row.get(column) is True
    ]
    return f"{row.get('order')}" + (f" ({', '.join(words)})" if words else "")
