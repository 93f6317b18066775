"""What the verdicts on an agreement depend on, and whether it is the same on both sides."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checker import settings, waivers
from checker.gate.states import State
from checker.neighbours import with_mentioned
from checker.workspace import AGREEMENTS, FACT_FOLDERS, AgreementFiles


def files_changed(before: State, after: State, *, facts: bool) -> Iterator[str]:
    """Yield the fact files, or the texts that verdicts depend on, that are others now."""
    was, now = _digests(before), _digests(after)
    for path in sorted(was.keys() | now.keys()):
        if was.get(path) != now.get(path) and (_is_fact(path) if facts else _is_text(path)):
            sign = "+" if path not in was else "-" if path not in now else "~"
            yield f"{sign} {path}"


def same_inputs(agreement: str, before: State, after: State) -> bool:
    """Return whether everything that the verdicts on an agreement depend on is as it was."""
    sides = (before, after)
    if any(agreement not in s.loaded.program.agreements for s in sides):
        return False
    folders = {folder for s in sides for folder in with_mentioned((s.folder(agreement),), _files(s))}
    was, now = _digests(before), _digests(after)
    paths = [p for p in was.keys() | now.keys() if _is_input(p, folders)]
    return all(was.get(p) == now.get(p) for p in paths)


def _digests(state: State) -> dict[str, str]:
    return dict(state.loaded.workspace.digests)


def _files(state: State) -> dict[str, AgreementFiles]:
    return {a.name: a for a in state.loaded.workspace.agreements}


def _is_fact(path: str) -> bool:
    return any(part in FACT_FOLDERS for part in path.split("/")[:-1])


def _is_text(path: str) -> bool:
    return path.endswith(".clause") or path in (settings.FILE, waivers.FILE)


def _is_input(path: str, folders: Collection[str]) -> bool:
    if not (_is_text(path) or _is_fact(path)):
        return False
    top, _, rest = path.partition("/")
    return top != AGREEMENTS or rest.partition("/")[0] in folders
