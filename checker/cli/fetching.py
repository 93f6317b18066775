"""Documents brought from their addresses, compared with what is there, and kept."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli import common

if TYPE_CHECKING:
    from checker.cli.library import Library
    from checker.diagnostics import Diagnostic
    from checker.sources.citing import Instrument
    from checker.sources.lock import Fetched
    from checker.sources.received import Kept

MOST_LINES = 80
"""How much of a difference is shown."""

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*\.txt")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document to be brought: who declares it, and where it is kept."""

    instrument: Instrument
    path: Path
    name: str
    """The file as the workspace names it."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A document that came: what is kept of it, and what is there already."""

    wanted: Wanted
    kept: Kept
    received: bytes
    there: str | None

    @property
    def differs(self) -> bool:
        """Return whether another text is there."""
        return self.there is not None and self.there != self.kept.text


def bring(books: Library, *, user_agent: str | None, ca_bundle: Path | None, force: bool) -> int:
    """Fetch what the library's agreements declare; return the exit code."""
    problems: list[Diagnostic] = []
    brought: list[Brought] = []
    wanted = list(_wanted(books, problems))
    progress = common.Progress()
    for each in wanted:
        progress(f"fetching {each.instrument.address}")
        one = _fetched(books, each, user_agent, ca_bundle, problems)
        brought += [one] if one else []
    progress.done()
    if brought:
        common.emit("\n".join(_told(each, force=force) for each in brought))
    _keep(books, [each for each in brought if force or not each.differs])
    common.report(problems, books.texts, books.color)
    if problems:
        return common.USAGE
    if not wanted:
        common.note("no agreement declares the address of its document")
        return common.NOTHING
    return common.VIOLATED if not force and any(each.differs for each in brought) else common.OK


# --- what is wanted --------------------------------------------------------------------------


def _wanted(books: Library, problems: list[Diagnostic]) -> Iterator[Wanted]:
    seen: dict[str, str] = {}
    for each in books.instruments:
        if not each.address:
            common.note(f"{each.name} declares no address for {each.source}")
            continue
        if not _FILE_NAME.fullmatch(each.source):
            problems.append(_not_fetched(each, f"`{each.source}` is no name of a file ending in .txt"))
            continue
        place = _place(books, each)
        if place is None:
            help = 'say in redline.toml where: `sources = "documents"`'
            problems.append(_not_fetched(each, "no folder for documents is set", help))
            continue
        if place.name not in seen:
            seen[place.name] = each.address
            yield place
        elif seen[place.name] != each.address:
            why = f"`{place.name}` is declared at another address too, {seen[place.name]}"
            problems.append(_not_fetched(each, why))


def _place(books: Library, instrument: Instrument) -> Wanted | None:
    """Return where a document is kept: where it is, or else in the folder of documents."""
    there = books.source_of(instrument)
    root, folder = books.workspace.root, books.workspace.settings.sources
    beside = f"agreements/{instrument.folder}/"
    if there is not None and there.path.startswith(beside):
        return Wanted(instrument, root / there.path, there.path)
    if folder is None:
        return None
    prefix = Path(folder).as_posix() if not Path(folder).is_absolute() else Path(folder).name
    return Wanted(instrument, root / folder / instrument.source, f"{prefix}/{instrument.source}")


def _not_fetched(instrument: Instrument, why: str, help: str | None = None) -> Diagnostic:
    from checker.diagnostics import diagnostic

    message = f"`{instrument.source}` is not fetched: {why}"
    return diagnostic("S020", message, instrument.address_span, help=help)


# --- what comes ------------------------------------------------------------------------------


def _fetched(
    books: Library, wanted: Wanted, user_agent: str | None, ca_bundle: Path | None, problems: list[Diagnostic]
) -> Brought | None:
    from checker.fetch import CannotFetch, fetch
    from checker.sources.received import NotText, kept

    settings = books.workspace.settings.fetch
    try:
        received = fetch(
            wanted.instrument.address,
            user_agent=user_agent if user_agent is not None else settings.user_agent,
            largest=settings.largest,
            seconds=settings.seconds,
            ca_bundle=ca_bundle,
        )
        text = kept(received.content, received.kind)
    except CannotFetch as error:
        problems.append(_not_fetched(wanted.instrument, error.reason, error.help))
        return None
    except NotText as error:
        problems.append(_not_fetched(wanted.instrument, str(error)))
        return None
    if not os.path.lexists(wanted.path):
        return Brought(wanted, text, received.content, None)
    there = _there(wanted, problems)
    return None if there is None else Brought(wanted, text, received.content, there)


def _there(wanted: Wanted, problems: list[Diagnostic]) -> str | None:
    """Return the text that is kept already, or None where it cannot be read."""
    from checker.workspace import text_file

    source, wrong = text_file(wanted.path, wanted.name)
    problems += wrong
    return source.text if source else None


def _told(each: Brought, *, force: bool) -> str:
    """Return what becomes of a document: new, as it was, or different, with the difference."""
    from checker.output import as_bytes

    name, text = each.wanted.name, each.kept.text
    size = f"{len(as_bytes(text)):,} bytes, sha256 {_digest(as_bytes(text))}"
    lines = [f"{name}: {_state(each, force=force)}, {size}", f"  from {each.wanted.instrument.address}"]
    lines += [f"  {change}" for change in each.kept.changes]
    return "\n".join([*lines, *(_difference(each) if each.differs else ())])


def _state(each: Brought, *, force: bool) -> str:
    if each.there is None:
        return "new"
    if not each.differs:
        return "as it is here"
    return "differs, overwritten" if force else "differs, not written (--force writes it)"


def _difference(each: Brought) -> list[str]:
    from checker.format import diff
    from checker.report.wording import visible
    from checker.source import Source

    there = each.there or ""
    if there.split() == each.kept.text.split():
        return ["  only the white space differs"]
    shown = diff(Source(each.wanted.name, there), each.kept.text).split("\n")
    more = [f"... and {len(shown) - MOST_LINES} more lines"] if len(shown) > MOST_LINES else []
    return [visible(line) for line in shown[:MOST_LINES]] + more


# --- what is kept ----------------------------------------------------------------------------


def _keep(books: Library, brought: list[Brought]) -> None:
    from checker.sources.lock import FILE, lock_text

    if not brought:
        return
    lock = {**books.lock, **{each.wanted.name: _locked(each) for each in brought}}
    for each in brought:
        if each.there is None or each.differs:
            each.wanted.path.parent.mkdir(parents=True, exist_ok=True)
            common.save(each.kept.text, each.wanted.path)
    if lock != books.lock:
        common.save(lock_text(lock.values()), books.workspace.root / FILE)


def _locked(each: Brought) -> Fetched:
    from checker.output import as_bytes
    from checker.sources.lock import Fetched

    content = as_bytes(each.kept.text)
    return Fetched(
        file=each.wanted.name,
        address=each.wanted.instrument.address,
        sha256=_digest(content),
        bytes=len(content),
        received_sha256=None if content == each.received else _digest(each.received),
        changes=each.kept.changes,
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
