"""What is read, under which names, and what cannot be."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.resources import shipped_texts
from checker.workspace import LARGEST, SHIPPED, Workspace, find_root, read_workspace, text_file

Write = Callable[[Path, str | bytes], Path]


def read(root: Path, *paths: Path) -> tuple[Workspace, list[tuple[str, str]]]:
    workspace, found = read_workspace(root, paths)
    assert workspace is not None
    return workspace, [(d.code, d.primary.where.path) for d in found]


def test_the_layout(workspace: Path, write: Write) -> None:
    plan = workspace / "agreements" / "plan"
    write(plan / "schedules.clause", "# more\n")
    write(plan / "amendments" / "one.clause", "# amendment\n")
    write(plan / "register" / "board.yaml", "votes: []\n")
    write(plan / "ledger" / "payments.csv", "id\n")
    write(plan / "ledger" / "net_assets.parquet", b"PAR1")
    write(plan / "scenarios" / "late.yaml", "x: 1\n")
    write(plan / "scenarios" / "register" / "late.csv", "x: 1\n")
    write(plan / "plan.txt", "FIRST")
    write(plan / "README.md", "about it")
    write(workspace / "agreements" / "other" / "agreement.clause", "# other\n")
    write(workspace / "agreements" / "README.md", "about them")
    write(workspace / "register" / "closings.yaml", "closings: []\n")
    write(workspace / "rules" / "own.clause", "# own\n")
    write(workspace / "documents" / "b.txt", "SECOND")
    write(workspace / "redline.toml", 'sources = "documents"\n')
    write(workspace / "agreements" / "plan" / "ledger" / ".hidden.csv", "x")
    found, problems = read(workspace)
    assert problems == []
    assert [a.name for a in found.agreements] == ["other", "plan"]
    first = found.agreements[1]
    assert [s.path for s in first.sources] == [
        "agreements/plan/agreement.clause",
        "agreements/plan/amendments/one.clause",
        "agreements/plan/schedules.clause",
    ]
    assert [(f.path, f.data) for f in first.facts] == [
        ("agreements/plan/register/board.yaml", b"votes: []\n"),
        ("agreements/plan/ledger/net_assets.parquet", b"PAR1"),
        ("agreements/plan/ledger/payments.csv", b"id\n"),
    ]
    assert [s.path for s in first.documents] == ["agreements/plan/plan.txt"]
    assert [f.path for f in found.shared_facts] == ["register/closings.yaml"]
    assert found.documents["b.txt"].path == "documents/b.txt"
    assert found.selected == {"plan", "other"}
    shipped = [SHIPPED + name for name, _ in shipped_texts("rules", ".clause")]
    assert [s.path for s in found.rules] == [*shipped, "rules/own.clause"]


def test_digests_of_everything_read_sorted(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "plan" / "ledger" / "payments.csv", "id\n")
    found, _ = read(workspace)
    digests = dict(found.digests)
    assert list(digests) == sorted(digests)
    assert digests["agreements/plan/ledger/payments.csv"] == hashlib.sha256(b"id\n").hexdigest()
    assert {"redline.toml", "agreements/plan/agreement.clause"} < set(digests)
    assert not [path for path in digests if path.startswith("/")]


def test_twice_the_same(workspace: Path) -> None:
    assert read(workspace) == read(workspace)


def test_the_root(workspace: Path, tmp_path: Path) -> None:
    assert find_root(workspace / "agreements" / "plan") == workspace
    assert find_root(workspace / "agreements" / ".." / "agreements") == workspace
    (workspace / "redline.toml").unlink()
    assert find_root(workspace) == workspace
    assert find_root(workspace / "agreements") is None
    none, found = read_workspace(tmp_path)
    assert none is None
    assert [d.code for d in found] == ["W002"]
    assert read_workspace(tmp_path / "missing")[0] is None


def test_in_the_checkout_rules_are_read_once() -> None:
    root = Path(__file__).resolve().parents[2]
    found, _ = read(root)
    paths = [s.path for s in found.rules]
    assert paths == sorted(p.relative_to(root).as_posix() for p in (root / "rules").rglob("*.clause"))


def test_a_byte_order_mark_is_dropped_and_line_ends_are_kept(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "plan" / "agreement.clause", b"\xef\xbb\xbf# a\r\n")
    found, problems = read(workspace)
    assert problems == []
    assert found.agreements[0].sources[0].text == "# a\r\n"


@pytest.mark.parametrize(
    "content", [b"ok\n\xff", b"ok\na\0b", "naïve".encode("latin-1"), "a".encode("utf-16")]
)
def test_what_is_no_text(workspace: Path, write: Write, content: bytes) -> None:
    write(workspace / "agreements" / "plan" / "agreement.clause", content)
    found, problems = read(workspace)
    assert problems == [("P003", "agreements/plan/agreement.clause")]
    assert found.agreements == ()


@pytest.mark.parametrize(
    "name", ["redline.toml", "waivers.yaml", "rules/own.clause", "agreements/plan/a.txt"]
)
def test_no_text_elsewhere(workspace: Path, write: Write, name: str) -> None:
    write(workspace / name, b"\xff")
    assert read(workspace)[1] == [("P003", name)]


def test_too_large(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "plan" / "more.clause", b"#" * (LARGEST + 1))
    assert read(workspace)[1] == [("P009", "agreements/plan/more.clause")]
    write(workspace / "agreements" / "plan" / "more.clause", b"#" * LARGEST)
    assert read(workspace)[1] == []


@pytest.mark.parametrize(
    "name", ["redline.toml", "waivers.yaml", "agreements/plan/register/x.yaml", "agreements/plan/more.clause"]
)
def test_a_folder_in_place_of_a_file(workspace: Path, name: str) -> None:
    path = workspace / name
    path.unlink(missing_ok=True)
    path.mkdir(parents=True)
    problems = read(workspace)[1]
    # A folder among the files of an agreement is a folder like any other.
    assert problems == ([("W003", name)] if "/" not in name else [])


def test_a_file_in_place_of_a_folder(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "plan" / "register", "x")
    assert read(workspace)[1] == [("W003", "agreements/plan/register")]
    write(workspace / "documents", "x")
    write(workspace / "redline.toml", 'sources = "documents"')
    assert ("W003", "documents") in read(workspace)[1]


@pytest.mark.parametrize(
    "name",
    [
        "redline.toml",
        "waivers.yaml",
        "agreements/none",
        "agreements/plan/x.clause",
        "agreements/plan/register",
        "agreements/plan/ledger/payments.csv",
        "register",
        "rules",
    ],
)
def test_a_link_to_nothing(workspace: Path, name: str) -> None:
    path = workspace / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("nowhere")
    assert read(workspace)[1] == [("W003", name)]


def test_a_link_is_read_under_its_own_name(workspace: Path, write: Write, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere" / "payments.csv", "id\n")
    ledger = workspace / "agreements" / "plan" / "ledger"
    ledger.symlink_to(elsewhere.parent)
    found, problems = read(workspace)
    assert problems == []
    assert [f.path for f in found.agreements[0].facts] == ["agreements/plan/ledger/payments.csv"]


def test_a_link_in_a_circle(workspace: Path) -> None:
    (workspace / "agreements" / "plan" / "round").symlink_to(workspace / "agreements" / "plan")
    assert read(workspace)[1] == [("W003", "agreements/plan/round")]


def test_a_pipe_is_not_waited_for(workspace: Path) -> None:
    os.mkfifo(workspace / "agreements" / "plan" / "more.clause")
    assert read(workspace)[1] == [("W003", "agreements/plan/more.clause")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("name", ["redline.toml", "agreements/plan/agreement.clause", "agreements/plan"])
def test_no_permission(workspace: Path, name: str) -> None:
    (workspace / name).chmod(0)
    try:
        assert ("W003", name) in read(workspace)[1]
    finally:
        (workspace / name).chmod(0o700)


def denied() -> Any:
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_no_permission_said_by_the_system(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = workspace.parent
    iterdir, opened = Path.iterdir, Path.open
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", lambda p, mode: denied() if here in p.parents else opened(p, mode))
        names = ["redline.toml", "agreements/plan/agreement.clause"]
        assert read(workspace)[1] == [("W003", name) for name in sorted(names)]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "iterdir", lambda p: denied() if p.name == "plan" else iterdir(p))
        _, found = read_workspace(workspace)
        assert [d.message for d in found] == ["the folder cannot be read: permission denied"]


@pytest.mark.parametrize(
    "name",
    [
        "register/votes.json",
        "register/votes.csv",
        "ledger/payments.xlsx",
        "ledger/votes.yaml",
        "ledger/README",
        "payments.csv",
        "regster/board.yaml",
        "amendments/board.yml",
    ],
)
def test_a_fact_file_that_nobody_would_read(workspace: Path, write: Write, name: str) -> None:
    write(workspace / "agreements" / "plan" / name, "x")
    assert read(workspace)[1] == [("F015", f"agreements/plan/{name}")]


def test_an_agreement_without_a_clause_file(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "empty" / "README.md", "x")
    write(workspace / "agreements" / "stray.clause", "x")
    found, problems = read(workspace)
    assert problems == [("N011", "agreements/empty"), ("W003", "agreements/stray.clause")]
    assert [a.name for a in found.agreements] == ["plan"]


def test_settings_and_waivers_are_read(workspace: Path, write: Write) -> None:
    write(workspace / "redline.toml", 'as_off = 2004-01-01\nfail_level = "no"\n')
    write(workspace / "waivers.yaml", "waivers: 3\n")
    found, problems = read(workspace)
    assert problems == [("W001", "redline.toml"), ("W001", "redline.toml"), ("W006", "waivers.yaml")]
    assert set(found.texts) >= {"redline.toml", "waivers.yaml"}


def test_selection(workspace: Path, write: Write) -> None:
    write(workspace / "agreements" / "other" / "agreement.clause", "# other\n")
    plan = Path("agreements/plan")
    for path in (plan, plan / "agreement.clause", (workspace / plan).resolve(), plan / ".." / "plan"):
        found, problems = read(workspace, path)
        assert (found.selected, problems) == ({"plan"}, [])
        assert len(found.agreements) == 2
    for path in (Path(), Path("agreements"), workspace):
        assert read(workspace, path)[0].selected == {"plan", "other"}
    assert read(workspace, plan, Path("agreements/other"))[0].selected == {"plan", "other"}


def test_selection_from_elsewhere(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path("agreements/plan"), Path("ws/agreements/plan")):
        assert read(workspace, path)[0].selected == {"plan"}


def test_a_selection_of_nothing(workspace: Path, write: Write) -> None:
    write(workspace / "rules" / "own.clause", "# own\n")
    _, found = read_workspace(workspace, [Path("agreements/plam"), Path("rules"), Path("nowhere")])
    assert [(d.code, d.message, d.help) for d in found] == [
        ("W005", "there is no such file or folder", "did you mean `plan`?"),
        ("W005", "there is no such file or folder", None),
        ("W005", "this selects no agreement", None),
    ]


def test_one_text(tmp_path: Path, write: Write) -> None:
    source, found = text_file(write(tmp_path / "a.clause", "# a\n"), "x/a.clause")
    assert source is not None
    assert (source.path, source.text, found) == ("x/a.clause", "# a\n", [])
    source, found = text_file(tmp_path / "b.clause", "x/b.clause")
    assert source is None
    assert [(d.code, d.primary.where.path) for d in found] == [("W003", "x/b.clause")]


def test_documents_outside_keep_a_relative_name(workspace: Path, write: Write, tmp_path: Path) -> None:
    write(tmp_path / "docs" / "a.txt", "FIRST")
    write(workspace / "redline.toml", 'sources = "../docs"')
    assert read(workspace)[0].documents["a.txt"].path == "../docs/a.txt"
    write(workspace / "redline.toml", f'sources = "{tmp_path}/docs"')
    assert read(workspace)[0].documents["a.txt"].path == "docs/a.txt"
    write(workspace / "redline.toml", 'sources = "../nowhere"')
    assert read(workspace)[1] == []


def test_rules_that_ship_are_not_read_twice_where_the_workspace_has_them(workspace: Path, write: Write) -> None:
    """An installed Redline that runs in its own checkout finds each of its rules there once."""
    shipped = dict(shipped_texts("rules", ".clause"))
    for name, content in shipped.items():
        write(workspace / "rules" / name, content)
    write(workspace / "rules" / "own.clause", "# own\n")
    found, _ = read(workspace)
    assert sorted(s.path for s in found.rules) == sorted(["rules/own.clause", *(f"rules/{n}" for n in shipped)])
    name = sorted(shipped)[0]
    write(workspace / "rules" / name, b"# another one\n")
    found, _ = read(workspace)
    assert {SHIPPED + name, f"rules/{name}"} <= {s.path for s in found.rules}
