"""The one place that knows where shipped data lies: in the wheel, or beside the package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

SHIPPED = ("rules", "reports")
"""Folders that ship: the regulation and vocabulary, and the report templates."""


def data(name: str) -> Traversable:
    """Return the shipped folder ``name``.

    A wheel carries it as ``checker/_data/<name>``; in a checkout, installed editable or not
    at all, it is the folder beside the package.

    Raises:
        KeyError: no folder of that name ships.
        FileNotFoundError: the installation lacks it.
    """
    if name not in SHIPPED:
        raise KeyError(name)
    packaged = files("checker") / "_data" / name
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise FileNotFoundError(f"no {name!r} in the package or beside it")


def shipped_texts(name: str, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield (path inside the folder, bytes) of each shipped file with ``suffix``, sorted."""
    yield from _texts(data(name), suffix, "")


def _texts(folder: Traversable, suffix: str, inside: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _texts(entry, suffix, f"{inside}{entry.name}/")
        elif entry.name.endswith(suffix):
            yield f"{inside}{entry.name}", entry.read_bytes()


def packaged(*path: str) -> Traversable:
    """Return a file or folder that lies inside the package itself, such as a diagnostic's page."""
    return files("checker").joinpath(*path)
