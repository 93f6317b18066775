"""What formatting would change, as a unified diff."""

from __future__ import annotations

from difflib import unified_diff

from checker.source import Source

_NO_END = "\n\\ No newline at end of file\n"


def diff(source: Source, formatted: str) -> str:
    """Return a unified diff from a source to its formatted text, empty when they are equal.

    Line ends count: a file with CRLF differs in every line.
    """
    if source.text == formatted:
        return ""
    lines = unified_diff(_lines(source.text), _lines(formatted), f"a/{source.path}", f"b/{source.path}")
    return "".join(line if line.endswith("\n") else line + _NO_END for line in lines)


def _lines(text: str) -> list[str]:
    """Return the lines with their ends; only a line feed ends one."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
