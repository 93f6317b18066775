"""Drafts as data: what each would do, need and cost, against what was worked out by hand (tests/drafts/README.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from checker.amend import State, difference, load_draft
from checker.amend import draft as ask
from checker.findings.amended import Amended, Effect, Need
from checker.pipeline import load
from checker.workspace import read_workspace

ROOT = Path(__file__).parents[1]
DRAFTS = ROOT / "tests" / "drafts"
OWN = DRAFTS / "agreements"
BESIDE = {"class_k_2003": ("class_k_2000",)}
"""Agreements whose schedules another looks at."""

READER = YAML(typ="safe", pure=True)


def read(path: Path) -> Any:
    return READER.load(path.read_text("utf-8"))


FUNDS: Mapping[str, list[str]] = read(DRAFTS / "funds.yaml")
NEEDS: Mapping[str, list[dict[str, Any]]] = read(DRAFTS / "needs.yaml")
FILES = sorted(p for p in DRAFTS.glob("*/*.yaml") if p.parent.name not in ("facts", "agreements"))
ALL = {d["id"]: d for d in map(read, FILES)}

KEYS = {
    "id", "title", "agreement", "as_of", "with", "earlier", "draft", "draft_file", "uses", "register", "ledgers",
    "effective", "exit", "effects", "effects_never", "needs", "never", "costs", "headroom", "troubles", "note",
}  # fmt: skip
EFFECT_KEYS = {
    "key", "element", "fund", "funds", "class", "old", "new", "direction", "decided_by", "worse_off", "which",
    "reaches", "question", "optional",
}  # fmt: skip
NEED_KEYS = {
    "kind", "by", "at", "fund", "funds", "who", "standing", "in_person", "least", "least_if_all_present",
    "on_file", "by_day", "question", "optional", "use",
}  # fmt: skip


# --- the drafts, brought before the tool ---------------------------------------------------------


def workspace_for(draft: Mapping[str, Any], root: Path) -> Path:
    """Write a workspace with the draft's agreement, its facts and the amendments made already; return the draft."""
    name = draft["agreement"]
    (root / "redline.toml").write_text("", "utf-8")
    for other in (name, *BESIDE.get(name, ())):
        source = OWN / other if (OWN / other).exists() else ROOT / "agreements" / other
        _copy(source / "agreement.clause", root / "agreements" / other / "agreement.clause")
    for made in draft.get("with", ()):
        _copy(ROOT / made, root / "agreements" / name / "amendments" / Path(made).name)
    if "earlier" in draft:
        _write(root / "agreements" / name / "amendments" / "earlier.clause", draft["earlier"])
    for used in draft.get("uses", ()):
        source = DRAFTS / used if used.startswith("facts/") else ROOT / used
        _copy(source, root / "register" / Path(used).name)
    own = root / "agreements" / name
    for kind, section in (("register", "register"), ("ledger", "ledgers")):
        if draft.get(section):
            _write_facts(own / kind, kind, draft[section])
    text = draft["draft"] if "draft" in draft else (ROOT / draft["draft_file"]).read_text("utf-8")
    path = root / "draft.clause"
    path.write_text(text, "utf-8")
    return path


