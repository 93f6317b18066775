"""Some agreements of a workspace with those that their texts mention; the rest is left unread."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from checker.source import Source
from checker.workspace import AgreementFiles, Workspace

_HEAD = re.compile(r"^agreement\s+(\w+)", re.MULTILINE)
_MENTIONED = re.compile(r"\b([A-Za-z_]\w*)\.|\brestates\s+(\w+)")


_NAMED = re.compile(
    r'^[ \t]*\|(?P<row>.*)\|[ \t]*$|\brename\s+fund\s+"(?P<old>[^"]+)"\s+to\s+"(?P<new>[^"]+)"', re.MULTILINE
)
_ASKED = re.compile(r"^\s*(?:insert\s+)?(?:question|assumption)\s+(\w+)", re.MULTILINE)


def folders(known: Mapping[str, AgreementFiles]) -> dict[str, str]:
    """Return the folder of each agreement, by the agreement's name."""
    return {m[1]: n for n, a in known.items() for s in a.sources if (m := _HEAD.search(s.text))}


def with_mentioned(names: Collection[str], known: Mapping[str, AgreementFiles]) -> set[str]:
    """Return these folders, and those of every agreement that their texts restate or name with a dot."""
    by_agreement = folders(known)
    found: set[str] = set()
    todo = sorted(names)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            words = {m[1] or m[2] for s in known[name].sources for m in _MENTIONED.finditer(s.text)}
            todo += sorted(by_agreement[w] for w in words if w in by_agreement)
    return found


def only(workspace: Workspace, names: Collection[str]) -> Workspace:
    """Return the workspace with these folders and what they mention; facts for these alone."""
    known = {a.name: a for a in workspace.agreements}
    kept = with_mentioned([n for n in names if n in known], known)
    agreements = tuple(a if a.name in names else replace(a, facts=()) for a in workspace.agreements)
    mine = [a for a in agreements if a.name in kept]
    read = {s.path for a in mine for s in a.sources} | {f.path for a in mine for f in a.facts}
    return replace(
        workspace,
        agreements=tuple(a for a in agreements if a.name in kept),
        digests=tuple((p, d) for p, d in workspace.digests if p in read or not p.startswith("agreements/")),
        selected=frozenset(n for n in names if n in known),
        unread=tuple(s for a in workspace.agreements if a.name not in kept for s in a.sources),
    )


def funds_named(sources: Iterable[Source]) -> frozenset[str]:
    """Return what may be a fund in clause files that are not read: cells of their tables, and renames.

    Facts for all agreements may name a fund that only another one has; so every cell counts.
    """
    return frozenset(
        name
        for s in sources
        for m in _NAMED.finditer(s.text)
        for name in (map(str.strip, m["row"].split("|")) if m["row"] else (m["old"], m["new"]))
        if name
    )


def questions_named(sources: Iterable[Source]) -> frozenset[str]:
    """Return the questions and assumptions that clause files declare which are not read."""
    return frozenset(m[1] for s in sources for m in _ASKED.finditer(s.text))
