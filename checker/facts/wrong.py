"""The one way a value is refused."""

from __future__ import annotations


class Wrong(ValueError):
    """A value that its field cannot take: why, and what to write instead if that is known."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help
