"""An agreement of the repository with a draft and the facts of one test; every fact is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from checker import pipeline
from checker.evaluate.case import Case, Index
from checker.evaluate.findings import Told
from checker.evaluate.run import known_by
from checker.evaluate.worlds import choices
from checker.facts.read import FactFile
from checker.findings.amended import Effect, Need, Resolution
from checker.findings.model import TextSpan
from checker.needs.needs import needs
from checker.needs.resolutions import resolutions
from checker.source import Source, Span
from checker.workspace import Workspace, read_workspace

ROOT = Path(__file__).resolve().parents[2]

BESIDE = {"class_k_2003": ("class_k_2000",)}
"""Agreements whose schedules an agreement refers to."""

BOARD = """
directors:
  - {id: amari, name: Bea Amari, from: 2000-01-01}
  - {id: boyd, name: Carl Boyd, from: 2000-01-01}
  - {id: chen, name: Dora Chen, from: 2000-01-01}
  - {id: diaz, name: Emil Diaz, from: 2000-01-01}
  - {id: evans, name: Faye Evans, from: 2000-01-01}
independence:
  - {director: amari, from: 2000-01-01, interested_person: yes, interest_in_plan: yes, interest_in_related_agreements: yes}
  - {director: boyd, from: 2000-01-01, interested_person: yes, interest_in_plan: no, interest_in_related_agreements: no}
  - {director: chen, from: 2000-01-01, interested_person: no, interest_in_plan: no, interest_in_related_agreements: no}
  - {director: diaz, from: 2000-01-01, interested_person: no, interest_in_plan: no, interest_in_related_agreements: no}
  - {director: evans, from: 2000-01-01, interested_person: no, interest_in_plan: no, interest_in_related_agreements: no}
"""
"""Five directors, three of them independent: three of five and two of three are a majority."""


@cache
def _whole() -> Workspace:
    workspace, problems = read_workspace(ROOT)
    assert workspace is not None and not [p for p in problems if p.severity == "error"]
    return workspace


@cache
def _loaded(agreement: str, draft: str, register: str) -> pipeline.Loaded:
    whole = _whole()
    found = []
    for a in whole.agreements:
        if a.name == agreement:
            own = tuple(s for s in a.sources if "/amendments/" not in s.path)
            text = Source(f"agreements/{agreement}/draft.clause", draft)
            path = f"agreements/{agreement}/register/test.yaml"
            facts = (FactFile(path, (BOARD + register).encode()),)
            found.append(replace(a, sources=(*own, text), facts=facts))
        elif a.name in BESIDE.get(agreement, ()):
            found.append(replace(a, facts=()))
    loaded = pipeline.load(replace(whole, agreements=tuple(found), shared_facts=(), documents={}, waivers=()))
    errors = [d for d in loaded.diagnostics if d.severity == "error"]
    assert not errors, [(d.code, d.message) for d in errors]
    return loaded


def case_of(agreement: str, draft: str, register: str, as_of: date) -> tuple[Case, Told]:
    """Return the case of an agreement with a draft, and what places are told with."""
    loaded = _loaded(agreement, draft, register)
    a = loaded.rules.agreements[agreement]
    index = Index(known_by(loaded.facts[agreement], a, as_of))

    def wording(span: Span) -> str:
        text = loaded.sources[span.path].text if span.path in loaded.sources else ""
        return " ".join(text[span.start : span.end].split())

    def place(span: Span) -> TextSpan:
        line, column = loaded.sources[span.path].line_column(span.start)
        return TextSpan(path=span.path, start=span.start, end=span.end, line=line, column=column)

    probe = Case(a, a.kinds, index, as_of, {}, wording)
    world = {name: c.readings[0][1] for name, c in choices(probe, {}).items()}
    told = Told(place, lambda rule: "", lambda code: "hard")
    return Case(a, a.kinds, index, as_of, world, wording), told


def effect(key: str, fund: str = "", element: str = "", **told: str) -> Effect:
    """Return an effect, of which only these parts matter."""
    values = {
        "key": key,
        "severity": "warning",
        "element": element,
        "fund": fund,
        "share_class": "",
        "old": "",
        "new": "",
        "change": "",
        "direction": "",
        "decided_by": "",
        "case": (),
        "worse_off": (),
        "which": "",
        "reaches": (),
        "clause": "",
        "paragraph": "",
        "question": "",
        "note": "",
        "span": None,
        **told,
    }
    return Effect.model_validate(values)


def names_in(case: Case) -> list[str]:
    return [a.name for a in case.agreement.document.amendments]


def needed(
    agreement: str, draft: str, register: str, as_of: date, effects: Sequence[Effect] = ()
) -> tuple[Need, ...]:
    """Return what a draft needs."""
    case, told = case_of(agreement, draft, register, as_of)
    return needs(case, names_in(case), effects, told)


def resolved(
    agreement: str, draft: str, register: str, as_of: date, effects: Sequence[Effect] = ()
) -> tuple[Resolution, ...]:
    """Return the resolutions for a draft."""
    case, told = case_of(agreement, draft, register, as_of)
    return resolutions(needs(case, names_in(case), effects, told), effects, case, names_in(case))
