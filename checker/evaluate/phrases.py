"""The fields of facts in plain words: made of a field's name, its type and its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.typed.types import Field

_PREPOSITIONS = frozenset(("on", "by", "to", "from", "for", "in", "of", "at", "until", "with", "under"))
_PARTICIPLES = frozenset(
    ("paid", "sold", "taken", "given", "sent", "held", "made", "borne", "kept", "written")
)
_VERBS = {"on": ("be dated", "is dated"), "from": ("begin", "begins"), "until": ("end", "ends")}
_NOUNS = {"on": "day", "from": "first day", "until": "last day"}
_DATES = {"=": "on", "!=": "on", "<=": "by", ">=": "not before", "<": "before", ">": "after", "in": "in"}
_OTHERS = {
    "=": "",
    "!=": "",
    "<=": "at most",
    ">=": "at least",
    "<": "less than",
    ">": "more than",
    "in": "in",
    "not in": "in",
}
OPPOSITE = {"=": "!=", "!=": "=", "<=": ">", ">=": "<", "<": ">=", ">": "<=", "in": "not in", "not in": "in"}
_NEGATIVE = ("!=", "not in")


def plain(name: str) -> str:
    """Return a name as words.

    >>> plain("dealer_agreement")
    'dealer agreement'
    """
    return name.replace("_", " ")


def with_article(words: str) -> str:
    """Return the words with ``a`` or ``an``.

    >>> with_article("amendment"), with_article("unit")
    ('an amendment', 'a unit')
    """
    vowel = words[:1] in tuple("aeio") or words.startswith(("un", "um", "up"))
    return f"{'an' if vowel and not words.startswith(('uni', 'one')) else 'a'} {words}"


def plural(words: str) -> str:
    """Return the words for several.

    >>> plural("payment"), plural("class"), plural("company")
    ('payments', 'classes', 'companies')
    """
    if re.search(r"[^aeiou]y$", words):
        return words[:-1] + "ies"
    return words + ("es" if re.search(r"(s|x|ch|sh)$", words) else "s")


def compared(op: str, value: str, kind: str, *, bare: str = "") -> str:
    """Return what a comparison wants: ``at most 5``, ``by 2020-01-31``, ``not Harbor``.

    ``bare`` is said before a day that is meant exactly: ``on``.
    """
    words = _DATES[op.removeprefix("not ")] if kind == "date" else _OTHERS[op]
    if kind == "date" and op in ("=", "!="):
        words = bare
    negative = "not " if op in _NEGATIVE else ""
    return f"{negative}{words + ' ' if words else ''}{value}"


# --- fields with a value ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parts:
    """A field's name taken apart: ``cdsc_paid_to`` is ``cdsc``, ``paid`` and ``to``."""

    noun: str
    participle: str
    preposition: str


def parts(field: Field | None, name: str) -> Parts:
    """Return what a field's name is made of; a participle alone counts only where it dates something."""
    *first, last = name.split("_")
    if last in _PREPOSITIONS:
        if not first:
            return Parts("", "", last)
        if _is_participle(first[-1]):
            return Parts(" ".join(first[:-1]), first[-1], last)
    elif _is_participle(last) and field is not None and field.type.kind == "date":
        return Parts(" ".join(first), last, "")
    return Parts(plain(name), "", "")


def _is_participle(word: str) -> bool:
    return word in _PARTICIPLES or (word.endswith("ed") and len(word) > 4)


def noun(field: Field | None, name: str, holder: str) -> str:
    """Return what a field holds: ``the payee of payment P1``, ``the day on which payment P1 was paid``."""
    p = parts(field, name)
    its = holder == "it"
    if p.preposition in _NOUNS and not (p.noun or p.participle):
        words = _NOUNS[p.preposition]
    elif p.participle and p.preposition in ("on", ""):
        about = holder if not p.noun else (f"its {p.noun}" if its else f"the {p.noun} of {holder}")
        return f"the day on which {about} was {p.participle}"
    elif p.preposition or {p.noun.split()[0], p.noun.split()[-1]} & _PREPOSITIONS:
        words = f'"{plain(name)}"'
    else:
        words = p.noun
    return f"its {words}" if its else f"the {words} of {holder}"


def wanted(field: Field | None, name: str, holder: str, op: str, value: str) -> str:
    """Return what is wanted of a field: ``the payee of payment P1 to be Harbor``.

    What the name says as a verb is said so: ``payment P1 to be paid by 2020-02-10``.
    """
    p = parts(field, name)
    kind = field.type.kind if field is not None else ""
    negative = "not " if op in _NEGATIVE else ""
    positive = op if op not in _NEGATIVE else OPPOSITE[op]
    verb = _verb(p, kind, positive, value)
    if verb is not None:
        about = holder
        if p.noun:
            about = f"its {p.noun}" if holder == "it" else f"the {p.noun} of {holder}"
        return f"{about} {negative}to {verb}"
    return f"{noun(field, name, holder)} {negative}to be {compared(positive, value, kind)}"


