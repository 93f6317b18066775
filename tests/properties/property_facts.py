"""Facts of every declared kind, well typed and otherwise anything; and the programs to check them with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from checker.facts.store import Facts, Record
from checker.findings.model import Finding, Result
from checker.pipeline import Loaded, check, known_funds, load
from checker.typed.types import FactKind, Field
from checker.values.periods import MONTH, QUARTER, YEAR, Period
from checker.workspace import read_workspace

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
CLAUSES = re.compile(r"^```clause[ \t]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
AGREEMENT = re.compile(r"^agreement +(\w+)", re.MULTILINE)

NO_RULES: Mapping[str, str] = {}


def loaded_from(texts: list[str], rules: Mapping[str, str] = NO_RULES) -> Loaded:
    """Return a program of clause files, read and typed; nothing may be wrong with it."""
    loaded = tried(texts, rules)
    wrong = [d.message for d in loaded.diagnostics if d.severity == "error"]
    assert not wrong, wrong
    return loaded


def tried(texts: list[str], rules: Mapping[str, str] = NO_RULES) -> Loaded:
    """Return a program of clause files, read and typed, with what is wrong with it."""
    name = next(m[1] for text in texts if (m := AGREEMENT.search(text)))
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for i, text in enumerate(texts):
            _write(root / "agreements" / name / f"{i}.clause", text)
        for path, text in rules.items():
            _write(root / f"{path}.clause", text)
        _write(root / "redline.toml", "")
        workspace, _ = read_workspace(root)
        assert workspace is not None
        return load(workspace)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@cache
def encoded(name: str) -> Loaded:
    """Return an encoded agreement of this repository, without its facts, and those that it looks at."""
    beside = {f"agreements/{other}/agreement": _texts(other)[0] for other in LOOKED_AT.get(name, ())}
    return loaded_from(_texts(name), beside)


LOOKED_AT = {"class_k_2003": ("class_k_2000",)}


def _texts(name: str) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in sorted((ROOT / "agreements" / name).rglob("*.clause"))]


@cache
def of_case(path: str) -> Loaded:
    """Return the common program of a file of cases."""
    text = (CASES / f"{path}.md").read_text(encoding="utf-8")
    blocks = CLAUSES.findall(text[: text.index("\n## ")])
    rules = {name: body for name, body in blocks if name.startswith("rules/")}
    return loaded_from([body for name, body in blocks if name not in rules], rules)


PROGRAMS = (
    "norms/limit", "norms/must", "norms/exceptions", "approvals/votes", "approvals/consents", "term/continues",
    "term/terminable", "term/ends", "readings/assumptions", "readings/questions", "schedules/dated_rows",
    "schedules/amended", "schedules/not_approved", "queries/sums", "queries/finders", "queries/averages",
    "queries/windows", "arithmetic/tiers", "arithmetic/rounding", "arithmetic/amounts_per_time", "arithmetic/carry",
    "time/dates", "time/periods", "programs/by_a_day",
)  # fmt: skip


# --- checking --------------------------------------------------------------------------------


def checked(loaded: Loaded, facts: Facts, as_of: date) -> Result:
    """Return the result of the program on these facts."""
    with_facts = replace(loaded, facts=dict.fromkeys(loaded.facts, facts))
    return check(with_facts, as_of=as_of)


def by_subject(result: Result) -> dict[tuple[str, ...], Finding]:
    """Return each finding by its clause, version and subject."""
    return {key(f): f for f in result.findings}


def key(f: Finding) -> tuple[str, ...]:
    return (f.code, f.version, f.authority, *(f"{s.name}={s.value}" for s in f.subject))


def facts_of(records: list[Record]) -> Facts:
    """Return facts in the order given."""
    by_kind: dict[str, list[Record]] = {}
    for r in records:
        by_kind.setdefault(r.kind, []).append(r)
    return Facts({kind: tuple(rs) for kind, rs in by_kind.items()})


def record(kind: str, name: str, line: int = 1, /, **values: Any) -> Record:
    """Return one record; amounts as text or numbers become fractions."""
    made = {k: _value(v) for k, v in values.items()}
    return Record(kind, name, made, f"{kind}.csv", line)


def _value(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    if isinstance(value, int):
        return Fraction(value)
    return value


def complete(kind: str, since: date, until: date, fund: str | None = None) -> Record:
    """Return a statement that the records of a kind are complete."""
    about = {"fund": fund} if fund else {}
    return record(
        "complete_records",
        f"{kind} {since}",
        **{"facts": kind, "from": since, "until": until, "stated_by": "x"},
        **about,
    )


# --- values of each type ---------------------------------------------------------------------

EDGES = (
    date(1900, 1, 1), date(2003, 6, 30), date(2003, 7, 1), date(2003, 12, 31), date(2004, 1, 1), date(2004, 1, 31),
    date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1), date(2004, 5, 31), date(2004, 6, 1), date(2005, 2, 28),
    date(2999, 12, 31),
)  # fmt: skip
dates = st.dates(date(2003, 6, 1), date(2005, 12, 31)) | st.sampled_from(EDGES)
amounts = st.sampled_from(
    [Fraction(0), Fraction(1, 100), Fraction(100), Fraction("100.01"), Fraction(10**30), Fraction(1, 3)]
) | st.integers(0, 10**8).map(lambda n: Fraction(n, 100))
counts = st.sampled_from([Fraction(n) for n in (0, 1, 2, 6, 7, 12, 10**30)])
as_of_days = st.sampled_from([date(2003, 1, 1), date(2004, 2, 29), date(2004, 6, 30), date(2005, 12, 31)])


def periods(field: Field) -> st.SearchStrategy[Period]:
    series = {"month": MONTH, "quarter": QUARTER, "year": YEAR}.get(field.period)
    if series is not None:
        return dates.map(series.containing)
    spans = st.builds(
        lambda a, n: Period(a, a + timedelta(days=n), f"{a} to {a + timedelta(days=n)}"),
        dates.filter(lambda d: d.year < 2999),
        st.integers(0, 400),
    )
    return spans | dates.map(MONTH.containing)


def texts(loaded: Loaded) -> st.SearchStrategy[str]:
    """Texts that mean something in the program, and some that do not."""
    found = {"", "X", "yes", "no", "Somebody", "é"}
    for document in loaded.program.agreements.values():
        found |= (
            set(document.questions) | set(document.assumptions) | set(document.bodies) | set(document.parties)
        )
        found |= {a.name for a in document.amendments} | {document.name}
        found |= {label for a in document.assumptions.values() for label, _ in a.readings}
        found |= {n for p in document.parties.values() for n in p.names}
        found |= {answer for q in document.questions.values() for answer in q.answers}
    found |= {k for k, v in loaded.program.kinds.items() if v.store != "part"}
    return st.sampled_from(sorted(found))


def values(loaded: Loaded, field: Field, keys: Mapping[str, list[str]]) -> st.SearchStrategy[Any]:
    """Return the values that a field can hold."""
    t = field.type
    match t.kind:
        case "money":
            return amounts
        case "number" if field.whole:
            return counts
        case "number":
            return amounts | st.sampled_from([Fraction(1, 2), Fraction(67, 100)])
        case "duration":
            return counts
        case "date":
            return dates
        case "yes_no":
            return st.booleans()
        case "period":
            return periods(field)
        case "one_of":
            return st.sampled_from(t.members)
        case "fund":
            return st.sampled_from([*sorted(known_funds(loaded.program))[:3], "Some Other Fund"])
        case "record":
            return st.sampled_from(keys[t.name]) if keys.get(t.name) else st.nothing()
        case "list":
            part = loaded.program.kinds[t.name]
            return st.lists(records(loaded, part, keys), max_size=3).map(lambda rs: tuple(_numbered(rs)))
        case _:
            return texts(loaded)


def _numbered(rs: list[Record]) -> list[Record]:
    return [replace(r, key=f"{r.kind}[{i}]") for i, r in enumerate(rs, 1)]


@st.composite
def records(
    draw: Any, loaded: Loaded, kind: FactKind, keys: Mapping[str, list[str]], name: str = ""
) -> Record:
    """One record of a kind: what is required, and of what is optional some or all."""
    made: dict[str, Any] = {}
    for field in kind.fields:
        if field.presence == "key":
            made[field.name] = name
            continue
        if field.presence == "optional" and draw(st.integers(0, 2)) == 0:
            continue
        found = values(loaded, field, keys)
        if field.type.kind == "record" and not keys.get(field.type.name):
            if field.presence == "required":
                made[field.name] = "nothing on file"
            continue
        made[field.name] = draw(found)
    return Record(kind.name, name or kind.name, made, f"{kind.section or kind.name}.csv", 1)


def used_kinds(loaded: Loaded) -> list[FactKind]:
    """Return the kinds that a program looks at, by name or because of what its clauses are."""
    own = " ".join(s.text for s in loaded.sources.values() if not s.path.startswith("redline:"))
    implied = {
        "vote": r"approv|requires|continues|terminable", "meeting": "in person|called for",
        "consent": "consent", "termination": "terminable", "determination": "question|assumption",
        "director": "majority of", "independence": "independent_directors",
    }  # fmt: skip
    kinds = [k for k in loaded.program.kinds.values() if k.store != "part" and k.name != "amendment"]
    return [
        k
        for k in kinds
        if k.name != "complete_records"
        and (re.search(rf"\b{k.name}\b", own) or (k.name in implied and re.search(implied[k.name], own)))
    ]


@st.composite
def any_facts(draw: Any, loaded: Loaded, most: int = 5) -> Facts:
    """Entries of the kinds that the program looks at, and statements that some of them are complete."""
    keys: dict[str, list[str]] = {}
    by_kind: dict[str, tuple[Record, ...]] = {}
    statements: list[Record] = []
    for kind in sorted(used_kinds(loaded), key=lambda k: sum(f.type.kind == "record" for f in k.fields)):
        names = [f"{kind.name}{i}" for i in range(draw(st.integers(0, most)))]
        made = [draw(records(loaded, kind, keys, n)) for n in names]
        by_kind[kind.name] = tuple(replace(r, line=i + 2) for i, r in enumerate(made))
        keys[kind.name] = names
        until = draw(st.sampled_from([None, date(2004, 2, 29), date(2006, 1, 1), date(2006, 1, 1)]))
        if until is not None:
            statements.append(complete(kind.name, date(2003, 1, 1), until))
    return Facts({**by_kind, "complete_records": tuple(statements)})
