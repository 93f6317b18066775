"""The account of documents as ``redline sources coverage --format json`` gives it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

State = Literal["encoded", "not encoded", "uncovered"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PassageRow(_Model):
    """One passage with text of its own: who cites it, or why it is not encoded."""

    label: str
    line: int
    words: int
    state: State
    by: tuple[str, ...]
    reasons: tuple[str, ...]
    through: str | None
    """The passage around it that is cited, where it is not cited itself."""


class DocumentAccount(_Model):
    """One document: how many passages and words are in each state, and every passage."""

    document: str
    cited_by: tuple[str, ...]
    passages: dict[State, int]
    words: dict[State, int]
    rows: tuple[PassageRow, ...]


class DocumentsResult(_Model):
    """Everything one run says; ``not_at_hand`` names documents that were not found."""

    format_version: str
    documents: tuple[DocumentAccount, ...]
    not_at_hand: tuple[str, ...]
    exit_code: int
