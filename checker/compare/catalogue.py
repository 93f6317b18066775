"""Every effect there is, once: what it means, and how bad it is unless `[effects]` says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import fill

from checker.compare.entries_amounts import AMOUNTS
from checker.compare.entries_clauses import CLAUSES
from checker.compare.entries_people import PEOPLE
from checker.compare.entry import Text
from checker.findings.model import Severity

WIDTH = 100

_ERRORS = """
    rate-raised rate-added cap-raised cap-removed minimum-raised minimum-added fee-base-widened
    cdsc-raised cdsc-waived cdsc-waiver-removed cdsc-shortened cdsc-lengthened
    conversion-shortened conversion-lengthened
    consent-removed approval-removed approval-loosened
    notice-shortened termination-right-removed term-lengthened party-substituted body-narrowed
    ending-narrowed ending-removed
    reporting-lessened exception-added exception-widened condition-narrowed
    duty-removed prohibition-removed permission-removed deadline-removed
    clause-removed clause-loosened
"""
"""What takes away a right, or raises what is paid."""

_WARNINGS = """
    rate-lowered rate-removed cap-lowered cap-added minimum-lowered minimum-removed
    fixed-amount-changed fee-base-narrowed fee-base-changed cdsc-lowered conversion-changed
    column-changed schedule-changed not-comparable
    fund-added fund-dropped fund-moved class-added class-dropped
    approval-changed notice-lengthened termination-right-added term-shortened term-changed survival-changed
    ending-added ending-widened
    party-added party-dropped body-widened body-changed body-dropped regulation-dropped
    exception-changed condition-changed deadline-extended deadline-shortened
    duty-loosened prohibition-added permission-added order-changed severity-changed
    clause-changed definition-changed definition-removed assumption-changed question-changed
    reading-changed text-changed
"""
"""What somebody may lose by, or what is not decided."""

_BY_KEY: dict[str, Severity] = {
    **dict.fromkeys(_WARNINGS.split(), "warning"),
    **dict.fromkeys(_ERRORS.split(), "error"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the catalogue."""

    key: str
    severity: Severity
    text: Text

    @property
    def title(self) -> str:
        """Return what the effect is called in a list."""
        return self.text.title


CATALOGUE: dict[str, Entry] = {
    key: Entry(key, _BY_KEY.get(key, "note"), text) for key, text in (AMOUNTS | PEOPLE | CLAUSES).items()
}
"""Keys are promises: one may be added, none is renamed."""

_WAYS = (
    ("raised", "lowered"),
    ("added", "removed"),
    ("added", "dropped"),
    ("widened", "narrowed"),
    ("loosened", "tightened"),
    ("lengthened", "shortened"),
    ("extended", "shortened"),
    ("increased", "lessened"),
    ("waived", "waiver-removed"),
)


def _opposites() -> dict[str, str]:
    """Return the key of going back; a key that has none stands for itself."""
    found = {key: key for key in CATALOGUE}
    for one, other in _WAYS:
        for key in CATALOGUE:
            back = f"{key.removesuffix(one)}{other}"
            if key.endswith(f"-{one}") and back in CATALOGUE:
                found[key], found[back] = back, key
    return found


OPPOSITES = _opposites()

_PARTS = (("Amounts", AMOUNTS), ("Who", PEOPLE), ("Clauses and terms", CLAUSES))

_HEAD = """# The effects

What `redline amend`, `redline diff` and `redline gate` say is different between two states of an
agreement. Each effect has a key that does not change. `redline explain KEY` prints its entry.

An effect is found by meaning: what a column of a schedule is, is seen from the clauses that look it
up, and which way a clause went is proved for all votes, amounts and days, or said to be undecided.
Places, comments, layout, `says` and `cure` are no difference. Renamings are declared in the text;
one that is not declared is something that went and something that came.

How bad an effect is can be set in `redline.toml`:

```toml
[effects]
fund-moved = "note"
```

By default it is an `error` where it takes away a right or raises what is paid, a `warning` where
somebody may lose by it or it is not decided, and else a `note`. This page is written from the
catalogue, `checker/compare/catalogue.py`.
"""


def page(key: str) -> str:
    """Return the page of one effect, as `redline explain` prints it.

    >>> print(page("fund-renamed").splitlines()[0])
    # fund-renamed
    """
    return "\n\n".join((f"# {key}", *_paragraphs(CATALOGUE[key]))) + "\n"


def document() -> str:
    """Return docs/effects.md."""
    parts = [_HEAD]
    for title, texts in _PARTS:
        parts.append(f"\n## {title}\n")
        parts += [f"\n### {key}\n\n" + "\n\n".join(_paragraphs(CATALOGUE[key])) + "\n" for key in texts]
    return "".join(parts)


def _paragraphs(entry: Entry) -> Iterator[str]:
    text = entry.text
    said = (
        f"{text.title}. Severity: {entry.severity}.",
        text.means,
        f"Reported: {_small(text.reported)}",
        f"Worse off: {_small(text.worse_off)}",
        f"Example: {text.example}",
    )
    yield from (fill(s, WIDTH, break_long_words=False, break_on_hyphens=False) for s in said)


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