def _copy(source: Path, target: Path) -> None:
    _write(target, source.read_text("utf-8"))


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def _write_facts(folder: Path, kind: str, sections: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "register":
        with (folder / "draft.yaml").open("w", encoding="utf-8") as file:
            READER.dump(sections, file)
        return
    for section, rows in sections.items():
        columns = list(dict.fromkeys(c for row in rows for c in row))
        lines = [",".join(columns), *(",".join(_cell(row.get(c, "")) for c in columns) for row in rows)]
        (folder / f"{section}.csv").write_text("\n".join(lines) + "\n", "utf-8")


def _cell(value: Any) -> str:
    text = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return f'"{text}"' if "," in text else text


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what the tool says of a draft, asked once for each."""

    @cache
    def of(id_: str) -> Amended:
        return asked(ALL[id_], tmp_path_factory.mktemp(id_))

    return of


def asked(draft: Mapping[str, Any], root: Path) -> Amended:
    """Return what the tool says of a draft in a workspace of its own; nothing may be wrong with its text."""
    path = workspace_for(draft, root)
    found, problems, _ = load_draft(root, path)
    wrong = [p.message for p in problems if p.severity == "error"]
    assert found is not None and not wrong, wrong
    return ask(found, draft["as_of"])


# --- what was expected, entry by entry -----------------------------------------------------------


def expected_effects(draft: Mapping[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """Return the effects that are to be there, one for each fund, and whether others may be."""
    given = draft["effects"]
    others = isinstance(given, dict)
    listed = given["list"] if others else given
    return [one for e in listed for one in _for_each_fund(e, draft["agreement"])], others


def expected_needs(draft: Mapping[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    """Return the needs that are to be there, those that are listed elsewhere among them, and whether others may be."""
    found: list[dict[str, Any]] = []
    others = False
    for entry in draft["needs"]:
        if "others" in entry:
            others = True
        elif "use" in entry:
            more = {k: v for k, v in entry.items() if k != "use"}
            found += [{**one, **more} for one in NEEDS[entry["use"]]]
        else:
            found.append(entry)
    return [one for n in found for one in _for_each_fund(n, draft["agreement"])], others


def _for_each_fund(entry: Mapping[str, Any], agreement: str) -> Iterator[dict[str, Any]]:
    funds = entry.get("funds")
    if funds is None:
        yield dict(entry)
        return
    rest = {k: v for k, v in entry.items() if k != "funds"}
    yield from ({**rest, "fund": fund} for fund in (FUNDS[agreement] if funds == "all" else funds))


FIGURE = re.compile(r"^[+-]?\$?[\d,]+(?:\.\d+)?%?(?: USD| percentage points?| shares| votes)?(?: per year)?$")


def figure(text: str) -> tuple[bool, Fraction] | None:
    """Return a figure that a text is, and whether it is of a hundred; None where it is none."""
    if not FIGURE.match(text):
        return None
    digits = re.sub(r"[^\d.+-]", "", text)
    return "%" in text, Fraction(digits)


def same(wanted: Any, found: Any) -> bool:
    """Tell whether what was found is what is wanted: figures by value, `~` by what is contained."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return wanted is found
    if isinstance(wanted, list):
        return all(any(_contains(str(w), str(f)) for f in found) for w in wanted) and bool(wanted) == bool(found)
    wanted, found = str(wanted), str(found)
    if wanted.startswith("~"):
        return bool(found) and _contains(wanted[1:], found)
    one, other = figure(wanted), figure(found)
    return one == other if one is not None else wanted == found


def _contains(part: str, text: str) -> bool:
    return " ".join(part.split()).casefold() in " ".join(text.split()).casefold()


def is_one_of(wanted: Any, found: str) -> bool:
    return found in wanted if isinstance(wanted, list) else found == wanted


EFFECT_FIELDS = {"class": "share_class"}


def effect_is(wanted: Mapping[str, Any], found: Effect) -> bool:
    """Tell whether an effect is the one wanted, in all that is said of it."""
    if not is_one_of(wanted["key"], found.key):
        return False
    named = {k: v for k, v in wanted.items() if k not in ("key", "optional")}
    return all(same(v, getattr(found, EFFECT_FIELDS.get(k, k))) for k, v in named.items())


def need_is(wanted: Mapping[str, Any], found: Need) -> bool:
    """Tell whether a need is one that is wanted."""
    votes = found.votes
    read_as = {
        "by": _by(found),
        "at": found.paragraph,
        "fund": found.fund,
        "who": found.who,
        "standing": found.standing,
        "in_person": found.in_person,
        "least": votes.least if votes else "",
        "least_if_all_present": votes.least_if_all_present if votes else "",
        "on_file": " ".join(found.on_file),
        "by_day": found.by,
        "question": found.question,
    }
    if not is_one_of(wanted["kind"], found.kind):
        return False
    named = {k: v for k, v in wanted.items() if k not in ("kind", "optional")}
    return all(_contains(str(v), read_as[k]) if k == "on_file" else same(v, read_as[k]) for k, v in named.items())


def _by(found: Need) -> str:
    """Return who asks for it, the agreement or a regulation, and the clause."""
    return f"{found.authority}/{found.code.partition('/')[2]}"


def told(items: Sequence[Any], *fields: str) -> str:
    return "\n".join("  " + " | ".join(f"{f}={getattr(i, f)}" for f in fields if getattr(i, f)) for i in items)


def effects_told(items: Sequence[Effect]) -> str:
    return told(
        items, "key", "element", "fund", "share_class", "old", "new", "direction", "decided_by", "worse_off",
        "which", "reaches", "question",
    )  # fmt: skip


def needs_told(items: Sequence[Need]) -> str:
    return told(items, "kind", "standing", "authority", "code", "paragraph", "fund", "who", "by", "in_person", "votes", "question")


# --- the data itself -------------------------------------------------------------------------------


def test_there_are_enough_drafts() -> None:
    assert len(ALL) == len(FILES) >= 30
    assert sum(p.parent.name == "combined" for p in FILES) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_draft_is_written_as_the_readme_says(path: Path) -> None:
    draft = read(path)
    assert path.read_text("utf-8").startswith("# The facts are invented.\n")
    assert set(draft) <= KEYS, set(draft) - KEYS
    assert isinstance(draft["as_of"], date) and len(draft["note"]) > 20
    effects, _ = expected_effects(draft)
    needs, _ = expected_needs(draft)
    assert all(set(e) <= EFFECT_KEYS and "key" in e for e in effects)
    assert all(set(n) <= NEED_KEYS and {"kind", "by"} <= set(n) for n in needs)


# --- what the tool says ----------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ALL)
def test_effects(amended: Any, id_: str) -> None:
    draft, found = ALL[id_], amended(id_)
    wanted, others = expected_effects(draft)
    left, lost = list(found.effects), []
    for one in sorted(wanted, key=len, reverse=True):
        match = next((e for e in left if effect_is(one, e)), None)
        if match is not None:
            left.remove(match)
        elif not one.get("optional"):
            lost.append(one)
    assert not lost, f"not found:\n{lost}\namong:\n{effects_told(found.effects)}"
    assert others or not left, f"not expected:\n{effects_told(left)}"
    banned = [e for e in found.effects if e.key in draft.get("effects_never", ())]
    assert not banned, effects_told(banned)


@pytest.mark.parametrize("id_", ALL)
def test_needs(amended: Any, id_: str) -> None:
    draft, found = ALL[id_], amended(id_)
    wanted, others = expected_needs(draft)
    lost = [w for w in wanted if not w.get("optional") and not any(need_is(w, n) for n in found.needs)]
    assert not lost, f"not found:\n{lost}\namong:\n{needs_told(found.needs)}"
    more = [n for n in found.needs if n.standing != "kept" and not any(need_is(w, n) for w in wanted)]
    assert others or not more, f"not expected:\n{needs_told(more)}"


@pytest.mark.parametrize("id_", ALL)
def test_what_no_approval_allows(amended: Any, id_: str) -> None:
    forbidden = {_by(n) for n in amended(id_).needs if n.kind == "never" or n.standing == "forbidden"}
    assert forbidden == set(ALL[id_].get("never", ()))


@pytest.mark.parametrize("id_", [i for i, d in ALL.items() if "troubles" in d])
def test_troubles(amended: Any, id_: str) -> None:
    found, given = sorted(t.key for t in amended(id_).troubles), ALL[id_]["troubles"]
    may = given["optional"] if isinstance(given, dict) else []
    must = given.get("must", []) if isinstance(given, dict) else given
    assert [k for k in found if k not in may] == sorted(must)


@pytest.mark.parametrize("id_", [i for i, d in ALL.items() if "costs" in d or "headroom" in d])
def test_costs(amended: Any, id_: str) -> None:
    found = amended(id_)
    for rows, wanted in ((found.costs, "costs"), (found.headroom, "headroom")):
        for one in ALL[id_].get(wanted, ()):
            assert any(_row_is(one, r) for r in rows), f"{one}\nnot among:\n" + "\n".join(map(str, rows))


def _row_is(wanted: Mapping[str, Any], found: Any) -> bool:
    return all(
        getattr(found, k) in (v, str(v).partition("/")[2]) if k == "clause" else same(v, getattr(found, k))
        for k, v in wanted.items()
    )


@pytest.mark.parametrize("id_", [i for i, d in ALL.items() if "effective" in d])
def test_first_day(amended: Any, id_: str) -> None:
    assert amended(id_).effective == ALL[id_]["effective"]


@pytest.mark.parametrize("id_", [i for i, d in ALL.items() if "exit" in d])
def test_exit_code(amended: Any, id_: str) -> None:
    assert amended(id_).exit_code == ALL[id_]["exit"]


@pytest.mark.parametrize("id_", ALL)
def test_each_vote_that_is_missing_is_put_as_a_resolution(amended: Any, id_: str) -> None:
    found = amended(id_)
    votes = ("board", "independent_directors", "holders")
    wanting = {n.code for n in found.needs if n.kind in votes and n.standing == "missing"}
    put = {code for r in found.resolutions for code in r.needs}
    assert wanting <= put
    assert all(r.question and r.evidence for r in found.resolutions)
    assert [r.number for r in found.resolutions] == list(range(1, len(found.resolutions) + 1))


def test_a_draft_is_told_alike_twice(amended: Any, tmp_path: Path) -> None:
    again = asked(ALL["c_k_omnibus"], tmp_path)
    first = amended("c_k_omnibus")
    assert (again.effects, again.needs, again.costs) == (first.effects, first.needs, first.costs)


# --- the restatement of 2003 -------------------------------------------------------------------------


RESTATEMENT = read(DRAFTS / "restatement.yaml")


@pytest.fixture(scope="module")
def restated() -> Any:
    """Return what is different between the documents of 2000 and 2003, on their texts alone."""
    workspace, problems = read_workspace(ROOT)
    assert workspace is not None and not problems
    bare = tuple(
        replace(a, facts=(), sources=tuple(s for s in a.sources if s.path.endswith("agreement.clause")))
        for a in workspace.agreements
        if a.name in (RESTATEMENT["before"], RESTATEMENT["after"])
    )
    loaded = load(replace(workspace, agreements=bare, shared_facts=(), selected=frozenset(a.name for a in bare)))
    sides = [State(loaded, RESTATEMENT[side], side) for side in ("before", "after")]
    return loaded, difference(sides[0], sides[1])


def test_the_restatement_of_2003(restated: Any) -> None:
    _, found = restated
    wanted = [e for one in RESTATEMENT["effects"] for e in _for_each_fund(one, "class_k_2003")]
    lost = [w for w in wanted if not w.get("optional") and not any(effect_is(w, e) for e in found.effects)]
    assert not lost, f"not found:\n{lost}\namong:\n{effects_told(found.effects)}"
    of_schedules = [e for e in found.effects if e.element.partition(".")[0] in ("schedule_a", "schedule_b")]
    known = {k for w in wanted for k in ([w["key"]] if isinstance(w["key"], str) else w["key"])}
    assert {e.key for e in of_schedules if e.fund} <= {*known, *RESTATEMENT["with_the_rest"]}


@pytest.mark.parametrize("fund", FUNDS["class_k_2003"])
def test_nothing_payable_rises_by_the_restatement(restated: Any, fund: str) -> None:
    """The recital that amounts payable do not rise, fund by fund: no limit is higher and none is gone."""
    loaded, found = restated
    risen = [e for e in found.effects if e.fund in ("", fund) and e.key in RESTATEMENT["never"]]
    assert not risen, effects_told(risen)
    old, new = (loaded.program.agreements[RESTATEMENT[s]].schedules["schedule_b"] for s in ("before", "after"))
    (was,) = [r.values["maximum"] for r in old.rows if r.values["fund"] == fund]
    (is_,) = [r.values["aggregate"] for r in new.rows if r.values["fund"] == fund]
    assert is_ == was == Fraction(45, 10_000)


def test_words_that_the_restatement_widens(restated: Any) -> None:
    _, found = restated
    for one in RESTATEMENT["words"]:
        told_of = [e for e in found.effects if e.element == one["element"]]
        assert [(e.key, e.direction, e.decided_by) for e in told_of] == [tuple(one["told"])], told_of
        assert _contains(one["case"], " ".join(s.text for s in told_of[0].case))
