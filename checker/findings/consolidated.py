"""An agreement as it stands on a day, each part with the amendment that put it there."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Standing = Literal["in effect", "not in effect", "not known", "not yet"]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class AmendmentStanding(_Model):
    """One amendment on that day: whether it is in effect, for all funds or by fund, and why not.

    ``why`` names the clauses whose approvals are missing, or not known to be there.
    """

    name: str
    title: str
    effective: str
    standing: Standing
    by_fund: dict[str, Standing]
    """Where funds differ; empty where one answer holds for all."""
    why: tuple[str, ...]
    path: str
    line: int


class RowStanding(_Model):
    """A row of a schedule: its cells as text, and where it comes from.

    ``amended_by`` is empty for a row of the agreement as it was made. ``not_known`` says why
    another row may hold instead; the cells are then those of the latest text.
    """

    cells: dict[str, str]
    amended_by: str
    not_known: str


class ScheduleStanding(_Model):
    """A schedule on that day."""

    name: str
    paragraph: str
    columns: tuple[str, ...]
    rows: tuple[RowStanding, ...]
    not_known: str = ""
    """Why nothing is known of its rows, where they are not on file."""


class DeclaredStanding(_Model):
    """A party, body, term or assumption on that day, as written."""

    kind: str
    name: str
    text: str
    amended_by: str
    path: str
    line: int


class ClauseStanding(_Model):
    """A clause on that day, as written; ``not_known`` names amendments that may have changed it."""

    name: str
    paragraph: str
    says: str
    text: str
    amended_by: str
    not_known: str
    path: str
    line: int


class Consolidated(_Model):
    """An agreement as it stands on a day."""

    format_version: str
    agreement: str
    title: str
    as_of: str
    as_of_from: str
    amendments: tuple[AmendmentStanding, ...]
    schedules: tuple[ScheduleStanding, ...]
    clauses: tuple[ClauseStanding, ...]
    struck: tuple[ClauseStanding, ...]
    """Clauses that were there and are no longer; ``amended_by`` says which amendment struck them."""
    declared: tuple[DeclaredStanding, ...] = ()
    """Parties, bodies, assumptions and terms, in this order."""
