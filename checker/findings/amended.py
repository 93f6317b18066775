"""What a draft would do, what it needs and costs, and what is to be voted on: one model for every report."""

from __future__ import annotations

from typing import Literal

from checker.findings.model import InputDigest, Severity, Step, TextSpan, _Model

FORMAT_VERSION = "1.0"

Direction = Literal["raised", "lowered", "looser", "tighter", "both ways", "undecided", ""]
"""Which way something changed; ``both ways`` is proved with a case each way, ``undecided`` is not decided."""


class Effect(_Model):
    """One thing that is different afterwards, by fund and class where it differs by them.

    ``key`` is of the catalogue (`redline explain KEY`). ``old`` and ``new`` are empty where there is
    none. ``change`` is signed, with its unit. ``decided_by`` is ``figures`` (two constants compared),
    ``proof`` (for all votes, amounts and days), ``declaration`` (a rename that the text declares) or
    empty where nothing needed deciding. ``case`` shows where old and new part.
    """

    key: str
    severity: Severity
    element: str
    """What changed: ``schedule_b.service_fee``, ``clause term``, ``party distributor``."""
    fund: str
    share_class: str
    old: str
    new: str
    change: str
    direction: Direction
    decided_by: Literal["figures", "proof", "declaration", ""]
    case: tuple[Step, ...]
    worse_off: tuple[str, ...]
    which: str
    """For which shares, days or records, where not for all."""
    reaches: tuple[str, ...]
    """The clauses that a changed definition, body or party reaches."""
    clause: str
    """The clause, or one that uses the schedule; empty where none does."""
    paragraph: str
    question: str
    """What counsel is asked, where the effect is not known."""
    note: str
    span: TextSpan | None
    """Where the new text stands, or the old one where there is no new."""


NeedKind = Literal[
    "board",
    "independent_directors",
    "holders",
    "consent",
    "notice",
    "prospectus",
    "determination",
    "limit",
    "never",
    "other",
]
NeedStanding = Literal["on file", "missing", "not known", "question", "forbidden", "kept"]
"""``forbidden``: no approval would do. ``kept``: a limit on amendments that this one keeps."""


class Votes(_Model):
    """How many votes would pass, by the test that the text sets.

    ``least`` is empty where the figures that it turns on are not on file; ``missing`` names them.
    """

    body: str
    test: str
    entitled: str
    """Shares outstanding, or members in office."""
    least_present: str
    least: str
    """The least number of votes for that can pass, with the fewest present."""
    least_if_all_present: str
    steps: tuple[Step, ...]
    missing: tuple[str, ...]


class Need(_Model):
    """One approval, consent, notice, filing or determination that the draft needs, or a limit it meets.

    ``effects`` are the keys of the effects that call for it, empty where any amendment does.
    """

    kind: NeedKind
    standing: NeedStanding
    what: str
    fund: str
    share_class: str
    who: str
    matter: str
    in_person: bool
    relief: str
    by: str
    votes: Votes | None
    on_file: tuple[str, ...]
    missing: tuple[str, ...]
    question: str
    effects: tuple[str, ...]
    code: str
    """``agreement/clause``."""
    authority: str
    """The agreement or regulation that asks for it."""
    paragraph: str
    says: str
    span: TextSpan


class Cost(_Model):
    """What a clause lets be paid for one month or other period, under old and new terms.

    Money in dollars and cents, as strings; ``exact`` holds the difference unrounded. ``rounding``
    names the rule. ``payee`` is a party of the agreement or the shareholders.
    """

    clause: str
    paragraph: str
    stream: str
    """``asset_based_sales_charge``, ``service_fee``, ``cdsc`` and so on: the kind of payment."""
    fund: str
    share_class: str
    payee: str
    period: str
    old: str
    new: str
    difference: str
    exact: str
    rounding: str
    steps: tuple[Step, ...]
    not_known: str
    """Why there is no figure, where there is none."""
    part_of: str = ""
    """The stream that these payments are a part of, by a clause on more of them: they do not add to it."""


class Headroom(_Model):
    """What is left under one cap for one fund and period, under old and new terms."""

    clause: str
    authority: str
    paragraph: str
    stream: str
    fund: str
    share_class: str
    period: str
    observed: str
    old_cap: str
    new_cap: str
    old_headroom: str
    new_headroom: str
    binds: Literal["old and new", "old", "new", ""]
    """Under which terms it is the least of the caps on the same payments."""
    not_known: str


class Resolution(_Model):
    """One question to put to one body, for one fund and class where they vote separately."""

    number: int
    body: str
    fund: str
    share_class: str
    manner: str
    """In person at a meeting called for it, by proxy, in writing."""
    question: str
    threshold: str
    least: str
    by: str
    evidence: tuple[str, ...]
    """What to record, as it is written into the register."""
    standing: NeedStanding
    needs: tuple[str, ...]
    """The codes of the clauses that want it."""


class Trouble(_Model):
    """Something wrong with the amendment itself; what can still be known is said all the same."""

    key: Literal[
        "out-of-order",
        "absent-text",
        "conflict",
        "effective-before-approval",
        "base-not-on-file",
        "earlier-amendment-not-on-file",
        "earlier-amendment-not-in-effect",
    ]
    amendment: str
    message: str
    verdict: Literal["violated", "undetermined"]
    cure: str
    span: TextSpan | None


class Amended(_Model):
    """What `redline amend` says of a draft."""

    format_version: str
    tool_version: str
    rules_revision: str
    agreement: str
    title: str
    draft: tuple[str, ...]
    """The names of the amendments in it."""
    effective: str
    as_of: str
    as_of_from: str
    troubles: tuple[Trouble, ...]
    effects: tuple[Effect, ...]
    needs: tuple[Need, ...]
    costs: tuple[Cost, ...]
    headroom: tuple[Headroom, ...]
    resolutions: tuple[Resolution, ...]
    inputs: tuple[InputDigest, ...]
    exit_code: int


class Compared(_Model):
    """What `redline diff` says of two agreements, days or revisions."""

    format_version: str
    tool_version: str
    before: str
    after: str
    effects: tuple[Effect, ...]
    costs: tuple[Cost, ...]
    headroom: tuple[Headroom, ...]
    not_known: tuple[str, ...]
    """What could not be compared, and why."""
    inputs: tuple[InputDigest, ...]
