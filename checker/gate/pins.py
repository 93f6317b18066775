"""Pins on both sides: a pin that is another one now says that the text itself was changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.findings.gated import Listed
from checker.gate.states import COMMENT, State

_DECLARATION = re.compile(r"^(?=[A-Za-z_])", re.MULTILINE)
_PINNED = re.compile(r'\bat\s+"(?P<paragraph>[^"]*)"(?:\s+pin\s+(?P<pin>[0-9a-f]+))?')


@dataclass(frozen=True)
class Pinned:
    """A pin, and the line of the declaration that it stands in."""

    pin: str
    path: str
    line: int


def pins(agreement: str, before: State, after: State) -> Iterator[Listed]:
    """Yield every citation on both sides whose pin is another one, was dropped, or was not there."""
    was, now = _pinned(before, agreement), _pinned(after, agreement)
    for what, new in now.items():
        old = was.get(what)
        if old is not None and old.pin != new.pin:
            yield Listed(
                kind="pin", agreement=agreement, what=f"{what}: pin", old=old.pin, new=new.pin,
                path=new.path, line=new.line,
            )  # fmt: skip


def _pinned(state: State, agreement: str) -> dict[str, Pinned]:
    folder = state.folder(agreement)
    sources = [s for a in state.loaded.workspace.agreements if a.name == folder for s in a.sources]
    found: dict[str, Pinned] = {}
    for source in sources:
        starts = [m.start() for m in _DECLARATION.finditer(source.text)]
        for start, end in zip(starts, [*starts[1:], len(source.text)], strict=True):
            text = COMMENT.sub(lambda m: m.group("text") or "", source.text[start:end])
            kind, _, rest = text.partition(" ")
            for cited in _PINNED.finditer(text if kind != "passage" else f"at {rest}"):
                paragraph = cited.group("paragraph")
                by = kind if kind == "passage" else f"{kind} {rest.split()[0]} at"
                what = f"{by} {paragraph}"
                place = Pinned(cited.group("pin") or "", source.path, source.line_column(start)[0])
                found.setdefault(what, place)
    return found
