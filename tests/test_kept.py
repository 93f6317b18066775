"""Trees kept between runs: the same as parsed, or as if they were not there."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import kept
from checker.source import Source
from checker.syntax.parse import parse

TEXT = 'agreement pier "Plan"\n  effective 2020-01-01\n\n' + "\n".join(
    f'clause c{i} at "{i}"\n  for each payment\n  limit payment.amount to at most ${i}.50\n' for i in range(40)
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "trees"))
    kept._folder.cache_clear()
    yield tmp_path / "trees"
    kept._folder.cache_clear()


def test_the_second_time_gives_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source("agreements/pier/agreement.clause", TEXT)
    first = kept.parsed(source)
    assert first == parse(source) and len(list(folder.glob("*.tree"))) == 1
    monkeypatch.setattr(kept, "parse", lambda _: pytest.fail("it was parsed again"))
    again = kept.parsed(source)
    assert again == first
    assert [d.span for d in again[0].declarations] == [d.span for d in first[0].declarations]


def test_mistakes_are_kept_too(folder: Path) -> None:
    source = Source("a.clause", TEXT + "\nnonsense here\n")
    assert kept.parsed(source)[1] == kept.parsed(source)[1] == parse(source)[1] != ()


@pytest.mark.parametrize("other", [TEXT + " ", TEXT.replace("$3.50", "$3.60")])
def test_another_text_is_another_tree(folder: Path, other: str) -> None:
    kept.parsed(Source("a.clause", TEXT))
    assert kept.parsed(Source("a.clause", other)) == parse(Source("a.clause", other))


def test_another_path_is_another_tree(folder: Path) -> None:
    """Places are named with the path, so a copy of a file is read anew."""
    kept.parsed(Source("a.clause", TEXT))
    assert kept.parsed(Source("b.clause", TEXT))[0].path == "b.clause"


@pytest.mark.parametrize("content", [b"", b"rubbish", pickle.dumps("a text"), pickle.dumps((1, 2))])
def test_what_is_spoilt_is_parsed_again(folder: Path, content: bytes) -> None:
    source = Source("a.clause", TEXT)
    expected = kept.parsed(source)
    (file,) = folder.glob("*.tree")
    file.write_bytes(content)
    assert kept.parsed(source) == expected
    assert file.read_bytes() != content


def test_nothing_foreign_is_made(folder: Path, tmp_path: Path) -> None:
    class Foreign:
        def __reduce__(self) -> object:
            return (Path.touch, (tmp_path / "made",))

    source = Source("a.clause", TEXT)
    expected = kept.parsed(source)
    (file,) = folder.glob("*.tree")
    file.write_bytes(pickle.dumps(Foreign()))
    assert kept.parsed(source) == expected
    assert not (tmp_path / "made").exists()


def test_it_can_be_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.VARIABLE, "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kept._folder.cache_clear()
    kept.parsed(Source("a.clause", TEXT))
    kept._folder.cache_clear()
    assert list(tmp_path.rglob("*")) == []


def test_a_folder_that_cannot_be_made_is_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "file" / "below"))
    kept._folder.cache_clear()
    assert kept.parsed(Source("a.clause", TEXT)) == parse(Source("a.clause", TEXT))
    kept._folder.cache_clear()
