"""The words every report uses: verdicts, counts, where a date came from, what an exit code means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from checker.findings.model import Enforcement, Verdict

VERDICTS: tuple[Verdict, ...] = (
    "violated",
    "undetermined",
    "needs_judgement",
    "excused",
    "waived",
    "compliant",
    "not_applicable",
)
"""Worst first: the order of columns and sections in every report."""

VERDICT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        "violated": "violated",
        "undetermined": "undetermined",
        "needs_judgement": "for counsel",
        "excused": "excused",
        "waived": "waived",
        "compliant": "compliant",
        "not_applicable": "not applicable",
    }
)

VERDICT_MEANINGS: Mapping[Verdict, str] = MappingProxyType(
    {
        "violated": "the facts on file prove that the clause was not kept",
        "undetermined": "a fact is not on file, and neither verdict is proved without it",
        "needs_judgement": "the facts are known, and only a person can say what the text means for them",
        "excused": "an exception, or a clause that prevails, takes the instance out of the clause",
        "waived": "the clause was not kept, and a named person has accepted that until a date",
        "compliant": "the facts on file prove that the clause was kept",
        "not_applicable": "the clause asks nothing of this instance",
    }
)

STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {"in_force": "in force", "not_in_force": "not in force", "unknown": "unknown"}
)

ENFORCEMENT_WORDS: Mapping[Enforcement, str] = MappingProxyType(
    {
        "advisory": "advisory: reported, blocks nothing",
        "soft": "soft: blocks unless overridden",
        "hard": "hard: blocks, no override",
    }
)

EXIT_WORDS: Mapping[int, str] = MappingProxyType(
    {
        0: "nothing at or above the fail level",
        1: "violations",
        2: "usage, configuration, syntax or internal error",
        3: "undetermined or needs judgement, nothing violated",
        4: "nothing was checked",
    }
)

AS_OF_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "--as-of": "given with --as-of",
        "redline.toml": "set in redline.toml",
        "last dated fact": "the last dated fact on file",
    }
)

CHOSEN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "agreement": "chosen by the agreement",
        "settings": "chosen in the settings",
        "every reading": "every reading was tried",
    }
)

SHORT_DIGEST = 12
"""Characters of a fingerprint or digest that people are asked to read or type."""

NOT_NAMED = "What is missing is not named; the finding's derivation shows where it stopped."

NOTHING_CHECKED = "Nothing was checked."

_LINE_BREAKS = re.compile("[\t\n\r\v\f\x85\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def _spelled(match: re.Match[str]) -> str:
    point = ord(match.group())
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}"


def visible(text: str) -> str:
    r"""Return ``text`` on one line, with characters that act instead of showing spelled out.

    A name with an escape sequence in it must not colour a terminal, and one with a
    right-to-left override must not reorder a line.

    >>> visible("A\x1b[31mB" + chr(0x202E) + "C")
    'A\\x1b[31mB\\u202eC'
    """
    if text.isprintable():
        return text
    return _UNSEEN.sub(_spelled, _LINE_BREAKS.sub(" ", text))


def count(number: int, noun: str, plural: str = "") -> str:
    """Return the number and its noun.

    >>> count(1, "instance"), count(30000, "instance"), count(2, "fact on file", "facts on file")
    ('1 instance', '30,000 instances', '2 facts on file')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def sentence(text: str) -> str:
    """Return ``text`` with its first letter in upper case.

    >>> sentence("for counsel")
    'For counsel'
    """
    return text[:1].upper() + text[1:]


def as_of_words(source: str) -> str:
    """Say where the as-of date came from."""
    return AS_OF_WORDS.get(source, f"from {source}")


def chosen_words(chosen_by: str) -> str:
    """Say who or what chose a reading.

    >>> chosen_words("settings"), chosen_words("determination D-11")
    ('chosen in the settings', 'chosen by determination D-11')
    """
    return CHOSEN_WORDS.get(chosen_by, f"chosen by {chosen_by}")


def exit_words(code: int) -> str:
    """Say what the exit code means."""
    return EXIT_WORDS.get(code, "not a documented exit code")
