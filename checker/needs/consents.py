"""Who is to consent where every holder of something must: each by name, and whether there may be more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from checker.evaluate.case import Case, Env
from checker.evaluate.expressions import evaluate
from checker.evaluate.queries import gap, items
from checker.typed import nodes as t
from checker.values.truth import Truth, Unknown, unknown_from


@dataclass(frozen=True, slots=True)
class Holder:
    """One who is to consent, known by the name in the record."""

    name: str

    def known(self, case: Case) -> Case:
        """Return the case with the holder among the parties, so that consents are looked for by name."""
        if self.name in case.agreement.parties:
            return case
        party = t.Party(self.name, self.name, (), None, None, t.NOWHERE)
        agreement = replace(case.agreement, parties={**case.agreement.parties, self.name: party})
        made = Case(agreement, case.kinds, case.index, case.as_of, case.world, case.wording)
        made.rows, made.turns, made.amended = case.rows, case.turns, case.amended
        made.supposed = case.supposed
        return made


def holders(
    case: Case, a: t.ConsentOf, env: Env
) -> tuple[tuple[tuple[Holder, Truth], ...], Unknown | None]:
    """Return each holder with whether it is sure that it is one, and why there may be others, or None."""
    assert a.every is not None and a.holder is not None
    found = items(case, a.every, env)
    if isinstance(found, Unknown):
        return (), found
    named: dict[str, Truth] = {}
    open_: list[object] = [gap(case, a.every, env)]
    for f in found:
        if f.holds is False:
            continue
        holder = evaluate(case, a.holder, env.bind(a.every.variable, f.value))
        if isinstance(holder, Unknown):
            open_.append(holder)
        elif named.get(str(holder)) is not True:
            named[str(holder)] = f.holds
    return tuple((Holder(n), sure) for n, sure in named.items()), unknown_from(open_)
