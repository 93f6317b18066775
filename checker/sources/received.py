"""The bytes of a fetched document to the text that is kept, with every change said."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HEAD_OF_FILE = 4000
_EDGAR_HEAD = re.compile(
    r"\s*<DOCUMENT>[^\S\n]*\n(?:<(?:TYPE|SEQUENCE|FILENAME|DESCRIPTION)>[^\n]*\n)*<TEXT>[^\S\n]*\n"
)
_EDGAR_END = re.compile(r"</TEXT>\s*</DOCUMENT>\s*\Z")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


class NotText(Exception):
    """What was sent is no plain text; the message says why."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The text that is kept, and how it differs from what was sent."""

    text: str
    changes: tuple[str, ...] = ()


def kept(content: bytes, kind: str = "") -> Kept:
    """Return the text of what was sent, ``kind`` being its media type if the server gave one.

    UTF-8 is kept as it is; other bytes are taken for Windows-1252. What EDGAR puts around a
    document is taken off.

    Raises:
        NotText: it is HTML, PDF, empty, or holds zero bytes.
    """
    _refuse(content, kind)
    text, changes = _decoded(content)
    text, taken_off = _without_edgar(text)
    if _HTML.search(text[:_HEAD_OF_FILE]):
        raise NotText("it is an HTML page; declare the address of the plain text")
    if not text.strip():
        raise NotText("it is empty")
    return Kept(text, (*changes, *taken_off))


def _refuse(content: bytes, kind: str) -> None:
    if kind.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        raise NotText("it is an HTML page; declare the address of the plain text")
    if content.startswith(b"%PDF"):
        raise NotText("it is a PDF; declare the address of the plain text")
    if b"\0" in content:
        raise NotText("it is not text: it holds a zero byte")


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    with suppress(UnicodeDecodeError):
        text = content.decode("utf-8")
        bare = text.removeprefix("\ufeff")
        return bare, () if bare == text else ("the byte-order mark is taken off",)
    try:
        return content.decode("cp1252"), ("decoded as Windows-1252, kept as UTF-8",)
    except UnicodeDecodeError:
        raise NotText("it is text neither in UTF-8 nor in Windows-1252") from None


def _without_edgar(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without the tags that EDGAR puts around each document of a filing.

    Inside them EDGAR writes ``&amp;``, ``&lt;`` and ``&gt;``; these are signs again.
    """
    plain = text.replace("\r\n", "\n")
    head, end = _EDGAR_HEAD.match(plain), _EDGAR_END.search(plain)
    if not (head and end):
        return text, ()
    inner = plain[head.end() : end.start()]
    for escape, sign in _ESCAPES:
        inner = inner.replace(escape, sign)
    return inner, ("EDGAR's tags around the document are taken off",)
