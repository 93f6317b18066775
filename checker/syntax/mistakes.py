"""What to say where the grammar stops: what was expected, at the narrowest place, and a hint.

The grammar only knows the first place it cannot go past. The usual causes (a quote or a word
left out, a word misspelt or borrowed from elsewhere) are told apart here, the surest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from checker.syntax.nodes import COMPARISONS
from checker.syntax.tokens import COMMENT_PATTERN, OPEN_TEXT_PATTERN, RESERVED
from checker.values.spelling import nearest as nearest_names

_CLAUSE_PARTS = (
    "says",
    "given",
    "for each",
    "from",
    "until",
    "when",
    "binds",
    "unless",
    "despite",
    "subject to",
    "assuming",
    "cure",
    "basis",
    "severity",
)
_NORMS = ("limit", "must hold", "requires", "means", "plan", "agreement", "clauses")
_DOCUMENT_ENTRIES = (
    "source",
    "address",
    "dated",
    "effective",
    "until",
    "shares",
    "funds in",
    "restates",
    "renames",
    "citation",
    "under",
    "is",
)
_PARTY_ENTRIES = ("at", "also", "from", "until", "holders of", "voting", "members")
_EDITS = (
    "replace",
    "insert",
    "strike",
    "rename",
    "renumber clause",
    "add to",
    "remove from",
    "in",
    "replace clause",
    "insert clause",
    "strike clause",
)
_AMENDMENT_ENTRIES = (
    "number",
    "source",
    "address",
    "dated",
    "effective",
    "once",
    "for funds",
    "all other terms remain",
)
PARTS: dict[str, tuple[str, ...]] = {
    "agreement": _DOCUMENT_ENTRIES,
    "regulation": _DOCUMENT_ENTRIES,
    "amendment": (*_AMENDMENT_ENTRIES, *_EDITS, *_CLAUSE_PARTS, *_NORMS),
    "party": _PARTY_ENTRIES,
    "body": _PARTY_ENTRIES,
    "fact": ("register", "ledger", "part of others", "dated", "by"),
    "schedule": ("at", "for each", "not on file"),
    "define": ("at", "says", "given", "means"),
    "carry": ("at", "says", "given", "from", "starting at", "then"),
    "assumption": ("at", "is"),
    "question": ("at", "given", "answers"),
    "approval": ("at",),
    "clause": ("at", *_CLAUSE_PARTS, *_NORMS),
    "passage": ("pin", "not encoded because"),
}
"""The words that lead the parts of each kind of declaration."""

_JOINING = (
    "and",
    "or",
    "is",
    "where",
    "called",
    "in",
    "over",
    "rounded",
    "of",
    "after",
    "before",
    "by",
    "on",
)
_VALUES = (
    "every",
    "any",
    "no",
    "the",
    "latest",
    "earliest",
    "sum of",
    "average of",
    "least of",
    "greatest of",
    "count of",
    "lesser of",
    "greater of",
    "start of",
    "end of",
    "previous",
    "next",
    "days from",
    "business days from",
    "complete months from",
    "complete years from",
    "period from",
    "approved by",
    "not",
    "if",
)
_SAID = {
    "shall not": "must not",
    "shall": "must",
    "will": "must",
    "should": "must",
    "cannot": "must not",
    "can": "may",
    "notwithstanding": "despite",
    "except": "unless",
    "excepting": "unless",
    "save": "unless",
    "provided": "when",
    "whose": "where",
    "which": "where",
    "that": "where",
    "as": "called",
    "equals": "is",
    "exceeds": "is more than",
    ">=": "is at least",
    "<=": "is at most",
    "==": "is",
    "=": "is",
    "!=": "is not",
    "<>": "is not",
    ">": "is more than",
    "<": "is less than",
    "&&": "and",
    "&": "and",
    "||": "or",
    "is greater than": "is more than",
    "is larger than": "is more than",
    "is smaller than": "is less than",
    "is equal to": "is",
    "is not more than": "is at most",
    "is no more than": "is at most",
    "is not less than": "is at least",
    "is no less than": "is at least",
    "is no later than": "is on or before",
    "is not later than": "is on or before",
    "is no earlier than": "is on or after",
    "is not earlier than": "is on or after",
    "is later than": "is after",
    "is earlier than": "is before",
    "at most": "to at most",
    "at least": "to at least",
    "exactly": "to exactly",
    "percent": "%",
    "per cent": "%",
}
"""Words that other drafting uses, and what this language says."""

_QUOTES = "“”„‟«»"
_SINGLE = "'‘’‚`"
_TOKEN = re.compile(r'"[^"\n]*"?|[A-Za-z_0-9]+|[<>=!]=|<>|&&|\|\||\S')
_PIECES = re.compile(rf"(?P<text>{OPEN_TEXT_PATTERN})|{COMMENT_PATTERN}|(?P<mark>[()])")
_NUMBERISH = re.compile(r"\$?[0-9](?:[0-9.,%]|-[0-9]|[A-Za-z_])*")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What to report: offsets are into the declaration; ``also`` is a second place."""

    message: str
    start: int
    end: int
    help: str | None = None
    code: str = "P001"
    also: tuple[int, int, str] | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the grammar stopped: the declaration's text, the place, and what it expected.

    ``text`` has blanks for comments, ``written`` has the comments.
    """

    text: str
    at: int
    expected: str
    kind: str
    written: str

    @property
    def token(self) -> str:
        """Return the token at the place, empty at the end of the text."""
        found = _TOKEN.match(self.text, self.at)
        return found.group() if found else ""

    @property
    def end(self) -> int:
        """Return where the token ends; one past the place at the end of the text."""
        return self.at + max(1, len(self.token))

    @property
    def before(self) -> str:
        """Return the text before the place without the blanks at its end."""
        return self.text[: self.at].rstrip()

    @property
    def same_line(self) -> bool:
        """Return whether something stands before the place on its line."""
        return bool(self.text[self.text.rfind("\n", 0, self.at) + 1 : self.at].strip())

    def words(self, count: int, start: int | None = None) -> str:
        """Return the next ``count`` words from ``start``, joined by one blank."""
        begin = self.at if start is None else start
        found = re.match(rf"\S+(?:\s+\S+){{{count - 1}}}", self.text[begin : begin + 200])
        return " ".join(found.group().split()) if found else ""


def explain(text: str, at: int, expected: str, kind: str, written: str) -> Mistake:
    """Return what to report for a declaration of a kind whose grammar stopped at an offset.

    ``text`` is ``written`` with blanks for comments.
    """
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    stop = Stop(text, min(at, len(text)), expected, kind, written)
    for look in _LOOKS:
        found = look(stop)
        if found is not None:
            return found
    return _plain(stop)


# --- texts and characters --------------------------------------------------------------------


def _open_text(stop: Stop) -> Mistake | None:
    """Tell a text without closing quote; it may have run on to the opening quote of the next."""
    texts = [m for m in _PIECES.finditer(stop.text) if m.group("text")]
    if not texts or _closed(texts[-1].group()):
        return None
    for m in texts:
        if m.start() > stop.at:
            return None
        if not _closed(m.group()) or (m.end() <= stop.at and _runs_into_part(m.group(), stop.kind)):
            end = stop.text.find("\n", m.start())
            line_end = len(stop.text) if end < 0 else end
            return Mistake("the text that begins here has no closing quote", m.start(), line_end)
    return None


def _closed(text: str) -> bool:
    return len(text) > 1 and text.endswith('"') and re.fullmatch(r'"(?:[^"\\]|\\.)*+"', text) is not None


def _runs_into_part(text: str, kind: str) -> bool:
    lines = text.split("\n")[1:]
    return any(line.split()[:1] == [p.split()[0]] for line in lines for p in PARTS[kind])


def _character(stop: Stop) -> Mistake | None:
    """Tell a character that looks like another one, or that no word can have."""
    ch = stop.text[stop.at : stop.at + 1]
    if ch and ch in _QUOTES + _SINGLE:
        help_ = 'write texts in straight double quotes: "..."'
        return Mistake(f"`{ch}` is no quote here", stop.at, stop.at + 1, help_)
    if ch.isspace():
        message = f"a blank of another kind (U+{ord(ch):04X}) stands here"
        return Mistake(message, stop.at, stop.at + 1, "write an ordinary blank")
    if ch == ";":
        return Mistake("`;` means nothing here", stop.at, stop.at + 1, "parts need no mark between them")
    return None


def _bad_name(stop: Stop) -> Mistake | None:
    """Tell a name with characters that names cannot have."""
    start = stop.at
    while start and (stop.text[start - 1].isalnum() or stop.text[start - 1] == "_"):
        start -= 1
    found = re.match(r"[\w]+(?:[-'’][\w]+)*", stop.text[start:])
    if not found:
        found = re.match(r"-\w[\w-]*", stop.text[start:])
        if not found or not _names_declared(stop):
            return None
        start = len(stop.text[:start]) - len(re.split(r"[^\w]", stop.text[:start])[-1])
        found = re.match(r"\w*(?:-\w+)+", stop.text[start:]) or found
    word = found.group()
    wanted = "name" in stop.expected
    if word.isascii() and not (wanted and word[0].isdigit()) and "-" not in word:
        return None
    if word.isascii() and not _names_declared(stop) and not (wanted and word[0].isdigit()):
        return None
    help_ = "names use a-z, 0-9 and _, and do not begin with a digit"
    return Mistake(f"`{shown(word)}` is no name", start, start + len(word), help_, "P011")


def _names_declared(stop: Stop) -> bool:
    """Return whether the place is right behind a word that a new name follows."""
    head = re.match(r"\s*(\w+)\s+(\w*)", stop.text)
    in_head = head is not None and stop.at <= head.end() + 1
    return in_head or re.search(r"\bcalled\s+\w*$", stop.text[: stop.at]) is not None


def _reserved(stop: Stop) -> Mistake | None:
    """Tell a word of the language where a new name must stand."""
    if stop.token not in RESERVED or not stop.expected.startswith("name") or not stop.same_line:
        return None
    if not _names_declared(stop):
        return None
    message = f"`{stop.token}` is a word of the language and cannot be a name"
    return Mistake(message, stop.at, stop.end, code="N012")


def _number(stop: Stop) -> Mistake | None:
    """Tell a number, percentage or date that is not written as one."""
    found = _NUMBERISH.match(stop.text, stop.at)
    if not found:
        return None
    written = found.group().rstrip(",.")
    span = (stop.at, stop.at + len(written))
    slashed = re.match(r"[0-9]{1,4}([/.])[0-9]{1,2}\1[0-9]{2,4}(?![0-9])", stop.text[stop.at :])
    if slashed:
        end = stop.at + slashed.end()
        help_ = "write year, month and day with hyphens: 2003-07-01"
        return Mistake(f"`{slashed.group()}` is no date here", stop.at, end, help_)
    day = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", written)
    if day:
        year, month, number = day.groups()
        help_ = f"write it as {year}-{int(month):02}-{int(number):02}"
        return Mistake(f"`{written}` is no date", *span, help_)
    if "%%" in written:
        fixed = written.rstrip("%") + "%"
        return Mistake(f"`{shown(written)}` is no percentage", *span, f"did you mean `{shown(fixed)}`?")
    if re.search(r",(?![0-9]{3}(?![0-9]))|[0-9]{4},", written):
        help_ = "digits stand in groups of three (1,000,000), decimals after a point (1.5)"
        return Mistake(f"`{shown(written)}` is no number", *span, help_)
    if re.search(r"[A-Za-z_%]", written) and "value" in stop.expected:
        return Mistake(f"`{shown(written)}` is no number", *span)
    return None


_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+[0-9]{1,2},?\s+[0-9]{4}")


def _written_date(stop: Stop) -> Mistake | None:
    """Tell a date in words."""
    found = _MONTH.match(stop.text, stop.at)
    if found is None:
        return None
    help_ = "write year, month and day in figures, with hyphens: 2003-07-01"
    return Mistake(f"`{found.group()}` is no date here", stop.at, found.end(), help_)


# --- tables and parentheses ------------------------------------------------------------------


def _table(stop: Stop) -> Mistake | None:
    """Tell a row left open, and text behind a table."""
    line_start = stop.text.rfind("\n", 0, stop.at) + 1
    line = stop.written[line_start:].split("\n", 1)[0].rstrip()
    if line.lstrip().startswith("|") and (stop.token[:1] == "|" or stop.before.endswith("|")):
        if re.search(r"\|[ \t]*#", line):
            return Mistake("a cell cannot begin with `#`", stop.at, stop.end)
        return Mistake("this row has no closing `|`", stop.at, max(stop.end, line_start + len(line)))
    if stop.before.endswith("|") and stop.token:
        what = "the next edit" if stop.kind == "amendment" else "the next declaration"
        return Mistake(
            f"expected another row (| ... |) or {what}, found `{shown(stop.token)}`",
            stop.at,
            stop.end,
            _near(stop, PARTS[stop.kind]),
        )
    if stop.expected.startswith("table"):
        return Mistake(f"expected a table: rows like | ... |{_found(stop)}", stop.at, stop.end)
    return None


def _unclosed(stop: Stop) -> Mistake | None:
    """Tell a parenthesis that is not closed, or that closes nothing."""
    opened: list[int] = []
    for m in _PIECES.finditer(stop.text, 0, stop.at):
        if m.group("mark") == "(":
            opened.append(m.start())
        elif m.group("mark") and opened:
            opened.pop()
    if stop.token == ")" and not opened:
        return Mistake("this `)` closes nothing", stop.at, stop.end)
    if stop.expected == "`)`" and opened:
        also = (opened[-1], opened[-1] + 1, "opened here")
        hint = _near(stop, _JOINING)
        return Mistake(f"expected `)`{_found(stop)}", stop.at, stop.end, hint, also=also)
    return None


_HEADS = tuple(kind for kind in PARTS if kind not in ("agreement", "approval"))


def _indented(stop: Stop) -> Mistake | None:
    """Tell a declaration that does not begin in column 1, and so was read as a part of the one before."""
    if stop.token not in _HEADS or stop.same_line or stop.token in PARTS[stop.kind]:
        return None
    if not re.match(r"\w+\s+(?:[A-Za-z_]\w*\b|\")", stop.text[stop.at :]):
        return None
    help_ = f"a declaration begins in column 1: take away the blanks before `{stop.token}`"
    return Mistake(f"`{stop.token}` stands within the {stop.kind} before it", stop.at, stop.end, help_)


# --- words -----------------------------------------------------------------------------------

_OVER = (
    r"(?:\b(?:any|no|every|the|latest|earliest|each|count\s+of|row\s+of|terminates\s+when|members)"
    r"|\b(?:must|must\s+not|may)\s+\w+|\bfor\s+each\s[^()\n]*,)\s+(?P<source>[A-Za-z_]\w*)$"
)


def _missing_called(stop: Stop) -> Mistake | None:
    """Tell ``any payment p where ...`` and ``any payment p.fund is ...``."""
    over = re.search(_OVER, stop.before)
    if over is None or not stop.same_line or not re.match(r"[A-Za-z_]", stop.token) or not _goes_on(stop):
        return None
    if near := _near(stop, _JOINING):
        return Mistake(f"expected `called`, `in` or `where`{_found(stop)}", stop.at, stop.end, near)
    source = over.group("source")
    found = re.match(r"[\w.]+", stop.text[stop.at :])
    said = found.group() if found else ""
    help_ = f"did you mean `{source} {'where' if '.' in said else 'called'} {shown(said)}`?"
    return Mistake(f"expected `called`, `in` or `where`{_found(stop)}", stop.at, stop.end, help_)


def _comparison(stop: Stop) -> Mistake | None:
    """Tell ``is greater than`` and the like, and a misspelt comparison."""
    behind = r"(?:\s+(?:not|no))?\s+\w+" if stop.token in ("than", "to") else r"(?:\s+not)?"
    lead = re.search(rf"\bis{behind}\s*$", stop.text[: stop.at])
    if lead is None or not stop.token:
        return None
    for count in (4, 3, 2):
        said = stop.words(count, lead.start())
        better = _SAID.get(said) or nearest(said, COMPARISONS)
        if better and better != said:
            end = lead.start() + len(said)
            return Mistake(f"`{said}` compares nothing", lead.start(), end, f"did you mean `{better}`?")
    return None


_NORM_WORDS = ("continues until", "terminable by", "terminates when", "ends with", "must", "must not", "may")


def _instrument(stop: Stop) -> Mistake | None:
    """Tell what cannot follow ``plan`` or ``agreement`` at the beginning of a norm."""
    named = re.match(r"(?:plan(?:\s+and\s+agreement)?|agreement)\s+(?=\w)", stop.text[stop.at :])
    if named is None or not stop.expected.startswith("another part"):
        return None
    after = Stop(stop.text, stop.at + named.end(), stop.expected, stop.kind, stop.written)
    words = ", ".join(f"`{word}`" for word in _NORM_WORDS[:3])
    message = f"expected {words} or `{_NORM_WORDS[3]}`{_found(after)}"
    said = next((w for w in _NORM_WORDS if w.split()[0] == after.token and len(w.split()) > 1), None)
    help_ = f"did you mean `{said}`?" if said else _near(after, _NORM_WORDS)
    return Mistake(message, after.at, after.end, help_)


def _comma(stop: Stop) -> Mistake | None:
    """Tell a comma with nothing behind it that the list could go on with."""
    if stop.token != "," or not _goes_on(stop):
        return None
    after = stop.at + 1 + len(stop.text[stop.end :]) - len(stop.text[stop.end :].lstrip())
    next_one = Stop(stop.text, after, stop.expected, stop.kind, stop.written)
    message = f"expected another item behind the comma{_found(next_one)}"
    return Mistake(message, next_one.at, next_one.end)


def _borrowed(stop: Stop) -> Mistake | None:
    """Tell a word that other drafting uses, here or as the second word of a duty."""
    if not _goes_on(stop) and "`" not in stop.expected:
        return None
    actor = re.match(r"[A-Za-z_]\w*\s+(?=[A-Za-z])", stop.text[stop.at :])
    places = (
        [stop.at]
        if actor is None or stop.kind not in ("clause", "amendment")
        else [
            stop.at + actor.end(),
            stop.at,
        ]
    )
    for place in places:
        if place != stop.at and not stop.words(1, place).startswith(("shall", "will", "should", "can")):
            continue
        for count in (2, 1):
            said = stop.words(count, place).rstrip(",;:")
            better = _SAID.get(said)
            if better and (place != stop.at or better.split()[0] in _expected_words(stop)):
                help_ = f"did you mean `{better}`?"
                return Mistake(f"expected {_expected(stop)}, found `{said}`", place, place + len(said), help_)
    return None


def _goes_on(stop: Stop) -> bool:
    """Return whether the grammar only wanted the declaration to go on or to end."""
    return stop.expected.startswith(("end of text", "another part"))


def _expected_words(stop: Stop) -> set[str]:
    return {phrase.split()[0] for phrase in _candidates(stop)}


def _candidates(stop: Stop) -> tuple[str, ...]:
    """Return the phrases that could stand at the place."""
    quoted = tuple(re.findall(r"`([a-z][a-z ]*)`", stop.expected))
    if _goes_on(stop):
        return (*PARTS[stop.kind], *(_JOINING if stop.same_line else ()), "must", "may", "must not")
    if quoted:
        return (*quoted, *PARTS[stop.kind], *(_JOINING if stop.same_line else ()))
    return _VALUES if stop.expected.startswith(("value", "expression")) else ()


def _near(stop: Stop, candidates: Iterable[str]) -> str | None:
    """Return a hint when what stands at the place is nearly one of the phrases."""
    phrases = tuple(candidates)
    for count in (4, 3, 2, 1):
        said = stop.words(count)
        if not said or (count == 1 and said in phrases):
            continue
        same = [p for p in phrases if len(p.split()) == count]
        if said.lower() != said and said.lower() in same:
            return f"words of the language are written in small letters: `{said.lower()}`"
        better = nearest(said, same)
        if better:
            return f"did you mean `{better}`?"
    return None


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the phrase of the language that a word comes nearest to; short words are no misspellings.

    >>> nearest("unles", ("unless", "until")), nearest("of", ("or", "on"))
    ('unless', None)
    """
    found = nearest_names(word.lower(), candidates) if len(word) > 2 else ()
    return found[0] if found else None


