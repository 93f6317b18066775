"""Two states of an agreement on the same facts: what a replay works on, without a workspace on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from checker.compare.states import with_amendments
from checker.cost.replay import replay
from checker.evaluate.case import Case, Index
from checker.facts.store import Facts, Record
from checker.findings.amended import Cost, Headroom
from checker.ir import nodes as ir
from checker.ir.from_typed import lower
from checker.source import Source
from checker.syntax.parse import parse
from checker.typed import nodes as t
from checker.typed.from_syntax import type_program
from checker.values.periods import MONTH, Period
from checker.workspace import shipped_rules

ROOT = Path(__file__).resolve().parents[2]

Lines = tuple[tuple[Cost, ...], tuple[Headroom, ...]]


def agreement_text(name: str) -> str:
    """Return the text of an agreement of this repository."""
    return (ROOT / "agreements" / name / "agreement.clause").read_text(encoding="utf-8")


@cache
def states(name: str, *texts: str) -> tuple[ir.Agreement, ir.Agreement]:
    """Return an agreement without its amendments and with all of them."""
    shared = [parse(s)[0] for s in shipped_rules()]
    files = []
    for n, text in enumerate(texts):
        tree, wrong = parse(Source(f"agreements/{name}/{n}.clause", text))
        assert not [d for d in wrong if d.severity == "error"], wrong
        files.append(tree)
    folders = {name: files}
    if name == "class_k_2003":
        source = Source("agreements/class_k_2000/agreement.clause", agreement_text("class_k_2000"))
        folders["class_k_2000"] = [parse(source)[0]]
    program, problems, _ = type_program(shared, folders)
    assert not [d for d in problems if d.severity == "error"], [d.message for d in problems]
    document = program.agreements[name]
    made = (with_amendments(document, ()), with_amendments(document))
    before, after = (
        lower(replace(program, agreements={**program.agreements, name: d})).agreements[name] for d in made
    )
    return before, after


def case(
    agreement: ir.Agreement,
    facts: list[Record],
    as_of: date = date(2005, 6, 30),
    world: Mapping[str, str] | None = None,
) -> Case:
    """Return a state with facts; assumptions are read as ``world`` says, else as they stand first."""
    by_kind: dict[str, tuple[Record, ...]] = {}
    for r in facts:
        by_kind[r.kind] = (*by_kind.get(r.kind, ()), r)
    readings: dict[str, t.Expr] = {}
    for name, a in agreement.assumptions.items():
        wanted = (world or {}).get(name, a.readings[0][0])
        readings[name] = next(e for label, e in a.readings if label == wanted)
    return Case(
        agreement, agreement.kinds, Index(Facts(by_kind)), as_of, readings, lambda span: "text"
    )


def replayed(
    name: str,
    texts: tuple[str, ...],
    facts: list[Record],
    as_of: date = date(2005, 6, 30),
    world: Mapping[str, str] | None = None,
    *,
    back: bool = False,
    drafts: tuple[str, ...] = (),
    supposed: tuple[Record, ...] = (),
) -> Lines:
    """Return what a replay says of an agreement and its amendments; ``back`` takes them off again."""
    before, after = (case(a, facts, as_of, world) for a in states(name, *texts))
    return replay(after, before) if back else replay(before, after, drafts, supposed=supposed)


K = agreement_text("class_k_2003")
B = agreement_text("class_b_2003")
ENERGY, GROWTH = "INVESCO Energy Fund", "INVESCO Growth Fund"
LEAP = {"day_count": "actual_actual"}


def class_k(change: str, facts: list[Record], as_of: date = date(2005, 6, 30), **more: Any) -> Lines:
    """Return what a change of Schedule B of the Class K plan comes to."""
    draft = f'amendment draft to class_k_2003 "Draft"\n  effective 2004-04-01\n  in schedule_b\n{change}'
    return replayed("class_k_2003", (K, draft), facts, as_of, more.pop("world", LEAP), **more)


# --- facts -----------------------------------------------------------------------------------


def month(text: str) -> Period:
    """Return the month written ``2004-06``."""
    year, number = text.split("-")
    return MONTH.containing(date(int(year), int(number), 1))


def record(kind: str, key: str, /, **values: Any) -> Record:
    """Return a record; numbers in text are exact."""
    made = {k: Fraction(v) if isinstance(v, int) and not isinstance(v, bool) else v for k, v in values.items()}
    return Record(kind, key, made, f"{kind}.csv", 2)


def average(fund: str, period: str, amount: str, **more: Any) -> Record:
    """Return average daily net assets of a fund in a month."""
    return record(
        "average_net_assets", f"{fund} {period}", fund=fund, period=month(period), amount=Fraction(amount), **more
    )


def payment(key: str, fund: str, kind: str, period: str, amount: str, **more: Any) -> Record:
    """Return a payment that accrued in a month and was paid on the fifth of the next."""
    accrued = month(period)
    paid_on = date.fromordinal(accrued.end.toordinal() + 5)
    given: dict[str, Any] = {
        "id": key,
        "fund": fund,
        "kind": kind,
        "payee": "A I M Distributors, Inc.",
        "amount": Fraction(amount),
        "accrued_for": accrued,
        "paid_on": paid_on,
    }
    return record("payment", key, **{**given, **more})


def complete(*kinds: str) -> list[Record]:
    """Return statements that the records of some kinds are complete, for all years that matter."""
    return [
        record(
            "complete_records",
            kind,
            facts=kind,
            **{"from": date(1999, 1, 1), "until": date(2006, 12, 31)},
            stated_by="Treasurer",
        )
        for kind in kinds
    ]
