"""The catalogue, its pages, and the code of the package agree with one another."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_files import PACKAGE, PAGES

from checker.diagnostics import Place, diagnostic
from checker.diagnostics.catalogue import CODES

TESTS = PACKAGE.parent / "tests"
AREAS = {
    "P": "reading and parsing",
    "N": "names",
    "T": "types and units",
    "A": "analysis",
    "F": "facts",
    "S": "source documents",
    "W": "workspace and settings",
    "I": "internal",
}
RETIRED: frozenset[str] = frozenset()
"""Codes that nothing reports any more. Their numbers are not used again."""

_CODE = re.compile(r"[PNTAFSWI]\d{3}")
_IN_TEXT = re.compile(rf"(?:error|warning|note)\[({_CODE.pattern}) ([a-z-]+)\]")
REPORTS = {"diagnostic", "report", "unknown", "Mistake"}
"""What is called with a code: the record's maker, its wrappers, and the parser's own record."""


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the codes among the strings of a module, and their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
            yield node.value, node.lineno


def called_with(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the codes among the first arguments of the calls that report."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) in REPORTS:
            for inner in (i for a in node.args for i in ast.walk(a)):
                if isinstance(inner, ast.Constant) and re.fullmatch(r"[A-Z]\d{3}", str(inner.value)):
                    yield str(inner.value), node.lineno


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "catalogue.py")


# --- the catalogue ---------------------------------------------------------------------------


def test_codes_stand_under_their_area() -> None:
    text = (PACKAGE / "diagnostics" / "catalogue.py").read_text(encoding="utf-8")
    area = ""
    for line in text.splitlines():
        heading = re.match(r"    # ([A-Z]): (.+)", line)
        area = heading[1] if heading else area
        entry = re.match(r'    \("(\w+)", ', line)
        if heading:
            assert AREAS[heading[1]] == heading[2]
        if entry:
            assert entry[1].startswith(area), f"{entry[1]} stands among the codes of {area}"


def test_numbers_go_up_by_one() -> None:
    for area in AREAS:
        numbers = [int(code[1:]) for code in CODES if code.startswith(area)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_code_is_in_a_known_area() -> None:
    assert all(_CODE.fullmatch(code) and entry.code == code for code, entry in CODES.items())


def test_slugs_are_unique() -> None:
    slugs = Counter(entry.slug for entry in CODES.values())
    assert [slug for slug, times in slugs.items() if times > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)


def test_titles_are_unique_and_no_sentences() -> None:
    titles = Counter(entry.title for entry in CODES.values())
    assert all(times == 1 for times in titles.values())
    assert all(title[0].isupper() and not title.endswith(".") for title in titles)


def test_a_code_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(KeyError):
        diagnostic("X999", "no such code", Place("nowhere"))


# --- pages -----------------------------------------------------------------------------------


def test_every_code_has_a_page() -> None:
    assert sorted(CODES) == [path.stem for path in PAGES]


def test_pages_name_codes_with_their_slugs() -> None:
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        named = [*_IN_TEXT.findall(text), *re.findall(rf"`({_CODE.pattern}) ([a-z-]+)`", text)]
        assert all(CODES[code].slug == slug for code, slug in named), path.name


# --- code ------------------------------------------------------------------------------------


def test_no_code_outside_the_catalogue() -> None:
    wrong = [
        f"{path.name}:{line} {code}" for path in MODULES for code, line in strings(path) if code not in CODES
    ]
    assert wrong == []
    reported = [
        f"{p.name}:{line} {code}" for p in MODULES for code, line in called_with(p) if code not in CODES
    ]
    assert reported == []


def test_every_code_is_reported_somewhere() -> None:
    found = {code for path in MODULES for code, _ in strings(path)}
    found |= {code for path in MODULES for code, _ in _IN_TEXT.findall(path.read_text(encoding="utf-8"))}
    assert set(CODES) - found - RETIRED == set()


def test_what_is_written_out_has_the_right_slug() -> None:
    for path in MODULES:
        for code, slug in _IN_TEXT.findall(path.read_text(encoding="utf-8")):
            assert CODES[code].slug == slug, path.name


def test_every_code_is_fired_by_a_test() -> None:
    """Pages fire their own code (test_pages.py proves it), and cases those they expect."""
    fired = {path.stem for path in PAGES if not path.stem.startswith("S")}
    for case in (TESTS / "bad").glob("*.clause"):
        fired |= set(
            re.findall(rf"^# expect: ({_CODE.pattern}) ", case.read_text(encoding="utf-8"), re.MULTILINE)
        )
    for path in sorted((TESTS / "sources").glob("test_*.py")):
        fired |= {code for code, _ in strings(path)}
    assert set(CODES) - fired - RETIRED == set()