# --- the rest --------------------------------------------------------------------------------


def _plain(stop: Stop) -> Mistake:
    message = f"expected {_expected(stop)}{_found(stop)}"
    help_ = _near(stop, _candidates(stop))
    if stop.token in ("a", "an", "the") and stop.expected.startswith("name"):
        help_ = "names stand without an article"
    return Mistake(message, stop.at, stop.end, help_)


def _found(stop: Stop) -> str:
    return f", found `{shown(stop.token)}`" if stop.token else ", found the end"


_ARTICLES = {
    "name": "a name", "field name": "a word", "quoted text": "a text in quotes", "value": "a value",
    "expression": "a condition or a value", "approval": "an approval", "date": "a date (2003-07-01)",
    "fingerprint of 8 to 64 digits 0-9 and a-f": "a fingerprint (8 to 64 digits 0-9 and a-f)",
    "table row": "a table: rows like | ... |", "length of time": "a length of time (60 days)",
    "citation": "a citation",
    "name of what it runs over": "the name of a fact or a period",
}  # fmt: skip


def _expected(stop: Stop) -> str:
    """Return what was expected as a phrase."""
    if stop.expected.startswith("end of text"):
        ends = stop.kind in ("approval", "define", "carry", "assumption")
        return f"{'an operator' if ends else f'another part of the {stop.kind}'}, or the next declaration"
    if stop.expected.startswith("field name") and re.search(r"\b(must|must\s+not|may)\s*$", stop.before):
        return "the verb of the duty"
    if stop.expected.startswith("another part") and stop.same_line and re.search(r"[\w)\"]$", stop.before):
        return f"an operator, or {stop.expected}"
    words = stop.expected.removeprefix("{").removesuffix("}")
    parts = list(dict.fromkeys(_ARTICLES.get(p.strip(), p.strip()) for p in words.split(" | ")))
    if len(parts) > 8:
        parts = [*parts[:8], "..."]
    return ", ".join(parts[:-1]) + " or " + parts[-1] if len(parts) > 1 else parts[0] or "something else"


def shown(token: str) -> str:
    """Return a token, shortened where it is very long."""
    return token if len(token) <= 40 else token[:39] + "…"


_LOOKS: tuple[Callable[[Stop], Mistake | None], ...] = (
    _open_text,
    _character,
    _number,
    _written_date,
    _bad_name,
    _reserved,
    _indented,
    _table,
    _unclosed,
    _comparison,
    _instrument,
    _comma,
    _missing_called,
    _borrowed,
)
