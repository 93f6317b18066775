"""A workspace read into memory, once: the only code that reads what users keep."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from checker import resources, settings, waivers
from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.facts.text import text_of
from checker.settings import Settings
from checker.source import Source
from checker.values.spelling import did_you_mean
from checker.waivers import Waiver

if TYPE_CHECKING:
    from checker.facts.read import FactFile

LARGEST = 20_000_000
"""Bytes of a clause, settings, waiver or document file; the readers of facts have their own limits."""

AGREEMENTS, RULES = "agreements", "rules"
FACT_FOLDERS: Mapping[str, tuple[str, ...]] = {"register": (".yaml", ".yml"), "ledger": (".csv", ".parquet")}
SCENARIOS = "scenarios"
SHIPPED = "redline:rules/"
"""Leads the path of a shipped rule, which lies in no workspace."""


class Files(Protocol):
    """Where a workspace lies: on disk, or in a revision that a repository keeps."""

    def is_there(self, path: Path) -> bool:
        """Return whether there is anything of that name, a link to nothing included."""

    def kind(self, path: Path) -> str:
        """Return ``file``, ``folder`` or ``neither file nor folder``, links followed; or raise OSError."""

    def real(self, path: Path) -> Path:
        """Return the path that is meant, links followed as far as they go."""

    def entries(self, folder: Path) -> list[Path]:
        """Return what lies in a folder, or raise OSError."""

    def read(self, path: Path, limit: int | None) -> bytes:
        """Return the bytes of a file, no more than ``limit``, or raise OSError."""


class Disk:
    """The files as they are now."""

    def is_there(self, path: Path) -> bool:
        """Return whether there is anything of that name, a link to nothing included."""
        return os.path.lexists(path)

    def kind(self, path: Path) -> str:
        """Return ``file``, ``folder`` or ``neither file nor folder``, links followed; or raise OSError."""
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return "file"
        return "folder" if stat.S_ISDIR(mode) else "neither file nor folder"

    def real(self, path: Path) -> Path:
        """Return the path that is meant, links followed as far as they go."""
        return Path(os.path.realpath(path))

    def entries(self, folder: Path) -> list[Path]:
        """Return what lies in a folder, or raise OSError."""
        return list(folder.iterdir())

    def read(self, path: Path, limit: int | None) -> bytes:
        """Return the bytes of a file, no more than ``limit``, or raise OSError."""
        with path.open("rb") as file:
            return file.read() if limit is None else file.read(limit)


DISK = Disk()


@dataclass(frozen=True, slots=True)
class AgreementFiles:
    """The folder of one agreement: its clause files, facts, and documents kept beside them."""

    name: str
    sources: tuple[Source, ...]
    facts: tuple[FactFile, ...]
    documents: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything a run reads. Paths are relative to ``root``, with ``/``, sorted.

    ``selected`` names the agreements that the command line is about, all of them by default;
    the others are there because they may be referred to. ``documents`` are the source
    documents in the folder the settings name, each by the name of its file.
    """

    root: Path
    settings: Settings
    rules: tuple[Source, ...]
    agreements: tuple[AgreementFiles, ...]
    shared_facts: tuple[FactFile, ...]
    waivers: tuple[Waiver, ...]
    digests: tuple[tuple[str, str], ...]
    selected: frozenset[str]
    documents: Mapping[str, Source] = field(default_factory=dict)
    texts: Mapping[str, Source] = field(default_factory=dict)
    """Every text that was read, by its path: what diagnostics are shown with."""
    unread: tuple[Source, ...] = ()
    """Clause files of agreements that are left out: facts for all agreements may name what is in them."""


def read_workspace(start: Path, paths: Sequence[Path] = ()) -> tuple[Workspace | None, list[Diagnostic]]:
    """Return the workspace that ``start`` lies in, and what could not be read of it.

    ``paths`` select agreements by their folder, a file in it, or a folder around it. None is
    returned only where there is no workspace.
    """
    root = find_root(start)
    if root is None:
        return None, [no_workspace(start)]
    reader = _Reader(root)
    workspace = _read(reader, paths)
    return workspace, sorted(reader.problems, key=lambda d: d.sort_key)


