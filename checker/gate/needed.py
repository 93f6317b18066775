"""What an amendment that is in the tree does and needs, and whether that is on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker import assemble, pipeline
from checker.amend.standing import standing
from checker.evaluate.case import Case
from checker.evaluate.queries import funds
from checker.evaluate.waiting import begun
from checker.findings.amended import Effect, Need
from checker.findings.gated import GateVerdict
from checker.gate import effects as gate_effects
from checker.gate.states import On
from checker.needs.needs import needs
from checker.typed import nodes as t

BESIDE = frozenset({"notice", "prospectus", "determination"})
"""What follows an amendment, or tells what it needs: named where it is open, and decides nothing itself."""

_MISSING, _OPEN = frozenset({"missing", "forbidden"}), frozenset({"not known", "question"})


@dataclass(frozen=True)
class Needed:
    """What an amendment would do, what of its needs is not on file, and whether it still waits."""

    effects: tuple[Effect, ...]
    open: tuple[Need, ...]
    waits: bool

    @property
    def verdict(self) -> GateVerdict:
        """Return what becomes of an amendment whose day has come."""
        standings = {n.standing for n in self.open if n.kind not in BESIDE}
        if standings & _MISSING:
            return "violated"
        return "undetermined" if standings & _OPEN else "review"

    @property
    def forbidden(self) -> bool:
        """Return whether it does what no amendment may do, whoever approves."""
        return any(n.standing == "forbidden" for n in self.open)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return in words what is not on file; a question that nothing turns on any more is left out."""
        settled = self.verdict == "review"
        kept = [n for n in self.open if not (settled and n.kind == "determination")]
        return tuple(_in_words(kept))


def needed(on: On, agreement: str, amendment: t.Amendment) -> Needed:
    """Return what an amendment does to the agreement as it stands on its day, and lacks on the day."""
    state, loaded = on.state, on.state.loaded
    rules = loaded.rules.agreements[agreement]
    facts = loaded.facts[pipeline.folder_of(loaded, agreement)]
    case, _ = assemble.case_of(loaded.workspace, rules, facts, loaded.sources, on.day)
    waits = amendment.once is not None and not any(
        begun(case, amendment, fund, on.day) for fund in funds(case) or [None]  # type: ignore[list-item]
    )
    _suppose(case, amendment)
    before, _ = standing(case, amendment.effective, (amendment.name,))
    after, _ = standing(case, amendment.effective)
    effects = gate_effects.between(state, before, state, after, amendment.renames)
    told = assemble.told_of(loaded.workspace, rules, loaded.sources, on.day)
    found = needs(case, (amendment.name,), effects, told)
    return Needed(effects, tuple(_open(found)), waits)


def _suppose(case: Case, amendment: t.Amendment) -> None:
    """Take it as approved, and as begun on its day: what it does is asked, not whether it does."""
    for fund in [None, *funds(case)]:
        case.amended[amendment.name, fund] = True
    case.supposed.add(amendment.name)


def _open(found: Iterable[Need]) -> Iterable[Need]:
    return (n for n in found if n.standing in _MISSING | _OPEN)


def _in_words(found: Iterable[Need]) -> Iterator[str]:
    """Yield a line for each thing that is needed: for whom, by when, and how it stands by which clause."""
    asked: dict[tuple[str, str, str], dict[str, dict[str, None]]] = {}
    for n in found:
        whose = ", ".join(x for x in (n.fund, n.share_class) if x)
        key = (n.what, "" if whose in n.what else whose, n.by)
        asks = f"{n.code} at {n.paragraph}" if n.paragraph else n.code
        asked.setdefault(key, {}).setdefault(n.standing, {})[asks] = None
    for (what, whose, by), standings in asked.items():
        head = (f"{what} for {whose}" if whose else what) + (f", by {by}" if by else "")
        yield f"{head}: " + "; ".join(f"{s} ({', '.join(codes)})" for s, codes in standings.items())
