"""``sources.lock``: where each document was fetched from, and the digest of the file kept."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checker.diagnostics import Diagnostic, Place, diagnostic
from checker.source import Source, Span
from checker.values.spelling import shown

FILE = "sources.lock"

_HEAD = "# Written by `redline sources fetch`: where each document came from, and what was kept.\n"
_DIGEST = r"^[0-9a-f]{64}$"


class Fetched(BaseModel):
    """One document: its file as the workspace names it, its address, and the digest of the file.

    ``received_sha256`` is of what was sent, where something else is kept; ``changes`` say what.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    file: Annotated[str, Field(min_length=1)]
    address: Annotated[str, Field(min_length=1)]
    sha256: Annotated[str, Field(pattern=_DIGEST)]
    bytes: Annotated[int, Field(ge=0)]
    received_sha256: Annotated[str, Field(pattern=_DIGEST)] | None = None
    changes: tuple[str, ...] = ()


class _Lock(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    document: tuple[Fetched, ...] = ()


def read_lock(source: Source) -> tuple[dict[str, Fetched], list[Diagnostic]]:
    """Return the documents of a lock file by their file, or what is wrong with it."""
    try:
        # by way of JSON, where a list may stand for a tuple
        lock = _Lock.model_validate_json(json.dumps(tomllib.loads(source.text), default=str))
    except (tomllib.TOMLDecodeError, ValidationError, RecursionError, ValueError) as error:
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        message = f"this is no list of fetched documents: {problem[:1].lower()}{problem[1:]}"
        help = "fetch the documents again after removing it"
        return {}, [diagnostic("W003", message.rstrip("."), Place(source.path), help=help)]
    return {each.file: each for each in lock.document}, []


def lock_text(documents: Iterable[Fetched]) -> str:
    """Return the lock file of some documents, sorted by their file.

    >>> one = Fetched(file="a.txt", address="https://a.test/a", sha256="0" * 64, bytes=3)
    >>> read_lock(Source(FILE, lock_text([one])))[0]["a.txt"] == one
    True
    """
    parts = [_HEAD]
    for each in sorted(documents, key=lambda d: d.file):
        parts.append("\n[[document]]\n")
        values = each.model_dump(mode="json", exclude_defaults=True)
        parts += [f"{key} = {json.dumps(value, ensure_ascii=True)}\n" for key, value in values.items()]
    return "".join(parts)


def not_as_fetched(
    digests: Mapping[str, str], lock: Mapping[str, Fetched], cited: Mapping[str, Span]
) -> list[Diagnostic]:
    """Return a warning for each cited document whose file is not the one that was fetched."""
    found = []
    for path, where in cited.items():
        fetched = lock.get(path)
        if fetched and path in digests and digests[path] != fetched.sha256:
            message = f"{shown(path)} is not the file that was fetched from {shown(fetched.address)}"
            help = "`redline sources fetch` shows the difference"
            found.append(diagnostic("S019", message, where, help=help))
    return found
