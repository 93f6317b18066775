"""Whole files: the good ones say nothing, the bad ones say exactly what is listed beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
GOOD = sorted(path.name for path in (FOLDER / "good").iterdir())
BAD = sorted(path.name for path in (FOLDER / "bad").iterdir() if path.suffix != ".expect")

Said = Callable[[dict[str, bytes]], list[str]]


def wanted_lines(name: str) -> list[str]:
    return (FOLDER / "bad" / f"{name}.expect").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_read_without_a_word(name: str, said: Said) -> None:
    assert said({f"x/{name}": (FOLDER / "good" / name).read_bytes()}) == []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_says_what_is_wrong_and_where(name: str, said: Said) -> None:
    found = sorted(said({f"x/{name}": (FOLDER / "bad" / name).read_bytes()}))
    wanted = sorted(wanted_lines(name))
    assert len(found) == len(wanted), found
    for line, want in zip(found, wanted, strict=True):
        assert line.startswith(want)


def test_every_list_of_mistakes_has_its_file() -> None:
    lists = {path.stem for path in (FOLDER / "bad").glob("*.expect")}
    assert lists == set(BAD)


@pytest.mark.parametrize("name", [name for name in BAD if name.endswith(".yaml")])
def test_line_ends_and_a_byte_order_mark_change_no_place(name: str, said: Said) -> None:
    data = (FOLDER / "bad" / name).read_bytes()
    windows = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    assert said({"x/a.yaml": windows}) == said({"x/a.yaml": data})


@pytest.mark.parametrize("name", [name for name in BAD if name.endswith(".csv")])
def test_line_ends_and_a_byte_order_mark_change_no_row(name: str, said: Said) -> None:
    data = (FOLDER / "bad" / name).read_bytes()
    windows = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    assert said({f"x/{name}": windows}) == said({f"x/{name}": data})
