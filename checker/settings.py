"""``redline.toml``: what a workspace sets, typed; every mistake in it at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from checker.diagnostics import Diagnostic, diagnostic
from checker.findings.model import Enforcement, Severity
from checker.source import Source, Span
from checker.values.spelling import did_you_mean, listed, nearest, shown

FILE = "redline.toml"

Loc = tuple[int | str, ...]

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
ClausePattern = Annotated[str, Field(pattern=rf"^{_NAME}/({_NAME}|\*)$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class EnforcementRule(_Model):
    """What the gate does with findings of a clause, from a day on."""

    clause: ClausePattern
    """``agreement/clause``, or ``agreement/*`` for every clause of it."""
    level: Enforcement
    since: Annotated[date, Field(alias="from")]
    override_by: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Roles that may override; only ``soft`` has any."""

    def covers(self, code: str) -> bool:
        """Return whether the rule is about the clause ``agreement/clause``."""
        return self.clause == code or self.clause == code.partition("/")[0] + "/*"


class AgreementSettings(_Model):
    """Settings of one agreement: how it is read where its text is silent."""

    assumptions: dict[str, Annotated[str, Field(min_length=1)]] = {}


class FetchSettings(_Model):
    """How `redline sources fetch` asks for documents."""

    user_agent: Annotated[str, Field(pattern=r"^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$")] | None = None
    """Who asks: SEC EDGAR wants a name and an e-mail address."""
    largest: Annotated[int, Field(ge=1, le=1_000_000_000)] = 20_000_000
    """How many bytes a document may have."""
    seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    """How long one document may take."""


class Settings(_Model):
    """The whole of ``redline.toml``; every key may be left out."""

    as_of: date | None = None
    sources: Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")] | None = None
    """Folder of the source documents, relative to the workspace."""
    fetch: FetchSettings = FetchSettings()
    fail_level: Severity = "error"
    agreements: dict[str, AgreementSettings] = {}
    enforcement: tuple[EnforcementRule, ...] = ()
    effects: dict[Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")], Severity] = {}
    """How bad each effect of an amendment is, by its key, where not as the catalogue says."""

    def enforcement_of(self, code: str, on: date) -> EnforcementRule | None:
        """Return the rule in effect for the clause ``agreement/clause`` on a day, if any.

        A rule that names the clause goes before one for the whole agreement; of several such,
        the one that began last holds.
        """
        begun = [rule for rule in self.enforcement if rule.covers(code) and rule.since <= on]
        return max(begun, key=lambda rule: (rule.clause == code, rule.since), default=None)


def read_settings(source: Source) -> tuple[Settings | None, list[Diagnostic]]:
    """Return the settings that the text says, or None with every mistake in it."""
    try:
        table = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax(source, str(error))]
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        message = "the settings are nested too deep or hold too long a number"
        return None, [diagnostic("W001", message, source.span(0, 0))]
    spans = places(source)
    try:
        settings = Settings.model_validate(_frozen(table))
    except ValidationError as error:
        return None, [_mistake(source, spans, each) for each in without_echoes(error.errors(), _keys_at)]
    found = list(_contradictions(source, spans, settings))
    return (None if found else settings), found


def unknown_names(
    source: Source,
    settings: Settings,
    agreements: Mapping[str, Mapping[str, Collection[str]]],
    codes: Collection[str],
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each agreement, assumption, reading or clause set that does not exist.

    ``agreements`` gives the readings of each assumption of each agreement.
    """
    spans = places(source)
    for name, chosen in settings.agreements.items():
        for assumption, reading in chosen.assumptions.items() if name in agreements else ():
            where = nearest_place(source, spans, ("agreements", name, "assumptions", assumption))
            known = agreements[name]
            if assumption not in known:
                message = f"`{name}` has no assumption {shown(assumption)}"
                yield diagnostic("W001", message, where, help=did_you_mean(assumption, known))
            elif reading not in known[assumption]:
                message = f"{shown(reading)} is no reading of {shown(assumption)}"
                yield diagnostic("W001", message, where, help=f"it is {listed(known[assumption], 'or')}")
        if name not in agreements:
            where = nearest_place(source, spans, ("agreements", name))
            yield diagnostic(
                "W001", f"no agreement is named {shown(name)}", where, help=did_you_mean(name, agreements)
            )
    patterns = {*codes, *(code.partition("/")[0] + "/*" for code in codes)}
    for i, rule in enumerate(settings.enforcement):
        if rule.clause not in patterns:
            where = nearest_place(source, spans, ("enforcement", i, "clause"))
            help = did_you_mean(rule.clause, patterns)
            yield diagnostic("W001", f"no clause is named {shown(rule.clause)}", where, help=help)


def unknown_effects(
    source: Source, settings: Settings, known: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each effect whose severity is set and that the catalogue does not have."""
    spans = places(source)
    for key in settings.effects:
        if key not in known:
            where = nearest_place(source, spans, ("effects", key))
            help = did_you_mean(key, known)
            yield diagnostic("W001", f"there is no effect {shown(key)}", where, help=help)


def nearest_place(source: Source, spans: Mapping[Loc, Span], loc: Loc) -> Span:
    """Return the span written for ``loc``, or that of the nearest thing around it."""
    while loc and loc not in spans:
        loc = loc[:-1]
    return spans.get(loc, source.span(0, 0))


# --- mistakes --------------------------------------------------------------------------------

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _syntax(source: Source, message: str) -> Diagnostic:
    found = _AT.search(message)
    text = message[: found.start()] if found else message
    offset = len(source.text)
    if found and found[1]:
        lines = source.text.replace("\r\n", "\n").split("\n")  # as tomllib counts them
        offset = _offset(source, min(int(found[1]), len(lines)), int(found[2]))
    return diagnostic("W001", f"not well-formed TOML: {_lower(text)}", source.span(offset, offset))


def _offset(source: Source, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = source.text.index("\n", start) + 1
    return min(start + column - 1, len(source.text))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _mistake(source: Source, spans: Mapping[Loc, Span], error: ErrorDetails) -> Diagnostic:
    message, help = wording(error, _keys_at(error["loc"]))
    return diagnostic("W001", message, nearest_place(source, spans, error["loc"]), help=help)


def _keys_at(loc: Loc) -> list[str]:
    if len(loc) < 2:
        return keys_of(Settings)
    if loc[0] == "fetch":
        return keys_of(FetchSettings)
    return keys_of(AgreementSettings if loc[0] == "agreements" else EnforcementRule)


def without_echoes(errors: Sequence[ErrorDetails], keys_at: Callable[[Loc], list[str]]) -> list[ErrorDetails]:
    """Return the errors without a missing key that stands there misspelt: one mistake, one report."""
    meant = {
        (*error["loc"][:-1], key)
        for error in errors
        if error["type"] == "extra_forbidden"
        for key in nearest(str(error["loc"][-1]), keys_at(error["loc"]))
    }
    return [error for error in errors if error["type"] != "missing" or error["loc"] not in meant]


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys of a model as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def wording(error: ErrorDetails, keys: Sequence[str]) -> tuple[str, str | None]:
    """Return the message and help for one mistake that pydantic found; ``keys`` may stand there."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    key, value = (names[-1] if names else ""), error["input"]
    what = shown(key) if names else "the file"
    if names and isinstance(error["loc"][-1], int):
        what = f"an entry of {what}"
    match error["type"]:
        case "extra_forbidden":
            known = f"the keys here are {listed(keys)}"
            return f"unknown key {shown(key)}", did_you_mean(key, keys) or known
        case "missing":
            return f"the key {shown(key)} is missing", None
        case "literal_error":
            allowed = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            message = f"{shown(key)} is {shown(str(value))}; it can be {listed(allowed, 'or')}"
            return message, did_you_mean(str(value), allowed)
        case "string_pattern_mismatch":
            return f"{shown(key)} is {shown(str(value))}; {_FORMS.get(key, 'it has another form')}", None
        case "value_error" | "assertion_error":
            return str(error["ctx"]["error"]), None
        case kind:
            return f"{what} must be {_WANTED.get(kind, 'something else: ' + _lower(error['msg']))}", None


_FORMS = {
    "sources": "write the path of a folder",
    "user_agent": "write a name and an e-mail address in plain characters",
    "clause": "write `agreement/clause`, or `agreement/*` for every clause",
    "code": "write `agreement/clause`",
    "clause_hash": "it is eight or more of the hexadecimal digits that the report shows",
}
_WANTED = {
    "date_type": "a date, written 2004-05-31 without quotes",
    "string_type": "text in quotes",
    "string_too_short": "filled in",
    "int_type": "a whole number",
    "greater_than_equal": "a number of at least 1",
    "less_than_equal": "a smaller number",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "tuple_type": "a list",
}


def _contradictions(source: Source, spans: Mapping[Loc, Span], settings: Settings) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, date], int] = {}
    for i, rule in enumerate(settings.enforcement):
        here = nearest_place(source, spans, ("enforcement", i, "clause"))
        if rule.override_by and rule.level != "soft":
            where = nearest_place(source, spans, ("enforcement", i, "override_by"))
            yield diagnostic("W001", f"level `{rule.level}` has no override; only `soft` has", where)
        first = seen.setdefault((rule.clause, rule.since), i)
        if first != i:
            other = nearest_place(source, spans, ("enforcement", first, "clause"))
            message = f"{shown(rule.clause)} has two levels from {rule.since}"
            yield diagnostic("W001", message, here, related=[(other, "the other one")])


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(each) for key, each in value.items()}
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value


# --- where each key stands -------------------------------------------------------------------

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"""[ \t]*({_DOTTED})[ \t]*=[ \t]*("[^"\n]*"|'[^'\n]*'|[^#\r\n]*)""")
_LONG_TEXT = re.compile(r'"""(?:.|\n)*?"""|' + r"'''(?:.|\n)*?'''")


def places(source: Source) -> dict[Loc, Span]:
    """Return where each table and each value of a TOML text is written.

    tomllib keeps no places, so the lines are read once more for them. What stands inside an
    inline table has no place of its own; ``nearest_place`` gives the line it is on.
    """
    text = _LONG_TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), source.text)
    spans: dict[Loc, Span] = {}
    entries: dict[Loc, int] = {}
    table: Loc = ()
    offset = 0
    for line in text.split("\n"):
        if header := _HEADER.match(line):
            table = _table(header, entries)
            spans.setdefault(table, source.span(offset + header.start(2), offset + header.end(2)))
        elif key := _KEY.match(line):
            loc = table + _parts(key[1])
            end = offset + max(key.start(2) + len(key[2].rstrip()), key.end(1))
            spans.setdefault(loc, source.span(offset + key.start(1), end))
        offset += len(line) + 1
    return spans


def _table(header: re.Match[str], entries: dict[Loc, int]) -> Loc:
    """Return the place of a ``[table]`` or ``[[entry]]``, with the number of each list entry."""
    *outer, last = _parts(header[2])
    loc: Loc = ()
    for part in outer:
        loc += (part,)
        if loc in entries:
            loc += (entries[loc] - 1,)
    loc += (last,)
    if header[1] == "[[":
        entries[loc] = entries.get(loc, 0) + 1
    return (*loc, entries[loc] - 1) if loc in entries else loc


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
