"""A workspace at a revision: read by git from its objects, whatever the files are now."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from checker.diagnostics import Diagnostic
from checker.repository import Revision, read_revision
from checker.workspace import Workspace, read_workspace

AGREEMENT = "agreements/sample/agreement.clause"


def at(root: Path, ref: str = "HEAD") -> Revision:
    found, problems = read_revision(root, ref)
    assert problems == []
    assert found is not None
    return found


def workspace_at(root: Path, ref: str = "HEAD") -> Workspace:
    found = at(root, ref).workspace
    assert found is not None
    return found


def refused(root: Path, ref: str = "HEAD") -> Diagnostic:
    found, problems = read_revision(root, ref)
    assert found is None
    assert len(problems) == 1
    return problems[0]


def own(workspace: Workspace) -> dict[str, str]:
    return {path: digest for path, digest in workspace.digests if not path.startswith("redline:")}


def test_it_is_what_was_committed_and_nothing_is_touched(repo) -> None:
    before, _ = read_workspace(repo.root)
    assert before is not None
    (repo.root / AGREEMENT).unlink()
    repo.write("agreements/other/agreement.clause", "not committed")
    status = repo.git("status", "--porcelain")
    found = at(repo.root)
    assert found.workspace is not None
    assert found.commit == repo.git("rev-parse", "HEAD")
    assert own(found.workspace) == own(before)
    assert [a.name for a in found.workspace.agreements] == ["sample"]
    assert [s.path for s in found.scenarios["sample"]] == ["agreements/sample/scenarios/fees.yaml"]
    assert repo.git("status", "--porcelain") == status


@pytest.mark.parametrize("ref", ["main", "main~1", "v1", "HEAD^", "HEAD~1^{commit}"])
def test_any_name_of_a_revision(repo, ref: str) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.git("tag", "--annotate", "--message=first", "v1")
    repo.write("redline.toml", "")
    second = repo.commit()
    assert at(repo.root, ref).commit == (second if ref == "main" else first)
    assert (workspace_at(repo.root, ref).settings.as_of is None) is (ref == "main")


def test_a_tree_that_is_no_commit(repo) -> None:
    """What is staged is a tree: a hook can compare just that."""
    repo.edit("redline.toml", "2024-04-30", "2024-05-31")
    repo.git("add", "--all")
    tree = repo.git("write-tree")
    repo.edit("redline.toml", "2024-05-31", "2024-06-30")
    as_of = workspace_at(repo.root, tree).settings.as_of
    assert as_of is not None
    assert as_of.isoformat() == "2024-05-31"


# --- where the workspace lies -----------------------------------------------------------------


def test_a_folder_of_the_repository(make_repo) -> None:
    repo = make_repo("legal/plans").init()
    (repo.top / "README.md").write_text("about it")
    repo.commit()
    found = at(repo.root)
    assert (found.prefix, found.home) == ("legal/plans/", "legal/plans/")
    assert AGREEMENT in own(workspace_at(repo.root))


def test_from_a_folder_inside_the_workspace(repo) -> None:
    assert AGREEMENT in own(workspace_at(repo.root / "agreements" / "sample" / "register"))


def test_a_workspace_that_was_moved(make_repo) -> None:
    repo = make_repo().init()
    repo.commit()
    (repo.top / "plans").mkdir()
    for name in ("agreements", "redline.toml"):
        (repo.top / name).rename(repo.top / "plans" / name)
    found = at(repo.top / "plans")
    assert (found.prefix, found.home) == ("plans/", "")
    assert found.workspace is not None
    assert AGREEMENT in own(found.workspace)


def test_a_second_workspace_was_not_moved_from_the_first(make_repo) -> None:
    repo = make_repo("east").init()
    repo.commit()
    west = repo.top / "west" / "agreements" / "sample"
    west.mkdir(parents=True)
    assert at(repo.top / "west").workspace is None


def test_a_linked_worktree(repo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", str(tmp_path / "other"), "-b", "other")
    assert AGREEMENT in own(workspace_at(tmp_path / "other", "main"))


def test_before_the_first_commit_there_is_nothing(make_repo) -> None:
    repo = make_repo().init()
    found = at(repo.root, "HEAD")
    assert (found.commit, found.workspace) == ("", None)


# --- names, links, submodules ------------------------------------------------------------------


@pytest.mark.parametrize("quote", ["true", "false"])
def test_names_that_git_would_quote(repo, quote: str) -> None:
    repo.git("config", "core.quotepath", quote)
    names = ['register/ä "b"\tc.yaml', "register/基金.yaml"]
    for name in names:
        repo.write(name, "closings: []\n")
    repo.commit()
    assert set(names) <= set(own(workspace_at(repo.root)))


def test_a_name_that_is_not_utf_8(repo) -> None:
    try:
        Path(os.fsdecode(os.fsencode(repo.root) + b"/agreements/sample/caf\xe9.clause")).write_text("# é")
    except OSError:
        pytest.skip("the file system takes no such name")
    repo.commit()
    assert os.fsdecode(b"agreements/sample/caf\xe9.clause") in own(workspace_at(repo.root))


def test_links_lead_where_they_led(repo) -> None:
    repo.write("shared/board.yaml", "closings: []\n")
    (repo.root / "register").symlink_to("shared", target_is_directory=True)
    (repo.root / "agreements" / "linked").symlink_to("sample")
    repo.commit()
    (repo.root / "shared" / "board.yaml").write_text("closings: [{on: 2024-01-02}]\n")
    files = {f.path: f.data for f in workspace_at(repo.root).shared_facts}
    assert files == {"register/board.yaml": b"closings: []\n"}
    assert [a.name for a in workspace_at(repo.root).agreements] == ["linked", "sample"]


def test_a_link_to_nothing_and_one_in_a_circle(repo) -> None:
    (repo.root / "agreements" / "sample" / "gone.clause").symlink_to("nowhere.clause")
    (repo.root / "agreements" / "sample" / "round").symlink_to("../sample")
    (repo.root / "agreements" / "sample" / "self.clause").symlink_to("self.clause")
    repo.commit()
    _, now = read_workspace(repo.root)
    then = at(repo.root).problems
    assert [(d.code, d.message, d.primary) for d in then] == [(d.code, d.message, d.primary) for d in now]
    assert len(then) == 3


def test_documents_beside_the_repository_are_read_as_they_are(make_repo) -> None:
    repo = make_repo().init()
    (repo.top.parent / "documents").mkdir()
    (repo.top.parent / "documents" / "plan.txt").write_text("FIRST: now")
    repo.write("redline.toml", 'sources = "../documents"\n')
    repo.commit()
    assert workspace_at(repo.root).documents["plan.txt"].text == "FIRST: now"


def test_documents_inside_the_repository_are_read_as_they_were(make_repo) -> None:
    repo = make_repo("ws").init()
    (repo.top / "documents").mkdir()
    (repo.top / "documents" / "plan.txt").write_text("FIRST: then")
    repo.write("redline.toml", 'sources = "../documents"\n')
    repo.commit()
    (repo.top / "documents" / "plan.txt").write_text("FIRST: now")
    assert workspace_at(repo.root).documents["plan.txt"].text == "FIRST: then"


def test_submodules_are_named_and_not_read(repo, make_repo) -> None:
    facts = make_repo(name="facts")
    facts.write("closings.yaml", "closings: []\n")
    facts.commit()
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "--quiet", str(facts.top), "register")
    repo.commit()
    found = at(repo.root)
    assert found.submodules == ("register",)
    assert found.workspace is not None
    assert found.workspace.shared_facts == ()


# --- hooks -------------------------------------------------------------------------------------


def test_what_a_hook_of_another_repository_sets_counts_for_nothing(
    repo, make_repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_repo(name="other")
    other.commit()
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.top / ".git" / "index"))
    assert at(repo.root).commit == repo.git("rev-parse", "HEAD")


def test_git_dir_counts_where_there_is_no_other(
    make_repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo().init()
    repo.commit()
    (repo.top / ".git").rename(tmp_path / "elsewhere.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repo.top))
    assert AGREEMENT in own(workspace_at(repo.root))


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["", "-", "--upload-pack=touch x", "-n1", "^main", "main..main", "nix", "a\nb"])
def test_what_is_no_revision(repo, ref: str) -> None:
    found = refused(repo.root, ref)
    assert found.code == "W008"


def test_a_name_that_is_close(repo) -> None:
    repo.git("branch", "release")
    assert refused(repo.root, "relaese").help == "did you mean `release`?"


def test_a_shallow_clone_says_what_to_fetch(repo, tmp_path: Path) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.commit()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{repo.top}", clone], check=True)
    found = refused(clone, first)
    assert found.help == (
        f"only the last commits were cloned: `git fetch --depth=1 origin {first}` brings this one"
    )
    found = refused(clone, "origin/release")
    assert "`git fetch --depth=1 origin release:refs/remotes/origin/release`" in (found.help or "")
    subprocess.run(["git", "fetch", "--quiet", "--depth=1", "origin", first], cwd=clone, check=True)
    assert at(clone, first).commit == first


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "redline.toml").write_text("")
    found = refused(tmp_path)
    assert (found.code, found.message) == ("W007", "the workspace lies in no git repository")
    assert found.help is not None


def test_no_git(repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = refused(repo.root)
    assert (found.code, found.message) == ("W007", "git is not installed")


def test_no_workspace(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "W002"
    assert refused(tmp_path / "nowhere").code == "W002"


def test_git_says_why_it_refuses(repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    found = refused(repo.root)
    assert found.code == "W007"
    assert "dubious ownership" in found.message
    assert "safe.directory" in (found.help or "")


def test_an_object_that_is_lost(repo) -> None:
    lost = repo.git("rev-parse", f"HEAD:{AGREEMENT}")
    (repo.top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    found = at(repo.root)
    assert [(d.code, d.primary.where.path) for d in found.problems] == [("W003", AGREEMENT)]
    assert "git fetch" in found.problems[0].message


def test_a_folder_that_is_lost(repo) -> None:
    lost = repo.git("rev-parse", "HEAD:agreements")
    (repo.top / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
    assert refused(repo.root).code == "W009"


def test_contents_that_git_lfs_keeps(repo) -> None:
    """The filter is run as a checkout would run it; where it is not there, it is said."""
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 3\n"
    repo.write("ledger/payments.csv", pointer)
    repo.commit()
    assert [d.code for d in at(repo.root).problems] == ["W003"]
    repo.write(".gitattributes", "*.csv filter=fake\n")
    repo.git("config", "filter.fake.smudge", "printf 'id\\n1\\n' #")
    repo.commit()
    files = {f.path: f.data for f in workspace_at(repo.root).shared_facts}
    assert files == {"ledger/payments.csv": b"id\n1\n"}


def test_labelled_texts_keep_their_places_apart(repo) -> None:
    """A text that is another one now goes by another name; what is the same keeps its name."""
    repo.git("branch", "topic/one")
    commit = repo.git("rev-parse", "HEAD")
    repo.write("agreements/sample/more.clause", "# more\n")
    repo.commit()
    repo.edit(AGREEMENT, "# The sample agreement", "# Our sample agreement")
    now, _ = read_workspace(repo.root)
    assert now is not None
    for ref, label in (("main", "main"), ("topic/one", commit[:10])):
        found = at(repo.root, ref).labelled_beside(now)
        assert found is not None
        paths = [s.path for s in found.agreements[0].sources]
        labelled = at(repo.root, ref).labelled
        assert labelled is not None
        assert all(s.path.startswith(f"{label}:agreements/") for s in labelled.agreements[0].sources)
        assert paths == [f"{label}:{AGREEMENT}", "agreements/sample/more.clause"][: len(paths)]
    assert at(repo.root, "main").labelled_beside(workspace_at(repo.root)) == workspace_at(repo.root)


def test_many_large_files_do_not_block(repo) -> None:
    """Every content passes through one pipe: more than it holds at once must pass too."""
    for number in range(3):
        repo.write(f"agreements/sample/part{number}.clause", "# " + "x" * 300_000 + "\n")
    repo.commit()
    sizes = [len(s.text) for s in workspace_at(repo.root).agreements[0].sources]
    assert sum(size > 300_000 for size in sizes) == 3


def test_git_is_not_left_running(repo, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def noted(*given, **named):
        started.append(popen(*given, **named))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    at(repo.root)
    assert started
    assert all(process.returncode == 0 for process in started)
