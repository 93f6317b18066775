"""The wording of a question to put: what an amendment does, in few words, from its effects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.evaluate.case import Case
from checker.evaluate.phrases import plain
from checker.findings.amended import Effect

MOST_FUNDS = 4
"""Funds named one by one; more are counted."""

VERBS = {
    "added": "adds",
    "changed": "changes",
    "dropped": "drops",
    "extended": "extends",
    "increased": "increases",
    "lengthened": "lengthens",
    "lessened": "lessens",
    "loosened": "loosens",
    "lowered": "lowers",
    "moved": "moves",
    "narrowed": "narrows",
    "raised": "raises",
    "removed": "removes",
    "renamed": "renames",
    "renumbered": "renumbers",
    "shortened": "shortens",
    "substituted": "substitutes",
    "tightened": "tightens",
    "waived": "waives",
    "widened": "widens",
}

THINGS = {"cdsc": "contingent deferred sales charge", "fund": "", "class": ""}
"""What the first words of a key stand for, where that is not the element itself."""


def title_of(case: Case, drafts: Sequence[str]) -> str:
    """Return what the drafts are called, and of what."""
    found = [a for a in case.agreement.document.amendments if a.name in drafts]
    titles = [_title(a.title) if a.title else f"the amendment {plain(a.name)}" for a in found]
    return f"{_and(titles)} to the {case.agreement.title}"


def _title(title: str) -> str:
    """Return a title as a sentence has it.

    >>> _title("Amendment No. 2"), _title("Yearly report")
    ('Amendment No. 2', 'the amendment "Yearly report"')
    """
    return title if "amendment" in title.lower() else f'the amendment "{title}"'


def rates(text: str) -> str:
    """Return a text with its yearly rates to two decimals or more.

    >>> rates("at least 1% per year; with the draft 0.5% per year (-0.125% per year)")
    'at least 1.00% per year; with the draft 0.50% per year (-0.125% per year)'
    """
    return re.sub(r"(?<![\d.,])(\d+)(?:\.(\d))?%(?= per year)", lambda m: f"{m[1]}.{m[2] or '0'}0%", text)


class Doing:
    """What drafts do, by fund, from their effects; a figure that is a rate and a cap is one change."""

    def __init__(self, case: Case, effects: Sequence[Effect]) -> None:
        self._case = case
        self._by_fund: dict[str, list[Effect]] = {}
        once = {_figure(e): e for e in sorted(effects, key=lambda e: e.key, reverse=True)}
        for e in effects:
            if e.key != "text-changed" and (not e.element or once[_figure(e)] is e):
                self._by_fund.setdefault(e.fund, []).append(e)

    def said(self, fund: str, keys: frozenset[str] = frozenset()) -> str:
        """Return what is done for a fund, for all when there is none: words that begin with ``which``.

        ``keys`` are the effects that are voted on, all of them where none is given.
        """
        mine = {"", fund} if fund else set(self._by_fund)
        done: dict[tuple[str, str, str], list[str]] = {}
        for each, effects in self._by_fund.items():
            for e in effects if each in mine else []:
                if keys and e.key not in keys:
                    continue
                fund_of = "" if e.key.endswith("-renamed") else e.fund
                done.setdefault(_change(self._case, e), []).append(fund_of)
        said = [_said(change, [f for f in funds if f]) for change, funds in done.items()]
        return f"which {_and(said)}" if said else ""


def _figure(e: Effect) -> tuple[str, str, str, str, str]:
    return e.element, f"{e.fund} {e.share_class} {e.which}", e.old, e.new, e.key.rpartition("-")[2]


def _change(case: Case, e: Effect) -> tuple[str, str, str]:
    """Return verb, thing with its class, and figures of a change."""
    first, _, last = e.key.rpartition("-")
    if last == "substituted":
        return f"substitutes {e.new} for {e.old} as", f"the {plain(e.element).removeprefix('party ')}", ""
    if last == "added" and e.new and e.element.count("."):
        return "sets", _thing(case, e, first), _figures("", e.new)
    verb = VERBS.get(last, f"makes this change: {plain(e.key.replace('-', ' '))},")
    if first in ("fund", "class"):
        if last == "renamed":
            return verb, e.old, f" as {e.new}"
        return verb, "" if first == "fund" else e.share_class, ""
    figures = "" if e.element.startswith("clause ") else _figures(e.old, e.new)  # words of a clause
    return verb, _thing(case, e, first), figures


def _thing(case: Case, e: Effect, first: str) -> str:
    if first in THINGS:
        name = THINGS[first]
    elif "." in e.element:
        name = plain(e.element.rpartition(".")[2])
    else:
        name = plain(e.element or first.replace("-", " "))
    return f"the {name} of {_class(case, e)}" if "." in e.element or first in THINGS else f"the {name}"


def _class(case: Case, e: Effect) -> str:
    shares = e.share_class or _and(case.agreement.document.shares)
    return f"{shares} shares"


def _figures(old: str, new: str) -> str:
    old, new = (x.replace(" per year", " a year") for x in (old, new))
    if old and new:
        return f" from {old.removesuffix(' a year') if new.endswith(' a year') else old} to {new}"
    return f" at {new}" if new else ""


def _said(change: tuple[str, str, str], funds: Sequence[str]) -> str:
    verb, thing, figures = change
    named = _and(list(dict.fromkeys(funds))) if len(set(funds)) <= MOST_FUNDS else f"{len(set(funds))} funds"
    if not thing:
        return f"{verb} {named}{figures}"
    return f"{verb} {thing}{f' of {named}' if named else ''}{figures}"


def _and(words: Sequence[str]) -> str:
    """Return words joined as in a sentence.

    >>> _and(["a"]), _and(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(x for x in (", ".join(words[:-1]), *words[-1:]) if x)


