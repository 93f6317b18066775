"""From the bytes of a file to its text."""

from __future__ import annotations

from checker.diagnostics.record import Diagnostic, Place, diagnostic

BYTE_ORDER_MARK = "\ufeff"


def text_of(path: str, data: bytes) -> str | Diagnostic:
    """Return the text, without its byte-order mark; line ends are kept. May report P003."""
    if b"\0" in data:
        row = _line(data, data.index(b"\0"))
        return diagnostic("P003", "the file is not text: it holds a zero byte", Place(path, row))
    try:
        return data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte 0x{data[error.start]:02x} cannot stand there"
        help = "save it as UTF-8"
        return diagnostic("P003", message, Place(path, _line(data, error.start)), help=help)


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