def workspace_of(root: Path, files: Files) -> tuple[Workspace, list[Diagnostic]]:
    """Return the workspace at a root, wherever its files are, and what could not be read of it."""
    reader = _Reader(root, files)
    return _read(reader, ()), sorted(reader.problems, key=lambda d: d.sort_key)


def scenario_texts(
    root: Path, folders: Sequence[str], files: Files = DISK
) -> tuple[dict[str, tuple[Source, ...]], list[Diagnostic]]:
    """Return the scenario files of agreements by their folders, and what could not be read of them."""
    reader = _Reader(root, files)
    found: dict[str, tuple[Source, ...]] = {}
    for folder in folders:
        paths = reader.walk(root / AGREEMENTS / folder / SCENARIOS)
        sources = [reader.source(path) for path in paths if path.suffix in (".yaml", ".yml")]
        found[folder] = tuple(source for source in sources if source is not None)
    return found, reader.problems


def no_workspace(start: Path) -> Diagnostic:
    """Return the diagnostic for a folder that lies in no workspace."""
    if not _is_folder(start):
        return diagnostic("W002", "there is no such folder", Place(start.as_posix()))
    help = "`redline init` makes one; `--workspace DIR` names one"
    message = f"neither `{settings.FILE}` here or above, nor `{AGREEMENTS}/` here"
    return diagnostic("W002", message, Place(start.as_posix()), help=help)


def find_root(start: Path) -> Path | None:
    """Return the folder with ``redline.toml``, the given one or above; else it, if it has agreements."""
    start = start.resolve()
    if not _is_folder(start):
        return None
    for folder in (start, *start.parents):
        if _is_there(folder / settings.FILE):
            return folder
    return start if _is_folder(start / AGREEMENTS) else None


def text_file(path: Path, name: str) -> tuple[Source | None, list[Diagnostic]]:
    """Return one text file under the name given, or None and why not."""
    reader = _Reader(path.parent)
    source = reader.source(path, name)
    return source, reader.problems


def read_facts_file(path: Path, name: str) -> tuple[FactFile | None, list[Diagnostic]]:
    """Return one register or ledger file under the name given, or None and why not."""
    from checker.facts.read import FactFile

    reader = _Reader(path.parent)
    content = reader.content(path, name)
    return (FactFile(name, content) if content is not None else None), reader.problems


def relative(path: Path, root: Path) -> str:
    """Return how a path that a user gave is named: relative to ``root``, with ``/``."""
    return Path(os.path.relpath(path.parent.resolve() / path.name, root)).as_posix()