def described(field: Field | None, name: str, op: str, value: str) -> str:
    """Return the words behind a thing that is sought: ``whose payee is Harbor``, ``paid by 2020-02-10``."""
    p = parts(field, name)
    kind = field.type.kind if field is not None else ""
    negative = "not " if op in _NEGATIVE else ""
    positive = op if op not in _NEGATIVE else OPPOSITE[op]
    verb = _verb(p, kind, positive, value)
    if verb is None:
        words = noun(field, name, "it").removeprefix("its ")
        return f"whose {words.removeprefix('the ')} is {negative}{compared(positive, value, kind)}"
    if p.noun:
        return f"whose {p.noun} is {negative}{verb.removeprefix('be ')}"
    if verb.startswith("be "):
        return negative + verb.removeprefix("be ")
    lead, _, rest = verb.partition(" ")
    return f"that does not {lead} {rest}" if negative else f"that {lead}s {rest}"


def _verb(p: Parts, kind: str, op: str, value: str) -> str | None:
    """Return ``be paid by 2020-02-10``, ``begin on 2020-01-01``; None where the name is no verb."""
    if kind == "date" and p.preposition in _VERBS and not (p.noun or p.participle):
        bare = "" if p.preposition == "on" else "on"
        return f"{_VERBS[p.preposition][0]} {compared(op, value, kind, bare=bare)}"
    if p.preposition == "by" and op == "=" and not p.participle and not p.noun:
        return f"be by {value}"
    if not p.participle:
        return None
    if kind == "date" and p.preposition in ("on", ""):
        return f"be {p.participle} {compared(op, value, kind, bare='on')}"
    if op == "in" and p.preposition and kind == "period":
        return f"be {p.participle} {p.preposition} a time in {value}"
    return f"be {p.participle} {p.preposition} {value}" if op == "=" and p.preposition else None


def filled(field: Field | None, name: str, holder: str, *, given: bool) -> str:
    """Return that a field is to be filled, or not: ``the circumstance of redemption R1 to be on file``."""
    return f"{noun(field, name, holder)} {'' if given else 'not '}to be on file"


def with_field(field: Field | None, name: str, *, given: bool) -> str:
    """Return the words behind a thing that has a field, or has not: ``without a last day``."""
    p = parts(field, name)
    if p.participle and p.preposition in ("on", "") and not p.noun:
        return f"that has {'' if given else 'not '}been {p.participle}"
    words = noun(field, name, "it").removeprefix("its ").removeprefix("the ")
    return f"{'with' if given else 'without'} {with_article(words)}"


# --- yes and no ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class YesNo:
    """What a yes/no field says of its record: infinitive, and the plain sentence either way."""

    to: str
    yes: str
    no: str


def yes_no(field: Field | None) -> YesNo | None:
    """Return what a yes/no field says, from its meaning; None where that says nothing of the record.

    >>> from checker.source import Span
    >>> from checker.typed.types import YES_NO
    >>> def meaning(text): return yes_no(Field("x", YES_NO, "required", text, Span("", 0, 0)))
    >>> meaning("whether it is in writing")
    YesNo(to='be in writing', yes='it is in writing', no='it is not in writing')
    >>> meaning("whether it states the amounts").no, meaning("whether it was paid under the plan").to
    ('it does not state the amounts', 'have been paid under the plan')
    >>> meaning("financial interest in the plan")
    """
    meaning = field.meaning.removeprefix("whether ") if field is not None else ""
    found = re.fullmatch(r"(it|they) (\w+)(?: (.+))?", meaning)
    if found is None:
        if _is_participle(meaning.split(" ")[0]):
            return YesNo(f"be {meaning}", f"it is {meaning}", f"it is not {meaning}")
        found = re.fullmatch(r"()(\w+s) ((?:as|that|over|to) .+)", meaning)
    if found is None:
        return None
    who, verb, rest = found[1] or "it", found[2], f" {found[3]}" if found[3] else ""
    if verb in ("is", "are"):
        return YesNo(f"be{rest}", f"{who} {verb}{rest}", f"{who} {verb} not{rest}")
    if verb in ("was", "were"):
        return YesNo(f"have been{rest}", f"{who} {verb}{rest}", f"{who} {verb} not{rest}")
    if who == "they":
        return YesNo(f"{verb}{rest}", f"they {verb}{rest}", f"they do not {verb}{rest}")
    if not verb.endswith("s"):
        return None
    stem = _infinitive(verb)
    return YesNo(f"{stem}{rest}", f"it {verb}{rest}", f"it does not {stem}{rest}")


def _infinitive(verb: str) -> str:
    """Return the infinitive of a verb in the third person.

    >>> _infinitive("states"), _infinitive("has"), _infinitive("passes"), _infinitive("carries")
    ('state', 'have', 'pass', 'carry')
    """
    if verb == "has":
        return "have"
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    return verb[:-2] if re.search(r"(ss|sh|ch|x|zz)es$", verb) or verb == "does" else verb[:-1]
