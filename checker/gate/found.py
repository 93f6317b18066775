"""One finding of the gate: where it stands, and the hash by which a waiver names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from checker.findings.amended import Effect
from checker.findings.gated import GateFinding, GateKey, GateVerdict
from checker.gate.states import On, identity
from checker.source import Span
from checker.typed import nodes as t

LENGTH_OF_HASH = 16


@dataclass(frozen=True)
class Pair:
    """An agreement on both sides; in force or not is judged by how it was."""

    name: str
    before: On
    after: On

    @property
    def old(self) -> t.Document:
        """Return the agreement as it was."""
        return self.before.state.loaded.program.agreements[self.name]

    @property
    def new(self) -> t.Document:
        """Return the agreement as it is now."""
        return self.after.state.loaded.program.agreements[self.name]

    @property
    def in_force(self) -> bool:
        """Return whether what was agreed binds on the day."""
        return self.before.in_force(self.name)


def finding(
    pair: Pair,
    key: GateKey,
    verdict: GateVerdict,
    element: str,
    message: str,
    *,
    at: Span | None = None,
    effects: tuple[Effect, ...] = (),
    effect: str = "",
    lacks: tuple[str, ...] = (),
    cure: str = "",
) -> GateFinding:
    """Return a finding at a place in the text as it is now, else at the agreement's head."""
    state = pair.after.state
    spans = [e.span for e in effects if e.span is not None and e.span.path in state.loaded.sources]
    where = state.place(at) if at is not None else (spans[0] if spans else None)
    where = where or state.place(pair.new.span)
    assert where is not None  # INVARIANT: the agreement's head is in a text of the state
    return unplaced(
        pair.name, key, verdict, element, message, path=where.path, line=where.line,
        effects=effects, effect=effect, lacks=lacks, cure=cure,
    )  # fmt: skip


def unplaced(
    agreement: str,
    key: GateKey,
    verdict: GateVerdict,
    element: str,
    message: str,
    *,
    path: str = "",
    line: int = 1,
    effects: tuple[Effect, ...] = (),
    effect: str = "",
    lacks: tuple[str, ...] = (),
    cure: str = "",
) -> GateFinding:
    """Return a finding that may stand nowhere: what it is about may be gone."""
    told = "\n".join(["|".join(identity(e)) for e in effects] or [message])
    if key == "amendment-changed":  # its day may be another too, which is no effect
        told = f"{message}\n{told}"
    digest = hashlib.sha256(f"{agreement}\n{key}\n{element}\n{told}".encode()).hexdigest()
    return GateFinding(
        key=key,
        effect=effect,
        verdict=verdict,
        agreement=agreement,
        element=element,
        message=message,
        effects=effects,
        lacks=lacks,
        cure=cure,
        path=path,
        line=line,
        clause_hash=digest[:LENGTH_OF_HASH],
        waiver=None,
    )