def clause_files(path: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return the clause files in a folder, at any depth, sorted; of a file, itself."""
    if not _is_folder(path):
        return [path], []
    reader = _Reader(path)
    found = [file for file in reader.walk(path) if file.suffix == ".clause"]
    return found, reader.problems


# --- the parts of a workspace ----------------------------------------------------------------


def _read(reader: _Reader, paths: Sequence[Path]) -> Workspace:
    chosen = _settings(reader)
    found = tuple(_agreements(reader))
    known = [agreement.name for agreement in found]
    return Workspace(
        root=reader.root,
        settings=chosen,
        rules=tuple(_rules(reader)),
        agreements=tuple(agreement for agreement in found if agreement.sources),
        shared_facts=tuple(_facts(reader, reader.root)),
        waivers=_waivers(reader),
        documents=_documents(reader, chosen),
        digests=tuple(sorted(reader.digests.items())),
        selected=_selected(reader, paths, known),
        texts=reader.texts,
    )


def _settings(reader: _Reader) -> Settings:
    path = reader.root / settings.FILE
    source = reader.source(path) if reader.files.is_there(path) else None
    if source is None:
        return Settings()
    chosen, problems = settings.read_settings(source)
    reader.problems += problems
    return chosen or Settings()


def _waivers(reader: _Reader) -> tuple[Waiver, ...]:
    path = reader.root / waivers.FILE
    source = reader.source(path) if reader.files.is_there(path) else None
    if source is None:
        return ()
    found, problems = waivers.read_waivers(source)
    reader.problems += problems
    return found


def shipped_rules() -> tuple[Source, ...]:
    """Return the rules that ship with Redline, for a file that lies in no workspace."""
    reader = _Reader(Path())
    texts = resources.shipped_texts("rules", ".clause")
    decoded = [reader.decode(SHIPPED + name, content) for name, content in texts]
    return tuple(source for source in decoded if source is not None)


def _rules(reader: _Reader) -> Iterator[Source]:
    """Yield the shipped rules and then the workspace's own; in Redline's checkout they are the same.

    There they are found to be, file by file, by an installed Redline too.
    """
    own = reader.root / RULES
    kept = tuple(reader.sources(own))
    if DISK.real(Path(str(resources.data("rules")))) != reader.files.real(own):
        same = {s.path.removeprefix(f"{RULES}/"): reader.digests[s.path] for s in kept}
        for name, content in resources.shipped_texts("rules", ".clause"):
            if same.get(name) == hashlib.sha256(content).hexdigest():
                continue
            source = reader.decode(SHIPPED + name, content)
            if source is not None:
                yield source
    yield from kept


def _agreements(reader: _Reader) -> Iterator[AgreementFiles]:
    for folder in reader.entries(reader.root / AGREEMENTS):
        if reader.is_broken(folder):
            reader.report("W003", "this is a link to nothing", folder)
        elif reader.is_folder(folder):
            yield _agreement(reader, folder)
        elif folder.suffix == ".clause":
            help = f"move it to `{AGREEMENTS}/{folder.stem}/agreement.clause`"
            reader.report("W003", "the file lies in no agreement's folder", folder, help)


def _agreement(reader: _Reader, folder: Path) -> AgreementFiles:
    before = len(reader.problems)
    clauses: list[Source | None] = []
    documents: list[Source | None] = []
    for path in reader.walk(folder, leave_out=(SCENARIOS, *FACT_FOLDERS)):
        match path.suffix:
            case ".clause":
                clauses.append(reader.source(path))
            case ".txt":
                documents.append(reader.source(path))
            case ".yaml" | ".yml" | ".csv" | ".parquet":
                help = "facts lie in `register/` or `ledger/`"
                reader.report("F015", "a fact file lies where none is read", path, help)
    if not clauses and len(reader.problems) == before:
        reader.report("N011", "the folder holds no clause file", folder)
    return AgreementFiles(
        name=folder.name,
        sources=tuple(source for source in clauses if source),
        facts=tuple(_facts(reader, folder)),
        documents=tuple(source for source in documents if source),
    )


def _facts(reader: _Reader, folder: Path) -> Iterator[FactFile]:
    from checker.facts.read import FactFile  # pyarrow comes with it: only for those who read facts

    for name, suffixes in FACT_FOLDERS.items():
        for path in reader.walk(folder / name):
            if path.suffix.lower() not in suffixes:
                kinds = " or ".join(f"`{suffix}`" for suffix in suffixes)
                reader.report("F015", f"a file in `{name}/` is neither read nor known", path, f"use {kinds}")
                continue
            content = reader.content(path, reader.name(path))
            if content is not None:
                yield FactFile(reader.name(path), content)


def _documents(reader: _Reader, chosen: Settings) -> dict[str, Source]:
    if chosen.sources is None:
        return {}
    folder = reader.root / chosen.sources
    prefix = Path(chosen.sources).as_posix() if not Path(chosen.sources).is_absolute() else folder.name
    found = {}
    for path in reader.entries(folder, prefix):
        if path.suffix == ".txt" and (source := reader.source(path, f"{prefix}/{path.name}")):
            found[path.name] = source
    return found


def _selected(reader: _Reader, paths: Sequence[Path], known: Sequence[str]) -> frozenset[str]:
    if not paths:
        return frozenset(known)
    chosen: set[str] = set()
    for path in paths:
        names = {name for name in known if _selects(reader.root, path, name)}
        if not names:
            there = _is_there(path) or _is_there(reader.root / path)
            message = "this selects no agreement" if there else "there is no such file or folder"
            help = did_you_mean(path.name, known)
            reader.problems.append(diagnostic("W005", message, Place(path.as_posix()), help=help))
        chosen |= names
    return frozenset(chosen)


def _selects(root: Path, path: Path, name: str) -> bool:
    """Return whether a path, taken from the current folder or else the root, selects the agreement."""
    here = path if _is_there(path) else root / path
    target, folder = Path(os.path.realpath(here)), Path(os.path.realpath(root / AGREEMENTS / name))
    return _is_there(here) and (target.is_relative_to(folder) or folder.is_relative_to(target))


# --- files -----------------------------------------------------------------------------------


class _Reader:
    """Reads files below one root; keeps digests, texts, and what went wrong."""

    def __init__(self, root: Path, files: Files = DISK) -> None:
        self.root = root
        self.files = files
        self.problems: list[Diagnostic] = []
        self.digests: dict[str, str] = {}
        self.texts: dict[str, Source] = {}

    def name(self, path: Path) -> str:
        """Return the name of a file in messages: its path from the root, with ``/``."""
        return path.relative_to(self.root).as_posix()

    def report(self, code: str, message: str, path: Path | str, help: str | None = None) -> None:
        """Note a problem with a whole file."""
        name = self.name(path) if isinstance(path, Path) else path
        self.problems.append(diagnostic(code, message, Place(name), help=help))

    def entries(self, folder: Path, name: str | None = None) -> list[Path]:
        """Return what lies in a folder, hidden files apart, sorted; nothing where there is no folder."""
        if not self.files.is_there(folder):
            return []
        try:
            return sorted(path for path in self.files.entries(folder) if not path.name.startswith("."))
        except OSError as error:
            self.report("W003", f"the folder cannot be read: {self.why(folder, error)}", name or folder)
            return []

    def walk(
        self, folder: Path, leave_out: Sequence[str] = (), above: tuple[Path, ...] = ()
    ) -> Iterator[Path]:
        """Yield the files in a folder at any depth, sorted; dangling and circular links are reported."""
        real = self.files.real(folder)
        if real in above:
            self.report("W003", "the folder is a link to a folder around it", folder)
            return
        for path in self.entries(folder):
            if path.name in leave_out and not above:
                continue
            if self.is_broken(path):
                self.report("W003", "this is a link to nothing", path)
            elif not self.is_folder(path):
                yield path
            else:
                yield from self.walk(path, leave_out, (*above, real))

    def sources(self, folder: Path) -> Iterator[Source]:
        """Yield the clause files in a folder that can be read."""
        for path in self.walk(folder):
            if path.suffix == ".clause" and (source := self.source(path)):
                yield source

    def source(self, path: Path, name: str | None = None) -> Source | None:
        """Return a text file, or None where it cannot be read."""
        name = name or self.name(path)
        content = self.content(path, name, LARGEST)
        return None if content is None else self.decode(name, content)

    def content(self, path: Path, name: str, limit: int | None = None) -> bytes | None:
        """Return the bytes of a file, or None where it cannot be read."""
        try:
            kind = self.files.kind(path)
            if kind != "file":  # a pipe would be waited for, for ever
                what = "a folder" if kind == "folder" else kind
                self.report("W003", f"a file is wanted, and it is {what}", name)
                return None
            content = self.files.read(path, None if limit is None else limit + 1)
        except OSError as error:
            self.report("W003", f"the file cannot be read: {self.why(path, error)}", name)
            return None
        if limit is not None and len(content) > limit:
            self.report("P009", f"the file is larger than {limit // 1_000_000} MB", name)
            return None
        self.digests[name] = hashlib.sha256(content).hexdigest()
        return content

    def is_folder(self, path: Path) -> bool:
        """Return whether it is a folder that may be looked into."""
        try:
            return self.files.kind(path) == "folder"
        except OSError:  # no permission to look
            return False

    def is_broken(self, path: Path) -> bool:
        """Return whether it is a link to nothing."""
        try:
            self.files.kind(path)
        except OSError as error:
            nowhere = error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
            return nowhere and self.files.is_there(path)
        return False

    def why(self, path: Path, error: OSError) -> str:
        """Return in words why the system did not let a file be read."""
        if isinstance(error, FileNotFoundError) and self.files.is_there(path):
            return "it is a link to nothing"
        reason = error.strerror or "the system refused"
        return reason[:1].lower() + reason[1:]

    def decode(self, name: str, content: bytes) -> Source | None:
        """Return the text that the bytes are, its byte-order mark dropped, or None."""
        self.digests[name] = hashlib.sha256(content).hexdigest()
        text = text_of(name, content)
        if isinstance(text, Diagnostic):
            self.problems.append(text)
            return None
        self.texts[name] = source = Source(name, text)
        return source


def _is_there(path: Path) -> bool:
    """Return whether there is anything of that name, a link to nothing included."""
    return os.path.lexists(path)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no permission to look
        return False
