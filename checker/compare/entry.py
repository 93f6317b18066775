"""What the catalogue says of one effect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Title, meaning, when it is reported, who is worse off if nothing else is said, and an example."""

    title: str
    means: str
    reported: str
    worse_off: str
    example: str


HOLDERS = "Holders of the class."
PAYEE = "Who is paid: the party of the agreement, providers the fee is passed on to, and assignees."
BOTH = "Those whom the clause protects and those whom it binds, since it goes both ways or is not decided."
PROTECTED = "Those whom the clause protects."
BOUND = "Those whom the clause binds."
NOBODY = "Nobody by itself."
